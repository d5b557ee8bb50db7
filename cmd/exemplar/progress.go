package main

import (
	"fmt"
	"io"
	"time"
)

// patience is how long a build may take before it shows its progress.
const patience = time.Second

// progress is a line on a terminal that says that the site is being read, and then
// counts the files made.
type progress struct {
	env   *environment
	w     io.Writer
	start time.Time
	last  time.Time
	shown bool
}

func newProgress(env *environment, start time.Time) *progress {
	return &progress{env: env, w: env.stderr, start: start}
}

// reading says after a while that the site is being read, until done is called.
func (p *progress) reading() (done func()) {
	if !p.env.terminal {
		return func() {}
	}
	said := make(chan struct{})
	timer := time.AfterFunc(patience-p.env.now().Sub(p.start), func() {
		fmt.Fprint(p.w, "  reading the site")
		close(said)
	})
	return func() {
		if !timer.Stop() {
			<-said
			fmt.Fprint(p.w, wipe)
		}
	}
}

// show draws the line anew, at most ten times a second.
func (p *progress) show(done, total int) {
	if !p.env.terminal {
		return
	}
	now := p.env.now()
	if now.Sub(p.start) < patience || now.Sub(p.last) < patience/10 {
		return
	}
	p.last, p.shown = now, true
	const width = 30
	full := width * done / max(total, 1)
	fmt.Fprintf(p.w, "\r  [%-*s] %s of %s ", width, bar[:full], grouped(done), plural(total, "file"))
}

const bar = "##############################"

// wipe takes a line off the terminal.
const wipe = "\r\x1b[K"

// clear wipes the line.
func (p *progress) clear() {
	if p.shown {
		fmt.Fprint(p.w, wipe)
	}
}
