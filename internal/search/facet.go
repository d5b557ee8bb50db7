package search

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/content"
)

// facetNumber is one way of dividing pages, an index into facetIDs.
type facetNumber int

// The facets, in the order in which a reader sees them.
const (
	facetKind facetNumber = iota
	facetStandard
	facetLevel
	facetStrength
	facetTheme
	facetSubject
	facetPhase
	facetStage
	facetSchool
	facetPractitioner
	facetRole
	facetYear
	facetCurrency
	facetFramework
)

// facetIDs are the names of facets in addresses.
var facetIDs = [...]string{
	"kind", "standard", "level", "strength", "theme", "subject", "phase", "key-stage", "school", "practitioner", "role",
	"year", "currency", "framework",
}

// The values of the facet currency.
const (
	current = "current"
	expired = "expired"
)

func levelID(n int) string { return strconv.Itoa(n) }

// value is one value of a facet.
type value struct {
	id, label string
	// group is the heading over the value: a standard's domain.
	group string
}

// facet is a facet with its values and what each page has of them.
type facet struct {
	id, label string
	values    []value
	// of holds for each page the indexes of its values, ascending.
	of *numberLists
}

// facetsOf makes the table of facets. Facets that no page has are left out.
func facetsOf(c *Collection) []facet {
	var list []facet
	for n := range facetIDs {
		if len(c.tags[n].ids) > 0 {
			list = append(list, c.facet(facetNumber(n)))
		}
	}
	return list
}

// facet makes one facet, its values in reading order.
func (c *Collection) facet(n facetNumber) facet {
	t := &c.tags[n]
	return facet{id: facetIDs[n], label: c.opts.label("facet", facetIDs[n]), values: t.values, of: &t.of}
}

func knownValues(n facetNumber, used []string, cat *catalog.Catalog, opts Options) []value {
	switch n {
	case facetStandard:
		return standardValues(cat)
	case facetFramework:
		return entryValues(cat.Frameworks, func(f *catalog.Framework) (string, string) { return f.ID, f.Title })
	case facetSchool:
		return entryValues(cat.Schools, func(s *catalog.School) (string, string) { return s.Slug, s.Title })
	case facetPractitioner:
		return entryValues(cat.Practitioners, func(p *catalog.Practitioner) (string, string) { return p.Slug, p.Title })
	}
	var list []value
	for _, id := range used {
		list = append(list, value{id: id, label: opts.label(facetIDs[n], id)})
	}
	slices.SortFunc(list, func(a, b value) int { return compareValues(n, a, b) })
	return list
}

// compareValues sorts the newest year first, kinds by importance, what has a
// natural order by that, and everything else by label.
func compareValues(n facetNumber, a, b value) int {
	switch n {
	case facetYear:
		return strings.Compare(b.id, a.id)
	case facetLevel, facetStage:
		return strings.Compare(a.id, b.id)
	case facetKind:
		order := func(v value) int {
			return slices.IndexFunc(importance, func(k content.Kind) bool { return k.String() == v.id })
		}
		return cmp.Compare(order(b), order(a))
	case facetStrength:
		return cmp.Compare(slices.Index(strengths, a.id), slices.Index(strengths, b.id))
	}
	return cmp.Or(strings.Compare(fold(a.label), fold(b.label)), strings.Compare(a.id, b.id))
}

// strengths are in reading order, the best first.
var strengths = []string{catalog.Validated.String(), catalog.Evidenced.String(), catalog.Claimed.String()}

func standardValues(cat *catalog.Catalog) []value {
	var list []value
	for _, f := range cat.Frameworks {
		for _, s := range f.Standards {
			v := value{id: standardID(s), label: s.Code + " " + s.Title, group: f.Title}
			if s.Domain != nil && s.Domain.Title != "" {
				v.group += " · " + s.Domain.Title
			}
			list = append(list, v)
		}
	}
	return list
}

func entryValues[E any](entries []E, name func(E) (id, label string)) []value {
	list := make([]value, len(entries))
	for i, e := range entries {
		list[i].id, list[i].label = name(e)
	}
	return list
}

// plainLabel makes words from an id where the theme has none.
func plainLabel(vocab, id string) string {
	if vocab == "level" {
		return "Level " + id
	}
	words := strings.ReplaceAll(id, "-", " ")
	if vocab == "year" || words == "" {
		return id
	}
	return strings.ToUpper(words[:1]) + words[1:]
}

// fold writes a label for comparing: lower case, without accents.
func fold(s string) string {
	var b strings.Builder
	b.Grow(len(s) + 1)
	pieces(s, func(p piece) {
		b.WriteString(p.Word)
		b.WriteByte(' ')
	})
	return b.String()
}
