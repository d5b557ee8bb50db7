package catalog

import (
	"cmp"
	"slices"
	"sync"

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
	columns [][]int32
}

// cover counts the claims of every framework.
func cover(c *Catalog) []*Coverage {
	divisions := c.divisions()
	list := make([]*Coverage, len(c.Frameworks))
	for i, f := range c.Frameworks {
		list[i] = newCoverage(f, divisions)
	}
	visit := func(f func(*Cell, *Claim)) {
		for i, s := range c.CaseStudies {
			for claims := s.Claims; len(claims) > 0; {
				n := sameFramework(claims)
				list[claims[0].Standard.Framework.rank].visit(i, claims[:n], divisions, f)
				claims = claims[n:]
			}
		}
	}
	visit((*Cell).count)
	for _, v := range list {
		v.makeRoom()
	}
	visit((*Cell).keep)
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

// visit calls f with every cell that the claims of one study in one framework
// belong to. Studies come newest first.
func (v *Coverage) visit(study int, claims []*Claim, divisions []division, f func(*Cell, *Claim)) {
	best := slices.MinFunc(claims, compareClaims)
	f(&v.Total, best)
	for _, c := range claims {
		f(&v.Rows[c.Standard.Running-1].All, c)
	}
	for i, d := range divisions {
		for _, column := range d.columns[study] {
			f(&v.Dimensions[i].Totals[column], best)
			for _, c := range claims {
				f(&v.Dimensions[i].Cells[c.Standard.Running-1][column], c)
			}
		}
	}
}

func (c *Cell) count(claim *Claim) {
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
}

func (c *Cell) keep(claim *Claim) { c.Claims = append(c.Claims, claim) }

// makeRoom gives every cell room for the claims that were counted.
func (v *Coverage) makeRoom() {
	n := 0
	v.each(func(c *Cell) { n += c.Claimed })
	room := make([]*Claim, n)
	v.each(func(c *Cell) {
		if c.Claimed > 0 {
			c.Claims, room = room[:0:c.Claimed], room[c.Claimed:]
		}
	})
}

// each calls f with every cell.
func (v *Coverage) each(f func(*Cell)) {
	f(&v.Total)
	for i := range v.Rows {
		f(&v.Rows[i].All)
	}
	for _, d := range v.Dimensions {
		for i := range d.Totals {
			f(&d.Totals[i])
		}
		for _, row := range d.Cells {
			for i := range row {
				f(&row[i])
			}
		}
	}
}

// sameFramework counts the claims at the start of a study's, which are sorted by
// framework, that are of one.
func sameFramework(claims []*Claim) int {
	n := 1
	for n < len(claims) && claims[n].Standard.Framework == claims[0].Standard.Framework {
		n++
	}
	return n
}

// divisions settles the keys of every dimension and who belongs where.
func (c *Catalog) divisions() []division {
	return c.divided.get(func() []division {
		list := make([]division, 5)
		var group sync.WaitGroup
		for i, make := range []func() division{
			func() division { return bySchool(c) },
			func() division { return byPractitioner(c) },
			func() division { return divide(ByTheme, c.CaseStudies, themesOf, cmp.Compare, word) },
			func() division { return divide(ByPhase, c.CaseStudies, phasesOf, comparePhases, word) },
			func() division { return divide(ByYear, c.CaseStudies, yearsOf, newestYear, date.Year.String) },
		} {
			group.Go(func() { list[i] = make() })
		}
		group.Wait()
		return list
	})
}

func bySchool(c *Catalog) division {
	d := division{id: BySchool, columns: make([][]int32, len(c.CaseStudies))}
	for _, s := range c.Schools {
		d.keys = append(d.keys, Key{ID: s.Slug, Entry: s})
	}
	var all []int32
	for i, s := range c.CaseStudies {
		start := len(all)
		for _, school := range s.Schools {
			all = append(all, int32(school.column))
		}
		d.columns[i] = all[start:]
	}
	return d
}

func byPractitioner(c *Catalog) division {
	d := division{id: ByPractitioner, columns: make([][]int32, len(c.CaseStudies))}
	for _, p := range c.Practitioners {
		if len(p.CaseStudies) > 0 {
			d.keys = append(d.keys, Key{ID: p.Slug, Entry: p})
		}
	}
	var all []int32
	for i, s := range c.CaseStudies {
		start := len(all)
		for _, p := range s.Practitioners {
			all = append(all, int32(p.column))
		}
		d.columns[i] = all[start:]
	}
	return d
}

// divide divides studies by what some of them have. Each such thing is a key.
func divide[K comparable](id string, studies []*CaseStudy, of func([]K, *CaseStudy) []K, compare func(a, b K) int, name func(K) string) division {
	d := division{id: id, columns: make([][]int32, len(studies))}
	numbers, found := map[K]int32{}, []K(nil) // in the order in which they come up
	var scratch []K
	var all []int32
	for i, s := range studies {
		start := len(all)
		scratch = of(scratch[:0], s)
		for _, k := range scratch {
			n, ok := numbers[k]
			if !ok {
				n = int32(len(found))
				numbers[k], found = n, append(found, k)
			}
			if !slices.Contains(all[start:], n) {
				all = append(all, n)
			}
		}
		d.columns[i] = all[start:]
	}
	sorted := slices.SortedFunc(slices.Values(found), compare)
	columns := make([]int32, len(found))
	for i, k := range sorted {
		columns[numbers[k]] = int32(i)
		d.keys = append(d.keys, Key{ID: name(k)})
	}
	for _, list := range d.columns {
		for i, n := range list {
			list[i] = columns[n]
		}
	}
	return d
}

func word(s string) string { return s }

func themesOf(list []string, s *CaseStudy) []string { return append(list, s.Themes...) }

func phasesOf(list []string, s *CaseStudy) []string {
	for _, t := range s.Phases {
		list = append(list, t.ID)
	}
	return list
}

// comparePhases puts the youngest learners first, and words that are none of the
// program's phases last.
func comparePhases(a, b string) int {
	order := content.Vocabulary("phase")
	return cmp.Or(cmp.Compare(rankIn(order, a), rankIn(order, b)), cmp.Compare(a, b))
}

// rankIn is a word's place in a list; words that are not in it come last.
func rankIn(order []string, word string) int {
	if i := slices.Index(order, word); i >= 0 {
		return i
	}
	return len(order)
}

func yearsOf(list []date.Year, s *CaseStudy) []date.Year {
	if s.Date.IsZero() {
		return list
	}
	return append(list, s.Date.AcademicYear())
}

func newestYear(a, b date.Year) int { return cmp.Compare(b, a) }

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
		for _, v := range p.Verdicts() {
			if v.Framework == f {
				list = append(list, v)
			}
		}
	}
	return list
}
