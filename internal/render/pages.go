package render

import (
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/date"
)

// plan lists every page of the site by path.
func (r *Renderer) plan() {
	var ways sync.WaitGroup
	ways.Go(r.readWays)
	generated := r.planGenerated()
	for _, s := range r.cat.Sections {
		if !generated[s.Path()] {
			count := pageCount(len(s.Pages), listPerPage)
			r.addEach(s, "list.html", count, func(m *maker, page int) any { return m.section(s, page) })
		}
	}
	for _, f := range r.cat.Frameworks {
		r.addEntry(f, "framework.html", func(m *maker, _ int) any { return m.framework(f) })
		for _, s := range f.Standards {
			count := pageCount(len(s.Claims), evidencePerPage)
			r.addEach(s, "standard.html", count, func(m *maker, page int) any { return m.standard(s, page) })
		}
	}
	r.planWork()
	r.planOther()
	ways.Wait()
	r.planBrowse()
	r.sortPages()
}

// sortPages sorts the pages by path. Pages are large, so that their places are
// sorted first.
func (r *Renderer) sortPages() {
	type place struct {
		path  string
		index int
	}
	places := make([]place, len(r.pages))
	for i, p := range r.pages {
		places[i] = place{p.Path, i}
	}
	slices.SortFunc(places, func(a, b place) int {
		if n := strings.Compare(a.path, b.path); n != 0 {
			return n
		}
		return a.index - b.index
	})
	pages := make([]Page, len(places))
	for i, p := range places {
		pages[i] = r.pages[p.index]
	}
	r.pages = pages
}

// planWork adds the case studies, people and schools.
func (r *Renderer) planWork() {
	r.pages = slices.Grow(r.pages, len(r.cat.CaseStudies)+len(r.cat.Practitioners)+len(r.cat.Schools))
	for _, s := range r.cat.CaseStudies {
		r.addEntry(s, "case-study.html", func(m *maker, _ int) any { return m.caseStudy(s) })
	}
	for _, p := range r.cat.Practitioners {
		if p.Profile {
			count := pageCount(len(p.CaseStudies), studiesPerPage)
			r.addEach(p, "practitioner.html", count, func(m *maker, page int) any { return m.practitioner(p, page) })
		}
	}
	for _, s := range r.cat.Schools {
		count := pageCount(len(s.CaseStudies), studiesPerPage)
		r.addEach(s, "school.html", count, func(m *maker, page int) any { return m.school(s, page) })
	}
}

// planOther adds events, posts, pages and redirects.
func (r *Renderer) planOther() {
	for _, e := range r.cat.Events {
		r.addEntry(e, "event.html", func(m *maker, _ int) any { return m.event(e) })
	}
	for _, o := range r.cat.Opportunities {
		r.addEntry(o, "opportunity.html", func(m *maker, _ int) any { return m.opportunity(o) })
	}
	for _, p := range r.cat.Pages {
		r.addEntry(p, "page.html", func(m *maker, _ int) any { return m.page(p) })
	}
	for _, a := range r.cat.Aliases {
		meta := a.Entry.Common()
		r.pages = append(r.pages, Page{
			Path: a.Path, Source: meta.Source, Unlisted: true,
			template: "redirect.html", lang: meta.Lang, view: func(m *maker, _ int) any { return m.redirect(a) },
		})
	}
}

// listing is a page that every site has, with or without a content file; a
// long one takes several pages.
type listing struct {
	path, template string
	pages          int
	view           func(m *maker, page int) any
}

func (r *Renderer) listings() []listing {
	count := func(n int) int { return pageCount(n, listPerPage) }
	list := []listing{
		{"index.html", "home.html", 1, func(m *maker, _ int) any { return m.home() }},
		{studiesPath, "list.html", count(len(r.cat.CaseStudies)), (*maker).studyList},
		{peoplePath, "list.html", count(len(r.everyone)), (*maker).peopleList},
		{schoolsPath, "list.html", count(len(r.cat.Schools)), (*maker).schoolList},
		{eventsPath, "list.html", count(len(r.events)), (*maker).eventList},
		{postsPath, "list.html", count(len(r.posts)), (*maker).postList},
		{frameworksPath, "list.html", 1, func(m *maker, _ int) any { return m.frameworkList() }},
		{coveragePath, "coverage.html", 1, func(m *maker, _ int) any { return m.coverageOverview() }},
		{searchPath, "search.html", 1, func(m *maker, _ int) any { return m.searchPage() }},
		{"404.html", "404.html", 1, func(m *maker, _ int) any { return m.notFound(m.settings.RootPath()) }},
	}
	if hasImpact(r.cat) {
		list = append(list, listing{impactPath, "impact.html", 1, func(m *maker, _ int) any { return m.impactPage() }})
	}
	for _, d := range dimensions {
		pages := dimensionPages(r.cat, d)
		list = append(list, listing{dimensionPath(d, 1), "coverage.html", pages, func(m *maker, page int) any {
			return m.coverageBy(d, page, pages)
		}})
	}
	return list
}

