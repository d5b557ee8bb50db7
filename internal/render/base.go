package render

import (
	"slices"
	"strings"

	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/content"
)

// Base is what every page has. Each view embeds it.
type Base struct {
	// Lang is the language of the page as HTML names it.
	Lang string
	// Kind is the name of the page's template without .html.
	Kind string
	// Title is the heading of the page, WindowTitle what its tab shows.
	Title, WindowTitle string
	// Description is a sentence about the page for search engines; it may be
	// empty.
	Description string
	// Canonical is the page's full address; empty without a base_url.
	Canonical string
	// Feed is the address of the Atom feed; empty without a base_url.
	Feed string
	// Type is the Open Graph type: website, article or profile.
	Type string
	// NoIndex asks search engines to leave the page out.
	NoIndex bool
	// Data is the page's JSON-LD; nil for none.
	Data        any
	Site        Site
	Breadcrumbs []Link
	// Pages leads through a list of several pages; nil for a single one.
	Pages *Pagination
}

// Site is what pages say about the portal.
type Site struct {
	Title string
	// Lang is the portal's language where the page has another, else empty.
	Lang string
	// Home is the address of the first page.
	Home string
	// Logo may be nil.
	Logo *PictureView
	// Styles and Scripts are the addresses of style sheets and of scripts that
	// every page may use, Icon that of the icon.
	Styles, Scripts []string
	Icon            string
	Nav             []NavLink
	// Search is the page that searches; its address is empty where Nav has it.
	Search NavLink
	// Find is the search box of every page; nil on the pages whose own text has
	// one.
	Find *SearchForm
	// Footer has the pages of the root folder.
	Footer []Link
	// Email and Contact say where questions go; either may be empty.
	Email   string
	Contact Link
	// AsOf is the day by which the page's dates are judged.
	AsOf Day
}

// NavLink is a link of the main navigation, or of a row of views.
type NavLink struct {
	Link
	// Current is the value of aria-current: page for the page itself, true for
	// the section it is in, else empty.
	Current string
}

// maker makes the view of one page.
type maker struct {
	*Renderer
	link linker
	path string
	lang *Language
	// words are the templates in that language.
	words *templates
	// tag is the language of the page as the author or the settings name it.
	tag string
	// embed returns the bytes of a published picture for a file that must need no
	// other; nil for a page of the site.
	embed func(path string) ([]byte, error)
	// err is the first failure of a partial.
	err error
	// fullAddress is that of the path addressed.
	addressed, fullAddress string
	// room lends what the view is made of.
	room *room
}

// newMaker starts a page at an output path in a language; an empty tag is the
// site's language. What the maker makes holds until it is done.
func (r *Renderer) newMaker(path, tag string) *maker {
	if tag == "" {
		tag = r.settings.Language
	}
	l := r.theme.language(tag)
	m := r.makers.Get().(*maker)
	*m = maker{Renderer: r, link: newLinker(path, r.settings), path: path, tag: tag, lang: l, words: r.theme.set(l), room: m.room}
	return m
}

// done ends the page: its maker and what it was made of serve the next.
func (m *maker) done() {
	m.room.reset()
	m.makers.Put(m)
}

// base fills what every page has.
func (m *maker) base(kind, title, description string) Base {
	b := Base{
		Lang: m.tag, Kind: kind, Title: title, WindowTitle: title + m.lang.word("title.separator") + m.settings.Title,
		Description: description, Canonical: m.here(), Type: "website",
		Site: m.site(),
	}
	if kind == "home" || kind == "search" {
		b.Site.Find = nil
	}
	if title == m.settings.Title {
		b.WindowTitle = title
	}
	if b.Canonical != "" {
		b.Feed = m.link.to(feedPath)
	}
	return b
}

// feedPath is where the site puts the feed.
const feedPath = "feed.xml"

// of fills what every page of an entry has.
func (m *maker) of(kind string, e catalog.Entry) Base {
	meta := e.Common()
	b := m.base(kind, meta.Title, meta.Summary)
	b.NoIndex = meta.NoIndex
	b.Breadcrumbs = m.breadcrumbs(m.path)
	return b
}

