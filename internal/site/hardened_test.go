package site_test

import (
	"bytes"
	"os"
	"path"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/site"
)

// unsafePage says what a finished page has that none should have: no policy, a script
// or style of its own, a handler, a frame, or a link to another site without rel.
func unsafePage(t *testing.T, data []byte) []string {
	t.Helper()
	tree, err := html.Parse(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	var wrong []string
	policy := ""
	for n := range tree.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		value := map[string]string{}
		for _, a := range n.Attr {
			value[a.Key] = a.Val
			if strings.HasPrefix(a.Key, "on") || a.Key == "style" {
				wrong = append(wrong, n.Data+" with "+a.Key)
			}
		}
		switch {
		case n.Data == "meta" && strings.EqualFold(value["http-equiv"], "Content-Security-Policy"):
			policy = value["content"]
		case n.Data == "script" && value["src"] == "" && value["type"] != "application/ld+json", n.Data == "style":
			wrong = append(wrong, n.Data+" within the page")
		case n.Data == "iframe", n.Data == "object", n.Data == "embed", n.Data == "base":
			wrong = append(wrong, n.Data)
		case n.Data == "a" && strings.HasPrefix(value["href"], "http") && !strings.Contains(value["rel"], "external"):
			wrong = append(wrong, "a link to "+value["href"]+" without rel")
		case (n.Data == "script" || n.Data == "img" || n.Data == "link") && policy == "":
			wrong = append(wrong, n.Data+" before the policy")
		}
	}
	if !strings.HasPrefix(policy, "default-src 'none'") {
		wrong = append(wrong, "no policy")
	}
	return wrong
}

// TestPagesAreHardened looks at every page of the example portal and of a site with
// every key filled in, alias pages among them.
func TestPagesAreHardened(t *testing.T) {
	if wrong := unsafePage(t, []byte(`<p onclick=a style=b><script>1</script><iframe></iframe><a href="https://a.example">x</a>`)); len(wrong) != 6 {
		t.Fatalf("the test would not see it: %q", wrong)
	}
	f := filler{private: func(string) string { return "kept" }, text: func(key string) string { return "About " + key }}
	files := f.files(t, func(content.Kind) string {
		return "\n[Elsewhere](https://www.example.org/) <https://www.example.org/>\n"
	})
	files["content/programme/page.md"].Data = bytes.Replace(files["content/programme/page.md"].Data, []byte("---\n"), []byte("---\naliases: [old/page.html]\n"), 1)
	example, err := site.Load(os.DirFS("../.."), site.Options{AsOf: today})
	if err != nil {
		t.Fatal(err)
	}
	for name, s := range map[string]*site.Site{"filled": load(t, files), "example": example} {
		pages := 0
		for file, data := range outputs(t, s) {
			if path.Ext(file) != ".html" {
				continue
			}
			pages++
			for _, wrong := range unsafePage(t, data) {
				t.Errorf("%s: %s: %s", name, file, wrong)
			}
		}
		if pages < 25 {
			t.Errorf("%s: only %d pages", name, pages)
		}
	}
}
