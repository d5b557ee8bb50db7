package render

import (
	"path"
	"strconv"
	"strings"

	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/content"
)

// ListView is the page of a folder: the list of a kind, or a section of pages.
type ListView struct {
	Base
	Summary string
	// Body is the section's text; only the first page has it.
	Body     []BodyPart
	Contents []Link
	Groups   []Group
	// Find searches the list where it stands; nil for a short one.
	Find *FindView
	// Empty says that there is nothing yet; empty where there is something.
	Empty string
	// Programme is what the section says as data; nil for nothing.
	Programme *ProgrammeView
	// Plain says that the list is of pages and comes after the section's text.
	Plain bool
}

// Pagination leads through the pages of a long list.
type Pagination struct {
	Number, Count int
	// Previous and Next are addresses, empty at the ends.
	Previous, Next string
	// Links are the first, last and nearest pages.
	Links []PageLink
}

// PageLink is a page of a long list. Gap says that pages are left out before
// it.
type PageLink struct {
	Number       int
	URL          string
	Current, Gap bool
}

// listPerPage is how many cards a list shows.
const listPerPage = 48

// pageCount returns how many pages a list of n takes; an empty one takes one.
func pageCount(n, size int) int { return max(1, (n+size-1)/size) }

// pageOf returns what page number shows of a list.
func pageOf[T any](list []T, number, size int) []T {
	from := min((number-1)*size, len(list))
	return list[from:min(from+size, len(list))]
}

// pagePath returns the output path of a page of a list: page 2 of
// case-studies/index.html is case-studies/page-2.html, that of browse/a-z.html is
// browse/a-z/page-2.html.
func pagePath(first string, number int) string {
	if number == 1 {
		return first
	}
	name := "page-" + strconv.Itoa(number) + ".html"
	return path.Join(strings.TrimSuffix(strings.TrimSuffix(first, ".html"), "index"), name)
}

// paged fills in the page's place among the pages of a list.
func (m *maker) paged(b *Base, first string, number, count int) {
	m.pagedAt(b, number, count, func(n int) string { return pagePath(first, n) })
}

// pagedAt is paged for pages whose paths are made by a function.
func (m *maker) pagedAt(b *Base, number, count int, at func(int) string) {
	if count == 1 {
		return
	}
	if number > 1 {
		b.WindowTitle = b.Title + m.lang.word("title.page", "page", number, "pages", count) + m.lang.word("title.separator") + m.settings.Title
		b.Breadcrumbs = append(b.Breadcrumbs, Link{Title: b.Title, URL: m.link.to(at(1))})
	}
	p := &Pagination{Number: number, Count: count}
	if number > 1 {
		p.Previous = m.link.to(at(number - 1))
	}
	if number < count {
		p.Next = m.link.to(at(number + 1))
	}
	last := 0
	for _, n := range shownPages(number, count) {
		p.Links = append(p.Links, PageLink{Number: n, URL: m.link.to(at(n)), Current: n == number, Gap: n > last+1})
		last = n
	}
	b.Pages = p
}

// shownPages are the numbers that a page of a list shows: the first, the last, and
// two on either side of its own.
func shownPages(number, count int) []int {
	list := make([]int, 0, 7)
	list = append(list, 1)
	for n := max(2, number-2); n <= min(count-1, number+2); n++ {
		list = append(list, n)
	}
	return append(list, count)
}

// list starts the page of a folder, with the section's text if it has one.
func (m *maker) list(at string, page, count int) *ListView {
	v := &ListView{}
	e, ok := m.cat.Lookup(at)
	if section, is := e.(*catalog.Section); ok && is {
		v.Base = m.of("list", section)
		v.Summary = section.Summary
		if page == 1 {
			v.Body, v.Contents = m.body(section), m.contents(section)
			v.Programme = m.programmeView(section, &section.Programme, section.Milestones)
		}
	} else {
		v.Base = m.base("list", m.sectionTitle(at, m.lang), "")
	}
	v.Breadcrumbs = m.breadcrumbs(at)
	m.paged(&v.Base, at, page, count)
	return v
}

