//go:build !unix

package markdown

import (
	"testing"
	"time"
)

var started = time.Now()

// cpuTime is the time since the start where the system has nothing better.
func cpuTime(*testing.T) time.Duration { return time.Since(started) }
