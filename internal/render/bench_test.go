package render

import (
	"testing"
)

const studyPath = "case-studies/talk-partners-that-lift-reading.html"

func BenchmarkCaseStudy(b *testing.B) { benchmarkPage(b, studyPath) }

func BenchmarkStandard(b *testing.B) { benchmarkPage(b, "standards/glf-lp/ps1.html") }

func BenchmarkCoverage(b *testing.B) { benchmarkPage(b, "coverage/school.html") }

func benchmarkPage(b *testing.B, path string) {
	r := example(b, nil)
	p := pageAt(b, r, path)
	if _, err := r.Render(p); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := r.Render(p); err != nil {
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
