package content

import (
	"bytes"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

// TestSentences_skim proves that a paragraph which is skimmed counts as one whose
// words are looked at one by one.
func TestSentences_skim(t *testing.T) {
	words := []string{
		"we", "asked", "The", "class", "e.g.", "3.5", "talk.", "talk?”", "“Yes!”", "(and", "so).", "so.)", "it’s", "Why:", "thus;", "A", "I", "–", "…",
		"GCSE", "LOUD", "WORDS", "éclair", "Élan", "a\u00a0b", "...", ".", "\"", "?!", "'tis", "‘Now", "’", ")", "x.”’)", "Mr.", "",
	}
	r := rand.New(rand.NewPCG(1, 2))
	skimmed := 0
	for range 20_000 {
		var line []string
		for range r.IntN(12) {
			line = append(line, words[r.IntN(len(words))])
		}
		text := []byte(strings.Join(line, " ") + "\n")
		at := diag.Position{Line: 3}
		got, want := sentences{}, sentences{}
		if !got.skim(bytes.TrimSuffix(text, []byte("\n")), at) {
			continue
		}
		skimmed++
		want.spell(text, at)
		got.opening, want.opening = bytes.TrimSpace(got.opening), bytes.TrimSpace(want.opening)
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("%q: skimmed %+v, word by word %+v", text, got, want)
		}
	}
	if skimmed < 1_000 {
		t.Errorf("only %d were skimmed", skimmed)
	}
}
