package export

import (
	"encoding/xml"

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

// sitemapLimit is the most addresses that the protocol of sitemaps.org allows
// in a file.
const sitemapLimit = 50_000

type (
	urlSet struct {
		XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
		URLs    []sitemapURL `xml:"url"`
	}
	sitemapURL struct {
		Location string `xml:"loc"`
		Updated  string `xml:"lastmod,omitempty"`
	}
)

// Sitemap returns the sitemap of the pages, as sitemaps.org defines it, with at
// most the first 50,000. It is nil without a base_url, since its addresses must
// be complete.
func Sitemap(settings *config.Settings, pages []Location) []byte {
	if settings.BaseURL == "" {
		return nil
	}
	pages = pages[:min(len(pages), sitemapLimit)]
	set := urlSet{URLs: make([]sitemapURL, len(pages))}
	for i, p := range pages {
		set.URLs[i] = sitemapURL{settings.Address(p.Path), p.Updated.String()}
	}
	return document(set)
}
