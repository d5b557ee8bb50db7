package main

import (
	"os"
	"runtime/debug"
)

// How much memory the garbage collector lets a build take, per cent of what is in
// use: schools build on old laptops and on small servers. While pages are read,
// what is in use is little and grows, and the collector would run again and again
// for nothing; once all are read, it is large and stays. GOGC says otherwise.
const (
	spareAtFirst = 200
	spareLater   = 60
)

func tune(spare int) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(spare)
	}
}
