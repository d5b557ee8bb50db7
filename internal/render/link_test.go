package render

import (
	"testing"

	"github.com/exemplar-lp/exemplar/internal/config"
	"github.com/exemplar-lp/exemplar/internal/content"
)

func TestLinker(t *testing.T) {
	tests := []struct {
		from, to, fragment string
		plain, clean       string
	}{
		{"index.html", "schools/x.html", "", "schools/x.html", "schools/x"},
		{"index.html", "index.html", "", "index.html", "./"},
		{"case-studies/talk.html", "schools/x.html", "", "../schools/x.html", "../schools/x"},
		{"case-studies/talk.html", "case-studies/index.html", "", "index.html", "./"},
		{"case-studies/talk.html", "case-studies/talk.html", "impact", "talk.html#impact", "talk#impact"},
		{"case-studies/talk.html", "index.html", "", "../index.html", "../"},
		{"standards/glf-lp/ps1.html", "standards/index.html", "", "../index.html", "../"},
		{"standards/glf-lp/ps1.html", "standards/ssat-lp/lp1.html", "", "../ssat-lp/lp1.html", "../ssat-lp/lp1"},
		{"standards/glf/ps1.html", "standards/glf-lp/ps1.html", "", "../glf-lp/ps1.html", "../glf-lp/ps1"},
		{"a/b/c/d.html", "x.html", "", "../../../x.html", "../../../x"},
		{"a/b/c/d/e/f.html", "x.html", "", "../../../../../x.html", "../../../../../x"},
		{"index.html", "files/Plan 50% #1?.pdf", "", "files/Plan%2050%25%20%231%3F.pdf", "files/Plan%2050%25%20%231%3F.pdf"},
		{"index.html", "a:b.html", "", "./a:b.html", "./a:b"},
		{"index.html", "x.html", "é b", "x.html#%C3%A9%20b", "x#%C3%A9%20b"},
		{"index.html", "myindex.html", "", "myindex.html", "myindex"},
	}
	for _, tt := range tests {
		for clean, want := range map[bool]string{false: tt.plain, true: tt.clean} {
			l := newLinker(tt.from, &config.Settings{CleanURLs: clean})
			if got := l.at(tt.to, tt.fragment); got != want {
				t.Errorf("from %s to %s, clean %v: %q, want %q", tt.from, tt.to, clean, got, want)
			}
			if s := content.Steps + tt.to; withFragment(l.climb(s), tt.fragment) != want {
				t.Errorf("from %s up to %s, clean %v: %q, want %q", tt.from, tt.to, clean, l.climb(s), want)
			}
		}
	}
}

func TestPagePath(t *testing.T) {
	tests := []struct {
		first string
		n     int
		want  string
	}{
		{"case-studies/index.html", 1, "case-studies/index.html"},
		{"case-studies/index.html", 2, "case-studies/page-2.html"},
		{"index.html", 2, "page-2.html"},
		{"browse/a-z.html", 1200, "browse/a-z/page-1200.html"},
		{"standards/glf-lp/ps1.html", 3, "standards/glf-lp/ps1/page-3.html"},
	}
	for _, tt := range tests {
		if got := pagePath(tt.first, tt.n); got != tt.want {
			t.Errorf("page %d of %s is %s, want %s", tt.n, tt.first, got, tt.want)
		}
	}
}

func TestAddress(t *testing.T) {
	tests := []struct {
		base  string
		clean bool
		path  string
		want  string
		root  string
	}{
		{"", false, "index.html", "", ""},
		{"https://lp.example/", false, "index.html", "https://lp.example/index.html", "/"},
		{"https://lp.example/", true, "index.html", "https://lp.example/", "/"},
		{"https://lp.example/a b", true, "x/y.html", "https://lp.example/a b/x/y", "/a%20b/"},
		{"https://lp.example", false, "x/ŵ.html", "https://lp.example/x/%C5%B5.html", "/"},
	}
	for _, tt := range tests {
		s := &config.Settings{BaseURL: tt.base, CleanURLs: tt.clean}
		if got := s.Address(tt.path); got != tt.want {
			t.Errorf("the address of %s under %q is %q, want %q", tt.path, tt.base, got, tt.want)
		}
		if got := s.RootPath(); got != tt.root {
			t.Errorf("the root of %q is %q, want %q", tt.base, got, tt.root)
		}
	}
}
