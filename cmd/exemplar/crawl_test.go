package main

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// hashes returns the SHA-256 of every file below dir, by slash-separated path.
func hashes(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	for name, data := range files(t, dir) {
		sum := sha256.Sum256(data)
		found[name] = hex.EncodeToString(sum[:])
	}
	return found
}

func files(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	found := map[string][]byte{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(dir, name)
		if err != nil {
			return err
		}
		found[filepath.ToSlash(rel)], err = os.ReadFile(name)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// page is what a crawler needs to know of an HTML file.
type page struct {
	ids   map[string]bool
	links []string // href, src, srcset and action values as written
}

func parsePage(t *testing.T, name string, data []byte) page {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(string(data)))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	p := page{ids: map[string]bool{}}
	for n := range doc.Descendants() {
		for _, a := range n.Attr {
			switch a.Key {
			case "id":
				if p.ids[a.Val] {
					t.Errorf("%s: the id %q is there twice", name, a.Val)
				}
				p.ids[a.Val] = true
			case "href", "src", "action":
				p.links = append(p.links, a.Val)
			case "srcset":
				for _, candidate := range strings.Split(a.Val, ",") {
					p.links = append(p.links, strings.Fields(candidate)[0])
				}
			}
		}
	}
	return p
}

func parsePages(t *testing.T, all map[string][]byte) map[string]page {
	pages := map[string]page{}
	for name, data := range all {
		if strings.HasSuffix(name, ".html") {
			pages[name] = parsePage(t, name, data)
		}
	}
	return pages
}

// TestEveryLinkResolves opens every page of the example as from a disk: each
// link must be relative, name a file that is there, and an id that is there.
func TestEveryLinkResolves(t *testing.T) {
	all := files(t, buildExample(t))
	pages := parsePages(t, all)
	if len(pages) < 120 {
		t.Fatalf("only %d pages", len(pages))
	}
	for name, p := range pages {
		for _, link := range p.links {
			if name == "404.html" {
				continue // served at any address, so its links name the whole site
			}
			checkLink(t, all, pages, name, link)
		}
	}
}

func checkLink(t *testing.T, all map[string][]byte, pages map[string]page, from, link string) {
	t.Helper()
	u, err := url.Parse(link)
	if err != nil {
		t.Errorf("%s: %v", from, err)
		return
	}
	if u.Scheme != "" {
		if !slices.Contains([]string{"https", "http", "mailto"}, u.Scheme) {
			t.Errorf("%s: scheme of %s", from, link)
		}
		return
	}
	if u.Host != "" || strings.HasPrefix(u.Path, "/") {
		t.Errorf("%s: %s is not relative", from, link)
		return
	}
	target := from
	if u.Path != "" {
		target = path.Join(path.Dir(from), u.Path)
	}
	if _, ok := all[target]; !ok {
		t.Errorf("%s: %s leads to no file", from, link)
	} else if u.Fragment != "" && !pages[target].ids[u.Fragment] {
		t.Errorf("%s: %s has no id %q", from, link, u.Fragment)
	}
}

// TestCrawl serves the example in a folder of a host, follows every link from
// the home page, and wants every page to be found that way.
func TestCrawl(t *testing.T) {
	dest := buildExample(t, "-b", "https://tidewell.example/lp/")
	host := http.NewServeMux()
	host.Handle("/lp/", http.StripPrefix("/lp/", http.FileServer(http.Dir(dest))))
	server := httptest.NewServer(host)
	defer server.Close()
	seen, queue := map[string]bool{}, []string{"/lp/"}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		if seen[at] {
			continue
		}
		seen[at] = true
		queue = append(queue, follow(t, server, at)...)
	}
	for name := range files(t, dest) {
		address := "/lp/" + strings.TrimSuffix(name, "index.html")
		if strings.HasSuffix(name, ".html") && name != "404.html" && !seen[address] && !seen["/lp/"+name] && !isRedirect(t, dest, name) {
			t.Errorf("no link leads to %s", name)
		}
	}
}

func isRedirect(t *testing.T, dest, name string) bool {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dest, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return strings.Contains(string(data), `http-equiv="refresh"`)
}

// follow gets a page and returns the paths on this host that it links to.
func follow(t *testing.T, server *httptest.Server, at string) []string {
	t.Helper()
	response, err := server.Client().Get(server.URL + at)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	if response.StatusCode != http.StatusOK {
		t.Errorf("%s: %s", at, response.Status)
		return nil
	}
	if !strings.HasPrefix(response.Header.Get("Content-Type"), "text/html") {
		return nil
	}
	base := response.Request.URL
	var next []string
	for _, link := range parsePage(t, at, body).links {
		u, err := base.Parse(link)
		if err == nil && u.Host == base.Host {
			next = append(next, u.Path)
		}
	}
	return next
}

// notOurs matches what the checker says of the content security policy: it reads
// files, for which it knows no origin, and takes JSON-LD for a script that runs.
const notOurs = ".*Content Security Policy.*"

// TestNuChecker runs the Nu HTML checker over every page of the example.
func TestNuChecker(t *testing.T) {
	jar := filepath.Join(root, "tools", "node_modules", "vnu-jar", "build", "dist", "vnu.jar")
	if _, err := os.Stat(jar); err != nil {
		t.Fatalf("the HTML checker is not installed; run: make tools\n%v", err)
	}
	out, err := exec.Command("java", "-jar", jar, "--skip-non-html", "--filterpattern", notOurs, buildExample(t)).CombinedOutput()
	if err != nil || len(out) > 0 {
		t.Errorf("%v\n%s", err, out[:min(len(out), 5000)])
	}
}
