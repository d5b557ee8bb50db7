package search

import (
	"bytes"
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/date"
	"github.com/exemplar-lp/exemplar/internal/markdown"
)

// page is an entry as the index sees it.
type page struct {
	kind content.Kind
	// path is the output path; link the form of it that links show.
	path, link string
	title      string
	// code is a second title: a standard's code.
	code string
	// codes are the standards and themes a case study claims, names the people,
	// schools and other vocabulary words of the page as readers know them.
	codes, names []string
	summary      string
	parts        []part
	card         card
	// facets holds for each facet the ids of the page's values, each once.
	facets [len(facetIDs)][]string
	// day sorts the pages of a kind, oldest first.
	day string
}

// part is a heading and the text under it; the first part of a page may have
// none.
type part struct {
	id, heading string
	// text has a paragraph, item or row on each line. Empty lines count for nothing,
	// and are neither first nor last.
	text []byte
	// marked are the lines that are evidence.
	marked []marked
}

// marked says that a line is a marked block, and for which code. One that is for
// several comes once for each, with the same anchor.
type marked struct {
	line         int
	anchor, code string
}

// card is what a result shows beside the title and the passage.
type card struct {
	kind, when            string
	people, schools, note []string
}

// importance has the kinds from the least to the most important. Pages are
// numbered in this order, and of two equally good results the one with the
// higher number comes first.
var importance = []content.Kind{
	content.KindOpportunity, content.KindEvent, content.KindSection, content.KindPage, content.KindSchool,
	content.KindPractitioner, content.KindCaseStudy, content.KindFramework, content.KindStandard,
}

// Collection is the entries of a catalogue that the search knows, numbered by their
// place in a list, and what they have of each facet. Their texts are read only
// when an index is made. It does not change.
type Collection struct {
	cat  *catalog.Catalog
	opts Options
	// ranks has the place of each practitioner in lists, and last what comes after
	// them. ids has what standards are called in addresses.
	ranks   map[*catalog.Practitioner]string
	last    string
	ids     map[*catalog.Standard]string
	entries []catalog.Entry
	// tags has what the entries have of each facet.
	tags [len(facetIDs)]tags
}

// tags are the values of a facet and what each entry has of them: at first in the
// order in which they came, as indexes into ids.
type tags struct {
	ids    []string
	number map[string]uint32
	values []value
	of     numberLists
}

// place is what the order of entries depends on.
type place struct {
	kind            int
	day, rank, path string
	// taken counts the entries as they came.
	taken int
}

// Collect numbers the entries of a catalogue that do not ask to be left out.
func Collect(cat *catalog.Catalog, opts Options) *Collection {
	c := &Collection{cat: cat, opts: opts, ranks: map[*catalog.Practitioner]string{}, last: rankOf(len(cat.Practitioners)), ids: map[*catalog.Standard]string{}}
	most := len(cat.Practitioners) + len(cat.Schools) + len(cat.CaseStudies) + len(cat.Events) + len(cat.Opportunities) + len(cat.Pages) + len(cat.Sections)
	for _, f := range cat.Frameworks {
		most += 1 + len(f.Standards)
	}
	pages, places := c.newPager(), make([]place, 0, most)
	c.entries = make([]catalog.Entry, 0, most)
	for f := range c.tags {
		c.tags[f].of.ends = make([]uint32, 0, most)
	}
	take := func(e catalog.Entry, rank string) {
		if e.Common().Searchable() {
			p := pages.outline(e)
			places = append(places, place{slices.Index(importance, p.kind), p.day, rank, p.path, len(places)})
			c.entries = append(c.entries, e)
			c.tag(p)
		}
	}
	for i, f := range cat.Frameworks {
		take(f, rankOf(i))
		for j, s := range f.Standards {
			c.ids[s] = standardID(s)
			take(s, rankOf(i)+rankOf(j))
		}
	}
	for i, p := range cat.Practitioners {
		c.ranks[p] = rankOf(i)
		if p.Profile {
			take(p, c.ranks[p])
		}
	}
	for i, s := range cat.Schools {
		take(s, rankOf(i))
	}
	for _, s := range cat.CaseStudies {
		take(s, c.firstOf(s.Practitioners))
	}
	for _, e := range slices.Concat(entriesOf(cat.Events), entriesOf(cat.Opportunities), entriesOf(cat.Pages), entriesOf(cat.Sections)) {
		take(e, e.Common().Title)
	}
	slices.SortFunc(places, func(a, b place) int {
		return cmp.Or(cmp.Compare(a.kind, b.kind), strings.Compare(a.day, b.day), -strings.Compare(a.rank, b.rank), strings.Compare(a.path, b.path))
	})
	c.arrange(places)
	return c
}

