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
func nameClaims(claims []*claim, text string, body *Body) {
	if len(claims) == 0 {
		return
	}
	lines := readLines(text)
	used := make(names, len(claims))
	for _, c := range claims {
		if c.Kind == HeadingSection {
			c.Text = body.Sections[c.Section].Text
			c.Anchor = body.Headings[body.Sections[c.Section].Heading].ID
			continue
		}
		c.Text = strings.TrimSuffix(text[c.from:c.to], "\n")
		c.Anchor = used.unused(lines.anchor(c))
	}
}

// lines is the plain text of a body line by line.
type lines struct {
	openings map[string]int // how many lines begin so
	seen     map[int]int    // by offset: the how-manieth of equal lines
}

func readLines(text string) lines {
	l := lines{openings: map[string]int{}, seen: map[int]int{}}
	equal := map[string]int{}
	at := 0
	for line := range strings.Lines(text) {
		l.openings[opening(line)]++
		equal[line]++
		l.seen[at] = equal[line]
		at += len(line)
	}
	return l
}

const anchorPrefix = "evidence-"

func (l lines) anchor(c *claim) string {
	first, _, _ := strings.Cut(c.Text, "\n")
	words := opening(first)
	if words == "" {
		return anchorPrefix + shortHash(c.Text, 8)
	}
	anchor := anchorPrefix + words
	if l.openings[words] > 1 {
		anchor += "-" + shortHash(c.Text, 4)
	}
	if n := l.seen[c.from]; n > 1 {
		anchor += "-" + strconv.Itoa(n)
	}
	return anchor
}

// opening returns the slug of the first five words of a line.
func opening(line string) string {
	words := make([]string, 0, 5)
	for field := range strings.FieldsSeq(line) {
		if slug := Slugify(field); slug != "" {
			words = append(words, slug)
		}
		if len(words) == 5 {
			break
		}
	}
	return cutSlug(strings.Join(words, "-"))
}
