// Package check holds the rules that go beyond the schema.
//
// In come the frozen catalogue, what it was made of and the settings. Out come problems: what a case
// study lacks, a sign-off that cannot stand, settings that name a page that is
// not there. It never changes the catalogue or decides what is published.
package check

import (
	"slices"
	"strings"

	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/config"
	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/date"
	"github.com/exemplar-lp/exemplar/internal/diag"
)

// Run applies every rule. The set is what the catalogue was linked from.
func Run(set *content.Set, cat *catalog.Catalog, settings *config.Settings) diag.List {
	var problems diag.List
	for _, study := range cat.CaseStudies {
		checkSections(study, &problems)
		checkSigner(study, &problems)
		checkSignersSchool(study, cat, &problems)
		checkReview(study, cat, &problems)
		checkThin(study, &problems)
		checkLicences(study, &problems)
		checkNumbers(study, settings, &problems)
		checkUnmarked(study, &problems)
	}
	for _, p := range cat.Practitioners {
		checkConsent(p, cat.AsOf, &problems)
		checkRole(p, &problems)
		checkCredentials(p, &problems)
	}
	known := explained(cat, settings)
	cat.Each(func(e catalog.Entry) {
		checkLinkWords(e, &problems)
		checkLanguage(e, &problems)
		checkDownloads(e, &problems)
		checkAbbreviations(e, known, &problems)
	})
	checkAwards(cat, settings, &problems)
	checkParity(cat, settings, &problems)
	checkPeople(set, cat, settings, &problems)
	checkOrphans(cat, settings, &problems)
	checkStatements(cat, settings, &problems)
	menu{set, cat, sources(cat)}.check(settings, &problems)
	return problems
}

// section is one of the template, with the heading to type.
type section struct {
	part    content.Part
	heading string
}

// needed are the sections of the re-accreditation template that a reader must
// find, with the heading to type.
var needed = []section{
	{content.PartChallenge, "Why this focus"},
	{content.PartApproach, "What we did"},
	{content.PartProblems, "Problems and how we tackled them"},
	{content.PartImpact, "Impact"},
	{content.PartLearning, "What we learned"},
	{content.PartTransfer, "How other schools could use this"},
	{content.PartContinuing, "Continuing challenges"},
}

// parts is a set of the sections of a case study.
type parts [content.PartPractical + 1]bool

func checkSections(study *catalog.CaseStudy, problems *diag.List) {
	var has parts
	for _, part := range study.Parts {
		has[part] = true
	}
	if study.Doubts != nil {
		for _, part := range study.Doubts.Meant {
			has[part] = true // its line is reported
		}
		for i, part := range study.Doubts.Astray {
			checkAstray(study, part, i, &has, problems)
		}
	}
	var missing []string
	for _, section := range needed {
		if !has[section.part] {
			missing = append(missing, `"## `+section.heading+`"`)
		}
	}
	if len(missing) == 0 {
		return
	}
	hint := "add a heading for each: " + strings.Join(missing, ", ")
	if len(missing) == 1 {
		hint = "add the heading " + missing[0]
	}
	problems.Add(diag.CheckSection, diag.Position{File: study.Source, Line: 1}, hint,
		"%s of the seven sections of a case study %s missing", count(len(missing)), isAre(len(missing)))
}

// checkAstray reports a section that is not found because its heading is at
// another level than the others.
func checkAstray(study *catalog.CaseStudy, part content.Part, heading int, has *parts, problems *diag.List) {
	first := slices.IndexFunc(study.Parts, func(p content.Part) bool { return p != content.NoPart })
	if first < 0 || has[part] || !slices.ContainsFunc(needed, func(s section) bool { return s.part == part }) {
		return
	}
	has[part] = true
	h := study.Body.Headings[heading]
	problems.Add(diag.CheckSection, h.Pos.In(study.Source), "write "+strings.Repeat("#", int(study.Body.Headings[first].Level))+" "+h.Text+", with as many # as the others",
		"the section %q has another level than the other sections", h.Text)
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
			problems.Add(diag.CheckSignoff, study.Signoff.Pos.In(study.Source),
				"have the head, or the chair of governors if the author is the head, sign it",
				"%q signs a study of their own", p.Title)
		}
	}
}

// checkConsent reports a portrait that is not shown because nothing says that its
// person agreed to it by the day.
func checkConsent(p *catalog.Practitioner, asOf date.Date, problems *diag.List) {
	agreed := p.Consent.Photo
	switch {
	case p.Photo == "" || !p.Profile:
	case agreed.IsZero():
		problems.Add(diag.CheckConsent, p.At("photo"), "add the day on which they agreed: consent: {photo: 2026-09-01}",
			"the portrait of %q is not shown, because nothing says that they agreed to it", p.Title)
	case agreed.After(asOf):
		problems.Add(diag.CheckConsent, p.At("photo"), "correct the day under consent, if they have agreed",
			"the portrait of %q is not shown before %s, the day of their consent", p.Title, agreed.Long())
	}
}

// menu is what the settings may lead to.
type menu struct {
	set *content.Set
	cat *catalog.Catalog
	// pages are the files of the published entries relative to content/.
	pages []string
}

// check reports pages that the settings name and the site does not publish.
func (m menu) check(settings *config.Settings, problems *diag.List) {
	for _, item := range settings.Navigation {
		if item.Page != "coverage" && item.Page != "search" && item.Page != "impact" {
			m.checkPage(item.Page, item.Pos.In(config.File), problems)
		}
	}
	if settings.Contact.Page != "" {
		m.checkPage(settings.Contact.Page, settings.Contact.Pos.In(config.File), problems)
	}
	for name := range settings.Vocabularies {
		if known := content.Vocabularies(); !slices.Contains(known, name) {
			problems.Add(diag.ConfigUnknownKey, settings.Keys["vocabularies."+name],
				diag.DidYouMean(name, known, "the lists are "+strings.Join(known, ", ")), "there is no list of words %q", name)
		}
	}
}

func (m menu) checkPage(page string, at diag.Position, problems *diag.List) {
	name := strings.TrimPrefix(page, content.Folder+"/")
	if slices.Contains(m.pages, name) {
		return
	}
	source := content.Folder + "/" + name
	for _, w := range m.cat.Withheld {
		if w.Source == source {
			problems.Add(diag.ConfigValue, at, "publish the page, or take it out of the settings",
				"the page %q is not published: %s", page, w.Reason)
			return
		}
	}
	if m.faulty(source) {
		return
	}
	known := append(slices.Clone(m.pages), "coverage", "search")
	if near := diag.Nearest(strings.TrimSuffix(name, ".html"), known); near != "" {
		name = near
	}
	problems.Add(diag.ConfigValue, at,
		diag.DidYouMean(name, known, "write the file as it is under content/, such as programme/_index.md, or coverage or search"),
		"there is no page %q", page)
}

// faulty reports whether a file is there and is no page because of problems of
// its own, which are reported there.
func (m menu) faulty(source string) bool {
	return slices.Contains(m.set.Failed, source) ||
		slices.ContainsFunc(m.set.Entries, func(e content.Entry) bool { return e.Common().Source == source })
}

// sources lists the files of all published entries relative to content/.
func sources(cat *catalog.Catalog) []string {
	var list []string
	cat.Each(func(e catalog.Entry) {
		list = append(list, strings.TrimPrefix(e.Common().Source, content.Folder+"/"))
	})
	return list
}
