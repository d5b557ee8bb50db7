package render

import (
	"cmp"
	"path"
	"strconv"
	"strings"

	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/date"
)

// CaseStudyView is the page of a case study.
type CaseStudyView struct {
	Base
	Summary string
	Authors []Author
	Schools []Link
	// Date is the day of the work, Updated that of the last change; either may
	// be zero.
	Date, Updated Day
	// Minutes is the time it takes to read.
	Minutes int
	Theme   string
	// Archived says that the study is kept for the record.
	Archived bool
	Facts    []Fact
	Context  string
	Strips   []Strip
	Impact   []ImpactView
	// Contents is the menu of the text's sections; empty for a short text.
	Contents []Link
	Body     []BodyPart
	// Standards are the standards claimed, with links to the marked blocks.
	Standards  []StudyStandard
	References []ReferenceView
	Resources  []ResourceView
	Signoff    SignoffView
	ReviewBy   Day
	// AdaptedFrom is the study whose practice this one took up; its title is
	// empty for none.
	AdaptedFrom Link
	AdaptedBy   []Card
	Related     []Card
	// Cite is the study as a reference in a list of works.
	Cite    string
	Licence LicenceView
}

// Author is somebody who wrote a case study.
type Author struct {
	Link
	// Role is the role held when the work was done; it may be empty.
	Role string
	// Then is the school worked in when the work was done, where that is another
	// than now; its title is empty otherwise.
	Then Link
}

// ImpactView is one measured change in words.
type ImpactView struct {
	Measure string
	// Baseline and After are figures with their unit; either may be empty.
	Baseline, After string
	// Of says how many were measured: 58 pupils, 3 staff.
	Of             string
	Method, Caveat string
	// Chart is nil where there are not two figures to compare.
	Chart *ChartView
}

// StudyStandard is a standard that a study claims.
type StudyStandard struct {
	Mark
	// Standard leads to the standard, and Framework names its framework where that
	// is not the portal's main one.
	Standard, Framework Link
	// Levels say what the level means: Extending, beyond your team.
	LevelTitle, Reach string
	// Jumps lead to the marked blocks of the page.
	Jumps []Link
	// Until is the last day on which the evidence counts; zero without an end.
	Until Day
	// Equivalents are the standards of other frameworks that the same shows.
	Equivalents []EquivalentView
}

// ReferenceView is a work that a study draws on. Its year is 0 where none is
// given.
type ReferenceView struct {
	Link
	Author string
	Year   int
}

// ResourceView is something a study offers for use.
type ResourceView struct {
	Link
	// Format is the kind and size of a file: PDF, 240 kB; empty for a page.
	Format  string
	Licence string
}

// SignoffView says who confirmed a study; Name is empty if nobody did.
type SignoffView struct {
	Name, Role string
	Date       Day
}

// LicenceView says how others may use a text.
type LicenceView struct {
	Name string
	// URL leads to the licence's own page where it is a known one.
	URL string
}

func (m *maker) caseStudy(s *catalog.CaseStudy) any {
	v := m.room.studies.one()
	*v = CaseStudyView{
		Base: m.of("case-study", s), Summary: s.Summary,
		Authors: m.authors(s), Schools: m.schoolLinks(s.Schools),
		Date: m.lang.day(s.Date), Updated: m.lang.day(s.Updated),
		Minutes: minutes(s.Body.Words), Archived: s.Status == content.StatusArchived,
		Facts: m.studyFacts(s), Context: s.Context,
		Strips: m.strips(s.Strips(&m.room.coverage), m.ownMark), Impact: m.impact(s.Impact),
		Contents: m.contents(s, m.studySections(s)...), Body: m.lastBody(s), Standards: m.studyStandards(s),
		References: references(s.References), Resources: m.resources(s),
		ReviewBy:  m.lang.day(s.ReviewBy),
		AdaptedBy: m.studyCards(s.AdaptedBy), Related: m.relatedCards(s.Related()),
		Cite: m.cite(s), Licence: LicenceView{s.Licence, licences[s.Licence]},
	}
	if len(s.Themes) > 0 {
		v.Theme = m.lang.Label("theme", s.Themes[0])
	}
	if s.SignedOff {
		v.Signoff = SignoffView{s.Signoff.Name, m.lang.Label("signatory", s.Signoff.Role), m.lang.day(s.Signoff.Date)}
	}
	if s.AdaptedFrom != nil {
		v.AdaptedFrom = m.entry(s.AdaptedFrom)
	}
	v.Type, v.Data = "article", m.articleData(s)
	return v
}

