package search

import (
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
	// text has a paragraph, item or row on each line, and no empty line.
	text string
	// marked are the lines that are evidence.
	marked []marked
}

// marked is a line that is a marked block.
type marked struct {
	line   int
	anchor string
	codes  []string
}

func (p *part) markOf(line int) *marked {
	for i := range p.marked {
		if p.marked[i].line == line {
			return &p.marked[i]
		}
	}
	return nil
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

// collection is the entries of an index, numbered by their place in the list.
// Their texts are read only when a page is made with them.
type collection struct {
	cat     *catalog.Catalog
	opts    Options
	order   map[*catalog.Practitioner]int
	entries []catalog.Entry
	// tags has what the entries have of each facet.
	tags [len(facetIDs)]tags
}

// tags are the values of a facet: those of entry i are of[ends[i-1]:ends[i]], as
// indexes into ids.
type tags struct {
	ids    []string
	number map[string]uint32
	of     []uint32
	ends   []uint32
}

// place is what the order of entries depends on.
type place struct {
	kind            int
	day, rank, path string
	// taken counts the entries as they came.
	taken int
}

// collect numbers the entries of a catalogue.
func collect(cat *catalog.Catalog, opts Options) *collection {
	c := &collection{cat: cat, opts: opts, order: map[*catalog.Practitioner]int{}}
	var places []place
	take := func(e catalog.Entry, rank string) {
		if e.Common().Searchable() {
			p := c.page(e)
			places = append(places, place{slices.Index(importance, p.kind), p.day, rank, p.path, len(places)})
			c.entries = append(c.entries, e)
			c.tag(p)
		}
	}
	for i, f := range cat.Frameworks {
		take(f, rankOf(i))
		for j, s := range f.Standards {
			take(s, rankOf(i)+rankOf(j))
		}
	}
	for i, p := range cat.Practitioners {
		c.order[p] = i
		if p.Profile {
			take(p, rankOf(i))
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
func (c *collection) tag(p *page) {
	for f := range c.tags {
		t := &c.tags[f]
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
			t.of = append(t.of, n)
		}
		t.ends = append(t.ends, uint32(len(t.of)))
	}
}

// arrange puts the entries into order.
func (c *collection) arrange(places []place) {
	entries := make([]catalog.Entry, len(places))
	for i, p := range places {
		entries[i] = c.entries[p.taken]
	}
	c.entries = entries
	for f := range c.tags {
		old := c.tags[f]
		t := &c.tags[f]
		t.of, t.ends = make([]uint32, 0, len(old.of)), make([]uint32, 0, len(old.ends))
		for _, p := range places {
			t.of = append(t.of, old.values(p.taken)...)
			t.ends = append(t.ends, uint32(len(t.of)))
		}
	}
}

// values returns what an entry has of the facet.
func (t *tags) values(i int) []uint32 {
	start := uint32(0)
	if i > 0 {
		start = t.ends[i-1]
	}
	return t.of[start:t.ends[i]]
}

// page makes the page of an entry, without the text of its body.
func (c *collection) page(e catalog.Entry) *page {
	m := e.Common()
	p := &page{kind: m.Kind, path: m.Path(), title: m.Title, summary: m.Summary}
	p.link = c.opts.visible(p.path)
	p.names = []string{c.opts.label("kind", m.Kind.String())}
	p.card = card{kind: c.opts.label("kind", m.Kind.String()), when: c.opts.day(m.Date)}
	p.facets[facetKind] = []string{m.Kind.String()}
	switch e := e.(type) {
	case *catalog.Framework:
		p.names = append(p.names, e.ID)
		p.set(facetFramework, e.ID)
	case *catalog.Standard:
		c.standard(p, e)
	case *catalog.CaseStudy:
		c.study(p, e)
	case *catalog.Practitioner:
		c.practitioner(p, e)
	case *catalog.School:
		c.school(p, e)
	case *catalog.Event:
		p.card.when = c.opts.day(e.Start.Date)
		c.year(p, e.Start.Date)
	case *catalog.Opportunity:
		p.card.when = c.opts.day(e.Closes)
		p.day = e.Closes.String()
		p.set(facetCurrency, current)
		if e.Closed {
			p.facets[facetCurrency] = []string{expired}
		}
		if e.School != nil {
			c.schools(p, []*catalog.School{e.School})
		}
	}
	return p
}

// whole makes the page of the entry with a number, with its text, which is read
// by way of room.
func (c *collection) whole(n int, room *content.Room) *page {
	e := c.entries[n]
	p := c.page(e)
	p.parts = partsOf(e.Common(), e.Linked(), room)
	if facts := factsOf(e); len(facts) > 0 {
		p.parts = append(p.parts, part{text: strings.Join(facts, "\n")})
	}
	return p
}

// factsOf is the text of an entry's front matter that its page prints.
func factsOf(e catalog.Entry) []string {
	switch e := e.(type) {
	case *catalog.CaseStudy:
		return studyFacts(e)
	case *catalog.Practitioner:
		return lineOf(e.JobTitle)
	case *catalog.School:
		return lineOf(e.Type, e.Trust, e.LocalAuthority, e.Headteacher, e.URN)
	case *catalog.Event:
		return lineOf(e.Place, e.For, e.Cost)
	case *catalog.Opportunity:
		return lineOf(append([]string{e.Role, e.Salary}, e.Qualifications...)...)
	}
	return nil
}

// partsOf cuts a body into its parts, with the codes of marked blocks at their
// lines.
func partsOf(m *content.Meta, links *catalog.Links, room *content.Room) []part {
	b := m.Body
	sections, notes := m.Words(room)
	parts := make([]part, 0, len(sections)+1)
	for _, s := range sections {
		p := part{text: withoutEmptyLines(s.Text)}
		if s.Heading >= 0 {
			h := b.Headings[s.Heading]
			p.id, p.heading = h.ID, h.Text
		}
		parts = append(parts, p)
	}
	for i, e := range links.Claims {
		if e != nil && b.Markers[i].Block.Section < len(parts) {
			parts[b.Markers[i].Block.Section].mark(&b.Markers[i].Block, e.Standard.Code)
		}
	}
	if notes != "" {
		parts = append(parts, part{text: strings.ReplaceAll(notes, "\n", " ")})
	}
	return parts
}

func withoutEmptyLines(text string) string {
	text = strings.Trim(text, "\n")
	for strings.Contains(text, "\n\n") {
		text = strings.ReplaceAll(text, "\n\n", "\n")
	}
	return text
}

// mark writes a claim's code at the line that is its block, or at the first line
// where the block is no single line.
func (p *part) mark(block *markdown.Block, code string) {
	if p.text == "" {
		return
	}
	at, number := 0, 0
	for line := range strings.SplitSeq(p.text, "\n") {
		if line == block.Text {
			at = number
			break
		}
		number++
	}
	m := p.markOf(at)
	if m == nil {
		p.marked = append(p.marked, marked{line: at})
		m = &p.marked[len(p.marked)-1]
	}
	m.anchor = block.Anchor
	if !slices.Contains(m.codes, code) {
		m.codes = append(m.codes, code)
	}
}

func (c *collection) standard(p *page, s *catalog.Standard) {
	p.code = s.Code
	p.card.note = []string{s.Code}
	p.names = append(p.names, s.Framework.Title, s.Framework.ID)
	if s.Domain != nil {
		p.names = append(p.names, s.Domain.Title)
	}
	p.set(facetFramework, s.Framework.ID)
	p.set(facetStandard, standardID(s))
}

// rankOf writes a number so that numbers sort as text.
func rankOf(n int) string { return string([]byte{byte(n >> 16), byte(n >> 8), byte(n)}) }

// standardID names a standard in addresses: glf-lp/PS1.
func standardID(s *catalog.Standard) string { return s.Framework.ID + "/" + s.Code }

func (c *collection) study(p *page, s *catalog.CaseStudy) {
	c.people(p, s.Practitioners)
	c.schools(p, s.Schools)
	c.year(p, s.Date)
	for _, claim := range s.Claims {
		c.claim(p, claim)
	}
	for _, t := range s.Themes {
		p.set(facetTheme, t)
		p.codes = append(p.codes, c.opts.label("theme", t))
	}
	c.terms(p, facetSubject, "subject", ids(s.Subjects))
	c.terms(p, facetPhase, "phase", ids(s.Phases))
	c.terms(p, facetStage, "key-stage", ids(s.KeyStages))
	for _, g := range s.Groups {
		p.names = append(p.names, c.opts.label("group", g.ID))
	}
	for _, t := range first(s.Themes) {
		p.card.note = append([]string{c.opts.label("theme", t)}, p.card.note...)
	}
}

// firstOf ranks the studies of a year by the author who comes first in lists, so
// that the numbers of one author's studies are close together.
func (c *collection) firstOf(authors []*catalog.Practitioner) string {
	least := len(c.order)
	for _, a := range authors {
		least = min(least, c.order[a])
	}
	return rankOf(least)
}

func studyFacts(s *catalog.CaseStudy) []string {
	list := lineOf(s.Context)
	for _, m := range s.Impact {
		list = append(list, lineOf(m.Measure, m.Method, m.Caveat)...)
	}
	for _, r := range s.References {
		list = append(list, lineOf(r.Title, r.Author)...)
	}
	for _, r := range s.Resources {
		list = append(list, lineOf(r.Title)...)
	}
	return list
}

func (c *collection) claim(p *page, claim *catalog.Claim) {
	s := claim.Standard
	p.codes = append(p.codes, s.Code)
	if !slices.Contains(p.card.note, s.Code) {
		p.card.note = append(p.card.note, s.Code)
	}
	p.set(facetFramework, s.Framework.ID)
	p.set(facetStandard, standardID(s))
	for st := catalog.Claimed; st <= claim.Strength; st++ {
		p.set(facetStrength, st.String())
	}
	for _, e := range claim.Evidence {
		if e.Level > 0 {
			p.set(facetLevel, levelID(e.Level))
		}
	}
	if claim.Current {
		p.set(facetCurrency, current)
	} else {
		p.set(facetCurrency, expired)
	}
}

func (c *collection) practitioner(p *page, pr *catalog.Practitioner) {
	c.people(p, []*catalog.Practitioner{pr})
	p.card.people = nil
	if pr.School != nil {
		c.schools(p, []*catalog.School{pr.School})
	}
	if pr.Role.ID != "" {
		c.terms(p, facetRole, "role", []string{pr.Role.ID})
		p.card.note = append(p.card.note, c.opts.label("role", pr.Role.ID))
	}
	c.terms(p, facetSubject, "subject", ids(pr.Subjects))
	c.terms(p, facetPhase, "phase", ids(pr.Phases))
	for _, x := range pr.Expertise {
		p.names = append(p.names, c.opts.label("expertise", x.ID))
	}
	for _, cr := range pr.Credentials {
		c.credential(p, cr)
	}
}

func (c *collection) credential(p *page, cr catalog.Credential) {
	if cr.Framework != nil {
		p.set(facetFramework, cr.Framework.ID)
	}
	switch cr.State {
	case catalog.StateAccredited, catalog.StateReaccredited, catalog.StateDue:
		p.set(facetCurrency, current)
	case catalog.StateLapsed:
		p.set(facetCurrency, expired)
	}
}

func (c *collection) school(p *page, s *catalog.School) {
	c.schools(p, []*catalog.School{s})
	p.card.schools = nil
	if s.Phase.ID != "" {
		c.terms(p, facetPhase, "phase", []string{s.Phase.ID})
		p.card.note = append(p.card.note, c.opts.label("phase", s.Phase.ID))
	}
	for _, d := range s.Designations {
		p.names = append(p.names, d.Name)
	}
}

func (c *collection) people(p *page, list []*catalog.Practitioner) {
	for _, pr := range list {
		p.names = append(p.names, pr.Title)
		p.card.people = append(p.card.people, pr.Title)
		p.set(facetPractitioner, pr.Slug)
	}
}

func (c *collection) schools(p *page, list []*catalog.School) {
	for _, s := range list {
		p.names = append(p.names, s.Title)
		p.card.schools = append(p.card.schools, s.Title)
		p.set(facetSchool, s.Slug)
	}
}

// year files a page under the academic year of a day and sorts it by that.
func (c *collection) year(p *page, d date.Date) {
	if d.IsZero() {
		return
	}
	p.day = d.AcademicYear().String()
	p.set(facetYear, p.day)
	p.names = append(p.names, p.day, strconv.Itoa(int(d.Year)))
}

// terms files a page under words of a vocabulary, and by their labels.
func (c *collection) terms(p *page, f facetNumber, vocab string, list []string) {
	for _, id := range list {
		p.set(f, id)
		p.names = append(p.names, c.opts.label(vocab, id))
	}
}

func (p *page) set(f facetNumber, id string) {
	if !slices.Contains(p.facets[f], id) {
		p.facets[f] = append(p.facets[f], id)
	}
}

func ids(terms []content.Term) []string {
	list := make([]string, len(terms))
	for i, t := range terms {
		list[i] = t.ID
	}
	return list
}

func first(list []string) []string { return list[:min(1, len(list))] }

// lineOf makes one line of what is not empty.
func lineOf(words ...string) []string {
	words = slices.DeleteFunc(slices.Clone(words), func(w string) bool { return w == "" })
	if len(words) == 0 {
		return nil
	}
	return []string{oneLine(strings.Join(words, ". "))}
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
