package strict

import (
	"bytes"
	"strings"
	"sync"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// Most front matter is simple: keys at the left edge, each with one word, text,
// text in quotes or list in brackets behind it on its line. This file turns such
// a block into the nodes that the library makes of it, in a tenth of the time,
// and leaves every other block to the library. FuzzSimple compares the two.

// mayBeSimple reports whether each line starts with a small letter.
func mayBeSimple(text []byte) bool {
	for len(text) > 0 {
		if text[0] < 'a' || text[0] > 'z' {
			return false
		}
		_, text, _ = bytes.Cut(text, []byte("\n"))
	}
	return true
}

// forest is memory for the nodes of one block after another.
type forest struct {
	nodes []yaml.Node // their places must not change
	pairs []*yaml.Node
	items []*yaml.Node
}

// forestFor returns memory for the nodes of a block from a pool.
func forestFor(text string, pool *sync.Pool) *forest {
	f, _ := pool.Get().(*forest)
	if n := most(text); f == nil || cap(f.nodes) < n {
		f = &forest{nodes: make([]yaml.Node, 0, n)}
	}
	return f
}

// clear makes it ready for the next block.
func (f *forest) clear() *forest {
	clear(f.nodes)
	f.nodes, f.pairs, f.items = f.nodes[:0], f.pairs[:0], f.items[:0]
	return f
}

// simpleBlock is a block while it is read.
type simpleBlock struct {
	*forest
	line int
}

// node makes one at a column of the line.
func (b *simpleBlock) node(kind yaml.Kind, style yaml.Style, tag, value string, column int) *yaml.Node {
	b.nodes = append(b.nodes, yaml.Node{Kind: kind, Style: style, Tag: tag, Value: value, Line: b.line, Column: column})
	return &b.nodes[len(b.nodes)-1]
}

// most is a bound on the nodes that a simple block has: the map, and for each line
// a key and a value, and the items that commas divide, with one more.
func most(text string) int {
	lines := strings.Count(text, "\n") + 1
	return 1 + 3*lines + strings.Count(text, ",")
}

// simple reads a block. It returns false for one that is not simple.
func (f *forest) simple(text string) (root *yaml.Node, ok bool) {
	b := &simpleBlock{f, 1}
	root = b.node(yaml.MappingNode, 0, "!!map", "", 1)
	for text != "" {
		line, rest, _ := strings.Cut(text, "\n")
		key, value, ok := b.pair(line)
		if !ok {
			return nil, false
		}
		b.pairs = append(b.pairs, key, value)
		text = rest
		b.line++
	}
	root.Content = b.pairs
	return root, len(b.pairs) > 0
}

// deepestSimple is how deep a simple block is nested at most: a list in the map.
const deepestSimple = 2

// longestKey is far below what the library takes for a key.
const longestKey = 64

// pair reads a line: a key of small letters, figures and underlines, a colon, one
// blank and a value.
func (b *simpleBlock) pair(line string) (key, value *yaml.Node, ok bool) {
	end := 0
	for end < len(line) && (line[end] >= 'a' && line[end] <= 'z' || line[end] == '_' || end > 0 && line[end] >= '0' && line[end] <= '9') {
		end++
	}
	if end == 0 || end > longestKey || end+2 >= len(line) || line[end] != ':' || line[end+1] != ' ' || line[0] == '_' {
		return nil, nil, false
	}
	key = b.node(yaml.ScalarNode, 0, "!!str", line[:end], 1)
	text, column := line[end+2:], end+3
	switch {
	case text[0] == '"' || text[0] == '\'':
		value = b.quoted(text, column)
	case text[0] == '[':
		value = b.list(text, column)
	case isSimpleText(text):
		value = b.node(yaml.ScalarNode, 0, "!!str", text, column)
	}
	return key, value, value != nil && line[:end] != "null"
}

// quoted reads a text in quotes with neither a quote nor a \ in it; nil is for
// any other.
func (b *simpleBlock) quoted(text string, column int) *yaml.Node {
	inner := text[1:]
	end := strings.IndexByte(inner, text[0])
	if end < 0 || end != len(inner)-1 || strings.IndexByte(inner, '\\') >= 0 || !isShown(inner) {
		return nil
	}
	style := yaml.DoubleQuotedStyle
	if text[0] == '\'' {
		style = yaml.SingleQuotedStyle
	}
	return b.node(yaml.ScalarNode, style, "!!str", inner[:end], column)
}

// list reads words between brackets, divided by a comma and a blank; nil is for
// any other list.
func (b *simpleBlock) list(text string, column int) *yaml.Node {
	if len(text) < 3 || text[len(text)-1] != ']' {
		return nil
	}
	n := b.node(yaml.SequenceNode, yaml.FlowStyle, "!!seq", "", column)
	start := len(b.items)
	for at, item := range cutItems(text[1 : len(text)-1]) {
		if !isSimpleWord(item) {
			return nil
		}
		b.items = append(b.items, b.node(yaml.ScalarNode, 0, "!!str", item, column+1+at))
	}
	n.Content = b.items[start:len(b.items):len(b.items)]
	return n
}

// cutItems yields what commas with a blank divide, and where each starts.
func cutItems(text string) func(func(int, string) bool) {
	return func(yield func(int, string) bool) {
		for at := 0; ; {
			item, _, more := strings.Cut(text[at:], ", ")
			if !yield(at, item) || !more {
				return
			}
			at += len(item) + 2
		}
	}
}

// isSimpleWord reports whether an item of a list is a word of letters, figures,
// hyphens and strokes that stands for itself.
func isSimpleWord(text string) bool {
	for i := range len(text) {
		if c := text[i]; !isPlainByte(c) && (i == 0 || c != '-' && c != '/' && c != '_') {
			return false
		}
	}
	return text != "" && !isNothing(text)
}

// isSimpleText reports whether a text without quotes stands for itself: it starts
// with a letter or figure of ASCII and has no colon before a blank or at its end,
// no # after a blank and no blank at its end.
func isSimpleText(text string) bool {
	if !isPlainByte(text[0]) || text[len(text)-1] == ' ' || isNothing(text) || !isShown(text) {
		return false
	}
	for i := range len(text) {
		switch text[i] {
		case ':':
			if i+1 == len(text) || text[i+1] == ' ' {
				return false
			}
		case '#':
			if text[i-1] == ' ' {
				return false
			}
		}
	}
	return true
}

func isPlainByte(c byte) bool {
	return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9'
}

// isNothing reports whether the library takes a word for no value.
func isNothing(text string) bool { return strings.EqualFold(text, "null") }

// isShown reports whether a text has only characters of the Basic Multilingual
// Plane that neither YAML nor an editor takes for anything but text.
func isShown(text string) bool {
	for i := 0; i < len(text); i++ {
		if c := text[i]; c >= utf8.RuneSelf {
			return isShownBeyond(text[i:])
		} else if c < ' ' || c == 0x7F {
			return false
		}
	}
	return true
}

// isShownBeyond is isShown for a text beyond ASCII.
func isShownBeyond(text string) bool {
	for _, r := range text {
		if r < ' ' || r >= 0x7F && r < 0xA0 || r == '\u2028' || r == '\u2029' || r >= 0xD800 {
			return false
		}
	}
	return true
}
