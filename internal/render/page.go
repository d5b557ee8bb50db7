package render

import (
	"bytes"
	"github.com/exemplar-lp/exemplar/internal/catalog"
)

// PageView is a page of no special kind.
type PageView struct {
	Base
	Summary  string
	Updated  Day
	Contents []Link
	Body     []BodyPart
	// Section is the folder's own page; Siblings are the pages in it, or of very
	// many those next to this one.
	Section  Link
	Siblings []NavLink
	// Programme is what the page says as data; nil for nothing.
	Programme *ProgrammeView
}

func (m *maker) page(p *catalog.Page) any {
	v := &PageView{
		Base: m.of("page", p), Summary: p.Summary, Updated: m.lang.day(p.Updated),
		Contents: m.contents(p), Body: m.body(p),
	}
	v.Type = "article"
	v.Programme = m.programmeView(p, &p.Programme, p.Milestones)
	s, ok := m.sections[p.Dir]
	if !ok || p.Dir == "" {
		return v
	}
	v.Section = m.entry(s)
	for _, sibling := range around(s.Pages, m.inSection[p]) {
		n := m.nav(target{sibling.Title, sibling.Path()})
		n.Lang = m.foreign(sibling.Common())
		v.Siblings = append(v.Siblings, n)
	}
	return v
}

// siblingsShown is how many pages of its folder a page lists, so that a folder
// of thousands takes no more work for each of them than one of fifty.
const siblingsShown = 48

// around returns the pages next to one in a list, with itself.
func around(list []*catalog.Page, place int) []*catalog.Page {
	from := max(min(place-siblingsShown/2, len(list)-siblingsShown), 0)
	return list[from:min(from+siblingsShown, len(list))]
}

// NotFoundView is 404.html.
type NotFoundView struct {
	Base
	// Links are the places to go on from.
	Links []Link
}

// NotFound makes 404.html for a host that has the site at its root: it can be
// shown at any address there. It makes it as Render does.
func (r *Renderer) NotFound(room *bytes.Buffer) ([]byte, error) {
	return r.Render(room, Page{Path: "404.html", template: "404.html", view: func(m *maker, _ int) any { return m.notFound("/") }})
}

// notFound is shown at any address, so its links start at the site's root where
// that is known. If it is not they are relative to it and work only there.
func (m *maker) notFound(root string) any {
	m.link.root = root
	v := &NotFoundView{Base: m.base("404", m.lang.word("not-found.title"), "")}
	v.Canonical, v.NoIndex = "", true
	v.Links = append(v.Links, Link{Title: m.lang.word("section.home"), URL: m.link.to("index.html")})
	for _, t := range m.navigation {
		v.Links = append(v.Links, Link{Title: t.title, URL: m.link.to(t.path)})
	}
	if search := v.Site.Search; search.URL != "" {
		v.Links = append(v.Links, search.Link)
	}
	return v
}

// RedirectView is the page at a former address. Only its template has no
// header, footer or navigation.
type RedirectView struct {
	Lang, Title string
	// Refresh is the content of a meta refresh, URL the new address and
	// Canonical the new full address, which may be empty.
	Refresh, URL, Canonical string
}

func (m *maker) redirect(a catalog.Alias) any {
	url := m.link.to(a.Entry.Common().Path())
	return &RedirectView{
		Lang: m.tag, Title: a.Entry.Common().Title,
		Refresh: "0; url=" + url, URL: url, Canonical: m.settings.Address(a.Entry.Common().Path()),
	}
}
