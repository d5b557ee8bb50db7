package strict

import (
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"
)

// simpleSeeds are simple blocks, and what is almost simple.
var simpleSeeds = []string{
	"title: \"Talk partners\"\ndate: 2026-03-12\npractitioners: [amira-khan, b]\nschool: northfield\n",
	"title: Talk: partners\n", "a: b:\n", "a: b #c\n", "a: b#c\n", "a: [PS1, ssat-lp/LP8]\n", "a: null\n", "a: Null\n", "null: a\n", "a: 'it''s'\n", "a: \"b\\n\"\n",
	"a: b \n", "a:  b\n", "a:\n", "a: []\n", "a: [b,c]\n", "a: [b , c]\n", "a: [b,  c]\n", "a: [null]\n", "a: [true, 12, 1.5]\n", "a: yes\n", "a: ~\n", "a: b\n\nc: d\n", "a: b\n  c\n",
	"a: b\nb\n", "a: é — “x”\n", "é: b\n", "a: b\u00a0\n", "a: b\u0085c\n", "a: x\ufeff\n", "a: 1:2\n", "a: 0x1F\n", "a: .5\n", "a: b\tc\n", "a: \"b\" c\n", "a: \"b\" #c\n", "a: 'b'\n#c\n", "---\na: b\n", "a: b\n...\n",
	"a: <<\n", "a: [b: c]\n", "a: [b, \"c\"]\n", "a: {b: c}\n", "a: |\n b\n", "a: &b c\n", "a: *b\n", "a: !b c\n", "a: @b\n", "a: \x7f\n", "a: b\r\n", "_a: b\n", "a_1: b\n", "a: b\x00\n", "a: []]\n", "a: [-b]\n", "a: [b-]\n", "a: \"\"\n", "a: ''\n",
}

// FuzzSimple holds the nodes of a simple block to those of the library.
func FuzzSimple(f *testing.F) {
	for _, seed := range simpleSeeds {
		f.Add(seed)
	}
	f.Fuzz(checkSimple)
}

// TestSimple writes blocks at random, of pieces that make simple ones and others.
func TestSimple(t *testing.T) {
	pieces := strings.Split("b|c1|d e|f-g|Talk|a: |title: |b|12|[|]|, |,|\n|\n|\n|: |:|#| #| |\"|\"|'|-|- |null|true|2026-03-12|é|“|~|{|}|\\|/|_|.|?|!|&|*|x|<<|%|@|`|\t|\u00a0|\u2028|\U0001F600|>|é: |a_b: ", "|")
	random := rand.New(rand.NewPCG(5, 6))
	simple := 0
	for range 40_000 {
		var b strings.Builder
		for range 1 + random.IntN(4) {
			b.WriteString([]string{"title: ", "a: ", "a: [", "a: \"", ""}[random.IntN(5)])
			for range 1 + random.IntN(4) {
				b.WriteString(pieces[random.IntN(len(pieces))])
			}
			b.WriteString([]string{"\n", "\n", "]\n", "\"\n"}[random.IntN(4)])
		}
		if checkSimple(t, b.String()); t.Failed() {
			return
		}
		if _, ok := new(forest).tried(b.String()); ok {
			simple++
		}
	}
	if simple < 1_000 {
		t.Errorf("only %d blocks were simple", simple)
	}
}

// tried is simple with memory of its own.
func (*forest) tried(text string) (*yaml.Node, bool) {
	return forestFor(text, new(sync.Pool)).simple(text)
}

func checkSimple(t *testing.T, text string) {
	got, ok := new(forest).tried(text)
	if !ok {
		return
	}
	if string(oneLineEnd([]byte(text))) != text {
		t.Fatalf("%q has other ends of lines", text)
	}
	want, err := parse([]byte(text), deepestSimple)
	if err != nil || want == nil {
		t.Fatalf("%q is taken for simple, and is not: %v", text, err)
	}
	if d := cmp.Diff(bare(want), bare(got)); d != "" {
		t.Fatalf("%q:\n%s", text, d)
	}
}

// bare is a tree without the tags that nobody asks for.
func bare(n *yaml.Node) yaml.Node {
	all := *n
	if n.Tag != "!!null" && n.Tag != "!!merge" {
		all.Tag = ""
	}
	all.Content = nil
	for _, c := range n.Content {
		child := bare(c)
		all.Content = append(all.Content, &child)
	}
	return all
}
