package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

func (r *renderer) inline(node ast.Node) {
	switch n := node.(type) {
	case *ast.Text:
		r.words(n)
	case *ast.String:
		r.text(n.Value)
	case *ast.CodeSpan:
		r.codeSpan(n)
	case *ast.Emphasis:
		if n.Level == 2 {
			r.stress("<strong>", n, "</strong>")
		} else {
			r.stress("<em>", n, "</em>")
		}
	case *east.Strikethrough:
		r.stress("<del>", n, "</del>")
	case *ast.Link:
		r.link(n)
	case *ast.AutoLink:
		r.autoLink(n)
	case *ast.Image:
		r.image(n)
	case *ast.RawHTML:
		r.rawHTML(n)
	case *east.FootnoteLink:
		r.footnoteLink(n)
	case *east.FootnoteBacklink:
		r.footnoteBacklink(n)
	case *east.TaskCheckBox:
		r.box(n)
	case *marker:
		r.marker(n)
	default:
		r.children(n)
	}
}

// deepest is how deeply stress is nested at most. More cannot be seen, and
// parsers of HTML give up at about 500 elements.
const deepest = 16

func (r *renderer) stress(before markup, n ast.Node, after markup) {
	if r.stressed == deepest {
		r.children(n)
		return
	}
	r.stressed++
	r.wrap(before, n, after)
	r.stressed--
}

func (r *renderer) words(n *ast.Text) {
	value := n.Segment.Value(r.source)
	if n.IsRaw() {
		r.text(value)
	} else {
		r.text(set(value))
	}
	switch {
	case n.HardLineBreak():
		r.tag("<br>\n")
	case n.SoftLineBreak():
		r.tag("\n")
	}
}

func (r *renderer) codeSpan(n *ast.CodeSpan) {
	r.tag("<code>")
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		value := c.(*ast.Text).Segment.Value(r.source)
		if rest, ok := bytes.CutSuffix(value, []byte("\n")); ok {
			r.text(rest)
			r.tag(" ")
			continue
		}
		r.text(value)
	}
	r.tag("</code>")
}

func (r *renderer) box(n *east.TaskCheckBox) {
	if n.IsChecked {
		r.tag(`<input type="checkbox" checked disabled> `)
		return
	}
	r.tag(`<input type="checkbox" disabled> `)
}

// marker leaves a hole for an evidence marker.
func (r *renderer) marker(n *marker) {
	if n.inert {
		r.text([]byte(n.found.Source))
		return
	}
	n.found.Block = n.claim.Block
	r.hole(MarkerHole, len(r.body.Markers))
	r.body.Markers = append(r.body.Markers, n.found)
}

// link writes a link. One within the site gets a hole for its address, because
// only the catalogue knows it. The address counts also where many links share
// one, so that they cannot multiply it.
func (r *renderer) link(n *ast.Link) {
	if !r.hold(len(n.Destination)) {
		return
	}
	dest := string(resolve(n.Destination))
	pos := r.bracketPos(n.Pos())
	scheme, err := SafeURL(dest)
	if err != nil {
		r.unsafe(pos, dest, err)
		r.children(n)
		return
	}
	r.body.Links = append(r.body.Links, Link{Dest: string(clean([]byte(dest))), Text: plainText(n, r.source), External: scheme != "", Pos: pos.Place()})
	r.openLink(scheme, dest)
	if n.Title != nil {
		r.attribute("title", string(resolve(n.Title)))
	}
	r.tag(">")
	r.inLink = true
	r.children(n)
	r.inLink = false
	r.tag("</a>")
}

// openLink writes a start tag up to its last bracket.
func (r *renderer) openLink(scheme, dest string) {
	r.tag(`<a href="`)
	if scheme == "" {
		r.hole(LinkHole, len(r.body.Links)-1)
	} else {
		r.text(util.URLEscape([]byte(dest), false))
	}
	r.tag(`"`)
	if strings.HasPrefix(scheme, "http") {
		r.tag(` rel="external"`)
	}
}

// autoLink writes an address in angle brackets.
func (r *renderer) autoLink(n *ast.AutoLink) {
	label := n.Label(r.source)
	dest := string(label)
	if n.AutoLinkType == ast.AutoLinkEmail {
		dest = "mailto:" + dest
	}
	pos := r.at(n.Pos(), len(label)+2)
	scheme, err := SafeURL(dest)
	switch {
	case err != nil:
		r.unsafe(pos, dest, err)
		r.text(label)
		return
	case r.inLink:
		r.text(label)
		return
	}
	r.body.Links = append(r.body.Links, Link{Dest: dest, Text: string(clean(label)), External: true, Pos: pos.Place()})
	r.openLink(scheme, dest)
	r.tag(">")
	r.text(label)
	r.tag("</a>")
}

func (r *renderer) unsafe(pos diag.Position, dest string, why error) {
	r.document.list.Add(diag.LinkUnsafe, pos,
		"lead to a page of the site, or to an address that begins with https://, http://, mailto: or tel:",
		`the link to "%s" is left out: %s`, clip(dest, 60), why)
}

// image leaves a hole for a picture, whose size and forms are not known here.
func (r *renderer) image(n *ast.Image) {
	if !r.hold(len(n.Destination) + len(n.Title)) {
		return
	}
	dest := string(resolve(n.Destination))
	alt := plainText(n, r.source)
	pos := r.bracketPos(n.Pos())
	if scheme, err := SafeURL(dest); err != nil || scheme != "" {
		r.document.list.Add(diag.LinkUnsafe, pos, "save the picture beside the page and write its file name",
			`the picture "%s" is not in the site's own folder`, clip(dest, 60))
		r.text([]byte(alt))
		return
	}
	r.hole(ImageHole, len(r.body.Images))
	r.body.Images = append(r.body.Images, Image{
		Dest: string(clean([]byte(dest))), Alt: alt, Title: string(clean(resolve(n.Title))), Pos: pos.Place(),
	})
}

// bracketPos is the place of a link or picture that starts at an offset: its
// text in brackets and, on the same line, what stands in brackets after it.
func (r *renderer) bracketPos(start int) diag.Position {
	end := start
	if r.source[end] == '!' {
		end++
	}
	end = closing(r.source, end)
	if end < len(r.source) && (r.source[end] == '(' || r.source[end] == '[') {
		end = closing(r.source, end)
	}
	return r.at(start, end-start)
}

// closing returns the offset after the bracket that closes the one at an offset,
// or the end of its line.
func closing(source []byte, open int) int {
	last := source[open] + 2 // [ and ] are two apart, ( and ) one
	if source[open] == '(' {
		last = ')'
	}
	depth := 0
	for i := open; i < len(source); i++ {
		switch source[i] {
		case '\n':
			return i
		case '\\':
			i++
		case source[open]:
			depth++
		case last:
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return len(source)
}
