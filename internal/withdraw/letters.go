package withdraw

import (
	"bytes"
	"html"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/exemplar-lp/exemplar/internal/document"
)

// read feeds a text's letters: those of its words to outside, those inside tags
// to inside. Entities, percent-encoding and the escapes of JSON and JavaScript
// stand for their characters.
func read(text []byte, f document.Form, outside, inside *stream) {
	for i := 0; i < len(text); {
		c := text[i]
		switch {
		case f == document.Markup && c == '<' && startsTag(text[i:]):
			end := i + tagEnd(text[i:])
			outside.between(tagEdge(text[i:end]))
			inside.between(apart)
			words(text, i+1, end, document.Markup, inside)
			inside.between(apart)
			i = end
		default:
			i = word(text, i, len(text), f, outside)
		}
	}
}

func words(text []byte, from, to int, f document.Form, s *stream) {
	for i := from; i < to; {
		i = word(text, i, to, f, s)
	}
}

// word feeds the character at i and returns where the next one starts.
func word(text []byte, i, to int, f document.Form, s *stream) int {
	c := text[i]
	if f == document.Calendar && c == '\r' {
		return i + 1
	}
	if c < utf8.RuneSelf && c != '&' && c != '%' && c != '\\' && c != '\n' {
		if folded := ascii[c]; folded.letter != 0 {
			s.putLetter(rune(c), folded.letter, i+1)
		} else {
			s.between(folded.edge)
		}
		return i + 1
	}
	if f == document.Calendar && c == '\n' && i+1 < to && (text[i+1] == ' ' || text[i+1] == '\t') {
		return i + 2
	}
	chars, width := escaped(text[i:to])
	if width == 0 {
		r, n := utf8.DecodeRune(text[i:to])
		chars, width = string(r), n
	}
	for _, r := range chars {
		letters, between := foldRune(r)
		feed(s, r, letters, between, i+width)
	}
	return i + width
}

func feed(s *stream, r rune, letters string, between edge, offset int) {
	if letters == "" {
		s.between(between)
		return
	}
	s.put(r, letters, offset)
}

// escaped decodes what a text starts with, if it is an escape; otherwise width
// is 0.
func escaped(text []byte) (chars string, width int) {
	switch text[0] {
	case '&':
		return entity(text)
	case '%':
		return percent(text)
	case '\\':
		return backslash(text)
	}
	return "", 0
}

// longestEntity is the length of the longest name of a character in HTML, with
// its & and ;.
const longestEntity = 33

func entity(text []byte) (chars string, width int) {
	end := bytes.IndexByte(text[:min(len(text), longestEntity)], ';')
	if end < 0 {
		return "", 0
	}
	name := string(text[:end+1])
	chars = html.UnescapeString(name)
	if chars == name {
		return "", 0
	}
	return chars, end + 1
}

// percent decodes the bytes of one character.
func percent(text []byte) (chars string, width int) {
	var raw [utf8.UTFMax]byte
	for n := range raw {
		at := 3 * n
		if at+3 > len(text) || text[at] != '%' {
			return "", 0
		}
		b, err := strconv.ParseUint(string(text[at+1:at+3]), 16, 8)
		if err != nil {
			return "", 0
		}
		raw[n] = byte(b)
		if utf8.FullRune(raw[:n+1]) {
			r, size := utf8.DecodeRune(raw[:n+1])
			if r == utf8.RuneError && size <= 1 {
				return "", 0
			}
			return string(r), at + 3
		}
	}
	return "", 0
}

// backslash decodes the escapes of JSON and JavaScript.
func backslash(text []byte) (chars string, width int) {
	if len(text) < 2 {
		return "", 0
	}
	digits := map[byte]int{'u': 4, 'x': 2}[text[1]]
	if digits > 0 && len(text) >= 2+digits {
		if n, err := strconv.ParseUint(string(text[2:2+digits]), 16, 32); err == nil {
			return string(rune(n)), 2 + digits
		}
	}
	if strings.IndexByte("nrtbf", text[1]) >= 0 {
		return " ", 2
	}
	return "", 0
}

func startsTag(text []byte) bool {
	if len(text) < 2 {
		return false
	}
	c := text[1]
	return c == '/' || c == '!' || c == '?' || c|0x20 >= 'a' && c|0x20 <= 'z'
}

// tagEnd returns the length of the tag, comment or instruction that a text
// starts with.
func tagEnd(text []byte) int {
	if bytes.HasPrefix(text, []byte("<!--")) {
		if end := bytes.Index(text, []byte("-->")); end >= 0 {
			return end + 3
		}
		return len(text)
	}
	quote := byte(0)
	for i := 1; i < len(text); i++ {
		switch c := text[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case (c == '"' || c == '\'') && text[i-1] == '=':
			quote = c
		case c == '>':
			return i + 1
		}
	}
	return len(text)
}

// tagEdge says what a tag does to the words around it.
func tagEdge(tag []byte) edge {
	if document.WithinWord(tag) {
		return loose
	}
	return apart
}
