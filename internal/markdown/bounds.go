package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// The limits are held where goldmark would begin the work: each of its parsers
// whose cost can run away is wrapped in one that counts first. So the counts are
// of what goldmark itself sees, and no second reading of Markdown can be fooled.

// boundedContainer asks before goldmark opens a quote, a list, a list of
// definitions or a footnote: the time goldmark takes for one line grows with
// the square of the depth.
type boundedContainer struct{ parser.BlockParser }

func (b boundedContainer) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	d := pc.(*document)
	if len(d.refused) > 0 {
		return nil, parser.NoChildren
	}
	_, segment := reader.PeekLine()
	node, state := b.BlockParser.Open(parent, reader, pc)
	if node == nil || depth(parent) < d.limits.Depth {
		return node, state
	}
	d.refuse("depth", segment.Start, 1, "lists and quotes are nested more than %d deep", d.limits.Depth)
	if !opensAtMarker(node) {
		return nil, parser.NoChildren
	}
	return node, parser.NoChildren
}

// emptyLinesPerStep is how many empty lines lists may hold for every step of
// depth.
const emptyLinesPerStep = 10_000

// Continue counts empty lines: goldmark asks every container about each, and
// keeps the answers.
func (b boundedContainer) Continue(node ast.Node, reader text.Reader, pc parser.Context) parser.State {
	line, segment := reader.PeekLine()
	if util.IsBlank(line) {
		d := pc.(*document)
		if d.emptyLines++; d.emptyLines > d.limits.Depth*emptyLinesPerStep {
			d.refuse("depth", segment.Start, 0, "there are too many empty lines in nested lists")
			return parser.Close
		}
	}
	return b.BlockParser.Continue(node, reader, pc)
}

// opensAtMarker reports whether goldmark has moved past the container's marker
// when it opens, so that the container cannot be taken back. A list opens
// without; its items move.
func opensAtMarker(node ast.Node) bool {
	switch node.(type) {
	case *ast.List, *east.DefinitionList:
		return false
	}
	return true
}

// depth counts the containers around a block, itself included.
func depth(node ast.Node) int {
	n := 0
	for ; node != nil; node = node.Parent() {
		switch node.(type) {
		case *ast.Blockquote, *ast.List, *east.DefinitionList, *east.Footnote:
			n++
		}
	}
	return n
}

// boundedParagraph drops a paragraph that is too long before its words are read.
type boundedParagraph struct{}

func (boundedParagraph) Transform(node *ast.Paragraph, _ text.Reader, pc parser.Context) {
	d := pc.(*document)
	d.checkSize(node)
	if len(d.refused) > 0 {
		node.Parent().RemoveChild(node.Parent(), node)
	}
}

// checkSize refuses a block whose words are too many bytes.
func (d *document) checkSize(block ast.Node) {
	lines := block.Lines()
	if lines.Len() == 0 {
		return
	}
	first, last := lines.At(0), lines.At(lines.Len()-1)
	if last.Stop-first.Start > d.limits.Paragraph<<10 {
		d.refuse("paragraph_kib", first.Start, first.Len(), "a paragraph is larger than %d KiB", d.limits.Paragraph)
	}
}

// boundedDefinitions counts the lines of a paragraph that look like link
// definitions before goldmark takes them out one by one.
type boundedDefinitions struct{ parser.ParagraphTransformer }

func (b boundedDefinitions) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	d := pc.(*document)
	lines, source, n := node.Lines(), reader.Source(), 0
	if first := lines.At(0); bytes.IndexByte(source[first.Start:first.Stop], '[') < 0 {
		return // a definition starts a paragraph
	}
	for i := range lines.Len() {
		line := lines.At(i)
		value := bytes.TrimLeft(source[line.Start:line.Stop], " ")
		if len(value) == 0 || value[0] != '[' || !bytes.Contains(value, []byte("]:")) {
			continue
		}
		if n++; d.definitions+n > d.limits.Definitions {
			d.refuse("definitions", line.Start, line.Len(), "more than %d link addresses are defined", d.limits.Definitions)
			node.Parent().RemoveChild(node.Parent(), node)
			return
		}
	}
	b.ParagraphTransformer.Transform(node, reader, pc)
}

