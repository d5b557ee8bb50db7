package render

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"

	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/date"
	"github.com/exemplar-lp/exemplar/internal/search"
)

// SearchView is search.html: the search of the portal, and the ways to browse
// it, which need no script.
type SearchView struct {
	Base
	Summary string
	// Find is the search; nil where there is no index.
	Find *FindView
	// Engine is the address of the script that searches, Root the path from this
	// page to the site's root.
	Engine, Root string
	// Ways are the ways of dividing the portal.
	Ways []Way
	// Everything is the list of all pages by title, Letters lead into it.
	Everything Link
	Letters    []Link
}

// Way is one way of dividing the portal: by theme, by school.
type Way struct {
	// Link leads to the page of all values.
	Link
	// ID is the id of the heading.
	ID string
	// Values are the commonest, in reading order.
	Values []Choice
	// All says how many values there are; it is empty where Values has them all.
	All string
}

// Choice is one value of a way, and how many pages have it.
type Choice struct {
	Link
	Number int
}

// ChoiceGroup is a group of choices: the standards of a domain. Its title may
// be empty.
type ChoiceGroup struct {
	Title   string
	Choices []Choice
}

// BrowseView is a page of the lists that need no script: the values of one way
// of dividing the portal, the pages of one value, or all pages by title.
type BrowseView struct {
	Base
	Summary string
	// Letters lead to the headings of the page.
	Letters []Link
	Choices []ChoiceGroup
	// Groups have the pages, under a letter or without a title.
	Groups []Group
}

const (
	// browsePerPage is how many lines a page of these lists shows.
	browsePerPage = 240
	// choicesShown is how many values of a way search.html shows.
	choicesShown = 12
)

const allPath = "browse/a-z.html"

// way is a way of dividing the portal with its values.
type way struct {
	search.Facet
	// targets are the output paths of the values' pages.
	targets []string
	// at is the place of each value, by id.
	at map[string]int
}

// wayPath is the output path of the values of a way.
func wayPath(id string) string { return "browse/" + id + ".html" }

// wayTitle names a way: By theme.
func (m *maker) wayTitle(id string) string { return m.lang.word("browse.by-" + id) }

// ways are the ids of the ways, in reading order. They are filters of the
// search, too.
var ways = []string{"standard", "theme", "subject", "phase", "key-stage", "school", "year"}

// divisions are what the search's table says, made when a page asks.
type divisions struct {
	// filters are all of the search.
	filters []Filter
	ways    map[string]*way
	// dividing has, by kind, the filters that tell its entries apart.
	dividing map[string]map[string]bool
}

// divide reads the search's table.
func (r *Renderer) divide() *divisions {
	d := &divisions{ways: map[string]*way{}}
	var facets []search.Facet
	if r.opts.Facets != nil {
		facets = r.opts.Facets()
	}
	for _, f := range facets {
		d.filters = append(d.filters, Filter{f.ID, f.Label})
		b, ok := r.browsed[f.ID]
		if !ok {
			continue
		}
		w := &way{Facet: f, at: map[string]int{}}
		for i, v := range f.Values {
			w.targets = append(w.targets, b.target[v.ID])
			w.at[v.ID] = i
		}
		d.ways[f.ID] = w
	}
	d.dividing = dividing(facets)
	return d
}

// browsed is what is known of a way before the search's table is made.
type browsed struct {
	// entries counts the entries of each value that has a list of its own; a
	// standard and a school have pages that say more than a list.
	entries map[string]int
	// target is the output path of each value's page.
	target map[string]string
}

// readWays counts the entries of each value as the search's table will, so that
// the lists are known by their pages before any is made.
func (r *Renderer) readWays() {
	r.browsed = map[string]*browsed{}
	for _, id := range ways {
		r.browsed[id] = &browsed{map[string]int{}, map[string]string{}}
	}
	for _, f := range r.cat.Frameworks {
		for _, s := range f.Standards {
			r.browsed["standard"].target[f.ID+"/"+s.Code] = s.Path()
		}
	}
	for _, s := range r.cat.Schools {
		r.browsed["school"].target[s.Slug] = s.Path()
	}
	t := newTally()
	r.cat.Each(func(e catalog.Entry) {
		if e.Common().Searchable() {
			t.count(e)
		}
	})
	for id, entries := range t.entries() {
		r.browsed[id].entries = entries
	}
	for id, b := range r.browsed {
		taken := map[string]bool{}
		for _, value := range slices.Sorted(maps.Keys(b.entries)) {
			b.target[value] = "browse/" + id + "/" + valueSlug(value, taken) + ".html"
		}
	}
}

