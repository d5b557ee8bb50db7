package search

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"encoding/binary"
	"slices"

	"github.com/exemplar-lp/exemplar/internal/shelf"
)

// packedList is a term's postings, ready for a shard.
type packedList struct {
	pages int
	// dense lists name a level for every page of the site, sparse ones the gaps
	// between the pages that have the term and their impacts.
	dense bool
	// palette has the impacts that levels 1 to 3 of a dense list stand for.
	palette [3]byte
	// titles is the number of pages whose title has the term.
	titles int
	data   []byte // the parts, joined; nil when away
	away   shelf.Slip
	sizes  [partCount]int
}

// The parts of a packed list.
const (
	levelsPart  = iota // dense: two bits for each page, the first page lowest
	gapsPart           // sparse: each gap less one
	impactsPart        // sparse: one for each page
	// Of the pages whose title has the term, the gaps less one, and the number of
	// words of each title, at most 15.
	titleGapsPart
	titleWordsPart
	partCount
)

type listParts [partCount][]byte

// packing is memory in which lists are packed, one after another.
type packing struct {
	pages  []int
	parts  listParts
	joined []byte
	merger
}

func (p *packing) empty() {
	p.pages = p.pages[:0]
	for i := range p.parts {
		p.parts[i] = p.parts[i][:0]
	}
}

// keep joins the parts and puts them away if they are long.
func (p *packedList) keep(room *packing, shelf *shelf.Shelf) {
	room.joined = room.joined[:0]
	for i, part := range room.parts {
		p.sizes[i] = len(part)
		room.joined = append(room.joined, part...)
	}
	if len(room.joined) >= longRun {
		p.away = shelf.Put(room.joined)
	} else {
		p.data = bytes.Clone(room.joined)
	}
}

// parts returns the parts, which hold until the room is used again.
func (p *packedList) parts(shelf *shelf.Shelf, room *[]byte) (parts listParts) {
	data := p.data
	if data == nil {
		data = shelf.Read(p.away, room)
	}
	for i, n := range p.sizes {
		parts[i], data = data[:n], data[n:]
	}
	return parts
}

// A list is dense from one page in so many, and so many pages, on.
const (
	denseShare = 8
	leastDense = 400
)

// pack scores and encodes the postings of a term.
func (l *lists) pack(room *packing, t *term, average [fieldCount]float64) packedList {
	room.empty()
	var p packedList
	parts := &room.parts
	next := 0
	title := func(page, words int) {
		p.titles++
		parts[titleGapsPart] = binary.AppendUvarint(parts[titleGapsPart], uint64(page-next))
		parts[titleWordsPart] = append(parts[titleWordsPart], byte(min(15, words)))
		next = page + 1
	}
	t.postings(&room.merger, l.shelf, func(x posting) {
		room.pages = append(room.pages, x.page)
		parts[impactsPart] = append(parts[impactsPart], byte(impact(&x.counts, &l.lengths[x.page], &average)))
		switch {
		case x.counts[inCode] > 0:
			title(x.page, 1)
		case x.counts[inTitle] > 0:
			title(x.page, l.titles[x.page])
		}
	})
	p.pages = len(room.pages)
	if p.dense = len(room.pages) >= leastDense && len(room.pages)*denseShare > len(l.titles); p.dense {
		p.palette = parts.flatten(room.pages, len(l.titles))
	} else {
		last := -1
		for _, page := range room.pages {
			parts[gapsPart] = binary.AppendUvarint(parts[gapsPart], uint64(page-last-1))
			last = page
		}
	}
	p.keep(room, l.shelf)
	return p
}

// flatten turns a sparse list into a dense one of three levels.
func (parts *listParts) flatten(pages []int, total int) (palette [3]byte) {
	impacts := parts[impactsPart]
	level, palette := threeLevels(impacts)
	levels := append(parts[levelsPart], make([]byte, (total+3)/4)...)
	for i, page := range pages {
		levels[page/4] |= level[impacts[i]] << (2 * (page % 4))
	}
	parts[levelsPart], parts[impactsPart] = levels, impacts[:0]
	return palette
}

