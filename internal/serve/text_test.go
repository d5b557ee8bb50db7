package serve

import (
	"bytes"
	"crypto/rand"
	"strings"
	"testing"
)

// TestPack proves that a text says the same before and after it is packed, and
// that what packing makes no smaller is left as it is.
func TestPack(t *testing.T) {
	noise := make([]byte, 4*worthPacking)
	_, _ = rand.Read(noise) // it never fails
	packer := newPacker()
	for _, tt := range []struct {
		name   string
		data   []byte
		packed bool
	}{
		{"empty", nil, false},
		{"short", []byte("short"), false},
		{"prose", []byte(strings.Repeat("They talked in pairs. ", 200)), true},
		{"noise", noise, false},
		{"more prose", []byte(strings.Repeat("Then they wrote. ", 300)), true},
	} {
		text := newText(tt.data)
		tree := newTree(nil)
		tree.nodes["content/a.md"] = &node{text: text}
		for range 3 {
			if !bytes.Equal(text.bytes(), tt.data) {
				t.Errorf("%s: it is not what it was", tt.name)
			}
			packer.pack(tree)
		}
		if got := text.kept.Load().packed; got != tt.packed {
			t.Errorf("%s: packed is %v", tt.name, got)
		}
	}
}