// tally counts entries under their values.
type tally struct {
	themes, subjects, phases, stages map[string]int
	years                            map[date.Year]int
}

func newTally() *tally {
	return &tally{map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}, map[date.Year]int{}}
}

// entries are the counts by way and value.
func (t *tally) entries() map[string]map[string]int {
	years := make(map[string]int, len(t.years))
	for y, n := range t.years {
		years[y.String()] = n
	}
	return map[string]map[string]int{"theme": t.themes, "subject": t.subjects, "phase": t.phases, "key-stage": t.stages, "year": years}
}

// count counts one entry.
func (t *tally) count(e catalog.Entry) {
	switch e := e.(type) {
	case *catalog.CaseStudy:
		for _, theme := range e.Themes {
			t.themes[theme]++
		}
		add(t.subjects, e.Subjects)
		add(t.phases, e.Phases)
		add(t.stages, e.KeyStages)
		t.year(e.Date)
	case *catalog.Practitioner:
		if e.Profile {
			add(t.subjects, e.Subjects)
			add(t.phases, e.Phases)
		}
	case *catalog.School:
		add(t.phases, termList(e.Phase))
	case *catalog.Event:
		t.year(e.Start.Date)
	}
}

func add(counts map[string]int, terms []content.Term) {
	for _, t := range terms {
		counts[t.ID]++
	}
}

func (t *tally) year(d date.Date) {
	if !d.IsZero() {
		t.years[d.AcademicYear()]++
	}
}

// valueSlug makes a name of a file from the id of a value. Ids that a site's
// author made up may be anything.
func valueSlug(id string, taken map[string]bool) string {
	slug := content.Slugify(id)
	if content.CheckSlug(slug) != "" || taken[slug] {
		sum := sha256.Sum256([]byte(id))
		slug = "value-" + hex.EncodeToString(sum[:4])
	}
	taken[slug] = true
	return slug
}

// planBrowse adds the lists.
func (r *Renderer) planBrowse() {
	page := Page{template: "browse.html"}
	add := func(path string, lines int, view func(m *maker, page int) any) {
		r.addPages(page, pageCount(lines, browsePerPage), func(n int) string { return pagePath(path, n) }, view)
	}
	add(allPath, countListed(r.cat), (*maker).browseAll)
	if r.opts.Facets == nil {
		return
	}
	for _, id := range ways {
		b := r.browsed[id]
		if len(b.target) == 0 {
			continue
		}
		add(wayPath(id), len(b.target), func(m *maker, page int) any { return m.browseWay(id, page) })
		for value, entries := range b.entries {
			add(b.target[value], entries, func(m *maker, page int) any { return m.browseValue(id, value, page) })
		}
	}
}

// searchPage makes search.html.
func (m *maker) searchPage() any {
	title, summary := m.lang.word("section.search"), m.lang.word("browse.summary")
	v := &SearchView{Base: m.base("search", title, summary), Summary: summary, Root: m.link.up()}
	v.Breadcrumbs = m.breadcrumbs(searchPath)
	if m.searchable() {
		v.Engine = m.link.to(m.engine)
		v.Find = m.findView("search.label", "")
	}
	for _, id := range ways {
		if w := m.divided(id); len(w.Values) > 0 {
			v.Ways = append(v.Ways, m.way(w))
		}
	}
	v.Everything = Link{Title: m.lang.word("browse.all"), URL: m.link.to(allPath)}
	last := ""
	for i, e := range m.everything() {
		if letter := initial(e.Common().Title); letter != last {
			last = letter
			at := m.link.at(pagePath(allPath, 1+i/browsePerPage), letterAnchor(letter))
			v.Letters = append(v.Letters, Link{Title: letter, URL: at})
		}
	}
	return v
}

// way shows the commonest values of a way.
func (m *maker) way(w *way) Way {
	shown := w.Values
	if len(shown) > choicesShown {
		shown = slices.Clone(shown)
		slices.SortStableFunc(shown, func(a, b search.Value) int { return b.Entries.Len() - a.Entries.Len() })
		shown = shown[:choicesShown]
	}
	common := map[string]bool{}
	for _, v := range shown {
		common[v.ID] = true
	}
	list := Way{Link: Link{Title: m.wayTitle(w.ID), URL: m.link.to(wayPath(w.ID))}, ID: "site-by-" + w.ID}
	for i, v := range w.Values {
		if common[v.ID] {
			list.Values = append(list.Values, m.choice(w, i))
		}
	}
	if n := len(w.Values); n > len(list.Values) {
		list.All = m.lang.word("browse.more", "n", grouped(n))
	}
	return list
}

