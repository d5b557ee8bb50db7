package markdown

import "unicode/utf8"

// markup is HTML of this package: a constant, never made from text.
type markup string

// out is the one place where HTML is written. Text gets in through escaping
// only. Once it is full it takes nothing more.
type out struct {
	html []byte
	max  int
	held int // how much of max is kept for what fills the holes
	full bool
	ids  []string
}

// room reports whether n more bytes may be written.
func (o *out) room(n int) bool {
	if len(o.html)+o.held+n > o.max {
		o.full = true
	}
	return !o.full
}

// hold keeps room for what fills a hole.
func (o *out) hold(n int) bool {
	o.held += n
	return o.room(0)
}

// tag writes markup as it is.
func (o *out) tag(m markup) {
	if o.room(len(m)) {
		o.html = append(o.html, m...)
	}
}

// text writes characters, escaped for text and for quoted attributes alike.
func (o *out) text(s []byte) {
	if !o.room(len(s)) {
		return
	}
	for len(s) > 0 {
		n := plainPrefix(s)
		o.html = append(o.html, s[:n]...)
		s = s[n:]
		if len(s) == 0 {
			return
		}
		r, size := utf8.DecodeRune(s)
		o.html = append(o.html, escape(r)...)
		s = s[size:]
	}
	o.room(0)
}

// plainPrefix counts the bytes at the start of s that are written as they are.
func plainPrefix(s []byte) int {
	for i := prefix(s, plain); i < len(s); i += prefix(s[i:], plain) {
		r, size := utf8.DecodeRune(s[i:])
		if size == 1 || r == utf8.RuneError || !isShown(r) {
			return i
		}
		i += size
	}
	return len(s)
}

// escape returns the HTML of a character that cannot always stand for itself.
func escape(r rune) string {
	switch r {
	case '<':
		return "&lt;"
	case '>':
		return "&gt;"
	case '&':
		return "&amp;"
	case '"':
		return "&quot;"
	case '\r', '\f':
		return string(r)
	}
	return "\uFFFD"
}

// attribute writes a name with its value.
func (o *out) attribute(name markup, value string) {
	o.tag(" ")
	o.tag(name)
	o.tag(`="`)
	o.text([]byte(value))
	o.tag(`"`)
}

// id writes an id and keeps it.
func (o *out) id(id string) {
	o.attribute("id", id)
	o.ids = append(o.ids, id)
}
