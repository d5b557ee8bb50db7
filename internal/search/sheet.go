package search

import (
	"bytes"
	"strings"
)

// sheet is a page as text. Up to shown it is everything that a result may show
// of the page, in lines: title, link, kind, day, people, schools, notes, summary,
// and then those of the body. What is several on a line has a tab between. A
// heading's line starts with headingMark and has its id before its text, unless
// the id is the text's words with hyphens; a marked block's line starts with
// claimMark and has its anchor and codes before its text. What comes after shown
// the page is only found by.
type sheet struct {
	text      []byte
	shown     int
	stretches []stretch
	// plain has the ids that follow from headings.
	plain map[string]string
}

// stretch is a part of a sheet, up to end, that is searched as a field or not at
// all. Between two stretches stands a character that is no part of a word.
type stretch struct {
	end   int
	field field
}

const (
	headingMark = "\x02"
	claimMark   = "\x03"
	// unsearched is the field of what is only shown.
	unsearched field = -1
)

// write makes the sheet of a page in place of the last.
func (s *sheet) write(p *page) {
	s.text, s.stretches = s.text[:0], s.stretches[:0]
	for _, line := range [...]string{p.title, p.link, p.card.kind, p.card.when} {
		s.add(line, unsearched)
		s.mark("\n")
	}
	for _, list := range [...][]string{p.card.people, p.card.schools, p.card.note} {
		s.list(list)
		s.mark("\n")
	}
	s.add(p.summary, inSummary)
	for i := range p.parts {
		s.part(&p.parts[i])
	}
	s.shown = len(s.text)
	s.only(inTitle, p.title)
	s.only(inCode, p.code)
	s.only(inCodes, p.codes...)
	s.only(inNames, p.names...)
}

// list adds what is several on a line.
func (s *sheet) list(texts []string) {
	start := len(s.text)
	for i, text := range texts {
		if i > 0 {
			s.text = append(s.text, '\t')
		}
		for _, c := range []byte(text) {
			if c == '\t' {
				c = ' '
			}
			s.text = append(s.text, c)
		}
	}
	s.clean(start, unsearched)
}

// only adds what a page is found by.
func (s *sheet) only(f field, texts ...string) {
	for _, text := range texts {
		s.mark("\n")
		s.add(text, f)
	}
}

func (s *sheet) part(p *part) {
	if p.heading != "" {
		s.mark("\n" + headingMark)
		s.mark(s.headingID(p.id, p.heading))
		s.mark("\t")
		s.add(p.heading, inHeadings)
	} else if len(p.text) > 0 {
		s.mark("\n" + headingMark)
	}
	number := 0
	for line, rest := nextLine(p.text); len(line) > 0; line, rest = nextLine(rest) {
		s.text = append(s.text, '\n')
		s.marks(p.marked, number)
		start := len(s.text)
		s.text = append(s.text, line...)
		s.clean(start, inBody)
		number++
	}
}

// marks adds the anchor and the codes of a line, if it is a marked block.
func (s *sheet) marks(list []marked, line int) {
	found := false
	for _, m := range list {
		switch {
		case m.line != line:
			continue
		case found:
			s.mark(" ")
		default:
			s.mark(claimMark)
			s.mark(m.anchor)
			s.mark("\t")
		}
		s.mark(m.code)
		found = true
	}
	if found {
		s.mark("\t")
	}
}

// mark adds what is not searched, and may have characters that divide a text.
func (s *sheet) mark(text string) {
	s.text = append(s.text, text...)
	s.close(unsearched)
}

// add adds text, without the control characters that divide a text. A tab stays,
// as the caller means it.
func (s *sheet) add(text string, f field) {
	start := len(s.text)
	s.text = append(s.text, text...)
	s.clean(start, f)
}

// clean ends a stretch whose text was added as it came.
func (s *sheet) clean(start int, f field) {
	for i, c := range s.text[start:] {
		if classes[c]&control != 0 {
			s.text[start+i] = ' '
		}
	}
	s.close(f)
}

// close ends a stretch, or makes the last one longer.
func (s *sheet) close(f field) {
	if n := len(s.stretches); n > 0 && s.stretches[n-1].field == f {
		s.stretches[n-1].end = len(s.text)
		return
	}
	s.stretches = append(s.stretches, stretch{len(s.text), f})
}

// copy returns what results show.
func (s *sheet) copy() []byte { return bytes.Clone(s.text[:s.shown]) }

// mostHeadings bounds what is remembered of headings: most are those of a
// template.
const mostHeadings = 1 << 12

// headingID leaves an id out that follows from the heading.
func (s *sheet) headingID(id, heading string) string {
	plain, ok := s.plain[heading]
	if !ok {
		if len(s.plain) >= mostHeadings || s.plain == nil {
			s.plain = map[string]string{}
		}
		plain = plainID(heading)
		s.plain[heading] = plain
	}
	switch id {
	case plain:
		return ""
	case "":
		return plain
	}
	return id
}

// plainID is the id that follows from a heading.
func plainID(heading string) string {
	return strings.ReplaceAll(strings.TrimSpace(fold(heading)), " ", "-")
}

// clean takes out the control characters that divide a text but tabs.
func clean(s string) string {
	for i := range len(s) {
		if classes[s[i]]&control != 0 {
			return strings.Map(func(r rune) rune {
				if r < 0x80 && classes[r]&control != 0 {
					return ' '
				}
				return r
			}, s)
		}
	}
	return s
}
