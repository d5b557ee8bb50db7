package document

import (
	"archive/zip"
	"bytes"
	"path"
	"slices"
	"strings"
	"unicode"
)

// Unread says why the words of a file cannot be found, or not all of them; it is
// empty for those that can, and for files of kinds without words.
func Unread(name string, data []byte) string {
	switch strings.ToLower(path.Ext(name)) {
	case ".pdf":
		return unreadPDF(data)
	case ".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".zip":
		return unreadArchive(data)
	}
	return ""
}

// encrypted is the flag of a locked file in an archive (APPNOTE, 4.4.4).
const encrypted = 1

func unreadArchive(data []byte) string {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return "it is damaged"
	}
	left := int64(packedMost)
	for _, f := range archive.File {
		if f.Flags&encrypted != 0 {
			return "it is locked with a password"
		}
		inner, err := unpack(f, left)
		if err != nil {
			return "it is damaged"
		}
		if left -= int64(len(inner)); left == 0 {
			return "it unpacks to more than 256 MB"
		}
		if strings.ToLower(path.Ext(f.Name)) != ".pdf" {
			continue
		}
		if why := unreadPDF(inner); why != "" {
			return "a PDF in it cannot: " + why
		}
	}
	return ""
}

func unreadPDF(data []byte) string {
	if bytes.Contains(data, []byte("/Encrypt ")) || bytes.Contains(data, []byte("/Encrypt<")) {
		return "it is locked"
	}
	letters, lost := 0, 0
	file := readPDF(data)
	for _, o := range file.objects {
		if all := file.shown(o); len(all) > 0 {
			best := slices.MinFunc(all, func(a, b shownText) int { return a.lost - b.lost })
			letters += countLetters(best.apart)
			lost += best.lost
		}
	}
	switch {
	case lost > letters/20:
		return "its letters are numbers that only its own fonts know"
	case letters < fewLetters:
		return "it has hardly any words, like a scan"
	case bytes.Contains(data, []byte("/LZWDecode")) || bytes.Contains(data, []byte("/ASCII85Decode")):
		return "part of it is packed in an old way"
	}
	return ""
}

// fewLetters is how many letters a page of text has at least.
const fewLetters = 20

func countLetters(text []byte) int {
	n := 0
	for _, r := range string(text) {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n
}
