package catalog

import (
	"github.com/exemplar-lp/exemplar/internal/date"
)

// Options say how a site is judged.
type Options struct {
	// AsOf is the day by which dates are judged.
	AsOf date.Date
	// Drafts includes drafts, studies in review and entries of a later date.
	Drafts bool
	// Framework is the default framework's folder; it may be empty where there
	// is only one.
	Framework string
}
