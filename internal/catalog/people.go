package catalog

import (
	"cmp"
	"slices"

	"github.com/exemplar-lp/exemplar/internal/content"
)

// linkSchools puts the schools in order.
func (l *linker) linkSchools() {
	sortFiled(l.catalog.Schools, func(s *School) string { return filingKey(s.Title) })
}

// linkPractitioners gives people their schools and credentials, and schools
// their people.
func (l *linker) linkPractitioners() {
	sortFiled(l.catalog.Practitioners, func(p *Practitioner) string { return nameKey(p.Title) })
	for _, p := range l.catalog.Practitioners {
		p.School, _ = find[*School](l, p.Source, content.KindSchool, p.Practitioner.School)
		for _, e := range p.PreviousSchools {
			if s, ok := find[*School](l, p.Source, content.KindSchool, e.School); ok {
				p.Previous = append(p.Previous, Employment{School: s, From: e.From, To: e.To})
			}
		}
		p.Credentials = l.credentials(p.Practitioner)
		if !p.Left {
			employ(p)
		}
		l.photograph(p)
	}
	l.together()
}

// employ lists a person with the schools of now and before.
func employ(p *Practitioner) {
	if p.School != nil {
		p.School.Practitioners = append(p.School.Practitioners, p)
	}
	for _, e := range p.Previous {
		if e.School != p.School && !endsWith(e.School.Former, p) {
			e.School.Former = append(e.School.Former, p)
		}
	}
}

// credentials judges what a person holds.
func (l *linker) credentials(p *content.Practitioner) []Credential {
	list := make([]Credential, 0, len(p.Credentials))
	for _, c := range p.Credentials {
		held := Credential{Credential: c}
		if f, ok := find[*Framework](l, p.Source, content.KindFramework, c.Framework); ok {
			held.Framework = f
		} else if c.Framework.ID == "" && accredited(c.Credential.ID) {
			held.Framework = l.standing
		}
		list = append(list, held)
	}
	return judgeCredentials(list, l.opts.AsOf)
}

// linkOpportunities gives posts their schools, and schools their open posts.
func (l *linker) linkOpportunities() {
	c := l.catalog
	slices.SortFunc(c.Opportunities, func(a, b *Opportunity) int {
		return cmp.Or(compareBool(a.Closes.IsZero(), b.Closes.IsZero()), a.Closes.Compare(b.Closes), cmp.Compare(a.Source, b.Source))
	})
	for _, o := range c.Opportunities {
		s, ok := find[*School](l, o.Source, content.KindSchool, o.Opportunity.School)
		if !ok {
			continue
		}
		o.School = s
		if !o.Closed {
			s.Opportunities = append(s.Opportunities, o)
		}
	}
}

// linkPages puts events, pages and sections in order, and pages into their
// sections.
func (l *linker) linkPages() {
	c := l.catalog
	slices.SortFunc(c.Events, func(a, b *Event) int {
		return cmp.Or(a.Start.Compare(b.Start.Date), cmp.Compare(a.Start.Hour, b.Start.Hour),
			cmp.Compare(a.Start.Minute, b.Start.Minute), cmp.Compare(a.Source, b.Source))
	})
	byPath := func(m *content.Meta) string { return m.Path() }
	sortFiled(c.Pages, func(p *Page) string { return byPath(&p.Meta) })
	sortFiled(c.Sections, func(s *Section) string { return byPath(&s.Meta) })
	folders := map[string][]*Page{}
	for _, p := range c.Pages {
		p.Milestones = l.milestones(p.Source, p.Timeline)
		folders[p.Dir] = append(folders[p.Dir], p)
	}
	for _, s := range c.Sections {
		s.Milestones = l.milestones(s.Source, s.Timeline)
		l.feature(s)
		s.Pages = folders[s.Dir]
		sortPages(s.Pages)
	}
}

// sortPages sorts the pages of a folder by order, then title. Before, they are
// by path.
func sortPages(list []*Page) {
	keys := make(map[*Page]string, len(list))
	for _, p := range list {
		keys[p] = filingKey(p.Title)
	}
	slices.SortStableFunc(list, func(a, b *Page) int {
		return cmp.Or(cmp.Compare(lastIfUnset(a.Order), lastIfUnset(b.Order)), cmp.Compare(keys[a], keys[b]))
	})
}

// feature finds the studies that the home page names, each once.
func (l *linker) feature(s *Section) {
	for _, ref := range s.Section.Featured {
		if study, ok := find[*CaseStudy](l, s.Source, content.KindCaseStudy, ref); ok && !slices.Contains(s.Featured, study) {
			s.Featured = append(s.Featured, study)
		}
	}
}

// milestones finds the events of a timeline.
func (l *linker) milestones(source string, timeline []content.Milestone) []*Event {
	list := make([]*Event, len(timeline))
	for i, m := range timeline {
		list[i], _ = find[*Event](l, source, content.KindEvent, m.Page)
	}
	return list
}
