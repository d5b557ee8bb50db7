package render

import (
	"cmp"
	"slices"
	"strings"

	"github.com/exemplar-lp/exemplar/internal/catalog"
)

// StandardView is the page of a standard.
type StandardView struct {
	Base
	Code, Summary string
	Framework     Link
	// Domain is empty where the framework has none.
	Domain string
	// Position says which standard this is: 5 of 10.
	Position    string
	Body        []BodyPart
	Contents    []Link
	Equivalents []EquivalentView
	// Words count the evidence: 3 validated, 2 evidenced, 1 claimed.
	Words string
	// Total is the number of case studies that claim the standard.
	Total int
	// Evidence is what this page of the list shows, by strength.
	Evidence []EvidenceGroup
	// Borrowed is evidence for an equivalent standard.
	Borrowed       []EvidenceView
	People         []PersonEvidence
	Previous, Next Link
}

// EquivalentView is a standard of another framework that the same evidence
// shows.
type EquivalentView struct {
	Standard, Framework Link
	Code                string
}

// EvidenceGroup is the claims of one strength.
type EvidenceGroup struct {
	// ID is the id of the heading; Strength is claimed, evidenced or validated.
	ID, Strength string
	Claims       []EvidenceView
}

// EvidenceView is one case study's claim to a standard.
type EvidenceView struct {
	Study  Link
	By, At []Link
	Date   Day
	// Strength is claimed, evidenced or validated; Words add level and currency.
	Strength, Words string
	// Level is the highest that is marked, or 0.
	Level int
	// Through is the equivalent standard that the study names; empty for the
	// standard itself.
	Through string
	Expired bool
	// Until is the last day on which the evidence counts.
	Until  Day
	Quotes []Quote
}

// Quote is a marked block in its own words.
type Quote struct {
	Text string
	// URL leads to the block.
	URL string
	// Level is 0 where none is marked.
	Level             int
	LevelTitle, Reach string
	// Lang is the language of the text where it is not the page's.
	Lang string
}

// PersonEvidence is a practitioner with evidence for the standard.
type PersonEvidence struct {
	Link
	At    []Link
	Words string
}

// evidencePerPage is how many claims a page of a standard shows.
const evidencePerPage = 48

func (m *maker) standard(s *catalog.Standard, page int) any {
	f := s.Framework
	v := &StandardView{
		Base: m.of("standard", s), Code: s.Code, Summary: s.Summary, Framework: m.entry(f), Domain: s.Domain.Title,
		Position: m.lang.word("standard.position", "n", s.Running, "total", len(f.Standards)),
		Words:    m.lang.counted(countStrengths(s.Claims)), Total: len(s.Claims),
		Evidence: m.evidenceGroups(pageOf(s.Claims, page, evidencePerPage)),
	}
	v.Title = s.Title
	v.WindowTitle = s.Code + " " + v.WindowTitle
	m.paged(&v.Base, s.Path(), page, pageCount(len(s.Claims), evidencePerPage))
	v.Previous, v.Next = m.neighbour(s.Previous), m.neighbour(s.Next)
	if page > 1 {
		return v
	}
	v.Body, v.People = m.body(s), m.strongest(s)
	v.Equivalents = m.equivalents(s)
	for _, c := range first(s.Borrowed, evidencePerPage) {
		borrowed := m.evidence(c)
		borrowed.Through = c.Standard.Framework.Title + ", " + c.Standard.Code
		v.Borrowed = append(v.Borrowed, borrowed)
	}
	v.Contents = m.contents(s, m.standardSections(v)...)
	v.Data = m.standardData(s)
	return v
}

// equivalents are the standards of other frameworks that the same evidence
// shows.
func (m *maker) equivalents(s *catalog.Standard) []EquivalentView {
	var list []EquivalentView
	for _, e := range s.Equivalents {
		list = append(list, EquivalentView{m.entry(e), m.entry(e.Framework), e.Code})
	}
	return list
}

// standardSections are the sections of the page that follow the text.
func (m *maker) standardSections(v *StandardView) []Link {
	list := []Link{{Title: m.lang.word("standard.evidence"), URL: "#site-evidence"}}
	if len(v.People) > 0 {
		list = append(list, Link{Title: m.lang.word("standard.people"), URL: "#site-people"})
	}
	return list
}

