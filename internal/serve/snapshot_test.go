package serve

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/exemplar-lp/exemplar/internal/config"
	"github.com/exemplar-lp/exemplar/internal/publish"
	"github.com/exemplar-lp/exemplar/internal/site"
)

// outputsOf makes outputs that hold their own paths.
func outputsOf(paths ...string) []publish.Output {
	var list []publish.Output
	for _, p := range paths {
		list = append(list, publish.Output{Path: p, Source: "test", Bytes: func() ([]byte, error) { return []byte("this is " + p), nil }})
	}
	return list
}

// answering returns a server that has one snapshot and reads no files.
func answering(t *testing.T, outputs []publish.Output, before *snapshot) *Server {
	t.Helper()
	s := New(Options{})
	s.state.Store(&state{good: newSnapshot(nil, nil, outputs, before), tree: newTree(nil)})
	close(s.ready)
	go func() {
		for {
			select {
			case <-s.reports:
			case <-s.closing:
				return
			}
		}
	}()
	t.Cleanup(func() { close(s.closing) })
	return s
}

// ask sends a request as a program on this machine would.
func ask(s *Server, target string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, "http://localhost:4000/", nil)
	if u, err := url.ParseRequestURI(target); err == nil {
		r.URL = u
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

func TestFind(t *testing.T) {
	outputs := outputsOf("index.html", "a/index.html", "a/b.html", "c.html", "media/x.png")
	for _, tt := range []struct{ path, plain, clean string }{
		{"/", "index.html", "index.html"},
		{"/index.html", "index.html", "index.html"},
		{"/a/", "a/index.html", "a/index.html"},
		{"/a", "to /a/", "to /a/"},
		{"/a/index.html", "a/index.html", "a/index.html"},
		{"/a/b.html", "a/b.html", "a/b.html"},
		{"/a/b", "", "a/b.html"},
		{"/c", "", "c.html"},
		{"/c/", "", ""},
		{"/c.html/", "", ""},
		{"/media/x.png", "media/x.png", "media/x.png"},
		{"/media/", "", ""},
		{"/A/B.html", "", ""},
		{"//a", "", ""},
		{"//a/", "", ""},
		{"/a//", "", ""},
		{"/./a", "", ""},
		{"/x/../a", "", ""},
		{"/a/.", "", ""},
		{"/..", "", ""},
		{"/.", "", ""},
		{"", "index.html", "index.html"},
		{`/a\b.html`, "", ""},
		{"/c.html\x00", "", ""},
	} {
		for _, clean := range []bool{false, true} {
			s := newSnapshot(&site.Site{Settings: &config.Settings{CleanURLs: clean}}, nil, outputs, nil)
			o, redirect := s.find(tt.path)
			got := ""
			switch {
			case o != nil:
				got = o.path
			case redirect != "":
				got = "to " + redirect
			}
			want := tt.plain
			if clean {
				want = tt.clean
			}
			if got != want {
				t.Errorf("%q, clean %t: %q, not %q", tt.path, clean, got, want)
			}
		}
	}
}

// TestHostilePaths asks for ten thousand paths made of the parts with which
// servers have been led astray. Whatever is answered is an output, whole.
func TestHostilePaths(t *testing.T) {
	s := answering(t, outputsOf("index.html", "a/index.html", "a/b.html", "a/c.csv", "404.html"), nil)
	parts := []string{
		"a", "b.html", "c.csv", "index.html", "..", ".", "", "%2e%2e", "%2e", "%2f", "%5c", `\`, "%00", "%", "::$DATA", "B~1.HTM", "b.html.", "b.html%20",
		"etc", "passwd", "exemplar.yaml", "content", ".git", ".env", "con", "%c0%ae%c0%ae", "%uff0e", "a%cc%81", "á", "A", "?", "#", ";", "-", "//", "file:", "C:",
	}
	random := rand.New(rand.NewPCG(5, 5))
	for range 10_000 {
		target := ""
		for range 1 + random.IntN(6) {
			target += "/" + parts[random.IntN(len(parts))]
		}
		w := ask(s, target)
		body := w.Body.String()
		switch {
		case w.Code == http.StatusOK && strings.HasPrefix(body, "this is "):
		case w.Code == http.StatusFound && w.Header().Get("Location") == "/a/":
		case w.Code == http.StatusFound && strings.HasPrefix(w.Header().Get("Location"), "/a/?"):
		case w.Code == http.StatusNotFound && strings.HasPrefix(body, "this is 404.html"):
		case w.Code == http.StatusNotFound && strings.HasPrefix(target, "/-/"):
		default:
			t.Fatalf("%q: %d %v %q", target, w.Code, w.Header(), body)
		}
	}
}

func TestAnswer(t *testing.T) {
	s := answering(t, outputsOf("index.html", "a/b.html", "coverage.csv", "feed.xml", "x.unknown-kind"), nil)
	for _, tt := range []struct {
		path, kind string
		status     int
		bar        bool
	}{
		{"/", "text/html; charset=utf-8", 200, true},
		{"/a/b.html?print", "text/html; charset=utf-8", 200, true},
		{"/coverage.csv", "text/csv; charset=utf-8", 200, false},
		{"/feed.xml", "application/xml", 200, false},
		{"/x.unknown-kind", "application/octet-stream", 200, false},
		{"/none.html", "text/html; charset=utf-8", 404, true},
		{"/-/serve.js", "text/javascript; charset=utf-8", 200, false},
		{"/-/bar.css", "text/css; charset=utf-8", 200, false},
		{"/-/problems.json", "application/jsonl", 200, false},
		{"/-/bar.html", "text/plain; charset=utf-8", 404, false},
		{"/-/../go.mod", "text/plain; charset=utf-8", 404, false},
	} {
		w := ask(s, tt.path)
		if w.Code != tt.status || w.Header().Get("Content-Type") != tt.kind {
			t.Errorf("%s: %d %q", tt.path, w.Code, w.Header().Get("Content-Type"))
		}
		if bar := strings.Contains(w.Body.String(), "<exemplar-bar>"); bar != tt.bar {
			t.Errorf("%s: a bar is %t", tt.path, bar)
		}
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "same-origin", "X-Frame-Options": "DENY", "Access-Control-Allow-Origin": "",
		} {
			if got := w.Header().Get(name); got != want {
				t.Errorf("%s: %s is %q, not %q", tt.path, name, got, want)
			}
		}
	}
}

// TestFetch_lastGood proves that a page which cannot be made is shown as it last
// was, from the last snapshot in which nothing failed.
func TestFetch_lastGood(t *testing.T) {
	version := func(text string, fails bool) []publish.Output {
		return []publish.Output{{Path: "index.html", Source: "content/_index.md", Bytes: func() ([]byte, error) {
			if fails {
				return nil, errors.New(text)
			}
			return []byte(text), nil
		}}}
	}
	body := func(before *snapshot, text string, fails bool) (*snapshot, string) {
		s := answering(t, version(text, fails), before)
		w := ask(s, "/")
		return s.state.Load().good, fmt.Sprint(w.Code, " ", strings.Contains(w.Body.String(), "it broke"), " ", firstLine(w.Body.String()))
	}
	one, got := body(nil, "one", false)
	if want := "200 false one"; got != want {
		t.Errorf("good: %q, not %q", got, want)
	}
	two, got := body(one, "it broke", true)
	if want := "200 true one"; got != want {
		t.Errorf("broken: %q, not %q", got, want)
	}
	three, got := body(two, "it broke again", true)
	if want := "200 true one"; got != want {
		t.Errorf("broken twice: %q, not %q", got, want)
	}
	four, got := body(three, "four", false)
	if want := "200 false four"; got != want {
		t.Errorf("mended: %q, not %q", got, want)
	}
	five, _ := body(four, "it broke once more", true)
	if five.before != four || four.before != nil {
		t.Error("more than one older snapshot is remembered")
	}
	if _, got := body(nil, "it broke at first", true); !strings.HasPrefix(got, "500 true") {
		t.Errorf("broken from the first: %q", got)
	}
}

// firstLine is the text of a page before what the server adds.
func firstLine(page string) string {
	text, _, _ := strings.Cut(page, "<script")
	return text
}

// TestOutput_panics proves that a mistake in the program is an answer, not the
// end.
func TestOutput_panics(t *testing.T) {
	s := answering(t, []publish.Output{{Path: "a.csv", Bytes: func() ([]byte, error) { panic("a bug") }}}, nil)
	for range 2 {
		if w := ask(s, "/a.csv"); w.Code != http.StatusInternalServerError || !strings.Contains(w.Body.String(), "a bug") {
			t.Errorf("%d %q", w.Code, w.Body)
		}
	}
}
