package markdown

import (
	"slices"
	"strings"
)

// Compact puts the words of headings and links and the anchors, which stay the
// same, into one string. A large site has a great many outlines, and the memory of
// each is looked at again and again.
func (o *Outline) Compact() {
	others := o.otherAnchors()
	size, words := 0, strings.Builder{}
	o.each(others, func(s *string) { size += len(*s) })
	words.Grow(size)
	o.each(others, func(s *string) { words.WriteString(*s) })
	rest := words.String()
	o.each(others, func(s *string) { *s, rest = rest[:len(*s)], rest[len(*s):] })
	for _, h := range o.Headings {
		if i, ok := slices.BinarySearch(o.Anchors, h.ID); ok {
			o.Anchors[i] = h.ID
		}
	}
}

// otherAnchors are the places in Anchors of those that are not of headings.
func (o *Outline) otherAnchors() []int {
	of := make([]bool, len(o.Anchors))
	for _, h := range o.Headings {
		if i, ok := slices.BinarySearch(o.Anchors, h.ID); ok {
			of[i] = true
		}
	}
	var others []int
	for i, ok := range of {
		if !ok {
			others = append(others, i)
		}
	}
	return others
}

// each calls f with the words, the ids of headings first.
func (o *Outline) each(anchors []int, f func(*string)) {
	for i := range o.Headings {
		f(&o.Headings[i].ID)
		f(&o.Headings[i].Text)
	}
	for i := range o.Links {
		f(&o.Links[i].Dest)
		f(&o.Links[i].Text)
	}
	for _, i := range anchors {
		f(&o.Anchors[i])
	}
}