func first[T any](list []T, n int) []T { return list[:min(n, len(list))] }

// neighbour links to the standard before or after, by code and title.
func (m *maker) neighbour(s *catalog.Standard) Link {
	if s == nil {
		return Link{}
	}
	l := m.entry(s)
	l.Title = s.Code + " " + l.Title
	return l
}

// countStrengths counts claims, which are the strongest first. Each page of a long
// list asks, so that it looks for where a strength ends and not at every claim.
func countStrengths(claims []*catalog.Claim) (counts [catalog.Validated + 1]int) {
	for strength := catalog.Validated; strength > catalog.None; strength-- {
		end, _ := slices.BinarySearchFunc(claims, strength, func(c *catalog.Claim, strength catalog.Strength) int {
			if c.Strength >= strength {
				return -1
			}
			return 1
		})
		counts[strength], claims = end, claims[end:]
	}
	return counts
}

// evidenceGroups puts claims, sorted by strength, under a heading for each
// strength.
func (m *maker) evidenceGroups(claims []*catalog.Claim) []EvidenceGroup {
	var groups []EvidenceGroup
	for i, c := range claims {
		word := c.Strength.String()
		if len(groups) == 0 || groups[len(groups)-1].Strength != word {
			groups = append(groups, EvidenceGroup{ID: "site-" + word, Strength: word, Claims: m.room.evidence.upTo(len(claims) - i)})
		}
		last := &groups[len(groups)-1]
		last.Claims = append(last.Claims, m.evidence(c))
	}
	return groups
}

func (m *maker) evidence(c *catalog.Claim) EvidenceView {
	v := EvidenceView{
		Study: m.entry(c.Study), By: m.authorLinks(c.Study.Practitioners), At: m.schoolLinks(c.Study.Schools),
		Date: m.lang.day(c.Study.Date), Strength: c.Strength.String(),
		Words: m.strengthWords(c.Strength, c.Level, !c.Current), Level: c.Level,
		Expired: !c.Current, Until: m.lang.day(c.Until),
	}
	v.Quotes = m.room.quotes.upTo(len(c.Evidence))
	for _, e := range c.Evidence {
		level := levelOf(e.Standard.Framework, e.Level)
		v.Quotes = append(v.Quotes, Quote{
			Text: excerpt(e.Text), URL: m.at(c.Study.Common(), e.Anchor),
			Level: e.Level, LevelTitle: level.Title, Reach: level.Reach, Lang: v.Study.Lang,
		})
	}
	return v
}

// quoteWords is the longest quotation; a marked section may be far longer.
const quoteWords = 90

// excerpt returns a text on one line, cut after a word where it is long.
func excerpt(text string) string {
	words := strings.Fields(text)
	if len(words) <= quoteWords {
		return strings.Join(words, " ")
	}
	return strings.Join(words[:quoteWords], " ") + " …"
}

// strongest lists at most twelve people with evidence in date: by strength,
// then level, then name.
func (m *maker) strongest(s *catalog.Standard) []PersonEvidence {
	best := map[*catalog.Practitioner]*catalog.Claim{}
	var people []*catalog.Practitioner
	for _, c := range s.Claims { // best first
		if c.Strength < catalog.Evidenced || !c.Current {
			continue
		}
		for _, p := range c.Study.Practitioners {
			if best[p] == nil && p.Profile && !p.Left {
				best[p] = c
				people = append(people, p)
			}
		}
	}
	slices.SortStableFunc(people, func(a, b *catalog.Practitioner) int {
		x, y := best[a], best[b]
		return cmp.Or(cmp.Compare(y.Strength, x.Strength), cmp.Compare(y.Level, x.Level))
	})
	var list []PersonEvidence
	for _, p := range first(people, 12) {
		person := PersonEvidence{Link: m.entry(p), Words: m.strengthWords(best[p].Strength, best[p].Level, false)}
		if p.School != nil {
			person.At = m.schoolLinks([]*catalog.School{p.School})
		}
		list = append(list, person)
	}
	return list
}

