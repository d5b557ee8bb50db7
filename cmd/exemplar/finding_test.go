package main

import (
	"context"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// finder is a reader with a keyboard at a tab.
type finder struct {
	*testing.T
	tab   context.Context
	base  string
	asked func() []string
}

// TestSearchByKeyboard searches the example portal with the keyboard alone: over
// http below a folder of a host, and from a file.
func TestSearchByKeyboard(t *testing.T) {
	server := servePortal(t)
	folder := &url.URL{Scheme: "file", Path: filepath.ToSlash(buildExample(t)) + "/"}
	chromium := startChromium(t)
	for name, base := range map[string]string{"http": server.URL + "/lp/", "file": folder.String()} {
		t.Run(name, func(t *testing.T) {
			tab, closeTab := chromedp.NewContext(chromium)
			defer closeTab()
			tab, expire := context.WithTimeout(tab, 2*time.Minute)
			defer expire()
			heard := listen(t, tab, base)
			f := finder{t, tab, base, requests(t, tab)}
			f.suggestions()
			f.results()
			f.filters()
			f.nothing()
			f.list()
			f.phone()
			heard.report(t)
		})
	}
}

// requests notes the addresses that a tab asks for.
func requests(t *testing.T, tab context.Context) func() []string {
	var list []string
	events := make(chan string, 10_000)
	err := chromedp.Listen(tab, func(event any) {
		if e, ok := event.(*network.EventRequestWillBeSent); ok {
			events <- e.Request.URL
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return func() []string {
		for len(events) > 0 {
			list = append(list, <-events)
		}
		return list
	}
}

func (f finder) open(page string) {
	f.Helper()
	if err := chromedp.Do(f.tab, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(f.base+page)); err != nil {
		f.Fatal(err)
	}
}

func (f finder) press(keys string) {
	f.Helper()
	if err := chromedp.Do(f.tab, chromedp.KeyEvent(keys)); err != nil {
		f.Fatal(err)
	}
}

// strike presses a key as a keyboard does: a page that takes the key gets no
// character of it.
func (f finder) strike(key, text string) {
	f.Helper()
	press := chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: "keyDown", Key: key, Text: text})
		return err
	})
	if err := chromedp.Do(f.tab, press); err != nil {
		f.Fatal(err)
	}
}

// until waits for something to become true of the page.
func (f finder) until(what string) {
	f.Helper()
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if ok, err := chromedp.Run(f.tab, chromedp.Evaluate[bool]("!!("+what+")")); err == nil && ok {
			return
		} else if time.Now().After(end) {
			f.Fatalf("it never holds that %s (%v); the page is %s", what, err, f.say("location.href + ' ' + document.getElementById('site-main').innerText.slice(0, 600)"))
		}
	}
}

// say evaluates a text.
func (f finder) say(what string) string {
	s, _ := chromedp.Run(f.tab, chromedp.Evaluate[string]("String("+what+")"))
	return s
}

// tabTo presses Tab until what is asked for has the focus.
func (f finder) tabTo(selector string) {
	f.Helper()
	for range 120 {
		if f.say(fmt.Sprintf("document.activeElement.matches(%q)", selector)) == "true" {
			return
		}
		f.press(kb.Tab)
	}
	f.Fatalf("Tab never reaches %s", selector)
}

const box = "document.getElementById('site-search')"

// suggestions uses the box in the head of a page as a combobox.
func (f finder) suggestions() {
	f.open("case-studies/talk-partners-that-lift-reading.html")
	for _, u := range f.asked() {
		if strings.Contains(u, "/search") {
			f.Errorf("a page on which nobody has searched asks for %s", u)
		}
	}
	f.strike("/", "/")
	f.until("document.activeElement === " + box)
	f.press("comunication")
	f.until(box + ".getAttribute('aria-expanded') === 'true'")
	f.until("document.querySelector('.suggestions-note').innerText.includes('Showing results for communication')")
	f.until(box + ".getAttribute('role') === 'combobox' && document.getElementById(" + box + ".getAttribute('aria-controls')).getAttribute('role') === 'listbox'")
	active := "document.getElementById(" + box + ".getAttribute('aria-activedescendant'))"
	f.press(kb.ArrowDown)
	f.until(active + ".matches('[role=option][aria-selected=true]:first-child')")
	f.press(kb.ArrowUp)
	f.until("!" + box + ".hasAttribute('aria-activedescendant')")
	f.press(kb.ArrowUp)
	f.until(active + ".matches(':last-child') && " + active + ".innerText.includes('comunication')")
	f.press(kb.Escape)
	f.until(box + ".getAttribute('aria-expanded') === 'false' && " + box + ".value === 'comunication'")
	f.press(kb.ArrowDown)
	f.until(box + ".getAttribute('aria-expanded') === 'true'")
	f.press(kb.ArrowDown)
	f.strike("Enter", "\r")
	f.until("location.pathname.includes('/standards/') && document.readyState === 'complete'")
}

// results sends the box, and looks at what comes.
func (f finder) results() {
	f.strike("/", "/")
	f.press("talk partners" + kb.Enter)
	f.until("location.pathname.endsWith('/search.html') && location.search === '?q=talk+partners'")
	f.until("document.querySelectorAll('#site-results > li').length === 10 && document.querySelectorAll('#site-results mark').length > 3")
	f.until("document.getElementById('site-browse').hidden && /\\d+ results/.test(document.getElementById('site-status').innerText)")
	f.until("[...document.querySelectorAll('#site-results [data-fill=section]')].some(a => /\\.html#./.test(a.href))")
	f.tabTo("#site-more")
	f.press(kb.Enter)
	f.until("document.querySelectorAll('#site-results > li').length > 10 && document.activeElement.closest('#site-results > li:nth-child(11)')")
}

