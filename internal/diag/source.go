package diag

import (
	"bytes"
	"sort"
	"unicode/utf8"
)

// Source is the text of one file, able to say where a byte of it stands.
type Source struct {
	// Path is relative to the site's root, with slashes.
	Path string
	// Text is the file as UTF-8 with line feeds only.
	Text []byte

	lines []int // byte offset of each line's first byte
}

// NewSource indexes the lines of text.
func NewSource(path string, text []byte) *Source {
	s := &Source{Path: path, Text: text, lines: make([]int, 1, 1+bytes.Count(text, []byte("\n")))}
	for at := 0; len(s.lines) < cap(s.lines); {
		at += bytes.IndexByte(text[at:], '\n') + 1
		s.lines = append(s.lines, at)
	}
	return s
}

// At returns the position of length bytes at a byte offset. Offsets past the
// end stand for the end.
func (s *Source) At(offset, length int) Position {
	offset = min(max(offset, 0), len(s.Text))
	line := sort.SearchInts(s.lines, offset+1) - 1
	end := min(offset+max(length, 0), len(s.Text))
	return Position{
		File:   s.Path,
		Line:   line + 1,
		Column: utf8.RuneCount(s.Text[s.lines[line]:offset]) + 1,
		Length: utf8.RuneCount(s.Text[offset:end]),
	}
}

// Offset returns where line n, counted from 1, starts; it is the end when there is
// no such line.
func (s *Source) Offset(n int) int {
	if n < 1 || n > len(s.lines) {
		return len(s.Text)
	}
	return s.lines[n-1]
}

// Line returns line n, counted from 1, without its line feed; it is empty when
// there is no such line.
func (s *Source) Line(n int) string {
	if n < 1 || n > len(s.lines) {
		return ""
	}
	end := len(s.Text)
	if n < len(s.lines) {
		end = s.lines[n] - 1
	}
	return string(s.Text[s.lines[n-1]:end])
}
