package render

import (
	"slices"
	"strings"

	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/content"
)

// ImpactPageView is the page that brings together what changed, how far
// practice has travelled, what schools have been named and what people say.
type ImpactPageView struct {
	Base
	Summary string
	Body    []BodyPart
	Figures []Figure
	Themes  []ImpactTheme
	// Withheld says how many changes are left out because they are of few people;
	// empty for none.
	Withheld string
	TakenUp  []TakenUp
	// Reach says how often practice was taken up, and between schools.
	Reach        string
	Designations []SchoolDesignation
	Testimonials []QuoteView
}

// ImpactTheme is the measured changes of the studies of one theme.
type ImpactTheme struct {
	// ID is the id of the heading.
	ID, Title string
	Changes   []ImpactChange
}

// ImpactChange is a measured change with the study it is from.
type ImpactChange struct {
	ImpactView
	Study Link
	At    []Link
	Date  Day
}

// SchoolDesignation is what a school has been named, with its dates.
type SchoolDesignation struct {
	School Link
	DesignationView
}

// impactPath is the page about impact and reach.
const impactPath = "impact/index.html"

// hasImpact reports whether there is anything for the page about impact.
func hasImpact(cat *catalog.Catalog) bool {
	if _, ok := cat.Lookup(impactPath); ok {
		return true
	}
	return slices.ContainsFunc(cat.CaseStudies, func(s *catalog.CaseStudy) bool {
		return len(s.Impact) > 0 || s.AdaptedFrom != nil
	})
}

func (m *maker) impactPage() any {
	v := &ImpactPageView{Base: m.base("impact", m.sectionTitle(impactPath, m.lang), m.lang.word("impact.summary"))}
	v.Summary = m.lang.word("impact.summary")
	if s, ok := m.sectionAt(impactPath); ok {
		v.Base, v.Body = m.of("impact", s), m.body(s)
		v.Testimonials = m.quotes(s.Testimonials, Link{})
		if s.Summary != "" {
			v.Summary = s.Summary
		}
	}
	v.Breadcrumbs = m.breadcrumbs(impactPath)
	counts := m.changes(v)
	v.TakenUp = m.takenUp(m.cat.CaseStudies)
	m.reached(v)
	v.Figures = m.impactFigures(counts, v)
	v.Designations = m.designations()
	v.Testimonials = append(v.Testimonials, m.allQuotes()...)
	return v
}

func (m *maker) sectionAt(path string) (*catalog.Section, bool) {
	e, _ := m.cat.Lookup(path)
	s, ok := e.(*catalog.Section)
	return s, ok
}

// impactCounts is how much was measured. A pupil who is in two studies is
// counted in both, and one who is in two measures of one study once.
type impactCounts struct{ changes, withheld, studies, pupils, staff int }

// changes lists the measured changes by theme, those of few people left out.
func (m *maker) changes(v *ImpactPageView) impactCounts {
	var n impactCounts
	for _, s := range m.cat.CaseStudies {
		var kept []content.Impact
		pupils, staff := 0, 0
		for _, c := range s.Impact {
			if m.few(c) {
				n.withheld++
				continue
			}
			kept = append(kept, c)
			if m.settings.Privacy.PercentagesOnly(c.Pupils) {
				c.Pupils = 0
			}
			pupils, staff = max(pupils, c.Pupils), max(staff, c.Staff)
		}
		if len(kept) > 0 {
			n.studies, n.changes, n.pupils, n.staff = n.studies+1, n.changes+len(kept), n.pupils+pupils, n.staff+staff
			m.addChanges(v, s, kept)
		}
	}
	slices.SortStableFunc(v.Themes, func(a, b ImpactTheme) int { return strings.Compare(a.Title, b.Title) })
	if n.withheld > 0 {
		v.Withheld = m.lang.count("impact.withheld", n.withheld, "least", m.settings.Privacy.SmallNumber)
	}
	return n
}

func (m *maker) addChanges(v *ImpactPageView, s *catalog.CaseStudy, kept []content.Impact) {
	id, title := "other", m.lang.word("impact.other")
	if len(s.Themes) > 0 {
		id, title = s.Themes[0], m.lang.Label("theme", s.Themes[0])
	}
	at := slices.IndexFunc(v.Themes, func(t ImpactTheme) bool { return t.ID == "site-theme-"+id })
	if at < 0 {
		at = len(v.Themes)
		v.Themes = append(v.Themes, ImpactTheme{ID: "site-theme-" + id, Title: title})
	}
	for _, c := range m.impact(kept) {
		if c.Method == "" {
			c.Method = m.lang.word("impact.no-method")
		}
		v.Themes[at].Changes = append(v.Themes[at].Changes, ImpactChange{c, m.entry(s), m.schoolLinks(s.Schools), m.lang.day(s.Date)})
	}
}

// unitsOfPeople are the units in which a figure counts persons.
var unitsOfPeople = []string{"pupils", "children", "students", "learners", "families", "staff", "teachers", "colleagues", "people"}

// few reports whether a change is of so few people that somebody might be known
// by it: the group itself, or the part that a figure counts, or what is left of
// the group.
func (m *maker) few(c content.Impact) bool {
	least := m.settings.Privacy.SmallNumber
	small := func(n int) bool { return n > 0 && n < least }
	if small(c.Pupils) {
		return true
	}
	if !slices.Contains(unitsOfPeople, strings.ToLower(c.Unit)) {
		return false
	}
	for _, n := range []content.Number{c.Baseline, c.After} {
		if !n.IsZero() && (small(int(n.Value)) || c.Pupils > 0 && small(c.Pupils-int(n.Value))) {
			return true
		}
	}
	return false
}

// reached says how often practice was taken up.
func (m *maker) reached(v *ImpactPageView) {
	between := 0
	for _, t := range v.TakenUp {
		if t.Travelled {
			between++
		}
	}
	if len(v.TakenUp) > 0 {
		v.Reach = m.lang.count("impact.reach", len(v.TakenUp), "between", between)
	}
}

func (m *maker) impactFigures(n impactCounts, v *ImpactPageView) []Figure {
	var list []Figure
	for _, f := range []struct {
		key string
		n   int
	}{{"impact.changes", n.changes}, {"impact.studies", n.studies}, {"impact.pupils", n.pupils}, {"impact.staff", n.staff}, {"impact.taken-up", len(v.TakenUp)}} {
		if f.n > 0 {
			list = append(list, Figure{Number: grouped(f.n), Words: m.lang.count(f.key, f.n)})
		}
	}
	return list
}

// designations lists what the schools have been named, those in force first.
func (m *maker) designations() []SchoolDesignation {
	var now, ended []SchoolDesignation
	for _, s := range m.cat.Schools {
		for _, d := range s.Designations {
			if d.From.After(m.cat.AsOf) {
				continue
			}
			v := SchoolDesignation{m.entry(s), DesignationView{d.Name, m.lang.span(d.From, d.To), !m.designated(d)}}
			if v.Ended {
				ended = append(ended, v)
			} else {
				now = append(now, v)
			}
		}
	}
	return append(now, ended...)
}

// allQuotes are what people say of the pages, schools and people of the portal.
func (m *maker) allQuotes() []QuoteView {
	var list []QuoteView
	for _, p := range m.cat.Pages {
		list = append(list, m.quotes(p.Testimonials, m.entry(p))...)
	}
	for _, s := range m.cat.Schools {
		list = append(list, m.quotes(s.Testimonials, m.entry(s))...)
	}
	for _, p := range m.everyone {
		if !p.Left {
			list = append(list, m.quotes(p.Testimonials, m.entry(p))...)
		}
	}
	return list
}
