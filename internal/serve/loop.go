package serve

import (
	"context"
	"path"
	"reflect"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"
)

// How often the whole site is looked at: rarely where the system tells of
// changes, to find those it does not tell of; often where it does not. A look
// at a large site or over a slow network comes less often, in proportion to
// what it costs.
const (
	restWatched = 2 * time.Second
	restPolled  = 400 * time.Millisecond
	dearWatched = 100
	dearPolled  = 10
	// silence is how long a change may go without a hint before the hints are
	// no longer relied on.
	silence = time.Second
	// retry is how soon a file in the middle of being written is read again.
	retry = 20 * time.Millisecond
	// pause is how long after a change the memory that it left behind is
	// collected: not while somebody waits for the page, and before the next
	// change, which the collector would slow down.
	pause = 100 * time.Millisecond
	// leisure is how long after a change what is in use is packed, and what is not
	// given back to the system.
	leisure = 2 * time.Second
)

// loop is the one goroutine that owns what is known of the files, what is being
// made of them, and who listens.
type loop struct {
	*Server
	hub  hub
	tree *tree
	// watcher is nil when polling; full is why it watches no more.
	watcher *watcher
	full    error
	batches chan batch
	// done receives what a reading of the site found; busy is while there is
	// one, and next is what has changed since it began. checked receives the
	// same with the rules checked.
	done, checked chan outcome
	busy          bool
	next          []string
	// unannounced has changes that a look at the whole found, and when.
	unannounced map[string]time.Time
	rescan      *time.Timer
	again       *time.Timer
	unsettled   []string
	pause       *time.Timer
	leisure     *time.Timer
	// tidying is locked while memory is tidied; packer is used only then.
	tidying sync.Mutex
	packer  *packer
	// told are the reports for the terminal, which may be slow.
	told chan Report
}

// mostTold is how many reports may wait for the terminal before the loop does.
const mostTold = 64

// outcome is what a reading of the site found.
type outcome struct {
	state   *state
	changed []string
	first   bool
	took    time.Duration
}

func (s *Server) loop(ctx context.Context) {
	l := &loop{
		Server: s, hub: hub{clients: map[*client]bool{}}, tree: newTree(s.opts.Files),
		batches: make(chan batch), done: make(chan outcome, 1), checked: make(chan outcome), unannounced: map[string]time.Time{},
		rescan: time.NewTimer(time.Hour), again: time.NewTimer(time.Hour), pause: time.NewTimer(time.Hour), leisure: time.NewTimer(time.Hour), packer: newPacker(), told: make(chan Report, mostTold),
	}
	told := make(chan struct{})
	go func() {
		for r := range l.told {
			s.opts.Report(r)
		}
		close(told)
	}()
	l.listen()
	l.look()
	l.read(nil)
	for l.step(ctx) {
	}
	close(s.closing)
	close(l.told)
	<-told
	if l.busy {
		<-l.done
	}
	if l.watcher != nil {
		l.watcher.close()
	}
}

// step waits for one thing to happen, and handles it. It returns false at the
// end.
func (l *loop) step(ctx context.Context) bool {
	select {
	case <-ctx.Done():
		return false
	case j := <-l.joins:
		j.ok <- l.hub.join(j.client)
	case c := <-l.leaves:
		l.hub.leave(c)
	case r := <-l.reports:
		l.told <- r
	case b := <-l.batches:
		l.heard(b)
	case <-l.rescan.C:
		l.catchUp()
		l.look()
	case <-l.again.C:
		l.update(nil)
	case <-l.pause.C:
		l.tidy(runtime.GC)
	case <-l.leisure.C:
		t := l.tree
		l.tidy(func() {
			l.packer.pack(t)
			debug.FreeOSMemory()
		})
	case o := <-l.done:
		l.finish(o)
	case o := <-l.checked:
		l.settle(o)
	}
	if !l.busy && len(l.next) > 0 {
		l.read(l.next)
	}
	return true
}

// tidy makes the memory small that the changes before left behind. What it does
// takes as long as several changes, and waits for none of them.
func (l *loop) tidy(work func()) {
	go func() {
		if l.tidying.TryLock() {
			defer l.tidying.Unlock()
			work()
		}
	}()
}

// listen starts to watch, unless polling is asked for.
func (l *loop) listen() {
	if l.opts.Poll {
		return
	}
	w, err := l.newWatcher(l.opts.Dir)
	if err != nil {
		l.poll(err)
		return
	}
	l.watcher = w
	go gather(w.hints, l.batches)
}

// poll gives up on being told of changes, and says so once.
func (l *loop) poll(why error) {
	text := "changes made on another machine are not announced here; looking for them every so often instead"
	if why != nil {
		text = "the system does not watch so many folders" + reason(why) + "; looking for changes every so often instead"
	}
	if l.watcher != nil {
		l.watcher.close()
		l.watcher = nil
	}
	clear(l.unannounced)
	l.rescan.Reset(restPolled)
	l.told <- Report{Notice: text}
}

