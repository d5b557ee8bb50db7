package site

import (
	"slices"
	"strings"

	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/render"
)

// Practitioner finds a person by the name of their file; ok is false for
// nobody, and for somebody who asked not to be shown.
func (s *Site) Practitioner(slug string) (p *catalog.Practitioner, ok bool) {
	i := slices.IndexFunc(s.Catalog.Practitioners, func(p *catalog.Practitioner) bool { return strings.EqualFold(p.Slug, slug) })
	if i < 0 {
		return nil, false
	}
	return s.Catalog.Practitioners[i], true
}

// Portfolio makes the portfolio of a person as one HTML file. Study is the slug
// of the case study for the narrative and framework the only framework to show;
// both may be empty.
func (s *Site) Portfolio(p *catalog.Practitioner, study, framework string) ([]byte, error) {
	return s.renderer.Portfolio(p, render.PortfolioOptions{Study: study, Framework: framework, Picture: s.maker.Bytes})
}

// RoleName names a credential in the site's language.
func (s *Site) RoleName(id string) string { return s.renderer.Label("role", id) }
