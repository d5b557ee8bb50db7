package markdown

import "strings"

// Compact puts the words of headings and links and the ids, which stay the same,
// into one string. A large site has a great many outlines, and the memory of each
// is looked at again and again.
func (o *Outline) Compact() {
	size, words := 0, strings.Builder{}
	o.each(func(s *string) { size += len(*s) })
	words.Grow(size)
	o.each(func(s *string) { words.WriteString(*s) })
	rest := words.String()
	o.each(func(s *string) { *s, rest = rest[:len(*s)], rest[len(*s):] })
}

// each calls f with the words and the ids.
func (o *Outline) each(f func(*string)) {
	for i := range o.Headings {
		f(&o.Headings[i].ID)
		f(&o.Headings[i].Text)
	}
	for i := range o.Links {
		f(&o.Links[i].Dest)
		f(&o.Links[i].Text)
	}
	for i := range o.others {
		f(&o.others[i])
	}
}
