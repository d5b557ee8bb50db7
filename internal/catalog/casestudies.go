package catalog

import (
	"slices"

	"github.com/exemplar-lp/exemplar/internal/content"
)

// linkCaseStudies gives studies their authors and schools, and those their
// studies, newest first.
func (l *linker) linkCaseStudies() {
	c := l.catalog
	sortStudies(c.CaseStudies)
	all := make([]string, 0, countThemes(c.CaseStudies)) // the themes of all
	for i, s := range c.CaseStudies {
		s.of, s.rank = c, i
		start := len(all)
		all = addThemes(all, s.CaseStudy)
		s.Themes = slices.Clip(all[start:])
		for _, ref := range s.CaseStudy.Practitioners {
			l.author(s, ref)
		}
		l.situate(s, s.School)
		for _, ref := range s.CaseStudy.Schools {
			l.situate(s, ref)
		}
		l.adapt(s)
		l.offer(s)
	}
	l.countColumns()
}

// author joins a study with a person, once.
func (l *linker) author(s *CaseStudy, ref content.Ref) {
	p, ok := find[*Practitioner](l, s.Source, content.KindPractitioner, ref)
	if ok && !endsWith(p.CaseStudies, s) {
		s.Practitioners = append(s.Practitioners, p)
		p.CaseStudies = append(p.CaseStudies, s)
	}
}

// situate joins a study with a school, once.
func (l *linker) situate(s *CaseStudy, ref content.Ref) {
	school, ok := find[*School](l, s.Source, content.KindSchool, ref)
	if ok && !endsWith(school.CaseStudies, s) {
		s.Schools = append(s.Schools, school)
		school.CaseStudies = append(school.CaseStudies, s)
	}
}

// endsWith reports whether v is the last of a list. Where each thing is dealt
// with before the next, that tells whether the list has it.
func endsWith[T comparable](list []T, v T) bool { return len(list) > 0 && list[len(list)-1] == v }

// countColumns numbers the schools, and the people with a case study, as the
// coverage does.
func (l *linker) countColumns() {
	for i, s := range l.catalog.Schools {
		s.of, s.column = l.catalog, i
	}
	n := 0
	for _, p := range l.catalog.Practitioners {
		p.of, p.column = l.catalog, n
		if len(p.CaseStudies) > 0 {
			n++
		}
	}
}

// countThemes counts what studies name as themes.
func countThemes(studies []*CaseStudy) int {
	n := 0
	for _, s := range studies {
		n += len(s.CaseStudy.Themes)
		if s.Theme.ID != "" {
			n++
		}
	}
	return n
}

// addThemes appends each theme of a study once, the main one first.
func addThemes(all []string, s *content.CaseStudy) []string {
	start := len(all)
	add := func(t content.Term) {
		if t.ID != "" && !slices.Contains(all[start:], t.ID) {
			all = append(all, t.ID)
		}
	}
	add(s.Theme)
	for _, t := range s.Themes {
		add(t)
	}
	return all
}

// adapt joins a study with the one whose practice it took up.
func (l *linker) adapt(s *CaseStudy) {
	from, ok := find[*CaseStudy](l, s.Source, content.KindCaseStudy, s.CaseStudy.AdaptedFrom)
	if ok && from != s {
		s.AdaptedFrom = from
		from.AdaptedBy = append(from.AdaptedBy, s)
	}
}
