package main

import (
	"os"
	"runtime/debug"
)

// How much memory the garbage collector lets a build take: schools build on old
// laptops and on small servers. While pages are read, what is in use is little
// and grows, and the collector would run again and again for nothing; once all
// are read, it is large and stays. Near comfort, which only very large sites
// reach, the collector takes more time instead of more memory. GOGC and GOMEMLIMIT
// say otherwise.
const (
	spareAtFirst = 200 // per cent of what is in use
	spareLater   = 60
	comfort      = 1200 << 20
)

func tuneMemory() {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(comfort)
	}
	tune(spareAtFirst)
}

func tune(spare int) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(spare)
	}
}
