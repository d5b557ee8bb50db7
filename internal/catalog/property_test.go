package catalog_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/date"
	"github.com/exemplar-lp/exemplar/internal/markdown"
)

// TestLink_coverageCounts compares the coverage of two hundred made-up sites
// with a count that goes over the front matter once for every cell.
func TestLink_coverageCounts(t *testing.T) {
	for seed := range uint64(200) {
		set := madeUp(seed, size{studies: 12, practitioners: 4, schools: 3})
		cat, _ := catalog.Link(set, options)
		if d := gocmp.Diff(naiveCounts(set), counts(cat)); d != "" {
			t.Fatalf("seed %d (-want +got):\n%s", seed, d)
		}
	}
}

// counts writes every cell that is not empty as a line.
func counts(cat *catalog.Catalog) []string {
	var lines []string
	for _, c := range cat.Coverage() {
		for i, row := range c.Rows {
			name := c.Framework.ID + "/" + row.Standard.Code
			lines = append(lines, cellLine(name, "all", "all", row.All))
			for _, d := range c.Dimensions {
				for k, key := range d.Keys {
					if cell := d.Cells[i][k]; cell.Claimed > 0 {
						lines = append(lines, cellLine(name, d.ID, key.ID, cell))
					}
				}
			}
		}
	}
	slices.Sort(lines)
	return lines
}

func cellLine(standard, dimension, key string, c catalog.Cell) string {
	return fmt.Sprintf("%s %s %s: %d %d %d %d L%d %s", standard, dimension, key,
		c.Claimed, c.Evidenced, c.Validated, c.Current, c.HighestLevel, c.Latest)
}

// naiveCounts counts the same from the content alone.
func naiveCounts(set *content.Set) []string {
	var lines []string
	for _, e := range set.Entries {
		s, ok := e.(*content.Standard)
		if !ok {
			continue
		}
		name := s.Framework + "/" + s.Code
		lines = append(lines, cellLine(name, "all", "all", naiveCell(set, s, func(*content.CaseStudy) bool { return true })))
		for _, g := range naiveKeys(set) {
			if c := naiveCell(set, s, g.has); c.Claimed > 0 {
				lines = append(lines, cellLine(name, g.dimension, g.key, c))
			}
		}
	}
	slices.Sort(lines)
	return lines
}

// naiveKey is a column with the test for a study to be in it.
type naiveKey struct {
	dimension, key string
	has            func(*content.CaseStudy) bool
}

func naiveKeys(set *content.Set) []naiveKey {
	var keys []naiveKey
	for _, e := range set.Entries {
		slug := e.Common().Slug
		is := func(r content.Ref) bool { return r.ID == slug }
		switch v := e.(type) {
		case *content.School:
			keys = append(keys, naiveKey{"school", slug, func(s *content.CaseStudy) bool { return slices.ContainsFunc(s.Schools, is) }})
		case *content.Practitioner:
			if v.Publish != content.VisibilityHidden {
				keys = append(keys, naiveKey{"practitioner", slug, func(s *content.CaseStudy) bool { return slices.ContainsFunc(s.Practitioners, is) }})
			}
		}
	}
	for _, w := range []string{"oracy", "data", "literacy", "send", "transition"} {
		keys = append(keys, naiveKey{"theme", w, func(s *content.CaseStudy) bool { return slices.Contains(s.Themes, content.Term{ID: w}) }})
	}
	for _, w := range []string{"primary", "secondary", "post-16"} {
		keys = append(keys, naiveKey{"phase", w, func(s *content.CaseStudy) bool { return slices.Contains(s.Phases, content.Term{ID: w}) }})
	}
	for y := 2015; y < 2030; y++ {
		first, last := day(y, 9, 1), day(y+1, 8, 31)
		keys = append(keys, naiveKey{"year", fmt.Sprintf("%d-%02d", y, (y+1)%100), func(s *content.CaseStudy) bool {
			return !s.Date.Before(first) && !s.Date.After(last)
		}})
	}
	return keys
}

// naiveCell counts one standard over the studies of one column.
func naiveCell(set *content.Set, standard *content.Standard, has func(*content.CaseStudy) bool) catalog.Cell {
	var c catalog.Cell
	for _, e := range set.Entries {
		s, ok := e.(*content.CaseStudy)
		if !ok || s.Draft || s.Status == content.StatusWithdrawn || s.Date.After(today) || !has(s) {
			continue
		}
		want := standard.Framework + "/" + standard.Code
		full := func(framework, code string) bool { return strings.TrimPrefix(framework+"/"+code, "/") == want }
		marked := slices.DeleteFunc(slices.Clone(s.Body.Markers), func(m markdown.Marker) bool {
			return !full(cmp.Or(m.Framework, "glf-lp"), m.Code)
		})
		named := slices.ContainsFunc(s.Standards, func(r content.Ref) bool {
			return full("", r.ID) || full("glf-lp", r.ID)
		})
		if !named && len(marked) == 0 {
			continue
		}
		c.Claimed++
		if len(marked) > 0 {
			c.Evidenced++
			if s.Signoff.Name != "" {
				c.Validated++
			}
		}
		if standard.Framework != "glf-lp" || !s.Date.Before(day(2023, 11, 21)) {
			c.Current++
		}
		for _, m := range marked {
			c.HighestLevel = max(c.HighestLevel, m.Level)
		}
		if s.Date.After(c.Latest) {
			c.Latest = s.Date
		}
	}
	return c
}

