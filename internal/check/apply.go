package check

import (
	"path"
	"slices"

	"github.com/exemplar-lp/exemplar/internal/config"
	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/date"
	"github.com/exemplar-lp/exemplar/internal/diag"
)

// Apply drops the problems that a page silences, gives each other one the severity
// that the settings ask for, drops those turned off, and reports what silences or
// changes nothing, or may not. The set may be nil.
func Apply(problems diag.List, set *content.Set, settings *config.Settings, asOf date.Date) diag.List {
	problems = silence(problems, set)
	kept := make(diag.List, 0, len(problems))
	for _, d := range problems {
		o, ok := settings.Checks[string(d.Code)]
		if ok && !asOf.After(o.Until) && d.Code.Changeable() {
			severity, on := diag.ParseSeverity(o.Severity)
			if !on {
				continue
			}
			d.Severity = severity
		}
		kept = append(kept, d)
	}
	for code, o := range settings.Checks {
		switch {
		case !diag.Code(code).Changeable():
			kept.Add(diag.ConfigOverride, o.Pos.In(config.File), "remove it; mend the pages instead", "the check %q cannot be changed", code)
		case !o.Until.IsZero() && asOf.After(o.Until):
			kept.Add(diag.ConfigExpired, o.Pos.In(config.File), "remove it, or give it a later day and say why", "the change to %q ended on %s", code, o.Until.Long())
		}
	}
	return kept.Sort()
}

// silenced is one line of silence of one page.
type silenced struct {
	content.Silence
	used bool
}

// silence drops what pages say is wrong about them, and reports what they say in
// vain. Errors that are no guesses cannot be silenced.
func silence(problems diag.List, set *content.Set) diag.List {
	lines := silencesOf(set)
	if len(lines.pages) == 0 {
		return problems
	}
	kept := make(diag.List, 0, len(problems))
	for _, d := range problems {
		line := lines.of(d.Position.File, string(d.Code))
		if line == nil || !d.Code.Silenceable() {
			kept = append(kept, d)
			continue
		}
		line.used = true
	}
	var known []string
	for _, rule := range diag.Rules() {
		if rule.Code.Silenceable() && rule.Code != diag.CheckSilence {
			known = append(known, string(rule.Code))
		}
	}
	for source, page := range lines.pages {
		for _, line := range page {
			if !line.used {
				hint := "delete the lines about it"
				if !slices.Contains(known, line.Check) {
					hint = diag.DidYouMean(line.Check, known, hint)
				}
				kept.Add(diag.CheckSilence, line.Pos.In(source), hint, "the page silences %q, and there is nothing to silence", line.Check)
			}
		}
	}
	return kept
}

// silences are the lines of silence by the file of their page and by check.
type silences struct {
	pages map[string]map[string]*silenced
	// beside has the pages that a file without front matter belongs to: those that
	// link to it, and the one whose folder it is in.
	beside map[string][]string
}

// of finds the line that silences a check about a file: the page's own, or that of a
// page which the file belongs to.
func (s silences) of(file, check string) *silenced {
	if line := s.pages[file][check]; line != nil {
		return line
	}
	for _, page := range s.beside[file] {
		if line := s.pages[page][check]; line != nil {
			return line
		}
	}
	return nil
}

func silencesOf(set *content.Set) silences {
	s := silences{map[string]map[string]*silenced{}, map[string][]string{}}
	if set == nil {
		return s
	}
	for _, e := range set.Entries {
		m := e.Common()
		for _, line := range m.Silence {
			if s.pages[m.Source] == nil {
				s.pages[m.Source] = map[string]*silenced{}
			}
			s.pages[m.Source][line.Check] = &silenced{Silence: line}
		}
		if len(m.Silence) > 0 {
			s.claim(e, set)
		}
	}
	return s
}

// claim notes the files that belong to a page.
func (s silences) claim(e content.Entry, set *content.Set) {
	m := e.Common()
	add := func(file string) { s.beside[file] = append(s.beside[file], m.Source) }
	for _, f := range set.Files {
		if f.Bundle != "" && f.Bundle == m.Bundle() {
			add(f.Path)
		}
	}
	for _, l := range m.Body.Links {
		add(path.Join(path.Dir(m.Source), l.Dest))
	}
	for _, i := range m.Body.Images {
		add(path.Join(path.Dir(m.Source), i.Dest))
	}
	if study, ok := e.(*content.CaseStudy); ok {
		for _, r := range study.Resources {
			add(path.Join(path.Dir(m.Source), r.File))
		}
	}
}
