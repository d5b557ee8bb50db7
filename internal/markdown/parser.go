package markdown

import (
	"sync"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

// Parser reads bodies: CommonMark with tables, footnotes, strikethrough, task
// lists, definition lists, typographic quotes, callouts, heading ids and
// evidence markers, without raw HTML. It may be used by many goroutines at once.
type Parser struct {
	goldmark parser.Parser
	limits   Limits
	headings map[string]common // by their words
	words    map[string]string // of common headings, and their ids
	papers   sync.Pool         // of *paper
}

// paper is memory that serves one body after another.
type paper struct {
	text     []byte
	html     []byte
	headings []Heading
	sections []section

	texts      arena[ast.Text]
	delimiters arena[parser.Delimiter]
	emphases   arena[ast.Emphasis]
}

// NewParser returns a parser that refuses bodies beyond the limits. The headings are
// those that many bodies will have; bodies are the same with them and without.
func NewParser(limits Limits, headings ...string) *Parser {
	p := &Parser{
		goldmark: parser.NewParser(
			parser.WithBlockParsers(blockParsers()...),
			parser.WithInlineParsers(util.Prioritized(newLineReader(inlineParsers()), 0)),
			parser.WithParagraphTransformers(paragraphTransformers()...),
			parser.WithASTTransformers(
				util.Prioritized(extension.NewTableASTTransformer(), 0),
				util.Prioritized(extension.NewFootnoteASTTransformer(), 999),
			),
		),
		limits: limits.orDefault(),
	}
	p.headings, p.words = commonHeadings(headings)
	return p
}

// blockParsers are goldmark's with the priorities it gives them, and ours around
// those that need watching.
func blockParsers() []util.PrioritizedValue {
	return []util.PrioritizedValue{
		util.Prioritized(attributedHeading{parser.NewSetextHeadingParser()}, 100),
		util.Prioritized(boundedContainer{extension.NewDefinitionListParser()}, 101),
		util.Prioritized(extension.NewDefinitionDescriptionParser(), 102),
		util.Prioritized(parser.NewThematicBreakParser(), 200),
		util.Prioritized(boundedContainer{parser.NewListParser()}, 300),
		util.Prioritized(parser.NewListItemParser(), 400),
		util.Prioritized(parser.NewCodeBlockParser(), 500),
		util.Prioritized(attributedHeading{parser.NewATXHeadingParser()}, 600),
		util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
		util.Prioritized(boundedContainer{parser.NewBlockquoteParser()}, 800),
		util.Prioritized(parser.NewHTMLBlockParser(), 900),
		util.Prioritized(boundedContainer{boundedFootnotes{extension.NewFootnoteBlockParser()}}, 999),
		util.Prioritized(attributedParagraph{parser.NewParagraphParser()}, 1000),
	}
}

// inlineParsers are in the order of their priority.
func inlineParsers() []util.PrioritizedValue {
	return []util.PrioritizedValue{
		util.Prioritized(boundedInline{}, -1),
		util.Prioritized(taskParser{}, 0),
		util.Prioritized(parser.NewCodeSpanParser(), 100),
		util.Prioritized(extension.NewFootnoteParser(), 101),
		util.Prioritized(bracketParser{}, 150),
		util.Prioritized(parser.NewLinkParser(), 200),
		util.Prioritized(parser.NewAutoLinkParser(), 300),
		util.Prioritized(parser.NewRawHTMLParser(), 400),
		util.Prioritized(starParser{}, 500),
		util.Prioritized(extension.NewStrikethroughParser(), 500),
		util.Prioritized(quoteParser{extension.NewTypographerParser(typography())}, 9999),
	}
}

func paragraphTransformers() []util.PrioritizedValue {
	return []util.PrioritizedValue{
		util.Prioritized(calloutTransformer{}, 50),
		util.Prioritized(boundedDefinitions{parser.LinkReferenceParagraphTransformer}, 100),
		util.Prioritized(boundedTables{extension.NewTableParagraphTransformer()}, 200),
		util.Prioritized(boundedParagraph{}, 300),
	}
}

// quoteParser makes typographic quotes. Goldmark's would set dashes and dots too,
// and cuts the words in two at each hyphen, comma and full stop to look for them;
// appendSet sets them where words are written.
type quoteParser struct{ parser.InlineParser }

// Trigger returns the quotes.
func (quoteParser) Trigger() []byte { return []byte(`"'<>`) }

// typography replaces goldmark's entities by the characters themselves, which
// serve as HTML and as plain text alike.
func typography() extension.TypographerOption {
	return extension.WithTypographicSubstitutions(map[extension.TypographicPunctuation]string{
		extension.LeftSingleQuote:  "‘",
		extension.RightSingleQuote: "’",
		extension.LeftDoubleQuote:  "“",
		extension.RightDoubleQuote: "”",
		extension.LeftAngleQuote:   "«",
		extension.RightAngleQuote:  "»",
		extension.Apostrophe:       "’",
	})
}

// Parse reads the body that begins at byte from of the file. Positions are those
// of the file. The body is never nil; it is empty where a limit was passed.
func (p *Parser) Parse(src *diag.Source, from int) (*Body, diag.List) {
	d := p.newDocument(src, from)
	d.paper, _ = p.papers.Get().(*paper)
	if d.paper == nil {
		d.paper = new(paper)
	}
	defer func() {
		d.paper.texts.empty()
		d.paper.delimiters.empty()
		d.paper.emphases.empty()
		p.papers.Put(d.paper)
	}()
	root := p.goldmark.Parse(text.NewReader(d.source), parser.WithContext(d))
	if len(d.refused) > 0 {
		return emptyBody(d), d.list.Sort()
	}
	body := d.survey(root)
	d.render(root, body)
	if len(d.refused) > 0 {
		return emptyBody(d), d.list.Sort()
	}
	return body, d.list.Sort()
}

// Reuse takes a body back, whose text nobody may use any more: a later Parse
// writes over it. Without it, Parse takes new memory for each body.
func (p *Parser) Reuse(body *Body) {
	d, _ := p.papers.Get().(*paper)
	if d == nil {
		d = new(paper)
	}
	if d.html == nil {
		d.html = body.HTML[:0]
	}
	if d.text == nil {
		d.text = body.plain[:0]
	}
	body.Text, body.plain = Text{}, nil
	p.papers.Put(d)
}

// emptyBody is what is left of a body that was refused.
func emptyBody(d *document) *Body {
	return &Body{Text: Text{Sections: []Section{{Heading: -1}}}, Start: d.at(0, 0)}
}
