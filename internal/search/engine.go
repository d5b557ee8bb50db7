package search

import (
	"bytes"
	"cmp"
	"compress/flate"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Engine answers queries from the published files of an index, as the browser
// does. It reads a file when a query first needs it and is for one goroutine.
type Engine struct {
	file     map[string]func() string // content by name, still packed
	manifest manifest
	bounds   []string
	// shardFolders and textFolders are the names of the folders.
	shardFolders, textFolders []string
	stop                      map[string]bool
	endings                   []string            // "" first
	synonyms                  map[string][]string // by phrase, the other phrases of its groups
	book                      *codebook

	shards    map[int]*shard
	columns   map[string]*column
	spelled   map[string][]spelling
	completed map[string][]string
	texts     map[int]*Text
}

var errNoIndex = errors.New("no search index")

// calls matches the statements of an index's files.
var calls = regexp.MustCompile(`XS\("([^"]*)","([^"]*)"\)`)

// Open reads the index in files.
func Open(files []File) (*Engine, error) {
	e := &Engine{
		file: map[string]func() string{}, shards: map[int]*shard{}, columns: map[string]*column{},
		spelled: map[string][]spelling{}, texts: map[int]*Text{}, stop: map[string]bool{}, synonyms: map[string][]string{},
	}
	for _, f := range files {
		if f.Path == manifestPath {
			for _, call := range calls.FindAllSubmatch(f.Bytes(new(bytes.Buffer)), -1) {
				e.file[string(call[1])] = func() string { return string(call[2]) }
			}
			continue
		}
		name := strings.TrimSuffix(strings.TrimPrefix(f.Path, Dir+"/"), ".js")
		e.file[name] = func() string { return contentOf(f.Bytes(new(bytes.Buffer))) }
	}
	data, err := e.inflate("m")
	if err != nil {
		return nil, errNoIndex
	}
	if err := json.Unmarshal(data, &e.manifest); err != nil {
		return nil, fmt.Errorf("%s: %w", manifestPath, err)
	}
	if e.manifest.Format != formatVersion {
		return nil, fmt.Errorf("%s: format %d is not known", manifestPath, e.manifest.Format)
	}
	e.prepare()
	if !e.sound() {
		return nil, fmt.Errorf("%s: it is damaged", manifestPath)
	}
	return e, nil
}

func contentOf(data []byte) string {
	if call := calls.FindSubmatch(data); call != nil {
		return string(call[2])
	}
	return ""
}

// prepare unpacks the manifest's lists.
func (e *Engine) prepare() {
	m := &e.manifest
	e.bounds, e.shardFolders, e.textFolders = strings.Fields(m.Bounds), strings.Fields(m.Shards), strings.Fields(m.Texts)
	e.endings = append([]string{""}, strings.Fields(m.Endings)...)
	for _, w := range strings.Fields(m.Stop) {
		e.stop[w] = true
	}
	for _, line := range m.Synonyms {
		group := strings.Split(line, "=")
		for _, phrase := range group {
			for _, other := range group {
				if other != phrase {
					e.synonyms[phrase] = append(e.synonyms[phrase], other)
				}
			}
		}
	}
	e.book = &codebook{words: m.Words.code(), chars: m.Chars.code()}
}

func (t codeTable) code() code {
	return code{symbols: strings.Split(t.Symbols, "\x7f"), counts: t.Counts}
}

// mostPages is the number of pages that an index can have: the browser sorts by
// score and page in one number.
const mostPages = 1 << 20

// sound reports whether the manifest's parts fit each other.
func (e *Engine) sound() bool {
	m := &e.manifest
	last := 0
	for _, k := range m.Kinds {
		if k.End < last || k.Each < 1 {
			return false
		}
		last = k.End
	}
	return m.Pages >= 0 && m.Pages <= mostPages && last == m.Pages && m.Group > 0 &&
		len(e.shardFolders) == len(e.bounds)/m.Group+1 && slices.IsSorted(e.bounds) && e.book.words.sound() && e.book.chars.sound()
}

// sound reports whether a code has as many symbols as its lengths say.
func (c *code) sound() bool {
	sum := 0
	for _, n := range c.counts {
		if n < 0 || n > len(c.symbols) {
			return false
		}
		sum += n
	}
	return sum == len(c.symbols) && len(c.counts) < 32
}

// intact calls f, which unpacks a file, and reports false if the file breaks off
// or points outside itself.
func intact(f func()) (ok bool) {
	defer func() {
		if recover() != nil {
			ok = false
		}
	}()
	f()
	return true
}

// inflate unpacks a file.
func (e *Engine) inflate(name string) ([]byte, error) {
	packed, ok := e.file[name]
	if !ok {
		return nil, fmt.Errorf("%s/%s.js: no such file", Dir, name)
	}
	raw, err := base64.StdEncoding.DecodeString(packed())
	if err != nil {
		return nil, fmt.Errorf("%s/%s.js: %w", Dir, name, err)
	}
	return io.ReadAll(flate.NewReader(bytes.NewReader(raw)))
}

// content returns what a file says, as it is packed; "" if it is not there.
func (e *Engine) content(name string) string {
	if file, ok := e.file[name]; ok {
		return file()
	}
	return ""
}

// sectionsOf unpacks a file of sections. A file that is not there or damaged has
// none.
func (e *Engine) sectionsOf(name string) [][]byte {
	data, err := e.inflate(name)
	if err != nil {
		return nil
	}
	return sectionsIn(data)
}

func sectionsIn(data []byte) [][]byte {
	var list [][]byte
	for len(data) > 0 {
		n, size := binary.Uvarint(data)
		if size <= 0 || uint64(len(data)-size) < n {
			return list
		}
		list, data = append(list, data[size:size+int(n)]), data[size+int(n):]
	}
	return list
}

// shard is a part of the lexicon, unpacked.
type shard struct {
	forms  []string
	of     []int // for each form its group
	groups []postingList
}

// postingList is the pages that have a term.
type postingList struct {
	forms   []string
	pages   []int
	impacts []byte
	titles  []titled
}

// titled is a page whose title has the term, and the number of words of the
// title.
type titled struct{ page, words int }

func (e *Engine) shard(n int) *shard {
	if s, ok := e.shards[n]; ok {
		return s
	}
	s := &shard{}
	parts := e.sectionsOf(e.manifest.fileIn("w", e.shardFolders, n))
	if !intact(func() { s.read(parts, e.manifest.Pages) }) || !s.sound(e.manifest.Pages) {
		s = &shard{}
	}
	e.shards[n] = s
	return s
}

// sound reports whether every page of the lists is one of the site.
func (s *shard) sound(pages int) bool {
	outside := func(page int) bool { return page < 0 || page >= pages }
	for _, g := range s.groups {
		if slices.ContainsFunc(g.pages, outside) || slices.ContainsFunc(g.titles, func(t titled) bool { return outside(t.page) || t.words == 0 }) {
			return false
		}
	}
	return len(s.of) == len(s.forms)
}

func (s *shard) read(parts [][]byte, pages int) {
	s.forms = frontCoded(string(parts[0]), 0, nil)
	groups := numbers(parts[1])
	made := 0
	for _, back := range groups {
		if back == 0 {
			made++
			back = 1
		}
		s.of = append(s.of, made-back)
	}
	s.groups = make([]postingList, made)
	for i, g := range s.of {
		s.groups[g].forms = append(s.groups[g].forms, s.forms[i])
	}
	r := postingReader{pages: pages, heads: parts[2], gaps: parts[3], impacts: halves(parts[4]), levels: parts[5], titleGaps: parts[6], titleLn: halves(parts[7])}
	for i := range s.groups {
		r.next(&s.groups[i])
	}
}

// frontCoded reads the lines that appendFront wrote. Each has extra characters
// between the shared length and the rest, for which f is called.
func frontCoded(text string, extra int, f func(string)) []string {
	var list []string
	before := ""
	for line := range strings.SplitSeq(strings.TrimSuffix(text, "\n"), "\n") {
		if len(line) <= extra {
			continue
		}
		shared, _ := strconv.ParseUint(line[:1], 36, 8)
		before = beginning(before, int(shared)) + line[1+extra:]
		list = append(list, before)
		if f != nil {
			f(line[1 : 1+extra])
		}
	}
	return list
}

func numbers(b []byte) []int {
	var list []int
	for len(b) > 0 {
		n, size := binary.Uvarint(b)
		if size <= 0 {
			break
		}
		list, b = append(list, int(n)), b[size:]
	}
	return list
}

func halves(b []byte) []byte {
	list := make([]byte, 0, 2*len(b))
	for _, c := range b {
		list = append(list, c&15, c>>4)
	}
	return list
}

// postingReader reads the lists of a shard one after the other.
type postingReader struct {
	pages                                            int
	heads, gaps, impacts, levels, titleGaps, titleLn []byte
}

func take(b *[]byte) int {
	n, size := binary.Uvarint(*b)
	*b = (*b)[max(size, 0):]
	return int(n)
}

func (r *postingReader) next(p *postingList) {
	n, titles := take(&r.heads), take(&r.heads)
	if n>>1 > r.pages || titles > r.pages {
		panic("too many pages")
	}
	if n&1 == 1 {
		r.dense(p)
	} else {
		page := -1
		for range n >> 1 {
			page += take(&r.gaps) + 1
			p.pages = append(p.pages, page)
		}
		p.impacts, r.impacts = r.impacts[:n>>1], r.impacts[n>>1:]
	}
	page := -1
	for range titles {
		page += take(&r.titleGaps) + 1
		p.titles = append(p.titles, titled{page, int(r.titleLn[0])})
		r.titleLn = r.titleLn[1:]
	}
}

func (r *postingReader) dense(p *postingList) {
	palette := r.heads[:3]
	r.heads = r.heads[3:]
	for page := range r.pages {
		if level := r.levels[page/4] >> (2 * (page % 4)) & 3; level > 0 {
			p.pages = append(p.pages, page)
			p.impacts = append(p.impacts, palette[level-1])
		}
	}
	r.levels = r.levels[(r.pages+3)/4:]
}

// Facets lists the names of the filters in order.
func (e *Engine) Facets() []string {
	var list []string
	for _, h := range e.manifest.Facets {
		list = append(list, h.ID)
	}
	return list
}

// column is a facet, unpacked.
type column struct {
	values []value
	of     [][]int
}

// column returns a facet's table, or nil if there is no such facet.
func (e *Engine) column(id string) *column {
	if c, ok := e.columns[id]; ok {
		return c
	}
	var c *column
	for _, h := range e.manifest.Facets {
		if h.ID == id {
			numbers, names, _ := strings.Cut(e.content("f"+h.File), string(textEnd))
			raw, err := base64.StdEncoding.DecodeString(numbers)
			parts := sectionsIn(raw)
			read := &column{}
			if err == nil && intact(func() {
				read.values = valuesIn(e.book.decode(names), parts[:3])
				read.read(parts[3][0], parts[4:], e.manifest.Kinds)
			}) && read.sound(e.manifest.Pages) {
				c = read
			}
		}
	}
	e.columns[id] = c
	return c
}

// sound reports whether every page has a list and every value is known.
func (c *column) sound(pages int) bool {
	return len(c.of) == pages && !slices.ContainsFunc(c.of, func(set []int) bool {
		return slices.ContainsFunc(set, func(v int) bool { return v < 0 || v >= len(c.values) })
	})
}

// valuesIn reads what names wrote.
func valuesIn(text string, numbers [][]byte) []value {
	lines := strings.Split(text, "\n")
	repeats := symbolsIn(numbers[0], len(lines))
	if repeats == nil {
		return nil
	}
	var list []value
	var place []int // for each value with a number its place among those of its line
	label, pattern, group := "", plainPattern, ""
	for i, line := range lines {
		fields := append(strings.Split(line, "\t"), "", "")
		label, pattern, group = cmp.Or(fields[0], label), cmp.Or(fields[1], pattern), cmp.Or(fields[2], group)
		for n := range 1 + int(repeats[i]) {
			list = append(list, value{id: pattern, label: label, group: group})
			if strings.Contains(pattern, "#") {
				place = append(place, n)
			}
		}
	}
	low, high := symbolsIn(numbers[1], len(place)), symbolsIn(numbers[2], len(place))
	at, number := 0, 0
	for i, v := range list {
		if strings.Contains(v.id, "#") {
			if place[at] == 0 {
				number = 0
			}
			number = (number + int(low[at]) + int(high[at])<<8) & mostNumber
			at++
		}
		list[i].id = idOf(v.id, v.label, number)
	}
	return list
}

// read unpacks the lists of a facet's file.
func (c *column) read(form byte, parts [][]byte, kinds []kindRange) {
	var sets [largestSet + 1][][]int
	planes := listPlanes
	if form == formSets {
		sets, parts, planes = setsIn(parts[0]), parts[1:], largestSet+1
	}
	start := 0
	for _, k := range kinds {
		kind := parts[:planes]
		parts = parts[planes:]
		if form == formSets {
			c.readSets(kind, k.End-start, &sets)
		} else {
			c.readLists(kind, k.End-start)
		}
		for len(c.of) < k.End {
			c.of = append(c.of, nil)
		}
		start = k.End
	}
}

// setsIn reads the sets of each size.
func setsIn(b []byte) (sets [largestSet + 1][][]int) {
	size := take(&b)
	if size > 1<<16 {
		panic("too many sets")
	}
	b = symbolsIn(b, size)
	for n := 1; n <= largestSet; n++ {
		first := 0
		for range min(take(&b), mostSets) {
			set := make([]int, n)
			for i := range set {
				set[i] = take(&b)
				if i == 0 {
					set[0] += first
				} else {
					set[i] += set[i-1] + 1
				}
			}
			first = set[0]
			sets[n] = append(sets[n], set)
		}
	}
	return sets
}

func (c *column) readSets(kind [][]byte, pages int, sets *[largestSet + 1][][]int) {
	sizes := symbolsIn(kind[0], pages)
	var count [largestSet + 1]int
	for _, n := range sizes {
		count[n]++
	}
	var numbers [largestSet + 1][]byte
	for n := 1; n <= largestSet; n++ {
		numbers[n] = symbolsIn(kind[n], count[n])
	}
	for _, n := range sizes {
		var set []int
		if n > 0 {
			set = sets[n][numbers[n][0]]
			numbers[n] = numbers[n][1:]
		}
		c.of = append(c.of, set)
	}
}

func (c *column) readLists(kind [][]byte, pages int) {
	sizes := symbolsIn(kind[0], pages)
	firsts, others := 0, 0
	for _, n := range sizes {
		if n > 0 {
			firsts, others = firsts+1, others+int(n)-1
		}
	}
	low, high := symbolsIn(kind[1], firsts), symbolsIn(kind[2], firsts)
	moreLow, moreHigh := symbolsIn(kind[3], others), symbolsIn(kind[4], others)
	first, at, more := 0, 0, 0
	for _, n := range sizes {
		set := make([]int, n)
		for i := range set {
			if i == 0 {
				first += unzigzag(low[at], high[at])
				at++
				set[0] = first
				continue
			}
			set[i] = set[i-1] + 1 + int(moreLow[more]) + int(moreHigh[more])<<8
			more++
		}
		c.of = append(c.of, set)
	}
}
