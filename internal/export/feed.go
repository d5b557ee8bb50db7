package export

import (
	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/config"
)

// FeedPath is the output path of the Atom feed.
const FeedPath = "feed.xml"

// Feed returns an Atom feed of the newest case studies. It is nil without a
// base_url, since a feed's links must be complete.
func Feed(cat *catalog.Catalog, settings *config.Settings) []byte { return nil }
