package check

import (
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
			kept.Add(diag.ConfigOverride, o.Pos, "remove it; mend the pages instead", "the check %q cannot be changed", code)
		case !o.Until.IsZero() && asOf.After(o.Until):
			kept.Add(diag.ConfigExpired, o.Pos, "remove it, or give it a later day and say why", "the change to %q ended on %s", code, o.Until.Long())
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
	if len(lines) == 0 {
		return problems
	}
	kept := make(diag.List, 0, len(problems))
	for _, d := range problems {
		line := lines[d.Position.File][string(d.Code)]
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
	for _, page := range lines {
		for _, line := range page {
			if !line.used {
				kept.Add(diag.CheckSilence, line.Pos, diag.DidYouMean(line.Check, known, "delete the lines about it"), "the page silences %q, and there is nothing to silence", line.Check)
			}
		}
	}
	return kept
}

func silencesOf(set *content.Set) map[string]map[string]*silenced {
	lines := map[string]map[string]*silenced{}
	if set == nil {
		return lines
	}
	for _, e := range set.Entries {
		m := e.Common()
		for _, s := range m.Silence {
			if lines[m.Source] == nil {
				lines[m.Source] = map[string]*silenced{}
			}
			lines[m.Source][s.Check] = &silenced{Silence: s}
		}
	}
	return lines
}
