package export

import (
	"github.com/exemplar-lp/exemplar/internal/config"
	"github.com/exemplar-lp/exemplar/internal/date"
)

// SitemapPath is the output path of the sitemap.
const SitemapPath = "sitemap.xml"

// Location is a page as a sitemap lists it.
type Location struct {
	// Path is the output path.
	Path string
	// Updated is the day of the last change; it may be zero.
	Updated date.Date
}

// Sitemap returns the sitemap of the pages. It is nil without a base_url, since
// its addresses must be complete.
func Sitemap(settings *config.Settings, pages []Location) []byte { return nil }
