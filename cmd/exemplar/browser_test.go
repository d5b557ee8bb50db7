package main

import (
	"context"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/exemplar-lp/exemplar/internal/browser"
)

// portalPages has a page of every kind of the example portal, by its address
// below /lp/.
var portalPages = []string{
	"index.html",
	"case-studies/index.html",
	"case-studies/talk-partners-that-lift-reading.html",
	"case-studies/bilingual-story-bags.html",
	"standards/index.html",
	"standards/glf-lp/index.html",
	"standards/glf-lp/ps1.html",
	"standards/sle/bs1.html",
	"standards/ssat-lp/lp4.html",
	"coverage/index.html",
	"coverage/school.html",
	"coverage/practitioner.html",
	"practitioners/index.html",
	"practitioners/priya-raman.html",
	"schools/index.html",
	"schools/osmerby-primary.html",
	"programme/index.html",
	"programme/who-can-apply.html",
	"programme/faq.html",
	"programme/timeline.html",
	"programme/support.html",
	"events/index.html",
	"events/spring-coaching-workshop.html",
	"opportunities/index.html",
	"opportunities/lead-practitioner-science.html",
	"search.html",
	"search.html?q=talk",
	"browse/standard.html",
	"browse/theme/oracy.html",
	"browse/a-z.html",
	"impact/index.html",
	"accessibility.html",
	"no/such/page.html",
	"still/programme/eligibility.html",
}

// look is a way of seeing a page: the width of the window, and what the reader
// has asked the system for.
type look struct {
	name          string
	width, height int64
	media         string // screen, or print
	scheme        string // light or dark
	forced        bool   // colours chosen by the reader
	colours       bool   // whether it differs from another look in its colours alone
	tab           bool   // whether the keyboard is tried too
}

// portalLooks are the ways every page is seen. A window of 1280 px zoomed to
// 400 % has 320 CSS px; a sheet of A4 within the theme's margins has 688.
var portalLooks = []look{
	{name: "1280 light", width: 1280, height: 900, scheme: "light", tab: true},
	{name: "1280 dark", width: 1280, height: 900, scheme: "dark", colours: true},
	{name: "768 light", width: 768, height: 1024, scheme: "light"},
	{name: "768 dark", width: 768, height: 1024, scheme: "dark", colours: true},
	{name: "360 light", width: 360, height: 740, scheme: "light"},
	{name: "360 dark", width: 360, height: 740, scheme: "dark", colours: true},
	{name: "400 % zoom", width: 320, height: 256, scheme: "light", tab: true},
	{name: "forced colours", width: 768, height: 1024, scheme: "dark", forced: true, colours: true},
	{name: "print", width: 688, height: 1000, media: "print", scheme: "light"},
}

// TestPortal opens a page of every kind of the example portal in Chromium and
// holds it to what we promise: no violation that axe-core finds, no
// sideways scrolling, targets of 24 px, a focus that is seen and reaches
// everything, nothing in the console, nothing kept and nobody else asked.
func TestPortal(t *testing.T) {
	scripts := pageScripts(t)
	server := servePortal(t)
	chromium := startChromium(t)
	free := make(chan struct{}, 2) // tabs at a time
	for _, name := range portalPages {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			free <- struct{}{}
			defer func() { <-free }()
			tab, closeTab := chromedp.NewContext(chromium)
			defer closeTab()
			tab, expire := context.WithTimeout(tab, 3*time.Minute)
			defer expire()
			visitPage(t, tab, server.URL+"/lp/"+name, scripts).report(t)
		})
	}
}

