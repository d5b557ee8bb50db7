package render

import (
	"net/url"
	"strings"

	"github.com/exemplar-lp/exemplar/internal/config"
)

// Link is a link as a template prints it.
type Link struct {
	Title string
	// URL is empty where there is no page: the title is then plain text.
	URL string
	// Lang is the language of the title where it is not the page's own.
	Lang string
	// Before is what stands between this and the link before it in a sentence:
	// "", ", " or " and ".
	Before string
}

// linker writes the addresses that one page needs.
type linker struct {
	// dir is the folder of the page, "" for the root.
	dir string
	// root is the absolute path of the site's root, ending in a slash, for the
	// one page that is shown at any address; "" everywhere else.
	root     string
	settings *config.Settings
	// printed is set for a file that leaves the site: it has the ids of the pages
	// that are parts of the file. The address of any other page is then a full
	// one, or "" where there is no base_url.
	printed map[string]string
}

func newLinker(page string, settings *config.Settings) linker {
	return linker{dir: folder(page), settings: settings}
}

// folder returns the folder of an output path, "" for the root.
func folder(path string) string {
	i := strings.LastIndexByte(path, '/')
	if i < 0 {
		return ""
	}
	return path[:i]
}

// to returns the address of an output path: relative, and naming its file
// unless clean_urls drops it.
func (l linker) to(path string) string {
	if l.printed != nil {
		if id, ok := l.printed[path]; ok {
			return "#" + id
		}
		return l.settings.Address(path)
	}
	if l.root != "" {
		return l.root + config.EscapePath(l.settings.Visible(path))
	}
	target := config.EscapePath(l.settings.Visible(l.relative(path)))
	first, _, _ := strings.Cut(target, "/")
	if target == "" || strings.Contains(first, ":") {
		return "./" + target
	}
	return target
}

// at returns the address of an element of a page.
func (l linker) at(path, fragment string) string {
	to := l.to(path)
	if fragment == "" || to == "" {
		return to
	}
	return to + "#" + (&url.URL{Fragment: fragment}).EscapedFragment()
}

// relative returns path as seen from the page's folder.
func (l linker) relative(path string) string {
	dir := l.dir
	up := ""
	for dir != "" && !strings.HasPrefix(path, dir+"/") {
		up += "../"
		dir = folder(dir)
	}
	if dir != "" {
		path = path[len(dir)+1:]
	}
	return up + path
}
