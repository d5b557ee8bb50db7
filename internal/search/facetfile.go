package search

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"
	"strings"
)

// facets writes a file for each facet: its values, and what each page has.
func (b *builder) facets(m *manifest, c *collection, workers int) {
	heads, contents := make([]head, len(facetIDs)), make([][]byte, len(facetIDs))
	inParallel(workers, len(facetIDs), func() func(int) {
		z := newZipper()
		return func(i int) {
			if len(c.tags[i].ids) > 0 {
				f := c.facet(facetNumber(i))
				heads[i], contents[i] = head{ID: f.id, Label: f.label, Values: len(f.values)}, encodeFacet(z, &f, m.Kinds)
			}
		}
	})
	for i, h := range heads {
		if h.ID != "" {
			h.File = b.add("f", contents[i])
			m.Facets = append(m.Facets, h)
		}
	}
}

// encodeFacet takes the shortest of three forms: a number for the combination of
// values that a page has, a bit for each value, or the page's own list. Each kind
// of pages is a section of its own.
func encodeFacet(z *zipper, f *facet, kinds []kindRange) []byte {
	names := []byte(f.valueLines())
	of := f.byKind(kinds)
	forms := [][][]byte{append([][]byte{names, {formLists}}, perPage(of)...)}
	if sets, numbers, ok := combinations(of); ok {
		forms = append(forms, append([][]byte{names, {formSets}, sets}, numbers...))
	}
	if n := len(f.values); n <= mostMasked {
		forms = append(forms, append([][]byte{names, {formMasks}}, masks(of, n)...))
	}
	var shortest []byte
	for _, parts := range forms {
		if s := z.parts(parts...); shortest == nil || len(s) < len(shortest) {
			shortest = s
		}
	}
	return shortest
}

// The forms of a facet's file.
const (
	formLists byte = iota
	formSets
	formMasks
)

// byKind cuts the lists of pages by kind. A kind of which no page has a value has
// no list.
func (f *facet) byKind(kinds []kindRange) [][][]int {
	var all [][][]int
	start := 0
	for _, k := range kinds {
		pages := f.of[start:k.End]
		start = k.End
		if !slices.ContainsFunc(pages, func(values []int) bool { return len(values) > 0 }) {
			pages = nil
		}
		all = append(all, pages)
	}
	return all
}

// valueLines has a line for each value: label, id, group, with a tab between and
// nothing after the last that says something. What stays or follows is left out:
// a label or group that is the one before, an id that is the label in lower case
// with hyphens. Any other id is written by what it shares with the one before;
// ~ in it stands for the label.
func (f *facet) valueLines() string {
	var out []byte
	label, group, before := "", "", ""
	for _, v := range f.values {
		id := v.id
		if rest, ok := strings.CutPrefix(id, slugOf(v.label)); ok {
			id = "~" + rest
		}
		var line []byte
		if v.label != label {
			line = append(line, strings.ReplaceAll(v.label, "\t", " ")...)
		}
		line = append(line, '\t')
		if id != "~" {
			line = bytes.TrimSuffix(appendFront(line, before, id), []byte("\n"))
			before = id
		}
		if v.group != group {
			line = append(append(line, '\t'), v.group...)
		}
		label, group = v.label, v.group
		out = append(append(out, bytes.TrimRight(line, "\t")...), '\n')
	}
	return string(out)
}

// slugOf is the id that an entry with such a title mostly has.
func slugOf(label string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r
		}
		return '-'
	}, label)
}

// combinations numbers the combinations of values by how many pages have them.
// It gives up above 255, where a number no longer fits a byte.
func combinations(of [][][]int) (sets []byte, numbers [][]byte, ok bool) {
	count := map[string]int{}
	for _, pages := range of {
		for _, values := range pages {
			count[setKey(values)]++
		}
	}
	if len(count) > 255 {
		return nil, nil, false
	}
	keys := sortedKeys(count)
	slices.SortStableFunc(keys, func(a, b string) int { return cmp.Compare(count[b], count[a]) })
	number := map[string]byte{}
	for i, k := range keys {
		number[k] = byte(i)
		sets = append(sets, k...)
	}
	for _, pages := range of {
		var list []byte
		for _, values := range pages {
			list = append(list, number[setKey(values)])
		}
		numbers = append(numbers, packDigits(list))
	}
	return sets, numbers, true
}

// setKey writes a combination: how many values, then each.
func setKey(values []int) string {
	b := binary.AppendUvarint(nil, uint64(len(values)))
	for _, v := range values {
		b = binary.AppendUvarint(b, uint64(v))
	}
	return string(b)
}

// mostMasked is the number of values up to which a bit for each may do.
const mostMasked = 32

// masks writes a bit for each value: for each kind a section for every eight
// values.
func masks(of [][][]int, values int) [][]byte {
	planes := (values + 7) / 8
	var all [][]byte
	for _, pages := range of {
		kind := make([][]byte, planes)
		for p := range kind {
			kind[p] = make([]byte, len(pages))
		}
		for i, list := range pages {
			for _, v := range list {
				kind[v/8][i] |= 1 << (v % 8)
			}
		}
		all = appendPacked(all, kind)
	}
	return all
}

// appendPacked appends the sections of a kind.
func appendPacked(all, kind [][]byte) [][]byte {
	for _, section := range kind {
		all = append(all, packDigits(section))
	}
	return all
}

// listPlanes is the number of sections that perPage makes for a kind.
const listPlanes = 5

// perPage writes the lists in full: for each kind how many values each page has;
// the first values, low and high bytes; the others likewise. A first value is
// written as the difference from that of the last page that had any, the others
// as the difference from the one before, less one.
func perPage(of [][][]int) [][]byte {
	var all [][]byte
	for _, pages := range of {
		kind := make([][]byte, listPlanes)
		first := 0
		for _, values := range pages {
			values = values[:min(len(values), 255)]
			kind[0] = append(kind[0], byte(len(values)))
			for i, v := range values {
				if i > 0 {
					d := v - values[i-1] - 1
					kind[3], kind[4] = append(kind[3], byte(d)), append(kind[4], byte(d>>8))
					continue
				}
				z := uint16((v-first)<<1 ^ (v-first)>>63)
				kind[1], kind[2] = append(kind[1], byte(z)), append(kind[2], byte(z>>8))
				first = v
			}
		}
		all = appendPacked(all, kind)
	}
	return all
}
