package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// survey is the first walk over a parsed body. It gathers the plain text, the
// headings and the blocks with markers, so that every id is known before HTML
// is written.
type survey struct {
	*document
	prose
	sections []section
	nodes    []ast.Node // of the headings
	headings []Heading
	claims   []*claim // in the order of the text
	notes    span     // the footnotes, up to a heading in one
}

// span is a stretch of the plain text; it ends at -1 while it is written.
type span struct{ from, to int }

func (s *span) end(at int) {
	if s.from >= 0 && s.to < 0 {
		s.to = at
	}
}

// section is a stretch of the plain text under one heading.
type section struct {
	span
	words, inHeading int
}

// survey reads everything about a body but its HTML.
func (d *document) survey(root ast.Node) *Body {
	d.checkFootnotes()
	d.claims = d.findClaims()
	s := &survey{document: d, prose: prose{source: d.source}, notes: span{-1, -1}}
	s.text, s.headings, s.sections = d.paper.text[:0], d.paper.headings[:0], d.paper.sections[:0]
	d.paper.text = nil // it is the body's
	defer func() { d.paper.headings, d.paper.sections = s.headings, s.sections }()
	s.startSection(0)
	s.blocks(root)
	s.endSection()
	if s.notes.end(len(s.text)); s.notes.from < 0 {
		s.notes = span{len(s.text), len(s.text)}
	}
	d.nameHeadings(s.nodes, s.headings)
	words := s.countWords()
	body := &Body{
		Outline: Outline{Headings: append([]Heading(nil), s.headings...), Words: words, Almost: d.almost},
		Text:    Text{Sections: s.cut(), Notes: withoutEnd(s.text[s.notes.from:s.notes.to])},
		Start:   s.at(0, 0),
		plain:   s.text,
	}
	nameClaims(s.claims, s.text, body)
	return body
}

// withoutEnd is a text without the end of its last line.
func withoutEnd(text []byte) []byte { return bytes.TrimSuffix(text, []byte("\n")) }

// startSection begins a section under a heading of some words.
func (s *survey) startSection(inHeading int) {
	s.sections = append(s.sections, section{span: span{len(s.text), -1}, inHeading: inHeading})
	s.count = 0
}

func (s *survey) endSection() {
	if last := &s.sections[len(s.sections)-1]; last.to < 0 {
		last.to, last.words = len(s.text), s.count
	}
	s.count = 0
}

// countWords counts the words under each heading, and returns how many there are
// in all but the footnotes, headings included.
func (s *survey) countWords() int {
	all := 0
	for i, sec := range s.sections {
		if i > 0 {
			s.headings[i-1].Words = int32(sec.words)
		}
		if sec.from <= s.notes.from {
			all += sec.inHeading + sec.words
		}
	}
	return all
}

// cut returns the sections of the plain text.
func (s *survey) cut() []Section {
	list := make([]Section, len(s.sections))
	for i, sec := range s.sections {
		list[i] = Section{Heading: i - 1, Text: withoutEnd(s.text[sec.from:sec.to])}
	}
	return list
}

func (s *survey) blocks(parent ast.Node) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		c := s.document.claims[n]
		if c == nil {
			s.block(n)
			continue
		}
		c.from, c.Section = len(s.text), len(s.sections)-1
		s.block(n)
		c.to = len(s.text)
		if c.Kind == HeadingSection {
			c.Section = len(s.sections) - 1
		}
		s.claims = append(s.claims, c)
	}
}

func (s *survey) block(node ast.Node) {
	switch n := node.(type) {
	case *ast.Heading:
		s.heading(n)
	case *ast.Paragraph, *ast.TextBlock, *east.DefinitionTerm:
		s.checkSlips(n)
		s.inlines(n)
		s.endLine()
	case *east.TableHeader, *east.TableRow:
		s.row(n)
	case *ast.CodeBlock:
		s.checkIndent(n)
		s.code(n)
	case *ast.FencedCodeBlock:
		s.checkFence(n)
		s.code(n)
	case *ast.HTMLBlock, *ast.ThematicBreak, *ast.LinkReferenceDefinition:
	case *east.FootnoteList:
		s.endSection()
		s.notes.from = len(s.text)
		s.blocks(n)
	default:
		s.blocks(n)
	}
}

// heading ends a section and begins another.
func (s *survey) heading(n *ast.Heading) {
	from := len(s.text)
	s.endSection()
	s.notes.end(from)
	s.pictures = true
	s.inlines(n)
	s.endLine()
	s.pictures = false
	h := Heading{Level: int8(max(n.Level, 2)), Text: s.headingText(withoutEnd(s.text[from:])), Nested: n.Parent().Kind() != ast.KindDocument, Pos: s.headingPos(n).Place()}
	before := 1
	if len(s.headings) > 0 {
		before = int(s.headings[len(s.headings)-1].Level)
	}
	if !s.checkUnderline(n) {
		s.checkHeading(h, n.Level, before)
	}
	s.headings = append(s.headings, h)
	s.nodes = append(s.nodes, n)
	s.startSection(s.count)
}