func entriesOf[E catalog.Entry](list []E) []catalog.Entry {
	entries := make([]catalog.Entry, len(list))
	for i, e := range list {
		entries[i] = e
	}
	return entries
}

// tag notes what a page has of each facet.
func (c *Collection) tag(p *page) {
	for f := range c.tags {
		t := &c.tags[f]
		t.of.add()
		for _, id := range p.facets[f] {
			n, ok := t.number[id]
			if !ok {
				if t.number == nil {
					t.number = map[string]uint32{}
				}
				n = uint32(len(t.ids))
				t.number[id] = n
				t.ids = append(t.ids, id)
			}
			t.of.extend(n)
		}
	}
}

// arrange puts the entries into order, and the values of each facet.
func (c *Collection) arrange(places []place) {
	entries := make([]catalog.Entry, len(places))
	for i, p := range places {
		entries[i] = c.entries[p.taken]
	}
	c.entries = entries
	for f := range c.tags {
		c.tags[f].arrange(facetNumber(f), c, places)
	}
}

// arrange puts the values into reading order and what the entries have of them
// into the order of entries.
func (t *tags) arrange(n facetNumber, c *Collection, places []place) {
	t.values = slices.DeleteFunc(knownValues(n, t.ids, c.cat, c.opts), func(v value) bool { _, used := t.number[v.id]; return !used })
	number := make([]uint32, len(t.ids))
	for i, v := range t.values {
		number[t.number[v.id]] = uint32(i)
	}
	old := t.of
	t.of = numberLists{make([]uint32, 0, len(old.numbers)), make([]uint32, 0, len(old.ends))}
	for _, p := range places {
		t.of.add()
		for _, v := range old.at(p.taken) {
			t.of.extend(number[v])
		}
		slices.Sort(t.of.at(len(t.of.ends) - 1))
	}
}

// numberLists are lists of numbers, one behind the other.
type numberLists struct{ numbers, ends []uint32 }

// add adds an empty list, and extend a number to the last one.
func (l *numberLists) add() { l.ends = append(l.ends, uint32(len(l.numbers))) }

func (l *numberLists) extend(n uint32) {
	l.numbers = append(l.numbers, n)
	l.ends[len(l.ends)-1]++
}

// at returns a list.
func (l *numberLists) at(i int) []uint32 {
	start := uint32(0)
	if i > 0 {
		start = l.ends[i-1]
	}
	return l.numbers[start:l.ends[i]]
}

// pager makes pages, each in the memory of the last. It is for one goroutine.
type pager struct {
	*Collection
	page
	bodies content.Room
	// own is text that is not in the body.
	own []byte
	// kinds and years are what pages say of a kind and of a year.
	kinds map[content.Kind]string
	years map[int]yearWords
}

// yearWords are a calendar year and the academic year that starts in it.
type yearWords struct{ calendar, academic string }

func (c *Collection) newPager() *pager {
	return &pager{Collection: c, kinds: map[content.Kind]string{}, years: map[int]yearWords{}}
}

func (p *pager) kindWords(k content.Kind) string {
	s, ok := p.kinds[k]
	if !ok {
		s = p.opts.label("kind", k.String())
		p.kinds[k] = s
	}
	return s
}

func (p *pager) yearWords(n int) yearWords {
	w, ok := p.years[n]
	if !ok {
		w = yearWords{strconv.Itoa(n), date.Year(n).String()}
		p.years[n] = w
	}
	return w
}

// outline makes the page of an entry, without the text of its body. It holds until
// the next is made.
func (p *pager) outline(e catalog.Entry) *page {
	m := e.Common()
	p.empty()
	p.kind, p.path, p.title, p.summary = m.Kind, m.Path(), m.Title, m.Summary
	p.link = p.opts.visible(p.path)
	p.card.kind, p.card.when = p.kindWords(m.Kind), p.opts.day(m.Date)
	p.names = append(p.names, p.card.kind)
	p.set(facetKind, m.Kind.String())
	switch e := e.(type) {
	case *catalog.Framework:
		p.names = append(p.names, e.ID)
		p.set(facetFramework, e.ID)
	case *catalog.Standard:
		p.standard(e)
	case *catalog.CaseStudy:
		p.study(e)
	case *catalog.Practitioner:
		p.practitioner(e)
	case *catalog.School:
		p.school(e)
	case *catalog.Event:
		p.card.when = p.opts.day(e.Start.Date)
		p.year(e.Start.Date)
	case *catalog.Opportunity:
		p.opportunity(e)
	}
	return &p.page
}

// empty empties the page, and keeps its memory.
func (p *page) empty() {
	facets := p.facets
	for i, list := range facets {
		facets[i] = list[:0]
	}
	*p = page{
		codes: p.codes[:0], names: p.names[:0], parts: p.parts[:0], facets: facets,
		card: card{people: p.card.people[:0], schools: p.card.schools[:0], note: p.card.note[:0]},
	}
}

