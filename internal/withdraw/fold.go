package withdraw

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// edge is what stands before a letter.
type edge uint8

const (
	// joined: another letter.
	joined edge = iota
	// loose: something that may stand inside a word: a hyphen, an apostrophe, a
	// tag, the change from letters to figures or from small to large letters.
	loose
	// apart: a space, a comma, the start of a paragraph.
	apart
)

// letters without a decomposition in Unicode, as they are written without their
// marks.
var plainLetters = map[rune]string{
	'ß': "ss", 'ẞ': "ss", 'æ': "ae", 'Æ': "ae", 'œ': "oe", 'Œ': "oe", 'ø': "o", 'Ø': "o", 'ł': "l", 'Ł': "l",
	'đ': "d", 'Đ': "d", 'ð': "d", 'Ð': "d", 'þ': "th", 'Þ': "th", 'ħ': "h", 'Ħ': "h", 'ı': "i", 'ŧ': "t", 'Ŧ': "t",
	'ĸ': "k", 'ŋ': "n", 'Ŋ': "n",
}

// foldRune returns the letters and figures that are left of a character when
// case and accents do not count, and what kind of edge it is otherwise. A
// character that cannot be seen is neither.
func foldRune(r rune) (letters string, between edge) {
	if r < 0x80 {
		if f := ascii[r]; f.letter == 0 {
			return "", f.edge
		}
		return strings.ToLower(string(r)), joined
	}
	if s, ok := plainLetters[r]; ok {
		return s, joined
	}
	switch {
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return "", joined
	case strings.ContainsRune("’‘ʼ`´′‐‑‒–—−·", r):
		return "", loose
	}
	var b strings.Builder
	for _, d := range norm.NFKD.String(string(r)) {
		if unicode.IsLetter(d) || unicode.IsDigit(d) {
			b.WriteString(strings.ToLower(string(d)))
		}
	}
	if b.Len() == 0 {
		return "", apart
	}
	return b.String(), joined
}

// folded8 is what is left of one byte of ASCII: a letter or figure, or 0 and what
// kind of edge it is.
type folded8 struct {
	letter byte
	edge   edge
}

// ascii is the table of folded8.
var ascii = asciiTable()

func asciiTable() (table [0x80]folded8) {
	for c := range table {
		switch b := byte(c); {
		case b >= 'a' && b <= 'z', b >= '0' && b <= '9':
			table[c].letter = b
		case b >= 'A' && b <= 'Z':
			table[c].letter = b | 0x20
		case b == 0:
		case strings.IndexByte("'`-_*~.", b) >= 0:
			table[c].edge = loose
		default:
			table[c].edge = apart
		}
	}
	return table
}

// pattern is a text to search for.
type pattern struct {
	entry   int
	letters string
	// starts has true at each letter that begins a word.
	starts []bool
}

func newPattern(text string, entry int) pattern {
	p := pattern{entry: entry}
	before := apart
	for _, r := range text {
		letters, between := foldRune(r)
		if letters == "" {
			before = max(before, between)
			continue
		}
		for i := range len(letters) {
			p.starts = append(p.starts, before != joined && i == 0)
		}
		p.letters += letters
		before = joined
	}
	return p
}
