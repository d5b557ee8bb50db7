package markdown

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math/bits"
)

// errPacked is for bytes that Pack did not make.
var errPacked = errors.New("markdown: not a packed text")

// Pack appends a text as bytes, to be put aside. The first of them, up to words,
// are enough for UnpackWords. The HTML of a body says its words over again, and is
// kept as what differs.
func (t *Text) Pack(b []byte) (packed []byte, words int) {
	start := len(b)
	b = binary.AppendUvarint(b, uint64(len(t.Sections)))
	for _, s := range t.Sections {
		b = binary.AppendVarint(b, int64(s.Heading))
		b = packText(b, s.Text)
	}
	b = packText(b, t.Notes)
	words = len(b) - start
	b = packDifference(b, t.HTML, b[start:])
	b = binary.AppendUvarint(b, uint64(len(t.Holes)))
	for _, h := range t.Holes {
		b = binary.AppendUvarint(b, uint64(h.Offset))
		b = binary.AppendUvarint(b, uint64(h.Kind))
		b = binary.AppendUvarint(b, uint64(h.Index))
	}
	return b, words
}

func packText(b, s []byte) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// What two texts have in common is looked for by its first bytes, so many: near to
// what they had in common last, where it nearly always is; and from the start of an
// element farther on, by more of it, since a word of a heading may stand anywhere.
const (
	near, alike       = 64, 8
	far, alikeFarther = 1 << 10, 32
)

// packDifference appends text as what it takes from like, from front to back: its
// length, and then in turn how many bytes are its own, those, how many of like are
// left out, and how many are taken. The last bytes may be its own.
func packDifference(b, text, like []byte) []byte {
	b = binary.AppendUvarint(b, uint64(len(text)))
	own := 0 // where the bytes start that are not packed yet
	for at := nextText(text, 0); at < len(text); {
		skip := find(like, text, at)
		if skip < 0 {
			at = nextText(text, at+1)
			continue
		}
		n := inCommon(text[at:], like[skip:])
		b = packText(b, text[own:at])
		b = binary.AppendUvarint(b, uint64(skip))
		b = binary.AppendUvarint(b, uint64(n))
		like = like[skip+n:]
		own, at = at+n, nextText(text, at+n)
	}
	if own < len(text) {
		b = packText(b, text[own:])
	}
	return b
}

// find returns where in like, not too far on, the text at a place of HTML begins,
// or -1 for one that is not there or is too short to look for.
func find(like, html []byte, at int) int {
	text := html[at:]
	if len(text) < alike || bytes.IndexByte(text[:alike], '<') >= 0 {
		return -1
	}
	if i := bytes.Index(like[:min(near, len(like))], text[:alike]); i >= 0 {
		return i
	}
	if len(text) < alikeFarther || at == 0 || html[at-1] != '>' {
		return -1
	}
	return bytes.Index(like[:min(far, len(like))], text[:alikeFarther])
}

// nextText returns where the text after a tag, or the next word, begins at i or
// later.
func nextText(html []byte, i int) int {
	for ; i < len(html); i++ {
		switch {
		case html[i] == '<':
			n := bytes.IndexByte(html[i:], '>')
			if n < 0 {
				return len(html)
			}
			i += n
		case i == 0, html[i-1] == '>', html[i-1] == ' ', html[i-1] == '\n', html[i-1] == ';':
			return i
		}
	}
	return len(html)
}

// inCommon returns how many bytes two texts begin with alike. It looks at eight at
// a time.
func inCommon(a, b []byte) int {
	n, i := min(len(a), len(b)), 0
	for ; i+8 <= n; i += 8 {
		if x := binary.LittleEndian.Uint64(a[i:]) ^ binary.LittleEndian.Uint64(b[i:]); x != 0 {
			return i + bits.TrailingZeros64(x)/8
		}
	}
	for i < n && a[i] == b[i] {
		i++
	}
	return i
}

// UnpackWords reads Sections and Notes from the first bytes that Pack wrote, into
// t's memory where there is enough of it. Both hold on to the bytes.
func (t *Text) UnpackWords(b []byte) error {
	u := unpacker{rest: b}
	t.Sections = t.Sections[:0]
	for range u.count() {
		heading, n := binary.Varint(u.rest)
		u.skip(n)
		t.Sections = append(t.Sections, Section{Heading: int(heading), Text: u.bytes()})
	}
	t.Notes = u.bytes()
	return u.end()
}

// UnpackHTML reads HTML and Holes from all the bytes that Pack wrote, of which the
// first so many are the words, into t's memory where there is enough of it.
func (t *Text) UnpackHTML(b []byte, words int) error {
	if words > len(b) {
		return errPacked
	}
	u := unpacker{rest: b[words:]}
	t.HTML, t.Holes = u.difference(t.HTML[:0], b[:words]), t.Holes[:0]
	for range u.count() {
		t.Holes = append(t.Holes, Hole{Offset: u.number(), Kind: HoleKind(u.number()), Index: u.number()})
	}
	return u.end()
}

// unpacker reads from the front of bytes until something is wrong with them.
type unpacker struct {
	rest   []byte
	broken bool
}

func (u *unpacker) skip(n int) {
	if n <= 0 || n > len(u.rest) {
		u.broken, u.rest = true, nil
		return
	}
	u.rest = u.rest[n:]
}

func (u *unpacker) number() int {
	v, n := binary.Uvarint(u.rest)
	u.skip(n)
	return int(v)
}

// count is the length of a list, each of whose items is at least a byte.
func (u *unpacker) count() int {
	n := u.number()
	if n < 0 || n > len(u.rest) {
		u.broken, u.rest = true, nil
		return 0
	}
	return n
}

// difference appends to b the text that packDifference made of it and of like.
func (u *unpacker) difference(b, like []byte) []byte {
	size := u.number()
	for len(b) < size && !u.broken {
		b = append(b, u.bytes()...)
		if len(b) >= size {
			break
		}
		skip, n := u.number(), u.number()
		if skip < 0 || skip > len(like) || n <= 0 || n > len(like)-skip {
			u.broken, u.rest = true, nil
			break
		}
		b, like = append(b, like[skip:skip+n]...), like[skip+n:]
	}
	u.broken = u.broken || len(b) != size
	return b
}

// end reports whether all was read, and nothing is left.
func (u *unpacker) end() error {
	if u.broken || len(u.rest) > 0 {
		return errPacked
	}
	return nil
}

func (u *unpacker) bytes() []byte {
	n := u.count()
	if n == 0 {
		return nil
	}
	b := u.rest[:n:n]
	u.rest = u.rest[n:]
	return b
}
