package search

import (
	"cmp"
	"slices"
	"strings"
)

// Text is what a result may show of a page.
type Text struct {
	Title, Link, Kind, When string
	People, Schools, Notes  []string
	Summary                 string
	sections                []textSection
}

type textSection struct {
	id, heading string
	lines       []line
}

// line is one paragraph, item or row.
type line struct {
	text string
	// anchor and codes are set for a marked block.
	anchor string
	codes  []string
}

// Passage is a stretch of a page's text.
type Passage struct {
	// Heading is the heading over it, "" without one.
	Heading string
	// Anchor is the id of the marked block or of the heading.
	Anchor string
	// Codes are the standards for which the block is evidence.
	Codes []string
	// Spans is the text, cut where words are marked.
	Spans []Span
	// Before and After say that the text goes on there.
	Before, After bool
}

// Span is a piece of text, marked if it was asked for.
type Span struct {
	Text   string
	Marked bool
}

// text returns a page's text.
func (e *Engine) text(page int) *Text {
	if t, ok := e.texts[page]; ok {
		return t
	}
	t := &Text{}
	if coded, ok := e.coded(page); ok {
		t.parse(e.book.decode(coded))
	}
	e.texts[page] = t
	return t
}

// coded returns a page's text as it is written.
func (e *Engine) coded(page int) (string, bool) {
	number, place := e.manifest.textFile(page)
	file, ok := e.file[e.manifest.fileIn("t", e.textFolders, number)]
	if !ok {
		return "", false
	}
	list := strings.Split(file(), string(textEnd))
	if place >= len(list) {
		return "", false
	}
	return list[place], true
}

// parse reads what page.text wrote.
func (t *Text) parse(text string) {
	lines := strings.Split(text, "\n")
	for len(lines) < 8 {
		lines = append(lines, "")
	}
	t.Title, t.Link, t.Kind, t.When, t.Summary = lines[0], lines[1], lines[2], lines[3], lines[7]
	t.People, t.Schools, t.Notes = untabbed(lines[4]), untabbed(lines[5]), untabbed(lines[6])
	for _, l := range lines[8:] {
		if head, ok := strings.CutPrefix(l, headingMark); ok {
			id, heading, _ := strings.Cut(head, "\t")
			t.sections = append(t.sections, textSection{id: cmp.Or(id, plainID(heading)), heading: heading})
			continue
		}
		if len(t.sections) == 0 {
			t.sections = append(t.sections, textSection{})
		}
		s := &t.sections[len(t.sections)-1]
		s.lines = append(s.lines, lineIn(l))
	}
}

func lineIn(l string) line {
	marked, ok := strings.CutPrefix(l, claimMark)
	if !ok {
		return line{text: l}
	}
	anchor, rest, _ := strings.Cut(marked, "\t")
	codes, text, _ := strings.Cut(rest, "\t")
	return line{text: text, anchor: anchor, codes: strings.Fields(codes)}
}

func untabbed(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, "\t")
}

// marks is what to mark in a text: for each word the unit it stands for.
type marks struct {
	unit   map[string]int
	rarity []int
	// phrases are the quoted parts of the query.
	phrases [][]string
}

// hit is a word of a line that is to be marked.
type hit struct{ token, unit int }

// tokens cuts a line and finds its hits. Every part of a compound whose joined
// form is asked for is a hit.
func (m *marks) tokens(text string) (list []piece, hits []hit) {
	pieces(text, func(p piece) { list = append(list, p) })
	for i := 0; i < len(list); {
		end, joined := i+1, list[i].Word
		for end < len(list) && list[end].Joined {
			joined += list[end].Word
			end++
		}
		whole, all := m.unit[cutWord(joined)]
		for ; i < end; i++ {
			unit, ok := m.unit[list[i].Word]
			if all && !ok {
				unit, ok = whole, true
			}
			if ok {
				hits = append(hits, hit{i, unit})
			}
		}
	}
	return list, hits
}

// Lengths of a passage in words.
const (
	passageWords = 30
	leadWords    = 8
	sentenceLead = 12
)

