package site_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"path"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/date"
	"github.com/exemplar-lp/exemplar/internal/diag"
	"github.com/exemplar-lp/exemplar/internal/site"
)

var today = date.Date{Year: 2026, Month: 11, Day: 21}

// filler writes front matter in which every key has a value, from the struct tags
// that are the schema, so that a key added later is filled too.
type filler struct {
	// text gives the value of a text that anybody may see, private that of one that
	// nobody may, by a name for the key: case-study.impact.measure.
	text, private func(key string) string
}

// fixed are the values of keys that are no free texts, by the end of their names.
var fixed = map[string]string{
	".slug": "", ".aliases": "", ".lang": "", ".draft": "", ".search": "", ".noindex": "", ".silence": "", ".order": "3", ".updated": "2026-04-01",
	".contact": "office@example.sch.uk", ".urn": `"123456"`, ".consent.photo": "2026-03-12", ".photo": "face.png", ".file": "face.png", ".resources.file": "",
	".school": "northfield", ".previous_schools.school": "southfield", ".adapted_from": "other", ".superseded_by": "", ".domain": "personal", ".domains.id": "personal",
	"standard.code": "PS1", ".levels.n": "1", ".pass_rule.level": "1", ".pass_rule.standards": "1", ".equivalents": "[other/OT1]", ".number": "1",
	".schools": "", ".themes": "", ".themes.theme": "", ".status": "published", ".publish": "full", ".faq.id": "why", ".period.from": "2026-01-01", ".period.to": "2026-02-01",
	".end": "2027-01-15", ".start": "2027-01-14", ".closes": "2027-01-14", ".left_on": "", ".award": "circle", ".expires": "2028-03-12", ".until": "2028-05-12", ".review_by": "2027-03-12",
	".review": "2027-03-12", ".people": "staff", ".images": "", ".event": "day", ".months": "", ".frame": "", ".publishing": "", ".year": "2019", ".country": "england", ".online": "",
	".baseline": "58", ".after": "84", ".pupils": "30",
}

func (f filler) value(t *testing.T, typ reflect.Type, tag reflect.StructTag, key string, private bool) string {
	for i := range key {
		if v, ok := fixed[key[i:]]; ok && (key[i] == '.' || i == 0) && !(private && typ.Kind() == reflect.String) {
			return v
		}
	}
	switch {
	case typ == reflect.TypeFor[content.Ref]():
		return map[string]string{"practitioner": "amira", "school": "northfield", "standard": "PS1", "case-study": "other", "framework": "lp", "event": "day"}[tag.Get("ref")]
	case typ == reflect.TypeFor[content.Term]():
		return content.Vocabulary(tag.Get("vocab"))[0]
	case typ == reflect.TypeFor[content.URL]():
		return "https://www.example.sch.uk/page"
	case typ == reflect.TypeFor[date.Date]():
		return "2026-03-12"
	case typ == reflect.TypeFor[date.Length]():
		return "3y"
	case tag.Get("enum") != "":
		first, _, _ := strings.Cut(tag.Get("enum"), ",")
		return first
	case tag.Get("vocab") != "" && typ.Kind() == reflect.String:
		return content.Vocabulary(tag.Get("vocab"))[0]
	}
	switch typ.Kind() {
	case reflect.String:
		if private {
			return quoted(f.private(key))
		}
		return quoted(f.text(key))
	case reflect.Bool:
		return "true"
	case reflect.Int:
		return "30"
	case reflect.Slice:
		if v := f.value(t, typ.Elem(), tag, key, private); v != "" {
			return "[" + v + "]"
		}
		return ""
	case reflect.Struct:
		return f.object(t, typ, key, private)
	}
	t.Fatalf("no value for %s of type %s: give it one here", key, typ)
	return ""
}

func quoted(s string) string {
	b, _ := json.Marshal(s)
	return string(b)
}

// object writes a struct as a YAML map on one line.
func (f filler) object(t *testing.T, typ reflect.Type, key string, private bool) string {
	var parts []string
	f.fields(t, typ, key, private, func(name, value string) { parts = append(parts, name+": "+value) })
	return "{" + strings.Join(parts, ", ") + "}"
}