// Shares of the pages of a dense list that are at the two upper levels, at most,
// in thousandths. The pages that a query is for are few, however many there are;
// to know those apart costs less than half of what even levels would.
const (
	topShare      = 50
	leastTopShare = 10
	fullShares    = 10000 // the length from which the shares become smaller
	highShares    = 6     // times the share at the top
)

// threeLevels divides impacts into three levels. A level stands for the mean of
// its impacts.
func threeLevels(impacts []byte) (level [16]byte, palette [3]byte) {
	var count [17]int
	for _, q := range impacts {
		count[q]++
	}
	var sum, members [3]int
	top := max(leastTopShare, min(topShare, topShare*fullShares/max(1, len(impacts))))
	above := 0
	for q := 15; q > 0; q-- {
		above += count[q]
		n := 0
		switch {
		case above*1000 <= len(impacts)*top:
			n = 2
		case above*1000 <= len(impacts)*top*highShares:
			n = 1
		}
		level[q] = byte(n) + 1
		sum[n], members[n] = sum[n]+q*count[q], members[n]+count[q]
	}
	for n := range palette {
		palette[n] = byte((sum[n] + members[n]/2) / max(1, members[n]))
	}
	return level, palette
}

// size estimates what the postings take in a compressed shard, in bytes.
func (p *packedList) size(total int) int {
	if p.dense {
		return total/5 + 2*p.titles
	}
	return p.sizes[gapsPart] + p.pages/2 + 2*p.titles + 2
}

// group is forms of a term that stand together in the lexicon, and the term's
// postings. Forms that begin otherwise than the rest (dying, of die) are a group
// of their own with a copy of the postings, so that every shard is complete.
type group struct {
	forms    []form
	postings *packedList
}

// entry is a form in the lexicon.
type entry struct {
	form
	group *group
}

// lexicon lists all forms in order of text.
func lexicon(terms []*term, postings []packedList) []entry {
	var list []entry
	for i, t := range terms {
		var g *group
		for _, f := range t.forms {
			if g == nil || beginning(f.word, 3) != beginning(g.forms[0].word, 3) {
				g = &group{postings: &postings[i]}
			}
			g.forms = append(g.forms, f)
			list = append(list, entry{f, g})
		}
	}
	slices.SortFunc(list, func(a, b entry) int { return bytes.Compare([]byte(a.word), []byte(b.word)) })
	return list
}

// beginning returns the first n characters of a word.
func beginning(word string, n int) string {
	for i := range word {
		if n--; n < 0 {
			return word[:i]
		}
	}
	return word
}

// cut divides the lexicon into shards of about target bytes, never between the
// forms of a group. There is at least one shard.
func cut(list []entry, total, target int) [][]entry {
	last := map[*group]int{}
	for i, e := range list {
		last[e.group] = i
	}
	var shards [][]entry
	start, size := 0, 0
	for i := 0; i < len(list); {
		end, weight := segment(list, last, i, total)
		if size > 0 && size+weight > target {
			shards = append(shards, list[start:i])
			start, size = i, 0
		}
		size += weight
		i = end
	}
	return append(shards, list[start:])
}

// segment finds the end of the shortest run from i on that no group leaves, and
// its weight in bytes.
func segment(list []entry, last map[*group]int, i, total int) (end, weight int) {
	end = i + 1
	for ; i < end; i++ {
		e := list[i]
		weight += 4
		if e.word == e.group.forms[0].word {
			weight += e.group.postings.size(total)
		}
		end = max(end, last[e.group]+1)
	}
	return end, weight
}

// shardWriter writes shards, each in the memory of the last.
type shardWriter struct {
	shelf                *shelf.Shelf
	forms, groups, heads []byte
	parts                listParts
	number               map[*group]int
	away, out            []byte
}