// TestLink_orderOfEntries links shuffled sites: nothing may depend on the order
// in which files were read.
func TestLink_orderOfEntries(t *testing.T) {
	for seed := range uint64(20) {
		n := size{studies: 15, practitioners: 5, schools: 3}
		want, wantProblems := catalog.Link(madeUp(seed, n), options)
		set := madeUp(seed, n)
		r := rand.New(rand.NewPCG(seed, 2))
		r.Shuffle(len(set.Entries), func(i, j int) { set.Entries[i], set.Entries[j] = set.Entries[j], set.Entries[i] })
		got, gotProblems := catalog.Link(set, options)
		if d := gocmp.Diff(dump(want), dump(got)); d != "" {
			t.Fatalf("seed %d (-want +got):\n%s", seed, d)
		}
		if d := gocmp.Diff(wantProblems, gotProblems); d != "" {
			t.Fatalf("problems of seed %d (-want +got):\n%s", seed, d)
		}
	}
}

// dump writes the relations of a catalogue as lines, in its own order.
func dump(cat *catalog.Catalog) []string {
	var lines []string
	say := func(format string, args ...any) { lines = append(lines, fmt.Sprintf(format, args...)) }
	cat.Each(func(e catalog.Entry) {
		say("page %s from %s linked from %v", e.Common().Path(), e.Common().Source, paths(e.Linked().LinkedFrom))
	})
	for _, s := range cat.CaseStudies {
		say("study %s %v by %v at %v related %v", s.Slug, s.Themes, paths(s.Practitioners), paths(s.Schools), paths(s.Related()))
		for _, c := range s.Claims {
			say("  %s", claimLine(c))
		}
		say("  %s", stripLines(s.Strips(new(catalog.StripRoom))))
	}
	for _, p := range cat.Practitioners {
		say("practitioner %s %v %s", p.Slug, paths(p.CaseStudies), stripLines(p.Strips()))
		for _, v := range p.Verdicts() {
			say("  %s %v %v %v", v.Framework.ID, v.Met, paths(v.Reached), paths(v.Missing))
		}
	}
	for _, s := range cat.Schools {
		say("school %s %v %v %s", s.Slug, paths(s.Practitioners), paths(s.CaseStudies), stripLines(s.Strips()))
	}
	for _, f := range cat.Frameworks {
		for _, s := range f.Standards {
			say("standard %s/%s %d %d %v", f.ID, s.Code, s.Number, s.Running, paths(s.Equivalents))
			for _, c := range s.Claims {
				say("  %s", claimLine(c))
			}
		}
	}
	say("withheld %v", cat.Withheld)
	return append(lines, counts(cat)...)
}

func claimLine(c *catalog.Claim) string {
	line := fmt.Sprintf("%s/%s by %s: %v L%d %v until %s", c.Standard.Framework.ID, c.Standard.Code, c.Study.Slug, c.Strength, c.Level, c.Current, c.Until)
	for _, e := range c.Evidence {
		line += fmt.Sprintf(" #%s L%d", e.Anchor, e.Level)
	}
	return line
}

func stripLines(strips []catalog.Strip) string {
	var b strings.Builder
	for _, s := range strips {
		fmt.Fprintf(&b, "%s:", s.Framework.ID)
		for _, d := range s.Domains {
			for _, m := range d.Marks {
				fmt.Fprintf(&b, " %s=%v/%d/%v", m.Standard.Code, m.Strength, m.Level, m.Current)
			}
			b.WriteString(";")
		}
	}
	return b.String()
}

func paths[T catalog.Entry](list []T) []string {
	var out []string
	for _, e := range list {
		out = append(out, e.Common().Path())
	}
	return out
}

// TestLink_nestedCounts checks what the counts promise, and that everything in a
// cell's list is counted.
func TestLink_nestedCounts(t *testing.T) {
	for seed := range uint64(50) {
		cat, _ := catalog.Link(madeUp(seed, size{studies: 20, practitioners: 5, schools: 3}), options)
		for _, c := range cat.Coverage() {
			checkCell(t, c.Total)
			for i, row := range c.Rows {
				checkCell(t, row.All)
				for _, d := range c.Dimensions {
					for k := range d.Keys {
						checkCell(t, d.Cells[i][k])
						checkCell(t, d.Totals[k])
						if d.Cells[i][k].Claimed > row.All.Claimed || d.Cells[i][k].Claimed > d.Totals[k].Claimed {
							t.Errorf("seed %d: %s of %s has more than its row or column", seed, d.Keys[k].ID, row.Standard.Code)
						}
					}
				}
			}
		}
	}
}

func checkCell(t *testing.T, c catalog.Cell) {
	t.Helper()
	if c.Validated > c.Evidenced || c.Evidenced > c.Claimed || c.Current > c.Claimed || len(c.Claims) != c.Claimed {
		t.Errorf("counts are not nested: %d %d %d %d with %d claims", c.Claimed, c.Evidenced, c.Validated, c.Current, len(c.Claims))
	}
	if !slices.IsSortedFunc(c.Claims, func(a, b *catalog.Claim) int { return b.Study.Date.Compare(a.Study.Date) }) {
		t.Error("claims are not newest first")
	}
	if c.Claimed == 0 && (c.Latest != date.Date{} || c.HighestLevel != 0) {
		t.Error("an empty cell has a date or a level")
	}
}
