package render

import (
	"cmp"

	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/content"
)

// HomeView is the first page.
type HomeView struct {
	Base
	Summary string
	// Intro is the text before the first heading, Body the rest.
	Intro, Body []BodyPart
	Find        SearchForm
	Doors       []Door
	Figures     []Figure
	// Strip shows the whole portal's coverage of the default framework; nil
	// where there is none.
	Strip *Strip
	// Featured are the case studies that the home page's own file names, else the
	// newest that are signed off.
	Featured []Card
	// Change is the first measured change of the first of them, but not one of so
	// few people that somebody might be known by it; it may be nil.
	Change *ImpactView
	// Studies is the list of all case studies.
	Studies Link
	Next    []Card
	Posts   []Card
}

// Door is one of the ways into the portal.
type Door struct {
	Link
	Text string
}

// Figure is a number computed from the content, with the list behind it.
type Figure struct {
	// Number is 24, or 9 of 10; Words say of what.
	Number, Words, URL string
}

func (m *maker) home() any {
	v := &HomeView{Base: m.base("home", m.settings.Title, m.settings.Description)}
	v.Summary = m.settings.Description
	if e, ok := m.cat.Lookup("index.html"); ok {
		meta := e.Common()
		v.Base = m.base("home", meta.Title, cmp.Or(meta.Summary, m.settings.Description))
		v.Summary, v.Body = cmp.Or(meta.Summary, v.Summary), m.body(e)
		if len(v.Body) > 0 && v.Body[0].Heading == "" {
			v.Intro, v.Body = v.Body[:1], v.Body[1:]
		}
	}
	v.Find, v.Doors, v.Figures = m.searchForm("home-search", "home.search"), m.doors(), m.figures()
	featured := m.featured()
	v.Featured = m.studyCards(featured)
	v.Change = m.firstChange(first(featured, 1))
	v.Studies = Link{Title: m.lang.word("home.all-studies"), URL: m.link.to(studiesPath)}
	for _, e := range m.events {
		if !e.Past && len(v.Next) < 3 {
			v.Next = append(v.Next, m.eventCard(e))
		}
	}
	for _, o := range m.posts {
		if !o.Closed && len(v.Posts) < 3 {
			v.Posts = append(v.Posts, m.postCard(o))
		}
	}
	if len(m.cat.Coverage()) > 0 && len(m.cat.Coverage()[0].Rows) > 0 {
		strip := m.strip(wholeStrip(m.cat.Coverage()[0]), m.standardMark)
		v.Strip = &strip
	}
	return v
}

// firstChange is the first measured change of some studies, or nil.
func (m *maker) firstChange(studies []*catalog.CaseStudy) *ImpactView {
	for _, s := range studies {
		for _, c := range s.Impact {
			if !m.few(c) {
				return &m.impact([]content.Impact{c})[0]
			}
		}
	}
	return nil
}

// featured are the studies to show first: those that the home page names, else
// the three newest that are signed off, and the newest others where there are
// fewer.
func (m *maker) featured() []*catalog.CaseStudy {
	const most = 3
	if e, ok := m.cat.Lookup("index.html"); ok {
		if s, ok := e.(*catalog.Section); ok && len(s.Featured) > 0 {
			return s.Featured
		}
	}
	var signed, others []*catalog.CaseStudy
	for _, s := range m.cat.CaseStudies {
		if s.SignedOff {
			signed = append(signed, s)
		} else {
			others = append(others, s)
		}
	}
	return first(append(first(signed, most), first(others, most)...), most)
}

// doors are the ways in: to practice, to people and to the programme.
func (m *maker) doors() []Door {
	doors := []Door{m.door("practice", studiesPath), m.door("person", peoplePath)}
	if m.programme != nil {
		return append(doors, m.door("programme", m.programme.Path()))
	}
	return append(doors, m.door("posts", postsPath))
}

func (m *maker) door(key, path string) Door {
	return Door{Link{Title: m.lang.word("door." + key), URL: m.link.to(path)}, m.lang.word("door." + key + ".text")}
}

func (m *maker) figures() []Figure {
	accredited := 0
	for _, p := range m.cat.Practitioners {
		if held, ok := p.Standing(); ok && held.InForce() && !p.Left && p.Profile {
			accredited++
		}
	}
	list := []Figure{
		m.figure("figure.accredited", accredited, peoplePath),
		m.figure("figure.case-studies", len(m.cat.CaseStudies), studiesPath),
		m.figure("figure.schools", len(m.cat.Schools), schoolsPath),
	}
	if len(m.cat.Coverage()) > 0 {
		c := m.cat.Coverage()[0]
		covered := m.figure("figure.standards", len(c.Rows)-len(c.Gaps), coveragePath)
		covered.Number = m.lang.word("figure.of", "n", covered.Number, "total", len(c.Rows))
		list = append(list, covered)
	}
	return list
}

func (m *maker) figure(key string, n int, path string) Figure {
	return Figure{Number: grouped(n), Words: m.lang.count(key, n), URL: m.link.to(path)}
}

// wholeStrip makes a strip of a framework's coverage over the whole site.
func wholeStrip(c *catalog.Coverage) catalog.Strip {
	rows := make(map[*catalog.Standard]catalog.Cell, len(c.Rows))
	for _, r := range c.Rows {
		rows[r.Standard] = r.All
	}
	strip := catalog.Strip{Framework: c.Framework}
	for _, d := range c.Framework.Domains {
		domain := catalog.StripDomain{Domain: d}
		for _, s := range d.Standards {
			domain.Marks = append(domain.Marks, markOf(s, rows[s]))
		}
		strip.Domains = append(strip.Domains, domain)
	}
	return strip
}

// markOf makes a mark of a cell of the coverage.
func markOf(s *catalog.Standard, c catalog.Cell) catalog.Mark {
	return catalog.Mark{Standard: s, Strength: strengthOf(c), Level: c.HighestLevel, Current: c.Current > 0, Claims: c.Claims}
}

// strengthOf returns the best strength in a cell.
func strengthOf(c catalog.Cell) catalog.Strength {
	switch {
	case c.Validated > 0:
		return catalog.Validated
	case c.Evidenced > 0:
		return catalog.Evidenced
	case c.Claimed > 0:
		return catalog.Claimed
	}
	return catalog.None
}
