package main

import (
	"context"
	"encoding/json"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"

	"github.com/exemplar-lp/exemplar/internal/search"
)

// strictest is the least that a page with a style, a script and a picture needs;
// the search asks for no more, not even for a connection.
const strictest = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'"

// TestSearchAgrees asks the search in Chromium what the tests of internal/search
// ask in Go, over http and from a file, under the strictest policy: the vectors,
// and every judged query over the example portal.
func TestSearchAgrees(t *testing.T) {
	chromium := startChromium(t)
	data := filepath.Join(root, "internal", "search", "testdata")
	small, example := t.TempDir(), buildExample(t)
	if err := os.CopyFS(small, os.DirFS(filepath.Join(data, "index"))); err != nil {
		t.Fatal(err)
	}
	for from, to := range map[string]string{
		"tools/search/page.html": "search.html", "themes/default/assets/site.js": "assets/site.js", "themes/default/assets/search.js": "assets/search.js",
	} {
		put(t, filepath.Join(small, to), read(t, filepath.Join(root, filepath.FromSlash(from))))
	}
	for _, folder := range []string{small, example} {
		page := filepath.Join(folder, "search.html")
		put(t, page, policyOf.ReplaceAllString(read(t, page), "${1}"+strictest))
	}
	for _, way := range []string{"http", "file"} {
		t.Run(way, func(t *testing.T) {
			f := newFinder(t, chromium, way, small)
			f.agreesOnVectors(read(t, filepath.Join(data, "vectors.json")))
			f = newFinder(t, chromium, way, example)
			f.agreesOnJudged(engineOf(t, example), read(t, filepath.Join(data, "judged.txt"))+read(t, filepath.Join(data, "judged-2.txt")))
		})
	}
}

var policyOf = regexp.MustCompile(`(http-equiv="?Content-Security-Policy"? content=")[^"]*`)

// newFinder opens the search page of a folder.
func newFinder(t *testing.T, chromium context.Context, way, folder string) finder {
	base := (&url.URL{Scheme: "file", Path: filepath.ToSlash(folder) + "/"}).String()
	if way == "http" {
		files := http.FileServer(http.Dir(folder))
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Security-Policy", strictest)
			files.ServeHTTP(w, r)
		}))
		t.Cleanup(server.Close)
		base = server.URL + "/"
	}
	tab, closeTab := chromedp.NewContext(chromium)
	t.Cleanup(closeTab)
	tab, expire := context.WithTimeout(tab, 3*time.Minute)
	t.Cleanup(expire)
	f := finder{t, tab, base, nil}
	f.open("search.html")
	f.until("window.XS && XS.search")
	return f
}

// answer runs a script that returns a promise, and reads what it is for.
func (f finder) answer(script string, value any) {
	f.Helper()
	f.say("window.told = undefined, (async () => { " + script + " })().then(v => window.told = JSON.stringify(v), e => window.told = String(e)), 0")
	f.until("window.told")
	if told := f.say("window.told"); json.Unmarshal([]byte(told), value) != nil {
		f.Fatalf("the browser says %.300s", told)
	}
}

// asAnswered asks the queries and writes the answers in the form of the vectors.
const asAnswered = `
const list = [];
for (const v of asked) {
  const ids = Object.keys(v.filters ?? {}), a = await XS.search(v.q, v.filters, 1000, ids), values = await XS.values(ids);
  const got = { q: v.q, links: a.hits.length ? a.hits.map(h => h.link) : null };
  if (v.filters) got.filters = v.filters;
  for (const key of ["corrected", "also", "missing"]) if (a[key].length) got[key] = a[key];
  if (a.partly) got.partly = true;
  if (a.checked) got.checked = a.checked;
  const p = a.hits[0]?.passage;
  if (p) {
    const text = (p.before ? "… " : "") + p.spans.map(s => s.marked ? "*" + s.text + "*" : s.text).join("") + (p.after ? " …" : "");
    if (text) got.passage = text;
    if (p.anchor) got.anchor = p.anchor;
  }
  for (const id of ids) values[id].forEach((v, i) => { if (a.counts[id][i]) ((got.counts ??= {})[id] ??= {})[v.id] = a.counts[id][i]; });
  list.push(got);
}
return list;`

func (f finder) agreesOnVectors(data string) {
	f.Helper()
	var v struct {
		Words []struct {
			Text  string
			Words []string
		}
		Distance []struct {
			A, B string
			N    int
		}
		Answers []any
	}
	if err := json.Unmarshal([]byte(data), &v); err != nil || len(v.Words) < 20 || len(v.Answers) < 40 {
		f.Fatalf("%d texts and %d queries: %v", len(v.Words), len(v.Answers), err)
	}
	var words [][]string
	f.answer("return "+quoted(v.Words)+".map(v => XS.words(v.Text))", &words)
	for i, w := range v.Words {
		if !slices.Equal(words[i], w.Words) {
			f.Errorf("the words of %q are %q, want %q", w.Text, words[i], w.Words)
		}
	}
	var distances []int
	f.answer("return "+quoted(v.Distance)+".map(v => XS.distance(v.A, v.B))", &distances)
	for i, d := range v.Distance {
		if distances[i] != d.N {
			f.Errorf("from %q to %q are %d changes, want %d", d.A, d.B, distances[i], d.N)
		}
	}
	for some := range slices.Chunk(v.Answers, 10) {
		var got []any
		f.answer("const asked = "+quoted(some)+";"+asAnswered, &got)
		if d := cmp.Diff(some, got); d != "" {
			f.Errorf("the answers differ (-Go, +browser):\n%s", d)
		}
	}
}

// agreesOnJudged asks every judged query twice: in a page that has loaded more and
// more, and after everything has been loaded.
func (f finder) agreesOnJudged(e *search.Engine, judged string) {
	f.Helper()
	var queries []string
	for line := range strings.Lines(judged) {
		if fields := strings.Split(line, " | "); len(fields) > 2 && line[0] != '#' {
			queries = append(queries, fields[1])
		}
	}
	if len(queries) < 100 {
		f.Fatalf("only %d queries", len(queries))
	}
	for some := range slices.Chunk(slices.Concat(queries, queries), 10) {
		var got [][]string
		f.answer("const list = []; for (const q of "+quoted(some)+") list.push((await XS.search(q, {}, 30)).hits.map(h => h.link)); return list;", &got)
		for i, q := range some {
			want := []string{}
			for _, h := range e.Query(q, nil, 30).Hits {
				want = append(want, h.Link)
			}
			if !slices.Equal(got[i], want) {
				f.Errorf("%q finds %q, want %q", q, got[i], want)
			}
		}
	}
}

// engineOf reads the search index of a built site.
func engineOf(t *testing.T, dest string) *search.Engine {
	t.Helper()
	var files []search.File
	err := fs.WalkDir(os.DirFS(dest), search.Dir, func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files = append(files, search.NewFile(name, []byte(read(t, filepath.Join(dest, filepath.FromSlash(name))))))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	e, err := search.Open(files)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// quoted writes a value as a script has it.
func quoted(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err) // texts and numbers only
	}
	return string(text)
}

// put writes a file and its folder.
func put(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
