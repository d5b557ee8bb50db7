package render

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/content"
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

// browsed are the filters of the search that are also lists, in reading order.
var browsed = []string{"standard", "theme", "subject", "phase", "key-stage", "school", "year"}

// way is a way of dividing the portal with its pages.
type way struct {
	search.Facet
	// targets are the output paths of the values' pages; made says that they are
	// lists of ours and no entries' own pages.
	targets []string
	made    bool
}

func (w *way) path() string { return "browse/" + w.ID + ".html" }

// title names the way: By theme.
func (w *way) title(m *maker) string { return m.lang.word("browse.by-" + w.ID) }

// ways are the ways of dividing the portal that lead anywhere. A standard and a
// school have pages of their own, which say more than a list.
func (r *Renderer) readWays() {
	own := map[string]string{}
	for _, f := range r.cat.Frameworks {
		for _, s := range f.Standards {
			own["standard "+f.ID+"/"+s.Code] = s.Path()
		}
	}
	for _, s := range r.cat.Schools {
		own["school "+s.Slug] = s.Path()
	}
	for _, id := range browsed {
		at := slices.IndexFunc(r.opts.Facets, func(f search.Facet) bool { return f.ID == id })
		if at < 0 {
			continue
		}
		w := &way{Facet: r.opts.Facets[at], made: id != "standard" && id != "school"}
		slugs := valueSlugs(w.Values)
		for i, v := range w.Values {
			target := own[id+" "+v.ID]
			if w.made {
				target = "browse/" + id + "/" + slugs[i] + ".html"
			}
			w.targets = append(w.targets, target)
		}
		r.ways = append(r.ways, w)
	}
}

// valueSlugs makes a name of a file from the id of each value. Ids that a
// site's author made up may be anything.
func valueSlugs(values []search.Value) []string {
	taken := map[string]bool{}
	slugs := make([]string, len(values))
	for i, v := range values {
		slug := content.Slugify(v.ID)
		if content.CheckSlug(slug) != "" || taken[slug] {
			sum := sha256.Sum256([]byte(v.ID))
			slug = "value-" + hex.EncodeToString(sum[:4])
		}
		taken[slug] = true
		slugs[i] = slug
	}
	return slugs
}

// planBrowse adds the lists.
func (r *Renderer) planBrowse() {
	page := Page{template: "browse.html"}
	add := func(path string, lines int, view func(m *maker, page int) any) {
		r.addPages(page, pageCount(lines, browsePerPage), func(n int) string { return pagePath(path, n) }, view)
	}
	add(allPath, countListed(r.cat), (*maker).browseAll)
	for _, w := range r.ways {
		add(w.path(), len(w.Values), func(m *maker, page int) any { return m.browseWay(w, page) })
		for i, v := range w.Values {
			if w.made {
				add(w.targets[i], len(v.Entries), func(m *maker, page int) any { return m.browseValue(w, i, page) })
			}
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
	for _, w := range m.ways {
		v.Ways = append(v.Ways, m.way(w))
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
		slices.SortStableFunc(shown, func(a, b search.Value) int { return len(b.Entries) - len(a.Entries) })
		shown = shown[:choicesShown]
	}
	common := map[string]bool{}
	for _, v := range shown {
		common[v.ID] = true
	}
	list := Way{Link: Link{Title: w.title(m), URL: m.link.to(w.path())}, ID: "site-by-" + w.ID}
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
	n := len(v.Entries)
	if !w.made && slices.ContainsFunc(v.Entries, func(e catalog.Entry) bool { return e.Common().Path() == target }) {
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

// browseWay is the page of all values of a way.
func (m *maker) browseWay(w *way, page int) any {
	v := m.browseBase(w.title(m), "")
	m.paged(&v.Base, w.path(), page, pageCount(len(w.Values), browsePerPage))
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
func (m *maker) browseValue(w *way, i, page int) any {
	value := w.Values[i]
	v := m.browseBase(value.Label, m.lang.count("count.pages", len(value.Entries)), Link{Title: w.title(m), URL: m.link.to(w.path())})
	m.paged(&v.Base, w.targets[i], page, pageCount(len(value.Entries), browsePerPage))
	group := Group{}
	for _, e := range pageOf(value.Entries, page, browsePerPage) {
		group.Cards = append(group.Cards, m.row(e))
	}
	v.Groups = []Group{group}
	return v
}

// browseAll is a page of everything by title.
func (m *maker) browseAll(page int) any {
	everything := m.everything()
	v := m.browseBase(m.lang.word("browse.all"), m.lang.count("count.pages", len(everything)))
	m.paged(&v.Base, allPath, page, pageCount(len(everything), browsePerPage))
	for _, e := range pageOf(everything, page, browsePerPage) {
		letter := initial(e.Common().Title)
		if n := len(v.Groups); n == 0 || v.Groups[n-1].Title != letter {
			v.Groups = append(v.Groups, Group{ID: letterAnchor(letter), Title: letter})
			v.Letters = append(v.Letters, Link{Title: letter, URL: "#" + letterAnchor(letter)})
		}
		last := &v.Groups[len(v.Groups)-1]
		last.Cards = append(last.Cards, m.row(e))
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