// whole makes the page of the entry with a number, with its text. It holds until
// the next is made.
func (p *pager) whole(n int) *page {
	e := p.entries[n]
	p.outline(e)
	p.own = p.own[:0]
	p.body(e.Common(), e.Linked())
	start := len(p.own)
	p.facts(e)
	if facts := bytes.Trim(p.own[start:], "\n"); len(facts) > 0 {
		p.part().text = facts
	}
	return &p.page
}

// body cuts a body into parts, with the codes of marked blocks at their lines.
func (p *pager) body(m *content.Meta, links *catalog.Links) {
	b := m.Body
	sections, notes := m.Words(&p.bodies)
	for _, s := range sections {
		part := p.part()
		part.text = bytes.Trim(s.Text, "\n")
		if s.Heading >= 0 {
			h := b.Headings[s.Heading]
			part.id, part.heading = h.ID, h.Text
		}
	}
	for i, e := range links.Claims {
		if e != nil && b.Markers[i].Block.Section < len(sections) {
			p.parts[b.Markers[i].Block.Section].mark(&b.Markers[i].Block, e.Standard.Code)
		}
	}
	if len(notes) > 0 {
		p.own = append(p.own, notes...)
		for i, c := range p.own {
			if c == '\n' {
				p.own[i] = ' '
			}
		}
		p.part().text = p.own
	}
}

// part adds a part to the page.
func (p *page) part() *part {
	p.parts = slices.Grow(p.parts, 1)[:len(p.parts)+1]
	last := &p.parts[len(p.parts)-1]
	*last = part{marked: last.marked[:0]}
	return last
}

// nextLine cuts the first line that is not empty off a text.
func nextLine(text []byte) (line, rest []byte) {
	for len(line) == 0 && len(text) > 0 {
		line, text, _ = bytes.Cut(text, []byte{'\n'})
	}
	return line, text
}

// mark writes a claim's code at the line that is its block, or at the first line
// where the block is no single line.
func (p *part) mark(block *markdown.Block, code string) {
	if len(p.text) == 0 {
		return
	}
	at, number := 0, 0
	for line, rest := nextLine(p.text); len(line) > 0; line, rest = nextLine(rest) {
		if string(line) == block.Text {
			at = number
			break
		}
		number++
	}
	again := false
	for i := range p.marked {
		if m := &p.marked[i]; m.line == at {
			m.anchor, again = block.Anchor, again || m.code == code
		}
	}
	if !again {
		p.marked = append(p.marked, marked{at, block.Anchor, code})
	}
}

// facts adds the text of an entry's front matter that its page prints.
func (p *pager) facts(e catalog.Entry) {
	switch e := e.(type) {
	case *catalog.CaseStudy:
		p.studyFacts(e)
	case *catalog.Practitioner:
		p.fact(e.JobTitle)
	case *catalog.School:
		p.fact(e.Type, e.Trust, e.LocalAuthority, e.Headteacher, e.URN)
	case *catalog.Event:
		p.fact(e.Place, e.For, e.Cost)
	case *catalog.Opportunity:
		p.fact(append([]string{e.Role, e.Salary}, e.Qualifications...)...)
	}
}

func (p *pager) studyFacts(s *catalog.CaseStudy) {
	p.fact(s.Context)
	for _, m := range s.Impact {
		p.fact(m.Measure, m.Method, m.Caveat)
	}
	for _, r := range s.References {
		p.fact(r.Title, r.Author)
	}
	for _, r := range s.Resources {
		p.fact(r.Title)
	}
}

// fact adds a line of what is not empty.
func (p *pager) fact(texts ...string) {
	p.own = append(p.own, '\n')
	start := len(p.own)
	for _, text := range texts {
		between := ". "
		for word := range strings.FieldsSeq(text) {
			if len(p.own) > start {
				p.own = append(p.own, between...)
			}
			p.own = append(p.own, word...)
			between = " "
		}
	}
}

func (p *pager) standard(s *catalog.Standard) {
	p.code = s.Code
	p.card.note = append(p.card.note, s.Code)
	p.names = append(p.names, s.Framework.Title, s.Framework.ID)
	if s.Domain != nil {
		p.names = append(p.names, s.Domain.Title)
	}
	p.set(facetFramework, s.Framework.ID)
	p.set(facetStandard, p.ids[s])
}

// rankOf writes a number so that numbers sort as text.
func rankOf(n int) string { return string([]byte{byte(n >> 16), byte(n >> 8), byte(n)}) }

// standardID names a standard in addresses: glf-lp/PS1.
func standardID(s *catalog.Standard) string { return s.Framework.ID + "/" + s.Code }

