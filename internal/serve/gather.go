package serve

import (
	"maps"
	"path"
	"slices"
	"time"
)

// hint is what a watcher says: something may have changed.
type hint struct {
	// path is relative to the site's root, with slashes.
	path string
	// replaced says that the name itself was made, renamed or removed, not only
	// what it holds.
	replaced bool
	// lost says that hints were lost: anything may have changed.
	lost bool
}

// batch is the hints that are handled together.
type batch struct {
	// paths says of each whether it was replaced.
	paths map[string]bool
	// busy are paths that are heard of so often that nothing is known of them yet
	// but that.
	busy map[string]bool
	lost bool
}

func (b *batch) names() []string { return slices.Sorted(maps.Keys(b.paths)) }

// empty reports whether a batch says nothing.
func (b *batch) empty() bool { return len(b.paths) == 0 && len(b.busy) == 0 && !b.lost }

// announces reports whether a name or a folder that it is in is in the batch.
func (b *batch) announces(name string) bool {
	for ; name != "."; name = path.Dir(name) {
		if _, ok := b.paths[name]; ok || b.busy[name] {
			return true
		}
	}
	return false
}

// A path is ready when nothing more was heard of it for a while: the time in
// which one program writes one file, or, where many files change, one in which
// git goes from one to the next. A path that stays busy holds up the others
// only so long.
const (
	quietFew  = 10 * time.Millisecond
	quietMany = 60 * time.Millisecond
	many      = 8
	patience  = time.Second
)

// A path is restless that was handed over several times, each soon after the one
// before, as a large file is while it is copied: it is then left alone for longer,
// and holds up no other.
const (
	manyTimes     = 4
	soon          = 400 * time.Millisecond
	quietRestless = 250 * time.Millisecond
)

// gathering is the state of gather.
type gathering struct {
	pending map[string]waiting
	lost    bool
	// first and last are the times of the oldest and of the newest hint that
	// is pending.
	first, last time.Time
	// restless has the restless paths that are pending, and handed says how often
	// paths were handed over of late.
	restless map[string]waiting
	handed   map[string]handed
	// offer is ready and not yet taken; nil where nothing is.
	offer *batch
}

// waiting is what was heard of one path.
type waiting struct {
	replaced bool
	last     time.Time
	// told is when the path was last spoken of, for one that is restless.
	told time.Time
}

// handed is how often a path was handed over, each time soon after the one before.
type handed struct {
	times int
	last  time.Time
}

// gather collects hints until they are quiet, and hands over what came together
// as one batch. While nobody takes it, more is added. It ends when the hints
// do.
func gather(hints <-chan hint, batches chan<- batch) {
	g := &gathering{pending: map[string]waiting{}, restless: map[string]waiting{}, handed: map[string]handed{}}
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		var out chan<- batch
		var offer batch
		if g.offer != nil {
			out, offer = batches, *g.offer
		}
		select {
		case h, ok := <-hints:
			if !ok {
				return
			}
			g.hear(h, time.Now())
			timer.Reset(g.wait(time.Now()))
		case <-timer.C:
			if g.waits() {
				g.settle(time.Now())
				timer.Reset(g.wait(time.Now()))
			}
		case out <- offer:
			g.offer = nil
		}
	}
}

// hear notes a hint. A path that is ready and heard of again is not ready.
func (g *gathering) hear(h hint, now time.Time) {
	heard := waiting{replaced: g.withdraw(h.path) || h.replaced, last: now}
	if g.isRestless(h.path, now) && !h.lost {
		before, waits := g.restless[h.path]
		heard.replaced = heard.replaced || before.replaced
		if heard.told = before.told; !waits {
			heard.told = now
		}
		g.restless[h.path] = heard
		return
	}
	if len(g.pending) == 0 && !g.lost {
		g.first = now
	}
	g.last = now
	g.lost = g.lost || h.lost
	if h.lost {
		return
	}
	heard.replaced = heard.replaced || g.pending[h.path].replaced
	g.pending[h.path] = heard
}

// isRestless reports whether a path is, or waits as one that is.
func (g *gathering) isRestless(path string, now time.Time) bool {
	if _, waits := g.restless[path]; waits {
		return true
	}
	h, known := g.handed[path]
	return known && h.times >= manyTimes && now.Sub(h.last) < soon
}

// withdraw takes a path back that is on offer, and returns whether it was replaced.
func (g *gathering) withdraw(path string) bool {
	if g.offer == nil {
		return false
	}
	replaced := g.offer.paths[path]
	if delete(g.offer.paths, path); g.offer.empty() {
		g.offer = nil
	}
	return replaced
}

func (g *gathering) waits() bool { return len(g.pending) > 0 || g.lost || len(g.restless) > 0 }

func (g *gathering) quiet() time.Duration {
	if len(g.pending) > many || g.lost {
		return quietMany
	}
	return quietFew
}

// wait returns the time until there may be something ready.
func (g *gathering) wait(now time.Time) time.Duration {
	next := now.Add(time.Hour)
	earlier := func(at time.Time) {
		if at.Before(next) {
			next = at
		}
	}
	if len(g.pending) > 0 || g.lost {
		earlier(g.last.Add(g.quiet()))
		earlier(g.first.Add(patience))
	}
	for _, p := range g.restless {
		earlier(p.last.Add(quietRestless))
		earlier(p.told.Add(patience))
	}
	return next.Sub(now)
}

// settle moves what is quiet to the offer.
func (g *gathering) settle(now time.Time) {
	if g.offer == nil {
		g.offer = &batch{paths: map[string]bool{}, busy: map[string]bool{}}
	}
	if len(g.pending) > 0 || g.lost {
		g.settlePending(now)
	}
	g.settleRestless(now)
	if g.offer.empty() {
		g.offer = nil
	}
	maps.DeleteFunc(g.handed, func(_ string, h handed) bool { return now.Sub(h.last) >= soon })
}

func (g *gathering) settleRestless(now time.Time) {
	for name, p := range g.restless {
		switch {
		case now.Sub(p.last) >= quietRestless:
			delete(g.restless, name)
			g.hand(name, p, now)
		case now.Sub(p.told) >= patience:
			p.told = now
			g.restless[name] = p
			g.offer.busy[name] = true
		}
	}
}

func (g *gathering) settlePending(now time.Time) {
	quiet := g.quiet()
	all := now.Sub(g.last) >= quiet
	if !all && now.Sub(g.first) < patience {
		return
	}
	g.offer.lost = g.offer.lost || g.lost
	g.lost, g.first = false, now
	for name, p := range g.pending {
		if !all && now.Sub(p.last) < quiet {
			g.offer.busy[name] = true
			continue
		}
		delete(g.pending, name)
		g.hand(name, p, now)
	}
}

// hand puts a path on offer.
func (g *gathering) hand(name string, p waiting, now time.Time) {
	g.offer.paths[name] = g.offer.paths[name] || p.replaced
	times := 1
	if h := g.handed[name]; now.Sub(h.last) < soon {
		times += h.times
	}
	if !p.told.IsZero() {
		times = manyTimes // it was restless until now
	}
	g.handed[name] = handed{times, now}
}
