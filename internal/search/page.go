package search

import (
	"cmp"
	"slices"
	"strings"

	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/date"
	"github.com/exemplar-lp/exemplar/internal/markdown"
)

// page is an entry as the index sees it.
type page struct {
	entry catalog.Entry
	kind  content.Kind
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
	// day sorts the pages of a kind, oldest first; rank those of the same day.
	day  string
	rank string
}

// part is a heading and the text under it; the first part of a page may have
// none.
type part struct {
	id, heading string
	lines       []line
}

// line is one paragraph, item or row.
type line struct {
	text string
	// anchor and codes are set for a marked block.
	anchor string
	codes  []string
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

// collect makes the pages of a catalogue, numbered by their place in the list.
func collect(cat *catalog.Catalog, opts Options) []*page {
	c := collector{opts: opts, order: map[*catalog.Practitioner]int{}}
	for i, f := range cat.Frameworks {
		c.framework(f, i)
	}
	for i, p := range cat.Practitioners {
		c.order[p] = i
		c.practitioner(p, i)
	}
	for i, s := range cat.Schools {
		c.school(s, i)
	}
	for _, s := range cat.CaseStudies {
		c.study(s)
	}
	for _, e := range cat.Events {
		c.event(e)
	}
	for _, o := range cat.Opportunities {
		c.opportunity(o)
	}
	for _, p := range cat.Pages {
		c.add(p)
	}
	for _, s := range cat.Sections {
		c.add(s)
	}
	order := func(p *page) int { return slices.Index(importance, p.kind) }
	slices.SortFunc(c.pages, func(a, b *page) int {
		return cmp.Or(cmp.Compare(order(a), order(b)), strings.Compare(a.day, b.day), -strings.Compare(a.rank, b.rank), strings.Compare(a.path, b.path))
	})
	return c.pages
}

type collector struct {
	opts  Options
	order map[*catalog.Practitioner]int
	pages []*page
}

// add appends the page of an entry with what every kind has. It returns a page
// that is not kept where the entry asks to be left out.
func (c *collector) add(e catalog.Entry) *page {
	m := e.Common()
	p := &page{entry: e, kind: m.Kind, path: m.Path(), title: m.Title, summary: m.Summary, rank: m.Title}
	p.link = c.opts.visible(p.path)
	p.names = []string{c.opts.label("kind", m.Kind.String())}
	p.card = card{kind: c.opts.label("kind", m.Kind.String()), when: c.opts.day(m.Date)}
	p.parts = partsOf(m, e.Linked())
	p.facets[facetKind] = []string{m.Kind.String()}
	if m.Searchable() {
		c.pages = append(c.pages, p)
	}
	return p
}

// partsOf cuts a body into its parts, with the codes of marked blocks at their
// lines.
func partsOf(m *content.Meta, links *catalog.Links) []part {
	b, text := m.Body, m.Text()
	parts := make([]part, 0, len(text.Sections)+1)
	for _, s := range text.Sections {
		var p part
		if s.Heading >= 0 {
			h := b.Headings[s.Heading]
			p.id, p.heading = h.ID, h.Text
		}
		for text := range strings.SplitSeq(s.Text, "\n") {
			if text != "" {
				p.lines = append(p.lines, line{text: text})
			}
		}
		parts = append(parts, p)
	}
	for i, e := range links.Claims {
		if e != nil {
			mark(parts, b.Markers[i].Block, e)
		}
	}
	if text.Notes != "" {
		parts = append(parts, part{lines: []line{{text: strings.ReplaceAll(text.Notes, "\n", " ")}}})
	}
	return parts
}

// mark writes a claim's code at the line that is its block, or at the first line
// of the part where the block is no single line.
func mark(parts []part, block markdown.Block, e *catalog.Evidence) {
	if block.Section >= len(parts) || len(parts[block.Section].lines) == 0 {
		return
	}
	lines := parts[block.Section].lines
	at := max(0, slices.IndexFunc(lines, func(l line) bool { return l.text == block.Text }))
	l := &lines[at]
	l.anchor = block.Anchor
	if !slices.Contains(l.codes, e.Standard.Code) {
		l.codes = append(l.codes, e.Standard.Code)
	}
}

func (c *collector) framework(f *catalog.Framework, rank int) {
	p := c.add(f)
	p.rank = rankOf(rank)
	p.names = append(p.names, f.ID)
	p.set(facetFramework, f.ID)
	for i, s := range f.Standards {
		q := c.add(s)
		q.rank = rankOf(rank) + rankOf(i)
		q.code = s.Code
		q.card.note = []string{s.Code}
		q.names = append(q.names, f.Title, f.ID)
		if s.Domain != nil {
			q.names = append(q.names, s.Domain.Title)
		}
		q.set(facetFramework, f.ID)
		q.set(facetStandard, standardID(s))
	}
}

// rankOf writes a number so that numbers sort as text.
func rankOf(n int) string { return string([]byte{byte(n >> 16), byte(n >> 8), byte(n)}) }

// standardID names a standard in addresses: glf-lp/PS1.
func standardID(s *catalog.Standard) string { return s.Framework.ID + "/" + s.Code }

func (c *collector) study(s *catalog.CaseStudy) {
	p := c.add(s)
	c.people(p, s.Practitioners)
	c.schools(p, s.Schools)
	p.rank = c.firstOf(s.Practitioners)
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
	p.parts = append(p.parts, studyFacts(s))
}

// firstOf ranks the studies of a year by the author who comes first in lists, so
// that the numbers of one author's studies are close together.
func (c *collector) firstOf(authors []*catalog.Practitioner) string {
	least := len(c.order)
	for _, a := range authors {
		least = min(least, c.order[a])
	}
	return rankOf(least)
}

// studyFacts is the text of a study's front matter that its page prints.
func studyFacts(s *catalog.CaseStudy) part {
	var p part
	add := func(words ...string) {
		if text := strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == "" }), ". "); text != "" {
			p.lines = append(p.lines, line{text: oneLine(text)})
		}
	}
	add(s.Context)
	for _, m := range s.Impact {
		add(m.Measure, m.Method, m.Caveat)
	}
	for _, r := range s.References {
		add(r.Title, r.Author)
	}
	for _, r := range s.Resources {
		add(r.Title)
	}
	return p
}