// planGenerated adds the pages that every site has, and returns their paths.
func (r *Renderer) planGenerated() map[string]bool {
	paths := map[string]bool{}
	for _, l := range r.listings() {
		page := Page{template: l.template, Unlisted: l.path == "404.html"}
		if e, ok := r.cat.Lookup(l.path); ok {
			meta := e.Common()
			page.Source, page.Updated, page.lang = meta.Source, updated(meta), meta.Lang
			page.Unlisted = page.Unlisted || meta.NoIndex
		}
		at := func(n int) string { return pagePath(l.path, n) }
		if strings.HasPrefix(l.path, "coverage/") && l.path != coveragePath {
			at = func(n int) string {
				return dimensionPath(strings.TrimSuffix(strings.TrimPrefix(l.path, "coverage/"), ".html"), n)
			}
		}
		r.addPages(page, l.pages, at, l.view)
		paths[l.path] = true
	}
	return paths
}

// addPages adds the pages of one list.
func (r *Renderer) addPages(p Page, count int, at func(int) string, view func(*maker, int) any) {
	for n := 1; n <= count; n++ {
		p.Path, p.number, p.view = at(n), n, view
		r.pages = append(r.pages, p)
	}
}

// addEach adds the pages of an entry with a list of its own.
func (r *Renderer) addEach(e catalog.Entry, template string, count int, view func(*maker, int) any) {
	meta := e.Common()
	p := Page{Source: meta.Source, Updated: updated(meta), Unlisted: meta.NoIndex, template: template, lang: meta.Lang}
	r.addPages(p, count, func(n int) string { return pagePath(meta.Path(), n) }, view)
}

// addEntry adds the page of an entry.
func (r *Renderer) addEntry(e catalog.Entry, template string, view func(*maker, int) any) {
	r.addEach(e, template, 1, view)
}

// updated is the day of an entry's last change as far as it is known.
func updated(m *content.Meta) date.Date {
	if m.Updated.After(m.Date) {
		return m.Updated
	}
	return m.Date
}

// sortedPeople are those who have a page, the ones who left last, and how many
// did not leave.
func sortedPeople(cat *catalog.Catalog) ([]*catalog.Practitioner, int) {
	var now, left []*catalog.Practitioner
	for _, p := range cat.Practitioners {
		switch {
		case p.Profile && p.Left:
			left = append(left, p)
		case p.Profile:
			now = append(now, p)
		}
	}
	return append(now, left...), len(now)
}

// sortedEvents are the events to come, earliest first, then the past ones,
// latest first.
func sortedEvents(cat *catalog.Catalog) []*catalog.Event {
	var coming, past []*catalog.Event
	for _, e := range cat.Events {
		if e.Past {
			past = append(past, e)
		} else {
			coming = append(coming, e)
		}
	}
	slices.Reverse(past)
	return append(coming, past...)
}

// openPosts are the posts that can still be applied for, earliest closing day
// first. A closed one keeps its address and leaves the lists.
func openPosts(cat *catalog.Catalog) []*catalog.Opportunity {
	var open []*catalog.Opportunity
	for _, o := range cat.Opportunities {
		if !o.Closed {
			open = append(open, o)
		}
	}
	return open
}

// alphabet lists every entry with a page by its title, for the list of
// everything.
func alphabet(cat *catalog.Catalog) []catalog.Entry {
	type row struct {
		key   [3]string
		entry catalog.Entry
	}
	rows := make([]row, 0, countListed(cat))
	cat.Each(func(e catalog.Entry) {
		if listed(e) {
			meta := e.Common()
			title := strings.TrimLeftFunc(meta.Title, notLetter)
			rows = append(rows, row{[3]string{initial(title), strings.ToLower(title), meta.Path()}, e})
		}
	})
	slices.SortFunc(rows, func(a, b row) int { return slices.Compare(a.key[:], b.key[:]) })
	list := make([]catalog.Entry, len(rows))
	for i, r := range rows {
		list[i] = r.entry
	}
	return list
}

// listed reports whether the list of everything has an entry.
func listed(e catalog.Entry) bool {
	p, ok := e.(*catalog.Practitioner)
	return !ok || p.Profile
}

func countListed(cat *catalog.Catalog) int {
	n := 0
	cat.Each(func(e catalog.Entry) {
		if listed(e) {
			n++
		}
	})
	return n
}

func notLetter(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }

// initial is the letter under which a title is listed; figures come under 0-9.
func initial(title string) string {
	title = strings.TrimLeftFunc(title, notLetter)
	r, size := utf8.DecodeRuneInString(title)
	switch {
	case !unicode.IsLetter(r):
		return "0–9"
	case unicode.ToUpper(r) == r:
		return title[:size]
	}
	return string(unicode.ToUpper(r))
}

// letterID is the end of the id of a letter's heading.
func letterID(letter string) string {
	r, _ := utf8.DecodeRuneInString(letter)
	if r >= 'A' && r <= 'Z' {
		return strings.ToLower(letter)
	}
	return strconv.FormatInt(int64(r), 16)
}
