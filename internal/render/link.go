package render

import (
	"net/url"
	"strings"

	"github.com/exemplar-lp/exemplar/internal/config"
	"github.com/exemplar-lp/exemplar/internal/content"
)

// Link is a link as a template prints it.
type Link struct {
	Title string
	// URL is empty where there is no page: the title is then plain text.
	URL string
	// Away says that the link leads to another site.
	Away bool
	// Lang is the language of the title where it is not the page's own.
	Lang string
	// Before is what stands between this and the link before it in a sentence:
	// "", ", " or " and ".
	Before string
}

// linkTo links to an address as an author typed it.
func linkTo(title, address string) Link {
	return Link{Title: title, URL: address, Away: strings.HasPrefix(strings.ToLower(address), "http")}
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

// isPlain reports whether addresses depend on the page's folder alone.
func (l linker) isPlain() bool { return l.root == "" && l.printed == nil }

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
	up, rest := l.way(path)
	target := config.EscapePath(l.settings.Visible(upward(up) + rest))
	first, _, _ := strings.Cut(target, "/")
	if target == "" || strings.Contains(first, ":") {
		return "./" + target
	}
	return target
}

// upward is the way so many folders up.
func upward(n int) string {
	if n*len("../") > len(content.Steps) {
		return strings.Repeat("../", n)
	}
	return content.Steps[:n*len("../")]
}

// at returns the address of an element of a page.
func (l linker) at(path, fragment string) string {
	return withFragment(l.to(path), fragment)
}

func withFragment(address, fragment string) string {
	switch {
	case fragment == "" || address == "":
		return address
	case config.EscapePath(fragment) == fragment:
		return address + "#" + fragment
	}
	return address + "#" + (&url.URL{Fragment: fragment}).EscapedFragment()
}

// way returns how many folders up the way from the page's folder to a path
// begins, and what is left of the path from there.
func (l linker) way(path string) (up int, rest string) {
	dir := l.dir
	for dir != "" && !below(path, dir) {
		up++
		dir = folder(dir)
	}
	if dir != "" {
		path = path[len(dir)+1:]
	}
	return up, path
}

// below reports whether a path leads into a folder.
func below(path, dir string) bool {
	return len(path) > len(dir) && path[len(dir)] == '/' && path[:len(dir)] == dir
}

// climb is to for the path of an entry, given as its ladder. It makes no new text
// where the link is an end of that.
func (l linker) climb(ladder string) string {
	path := ladder[len(content.Steps):]
	up, rest := l.way(path)
	if !l.isPlain() || up*len("../") > len(content.Steps) || up > 0 && len(rest) < len(path) || !config.IsPlainPath(path) {
		return l.to(path)
	}
	target := l.settings.Visible(ladder[len(ladder)-len(rest)-up*len("../"):])
	if target == "" {
		return "./"
	}
	return target
}
