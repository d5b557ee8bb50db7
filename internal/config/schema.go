package config

import "github.com/exemplar-lp/exemplar/internal/strict"

// Schema returns the JSON Schema (2020-12) of exemplar.yaml.
func Schema() []byte { return strict.Schema(new(Settings), File, strict.Env{What: File}) }

// SchemaTable returns a Markdown table of the keys of exemplar.yaml.
func SchemaTable() string { return strict.Table(new(Settings), strict.Env{What: File}) }
