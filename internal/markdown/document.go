package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

// document is what one call of Parse knows. It takes the place of goldmark's own
// context, so that the parsers of this package reach it without a global key.
type document struct {
	parser.Context

	src      *diag.Source
	from     int
	source   []byte // the body
	limits   Limits
	headings map[string]common
	list     diag.List
	paper    *paper
	// What the words may hold that is worth looking at closely.
	mayHold struct{ stars, brackets, address bool }

	// What the limits have counted, and the limits that were passed.
	definitions, cells, delimiters, emptyLines int
	counted                                    ast.Node
	footnotes                                  []*east.Footnote
	refused                                    map[string]bool

	// What the parsers of this package have found, in the order of the text.
	markers    []*marker
	almost     []AlmostMarker
	callouts   map[ast.Node]Callout
	attributes map[ast.Node]attribute
	languages  map[ast.Node]string

	claims map[ast.Node]*claim

	// bullets is the last paragraph that starts with bullets and is no list.
	bullets ast.Node
	// starred is the last block reported for stars that are left over.
	starred ast.Node
}

func (p *Parser) newDocument(src *diag.Source, from int) *document {
	from = min(max(from, 0), len(src.Text))
	d := &document{
		Context: parser.NewContext(),
		src:     src,
		from:    from,
		// The capacity ends with the text: goldmark appends to pieces of it.
		source: src.Text[from:len(src.Text):len(src.Text)],
		limits: p.limits, headings: p.headings,
	}
	d.mayHold.stars = bytes.Contains(d.source, []byte("**"))
	d.mayHold.brackets = mayBeCode(d.source)
	d.mayHold.address = mayBeAddress(d.source)
	return d
}

// at returns the place in the file of length bytes at an offset into the body.
func (d *document) at(offset, length int) diag.Position {
	return d.src.At(d.from+offset, length)
}