func (f filler) fields(t *testing.T, typ reflect.Type, key string, private bool, add func(name, value string)) {
	for i := range typ.NumField() {
		field := typ.Field(i)
		tag, ok := field.Tag.Lookup("key")
		if !ok {
			if field.Anonymous {
				f.fields(t, field.Type, key, private, add)
			}
			continue
		}
		name, _, _ := strings.Cut(tag, ",")
		if v := f.value(t, field.Type, field.Tag, key+"."+name, private || field.Tag.Get("private") == "true"); v != "" {
			add(name, v)
		}
	}
}

// kinds are one entry of each kind with the file it is written to.
var kinds = []struct {
	kind  content.Kind
	entry content.Entry
	file  string
}{
	{content.KindPage, &content.Page{}, "programme/page.md"},
	{content.KindSection, &content.Section{}, "programme/_index.md"},
	{content.KindFramework, &content.Framework{}, "standards/lp/_index.md"},
	{content.KindStandard, &content.Standard{}, "standards/lp/ps1.md"},
	{content.KindCaseStudy, &content.CaseStudy{}, "case-studies/talk/index.md"},
	{content.KindPractitioner, &content.Practitioner{}, "practitioners/amira/index.md"},
	{content.KindSchool, &content.School{}, "schools/northfield.md"},
	{content.KindEvent, &content.Event{}, "events/day.md"},
	{content.KindOpportunity, &content.Opportunity{}, "opportunities/post.md"},
}

// files writes a site with every key of every kind filled in. body may be nil.
func (f filler) files(t *testing.T, body func(kind content.Kind) string) fstest.MapFS {
	t.Helper()
	if len(kinds) != len(content.Kinds()) {
		t.Fatal("a kind is missing from the list of kinds")
	}
	site := fstest.MapFS{}
	put := func(name, text string) { site[name] = &fstest.MapFile{Data: []byte(text)} }
	put("exemplar.yaml", "title: "+quoted(f.text("settings.title"))+"\ndescription: "+quoted(f.text("settings.description"))+
		"\nbase_url: https://lp.example/\nframework: lp\nprivacy: {pupil_faces: with-consent}\nnavigation:\n  - {title: "+quoted(f.text("settings.navigation"))+", page: programme/page.md}\n")
	put("content/schools/southfield.md", "---\ntitle: Southfield\n---\n")
	put("content/standards/other/_index.md", "---\ntitle: Others\n---\n")
	put("content/standards/other/ot1.md", "---\ntitle: Another standard\ncode: OT1\n---\n")
	put("content/case-studies/other.md", "---\ntitle: Another study\npractitioners: [amira]\nschool: northfield\ndate: 2026-01-12\nstandards: [PS1]\n---\n")
	for _, k := range kinds {
		text := "---\n"
		f.fields(t, reflect.TypeOf(k.entry).Elem(), k.kind.String(), false, func(name, value string) {
			if name != "featured" { // which only the home page has
				text += name + ": " + value + "\n"
			}
		})
		if k.kind == content.KindCaseStudy {
			text += "images: [{file: face.png, people: pupils-identifiable, consent: {reference: " + quoted(f.private("picture.reference")) + ", review: 2027-03-12}}]\n"
		}
		text += "silence: [{check: people/name, reason: " + quoted(f.private("silence.reason")) + "}]\n---\n"
		if body != nil {
			text += body(k.kind)
		}
		put("content/"+k.file, text)
	}
	var face bytes.Buffer
	if err := png.Encode(&face, image.NewGray(image.Rect(0, 0, 2000, 8))); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{"case-studies/talk", "practitioners/amira"} {
		site["content/"+dir+"/face.png"] = &fstest.MapFile{Data: face.Bytes()}
	}
	return site
}

// load loads a site, which may have problems but for those that keep a value from
// being read.
func load(t *testing.T, files fstest.MapFS) *site.Site {
	t.Helper()
	s := loadAny(t, files)
	for _, d := range s.Problems {
		if strings.HasPrefix(string(d.Code), "schema/") || strings.HasPrefix(string(d.Code), "front/") || strings.HasPrefix(string(d.Code), "config/") {
			t.Errorf("the filled site does not say what it should: %s: %s (%s)", d.Position, d.Message, d.Hint)
		}
	}
	return s
}

