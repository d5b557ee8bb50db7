package content

import (
	"bytes"
	"testing"
)

// TestIsPlain puts every byte into every place of a short text.
func TestIsPlain(t *testing.T) {
	for c := range 256 {
		want := c >= ' ' && c < 0x7F || c == '\n' || c == '\t'
		for at := range 19 {
			text := bytes.Repeat([]byte("a"), 19)
			text[at] = byte(c)
			if got := isPlain(text); got != want {
				t.Errorf("byte %#x at %d: %v", c, at, got)
			}
		}
	}
}
