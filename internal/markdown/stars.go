package markdown

import (
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// starParser reads runs of stars and underlines as goldmark's own parser does,
// and takes what it makes of them from an arena.
type starParser struct{}

// Trigger returns the signs of stress.
func (starParser) Trigger() []byte { return []byte("*_") }

func (starParser) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	before := block.PrecendingCharacter()
	line, segment := block.PeekLine()
	n := 1
	for n < len(line) && line[n] == line[0] {
		n++
	}
	after := rune(' ')
	if n < len(line) {
		after = util.ToRune(line, n)
	}
	paper := pc.(*document).paper
	d := paper.delimiters.next()
	d.Segment = segment.WithStop(segment.Start + n)
	d.Char, d.Length, d.OriginalLength, d.Processor = line[0], n, n, stress{paper}
	d.CanOpen, d.CanClose = flanks(line[0], before, after)
	block.Advance(n)
	pc.PushDelimiter(d)
	return d
}

// flanks reports whether a run between two characters can open and close stress
// (CommonMark 0.31.2, section 6.2).
func flanks(sign byte, before, after rune) (opens, closes bool) {
	isPunct, wasPunct := util.IsPunctRune(after), util.IsPunctRune(before)
	isSpace, wasSpace := util.IsSpaceRune(after), util.IsSpaceRune(before)
	left := !isSpace && (!isPunct || wasSpace || wasPunct)
	right := !wasSpace && (!wasPunct || isSpace || isPunct)
	if sign == '_' {
		return left && (!right || wasPunct), right && (!left || isPunct)
	}
	return left, right
}

// stress makes the nodes of runs that belong together.
type stress struct{ *paper }

// IsDelimiter implements parser.DelimiterProcessor.
func (stress) IsDelimiter(c byte) bool { return c == '*' || c == '_' }

// CanOpenCloser implements parser.DelimiterProcessor.
func (stress) CanOpenCloser(opener, closer *parser.Delimiter) bool {
	return opener.Char == closer.Char
}

// OnMatch implements parser.DelimiterProcessor.
func (s stress) OnMatch(level int) ast.Node {
	n := s.emphases.next()
	n.Level = level
	return n
}
