package main

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/diag"
)

// mistake is one slip in a file of the good site in testdata/mistakes/site.
type mistake struct {
	name string
	file string // below the site's root
	// was is what the good file says and is what was typed in its place; without
	// was, is is a whole new file.
	was, is string
	how     string // what is special about the file, as special knows it
	// want is the line and column, as far as there are any, and the code; with
	// the file before it where that is another.
	want string
}

const (
	studyFile        = "content/case-studies/talk.md"
	practitionerFile = "content/practitioners/amira-khan.md"
	schoolFile       = "content/schools/northfield-primary.md"
	eventFile        = "content/events/open-morning.md"
	opportunityFile  = "content/opportunities/lead-practitioner-for-reading.md"
	pageFile         = "content/programme/faq.md"
	frameworkFile    = "content/standards/lp/_index.md"
	settingsFile     = "exemplar.yaml"
)

var mistakes = []mistake{
	// The front matter as such.
	{name: "a colon in a title", file: studyFile, was: "title: Talk partners that", is: "title: Talk partners: they", want: "2:21 front/syntax"},
	{name: "curly quotes around a title", file: studyFile, was: "Talk partners that lift reading", is: "“Talk partners that lift reading”", want: "2:8 front/quotes"},
	{name: "a tab before a key", file: studyFile, was: "  role: headteacher", is: "\trole: headteacher", want: "19:1 front/syntax"},
	{name: "no closing line of hyphens", file: studyFile, was: "  date: 2026-04-20\n---\n", is: "  date: 2026-04-20\n", want: "21:1 front/unclosed"},
	{name: "a first line of dashes", file: studyFile, was: "---\ntitle", is: "———\ntitle", want: "1:1 front/fence"},
	{name: "a last line of dashes", file: studyFile, was: "---\n\n## Why", is: "—-\n\n## Why", want: "21:1 front/fence"},
	{name: "no front matter", file: "content/programme/bare.md", is: "Come and see us.\n", want: "1:1 front/missing"},
	{name: "text before the front matter", file: studyFile, was: "---\ntitle", is: "Draft by Amira\n---\ntitle", want: "1:1 front/missing"},
	{name: "a second front matter", file: pageFile, was: "## Is it paid", is: "---\nsummary: What people ask\n---\n\n## Is it paid", want: "5:1 front/fence"},
	{name: "an empty file", file: "content/programme/empty.md", is: "\n", want: "1:1 front/missing"},
	{name: "a number sign in a title", file: studyFile, was: "title: Talk partners that lift reading", is: "title: Our #1 aim is talk", want: "2:12 front/comment"},
	{name: "an apostrophe in single quotes", file: studyFile, was: "Talk partners that lift reading", is: "'Our pupils' talk'", want: "2:19 front/syntax"},
	{name: "a quote that is not closed", file: studyFile, was: "Talk partners that lift reading", is: `"Talk partners that lift reading`, want: "2:8 front/syntax"},
	{name: "a bracket that is not closed", file: studyFile, was: "[PS1, PK2]", is: "[PS1, PK2", want: "9:12 front/syntax"},
	{name: "no space after the colon of a key", file: studyFile, was: "school: north", is: "school:north", want: "5:7 front/syntax"},
	{name: "curly quotes around a key", file: studyFile, was: "school: north", is: "“school”: north", want: "5:1 schema/unknown-key"},
	{name: "list items at unequal depth", file: studyFile, was: "    baseline: 40", is: "   baseline: 40", want: "12:1 front/syntax"},
	{name: "bullets in place of hyphens", file: studyFile, was: "[PS1, PK2]", is: "\n  • PS1\n  • PK2", want: "10:3 schema/type"},
	{name: "no comma in a list", file: studyFile, was: "[PS1, PK2]", is: "[PS1 PK2]", want: "9:13 schema/value"},
	{name: "an HTML code in a title", file: studyFile, was: "Talk partners that", is: "Talk &amp; listening that", want: "2:13 front/entity"},

	// Keys and values.
	{name: "a title without words", file: studyFile, was: "title: Talk partners that lift reading", is: "title:", want: "2:1 schema/required"},
	{name: "no title", file: studyFile, was: "title: Talk partners that lift reading\n", is: "", want: "1:1 schema/required"},
	{name: "no date", file: studyFile, was: "date: 2026-03-12\nthemes", is: "themes", want: "1:1 schema/required"},
	{name: "a key that does not exist", file: studyFile, was: "practitioners:", is: "practioners:", want: "4:1 schema/unknown-key"},
	{name: "keys at the left of the key they belong to", file: studyFile, was: "  name: Judith Marchbanks\n  role: headteacher\n  date: 2026-04-20\n", is: "name: Judith Marchbanks\nrole: headteacher\n", want: "18:1 schema/unknown-key"},
	{name: "a key of another kind", file: schoolFile, was: "phase: primary", is: "closes: 2027-01-01", want: "4:1 schema/unknown-key"},
	{name: "a key twice", file: studyFile, was: "phases: [primary]", is: "phases: [primary]\nphases: [secondary]", want: "9:1 schema/duplicate-key"},
	{name: "31 February", file: studyFile, was: "date: 2026-03-12", is: "date: 2026-02-31", want: "6:7 schema/date"},
	{name: "the month before the day", file: studyFile, was: "date: 2026-03-12", is: "date: 03/28/2026", want: "6:7 schema/date"},
	{name: "a year of two figures", file: studyFile, was: "date: 2026-03-12", is: "date: 12.3.26", want: "6:7 schema/date"},
	{name: "a term where a date belongs", file: studyFile, was: "date: 2026-03-12", is: "date: Spring 2026", want: "6:7 schema/date"},
	{name: "a list where a word belongs", file: studyFile, was: "school: northfield-primary", is: "school: [northfield-primary, southfield-primary]", want: "5:9 schema/type"},
	{name: "a word where a list belongs", file: studyFile, was: "[teaching-and-learning, oracy]", is: "oracy", want: "7:9 schema/type"},
	{name: "an unknown theme", file: studyFile, was: "oracy]", is: "talking]", want: "7:33 schema/value"},
	{name: "an unknown phase", file: studyFile, was: "phases: [primary]", is: "phases: [infants]", want: "8:10 schema/value"},
	{name: "an unknown role", file: practitionerFile, was: "role: lead-practitioner", is: "role: Lead Practitioner", want: "3:7 schema/value"},
	{name: "a name in place of a file name", file: studyFile, was: "[amira-khan]", is: "[Amira Khan]", want: "4:17 schema/value"},
	{name: "a number with a unit", file: studyFile, was: "baseline: 40", is: "baseline: 40%", want: "12:15 schema/type"},
	{name: "a subject with a slip", file: practitionerFile, was: "[reading]", is: "[mathmatics]", want: "6:12 schema/spelling"},
	{name: "a standard twice", file: studyFile, was: "[PS1, PK2]", is: "[PS1, PK2, PS1]", want: "9:23 schema/repeat"},
	{name: "a web address without https", file: schoolFile, was: "https://www.northfield.example/", is: "www.northfield.example", want: "6:10 schema/url"},
	{name: "a web address with a slip", file: schoolFile, was: "https://www", is: "htps://www", want: "6:10 schema/url"},
	{name: "a telephone number where an address belongs", file: schoolFile, was: "contact: office@northfield.example", is: "contact: 0191 496 0123", want: "7:10 schema/value"},
	{name: "a picture by its place on the disk", file: practitionerFile, was: "contact: office", is: "photo: C:\\photos\\amira.jpg\ncontact: office", want: "11:8 schema/value"},
	{name: "a web address that is none", file: eventFile, was: "https://www.northfield.example/book", is: "https://northfield/book now", want: "6:14 schema/url"},
	{name: "an e-mail address with spaces", file: schoolFile, was: "contact: office@northfield.example", is: "contact: office @ northfield.example", want: "7:10 schema/value"},
	{name: "an event that ends before it starts", file: eventFile, was: "end: 2027-01-14T12:00", is: "end: 2027-01-13", want: "4:6 schema/order"},
	{name: "a page updated before it was written", file: studyFile, was: "date: 2026-03-12", is: "date: 2026-03-12\nupdated: 2025-04-01", want: "7:10 schema/order"},
	{name: "a file name without letters", file: "content/programme/!!!.md", is: "---\ntitle: Help\n---\n", want: "slug/invalid"},

	// Names of other pages.
	{name: "an unknown standard", file: studyFile, was: "[PS1, PK2]", is: "[PS1, PK2, PS9]", want: "9:23 ref/unknown"},
	{name: "an unknown practitioner", file: studyFile, was: "[amira-khan]", is: "[amira-kahn]", want: "4:17 ref/unknown"},
	{name: "an unknown school", file: studyFile, was: "school: northfield-primary", is: "school: southfield-primary", want: "5:9 ref/unknown"},
	{name: "an unknown framework", file: practitionerFile, was: "    awarded", is: "    framework: glf-lp\n    awarded", want: "9:16 ref/unknown"},
	{name: "a school where a person belongs", file: studyFile, was: "[amira-khan]", is: "[northfield-primary]", want: "4:17 ref/kind"},
	{name: "two pages with one address", file: "content/programme/costs.md", is: "---\ntitle: Costs\nslug: faq\n---\n", want: "3:1 slug/duplicate"},
	{name: "two names that differ in capitals", file: "content/schools/Northfield-Primary.md", is: "---\ntitle: Northfield\n---\n", want: "content/schools/northfield-primary.md:1 slug/case"},
	{name: "two standards with one code", file: "content/standards/lp/ps2.md", is: "---\ntitle: Listening\ncode: PS1\n---\n", want: "3:1 ref/duplicate"},

	// The text.
	{name: "a link to a page that is not there", file: pageFile, was: "../case-studies/talk.md", is: "../case-studies/talking.md", want: "12:1 link/broken"},
	{name: "a link to a heading that is not there", file: studyFile, was: "#is-it-paid", is: "#is-it-payed", want: "48:35 link/anchor"},
	{name: "a link without an address", file: pageFile, was: "(../case-studies/talk.md)", is: "()", want: "12:1 link/broken"},
	{name: "a link in capitals", file: pageFile, was: "../case-studies/talk.md", is: "../case-studies/Talk.md", want: "12:1 link/broken"},
	{name: "a link with backslashes", file: pageFile, was: "../case-studies/talk.md", is: `..\case-studies\talk.md`, want: "12:1 link/broken"},
	{name: "a link to a file of the disk", file: pageFile, was: "../case-studies/talk.md", is: "file:///C:/talk.md", want: "12:1 link/unsafe"},
	{name: "a link to the finished page", file: pageFile, was: "../case-studies/talk.md", is: "../case-studies/talk.html", want: "12:1 link/form"},
	{name: "a link that runs a program", file: pageFile, was: "mailto:office@northfield.example", is: "javascript:alert(1)", want: "11:44 link/unsafe"},
	{name: "a space within a link", file: pageFile, was: "[what Amira did](", is: "[what Amira did] (", want: "12:1 link/text"},
	{name: "a picture that is not there", file: pageFile, was: "room.png", is: "plan.png", want: "21:1 image/missing"},
	{name: "a picture whose name has a space", file: pageFile, was: "room.png", is: "Training room.png", want: "21:1 link/text"},
	{name: "a picture of another site", file: pageFile, was: "room.png", is: "https://pictures.example/room.png", want: "21:1 link/unsafe"},
	{name: "a picture without a description", file: pageFile, was: "![The plan of the training room]", is: "![]", want: "21:1 image/alt"},
	{name: "a file name for a description", file: pageFile, was: "The plan of the training room", is: "IMG_2031.jpg", want: "21:1 image/alt"},
	{name: "an address in the text", file: pageFile, was: "Within a week.", is: "See www.northfield.example for more.", want: "25:5 link/text"},
	{name: "stars with spaces", file: pageFile, was: "Within a week.", is: "Within ** a week **.", want: "25:8 markdown/emphasis"},
	{name: "text moved to the right", file: pageFile, was: "Within a week.", is: "    Within a week or two.", want: "25:5 markdown/code"},
	{name: "a line under a paragraph", file: pageFile, was: "Within a week.", is: "Within a week.\n---", want: "26:1 markdown/heading"},
	{name: "a place to be filled in", file: studyFile, was: "Two minutes", is: "[insert number] minutes", want: "44:1 check/placeholder"},
	{name: "to be confirmed", file: eventFile, was: "Northfield Primary", is: "TBC", want: "5:8 check/placeholder"},
	{name: "HTML", file: pageFile, was: "Within a week.", is: "Within <b>a week</b>.", want: "25:8 markdown/raw-html"},
	{name: "a heading of the first level", file: pageFile, was: "## Is it paid", is: "# Is it paid", want: "5:1 markdown/heading"},
	{name: "code that is not closed", file: pageFile, was: "### When will I hear", is: "```\nWhen will I hear", want: "23:1 markdown/code"},
	{name: "a name with a space after a heading", file: pageFile, was: "## Who may apply", is: "## Who may apply {#Who Apply}", want: "9:18 markdown/duplicate-id"},
	{name: "a heading that skips a level", file: pageFile, was: "### When", is: "#### When", want: "23:1 markdown/heading"},
	{name: "a heading without a space", file: pageFile, was: "## Who may", is: "##Who may", want: "9:1 markdown/heading"},
	{name: "an unknown callout", file: pageFile, was: "[!NOTE]", is: "[!NB]", want: "14:3 markdown/callout"},
	{name: "a footnote without its text", file: pageFile, was: "[^1]: The trust pays it.\n", is: "", want: "7:28 markdown/footnote"},
	{name: "a table without a header", file: pageFile, was: "| Term   | Places |\n| ------ | ------ |\n", is: "", want: "17:1 markdown/table"},
	{name: "a table with too few hyphens", file: pageFile, was: "| ------ | ------ |", is: "| ------ |", want: "18:1 markdown/table"},
	{name: "a table from a spreadsheet", file: pageFile, was: "| Term   | Places |\n| ------ | ------ |\n| Spring | 4      |", is: "Term\tPlaces\nSpring\t4", want: "17:1 markdown/table"},
	{name: "a list with letters", file: pageFile, was: "Within a week.", is: "a) by letter\nb) by telephone", want: "25:1 markdown/list"},
	{name: "bullets in the text", file: studyFile, was: "- Partners changed every half term.\n- Nobody", is: "• Partners changed every half term.\n• Nobody", want: "31:1 markdown/list"},
	{name: "a marker of no standard", file: studyFile, was: "[PK2] We", is: "[PK22] We", want: "40:53 marker/unknown"},
	{name: "a marker with a level too many", file: studyFile, was: "[PS1 level 2]", is: "[PS1 level 9]", want: "29:56 marker/level"},
	{name: "a marker with a title", file: studyFile, was: "[PS1 level 2]", is: "[PS1 Communicating]", want: "29:56 marker/form"},
	{name: "a marker in round brackets", file: studyFile, was: "[PS1 level 2]", is: "(PS1)", want: "29:56 marker/form"},
	{name: "two standards in one marker", file: studyFile, was: "[PS1 level 2]", is: "[PS1, PK2]", want: "29:56 marker/form"},
	{name: "a marker with a comma", file: studyFile, was: "[PS1 level 2]", is: "[PS1, level 2]", want: "29:56 marker/form"},
	{name: "a marked standard that is not listed", file: studyFile, was: "standards: [PS1, PK2]", is: "standards: [PK2]", want: "29:56 marker/unlisted"},

	// Rules of the programme.
	{name: "a section that is not there", file: studyFile, was: "## Impact\n\n", is: "", want: "1 check/section"},
	{name: "a section within another", file: studyFile, was: "## Impact", is: "### Impact", want: "38:1 check/section"},
	{name: "a section in bold", file: studyFile, was: "## Impact", is: "**Impact**", want: "38:1 access/bold-heading"},
	{name: "a section without a space", file: studyFile, was: "## Impact", is: "##Impact", want: "38:1 markdown/heading"},
	{name: "a sign-off by the author", file: studyFile, was: "name: Judith Marchbanks", is: "name: Amira Khan", want: "18:3 check/signoff"},
	{name: "a sign-off before the work", file: studyFile, was: "date: 2026-04-20", is: "date: 2026-02-20", want: "20:9 check/signoff"},
	{name: "a date in the future", file: studyFile, was: "date: 2026-03-12", is: "date: 2062-03-12", want: "20:9 check/signoff"},
	{name: "a credential that ends before it begins", file: practitionerFile, was: "expires: 2028", is: "expires: 2018", want: "10:14 check/credential"},
	{name: "a portrait without consent", file: practitionerFile, was: "contact: office", is: "photo: amira-khan.png\ncontact: office", want: "11:1 check/consent"},
	{name: "a school number that is none", file: schoolFile, was: "urn: 123456", is: "urn: 12345", want: "3:6 check/urn"},

	// Files.
	{name: "a file saved for Windows alone", file: "content/programme/cafe.md", is: "---\ntitle: Café\n---\n", how: ", saved as Windows-1252", want: "2:11 file/encoding"},
	{name: "a file saved as UTF-16", file: "content/programme/wide.md", is: "---\ntitle: Help\n---\n", how: ", saved as UTF-16 without its mark", want: "1 file/encoding"},
	{name: "letters damaged before", file: pageFile, was: "Within a week", is: "Within the headâ€™s week", want: "25:16 file/garbled"},
	{name: "a Word file among the pages", file: "content/case-studies/Talk partners.docx", is: "PK\x05\x06" + strings.Repeat("\x00", 18), want: "file/kind"},
	{name: "a page in the wrong folder", file: "content/standards/ps3.md", is: "---\ntitle: Listening\ncode: PS3\n---\n", want: "file/kind"},
	{name: "a copy of a page", file: "content/programme/faq - Copy.md", is: "---\ntitle: Questions and answers\n---\n", want: "file/copy"},
	{name: "a page with a hidden ending", file: "content/programme/help.md.txt", is: "---\ntitle: Help\n---\n", want: "file/kind"},
	{name: "a page with the wrong ending", file: "content/programme/Apply.markdown", is: "---\ntitle: Apply\n---\n", want: "file/kind"},

	// The settings.
	{name: "an unknown setting", file: settingsFile, was: "description:", is: "desciption:", want: "2:1 config/unknown-key"},
	{name: "a colour by its name", file: settingsFile, was: `"#0b5d4f"`, is: "green", want: "6:11 config/value"},
	{name: "a base address without https", file: settingsFile, was: "https://lp.northfield.example/", is: "lp.northfield.example", want: "3:11 config/value"},
	{name: "a language that nobody translated", file: settingsFile, was: "en-GB", is: "English", want: "4:11 config/value"},
	{name: "a link of the menu to nowhere", file: settingsFile, was: "programme/faq.md", is: "programme/faqs.md", want: "11:11 config/value"},
	{name: "an e-mail address without @", file: settingsFile, was: "office@northfield", is: "office(at)northfield", want: "13:10 config/value"},
	{name: "a changed check without a reason", file: settingsFile, was: "    reason: The old summaries are being shortened this year.\n", is: "", want: "16:5 config/value"},
}

