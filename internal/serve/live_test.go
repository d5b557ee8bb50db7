package serve

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/exemplar-lp/exemplar/internal/browser"
)

// live is a page in Chromium while its files change.
type live struct {
	t   *testing.T
	tab context.Context
}

func openChromium(t *testing.T) *live {
	t.Helper()
	program, err := browser.Find("")
	if err != nil {
		t.Fatalf("Chromium is not installed; run: make tools\n%v", err)
	}
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]), chromedp.ExecPath(program), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-component-update", true), chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND , EXCLUDE localhost"))
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	tab, closeTab := chromedp.NewContext(allocator)
	t.Cleanup(closeTab)
	return &live{t, tab}
}

func (l *live) visit(address string) {
	l.t.Helper()
	if err := chromedp.Do(l.tab, chromedp.EmulateViewport(900, 700), chromedp.Navigate(address)); err != nil {
		l.t.Fatal(err)
	}
}

// do runs a script on the page.
func (l *live) do(script string) {
	l.t.Helper()
	if err := chromedp.Do(l.tab, chromedp.Evaluate[chromedp.Void]("{"+script+"}")); err != nil {
		l.t.Fatalf("%s: %v", script, err)
	}
}

// sees waits until all of some conditions hold on the page, which may be loaded
// anew meanwhile.
func (l *live) sees(what string, conditions ...string) {
	l.t.Helper()
	var lacking string
	for end := time.Now().Add(patient); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		lacking = ""
		for _, c := range conditions {
			if holds, err := chromedp.Run(l.tab, chromedp.Evaluate[bool]("!!("+c+")")); err != nil || !holds {
				lacking = fmt.Sprint(c, " ", err)
				break
			}
		}
		if lacking == "" {
			return
		}
	}
	l.t.Fatalf("never: %s: %s", what, lacking)
}

// What the tests ask of a page.
const (
	barRoot  = `document.querySelector("exemplar-bar").shadowRoot`
	barText  = barRoot + `.textContent`
	mainText = `document.querySelector("main").textContent`
	field    = `document.querySelector("input[type=search]")`
	// inPlace says that the reader is where the test left them.
	inPlace = `scrollY === 600 && document.activeElement === ` + field + ` && ` + field + `.value === "talk" && ` +
		field + `.selectionStart === 1 && ` + field + `.selectionEnd === 3`
)

// leave scrolls and writes into a field, as a reader does, and leaves a mark that
// goes when the page is loaded anew.
func (l *live) leave() {
	l.t.Helper()
	l.do(`const f = ` + field + `; f.focus(); f.value = "talk"; f.setSelectionRange(1, 3);
		scrollTo({top: 600, behavior: "instant"}); window.mark = true`)
	l.sees("the place of the reader", inPlace)
}

// longPage is a page that can be scrolled.
func longPage(words string) string {
	return pageText("A page", words+strings.Repeat("\n\nMore of it.", 100))
}

// newLive opens a page of a portal that has a style sheet of its own.
func newLive(t *testing.T) (*running, *live) {
	t.Helper()
	f := newPortal(t)
	f.write("content/programme/a.md", longPage("First words."))
	f.write("content/programme/b.md", pageText("Another page", "Other words."))
	f.write("themes/default/assets/site.css", "main { outline: 1px solid red }\n")
	r, l := start(t, f), openChromium(t)
	l.visit(r.url + "/programme/a.html")
	l.sees("the page", mainText+`.includes("First words.")`)
	return r, l
}

// TestLive_edit changes the page that is open, the words of another one, which it
// does not show, and the style sheet.
func TestLive_edit(t *testing.T) {
	r, l := newLive(t)
	l.leave()
	r.write("content/programme/a.md", longPage("Second words."))
	l.sees("the new words, in the same place", mainText+`.includes("Second words.")`, `!window.mark`, inPlace)

	l.leave()
	const asked = `performance.getEntriesByType("resource").filter(e => e.initiatorType === "fetch").length`
	l.do(`window.before = ` + asked)
	r.write("content/programme/b.md", pageText("Another page", "New words."))
	r.shows("/programme/b.html", 200, "New words.")
	l.sees("that the page asks and stays", asked+` > window.before`, `window.mark`)

	r.write("themes/default/assets/site.css", "main { outline: 2px solid rgb(0, 128, 0) }\n")
	l.sees("the new style on the same page", `getComputedStyle(document.querySelector("main")).outlineColor === "rgb(0, 128, 0)"`,
		`window.mark`, inPlace, `document.querySelectorAll("head link[rel=stylesheet]").length === 1`)
}

// TestLive_mistake breaks a page, mends it, and breaks the settings.
func TestLive_mistake(t *testing.T) {
	r, l := newLive(t)
	l.leave()
	r.write("content/programme/a.md", strings.Replace(longPage("Second words."), "title:", "tytle:", 1))
	l.sees("the problem over the last good page", barText+`.includes("Not up to date")`, barText+`.includes("[schema/unknown-key]")`,
		mainText+`.includes("First words.")`, inPlace,
		barRoot+`.querySelector(".problems").open`,
		barRoot+`.querySelector("pre").textContent === "2 tytle: A page"`,
		barRoot+`.querySelector("pre mark").textContent === "tytle"`,
		barRoot+`.querySelector(".place a").href.endsWith("/content/programme/a.md:2:1")`,
		barRoot+`.querySelector(".place a").protocol === "vscode:"`,
		barRoot+`.querySelector(".place code").textContent.endsWith("/content/programme/a.md")`)
	r.write("content/programme/a.md", longPage("Third words."))
	l.sees("no problem any more", `!`+barText+`.includes("Not up to date")`, `!`+barRoot+`.querySelector(".problems")`,
		mainText+`.includes("Third words.")`, inPlace)

	settings := r.read("exemplar.yaml")
	r.write("exemplar.yaml", "title: [\n")
	l.sees("the problem of the settings", barText+`.includes("[config/syntax]")`, mainText+`.includes("Third words.")`)
	r.write("exemplar.yaml", settings)
	l.sees("that it is gone", `!`+barText+`.includes("[config/syntax]")`)
}

// TestLive_restart stops the server and starts it again on the same port.
func TestLive_restart(t *testing.T) {
	r, l := newLive(t)
	l.leave()
	r.stop()
	l.sees("that nobody answers", barText+`.includes("exemplar serve is not running")`, `window.mark`)
	r.write("content/programme/a.md", longPage("Second words."))
	again := startAt(t, r.folder, r.port)
	if again.port != r.port {
		t.Fatalf("port %d, not %d", again.port, r.port)
	}
	l.sees("the new words of the new server", mainText+`.includes("Second words.")`, `!`+barText+`.includes("not running")`, inPlace)
	again.write("content/programme/a.md", longPage("Third words."))
	l.sees("changes again", mainText+`.includes("Third words.")`)
}
