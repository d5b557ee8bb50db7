package check

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/config"
	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/date"
	"github.com/exemplar-lp/exemplar/internal/diag"
)

var today = date.Date{Year: 2026, Month: 11, Day: 21}

const sections = "\n## Why this focus\n\n## What we did\n\n## Problems and how we tackled them\n\n## Impact\n\n## What we learned\n\n## How other schools could use this\n\n## Continuing challenges\n"

// found runs the rules over a small site with one study and prints what they
// find as position and code.
func found(t *testing.T, study string, settings string) []string {
	t.Helper()
	files := fstest.MapFS{}
	for name, text := range map[string]string{
		"content/standards/lp/_index.md":   "---\ntitle: Standards\n---\n",
		"content/standards/lp/ps1.md":      "---\ntitle: Communicating\ncode: PS1\n---\n",
		"content/practitioners/amira.md":   "---\ntitle: Amira Khan\n---\n",
		"content/schools/northfield.md":    "---\ntitle: Northfield\n---\n",
		"content/programme/apply.md":       "---\ntitle: Apply\n---\n",
		"content/case-studies/talk.md":     study,
		"content/programme/unpublished.md": "---\ntitle: Not yet\ndraft: true\n---\n",
	} {
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	set, problems, err := content.Load(files, content.Options{})
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	cat, problems := catalog.Link(set, catalog.Options{AsOf: today})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	s, problems := config.Read(diag.NewSource(config.File, []byte(settings)))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	var got []string
	for _, d := range Run(set, cat, s).Sort() {
		got = append(got, d.Position.String()+" "+string(d.Code))
	}
	return got
}

func study(keys, body string) string {
	return "---\ntitle: Talk\npractitioners: [amira]\nschool: northfield\ndate: 2026-03-12\nstandards: [PS1]\n" + keys + "---\n" + body
}

func TestRunPortraits(t *testing.T) {
	const photo = "photo: amira.jpg\n"
	tests := []struct {
		name, keys string
		want       []string
	}{
		{"no portrait", "", nil},
		{"agreed", photo + "consent: {photo: 2026-09-01}\n", nil},
		{"nobody asked", photo + "consent: {profile: 2026-09-01}\n", []string{"content/practitioners/amira.md:3:1 check/consent"}},
		{"agreed for later", photo + "consent: {photo: 2027-09-01}\n", []string{"content/practitioners/amira.md:3:1 check/consent"}},
		{"published by name only", photo + "publish: name-only\n", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			files := fstest.MapFS{
				"content/practitioners/amira.md":  {Data: []byte("---\ntitle: Amira Khan\n" + tt.keys + "---\n")},
				"content/practitioners/amira.jpg": {Data: []byte("a picture")},
			}
			set, problems, err := content.Load(files, content.Options{})
			if err != nil || len(problems) > 0 {
				t.Fatal(err, problems)
			}
			cat, problems := catalog.Link(set, catalog.Options{AsOf: today})
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			var got []string
			for _, d := range Run(set, cat, config.Default()) {
				got = append(got, d.Position.String()+" "+string(d.Code))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRun(t *testing.T) {
	tests := []struct {
		name, study, settings string
		want                  []string
	}{
		{"nothing wrong", study("", sections), "title: T\n", nil},
		{"a section is missing", study("", strings.Replace(sections, "## Impact\n", "", 1)), "title: T\n", []string{"content/case-studies/talk.md:1 check/section"}},
		{"a section within another", study("", strings.Replace(sections, "## Impact\n", "### Impact\n", 1)), "title: T\n", []string{"content/case-studies/talk.md:15:1 check/section"}},
		{"the author signs", study("signoff:\n  name: amira KHAN\n  date: 2026-04-01\n", sections), "title: T\n", []string{"content/case-studies/talk.md:8:3 check/signoff"}},
		{"somebody else signs", study("signoff:\n  name: Judith Marchbanks\n  date: 2026-04-01\n", sections), "title: T\n", nil},
		{"navigation", study("", sections), "title: T\nnavigation:\n  - {title: A, page: programme/apply.md}\n  - {title: B, page: coverage}\n  - {title: C, page: programme/aply.md}\n", []string{"exemplar.yaml:5:22 config/value"}},
		{"navigation to a path from the root", study("", sections), "title: T\nnavigation:\n  - {title: A, page: content/programme/apply.md}\n", nil},
		{"words for no list", study("", sections), "title: T\nvocabularies:\n  themes: [mine]\n  theme: [ours]\n", []string{"exemplar.yaml:3:3 config/unknown-key"}},
		{"navigation to a draft", study("", sections), "title: T\nnavigation:\n  - {title: A, page: programme/unpublished.md}\n", []string{"exemplar.yaml:3:22 config/value"}},
		{"contact", study("", sections), "title: T\ncontact:\n  page: programme/aply.md\n", []string{"exemplar.yaml:3:9 config/value"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(found(t, tt.study, tt.settings), tt.want); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestApply(t *testing.T) {
	at := diag.Position{File: "content/a.md", Line: 1}
	problems := diag.List{
		diag.New(diag.MarkerUnlisted, at, "", "x"),
		diag.New(diag.CheckSection, at, "", "x"),
		diag.New(diag.SchemaDate, at, "", "x"),
	}
	override := func(code, severity, until string) string {
		return "  " + code + ": {severity: " + severity + ", reason: r, until: " + until + "}\n"
	}
	tests := []struct {
		name, checks string
		want         []string
	}{
		{"nothing changed", "", []string{"warning check/section", "warning marker/unlisted", "error schema/date"}},
		{"off", override("marker/unlisted", `"off"`, "2026-11-21"), []string{"warning check/section", "error schema/date"}},
		{"error", override("check/section", "error", "2027-01-01"), []string{"error check/section", "warning marker/unlisted", "error schema/date"}},
		{"too late", override("check/section", "info", "2026-11-20"), []string{"warning check/section", "warning marker/unlisted", "error schema/date", "warning config/expired"}},
		{"not allowed", override("schema/date", "warning", "2027-01-01"), []string{"warning check/section", "warning marker/unlisted", "error schema/date", "error config/override"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text := "title: T\n"
			if tt.checks != "" {
				text += "checks:\n" + tt.checks
			}
			s, wrong := config.Read(diag.NewSource(config.File, []byte(text)))
			if len(wrong) > 0 {
				t.Fatal(wrong)
			}
			var got []string
			for _, d := range Apply(problems, nil, s, today) {
				got = append(got, d.Severity.String()+" "+string(d.Code))
			}
			if diff := cmp.Diff(got, tt.want); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// codesOf runs the rules over files, with the page of a person, a school and a
// standard beside them, and prints what they find of the codes.
func codesOf(t *testing.T, settings string, files map[string]string, codes ...diag.Code) []string {
	t.Helper()
	fsys := site("exemplar.yaml", "")
	for name, text := range files {
		fsys["content/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	s, problems := config.Read(diag.NewSource(config.File, []byte("title: T\n"+settings)))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	set, problems, err := content.Load(fsys, content.Options{Language: s.Language})
	if err != nil || problems.HasErrors() {
		t.Fatal(err, problems)
	}
	cat, problems := catalog.Link(set, catalog.Options{AsOf: today})
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	var got []string
	for _, d := range Run(set, cat, s).Sort() {
		if slices.Contains(codes, d.Code) {
			got = append(got, d.Severity.String()+" "+strings.TrimPrefix(d.Position.String(), "content/")+": "+d.Message)
		}
	}
	return got
}

func page(keys, body string) string { return "---\ntitle: A page\n" + keys + "---\n\n" + body + "\n" }

const (
	welsh   = "Croeso i bawb sydd yn gweithio gyda ni ac yn dysgu yn yr ysgol hon."
	english = "Welcome to all of those who work with us and learn in this school."
)

func TestRunLanguages(t *testing.T) {
	tests := []struct {
		name, settings, page string
		want                 []string
	}{
		{"English", "", page("", english), nil},
		{"a passage in Welsh", "", page("", english+"\n\n"+welsh), []string{`warning a.md:7:1: "Croeso i bawb sydd yn gweithio …" seems to be Welsh, and the page does not say so`}},
		{"that says so", "", page("", english+"\n\n"+welsh+" {lang=cy}"), nil},
		{"a quote", "", page("", "> "+welsh), []string{`warning a.md:5:1: "Croeso i bawb sydd yn gweithio …" seems to be Welsh, and the page does not say so`}},
		{"a Welsh page", "", page("lang: cy\n", welsh), nil},
		{"English on a Welsh page", "", page("lang: cy\n", welsh+"\n\n- "+english), []string{`warning a.md:8:1: "Welcome to all of those who …" seems to be English, and the page does not say so`}},
		{"a Welsh portal", "language: cy\n", page("", english), []string{`warning a.md:5:1: "Welcome to all of those who …" seems to be English, and the page does not say so`}},
		{"names and single words", "", page("", "We sang *Mae hen wlad fy nhadau* in the hall of Ysgol y Bryn, and the parents joined in with us."), nil},
		{"code", "", page("", "```\n"+welsh+"\n```"), nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, codesOf(t, tt.settings, map[string]string{"a.md": tt.page}, diag.AccessLanguage)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRunAbbreviations(t *testing.T) {
	tests := []struct {
		name, settings string
		files          map[string]string
		want           []string
	}{
		{"unknown", "", map[string]string{"a.md": page("", "Use DIRT and then TWR, said the TAs of Key Stage II.")}, []string{"info a.md:5:5: nothing on the portal explains DIRT, TWR"}},
		{"explained on the page", "", map[string]string{"a.md": page("", "Time for reflection (DIRT) helps. DIRT is short. TWR (the writing revolution) too.")}, nil},
		{"in a glossary", "", map[string]string{"a.md": page("", "Use DIRT."), "glossary.md": page("", "DIRT: time for reflection.")}, nil},
		{"in the portal's name", "description: The work of DIRT\n", map[string]string{"a.md": page("", "Use DIRT.")}, nil},
		{"a line in capitals and a code", "", map[string]string{"a.md": page("", "READ THE BOOK FIRST. See PS1, A4 and BBC-like things.")}, nil},
		{"many", "", map[string]string{"a.md": page("", "AAB then AAD, AAE then AAF and AAG.")}, []string{"info a.md:5:1: nothing on the portal explains AAB, AAD, AAE, AAF and 1 more"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, codesOf(t, tt.settings, tt.files, diag.AccessShort)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRunDownloads(t *testing.T) {
	const found = `warning class/index.md:5:6: "plan.docx" is a document that not everybody can read`
	for name, tt := range map[string]struct {
		body string
		want []string
	}{
		"a document":           {"Take [the plan](plan.docx) and [notes](notes.txt).", []string{found}},
		"and a page":           {"Take [the plan](plan.docx), or [the plan as a web page](plan.md).", nil},
		"a page about it":      {"Take [the plan](plan.docx) and read [about plans](plan.md).", []string{found}},
		"no document":          {"Take [notes](notes.txt).", nil},
		"in Welsh as a page":   {"Take [y cynllun](plan.docx), neu [fel tudalen](plan.md).", nil},
		"an address elsewhere": {"Take [the plan](plan.docx), or [as a web page](https://www.example.org/plan).", []string{found}},
	} {
		t.Run(name, func(t *testing.T) {
			got := codesOf(t, "", map[string]string{"class/index.md": page("", tt.body), "class/plan.docx": "x", "class/notes.txt": "x", "class/plan.md": page("", "Ask.")}, diag.AccessDownload)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
	offering := study("resources:\n  - {title: Plan, file: plan.pdf}\n", sections)
	if got := codesOf(t, "", map[string]string{"case-studies/talk/index.md": offering, "case-studies/talk/plan.pdf": "x"}, diag.AccessDownload); len(got) != 1 {
		t.Errorf("a resource: %q", got)
	}
}

func TestRunAwards(t *testing.T) {
	school := func(designation string) string {
		return "---\ntitle: Northfield\ndesignations:\n  - " + designation + "\n---\n"
	}
	const logo = "\n![The badge of SSAT](badge.png)\n"
	for name, tt := range map[string]struct {
		files map[string]string
		want  []string
	}{
		"a designation":       {map[string]string{"schools/northfield.md": school("{name: LP Learning Centre}")}, []string{"warning schools/northfield.md:4:6: nothing proves the award of SSAT"}},
		"with its letter":     {map[string]string{"schools/northfield.md": school("{name: LP Learning Centre, award_ref: A1}")}, nil},
		"the portal's own":    {map[string]string{"schools/northfield.md": school("{name: Reading school}")}, nil},
		"a credential":        {map[string]string{"practitioners/amira.md": "---\ntitle: Amira Khan\ncredentials:\n  - {credential: lead-practitioner, awarded: 2025-01-01, body: SSAT}\n---\n"}, []string{"warning practitioners/amira.md:4:6: nothing proves the award of SSAT"}},
		"a logo":              {map[string]string{"a/index.md": page("", logo), "a/badge.png": "x"}, []string{"warning a/index.md:6:1: the picture seems to be the logo of SSAT, and nobody here is said to hold its award"}},
		"a logo by file name": {map[string]string{"a/index.md": page("", "![A sign](ofsted-logo.png)"), "a/ofsted-logo.png": "x"}, []string{"warning a/index.md:5:1: the picture seems to be the logo of Ofsted, and nobody here is said to hold its award"}},
		"a logo that is ours": {map[string]string{"schools/northfield.md": school("{name: LP Learning Centre, award_ref: A1}"), "a/index.md": page("", logo), "a/badge.png": "x"}, nil},
		"another picture":     {map[string]string{"a/index.md": page("", "![Visitors from Ofsted](hall.png)"), "a/hall.png": "x"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, codesOf(t, "", tt.files, diag.CheckAward)); diff != "" {
				t.Error(diff)
			}
		})
	}
	if got := codesOf(t, "brand: {logo: content/ssat.png}\n", nil, diag.CheckAward); len(got) != 1 {
		t.Errorf("the portal's logo: %q", got)
	}
}

func TestRunParity(t *testing.T) {
	original := "---\ntitle: Apply\nupdated: 2026-05-01\n---\n\n## How\n\n![A plan](plan.png)\n"
	translation := func(keys, body string) map[string]string {
		return map[string]string{"p/apply.md": original, "p/cais.md": "---\nlang: cy\ntranslation_of: p/apply.md\n" + keys + "---\n\n" + body, "p/plan.png": "x"}
	}
	const body = "## Sut\n\n![Cynllun](plan.png)\n"
	for name, tt := range map[string]struct {
		files map[string]string
		want  []string
	}{
		"the same":            {translation("title: Cais\nupdated: 2026-05-02\n", body), nil},
		"the title":           {translation("title: apply\nupdated: 2026-05-02\n", body), []string{`warning p/cais.md:4:1: the title is that of the original, "Apply"`}},
		"the picture":         {translation("title: Cais\nupdated: 2026-05-02\n", "## Sut\n\n![A plan](plan.png)\n"), []string{`warning p/cais.md:10:1: the description "A plan" is that of the original`}},
		"the headings":        {translation("title: Cais\nupdated: 2026-05-02\n", body+"\n## Mwy\n"), []string{"warning p/cais.md:3:1: the page has 2 headings and its original 1"}},
		"changed since":       {translation("title: Cais\nupdated: 2026-04-02\n", body), []string{"warning p/cais.md:5:1: the original was changed on 1 May 2026, after this page"}},
		"the same language":   {map[string]string{"p/apply.md": original, "p/b.md": "---\ntitle: B\ntranslation_of: p/apply.md\n---\n", "p/plan.png": "x"}, []string{`warning p/b.md:3:1: the page and its original are both in the language "en"`}},
		"an original nowhere": {map[string]string{"p/b.md": "---\ntitle: B\nlang: cy\ntranslation_of: p/aply.md\n---\n", "p/apply.md": "---\ntitle: Apply\n---\n"}, []string{`error p/b.md:4:1: there is no page "p/aply.md"`}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, codesOf(t, "", tt.files, diag.CheckParity, diag.RefUnknown)); diff != "" {
				t.Error(diff)
			}
		})
	}
	for setting, rank := range map[string]string{"wanted": "warning", "required": "error"} {
		got := codesOf(t, "bilingual: "+setting+"\n", map[string]string{"p/apply.md": original, "p/plan.png": "x"}, diag.CheckParity)
		if len(got) != 5 || !slices.Contains(got, rank+" p/apply.md:1: the page is not there in Welsh") {
			t.Errorf("%s: %q", setting, got)
		}
	}
}

func TestRunUnmarked(t *testing.T) {
	long := sections + strings.Repeat("We asked each pair what the other had said. ", 12)
	for name, tt := range map[string]struct {
		study string
		want  int
	}{
		"claimed alone":    {study("", long), 1},
		"marked":           {study("", long+" [PS1]"), 0},
		"only just begun":  {study("", sections), 0},
		"marked elsewhere": {study("", strings.Replace(long, "## Impact\n", "## Impact [PS1]\n", 1)), 0},
	} {
		got := codesOf(t, "", map[string]string{"case-studies/talk.md": tt.study}, diag.MarkerUnmarked)
		if len(got) != tt.want {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// site is a site with one file, and the page of a person, a school and a standard
// beside it.
func site(name, text string) fstest.MapFS {
	files := fstest.MapFS{name: {Data: []byte(text)}}
	for name, text := range map[string]string{
		"content/standards/lp/_index.md": "---\ntitle: Standards\n---\n",
		"content/standards/lp/ps1.md":    "---\ntitle: Communicating\ncode: PS1\n---\n",
		"content/practitioners/amira.md": "---\ntitle: Amira Khan\n---\n",
		"content/schools/northfield.md":  "---\ntitle: Northfield\n---\n",
	} {
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return files
}

func TestRunFilmsAndFileNames(t *testing.T) {
	film := map[string]string{"class/lesson.mp4": "x", "class/lesson.vtt": "x", "class/index.md": page("", "[A lesson](lesson.mp4) with [captions](lesson.vtt)"), "class/amira-plan.docx": "x", "class/olivia-plan.docx": "x", "class/maya.csv": "x"}
	want := []string{
		`warning class/index.md:5:1: nothing says whether people are in the film "lesson.mp4"`,
		`warning class/olivia-plan.docx: "olivia" in the name of the file seems to name somebody`,
	}
	want = slices.Insert(want, 1, `warning class/maya.csv: "maya" in the name of the file seems to name somebody`)
	codes := []diag.Code{diag.PeopleUndeclared, diag.PeoplePolicy, diag.PeopleConsent, diag.PeopleFile}
	if diff := cmp.Diff(want, codesOf(t, "", film, codes...)); diff != "" {
		t.Error(diff)
	}
	film["class/index.md"] = page("images: [{file: lesson.mp4, people: pupils-identifiable}]\n", "[A lesson](lesson.mp4) with [captions](lesson.vtt)")
	want[0] = `error class/index.md:6:1: pupils can be recognised in "lesson.mp4", and this portal shows none`
	if diff := cmp.Diff(want, codesOf(t, "", film, codes...)); diff != "" {
		t.Error(diff)
	}
	want[0] = `error class/index.md:6:1: nothing says where the consent for "lesson.mp4" is kept`
	if diff := cmp.Diff(want, codesOf(t, "privacy: {pupil_faces: with-consent}\n", film, codes...)); diff != "" {
		t.Error(diff)
	}
}

func TestRunStatements(t *testing.T) {
	for name, tt := range map[string]struct {
		files map[string]string
		want  []string
	}{
		"none":    {nil, []string{"warning exemplar.yaml:2:1: no page tells visitors how accessible the portal is", "warning exemplar.yaml:2:1: no page tells visitors about privacy"}},
		"both":    {map[string]string{"privacy.md": page("", "x"), "accessibility.md": page("updated: 2026-02-01\n", "x")}, nil},
		"old":     {map[string]string{"privacy.md": page("", "x"), "accessibility.md": page("updated: 2025-02-01\n", "x")}, []string{"warning accessibility.md:3:1: the accessibility statement is of 1 February 2025, more than a year ago"}},
		"undated": {map[string]string{"privacy.md": page("", "x"), "accessibility.md": page("", "x")}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, codesOf(t, "base_url: https://lp.example/\n", tt.files, diag.PrivacyNotice, diag.AccessStatement)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRunCredentials(t *testing.T) {
	held := func(dates string) map[string]string {
		return map[string]string{"practitioners/amira.md": "---\ntitle: Amira Khan\ncredentials:\n  - {credential: lead-practitioner, " + dates + "}\n---\n"}
	}
	for dates, want := range map[string]string{
		"awarded: 2025-01-01, expires: 2027-01-01": "",
		"awarded: 2020-01-01, expires: 2023-01-01": "warning practitioners/amira.md:4:6: the award ended on 1 January 2023",
		"awarded: 2027-01-01":                      "warning practitioners/amira.md:4:6: the award is of 1 January 2027, which is still to come",
	} {
		if got := strings.Join(codesOf(t, "", held(dates), diag.CheckCredential), "\n"); got != want {
			t.Errorf("%s: %q", dates, got)
		}
	}
}

// TestApplySilencesFiles lets a page silence what is wrong about the files beside it
// and those that it links to, and no others.
func TestApplySilencesFiles(t *testing.T) {
	const reason = "silence: [{check: people/file-name, reason: she wrote it}]\n"
	files := fstest.MapFS{"content/other/olivia-map.docx": {Data: []byte("x")}, "content/plan/olivia-plan.docx": {Data: []byte("x")}, "content/olivia-list.docx": {Data: []byte("x")},
		"content/plan/index.md": {Data: []byte(page(reason, "[All](../olivia-list.docx)"))}, "content/other/index.md": {Data: []byte(page("", "Words."))}}
	set, _, err := content.Load(files, content.Options{})
	if err != nil {
		t.Fatal(err)
	}
	cat, _ := catalog.Link(set, catalog.Options{AsOf: today})
	var got []string
	for _, d := range Apply(Run(set, cat, config.Default()), set, config.Default(), today) {
		if d.Code == diag.PeopleFile || d.Code == diag.CheckSilence {
			got = append(got, d.Position.File)
		}
	}
	if diff := cmp.Diff([]string{"content/other/olivia-map.docx"}, got); diff != "" {
		t.Error(diff)
	}
}

// TestRunAddresses looks for names that are left in addresses.
func TestRunAddresses(t *testing.T) {
	for name, tt := range map[string]struct{ file, keys, want string }{
		"the file's name": {"how-maya-reads.md", "", `warning how-maya-reads.md:1: "maya" in the address "how-maya-reads" seems to name somebody`},
		"a slug":          {"talk.md", "slug: maya-in-year-4\n", `warning talk.md:3:1: "maya" in the address "maya-in-year-4" seems to name somebody`},
		"an old address":  {"talk.md", "aliases: [old/maya-reads.html]\n", `warning talk.md:3:1: "maya" in the address "maya-reads" seems to name somebody`},
		"in the title":    {"florence-nightingale.md", "summary: Florence Nightingale\n", ""},
		"a practitioner":  {"what-amira-found.md", "", ""},
		"no name":         {"talk-partners.md", "", ""},
	} {
		text := page(tt.keys, "Words.")
		if name == "in the title" {
			text = strings.Replace(text, "title: ", "title: Florence Nightingale and ", 1)
		}
		if got := strings.Join(codesOf(t, "", map[string]string{tt.file: text}, diag.PeopleFile), "\n"); got != tt.want {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// TestRunPortraitsElsewhere shows portraits on other people's pages.
func TestRunPortraitsElsewhere(t *testing.T) {
	for keys, want := range map[string]string{
		"consent: {photo: 2026-09-01}\n": "",
		"":                               "error day.md:5:1: ",
		"consent: {photo: 2027-09-01}\n": "error day.md:5:1: ",
		"consent: {photo: 2026-09-01}\npublish: hidden\n":     "error day.md:5:1: ",
		"consent: {photo: 2026-09-01}\npublish: name-only\n":  "error day.md:5:1: ",
		"consent: {photo: 2026-01-01}\nleft_on: 2026-05-01\n": "error day.md:5:1: ",
	} {
		files := map[string]string{
			"day.md": page("", "![At the day](practitioners/face.jpg)"), "practitioners/face.jpg": "x",
			"practitioners/zora.md": "---\ntitle: Zora Bell\nphoto: face.jpg\n" + keys + "---\n",
		}
		got := strings.Join(codesOf(t, "", files, diag.PeopleProfile), "\n")
		if want != "" {
			want += `"practitioners/face.jpg" is the portrait of "Zora Bell", which is not to be shown`
		}
		if got != want {
			t.Errorf("%s: %q", keys, got)
		}
	}
}