// watch is called before each folder is read.
func (l *loop) watch(folder string) {
	if l.watcher != nil && l.full == nil {
		l.full = l.watcher.watch(folder)
	}
}

// catchUp handles what was heard while the loop did something else, so that a look
// does not take it for what was never heard.
func (l *loop) catchUp() {
	for {
		select {
		case b := <-l.batches:
			l.heard(b)
		default:
			return
		}
	}
}

// look compares the whole site with what is known of it.
func (l *loop) look() {
	start := time.Now()
	s := newSurvey(l.tree, l.watch, start)
	s.everything()
	changed := l.take(s)
	strangers := l.tree.strangers()
	l.next = merged(l.next, strangers)
	l.unexpected(changed, start)
	rest, dear := restPolled, time.Duration(dearPolled)
	if l.watcher != nil {
		rest, dear = restWatched, dearWatched
	}
	l.rescan.Reset(max(rest, dear*time.Since(start)))
}

// unexpected notes changes of which no hint has come yet, and stops waiting for
// hints where an earlier one never came: so it is with folders of another
// machine.
func (l *loop) unexpected(changed []string, now time.Time) {
	if l.watcher == nil {
		return
	}
	for _, since := range l.unannounced {
		if now.Sub(since) >= silence {
			l.poll(nil)
			return
		}
	}
	if l.state.Load().tree == nil {
		return // the first look
	}
	for _, name := range changed {
		l.unannounced[name] = now
	}
}

// heard looks at what a watcher named.
func (l *loop) heard(b batch) {
	for name := range l.unannounced {
		if b.announces(name) {
			delete(l.unannounced, name)
		}
	}
	if l.watcher != nil {
		for name, replaced := range b.paths {
			if replaced {
				l.watcher.forget(l.tree.folders(name))
			}
		}
	}
	if b.lost {
		clear(l.unannounced)
		l.look()
	}
	l.update(b.names())
}

// update reads files again, and those that were being written.
func (l *loop) update(names []string) {
	names, l.unsettled = merged(names, l.unsettled), nil
	s := newSurvey(l.tree, l.watch, time.Now())
	s.paths(names)
	l.take(s)
}

// take makes a survey's tree the known one.
func (l *loop) take(s *survey) []string {
	var changed []string
	l.tree, changed = s.done()
	l.next = merged(l.next, changed)
	if l.unsettled = merged(l.unsettled, s.unsettled); len(l.unsettled) > 0 {
		l.again.Reset(retry)
	}
	if l.watcher != nil && l.full != nil {
		l.poll(l.full)
	}
	l.follow(s)
	return changed
}

// follow keeps the watcher's names true where folders are gone: one that moved
// is watched under the name that it had, as are those in it. The old names are
// forgotten, and what came instead is watched and read anew.
func (l *loop) follow(s *survey) {
	if l.watcher == nil || len(s.left) == 0 {
		return
	}
	l.watcher.forget(slices.Concat(s.left, s.entered))
	if len(s.entered) > 0 {
		l.update(s.entered)
	}
}

func merged(a, b []string) []string {
	if len(b) == 0 {
		return a
	}
	return slices.Compact(slices.Sorted(slices.Values(slices.Concat(a, b))))
}

// read starts to read the site as it is now.
func (l *loop) read(changed []string) {
	l.busy, l.next = true, nil
	t, before, opts := l.tree, l.state.Load(), l.opts.Site
	go func() {
		start := time.Now()
		l.done <- outcome{state: load(t, before, opts), changed: changed, first: before.tree == nil, took: time.Since(start)}
	}()
}

// finish puts what was read in the place of what was known before, tells every
// page, and has the rules checked.
func (l *loop) finish(o outcome) {
	l.busy = false
	before := l.state.Load()
	l.state.Store(o.state)
	if o.first {
		close(l.ready)
	}
	what := page
	if onlyStyles(o.changed) && !before.broken() && !o.state.broken() {
		what = styles
	}
	l.hub.tell(what)
	if o.state.checked {
		l.tellTerminal(o)
		return
	}
	go func() {
		o.state = o.state.check()
		select {
		case l.checked <- o:
		case <-l.closing:
		}
	}()
}

// settle puts a checked state in the place of the same one unchecked, unless
// there is a newer one by now.
func (l *loop) settle(o outcome) {
	before := l.state.Load()
	if before.tree != o.state.tree {
		return
	}
	l.state.Store(o.state)
	if !reflect.DeepEqual(before.problems, o.state.problems) {
		l.hub.tell(page)
	}
	l.tellTerminal(o)
}

func (l *loop) tellTerminal(o outcome) {
	l.pause.Reset(pause)
	l.leisure.Reset(leisure)
	l.told <- Report{Loaded: &Loaded{Changed: o.changed, Site: o.state.site, Problems: o.state.problems, Took: o.took}}
}

// onlyStyles reports whether nothing but style sheets of themes has changed.
func onlyStyles(changed []string) bool {
	for _, name := range changed {
		if path.Ext(name) != ".css" || !strings.HasPrefix(name, themes+"/") {
			return false
		}
	}
	return len(changed) > 0
}
