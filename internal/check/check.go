// Package check holds the rules that go beyond the schema.
//
// In come the frozen catalogue and the settings. Out come problems: what a case
// study lacks, a sign-off that cannot stand, settings that name a page that is
// not there. It never changes the catalogue or decides what is published.
package check

import (
	"strings"

	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/config"
	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/date"
	"github.com/exemplar-lp/exemplar/internal/diag"
)

// Run applies every rule.
func Run(cat *catalog.Catalog, settings *config.Settings) diag.List {
	var problems diag.List
	for _, study := range cat.CaseStudies {
		checkSections(study, &problems)
		checkSigner(study, &problems)
	}
	checkSettings(cat, settings, &problems)
	return problems
}

// needed are the sections of the re-accreditation template that a reader must
// find, with the heading to type.
var needed = []struct{ id, heading string }{
	{"challenge", "Why this focus"},
	{"approach", "What we did"},
	{"problems", "Problems and how we tackled them"},
	{"impact", "Impact"},
	{"learning", "What we learned"},
	{"transfer", "How other schools could use this"},
	{"continuing", "Continuing challenges"},
}

func checkSections(study *catalog.CaseStudy, problems *diag.List) {
	has := map[string]bool{}
	for _, part := range study.Parts {
		has[part.ID] = true
	}
	var missing []string
	for _, section := range needed {
		if !has[section.id] {
			missing = append(missing, `"## `+section.heading+`"`)
		}
	}
	if len(missing) == 0 {
		return
	}
	problems.Add(diag.CheckSection, diag.Position{File: study.Source, Line: 1},
		"add a heading for each: "+strings.Join(missing, ", "),
		"%s of the seven sections of a case study %s missing", count(len(missing)), isAre(len(missing)))
}

func count(n int) string {
	return [...]string{"none", "one", "two", "three", "four", "five", "six", "all"}[n]
}

func isAre(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

// checkSigner reports an author who signs their own study.
func checkSigner(study *catalog.CaseStudy, problems *diag.List) {
	for _, p := range study.Practitioners {
		if study.Signoff.Name != "" && strings.EqualFold(p.Title, study.Signoff.Name) {
			problems.Add(diag.CheckSignoff, study.Signoff.Pos,
				"have the head, or the chair of governors if the author is the head, sign it",
				"%q signs a study of their own", p.Title)
		}
	}
}

// checkSettings reports pages that the settings name and the site lacks.
func checkSettings(cat *catalog.Catalog, settings *config.Settings, problems *diag.List) {
	pages := sources(cat)
	for _, item := range settings.Navigation {
		if item.Page != "coverage" && item.Page != "search" {
			checkPage(item.Page, item.Pos, pages, problems)
		}
	}
	if settings.Contact.Page != "" {
		checkPage(settings.Contact.Page, settings.Contact.Pos, pages, problems)
	}
}

func checkPage(page string, at diag.Position, pages []string, problems *diag.List) {
	for _, p := range pages {
		if p == page {
			return
		}
	}
	problems.Add(diag.ConfigValue, at,
		diag.DidYouMean(page, pages, "write the file as it is under content/, such as programme/_index.md"),
		"there is no published page %q", page)
}

// sources lists the files of all published entries relative to content/.
func sources(cat *catalog.Catalog) []string {
	var list []string
	cat.Each(func(e catalog.Entry) {
		list = append(list, strings.TrimPrefix(e.Common().Source, content.Folder+"/"))
	})
	return list
}

// Apply gives each problem the severity that the settings ask for, drops those
// turned off, and reports a change whose last day is past.
func Apply(problems diag.List, settings *config.Settings, asOf date.Date) diag.List {
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
		case asOf.After(o.Until):
			kept.Add(diag.ConfigExpired, o.Pos, "remove it, or give it a later day and say why", "the change to %q ended on %s", code, o.Until)
		}
	}
	return kept.Sort()
}
