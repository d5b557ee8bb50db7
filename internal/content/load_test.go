package content_test

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/diag"
	"github.com/exemplar-lp/exemplar/internal/markdown"
)

func page(title string) *fstest.MapFile {
	return &fstest.MapFile{Data: []byte("---\ntitle: " + title + "\n---\n\nHello.\n")}
}

func file(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }

// found lists problems as file, severity and code.
func found(problems diag.List) []string {
	var list []string
	for _, p := range problems {
		list = append(list, fmt.Sprintf("%s %s %s", p.Position.File, p.Severity, p.Code))
	}
	return list
}

func load(t *testing.T, site fs.FS) (*content.Set, diag.List) {
	t.Helper()
	set, problems, err := content.Load(site, content.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return set, problems
}

func TestLoad_kindsAndAddresses(t *testing.T) {
	study := "---\ntitle: Talk\npractitioners: [a]\nschool: s\ndate: 2026-03-12\nstandards: [PS1]\n---\n"
	set, problems := load(t, fstest.MapFS{
		"exemplar.yaml":                           file("title: x"),
		"content/_index.md":                       page("Home"),
		"content/about.md":                        page("About"),
		"content/standards/_index.md":             page("Standards"),
		"content/standards/glf-lp/_index.md":      page("GLF"),
		"content/standards/glf-lp/ps1.md":         file("---\ntitle: Talk\ncode: PS1\n---\n"),
		"content/standards/glf-lp/ps2/index.md":   file("---\ntitle: Lead\ncode: PS2\n---\n"),
		"content/case-studies/_index.md":          page("Studies"),
		"content/case-studies/talk.md":            file(study),
		"content/case-studies/walk/index.md":      file(study),
		"content/case-studies/walk/map.png":       file("png"),
		"content/case-studies/walk/deep/plan.pdf": file("pdf!"),
		"content/case-studies/loose.jpg":          file("jpg"),
		"content/practitioners/amira-khan.md":     page("Amira Khan"),
		"content/schools/north.md":                page("North"),
		"content/events/day.md":                   file("---\ntitle: Day\nstart: 2027-01-14\n---\n"),
		"content/opportunities/post.md":           page("Post"),
		"content/programme/_index.md":             page("Programme"),
		"content/programme/apply.md":              page("Apply"),
		"content/programme/why/index.md":          page("Why"),
		"themes/default/x.md":                     file("not content"),
	})
	if len(problems) != 0 {
		t.Fatal(problems)
	}
	var got []string
	for _, e := range set.Entries {
		m := e.Common()
		if m.Source != "" && m.Body == nil {
			t.Errorf("%s has no body", m.Source)
		}
		for _, same := range []*content.Meta{m, {Dir: m.Dir, Slug: m.Slug}} {
			if same.Path() != m.Path() || same.Ladder() != content.Steps+m.Path() {
				t.Errorf("%s has the path %s and the ladder %s", m.Source, same.Path(), same.Ladder())
			}
		}
		got = append(got, fmt.Sprintf("%s %s %s %s", m.Source, m.Kind, m.Path(), m.Bundle()))
	}
	want := []string{
		"content/_index.md section index.html ",
		"content/about.md page about.html ",
		"content/case-studies/_index.md section case-studies/index.html ",
		"content/case-studies/talk.md case-study case-studies/talk.html ",
		"content/case-studies/walk/index.md case-study case-studies/walk.html content/case-studies/walk",
		"content/events/day.md event events/day.html ",
		"content/opportunities/post.md opportunity opportunities/post.html ",
		"content/practitioners/amira-khan.md practitioner practitioners/amira-khan.html ",
		"content/programme/_index.md section programme/index.html ",
		"content/programme/apply.md page programme/apply.html ",
		"content/programme/why/index.md page programme/why.html content/programme/why",
		"content/schools/north.md school schools/north.html ",
		"content/standards/_index.md section standards/index.html ",
		"content/standards/glf-lp/_index.md framework standards/glf-lp/index.html ",
		"content/standards/glf-lp/ps1.md standard standards/glf-lp/ps1.html ",
		"content/standards/glf-lp/ps2/index.md standard standards/glf-lp/ps2.html content/standards/glf-lp/ps2",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	files := []content.File{
		{Path: "content/case-studies/loose.jpg", Size: 3},
		{Path: "content/case-studies/walk/deep/plan.pdf", Size: 4, Bundle: "content/case-studies/walk"},
		{Path: "content/case-studies/walk/map.png", Size: 3, Bundle: "content/case-studies/walk"},
	}
	if d := cmp.Diff(files, set.Files); d != "" {
		t.Error(d)
	}
}

func TestLoad_noContent(t *testing.T) {
	set, problems := load(t, fstest.MapFS{"exemplar.yaml": file("title: x")})
	if d := cmp.Diff([]string{"content error file/unreadable"}, found(problems)); d != "" || len(set.Entries) != 0 {
		t.Error(d)
	}
}

// TestLoad_litter has the files that systems and editors leave: no entry, no
// file, no word about them.
func TestLoad_litter(t *testing.T) {
	site := fstest.MapFS{"content/about.md": page("About")}
	for _, name := range []string{
		".DS_Store", "Thumbs.db", "thumbs.db", "desktop.ini", "~$talk.docx", "~$about.md", ".about.md.swp", "about.md~", "#about.md#", "about.md.bak", "x.tmp",
		"~WRL0001.tmp", ".git/config", ".obsidian/app.json", "__MACOSX/._about.md", "._about.md", "setup.lnk",
	} {
		site["content/"+name] = file("x")
	}
	set, problems := load(t, site)
	if len(problems) != 0 || len(set.Entries) != 1 || len(set.Files) != 0 {
		t.Errorf("got %v %v %v", problems, set.Files, set.Entries)
	}
}

func TestLoad_wrongPlaces(t *testing.T) {
	set, problems := load(t, fstest.MapFS{
		"content/about.markdown":                page("About"),
		"content/about.MD":                      page("About"),
		"content/case-studies/talk.docx":        file("x"),
		"content/case-studies/talk.txt":         file("x"),
		"content/case-studies/talk":             file("x"),
		"content/case-studies/talk.html":        file("x"),
		"content/case-studies/a/b/c.md":         page("C"),
		"content/case-studies/walk/plan.docx":   file("x"),
		"content/programme/form.docx":           file("x"),
		"content/standards/ps1.md":              page("PS1"),
		"content/programme/index.md":            page("Programme"),
		"content/programme/apply.md":            page("Apply"),
		"content/events/map.pdf":                file("x"),
		"content/schools/north/notes.md":        page("Notes"),
		"content/practitioners/amira/_index.md": page("Amira"),
	})
	want := []string{
		"content/about.MD warning file/kind",
		"content/about.markdown warning file/kind",
		"content/case-studies/a/b/c.md warning file/kind",
		"content/case-studies/talk warning file/kind",
		"content/case-studies/talk.docx warning file/kind",
		"content/case-studies/talk.html warning file/kind",
		"content/case-studies/talk.txt warning file/kind",
		"content/practitioners/amira/_index.md warning file/kind",
		"content/programme/index.md warning file/kind",
		"content/schools/north/notes.md warning file/kind",
		"content/standards/ps1.md warning file/kind",
	}
	if d := cmp.Diff(want, found(problems)); d != "" {
		t.Error(d)
	}
	failed := []string{"content/case-studies/a/b/c.md", "content/practitioners/amira/_index.md", "content/schools/north/notes.md", "content/standards/ps1.md"}
	if d := cmp.Diff(failed, set.Failed); d != "" {
		t.Error(d)
	}
}

// TestLoad_names has names that some system cannot hold.
func TestLoad_names(t *testing.T) {
	for _, name := range []string{
		`a<b.md`, `a>b.md`, `a:b.md`, `a"b.md`, `a|b.md`, `what?.md`, `a*b.md`, `a\b.md`, "a\tb.md", "tail. ", "end.", " start.md", "con.md", "AUX.md", "nul", "com1.pdf", "LPT9.png", "COM¹.md",
		strings.Repeat("x", 201),
	} {
		set, problems := load(t, fstest.MapFS{"content/programme/" + name: page("A"), "content/fine.md": page("B")})
		if d := cmp.Diff([]string{"content/programme/" + name + " error file/name"}, found(problems)); d != "" || len(set.Entries) != 1 || len(set.Files) != 0 {
			t.Errorf("%q: %s", name, d)
		}
	}
	for _, name := range []string{"a b.pdf", "Lesson Plan (final).docx", "Llŷn.jpg", "com10.pdf", "console.pdf", "a.b.c.pdf", "日本.pdf", "O'Neil & sons.pdf"} {
		if _, problems := load(t, fstest.MapFS{"content/programme/" + name: file("x")}); len(problems) != 0 {
			t.Errorf("%q: %v", name, problems)
		}
	}
}

func TestLoad_irregularFiles(t *testing.T) {
	set, problems := load(t, fstest.MapFS{
		"content/pipe.md":   {Mode: fs.ModeNamedPipe},
		"content/device.md": {Mode: fs.ModeDevice},
		"content/socket":    {Mode: fs.ModeSocket},
		"content/link.md":   {Mode: fs.ModeSymlink, Data: []byte("about.md")},
		"content/about.md":  page("About"),
	})
	want := []string{
		"content/device.md error file/unreadable", "content/link.md error file/symlink",
		"content/pipe.md error file/unreadable", "content/socket error file/unreadable",
	}
	if d := cmp.Diff(want, found(problems)); d != "" || len(set.Entries) != 1 {
		t.Error(d)
	}
}

// TestLoad_symlinks makes links of every sort on a real file system; none is
// followed, and nothing outside is read.
func TestLoad_symlinks(t *testing.T) {
	outside, site := t.TempDir(), t.TempDir()
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	write := func(dir, name, text string) {
		must(os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755))
		must(os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644))
	}
	write(outside, "secret.md", "---\ntitle: SECRET\n---\n")
	write(outside, "folder/secret.md", "---\ntitle: SECRET\n---\n")
	write(site, "content/about.md", "---\ntitle: About\n---\n")
	write(site, "content/real/page.md", "---\ntitle: Page\n---\n")
	links := map[string]string{
		"leaf.md": filepath.Join(outside, "secret.md"), "folder": filepath.Join(outside, "folder"), "inside.md": "about.md", "inside-folder": "real",
		"loop": "loop", "nowhere.md": "nothing.md", "up": "..", "slash": outside + "/", "picture.png": filepath.Join(outside, "secret.md"), "real/deep.md": "../../../secret.md",
	}
	var want []string
	for name, to := range links {
		must(os.Symlink(to, filepath.Join(site, "content", name)))
		want = append(want, "content/"+name)
	}
	root, err := os.OpenRoot(site)
	must(err)
	defer root.Close()
	set, problems := load(t, root.FS())
	if len(problems) != len(want) {
		t.Errorf("got %v", problems)
	}
	for _, p := range problems {
		if p.Code != diag.FileSymlink {
			t.Errorf("got %v", p)
		}
	}
	if len(set.Entries) != 2 || len(set.Files) != 0 {
		t.Errorf("got %v %v", set.Entries, set.Files)
	}
	for _, e := range set.Entries {
		if e.Common().Title == "SECRET" {
			t.Error("a link was followed")
		}
	}
}

