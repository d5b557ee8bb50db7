package markdown

import (
	"bytes"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// prose writes blocks as plain text: a paragraph, item, row or heading a line,
// without markers, footnotes and pictures.
type prose struct {
	source []byte
	text   []byte
	line   int // where the line being written starts in text
	marked bool
	// pictures is set where a picture's description stands for it: in links,
	// headings and descriptions of pictures themselves.
	pictures bool
}

// gap stands for an evidence marker until its line is complete. It is in no
// text: the renderer and resolve turn it into U+FFFD.
const gap = 0

// markersInLine is a marker or several with what only serves to set them: the
// words between them, brackets around them, the space before them and, at the
// start of a line, the colon after them.
var markersInLine = regexp.MustCompile(`^ *` + markers + ` *[:.,;–—-]?| *\([ ,;]*` + markers + `[ ,;]*\)| *` + markers)

const markers = `\x00(?:(?:[ ,;&/]|and)*\x00)*`

// endLine finishes the line being written and drops it if it is blank.
func (p *prose) endLine() {
	line := p.text[p.line:]
	if p.marked {
		line = append(line[:0], markersInLine.ReplaceAll(line, nil)...)
		p.marked = false
	}
	p.text = p.text[:p.line+len(collapse(line))]
	if len(p.text) > p.line {
		p.text = append(p.text, '\n')
	}
	p.line = len(p.text)
}

// collapse replaces runs of white space by one space, in place, and trims.
func collapse(line []byte) []byte {
	n := 0
	for _, c := range line {
		if c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' {
			if n == 0 || line[n-1] == ' ' {
				continue
			}
			c = ' '
		}
		line[n] = c
		n++
	}
	if n > 0 && line[n-1] == ' ' {
		n--
	}
	return line[:n]
}

// write appends text that a reader sees.
func (p *prose) write(text []byte) {
	if bytes.IndexByte(text, gap) < 0 {
		p.text = append(p.text, text...)
		return
	}
	p.text = append(p.text, bytes.ReplaceAll(text, []byte{gap}, []byte("\uFFFD"))...)
}

// inlines writes what is inside a node.
func (p *prose) inlines(parent ast.Node) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		p.inline(n)
	}
}

func (p *prose) inline(node ast.Node) {
	switch n := node.(type) {
	case *ast.Text:
		p.words(n)
	case *ast.String:
		p.write(n.Value)
	case *ast.AutoLink:
		p.write(n.Label(p.source))
	case *ast.Image:
		if p.pictures {
			p.inlines(n)
		}
	case *marker:
		if n.inert {
			p.text = append(p.text, n.found.Source...)
			return
		}
		p.text, p.marked = append(p.text, gap), true
	case *ast.RawHTML, *east.FootnoteLink, *east.FootnoteBacklink:
	default: // emphasis, links, code and the like show what is in them
		p.inlines(n)
	}
}

func (p *prose) words(n *ast.Text) {
	value := n.Segment.Value(p.source)
	if !n.IsRaw() {
		value = resolve(value)
	}
	p.write(value)
	if n.SoftLineBreak() || n.HardLineBreak() {
		p.text = append(p.text, ' ')
	}
}

// row writes a table row, its cells apart.
func (p *prose) row(row ast.Node) {
	for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
		if cell.PreviousSibling() != nil {
			p.text = append(p.text, " · "...)
		}
		p.inlines(cell)
	}
	p.endLine()
}

// code writes a block of code line by line.
func (p *prose) code(block ast.Node) {
	for i := range block.Lines().Len() {
		line := block.Lines().At(i)
		p.write(line.Value(p.source))
		p.endLine()
	}
}

// plainText returns what is inside an inline node as one line, with the
// descriptions of pictures.
func plainText(node ast.Node, source []byte) string {
	p := prose{source: source, pictures: true}
	p.inlines(node)
	p.endLine()
	return strings.TrimSuffix(string(p.text), "\n")
}

// countWords counts the runs between spaces that hold a letter or a digit.
func countWords(text []byte) int {
	n, inWord := 0, false
	for len(text) > 0 {
		r, size := rune(text[0]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRune(text)
		}
		text = text[size:]
		switch {
		case unicode.IsSpace(r):
			inWord = false
		case !inWord && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			inWord = true
			n++
		}
	}
	return n
}