// TestPortalPages proves that portalPages has a page of every template of the
// theme that makes pages.
func TestPortalPages(t *testing.T) {
	dest := buildExample(t)
	class := regexp.MustCompile(`<body class="page-([a-z0-9-]+)"`)
	seen := map[string]bool{}
	for _, name := range portalPages {
		name, _, _ = strings.Cut(strings.TrimPrefix(name, "still/"), "?")
		page, err := os.ReadFile(filepath.Join(dest, filepath.FromSlash(name)))
		switch m := class.FindSubmatch(page); {
		case err != nil:
			seen["404"] = true
		case m != nil:
			seen[string(m[1])] = true
		case refresh.Match(page):
			seen["redirect"] = true
		}
	}
	templates, err := filepath.Glob(filepath.Join(root, "themes", "default", "templates", "*.html"))
	if err != nil || len(templates) == 0 {
		t.Fatalf("no templates: %v", err)
	}
	for _, file := range templates {
		kind := strings.TrimSuffix(filepath.Base(file), ".html")
		if kind != "portfolio" && !seen[kind] { // a portfolio is no page of a site
			t.Errorf("no page of %s.html is looked at", kind)
		}
	}
}

// faults are put into a page one and all, each with what is to be said of it.
var faults = []struct{ name, html, want string }{
	{"text that is too light", `<p class="fault">pale</p>`, "axe color-contrast"},
	{"a picture without words", `<img src="assets/none.svg">`, "axe image-alt"},
	{"a target that is too small", `<p><a class="fault-small" href="about.html"></a></p>`, "target of 20.0 by 20.0 px"},
	{"a table that is too wide", `<table class="fault-wide"><tr><td>wide</td></tr></table>`, "scrolls sideways"},
	{"a focus behind a bar", `<div class="fault-bar"><p>bar</p></div>`, "focus is "},
	{"a focus that does not show", `<p><a class="fault-blind" href="about.html">blind link of its own</a></p>`, "focus does not show"},
	{"a trap for the keyboard", `<p><button class="fault-trap">trap</button></p><p><a href="about.html">after the trap</a></p>`, "Tab does not reach"},
	{"a request to another host", `<img src="https://elsewhere.example/pixel.png" alt="" width="1" height="1">`, "asks for https://elsewhere.example/pixel.png"},
	{"a script that fails", "", "Uncaught"},
	{"a cookie", "", "the page keeps a cookie"},
	{"something kept", "", "the page keeps storage"},
	{"marks that look alike", `<span class="mark-sign mark-none"></span><span class="mark-sign mark-evidenced"></span>`, "marks look alike (no edge): evidenced, none"},
	{"a page that moves", `<div class="fault-late"></div><p>moved</p><p>moved</p>`, "the layout shifts by"},
}

// faultStyle and faultScript are the files of the faulty page.
const (
	faultStyle = `.fault { color: #aaa; background: #fff } .fault-small { display: inline-block; width: 20px; height: 20px }
.fault-wide { width: 3000px } .fault-bar { position: fixed; inset: 0 0 30% 0; background: #fff } .fault-blind:focus { outline: 0 }`
	faultScript = `document.cookie = "kept=1"; localStorage.kept = 1;
document.querySelector(".fault-trap").addEventListener("keydown", event => event.preventDefault());
setTimeout(() => { document.querySelector(".fault-late").style.height = "400px"; fetch("fault.css"); }, 100);
throw new Error("on purpose");`
)

// TestPortalFindsFaults shows that what TestPortal asks can be answered with no:
// every fault of a page that has them all is found.
func TestPortalFindsFaults(t *testing.T) {
	scripts := pageScripts(t)
	body := &strings.Builder{}
	for _, fault := range slices.Backward(faults) {
		body.WriteString(fault.html)
	}
	host := http.NewServeMux()
	for name, file := range map[string]struct{ kind, text string }{
		"/favicon.ico": {"image/x-icon", ""}, "/fault.css": {"text/css", faultStyle}, "/fault.js": {"text/javascript", faultScript},
		"/{$}": {"text/html; charset=utf-8", `<!doctype html><html lang="en"><title>Faults</title><link rel="stylesheet" href="fault.css"><script src="fault.js" defer></script>
<main><h1>Faults</h1>` + body.String() + `</main></html>`},
	} {
		host.HandleFunc(name, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", file.kind)
			_, _ = w.Write([]byte(file.text))
		})
	}
	server := httptest.NewServer(host)
	t.Cleanup(server.Close)
	tab, closeTab := chromedp.NewContext(startChromium(t))
	defer closeTab()
	tab, expire := context.WithTimeout(tab, 3*time.Minute)
	defer expire()
	heard := visitPage(t, tab, server.URL+"/", scripts)
	said := strings.Join(slices.Sorted(maps.Keys(heard.looks)), "\n")
	for _, fault := range faults {
		if !strings.Contains(said, fault.want) {
			t.Errorf("%s: nothing says %q:\n%s", fault.name, fault.want, said)
		}
	}
}

