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
	c := collect(cat, opts)
	var list []Facet
	for _, f := range facetsOf(c) {
		b := Facet{ID: f.id, Label: f.label, Values: make([]Value, len(f.values))}
		for i, v := range f.values {
			b.Values[i] = Value{ID: v.id, Label: v.label, Group: v.group}
		}
		for i := len(c.entries) - 1; i >= 0; i-- {
			for _, n := range f.of.at(i) {
				b.Values[n].Entries = append(b.Values[n].Entries, c.entries[i])
			}
		}
		list = append(list, b)
	}
	return append(list, letters(c.entries, opts))
}

// sortedTitle is an entry with its title as it is sorted.
type sortedTitle struct {
	letter, title, path string
	entry               catalog.Entry
}

// letters files every entry under the first letter of its title. Titles that
// start with anything else are under #, which comes first.
func letters(entries []catalog.Entry, opts Options) Facet {
	sorted := make([]sortedTitle, len(entries))
	for i, e := range entries {
		m := e.Common()
		title := fold(m.Title)
		sorted[i] = sortedTitle{letterOf(title), title, m.Path(), e}
	}
	slices.SortFunc(sorted, func(a, b sortedTitle) int {
		return cmp.Or(strings.Compare(a.letter, b.letter), strings.Compare(a.title, b.title), strings.Compare(a.path, b.path))
	})
	f := Facet{ID: "letter", Label: opts.label("facet", "letter")}
	for _, s := range sorted {
		if n := len(f.Values); n == 0 || f.Values[n-1].ID != s.letter {
			f.Values = append(f.Values, Value{ID: s.letter, Label: strings.ToUpper(s.letter)})
		}
		v := &f.Values[len(f.Values)-1]
		v.Entries = append(v.Entries, s.entry)
	}
	return f
}

// letterOf returns the first letter of a folded title, or 0-9 where it starts
// with none.
func letterOf(title string) string {
	r, size := utf8.DecodeRuneInString(title)
	if !unicode.IsLetter(r) {
		return "0-9"
	}
	return title[:size]
}