func (p *pager) study(s *catalog.CaseStudy) {
	p.people(s.Practitioners...)
	p.schools(s.Schools...)
	p.year(s.Date)
	for _, claim := range s.Claims {
		p.claim(claim)
	}
	for _, t := range s.Themes {
		p.set(facetTheme, t)
		p.codes = append(p.codes, p.opts.label("theme", t))
	}
	p.terms(facetSubject, "subject", s.Subjects...)
	p.terms(facetPhase, "phase", s.Phases...)
	p.terms(facetStage, "key-stage", s.KeyStages...)
	for _, g := range s.Groups {
		p.names = append(p.names, p.opts.label("group", g.ID))
	}
	if len(s.Themes) > 0 {
		p.card.note = slices.Insert(p.card.note, 0, p.opts.label("theme", s.Themes[0]))
	}
}

// firstOf ranks the studies of a year by the author who comes first in lists, so
// that the numbers of one author's studies are close together.
func (c *Collection) firstOf(authors []*catalog.Practitioner) string {
	least := c.last
	for _, a := range authors {
		least = min(least, c.ranks[a])
	}
	return least
}

func (p *pager) claim(claim *catalog.Claim) {
	s := claim.Standard
	p.codes = append(p.codes, s.Code)
	if !slices.Contains(p.card.note, s.Code) {
		p.card.note = append(p.card.note, s.Code)
	}
	p.set(facetFramework, s.Framework.ID)
	p.set(facetStandard, p.ids[s])
	for st := catalog.Claimed; st <= claim.Strength; st++ {
		p.set(facetStrength, st.String())
	}
	for _, e := range claim.Evidence {
		if e.Level > 0 {
			p.set(facetLevel, levelID(e.Level))
		}
	}
	p.current(claim.Current)
}

func (p *pager) current(is bool) {
	if is {
		p.set(facetCurrency, current)
	} else {
		p.set(facetCurrency, expired)
	}
}

func (p *pager) opportunity(o *catalog.Opportunity) {
	p.card.when = p.opts.day(o.Closes)
	p.day = o.Closes.String()
	p.current(!o.Closed)
	if o.School != nil {
		p.schools(o.School)
	}
}

func (p *pager) practitioner(pr *catalog.Practitioner) {
	p.people(pr)
	p.card.people = p.card.people[:0]
	if pr.School != nil {
		p.schools(pr.School)
	}
	if pr.Role.ID != "" {
		p.terms(facetRole, "role", pr.Role)
		p.card.note = append(p.card.note, p.opts.label("role", pr.Role.ID))
	}
	p.terms(facetSubject, "subject", pr.Subjects...)
	p.terms(facetPhase, "phase", pr.Phases...)
	for _, x := range pr.Expertise {
		p.names = append(p.names, p.opts.label("expertise", x.ID))
	}
	for _, cr := range pr.Credentials {
		p.credential(cr)
	}
}

func (p *pager) credential(cr catalog.Credential) {
	if cr.Framework != nil {
		p.set(facetFramework, cr.Framework.ID)
	}
	switch cr.State {
	case catalog.StateAccredited, catalog.StateReaccredited, catalog.StateDue:
		p.current(true)
	case catalog.StateLapsed:
		p.current(false)
	}
}

func (p *pager) school(s *catalog.School) {
	p.schools(s)
	p.card.schools = p.card.schools[:0]
	if s.Phase.ID != "" {
		p.terms(facetPhase, "phase", s.Phase)
		p.card.note = append(p.card.note, p.opts.label("phase", s.Phase.ID))
	}
	for _, d := range s.Designations {
		p.names = append(p.names, d.Name)
	}
}

func (p *pager) people(list ...*catalog.Practitioner) {
	for _, pr := range list {
		p.names = append(p.names, pr.Title)
		p.card.people = append(p.card.people, pr.Title)
		p.set(facetPractitioner, pr.Slug)
	}
}

func (p *pager) schools(list ...*catalog.School) {
	for _, s := range list {
		p.names = append(p.names, s.Title)
		p.card.schools = append(p.card.schools, s.Title)
		p.set(facetSchool, s.Slug)
	}
}

// year files a page under the academic year of a day and sorts it by that.
func (p *pager) year(d date.Date) {
	if d.IsZero() {
		return
	}
	p.day = p.yearWords(int(d.AcademicYear())).academic
	p.set(facetYear, p.day)
	p.names = append(p.names, p.day, p.yearWords(int(d.Year)).calendar)
}

// terms files a page under words of a vocabulary, and by their labels.
func (p *pager) terms(f facetNumber, vocab string, list ...content.Term) {
	for _, t := range list {
		p.set(f, t.ID)
		p.names = append(p.names, p.opts.label(vocab, t.ID))
	}
}

func (p *page) set(f facetNumber, id string) {
	if !slices.Contains(p.facets[f], id) {
		p.facets[f] = append(p.facets[f], id)
	}
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
