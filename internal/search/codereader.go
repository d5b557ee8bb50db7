package search

import (
	"math/bits"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// decode reads what encode wrote. It returns what it has where the text breaks
// off.
func (b *codebook) decode(coded string) string {
	r := &codeReader{coded: coded}
	var out strings.Builder
	var spelled []string
	inWord, upper := false, true
	for !r.done() {
		s := r.symbol(&b.words)
		switch s {
		case symEnd:
			return out.String()
		case symCase:
			upper = !upper
			continue
		case symSpell:
			s = r.spelling(&b.chars)
			spelled = append(spelled, s)
		case symAgain:
			if len(spelled) == 0 {
				return out.String()
			}
			s = spelled[min(r.number(bits.Len(uint(len(spelled)-1))), len(spelled)-1)]
		case symMark:
			s = r.spelling(&b.chars)
		}
		first, _ := utf8.DecodeRuneInString(s)
		word := unicode.IsLetter(first) || unicode.IsDigit(first)
		switch {
		case !word:
			out.WriteString(s)
			inWord, upper = false, s != "" && endsSentence([]byte(s))
			continue
		case inWord:
			out.WriteByte(' ')
		}
		if upper && first >= 'a' && first <= 'z' {
			s = strings.ToUpper(s[:1]) + s[1:]
		}
		out.WriteString(s)
		inWord, upper = true, false
	}
	return out.String()
}

// codeReader reads bits.
type codeReader struct {
	coded string
	at    int // in bits
}

func (r *codeReader) done() bool { return r.at >= 6*len(r.coded) }

func (r *codeReader) number(bits int) int {
	n := 0
	for range bits {
		n <<= 1
		if !r.done() {
			n |= strings.IndexByte(sixBits, r.coded[r.at/6]) >> (5 - r.at%6) & 1
		}
		r.at++
	}
	return n
}

// symbol reads one symbol: the code so far is compared with the first code of
// each length.
func (r *codeReader) symbol(c *code) string {
	value, first, index := 0, 0, 0
	for _, count := range c.counts {
		value = value<<1 | r.number(1)
		first <<= 1
		if value-first < count {
			return c.symbols[index+value-first]
		}
		index += count
		first += count
	}
	return symEnd
}

func (r *codeReader) spelling(c *code) string {
	var units []uint16
	for !r.done() {
		switch s := r.symbol(c); s {
		case charEnd:
			return string(utf16.Decode(units))
		case charOther:
			units = append(units, uint16(r.number(16)))
		default:
			units = append(units, utf16.Encode([]rune(s))...)
		}
	}
	return string(utf16.Decode(units))
}
