package search

import (
	"crypto/sha256"
	"encoding/binary"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/exemplar-lp/exemplar/internal/shelf"
)

// reader reads the pages of one worker. It codes what results show of them and
// counts their words, in one pass over the text.
type reader struct {
	*reading
	pages  *pager
	sheet  sheet
	writer *codeWriter
	forms  map[string]int32 // indexes into formed
	// formed are the words as they occur, terms what they have in common.
	formed []formEntry
	stems  map[string]int32 // indexes into terms
	terms  []termEntry
	// now has what the page being read has of each term, touched the terms of which
	// it has something, and lengths the words of its fields that are no stop words.
	now     []counts
	touched []int32
	lengths [fieldCount]uint32
	// lists is the memory of the terms' lists.
	lists listRoom
	// seen, folded and record are room for a page's title, a word and a posting.
	seen   []int32
	folded []byte
	record []byte
}

type formEntry struct {
	term, count int32
	stop, shown bool
}

type termEntry struct {
	stem string
	run
	// last is the last page of the run, counted from 1.
	last int
}

func (g *reading) newReader() *reader {
	return &reader{reading: g, pages: g.newPager(), writer: newCodeWriter(g.book), forms: map[string]int32{}, stems: map[string]int32{}}
}

// folder reads the pages of a folder of texts.
func (r *reader) folder(l *lists, files []pageRange) folder {
	f := folder{sum: sha256.New(), shelf: r.shelf, ends: make([]int32, 0, len(files))}
	w := r.writer
	w.out = w.out[:0]
	for _, pages := range files {
		for n := pages.from; n < pages.to; n++ {
			if n > pages.from {
				w.out = append(w.out, textEnd)
			}
			l.lengths[n], l.titles[n] = r.read(n, r.pages.whole(n))
		}
		f.end(w.out)
	}
	f.put(w.out)
	return f
}

// read adds a page to the lists, and codes its text.
func (r *reader) read(number int, p *page) (lengths [fieldCount]uint32, title int) {
	r.sheet.write(p)
	r.lengths = [fieldCount]uint32{}
	c := cursor{reader: r, text: r.sheet.text, stretches: r.sheet.stretches}
	r.writer.begin()
	c.move(r.sheet.shown, r.writer)
	r.writer.end()
	c.move(len(c.text), nil)
	r.close(number)
	return r.lengths, r.different(p.title)
}

// cursor is a place in a sheet.
type cursor struct {
	*reader
	text []byte
	at   int
	// counted is the place before which every word has been counted.
	counted   int
	stretches []stretch
}

// move goes on to a place, counts the words on the way and writes what it passes,
// if there is a writer.
func (c *cursor) move(to int, w *codeWriter) {
	for start := c.at; start < to; start = c.at {
		if k, end := plainWord(c.text, start); end > start {
			c.at = end
			c.word(c.writer.look(k, c.text[start:end], true), start, w)
			continue
		}
		if c.text[start] == ' ' && start+1 < to && classes[c.text[start+1]]&alone != 0 {
			c.at++ // between words
			continue
		}
		c.run(c.text[:to], w)
	}
}

// word counts and writes a word of plain characters that ends here.
func (c *cursor) word(k *knownRun, start int, w *codeWriter) {
	switch {
	case start < c.counted:
	case simple(c.text, c.at):
		c.count(k, c.text[start:c.at])
	default:
		c.countWithin(start)
	}
	if w != nil {
		w.run(k, c.text[start:c.at])
	}
}

// run passes any run.
func (c *cursor) run(text []byte, w *codeWriter) {
	start := c.at
	word, plain, end := cutRun(text, start)
	c.at = end
	if word && plain {
		c.word(c.writer.look(keyOf(text, start, end), text[start:end], true), start, w)
		return
	}
	if !plain {
		c.countWithin(start)
	}
	if w != nil && (end > start+1 || text[start] != ' ') {
		w.run(w.look(keyOf(text, start, end), text[start:end], word), text[start:end])
	}
}

// field returns the field of a place, no further ahead than the next one asked
// for.
func (c *cursor) field(at int) field {
	for c.stretches[0].end <= at {
		c.stretches = c.stretches[1:]
	}
	return c.stretches[0].field
}

// count counts a word of plain characters that nothing joins to another, as most
// are.
func (c *cursor) count(k *knownRun, word []byte) {
	f := c.field(c.at - len(word))
	if f == unsearched {
		return
	}
	if k.form == 0 {
		k.form = c.plainForm(word) + 1
	}
	c.add(f, k.form-1)
}

