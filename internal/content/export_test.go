package content

import "github.com/exemplar-lp/exemplar/internal/diag"

// BodyOffset returns the byte of a source at which its body starts.
func BodyOffset(src *diag.Source) (from int, ok bool) {
	f, _, ok := split(src, new(scratch))
	return f.body, ok
}
