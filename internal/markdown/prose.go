package markdown

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"
)

// prose writes blocks as plain text: a paragraph, item, row or heading a line,
// without markers, footnotes and pictures.
type prose struct {
	source []byte
	text   []byte
	line   int // where the line being written starts in text
	marked bool
	count  int // of the words in the lines that are finished
	// pictures is set where a picture's description stands for it: in links,
	// headings and descriptions of pictures themselves.
	pictures bool
}

// gap stands for an evidence marker until its line is complete. No text that is
// written holds it.
const gap = 0

// endLine finishes the line being written and drops it if it is blank.
func (p *prose) endLine() {
	line := p.text[p.line:]
	if p.marked {
		line = cutMarkers(line)
		p.marked = false
	}
	line, words := collapse(line)
	p.count += words
	p.text = p.text[:p.line+len(line)]
	if len(p.text) > p.line {
		p.text = append(p.text, '\n')
	}
	p.line = len(p.text)
}

// cutMarkers takes markers out of a line, in place, with what only served to
// set them: the words between them, brackets around them, the space before them
// and, at the start of the line, the colon after them.
func cutMarkers(line []byte) []byte {
	kept := line[:0]
	for {
		i := bytes.IndexByte(line, gap)
		if i < 0 {
			return append(kept, line...)
		}
		kept = append(kept, line[:i]...)
		line = afterMarkers(line[i:])
		head, tail := bytes.TrimRight(kept, " ,;"), bytes.TrimLeft(line, " ,;")
		if bytes.HasSuffix(head, []byte("(")) && bytes.HasPrefix(tail, []byte(")")) {
			kept, line = head[:len(head)-1], tail[1:]
		}
		if len(line) == 0 || util.IsSpace(line[0]) || util.IsPunct(line[0]) {
			kept = bytes.TrimRight(kept, " ")
		}
		if len(kept) == 0 {
			line = bytes.TrimLeft(line, " :.,;–—-")
		}
	}
}

// afterMarkers returns what follows the markers at the start of a line.
func afterMarkers(line []byte) []byte {
	for {
		line = line[1:]
		next := bytes.TrimLeft(line, " ,;&/")
		next = bytes.TrimLeft(bytes.TrimPrefix(next, []byte("and ")), " ")
		if len(next) == 0 || next[0] != gap {
			return line
		}
		line = next
	}
}

// collapse replaces runs of white space by one space, in place, and trims. It
// counts the words: runs between spaces that hold a letter or a digit.
func collapse(line []byte) (kept []byte, words int) {
	if words, ok := countPlain(line); ok {
		return line, words
	}
	return squeeze(line)
}

// squeeze is collapse for any line.
func squeeze(line []byte) (kept []byte, words int) {
	n, inWord := 0, false
	for i := 0; i < len(line); {
		start, seen := i, traits(0)
		for ; i < len(line); i++ {
			t := traitsOf[line[i]]
			if t&(blank|wide) != 0 {
				break
			}
			seen |= t
		}
		if seen&worded != 0 && !inWord {
			inWord = true
			words++
		}
		if i == len(line) || line[i] < utf8.RuneSelf {
			n += move(line, n, start, i)
			if i < len(line) && n > 0 && line[n-1] != ' ' {
				line[n] = ' '
				n++
			}
			inWord = false
			i++
			continue
		}
		r, size := utf8.DecodeRune(line[i:])
		switch {
		case unicode.IsSpace(r):
			inWord = false
		case !inWord && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			inWord = true
			words++
		}
		i += size
		n += move(line, n, start, i)
	}
	if n > 0 && line[n-1] == ' ' {
		n--
	}
	return line[:n], words
}

// countPlain counts the words of a line that needs no collapsing: its words are
// ASCII, begin with a letter or a digit and are a space apart, as most are.
func countPlain(line []byte) (words int, ok bool) {
	if !IsASCIIText(line) {
		return 0, false
	}
	for at := 0; ; {
		if at == len(line) || !isAlphanumeric(line[at]) {
			return 0, false
		}
		words++
		i := bytes.IndexByte(line[at:], ' ')
		if i < 0 {
			return words, true
		}
		at += i + 1
	}
}

// move moves a stretch of a line to a place before it, and returns its length.
func move(line []byte, to, from, end int) int {
	if to == from {
		return end - from
	}
	return copy(line[to:], line[from:end])
}

// write appends text that a reader sees.
func (p *prose) write(text []byte) {
	p.text = append(p.text, clean(text)...)
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
		value = set(value)
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

func isAlphanumeric(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
}