// countWithin counts the words that start in the run that ends here, and what
// hangs together with them.
func (c *cursor) countWithin(start int) {
	for at := max(start, c.counted); at < c.at; {
		r, size := utf8.DecodeRune(c.text[at:])
		if !unicode.In(r, unicode.L, unicode.N, unicode.M) {
			at += size
			continue
		}
		c.counted = tangled(c.text, at)
		if f := c.field(at); f != unsearched {
			words(string(c.text[at:c.counted]), func(w string) { c.add(f, c.form(w)) })
		}
		at = c.counted
	}
}

// simple reports whether a run of plain letters that ends at i is a word by
// itself.
func simple(text []byte, i int) bool {
	if i == len(text) {
		return true
	}
	switch class := classes[text[i]]; {
	case class == binder:
		return i+1 == len(text) || classes[text[i+1]]&(alone|wide) == 0
	case class == wide, text[i] == '-':
		return false
	}
	return true
}

// tangled returns the end of what may hang together with the text before i.
func tangled(text []byte, i int) int {
	for i < len(text) && (classes[text[i]]&(alone|binder|wide) != 0 || text[i] == '-') {
		i++
	}
	return i
}

// add counts a word. A stop word is kept only in titles.
func (r *reader) add(f field, form int32) {
	e := &r.formed[form]
	e.count++
	if f != inBody && f != inSummary {
		e.shown = true
	}
	if e.stop && f != inTitle {
		return
	}
	n := &r.now[e.term]
	if *n == (counts{}) {
		r.touched = append(r.touched, e.term)
	}
	if n[f] < math.MaxUint16 {
		n[f]++
	}
	if !e.stop {
		r.lengths[f]++
	}
}

// plainForm returns the number of the word that letters and digits of ASCII are.
func (r *reader) plainForm(word []byte) int32 {
	r.folded = r.folded[:0]
	for _, c := range word {
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		r.folded = append(r.folded, c)
	}
	r.folded = r.folded[:min(len(r.folded), longestWord)]
	if n, ok := r.forms[string(r.folded)]; ok {
		return n
	}
	return r.newForm(string(r.folded))
}

// form returns the number of a word.
func (r *reader) form(word string) int32 {
	if n, ok := r.forms[word]; ok {
		return n
	}
	return r.newForm(strings.Clone(word))
}

func (r *reader) newForm(word string) int32 {
	stop := r.stop[word]
	stem := word
	if !stop {
		stem = r.stem(word)
	}
	t, ok := r.stems[stem]
	if !ok {
		t = int32(len(r.terms))
		r.stems[stem] = t
		r.terms, r.now = append(r.terms, termEntry{stem: stem}), append(r.now, counts{})
	}
	n := int32(len(r.formed))
	r.formed = append(r.formed, formEntry{term: t, stop: stop})
	r.forms[word] = n
	return n
}

// different counts the words of a title that a query would have to name to name
// it all.
func (r *reader) different(title string) int {
	r.seen = r.seen[:0]
	stops := 0
	pieces(title, func(p piece) {
		switch at, ok := r.forms[p.Word]; {
		case !ok:
		case r.formed[at].stop:
			stops++
		case !slices.Contains(r.seen, r.formed[at].term):
			r.seen = append(r.seen, r.formed[at].term)
		}
	})
	if len(r.seen) == 0 {
		return stops
	}
	return len(r.seen)
}

// close writes the counts of the page just read.
func (r *reader) close(number int) {
	for _, at := range r.touched {
		t := &r.terms[at]
		r.record = r.now[at].append(binary.AppendUvarint(r.record[:0], uint64(number+1-t.last)))
		t.data = r.lists.append(t.data, r.record)
		t.last, r.now[at] = number+1, counts{}
	}
	r.touched = r.touched[:0]
	if r.lists.size > r.room {
		r.putAway()
	}
}

// putAway makes room: the long lists go to the shelf, and then the short ones lie
// close together, in memory that none of them was in.
func (r *reader) putAway() {
	var short listRoom
	for i := range r.terms {
		t := &r.terms[i]
		if len(t.data) >= longRun {
			t.away = append(t.away, r.shelf.Put(t.data))
			t.data = nil
		} else if len(t.data) > 0 {
			t.data = short.append(nil, t.data)
		}
	}
	short.spare = append(r.lists.spare, r.lists.slabs...)
	for class, free := range r.lists.free {
		short.free[class] = free[:0]
	}
	r.lists = short
}

// bytes returns a whole run, which holds until the room is used again.
func (r *run) bytes(shelf *shelf.Shelf, room *[]byte) []byte {
	if len(r.away) == 0 {
		return r.data
	}
	*room = (*room)[:0]
	for _, s := range r.away {
		*room = shelf.Append(*room, s)
	}
	*room = append(*room, r.data...)
	return *room
}
