//go:build unix

package site_test

import (
	"syscall"
	"testing"
	"time"
)

// cpuTime is what this process has used of the processors. Unlike the clock it
// does not count what other processes use meanwhile.
func cpuTime(t *testing.T) time.Duration {
	t.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		t.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
