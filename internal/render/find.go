package render

import (
	"net/url"
	"strings"

	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/search"
)

// SearchForm is a box that leads to the search page. The script that searches
// loads when somebody uses it.
type SearchForm struct {
	// ID is the id of the box; a page may have several forms, each with its own.
	ID string
	// Label names the box, and tells the forms of one page apart.
	Label string
	// Action is the address of the search page.
	Action string
	// Engine is the address of the script that searches, Root the path from the
	// page to the site's root. Engine is empty where there is no index.
	Engine, Root string
}

// FindView is the search of the whole portal on search.html, or of a list where
// it stands.
type FindView struct {
	Form SearchForm
	// Fixed are the filters that a list has, as the query of an address:
	// kind=event. It is empty on search.html.
	Fixed string
	// Filters are those that a reader may choose from.
	Filters []Filter
}

// Filter is a filter of the search: its name in addresses and for people.
type Filter struct{ ID, Label string }

// searchForm makes a search box whose label is the text of a key.
func (m *maker) searchForm(id, key string) SearchForm {
	f := SearchForm{ID: id, Label: m.lang.word(key), Action: m.link.to(searchPath), Root: m.link.up()}
	if m.searchable() {
		f.Engine = m.link.to(m.engine)
	}
	return f
}

// searchable reports whether there are an index and a script to search it.
func (m *maker) searchable() bool { return m.opts.Searchable && m.engine != "" }

// findView makes the search of a list of one kind, or of everything where kind
// is empty.
func (m *maker) findView(key, kind string) *FindView {
	v := &FindView{Form: m.searchForm("site-q", key)}
	fixed := url.Values{}
	if kind != "" {
		fixed.Set("kind", kind)
	}
	if kind == content.KindOpportunity.String() {
		fixed.Set("currency", "current") // a closed post is in no list
	}
	v.Fixed = fixed.Encode()
	d := m.divisions()
	for _, f := range d.filters {
		if f.ID != "letter" && !fixed.Has(f.ID) && (kind == "" || !finer[f.ID] && d.dividing[kind][f.ID]) {
			v.Filters = append(v.Filters, f)
		}
	}
	return v
}

// finer are the filters that only the search page has: a list is of one kind,
// and is to be read without a wall of choices before it.
var finer = map[string]bool{"kind": true, "level": true, "strength": true, "framework": true}

// dividing returns, by kind, the filters by which its entries can be told apart:
// those of which they have two values or more.
func dividing(facets []search.Facet) map[string]map[string]bool {
	found := map[string]map[string]bool{}
	for _, f := range facets {
		seen := map[string]int{}
		for _, v := range f.Values {
			for kind := range kindsOf(v) {
				seen[kind]++
			}
		}
		for kind, values := range seen {
			if found[kind] == nil {
				found[kind] = map[string]bool{}
			}
			found[kind][f.ID] = values > 1
		}
	}
	return found
}

// kindsOf are the kinds of the entries that have a value.
func kindsOf(v search.Value) map[string]bool {
	kinds := map[string]bool{}
	for e := range v.Entries.All() {
		kinds[e.Common().Kind.String()] = true
	}
	return kinds
}

// up returns the way from the page's folder to the site's root, "" at the root
// itself.
func (l linker) up() string {
	if l.root != "" || l.dir == "" {
		return l.root
	}
	return strings.Repeat("../", 1+strings.Count(l.dir, "/"))
}
