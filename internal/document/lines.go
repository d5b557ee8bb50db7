package document

import (
	"bytes"
	"encoding/binary"
	"html"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// inline are the elements that may stand inside a word.
var inline = map[string]bool{
	"a": true, "abbr": true, "b": true, "bdi": true, "bdo": true, "cite": true, "code": true, "data": true, "del": true,
	"dfn": true, "em": true, "i": true, "ins": true, "kbd": true, "mark": true, "q": true, "s": true, "samp": true,
	"small": true, "span": true, "strong": true, "sub": true, "sup": true, "time": true, "u": true, "var": true, "wbr": true, "!--": true,
	// of Word's and PowerPoint's XML, where a run of letters is often cut in two
	"w:t": true, "w:r": true, "w:rpr": true, "w:prooferr": true, "w:lang": true, "a:t": true, "a:r": true, "a:rpr": true, "w:b": true, "w:i": true,
	"text:span": true,
}

// WithinWord reports whether a tag or comment may stand inside a word.
func WithinWord(tag []byte) bool {
	name := bytes.TrimLeft(tag, "</")
	if end := bytes.IndexAny(name, " \t\n\r/>"); end >= 0 {
		name = name[:end]
	}
	return inline[strings.ToLower(string(name))] || bytes.HasPrefix(tag, []byte("<!--"))
}

// Lines returns the text without its tags: a line for each paragraph, each cell of a
// table and each line of plain text.
func (t Text) Lines() []string {
	if t.Form != Markup {
		return strings.Split(string(t.Data), "\n")
	}
	var b strings.Builder
	rest := t.Data
	for {
		start := bytes.IndexByte(rest, '<')
		if start < 0 {
			break
		}
		end := bytes.IndexByte(rest[start:], '>')
		if end < 0 {
			break
		}
		b.Write(rest[:start])
		if !WithinWord(rest[start : start+end+1]) {
			b.WriteByte('\n')
		}
		rest = rest[start+end+1:]
	}
	b.Write(rest)
	return strings.Split(html.UnescapeString(b.String()), "\n")
}

// readable returns a text in UTF-8, also one that Excel saved as UTF-16 or in the
// encoding of Western Windows.
func readable(data []byte) []byte {
	var order binary.ByteOrder = binary.LittleEndian
	switch {
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		order = binary.BigEndian
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
	case utf8.Valid(data):
		return data
	default:
		return fromWindows(data)
	}
	units := make([]uint16, 0, len(data)/2)
	for rest := data[2:]; len(rest) > 1; rest = rest[2:] {
		units = append(units, order.Uint16(rest))
	}
	return []byte(string(utf16.Decode(units)))
}

// fromWindows reads Windows-1252, of which the first half is ASCII and nearly all of
// the second stands for itself. A text that is part of something else keeps its
// UTF-8.
func fromWindows(data []byte) []byte {
	out := make([]byte, 0, len(data)+len(data)/8)
	for len(data) > 0 {
		r, n := utf8.DecodeRune(data)
		if r == utf8.RuneError && n == 1 {
			r = rune(data[0])
			if r == 0x91 || r == 0x92 {
				r = '’'
			}
		}
		out = utf8.AppendRune(out, r)
		data = data[n:]
	}
	return out
}
