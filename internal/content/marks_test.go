package content

import (
	"math/rand/v2"
	"regexp/syntax"
	"strings"
	"testing"
)

// TestWordRules_marks writes lines that the patterns match, each pattern read
// backwards with choices at random: none may be without its mark.
func TestWordRules_marks(t *testing.T) {
	for i := range wordRules {
		r := &wordRules[i]
		shape, err := syntax.Parse(r.pattern.String(), syntax.Perl)
		if err != nil {
			t.Fatal(err)
		}
		w := &backwards{rand: rand.New(rand.NewPCG(1, uint64(i)))}
		matched, g := 0, glance{}
		for range 5_000 {
			line := []byte(w.text(shape))
			if r.pattern.Match(line) { // a word boundary may be missing
				matched++
				g.look(line)
				if g.marks&r.mark == 0 || g.digits < r.digits {
					t.Fatalf("%s: %q matches %q and has no mark", r.code, r.pattern, line)
				}
			}
		}
		if matched < 1_000 {
			t.Errorf("%s: only %d lines match %q", r.code, matched, r.pattern)
		}
	}
}

// backwards writes texts that a pattern matches.
type backwards struct{ rand *rand.Rand }

func (w *backwards) text(re *syntax.Regexp) string {
	switch re.Op {
	case syntax.OpLiteral:
		text := string(re.Rune)
		if re.Flags&syntax.FoldCase != 0 && w.rand.IntN(2) == 0 {
			return strings.ToLower(text)
		}
		return text
	case syntax.OpCharClass:
		n := 2 * w.rand.IntN(len(re.Rune)/2)
		return string(re.Rune[n] + rune(w.rand.IntN(int(re.Rune[n+1]-re.Rune[n])+1)))
	case syntax.OpAlternate:
		return w.text(re.Sub[w.rand.IntN(len(re.Sub))])
	case syntax.OpStar:
		return w.times(re.Sub[0], 0, 2)
	case syntax.OpPlus:
		return w.times(re.Sub[0], 1, 3)
	case syntax.OpQuest:
		return w.times(re.Sub[0], 0, 1)
	case syntax.OpRepeat:
		return w.times(re.Sub[0], re.Min, re.Max)
	}
	var b strings.Builder
	for _, sub := range re.Sub {
		b.WriteString(w.text(sub))
	}
	return b.String()
}

func (w *backwards) times(re *syntax.Regexp, least, most int) string {
	var b strings.Builder
	for range least + w.rand.IntN(most-least+1) {
		b.WriteString(w.text(re))
	}
	return b.String()
}

func BenchmarkProse(b *testing.B) {
	line := []byte("One of the teachers in Year 4 said that the pupils had learnt more from each other than from her – and that three of them, who had never spoken in class before, now wanted to.")
	p := &proseReader{}
	b.SetBytes(int64(len(line)))
	for b.Loop() {
		p.line(0, line, nil, true)
	}
}
