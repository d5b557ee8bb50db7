package export

import "github.com/exemplar-lp/exemplar/internal/config"

// RobotsPath is the output path of the file for crawlers.
const RobotsPath = "robots.txt"

// Robots returns a robots.txt (RFC 9309) that lets crawlers in and names the
// sitemap, if there is one.
func Robots(settings *config.Settings) []byte {
	text := "User-agent: *\nDisallow:\n"
	if sitemap := settings.Address(SitemapPath); sitemap != "" {
		text += "\nSitemap: " + sitemap + "\n"
	}
	return []byte(text)
}
