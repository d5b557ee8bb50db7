package serve

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/exemplar-lp/exemplar/internal/site"
)

// running is a server of a folder.
type running struct {
	folder
	*Server
	port int
	url  string
	stop func()

	mu      sync.Mutex
	reports []Report
}

// start serves a folder until the test ends. Settings may change the server
// before it starts.
func start(t testing.TB, f folder, settings ...func(*Server)) *running {
	t.Helper()
	return startAt(t, f, 0, settings...)
}

// startAt serves a folder on a port; 0 is any that is free.
func startAt(t testing.TB, f folder, port int, settings ...func(*Server)) *running {
	t.Helper()
	r := &running{folder: f}
	r.Server = New(Options{Dir: f.dir, Files: f.files(), Site: site.Options{AsOf: today}, Report: r.note})
	for _, set := range settings {
		set(r.Server)
	}
	l, err := Listen("", port)
	if err != nil {
		t.Fatal(err)
	}
	r.port, r.url = l.Port, strings.TrimSuffix(l.URL, "/")
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- r.Run(ctx, l) }()
	r.stop = sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(r.stop)
	return r
}

// note keeps a report without the site, of which a long test has thousands.
func (r *running) note(report Report) {
	if report.Loaded != nil {
		loaded := *report.Loaded
		loaded.Site, report.Loaded = nil, &loaded
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.reports = append(r.reports, report)
}

// notices are the sentences reported so far.
func (r *running) notices() (list []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, report := range r.reports {
		if report.Notice != "" {
			list = append(list, report.Notice)
		}
	}
	return list
}

// get returns the status and the text of an address.
func (r *running) get(path string) (int, string) {
	r.t.Helper()
	answer, err := http.Get(r.url + path)
	r.must(err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	r.must(err)
	return answer.StatusCode, string(text)
}

// shows waits until an address has an answer of a status with a text in it.
func (r *running) shows(path string, status int, text string) {
	r.t.Helper()
	eventually(r.t, strconv.Itoa(status)+" with "+text+" at "+path, func() bool {
		got, page := r.get(path)
		return got == status && strings.Contains(page, text)
	})
}

// hides waits until an address has an answer of 200 without a text.
func (r *running) hides(path, text string) {
	r.t.Helper()
	eventually(r.t, path+" without "+text, func() bool {
		got, page := r.get(path)
		return got == http.StatusOK && !strings.Contains(page, text)
	})
}

// pageText is the text of a page of the starter portal that nothing links to.
func pageText(title, text string) string { return "---\ntitle: " + title + "\n---\n\n" + text + "\n" }

func TestServe_editing(t *testing.T) {
	r := start(t, newPortal(t))
	r.write("content/programme/new.md", pageText("A new page", "First words."))
	r.shows("/programme/new.html", 200, "First words.")
	r.write("content/programme/new.md", pageText("A new page", "Second words."))
	r.shows("/programme/new.html", 200, "Second words.")
	r.shows("/browse/a-z.html", 200, "A new page")
	r.shows("/search/index.js", 200, "")
	_, index := r.get("/search/index.js")
	r.rename("content/programme/new.md", "content/programme/other.md")
	r.shows("/programme/other.html", 200, "Second words.")
	if status, _ := r.get("/programme/new.html"); status != 404 {
		t.Errorf("the old address: %d", status)
	}
	r.write("content/programme/deep/down/page.md", pageText("Deep", "Deep words."))
	r.shows("/programme/deep/down/page.html", 200, "Deep words.")
	r.rename("content/programme/deep", "content/programme/moved")
	r.shows("/programme/moved/down/page.html", 200, "Deep words.")
	r.write("content/programme/moved/down/page.md", pageText("Deep", "Deeper words."))
	r.shows("/programme/moved/down/page.html", 200, "Deeper words.")
	r.remove("content/programme/moved")
	r.shows("/programme/moved/down/page.html", 404, "")
	r.remove("content/programme/other.md")
	r.shows("/programme/other.html", 404, "")
	r.hides("/browse/a-z.html", "A new page")
	if _, now := r.get("/search/index.js"); now == index {
		t.Error("the search index is the same without the page")
	}
	if status, _ := r.get("/search/nothing.js"); status != 404 {
		t.Errorf("a file that the search index does not have: %d", status)
	}
}

// TestServe_missing asks for pages that are not there: the site's own page says so
// with its styles at any depth, wherever the site will be published.
func TestServe_missing(t *testing.T) {
	r := start(t, newPortal(t))
	r.shows("/deep/down/none.html", 404, `<link rel="stylesheet" href="/assets/site.`)
	r.write("exemplar.yaml", r.read("exemplar.yaml")+"\nbase_url: https://lp.example/portal/\n")
	r.shows("/404.html", 200, `<link rel="stylesheet" href="/portal/assets/site.`)
	r.shows("/deep/none.html", 404, `<link rel="stylesheet" href="/assets/site.`)
	r.shows("/deep/none.html", 404, "there is no page here")
}

// TestServe_broken breaks and mends what can be broken, and wants the last good
// page with the problem over it in between.
func TestServe_broken(t *testing.T) {
	f := newPortal(t)
	f.write("content/programme/a.md", pageText("A", "Good words."))
	f.write("themes/default/templates/partials/bottom.html", `{{- /* Takes a Base. */ -}}</main><footer>our own end</footer></body></html>`)
	r := start(t, f)
	r.shows("/programme/a.html", 200, "our own end")
	for _, tt := range []struct{ name, file, text, problem string }{
		{"an unknown key", "content/programme/a.md", "---\ntitle: A\ncolour: red\n---\n\nBad words.\n", "[schema/unknown-key]"},
		{"front matter that does not end", "content/programme/a.md", "---\ntitle: A\n\nBad words.\n", "[front/unclosed]"},
		{"a letter that turns the others round", "content/programme/a.md", "---\ntitle: A \u202ething\n---\n\nBad words.\n", "[front/unseen]"},
		{"another file", "content/programme/b.md", "Bad words.\n", "[front/missing]"},
		{"settings", "exemplar.yaml", "title: [\n", "[config/syntax]"},
		{"a template", "themes/default/templates/partials/bottom.html", "{{if}}", "[template/parse]"},
		{"a template that asks for what is not there", "themes/default/templates/partials/bottom.html", "{{.Nonsense}}", "[template/"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			before, err := os.ReadFile(r.path(tt.file))
			r.write(tt.file, tt.text)
			r.shows("/programme/a.html", 200, tt.problem)
			_, text := r.get("/programme/a.html")
			below, _, _ := strings.Cut(text, "<exemplar-bar>")
			if !strings.Contains(below, "Good words.") || !strings.Contains(below, "our own end") || strings.Contains(below, "Bad words.") {
				t.Errorf("the page is not the last good one:\n%s", text)
			}
			if strings.Contains(text, "\u202e") {
				t.Error("the bar's own words are turned round")
			}
			if !strings.Contains(text, "Not up to date") || !strings.Contains(text, "vscode://file") {
				t.Errorf("the bar does not say so:\n%s", text)
			}
			if err != nil {
				r.remove(tt.file)
			} else {
				r.write(tt.file, string(before))
			}
			r.hides("/programme/a.html", "Not up to date")
		})
	}
	settings := r.read("exemplar.yaml")
	r.remove("exemplar.yaml")
	r.shows("/programme/a.html", 200, "there is no exemplar.yaml here")
	r.write("exemplar.yaml", settings)
	r.hides("/programme/a.html", "Not up to date")
	r.rename("content", "elsewhere")
	r.shows("/programme/a.html", 200, "Not up to date")
	r.rename("elsewhere", "content")
	r.hides("/programme/a.html", "Not up to date")
}

// TestServe_brokenRule makes a rule of check an error: what breaks it is not
// shown, also while other files are edited, until it is mended.
func TestServe_brokenRule(t *testing.T) {
	f := newPortal(t)
	f.write("exemplar.yaml", f.read("exemplar.yaml")+`
checks:
  check/section:
    severity: error
    reason: We publish whole studies only.
    until: 2027-01-01
`)
	r := start(t, f)
	r.shows("/", 200, "")
	whole := r.read("content/case-studies/our-first-case-study.md")
	const study = "content/case-studies/another.md"
	r.write(study, strings.Replace(whole, "## Impact", "### Impact", 1))
	r.shows("/", 200, "[check/section]")
	r.shows("/case-studies/another.html", 404, "")
	r.write("content/programme/a.md", pageText("A", "Words."))
	r.shows("/", 200, "[check/section]")
	eventually(t, "the rules were checked", func() bool { return r.state.Load().checked })
	if status, _ := r.get("/programme/a.html"); status != 404 {
		t.Errorf("a page of a version with errors is shown: %d", status)
	}
	r.write(study, whole)
	r.shows("/case-studies/another.html", 200, "would be published")
	r.shows("/programme/a.html", 200, "Words.")
	r.hides("/", "[check/section]")
}

// TestServe_brokenAtFirst starts with a broken site.
func TestServe_brokenAtFirst(t *testing.T) {
	f := newPortal(t)
	f.write("content/programme/a.md", "no front matter\n")
	r := start(t, f)
	r.shows("/programme/a.html", 500, "[front/missing]")
	if status, text := r.get("/anything"); status != 500 || !strings.Contains(text, "/-/serve.js") {
		t.Errorf("%d, a page that does not look after itself:\n%s", status, text)
	}
	r.write("content/programme/a.md", pageText("A", "Good words."))
	r.shows("/programme/a.html", 200, "Good words.")
}

// TestServe_editors saves a file in the ways that editors do.
func TestServe_editors(t *testing.T) {
	f := newPortal(t)
	const name = "content/programme/a.md"
	f.write(name, pageText("A", "Words 0."))
	r := start(t, f)
	r.shows("/programme/a.html", 200, "Words 0.")
	for i, save := range []func(text string){
		func(text string) { r.write(name, text) },
		func(text string) { // a new file renamed over the old one: gedit, VS Code on some systems, Word
			r.write("content/programme/a.md.tmp-1", text)
			r.rename("content/programme/a.md.tmp-1", name)
		},
		func(text string) { // the new file comes from another folder
			r.write("elsewhere/a.md", text)
			r.rename("elsewhere/a.md", name)
		},
		func(text string) { // the old one is renamed away, then a new one written: Vim
			r.write("content/programme/4913", "")
			r.remove("content/programme/4913")
			r.rename(name, name+"~")
			r.write(name, text)
			r.remove(name + "~")
		},
		func(text string) { // removed and written anew
			r.remove(name)
			r.write(name, text)
		},
		func(text string) { // emptied, and written a little later
			file, err := os.Create(r.path(name))
			r.must(err)
			time.Sleep(30 * time.Millisecond)
			_, err = file.WriteString(text)
			r.must(err)
			r.must(file.Close())
		},
		func(text string) { // bit by bit
			file, err := os.Create(r.path(name))
			r.must(err)
			for _, b := range []byte(text) {
				_, err = file.Write([]byte{b})
				r.must(err)
				time.Sleep(time.Millisecond)
			}
			r.must(file.Close())
		},
		func(text string) { // with the time that the file had
			info, err := os.Stat(r.path(name))
			r.must(err)
			r.write(name, text)
			r.must(os.Chtimes(r.path(name), info.ModTime(), info.ModTime()))
		},
		func(text string) { // the folder is exchanged
			r.write("content/.new/a.md", text)
			r.rename("content/programme", "content/.old")
			r.rename("content/.new", "content/programme")
			for _, other := range r.others("content/.old") {
				r.rename("content/.old/"+other, "content/programme/"+other)
			}
			r.remove("content/.old")
		},
	} {
		text := "Words " + strconv.Itoa(i+1) + "."
		save(pageText("A", text))
		r.shows("/programme/a.html", 200, text)
	}
	if notices := r.notices(); notices != nil {
		t.Errorf("%q", notices)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, report := range r.reports {
		if report.Loaded != nil && report.Loaded.Problems.HasErrors() && !strings.Contains(strings.Join(report.Loaded.Changed, " "), "a.md") {
			t.Errorf("a half-written file was read: %v", report.Loaded.Problems)
		}
	}
}

// others lists what is in a folder beside a.md.
func (f folder) others(name string) (list []string) {
	entries, err := os.ReadDir(f.path(name))
	f.must(err)
	for _, e := range entries {
		if e.Name() != "a.md" {
			list = append(list, e.Name())
		}
	}
	return list
}

// TestServe_burst changes many files at once, as git does.
func TestServe_burst(t *testing.T) {
	r := start(t, newPortal(t))
	for i := range 500 {
		r.write("content/pages/"+strconv.Itoa(i%25)+"/deep/"+strconv.Itoa(i)+".md", pageText("Page "+strconv.Itoa(i), "Words."))
	}
	for i := range 500 {
		r.shows("/pages/"+strconv.Itoa(i%25)+"/deep/"+strconv.Itoa(i)+".html", 200, "Words.")
	}
	r.remove("content/pages")
	r.shows("/pages/0/deep/0.html", 404, "")
	if notices := r.notices(); notices != nil {
		t.Errorf("%q", notices)
	}
}

// deaf is a watcher that hears nothing, like one of a folder on another machine.
func deaf(string) (*watcher, error) {
	hints := make(chan hint)
	return &watcher{
		hints: hints, watch: func(string) error { return nil }, forget: func([]string) {},
		close: sync.OnceFunc(func() { close(hints) }),
	}, nil
}

// full is a watcher that can watch three folders.
func full(string) (*watcher, error) {
	w, err := deaf("")
	left := 3
	w.watch = func(string) error {
		if left--; left < 0 {
			return os.NewSyscallError("inotify_add_watch", syscall.ENOSPC)
		}
		return nil
	}
	return w, err
}

func TestServe_polling(t *testing.T) {
	none := func(string) (*watcher, error) { return nil, os.ErrInvalid }
	for _, tt := range []struct {
		name   string
		set    func(*Server)
		notice string
	}{
		{"asked for", func(s *Server) { s.opts.Poll = true }, ""},
		{"changes are not announced", func(s *Server) { s.newWatcher = deaf }, "not announced"},
		{"too many folders", func(s *Server) { s.newWatcher = full }, "does not watch so many folders; looking"},
		{"no watcher at all", func(s *Server) { s.newWatcher = none }, "does not watch so many folders (invalid argument)"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := start(t, newPortal(t), tt.set)
			r.shows("/", 200, "")
			for i := range 3 {
				text := "Words " + strconv.Itoa(i) + "."
				r.write("content/programme/deep/a.md", pageText("A", text))
				r.shows("/programme/deep/a.html", 200, text)
			}
			r.remove("content/programme/deep")
			r.shows("/programme/deep/a.html", 404, "")
			eventually(t, "a notice", func() bool { return tt.notice == "" || r.notices() != nil })
			notices := r.notices()
			if (tt.notice == "") != (notices == nil) || len(notices) > 1 || !strings.Contains(strings.Join(notices, ""), tt.notice) {
				t.Errorf("notices %q", notices)
			}
		})
	}
}

// TestServe_lost proves that lost events lead to a look at everything.
func TestServe_lost(t *testing.T) {
	hints := make(chan hint)
	r := start(t, newPortal(t), func(s *Server) {
		s.newWatcher = func(string) (*watcher, error) {
			w, err := deaf("")
			w.hints, w.close = hints, func() { close(hints) }
			return w, err
		}
	})
	r.shows("/", 200, "")
	r.write("content/programme/a.md", pageText("A", "Words."))
	hints <- hint{lost: true}
	r.shows("/programme/a.html", 200, "Words.")
}

// listening is an open event stream.
type listening struct {
	t      testing.TB
	lines  *bufio.Scanner
	cancel context.CancelFunc
}

func (r *running) listen() *listening {
	r.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, r.url+"/-/events", nil)
	r.must(err)
	answer, err := http.DefaultClient.Do(request)
	r.must(err)
	r.t.Cleanup(func() {
		cancel()
		_ = answer.Body.Close()
	})
	if answer.StatusCode != 200 || answer.Header.Get("Content-Type") != "text/event-stream; charset=utf-8" {
		r.t.Fatalf("%s %s", answer.Status, answer.Header)
	}
	l := &listening{r.t, bufio.NewScanner(answer.Body), cancel}
	l.next("retry: ")
	return l
}

