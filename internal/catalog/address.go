package catalog

import (
	"path"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/diag"
)

// generated are the pages that every site has, with or without a content file.
var generated = []string{
	"404.html",
	"browse/a-z.html",
	"case-studies/index.html",
	"coverage/index.html",
	"coverage/phase.html",
	"coverage/practitioner.html",
	"coverage/school.html",
	"coverage/theme.html",
	"coverage/year.html",
	"events/index.html",
	"index.html",
	"opportunities/index.html",
	"practitioners/index.html",
	"schools/index.html",
	"search.html",
	"standards/index.html",
}

// exported are the files for programs that a body may link to.
var exported = []string{"coverage.csv", "coverage.json"}

// Alias is a former address that leads to a page.
type Alias struct {
	// Path is the output path of the former address.
	Path  string
	Entry Entry
}

// owner is whoever has an output path.
type owner struct {
	source string
	path   string
	// meta and key say where the path was asked for; meta is nil for a file.
	meta *content.Meta
	key  string
}

// at is the place where the path was asked for.
func (o owner) at() diag.Position {
	if o.meta == nil {
		return diag.Position{File: o.source}
	}
	return o.meta.At(o.key)
}

// addresses knows who has which output path, also without regard to case and
// Unicode form, which some disks and hosts do not tell apart.
type addresses struct {
	// owners are those of all paths; folded says which was the first to have a
	// folded path, and spelt has the owners of the same paths in other spellings.
	owners []owner
	folded map[string]int
	spelt  map[string]owner
}

// claimAddresses gives every published entry, file and alias its output path
// and reports those that two of them want.
func (l *linker) claimAddresses() {
	size := len(l.entries) + len(l.catalog.Files)
	a := &addresses{make([]owner, 0, size), make(map[string]int, size), map[string]owner{}}
	l.catalog.paths = make(map[string]Entry, len(l.entries))
	paths := make([]string, 0, len(l.entries))
	for _, e := range l.entries {
		if to := l.at(e.Common().Source); to.entry != nil || to.reason == reasonNameOnly {
			if p, ok := l.claimAddress(a, e.Common(), to); ok {
				paths = append(paths, p)
			}
		}
	}
	for _, f := range l.catalog.Files {
		l.claim(a, owner{source: f.Path, path: strings.TrimPrefix(f.Path, content.Folder+"/")})
	}
	l.catalog.sort(paths)
	l.catalog.Each(func(e Entry) { l.claimAliases(a, e) })
	slices.SortFunc(l.catalog.Aliases, func(a, b Alias) int { return strings.Compare(a.Path, b.Path) })
	l.placeOutputs()
}

// sort puts the entries into the order of their paths, which it sorts.
func (c *Catalog) sort(paths []string) {
	slices.Sort(paths)
	c.ordered = make([]Entry, len(paths))
	for i, p := range paths {
		c.ordered[i] = c.paths[p]
	}
}

// claimAddress gives an entry its path, and reports whether a page is there. It
// has none if nothing is published there, and the path is kept for it all the
// same.
func (l *linker) claimAddress(a *addresses, m *content.Meta, to place) (string, bool) {
	p := to.target.Path
	if p == "" {
		p = m.Path()
	}
	if reserved(m, p) {
		l.problems.Add(diag.SlugDuplicate, m.At("slug"), "give the file another name",
			"%q is the address of a page that every site has", p)
		return "", false
	}
	if !l.claim(a, owner{m.Source, p, m, "slug"}) || to.entry == nil {
		return "", false
	}
	l.catalog.paths[p] = to.entry
	return p, true
}

// reserved reports whether only the program makes a page at the path. A
// section's file gives a folder's page its text; nothing else may be there.
func reserved(m *content.Meta, p string) bool {
	if m.Kind == content.KindSection && path.Base(p) == "index.html" {
		return false
	}
	return slices.Contains(generated, p)
}

// claim notes an owner and reports whether the path was free.
func (l *linker) claim(a *addresses, o owner) bool {
	key := fold(o.path)
	n, taken := a.folded[key]
	if !taken {
		a.folded[key] = len(a.owners)
		a.owners = append(a.owners, o)
		return true
	}
	first := a.owners[n]
	if same, ok := a.spelt[o.path]; ok {
		first = same
	}
	if first.path == o.path && fold(first.source) != fold(o.source) {
		l.collide(diag.SlugDuplicate, o, first, "%q and %q have one address, %q", first.source, o.source, o.path)
	} else {
		l.collide(diag.SlugCase, o, first,
			"%q and %q differ only in capitals or in how their accents are stored", sourceOr(first, o, first.path), sourceOr(o, first, o.path))
	}
	if first.path == o.path {
		return false
	}
	a.spelt[o.path] = o
	return true
}

