package main

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"image"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"github.com/exemplar-lp/exemplar/internal/date"
	"github.com/exemplar-lp/exemplar/internal/diag"
	"github.com/exemplar-lp/exemplar/internal/site"
)

// sample is the site that every example in docs/checks is laid over.
func sample() fstest.MapFS {
	files := fstest.MapFS{}
	for name, text := range map[string]string{
		"exemplar.yaml":                         "title: A small portal\n",
		"content/standards/lp/_index.md":        "---\ntitle: Standards\nlevels:\n  - {n: 1, title: Beginning}\n  - {n: 2, title: Developing}\n  - {n: 3, title: Extending}\n  - {n: 4, title: Transforming}\n---\n",
		"content/standards/lp/ps1.md":           "---\ntitle: Communicating\ncode: PS1\n---\n",
		"content/standards/lp/pk2.md":           "---\ntitle: Knowing how people learn\ncode: PK2\n---\n",
		"content/practitioners/amira-khan.md":   "---\ntitle: Amira Khan\nrole: lead-practitioner\n---\n",
		"content/schools/northfield-primary.md": "---\ntitle: Northfield Primary\n---\n",
		"content/programme/faq.md":              "---\ntitle: Questions\n---\n\n## Is it paid\n\nYes.\n",
	} {
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return files
}

// The parts of a page in docs/checks.
var (
	// A file of the example: `content/talk.md`: and a fence. Between the name
	// and the colon may stand what is special about it.
	exampleFile = regexp.MustCompile("(?ms)^`([^`\n]+)`([^\n]*):\n\n```+[a-z]*\n(.*?)^```+$")
	// What the program prints: a fence called text.
	exampleOutput = regexp.MustCompile("(?ms)^```+text\n(.*?)^```+$")
)

// TestDocumentedChecks runs the example on every page of docs/checks and wants
// to see exactly what the page says, and a page for every code.
func TestDocumentedChecks(t *testing.T) {
	checks := os.DirFS(filepath.Join(root, "docs", "checks"))
	pages, err := fs.Glob(checks, "*/*.md")
	if err != nil {
		t.Fatal(err)
	}
	documented := map[string]bool{}
	for _, name := range pages {
		code := strings.TrimSuffix(name, ".md")
		documented[code] = true
		t.Run(code, func(t *testing.T) { checkPage(t, checks, name, code) })
	}
	for _, rule := range diag.Rules() {
		if !documented[string(rule.Code)] {
			t.Errorf("docs/checks/%s.md is missing", rule.Code)
		}
		delete(documented, string(rule.Code))
	}
	for code := range documented {
		t.Errorf("docs/checks/%s.md tells of a check that does not exist", code)
	}
}

func checkPage(t *testing.T, checks fs.FS, name, code string) {
	data, err := fs.ReadFile(checks, name)
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	if !strings.HasPrefix(text, "# "+code+"\n") {
		t.Errorf("the page does not begin with its code")
	}
	for _, heading := range []string{"\n## Example\n", "\n## How to mend it\n"} {
		if strings.Count(text, heading) != 1 {
			t.Errorf("the page needs %q once", strings.TrimSpace(heading))
		}
	}
	wants := exampleOutput.FindAllStringSubmatch(text, -1)
	if len(wants) != 1 {
		t.Fatalf("the page has %d blocks of output, not one", len(wants))
	}
	if !strings.Contains(wants[0][1], "["+code+"]") {
		t.Errorf("the output does not show the code")
	}
	files := sample()
	for _, m := range exampleFile.FindAllStringSubmatch(text, -1) {
		files[m[1]] = special(t, m[2], m[3])
	}
	if diff := cmp.Diff(wants[0][1], printed(t, files)); diff != "" {
		t.Error(diff)
	}
}

// special makes an example's file as its introduction says.
func special(t *testing.T, how, text string) *fstest.MapFile {
	t.Helper()
	times := regexp.MustCompile(`^, the last line ([0-9,]+) times$`)
	switch {
	case how == "":
		return &fstest.MapFile{Data: []byte(text)}
	case how == ", saved as Windows-1252":
		var latin []byte
		for _, r := range text {
			latin = append(latin, byte(r)) // the examples keep to Latin-1
		}
		return &fstest.MapFile{Data: latin}
	case how == ", saved as UTF-16 without its mark":
		var wide []byte
		for _, unit := range utf16.Encode([]rune(text)) {
			wide = binary.LittleEndian.AppendUint16(wide, unit)
		}
		return &fstest.MapFile{Data: wide}
	case how == ", a link to another file":
		return &fstest.MapFile{Data: []byte(strings.TrimSpace(text)), Mode: fs.ModeSymlink}
	case how == ", which may not be read":
		return &fstest.MapFile{Data: []byte(text), Mode: fs.ModeNamedPipe}
	case how == ", a picture 40 pixels wide":
		var b bytes.Buffer
		if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 40, 30))); err != nil {
			t.Fatal(err)
		}
		return &fstest.MapFile{Data: b.Bytes()}
	case how == ", a film":
		return &fstest.MapFile{Data: []byte("\x00\x00\x00\x18ftypmp42")}
	case how == ", a document with these parts":
		return &fstest.MapFile{Data: zipped(t, text)}
	case times.MatchString(how):
		n := 0
		for _, r := range times.FindStringSubmatch(how)[1] {
			if r != ',' {
				n = n*10 + int(r-'0')
			}
		}
		head, last := text, ""
		if i := strings.LastIndex(strings.TrimSuffix(text, "\n"), "\n"); i >= 0 {
			head, last = text[:i+1], text[i+1:]
		}
		return &fstest.MapFile{Data: []byte(head + strings.Repeat(last, n))}
	}
	t.Fatalf("the examples know no file%s", how)
	return nil
}

// zipped packs parts of a document, each a name, a space and its text on a line.
func zipped(t *testing.T, parts string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for line := range strings.Lines(parts) {
		name, text, _ := strings.Cut(line, " ")
		part, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// problemsOf returns all that check finds in a site.
func problemsOf(t *testing.T, files fstest.MapFS) diag.List {
	t.Helper()
	problems, _ := checked(t, files)
	return problems
}

// printed is what check prints about a site, as text.
func printed(t *testing.T, files fstest.MapFS) string {
	t.Helper()
	problems, line := checked(t, files)
	var b bytes.Buffer
	if err := (diag.Printer{W: &b, Format: diag.Text, Line: line}).Print(problems); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func checked(t *testing.T, files fstest.MapFS) (diag.List, func(string, int) string) {
	t.Helper()
	s, err := site.Load(files, site.Options{AsOf: date.Date{Year: 2026, Month: 11, Day: 21}})
	if err != nil {
		t.Fatal(err)
	}
	problems := s.Problems
	if !problems.HasErrors() {
		found, err := s.Rehearse()
		if err != nil {
			t.Fatal(err)
		}
		problems = append(problems, found...).Sort()
	}
	return problems, s.Line
}

// TestSchemaDocumentIsFresh fails when docs/schema.md is older than the tags.
func TestSchemaDocumentIsFresh(t *testing.T) {
	want, err := os.ReadFile(filepath.Join(root, "docs", "schema.md"))
	if err != nil {
		t.Fatal(err)
	}
	if got := invoke("schema", "--markdown").stdout; got != string(want) {
		t.Errorf("docs/schema.md is out of date; run: make docs\n%s", cmp.Diff(string(want), got))
	}
}
