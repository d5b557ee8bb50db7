package markdown

import (
	"bytes"
	"fmt"
	"hash/fnv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold writes Latin letters without their marks: é as e, Llŷn as Llyn, Łódź as
// Lodz, æ as ae. Letter case and other scripts stay. Texts that Unicode counts
// as the same (NFC and NFD forms) fold to the same bytes.
func Fold(s string) string {
	if isASCII(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range norm.NFKD.String(s) {
		if unicode.Is(unicode.Mn, r) {
			continue
		}
		if plain, ok := latin[r]; ok {
			b.WriteString(plain)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// latin holds the letters that have no decomposition in Unicode.
var latin = map[rune]string{
	'Æ': "AE", 'æ': "ae", 'Œ': "OE", 'œ': "oe", 'ß': "ss", 'ẞ': "SS",
	'Ø': "O", 'ø': "o", 'Ł': "L", 'ł': "l", 'Đ': "D", 'đ': "d", 'Ð': "D", 'ð': "d",
	'Þ': "TH", 'þ': "th", 'Ħ': "H", 'ħ': "h", 'ı': "i", 'Ŋ': "N", 'ŋ': "n",
	'Ŧ': "T", 'ŧ': "t", 'ĸ': "k", 'Ə': "E", 'ə': "e", 'Ỽ': "LL", 'ỽ': "ll",
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// Slugify turns a text into words of a-z and 0-9 joined by single hyphens, as
// ids and addresses have them: "Is it paid?" becomes is-it-paid. Apostrophes
// join (pupil's becomes pupils), everything else divides. It is empty for a text
// without Latin letters and digits.
func Slugify(s string) string {
	return string(appendSlug(make([]byte, 0, len(s)), s))
}

// appendSlug appends the slug of s to slug, as more of the same if slug is not
// empty.
func appendSlug(slug []byte, s string) []byte {
	start, gap := len(slug), len(slug) > 0
	if !foldsToItself(s) {
		s = Fold(s)
	}
	for _, r := range s {
		switch {
		case r >= 'A' && r <= 'Z':
			r += 'a' - 'A'
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
		case isApostrophe(r):
			continue
		default:
			gap = gap || len(slug) > start
			continue
		}
		if gap {
			slug = append(slug, '-')
			gap = false
		}
		slug = append(slug, byte(r))
	}
	return slug
}

// foldsToItself reports whether a text is ASCII but for typographic quotes, dashes
// and dots, whose folding makes no difference to a slug.
func foldsToItself(s string) bool {
	for _, r := range s {
		if r >= utf8.RuneSelf && (r < '‐' || r > '‧') {
			return false
		}
	}
	return true
}

func isApostrophe(r rune) bool {
	return r == '\'' || r == '’' || r == '‘' || r == 'ʼ'
}

// longestID is the length in bytes to which an id made from a text is cut.
const longestID = 80

// idOf makes the id of a text: its slug, cut after a word, or a short hash of
// the text where the slug is empty.
func idOf(text string) string {
	slug := Slugify(text)
	if slug == "" {
		return "h-" + shortHash(text, 8)
	}
	return string(cutSlug([]byte(slug)))
}

// cutSlug shortens a slug to longestID.
func cutSlug(slug []byte) []byte {
	if len(slug) <= longestID {
		return slug
	}
	slug = slug[:longestID]
	if i := bytes.LastIndexByte(slug, '-'); i > 0 {
		slug = slug[:i]
	}
	return slug
}

// lineWords returns what tells one line from another: its slug, or the line
// itself where it has no Latin letters. It depends neither on how accents are
// encoded nor, for a slug, on punctuation.
func lineWords(line string) string {
	if slug := Slugify(line); slug != "" {
		return slug
	}
	return strings.TrimSpace(Fold(line))
}

// shortHash returns digits hexadecimal digits made from the words of each line.
func shortHash(text string, digits int) string {
	h := fnv.New64a()
	for line := range strings.Lines(text) {
		h.Write([]byte(lineWords(line) + "\n"))
	}
	return fmt.Sprintf("%016x", h.Sum64())[:digits]
}