// AddReference is called by goldmark for every link definition.
func (d *document) AddReference(ref parser.Reference) {
	d.definitions++
	d.Context.AddReference(ref)
}

// boundedTables measures a table before goldmark pads its rows to equal length.
type boundedTables struct{ parser.ParagraphTransformer }

func (b boundedTables) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	d := pc.(*document)
	row, columns := tableRule(node.Lines(), reader.Source())
	if columns > 0 {
		line := node.Lines().At(row)
		d.cells += columns * (node.Lines().Len() - row)
		if columns > d.limits.Columns {
			d.refuse("table_columns", line.Start, line.Len(), "a table has more than %d columns", d.limits.Columns)
		}
		if d.cells > d.limits.Cells {
			d.refuse("table_cells", line.Start, line.Len(), "the tables have more than %d cells", d.limits.Cells)
		}
		if len(d.refused) > 0 {
			node.Parent().RemoveChild(node.Parent(), node)
			return
		}
	}
	b.ParagraphTransformer.Transform(node, reader, pc)
}

// tableRule finds the line of dashes that makes a paragraph a table. It returns
// the line and the number of columns, or no columns where there is no table.
func tableRule(lines *text.Segments, source []byte) (row, columns int) {
	for i := 1; i < lines.Len(); i++ {
		rule, head := lines.At(i), lines.At(i-1)
		if !isRule(source[rule.Start:rule.Stop]) {
			continue
		}
		n := columnCount(source[rule.Start:rule.Stop])
		if n != columnCount(source[head.Start:head.Stop]) {
			return 0, 0
		}
		return i, n
	}
	return 0, 0
}

func isRule(line []byte) bool {
	for _, c := range line {
		if c != '-' && c != '|' && c != ':' && c != ' ' && c != '\t' && c != '\n' {
			return false
		}
	}
	return bytes.IndexByte(line, '-') >= 0
}

func columnCount(line []byte) int {
	line = bytes.TrimSpace(line)
	line = bytes.TrimSuffix(bytes.TrimPrefix(line, []byte("|")), []byte("|"))
	n := 1
	for i, c := range line {
		if c == '|' && (i == 0 || line[i-1] != '\\') {
			n++
		}
	}
	return n
}

// boundedFootnotes counts footnotes: goldmark looks through all of them for
// every reference. It opens none within another, whose words goldmark would
// lose.
type boundedFootnotes struct{ parser.BlockParser }

func (b boundedFootnotes) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	for n := parent; n != nil; n = n.Parent() {
		if _, ok := n.(*east.Footnote); ok {
			return nil, parser.NoChildren
		}
	}
	_, segment := reader.PeekLine()
	node, state := b.BlockParser.Open(parent, reader, pc)
	note, ok := node.(*east.Footnote)
	if !ok {
		return node, state
	}
	d := pc.(*document)
	d.footnotes = append(d.footnotes, note)
	if len(d.footnotes) > d.limits.Footnotes {
		d.refuse("footnotes", segment.Start, len(note.Ref)+3, "there are more than %d footnotes", d.limits.Footnotes)
	}
	return node, state
}

// boundedInline counts the marks of one paragraph, heading or cell that goldmark
// must pair up. When they are too many, or something else was refused, it stops
// goldmark from reading on there.
type boundedInline struct{}

// Trigger returns the marks that count.
func (boundedInline) Trigger() []byte { return []byte("[!*_~`<") }

func (boundedInline) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	d := pc.(*document)
	line, at := block.PeekLine()
	if line[0] == '!' && !bytes.HasPrefix(line, []byte("![")) {
		return nil
	}
	if parent != d.counted {
		d.counted, d.delimiters = parent, 0
		d.checkSize(parent)
	}
	if d.delimiters++; d.delimiters > d.limits.Delimiters {
		d.refuse("delimiters", at.Start, 1, "one paragraph has more than %d brackets, stars or backticks", d.limits.Delimiters)
	}
	if len(d.refused) == 0 {
		return nil
	}
	for ; line != nil; line, _ = block.PeekLine() {
		block.AdvanceLine()
	}
	return ast.NewTextSegment(text.NewSegment(at.Start, at.Start))
}
