package markdown_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/exemplar-lp/exemplar/internal/diag"
	"github.com/exemplar-lp/exemplar/internal/markdown"
)

// TestCompact proves that an outline says the same when its words are one string.
func TestCompact(t *testing.T) {
	for _, common := range [][]string{nil, {"Costs", "Twice", "A"}} {
		compact(t, markdown.NewParser(markdown.Limits{}, common...))
	}
}

func compact(t *testing.T, parser *markdown.Parser) {
	for _, text := range []string{
		"",
		"Words alone.\n",
		"## Costs\n\n[Costs](#costs) and [One](a.md) and [two](https://example.org/b).[^n]\n\n### Costs\n\n- [PS1] talk\n\n[^n]: Note.\n",
		"## A {#same}\n\n## B {#same}\n\n##\n\n" + strings.Repeat("## Twice\n\n", 20),
	} {
		parse := func(p *markdown.Parser) *markdown.Body {
			body, _ := p.Parse(diag.NewSource("a.md", []byte(text)), 0)
			return body
		}
		body, want := parse(parser), parse(markdown.NewParser(markdown.Limits{}))
		parser.Compact(&body.Outline)
		if diff := cmp.Diff(want.Outline, body.Outline, cmp.AllowUnexported(markdown.Outline{})); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
		if anchors := body.Anchors(); !slices.IsSorted(anchors) {
			t.Errorf("%q: the anchors are not sorted: %q", text, anchors)
		}
	}
}