// choice links to the page of a value. An entry is not counted among the pages
// of itself.
func (m *maker) choice(w *way, i int) Choice {
	v, target := w.Values[i], w.targets[i]
	n := v.Entries.Len()
	if e, ok := m.cat.Lookup(target); ok && v.Entries.Has(e) {
		n--
	}
	return Choice{Link{Title: v.Label, URL: m.link.to(target)}, n}
}

// browseBase starts a list, with the pages above it.
func (m *maker) browseBase(title, summary string, above ...Link) *BrowseView {
	v := &BrowseView{Base: m.base("browse", title, summary), Summary: summary}
	v.Breadcrumbs = append(m.breadcrumbs(searchPath), Link{Title: m.lang.word("section.search"), URL: m.link.to(searchPath)})
	v.Breadcrumbs = append(v.Breadcrumbs, above...)
	return v
}

// divided returns a way, which has no values where nothing of it is searched.
func (m *maker) divided(id string) *way {
	if w, ok := m.divisions().ways[id]; ok {
		return w
	}
	return &way{}
}

// browseWay is the page of all values of a way.
func (m *maker) browseWay(id string, page int) any {
	w := m.divided(id)
	v := m.browseBase(m.wayTitle(id), "")
	m.paged(&v.Base, wayPath(id), page, pageCount(len(w.Values), browsePerPage))
	first := (page - 1) * browsePerPage
	for i, value := range pageOf(w.Values, page, browsePerPage) {
		if n := len(v.Choices); n == 0 || v.Choices[n-1].Title != value.Group {
			v.Choices = append(v.Choices, ChoiceGroup{Title: value.Group})
		}
		g := &v.Choices[len(v.Choices)-1]
		g.Choices = append(g.Choices, m.choice(w, first+i))
	}
	return v
}

// browseValue is a page of the entries of a value.
func (m *maker) browseValue(id, value string, page int) any {
	w := m.divided(id)
	i := w.at[value]
	entries := w.Values[i].Entries
	v := m.browseBase(w.Values[i].Label, m.lang.count("count.pages", entries.Len()), Link{Title: m.wayTitle(id), URL: m.link.to(wayPath(id))})
	m.paged(&v.Base, w.targets[i], page, pageCount(entries.Len(), browsePerPage))
	first := (page - 1) * browsePerPage
	group := Group{Cards: m.room.cards.list(min(browsePerPage, entries.Len()-first))}
	for i := range group.Cards {
		group.Cards[i] = m.row(entries.At(first + i))
	}
	v.Groups = []Group{group}
	return v
}

// browseAll is a page of everything by title.
func (m *maker) browseAll(page int) any {
	everything := m.everything()
	v := m.browseBase(m.lang.word("browse.all"), m.lang.count("count.pages", len(everything)))
	m.paged(&v.Base, allPath, page, pageCount(len(everything), browsePerPage))
	shown := pageOf(everything, page, browsePerPage)
	rows := m.room.cards.list(len(shown))
	for i, e := range shown {
		letter := initial(e.Common().Title)
		if n := len(v.Groups); n == 0 || v.Groups[n-1].Title != letter {
			v.Groups = append(v.Groups, Group{ID: letterAnchor(letter), Title: letter})
			v.Letters = append(v.Letters, Link{Title: letter, URL: "#" + letterAnchor(letter)})
		}
		rows[i] = m.row(e)
		last := &v.Groups[len(v.Groups)-1]
		last.Cards = rows[i-len(last.Cards) : i+1]
	}
	return v
}

// letterAnchor is the id of a letter's heading.
func letterAnchor(letter string) string { return "site-letter-" + letterID(letter) }

// row is an entry as a line of a long list: its kind, the day and the schools.
func (m *maker) row(e catalog.Entry) Card {
	c := m.card(e)
	switch e := e.(type) {
	case *catalog.CaseStudy:
		c.At, c.When = m.schoolLinks(e.Schools), m.lang.day(e.Date)
	case *catalog.Practitioner:
		if e.School != nil {
			c.At = m.schoolLinks([]*catalog.School{e.School})
		}
	case *catalog.Event:
		c.When = m.lang.day(e.Start.Date)
	}
	return c
}