// best finds the passage of a text that says most of what was asked. Of equals
// the first wins, and the summary only where it is better than the body.
func (m *marks) best(t *Text) Passage {
	var best Passage
	most := 0
	try := func(s textSection, l line, base int) {
		tokens, hits := m.tokens(l.text)
		value, from := m.window(hits)
		value += base + m.evidence(l.codes)
		if value > 0 && m.hasPhrase(tokens) {
			value += 1 << 20
		}
		if value > most {
			most = value
			best = cutPassage(s, l, tokens, hits, from)
		}
	}
	for _, s := range t.sections {
		base := m.inHeading(s.heading)
		for _, l := range s.lines {
			try(s, l, base)
		}
	}
	try(textSection{}, line{text: t.Summary}, 0)
	if most == 0 {
		return m.opening(t)
	}
	return best
}

// opening is the passage of a page on which no line has what was asked.
func (m *marks) opening(t *Text) Passage {
	l := line{text: t.Summary}
	for _, s := range t.sections {
		if l.text == "" && len(s.lines) > 0 {
			l = line{text: s.lines[0].text}
		}
	}
	tokens, hits := m.tokens(l.text)
	return cutPassage(textSection{}, l, tokens, hits, 0)
}

// evidence is what a marked block is worth for the codes asked for.
func (m *marks) evidence(codes []string) int {
	value := 0
	for _, c := range codes {
		if unit, ok := m.unit[foldPiece(c)]; ok {
			value += 4 * m.rarity[unit]
		}
	}
	return value
}

func (m *marks) inHeading(heading string) int {
	_, hits := m.tokens(heading)
	return 2 * m.worth(hits)
}

// worth adds up the rarity of the different units of hits.
func (m *marks) worth(hits []hit) int {
	sum := 0
	for i, h := range hits {
		if !slices.ContainsFunc(hits[:i], func(g hit) bool { return g.unit == h.unit }) {
			sum += m.rarity[h.unit]
		}
	}
	return sum
}

// window finds the stretch of passageWords that is worth most and the token of
// its first hit.
func (m *marks) window(hits []hit) (value, from int) {
	for i, h := range hits {
		end := i
		for end < len(hits) && hits[end].token < h.token+passageWords-leadWords {
			end++
		}
		if v := 4*m.worth(hits[i:end]) + end - i; v > value {
			value, from = v, h.token
		}
	}
	return value, from
}

func (m *marks) hasPhrase(tokens []piece) bool {
	return slices.ContainsFunc(m.phrases, func(p []string) bool { return hasRun(tokens, p) })
}

// hasRun reports whether the words of a phrase stand side by side.
func hasRun(tokens []piece, phrase []string) bool {
	for i := 0; i+len(phrase) <= len(tokens); i++ {
		j := 0
		for j < len(phrase) && tokens[i+j].Word == phrase[j] {
			j++
		}
		if j == len(phrase) {
			return true
		}
	}
	return false
}

// cutPassage takes the words around the token from, from the start of a sentence
// if there is one near.
func cutPassage(s textSection, l line, tokens []piece, hits []hit, from int) Passage {
	p := Passage{Heading: s.heading, Anchor: s.id, Codes: l.codes}
	if l.anchor != "" {
		p.Anchor = l.anchor
	}
	if len(tokens) == 0 {
		p.Spans = []Span{{Text: l.text}}
		return p
	}
	start := sentenceStart(l.text, tokens, from)
	end := min(len(tokens), start+passageWords)
	a, b := 0, len(l.text)
	if start > 0 {
		a, p.Before = tokens[start].Start, true
	}
	if end < len(tokens) {
		b, p.After = tokens[end-1].End, true
	}
	for _, h := range hits {
		if h.token >= start && h.token < end {
			t := tokens[h.token]
			p.Spans = appendSpan(p.Spans, l.text[a:t.Start], false)
			p.Spans = appendSpan(p.Spans, l.text[t.Start:t.End], true)
			a = t.End
		}
	}
	p.Spans = appendSpan(p.Spans, l.text[a:b], false)
	return p
}

func appendSpan(list []Span, text string, marked bool) []Span {
	if text == "" {
		return list
	}
	return append(list, Span{text, marked})
}

// sentenceStart goes back from a token to the first of its sentence if that is
// at most sentenceLead words away, else leadWords.
func sentenceStart(text string, tokens []piece, from int) int {
	for i := from; i >= max(0, from-sentenceLead); i-- {
		if i == 0 || strings.ContainsAny(text[tokens[i-1].End:tokens[i].Start], ".!?") {
			return i
		}
	}
	return from - leadWords
}