func (c *collector) claim(p *page, claim *catalog.Claim) {
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

func (c *collector) practitioner(pr *catalog.Practitioner, rank int) {
	if !pr.Profile {
		return
	}
	p := c.add(pr)
	p.rank = rankOf(rank)
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
	p.parts = append(p.parts, part{lines: lineOf(pr.JobTitle)})
}

func (c *collector) credential(p *page, cr catalog.Credential) {
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

func (c *collector) school(s *catalog.School, rank int) {
	p := c.add(s)
	p.rank = rankOf(rank)
	c.schools(p, []*catalog.School{s})
	p.card.schools = nil
	if s.Phase.ID != "" {
		c.terms(p, facetPhase, "phase", []string{s.Phase.ID})
		p.card.note = append(p.card.note, c.opts.label("phase", s.Phase.ID))
	}
	for _, d := range s.Designations {
		p.names = append(p.names, d.Name)
	}
	p.parts = append(p.parts, part{lines: lineOf(s.Type, s.Trust, s.LocalAuthority, s.Headteacher, s.URN)})
}

func (c *collector) event(e *catalog.Event) {
	p := c.add(e)
	p.card.when = c.opts.day(e.Start.Date)
	c.year(p, e.Start.Date)
	p.parts = append(p.parts, part{lines: lineOf(e.Place, e.For, e.Cost)})
}

func (c *collector) opportunity(o *catalog.Opportunity) {
	p := c.add(o)
	p.card.when = c.opts.day(o.Closes)
	p.day = o.Closes.String()
	if o.School != nil {
		c.schools(p, []*catalog.School{o.School})
	}
	p.parts = append(p.parts, part{lines: lineOf(append([]string{o.Role, o.Salary}, o.Qualifications...)...)})
}

func (c *collector) people(p *page, list []*catalog.Practitioner) {
	for _, pr := range list {
		p.names = append(p.names, pr.Title)
		p.card.people = append(p.card.people, pr.Title)
		p.set(facetPractitioner, pr.Slug)
	}
}

func (c *collector) schools(p *page, list []*catalog.School) {
	for _, s := range list {
		p.names = append(p.names, s.Title)
		p.card.schools = append(p.card.schools, s.Title)
		p.set(facetSchool, s.Slug)
	}
}

// year files a page under the academic year of a day and sorts it by that.
func (c *collector) year(p *page, d date.Date) {
	if d.IsZero() {
		return
	}
	p.day = d.AcademicYear().String()
	p.set(facetYear, p.day)
}

// terms files a page under words of a vocabulary, and by their labels.
func (c *collector) terms(p *page, f facetNumber, vocab string, list []string) {
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
func lineOf(words ...string) []line {
	words = slices.DeleteFunc(slices.Clone(words), func(w string) bool { return w == "" })
	if len(words) == 0 {
		return nil
	}
	return []line{{text: oneLine(strings.Join(words, ". "))}}
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