// next returns the next line of the stream that starts with something.
func (l *listening) next(start string) string {
	for l.lines.Scan() {
		if rest, ok := strings.CutPrefix(l.lines.Text(), start); ok {
			return rest
		}
	}
	return "the end"
}

func TestServe_events(t *testing.T) {
	f := newPortal(t)
	f.write("themes/default/assets/site.css", "p { color: red }\n")
	r := start(t, f)
	r.shows("/", 200, "assets/site.")
	l := r.listen()
	r.write("themes/default/assets/site.css", "p { color: green }\n")
	if got := l.next("data: "); got != "styles" {
		t.Errorf("after a change of a style sheet: %q", got)
	}
	r.write("content/programme/a.md", pageText("A", "Words."))
	if got := l.next("data: "); got != "page" {
		t.Errorf("after a change of a page: %q", got)
	}
	r.write("content/programme/a.md", "no front matter\n")
	if got := l.next("data: "); got != "page" {
		t.Errorf("after a mistake: %q", got)
	}
	r.write("themes/default/assets/site.css", "p { color: blue }\n")
	if got := l.next("data: "); got != "page" {
		t.Errorf("after a change of a style sheet of a broken site: %q", got)
	}
	r.stop()
	if got := l.next("data: "); got != "the end" {
		t.Errorf("after the end: %q", got)
	}
}

