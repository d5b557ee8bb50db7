package catalog_test

import (
	"testing"

	"github.com/exemplar-lp/exemplar/internal/catalog"
)

// TestLink_totals wants a study counted once in a total, however many standards
// it claims.
func TestLink_totals(t *testing.T) {
	for seed := range uint64(50) {
		cat, _ := catalog.Link(madeUp(seed, size{studies: 20, practitioners: 5, schools: 3}), options)
		for _, c := range cat.Coverage() {
			all := map[*catalog.CaseStudy]bool{}
			for _, row := range c.Rows {
				noteStudies(all, row.All)
			}
			if c.Total.Claimed != len(all) {
				t.Errorf("seed %d: %d in all, not %d", seed, c.Total.Claimed, len(all))
			}
			for _, d := range c.Dimensions {
				for k, key := range d.Keys {
					studies := map[*catalog.CaseStudy]bool{}
					for row := range c.Rows {
						noteStudies(studies, d.Cells[row][k])
					}
					if d.Totals[k].Claimed != len(studies) {
						t.Errorf("seed %d: %s %s has %d, not %d", seed, d.ID, key.ID, d.Totals[k].Claimed, len(studies))
					}
				}
			}
		}
	}
}

func noteStudies(studies map[*catalog.CaseStudy]bool, c catalog.Cell) {
	for _, claim := range c.Claims {
		studies[claim.Study] = true
	}
}
