package markdown

import (
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// claim is a block with evidence markers.
type claim struct {
	Block
	span // its plain text; nothing for a heading
}

// findClaims finds the block that each marker speaks for. Markers in links and
// pictures speak for none.
func (d *document) findClaims() map[ast.Node]*claim {
	if len(d.markers) == 0 {
		return nil
	}
	claims := make(map[ast.Node]*claim, len(d.markers))
	for _, m := range d.markers {
		node, kind := blockOf(m)
		if node == nil {
			m.inert = true
			continue
		}
		if claims[node] == nil {
			claims[node] = &claim{Block: Block{Kind: kind}}
		}
		m.claim = claims[node]
	}
	return claims
}

// blockOf returns the nearest table row, list item or heading around a marker,
// else its paragraph. It returns nil inside a link or a picture.
func blockOf(m *marker) (ast.Node, BlockKind) {
	var paragraph ast.Node
	for n := m.Parent(); n != nil; n = n.Parent() {
		switch n.(type) {
		case *ast.Link, *ast.Image:
			return nil, Paragraph
		case *east.TableHeader, *east.TableRow:
			return n, TableRow
		case *ast.ListItem:
			return n, ListItem
		case *ast.Heading:
			return n, HeadingSection
		case *ast.Paragraph, *east.DefinitionTerm:
			paragraph = n
		case *east.DefinitionDescription:
			if paragraph == nil {
				paragraph = n
			}
		}
	}
	return paragraph, Paragraph
}

// nameClaims gives every block with markers its text and its anchor.
//
// An anchor is made from the first five words of the block. Where another block
// of the body begins with the same words, marked or not, a hash of all of the
// block's words follows; where the same line stands in the body more than once,
// which of them it is. So no marker that comes or goes moves an anchor.
func nameClaims(claims []*claim, plain []byte, body *Body) {
	if len(claims) == 0 {
		return
	}
	text := string(plain)
	for _, c := range claims {
		if c.Kind == HeadingSection {
			c.Text = string(body.Sections[c.Section].Text)
			c.Anchor = body.Headings[body.Sections[c.Section].Heading].ID
			continue
		}
		c.Text = strings.TrimSuffix(text[c.from:c.to], "\n")
	}
	twins := findTwins(claims, text)
	used := make(names, len(claims))
	for _, c := range claims {
		if c.Kind != HeadingSection {
			c.Anchor = used.unused(twins.anchor(c))
		}
		c.Text = strings.Clone(c.Text) // so that it does not hold the whole text in memory
	}
}

// twins tells apart blocks with the same words.
type twins struct {
	openings map[string]int // how many lines of the body begin as a claim does
	lines    map[string]int // how many lines have all the words of a claim's first
	turns    map[int]int    // by a claim's offset: the how-manieth of them it is
}

func findTwins(claims []*claim, text string) twins {
	t := twins{map[string]int{}, map[string]int{}, map[int]int{}}
	var buffer [longestID]byte
	for _, c := range claims {
		if c.Kind != HeadingSection {
			t.openings[string(opening(buffer[:0], firstLine(c.Text)))] = 0
			t.turns[c.from] = 0
		}
	}
	at := 0
	for line := range strings.Lines(text) {
		start := opening(buffer[:0], line)
		if _, ok := t.openings[string(start)]; ok {
			t.openings[string(start)]++
			words := lineWords(line)
			t.lines[words]++
			if _, ok := t.turns[at]; ok {
				t.turns[at] = t.lines[words]
			}
		}
		at += len(line)
	}
	return t
}

const anchorPrefix = "evidence-"

func (t twins) anchor(c *claim) string {
	words := string(opening(nil, firstLine(c.Text)))
	anchor := anchorPrefix + words
	switch {
	case words == "":
		anchor += shortHash(c.Text, 8)
	case t.openings[words] > 1:
		anchor += "-" + shortHash(c.Text, 4)
	}
	if n := t.turns[c.from]; n > 1 && c.Text != "" {
		anchor += "-" + strconv.Itoa(n)
	}
	return anchor
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}

// opening appends the slug of the first five words of a line.
func opening(slug []byte, line string) []byte {
	words := 0
	for field := range strings.FieldsSeq(line) {
		before := len(slug)
		slug = appendSlug(slug, field)
		if len(slug) > before {
			words++
		}
		if words == 5 || len(slug) > longestID {
			break
		}
	}
	return cutSlug(slug)
}
