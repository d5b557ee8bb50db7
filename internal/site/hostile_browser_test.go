package site_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"mime"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/exemplar-lp/exemplar/internal/browser"
	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/diag"
	"github.com/exemplar-lp/exemplar/internal/serve"
	"github.com/exemplar-lp/exemplar/internal/site"
)

// together is how many of our own hostile texts one field gets at most.
const together = 24

// atOnce is how many hostile texts one field gets at most; of a list of others more,
// since such lists are long.
func atOnce() int {
	if *list != "" {
		return 4 * together
	}
	return together
}

// policy matches the policy of a page, which would keep much of what is hostile
// from running; the test takes it away, so that nothing but the escaping helps.
var policy = regexp.MustCompile(`(?i)<meta[^>]*http-equiv="?Content-Security-Policy"?[^>]*>`)

// canary is run before every page. What a hostile text would call counts instead.
const canary = `globalThis.ran = 0;
for (const name of ["alert", "confirm", "prompt", "print", "open"]) globalThis[name] = () => { globalThis.ran++; console.error("canary: " + name); };`

// poke does with every element of a page what a visitor might, but for following
// links, and returns what should not be there.
const poke = `(() => {
  const wrong = [];
  const all = root => [...root.querySelectorAll("*")].flatMap(e => e.shadowRoot ? [e, ...all(e.shadowRoot)] : [e]);
  for (const e of all(document)) {
    for (const kind of ["mouseover", "focus", "toggle", "error", "load", "animationstart", "pointerdown"]) e.dispatchEvent(new Event(kind));
    if (e.localName !== "a" && e.localName !== "button" && e.localName !== "summary") e.dispatchEvent(new Event("click"));
    for (const a of e.attributes) if (a.name.startsWith("on") || a.name === "srcdoc") wrong.push("<" + e.localName + " " + a.name + ">");
    if (["iframe", "object", "embed", "base"].includes(e.localName)) wrong.push("<" + e.localName + ">");
    if (e.href && !/^(https?|mailto|tel|vscode):/.test(e.href) && e.localName === "a") wrong.push("a link to " + e.href);
    if (e.localName === "script" && !e.src && e.type !== "application/ld+json") wrong.push("a script of its own");
  }
  if (globalThis.ran) wrong.push("something ran");
  return wrong;
})()`

// startChromium starts a browser that asks nobody but this machine.
func startChromium(t *testing.T) context.Context {
	t.Helper()
	program, err := browser.Find("")
	if err != nil {
		t.Fatalf("Chromium is not installed; run: make tools\n%v", err)
	}
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]), chromedp.ExecPath(program), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-component-update", true), chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"))
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	tab, closeTab := chromedp.NewContext(allocator)
	t.Cleanup(closeTab)
	err = chromedp.Do(tab, chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: canary})
		return err
	}))
	if err != nil {
		t.Fatalf("Chromium does not start: %v", err)
	}
	return tab
}

// watched is a tab with what was heard of it.
type watched struct {
	context.Context
	mu    sync.Mutex
	heard []string
}

func watch(t *testing.T, tab context.Context) *watched {
	t.Helper()
	w := &watched{Context: tab}
	note := func(format string, args ...any) {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.heard = append(w.heard, fmt.Sprintf(format, args...))
	}
	if err := chromedp.Listen(tab, func(event any) {
		switch e := event.(type) {
		case *network.EventRequestWillBeSent:
			if u, err := url.Parse(e.Request.URL); err != nil || u.Hostname() != "127.0.0.1" && u.Scheme != "data" {
				note("asks for %s", e.Request.URL)
			}
		case *page.EventJavascriptDialogOpening:
			note("a dialog: %s", e.Message)
		case *runtime.EventConsoleAPICalled:
			if text, _ := json.Marshal(e.Args); strings.Contains(string(text), "canary: ") {
				note("ran: %s", text)
			}
		}
	}); err != nil {
		t.Fatal(err)
	}
	return w
}