// encode writes a shard: the forms, each with the group it belongs to, and the
// postings of the groups. Like is put with like, so that it compresses. The shard
// holds until the next is written.
func (w *shardWriter) encode(list []entry) []byte {
	w.empty()
	before := ""
	for _, e := range list {
		w.forms = appendFront(w.forms, before, e.word)
		before = e.word
		n, ok := w.number[e.group]
		if ok {
			w.groups = binary.AppendUvarint(w.groups, uint64(len(w.number)-n))
			continue
		}
		w.number[e.group] = len(w.number)
		w.groups = append(w.groups, 0)
		w.heads = e.group.postings.appendHead(w.heads)
		for i, part := range e.group.postings.parts(w.shelf, &w.away) {
			w.parts[i] = append(w.parts[i], part...)
		}
	}
	p := &w.parts
	p[impactsPart], p[titleWordsPart] = nibbles(p[impactsPart]), nibbles(p[titleWordsPart])
	w.out = appendSections(w.out, w.forms, w.groups, w.heads, p[gapsPart], p[impactsPart], p[levelsPart], p[titleGapsPart], p[titleWordsPart])
	return w.out
}

func (w *shardWriter) empty() {
	w.forms, w.groups, w.heads, w.out = w.forms[:0], w.groups[:0], w.heads[:0], w.out[:0]
	for i := range w.parts {
		w.parts[i] = w.parts[i][:0]
	}
	clear(w.number)
}

func (p *packedList) appendHead(b []byte) []byte {
	if !p.dense {
		return binary.AppendUvarint(binary.AppendUvarint(b, uint64(p.pages)<<1), uint64(p.titles))
	}
	b = binary.AppendUvarint(binary.AppendUvarint(b, uint64(p.pages)<<1|1), uint64(p.titles))
	return append(b, p.palette[:]...)
}

// appendFront writes a word as the number of characters it shares with the one
// before, in base 36, and the rest, on a line.
func appendFront(b []byte, before, word string) []byte {
	shared, size := 0, 0
	for i, r := range word {
		if shared == 35 || i >= len(before) || !bytes.HasPrefix([]byte(before[i:]), []byte(string(r))) {
			break
		}
		shared, size = shared+1, i+len(string(r))
	}
	b = append(b, base36[shared])
	b = append(b, word[size:]...)
	return append(b, '\n')
}

const base36 = "0123456789abcdefghijklmnopqrstuvwxyz"

// nibbles packs numbers below 16 two in a byte, the first one low, in their own
// place.
func nibbles(list []byte) []byte {
	for i, n := range list {
		if i%2 == 0 {
			list[i/2] = n
		} else {
			list[i/2] |= n << 4
		}
	}
	return list[:(len(list)+1)/2]
}

// appendSections joins parts, each after its length.
func appendSections(b []byte, parts ...[]byte) []byte {
	for _, p := range parts {
		b = binary.AppendUvarint(b, uint64(len(p)))
		b = append(b, p...)
	}
	return b
}

// zipper compresses in the format of RFC 1951 and writes the result in base64.
// It is for one goroutine.
type zipper struct {
	writer *flate.Writer
	out    bytes.Buffer
}

// newZipper compresses at the default level: the best takes two thirds longer, and
// more the larger the site, for a hundredth of a per cent.
func newZipper() *zipper {
	w, err := flate.NewWriter(nil, flate.DefaultCompression)
	if err != nil {
		panic("search: the level is a constant")
	}
	return &zipper{writer: w}
}

// deflate appends data, compressed, to out.
func (z *zipper) deflate(out, data []byte) []byte {
	z.out.Reset()
	z.writer.Reset(&z.out)
	z.writer.Write(data)
	z.writer.Close()
	return base64.StdEncoding.AppendEncode(out, z.out.Bytes())
}

// A file is a script that hands its content, which is plain characters, to the
// engine.
const (
	scriptStart  = `XS("`
	scriptMiddle = `","`
	scriptEnd    = "\")\n"
	// scriptBytes is what a script has beside its name and its content.
	scriptBytes = len(scriptStart + scriptMiddle + scriptEnd)
)

// script writes a file of such size whose content is appended.
func script(room *bytes.Buffer, name string, size int, content func([]byte) []byte) []byte {
	room.Grow(scriptBytes + len(name) + size)
	room.WriteString(scriptStart)
	room.WriteString(name)
	room.WriteString(scriptMiddle)
	room.Write(content(room.AvailableBuffer()))
	room.WriteString(scriptEnd)
	return room.Bytes()
}
