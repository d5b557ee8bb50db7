package search

import (
	"maps"
	"math/rand/v2"
	"strings"
	"testing"
)

// awkward are pieces of text in which the reader's quick way and the rules of
// words.go might part.
var awkward = []string{
	"a", "the", "Pupils", "PS1", "responsibilities", "responsibilitiesof", "x", "é", "É", "ŵ", "e\u0301", "\u0301", "½", "²", "Ⅷ", "日本語", "👩‍🏫", "ß",
	" ", "  ", " ", ".", ",", "'", "’", "‘", "“", "”", "-", "‐", "‑", "–", "…", "\t", "\n", "\x00", "\x02", "\x7f", ". ", ", ", "'s ", "’s ", "n't ",
	"4.2", "1,150", "1,15", "2.", ".5", "well-being", "re-accreditation ", "O’Brien", "_", "/", "&",
}

func awkwardText(r *rand.Rand) string {
	var b strings.Builder
	for range r.IntN(30) {
		b.WriteString(awkward[r.IntN(len(awkward))])
	}
	return strings.Trim(b.String(), " \n\x00\x02\x7f") // as all texts of a page are
}

// TestReader reads pages of awkward text. The words it counts are those of words,
// and what it writes comes back.
func TestReader(t *testing.T) {
	book := newCodebook(asBytes("The pupils of the well-being group. PS1 and the rest, said “a” – the x."))
	g := &reading{analyser: newAnalyser("en"), book: book, room: workerRoom}
	reader := g.newReader()
	for seed := range uint64(1000) {
		r := rand.New(rand.NewPCG(seed, 7))
		p := &page{title: awkwardText(r), summary: awkwardText(r), names: []string{awkwardText(r)}, codes: []string{"PS1", awkwardText(r)}}
		p.parts = []part{{text: []byte(awkwardText(r))}, {heading: awkwardText(r), text: []byte(awkwardText(r))}}
		if len(p.parts[1].text) > 0 && seed%3 == 0 {
			p.parts[1].marked = []marked{{line: 0, anchor: "evidence-the-pupils", code: "PS1"}}
		}
		reader.testPage(t, p)
	}
}

func (r *reader) testPage(t *testing.T, p *page) {
	t.Helper()
	want := map[string]int32{}
	for _, text := range append(append([]string{p.title, p.summary, string(p.parts[0].text), p.parts[1].heading, string(p.parts[1].text)}, p.names...), p.codes...) {
		words(clean(strings.ReplaceAll(text, "\n", " ")), func(w string) { want[w]++ })
	}
	for i := range r.formed {
		r.formed[i].count = 0
	}
	r.writer.out = r.writer.out[:0]
	r.read(0, p)
	got := map[string]int32{}
	for word, n := range r.forms {
		if c := r.formed[n].count; c > 0 {
			got[word] = c
		}
	}
	if !maps.Equal(got, want) {
		t.Errorf("%q: words %v, want %v", r.sheet.text, got, want)
	}
	shown := string(r.sheet.text[:r.sheet.shown])
	if back := r.book.decode(string(r.writer.out)); back != shown {
		t.Errorf("%q came back as %q", shown, back)
	}
}
