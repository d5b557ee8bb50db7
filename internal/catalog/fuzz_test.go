package catalog

import (
	"path"
	"strings"
	"testing"

	"github.com/exemplar-lp/exemplar/internal/content"
)

// FuzzDestination: no link leads a page out of the site's tree of paths, and the
// link that is offered for a file leads to that file.
func FuzzDestination(f *testing.F) {
	for _, seed := range [][2]string{
		{"content/a/b.md", "../c.md#x"}, {"content/a.md", "/x/../../y.md?q#f"}, {"content/a/b/c.md", "%2e%2e/%2e%2e/%2e%2e/x"}, {"content/é.md", "%zz"}, {"content/a.md", `..\..\x`},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, source, link string) {
		from := &content.Meta{Source: path.Join(content.Folder, source)}
		d, err := parseDestination(link)
		if err != nil {
			return
		}
		file := absolute(from, d.path)
		if file != path.Clean(file) {
			t.Errorf("%q from %q is %q", link, from.Source, file)
		}
		if !strings.HasPrefix(from.Source, content.Folder+"/") || !strings.HasPrefix(file, content.Folder+"/") {
			return
		}
		if back := absolute(from, relative(from, file)); back != file {
			t.Errorf("from %q to %q: %q leads to %q", from.Source, file, relative(from, file), back)
		}
	})
}