// studySections are the sections of the page that follow the text.
func (m *maker) studySections(s *catalog.CaseStudy) []Link {
	list := m.room.links.upTo(3)
	if len(s.Claims) > 0 {
		list = append(list, Link{Title: m.lang.word("study.standards"), URL: "#site-standards"})
	}
	if len(s.References) > 0 {
		list = append(list, Link{Title: m.lang.word("study.references"), URL: "#site-references"})
	}
	if len(s.Resources) > 0 {
		list = append(list, Link{Title: m.lang.word("study.resources"), URL: "#site-resources"})
	}
	return list
}

// minutes is the reading time at 200 words a minute.
func minutes(words int) int { return max(1, (words+100)/200) }

func (m *maker) authors(s *catalog.CaseStudy) []Author {
	links := m.authorLinks(s.Practitioners)
	authors := m.room.authors.list(len(links))
	for i, p := range s.Practitioners {
		authors[i] = Author{Link: links[i]}
		if role := roleOn(p, s.Date); role != "" && p.Profile {
			authors[i].Role = m.lang.Label("role", role)
		}
		if then := p.SchoolOn(s.Date); p.Profile && then != nil && then != p.School {
			authors[i].Then = m.entry(then)
		}
	}
	return authors
}

// roleOn returns the role that a person held on a day: the present one if it was
// in force then, or that of the newest award in force, or the present one where
// no award tells.
func roleOn(p *catalog.Practitioner, day date.Date) string {
	newest := ""
	for _, c := range p.HeldOn(day) {
		id := c.Credential.Credential.ID
		switch {
		case !c.InForce() && c.State != catalog.StateAspirant:
		case id == p.Role.ID:
			return id
		case newest == "":
			newest = id
		}
	}
	if len(p.Credentials) == 0 {
		return p.Role.ID
	}
	return newest
}

func (m *maker) studyFacts(s *catalog.CaseStudy) []Fact {
	f := m.facts()
	f.add("fact.phase", m.labels("phase", s.Phases)...)
	f.add("fact.key-stage", m.labels("key-stage", s.KeyStages)...)
	f.add("fact.subject", m.labels("subject", s.Subjects)...)
	f.add("fact.group", m.labels("group", s.Groups)...)
	f.add("fact.scale", m.labels("scale", termList(s.Scale))...)
	f.add("fact.period", m.lang.span(s.Period.From, s.Period.To))
	if len(s.Themes) > 1 {
		themes := m.room.words.upTo(len(s.Themes))
		for _, id := range s.Themes {
			themes = append(themes, m.lang.Label("theme", id))
		}
		f.add("fact.theme", themes...)
	}
	return f.list
}

func (m *maker) impact(list []content.Impact) []ImpactView {
	views := make([]ImpactView, len(list))
	for i, c := range list {
		views[i] = ImpactView{
			Measure: c.Measure, Baseline: figure(c.Baseline, c.Unit), After: figure(c.After, c.Unit),
			Of: m.measured(c), Method: c.Method, Caveat: c.Caveat,
			Chart: m.chart(c),
		}
	}
	return views
}

// figure puts a unit behind a figure: 61%, 99.1 points.
func figure(n content.Number, unit string) string {
	switch {
	case n.IsZero() || unit == "":
		return n.Text
	case unit == "%":
		return n.Text + unit
	}
	return n.Text + "\u00a0" + unit
}

// measured says how many were measured.
func (m *maker) measured(c content.Impact) string {
	var words []string
	if m.settings.Privacy.PercentagesOnly(c.Pupils) {
		c.Pupils = 0
	}
	for _, of := range []struct {
		key string
		n   int
	}{{"count.pupils", c.Pupils}, {"count.staff", c.Staff}, {"count.schools", c.Schools}} {
		if of.n > 0 {
			words = append(words, m.lang.count(of.key, of.n))
		}
	}
	return strings.Join(words, m.lang.word("list.comma"))
}

