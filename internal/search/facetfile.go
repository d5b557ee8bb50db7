package search

import (
	"encoding/base64"
	"encoding/binary"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// facets writes a file for each facet: its values, and what each page has.
func (b *builder) facets(m *manifest, c *Collection, book *codebook, workers int) {
	heads, contents := make([]head, len(facetIDs)), make([][]byte, len(facetIDs))
	inParallel(workers, len(facetIDs), func() func(int) {
		return func(i int) {
			if len(c.tags[i].ids) > 0 {
				f := c.facet(facetNumber(i))
				heads[i], contents[i] = head{ID: f.id, Label: f.label, Values: len(f.values)}, encodeFacet(&f, m.Kinds, book)
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

// encodeFacet writes the names of a facet's values as texts are written, and
// before them all that is numbers. What pages have is in the shorter of two forms:
// the numbers of the sets of values, or the page's own list. Each kind of pages
// is a section of its own.
func encodeFacet(f *facet, kinds []kindRange, book *codebook) []byte {
	text, repeats, numbers := f.names()
	of := pagesOf{f.of, f.byKind(kinds)}
	var low, high []byte
	for _, n := range numbers {
		low, high = append(low, byte(n)), append(high, byte(n>>8))
	}
	names := [][]byte{packSymbols(repeats), packSymbols(low), packSymbols(high)}
	shortest := appendSections(nil, slices.Concat(names, [][]byte{{formLists}}, of.perPage())...)
	if table, columns, ok := of.combinations(); ok {
		if s := appendSections(nil, slices.Concat(names, [][]byte{{formSets}, table}, columns)...); len(s) < len(shortest) {
			shortest = s
		}
	}
	out := append(base64.StdEncoding.AppendEncode(nil, shortest), textEnd)
	return append(out, book.encode([]byte(text))...)
}

// The forms of a facet's file.
const (
	formLists byte = iota
	formSets
)

// pagesOf is what pages have of a facet, cut by kind.
type pagesOf struct {
	*numberLists
	kinds []pageRange
}

// byKind cuts the pages by kind. A kind of which no page has a value has no pages.
func (f *facet) byKind(kinds []kindRange) []pageRange {
	all := make([]pageRange, len(kinds))
	start := 0
	for i, k := range kinds {
		for page := start; page < k.End; page++ {
			if len(f.of.at(page)) > 0 {
				all[i] = pageRange{start, k.End}
				break
			}
		}
		start = k.End
	}
	return all
}

// names writes the values: a line of label, pattern of the id and group, with a
// tab between and nothing after the last that says something, for each value in
// which one of them changes; a part that stays is left out. Repeats has how many
// values follow each line that are the same but for their number, and numbers
// the numbers in the patterns, after the first of a line the difference from the
// one before.
func (f *facet) names() (text string, repeats []byte, numbers []uint16) {
	var lines []string
	label, pattern, group, last := "", plainPattern, "", 0
	for i, v := range f.values {
		p, number := patternOf(v.id, v.label)
		again := i > 0 && v.label == label && p == pattern && v.group == group && repeats[len(repeats)-1] < 255
		if strings.Contains(p, "#") {
			if !again {
				last = 0
			}
			numbers, last = append(numbers, uint16(number-last)), number
		}
		if again {
			repeats[len(repeats)-1]++
			continue
		}
		line := []string{"", "", ""}
		for i, pair := range [][2]string{{label, tabless(v.label)}, {pattern, p}, {group, v.group}} {
			if pair[0] != pair[1] {
				line[i] = pair[1]
			}
		}
		lines, repeats = append(lines, strings.TrimRight(strings.Join(line, "\t"), "\t")), append(repeats, 0)
		label, pattern, group = v.label, p, v.group
	}
	return strings.Join(lines, "\n"), repeats, numbers
}

func tabless(s string) string { return strings.ReplaceAll(clean(s), "\t", " ") }

// The pattern of an id: ~ stands for the label in lower case with hyphens, ^ for
// its first word, # and a width for a number; what starts with = is the id
// itself.
const (
	plainPattern  = "~"
	patternMarks  = "~^#="
	mostNumber    = 1<<16 - 1
	widestNumber  = 5
	literalPrefix = "="
)

// patternOf returns the pattern of an id and the number in it.
func patternOf(id, label string) (pattern string, number int) {
	if id == slugOf(label) {
		return plainPattern, 0
	}
	if strings.ContainsAny(id, patternMarks) {
		return literalPrefix + id, 0
	}
	first, _, _ := strings.Cut(label, " ")
	if before, ok := strings.CutSuffix(id, "/"+first); ok && first != "" {
		return before + "/^", 0
	}
	stem := strings.TrimRight(id, "0123456789")
	digits := id[len(stem):]
	number, err := strconv.Atoi(digits)
	if err != nil || number > mostNumber || len(digits) > widestNumber {
		return literalPrefix + id, 0
	}
	if rest, ok := strings.CutPrefix(stem, slugOf(label)); ok {
		stem = plainPattern + rest
	}
	return stem + "#" + strconv.Itoa(len(digits)), number
}

// idOf makes an id of its pattern.
func idOf(pattern, label string, number int) string {
	if id, ok := strings.CutPrefix(pattern, literalPrefix); ok {
		return id
	}
	id := strings.Replace(pattern, "~", slugOf(label), 1)
	if before, ok := strings.CutSuffix(id, "^"); ok {
		first, _, _ := strings.Cut(label, " ")
		return before + first
	}
	stem, width, ok := strings.Cut(id, "#")
	if !ok {
		return id
	}
	digits := strconv.Itoa(number)
	n, _ := strconv.Atoi(width)
	return stem + strings.Repeat("0", max(0, min(n, widestNumber)-len(digits))) + digits
}

func zigzag(n int) uint16 { return uint16(n<<1 ^ n>>63) }

func unzigzag(low, high byte) int {
	z := int(low) | int(high)<<8
	return z>>1 ^ -(z & 1)
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

// Bounds of the form with sets: so many values to a page, and so many sets of one
// size.
const (
	largestSet = 12
	mostSets   = 256
)

// combinations numbers the sets of values of each size. It gives up where there
// are too many. For each kind there is a section with the size of every page's
// set, and for each size one with the numbers of the sets.
func (of *pagesOf) combinations() (table []byte, columns [][]byte, ok bool) {
	sets, ok := of.sets()
	if !ok {
		return nil, nil, false
	}
	var numbers [largestSet + 1]map[string]byte
	for n := 1; n <= largestSet; n++ {
		keys := slices.SortedFunc(maps.Keys(sets[n]), func(a, b string) int { return slices.Compare(sets[n][a], sets[n][b]) })
		table = binary.AppendUvarint(table, uint64(len(keys)))
		numbers[n] = map[string]byte{}
		first := uint32(0)
		for i, k := range keys {
			numbers[n][k] = byte(i)
			set := sets[n][k]
			table = appendSet(table, set, first)
			first = set[0]
		}
	}
	for _, pages := range of.kinds {
		columns = append(columns, of.setColumns(pages, &numbers)...)
	}
	return append(binary.AppendUvarint(nil, uint64(len(table))), packSymbols(table)...), columns, true
}

// sets collects the sets of each size, unless there are too many.
func (of *pagesOf) sets() (sets [largestSet + 1]map[string][]uint32, ok bool) {
	var key []byte
	for _, pages := range of.kinds {
		for page := pages.from; page < pages.to; page++ {
			values := of.at(page)
			n := len(values)
			if n > largestSet {
				return sets, false
			}
			if key = setKey(key, values); sets[n][string(key)] != nil || n == 0 {
				continue
			}
			if sets[n] == nil {
				sets[n] = map[string][]uint32{}
			}
			if sets[n][string(key)] = values; len(sets[n]) > mostSets {
				return sets, false
			}
		}
	}
	return sets, true
}

// appendSet writes a set: its first value as the difference from that of the set
// before, the others as the difference from the value before, less one.
func appendSet(table []byte, set []uint32, first uint32) []byte {
	for i, v := range set {
		if i == 0 {
			table = binary.AppendUvarint(table, uint64(v-first))
		} else {
			table = binary.AppendUvarint(table, uint64(v-set[i-1]-1))
		}
	}
	return table
}

func (of *pagesOf) setColumns(pages pageRange, numbers *[largestSet + 1]map[string]byte) [][]byte {
	var lists [largestSet + 1][]byte
	var key []byte
	for page := pages.from; page < pages.to; page++ {
		values := of.at(page)
		n := len(values)
		lists[0] = append(lists[0], byte(n))
		if n > 0 {
			key = setKey(key, values)
			lists[n] = append(lists[n], numbers[n][string(key)])
		}
	}
	columns := make([][]byte, len(lists))
	for i, l := range lists {
		columns[i] = packSymbols(l)
	}
	return columns
}

// setKey writes the key of a set in place of another.
func setKey(key []byte, values []uint32) []byte {
	key = key[:0]
	for _, v := range values {
		key = binary.AppendUvarint(key, uint64(v))
	}
	return key
}

// listPlanes is the number of sections that perPage makes for a kind.
const listPlanes = 5

// perPage writes the lists in full: for each kind how many values each page has;
// the first values, low and high bytes; the others likewise. A first value is
// written as the difference from that of the last page that had any, the others
// as the difference from the one before, less one.
func (of *pagesOf) perPage() [][]byte {
	var all [][]byte
	for _, pages := range of.kinds {
		var kind [listPlanes][]byte
		first := uint32(0)
		for page := pages.from; page < pages.to; page++ {
			values := of.at(page)
			values = values[:min(len(values), 255)]
			kind[0] = append(kind[0], byte(len(values)))
			for i, v := range values {
				if i > 0 {
					d := v - values[i-1] - 1
					kind[3], kind[4] = append(kind[3], byte(d)), append(kind[4], byte(d>>8))
					continue
				}
				z := zigzag(int(v) - int(first))
				kind[1], kind[2] = append(kind[1], byte(z)), append(kind[2], byte(z>>8))
				first = v
			}
		}
		for _, section := range kind {
			all = append(all, packSymbols(section))
		}
	}
	return all
}