// visit opens a page, does with it what visitors do and returns all that is wrong.
func (w *watched) visit(t *testing.T, address string, then ...chromedp.Action[chromedp.Void]) []string {
	t.Helper()
	w.mu.Lock()
	w.heard = nil
	w.mu.Unlock()
	ctx, expire := context.WithTimeout(w, time.Minute)
	defer expire()
	if err := chromedp.Do(ctx, append([]chromedp.Action[chromedp.Void]{chromedp.Navigate(address)}, then...)...); err != nil {
		t.Fatalf("%s: %v", address, err)
	}
	wrong, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](poke))
	if err != nil {
		t.Fatalf("%s: %v", address, err)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return append(wrong, w.heard...)
}

// host serves outputs without their policy, and remembers what it was asked for in
// vain.
type host struct {
	mu      sync.Mutex
	outputs map[string][]byte
	missed  []string
}

func (h *host) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, "/")
	h.mu.Lock()
	defer h.mu.Unlock()
	data, ok := h.outputs[name]
	if !ok {
		if name != "favicon.ico" {
			h.missed = append(h.missed, name)
		}
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", mime.TypeByExtension(path.Ext(name)))
	_, _ = w.Write(policy.ReplaceAll(data, nil))
}

// TestHostileTextsInABrowser opens every page of sites whose every text is
// hostile, without the policy that would stop scripts, and asks the search for
// hostile things. Nothing may run, and nobody may be asked for anything.
func TestHostileTextsInABrowser(t *testing.T) {
	tab := watch(t, startChromium(t))
	h := &host{}
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	h.outputs = map[string][]byte{"control.html": []byte(`<!doctype html><p title="` + `" onmouseover="alert(1)">x<img src=gone onerror=alert(2)><a href="javascript:alert(3)">y</a><img src=//evil.example/x>`)}
	if wrong := strings.Join(tab.visit(t, server.URL+"/control.html"), "\n"); !strings.Contains(wrong, "<p onmouseover>") || !strings.Contains(wrong, "something ran") ||
		!strings.Contains(wrong, "a link to javascript:") || !strings.Contains(wrong, "evil.example") || !slices.Contains(h.missed, "gone") {
		t.Fatalf("the test would not see an attack: %q %q", wrong, h.missed)
	}
	texts, pages, largest := hostileTexts(t), 0, 0
	for round, some := range rounds(t, texts) {
		h.outputs, h.missed = outputs(t, loadAny(t, hostileSite(t, some))), nil
		reached(t, h.outputs, some)
		for _, name := range slices.Sorted(maps.Keys(h.outputs)) {
			if path.Ext(name) != ".html" {
				continue
			}
			pages++
			for _, wrong := range tab.visit(t, server.URL+"/"+name) {
				t.Errorf("round %d: %s: %s", round, name, wrong)
			}
		}
		for _, query := range some {
			for _, wrong := range tab.visit(t, server.URL+"/search.html?q="+url.QueryEscape(query), answered) {
				t.Errorf("round %d: searching %q: %s", round, query, wrong)
			}
		}
		for _, wrong := range tab.visit(t, server.URL+"/search.html", typed(some[0]), typed("alert"), answered) {
			t.Errorf("round %d: typing: %s", round, wrong)
		}
		if len(h.missed) > 0 {
			t.Errorf("round %d: pages ask for what is not there: %q", round, h.missed)
		}
		largest = max(largest, len(some))
		if t.Failed() {
			t.Fatalf("round %d was of %q", round, some)
		}
	}
	t.Logf("%d texts on %d pages, at most %d together", len(texts), pages, largest)
	if pages < 25*len(texts)/atOnce() {
		t.Errorf("only %d pages", pages)
	}
}

// rounds divides texts so that none is in the way of another: those that are
// refused somewhere share a site with those alone that are refused in the same
// places.
func rounds(t *testing.T, texts []string) [][]string {
	t.Helper()
	by := map[string][]string{}
	for _, text := range texts {
		where := refusals(t, []string{text})
		by[where] = append(by[where], text)
	}
	var all [][]string
	for _, where := range slices.Sorted(maps.Keys(by)) {
		for some := range slices.Chunk(by[where], atOnce()) {
			all = append(all, compatible(t, where, some)...)
		}
	}
	return all
}

