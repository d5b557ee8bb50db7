package serve

import (
	"bytes"
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
		list = append(list, publish.Output{Path: p, Source: "test", Bytes: func(*bytes.Buffer) ([]byte, error) { return []byte("this is " + p), nil }})
	}
	return list
}

// answering returns a server that has one snapshot and reads no files.
func answering(t *testing.T, outputs []publish.Output) *Server {
	t.Helper()
	s := New(Options{})
	good := newSnapshot(nil, nil, manifestOf(outputs, nil))
	good.lost = good.output("404.html")
	s.state.Store(&state{good: good, tree: newTree(nil)})
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
			s := newSnapshot(&site.Site{Settings: &config.Settings{CleanURLs: clean}}, nil, manifestOf(outputs, nil))
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
	s := answering(t, outputsOf("index.html", "a/index.html", "a/b.html", "a/c.csv", "404.html"))
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
	s := answering(t, outputsOf("index.html", "a/b.html", "coverage.csv", "feed.xml", "x.unknown-kind"))
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
// was, if it was asked for before.
func TestFetch_lastGood(t *testing.T) {
	version := func(text string, fails bool) []publish.Output {
		return []publish.Output{{Path: "index.html", Source: "content/_index.md", Bytes: func(*bytes.Buffer) ([]byte, error) {
			if fails {
				return nil, errors.New(text)
			}
			return []byte(text), nil
		}}}
	}
	s := answering(t, nil)
	for _, tt := range []struct {
		name, text string
		fails      bool
		want       string
	}{
		{"broken at first", "it broke", true, "500 true <!doctype html>"},
		{"good", "one", false, "200 false one"},
		{"broken", "it broke", true, "200 true one"},
		{"broken twice", "it broke again", true, "200 true one"},
		{"mended", "four", false, "200 false four"},
		{"broken once more", "it broke once more", true, "200 true four"},
	} {
		s.state.Store(&state{good: newSnapshot(nil, nil, manifestOf(version(tt.text, tt.fails), nil)), tree: newTree(nil)})
		w := ask(s, "/")
		text, _, _ := strings.Cut(firstLine(w.Body.String()), "\n")
		got := fmt.Sprint(w.Code, " ", strings.Contains(w.Body.String(), "it broke"), " ", text)
		if got != tt.want {
			t.Errorf("%s: %q, not %q", tt.name, got, tt.want)
		}
	}
}

// TestShown proves that what is remembered is bounded.
func TestShown(t *testing.T) {
	var s shown
	for i := range 3 * mostShown {
		s.keep(fmt.Sprint(i), []byte("x"))
		s.keep("0", []byte("y"))
	}
	s.keep("large", make([]byte, largestShown+1))
	if len(s.data) != mostShown || len(s.order) != mostShown || s.find(fmt.Sprint(3*mostShown-1)) == nil || s.find("1") != nil || s.find("large") != nil {
		t.Errorf("%d and %d remembered", len(s.data), len(s.order))
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
	s := answering(t, []publish.Output{{Path: "a.csv", Bytes: func(*bytes.Buffer) ([]byte, error) { panic("a bug") }}})
	for range 2 {
		if w := ask(s, "/a.csv"); w.Code != http.StatusInternalServerError || !strings.Contains(w.Body.String(), "a bug") {
			t.Errorf("%d %q", w.Code, w.Body)
		}
	}
}
