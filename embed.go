// Package exemplar carries the files that the program needs at run time, so that
// the binary alone is enough.
//
// Nothing comes in; out come the default theme and the example portal as file
// systems. It never holds code.
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
