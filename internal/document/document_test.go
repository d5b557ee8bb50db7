package document

import (
	"archive/zip"
	"bytes"
	"slices"
	"strings"
	"testing"
)

// lines are all lines of a file that are not blank.
func lines(name string, data []byte) []string {
	var list []string
	for _, t := range Texts(name, data) {
		for _, line := range t.Lines() {
			if line = strings.TrimSpace(line); line != "" {
				list = append(list, line)
			}
		}
	}
	return list
}

func zipped(t *testing.T, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(parts[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestLines(t *testing.T) {
	tests := []struct {
		name, file string
		data       []byte
		want       []string
	}{
		{"plain", "a.txt", []byte("One\r\ntwo\n"), []string{"One", "two"}},
		{"UTF-16", "a.csv", []byte("\xff\xfeS\x00i\x00\xe2\x00n\x00"), []string{"Siân"}},
		{"UTF-16 of the other order", "a.csv", []byte("\xfe\xff\x00S\x00i\x00\xe2\x00n"), []string{"Siân"}},
		{"Windows", "a.csv", []byte("Si\xe2n O\x92Brien"), []string{"Siân O’Brien"}},
		{"Word", "a.docx", zipped(t, "word/document.xml", "<w:p><w:r><w:t>A12</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>345 &amp; B</w:t></w:r></w:p><w:p><w:r><w:t>C</w:t></w:r></w:p>"),
			[]string{"word/document.xml", "A12345 & B", "C"}},
		{"Excel", "a.xlsx", zipped(t, "xl/sharedStrings.xml", "<sst><si><t>UPN</t></si><si><t>Forename</t></si></sst>"), []string{"xl/sharedStrings.xml", "UPN", "Forename"}},
		{"in an archive", "a.zip", zipped(t, "b.docx", string(zipped(t, "word/document.xml", "<w:p><w:t>deep</w:t></w:p>"))), []string{"b.docx", "word/document.xml", "deep"}},
		{"a picture", "a.jpg", []byte("text"), nil},
		{"no archive", "a.docx", []byte("text"), []string{"text"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := lines(tt.file, tt.data); !slices.Equal(got, tt.want) {
				t.Errorf("%q, not %q", got, tt.want)
			}
		})
	}
}

// FuzzTexts wants nothing to fail, whatever a file says that it is.
func FuzzTexts(f *testing.F) {
	f.Add("a.docx", []byte("PK\x03\x04"))
	f.Add("a.pdf", []byte("%PDF-1.7 stream\n(x) Tj"))
	f.Add("a.csv", []byte("\xff\xfea"))
	f.Add("a.html", []byte("<p title='<'>&lt;b&gt;"))
	f.Add("a.pdf", pdfOf("<</Font<</F1 2 0 R>>>>", "<</Type/Font/ToUnicode 3 0 R>>", "<<>>stream\n"+wideMap+"\nendstream", "<<>>stream\n/F1 9 Tf ["+wide("Amira")+" -333 (x\\050)] TJ 0 -9 Td\nendstream"))
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		lines(name, data)
		Unread(name, data)
	})
}
