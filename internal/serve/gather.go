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
	lost  bool
}

func (b *batch) names() []string { return slices.Sorted(maps.Keys(b.paths)) }

// announces reports whether a name or a folder that it is in is in the batch.
func (b *batch) announces(name string) bool {
	for ; name != "."; name = path.Dir(name) {
		if _, ok := b.paths[name]; ok {
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

// gathering is the state of gather.
type gathering struct {
	pending map[string]waiting
	lost    bool
	// first and last are the times of the oldest and of the newest hint that
	// is pending.
	first, last time.Time
	// offer is ready and not yet taken; nil where nothing is.
	offer *batch
}

// waiting is what was heard of one path.
type waiting struct {
	replaced bool
	last     time.Time
}

// gather collects hints until they are quiet, and hands over what came together
// as one batch. While nobody takes it, more is added. It ends when the hints
// do.
func gather(hints <-chan hint, batches chan<- batch) {
	g := &gathering{pending: map[string]waiting{}}
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
	if !g.waits() {
		g.first = now
	}
	g.last = now
	g.lost = g.lost || h.lost
	if h.lost {
		return
	}
	p := waiting{replaced: h.replaced || g.pending[h.path].replaced, last: now}
	if g.offer != nil {
		p.replaced = p.replaced || g.offer.paths[h.path]
		delete(g.offer.paths, h.path)
		if len(g.offer.paths) == 0 && !g.offer.lost {
			g.offer = nil
		}
	}
	g.pending[h.path] = p
}

func (g *gathering) waits() bool { return len(g.pending) > 0 || g.lost }

func (g *gathering) quiet() time.Duration {
	if len(g.pending) > many || g.lost {
		return quietMany
	}
	return quietFew
}

// wait returns the time until there may be something ready.
func (g *gathering) wait(now time.Time) time.Duration {
	if !g.waits() {
		return time.Hour
	}
	next := g.last.Add(g.quiet())
	if end := g.first.Add(patience); end.Before(next) {
		next = end
	}
	return next.Sub(now)
}

// settle moves what is quiet to the offer.
func (g *gathering) settle(now time.Time) {
	quiet := g.quiet()
	all := now.Sub(g.last) >= quiet
	if !all && now.Sub(g.first) < patience {
		return
	}
	offer := g.offer
	if offer == nil {
		offer = &batch{paths: map[string]bool{}}
	}
	offer.lost = offer.lost || g.lost
	g.lost, g.first = false, now
	for name, p := range g.pending {
		if all || now.Sub(p.last) >= quiet {
			offer.paths[name] = offer.paths[name] || p.replaced
			delete(g.pending, name)
		}
	}
	if len(offer.paths) > 0 || offer.lost {
		g.offer = offer
	}
}
