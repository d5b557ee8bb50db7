// Package document finds the texts in files of all kinds.
//
// In come the name and the bytes of a file: a page, a calendar, an Office file, an
// archive, a PDF. Out come its texts, each with how it is to be read. It never
// opens files, judges a text or looks at pictures and films.
package document

import (
	"archive/zip"
	"bytes"
	"html"
	"io"
	"path"
	"slices"
	"strings"
)

// Form is how a text is to be read.
type Form int

const (
	// Plain is text without tags.
	Plain Form = iota
	// Markup is HTML or XML.
	Markup
	// Calendar is text whose lines go on after a line feed and a space (RFC 5545,
	// section 3.1).
	Calendar
)

// Text is one text of a file.
type Text struct {
	Data []byte
	Form Form
}

// Texts returns the texts of a file: its own, what is packed or escaped in it.
// Pictures and films have none.
func Texts(name string, data []byte) []Text {
	switch strings.ToLower(path.Ext(name)) {
	case ".jpg", ".jpeg", ".png", ".gif", ".webp", ".mp4", ".m4a", ".mp3", ".webm", ".woff2", ".ico":
		return nil
	case ".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".zip":
		return unzipped(data, 1)
	case ".pdf":
		return pdfTexts(data)
	case ".html", ".xml", ".svg", ".htm":
		return withEscaped(data, Markup)
	case ".ics":
		return []Text{{data, Calendar}}
	}
	return withEscaped(readable(data), Plain)
}

// withEscaped adds the text as it is when markup that is escaped in it is
// markup, as in feeds and in JSON.
func withEscaped(data []byte, f Form) []Text {
	list := []Text{{data, f}}
	escaped := slices.ContainsFunc([]string{"&lt;", "&#60;", "&#x3c;", "&#x3C;", `\u003c`, `\u003C`}, func(s string) bool { return bytes.Contains(data, []byte(s)) })
	if !escaped && (f == Markup || bytes.IndexByte(data, '<') < 0) {
		return list
	}
	bare := strings.NewReplacer(`\u003c`, "<", `\u003C`, "<", `\u003e`, ">", `\u003E`, ">", `\u0026`, "&", `\"`, `"`).Replace(string(data))
	return append(list, Text{[]byte(html.UnescapeString(bare)), Markup})
}

// packedMost is how much is unpacked of one file, in bytes.
const packedMost = 256 << 20

// unzipped returns the texts in an archive, and in those in it.
func unzipped(data []byte, deeper int) []Text {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return []Text{{data, Plain}}
	}
	var list []Text
	left := int64(packedMost)
	for _, f := range archive.File {
		list = append(list, Text{[]byte(f.Name), Plain})
		text, err := unpack(f, left)
		if err != nil {
			continue
		}
		left -= int64(len(text))
		switch ext := strings.ToLower(path.Ext(f.Name)); {
		case ext == ".xml" || ext == ".rels" || ext == ".html":
			list = append(list, Text{text, Markup})
		case deeper > 0 && (ext == ".docx" || ext == ".xlsx" || ext == ".pptx" || ext == ".odt" || ext == ".zip"):
			list = append(list, unzipped(text, deeper-1)...)
		default:
			list = append(list, Texts(f.Name, text)...)
		}
	}
	return list
}

func unpack(f *zip.File, most int64) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(io.LimitReader(r, most))
}
