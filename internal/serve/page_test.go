package serve

import (
	"bytes"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

func TestRelax(t *testing.T) {
	for policy, want := range map[string]string{
		"": "",
		"default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'": "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'",
		"default-src 'none'":                         "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'",
		"default-src https://cdn.example":            "default-src https://cdn.example; script-src https://cdn.example 'self'; style-src https://cdn.example 'self'; connect-src https://cdn.example 'self'",
		"script-src 'none'":                          "script-src 'self'",
		"SCRIPT-SRC 'sha256-abc' ;; img-src *;":      "script-src 'sha256-abc' 'self'; img-src *",
		"connect-src *":                              "connect-src *",
		"base-uri 'none'; upgrade-insecure-requests": "base-uri 'none'; upgrade-insecure-requests",
	} {
		if got := relax(policy); got != want {
			t.Errorf("relax(%q) is\n%q, not\n%q", policy, got, want)
		}
	}
}

// TestRender_whole proves that what the server adds stands before the end of
// the head and of the body, and that nothing else of the page is touched.
func TestRender_whole(t *testing.T) {
	for _, tt := range []struct{ name, page, want string }{
		{"a page", "<!doctype html><html><head><title>a</title></head><body><p>b</p></body></html>",
			"<!doctype html><html><head><title>a</title>HEAD</head><body><p>b</p>BAR</body></html>"},
		{"without end tags", "<!doctype html><title>a</title><p>b", "<!doctype html><title>a</title><p>bHEADBAR"},
		{"the words of the tags as text", "<head><title>&lt;/head&gt;</title></head><body>&lt;/body&gt;</body>",
			"<head><title>&lt;/head&gt;</title>HEAD</head><body>&lt;/body&gt;BAR</body>"},
		{"a policy", `<head><meta http-equiv="Content-Security-Policy" content="default-src 'self'; connect-src 'none'"><meta name="x" content="a 'none'"></head><body></body>`,
			`<head><meta http-equiv="Content-Security-Policy" content="default-src &#39;self&#39;; connect-src &#39;self&#39;; script-src &#39;self&#39;; style-src &#39;self&#39;"><meta name="x" content="a 'none'">HEAD</head><body>BAR</body>`},
	} {
		v := &view{state: &state{good: &snapshot{}}, page: []byte(tt.page)}
		got, tag := v.render()
		b := v.bar()
		b.Tag = tag
		head, bar := execute("head.html", b), execute("bar.html", b)
		want := strings.NewReplacer("HEAD", string(head), "BAR", string(bar)).Replace(tt.want)
		if string(got) != want {
			t.Errorf("%s:\n%s\nnot\n%s", tt.name, got, want)
		}
	}
}

// shadow returns the text of the bar on a page.
func shadow(t *testing.T, page []byte) string {
	t.Helper()
	_, rest, found := strings.Cut(string(page), "<exemplar-bar>")
	inside, _, ended := strings.Cut(rest, "</exemplar-bar>")
	if !found || !ended {
		t.Fatalf("no bar on\n%s", page)
	}
	var text strings.Builder
	for z := html.NewTokenizer(strings.NewReader(inside)); ; {
		switch z.Next() {
		case html.ErrorToken:
			return strings.Join(strings.Fields(text.String()), " ")
		case html.TextToken:
			text.Write(z.Text())
		default:
			text.WriteByte(' ')
		}
	}
}

// TestBar_problems shows the problems of a broken site over its last version:
// those that stop it first, then the page's own.
func TestBar_problems(t *testing.T) {
	var problems diag.List
	problems.Add(diag.SchemaUnknownKey, diag.Position{File: "content/a.md", Line: 3, Column: 1, Length: 5}, "did you mean \"title\"?", "there is no key %q", `ti"t<l>`)
	problems.Add(diag.CheckSummary, diag.Position{File: "content/b.md", Line: 1}, "write one", "the summary is missing")
	problems.Add(diag.CheckSummary, diag.Position{File: "content/c.md", Line: 1}, "write one", "the summary is missing")
	for _, tt := range []struct {
		name     string
		problems diag.List
		want     []string
		never    []string
	}{
		{"broken", problems, []string{
			"Not up to date", "error: there is no key", `[schema/unknown-key]`, "content/a.md:3:1", "hint: did you mean", "/srv/portal/content/a.md", "content/b.md:1",
			"nothing is published until the errors are mended", "1 error, 1 ",
		}, []string{"content/c.md"}},
		{"only advice", problems[1:], []string{"Problems of this file", "content/b.md:1", "would be published", "in other files"}, []string{"Not up to date", "content/c.md"}},
		{"nothing", nil, []string{"would be published", "no problems"}, []string{"Problems", "other files"}},
	} {
		v := &view{
			state: &state{good: &snapshot{site: siteOf(t)}, problems: tt.problems}, root: "/srv/portal", path: "/b.html",
			output: &output{path: "b.html", source: "content/b.md"}, page: []byte("<head></head><body></body>"),
		}
		page, _ := v.render()
		text := shadow(t, page)
		for _, want := range tt.want {
			if !strings.Contains(text, want) {
				t.Errorf("%s: no %q in\n%s", tt.name, want, text)
			}
		}
		for _, never := range tt.never {
			if strings.Contains(text, never) {
				t.Errorf("%s: %q in\n%s", tt.name, never, text)
			}
		}
		if bytes.Contains(page, []byte(`ti"t<l>`)) {
			t.Errorf("%s: a message is not escaped", tt.name)
		}
	}
}

// TestBar_many keeps a page small on a site with very many errors, those of its
// own file before the others.
func TestBar_many(t *testing.T) {
	var problems diag.List
	for i := range 10_000 {
		problems.Add(diag.RefUnknown, diag.Position{File: "content/a.md", Line: i + 1}, "", "there is no standard")
	}
	problems.Add(diag.SchemaRequired, diag.Position{File: "content/b.md", Line: 1}, "", "the title is missing")
	v := &view{
		state: &state{good: &snapshot{site: siteOf(t)}, problems: problems}, root: "/srv/portal", path: "/b.html",
		output: &output{path: "b.html", source: "content/b.md"}, page: []byte("<head></head><body></body>"),
	}
	page, _ := v.render()
	text := shadow(t, page)
	if n := strings.Count(text, "there is no standard"); n != mostProblems-1 || !strings.Contains(text, "the title is missing") || !strings.Contains(text, "and 9951 more") || !strings.Contains(text, "10000 errors in other files") {
		t.Errorf("%d problems in %d bytes:\n%s", n, len(page), text)
	}
}

// TestExcerpt proves that what is wrong is in sight in a line however long.
func TestExcerpt(t *testing.T) {
	long := strings.Repeat("words é ", 200)
	for _, tt := range []struct {
		name, text           string
		column, length       int
		before, wrong, after string
	}{
		{"a short line", "title: Talk", 8, 4, "title: ", "Talk", ""},
		{"the end", "title:", 7, 1, "title:", " ", ""},
		{"beyond the end", "title:", 70, 1, "title:", " ", ""},
		{"a long line", long + "[PS9]" + long, 1601, 5, "…" + string([]rune(long)[1576:]), "[PS9]", string([]rune(long)[:120]) + "…"},
		{"letters turned round", "a\u202eb", 3, 1, "a\ufffd", "b", ""},
	} {
		before, wrong, after := excerpt(tt.text, diag.Position{Column: tt.column, Length: tt.length})
		if before != tt.before || wrong != tt.wrong || after != tt.after {
			t.Errorf("%s: %q %q %q", tt.name, before, wrong, after)
		}
	}
}

// TestEditor proves what the one address is made of that html/template takes on
// trust.
func TestEditor(t *testing.T) {
	for _, tt := range []struct {
		root string
		at   diag.Position
		want string
	}{
		{"/srv/portal", diag.Position{File: "content/a.md"}, "vscode://file/srv/portal/content/a.md"},
		{"/srv/portal", diag.Position{File: "content/a.md", Line: 3}, "vscode://file/srv/portal/content/a.md:3:1"},
		{"/srv/portal", diag.Position{File: "content/a.md", Line: 3, Column: 9}, "vscode://file/srv/portal/content/a.md:3:9"},
		{"/home/a b/100%", diag.Position{File: `content/"><script>é.md`}, "vscode://file/home/a%20b/100%25/content/%22%3E%3Cscript%3E%C3%A9.md"},
		{"C:/portal", diag.Position{File: "content/a.md"}, "vscode://file/C:/portal/content/a.md"},
	} {
		if got := string((&view{root: tt.root}).editor(tt.at)); got != tt.want {
			t.Errorf("%s, %s: %q, not %q", tt.root, tt.at, got, tt.want)
		}
	}
}
