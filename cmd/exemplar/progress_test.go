package main

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// TestProgress goes through builds of one time and another, on a terminal and not.
func TestProgress(t *testing.T) {
	for _, test := range []struct {
		name            string
		terminal        bool
		read, each      time.Duration
		reading, counts bool
	}{
		{"quick", true, 100 * time.Millisecond, 1 * time.Millisecond, false, false},
		{"slow to read", true, 3 * time.Second, 1 * time.Millisecond, true, true},
		{"slow to write", true, 100 * time.Millisecond, 100 * time.Millisecond, false, true},
		{"not on a terminal", false, 3 * time.Second, 100 * time.Millisecond, false, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var said strings.Builder
				env := &environment{stderr: &said, terminal: test.terminal, now: time.Now}
				p := newProgress(env, time.Now())
				done := p.reading()
				time.Sleep(test.read)
				done()
				for i := range 40 {
					time.Sleep(test.each)
					p.show(i+1, 40)
				}
				p.clear()
				got := said.String()
				if strings.Contains(got, "reading the site") != test.reading || strings.Contains(got, "of 40 files") != test.counts {
					t.Errorf("said %q", got)
				}
				if got != "" && !strings.HasSuffix(got, wipe) {
					t.Errorf("%q stays on the terminal", got)
				}
				if n := strings.Count(got, "\r  ["); n > 40 || test.counts && n < 1 {
					t.Errorf("the line was drawn %d times", n)
				}
			})
		})
	}
}
