package content

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

// place is what the path of a content file says about it.
type place struct {
	kind Kind
	// dir, slug and bundle are those of Meta.
	dir, slug, bundle string
	// framework is the folder under standards/, as a slug.
	framework string
	// unfit says why the name of the file cannot become a slug, or "".
	unfit string
}

// locate reads the path of a page, content/case-studies/talk.md. It returns
// false where no page can be.
func locate(file string) (p place, problems diag.List, ok bool) {
	at := diag.Position{File: file}
	misplaced := func(hint string) (place, diag.List, bool) {
		problems.Add(diag.FileKind, at, hint, "nothing reads a page in this place")
		return place{}, problems, false
	}
	folders := strings.Split(strings.TrimPrefix(file, Folder+"/"), "/")
	name := strings.TrimSuffix(folders[len(folders)-1], ".md")
	folders = folders[:len(folders)-1]
	if name == "index" {
		if len(folders) == 0 || slices.Contains(specialFolders(), strings.Join(folders, "/")) || folders[0] == "standards" && len(folders) == 2 {
			return misplaced("rename it to _index.md, which is the page of a folder")
		}
		p.bundle = path.Dir(file)
		name, folders = folders[len(folders)-1], folders[:len(folders)-1]
	}
	p.kind, p.framework = kindOf(folders, name == "_index")
	if hint := wrongDepth(p.kind, folders, name); hint != "" {
		return misplaced(hint)
	}
	p.dir, problems = directory(folders, at)
	if len(folders) > 1 {
		p.framework = Slugify(folders[1])
	}
	if name == "_index" {
		p.slug = "index"
		return p, problems, true
	}
	p.slug = Slugify(name)
	p.unfit = badName(name, p.slug)
	return p, problems, true
}

// specialFolders are those that belong to one kind.
func specialFolders() []string {
	var list []string
	for i := range kinds {
		if f := kinds[i].folder; f != "" {
			list = append(list, f)
		}
	}
	return list
}

// kindOf returns the kind that the folders give.
func kindOf(folders []string, index bool) (kind Kind, framework string) {
	top := ""
	if len(folders) > 0 {
		top = folders[0]
	}
	switch {
	case index && top == KindFramework.Folder() && len(folders) > 1:
		return KindFramework, Slugify(folders[1])
	case index:
		return KindSection, ""
	case top == KindStandard.Folder():
		return KindStandard, ""
	}
	for _, k := range Kinds() {
		if k.Folder() != "" && k.Folder() == top {
			return k, ""
		}
	}
	return KindPage, ""
}

// wrongDepth is the hint for a page that lies too high or too deep for its kind.
func wrongDepth(k Kind, folders []string, name string) string {
	top := ""
	if len(folders) > 0 {
		top = folders[0] + "/"
	}
	switch {
	case k == KindStandard && len(folders) == 1:
		return fmt.Sprintf("move it into the folder of its framework, such as standards/glf-lp/%s.md", name)
	case k == KindFramework && len(folders) != 2, k == KindStandard && len(folders) != 2:
		return "move it up: a framework is standards/<framework>/_index.md and a standard standards/<framework>/<code>.md"
	case k == KindSection && len(folders) > 1 && slices.Contains(specialFolders(), folders[0]):
		return fmt.Sprintf("rename it to index.md if it is a %s with files of its own", kindName(folders))
	case k == KindPage || k == KindSection || k == KindStandard || k == KindFramework:
		return ""
	case len(folders) > 1:
		return fmt.Sprintf("move it to %s%s.md, or to %s%s/index.md with its pictures beside it", top, name, top, name)
	}
	return ""
}

func kindName(folders []string) string {
	k, _ := kindOf(folders, false)
	return k.Noun()
}

// directory turns the folders of a page into those of its address.
func directory(folders []string, at diag.Position) (dir string, problems diag.List) {
	slugs := make([]string, len(folders))
	for i, f := range folders {
		slugs[i] = Slugify(f)
		why := badName(f, slugs[i])
		if why == "" {
			continue
		}
		folder := diag.Position{File: path.Join(append([]string{Folder}, folders[:i+1]...)...)}
		problems.Add(diag.SlugInvalid, folder, "rename the folder, in letters and figures", "the name %q cannot become an address: %s", f, why)
	}
	return path.Join(slugs...), problems
}

// badName says why the name of a file or folder cannot become a part of an
// address.
func badName(name, slug string) string {
	if strings.HasPrefix(name, "_") {
		return "names that start with _ are kept for _index.md"
	}
	return CheckSlug(slug)
}
