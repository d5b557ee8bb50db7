package markdown

import (
	"encoding/binary"
	"errors"
)

// errPacked is for bytes that Pack did not make.
var errPacked = errors.New("markdown: not a packed text")

// Pack appends a text as bytes, to be put aside. Those up to html are enough for
// UnpackHTML.
func (t *Text) Pack(b []byte) (packed []byte, html int) {
	b = append(binary.AppendUvarint(b, uint64(len(t.HTML))), t.HTML...)
	b = binary.AppendUvarint(b, uint64(len(t.Holes)))
	for _, h := range t.Holes {
		b = binary.AppendUvarint(b, uint64(h.Offset))
		b = binary.AppendUvarint(b, uint64(h.Kind))
		b = binary.AppendUvarint(b, uint64(h.Index))
	}
	html = len(b)
	b = binary.AppendUvarint(b, uint64(len(t.Sections)))
	for _, s := range t.Sections {
		b = binary.AppendVarint(b, int64(s.Heading))
		b = packText(b, s.Text)
	}
	return packText(b, t.Notes), html
}

func packText(b, s []byte) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// UnpackHTML reads the HTML and its holes from the first bytes that Pack wrote.
// The holes are put into room where there is enough of it. It holds on to the
// bytes, too.
func UnpackHTML(b []byte, room []Hole) (html []byte, holes []Hole, err error) {
	u := unpacker{rest: b}
	html, holes = u.html(room)
	if u.broken {
		return nil, nil, errPacked
	}
	return html, holes, nil
}

// UnpackWords reads the words from the bytes that come after those for
// UnpackHTML. The sections are put into room where there is enough of it. All of
// it holds on to the bytes.
func UnpackWords(b []byte, room []Section) (sections []Section, notes []byte, err error) {
	u := unpacker{rest: b}
	sections = room[:0]
	for range u.count() {
		heading, n := binary.Varint(u.rest)
		u.skip(n)
		sections = append(sections, Section{Heading: int(heading), Text: u.bytes()})
	}
	notes = u.bytes()
	if u.broken || len(u.rest) > 0 {
		return nil, nil, errPacked
	}
	return sections, notes, nil
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

func (u *unpacker) html(room []Hole) (html []byte, holes []Hole) {
	html, holes = u.bytes(), room[:0]
	for range u.count() {
		holes = append(holes, Hole{Offset: u.number(), Kind: HoleKind(u.number()), Index: u.number()})
	}
	return html, holes
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
