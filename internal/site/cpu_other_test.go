//go:build !unix

package site_test

import (
	"testing"
	"time"
)

var started = time.Now()

// cpuTime is the time since the start where the system has nothing better.
func cpuTime(*testing.T) time.Duration { return time.Since(started) }
