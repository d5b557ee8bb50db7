package search

import (
	"cmp"
	"iter"
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
	Entries Entries
}

// Entries are some of a catalogue, in an order. A large portal has each of its
// entries under many values, so that they are kept as numbers.
type Entries struct {
	all     []catalog.Entry
	numbers []uint32
}

// Len is the number of entries.
func (e Entries) Len() int { return len(e.numbers) }

// At returns the entry at a place.
func (e Entries) At(i int) catalog.Entry { return e.all[e.numbers[i]] }

// Has reports whether an entry is among them.
func (e Entries) Has(entry catalog.Entry) bool {
	return slices.ContainsFunc(e.numbers, func(n uint32) bool { return e.all[n] == entry })
}

// All gives every entry in turn.
func (e Entries) All() iter.Seq[catalog.Entry] {
	return func(yield func(catalog.Entry) bool) {
		for _, n := range e.numbers {
			if !yield(e.all[n]) {
				return
			}
		}
	}
}

// Browse divides the entries by every facet of the search, and by letter.
func (c *Collection) Browse() []Facet {
	var list []Facet
	for _, f := range facetsOf(c) {
		list = append(list, f.browse(c.entries))
	}
	return append(list, letters(c.entries, c.opts))
}

// browse lists the entries of each value, those of the last pages first.
func (f *facet) browse(entries []catalog.Entry) Facet {
	b := Facet{ID: f.id, Label: f.label, Values: make([]Value, len(f.values))}
	count := make([]int, len(f.values))
	for _, n := range f.of.numbers {
		count[n]++
	}
	numbers := make([]uint32, len(f.of.numbers))
	for i, v := range f.values {
		b.Values[i] = Value{v.id, v.label, v.group, Entries{entries, numbers[:0:count[i]]}}
		numbers = numbers[count[i]:]
	}
	for i := len(entries) - 1; i >= 0; i-- {
		for _, n := range f.of.at(i) {
			e := &b.Values[n].Entries
			e.numbers = append(e.numbers, uint32(i))
		}
	}
	return b
}

// sortedTitle is an entry's number with its title as it is sorted.
type sortedTitle struct {
	letter, title, path string
	entry               uint32
}

// letters files every entry under the first letter of its title. Titles that
// start with anything else are under #, which comes first.
func letters(entries []catalog.Entry, opts Options) Facet {
	sorted := make([]sortedTitle, len(entries))
	for i, e := range entries {
		m := e.Common()
		title := fold(m.Title)
		sorted[i] = sortedTitle{letterOf(title), title, m.Path(), uint32(i)}
	}
	slices.SortFunc(sorted, func(a, b sortedTitle) int {
		return cmp.Or(strings.Compare(a.letter, b.letter), strings.Compare(a.title, b.title), strings.Compare(a.path, b.path))
	})
	f := Facet{ID: "letter", Label: opts.label("facet", "letter")}
	for _, s := range sorted {
		if n := len(f.Values); n == 0 || f.Values[n-1].ID != s.letter {
			f.Values = append(f.Values, Value{ID: strings.Clone(s.letter), Label: strings.ToUpper(s.letter), Entries: Entries{all: entries}})
		}
		e := &f.Values[len(f.Values)-1].Entries
		e.numbers = append(e.numbers, s.entry)
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