func TestLoad_contentIsALink(t *testing.T) {
	site, elsewhere := t.TempDir(), t.TempDir()
	if err := os.WriteFile(filepath.Join(elsewhere, "a.md"), []byte("---\ntitle: A\n---\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(elsewhere, filepath.Join(site, "content")); err != nil {
		t.Fatal(err)
	}
	set, problems := load(t, os.DirFS(site))
	if d := cmp.Diff([]string{"content error file/symlink"}, found(problems)); d != "" || len(set.Entries) != 0 {
		t.Error(d)
	}
}

func TestLoad_tooLarge(t *testing.T) {
	big := file("---\ntitle: A\n---\n" + strings.Repeat("x", 256<<10))
	set, problems := load(t, fstest.MapFS{"content/big.md": big, "content/a.md": page("A")})
	if d := cmp.Diff([]string{"content/big.md error file/too-large"}, found(problems)); d != "" || len(set.Entries) != 1 {
		t.Error(d)
	}
	limits := content.Limits{File: 300 << 10}
	limits.Body.Paragraph = 300
	set, problems, err := content.Load(fstest.MapFS{"content/big.md": big}, content.Options{Limits: limits})
	if err != nil || len(problems) != 0 || len(set.Entries) != 1 {
		t.Errorf("with a higher limit: %v %v", problems, err)
	}
}

func TestLoad_vocabularies(t *testing.T) {
	site := fstest.MapFS{"content/practitioners/a.md": file("---\ntitle: A\nrole: mentor-in-residence\n---\n")}
	_, problems := load(t, site)
	if d := cmp.Diff([]string{"content/practitioners/a.md error schema/value"}, found(problems)); d != "" {
		t.Error(d)
	}
	_, problems, err := content.Load(site, content.Options{Vocabularies: map[string][]string{"role": {"mentor-in-residence"}}})
	if err != nil || len(problems) != 0 {
		t.Errorf("with the word added: %v %v", problems, err)
	}
	if _, problems := load(t, site); len(problems) != 1 {
		t.Error("the word has stayed")
	}
}

// broken is a file system that fails to open one file and one folder.
type broken struct{ fstest.MapFS }

func (b broken) Open(name string) (fs.File, error) {
	if strings.Contains(name, "locked") {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return b.MapFS.Open(name)
}

func (b broken) ReadFile(name string) ([]byte, error) {
	if _, err := b.Open(name); err != nil {
		return nil, err
	}
	return b.MapFS.ReadFile(name)
}

func (b broken) ReadDir(name string) ([]fs.DirEntry, error) {
	if _, err := b.Open(name); err != nil {
		return nil, err
	}
	return b.MapFS.ReadDir(name)
}

func TestLoad_unreadable(t *testing.T) {
	set, problems := load(t, broken{fstest.MapFS{
		"content/a.md": page("A"), "content/locked.md": page("B"), "content/locked-folder/c.md": page("C"),
	}})
	want := []string{"content/locked-folder error file/unreadable", "content/locked.md error file/unreadable"}
	if d := cmp.Diff(want, found(problems)); d != "" || len(set.Entries) != 1 {
		t.Error(d)
	}
}

// TestLoad_thousandFiles reads a portal made by a small generator: no problem,
// and the same set every time.
func TestLoad_thousandFiles(t *testing.T) {
	site := portal(1000)
	set, problems := load(t, site)
	if len(problems) != 0 || len(set.Entries) != len(site) {
		t.Fatalf("%d entries of %d, %v", len(set.Entries), len(site), problems[:min(len(problems), 5)])
	}
	again, _ := load(t, site)
	for i := 0; i < len(set.Entries); i += 20 {
		if d := cmp.Diff(set.Entries[i], again.Entries[i], cmpopts.IgnoreUnexported(content.Meta{}), cmp.AllowUnexported(markdown.Outline{})); d != "" {
			t.Fatal(d)
		}
		if d := cmp.Diff(textOf(set.Entries[i]), textOf(again.Entries[i])); d != "" {
			t.Fatal(d)
		}
	}
}

// portal writes n case studies with their people, schools and standards.
func portal(n int) fstest.MapFS {
	rng := rand.New(rand.NewPCG(1, 2))
	pick := func(words string) string { w := strings.Fields(words); return w[rng.IntN(len(w))] }
	prose := func(n int) string {
		var b strings.Builder
		for i := range n {
			word := pick("teacher pupils reading talk partner evidence feedback standard the of and to we école Llŷn 34% £5")
			switch {
			case i%60 == 59:
				b.WriteString(word + ".\n\n")
			case i%12 == 11:
				b.WriteString(word + ". ")
			case i%12 == 0:
				b.WriteString("We saw " + word + " ")
			default:
				b.WriteString(word + " ")
			}
		}
		return b.String()
	}
	site := fstest.MapFS{"content/standards/lp/_index.md": file("---\ntitle: Standards\ndomains:\n  - id: a\n    title: A\n---\n" + prose(30))}
	for i := range 10 {
		site[fmt.Sprintf("content/standards/lp/ps%d.md", i)] = file(fmt.Sprintf("---\ntitle: \"Standard %d\"\ncode: PS%d\ndomain: a\norder: %d\n---\n\n%s\n", i, i, i, prose(80)))
	}
	for i := range n / 40 {
		site[fmt.Sprintf("content/schools/school-%04d.md", i)] = file(fmt.Sprintf("---\ntitle: \"School: %d\"\nphase: %s\n---\n\n%s\n", i, pick("early-years primary secondary special post-16"), prose(60)))
	}
	for i := range n / 4 {
		site[fmt.Sprintf("content/practitioners/person-%05d.md", i)] = file(fmt.Sprintf("---\ntitle: 'Person %d'\nrole: %s\nschool: school-%04d\nsubjects: [%s]\nexpertise: [%s]\n---\n\n%s\n",
			i, pick("lead-practitioner senior-lead-practitioner"), rng.IntN(n/40), pick("english mathematics"), pick("quality-of-teaching phonics"), prose(60)))
	}
	for i := range n {
		date := fmt.Sprintf([]string{"20%02d-%02d-%02d", "%[3]d/%[2]d/20%02[1]d"}[i%2], 19+rng.IntN(7), 1+rng.IntN(12), 1+rng.IntN(28))
		front := fmt.Sprintf("title: \"Study: number %d\"\nsummary: \"%s\"\ndate: %s\npractitioners: [person-%05d]\nschool: school-%04d\nstandards: [PS1, PS%d]\nthemes: [%s]\nphases: [%s]\nperiod: {from: 2019-01-01, to: 2019-06-30}\nimpact:\n  - measure: Words\n    baseline: %d\n    after: 4.%d\n",
			i, prose(20), date, rng.IntN(n/4), rng.IntN(n/40), 2+rng.IntN(8), pick("data curriculum oracy"), pick("primary special"), rng.IntN(50), i)
		site[fmt.Sprintf("content/case-studies/study-%06d.md", i)] = file("---\n" + front + "---\n\n## The challenge\n\n" + prose(250) + "[PS1 level 3]\n\n## Impact\n\n| a | b |\n| - | - |\n| 1 | 2 |\n")
	}
	return site
}

// TestParse_bombs holds that no file of any size takes long.
func TestParse_bombs(t *testing.T) {
	front := func(text string) string { return "---\n" + text + "\n---\n" }
	for name, text := range map[string]string{
		"a scalar of 10 MB":  front("title: " + strings.Repeat("x", 10<<20)),
		"100,000 brackets":   front("title: " + strings.Repeat("[", 100_000)),
		"100,000 keys":       front(strings.Repeat("a: b\n", 100_000)),
		"brackets in bounds": front("title: " + strings.Repeat("[", 60_000)),
		"scalar in bounds":   front("title: " + strings.Repeat("x", 100_000)),
		"laughs":             front("a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nd: [*c,*c]"),
		"fences":             strings.Repeat("---\n", 60_000),
		"almost fences":      strings.Repeat("—-\n", 50_000),
		"blank lines":        strings.Repeat("\n", 250_000),
		"blanks":             strings.Repeat(" ", 250_000),
		"carriage returns":   strings.Repeat("\r", 250_000),
		"marks":              front("title: a") + strings.Repeat("\u0301", 100_000),
		"controls":           front("title: a") + strings.Repeat("\x01", 200_000),
		"wrong bytes":        strings.Repeat("\xff", 200_000),
		"placeholders":       front("title: a") + strings.Repeat("TBC ", 500),
	} {
		took := time.Hour
		var problems diag.List
		for i := 0; i < 25 && took > 20*time.Millisecond; i++ {
			start := time.Now()
			_, problems = content.Parse("content/a.md", []byte(text), content.Options{})
			took = min(took, time.Since(start))
		}
		if took > 50*time.Millisecond*slow || len(problems) == 0 {
			t.Errorf("%s took %v and gives %d problems", name, took, len(problems))
		}
	}
}

func BenchmarkParse(b *testing.B) {
	site := portal(40)
	raw := site["content/case-studies/study-000000.md"].Data
	r := content.NewReader(content.Options{})
	b.SetBytes(int64(len(raw)))
	for b.Loop() {
		if _, problems := r.Parse("content/case-studies/study.md", raw); len(problems) != 0 {
			b.Fatal(problems)
		}
	}
}

// BenchmarkParse_frontMatter is BenchmarkParse without a body.
func BenchmarkParse_frontMatter(b *testing.B) {
	site := portal(40)
	raw, _, _ := strings.Cut(string(site["content/case-studies/study-000000.md"].Data), "\n## ")
	r := content.NewReader(content.Options{})
	for b.Loop() {
		if _, problems := r.Parse("content/case-studies/study.md", []byte(raw)); len(problems) != 0 {
			b.Fatal(problems)
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	site := portal(1000)
	for b.Loop() {
		if _, problems, err := content.Load(site, content.Options{}); err != nil || len(problems) != 0 {
			b.Fatal(problems, err)
		}
	}
}

// textOf is the text of an entry's body, to be compared.
func textOf(e content.Entry) (t markdown.Text) {
	t.Sections, t.Notes = e.Common().Words(new(content.Room))
	t.HTML, t.Holes = e.Common().HTML(new(content.Room))
	return t
}
