package main

import (
	"os"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// How much memory may lie about before the garbage collector runs: schools build
// on old laptops and on small servers. While pages are read, what is in use is
// little and grows, and a share of it alone would have the collector run again and
// again for nothing.
const (
	spareBytes = 96 << 20 // whatever is in use
	spareShare = 50       // or per cent of what is in use, where that is more
)

// tuneEvery is how often what is in use is looked at.
const tuneEvery = 20 * time.Millisecond

// tune lets the garbage collector go by spareBytes and spareShare for as long as
// the program runs. GOGC says otherwise.
func tune() {
	if os.Getenv("GOGC") != "" {
		return
	}
	percent := spare(0)
	debug.SetGCPercent(percent)
	go func() {
		live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
		for range time.Tick(tuneEvery) {
			metrics.Read(live)
			if now := spare(live[0].Value.Uint64()); now != percent {
				percent = now
				debug.SetGCPercent(percent)
			}
		}
	}()
}

// spare returns the collector's setting for a number of bytes in use.
func spare(live uint64) int {
	const least = 4 << 20 // what the collector takes to be in use at least
	return max(int(spareBytes*100/max(live, least)), spareShare)
}
