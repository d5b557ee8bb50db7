package markdown

import (
	"bytes"
	"regexp"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

// attributedParagraph takes {lang=cy} off the end of a paragraph before its words
// are read: the language of a passage that is not in the page's (WCAG 2.2, 3.1.2).
type attributedParagraph struct{ parser.BlockParser }

// passageLanguage matches what says the language of a passage or heading.
var passageLanguage = regexp.MustCompile(`^lang="?([^"\s]*)"?$`)

func (p attributedParagraph) Close(node ast.Node, reader text.Reader, pc parser.Context) {
	p.BlockParser.Close(node, reader, pc)
	lines := node.Lines()
	if node.Parent() == nil || lines.Len() == 0 {
		return
	}
	line := lines.At(lines.Len() - 1)
	value := line.Value(reader.Source())
	open, list := trailingBraces(value)
	if open < 0 || !passageLanguage.MatchString(list) || lines.Len() == 1 && len(bytes.TrimSpace(value[:open])) == 0 {
		return
	}
	at := line.Start + open
	line.Stop = line.Start + len(bytes.TrimRight(value[:open], " \t"))
	if line.Stop > line.Start {
		lines.Set(lines.Len()-1, line)
	} else {
		before := lines.At(lines.Len() - 2)
		before.Stop = before.Start + len(bytes.TrimRight(before.Value(reader.Source()), " \t\n"))
		lines.SetSliced(0, lines.Len()-1)
		lines.Set(lines.Len()-1, before)
	}
	d := pc.(*document)
	d.readLanguage(holder(node), passageLanguage.FindStringSubmatch(list)[1], d.at(at, len(list)+2))
}

// holder is the element that is written for a paragraph: in a list that may be
// its item alone.
func holder(paragraph ast.Node) ast.Node {
	switch parent := paragraph.Parent().(type) {
	case *ast.ListItem, *east.DefinitionDescription:
		if paragraph.PreviousSibling() == nil {
			return parent
		}
	}
	return paragraph
}

// languageTag matches the plain tags of BCP 47: cy, en-GB.
var languageTag = regexp.MustCompile(`^[a-z]{2,3}(-[A-Z]{2})?$`)

// readLanguage keeps the language of a passage.
func (d *document) readLanguage(node ast.Node, tag string, pos diag.Position) {
	if !languageTag.MatchString(tag) {
		d.list.Add(diag.MarkdownAttribute, pos, "write {lang=cy} for Welsh or {lang=en} for English",
			`"%s" is not the code of a language`, clip(tag, 40))
		return
	}
	if d.languages == nil {
		d.languages = map[ast.Node]string{}
	}
	d.languages[node] = tag
}
