// Package exemplar carries the files that the program needs at run time, so that
// the binary alone is enough.
//
// Nothing comes in; out come the default theme, the example portal and what the
// documents say of each check, as file systems. It never holds code.
package exemplar

import "embed"

// Themes holds themes/default.
//
//go:embed all:themes/default
var Themes embed.FS

// Example holds the example portal: exemplar.yaml and content.
//
//go:embed exemplar.yaml all:content
var Example embed.FS

// Checks holds docs/checks: a page for each code that check can report.
//
//go:embed docs/checks/*/*.md
var Checks embed.FS