// filters opens one, chooses twice, takes a choice away, and goes back.
func (f finder) filters() {
	f.open("search.html?q=reading")
	f.until("document.getElementById('site-find').dataset.ready === 'reading'")
	f.strike("/", "/")
	f.tabTo("[data-id=theme] summary")
	f.press(kb.Enter)
	f.until("document.querySelectorAll('[data-id=theme] input[type=checkbox]').length > 3 && document.querySelector('[data-id=theme] .filter-count').innerText > 0")
	f.tabTo("[data-id=theme] input[value=oracy]")
	f.press(" ")
	f.until("location.search === '?q=reading&theme=oracy' && document.querySelectorAll('.chip').length === 1")
	f.until("document.activeElement.matches('[value=oracy]')") // the focus stays
	counted := "+[...document.querySelectorAll('[data-id=theme] label')].find(l => l.innerText.includes('Literacy')).innerText.match(/\\d+/)[0]"
	before := f.say(counted)
	f.press(kb.Tab)
	f.tabTo("[data-id=theme] input[value=literacy]")
	f.press(" ")
	f.until("location.search === '?q=reading&theme=oracy&theme=literacy' && document.querySelectorAll('.chip').length === 2")
	f.until(counted + " === " + before) // a filter's own choice does not lower its counts
	f.tabTo(".chip")
	f.until("document.activeElement.getAttribute('aria-label') === 'Remove Theme: Oracy'")
	f.press(kb.Enter)
	f.until("location.search === '?q=reading&theme=literacy' && document.activeElement.matches('.chip')")
	if err := chromedp.Do(f.tab, chromedp.Evaluate[chromedp.Void]("history.back()")); err != nil {
		f.Fatal(err)
	}
	f.until("location.search === '?q=reading&theme=oracy&theme=literacy' && document.querySelectorAll('.chip').length === 2")
}

// nothing finds nothing, and is told what to try.
func (f finder) nothing() {
	f.open("search.html?q=reading&theme=oracy&level=1&school=hallowbridge-school")
	f.until("document.getElementById('site-status').innerText.includes('Nothing found') && !document.getElementById('site-browse').hidden")
	f.tabTo("#site-status button")
	f.press(kb.Enter)
	f.until("location.search === '?q=reading' && document.querySelectorAll('#site-results > li').length > 3")
	f.open("search.html?q=comunication&theme=oracy&level=1&school=hallowbridge-school")
	f.until("/Nothing found[^]*Also searched: communication/.test(document.getElementById('site-status').innerText)")
	if text := f.say("document.getElementById('site-status').innerText"); strings.Contains(text, "Showing results") {
		f.Errorf("nothing is found, and shown: %s", text)
	}
	f.open("search.html?q=xyzzyq")
	f.until("document.getElementById('site-status').innerText.includes('No page has “xyzzyq”')")
}

// list searches a list where it stands.
func (f finder) list() {
	f.open("case-studies/index.html")
	f.tabTo("#site-q")
	f.press("reading")
	f.until("location.search === '?q=reading' && document.getElementById('site-browse').hidden")
	f.until("[...document.querySelectorAll('#site-results .card-title a')].every(a => a.href.includes('/case-studies/'))")
	f.tabTo("[data-id=school] summary")
	f.press(kb.Enter)
	f.tabTo("[data-id=school] input[type=checkbox]")
	f.press(" ")
	f.until("/[?&]school=/.test(location.search) && document.querySelectorAll('.chip').length === 1")
	f.open("practitioners/index.html?q=xyzzyq")
	f.until("document.querySelector('#site-status a').href.endsWith('/search.html?q=xyzzyq') && document.getElementById('site-browse').hidden")
}

// phone opens the box of a narrow screen.
func (f finder) phone() {
	f.open("about.html")
	if err := chromedp.Do(f.tab, chromedp.EmulateViewport(360, 740)); err != nil {
		f.Fatal(err)
	}
	f.until("!" + box + ".checkVisibility()")
	f.tabTo(".masthead-search")
	f.strike("Enter", "\r")
	f.until("document.activeElement === " + box + " && " + box + ".checkVisibility() && document.querySelector('.masthead-search').ariaExpanded === 'true'")
	f.press("reading")
	f.until("document.querySelector('.suggestions').getBoundingClientRect().left >= 0 && document.querySelectorAll('[role=option]').length > 3")
	f.until("document.documentElement.scrollWidth <= innerWidth")
}

// TestBrowseWithoutScript goes from the box of a page to a case study by links
// alone.
func TestBrowseWithoutScript(t *testing.T) {
	server := servePortal(t)
	tab, closeTab := chromedp.NewContext(startChromium(t))
	defer closeTab()
	tab, expire := context.WithTimeout(tab, time.Minute)
	defer expire()
	f := finder{t, tab, server.URL + "/lp/", nil}
	off := chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return err
	})
	if err := chromedp.Do(tab, off); err != nil {
		t.Fatal(err)
	}
	f.open("schools/index.html")
	f.tabTo("#site-search")
	f.press("reading" + kb.Enter)
	f.until("location.pathname.endsWith('/search.html') && document.querySelector('noscript p').checkVisibility() && !document.getElementById('site-q').checkVisibility() && !document.getElementById('site-filters').checkVisibility()")
	f.tabTo("a[href='browse/theme/oracy.html']")
	f.press(kb.Enter)
	f.until("location.pathname.endsWith('/browse/theme/oracy.html') && document.title.startsWith('Oracy')")
	f.tabTo("a[href$='talk-partners-that-lift-reading.html']")
	f.press(kb.Enter)
	f.until("location.pathname.endsWith('/talk-partners-that-lift-reading.html')")
}
