package render

import (
	"bytes"
	"io/fs"
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"

	"github.com/exemplar-lp/exemplar/internal/config"
)

// made is every file of a site: the pages parsed, the other outputs empty.
type made struct {
	pages map[string]*html.Node
	files map[string]bool
}

func makeAll(t *testing.T, r *Renderer) made {
	t.Helper()
	m := made{map[string]*html.Node{}, map[string]bool{"feed.xml": true, "coverage.csv": true, "coverage.json": true}}
	for _, p := range r.Pages() {
		text, err := r.Render(new(bytes.Buffer), p)
		if err != nil {
			t.Fatalf("%s: %v", p.Path, err)
		}
		if !utf8.Valid(text) {
			t.Errorf("%s is not UTF-8", p.Path)
		}
		doc, err := html.Parse(bytes.NewReader(text))
		if err != nil {
			t.Fatalf("%s: %v", p.Path, err)
		}
		if m.pages[p.Path] != nil {
			t.Errorf("two pages at %s", p.Path)
		}
		m.pages[p.Path] = doc
	}
	for _, a := range r.Assets() {
		m.files[a.Path] = true
	}
	for _, p := range r.opts.Pictures {
		m.files[p.Path] = true
	}
	for _, p := range r.cat.Pages {
		if len(p.Milestones) > 0 {
			m.files[TimelinePath(p.Path())] = true
		}
	}
	for _, s := range r.cat.Sections {
		if len(s.Milestones) > 0 {
			m.files[TimelinePath(s.Path())] = true
		}
	}
	for _, f := range r.opts.Files {
		m.files[f.Path] = true
	}
	return m
}