func (m *maker) studyStandards(s *catalog.CaseStudy) []StudyStandard {
	list := m.room.standards.list(len(s.Claims))
	for i, c := range s.Claims {
		mark := catalog.Mark{Standard: c.Standard, Strength: c.Strength, Level: c.Level, Current: c.Current}
		level := levelOf(c.Standard.Framework, c.Level)
		list[i] = StudyStandard{
			Mark: m.mark(mark, passageURL(c)), Standard: m.entry(c.Standard), Framework: m.otherFramework(c.Standard.Framework),
			LevelTitle: level.Title, Reach: level.Reach, Until: m.lang.day(c.Until),
		}
		list[i].Equivalents = m.equivalents(c.Standard)
		list[i].Jumps = m.room.links.upTo(len(c.Evidence))
		for n, e := range c.Evidence {
			list[i].Jumps = append(list[i].Jumps, Link{Title: strconv.Itoa(n + 1), URL: "#" + e.Anchor})
		}
	}
	return list
}

func references(list []content.Reference) []ReferenceView {
	views := make([]ReferenceView, len(list))
	for i, r := range list {
		views[i] = ReferenceView{Link: linkTo(r.Title, string(r.URL)), Author: r.Author, Year: r.Year}
	}
	return views
}

// resources lists what a study offers. One whose file is not published has no
// link.
func (m *maker) resources(s *catalog.CaseStudy) []ResourceView {
	list := make([]ResourceView, len(s.Resources))
	for i, r := range s.Resources {
		list[i] = ResourceView{Link: linkTo(r.Title, string(r.URL)), Licence: r.Licence}
		if r.File == "" {
			continue
		}
		source := path.Join(cmp.Or(s.Bundle(), path.Dir(s.Source)), r.File)
		list[i].URL = m.file(source)
		list[i].Format = m.format(source)
	}
	return list
}

// format names the kind and size of a file: PDF, 240 kB.
func (m *maker) format(source string) string {
	words := strings.ToUpper(strings.TrimPrefix(path.Ext(source), "."))
	if size := m.opts.Files[source].Size; size > 0 {
		words += m.lang.word("list.comma") + fileSize(size)
	}
	return words
}

// fileSize writes a size as people say it, rounded up: 240 kB, 1.2 MB.
func fileSize(bytes int64) string {
	const kB, mB = 1000, 1000 * 1000
	if bytes < mB {
		return strconv.FormatInt((bytes+kB-1)/kB, 10) + "\u00a0kB"
	}
	return strconv.FormatFloat(float64(bytes)/mB, 'f', 1, 64) + "\u00a0MB"
}

// cite writes the study as a reference in a list of works.
func (m *maker) cite(s *catalog.CaseStudy) string {
	names := m.room.words.upTo(len(s.Practitioners))
	for _, p := range s.Practitioners {
		names = append(names, p.Title)
	}
	year := ""
	if !s.Date.IsZero() {
		year = strconv.Itoa(int(s.Date.Year))
	}
	cite := m.lang.word("study.citation", "authors", m.lang.list(names), "year", year, "title", s.Title, "site", m.settings.Title)
	if address := m.here(); address != "" {
		cite += " " + address
	}
	return strings.TrimSpace(cite)
}

// licences leads from the licences that schools use to their own pages.
var licences = map[string]string{
	"CC BY 4.0":       "https://creativecommons.org/licenses/by/4.0/",
	"CC BY-SA 4.0":    "https://creativecommons.org/licenses/by-sa/4.0/",
	"CC BY-NC 4.0":    "https://creativecommons.org/licenses/by-nc/4.0/",
	"CC BY-NC-SA 4.0": "https://creativecommons.org/licenses/by-nc-sa/4.0/",
	"CC BY-ND 4.0":    "https://creativecommons.org/licenses/by-nd/4.0/",
	"CC BY-NC-ND 4.0": "https://creativecommons.org/licenses/by-nc-nd/4.0/",
	"CC0 1.0":         "https://creativecommons.org/publicdomain/zero/1.0/",
	"OGL v3":          "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
}

// otherFramework links to a framework that is not the first of the portal's.
func (m *maker) otherFramework(f *catalog.Framework) Link {
	if f == m.cat.Frameworks[0] {
		return Link{}
	}
	return m.entry(f)
}
