package markdown

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

// htmlBlock reports a block of HTML. Nothing of it is written.
func (r *renderer) htmlBlock(n *ast.HTMLBlock) {
	var source []byte
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		source = append(source, line.Value(r.source)...)
	}
	if n.HasClosure() {
		source = append(source, n.ClosureLine.Value(r.source)...)
	}
	r.reportHTML(source, n.Lines().At(0).Start)
}

// rawHTML reports HTML within a line.
func (r *renderer) rawHTML(n *ast.RawHTML) {
	r.reportHTML(n.Segments.Value(r.source), n.Segments.At(0).Start)
}

// tagName finds the name of the first tag; it has a slash before it if the tag
// is an end tag.
var tagName = regexp.MustCompile(`</?[A-Za-z][A-Za-z0-9-]*`)

// reportHTML reports what is not a comment. An end tag is not reported where its
// start tag was.
func (r *renderer) reportHTML(source []byte, at int) {
	rest := bytes.TrimSpace(comment.ReplaceAll(source, nil))
	if len(rest) == 0 {
		return
	}
	indent := len(source) - len(bytes.TrimLeft(source, " "))
	line, _, _ := bytes.Cut(source[indent:], []byte("\n"))
	pos := r.at(at+indent, len(line))
	if bytes.HasPrefix(rest, []byte("<!--")) {
		r.document.list.Add(diag.MarkdownHTML, pos, "end it with -->", "the comment has no end, so all text after it is left out")
		return
	}
	name := strings.ToLower(strings.TrimPrefix(string(tagName.Find(rest)), "<"))
	name, isEnd := strings.CutPrefix(name, "/")
	if isEnd && r.tags[name] {
		return
	}
	if r.tags == nil {
		r.tags = map[string]bool{}
	}
	r.tags[name] = true
	shown, _, _ := bytes.Cut(rest, []byte("\n"))
	r.document.list.Add(diag.MarkdownHTML, pos, htmlHint(name), `"%s" is HTML, which is left out`, clip(string(shown), 40))
}

// comment is an HTML comment as CommonMark 0.31.2 section 6.6 has it.
var comment = regexp.MustCompile(`(?s)<!--(?:-?>|.*?-->)`)

// htmlHints says for the tags that people paste or try what to type instead.
var htmlHints = map[string]string{
	"br":     `end the line with two spaces or a backslash`,
	"hr":     `write --- on a line of its own, with empty lines around it`,
	"b":      `write **bold**`,
	"strong": `write **bold**`,
	"i":      `write *italic*`,
	"em":     `write *italic*`,
	"s":      `write ~~struck out~~`,
	"del":    `write ~~struck out~~`,
	"u":      `leave out the tag: underlined words look like links`,
	"a":      `write [words](address)`,
	"img":    `write ![description](picture.jpg)`,
	"h1":     `write ## and the heading`,
	"h2":     `write ## and the heading`,
	"h3":     `write ### and the heading`,
	"h4":     `write #### and the heading`,
	"ul":     `begin each item with - and a space`,
	"ol":     `begin each item with 1. and a space`,
	"li":     `begin each item with - and a space`,
	"table":  `write the table with | between its columns`,
	"p":      `leave out the tag, and put an empty line between paragraphs`,
	"div":    `leave out the tag and keep the words`,
	"span":   `leave out the tag and keep the words`,
	"font":   `leave out the tag and keep the words`,
	"center": `leave out the tag and keep the words`,
	"iframe": `link to it instead: [words](address)`,
	"video":  `link to it instead: [words](address)`,
	"audio":  `link to it instead: [words](address)`,
	"script": `leave it out: pages run no scripts of their own`,
	"style":  `leave it out: the theme says how pages look`,
	"insert": `put in what belongs here`,
	"add":    `put in what belongs here`,
	"enter":  `put in what belongs here`,
	"your":   `put in what belongs here`,
	"name":   `put in what belongs here`,
	"school": `put in what belongs here`,
	"date":   `put in what belongs here`,
}

func htmlHint(name string) string {
	if hint, ok := htmlHints[name]; ok {
		return hint
	}
	return "for the sign < itself write &lt; or put the words between `backticks`"
}