// compatible halves texts for as long as more is refused of all than of each.
func compatible(t *testing.T, where string, some []string) [][]string {
	t.Helper()
	if len(some) == 1 || refusals(t, some) == where {
		return [][]string{some}
	}
	half := len(some) / 2
	return append(compatible(t, where, some[:half]), compatible(t, where, some[half:])...)
}

// refusals says where the texts are not taken at all, so that no page has them.
func refusals(t *testing.T, some []string) string {
	t.Helper()
	where := map[string]bool{}
	for _, d := range loadAny(t, hostileSite(t, some)).Problems {
		switch group, _, _ := strings.Cut(string(d.Code), "/"); {
		case group == "schema", group == "front", group == "config":
			where[fmt.Sprintf("%s:%d %s", d.Position.File, d.Position.Line, d.Code)] = true
		case group == "file", d.Code == diag.MarkdownLimit:
			where[fmt.Sprintf("%s %s", d.Position.File, d.Code)] = true
		}
	}
	return strings.Join(slices.Sorted(maps.Keys(where)), "\n")
}

// answered waits until the search has shown what it found, or that there is
// nothing.
var answered = chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
	for range 100 {
		done, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`document.getElementById("site-status").textContent.trim() !== "" || !document.getElementById("site-results").hidden`))
		if done || err != nil {
			return err
		}
		time.Sleep(20 * time.Millisecond)
	}
	return nil
})

// typed puts a text into the field of the search as somebody does who types it.
func typed(text string) chromedp.Action[chromedp.Void] {
	quoted, _ := json.Marshal(text)
	return chromedp.Evaluate[chromedp.Void](`(() => { const q = document.getElementById("site-q"); q.value = ` + string(quoted) + `; q.dispatchEvent(new Event("input", {bubbles: true})); })()`)
}

// hostileSite fills every text with all of some hostile ones.
func hostileSite(t *testing.T, some []string) fstest.MapFS {
	t.Helper()
	n := 0
	next := func(string) string {
		n++
		return strings.Join(slices.Concat(some[n%len(some):], some[:n%len(some)]), " alert ")
	}
	return filler{private: next, text: next}.files(t, func(content.Kind) string {
		var body strings.Builder
		for n, text := range some {
			body.WriteString(hostileBody(n, text))
		}
		return body.String()
	})
}

// TestHostileTextsInServe opens what serve shows of a site with hostile texts and
// with errors in which they are quoted.
func TestHostileTextsInServe(t *testing.T) {
	tab := watch(t, startChromium(t))
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	files := hostileSite(t, hostile[:together])
	files["content/programme/wrong.md"] = &fstest.MapFile{Data: []byte("---\ntitle: A\ndate: \"<img src=x onerror=alert(1)>\"\nlang: \"'\\\"><script>alert(1)</script>\"\n<svg/onload=alert(1)>: x\n---\n\n[a](<img src=x onerror=alert(1)>)\n")}
	for name, file := range files {
		where := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(where), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(where, file.Data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	listener, err := serve.Listen("", 0)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() {
		ended <- serve.New(serve.Options{Dir: dir, Files: root.FS(), Site: site.Options{AsOf: today}}).Run(ctx, listener)
	}()
	for _, name := range []string{"", "programme/page.html", "programme/wrong.html", "case-studies/talk.html", "no/such/<img src=x onerror=alert(1)>.html", "search.html?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E"} {
		for _, wrong := range tab.visit(t, strings.Replace(strings.TrimSuffix(listener.URL, "/"), "localhost", "127.0.0.1", 1)+"/"+name, chromedp.Evaluate[chromedp.Void](`new Promise(done => setTimeout(done, 300))`, chromedp.EvalAwaitPromise)) {
			t.Errorf("%s: %s", name, wrong)
		}
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
