package site_test

import (
	"archive/zip"
	"bytes"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/exemplar-lp/exemplar/internal/diag"
	"github.com/exemplar-lp/exemplar/internal/site"
)

// office is an Office file with one part.
func office(t *testing.T, part, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create(part)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// about lists the problems of a site's files to download.
func about(s *site.Site) []string {
	var list []string
	for _, d := range s.Problems {
		if d.Position.File != "content/page/index.md" && d.Code != diag.PrivacyDocument {
			list = append(list, d.Position.String()+" "+string(d.Code))
		}
	}
	return list
}

// TestDownloadsAreRead puts what should not be public into files to download, and
// leaves a file that no page leads to.
func TestDownloadsAreRead(t *testing.T) {
	pupils := "<sst><si><t>Pupil</t></si><si><t>EHCP</t></si><si><t>Oliver</t></si><si><t>Amelia</t></si><si><t>Maya</t></si><si><t>Ethan</t></si></sst>"
	files := fstest.MapFS{
		"exemplar.yaml":          {Data: []byte("title: T\n")},
		"content/page/index.md":  {Data: []byte("---\ntitle: Files\n---\n\n[Word](a.docx) [Excel](b.xlsx) [CSV](c.csv) [Archive](d.zip) [Clean](e.txt)\n")},
		"content/page/a.docx":    {Data: office(t, "word/document.xml", "<w:p><w:r><w:t>UPN A1234567</w:t></w:r><w:r><w:t>89012</w:t></w:r></w:p>")},
		"content/page/b.xlsx":    {Data: office(t, "xl/sharedStrings.xml", pupils)},
		"content/page/c.csv":     {Data: []byte("a\nborn 4 June 2014\n")},
		"content/page/d.zip":     {Data: office(t, "in/a.txt", "Child A has a diagnosis of autism.")},
		"content/page/e.txt":     {Data: []byte("Nothing.")},
		"content/page/draft.txt": {Data: []byte("Nothing.")},
		"content/draft.md":       {Data: []byte("---\ntitle: D\ndraft: true\n---\n\n[x](page/draft.txt)\n")},
	}
	want := []string{
		"content/page/a.docx privacy/upn", "content/page/b.xlsx privacy/list", "content/page/c.csv:2 privacy/birth",
		"content/page/d.zip people/child", "content/page/draft.txt asset/unlinked",
	}
	if got := about(loadAny(t, files)); !slices.Equal(got, want) {
		t.Errorf("%q\nnot %q", got, want)
	}
}

// TestDownloadsAreRemembered wants a memory to change nothing, also when a file does.
func TestDownloadsAreRemembered(t *testing.T) {
	files := fstest.MapFS{
		"exemplar.yaml":         {Data: []byte("title: T\n")},
		"content/page/index.md": {Data: []byte("---\ntitle: Files\n---\n\n[CSV](c.csv)\n")},
	}
	var memory site.Memory
	for _, text := range []string{"a\n", "a\nborn 4 June 2014\n", "a\nborn 4 June 2014\n", "b\n"} {
		files["content/page/c.csv"] = &fstest.MapFile{Data: []byte(text)}
		s, err := site.Load(files, site.Options{AsOf: today, Memory: &memory})
		if err != nil {
			t.Fatal(err)
		}
		if got, want := about(s), about(loadAny(t, files)); !slices.Equal(got, want) {
			t.Errorf("%q: %q, not %q", text, got, want)
		}
	}
}

// TestHiddenPeopleAreNamedNowhere plants the name of a person whose page is hidden
// in every text, and leaves alone one who is published under the same name.
func TestHiddenPeopleAreNamedNowhere(t *testing.T) {
	f := filler{private: func(string) string { return "kept" }, text: func(key string) string { return "By Zora Vanterpool " + key }}
	files := f.files(t, nil)
	page := func(keys string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("---\ntitle: Zora Vanterpool\n" + keys + "---\n")}
	}
	refused := func() int {
		n := 0
		for _, o := range loadAny(t, files).Outputs() {
			if _, err := o.Bytes(new(bytes.Buffer)); err != nil {
				n++
			}
		}
		return n
	}
	files["content/practitioners/zora.md"] = page("publish: hidden\n")
	if n := refused(); n < 10 {
		t.Errorf("%d files are refused", n)
	}
	found, err := loadAny(t, files).Rehearse()
	if err != nil || !slices.ContainsFunc(found, func(d diag.Diagnostic) bool { return d.Code == diag.PeopleHidden && d.Position.Line > 0 }) {
		t.Errorf("%v %v", found, err)
	}
	files["content/practitioners/zora-2.md"] = page("")
	if n := refused(); n > 0 {
		t.Errorf("%d files are refused, and another person of the name is published", n)
	}
	delete(files, "content/practitioners/zora-2.md")
	files["content/practitioners/zora.md"] = page("publish: name-only\n")
	if n := refused(); n > 0 {
		t.Errorf("%d files are refused, and the name may be published", n)
	}
}
