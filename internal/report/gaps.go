package report

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/exemplar-lp/exemplar/internal/catalog"
)

// frameworkGaps is what is missing in one framework.
type frameworkGaps struct {
	ID, Title, Rule string
	Dimensions      []dimension
}

// dimension divides the gaps by school, cohort or person.
type dimension struct {
	ID, Title string
	Rows      []gap
}

// gap is what one school, cohort or person lacks.
type gap struct {
	ID, Name string
	// Total counts the framework's standards, Current those with a marked passage
	// in date.
	Total, Current int
	// None have no evidence, Claimed are named by a study and marked nowhere, and
	// Expired have marked passages that are all out of date. They are codes.
	None, Claimed, Expired []string
}

func count(n int) string { return strconv.Itoa(n) }

// gaps lists what is missing in every framework in which something is claimed.
func gaps(cat *catalog.Catalog) []frameworkGaps {
	var list []frameworkGaps
	for _, c := range cat.Coverage() {
		f := c.Framework
		if c.Total.Claimed == 0 {
			continue
		}
		list = append(list, frameworkGaps{ID: f.ID, Title: f.Title, Rule: rule(f), Dimensions: []dimension{
			{"school", "By school", schoolGaps(cat, f)},
			{"cohort", "By cohort", cohortGaps(cat, f)},
			{"practitioner", "By person", personGaps(cat, f)},
		}})
	}
	return list
}

func rule(f *catalog.Framework) string {
	if f.PassRule.Standards == 0 {
		return ""
	}
	return "A portfolio needs level " + count(f.PassRule.Level) + " or above in at least " + count(f.PassRule.Standards) + " of the " + count(len(f.Standards)) + " standards."
}

func schoolGaps(cat *catalog.Catalog, f *catalog.Framework) []gap {
	var rows []gap
	for _, s := range cat.Schools {
		rows = append(rows, gapOf(f, s.Slug, s.Title, s.CaseStudies))
	}
	return rows
}

func personGaps(cat *catalog.Catalog, f *catalog.Framework) []gap {
	var rows []gap
	for _, p := range cat.Practitioners {
		if !p.Left {
			rows = append(rows, gapOf(f, p.Slug, p.Title, p.CaseStudies))
		}
	}
	return rows
}

// cohortGaps puts people together by the academic year in which they started:
// that of their first award.
func cohortGaps(cat *catalog.Catalog, f *catalog.Framework) []gap {
	studies := map[string][]*catalog.CaseStudy{}
	var years []string
	for _, p := range cat.Practitioners {
		year := cohort(p)
		if p.Left || year == "" {
			continue
		}
		if !slices.Contains(years, year) {
			years = append(years, year)
		}
		for _, s := range p.CaseStudies {
			if !slices.Contains(studies[year], s) {
				studies[year] = append(studies[year], s)
			}
		}
	}
	slices.SortFunc(years, func(a, b string) int { return cmp.Compare(b, a) })
	var rows []gap
	for _, y := range years {
		rows = append(rows, gapOf(f, y, "Cohort of "+y, studies[y]))
	}
	return rows
}

// cohort is the academic year of a person's first award, "" for none.
func cohort(p *catalog.Practitioner) string {
	if len(p.Credentials) == 0 {
		return ""
	}
	return p.Credentials[len(p.Credentials)-1].Awarded.AcademicYear().String()
}

func gapOf(f *catalog.Framework, id, name string, studies []*catalog.CaseStudy) gap {
	g := gap{ID: id, Name: name, Total: len(f.Standards)}
	for _, s := range f.Standards {
		claimed, marked, current := false, false, false
		for _, c := range s.Claims {
			if !slices.Contains(studies, c.Study) {
				continue
			}
			claimed = true
			if c.Strength >= catalog.Evidenced {
				marked, current = true, current || c.Current
			}
		}
		switch {
		case current:
			g.Current++
		case marked:
			g.Expired = append(g.Expired, s.Code)
		case claimed:
			g.Claimed = append(g.Claimed, s.Code)
		default:
			g.None = append(g.None, s.Code)
		}
	}
	return g
}
