package markdown

import (
	"strconv"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// renderer is the second walk over a parsed body: it writes the HTML with its
// holes and lists the links, pictures and markers.
type renderer struct {
	*document
	out
	body     *Body
	heading  int  // how many headings are written
	stressed int  // how deeply the words at hand are stressed
	inLink   bool // links hold no links
	// tags holds the names of the HTML tags reported as opened.
	tags map[string]bool
}

// render writes the HTML of a surveyed body.
func (d *document) render(root ast.Node, body *Body) {
	r := &renderer{document: d, body: body}
	r.max = d.limits.Output*len(d.source) + freeOutput
	r.html, d.paper.html = d.paper.html, nil
	if r.html == nil {
		r.html = make([]byte, 0, len(d.source)+len(d.source)/4)
	}
	for n := root.FirstChild(); n != nil && !r.full; n = n.NextSibling() {
		r.node(n)
	}
	if r.full {
		d.refuse("output_factor", 0, 0, "the page would be more than %d times as large as its text", d.limits.Output)
		return
	}
	body.HTML = r.html
	body.others = r.ids
	body.sortAnchors()
}

func (r *renderer) children(parent ast.Node) {
	for n := parent.FirstChild(); n != nil && !r.full; n = n.NextSibling() {
		r.node(n)
	}
}

// node writes a node of any sort. White space between blocks is as in the
// examples of the CommonMark specification.
func (r *renderer) node(node ast.Node) {
	if node.Type() == ast.TypeInline {
		r.inline(node)
		return
	}
	switch n := node.(type) {
	case *ast.Paragraph:
		r.paragraph(n)
	case *ast.TextBlock:
		r.textBlock(n)
	case *ast.Heading:
		r.writeHeading(n)
	case *ast.Blockquote:
		r.quote(n)
	case *ast.List:
		r.list(n)
	case *ast.ListItem:
		r.item(n)
	case *ast.CodeBlock, *ast.FencedCodeBlock:
		r.code(n)
	case *ast.ThematicBreak:
		r.tag("<hr>\n")
	case *ast.HTMLBlock:
		r.htmlBlock(n)
	case *ast.LinkReferenceDefinition:
	case *east.Table:
		r.table(n)
	case *east.DefinitionList:
		r.wrap("<dl>\n", n, "</dl>\n")
	case *east.DefinitionTerm:
		r.claimed("<dt", n, "</dt>\n")
	case *east.DefinitionDescription:
		r.description(n)
	case *east.FootnoteList:
		r.wrap("<div class=\"footnotes\" role=\"doc-endnotes\">\n<ol>\n", n, "</ol>\n</div>\n")
	case *east.Footnote:
		r.footnote(n)
	default:
		r.children(n)
	}
}

func (r *renderer) wrap(before markup, n ast.Node, after markup) {
	r.tag(before)
	r.children(n)
	r.tag(after)
}

// open writes the rest of a start tag: the anchor and the class of a block with
// markers, another class, which may be empty, and the block's own language.
func (r *renderer) open(start markup, n ast.Node, class markup) {
	r.tag(start)
	c := r.claims[n]
	if c != nil && c.Kind != HeadingSection {
		r.id(c.Anchor)
	}
	if c != nil && class != "" {
		class += " evidence"
	} else if c != nil {
		class = "evidence"
	}
	if class != "" {
		r.attribute("class", string(class))
	}
	if language := r.languages[n]; language != "" {
		r.attribute("lang", language)
	}
	r.tag(">")
}

// claimed writes an element that markers may speak for.
func (r *renderer) claimed(start markup, n ast.Node, after markup) {
	r.open(start, n, "")
	r.children(n)
	r.tag(after)
}

func (r *renderer) paragraph(n *ast.Paragraph) {
	r.open("<p", n, "")
	r.task(n)
	r.tag("</p>\n")
}

func (r *renderer) textBlock(n *ast.TextBlock) {
	r.task(n)
	if n.NextSibling() != nil && n.FirstChild() != nil {
		r.tag("\n")
	}
}

// task writes the words of a paragraph. Where a box comes first, they are its
// label, which gives the box a name in the author's own language.
func (r *renderer) task(n ast.Node) {
	if _, ok := n.FirstChild().(*east.TaskCheckBox); ok {
		r.wrap("<label>", n, "</label>")
		return
	}
	r.children(n)
}

func (r *renderer) writeHeading(n *ast.Heading) {
	h := &r.body.Headings[r.heading]
	r.heading++
	h.HTML = int32(len(r.html))
	r.tag("<h")
	r.tag(levels[h.Level])
	r.attribute("id", h.ID)
	r.open("", n, "")
	r.children(n)
	r.tag("</h")
	r.tag(levels[h.Level])
	r.tag(">\n")
}

var levels = [...]markup{2: "2", 3: "3", 4: "4", 5: "5", 6: "6"}

func (r *renderer) quote(n *ast.Blockquote) {
	kind, ok := r.callouts[n]
	if !ok {
		r.wrap("<blockquote>\n", n, "</blockquote>\n")
		return
	}
	r.tag(`<div class="callout callout-`)
	r.text([]byte(kind.String()))
	r.tag(`" role="note"><p class="callout-title">`)
	r.hole(CalloutHole, int(kind))
	r.wrap("</p>\n", n, "</div>\n")
}

func (r *renderer) list(n *ast.List) {
	name := markup("ul")
	if n.IsOrdered() {
		name = "ol"
	}
	r.tag("<")
	r.tag(name)
	if n.IsOrdered() && n.Start != 1 {
		r.attribute("start", strconv.Itoa(n.Start))
	}
	if hasTasks(n) {
		r.attribute("class", "tasks")
	}
	r.wrap(">\n", n, "</")
	r.tag(name)
	r.tag(">\n")
}

func (r *renderer) item(n *ast.ListItem) {
	class := markup("")
	if task(n) != nil {
		class = "task"
	}
	r.open("<li", n, class)
	if first := n.FirstChild(); first != nil && first.Kind() != ast.KindTextBlock {
		r.tag("\n")
	}
	r.children(n)
	r.tag("</li>\n")
}

func (r *renderer) description(n *east.DefinitionDescription) {
	r.open("<dd", n, "")
	if !n.IsTight {
		r.tag("\n")
	}
	r.children(n)
	r.tag("</dd>\n")
}

func (r *renderer) code(n ast.Node) {
	r.tag("<pre><code")
	if fenced, ok := n.(*ast.FencedCodeBlock); ok {
		if language := fenced.Language(r.source); language != nil {
			r.attribute("class", "language-"+string(resolve(language)))
		}
	}
	r.tag(">")
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		r.text(line.Value(r.source))
	}
	r.tag("</code></pre>\n")
}

// hole marks the place for what is filled in later.
func (r *renderer) hole(kind HoleKind, index int) {
	r.body.Holes = append(r.body.Holes, Hole{Offset: len(r.html), Kind: kind, Index: index})
}
