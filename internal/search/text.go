package search

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// The text of a page is lines: title, link, kind, day, people, schools, notes,
// summary, and then those of the body. What is several on a line has a tab
// between. A heading's line starts with headingMark and has its id before its
// text, unless the id is the text's words with hyphens; a marked block's line starts with claimMark and has its anchor and codes
// before its text.
const (
	headingMark = "\x02"
	claimMark   = "\x03"
)

// text returns everything that a result may show of a page.
func (p *page) text() string {
	var b strings.Builder
	b.Grow(p.textSize())
	for _, s := range []string{p.title, p.link, p.card.kind, p.card.when, tabbed(p.card.people), tabbed(p.card.schools), tabbed(p.card.note)} {
		b.WriteString(clean(s))
		b.WriteByte('\n')
	}
	b.WriteString(clean(p.summary))
	for _, s := range p.parts {
		s.write(&b)
	}
	return b.String()
}

func (s *part) write(b *strings.Builder) {
	if s.heading != "" {
		b.WriteString("\n" + headingMark + headingID(s.id, s.heading) + "\t" + clean(s.heading))
	} else if len(s.lines) > 0 {
		b.WriteString("\n" + headingMark)
	}
	for _, l := range s.lines {
		b.WriteByte('\n')
		if l.anchor != "" {
			b.WriteString(claimMark + l.anchor + "\t" + strings.Join(l.codes, " ") + "\t")
		}
		b.WriteString(clean(l.text))
	}
}

// headingID leaves an id out that follows from the heading, and puts in what was
// left out.
func headingID(id, heading string) string {
	plain := strings.ReplaceAll(strings.TrimSpace(fold(heading)), " ", "-")
	switch id {
	case plain:
		return ""
	case "":
		return plain
	}
	return id
}

func (p *page) textSize() int {
	n := len(p.title) + len(p.summary) + 200
	for _, s := range p.parts {
		n += len(s.heading) + len(s.id)
		for _, l := range s.lines {
			n += len(l.text) + 1
		}
	}
	return n
}

func tabbed(list []string) string {
	cleaned := make([]string, len(list))
	for i, s := range list {
		cleaned[i] = strings.ReplaceAll(s, "\t", " ")
	}
	return strings.Join(cleaned, "\t")
}

// clean takes out the control characters that divide a text. A tab stays, as the
// caller means it.
func clean(s string) string {
	for i := range len(s) {
		if isControl(rune(s[i])) {
			return strings.Map(func(r rune) rune {
				if isControl(r) {
					return ' '
				}
				return r
			}, s)
		}
	}
	return s
}

func isControl(r rune) bool { return r < ' ' && r != '\t' || r == 0x7F }

func number36(n int) string { return strconv.FormatInt(int64(n), 36) }

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
