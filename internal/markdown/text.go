package markdown

import (
	"bytes"
	"strconv"
	"unicode/utf8"

	"github.com/yuin/goldmark/util"
)

// resolve turns backslash escapes and entities into the characters they stand
// for, as CommonMark 0.31.2 sections 2.4 and 2.5 say. It returns the source
// itself where there are none.
func resolve(source []byte) []byte {
	if bytes.IndexByte(source, '\\') < 0 && bytes.IndexByte(source, '&') < 0 {
		return source
	}
	return appendResolved(make([]byte, 0, len(source)+4), source, false)
}

// set does the same for words, and sets two and three hyphens as dashes and three
// dots as an ellipsis.
func set(source []byte) []byte {
	if bytes.IndexByte(source, '\\') < 0 && bytes.IndexByte(source, '&') < 0 &&
		!bytes.Contains(source, []byte("--")) && !bytes.Contains(source, []byte("...")) {
		return source
	}
	return appendResolved(make([]byte, 0, len(source)+4), source, true)
}

// appendResolved appends what a source stands for.
func appendResolved(text, source []byte, words bool) []byte {
	for len(source) > 0 {
		n := 1
		switch c := source[0]; {
		case c == '\\':
			n, text = appendEscape(text, source)
		case c == '&':
			n, text = appendEntity(text, source)
		case words && bytes.HasPrefix(source, []byte("---")):
			n, text = 3, append(text, "—"...)
		case words && bytes.HasPrefix(source, []byte("--")):
			n, text = 2, append(text, "–"...)
		case words && bytes.HasPrefix(source, []byte("...")):
			n, text = 3, append(text, "…"...)
		default:
			text = append(text, c)
		}
		source = source[n:]
	}
	return text
}

// appendEscape appends what the backslash at the start of source stands for and
// returns how many bytes of source that takes.
func appendEscape(text, source []byte) (int, []byte) {
	if len(source) > 1 && util.IsPunct(source[1]) {
		return 2, append(text, source[1])
	}
	return 1, append(text, '\\')
}

// longestEntity is longer than &CounterClockwiseContourIntegral;.
const longestEntity = 34

// appendEntity does the same for the ampersand at the start of source.
func appendEntity(text, source []byte) (int, []byte) {
	end := bytes.IndexByte(source[:min(len(source), longestEntity)], ';')
	if end < 2 {
		return 1, append(text, '&')
	}
	name := source[1:end]
	if name[0] == '#' {
		if r, ok := numbered(name[1:]); ok {
			return end + 1, utf8.AppendRune(text, r)
		}
		return 1, append(text, '&')
	}
	if entity, ok := util.LookUpHTML5EntityByName(string(name)); ok {
		return end + 1, append(text, entity.Characters...)
	}
	return 1, append(text, '&')
}

// numbered reads the number of a character: at most 7 decimal digits, or x and
// at most 6 hexadecimal ones. Numbers of no character are U+FFFD.
func numbered(digits []byte) (rune, bool) {
	base, longest := 10, 7
	if len(digits) > 0 && (digits[0] == 'x' || digits[0] == 'X') {
		digits, base, longest = digits[1:], 16, 6
	}
	if len(digits) > longest {
		return 0, false
	}
	n, err := strconv.ParseUint(string(digits), base, 32)
	if err != nil {
		return 0, false
	}
	return util.ToValidRune(rune(n)), true
}

// isShown reports whether a character may stand in a page. The HTML standard
// forbids the others: controls but white space, surrogates and noncharacters.
func isShown(r rune) bool {
	switch {
	case r < 0x20:
		return r == '\t' || r == '\n' || r == '\f' || r == '\r'
	case r >= 0x7F && r < 0xA0, r >= 0xFDD0 && r <= 0xFDEF, r&0xFFFE == 0xFFFE:
		return false
	}
	return true
}

// clean replaces what may not stand in a page, and bytes that are no UTF-8, by
// U+FFFD. It returns the text itself where there is nothing to replace.
func clean(text []byte) []byte {
	for i := prefix(text, shown); i < len(text); i += prefix(text[i:], shown) {
		r, size := utf8.DecodeRune(text[i:])
		if !isShown(r) || r == utf8.RuneError && size == 1 {
			return bytes.Map(shownRune, text)
		}
		i += size
	}
	return text
}

func shownRune(r rune) rune {
	if isShown(r) {
		return r
	}
	return utf8.RuneError
}
