package render

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/content"
)

// Card is an entry as lists show it.
type Card struct {
	Link
	// Kind is the word for the entry's kind.
	Kind string
	// By are the authors and At the schools, each for a sentence.
	By, At []Link
	// When is the day that matters: of the work, of the event, or the last to
	// apply, with DayName saying which.
	When    Day
	DayName string
	// Notes are short facts in words.
	Notes   []string
	Summary string
	// Photo is a person's, and Initials stand for it where there is none; a card
	// of anything else has neither.
	Photo    *PictureView
	Initials string
	// Strip is the coverage of the default framework by a study, person or
	// school; it may be nil.
	Strip *Strip
	// Marks are the standards a case study claims that Strip does not show.
	Marks []Mark
}

// Group is a titled part of a list.
type Group struct {
	// ID is the id of the heading.
	ID, Title string
	Cards     []Card
}

func (m *maker) card(e catalog.Entry) Card {
	meta := e.Common()
	return Card{Link: m.entry(e), Kind: m.lang.kind(meta.Kind), Summary: meta.Summary}
}

func (m *maker) studyCard(s *catalog.CaseStudy) Card {
	c := m.relatedCard(s)
	if len(s.Themes) > 0 {
		c.Notes = append(m.room.words.upTo(1), m.lang.Label("theme", s.Themes[0]))
	}
	c.Strip = m.studyStrip(s)
	var shown *catalog.Framework
	if c.Strip != nil {
		shown = m.cat.Frameworks[0]
	}
	c.Marks = m.marksOf(s, shown)
	return c
}

func (m *maker) studyCards(list []*catalog.CaseStudy) []Card {
	cards := m.room.cards.list(len(list))
	for i, s := range list {
		cards[i] = m.studyCard(s)
	}
	return cards
}

// relatedCards are studyCards without the marks: enough to choose the next
// study by.
func (m *maker) relatedCards(list []*catalog.CaseStudy) []Card {
	cards := m.room.cards.list(len(list))
	for i, s := range list {
		cards[i] = m.relatedCard(s)
	}
	return cards
}

func (m *maker) relatedCard(s *catalog.CaseStudy) Card {
	c := m.card(s)
	c.By, c.At = m.authorLinks(s.Practitioners), m.schoolLinks(s.Schools)
	c.When = m.lang.day(s.Date)
	return c
}

func (m *maker) personCard(p *catalog.Practitioner) Card {
	c := m.card(p)
	if p.School != nil {
		c.At = m.schoolLinks([]*catalog.School{p.School})
	}
	c.Notes = m.room.words.upTo(2)
	if p.Role.ID != "" {
		c.Notes = append(c.Notes, m.lang.Label("role", p.Role.ID))
	}
	if held, ok := p.Standing(); ok && held.State != catalog.StateAspirant {
		c.Notes = append(c.Notes, m.stateWords(held))
	}
	c.Photo, c.Initials = m.portrait(p)
	c.Strip = m.groupStrip(p.Strips())
	return c
}

// portrait is the photo of somebody who is in the programme and agreed to it,
// else their initials.
func (m *maker) portrait(p *catalog.Practitioner) (*PictureView, string) {
	if photo, ok := m.opts.Pictures[p.Picture]; ok && !p.Left {
		return m.picture(photo, "", ""), ""
	}
	return nil, initials(p.Title)
}

// initials are the first letters of the first and last of a person's names.
func initials(name string) string {
	names := strings.Fields(name)
	if len(names) > 1 && honorifics[strings.ToLower(strings.TrimSuffix(names[0], "."))] {
		names = names[1:]
	}
	if len(names) > 2 {
		names = []string{names[0], names[len(names)-1]}
	}
	letters := ""
	for _, n := range names {
		r, _ := utf8.DecodeRuneInString(n)
		letters += string(unicode.ToUpper(r))
	}
	return letters
}

// honorifics are not part of a person's names.
var honorifics = map[string]bool{"mr": true, "mrs": true, "ms": true, "miss": true, "mx": true, "dr": true, "prof": true}

func (m *maker) schoolCard(s *catalog.School) Card {
	c := m.card(s)
	c.Notes = m.labels("phase", termList(s.Phase))
	for _, d := range s.Designations {
		if m.designated(d) {
			c.Notes = append(c.Notes, d.Name)
		}
	}
	if n := len(s.CaseStudies); n > 0 {
		c.Notes = append(c.Notes, m.lang.count("count.case-studies", n))
	}
	c.Strip = m.groupStrip(s.Strips())
	return c
}

// designated reports whether a designation stands on the day of the build.
func (m *maker) designated(d content.Designation) bool {
	return !d.From.After(m.cat.AsOf) && (d.To.IsZero() || !d.To.Before(m.cat.AsOf))
}

func termList(t content.Term) []content.Term {
	if t.ID == "" {
		return nil
	}
	return []content.Term{t}
}

func (m *maker) eventCard(e *catalog.Event) Card {
	c := m.card(e)
	c.When = m.lang.weekday(e.Start.Date)
	c.Notes = m.where(e)
	return c
}

// where says where an event is.
func (m *maker) where(e *catalog.Event) []string {
	var list []string
	if e.Place != "" {
		list = append(list, e.Place)
	}
	if word := m.lang.word("event.online"); e.Online && !strings.EqualFold(e.Place, word) {
		list = append(list, word)
	}
	return list
}

func (m *maker) postCard(o *catalog.Opportunity) Card {
	c := m.card(o)
	if o.School != nil {
		c.At = m.schoolLinks([]*catalog.School{o.School})
	}
	c.When, c.DayName = m.lang.day(o.Closes), m.lang.word("post.closes")
	if o.Closed {
		c.DayName = m.lang.word("post.closed-on")
	}
	c.Notes = m.labels("sector", termList(o.Sector))
	return c
}

func (m *maker) frameworkCard(f *catalog.Framework) Card {
	c := m.card(f)
	c.Notes = []string{m.lang.count("count.standards", len(f.Standards))}
	if f.SupersededBy != nil {
		c.Notes = append(c.Notes, m.lang.word("framework.superseded", "title", f.SupersededBy.Title))
	}
	return c
}

func (m *maker) pageCards(list []*catalog.Page) []Card {
	cards := m.room.cards.list(len(list))
	for i, p := range list {
		cards[i] = m.card(p)
	}
	return cards
}
