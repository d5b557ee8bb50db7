package markdown

import "encoding/binary"

// traits is what there is to know of a byte. Nearly all of a text is ASCII, and
// looking its bytes up takes a fraction of the time of asking about characters.
type traits uint8

const (
	shown  traits = 1 << iota // ASCII that may stand in a page
	plain                     // the same in HTML without an escape
	blank                     // a space or another end of a word, in ASCII
	worded                    // a letter or a figure of ASCII
	wide                      // part of a character beyond ASCII
)

var traitsOf = allTraits()

func allTraits() (all [256]traits) {
	for i := 0x80; i < len(all); i++ {
		all[i] = wide
	}
	for i := range 0x80 {
		c := byte(i)
		isBlank := c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'
		if isBlank {
			all[c] |= blank
		}
		if isBlank || c > ' ' && c < 0x7F {
			all[c] |= shown
		}
		if c == '\t' || c == '\n' || c >= ' ' && c < 0x7F && c != '<' && c != '>' && c != '&' && c != '"' {
			all[c] |= plain
		}
		if isAlphanumeric(c) {
			all[c] |= worded
		}
	}
	return all
}

// prefix counts the bytes at the start of a text that have a trait.
func prefix(text []byte, t traits) int {
	i := 0
	for i < len(text) && traitsOf[text[i]]&t != 0 {
		i++
	}
	return i
}

// IsASCIIText reports whether a text is ASCII without control characters, eight
// bytes at a time: every line of every page is asked.
func IsASCIIText(text []byte) bool {
	const (
		ones, blanks, highs = 0x0101010101010101, 0x2020202020202020, 0x8080808080808080
		step                = 8
	)
	for ; len(text) >= step; text = text[step:] {
		eight := binary.LittleEndian.Uint64(text)
		if (eight|(eight-blanks)|(eight+ones))&highs != 0 {
			return false
		}
	}
	for _, c := range text {
		if c < ' ' || c >= 0x7F {
			return false
		}
	}
	return true
}
