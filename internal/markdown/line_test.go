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

// TestLineReader holds what our own reader makes of words to what goldmark makes of
// them with its own parsers of stress and typography.
func TestLineReader(t *testing.T) {
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
	for i := range inline {
		if _, ok := inline[i].Value.(starParser); ok {
			inline[i].Value = parser.NewEmphasisParser()
		}
	}
	theirs.goldmark = parser.NewParser(parser.WithBlockParsers(blockParsers()...), parser.WithInlineParsers(inline...),
		parser.WithParagraphTransformers(paragraphTransformers()...),
		parser.WithASTTransformers(util.Prioritized(extension.NewTableASTTransformer(), 0), util.Prioritized(extension.NewFootnoteASTTransformer(), 999)))
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
		if string(got.HTML) != string(want.HTML) || string(got.Sections[0].Text) != string(want.Sections[0].Text) {
			t.Fatalf("%q: %q, not %q", b.String(), got.HTML, want.HTML)
		}
	}
}
