package asset

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"strings"
	"testing"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

// packed is a document of parts, each a name and its text.
func packed(t *testing.T, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		part, err := w.Create(parts[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write([]byte(parts[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestWhatDocumentsSay has every thing that a document may say beside its text, and
// documents that say nothing.
func TestWhatDocumentsSay(t *testing.T) {
	located := "Exif\x00\x00" + exifBlock(1, binary.BigEndian)
	photograph := string(asJPEG(quarters(8, 8), jpegPart(0xe1, located)))
	plain := string(asJPEG(quarters(8, 8)))
	const pdf = "%PDF-1.7\n"
	tests := []struct {
		name string
		data []byte
		says string
	}{
		{"comments.docx", packed(t, "word/comments.xml", "<w:comment w:id='0'>"), "comments"},
		{"comments.xlsx", packed(t, "xl/comments1.xml", "<comment ref='A1'>"), "comments"},
		{"comments.pptx", packed(t, "ppt/comments/comment1.xml", "<p:cm authorId='0'>"), "comments"},
		{"comments.odp", packed(t, "content.xml", "<office:annotation >"), "comments"},
		{"tracked.docx", packed(t, "word/document.xml", "<w:del w:id='1'>"), "changes that were tracked"},
		{"hidden.xlsx", packed(t, "xl/workbook.xml", `<sheet name="b" state="hidden">`), "hidden sheets"},
		{"hidden.pptx", packed(t, "ppt/slides/slide2.xml", `<p:sld a="b" show="0">`), "hidden slides"},
		{"photo.docx", packed(t, "word/media/image1.jpeg", photograph), "where a photograph in it was taken"},
		{"photo.odt", packed(t, "Pictures/1.png", string(asPNG(quarters(8, 8), pngPart("eXIf", exifBlock(1, binary.LittleEndian))))), "where a photograph in it was taken"},
		{"photos.zip", packed(t, "a/b.jpg", photograph), "where a photograph in it was taken"},
		{"xmp.zip", packed(t, "b.jpg", plain+"exif:GPSLatitude"), "where a photograph in it was taken"},
		{"photo.pdf", []byte(pdf + "stream\n" + photograph), "where a photograph in it was taken"},
		{"author.pdf", []byte(pdf + "<</Author (Amira Khan)>>"), "who wrote it"},
		{"hex.pdf", []byte(pdf + "<</Author <feff0041>>>"), "who wrote it"},
		{"xmp.pdf", []byte(pdf + "<dc:creator>\n<rdf:Seq>\n<rdf:li>Amira</rdf:li>"), "who wrote it"},

		{"clean.docx", packed(t, "docProps/core.xml", "<dc:creator></dc:creator>", "word/document.xml", "<w:p>Text</w:p>", "word/media/image1.jpeg", plain), ""},
		{"clean.pdf", []byte(pdf + "<</Author ()>>" + plain), ""},
		{"clean.zip", packed(t, "a.jpg", plain, "notes.txt", "Exif"), ""},
		{"broken.docx", []byte("PK\x03\x04"), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			source := "content/" + tt.name
			_, problems := Files(site(map[string][]byte{source: tt.data}), []string{source}, Limits{})
			if tt.says == "" {
				if len(problems) > 0 {
					t.Error(problems)
				}
				return
			}
			if len(problems) != 1 || problems[0].Code != diag.PrivacyDocument || !strings.HasSuffix(problems[0].Message, "also says: "+tt.says) {
				t.Error(problems)
			}
		})
	}
}

func TestUnshown(t *testing.T) {
	files := site(map[string][]byte{
		"content/a.jpg": asJPEG(quarters(8, 8), jpegPart(0xe1, "Exif\x00\x00"+exifBlock(1, binary.BigEndian))),
		"content/b.jpg": asJPEG(quarters(8, 8)),
		"content/c.jpg": []byte("no picture"),
	})
	problems := Unshown(files, []string{"content/a.jpg", "content/b.jpg", "content/c.jpg"}, Limits{}, nil)
	if len(problems) != 1 || problems[0].Code != diag.ImageGPS || problems[0].Position.File != "content/a.jpg" || !strings.HasPrefix(problems[0].Hint, "no page shows it") {
		t.Error(problems)
	}
}
