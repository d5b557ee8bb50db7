package markdown

import (
	"bytes"
	"regexp"
	"strconv"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

// kindMarker is the name goldmark asks of every sort of node.
var kindMarker = ast.NewNodeKind("EvidenceMarker")

// marker is an evidence marker in goldmark's tree.
type marker struct {
	ast.BaseInline
	found Marker
	// claim is what the marker speaks for; inert is set where that is nothing,
	// in a link or a picture.
	claim *claim
	inert bool
}

// Kind implements ast.Node.
func (m *marker) Kind() ast.NodeKind { return kindMarker }

// Dump implements ast.Node.
func (m *marker) Dump(source []byte, level int) {
	ast.DumpHelper(m, source, level, map[string]string{"Source": m.found.Source}, nil)
}

// bracketParser reads evidence markers before goldmark looks for links: [PS1],
// [PS1 level 3], [glf-lp/PS1]. A bracket that is a link of the document stays
// one.
type bracketParser struct{}

// Trigger returns [ and, because goldmark takes ![ for a picture, the ! before it.
func (bracketParser) Trigger() []byte { return []byte("[!") }

// longestMarker is the length in bytes within which a marker must close.
const longestMarker = 80

// markerSyntax is framework, code and level. A code starts with a letter, so
// that a citation such as [8] is none.
var markerSyntax = regexp.MustCompile(`^\[(?:([A-Za-z0-9]+(?:-[A-Za-z0-9]+)*)/)?([A-Za-z][A-Za-z0-9]*(?:[.-][A-Za-z0-9]+)*)(?:[ \t]+(?i:level)[ \t]+([1-9][0-9]?))?\]`)

const longestCode = 12

func (bracketParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	d := pc.(*document)
	line, segment := block.PeekLine()
	shout := 0
	if line[0] == '!' {
		shout = 1
	}
	line = line[shout:]
	if len(line) < 3 || line[0] != '[' {
		return nil
	}
	if line[1] == '^' {
		d.checkFootnote(line, segment.Start+shout)
		return nil
	}
	m := readMarker(line)
	if m == nil {
		d.checkAlmost(line, segment.Start+shout)
		return nil
	}
	if d.isLink(line, len(m.found.Source), shout > 0) {
		return nil
	}
	if shout > 0 {
		ast.MergeOrAppendTextSegment(parent, segment.WithStop(segment.Start+1))
	}
	start, length := segment.Start+shout, len(m.found.Source)
	m.found.Pos = d.at(start, length).Place()
	m.SetPos(start)
	block.Advance(shout + length)
	d.markers = append(d.markers, m)
	return m
}

// readMarker returns the marker at the start of a line, or nil.
func readMarker(line []byte) *marker {
	line = line[:min(len(line), longestMarker)]
	m := markerSyntax.FindSubmatch(line)
	if m == nil || len(m[2]) > longestCode {
		return nil
	}
	level, _ := strconv.Atoi(string(m[3])) // no digits is no level
	return &marker{found: Marker{
		Framework: string(m[1]),
		Code:      string(m[2]),
		Level:     level,
		Source:    string(m[0]),
	}}
}

// oneWord is what follows a bracket that was meant to define an address.
var oneWord = regexp.MustCompile(`^:[ \t]*\S+[ \t]*\n?$`)

// isLink reports whether the bracket of n bytes at the start of a line is a link
// or a picture of the document, or was meant to be one.
func (d *document) isLink(line []byte, n int, picture bool) bool {
	if d.isDefined(line[1 : n-1]) {
		return true
	}
	rest := line[n:]
	switch {
	case len(rest) == 0:
		return false
	case rest[0] == '(':
		return true
	case rest[0] == ':':
		return oneWord.Match(rest)
	case rest[0] == '[':
		end := bytes.IndexByte(rest, ']')
		return picture || end <= 1 || d.isDefined(rest[1:end])
	}
	return false
}

func (d *document) isDefined(label []byte) bool {
	if d.definitions == 0 {
		return false
	}
	_, ok := d.Reference(util.ToLinkReference(label))
	return ok
}

// footnoteSyntax is a reference to a footnote that nothing else can be.
var footnoteSyntax = regexp.MustCompile(`^\[\^([^\]\[\s]+)\](?:[^(\[:]|$)`)

// checkFootnote reports a footnote reference that goldmark found no footnote
// for; it stays in the text as written.
func (d *document) checkFootnote(line []byte, at int) {
	m := footnoteSyntax.FindSubmatch(line)
	if m == nil {
		return
	}
	name := clip(string(m[1]), 40)
	d.list.Add(diag.MarkdownFootnote, d.at(at, len(m[1])+3),
		"add a line [^"+name+"]: with the text of the footnote", `the footnote "%s" has no text`, name)
}

// checkFootnotes reports footnotes that nothing refers to; goldmark leaves them
// out.
func (d *document) checkFootnotes() {
	for _, note := range d.footnotes {
		if note.Index >= 0 {
			continue
		}
		name := clip(string(note.Ref), 40)
		d.list.Add(diag.MarkdownFootnote, d.at(note.Pos(), len(note.Ref)+3),
			"put [^"+name+"] where the footnote belongs", `nothing refers to the footnote "%s", so it is not shown`, name)
	}
}
