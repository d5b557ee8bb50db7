package report

import (
	"slices"

	"github.com/exemplar-lp/exemplar/internal/catalog"
)

// chart is a row of bars, one an academic year, with the same figures in a
// table.
type chart struct {
	// ID is the id of the heading.
	ID, Title     string
	Width, Height int
	Bars          []bar
}

// bar is one academic year. The lengths are in pixels from the top left.
type bar struct {
	Year                string
	N                   int
	X, Y, Width, Height int
	// Middle is where the words under the bar stand, and Above where the figure
	// over it does.
	Middle, Above, Foot int
}

// The measures of a chart in pixels.
const (
	barWidth  = 44
	barGap    = 20
	barHeight = 120
	wordSpace = 22
)

// charts counts what happened in each academic year.
func charts(cat *catalog.Catalog) []chart {
	studies, signed, passages, awards := map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}
	for _, s := range cat.CaseStudies {
		year := s.Date.AcademicYear().String()
		studies[year]++
		if s.SignedOff {
			signed[year]++
		}
		for _, c := range s.Claims {
			passages[year] += len(c.Evidence)
		}
	}
	for _, p := range cat.Practitioners {
		for _, c := range p.Credentials {
			if c.State != catalog.StateFuture && c.State != catalog.StateAspirant && !c.Awarded.IsZero() {
				awards[c.Awarded.AcademicYear().String()]++
			}
		}
	}
	return []chart{
		newChart("trend-studies", "Case studies", studies), newChart("trend-signed", "Case studies signed off", signed),
		newChart("trend-passages", "Marked passages of evidence", passages), newChart("trend-awards", "Awards, aspirants apart", awards),
	}
}

func newChart(id, title string, counts map[string]int) chart {
	var years []string
	most := 1
	for year, n := range counts {
		if year != "" {
			years, most = append(years, year), max(most, n)
		}
	}
	slices.Sort(years)
	c := chart{ID: id, Title: title, Height: barHeight + 2*wordSpace, Width: barGap + len(years)*(barWidth+barGap)}
	for i, year := range years {
		h := counts[year] * barHeight / most
		x := barGap + i*(barWidth+barGap)
		c.Bars = append(c.Bars, bar{
			Year: year, N: counts[year], X: x, Y: wordSpace + barHeight - h, Width: barWidth, Height: h,
			Middle: x + barWidth/2, Above: wordSpace + barHeight - h - 6, Foot: wordSpace + barHeight + 16,
		})
	}
	return c
}