// copied are the folders in which a mistake is made in a copy of the good page,
// so that all the mistakes have room in one site.
var copied = regexp.MustCompile(`^content/(case-studies|practitioners|schools|events|opportunities|programme)/`)

// make puts the mistake into a site and returns the problem it should show.
func (m mistake) make(t *testing.T, files fstest.MapFS) string {
	t.Helper()
	name, text := m.file, m.is
	if m.was != "" {
		good := files[m.file]
		if good == nil || strings.Count(string(good.Data), m.was) != 1 {
			t.Fatalf("%s: %s does not say %q once", m.name, m.file, m.was)
		}
		text = strings.Replace(string(good.Data), m.was, m.is, 1)
		if copied.MatchString(m.file) {
			name = path.Dir(m.file) + "/" + content.Slugify(m.name) + ".md"
		}
	}
	files[name] = special(t, m.how, text)
	if strings.HasPrefix(m.want, content.Folder) {
		return m.want
	}
	at, code, ok := strings.Cut(m.want, " ")
	if !ok {
		return name + " " + m.want
	}
	return name + ":" + at + " " + code
}

// goodSite is a portal without a problem.
func goodSite(t *testing.T) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	site := os.DirFS(filepath.Join("testdata", "mistakes", "site"))
	err := fs.WalkDir(site, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(site, name)
		files[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// places lists where problems are and their codes.
func places(problems diag.List) []string {
	var list []string
	for _, d := range problems {
		list = append(list, d.Position.String()+" "+string(d.Code))
	}
	slices.Sort(list)
	return list
}

// TestTeachersMistakes makes one mistake at a time and wants one problem, at the
// place of the mistake.
func TestTeachersMistakes(t *testing.T) {
	if got := printed(t, goodSite(t)); got != "" {
		t.Fatalf("the good site has problems\n%s", got)
	}
	for _, m := range mistakes {
		t.Run(m.name, func(t *testing.T) {
			files := goodSite(t)
			want := m.make(t, files)
			if diff := cmp.Diff([]string{want}, places(problemsOf(t, files))); diff != "" {
				t.Errorf("%s\n%s", diff, printed(t, files))
			}
		})
	}
}

// TestAllMistakesInOneRun makes all the mistakes in one site and wants to see all
// of them in one run. What is printed then is in testdata/mistakes/report.txt,
// to be read as a whole.
func TestAllMistakesInOneRun(t *testing.T) {
	files := goodSite(t)
	var want []string
	for _, m := range mistakes {
		want = append(want, m.make(t, files))
	}
	slices.Sort(want)
	if diff := cmp.Diff(want, places(problemsOf(t, files))); diff != "" {
		t.Error(diff)
	}
	name := filepath.Join("testdata", "mistakes", "report.txt")
	got := printed(t, files)
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	report, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(report), got); diff != "" {
		t.Error(diff)
	}
}
