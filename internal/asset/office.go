package asset

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"regexp"
	"slices"
)

// officeRule takes the names of people out of one part of an Office or OpenDocument
// file (ECMA-376, ISO/IEC 26300), as Office's own inspector does.
type officeRule struct {
	part    *regexp.Regexp
	pattern *regexp.Regexp
	instead string
}

// emptied matches an element of one of some names that has a text.
func emptied(names string) *regexp.Regexp {
	return regexp.MustCompile(`(<(?:` + names + `)(?:\s[^>]*)?>)[^<]+`)
}

var officeRules = []officeRule{
	{regexp.MustCompile(`^(?:docProps/core|meta)\.xml$`), emptied("dc:creator|cp:lastModifiedBy|meta:initial-creator|meta:printed-by"), "$1"},
	{regexp.MustCompile(`^docProps/app\.xml$`), emptied("Company|Manager|Template|HyperlinkBase"), "$1"},
	{regexp.MustCompile(`^word/[^/]+\.xml$`), regexp.MustCompile(`(\sw(?:15)?:author=")[^"]+`), "${1}Author"},
	{regexp.MustCompile(`^word/[^/]+\.xml$`), regexp.MustCompile(`(\sw:initials="|\sw15:userId=")[^"]+`), "${1}A"},
	{regexp.MustCompile(`^xl/comments\d*\.xml$`), emptied("author"), "${1}Author"},
	{regexp.MustCompile(`^xl/persons/[^/]+\.xml$`), regexp.MustCompile(`(\s(?:displayName|userId)=")[^"]+`), "${1}Author"},
	{regexp.MustCompile(`^xl/workbook\.xml$`), regexp.MustCompile(`(<x15ac:absPath\s[^>]*url="|<fileSharing\s[^>]*userName=")[^"]+`), "$1"},
	{regexp.MustCompile(`^ppt/(?:commentAuthors|authors)\.xml$`), regexp.MustCompile(`(\s(?:name|initials|userId)=")[^"]+`), "${1}Author"},
	{regexp.MustCompile(`^content\.xml$`), regexp.MustCompile(`(<office:annotation[^>]*>\s*<dc:creator>|<office:change-info>\s*<dc:creator>)[^<]+`), "${1}Author"},
}

// officeKinds are the files that are cleaned by officeRules.
var officeKinds = []string{".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp"}

// cleanOffice returns a document without the names of those who wrote and changed it.
// Its other parts are copied as they are packed.
func cleanOffice(data []byte) ([]byte, error) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	left := int64(mostUnpacked)
	for _, f := range archive.File {
		if !complete(f, int64(len(data))) {
			return nil, zip.ErrFormat
		}
		if left, err = copyPart(w, f, left); err != nil {
			return nil, err
		}
	}
	err = w.Close()
	return out.Bytes(), err
}

// complete reports whether all of a part is in an archive of some size, in bytes. What
// is not there would be copied as nothing, under a head that says otherwise.
func complete(f *zip.File, size int64) bool {
	start, err := f.DataOffset()
	return err == nil && start <= size && f.CompressedSize64 <= uint64(size-start)
}

// mostUnpacked is how much of one document is unpacked, in bytes; an honest one has a
// few million of words.
const mostUnpacked = 128 * million

// copyPart copies a part as it is packed, unless a rule changes what is in it. It
// unpacks less than left bytes and returns how many are left.
func copyPart(w *zip.Writer, f *zip.File, left int64) (int64, error) {
	if !slices.ContainsFunc(officeRules, func(r officeRule) bool { return r.part.MatchString(f.Name) }) {
		return left, w.Copy(f)
	}
	part, err := f.Open()
	if err != nil {
		return 0, err
	}
	defer part.Close()
	text, err := io.ReadAll(io.LimitReader(part, left))
	if left -= int64(len(text)); left == 0 && err == nil {
		err = errors.New("it unpacks to more than an honest document")
	}
	if err != nil {
		return 0, err
	}
	cleaned := text
	for _, r := range officeRules {
		if r.part.MatchString(f.Name) {
			cleaned = r.pattern.ReplaceAll(cleaned, []byte(r.instead))
		}
	}
	if bytes.Equal(cleaned, text) {
		return left, w.Copy(f)
	}
	to, err := w.CreateHeader(&zip.FileHeader{Name: f.Name, Method: zip.Deflate, Modified: f.Modified})
	if err != nil {
		return 0, err
	}
	_, err = to.Write(cleaned)
	return left, err
}