// here is the full address of the page, "" without a base_url.
func (m *maker) here() string {
	if m.fullAddress == "" || m.addressed != m.path {
		m.addressed, m.fullAddress = m.path, m.settings.Address(m.path)
	}
	return m.fullAddress
}

// full is the full address of a page that many others name.
func (m *maker) full(path string) string {
	return m.addresses.get(path, func() string { return m.settings.Address(path) })
}

// folderKey is all that what pages of a folder say alike depends on.
type folderKey struct{ dir, lang string }

// site says about the portal what pages of a folder and a language share. Where
// the navigation leads to the page itself, it has a Site of its own.
func (m *maker) site() Site {
	own := slices.ContainsFunc(m.navigation, func(t target) bool { return t.path == m.path }) || m.path == searchPath
	if own || !m.link.isPlain() {
		return m.newSite()
	}
	return m.sites.get(folderKey{m.link.dir, m.tag}, m.newSite)
}

func (m *maker) newSite() Site {
	s := Site{
		Title: m.settings.Title, Home: m.link.to("index.html"), Logo: m.logo(),
		Email: m.settings.Contact.Email,
		AsOf:  m.lang.day(m.cat.AsOf),
	}
	find := m.searchForm("site-search", "search.label")
	s.Find = &find
	if m.tag != m.settings.Language {
		s.Lang = m.settings.Language
	}
	for _, a := range m.styles {
		s.Styles = append(s.Styles, m.link.to(a))
	}
	for _, a := range m.scripts {
		s.Scripts = append(s.Scripts, m.link.to(a))
	}
	if m.icon != "" {
		s.Icon = m.link.to(m.icon)
	}
	m.siteLinks(&s)
	return s
}

// siteLinks fills in the links that are in the site's language.
func (m *maker) siteLinks(s *Site) {
	s.Search = m.nav(target{m.lang.word("section.search"), searchPath})
	for _, t := range m.navigation {
		n := m.nav(t)
		n.Lang = s.Lang
		s.Nav = append(s.Nav, n)
		if t.path == searchPath {
			s.Search = NavLink{}
		}
	}
	for _, t := range m.footer {
		s.Footer = append(s.Footer, Link{Title: t.title, URL: m.link.to(t.path), Lang: s.Lang})
	}
	if t := m.contact; t.path != "" {
		s.Contact = Link{Title: t.title, URL: m.link.to(t.path), Lang: s.Lang}
	}
}

func (m *maker) logo() *PictureView {
	p, ok := m.opts.Pictures[m.settings.Brand.Logo]
	if !ok {
		return nil
	}
	return m.picture(p, "", "")
}

// nav makes a link that knows whether the page is at its target or below it.
func (m *maker) nav(t target) NavLink {
	n := NavLink{Link: Link{Title: t.title, URL: m.link.to(t.path)}}
	switch below, section := strings.CutSuffix(t.path, "index.html"); {
	case t.path == m.path:
		n.Current = "page"
	case section && below != "" && strings.HasPrefix(m.path, below):
		n.Current = "true"
	}
	return n
}

// crumbKey is all that breadcrumbs depend on; the path is that of the page of a
// folder, or "".
type crumbKey struct {
	folderKey
	path string
}

// breadcrumbs are the pages above a page, the home page first.
func (m *maker) breadcrumbs(path string) []Link {
	if !m.link.isPlain() || folder(path) != m.link.dir {
		return m.newBreadcrumbs(path)
	}
	key := crumbKey{folderKey{m.link.dir, m.tag}, path}
	if !strings.HasSuffix(path, "index.html") {
		key.path = ""
	}
	return m.crumbs.get(key, func() []Link { return slices.Clip(m.newBreadcrumbs(path)) })
}

func (m *maker) newBreadcrumbs(path string) []Link {
	list := []Link{{Title: m.lang.word("section.home"), URL: m.link.to("index.html")}}
	dir := folder(path)
	for i := 1; i <= len(dir); i++ {
		if i < len(dir) && dir[i] != '/' {
			continue
		}
		at := dir[:i] + "/index.html"
		if l := m.sectionLink(at); l.Title != "" && at != path {
			list = append(list, l)
		}
	}
	return list
}

