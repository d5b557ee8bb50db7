package render

import (
	"bytes"
	"testing"

	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/config"
)

const studyPath = "case-studies/talk-partners-that-lift-reading.html"

func BenchmarkCaseStudy(b *testing.B) { benchmarkPage(b, studyPath) }

func BenchmarkStandard(b *testing.B) { benchmarkPage(b, "standards/glf-lp/ps1.html") }

func BenchmarkCoverage(b *testing.B) { benchmarkPage(b, "coverage/school.html") }

func benchmarkPage(b *testing.B, path string) {
	r := example(b, nil)
	p := pageAt(b, r, path)
	var room bytes.Buffer
	b.ReportAllocs()
	for b.Loop() {
		room.Reset()
		if _, err := r.Render(&room, p); err != nil {
			b.Fatal(err)
		}
	}
}

func pageAt(tb testing.TB, r *Renderer, path string) Page {
	tb.Helper()
	for _, p := range r.Pages() {
		if p.Path == path {
			return p
		}
	}
	tb.Fatalf("there is no page %s", path)
	return Page{}
}

// TestAssetsAreTheSameTwice holds that making a site's files leaves the theme as
// it was: serve makes them many times from one theme.
func TestAssetsAreTheSameTwice(t *testing.T) {
	theme := defaultTheme(t)
	var first []Asset
	for range 3 {
		r := New(theme, &catalog.Catalog{}, Options{Settings: config.Default()})
		if first == nil {
			first = r.Assets()
			continue
		}
		for i, a := range r.Assets() {
			if a.Path != first[i].Path {
				t.Errorf("%s, then %s", first[i].Path, a.Path)
			}
		}
	}
}
