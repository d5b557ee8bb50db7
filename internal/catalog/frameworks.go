package catalog

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/diag"
)

// settingsFile is where the default framework is named.
const settingsFile = "exemplar.yaml"

// linkFrameworks gives every framework its standards and chooses the default.
func (l *linker) linkFrameworks() {
	owned := l.standardsByFramework()
	for _, f := range l.catalog.Frameworks {
		l.arrange(f, owned[f.ID])
		delete(owned, f.ID)
	}
	for _, id := range sortedNames(owned) {
		l.orphan(id, owned[id])
	}
	if c := l.catalog; len(c.paths) < len(c.ordered) { // without standards that belong to no framework
		c.sort(slices.Collect(maps.Keys(c.paths)))
	}
	l.chooseDefault()
	l.sortFrameworks()
	for _, f := range l.catalog.Frameworks {
		l.supersede(f)
		for _, s := range f.Standards {
			l.equate(s)
		}
	}
	for _, f := range l.catalog.Frameworks {
		for _, s := range f.Standards {
			l.sortStandards(s.Equivalents)
		}
	}
}

// standardsByFramework groups the published standards by folder and reports
// codes that are given twice.
func (l *linker) standardsByFramework() map[string][]*Standard {
	owned := map[string][]*Standard{}
	for _, s := range l.standards {
		id := s.Standard.Framework
		first, ok := l.names[content.KindStandard][standardName(id, s.Code)].entry.(*Standard)
		if ok && first != s && s.Code != "" {
			d := diag.New(diag.RefDuplicate, s.At("code"), "give one of them another code",
				"%q and %q both have the code %q", first.Source, s.Source, s.Code)
			d.Related = []diag.Related{{Position: first.At("code"), Message: "this has the code already"}}
			l.problems = append(l.problems, d)
			delete(l.catalog.paths, s.Path())
			continue
		}
		owned[id] = append(owned[id], s)
	}
	return owned
}

// orphan reports standards whose folder has no framework and lets mentions of
// them pass, since one problem is enough.
func (l *linker) orphan(id string, standards []*Standard) {
	if k := l.names[content.KindFramework][id]; !k.silent {
		l.problems.Add(diag.RefUnknown, diag.Position{File: standards[0].Source, Line: 1},
			"create "+folder(content.KindFramework)+id+"/_index.md, or move the file to the folder of its framework",
			"there is no framework %q for this standard to belong to", id)
	}
	for _, s := range standards {
		l.names[content.KindStandard][standardName(id, s.Code)] = known{silent: true}
		delete(l.catalog.paths, s.Path())
	}
}

// arrange puts a framework's standards into its domains, in order, and numbers
// them.
func (l *linker) arrange(f *Framework, standards []*Standard) {
	domains := map[string]*Domain{}
	for _, d := range f.Framework.Domains {
		if domains[d.ID] == nil {
			domains[d.ID] = &Domain{ID: d.ID, Title: d.Title}
			f.Domains = append(f.Domains, domains[d.ID])
		}
	}
	slices.SortFunc(standards, compareStandards)
	rest := &Domain{}
	for _, s := range standards {
		s.Framework = f
		s.Domain = l.domain(f, s, domains, rest)
		s.Domain.Standards = append(s.Domain.Standards, s)
	}
	if len(rest.Standards) > 0 {
		f.Domains = append(f.Domains, rest)
	}
	number(f)
}

// domain finds the domain of a standard; rest is for those that name none.
func (l *linker) domain(f *Framework, s *Standard, domains map[string]*Domain, rest *Domain) *Domain {
	ref := s.Standard.Domain
	if ref.ID == "" {
		return rest
	}
	if d := domains[ref.ID]; d != nil {
		return d
	}
	l.problems.Add(diag.RefUnknown, ref.Pos.In(s.Source),
		suggest(diag.Nearest(ref.ID, sortedNames(domains)), `add it to "domains" in `+f.Source),
		"framework %q has no domain %q", f.ID, ref.ID)
	return rest
}

// number lists the standards of a framework by domain and gives each its
// numbers and neighbours.
func number(f *Framework) {
	for _, d := range f.Domains {
		for i, s := range d.Standards {
			f.Standards = append(f.Standards, s)
			s.Running = len(f.Standards)
			s.Number = s.Running
			if f.Numbering == "per-domain" {
				s.Number = i + 1
			}
			if s.Standard.Number > 0 {
				s.Number = s.Standard.Number
			}
		}
	}
	for i, s := range f.Standards[min(1, len(f.Standards)):] {
		s.Previous = f.Standards[i]
		s.Previous.Next = s
	}
}