// sectionLink links to the page of a folder; its title is empty if there is no
// such page.
func (m *maker) sectionLink(path string) Link {
	if e, ok := m.cat.Lookup(path); ok {
		return m.entry(e)
	}
	return Link{Title: m.sectionTitle(path, m.lang), URL: m.link.to(path)}
}

// sectionTitle names the page of a folder: by its _index.md, or by the theme's
// word for a list that every site has. It is empty if there is no such page.
func (r *Renderer) sectionTitle(path string, l *Language) string {
	if e, ok := r.cat.Lookup(path); ok {
		return e.Common().Title
	}
	if key, ok := listTitles[path]; ok {
		return l.word(key)
	}
	return ""
}

// listTitles are the words for the lists that every site has.
var listTitles = map[string]string{
	"index.html":               "section.home",
	"case-studies/index.html":  "section.case-studies",
	"practitioners/index.html": "section.practitioners",
	"schools/index.html":       "section.schools",
	"events/index.html":        "section.events",
	"opportunities/index.html": "section.opportunities",
	"standards/index.html":     "section.standards",
	coveragePath:               "section.coverage",
	impactPath:                 "section.impact",
	searchPath:                 "section.search",
}

// entry links to an entry; the URL is empty for a person without a page.
func (m *maker) entry(e catalog.Entry) Link {
	meta := e.Common()
	l := Link{Title: meta.Title, URL: m.to(meta), Lang: m.foreign(meta)}
	if p, ok := e.(*catalog.Practitioner); ok && !p.Profile {
		l.URL = ""
	}
	return l
}

// to returns the address of the page of an entry.
func (m *maker) to(meta *content.Meta) string { return m.link.climb(meta.Ladder()) }

// at returns the address of an element of that page.
func (m *maker) at(meta *content.Meta, fragment string) string {
	return withFragment(m.to(meta), fragment)
}

// foreign returns the language of an entry where it is not the page's.
func (m *maker) foreign(meta *content.Meta) string {
	tag := meta.Lang
	if tag == "" {
		tag = m.settings.Language
	}
	if tag == m.tag {
		return ""
	}
	return tag
}

// authorLinks links to the authors of a study in a sentence.
func (m *maker) authorLinks(list []*catalog.Practitioner) []Link {
	links := m.room.links.list(len(list))
	for i, p := range list {
		links[i] = m.entry(p)
		links[i].Before = m.lang.between(i, len(list), p.Title)
	}
	return links
}

// schoolLinks links to schools in a sentence.
func (m *maker) schoolLinks(list []*catalog.School) []Link {
	links := m.room.links.list(len(list))
	for i, s := range list {
		links[i] = m.entry(s)
		links[i].Before = m.lang.between(i, len(list), s.Title)
	}
	return links
}

// labels names vocabulary ids.
func (m *maker) labels(vocabulary string, terms []content.Term) []string {
	list := m.room.words.list(len(terms))
	for i, t := range terms {
		list[i] = m.lang.Label(vocabulary, t.ID)
	}
	return list
}

// Fact is a line of a table of facts: a name and its values.
type Fact struct {
	Name   string
	Values []string
	// Link makes the only value a link; it may be empty. Away says that it leads to
	// another site.
	Link string
	Away bool
}

// facts collects facts, leaving out those without a value.
type facts struct {
	m    *maker
	list []Fact
}

// mostFacts is more than any page has.
const mostFacts = 8

func (m *maker) facts() facts { return facts{m: m, list: m.room.facts.upTo(mostFacts)} }

// add adds a fact whose name is the text of a key.
func (f *facts) add(key string, values ...string) {
	kept := f.m.room.words.upTo(len(values))
	for _, v := range values {
		if v != "" {
			kept = append(kept, v)
		}
	}
	if len(kept) > 0 {
		f.list = append(f.list, Fact{Name: f.m.lang.word(key), Values: kept})
	}
}

// link adds a fact that is one link.
func (f *facts) link(key, value, url string) {
	if value != "" {
		f.list = append(f.list, Fact{Name: f.m.lang.word(key), Values: []string{value}, Link: url, Away: linkTo("", url).Away})
	}
}
