package strict

import (
	"errors"

	"go.yaml.in/yaml/v4"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

// syntax parses the block and reports what is not YAML.
func (d *decoder) syntax(text []byte) *yaml.Node {
	root, err := parse(text, d.env.Limits.Depth)
	var why *yaml.LoadError
	if errors.As(err, &why) {
		d.add(diag.FrontSyntax, diag.Position{File: d.src.Path, Line: d.first + why.Mark.Line - 1, Column: why.Mark.Column}, "", "this is not YAML: %s", why.Message)
	}
	return root
}
