package config

import (
	"net/url"
	"strings"
)

// Address returns the full address of an output path, as canonical links, feeds
// and the sitemap give it. It is empty without a base_url.
func (s *Settings) Address(path string) string {
	if s.BaseURL == "" {
		return ""
	}
	return strings.TrimSuffix(s.BaseURL, "/") + "/" + EscapePath(s.Visible(path))
}

// Visible returns an output path as links show it: without .html and index.html
// where clean_urls is set.
func (s *Settings) Visible(path string) string {
	if !s.CleanURLs {
		return path
	}
	if rest, ok := strings.CutSuffix(path, "index.html"); ok && (rest == "" || strings.HasSuffix(rest, "/")) {
		return rest
	}
	return strings.TrimSuffix(path, ".html")
}

// EscapePath writes a path as it stands in an address: every segment
// percent-encoded, the slashes kept.
func EscapePath(path string) string {
	if strings.IndexFunc(path, needsEscape) < 0 {
		return path
	}
	return (&url.URL{Path: path}).EscapedPath()
}

func needsEscape(r rune) bool {
	return (r < 'a' || r > 'z') && (r < '-' || r > '9') && (r < 'A' || r > 'Z') && r != '_'
}

// RootPath returns the path of the site's root on its host, such as / or
// /lp/. It is empty without a base_url.
func (s *Settings) RootPath() string {
	u, err := url.Parse(s.BaseURL)
	if s.BaseURL == "" || err != nil {
		return ""
	}
	return strings.TrimSuffix(u.EscapedPath(), "/") + "/"
}
