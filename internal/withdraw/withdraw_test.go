package withdraw

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

const register = `
people: [Amira Khan, "Siân O'Brien-Łukasz", Theo Thers]
pages: [case-studies/talk.md, old/class-page.html]
images: [class-photo.jpg, "9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08"]
phrases: [the Amber House]
`

func registerOf(t *testing.T, text string) *Register {
	t.Helper()
	r, problems := Read(diag.NewSource(File, []byte(text)))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return r
}

// found names what a search finds.
func found(r *Register, o Output) []string {
	var list []string
	for _, h := range r.Search(o) {
		list = append(list, r.Entries[h.Entry].Text.Text)
	}
	return list
}

func TestSearch(t *testing.T) {
	const amira, sian = "Amira Khan", "Siân O'Brien-Łukasz"
	tests := []struct {
		name, path, data string
		want             []string
	}{
		{"plain", "a.html", "<p>Amira Khan", []string{amira}},
		{"case", "a.html", "<p>AMIRA khan", []string{amira}},
		{"end of file", "a.txt", "amira khan", []string{amira}},
		{"accents as letters", "a.html", "Am\u00edra Kh\u0101n", []string{amira}},
		{"accents as marks", "a.html", "Ami\u0301ra Kha\u0304n", []string{amira}},
		{"no accents", "a.html", "<p>Sian OBrien Lukasz", []string{sian}},
		{"apostrophes", "a.html", "<p>Siân O’Brien‑Łukasz’s", []string{sian}},
		{"slug", "a.html", "<a href=../people/sian-o-brien-lukasz.html>", []string{sian}},
		{"entities", "a.html", "Amira&nbsp;Kh&#97;n &amp; S", []string{amira}},
		{"hexadecimal entities", "a.html", "Si&acirc;n O&#x27;Brien-&Lstrok;ukasz", []string{sian}},
		{"tags inside words", "a.html", "A<b>mi</b>ra <em>K</em>han", []string{amira}},
		{"minified", "a.html", "<li>Amira<li>Khan", []string{amira}},
		{"a comment inside", "a.html", "Ami<!-- x -->ra Khan", []string{amira}},
		{"characters that cannot be seen", "a.html", "Ami\u00adra\u200b Khan", []string{amira}},
		{"wide letters", "a.html", "Ａｍｉｒａ Ｋｈａｎ", []string{amira}},
		{"an attribute", "a.html", `<img alt="with Amira Khan>">`, []string{amira}},
		{"percent-encoding", "a.html", `<a href="mailto:x?subject=Si%C3%A2n%20O%27Brien-%C5%81ukasz">`, []string{sian}},
		{"JSON escapes", "a.json", `{"a":"Si\u00e2n O\u0027Brien-\u0141ukasz"}`, []string{sian}},
		{"a line feed in JSON", "a.json", `{"a":"Amira\nKhan"}`, []string{amira}},
		{"HTML in JSON", "a.json", `{"a":"A\u003cb\u003emi\u003c/b\u003era Khan"}`, []string{amira}},
		{"HTML in a feed", "a.xml", `<content type="html">&lt;p&gt;A&lt;b&gt;mi&lt;/b&gt;ra Khan</content>`, []string{amira}},
		{"CSV", "a.csv", "x,\"Khan\",\"Amira Khan\"\n", []string{amira}},
		{"a folded calendar", "a.ics", "SUMMARY:with Ami\r\n ra Khan", []string{amira}},
		{"initial letters joined", "a.html", "#AmiraKhan2026", []string{amira}},
		{"a path", "people/amira-khan.html", "", []string{amira}},
		{"a line break", "a.html", "Amira\n   Khan", []string{amira}},
		{"phrase", "a.html", "<p>at <q>The Amber House</q>", []string{"the Amber House"}},
		{"a page by its file", "case-studies/talk.html", "", []string{"case-studies/talk.md"}},
		{"a page by a link", "a.html", `<a href=https://x.example/case-studies/talk.html>`, []string{"case-studies/talk.md"}},
		{"a picture in a link", "a.html", `<a href=media/class-photo.jpg>`, []string{"class-photo.jpg"}},

		{"last name first", "a.csv", "KHAN,Amira,4A", []string{amira}},
		{"last name first in a table", "a.html", "<td>O’Brien-Lukasz<td>Siân", []string{sian}},

		{"other names", "a.html", "<p>Amira Khanum, Samira Khan, Khan Samira", nil},
		{"across other words", "a.html", "<p>the others", nil},
		{"half a name", "a.html", "<p>Amira K. Han", nil},
		{"a picture's bytes", "a.png", "Amira Khan", nil},
	}
	r := registerOf(t, register)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(found(r, Output{Path: tt.path, Data: []byte(tt.data)}), tt.want); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestHiding looks for people who are hidden with and without a register.
func TestHiding(t *testing.T) {
	hidden := []Text{{Text: "Priya Raman"}, {Text: "Jo"}}
	for _, r := range []*Register{registerOf(t, register).Hiding(hidden), (*Register)(nil).Hiding(hidden)} {
		got := found(r, Output{Path: "a.html", Data: []byte("<p>PRIYA <b>Ram</b>an and Jo")})
		if diff := cmp.Diff(got, []string{"Priya Raman"}); diff != "" {
			t.Error(diff)
		}
		if e := r.Entries[len(r.Entries)-1]; e.Kind != Hidden {
			t.Errorf("the entry is a %s", e.Kind)
		}
	}
	if r := (*Register)(nil).Hiding(nil); !r.Empty() {
		t.Error("a register of nothing is not empty")
	}
}

func TestSearchSources(t *testing.T) {
	r := registerOf(t, register)
	tests := []struct {
		name string
		out  Output
		want []string
	}{
		{"page under another slug", Output{Path: "case-studies/chat.html", Source: "content/case-studies/talk.md"}, []string{"case-studies/talk.md"}},
		{"picture by name", Output{Path: "media/0123-640.jpg", Source: "content/case-studies/x/Class-Photo.jpg"}, []string{"class-photo.jpg"}},
		{"picture by hash", Output{Path: "media/0123-640.jpg", Sum: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}, []string{"9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08"}},
		{"another picture", Output{Path: "media/0123-640.jpg", Source: "content/my-class-photo.jpg", Sum: "00"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(found(r, tt.out), tt.want); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestSearchPacked(t *testing.T) {
	var docx bytes.Buffer
	z := zip.NewWriter(&docx)
	w, err := z.Create("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprint(w, "<w:p><w:r><w:t>Ami</w:t></w:r><w:r><w:rPr/><w:t>ra Khan</w:t></w:r></w:p>")
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	var pdf bytes.Buffer
	pdf.WriteString("%PDF-1.7\n1 0 obj <</Length 9>> stream\n")
	zw := zlib.NewWriter(&pdf)
	fmt.Fprint(zw, "BT [(Am) 20 (ira) -250 (Khan)] TJ ET")
	if err := zw.Close(); err != nil {
		t.Fatal(err)
	}
	r := registerOf(t, register)
	for name, data := range map[string][]byte{
		"a.docx": docx.Bytes(), "b.pdf": pdf.Bytes(),
		"info.pdf": []byte("%PDF-1.7\n<</Author (\xfe\xff\x00A\x00m\x00i\x00r\x00a\x00 \x00K\x00h\x00a\x00n)>>"),
	} {
		if got := found(r, Output{Path: name, Data: data}); !cmp.Equal(got, []string{"Amira Khan"}) {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"people: [Jo]\n":    "withdrawals.yaml:1:10 config/value",
		"peeple: [Amira]\n": "withdrawals.yaml:1:1 config/unknown-key",
		"people: [Amira\n":  "withdrawals.yaml:1:9 config/syntax",
		"people: {a: b}\n":  "withdrawals.yaml:1:9 config/value",
	} {
		_, problems := Read(diag.NewSource(File, []byte(text)))
		if len(problems) == 0 {
			t.Errorf("%q: no problem", text)
			continue
		}
		if got := problems[0].Position.String() + " " + string(problems[0].Code); got != want {
			t.Errorf("%q: %s, not %s", text, got, want)
		}
	}
}

// FuzzSearch plants a name between two texts and wants it found, and nothing to
// fail. Only a text that takes the name's first letter for its own hides it: one
// that escapes it, or a line of a calendar that goes on with it.
func FuzzSearch(f *testing.F) {
	f.Add("<p>", "</p>", uint8(0))
	f.Add("<a title='", "'>", uint8(2))
	r, _ := Read(diag.NewSource(File, []byte(register)))
	f.Fuzz(func(t *testing.T, before, after string, form uint8) {
		name := []string{"a.html", "a.json", "a.csv", "a.ics"}[form%4]
		data := before + " Amira Khan " + after
		got := found(r, Output{Path: name, Data: []byte(data)})
		hidden := strings.HasSuffix(before, "\\") || form%4 == 3 && strings.HasSuffix(before, "\n")
		if !strings.Contains(strings.Join(got, "|"), "Amira Khan") && !hidden {
			t.Errorf("%q in %s: not found", data, name)
		}
	})
}

func BenchmarkSearch(b *testing.B) {
	var text strings.Builder
	text.WriteString("people:\n")
	for i := range 200 {
		fmt.Fprintf(&text, "  - Name%c%c Surname%d\n", 'a'+i%26, 'a'+i/26, i)
	}
	r, _ := Read(diag.NewSource(File, []byte(text.String())))
	page := []byte(strings.Repeat("<p>Pupils <b>talked</b> about what they had read &amp; named what they would change.</p>\n", 400))
	b.SetBytes(int64(len(page)))
	for b.Loop() {
		r.Search(Output{Path: "a.html", Data: page})
	}
}