// FrameworkView is the page of a framework.
type FrameworkView struct {
	Base
	Summary  string
	Body     []BodyPart
	Contents []Link
	Domains  []FrameworkDomain
	Levels   []LevelView
	// PassRule says what a portfolio needs; empty where there is no rule.
	PassRule string
	Facts    []Fact
	// SupersededBy replaced this framework; its title is empty for none.
	SupersededBy Link
	// Coverage leads to the framework's part of the coverage pages.
	Coverage Link
	// Gaps are the standards without evidence in date.
	Gaps []Link
}

// LevelView is a level of practice.
type LevelView struct {
	N            int
	Title, Reach string
}

// FrameworkDomain is the standards of one domain.
type FrameworkDomain struct {
	// ID is the id of the heading.
	ID, Title string
	Standards []FrameworkStandard
}

// FrameworkStandard is one standard in the list of its framework.
type FrameworkStandard struct {
	Mark
	Summary string
	// Counts say how much evidence there is: 3 validated, 1 claimed.
	Counts string
	// Equivalents are the standards of other frameworks that the same evidence
	// shows, and Borrowed how many studies claim them.
	Equivalents []EquivalentView
	Borrowed    int
}

func (m *maker) framework(f *catalog.Framework) any {
	v := &FrameworkView{
		Base: m.of("framework", f), Summary: f.Summary, Body: m.body(f), Contents: m.contents(f),
		PassRule: m.passRule(f), Facts: m.frameworkFacts(f),
		Coverage: Link{Title: m.lang.word("section.coverage"), URL: m.link.at(coveragePath, frameworkID(f))},
	}
	if f.SupersededBy != nil {
		v.SupersededBy = m.entry(f.SupersededBy)
	}
	for _, l := range f.Levels {
		v.Levels = append(v.Levels, LevelView{l.N, l.Title, l.Reach})
	}
	coverage := m.coverageOf(f)
	for _, s := range coverage.Gaps {
		v.Gaps = append(v.Gaps, m.neighbour(s))
	}
	rows := map[*catalog.Standard]catalog.Cell{}
	for _, r := range coverage.Rows {
		rows[r.Standard] = r.All
	}
	for _, d := range f.Domains {
		domain := FrameworkDomain{ID: "site-domain-" + d.ID, Title: d.Title}
		for _, s := range d.Standards {
			domain.Standards = append(domain.Standards, FrameworkStandard{
				Mark:    m.mark(markOf(s, rows[s]), m.to(s.Common())),
				Summary: s.Summary, Counts: m.lang.counted(countStrengths(s.Claims)),
				Equivalents: m.equivalents(s), Borrowed: len(s.Borrowed),
			})
		}
		v.Domains = append(v.Domains, domain)
	}
	return v
}

// coverageOf returns the coverage of a framework; never nil.
func (r *Renderer) coverageOf(f *catalog.Framework) *catalog.Coverage {
	for _, c := range r.cat.Coverage() {
		if c.Framework == f {
			return c
		}
	}
	return &catalog.Coverage{Framework: f}
}

func (m *maker) passRule(f *catalog.Framework) string {
	rule := f.PassRule
	if rule.Standards == 0 {
		return ""
	}
	return m.lang.word("framework.rule", "level", rule.Level, "standards", rule.Standards, "total", len(f.Standards))
}

func (m *maker) frameworkFacts(f *catalog.Framework) []Fact {
	list := m.facts()
	list.add("fact.owner", f.Owner)
	list.add("fact.version", f.Version)
	list.add("fact.validity", m.length(f))
	list.link("fact.source", string(f.Origin), string(f.Origin))
	return list.list
}

// length says how long an award of a framework lasts.
func (m *maker) length(f *catalog.Framework) string {
	var words []string
	for _, part := range []struct {
		key string
		n   int
	}{{"count.years", f.Validity.Years}, {"count.months", f.Validity.Months}, {"count.days", f.Validity.Days}} {
		if part.n > 0 {
			words = append(words, m.lang.count(part.key, part.n))
		}
	}
	return m.lang.list(words)
}
