package document

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"strings"
	"testing"
)

// pdfOf is a PDF of objects with the numbers 1, 2 and so on.
func pdfOf(objects ...string) []byte {
	var b strings.Builder
	b.WriteString("%PDF-1.7\n")
	for i, o := range objects {
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	return []byte(b.String())
}

// streamOf is an object with a packed stream.
func streamOf(t *testing.T, head, text string) string {
	t.Helper()
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	if _, err := z.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("<<%s/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream", head, b.Len(), b.String())
}

// Two maps to Unicode as browsers and Word write them: of codes of two bytes, in
// which A is 0024; and of one byte, in which a list says each.
const (
	wideMap   = "1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfchar <0003> <0020> endbfchar 2 beginbfrange <0024> <003D> <0041> <0044> <005D> <0061> endbfrange"
	narrowMap = "1 beginbfrange <01> <03> [<004B> <00680061> <006E>] endbfrange"
)

// wide writes words in the codes of wideMap.
func wide(words string) string {
	var b strings.Builder
	for _, r := range words {
		switch {
		case r == ' ':
			b.WriteString("0003")
		case r >= 'a':
			fmt.Fprintf(&b, "%04X", r-'a'+0x44)
		default:
			fmt.Fprintf(&b, "%04X", r-'A'+0x24)
		}
	}
	return "<" + b.String() + ">"
}

// page is a PDF whose fonts F1 and F2 have the two maps, and which shows a content.
func page(t *testing.T, content string) []byte {
	t.Helper()
	return pdfOf("<</Font<</F1 2 0 R/F2 3 0 R/F3 7 0 R>>/Contents 6 0 R>>", "<</Type/Font/Subtype/Type0/ToUnicode 4 0 R>>", "<</Type/Font/ToUnicode 5 0 R>>",
		streamOf(t, "", wideMap), streamOf(t, "", narrowMap), streamOf(t, "", content), "<</Type/Font/Subtype/Type0/Encoding/Identity-H>>")
}

func TestPDF(t *testing.T) {
	const rest = " (and so on for a good many letters) Tj"
	packed := "8 0 9 40 " + "<</Type/Font/Subtype/Type0/ToUnicode 4 0 R>>"
	packed = packed[:9] + fmt.Sprintf("%-40s", "<</Note (from Amira Khan)>>") + "<</Font<</F9 2 0 R>>>>"
	tests := []struct {
		name string
		data []byte
		want string // a line that is found
	}{
		{"two fonts in one line", page(t, "BT /F1 12 Tf 1 0 0 1 8 31 Tm "+wide("We asked Amira")+" Tj /F2 12 Tf 1 0 0 1 90 31 Tm (\\001\\002\\003) Tj ET"), "We asked AmiraKhan"},
		{"letters that are moved together", page(t, "/F1 12 Tf "+wide("Am")+" Tj 14.8 0 Td "+wide("ira Khan")+" Tj"), "Amira Khan"},
		{"a name on two lines", page(t, "/F1 12 Tf "+wide("Amira")+" Tj 0 -14 Td "+wide("Khan")+" Tj"), "Amira Khan"},
		{"an array with gaps", page(t, "/F1 12 Tf ["+wide("Am")+" -20 "+wide("ira")+" -333 "+wide("Khan")+"] TJ"), "Amira Khan"},
		{"words that are placed one by one", page(t, "(Amira) Tj 30 0 Td (Khan) Tj"), "Amira Khan"},
		{"what is said for readers aloud", page(t, "/F1 12 Tf /Span<</ActualText (fi)>> BDC "+wide("Amira Khan")+" Tj EMC"), "Amira Khan"},
		{"information", pdfOf("<</Author <FEFF0041006D006900720061>/Title (\\376\\377\\000A\\000m)>>"), "Amira"},
		{"information with escapes", pdfOf("<</Title (\\376\\377\\000A\\000m)>>"), "Am"},
		{"objects in a stream", pdfOf(streamOf(t, "/Type/ObjStm/N 2/First 9", packed)), "from Amira Khan"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := strings.Join(lines("a.pdf", tt.data), "\n")
			if !strings.Contains(got, tt.want) {
				t.Errorf("%q is not in %q", tt.want, got)
			}
		})
	}
	for name, tt := range map[string]struct {
		data []byte
		want string
	}{
		"words":       {page(t, "/F1 12 Tf "+wide("We asked Amira Khan about it")+" Tj"), ""},
		"plain":       {page(t, rest), ""},
		"locked":      {append(page(t, rest), "trailer <</Encrypt 9 0 R>>"...), "it is locked"},
		"a scan":      {pdfOf(streamOf(t, "/Subtype/Image", "(many letters that are pixels of a picture) Tj")), "it has hardly any words, like a scan"},
		"secret font": {page(t, rest+" /F3 12 Tf "+wide("We asked Amira Khan")+" Tj"), "its letters are numbers that only its own fonts know"},
		"old packing": {append(page(t, rest), "<</Filter/LZWDecode>>"...), "part of it is packed in an old way"},
	} {
		if got := Unread("a.pdf", tt.data); got != tt.want {
			t.Errorf("%s: %q, not %q", name, got, tt.want)
		}
	}
}

func TestUnreadArchives(t *testing.T) {
	locked := zipped(t, "a.txt", "x")
	locked[bytes.Index(locked, []byte("PK\x01\x02"))+8] |= 1
	damaged := zipped(t, "a.txt", "many letters that are packed into this archive")
	damaged[40] ^= 0xff
	for name, tt := range map[string]struct {
		data []byte
		want string
	}{
		"a.docx":   {zipped(t, "word/document.xml", "<w:t>x</w:t>"), ""},
		"lock.zip": {locked, "it is locked with a password"},
		"bad.docx": {[]byte("PK\x03\x04"), "it is damaged"},
		"part.zip": {damaged, "it is damaged"},
		"scan.zip": {zipped(t, "a.pdf", string(pdfOf("<<>>"))), "a PDF in it cannot: it has hardly any words, like a scan"},
		"a.txt":    {[]byte("\x00"), ""},
	} {
		if got := Unread(name, tt.data); got != tt.want {
			t.Errorf("%s: %q, not %q", name, got, tt.want)
		}
	}
}
