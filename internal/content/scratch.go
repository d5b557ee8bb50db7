package content

import (
	"bufio"
	"bytes"
)

// scratch is memory that serves one file after another.
type scratch struct {
	raw    []byte // a file
	lines  []textLine
	packed []byte
	text   bytes.Reader
	buffer *bufio.Reader // what the library that splits makes of a reader
}

// reader returns a reader of a text.
func (s *scratch) reader(text []byte) *bufio.Reader {
	s.text.Reset(text)
	if s.buffer == nil {
		s.buffer = bufio.NewReader(&s.text)
	}
	s.buffer.Reset(&s.text)
	return s.buffer
}

// scratch returns one that nobody uses.
func (r *Reader) scratch() *scratch {
	if s, ok := r.scratches.Get().(*scratch); ok {
		return s
	}
	return new(scratch)
}
