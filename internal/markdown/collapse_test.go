package markdown

import (
	"math/rand/v2"
	"testing"
)

// TestCollapse_plain proves that a line which is taken to need no collapsing needs
// none, and that its words are counted as those of any other.
func TestCollapse_plain(t *testing.T) {
	pieces := []string{"a", "Talk", "3.5", "x-y,", " ", " ", "  ", "\t", "\n", "\v", "–", "&", "(b)", "é", "\u00a0", "\x7f", "it’s", "…", "word"}
	r := rand.New(rand.NewPCG(3, 4))
	plain := 0
	for range 50_000 {
		var line []byte
		for range r.IntN(12) {
			line = append(line, pieces[r.IntN(len(pieces))]...)
		}
		words, ok := countPlain(line)
		if !ok {
			continue
		}
		plain++
		before := string(line)
		kept, want := squeeze(line)
		if string(kept) != before || words != want {
			t.Fatalf("%q: %d words; squeezed it is %q with %d", before, words, kept, want)
		}
	}
	if plain < 500 {
		t.Errorf("only %d lines were plain", plain)
	}
}
