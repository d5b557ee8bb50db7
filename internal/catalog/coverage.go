package catalog

import "github.com/exemplar-lp/exemplar/internal/date"

// Coverage is how the case studies cover one framework. Counts are of case
// studies and are nested: every validated study is evidenced, every evidenced
// one claimed. Claims through an equivalent standard are not counted.
type Coverage struct {
	Framework *Framework
	// Rows has one row a standard, in framework order.
	Rows []Row
	// Total counts the studies that claim any standard of the framework; it has
	// one claim for each, its best.
	Total Cell
	// Dimensions are school, practitioner, theme, phase and year, in this order.
	Dimensions []Dimension
	// Gaps are the standards without any evidenced current claim, in order.
	Gaps []*Standard
	// Verdicts judge the framework's pass rule for each practitioner with a
	// claim, by name; empty where the framework has no rule.
	Verdicts []Verdict
}

// Row is a standard over the whole site.
type Row struct {
	Standard *Standard
	All      Cell
}

// Dimension is one way of dividing the claims.
type Dimension struct {
	// ID is school, practitioner, theme, phase or year.
	ID string
	// Keys are the columns: every school and every practitioner with a case study,
	// in the catalogue's order; the themes that occur, by id; the phases that
	// occur, youngest learners first; the years that occur, newest first.
	Keys []Key
	// Cells holds for each row of the coverage a cell for each key.
	Cells [][]Cell
	// Totals holds for each key the studies that claim any standard, with one
	// claim for each, its best.
	Totals []Cell
}

// Key is one column of a dimension.
type Key struct {
	// ID is a slug, a vocabulary id or an academic year such as 2025-26.
	ID string
	// Entry is the school or practitioner; nil for the other dimensions, whose
	// label comes from the theme's language.
	Entry Entry
}

// Cell is a count of case studies. The zero value is an empty cell.
type Cell struct {
	Claimed, Evidenced, Validated int
	// Current counts the claimed ones that are in date.
	Current int
	// HighestLevel is 0 where no level is marked.
	HighestLevel int
	// Latest is the date of the newest study counted.
	Latest date.Date
	// Claims are the claims counted, newest first.
	Claims []*Claim
}

// Verdict is the pass rule applied to one practitioner.
type Verdict struct {
	Framework    *Framework
	Practitioner *Practitioner
	// Met says that Reached is at least the rule's number of standards.
	Met bool
	// Reached are the standards with current evidence at the rule's level.
	Reached []*Standard
	// Missing are the other standards of the framework.
	Missing []*Standard
}

// Strip is the coverage of one case study, practitioner or school, small enough
// for a card: a mark for every standard of a framework, by domain.
type Strip struct {
	Framework *Framework
	Domains   []StripDomain
}

// StripDomain is the marks of one domain.
type StripDomain struct {
	Domain *Domain
	Marks  []Mark
}

// Mark is one standard of a strip.
type Mark struct {
	Standard *Standard
	// Strength is the best of the claims; None where there is none.
	Strength Strength
	// Level is the highest level marked in evidence, 0 where none is.
	Level int
	// Current says that one of the claims is in date.
	Current bool
	// Claims are the claims behind the mark, best first.
	Claims []*Claim
}
