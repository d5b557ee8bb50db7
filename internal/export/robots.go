package export

import "github.com/exemplar-lp/exemplar/internal/config"

// RobotsPath is the output path of the file for crawlers.
const RobotsPath = "robots.txt"

// Robots returns a robots.txt that lets crawlers in and names the sitemap, if
// there is one.
func Robots(settings *config.Settings) []byte { return nil }