// TestServe_manyClients proves that the number of listeners is limited, that
// those who leave make room, and that pages are answered all the same.
func TestServe_manyClients(t *testing.T) {
	r := start(t, newPortal(t))
	var all []*listening
	for range mostClients {
		all = append(all, r.listen())
	}
	if status, _ := r.get("/-/events"); status != http.StatusServiceUnavailable {
		t.Errorf("one more: %d", status)
	}
	r.shows("/", 200, "")
	all[0].cancel()
	eventually(t, "a place for one more", func() bool {
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, r.url+"/-/events", nil)
		r.must(err)
		answer, err := http.DefaultClient.Do(request)
		r.must(err)
		defer answer.Body.Close()
		return answer.StatusCode == 200
	})
}

// TestServe_writesNothing proves that the site's folder is as it was.
func TestServe_writesNothing(t *testing.T) {
	f := newPortal(t)
	f.write("public/index.html", "published before")
	before := listing(t, f.files())
	r := start(t, f)
	for _, path := range []string{"/", "/search.html", "/coverage/", "/none", "/coverage.csv"} {
		r.get(path)
	}
	if _, text := r.get("/"); strings.Contains(text, "published before") {
		t.Error("it serves what was published")
	}
	r.stop()
	after := listing(t, f.files())
	for name, text := range after {
		if before[name] != text {
			t.Errorf("%s was written", name)
		}
	}
	if len(after) != len(before) {
		t.Errorf("%d files, not %d", len(after), len(before))
	}
}

