package asset

import (
	"archive/zip"
	"bytes"
	"io"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

// largestRead is how much of a document is read to look into it, in bytes; a
// larger one, which is nearly always one with many pictures, is not looked into.
const largestRead = 32 * million

// documentKinds are those that keep more than their text.
var documentKinds = []string{".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".pdf", ".zip"}

// besideText names what a document says beside its text as it is published: nothing for a file of
// another kind, and for one that cannot be read.
func besideText(fsys fs.FS, source string, size int64) []string {
	if !slices.Contains(documentKinds, extension(source)) || size > largestRead {
		return nil
	}
	data, err := fs.ReadFile(fsys, source)
	if err != nil {
		return nil
	}
	if extension(source) == ".pdf" {
		return withinPDF(data)
	}
	if slices.Contains(officeKinds, extension(source)) {
		if data, err = cleanOffice(data); err != nil {
			return nil
		}
	}
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil
	}
	var found []string
	for _, rule := range documentRules {
		if slices.ContainsFunc(archive.File, rule.matches) {
			found = append(found, rule.what)
		}
	}
	if slices.ContainsFunc(archive.File, hasPlace) {
		found = append(found, placeOfPhoto)
	}
	return found
}

// placeOfPhoto is what a photograph within a document says, as phones write it.
const placeOfPhoto = "where a photograph in it was taken"

// exifWithin is how much of a picture within a document is looked at, in bytes; a
// block of Exif stands before the picture itself.
const exifWithin = 128 << 10

// hasPlace reports whether a part is a picture that says where it was taken.
func hasPlace(f *zip.File) bool {
	switch extension(f.Name) {
	case ".jpg", ".jpeg", ".jpe", ".png", ".webp", ".heic", ".tif", ".tiff":
	default:
		return false
	}
	part, err := f.Open()
	if err != nil {
		return false
	}
	defer part.Close()
	head, err := io.ReadAll(io.LimitReader(part, exifWithin))
	return err == nil && locatedWithin(head)
}

// locatedWithin looks for blocks of Exif and XMP that say where a picture was taken,
// wherever they stand in a file.
func locatedWithin(data []byte) bool {
	if bytes.Contains(data, []byte("exif:GPSLatitude")) {
		return true
	}
	for _, start := range []string{"Exif\x00\x00", "eXIf"} { // of JPEG, WebP and HEIC; of PNG
		for rest := data; ; {
			_, after, ok := bytes.Cut(rest, []byte(start))
			if !ok {
				break
			}
			if _, located := readEXIF(after[:min(len(after), exifWithin)]); located {
				return true
			}
			rest = after
		}
	}
	return false
}

// documentRule is a mark of something in one part of an Office or OpenDocument
// file: ECMA-376 and ISO/IEC 26300.
type documentRule struct {
	what    string
	part    *regexp.Regexp
	pattern *regexp.Regexp
}

var documentRules = []documentRule{
	{"comments", regexp.MustCompile(`^(?:word/comments|xl/comments\d*|xl/threadedComments/.*|ppt/comments/.*)\.xml$`), regexp.MustCompile(`<(?:w:comment|comment|p:cm|threadedComment|p188:cm)[ >]`)},
	{"comments", regexp.MustCompile(`^content\.xml$`), regexp.MustCompile(`<office:annotation[ >]`)},
	{"changes that were tracked", regexp.MustCompile(`^(?:word/document|content)\.xml$`), regexp.MustCompile(`<(?:w:ins|w:del|text:tracked-changes)[ >]`)},
	{"hidden sheets", regexp.MustCompile(`^xl/workbook\.xml$`), regexp.MustCompile(`<sheet [^>]*state="(?:hidden|veryHidden)"`)},
	{"hidden slides", regexp.MustCompile(`^ppt/slides/slide\d+\.xml$`), regexp.MustCompile(`<p:sld [^>]*show="0"`)},
}

func (r documentRule) matches(f *zip.File) bool {
	if !r.part.MatchString(f.Name) {
		return false
	}
	part, err := f.Open()
	if err != nil {
		return false
	}
	defer part.Close()
	text, err := io.ReadAll(io.LimitReader(part, largestRead))
	return err == nil && r.pattern.Match(text)
}

// pdfAuthor matches the author of a PDF in its information dictionary or in its
// XMP packet (ISO 32000-1, 14.3).
var pdfAuthor = regexp.MustCompile(`/Author\s*(?:\([^)]|<[0-9A-Fa-f])|<dc:creator>\s*<rdf:Seq>\s*<rdf:li>\s*[^<\s]`)

func withinPDF(data []byte) []string {
	var found []string
	if pdfAuthor.Match(data) {
		found = append(found, "who wrote it")
	}
	if locatedWithin(data) {
		found = append(found, placeOfPhoto)
	}
	return found
}

// documentWarning says what a document says beside its text.
func documentWarning(source string, found []string) diag.Diagnostic {
	hint := "in Word, Excel or PowerPoint: File, Info, Check for Issues, Inspect Document; or save it as PDF without the author"
	if extension(source) == ".pdf" {
		hint = "make the PDF again without the author: in Word, under Options when you save it, leave out the document properties"
	}
	return diag.New(diag.PrivacyDocument, diag.Position{File: source}, hint, "%q also says: %s", path.Base(source), strings.Join(slices.Compact(found), ", "))
}
