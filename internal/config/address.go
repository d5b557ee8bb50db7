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
	if IsPlainPath(path) {
		return path
	}
	return (&url.URL{Path: path}).EscapedPath()
}

// IsPlainPath reports whether a path has nothing but letters, digits, hyphens,
// underscores, dots and slashes: then it stands in an address as it is.
func IsPlainPath(path string) bool {
	for i := range len(path) {
		if c := path[i]; (c < 'a' || c > 'z') && (c < '-' || c > '9') && (c < 'A' || c > 'Z') && c != '_' {
			return false
		}
	}
	return true
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