const (
	studiesPath    = "case-studies/index.html"
	peoplePath     = "practitioners/index.html"
	schoolsPath    = "schools/index.html"
	eventsPath     = "events/index.html"
	postsPath      = "opportunities/index.html"
	frameworksPath = "standards/index.html"
)

func (m *maker) studyList(page int) any {
	all := m.cat.CaseStudies
	v := m.list(studiesPath, page, pageCount(len(all), listPerPage))
	v.group("site-all", m.lang.count("count.case-studies", len(all)), m.studyCards(pageOf(all, page, listPerPage)))
	v.finish(m, content.KindCaseStudy, "case-studies", len(all))
	return v
}

// group adds a group unless it is empty.
func (v *ListView) group(id, title string, cards []Card) {
	if len(cards) > 0 {
		v.Groups = append(v.Groups, Group{ID: id, Title: title, Cards: cards})
	}
}

// finish says what a list of so many entries is: empty, or long enough to be
// searched where it stands.
func (v *ListView) finish(m *maker, kind content.Kind, name string, entries int) {
	if len(v.Groups) == 0 {
		v.Empty = m.lang.word("empty." + name)
	}
	const short = 5
	if entries > short && m.searchable() {
		v.Find = m.findView("find."+name, kind.String())
	}
}

func (m *maker) peopleList(page int) any {
	all := m.everyone
	v := m.list(peoplePath, page, pageCount(len(all), listPerPage))
	shown := pageOf(all, page, listPerPage)
	now, left := m.room.cards.upTo(len(shown)), m.room.cards.upTo(len(shown))
	for _, p := range shown {
		if p.Left {
			left = append(left, m.personCard(p))
		} else {
			now = append(now, m.personCard(p))
		}
	}
	v.group("site-all", m.lang.count("count.people", m.present), now)
	v.group("site-left", m.lang.word("people.left"), left)
	v.finish(m, content.KindPractitioner, "practitioners", len(all))
	return v
}

func (m *maker) schoolList(page int) any {
	all := m.cat.Schools
	v := m.list(schoolsPath, page, pageCount(len(all), listPerPage))
	shown := pageOf(all, page, listPerPage)
	cards := m.room.cards.list(len(shown))
	for i, s := range shown {
		cards[i] = m.schoolCard(s)
	}
	v.group("site-all", m.lang.count("count.schools", len(all)), cards)
	v.finish(m, content.KindSchool, "schools", len(all))
	return v
}

// eventList shows what is to come, earliest first, before what is past, latest
// first.
func (m *maker) eventList(page int) any {
	v := m.list(eventsPath, page, pageCount(len(m.events), listPerPage))
	var coming, past []Card
	for _, e := range pageOf(m.events, page, listPerPage) {
		if e.Past {
			past = append(past, m.eventCard(e))
		} else {
			coming = append(coming, m.eventCard(e))
		}
	}
	v.group("site-coming", m.lang.word("events.coming"), coming)
	v.group("site-past", m.lang.word("events.past"), past)
	v.finish(m, content.KindEvent, "events", len(m.events))
	return v
}

// postList shows the open posts before the closed ones.
func (m *maker) postList(page int) any {
	v := m.list(postsPath, page, pageCount(len(m.posts), listPerPage))
	var open []Card
	for _, o := range pageOf(m.posts, page, listPerPage) {
		open = append(open, m.postCard(o))
	}
	v.group("site-open", m.lang.word("posts.open"), open)
	v.finish(m, content.KindOpportunity, "opportunities", len(m.posts))
	return v
}

func (m *maker) frameworkList() any {
	v := m.list(frameworksPath, 1, 1)
	var cards []Card
	for _, f := range m.cat.Frameworks {
		cards = append(cards, m.frameworkCard(f))
	}
	v.group("site-all", m.lang.count("count.frameworks", len(cards)), cards)
	v.finish(m, content.KindFramework, "standards", len(m.cat.Frameworks))
	return v
}

// section is the page of a folder of pages.
func (m *maker) section(s *catalog.Section, page int) any {
	v := m.list(s.Path(), page, pageCount(len(s.Pages), listPerPage))
	v.group("site-all", m.lang.word("section.pages"), m.pageCards(pageOf(s.Pages, page, listPerPage)))
	v.Plain = true
	return v
}
