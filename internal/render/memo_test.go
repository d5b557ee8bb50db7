package render

import (
	"strconv"
	"testing"
)

// TestMemo asks for more than is kept: each value is right, and those that are
// kept are made once.
func TestMemo(t *testing.T) {
	var m memo[int, string]
	made := 0
	for range 2 {
		for key := range memoRoom + 100 {
			if got := m.get(key, func() string { made++; return strconv.Itoa(key) }); got != strconv.Itoa(key) {
				t.Fatalf("%d: %s", key, got)
			}
		}
	}
	if want := memoRoom + 200; made != want {
		t.Errorf("%d values were made, want %d", made, want)
	}
}
