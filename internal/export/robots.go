package export

import "github.com/exemplar-lp/exemplar/internal/config"

// RobotsPath is the output path of the file for crawlers.
const RobotsPath = "robots.txt"

// collectors are programs that collect text for artificial intelligence, by the
// names under which their makers say they obey robots.txt.
var collectors = []string{
	"AI2Bot", "Amazonbot", "anthropic-ai", "Applebot-Extended", "Bytespider", "CCBot", "ClaudeBot", "cohere-ai",
	"Diffbot", "FacebookBot", "Google-Extended", "GPTBot", "ImagesiftBot", "Meta-ExternalAgent", "Omgilibot", "PerplexityBot", "Timpibot",
}

// Robots returns a robots.txt (RFC 9309) that lets search engines in, keeps the
// collectors of text for artificial intelligence out unless the settings let
// them in, and names the sitemap, if there is one.
func Robots(settings *config.Settings) []byte {
	text := "User-agent: *\nDisallow:\n"
	if settings.Privacy.Crawlers != "allowed" {
		text += "\n"
		for _, name := range collectors {
			text += "User-agent: " + name + "\n"
		}
		text += "Disallow: /\n"
	}
	if sitemap := settings.Address(SitemapPath); sitemap != "" {
		text += "\nSitemap: " + sitemap + "\n"
	}
	return []byte(text)
}
