package markdown

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/util"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

// TestQuoteParser holds the dashes and dots that are set where words are written
// to those that goldmark sets while it reads.
func TestQuoteParser(t *testing.T) {
	ours, theirs := NewParser(DefaultLimits()), NewParser(DefaultLimits())
	inline := inlineParsers()
	last := &inline[len(inline)-1]
	if _, ok := last.Value.(quoteParser); !ok {
		t.Fatal("the last parser is another")
	}
	*last = util.Prioritized(extension.NewTypographerParser(typography(), extension.WithTypographicSubstitutions(map[extension.TypographicPunctuation]string{
		extension.LeftSingleQuote: "‘", extension.RightSingleQuote: "’", extension.LeftDoubleQuote: "“", extension.RightDoubleQuote: "”",
		extension.EnDash: "–", extension.EmDash: "—", extension.Ellipsis: "…", extension.LeftAngleQuote: "«", extension.RightAngleQuote: "»",
		extension.Apostrophe: "’",
	})), 9999)
	theirs.goldmark = parser.NewParser(parser.WithBlockParsers(blockParsers()...), parser.WithInlineParsers(inline...),
		parser.WithParagraphTransformers(paragraphTransformers()...))
	ours.goldmark = parser.NewParser(parser.WithBlockParsers(blockParsers()...), parser.WithInlineParsers(inlineParsers()...),
		parser.WithParagraphTransformers(paragraphTransformers()...))
	pieces := []string{"-", "-", "-", ".", ".", ".", `\`, "a", "b ", "\n", ",", "&amp;", "&", "*", "**", "_", "`", "[", "](c..d--e.md)", `"`, "'", "<", ">", "![", "](f.png)", "é", "~~", "<https://a..b--c.org>", "|"}
	random := rand.New(rand.NewPCG(3, 4))
	for range 20_000 {
		var b strings.Builder
		b.WriteString("x")
		for range random.IntN(24) {
			b.WriteString(pieces[random.IntN(len(pieces))])
		}
		src := diag.NewSource("a.md", []byte(b.String()))
		want, _ := theirs.Parse(src, 0)
		got, _ := ours.Parse(src, 0)
		if string(got.HTML) != string(want.HTML) || got.Sections[0] != want.Sections[0] {
			t.Fatalf("%q: %q, not %q", b.String(), got.HTML, want.HTML)
		}
	}
}
