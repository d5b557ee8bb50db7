// Package render makes the HTML pages of a site.
//
// In come a theme, the frozen catalogue, the settings and the manifest of
// pictures and files. Out come the list of every page and, asked for one, its
// whole minified HTML; and the theme's own files under names that change with
// their content. It never writes to disk, reads the clock or changes the
// catalogue.
package render

import (
	"bytes"
	"sync"

	"github.com/tdewolff/minify/v2"

	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/config"
	"github.com/exemplar-lp/exemplar/internal/date"
	"github.com/exemplar-lp/exemplar/internal/diag"
	"github.com/exemplar-lp/exemplar/internal/search"
)

// Options are what pages need beside the theme and the catalogue.
type Options struct {
	// Settings is required.
	Settings *config.Settings
	// Pictures maps the path of a picture file relative to the site's root
	// (content/case-studies/talk/cycle.png) to what is published of it.
	Pictures map[string]Picture
	// Files maps the path of any other published file relative to the site's
	// root to what is published of it.
	Files map[string]File
	// Searchable says that a search index is published, for the form on
	// search.html to use.
	Searchable bool
	// Facets returns the ways in which the search divides the portal; nil for none.
	// It is called once, when a page asks.
	Facets func() []search.Facet
}

// Picture is a published picture.
type Picture struct {
	// Path is the output path of the picture in its full published size.
	Path string
	// Width and Height are in pixels.
	Width, Height int
	// Smaller are the same picture in smaller sizes, narrowest first.
	Smaller []Variant
}

// Variant is a picture in another width.
type Variant struct {
	Path  string
	Width int
}

// File is a published file that is neither a page nor a picture.
type File struct {
	// Path is the output path.
	Path string
	// Size is in bytes; 0 is not printed.
	Size int64
}

// Page is one HTML page of the site: where it goes, where it comes from and
// how to make it.
type Page struct {
	// Path is the output path, such as case-studies/talk.html.
	Path string
	// Source is the content file it is made from; "" for generated pages.
	Source string
	// Updated is the day of the last change known, for the sitemap; it may be
	// zero.
	Updated date.Date
	// Unlisted pages belong in no sitemap: 404.html, redirects and entries with
	// noindex: true.
	Unlisted bool

	template, lang string
	// number is that of the page among those of its list, from 1.
	number int
	view   func(m *maker, number int) any
}

// Asset is a file of the theme as it is published.
type Asset struct {
	// Path is the output path, assets/site.1f3a5c7e.css.
	Path  string
	Bytes []byte
}

// Error is a page that could not be made. Its position is the theme's file.
type Error struct {
	diag.Diagnostic
	// Page is the output path of the page.
	Page string
}

// Error returns the position, the message and the page.
func (e *Error) Error() string {
	return e.Position.String() + ": " + e.Message + ", in " + e.Page
}

// Renderer makes pages. It does not change once made and may be used by many
// goroutines.
type Renderer struct {
	theme    *Theme
	cat      *catalog.Catalog
	opts     Options
	settings *config.Settings
	pages    []Page
	minifier *minify.M
	makers   sync.Pool // of *maker, for their memory
	// cardStrips and the others are the same on many pages.
	cardStrips memo[cardStrip, *Strip]
	sites      memo[folderKey, Site]
	crumbs     memo[crumbKey, []Link]
	addresses  memo[string, string]

	assets []Asset
	// styles, scripts, icon and engine, the script that searches, are output paths of
	// assets.
	styles, scripts []string
	icon            string
	engine          string
	// navigation, footer and contact are the links on every page.
	navigation, footer []target
	contact            target
	// keyPages has the page of every column of the coverage; it is made when the
	// first page asks.
	keyPages func() map[keyPlace]string
	// everyone are those with a page, the first present of them still in the
	// programme.
	everyone   []*catalog.Practitioner
	present    int
	events     []*catalog.Event
	posts      []*catalog.Opportunity
	everything func() []catalog.Entry // made when a page asks
	// browsed are the lists that need no script, by way; divisions are made when a
	// page asks.
	browsed   map[string]*browsed
	divisions func() *divisions
	// sections are by folder; programme is the first that no kind has, nil for
	// none.
	sections map[string]*catalog.Section
	// inSection is the place of a page among those of its folder.
	inSection map[*catalog.Page]int
	programme *catalog.Section
}

// target is an output path with the words of a link to it.
type target struct{ title, path string }

// New prepares what all pages share.
func New(theme *Theme, cat *catalog.Catalog, opts Options) *Renderer {
	r := &Renderer{
		theme: theme, cat: cat, opts: opts, settings: opts.Settings, minifier: newMinifier(),
		keyPages: sync.OnceValue(func() map[keyPlace]string { return keyPages(cat) }), events: sortedEvents(cat), posts: openPosts(cat),
		everything: sync.OnceValue(func() []catalog.Entry { return alphabet(cat) }), sections: map[string]*catalog.Section{}, inSection: map[*catalog.Page]int{},
	}
	r.everyone, r.present = sortedPeople(cat)
	r.makers.New = func() any { return &maker{room: new(room)} }
	for _, s := range cat.Sections {
		r.sections[s.Dir] = s
		for i, p := range s.Pages {
			r.inSection[p] = i
		}
	}
	r.programme = r.firstSection()
	r.readAssets()
	r.readNavigation()
	r.divisions = sync.OnceValue(r.divide)
	r.plan()
	return r
}

// Prepare works out what many pages share and the first of them would otherwise
// wait for. Pages are the same with it and without.
func (r *Renderer) Prepare() {
	go r.divisions()
	r.cat.Coverage()
	r.keyPages()
}

// Pages lists every HTML page of the site by path. The caller must not change
// the list.
func (r *Renderer) Pages() []Page { return r.pages }

// Assets returns the theme's files by path. The caller must not change them.
func (r *Renderer) Assets() []Asset { return r.assets }

// Render makes one page in an empty buffer, and returns the whole page or an
// *Error, never a part. What it returns holds until the buffer is used again.
func (r *Renderer) Render(room *bytes.Buffer, p Page) ([]byte, error) {
	m := r.newMaker(p.Path, p.lang)
	defer m.done()
	view := p.view(m, p.number)
	if m.err != nil {
		return nil, &Error{r.theme.problem(diag.TemplateExec, m.err), p.Path}
	}
	small, err := m.words.write(room, p.template, view)
	if err != nil {
		return nil, &Error{r.theme.problem(diag.TemplateExec, err), p.Path}
	}
	if small {
		return room.Bytes(), nil
	}
	return r.minified(room.Bytes()), nil
}