// sourceOr names an owner by its file where the two files differ only in case,
// and by its path otherwise.
func sourceOr(o, other owner, p string) string {
	if o.source != other.source && fold(o.source) == fold(other.source) {
		return o.source
	}
	return p
}

// collide reports a path that two have, at the one that asked for it in its
// front matter or else at the later one.
func (l *linker) collide(code diag.Code, o, first owner, format string, args ...any) {
	if o.at().Column == 0 && first.at().Column > 0 {
		o, first = first, o
	}
	d := diag.New(code, o.at(), `give one of them another name or "slug"`, format, args...)
	d.Related = []diag.Related{{Position: first.at(), Message: "this has the address already"}}
	l.problems = append(l.problems, d)
}

// fold makes paths equal that differ only in case or Unicode form.
func fold(p string) string { return strings.ToLower(norm.NFC.String(p)) }

// claimAliases gives a page the former addresses that its author lists.
func (l *linker) claimAliases(a *addresses, e Entry) {
	m := e.Common()
	for _, text := range m.Aliases {
		p, ok := aliasPath(text)
		if !ok {
			continue // content has reported it
		}
		if slices.Contains(generated, p) {
			l.problems.Add(diag.SlugDuplicate, m.At("aliases"), "take it out of the aliases",
				"the alias %q is the address of a page that every site has", text)
			continue
		}
		if l.claim(a, owner{m.Source, p, m, "aliases"}) {
			l.catalog.Aliases = append(l.catalog.Aliases, Alias{Path: p, Entry: e})
		}
	}
}

// aliasPath turns a former address into an output path: /talk/ was
// talk/index.html and /talk was talk.html.
func aliasPath(text string) (string, bool) {
	p := strings.TrimPrefix(text, "/")
	switch {
	case p == "" || strings.ContainsAny(p, `\?#:`) || slices.Contains(strings.Split(p, "/"), ".."):
		return "", false
	case strings.HasSuffix(p, "/"):
		p += "index.html"
	case path.Ext(p) != ".html" && path.Ext(p) != ".htm":
		p += ".html"
	}
	return path.Clean(p), true
}

// place is what a link within the content folder leads to.
type place struct {
	target Target
	// entry is nil for files, generated pages and what is not published.
	entry Entry
	// reason says why there is no page; silent, that its file has problems of
	// its own.
	reason string
	silent bool
	// source is the content file that the author should rather link to.
	source string
}

// place notes where an entry's file, folder and page may be linked to.
func (l *linker) place(m *content.Meta, k known) {
	p := &place{entry: k.entry, reason: k.reason}
	if who, ok := k.entry.(*Practitioner); ok && !who.Profile {
		p = &place{reason: reasonNameOnly}
	}
	page := m.Path()
	switch {
	case p.entry != nil:
		p.target.Path = page
	case m.Kind == content.KindSection && slices.Contains(generated, page):
		p = &place{target: Target{Path: page}} // the page is there, without the text
	}
	l.put(m.Source, p)
	if bundle := m.Bundle(); bundle != "" {
		l.put(bundle, p)
	}
	if path.Base(m.Source) == "_index.md" {
		l.put(path.Dir(m.Source), p)
	}
	if p.entry != nil {
		l.put(content.Folder+"/"+page, &place{target: p.target, entry: p.entry, source: m.Source})
	}
}

// placeOutputs notes the files and the pages without a content file.
func (l *linker) placeOutputs() {
	for _, f := range l.catalog.Files {
		l.put(f.Path, &place{target: Target{Path: f.Path, File: true}})
	}
	for _, p := range slices.Concat(generated, exported, l.opts.Outputs) {
		to := &place{target: Target{Path: p}}
		l.put(content.Folder+"/"+p, to)
		if path.Base(p) == "index.html" {
			l.put(path.Dir(content.Folder+"/"+p), to)
		}
	}
	for _, a := range l.catalog.Aliases {
		m := a.Entry.Common()
		l.put(content.Folder+"/"+a.Path, &place{target: Target{Path: m.Path()}, entry: a.Entry, source: m.Source})
	}
}

// at returns the place at a path of the site, an empty one if there is none.
func (l *linker) at(p string) place {
	if to := l.places[norm.NFC.String(p)]; to != nil {
		return *to
	}
	return place{}
}

// put notes a place unless it is taken.
func (l *linker) put(p string, to *place) {
	p = norm.NFC.String(p)
	if _, taken := l.places[p]; !taken {
		l.places[p] = to
	}
}
