package search

import (
	"slices"
	"strings"
)

// Answer is what a query finds.
type Answer struct {
	// Pages are the numbers of all results, the best first.
	Pages []int
	// Hits are the first results.
	Hits []Hit
	// Corrected are words looked for in place of misspelt ones, Also synonyms
	// looked for beside the words asked, Missing words that no page has.
	Corrected, Also, Missing []string
	// Partly says that few pages have all words, so that pages with most of them
	// are among the results.
	Partly bool
	// Checked is the number of pages in which a quoted phrase was looked for.
	Checked int
	// Counts has for each filter asked about the number of results that each of
	// its values would have.
	Counts map[string][]Count
}

// Hit is one result.
type Hit struct {
	*Text
	Page    int
	Passage Passage
}

// Count is a value of a filter and the number of results with it.
type Count struct {
	ID, Label, Group string
	N                int
}

// phrasePages is the number of the best pages in which a phrase is looked for.
const phrasePages = 40

// Filters are the values chosen, by facet. Values of one facet are alternatives;
// every facet must agree.
type Filters map[string][]string

// Query answers a query with the first limit results. Without words it lists
// every page that the filters leave, the most important first.
func (e *Engine) Query(text string, filters Filters, limit int) Answer {
	q := e.parse(text)
	r := e.resolve(q)
	list, partly := r.rank(e.manifest.Pages)
	a := Answer{Corrected: r.corrected, Also: r.also, Missing: r.missing, Partly: partly}
	if len(q.words) == 0 {
		list = e.everything(&r)
	}
	if len(q.phrases) > 0 {
		a.Checked = min(len(list), phrasePages)
		list = slices.DeleteFunc(list[:a.Checked], func(p ranked) bool { return !e.text(p.page).has(q.phrases) })
	}
	a.Counts = e.counts(list, filters)
	for _, p := range list {
		if e.passes(p.page, filters) {
			a.Pages = append(a.Pages, p.page)
		}
	}
	m := e.marks(&r, q.phrases)
	for _, page := range a.Pages[:min(limit, len(a.Pages))] {
		t := e.text(page)
		a.Hits = append(a.Hits, Hit{Text: t, Page: page, Passage: m.best(t)})
	}
	return a
}

// everything lists all pages but those left out, the most important first.
func (e *Engine) everything(r *resolution) []ranked {
	var list []ranked
	excluded := r.excluded(e.manifest.Pages)
	for page := e.manifest.Pages - 1; page >= 0; page-- {
		if !excluded[page] {
			list = append(list, ranked{page: page})
		}
	}
	return list
}

// has reports whether a page has every phrase somewhere.
func (t *Text) has(phrases [][]string) bool {
	texts := []string{t.Title, t.Summary}
	for _, s := range t.sections {
		texts = append(texts, s.heading)
		for _, l := range s.lines {
			texts = append(texts, l.text)
		}
	}
	for _, phrase := range phrases {
		if !slices.ContainsFunc(texts, func(text string) bool {
			var tokens []piece
			pieces(text, func(p piece) { tokens = append(tokens, p) })
			return hasRun(tokens, phrase)
		}) {
			return false
		}
	}
	return true
}

// marks collects the words to mark in passages.
func (e *Engine) marks(r *resolution, phrases [][]string) *marks {
	m := &marks{unit: map[string]int{}, phrases: phrases}
	for i, u := range r.units {
		m.rarity = append(m.rarity, u.score(e.manifest.Pages).rarity)
		for _, a := range u.alts {
			for _, o := range a {
				for _, w := range o {
					for _, form := range w.list.forms {
						if _, taken := m.unit[form]; !taken {
							m.unit[form] = i
						}
					}
				}
			}
		}
	}
	return m
}

// passes reports whether a page has a chosen value of every facet.
func (e *Engine) passes(page int, filters Filters) bool {
	for id := range filters {
		if !e.chosen(id, page, filters) {
			return false
		}
	}
	return true
}

func (e *Engine) chosen(id string, page int, filters Filters) bool {
	c := e.column(id)
	if c == nil || len(filters[id]) == 0 {
		return true
	}
	return slices.ContainsFunc(c.of[page], func(v int) bool { return slices.Contains(filters[id], c.values[v].id) })
}

// counts counts the values of the facets in filters, those with nothing chosen
// too. A facet's own choice does not count against its other values.
func (e *Engine) counts(list []ranked, filters Filters) map[string][]Count {
	counts := map[string][]Count{}
	for id := range filters {
		c := e.column(id)
		if c == nil {
			continue
		}
		others := Filters{}
		for other, values := range filters {
			if other != id {
				others[other] = values
			}
		}
		n := make([]int, len(c.values))
		for _, p := range list {
			if e.passes(p.page, others) {
				for _, v := range c.of[p.page] {
					n[v]++
				}
			}
		}
		for i, v := range c.values {
			counts[id] = append(counts[id], Count{v.id, v.label, v.group, n[i]})
		}
	}
	return counts
}

// String returns the passage as text, with the marked words between asterisks.
func (p Passage) String() string {
	var b strings.Builder
	if p.Before {
		b.WriteString("… ")
	}
	for _, s := range p.Spans {
		if s.Marked {
			b.WriteString("*" + s.Text + "*")
		} else {
			b.WriteString(s.Text)
		}
	}
	if p.After {
		b.WriteString(" …")
	}
	return b.String()
}
