package asset

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"
	"testing/fstest"
)

// named are parts of documents with the name Amira wherever Office and LibreOffice
// write it.
var named = []string{
	"docProps/core.xml", `<cp:coreProperties><dc:title>Our plan</dc:title><dc:creator>Amira Khan</dc:creator><cp:lastModifiedBy >Amira</cp:lastModifiedBy></cp:coreProperties>`,
	"docProps/app.xml", `<Properties><Template>C:\Users\Amira\plan.dotx</Template><Company>Amira Ltd</Company><Manager>Amira</Manager><Pages>2</Pages></Properties>`,
	"meta.xml", `<office:meta><meta:initial-creator>Amira</meta:initial-creator><dc:creator>Amira</dc:creator></office:meta>`,
	"word/document.xml", `<w:p><w:ins w:id="1" w:author="Amira Khan" w:date="2026-01-01"><w:t>Our plan</w:t></w:ins></w:p>`,
	"word/comments.xml", `<w:comment w:id="0" w:author="Amira Khan" w:initials="Amira"/>`,
	"word/people.xml", `<w15:person w15:author="Amira Khan"><w15:presenceInfo w15:userId="S::Amira@x"/></w15:person>`,
	"xl/comments1.xml", `<authors><author>Amira</author></authors>`,
	"xl/persons/person.xml", `<person displayName="Amira" id="{1}" userId="Amira@x"/>`,
	"xl/workbook.xml", `<x15ac:absPath xmlns:x15ac="a" url="C:\Users\Amira\"/><sheet name="Our plan"/>`,
	"ppt/commentAuthors.xml", `<p:cmAuthor id="0" name="Amira" initials="Amira"/>`,
	"content.xml", `<office:annotation office:name="1"><dc:creator>Amira</dc:creator><text:p>Our plan</text:p></office:annotation>`,
	"word/media/image1.jpeg", "Our plan",
}

// TestDocumentsNameNobody cleans a document and wants its words, and no name.
func TestDocumentsNameNobody(t *testing.T) {
	data := packed(t, named...)
	for _, kind := range officeKinds {
		f := File{Source: "content/a" + kind}
		got, err := f.Bytes(fstest.MapFS{f.Source: {Data: data}})
		if err != nil {
			t.Fatal(err)
		}
		again, err := f.Bytes(fstest.MapFS{f.Source: {Data: got}})
		if err != nil || !bytes.Equal(again, got) {
			t.Errorf("%s: cleaned again it is another: %v", kind, err)
		}
		archive, err := zip.NewReader(bytes.NewReader(got), int64(len(got)))
		if err != nil {
			t.Fatal(err)
		}
		if len(archive.File) != len(named)/2 {
			t.Errorf("%s: %d parts, not %d", kind, len(archive.File), len(named)/2)
		}
		for i, part := range archive.File {
			r, err := part.Open()
			if err != nil {
				t.Fatal(err)
			}
			text, err := io.ReadAll(r)
			if err != nil || part.Name != named[2*i] || strings.Contains(string(text), "Amira") || strings.Count(string(text), "Our plan") != strings.Count(named[2*i+1], "Our plan") {
				t.Errorf("%s: %s: %v, %s", kind, part.Name, err, text)
			}
		}
	}
}

// TestDocumentBombs wants an error, soon, for a part that unpacks to more than is
// honest.
func TestDocumentBombs(t *testing.T) {
	if _, err := cleanOffice(packed(t, "word/document.xml", strings.Repeat("a", mostUnpacked+1))); err == nil {
		t.Error("it was unpacked")
	}
}

// TestDocumentCutShort has a part that says it is longer than its file: such a
// document is published as it is, for a copy would lack the part in silence.
func TestDocumentCutShort(t *testing.T) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	part, err := w.CreateRaw(&zip.FileHeader{Name: "word/media/image1.jpeg", CompressedSize64: 1 << 20, UncompressedSize64: 1 << 20})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write([]byte("cut short")); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := cleanOffice(b.Bytes()); err == nil {
		t.Error("it was copied")
	}
	got, err := File{Source: "a.docx"}.Bytes(fstest.MapFS{"a.docx": {Data: b.Bytes()}})
	if err != nil || !bytes.Equal(got, b.Bytes()) {
		t.Errorf("published as %q, %v", got, err)
	}
}

// FuzzOffice wants what was cleaned to be a document still.
func FuzzOffice(f *testing.F) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	part, _ := w.Create("docProps/core.xml")                // into memory
	_, _ = part.Write([]byte("<dc:creator>A</dc:creator>")) // into memory
	_ = w.Close()                                           // into memory
	f.Add(b.Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		cleaned, err := cleanOffice(data)
		if err != nil {
			return
		}
		if _, err := cleanOffice(cleaned); err != nil {
			t.Errorf("what was cleaned cannot be read: %v", err)
		}
	})
}