// loadAny loads a site, whatever its problems.
func loadAny(t *testing.T, files fstest.MapFS) *site.Site {
	t.Helper()
	s, err := site.Load(files, site.Options{AsOf: today})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// outputs makes every output of a site.
func outputs(t *testing.T, s *site.Site) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	for _, o := range s.Outputs() {
		data, err := o.Bytes(new(bytes.Buffer))
		if err != nil {
			t.Fatalf("%s: %v", o.Path, err)
		}
		all[o.Path] = data
	}
	return all
}

// TestPrivateFieldsStayPrivate fills every private text with a canary and wants
// to find none of them in any output, and the others in one.
func TestPrivateFieldsStayPrivate(t *testing.T) {
	n := 0
	canary := func(string) string { n++; return fmt.Sprintf("canary%dbird", n) }
	public := map[string]bool{}
	f := filler{private: canary, text: func(key string) string { public[key] = true; return "Text of " + strings.ReplaceAll(key, ".", " ") }}
	all := outputs(t, load(t, f.files(t, func(content.Kind) string {
		return "\n## Impact\n\nSome text. [PS1 level 1]\n\n![A face](face.png)\n"
	})))
	if n < 8 {
		t.Fatalf("only %d private fields were filled", n)
	}
	for path, data := range all {
		if i := bytes.Index(data, []byte("canary")); i >= 0 {
			t.Errorf("%s says what is private: %s", path, data[max(0, i-40):min(len(data), i+20)])
		}
	}
	if !bytes.Contains(all["case-studies/talk.html"], []byte("Text of case-study impact measure")) {
		t.Error("the study's public texts are not on its page")
	}
}

// TestPicturesOfPupilsAreSmall wants no large size of one.
func TestPicturesOfPupilsAreSmall(t *testing.T) {
	f := filler{private: func(string) string { return "x" }, text: func(key string) string { return key }}
	s := load(t, f.files(t, func(content.Kind) string { return "\n![A face](face.png)\n" }))
	pictures := 0
	for path := range outputs(t, s) {
		if !strings.HasPrefix(path, "media/") {
			continue
		}
		pictures++
		var width int
		if _, err := fmt.Sscanf(path[strings.LastIndexByte(path, '-')+1:], "%d.", &width); err != nil || width > 1200 {
			t.Errorf("%s is wider than 1200 pixels", path)
		}
	}
	if pictures == 0 {
		t.Error("there is no picture")
	}
}

// planted are a hundred names and more, made of letters.
func planted(n int) string {
	return "Zquentin" + string(rune('a'+n/26)) + string(rune('a'+n%26)) + " Vanterpool"
}

// TestWithdrawnNamesAreCaught plants a name of its own in every text that
// reaches an output, and wants every one of them reported; and nothing in a site
// without them.
func TestWithdrawnNamesAreCaught(t *testing.T) {
	var names []string
	plant := func(string) string {
		names = append(names, planted(len(names)))
		return "About " + names[len(names)-1] + " & others"
	}
	body := func(content.Kind) string {
		return "\n## " + plant("") + "\n\nText **" + planted(len(names)-1) + "**\n\n" + plant("") + " [PS1 level 1]\n\n- " + plant("") + "\n\n> " + plant("") +
			"\n\n| A | B |\n| --- | --- |\n| " + plant("") + " | b |\n\n```\n" + plant("") + "\n```\n\n[" + plant("") + "](https://www.example.sch.uk)[^1]\n\n[^1]: " + plant("") + "\n\n![" + plant("") + "](face.png)\n"
	}
	f := filler{private: func(string) string { return "kept" }, text: plant}
	files := f.files(t, body)
	clean := (filler{private: func(string) string { return "kept" }, text: func(key string) string { return "About " + key }}).files(t, nil)
	if len(names) < 100 {
		t.Fatalf("only %d names were planted", len(names))
	}
	public := outputs(t, load(t, files))
	register := &fstest.MapFile{Data: []byte("people: [" + strings.ToUpper(strings.Join(names, ", ")) + "]\n")}
	files["withdrawals.yaml"], clean["withdrawals.yaml"] = register, register
	found, err := load(t, files).Rehearse()
	if err != nil {
		t.Fatal(err)
	}
	missed, unpublished := 0, 0
	for _, name := range names {
		inOutput := false
		for _, data := range public {
			inOutput = inOutput || bytes.Contains(data, []byte(name))
		}
		if !inOutput {
			unpublished++
		}
		if inOutput && !reported(found, name) {
			missed++
			t.Errorf("%q is published and not reported", name)
		}
	}
	t.Logf("%d names, %d of them in no output, %d missed", len(names), unpublished, missed)
	if len(names)-unpublished < 100 {
		t.Errorf("only %d names reach an output", len(names)-unpublished)
	}
	if found, err := load(t, clean).Rehearse(); err != nil || len(found) > 0 {
		t.Errorf("the site without the names: %v %v", found, err)
	}
}

