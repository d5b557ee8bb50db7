package catalog

import (
	"path"
	"strings"

	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/diag"
)

// known is what the linker knows of a name.
type known struct {
	// entry is nil if it is not published; reason then says why.
	entry  Entry
	reason string
	// silent says that a mention of an unpublished entry is no news: the person
	// asked not to be named, or the file has problems of its own.
	silent bool
}

// named reports whether a reference may name entries of the kind by their slug.
func named(k content.Kind) bool {
	switch k {
	case content.KindPage, content.KindSection, content.KindFramework, content.KindStandard:
		return false
	}
	return true
}

// refName returns the name by which authors refer to an entry: its file's
// without the ending, its bundle's folder, a framework's folder, or for a
// standard its framework and code.
func refName(e content.Entry) string {
	switch v := e.(type) {
	case *content.Standard:
		return standardName(v.Framework, v.Code)
	case *content.Framework:
		return v.ID
	}
	m := e.Common()
	if base := strings.TrimSuffix(path.Base(m.Source), ".md"); base == m.Slug && base != "index" {
		return base // a slug already
	}
	return fileName(m.Source)
}

// standardName is the name of a standard without regard to case.
func standardName(framework, code string) string {
	return strings.ToLower(framework + "/" + code)
}

// fileName is the name of a page's file or of the folder that is the page, as a
// slug.
func fileName(source string) string {
	base := strings.TrimSuffix(path.Base(source), ".md")
	if base == "index" || base == "_index" {
		base = path.Base(path.Dir(source))
	}
	return content.Slugify(base)
}

// listed returns the names of a kind, sorted.
func (l *linker) listed(kind content.Kind) []string {
	list, ok := l.sorted[kind]
	if !ok {
		list = sortedNames(l.names[kind])
		l.sorted[kind] = list
	}
	return list
}

// name notes what a name stands for; the first entry to have a name keeps it.
func (l *linker) name(kind content.Kind, name string, k known) {
	if kind == content.KindPage || kind == content.KindSection || name == "" {
		return
	}
	if _, taken := l.names[kind][name]; !taken {
		l.names[kind][name] = k
	}
}

// nameFailed notes the name of a file that could not be read, so that mentions
// of it are not reported on top of its own problems.
func (l *linker) nameFailed(source string) {
	k := known{silent: true}
	kind, name := kindOf(source), fileName(source)
	if kind == content.KindStandard {
		name = standardName(content.Slugify(path.Base(path.Dir(source))), name)
	}
	l.name(kind, name, k)
	l.put(source, &place{silent: true})
	if base := path.Base(source); base == "index.md" || base == "_index.md" {
		l.put(path.Dir(source), &place{silent: true})
	}
}

// kindOf tells the kind of a content file from its folder, well enough for the
// name of a file that could not be read.
func kindOf(source string) content.Kind {
	folder, rest, _ := strings.Cut(strings.TrimPrefix(source, content.Folder+"/"), "/")
	for _, k := range content.Kinds() {
		switch {
		case folder != k.Folder() || folder == "":
		case k == content.KindFramework && path.Base(rest) != "_index.md":
		case rest == "_index.md":
			return content.KindSection
		default:
			return k
		}
	}
	return content.KindPage
}

// find looks up a reference to an entry of the kind that a file makes, and reports
// it if there is none. An empty reference is nobody's.
func find[T Entry](l *linker, source string, kind content.Kind, ref content.Ref) (T, bool) {
	var none T
	if ref.ID == "" {
		return none, false
	}
	k, ok := l.names[kind][ref.ID]
	if !ok {
		l.reportUnknown(source, kind, ref)
		return none, false
	}
	if k.entry == nil {
		l.reportUnpublished(ref.ID, ref.Pos.In(source), k)
		return none, false
	}
	e, ok := k.entry.(T)
	return e, ok
}

// reportUnknown says that no entry of the kind has the name.
func (l *linker) reportUnknown(source string, kind content.Kind, ref content.Ref) {
	near := l.near(kind, ref.ID)
	if other, ok := l.otherKind(kind, ref.ID); ok && !strings.EqualFold(near, ref.ID) {
		l.problems.Add(diag.RefKind, ref.Pos.In(source), suggest(near, "give the name of a file in "+folder(kind)),
			"%q is %s, not %s", ref.ID, oneOf(other), oneOf(kind))
		return
	}
	l.problems.Add(diag.RefUnknown, ref.Pos.In(source), l.suggestName(kind, near, "create "+folder(kind)+fileFor(kind, ref.ID)),
		"there is no %s %q", kind.Noun(), ref.ID)
}

// fewNames is how many names a hint lists.
const fewNames = 8

// suggestName offers the nearest name of a kind, or all of them where they are
// few, and what else may be done.
func (l *linker) suggestName(kind content.Kind, near, otherwise string) string {
	all := l.listed(kind)
	if near != "" || len(all) == 0 || len(all) > fewNames {
		return suggest(near, otherwise)
	}
	return "those that are there are " + strings.Join(all, ", ") + "; to add one, " + otherwise
}

// reportUnpublished says that a mention leads nowhere because of what it names.
func (l *linker) reportUnpublished(name string, at diag.Position, k known) {
	if k.silent {
		return
	}
	l.problems.Add(diag.LinkUnpublished, at, "nothing is shown for it until it is published",
		"%q is not published: %s", name, k.reason)
}

// near returns the name of the kind that was probably meant by one that is
// unknown, or "".
func (l *linker) near(kind content.Kind, id string) string {
	if l.guesses.none {
		return ""
	}
	return l.guesses.nearest(kind.String(), id, l.listed(kind))
}

// otherKind tells which other kind has an entry of the name.
func (l *linker) otherKind(not content.Kind, name string) (content.Kind, bool) {
	for _, k := range content.Kinds() {
		if _, ok := l.names[k][name]; ok && k != not {
			return k, true
		}
	}
	return 0, false
}

// suggest offers the nearest known name and what else may be done.
func suggest(near, otherwise string) string {
	if near == "" {
		return otherwise
	}
	return `did you mean "` + near + `"? If not, ` + otherwise
}

// folder returns the folder of a kind's files, with a slash at the end.
func folder(k content.Kind) string { return content.Folder + "/" + k.Folder() + "/" }

// fileFor returns the file that would answer to a name, below the kind's folder.
func fileFor(k content.Kind, name string) string {
	if k == content.KindFramework {
		return content.Slugify(name) + "/_index.md"
	}
	return content.Slugify(name) + ".md"
}

// oneOf returns a kind with its article: an event.
func oneOf(k content.Kind) string {
	if strings.ContainsAny(k.Noun()[:1], "aeiou") {
		return "an " + k.Noun()
	}
	return "a " + k.Noun()
}
