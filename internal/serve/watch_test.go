package serve

import (
	"sync"
	"testing"
	"time"
)

// hearing is a loop whose hints are collected and never handled.
type hearing struct {
	folder
	*loop
	mu    sync.Mutex
	hints map[string]bool
}

func newHearing(t *testing.T, f folder) *hearing {
	t.Helper()
	w, err := newWatcher(f.dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.close)
	h := &hearing{folder: f, hints: map[string]bool{}}
	h.loop = &loop{
		Server: New(Options{Dir: f.dir, Files: f.files()}), tree: newTree(f.files()), watcher: w, unannounced: map[string]time.Time{},
		rescan: time.NewTimer(time.Hour), again: time.NewTimer(time.Hour), pause: time.NewTimer(time.Hour), leisure: time.NewTimer(time.Hour),
	}
	go func() {
		for hint := range w.hints {
			h.mu.Lock()
			h.hints[hint.path] = true
			h.mu.Unlock()
		}
	}()
	return h
}

// hears waits for a hint of a file that is written now.
func (h *hearing) hears(name string) {
	h.t.Helper()
	h.write(name, "text")
	eventually(h.t, "a hint of "+name, func() bool {
		h.mu.Lock()
		defer h.mu.Unlock()
		return h.hints[name]
	})
}

// TestWatcher_moves proves that folders are watched under the names that they
// have, also when a look at the whole found that they moved before a hint said
// so, whichever name comes first in the alphabet.
func TestWatcher_moves(t *testing.T) {
	for _, to := range []string{"content/0", "content/z", "content/other/deep"} {
		t.Run(to, func(t *testing.T) {
			f := newFolder(t)
			f.write("content/m/sub/a.md", "a")
			h := newHearing(t, f)
			h.look()
			h.hears("content/m/sub/b.md")
			h.rename("content/m", to)
			h.look()
			h.hears(to + "/c.md")
			h.hears(to + "/sub/d.md")
			h.look()
			h.rename(to, "content/m")
			h.look()
			h.hears("content/m/e.md")
			h.hears("content/m/sub/f.md")
		})
	}
}

// TestWatcher_swap proves the same of two folders that change places.
func TestWatcher_swap(t *testing.T) {
	f := newFolder(t)
	f.write("content/a/sub/a.md", "a")
	f.write("content/b/sub/b.md", "b")
	h := newHearing(t, f)
	h.look()
	h.rename("content/a", "content/.old")
	h.rename("content/b", "content/a")
	h.rename("content/.old", "content/b")
	h.heard(batch{paths: map[string]bool{"content/a": true, "content/b": true}})
	h.hears("content/a/sub/c.md")
	h.hears("content/b/sub/d.md")
	h.hears("content/a/e.md")
	h.hears("content/b/f.md")
}

// TestLoop_late proves that a hint which comes as late as the look at everything is
// still a hint: where a machine is busy both are often due.
func TestLoop_late(t *testing.T) {
	for _, tt := range []struct {
		name  string
		heard batch
		polls bool
	}{
		{"the file was heard of", batch{paths: map[string]bool{"content/a.md": false}}, false},
		{"its folder was", batch{paths: map[string]bool{"content": true}}, false},
		{"it is heard of all the time", batch{busy: map[string]bool{"content/a.md": true}}, false},
		{"another file was", batch{paths: map[string]bool{"content/b.md": false}}, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := newPortal(t)
			f.write("content/a.md", pageText("A", "Words."))
			w, err := deaf("")
			f.must(err)
			s := New(Options{Files: f.files()})
			s.state.Store(&state{tree: newTree(s.opts.Files)})
			l := &loop{
				Server: s, tree: newTree(s.opts.Files), watcher: w, batches: make(chan batch, 1), told: make(chan Report, 1),
				unannounced: map[string]time.Time{"content/a.md": time.Now().Add(-time.Minute)},
				rescan:      time.NewTimer(time.Hour), again: time.NewTimer(time.Hour),
			}
			l.batches <- tt.heard
			l.catchUp()
			l.look()
			if polls := l.watcher == nil; polls != tt.polls {
				t.Errorf("polls: %t", polls)
			}
		})
	}
}
