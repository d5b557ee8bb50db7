package search

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/exemplar-lp/exemplar/internal/catalog"
)

// Facet is one way of dividing the portal for readers without JavaScript.
type Facet struct {
	// ID is kind, standard, theme, … or letter for A to Z.
	ID, Label string
	Values    []Value
}

// Value is one value of a facet and the entries that have it.
type Value struct {
	// ID names the value: a slug, a vocabulary id, glf-lp/PS1, 2025-26, a letter.
	ID, Label string
	// Group is the heading over the value, where values have groups.
	Group string
	// Entries are the most important first, of a kind the newest first; under a
	// letter they are by title.
	Entries []catalog.Entry
}

// Browse divides the catalogue by every facet of the search, and by letter.
func Browse(cat *catalog.Catalog, opts Options) []Facet {
	pages := collect(cat, opts)
	var list []Facet
	for _, f := range facetsOf(pages, cat, opts) {
		b := Facet{ID: f.id, Label: f.label, Values: make([]Value, len(f.values))}
		for i, v := range f.values {
			b.Values[i] = Value{ID: v.id, Label: v.label, Group: v.group}
		}
		for i := len(pages) - 1; i >= 0; i-- {
			for _, n := range f.of[i] {
				b.Values[n].Entries = append(b.Values[n].Entries, pages[i].entry)
			}
		}
		list = append(list, b)
	}
	return append(list, letters(pages, opts))
}

// letters files every page under the first letter of its title. Titles that
// start with anything else are under #.
func letters(pages []*page, opts Options) Facet {
	sorted := append([]*page(nil), pages...)
	sortByTitle(sorted)
	f := Facet{ID: "letter", Label: opts.label("facet", "letter")}
	for _, p := range sorted {
		id := letterOf(p.title)
		if n := len(f.Values); n == 0 || f.Values[n-1].ID != id {
			f.Values = append(f.Values, Value{ID: id, Label: strings.ToUpper(id)})
		}
		v := &f.Values[len(f.Values)-1]
		v.Entries = append(v.Entries, p.entry)
	}
	return f
}

// letterOf returns the folded first letter of a title, or 0-9 where it starts
// with none.
func letterOf(title string) string {
	r, size := utf8.DecodeRuneInString(fold(title))
	if !unicode.IsLetter(r) {
		return "0-9"
	}
	return fold(title)[:size]
}

// sortByTitle sorts as letters need it: what starts with no letter first.
func sortByTitle(pages []*page) {
	slices.SortFunc(pages, func(a, b *page) int {
		return cmp.Or(strings.Compare(letterOf(a.title), letterOf(b.title)), strings.Compare(fold(a.title), fold(b.title)), strings.Compare(a.path, b.path))
	})
}
