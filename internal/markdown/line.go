package markdown

import (
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// lineReader reads the words of a block with the inline parsers, in goldmark's
// place: its first parser is called where the words of a block begin, and reads
// them all. It does what goldmark does, step by step (TestLineReader holds them
// together), steps over plain letters at once and takes pieces of text from an
// arena.
type lineReader struct {
	// parsers are by the signs that trigger them, those of the least priority
	// last.
	parsers [256][]parser.InlineParser
	closers []parser.CloseBlocker
}

func newLineReader(list []util.PrioritizedValue) *lineReader {
	r := &lineReader{}
	for _, v := range list {
		p := v.Value.(parser.InlineParser)
		for _, sign := range p.Trigger() {
			r.parsers[sign] = append(r.parsers[sign], p)
		}
		if c, ok := p.(parser.CloseBlocker); ok {
			r.closers = append(r.closers, c)
		}
	}
	return r
}

// Trigger returns all that words can begin with: a blank stands for what is no
// sign.
func (r *lineReader) Trigger() []byte { return []byte(" !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~") }

// CloseBlock passes on that a block has ended.
func (r *lineReader) CloseBlock(parent ast.Node, block text.Reader, pc parser.Context) {
	for _, c := range r.closers {
		c.CloseBlock(parent, block, pc)
	}
}

// Parse reads all lines of the block, and returns its last node, which goldmark
// appends where it is already.
func (r *lineReader) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	l := &lines{lineReader: r, document: pc.(*document), parent: parent, block: block}
	for line, _ := block.PeekLine(); line != nil; line, _ = block.PeekLine() {
		l.read(line)
	}
	return parent.LastChild()
}

// lines are those of a block while they are read.
type lines struct {
	*lineReader
	*document
	parent ast.Node
	block  text.Reader
	// escaped says that a backslash stands before the sign at hand.
	escaped bool
}

// read reads the rest of a line up to the first node that is no text, or to its
// end.
func (l *lines) read(line []byte) {
	number, start := l.block.Position()
	end := lineEnd(line)
	unread := 0 // the bytes before the one at hand that the reader has not passed
	for i := 0; i < end.at && line[i] != '\n'; i++ {
		if parsers := l.parsers[line[i]]; parsers != nil && (!l.escaped || i == 0) {
			l.block.Advance(unread)
			unread = 0
			if i != 0 {
				_, here := l.block.Position()
				l.appendText(start.Between(here))
				start = here
			}
			if node := l.try(parsers); node != nil {
				if node.Pos() < 0 {
					node.SetPos(start.Start)
				}
				l.parent.AppendChild(l.parent, node)
				return
			}
		}
		l.escaped = line[i] == '\\' && !l.escaped
		unread++
	}
	l.block.Advance(unread)
	now, here := l.block.Position()
	if now != number {
		return
	}
	rest := start.Between(here)
	if !end.visible {
		rest = rest.TrimRightSpace(l.source)
	}
	t := l.newText(rest)
	t.SetSoftLineBreak(end.soft)
	t.SetHardLineBreak(end.hard)
	l.parent.AppendChild(l.parent, t)
	l.block.AdvanceLine()
}

// try asks parsers one after another for a node.
func (l *lines) try(parsers []parser.InlineParser) ast.Node {
	line, position := l.block.Position()
	for _, p := range parsers {
		if node := p.Parse(l.parent, l.block, l.document); node != nil {
			return node
		}
		l.block.SetPosition(line, position)
	}
	return nil
}

// appendText appends a piece of text, as part of the last where that ends there.
func (l *lines) appendText(s text.Segment) {
	if t, ok := l.parent.LastChild().(*ast.Text); ok && t.Segment.Stop == s.Start && !t.SoftLineBreak() {
		t.Segment = t.Segment.WithStop(s.Stop)
		return
	}
	l.parent.AppendChild(l.parent, l.newText(s))
}

func (l *lines) newText(s text.Segment) *ast.Text {
	t := l.paper.texts.next()
	t.Segment = s
	return t
}

// ending is how a line ends: where its words do, and whether it is broken there,
// by a backslash that makes blanks before it visible or not.
type ending struct {
	at                  int
	soft, hard, visible bool
}

// lineEnd looks at the end of a line, whose line feeds are never after a carriage
// return.
func lineEnd(line []byte) ending {
	n := len(line)
	switch {
	case line[n-1] != '\n':
		return ending{at: n}
	case n >= 2 && line[n-2] == '\\' && (n == 2 || line[n-3] != '\\'):
		return ending{at: n - 2, hard: true, visible: true}
	case n >= 3 && line[n-2] == ' ' && line[n-3] == ' ':
		return ending{at: n - 3, hard: true}
	}
	return ending{at: n, soft: true}
}
