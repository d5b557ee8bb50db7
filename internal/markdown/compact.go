package markdown

import "strings"

// common is a heading that many pages have: its words and the id made of them.
type common struct{ text, id string }

// commonHeadings makes the ids of headings once.
func commonHeadings(texts []string) (headings map[string]common, words map[string]string) {
	headings, words = make(map[string]common, len(texts)), make(map[string]string, 2*len(texts))
	for _, text := range texts {
		id := headingID(text)
		headings[text] = common{text, id}
		words[text], words[id] = text, id
	}
	return headings, words
}

// Compact puts the words of headings and links and the ids, which stay the same,
// into one string, but for those that many pages have, which stand once for all. A
// large site has a great many outlines, and the memory of each is looked at again
// and again.
func (p *Parser) Compact(o *Outline) {
	size, words := 0, strings.Builder{}
	p.each(o, func(s *string) { size += len(*s) })
	words.Grow(size)
	p.each(o, func(s *string) { words.WriteString(*s) })
	rest := words.String()
	p.each(o, func(s *string) { *s, rest = rest[:len(*s)], rest[len(*s):] })
}

// each calls f with the words and the ids that are a page's own.
func (p *Parser) each(o *Outline, f func(*string)) {
	own := func(s *string) {
		if same, ok := p.words[*s]; ok {
			*s = same
			return
		}
		f(s)
	}
	for i := range o.Headings {
		own(&o.Headings[i].ID)
		own(&o.Headings[i].Text)
	}
	for i := range o.Links {
		own(&o.Links[i].Dest)
		own(&o.Links[i].Text)
	}
	for i := range o.others {
		own(&o.others[i])
	}
}
