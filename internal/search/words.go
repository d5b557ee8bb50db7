package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/exemplar-lp/exemplar/internal/markdown"
)

// A word as the index knows it is lower case, without accents, apostrophes or
// hyphens. The browser cuts and folds queries and passages by the same rules;
// testdata/vectors.json holds examples that both sides must answer alike.

// longestWord is the number of characters after which a word is cut.
const longestWord = 32

// piece is a word at its place in a text. A hyphenated compound is several
// pieces; all but the first have Joined set.
type piece struct {
	// Word is folded; it may be empty for a piece of marks alone.
	Word string
	// Start and End are byte offsets into the text.
	Start, End int
	// Joined says that a hyphen alone stands between this piece and the last.
	Joined bool
}

// Classes of bytes for cutting text quickly.
const (
	small   = 1 << iota // a lower-case letter or digit of ASCII
	capital             // a capital of ASCII
	binder              // may hold a piece together
	wide                // part of a character beyond ASCII
	control             // divides the lines of a text
	alone   = small | capital
)

var classes = classesOfBytes()

func classesOfBytes() (table [256]byte) {
	for c := range table {
		switch {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
			table[c] = small
		case c >= 'A' && c <= 'Z':
			table[c] = capital
		case c == '\'', c == '.', c == ',':
			table[c] = binder
		case c >= utf8.RuneSelf:
			table[c] = wide
		case c < ' ' && c != '\t', c == 0x7F:
			table[c] = control
		}
	}
	return table
}

// pieces calls f with every piece of a text in order. A piece is a run of
// letters, digits and marks, held together over an apostrophe (pupil's), a point
// between digits (4.2) and a comma before three digits (1,150).
func pieces(text string, f func(piece)) {
	last := -2 // end of the piece before, if a hyphen follows it
	for i := 0; i < len(text); {
		class := classes[text[i]]
		if class&(alone|wide) == 0 {
			i++
			continue
		}
		if class == wide && wordChar(text, i) == 0 {
			_, size := utf8.DecodeRuneInString(text[i:])
			i += size
			continue
		}
		start := i
		for i < len(text) && classes[text[i]]&alone != 0 {
			class |= classes[text[i]]
			i++
		}
		if i < len(text) && classes[text[i]]&(binder|wide) != 0 {
			if end := pieceEnd(text, i); end > i {
				class |= wide
				i = end
			}
		}
		f(piece{Word: wordOf(text[start:i], class), Start: start, End: i, Joined: last == start})
		last = -2
		if n := hyphen(text, i); n > 0 {
			last = i + n
		}
	}
}

// wordOf makes the word of a piece of such bytes.
func wordOf(s string, class byte) string {
	if class == small {
		return s[:min(len(s), longestWord)]
	}
	return foldPiece(s)
}

// pieceEnd returns where the piece ends that goes on at i.
func pieceEnd(text string, i int) int {
	for i < len(text) {
		n := wordChar(text, i)
		if n == 0 {
			n = connector(text, i)
			if n == 0 || wordChar(text, i+n) == 0 {
				return i
			}
		}
		i += n
	}
	return i
}

// wordChar returns the size of the letter, digit or mark at i, 0 for anything
// else.
func wordChar(text string, i int) int {
	if i >= len(text) {
		return 0
	}
	c := text[i]
	if c < utf8.RuneSelf {
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' {
			return 1
		}
		return 0
	}
	r, size := utf8.DecodeRuneInString(text[i:])
	if unicode.In(r, unicode.L, unicode.N, unicode.M) {
		return size
	}
	return 0
}

// connector returns the size of a character at i that holds a piece together.
func connector(text string, i int) int {
	switch c := text[i]; {
	case c == '\'':
		return 1
	case c == '.' && digitAt(text, i-1) && digitAt(text, i+1):
		return 1
	case c == ',' && digitAt(text, i-1) && thousand(text, i+1):
		return 1
	case c < utf8.RuneSelf:
		return 0
	}
	if r, size := utf8.DecodeRuneInString(text[i:]); r == '’' || r == '‘' {
		return size
	}
	return 0
}

func digitAt(text string, i int) bool {
	return i >= 0 && i < len(text) && text[i] >= '0' && text[i] <= '9'
}

// thousand reports whether exactly three digits stand at i.
func thousand(text string, i int) bool {
	return digitAt(text, i) && digitAt(text, i+1) && digitAt(text, i+2) && !digitAt(text, i+3)
}

// hyphen returns the size of the hyphen at i, 0 for anything else.
func hyphen(text string, i int) int {
	if i < len(text) && text[i] == '-' {
		return 1
	}
	if i < len(text) && text[i] == "‐"[0] && (strings.HasPrefix(text[i:], "‐") || strings.HasPrefix(text[i:], "‑")) {
		return len("‐")
	}
	return 0
}

// foldPiece makes the word of a piece.
func foldPiece(s string) string {
	if ascii(s) {
		return foldASCII(s)
	}
	s = strings.ToLower(markdown.Fold(strings.Map(straight, s)))
	s = strings.TrimSuffix(s, "'s")
	var b strings.Builder
	n := 0
	for _, r := range s {
		if r == 'ς' {
			r = 'σ'
		}
		if r > 0xFFFF || r != '.' && !unicode.In(r, unicode.L, unicode.N) {
			continue
		}
		if n++; n > longestWord {
			break
		}
		b.WriteRune(r)
	}
	return b.String()
}

// straight makes an apostrophe of what looks like one.
func straight(r rune) rune {
	if r == '’' || r == '‘' || r == 'ʼ' {
		return '\''
	}
	return r
}

// foldASCII does the same for a piece of ASCII, the common case.
func foldASCII(s string) string {
	var b [longestWord]byte
	n := 0
	for i := 0; i < len(s) && n < longestWord; i++ {
		c := s[i]
		switch {
		case c >= 'A' && c <= 'Z':
			c += 'a' - 'A'
		case c == '\'' && i == len(s)-2 && (s[i+1] == 's' || s[i+1] == 'S'):
			return string(b[:n])
		case c == '\'' || c == ',':
			continue
		}
		b[n] = c
		n++
	}
	return string(b[:n])
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// words calls f with every word of a text as the index holds it: each piece, and
// after the last piece of a compound the pieces joined (well-being is well,
// being and wellbeing).
func words(text string, f func(word string)) {
	var joined string
	compound := false
	flush := func() {
		if compound {
			f(cutWord(joined))
		}
	}
	pieces(text, func(p piece) {
		if p.Joined && joined != "" && p.Word != "" {
			joined, compound = joined+p.Word, true
		} else if !p.Joined || joined == "" {
			flush()
			joined, compound = p.Word, false
		}
		if p.Word != "" {
			f(p.Word)
		}
	})
	flush()
}

// cutWord shortens a word to longestWord characters.
func cutWord(s string) string {
	if len(s) <= longestWord {
		return s
	}
	n := 0
	for i := range s {
		if n++; n > longestWord {
			return s[:i]
		}
	}
	return s
}

// isCode reports whether a word has a digit: PS1, KS2, 4.2, 2026. Codes are
// found exactly: they are neither stemmed nor taken for a misspelling.
func isCode(word string) bool {
	return strings.ContainsAny(word, "0123456789")
}