// TestWithdrawnNamesInTheSearchIndex looks into the packed files alone.
func TestWithdrawnNamesInTheSearchIndex(t *testing.T) {
	f := filler{private: func(string) string { return "kept" }, text: func(key string) string { return "About " + key }}
	files := f.files(t, func(content.Kind) string { return "\nWe asked Zquentinaa Vanterpool.\n" })
	files["withdrawals.yaml"] = &fstest.MapFile{Data: []byte("people: [Zquentinaa Vanterpool]\n")}
	caught := 0
	for _, o := range load(t, files).SearchOutputs() {
		if _, err := o.Bytes(new(bytes.Buffer)); err != nil {
			caught++
		}
	}
	if caught != 1 {
		t.Errorf("%d files of the search index are refused, not its first", caught)
	}
}

func reported(found diag.List, name string) bool {
	for _, d := range found {
		if d.Code == diag.WithdrawnPublished && strings.Contains(d.Message, strings.ToUpper(name)) && d.Position.Line > 0 {
			return true
		}
	}
	return false
}

// TestWithdrawnNamesInEveryOutput looks at the outputs one by one: every one that
// has a name of the register is refused, and there is one of every form.
func TestWithdrawnNamesInEveryOutput(t *testing.T) {
	const name = "Zquentin Vanterpool"
	f := filler{private: func(string) string { return "kept" }, text: func(string) string { return "About " + name }}
	files := f.files(t, func(content.Kind) string { return "\nWe asked " + name + ".\n" })
	files["content/programme/zquentin-vanterpool.md"] = &fstest.MapFile{Data: []byte("---\ntitle: A page\n---\n\n[Notes](zquentin-vanterpool.txt)\n")}
	files["content/programme/zquentin-vanterpool.txt"] = &fstest.MapFile{Data: []byte("Notes")}
	public := outputs(t, load(t, files))
	files["withdrawals.yaml"] = &fstest.MapFile{Data: []byte("people: [" + name + "]\n")}
	caught := map[string]int{}
	for _, o := range load(t, files).Outputs() {
		_, err := o.Bytes(new(bytes.Buffer))
		folded := strings.ReplaceAll(string(public[o.Path]), "\r\n ", "") // as a calendar folds its lines
		named := strings.Contains(folded, name) || strings.Contains(folded+o.Path, "zquentin-vanterpool")
		if named && err == nil {
			t.Errorf("%s has the name and is not refused", o.Path)
		}
		if err != nil {
			caught[form(o.Path)]++
		}
	}
	for _, want := range []string{"pages", "coverage.csv", "coverage.json", "feed", "sitemap", "calendar", "search index", "download"} {
		if caught[want] == 0 {
			t.Errorf("no %s is refused: %v", want, caught)
		}
	}
}

// form names the form of an output by its path.
func form(name string) string {
	switch ext := path.Ext(name); {
	case strings.HasPrefix(name, site.SearchFolder):
		return "search index"
	case ext == ".html":
		return "pages"
	case ext == ".ics":
		return "calendar"
	case ext == ".txt" && name != "robots.txt":
		return "download"
	case name == "sitemap.xml":
		return "sitemap"
	case ext == ".xml":
		return "feed"
	}
	return name
}
