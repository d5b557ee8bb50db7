package catalog

import (
	"slices"

	"github.com/exemplar-lp/exemplar/internal/content"
)

// linkCaseStudies gives studies their authors and schools, and those their
// studies, newest first.
func (l *linker) linkCaseStudies() {
	c := l.catalog
	slices.SortFunc(c.CaseStudies, compareStudies)
	for _, s := range c.CaseStudies {
		s.Practitioners = findAll[*Practitioner](l, content.KindPractitioner, s.CaseStudy.Practitioners)
		s.Schools = findAll[*School](l, content.KindSchool, slices.Concat([]content.Ref{s.School}, s.CaseStudy.Schools))
		s.Themes = themes(s.CaseStudy)
		for _, p := range s.Practitioners {
			p.CaseStudies = append(p.CaseStudies, s)
		}
		for _, school := range s.Schools {
			school.CaseStudies = append(school.CaseStudies, s)
		}
		l.adapt(s)
		l.offer(s)
	}
}

// themes lists each theme of a study once, the main one first.
func themes(s *content.CaseStudy) []string {
	var list []string
	for _, t := range slices.Concat([]content.Term{s.Theme}, s.Themes) {
		if t.ID != "" && !slices.Contains(list, t.ID) {
			list = append(list, t.ID)
		}
	}
	return list
}

// adapt joins a study with the one whose practice it took up.
func (l *linker) adapt(s *CaseStudy) {
	from, ok := find[*CaseStudy](l, content.KindCaseStudy, s.CaseStudy.AdaptedFrom)
	if ok && from != s {
		s.AdaptedFrom = from
		from.AdaptedBy = append(from.AdaptedBy, s)
	}
}
