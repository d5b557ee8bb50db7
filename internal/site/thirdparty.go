package site

import (
	"path"
	"regexp"

	"github.com/exemplar-lp/exemplar/internal/diag"
	"github.com/exemplar-lp/exemplar/internal/publish"
)

// requests match what makes a browser ask another site for something. The
// addresses are their first or second group.
var (
	htmlRequest = regexp.MustCompile(`(?i)<(?:script|img|iframe|source|video|audio|embed|object|track|input)\b[^>]*?\s(?:src|srcset|data|poster)\s*=\s*["']?\s*((?:https?:)?//[^"'\s>]+)` +
		`|<link\b(?:[^>]*?\srel=["']?(?:stylesheet|preload|prefetch|preconnect|dns-prefetch|modulepreload|manifest|icon)\b)[^>]*?\shref=["']?((?:https?:)?//[^"'\s>]+)`)
	cssRequest = regexp.MustCompile(`(?i)(?:url\(\s*["']?|@import\s*["'])((?:https?:)?//[^"'\s)]+)`)
)

// thirdParties reports what a page or style sheet asks of other sites. Content
// cannot ask for anything; a theme of the site's own may.
func (s *Site) thirdParties(o publish.Output, data []byte) diag.List {
	if !s.theme.own {
		return nil
	}
	var problems diag.List
	pattern := map[string]*regexp.Regexp{".html": htmlRequest, ".css": cssRequest}[path.Ext(o.Path)]
	if pattern == nil {
		return nil
	}
	for _, m := range pattern.FindAllSubmatch(data, -1) {
		for _, address := range m[1:] {
			if len(address) > 0 && !s.ours(string(address)) {
				problems.Add(diag.PrivacyThirdParty, diag.Position{File: "themes/" + s.Settings.Theme},
					"put the file into the theme's assets and name it from there", "%s asks %s for something", o.Path, address)
			}
		}
	}
	return problems
}

// ours reports whether an address is the portal's own.
func (s *Site) ours(address string) bool {
	base := s.Settings.BaseURL
	return base != "" && len(address) >= len(base) && address[:len(base)] == base
}
