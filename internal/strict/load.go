package strict

import (
	"errors"
	"fmt"
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
	if err != nil || len(doc.Content) == 0 {
		return nil, err
	}
	return doc.Content[0], nil
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

// features reports what front matter does not have: anchors, aliases, tags and
// merge keys. It returns whether the tree may be read.
func (d *decoder) features(n *yaml.Node, depth int) bool {
	if depth > d.env.Limits.Depth {
		d.add(diag.FrontTooLarge, d.at(n), "write it more simply", "lists and keys are nested more than %d deep", d.env.Limits.Depth)
		return false
	}
	ok := d.feature(n)
	for _, c := range n.Content {
		if !d.features(c, depth+1) {
			return false
		}
	}
	return ok
}

func (d *decoder) feature(n *yaml.Node) bool {
	quoted := fmt.Sprintf("if it is part of the text, put quotes around the text: %q", "…")
	switch {
	case n.Kind == yaml.AliasNode:
		d.add(diag.FrontFeature, d.at(n), quoted, "a * at the start of a value has a special meaning that is not used here")
	case n.Anchor != "":
		d.add(diag.FrontFeature, d.at(n), quoted, "a & at the start of a value has a special meaning that is not used here")
	case n.Style&yaml.TaggedStyle != 0:
		d.add(diag.FrontFeature, d.at(n), quoted, "a ! at the start of a value has a special meaning that is not used here")
	case n.Kind == yaml.ScalarNode && n.Tag == "!!merge":
		d.add(diag.FrontFeature, d.at(n), "write each key out", "the key << is not used here")
	default:
		return true
	}
	return false
}
