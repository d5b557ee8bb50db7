package search

import (
	"encoding/binary"
	"maps"
	"math"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// field is a part of a page that counts by itself.
type field int

const (
	inTitle field = iota
	// inCode is a title of one word beside the title: the code of a standard.
	inCode
	inCodes
	inNames
	inSummary
	inHeadings
	inBody
	fieldCount
)

// fieldWeights has for each field what an occurrence counts (w) and how much a
// long field takes off it (b), as in BM25F (Robertson, Zaragoza and Taylor,
// 2004).
var fieldWeights = [fieldCount]struct{ w, b float64 }{
	inTitle: {6, 0.3}, inCode: {6, 0}, inCodes: {5, 0}, inNames: {3, 0.3}, inSummary: {2.5, 0.4}, inHeadings: {3, 0.2}, inBody: {1, 0.6},
}

// saturation is BM25's k1.
const saturation = 1.2

// counts are the occurrences of a term in the fields of a page, each at most
// mostCounted but for the body.
type counts [fieldCount]uint16

const mostCounted = 3

// lists is the inverted index before it is scored: for each term the pages that
// have it.
type lists struct {
	// lengths has the number of words of each field of each page.
	lengths [][fieldCount]uint32
	// titles has the number of different words of each page's title that are not
	// stop words.
	titles []int
	terms  map[string]*term
}

// term is a stem and the words that have it.
type term struct {
	stem string
	// forms are the words as they occur, sorted, with their number and whether
	// one stands in a title, heading or name.
	forms []form
	// runs holds what each worker found, in order of page.
	runs [][]byte
}

type form struct {
	word  string
	count int
	shown bool
}

// invert reads all pages. The pages are dealt to the workers one by one and each
// worker keeps compact lists of its own, so that memory is two or three bytes
// for each word of each page.
func invert(pages []*page, a *analyser, workers int) *lists {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	l := &lists{lengths: make([][fieldCount]uint32, len(pages)), titles: make([]int, len(pages)), terms: map[string]*term{}}
	readers := make([]*reader, min(workers, max(1, len(pages))))
	var next atomic.Int64
	var wait sync.WaitGroup
	for i := range readers {
		readers[i] = newReader(a)
		wait.Go(func() {
			for n := int(next.Add(1)) - 1; n < len(pages); n = int(next.Add(1)) - 1 {
				l.lengths[n], l.titles[n] = readers[i].read(n, pages[n])
			}
		})
	}
	wait.Wait()
	for _, r := range readers {
		l.take(r)
	}
	return l
}

// take adds a worker's lists.
func (l *lists) take(r *reader) {
	for _, e := range r.entries {
		t := l.terms[e.stem]
		if t == nil {
			t = &term{stem: e.stem}
			l.terms[e.stem] = t
		}
		if len(e.run) > 0 {
			t.runs = append(t.runs, e.run)
		}
	}
	for word, f := range r.forms {
		t := l.terms[r.entries[f.entry].stem]
		t.addForm(form{word: word, count: f.count, shown: f.shown})
	}
}

func (t *term) addForm(f form) {
	i, ok := slices.BinarySearchFunc(t.forms, f.word, func(g form, w string) int { return strings.Compare(g.word, w) })
	if !ok {
		t.forms = slices.Insert(t.forms, i, f)
		return
	}
	t.forms[i].count += f.count
	t.forms[i].shown = t.forms[i].shown || f.shown
}

// sorted returns the terms that some page has, by stem.
func (l *lists) sorted() []*term {
	var list []*term
	for _, stem := range slices.Sorted(maps.Keys(l.terms)) {
		if t := l.terms[stem]; len(t.runs) > 0 {
			list = append(list, t)
		}
	}
	return list
}

// averages are the mean lengths of the fields over the pages that have them,
// rounded to a power of 1.25, so that a new page seldom changes every list.
func (l *lists) averages() [fieldCount]float64 {
	var mean [fieldCount]float64
	for f := range mean {
		sum, n := 0, 0
		for _, lengths := range l.lengths {
			if lengths[f] > 0 {
				sum, n = sum+int(lengths[f]), n+1
			}
		}
		mean[f] = 1
		if n > 0 {
			exact := float64(sum) / float64(n)
			for mean[f]*1.25 <= exact {
				mean[f] = float64(mean[f] * 1.25)
			}
		}
	}
	return mean
}

// reader reads pages for one worker.
type reader struct {
	*analyser
	forms   map[string]*formEntry
	stems   map[string]int
	entries []termEntry
	// touched are the entries of the page being read.
	touched []int
}

type formEntry struct {
	entry, count int
	stop, shown  bool
}

type termEntry struct {
	stem string
	run  []byte
	// last is the last page of run, counted from 1.
	last int
	now  counts
	seen bool
}

func newReader(a *analyser) *reader {
	return &reader{analyser: a, forms: map[string]*formEntry{}, stems: map[string]int{}}
}

// read adds a page to the lists.
func (r *reader) read(number int, p *page) (lengths [fieldCount]uint32, title int) {
	add := func(f field, text string) {
		words(text, func(w string) {
			if r.add(f, w) {
				lengths[f]++
			}
		})
	}
	add(inTitle, p.title)
	title = r.different(p.title)
	add(inCode, p.code)
	for _, c := range p.codes {
		add(inCodes, c)
	}
	for _, n := range p.names {
		add(inNames, n)
	}
	add(inSummary, p.summary)
	for _, s := range p.parts {
		add(inHeadings, s.heading)
		for _, l := range s.lines {
			add(inBody, l.text)
		}
	}
	r.close(number)
	return lengths, title
}

// add counts one word. It reports false for a stop word, which is kept only in
// titles.
func (r *reader) add(f field, word string) bool {
	e := r.form(word)
	e.count++
	e.shown = e.shown || f != inBody && f != inSummary
	if e.stop && f != inTitle {
		return false
	}
	t := &r.entries[e.entry]
	if !t.seen {
		t.seen = true
		r.touched = append(r.touched, e.entry)
	}
	t.now[f]++
	return !e.stop
}

func (r *reader) form(word string) *formEntry {
	if e, ok := r.forms[word]; ok {
		return e
	}
	stop := r.stop[word]
	stem := word
	if !stop {
		stem = r.stem(word)
	}
	at, ok := r.stems[stem]
	if !ok {
		at = len(r.entries)
		r.stems[stem] = at
		r.entries = append(r.entries, termEntry{stem: stem})
	}
	e := &formEntry{entry: at, stop: stop}
	r.forms[strings.Clone(word)] = e
	return e
}

// different counts the words of a title that a query would have to name to name
// it all.
func (r *reader) different(title string) int {
	seen := map[int]bool{}
	stops := 0
	pieces(title, func(p piece) {
		if e := r.forms[p.Word]; e != nil && !e.stop {
			seen[e.entry] = true
		} else if e != nil {
			stops++
		}
	})
	if len(seen) == 0 {
		return stops
	}
	return len(seen)
}

// close writes the counts of the page just read.
func (r *reader) close(number int) {
	for _, at := range r.touched {
		t := &r.entries[at]
		t.run = binary.AppendUvarint(t.run, uint64(number+1-t.last))
		t.run = t.now.append(t.run)
		t.last, t.now, t.seen = number+1, counts{}, false
	}
	r.touched = r.touched[:0]
}

// append writes counts in one byte where only the body has the word.
func (c *counts) append(b []byte) []byte {
	var rest uint64
	for f := range inBody {
		rest = rest<<2 | uint64(min(c[f], mostCounted))
	}
	body := uint64(c[inBody]) << 1
	if rest == 0 {
		return binary.AppendUvarint(b, body)
	}
	return binary.AppendUvarint(binary.AppendUvarint(b, body|1), rest)
}

// posting is a page that has a term.
type posting struct {
	page   int
	counts counts
}

// postings calls f for every page of a term in order.
func (t *term) postings(f func(posting)) {
	heads := make([]posting, len(t.runs))
	rest := slices.Clone(t.runs)
	advance := func(i int) {
		if len(rest[i]) == 0 {
			heads[i].page = math.MaxInt
			return
		}
		gap, n := binary.Uvarint(rest[i])
		heads[i].page += int(gap)
		rest[i] = heads[i].counts.read(rest[i][n:])
	}
	for i := range heads {
		heads[i].page = -1
		advance(i)
	}
	for {
		least := 0
		for i := range heads {
			if heads[i].page < heads[least].page {
				least = i
			}
		}
		if heads[least].page == math.MaxInt {
			return
		}
		f(heads[least])
		advance(least)
	}
}

// read reads what append wrote and returns what follows.
func (c *counts) read(b []byte) []byte {
	*c = counts{}
	body, n := binary.Uvarint(b)
	c[inBody] = uint16(body >> 1)
	if body&1 == 0 {
		return b[n:]
	}
	rest, m := binary.Uvarint(b[n:])
	for f := inBody - 1; f >= 0; f-- {
		c[f] = uint16(rest & 3)
		rest >>= 2
	}
	return b[n+m:]
}

// impact is how much a page is about a term, from 1 to 15: BM25F's saturated
// weight. Every product is rounded by itself, so that machines with fused
// multiplication agree.
func impact(c counts, lengths [fieldCount]uint32, average [fieldCount]float64) int {
	sum := 0.0
	for f, n := range c {
		if n == 0 {
			continue
		}
		w := fieldWeights[f]
		relative := float64(float64(w.b*float64(lengths[f])) / average[f])
		sum += float64(float64(w.w*float64(n)) / (1 - w.b + relative))
	}
	return min(15, 1+int(float64(15*sum)/(saturation+sum)))
}
