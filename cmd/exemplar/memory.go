package main

import (
	"math"
	"os"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// How much memory may lie about before the garbage collector runs: schools build
// on old laptops and on small servers. While pages are read, what is in use is
// little and grows, and a share of it alone would have the collector run again and
// again for nothing. All together should stay below enough, which sites of 100,000
// case studies do without; for more, the collector has to work for it, but never
// so that it does nothing else.
const (
	spareBytes = 112 << 20   // whatever is in use
	spareShare = 200         // or per cent of what is in use, where that is more
	enough     = 1_430 << 20 // bytes, for everything
	leastShare = 20          // per cent of what is in use that is always left
)

// tuneEvery is how often what is in use is looked at.
const tuneEvery = 20 * time.Millisecond

// tune lets the garbage collector go by what is in use for as long as the program
// runs. GOGC and GOMEMLIMIT say otherwise.
func tune() {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	set := func(live uint64) {
		debug.SetGCPercent(spare(live))
		debug.SetMemoryLimit(limit(live))
	}
	set(0)
	go func() {
		sample, before := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}, uint64(0)
		for range time.Tick(tuneEvery) {
			metrics.Read(sample)
			if live := sample[0].Value.Uint64(); live != before {
				before = live
				set(live)
			}
		}
	}()
}

// spare returns the collector's percentage for a number of bytes in use.
func spare(live uint64) int {
	const least = 4 << 20 // what the collector takes to be in use at least
	return max(int(spareBytes*100/max(live, least)), spareShare)
}

// limit returns the collector's limit for a number of bytes in use.
func limit(live uint64) int64 {
	return int64(min(max(enough, live+live/100*leastShare), math.MaxInt64))
}