// each visits every element of a document.
func each(n *html.Node, visit func(*html.Node)) {
	if n.Type == html.ElementNode {
		visit(n)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		each(c, visit)
	}
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func ids(doc *html.Node) map[string]int {
	found := map[string]int{}
	each(doc, func(n *html.Node) {
		if id := attr(n, "id"); id != "" {
			found[id]++
		}
	})
	return found
}

// TestExamplePages makes every page of the example portal and follows every
// link, to the fragment.
func TestExamplePages(t *testing.T) {
	variants := map[string]func(*config.Settings){
		"plain":       nil,
		"no base_url": func(s *config.Settings) { s.BaseURL = "" },
		"clean urls":  func(s *config.Settings) { s.CleanURLs = true },
		"sub-folder":  func(s *config.Settings) { s.BaseURL = "https://school.example/lp/" },
		"welsh":       func(s *config.Settings) { s.Language = "cy" },
		"own menu":    func(s *config.Settings) { s.Navigation = nil; s.Contact = config.Contact{} },
	}
	for _, name := range slices.Sorted(maps.Keys(variants)) {
		t.Run(name, func(t *testing.T) {
			r := example(t, variants[name])
			m := makeAll(t, r)
			if len(m.pages) < 100 {
				t.Fatalf("only %d pages", len(m.pages))
			}
			for at, doc := range m.pages {
				checkPage(t, at, doc)
				checkLinks(t, r, m, at, doc)
			}
		})
	}
}

// checkPage holds a page to what every page must be.
func checkPage(t *testing.T, at string, doc *html.Node) {
	t.Helper()
	found := ids(doc)
	for id, n := range found {
		if n > 1 {
			t.Errorf("%s has the id %q %d times", at, id, n)
		}
	}
	count := map[string]int{}
	level := 0
	each(doc, func(n *html.Node) {
		count[n.Data]++
		if len(n.Data) == 2 && n.Data[0] == 'h' && n.Data[1] >= '1' && n.Data[1] <= '6' {
			next := int(n.Data[1] - '0')
			if next > level+1 {
				t.Errorf("%s goes from a heading of level %d to %d", at, level, next)
			}
			level = next
		}
		checkElement(t, at, n, found)
	})
	for _, once := range []string{"title", "h1", "main"} {
		if count[once] != 1 {
			t.Errorf("%s has %d %s elements", at, count[once], once)
		}
	}
	if count["style"] > 0 || count["iframe"] > 0 {
		t.Errorf("%s has a style or iframe element", at)
	}
}

func checkElement(t *testing.T, at string, n *html.Node, found map[string]int) {
	t.Helper()
	for _, a := range n.Attr {
		switch {
		case a.Key == "style" || strings.HasPrefix(a.Key, "on"):
			t.Errorf("%s has the attribute %s", at, a.Key)
		case a.Key == "aria-labelledby" && found[a.Val] == 0:
			t.Errorf("%s has nothing with the id %q", at, a.Val)
		case strings.Contains(a.Val, "ZgotmplZ"):
			t.Errorf("%s has a refused value in %s", at, a.Key)
		}
	}
	switch {
	case n.Data == "script" && attr(n, "type") != "application/ld+json" && (n.FirstChild != nil || !strings.Contains(attr(n, "src"), "assets/")):
		t.Errorf("%s has a script that is no file of the theme", at)
	case n.Data == "form" && !strings.Contains(attr(n, "action"), "search"):
		t.Errorf("%s has a form that is not the search's", at)
	case n.Data == "img" && (attr(n, "width") == "" || attr(n, "height") == ""):
		t.Errorf("%s has a picture without a size", at)
	case n.Data == "html" && attr(n, "lang") == "":
		t.Errorf("%s does not name its language", at)
	}
}

// checkLinks follows the links of a page within the site.
func checkLinks(t *testing.T, r *Renderer, m made, at string, doc *html.Node) {
	t.Helper()
	each(doc, func(n *html.Node) {
		for _, key := range []string{"href", "src", "action"} {
			link := attr(n, key)
			if link == "" || attr(n, "rel") == "canonical" || strings.HasPrefix(link, "mailto:") || strings.Contains(link, "://") {
				continue
			}
			target, fragment := resolve(t, r, at, link)
			page, isPage := m.pages[target]
			switch {
			case !isPage && !m.files[target]:
				t.Errorf("%s links to %s, which is not there", at, link)
			case fragment != "" && (!isPage || ids(page)[fragment] == 0):
				t.Errorf("%s links to %s, which has no such part", at, link)
			}
		}
	})
}

// resolve returns the output path that a link leads to.
func resolve(t *testing.T, r *Renderer, at, link string) (target, fragment string) {
	t.Helper()
	u, err := url.Parse(link)
	if err != nil {
		t.Fatalf("%s links to %q: %v", at, link, err)
	}
	if strings.HasPrefix(link, "#") {
		return at, u.Fragment
	}
	if root := r.settings.RootPath(); strings.HasPrefix(u.Path, "/") {
		target = strings.TrimPrefix(u.Path, root)
	} else {
		target = path.Join(path.Dir(at), u.Path)
		if strings.HasSuffix(u.Path, "/") || target == "." {
			target += "/"
		}
	}
	target = strings.TrimPrefix(strings.TrimPrefix(target, "./"), "/")
	if !r.settings.CleanURLs {
		return target, u.Fragment
	}
	switch {
	case target == "" || strings.HasSuffix(target, "/"):
		target += "index.html"
	case path.Ext(target) == "":
		target += ".html"
	}
	return target, u.Fragment
}

// TestLinksNameTheirFile proves the contract that every link within the site is
// relative and names its file.
func TestLinksNameTheirFile(t *testing.T) {
	m := makeAll(t, example(t, nil))
	for at, doc := range m.pages {
		each(doc, func(n *html.Node) {
			link := attr(n, "href")
			u, err := url.Parse(link)
			if n.Data != "a" || link == "" || err != nil || u.IsAbs() || strings.HasPrefix(link, "#") || at == "404.html" {
				return
			}
			if strings.HasPrefix(link, "/") || path.Ext(u.Path) == "" {
				t.Errorf("%s links to %q", at, link)
			}
		})
	}
}

// TestPagesAreMinified proves that minifying the templates once is as good as
// minifying every page: doing that too gains less than one byte in fifty.
func TestPagesAreMinified(t *testing.T) {
	r := example(t, nil)
	for _, p := range r.Pages() {
		text, err := r.Render(new(bytes.Buffer), p)
		if err != nil {
			t.Fatal(err)
		}
		if again := r.minified(text); len(text)-len(again) > len(text)/50 {
			t.Errorf("%s has %d bytes and could have %d", p.Path, len(text), len(again))
		}
	}
}

func TestPagesAreTheSameEveryTime(t *testing.T) {
	a, b := example(t, nil), example(t, nil)
	if len(a.Pages()) != len(b.Pages()) {
		t.Fatalf("%d pages, then %d", len(a.Pages()), len(b.Pages()))
	}
	for i, p := range a.Pages() {
		first, err := a.Render(new(bytes.Buffer), p)
		if err != nil {
			t.Fatal(err)
		}
		second, err := b.Render(new(bytes.Buffer), b.Pages()[i])
		if err != nil {
			t.Fatal(err)
		}
		if p.Path != b.Pages()[i].Path || !bytes.Equal(first, second) {
			t.Errorf("%s differs from one time to the next", p.Path)
		}
	}
}

// TestPagesAreMadeTogether makes every page from several goroutines at once,
// the first use of every template among them.
func TestPagesAreMadeTogether(t *testing.T) {
	r := example(t, nil)
	results := make([][][]byte, 4)
	var group sync.WaitGroup
	for i := range results {
		group.Go(func() {
			results[i] = make([][]byte, len(r.Pages()))
			for j, p := range r.Pages() {
				results[i][j], _ = r.Render(new(bytes.Buffer), p)
			}
		})
	}
	group.Wait()
	for i, p := range r.Pages() {
		for _, other := range results {
			if len(other[i]) == 0 || !bytes.Equal(results[0][i], other[i]) {
				t.Errorf("%s differs when it is made beside others", p.Path)
			}
		}
	}
}

// TestWeight holds a case study with its style sheet to 30 kB on the way to the
// reader.
func TestWeight(t *testing.T) {
	r := example(t, nil)
	style := 0
	for _, a := range r.Assets() {
		if path.Ext(a.Path) == ".css" {
			style += len(gzipped(t, a.Bytes))
		}
	}
	if style > 12<<10 {
		t.Errorf("the style sheet has %d bytes", style)
	}
	for _, p := range r.Pages() {
		if !strings.HasPrefix(p.Path, "case-studies/") || p.Path == studiesPath {
			continue
		}
		text, err := r.Render(new(bytes.Buffer), p)
		if err != nil {
			t.Fatal(err)
		}
		if n := len(gzipped(t, text)) + style; n > 30_000 {
			t.Errorf("%s and its style have %d bytes", p.Path, n)
		}
	}
}

// trusted are the only conversions to a type that templates trust, with the file
// that may have them: the text of an entry, and the bytes of a published picture
// in a portfolio.
var trusted = map[string]string{"template.HTML(": "body.go", "template.URL(": "portfolio.go"}

// TestTemplateHTML proves that one file alone makes HTML that templates trust,
// and that nothing makes trusted scripts or styles.
func TestTemplateHTML(t *testing.T) {
	files, err := fs.Glob(root(), "internal/render/*.go")
	if err != nil || len(files) == 0 {
		t.Fatal("no source files", err)
	}
	for _, name := range files {
		text, err := fs.ReadFile(root(), name)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		for _, word := range []string{"template.HTML(", "template.URL(", "template.JS(", "template.CSS(", "template.HTMLAttr(", "template.Srcset(", "template.JSStr("} {
			if bytes.Contains(text, []byte(word)) && trusted[word] != path.Base(name) {
				t.Errorf("%s has %s", name, word)
			}
		}
	}
}