// pageScripts returns axe-core and the probe, to be run in a page.
func pageScripts(t *testing.T) string {
	t.Helper()
	axe, err := os.ReadFile(filepath.Join(root, "tools", "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		t.Fatalf("axe-core is not installed; run: make tools\n%v", err)
	}
	probe, err := os.ReadFile(filepath.Join("testdata", "browser", "probe.js"))
	if err != nil {
		t.Fatal(err)
	}
	return string(axe) + "\n" + strings.Replace(string(probe), "const probe =", "globalThis.probe =", 1)
}

var refresh = regexp.MustCompile(`<meta http-equiv="?refresh"?[^>]*>`)

// servePortal serves the example below /lp/ of a host, with its own page for
// addresses that are not there. Below /lp/still/ the pages at former addresses
// stay, so that they can be looked at.
func servePortal(t *testing.T) *httptest.Server {
	t.Helper()
	dest := buildExample(t, "-b", "https://tidewell.example/lp/")
	host := http.NewServeMux()
	host.HandleFunc("/lp/still/", func(w http.ResponseWriter, r *http.Request) {
		page, err := os.ReadFile(filepath.Join(dest, filepath.FromSlash(strings.TrimPrefix(r.URL.Path, "/lp/still/"))))
		if err != nil || !refresh.Match(page) {
			t.Errorf("%s is not a page at a former address: %v", r.URL.Path, err)
		}
		_, _ = w.Write(refresh.ReplaceAll(page, nil))
	})
	host.HandleFunc("/favicon.ico", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusNoContent) })
	files := http.StripPrefix("/lp/", http.FileServer(http.Dir(dest)))
	host.HandleFunc("/lp/", func(w http.ResponseWriter, r *http.Request) {
		if _, err := os.Stat(filepath.Join(dest, filepath.FromSlash(strings.TrimPrefix(r.URL.Path, "/lp/")))); err != nil {
			http.ServeFile(w, r, filepath.Join(dest, "404.html"))
			return
		}
		files.ServeHTTP(w, r)
	})
	server := httptest.NewServer(host)
	t.Cleanup(server.Close)
	return server
}

// startChromium starts the browser that all pages share. It asks nobody for
// anything: every host but this one has no address.
func startChromium(t *testing.T) context.Context {
	t.Helper()
	program, err := browser.Find("")
	if err != nil {
		t.Fatalf("Chromium is not installed; run: make tools\n%v", err)
	}
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]),
		chromedp.ExecPath(program), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"),
	)
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	chromium, closeChromium := chromedp.NewContext(allocator)
	t.Cleanup(closeChromium)
	if err := chromedp.Do(chromium, chromedp.Navigate("about:blank")); err != nil {
		t.Fatalf("Chromium does not start: %v", err)
	}
	return chromium
}

