package markdown

import (
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// scrolledFrom is the number of columns from which a table is scrolled on a
// narrow screen; the words of a smaller one are broken instead.
const scrolledFrom = 5

// table writes a table in a box of its own. A box that may have to be scrolled
// takes the focus, so that the keyboard can scroll it, and has a name: the heads
// of the columns.
func (r *renderer) table(n *east.Table) {
	if head := n.FirstChild(); head != nil && head.ChildCount() >= scrolledFrom {
		r.tag(`<div class="table table-wide" role="group" tabindex="0"`)
		r.attribute("aria-label", heads(head, r.source))
		r.tag(">\n<table>\n")
	} else {
		r.tag("<div class=\"table\">\n<table>\n")
	}
	for row := n.FirstChild(); row != nil && !r.full; row = row.NextSibling() {
		_, isHead := row.(*east.TableHeader)
		if isHead {
			r.tag("<thead>\n")
		} else if _, afterHead := row.PreviousSibling().(*east.TableHeader); afterHead {
			r.tag("<tbody>\n")
		}
		r.open("<tr", row, "")
		r.tag("\n")
		r.cells(row, isHead)
		r.tag("</tr>\n")
		if isHead {
			r.tag("</thead>\n")
		} else if row.NextSibling() == nil {
			r.tag("</tbody>\n")
		}
	}
	r.tag("</table>\n</div>\n")
}

// heads lists the words of a table's heads.
func heads(row ast.Node, source []byte) string {
	var words []string
	for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
		if text := plainText(cell, source); text != "" {
			words = append(words, text)
		}
	}
	return strings.Join(words, ", ")
}

var alignments = map[east.Alignment]string{
	east.AlignLeft: "align-left", east.AlignCenter: "align-center", east.AlignRight: "align-right",
}

// cells writes the cells of a row. The corner of a head, which has no words,
// heads nothing.
func (r *renderer) cells(row ast.Node, isHead bool) {
	for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
		open, after := markup("<td"), markup("</td>\n")
		if isHead && cell.HasChildren() {
			open, after = `<th scope="col"`, "</th>\n"
		}
		r.tag(open)
		if class := alignments[cell.(*east.TableCell).Alignment]; class != "" {
			r.attribute("class", class)
		}
		r.wrap(">", cell, after)
	}
}

// footnote writes the text of a footnote. Its links back come with goldmark's
// tree.
func (r *renderer) footnote(n *east.Footnote) {
	r.tag("<li")
	r.id("fn-" + strconv.Itoa(n.Index))
	r.wrap(">\n", n, "</li>\n")
}

// reference is the id of the nth mention of a footnote, from 0.
func reference(index, n int) string {
	id := "fnref-" + strconv.Itoa(index)
	if n > 0 {
		id += "-" + strconv.Itoa(n+1)
	}
	return id
}

func (r *renderer) footnoteLink(n *east.FootnoteLink) {
	r.tag("<sup")
	r.id(reference(n.Index, n.RefIndex))
	r.tag(">")
	number := strconv.Itoa(n.Index)
	if r.inLink {
		r.text([]byte(number))
		r.tag("</sup>")
		return
	}
	r.tag(`<a class="footnote-ref"`)
	r.attribute("href", "#fn-"+number)
	r.tag(` role="doc-noteref">`)
	r.text([]byte(number))
	r.tag("</a></sup>")
}

// footnoteBacklink writes the arrow back to a mention; from the second on it
// shows which.
func (r *renderer) footnoteBacklink(n *east.FootnoteBacklink) {
	r.tag(` <a class="footnote-back"`)
	r.attribute("href", "#"+reference(n.Index, n.RefIndex))
	r.tag(" role=\"doc-backlink\">\u21A9\uFE0E")
	if n.RefIndex > 0 {
		r.tag("<sup>")
		r.text([]byte(strconv.Itoa(n.RefIndex + 1)))
		r.tag("</sup>")
	}
	r.tag("</a>")
}
