package markdown

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

// calloutTransformer turns a quote whose first line is [!NOTE] into a callout,
// as GitHub writes them.
type calloutTransformer struct{}

var calloutLine = regexp.MustCompile(`^\[!([A-Za-z]+)\][ \t]*(.*)$`)

func (calloutTransformer) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	quote, ok := node.Parent().(*ast.Blockquote)
	if !ok || node.PreviousSibling() != nil || node.Lines().Len() == 0 {
		return
	}
	line := node.Lines().At(0)
	value := bytes.TrimSpace(line.Value(reader.Source()))
	m := calloutLine.FindSubmatch(value)
	if m == nil {
		return
	}
	d := pc.(*document)
	kind, ok := d.readCallout(string(m[1]), len(m[2]) > 0, line)
	if !ok {
		return
	}
	if d.callouts == nil {
		d.callouts = map[ast.Node]Callout{}
	}
	d.callouts[quote] = kind
	if node.Lines().Len() == 1 {
		quote.RemoveChild(quote, node)
		return
	}
	node.Lines().SetSliced(1, node.Lines().Len())
}

// readCallout reports a word that is no callout, or one with words after it.
func (d *document) readCallout(word string, followed bool, line text.Segment) (Callout, bool) {
	known := make([]string, 0, 5)
	for c := Note; c <= Caution; c++ {
		known = append(known, strings.ToUpper(c.String()))
	}
	for c, name := range known {
		if !strings.EqualFold(name, word) {
			continue
		}
		if followed {
			d.list.Add(diag.MarkdownCallout, d.at(line.Start, len(word)+3), "put the text on the next line, after another >",
				`"[!%s]" stands alone on its line`, word)
		}
		return Callout(c), !followed
	}
	d.list.Add(diag.MarkdownCallout, d.at(line.Start, len(word)+3),
		diag.DidYouMean(word, known, "write one of [!"+strings.Join(known, "], [!")+"]"), `there is no box of the kind "%s"`, clip(word, 40))
	return 0, false
}