// visitPage looks at one page in every way and returns what is wrong with it.
func visitPage(t *testing.T, tab context.Context, address string, scripts string) *complaints {
	t.Helper()
	heard := listen(t, tab, address)
	for _, l := range slices.Backward(portalLooks) {
		if l.width != 360 && l.width != 1280 || l.scheme != "light" {
			continue
		}
		if err := chromedp.Do(tab, show(l), chromedp.Navigate(address), chromedp.Evaluate[chromedp.Void](scripts)); err != nil {
			t.Fatal(err)
		}
		heard.add("loading at "+l.name, ask(t, tab, "probe.shifted()")...)
	}
	for _, l := range portalLooks {
		if err := chromedp.Do(tab, show(l)); err != nil {
			t.Fatal(err)
		}
		if l.colours {
			heard.add(l.name, ask(t, tab, "probe.colours()")...)
			if l.forced {
				heard.add(l.name, ask(t, tab, "probe.shapes()")...)
			}
			continue
		}
		heard.add(l.name, ask(t, tab, "probe.overflow()")...)
		if l.media == "print" {
			heard.add(l.name, ask(t, tab, "probe.rules(true)")...)
			continue
		}
		heard.add(l.name, ask(t, tab, "probe.rules(false)")...)
		heard.add(l.name, ask(t, tab, "probe.targets()")...)
		if l.tab {
			heard.add(l.name, tabThrough(t, tab)...)
		}
	}
	heard.add("leaving", ask(t, tab, "probe.stored()")...)
	return heard
}

// show makes the window and the media queries those of a look.
func show(l look) chromedp.Action[chromedp.Void] {
	forced := "none"
	if l.forced {
		forced = "active"
	}
	media := emulation.SetEmulatedMediaParams{Media: l.media, Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: l.scheme},
		{Name: "forced-colors", Value: forced},
		{Name: "prefers-reduced-motion", Value: "reduce"},
	}}
	return chromedp.Steps(chromedp.EmulateViewport(l.width, l.height), chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, emulation.SetEmulatedMedia, media)
		return err
	}))
}

// ask evaluates a question of the probe, whose answer is a list of complaints.
func ask(t *testing.T, tab context.Context, question string) []string {
	t.Helper()
	answer, err := chromedp.Run(tab, chromedp.Evaluate[[]string](question, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("%s: %v", question, err)
	}
	return answer
}

// tabThrough presses Tab until everything that takes the focus should have had
// it. Regions that scroll take it too, so a few presses are added.
func tabThrough(t *testing.T, tab context.Context) []string {
	t.Helper()
	stops, err := chromedp.Run(tab, chromedp.Evaluate[int]("probe.startTabbing()"))
	if err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(tab, chromedp.KeyEvent(strings.Repeat(kb.Tab, stops+4))); err != nil {
		t.Fatal(err)
	}
	return ask(t, tab, "probe.afterTabbing()")
}

// complaints collects what is wrong with a page, each with the looks that show
// it.
type complaints struct {
	lock  sync.Mutex
	looks map[string][]string
}

func (c *complaints) add(look string, texts ...string) {
	c.lock.Lock()
	defer c.lock.Unlock()
	for _, text := range texts {
		c.looks[text] = append(c.looks[text], look)
	}
}

func (c *complaints) report(t *testing.T) {
	t.Helper()
	c.lock.Lock()
	defer c.lock.Unlock()
	for _, text := range slices.Sorted(maps.Keys(c.looks)) {
		t.Errorf("%s (%s)", text, strings.Join(c.looks[text], ", "))
	}
}

// listen notes every message of the console, every violation of the content
// security policy, and every request to another host.
func listen(t *testing.T, tab context.Context, address string) *complaints {
	t.Helper()
	own, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	heard := &complaints{looks: map[string][]string{}}
	hear := func(event any) {
		switch e := event.(type) {
		case *network.EventRequestWillBeSent:
			if u, err := url.Parse(e.Request.URL); err != nil || u.Host != own.Host && u.Scheme != "data" {
				heard.add("network", "asks for "+e.Request.URL)
			}
		case *log.EventEntryAdded:
			heard.add("console", e.Entry.Text+" "+e.Entry.URL)
		case *runtime.EventExceptionThrown:
			heard.add("script", e.ExceptionDetails.Text)
		case *runtime.EventConsoleAPICalled:
			heard.add("console", string(e.Type))
		}
	}
	if err := chromedp.Listen(tab, hear); err != nil {
		t.Fatal(err)
	}
	return heard
}
