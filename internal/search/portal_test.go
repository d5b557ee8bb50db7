package search

import (
	"os"
	"testing"

	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/date"
	"github.com/exemplar-lp/exemplar/internal/diag"
	"github.com/exemplar-lp/exemplar/internal/shelf"
)

// link reads a site and links it as of 21 November 2026.
func link(t testing.TB, root, framework string, texts *shelf.Shelf) (*catalog.Catalog, diag.List) {
	t.Helper()
	set, problems, err := content.Load(os.DirFS(root), content.Options{Shelf: texts})
	if err != nil {
		t.Fatal(err)
	}
	cat, more := catalog.Link(set, catalog.Options{AsOf: date.Date{Year: 2026, Month: 11, Day: 21}, Framework: framework})
	return cat, append(problems, more...)
}

// portal is the small site of testdata/portal, which has no problems.
func portal(t testing.TB) *catalog.Catalog {
	t.Helper()
	cat, problems := link(t, "testdata/portal", "lp", nil)
	for _, p := range problems {
		if p.Severity == diag.Error {
			t.Errorf("%s: %s", p.Position, p.Message)
		}
	}
	return cat
}

// example is the example portal.
func example(t testing.TB) *catalog.Catalog {
	t.Helper()
	cat, _ := link(t, "../..", "glf-lp", nil)
	return cat
}

func open(t testing.TB, cat *catalog.Catalog, opts Options) *Engine {
	t.Helper()
	e, err := Open(Collect(cat, opts).Index().Files)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// links are the addresses of an answer's pages, the best first.
func links(e *Engine, a Answer) []string {
	var list []string
	for _, page := range a.Pages {
		list = append(list, e.text(page).Link)
	}
	return list
}
