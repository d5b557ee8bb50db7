package catalog

import (
	"cmp"
	"slices"

	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/date"
)

// The dimensions, in the order in which they are shown.
const (
	BySchool       = "school"
	ByPractitioner = "practitioner"
	ByTheme        = "theme"
	ByPhase        = "phase"
	ByYear         = "year"
)

// division is a dimension before its claims are counted: the keys, and for each
// study the columns it belongs to.
type division struct {
	id      string
	keys    []Key
	columns [][]int
}

// cover counts the claims of every framework.
func cover(c *Catalog) []*Coverage {
	divisions := divide(c)
	list := make([]*Coverage, len(c.Frameworks))
	for i, f := range c.Frameworks {
		list[i] = newCoverage(f, divisions)
	}
	for i, s := range c.CaseStudies {
		for _, group := range byFramework(s.Claims) {
			list[group[0].Standard.Framework.rank].count(i, group, divisions)
		}
	}
	for i, v := range list {
		v.Gaps = gaps(v.Rows)
		v.Verdicts = judged(c.Practitioners, c.Frameworks[i])
	}
	return list
}

// newCoverage makes the empty cells of a framework.
func newCoverage(f *Framework, divisions []division) *Coverage {
	v := &Coverage{Framework: f, Rows: make([]Row, len(f.Standards)), Dimensions: make([]Dimension, len(divisions))}
	for i, s := range f.Standards {
		v.Rows[i].Standard = s
	}
	for i, d := range divisions {
		cells := make([][]Cell, len(f.Standards))
		for row := range cells {
			cells[row] = make([]Cell, len(d.keys))
		}
		v.Dimensions[i] = Dimension{ID: d.id, Keys: d.keys, Cells: cells, Totals: make([]Cell, len(d.keys))}
	}
	return v
}

// count adds the claims of one study in one framework. Studies come newest
// first.
func (v *Coverage) count(study int, claims []*Claim, divisions []division) {
	best := slices.MinFunc(claims, compareClaims)
	v.Total.add(best)
	for _, c := range claims {
		v.Rows[c.Standard.Running-1].All.add(c)
	}
	for i, d := range divisions {
		for _, column := range d.columns[study] {
			v.Dimensions[i].Totals[column].add(best)
			for _, c := range claims {
				v.Dimensions[i].Cells[c.Standard.Running-1][column].add(c)
			}
		}
	}
}

func (c *Cell) add(claim *Claim) {
	c.Claimed++
	if claim.Strength >= Evidenced {
		c.Evidenced++
	}
	if claim.Strength >= Validated {
		c.Validated++
	}
	if claim.Current {
		c.Current++
	}
	c.HighestLevel = max(c.HighestLevel, claim.Level)
	if claim.Study.Date.After(c.Latest) {
		c.Latest = claim.Study.Date
	}
	c.Claims = append(c.Claims, claim)
}

// byFramework cuts the claims of a study, which are sorted by framework, where
// the framework changes.
func byFramework(claims []*Claim) [][]*Claim {
	var groups [][]*Claim
	for len(claims) > 0 {
		n := 1
		for n < len(claims) && claims[n].Standard.Framework == claims[0].Standard.Framework {
			n++
		}
		groups, claims = append(groups, claims[:n]), claims[n:]
	}
	return groups
}

// divide settles the keys of every dimension and who belongs where.
func divide(c *Catalog) []division {
	schools := newDivision(BySchool, len(c.CaseStudies))
	for _, s := range c.Schools {
		schools.keys = append(schools.keys, Key{ID: s.Slug, Entry: s})
	}
	people := newDivision(ByPractitioner, len(c.CaseStudies))
	for _, p := range c.Practitioners {
		if len(p.CaseStudies) > 0 {
			people.keys = append(people.keys, Key{ID: p.Slug, Entry: p})
		}
	}
	schools.assign(c, func(s *CaseStudy) []string { return slugs(s.Schools) })
	people.assign(c, func(s *CaseStudy) []string { return slugs(s.Practitioners) })
	return []division{
		*schools, *people,
		*occurring(ByTheme, c, func(s *CaseStudy) []string { return s.Themes }),
		*phases(c),
		*academicYears(c),
	}
}

func newDivision(id string, studies int) *division {
	return &division{id: id, columns: make([][]int, studies)}
}

// occurring divides by words, each a key if a study has it.
func occurring(id string, c *Catalog, of func(*CaseStudy) []string) *division {
	d := newDivision(id, len(c.CaseStudies))
	var all []string
	for _, s := range c.CaseStudies {
		all = append(all, of(s)...)
	}
	slices.Sort(all)
	for _, word := range slices.Compact(all) {
		d.keys = append(d.keys, Key{ID: word})
	}
	d.assign(c, of)
	return d
}

// phases divides by phase, from the youngest learners on.
func phases(c *Catalog) *division {
	of := func(s *CaseStudy) []string { return ids(s.Phases) }
	d := occurring(ByPhase, c, of)
	order := content.Vocabulary("phase")
	slices.SortStableFunc(d.keys, func(a, b Key) int {
		return cmp.Compare(rankIn(order, a.ID), rankIn(order, b.ID))
	})
	d.assign(c, of)
	return d
}

// rankIn is a word's place in a list; words that are not in it come last.
func rankIn(order []string, word string) int {
	if i := slices.Index(order, word); i >= 0 {
		return i
	}
	return len(order)
}

// academicYears divides by the academic year of the study, newest first.
func academicYears(c *Catalog) *division {
	d := occurring(ByYear, c, func(s *CaseStudy) []string { return academicYear(s.Date) })
	slices.Reverse(d.keys)
	d.assign(c, func(s *CaseStudy) []string { return academicYear(s.Date) })
	return d
}

func academicYear(d date.Date) []string {
	if d.IsZero() {
		return nil
	}
	return []string{d.AcademicYear().String()}
}

// assign notes for each study the columns of its keys.
func (d *division) assign(c *Catalog, of func(*CaseStudy) []string) {
	column := make(map[string]int, len(d.keys))
	for i, k := range d.keys {
		column[k.ID] = i
	}
	for i, s := range c.CaseStudies {
		d.columns[i] = nil
		for _, id := range of(s) {
			d.columns[i] = append(d.columns[i], column[id])
		}
	}
}

func slugs[T Entry](list []T) []string {
	out := make([]string, len(list))
	for i, e := range list {
		out[i] = e.Common().Slug
	}
	return out
}

// ids lists each word once, in order.
func ids(terms []content.Term) []string {
	var out []string
	for _, t := range terms {
		if !slices.Contains(out, t.ID) {
			out = append(out, t.ID)
		}
	}
	return out
}

// gaps lists the standards without any evidence that is current.
func gaps(rows []Row) []*Standard {
	var list []*Standard
	for _, r := range rows {
		if !slices.ContainsFunc(r.All.Claims, func(c *Claim) bool { return c.Current && c.Strength >= Evidenced }) {
			list = append(list, r.Standard)
		}
	}
	return list
}

// judged lists the verdicts of everybody on one framework.
func judged(people []*Practitioner, f *Framework) []Verdict {
	var list []Verdict
	for _, p := range people {
		for _, v := range p.Verdicts {
			if v.Framework == f {
				list = append(list, v)
			}
		}
	}
	return list
}
