package markdown

import (
	"regexp"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

func TestFold(t *testing.T) {
	for s, want := range map[string]string{
		"plain": "plain", "Café": "Cafe", "Cafe\u0301": "Cafe", "Llŷn": "Llyn", "tŵr": "twr", "Łódź": "Lodz", "Ærøskøbing": "AEroskobing",
		"Straße": "Strasse", "Þór": "THor", "ﬁnal": "final", "日本": "日本", "Ｗide": "Wide", "İstanbul, ığdır": "Istanbul, igdir",
	} {
		if got := Fold(s); got != want {
			t.Errorf("Fold(%q) = %q, want %q", s, got, want)
		}
	}
}

func TestSlugify(t *testing.T) {
	for s, want := range map[string]string{
		"Is it paid?": "is-it-paid", "  A -- b  ": "a-b", "pupil's": "pupils", "pupil’s": "pupils", "Q&A": "q-a", "C++": "c", "": "",
		"日本語": "", "Year 7 日本": "year-7", "Llŷn a’r Fro": "llyn-ar-fro", "Reading/Writing": "reading-writing", "£5": "5", "2026": "2026", "-a-": "a",
	} {
		if got := Slugify(s); got != want {
			t.Errorf("Slugify(%q) = %q, want %q", s, got, want)
		}
	}
}

// TestSlugify_forms takes every character that Unicode writes in two ways.
func TestSlugify_forms(t *testing.T) {
	form := regexp.MustCompile(`^[a-z0-9]*(-[a-z0-9]+)*$`)
	n := 0
	for r := rune(0xA0); r < 0x30000; r++ {
		if !thorough && r > 0x600 && r%16 != 0 {
			continue
		}
		s := "a " + string(r) + " b"
		composed, decomposed := norm.NFC.String(s), norm.NFD.String(s)
		if composed != decomposed {
			n++
		}
		if a, b := Slugify(composed), Slugify(decomposed); a != b || !form.MatchString(a) || !strings.HasPrefix(a, "a") {
			t.Errorf("%U: %q and %q", r, a, b)
		}
	}
	if n < 10_000 && thorough || n < 800 {
		t.Errorf("only %d characters have two forms", n)
	}
}

// TestSlugify_signs takes the signs that are not folded first.
func TestSlugify_signs(t *testing.T) {
	for r := '‐'; r <= '‧'; r++ {
		for _, s := range []string{"a" + string(r) + "b", string(r), "a " + string(r) + string(r) + "b" + string(r)} {
			if got, want := Slugify(s), Slugify(Fold(s)); got != want || !foldsToItself(s) {
				t.Errorf("%q: %q, not %q", s, got, want)
			}
		}
	}
}
