package strict

import (
	"errors"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

// errDeep is what the library is told when lists and maps are nested too
// deeply.
var errDeep = errors.New("nested too deeply")

// bounds is the library's limits plug-in: the depth is checked while reading,
// so that a file of brackets costs nothing; aliases are refused by walk.
type bounds struct{ depth int }

// CheckDepth refuses to go deeper than the limit.
func (b bounds) CheckDepth(depth int, _ *yaml.DepthContext) error {
	if depth > b.depth {
		return errDeep
	}
	return nil
}

// CheckAlias never refuses: no alias is expanded in a tree of nodes.
func (bounds) CheckAlias(int, int) error { return nil }

// parse turns YAML text into its root node; the root of an empty text is nil.
// Only syntax is judged.
func parse(text []byte, depth int) (*yaml.Node, error) {
	var doc yaml.Node
	err := yaml.Load(text, &doc, yaml.WithUniqueKeys(false), yaml.WithPlugin(bounds{depth}))
	if nothing(err) || err == nil && len(doc.Content) == 0 {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return doc.Content[0], nil
}

// nothing tells the library's answer to an empty text, which for it is an error,
// from every other.
func nothing(err error) bool {
	var why *yaml.LoadErrors
	return errors.As(err, &why) && len(why.Errors) == 1 && strings.Contains(why.Errors[0].Message, "no documents")
}

// at returns the place of a node in the file. Nodes count lines from the start
// of the block and columns in characters.
func (d *decoder) at(n *yaml.Node) diag.Position {
	return diag.Position{File: d.src.Path, Line: d.first + n.Line - 1, Column: n.Column, Length: length(n)}
}

// length is how many characters of a node to underline.
func length(n *yaml.Node) int {
	if n.Kind != yaml.ScalarNode || n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		return 1
	}
	count := utf8.RuneCountInString(n.Value)
	if n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0 {
		count += 2
	}
	return max(count, 1)
}

// features reports the first thing in a tree that is not used here: an anchor,
// an alias, a tag, a merge key, or too much nesting. It returns whether the tree
// may be read.
func (d *decoder) features(n *yaml.Node, depth int) bool {
	if depth > d.env.Limits.Depth {
		d.add(diag.FrontTooLarge, d.at(n), "write it more simply", "lists and keys are nested more than %d deep", d.env.Limits.Depth)
		return false
	}
	if mark := special(n); mark != "" {
		hint := "if it is part of a text, put quotes around the text"
		if n.Tag == "!!merge" {
			hint = "write each key on a line of its own"
		}
		d.add(diag.FrontFeature, d.at(n), hint, "%s has a special meaning that is not used here", mark)
		return false
	}
	if r, found := control(n); found {
		d.add(diag.FrontSyntax, d.at(n), "use single quotes around the text",
			`a \ between double quotes has a special meaning: here it makes a character that cannot be seen (U+%04X)`, r)
		return false
	}
	for _, c := range n.Content {
		if !d.features(c, depth+1) {
			return false
		}
	}
	return true
}

// special names the feature that a node itself uses, or "".
func special(n *yaml.Node) string {
	switch {
	case n.Kind == yaml.AliasNode:
		return "a * at the start of a value"
	case n.Anchor != "":
		return "a & at the start of a value"
	case n.Style&yaml.TaggedStyle != 0:
		return "a ! at the start of a value"
	case n.Kind == yaml.ScalarNode && n.Tag == "!!merge":
		return "the key <<"
	}
	return ""
}
