package search

import (
	"encoding/binary"
	"maps"
	"math"
	"slices"
	"strings"
	"sync"

	"github.com/exemplar-lp/exemplar/internal/shelf"
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
	shelf  *shelf.Shelf
}

// term is a stem and the words that have it.
type term struct {
	stem string
	// forms are the words as they occur, sorted, with their number and whether
	// one stands in a title, heading or name.
	forms []form
	// runs holds what each worker found, in order of page.
	runs []run
}

// run is what a worker found of a term: what it put away, and then what it has.
type run struct {
	away []shelf.Slip
	data []byte
}

type form struct {
	word  string
	count int
	shown bool
}

// Bounds of what a worker holds: so much memory for lists, before it puts away
// those that are so long.
const (
	workerRoom = 12 << 20
	longRun    = 64
)

// reading is how the pages of a collection are read: each once, in the layout of
// the files of texts.
type reading struct {
	*Collection
	*analyser
	book      *codebook
	layout    []pageRange
	perFolder int
	shelf     *shelf.Shelf
	workers   int
	// room is the number of bytes that a worker has for lists.
	room int
}

// invert reads every page. The workers take the folders of texts in turn, so that
// each sees its pages in order. Each keeps compact lists of its own, two or three
// bytes for each word of each page, and codes the texts of a folder.
func (g *reading) invert() (*lists, []folder) {
	l := &lists{lengths: make([][fieldCount]uint32, len(g.entries)), titles: make([]int, len(g.entries)), terms: map[string]*term{}, shelf: g.shelf}
	groups := slices.Collect(slices.Chunk(g.layout, g.perFolder))
	folders := make([]folder, len(groups))
	var mu sync.Mutex
	var readers []*reader
	inParallel(g.workers, len(groups), func() func(int) {
		r := g.newReader()
		mu.Lock()
		readers = append(readers, r)
		mu.Unlock()
		return func(n int) { folders[n] = r.folder(l, groups[n]) }
	})
	for _, r := range readers {
		l.take(r)
	}
	return l, folders
}

// take adds a worker's lists.
func (l *lists) take(r *reader) {
	for _, e := range r.terms {
		t := l.terms[e.stem]
		if t == nil {
			t = &term{stem: e.stem}
			l.terms[e.stem] = t
		}
		if len(e.data) > 0 || len(e.away) > 0 {
			t.runs = append(t.runs, e.run)
		}
	}
	for word, n := range r.forms {
		f := &r.formed[n]
		t := l.terms[r.terms[f.term].stem]
		t.addForm(form{word: word, count: int(f.count), shown: f.shown})
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

// merger is memory in which the runs of terms are merged, one term after another.
type merger struct{ runs []runReader }

// runReader reads a run: its first page that was not taken yet, and what follows.
type runReader struct {
	posting
	rest []byte
	away []byte // room for what was put away
}

// next goes on to the next page.
func (r *runReader) next() {
	if len(r.rest) == 0 {
		r.page = math.MaxInt
		return
	}
	gap, n := binary.Uvarint(r.rest)
	r.page += int(gap)
	r.rest = r.counts.read(r.rest[n:])
}

// postings calls f for every page of a term in order.
func (t *term) postings(room *merger, shelf *shelf.Shelf, f func(posting)) {
	for len(room.runs) < len(t.runs) {
		room.runs = append(room.runs, runReader{})
	}
	runs := room.runs[:len(t.runs)]
	for i := range runs {
		runs[i].page, runs[i].rest = -1, t.runs[i].bytes(shelf, &runs[i].away)
		runs[i].next()
	}
	for {
		least := &runs[0]
		for i := range runs {
			if runs[i].page < least.page {
				least = &runs[i]
			}
		}
		if least.page == math.MaxInt {
			return
		}
		f(least.posting)
		least.next()
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
func impact(c *counts, lengths *[fieldCount]uint32, average *[fieldCount]float64) int {
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