// compareStandards orders the standards of a domain by number, then as pages
// are ordered, then by code, in which LP2 comes before LP10.
func compareStandards(a, b *Standard) int {
	return cmp.Or(
		cmp.Compare(lastIfUnset(a.Standard.Number), lastIfUnset(b.Standard.Number)),
		cmp.Compare(lastIfUnset(a.Order), lastIfUnset(b.Order)),
		compareCodes(a.Code, b.Code),
		cmp.Compare(a.Source, b.Source),
	)
}

// compareCodes compares codes by their letters, then their number.
func compareCodes(a, b string) int {
	stemA, digitsA := splitCode(a)
	stemB, digitsB := splitCode(b)
	return cmp.Or(
		strings.Compare(stemA, stemB),
		cmp.Compare(len(digitsA), len(digitsB)),
		strings.Compare(digitsA, digitsB),
	)
}

func splitCode(code string) (stem, digits string) {
	code = strings.ToLower(code)
	stem = strings.TrimRight(code, "0123456789")
	return stem, strings.TrimLeft(code[len(stem):], "0")
}

// chooseDefault settles whose codes need no framework before them.
func (l *linker) chooseDefault() {
	all := l.catalog.Frameworks
	want := l.opts.Framework
	switch {
	case want != "":
		i := slices.IndexFunc(all, func(f *Framework) bool { return f.ID == want })
		if i < 0 {
			l.reportDefault(want)
			break
		}
		l.standing = all[i]
	case len(all) > 1:
		l.problems.Add(diag.ConfigValue, l.settingAt(), `add "framework: `+all[0].ID+`", or another of them`,
			"there are %d frameworks, and none is the one that bare codes such as %s belong to", len(all), exampleCode(all))
	}
	if l.standing == nil && len(all) > 0 {
		l.standing = slices.MinFunc(all, compareFrameworks)
	}
	if l.standing != nil {
		l.standing.Default = true
	}
}

// reportDefault says that the settings name a framework that is not there.
func (l *linker) reportDefault(want string) {
	k, ok := l.names[content.KindFramework][want]
	if ok && k.silent {
		return
	}
	if ok {
		l.problems.Add(diag.ConfigValue, l.settingAt(), "publish it, or name another framework",
			"the framework %q is not published: %s", want, k.reason)
		return
	}
	l.problems.Add(diag.ConfigValue, l.settingAt(), l.suggestName(content.KindFramework, l.near(content.KindFramework, want),
		"create "+folder(content.KindFramework)+fileFor(content.KindFramework, want)), "there is no framework %q", want)
}

// settingAt is the place of the default framework in the settings.
func (l *linker) settingAt() diag.Position {
	if l.opts.FrameworkAt.IsZero() {
		return diag.Position{File: settingsFile}
	}
	return l.opts.FrameworkAt
}

func exampleCode(all []*Framework) string {
	for _, f := range all {
		if len(f.Standards) > 0 {
			return f.Standards[0].Code
		}
	}
	return "PS1"
}

func (l *linker) sortFrameworks() {
	slices.SortFunc(l.catalog.Frameworks, func(a, b *Framework) int {
		return cmp.Or(compareBool(b.Default, a.Default), compareFrameworks(a, b))
	})
	for i, f := range l.catalog.Frameworks {
		f.rank = i
	}
}

func compareFrameworks(a, b *Framework) int {
	return cmp.Or(cmp.Compare(lastIfUnset(a.Order), lastIfUnset(b.Order)), cmp.Compare(a.ID, b.ID))
}

// supersede finds the framework that replaced this one.
func (l *linker) supersede(f *Framework) {
	by, ok := find[*Framework](l, f.Source, content.KindFramework, f.Framework.SupersededBy)
	switch {
	case ok && by == f:
		l.problems.Add(diag.RefKind, f.Framework.SupersededBy.Pos.In(f.Source), "name the newer framework, or take the line out",
			"%q cannot be superseded by itself", f.ID)
	case ok:
		f.SupersededBy = by
	}
}

// equate joins a standard with its equivalents, in both directions.
func (l *linker) equate(s *Standard) {
	for _, ref := range s.Standard.Equivalents {
		if !strings.Contains(ref.ID, "/") {
			continue // content has reported it
		}
		other := l.standardRef(s.Source, ref)
		switch {
		case other == nil:
		case other.Framework == s.Framework:
			l.problems.Add(diag.RefKind, ref.Pos.In(s.Source), "name a standard of another framework, such as ssat-lp/LP1",
				"%q is in the same framework", ref.ID)
		default:
			join(&s.Equivalents, other)
			join(&other.Equivalents, s)
		}
	}
}

func join(list *[]*Standard, s *Standard) {
	if !slices.Contains(*list, s) {
		*list = append(*list, s)
	}
}

// sortStandards orders standards by framework, then within it.
func (l *linker) sortStandards(list []*Standard) {
	slices.SortFunc(list, func(a, b *Standard) int {
		return cmp.Or(cmp.Compare(a.Framework.rank, b.Framework.rank), cmp.Compare(a.Running, b.Running))
	})
}
