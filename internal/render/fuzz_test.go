package render

import (
	"net/url"
	"path"
	"strings"
	"testing"

	"github.com/exemplar-lp/exemplar/internal/config"
	"github.com/exemplar-lp/exemplar/internal/content"
)

// FuzzLinker: whatever two pages are called, a browser on the one that follows
// the link gets to the other.
func FuzzLinker(f *testing.F) {
	for _, seed := range [][2]string{
		{"index.html", "a:b.html"}, {"a/b/c.html", "a/bc/d.html"}, {"404.html", "files/50% #1?.pdf"}, {"x/index.html", "x/index.html"}, {"a/b.html", "é/ü.html"},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, from, to string) {
		if !isOutput(from) || !isOutput(to) {
			return
		}
		for _, clean := range []bool{false, true} {
			s := &config.Settings{CleanURLs: clean}
			here := &url.URL{Scheme: "https", Host: "lp.example", Path: "/portal/" + s.Visible(from)}
			l := newLinker(from, s)
			link, err := url.Parse(l.to(to))
			if err != nil {
				t.Fatalf("from %q to %q: %v", from, to, err)
			}
			if s := content.Steps + to; l.climb(s) != l.to(to) {
				t.Errorf("from %q to %q: %q, and by the ladder %q", from, to, l.to(to), l.climb(s))
			}
			if got := here.ResolveReference(link); got.Path != "/portal/"+s.Visible(to) || got.Host != here.Host || got.RawQuery != "" || got.Fragment != "" {
				t.Errorf("from %q to %q: %q leads to %q", from, to, link, got)
			}
		}
	})
}

// isOutput reports whether a path could be that of an output to which something
// links. None has a name that begins with a dot, for such an alias is refused and
// such a file is not published; with clean_urls ...html would be the folder above.
func isOutput(p string) bool {
	return p != "" && !strings.HasPrefix(path.Base(p), ".") && path.Clean("/"+p) == "/"+p && !strings.HasSuffix(p, "/") && !strings.ContainsAny(p, "\\\x00")
}
