package markdown

import (
	"strconv"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// table writes a table in a box of its own, so that a wide one can be scrolled.
func (r *renderer) table(n *east.Table) {
	r.tag("<div class=\"table\">\n<table>\n")
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