// TestListen_taken proves that the next free port is used.
func TestListen_taken(t *testing.T) {
	first, err := Listen("", 0)
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	second, err := Listen("", first.Port)
	if err != nil {
		t.Fatal(err)
	}
	defer second.Close()
	if second.Port <= first.Port || second.Wanted != first.Port || second.Exposed {
		t.Errorf("port %d after %d, wanted %d", second.Port, first.Port, second.Wanted)
	}
	for _, p := range second.ports {
		if host := p.Addr().String(); !strings.HasPrefix(host, "127.0.0.1:") && !strings.HasPrefix(host, "[::1]:") {
			t.Errorf("listens on %s", host)
		}
	}
	if _, err := Listen("198.51.100.7", 0); !NotHere(err) {
		t.Errorf("on an address that this machine does not have: %v", err)
	}
}

// TestListen_others proves that the addresses for other machines are answered,
// and that there are none unless they are asked for.
func TestListen_others(t *testing.T) {
	alone, err := Listen("", 0)
	if err != nil {
		t.Fatal(err)
	}
	defer alone.Close()
	if alone.Others != nil || alone.Exposed {
		t.Errorf("for others without being asked: %q", alone.Others)
	}
	all, err := Listen("0.0.0.0", 0)
	if err != nil {
		t.Fatal(err)
	}
	defer all.Close()
	if !all.Exposed || !strings.HasPrefix(all.URL, "http://localhost:") {
		t.Errorf("exposed %v at %s", all.Exposed, all.URL)
	}
	for _, address := range all.Others {
		host := strings.Trim(strings.TrimPrefix(address, "http://"), "/")
		if c, err := net.Dial("tcp", host); err != nil {
			t.Errorf("%s: %v", address, err)
		} else {
			_ = c.Close()
		}
		if !newGuard("0.0.0.0").allows(host) {
			t.Errorf("%s is refused", address)
		}
	}
}

