package markdown

import (
	"regexp"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// taskParser reads the box of a task at the start of a list item. Unlike
// goldmark's it wants a space after the box, so that [x](page.md) stays a link.
type taskParser struct{}

// Trigger returns the bracket that opens a box.
func (taskParser) Trigger() []byte { return []byte{'['} }

var taskBox = regexp.MustCompile(`^\[([ xX])\][ \t]+\S`)

func (taskParser) Parse(parent ast.Node, block text.Reader, _ parser.Context) ast.Node {
	item, ok := parent.Parent().(*ast.ListItem)
	if !ok || item.FirstChild() != parent || parent.HasChildren() {
		return nil
	}
	line, _ := block.PeekLine()
	m := taskBox.FindSubmatchIndex(line)
	if m == nil {
		return nil
	}
	block.Advance(m[1] - 1)
	return east.NewTaskCheckBox(line[m[2]] != ' ')
}

// task returns the box of a list item's first paragraph, or nil.
func task(item ast.Node) *east.TaskCheckBox {
	first := item.FirstChild()
	if first == nil {
		return nil
	}
	box, _ := first.FirstChild().(*east.TaskCheckBox)
	return box
}

// hasTasks reports whether any item of a list is a task.
func hasTasks(list ast.Node) bool {
	for item := list.FirstChild(); item != nil; item = item.NextSibling() {
		if task(item) != nil {
			return true
		}
	}
	return false
}
