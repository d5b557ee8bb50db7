package strict_test

import (
	"strings"
	"testing"
	"time"

	"github.com/exemplar-lp/exemplar/internal/strict"
)

// Characters that texts below are made of, since they cannot be seen.
const (
	override = "\u202e"
	isolate  = "\u2067"
	zwj      = "\u200d"
	zwnj     = "\u200c"
)

func TestUnseen(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		at         int // of the character; -1 where none is to be found
	}{
		{"plain", "Talk partners", -1},
		{"accents", "Llŷn, café, naïve", -1},
		{"an override", "Talk " + override + "partners", 5},
		{"an isolate", isolate + "Talk", 0},
		{"an override among letters from the right", "שלום" + override + "Talk", 8},
		{"a zero-width space", "Talk\u200bpartners", 4},
		{"a soft hyphen", "part\u00adners", 4},
		{"a word joiner", "Talk\u2060", 4},
		{"a byte order mark", "Talk\ufeff", 4},
		{"a filler", "\u3164", 0},
		{"a tag without a flag", "Talk\U000E0067", 4},
		{"a joiner between Latin letters", "Tal" + zwj + "k", 3},
		{"a joiner at the end", "Talk" + zwj, 4},
		{"a joiner after an emoji alone", "👩" + zwj, 4},
		{"a joiner before a letter", "👩" + zwj + "a", 4},
		{"a joiner after a combining accent", "x\u0301" + zwj, 3},
		{"a non-joiner between quotes", "“" + zwnj + "Talk”", 3},
		{"a mark of direction among Latin letters", "Talk\u200e", 4},
		{"a family", "👩" + zwj + "👧" + zwj + "👦 read", -1},
		{"a teacher with a colour of skin", "👩🏽" + zwj + "🏫", -1},
		{"a heart on fire", "❤\ufe0f" + zwj + "🔥", -1},
		{"a head that is shaken", "🙂" + zwj + "↔\ufe0f", -1},
		{"the flag of Wales", "🏴\U000E0067\U000E0062\U000E0077\U000E006C\U000E0073\U000E007F Cymru", -1},
		{"Persian", "می" + zwnj + "خواهم", -1},
		{"Bengali", "র" + zwj + "্য", -1},
		{"a Malayalam word that ends in a joiner", "ന\u0d4d" + zwj + " അവൻ", -1},
		{"a mark of direction among Hebrew letters", "שלום\u200f!", -1},
		{"an Arabic sign before a number", "\u06dd١", -1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, at, found := strict.Unseen(tt.text)
			if !found {
				at = -1
			}
			if at != tt.at {
				t.Errorf("%U at %d, want %d", r, at, tt.at)
			}
		})
	}
}

// TestUnseen_long proves that texts of nothing else take no longer than others.
func TestUnseen_long(t *testing.T) {
	start := time.Now()
	for _, text := range []string{
		strings.Repeat("\u200f", 20_000) + "ש", "🏴" + strings.Repeat("\U000E0067", 20_000), strings.Repeat("👩"+zwj, 10_000) + "👩",
	} {
		strict.Unseen(text)
	}
	if took := time.Since(start); took > slow*time.Second {
		t.Errorf("took %v", took)
	}
}
