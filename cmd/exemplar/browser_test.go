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
	"coverage/index.html",
	"coverage/school.html",
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
	tab           bool   // whether the keyboard is tried too
}

// portalLooks are the ways every page is seen. A window of 1280 px zoomed to
// 400 % has 320 CSS px; a sheet of A4 within the theme's margins has 688.
var portalLooks = []look{
	{name: "1280 light", width: 1280, height: 900, scheme: "light", tab: true},
	{name: "1280 dark", width: 1280, height: 900, scheme: "dark"},
	{name: "768 light", width: 768, height: 1024, scheme: "light"},
	{name: "768 dark", width: 768, height: 1024, scheme: "dark"},
	{name: "360 light", width: 360, height: 740, scheme: "light"},
	{name: "360 dark", width: 360, height: 740, scheme: "dark"},
	{name: "400 % zoom", width: 320, height: 256, scheme: "light", tab: true},
	{name: "forced colours", width: 768, height: 1024, scheme: "dark", forced: true},
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
			visitPage(t, tab, server.URL+"/lp/"+name, scripts)
		})
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

// visitPage looks at one page in every way.
func visitPage(t *testing.T, tab context.Context, address string, scripts string) {
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
	heard.report(t)
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