// TestOpenBrowser proves that a browser which cannot be opened is told of, and
// one that can is not.
func TestOpenBrowser(t *testing.T) {
	for _, tt := range []struct{ name, program, notice string }{
		{"no program", "", "no browser could be opened"},
		{"a program that finds no browser", "#!/bin/sh\nexit 3\n", "no browser could be opened"},
		{"a browser", "#!/bin/sh\necho \"$1\" >\"$0.asked\"\n", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			programs := newFolder(t)
			t.Setenv("PATH", programs.dir)
			name := filepath.Base(opener("").Path)
			if tt.program != "" {
				programs.write(name, tt.program)
				programs.must(os.Chmod(programs.path(name), 0o755))
			}
			r := start(t, newPortal(t))
			r.OpenBrowser(r.url)
			eventually(t, "the program has run", func() bool {
				_, err := os.Stat(programs.path(name + ".asked"))
				return err == nil || r.notices() != nil
			})
			if got := strings.Join(r.notices(), ""); (tt.notice == "") != (got == "") || !strings.Contains(got, tt.notice) {
				t.Errorf("notices %q", got)
			}
		})
	}
}

// TestServe_hostOnTheWire proves that a name which was made to lead here gets
// nothing.
func TestServe_hostOnTheWire(t *testing.T) {
	r := start(t, newPortal(t))
	request, err := http.NewRequest(http.MethodGet, r.url+"/", nil)
	r.must(err)
	request.Host = "attacker.example"
	answer, err := http.DefaultClient.Do(request)
	r.must(err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	r.must(err)
	if answer.StatusCode != http.StatusForbidden || len(text) > 100 {
		t.Errorf("%s %s", answer.Status, text)
	}
}
