package render

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/content"
)

// readNavigation turns the pages that the settings name into links, leaves out
// those that are not published, which check reports, and makes a navigation
// where the settings have none.
func (r *Renderer) readNavigation() {
	sources := r.named()
	l := r.theme.language(r.settings.Language)
	for _, item := range r.settings.Navigation {
		switch e := sources[sourcePath(item.Page)]; {
		case e != nil:
			r.navigation = append(r.navigation, target{item.Title, e.Common().Path()})
		case generatedPages[item.Page] != "":
			r.navigation = append(r.navigation, target{item.Title, generatedPages[item.Page]})
		}
	}
	if len(r.settings.Navigation) == 0 {
		r.navigation = r.ownNavigation(l.word)
	}
	if named := r.settings.Contact.Page; named != "" {
		if e := sources[sourcePath(named)]; e != nil {
			r.contact = target{e.Common().Title, e.Common().Path()}
		}
	}
	for _, p := range r.cat.Pages {
		if p.Dir == "" {
			r.footer = append(r.footer, target{p.Title, p.Path()})
		}
	}
}

// named finds the entries that the settings name, by source.
func (r *Renderer) named() map[string]catalog.Entry {
	sources := map[string]catalog.Entry{}
	for _, item := range r.settings.Navigation {
		sources[sourcePath(item.Page)] = nil
	}
	sources[sourcePath(r.settings.Contact.Page)] = nil
	r.cat.Each(func(e catalog.Entry) {
		if _, wanted := sources[e.Common().Source]; wanted {
			sources[e.Common().Source] = e
		}
	})
	return sources
}

// generatedPages are the names under which the settings mean a page that the
// program makes.
var generatedPages = map[string]string{"coverage": coveragePath, "search": searchPath, "impact": impactPath}

// sourcePath is a content file relative to the site's root.
func sourcePath(named string) string {
	return path.Join(content.Folder, strings.TrimPrefix(named, content.Folder+"/"))
}

// ownNavigation lists the sections at the top that exist, then the coverage.
func (r *Renderer) ownNavigation(word func(string, ...any) string) []target {
	var list []target
	for _, s := range r.topSections() {
		list = append(list, target{s.Title, s.Path()})
	}
	for _, l := range []struct {
		path string
		has  bool
	}{
		{frameworksPath, len(r.cat.Frameworks) > 0},
		{studiesPath, len(r.cat.CaseStudies) > 0},
		{peoplePath, len(r.everyone) > 0},
		{schoolsPath, len(r.cat.Schools) > 0},
		{eventsPath, len(r.cat.Events) > 0},
		{postsPath, len(r.cat.Opportunities) > 0},
	} {
		named := slices.ContainsFunc(list, func(t target) bool { return t.path == l.path })
		if l.has && !named {
			list = append(list, target{word(listTitles[l.path]), l.path})
		}
	}
	return append(list, target{word(listTitles[coveragePath]), coveragePath})
}

// topSections are the sections directly below the root, by order, then title.
func (r *Renderer) topSections() []*catalog.Section {
	var list []*catalog.Section
	for _, s := range r.cat.Sections {
		if s.Dir != "" && s.Dir != "coverage" && !strings.Contains(s.Dir, "/") {
			list = append(list, s)
		}
	}
	slices.SortStableFunc(list, func(a, b *catalog.Section) int {
		return cmp.Or(cmp.Compare(a.Order, b.Order), strings.Compare(a.Title, b.Title))
	})
	return list
}

// firstSection is the first section of pages that belong to no special kind:
// what the programme is.
func (r *Renderer) firstSection() *catalog.Section {
	for _, s := range r.topSections() {
		if _, list := listTitles[s.Path()]; !list {
			return s
		}
	}
	return nil
}
