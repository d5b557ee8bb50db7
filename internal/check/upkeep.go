package check

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/config"
	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/date"
	"github.com/exemplar-lp/exemplar/internal/diag"
	"github.com/exemplar-lp/exemplar/internal/markdown"
)

// This file holds the rules about what grows old or was left half done.

func checkReview(study *catalog.CaseStudy, cat *catalog.Catalog, problems *diag.List) {
	if study.ReviewBy.IsZero() || !study.ReviewBy.Before(cat.AsOf) || study.Status == content.StatusArchived {
		return
	}
	problems.Add(diag.CheckReview, study.At("review_by"), "read it again, and write the next day of review or status: archived", "the study was to be reviewed by %s", study.ReviewBy.Long())
}

// heads are the roles of those who sign for a school.
var heads = []string{"", "headteacher", "principal", "head-of-school"}

// checkSignersSchool reports a study signed by the head of another school.
func checkSignersSchool(study *catalog.CaseStudy, cat *catalog.Catalog, problems *diag.List) {
	if study.Signoff.Name == "" || !slices.Contains(heads, study.Signoff.Role) || len(study.Schools) == 0 {
		return
	}
	isHead := func(s *catalog.School) bool { return strings.EqualFold(s.Headteacher, study.Signoff.Name) }
	unknown := func(s *catalog.School) bool { return s.Headteacher == "" }
	if slices.ContainsFunc(study.Schools, isHead) || slices.ContainsFunc(study.Schools, unknown) {
		return
	}
	if i := slices.IndexFunc(cat.Schools, isHead); i >= 0 {
		problems.Add(diag.CheckSigner, study.Signoff.Pos.In(study.Source), "have the head of the author's own school sign it", "%q signs as the head of %q, and the study is of %q", study.Signoff.Name, cat.Schools[i].Title, study.Schools[0].Title)
	}
}

// fewWords is how many words a section of a case study has at least, and draft
// how many a study has before this is asked of it.
const (
	fewWords = 5
	draft    = 100
)

func checkThin(study *catalog.CaseStudy, problems *diag.List) {
	if study.Body.Words < draft {
		return
	}
	headings := study.Body.Headings
	for i, part := range study.Parts {
		if part == content.NoPart {
			continue
		}
		h := headings[i]
		n := int(h.Words)
		for _, within := range headings[i+1:] {
			if within.Level <= h.Level {
				break
			}
			n += int(within.Words)
		}
		if n < fewWords {
			problems.Add(diag.CheckThin, h.Pos.In(study.Source), "write what a reader from another school needs to know", "the section %q has %s", h.Text, wordCount(n))
		}
	}
}

// checkUnmarked reports the standards of a study that its front matter lists and no
// block of its text shows: they are claimed and not evidenced.
func checkUnmarked(study *catalog.CaseStudy, problems *diag.List) {
	if study.Body.Words < draft || study.Unsure() || len(study.Body.Almost) > 0 || slices.Contains(study.Linked().Claims, nil) {
		return // there is a marker that could not be read, which is reported
	}
	var names []string
	for _, c := range study.Claims {
		if c.Strength == catalog.Claimed {
			names = append(names, c.Standard.Typed())
		}
	}
	if len(names) == 0 {
		return
	}
	problems.Add(diag.MarkerUnmarked, study.At("standards"), "write ["+names[0]+"] at the end of the paragraph that shows it, or take it out of the list",
		"no paragraph shows %s", strings.Join(names, ", "))
}

func wordCount(n int) string {
	switch n {
	case 0:
		return "no text"
	case 1:
		return "one word"
	}
	return fmt.Sprintf("%d words", n)
}

func checkLicences(study *catalog.CaseStudy, problems *diag.List) {
	for _, r := range study.Resources {
		if r.Licence == "" && study.Licence == "" {
			problems.Add(diag.CheckLicence, r.Pos.In(study.Source), "add: licence: CC BY 4.0, or what you allow", "%q does not say how others may use it", r.Title)
		}
	}
}

// ended are the roles that are no longer awarded, with the last day.
var ended = map[string]string{
	"specialist-leader-of-education": "August 2021",
	"advanced-skills-teacher":        "August 2013",
}

func checkRole(p *catalog.Practitioner, problems *diag.List) {
	if when, ok := ended[p.Role.ID]; ok && !p.Left {
		problems.Add(diag.CheckLegacy, p.Role.Pos.In(p.Source), "name the role held now and put this one under credentials", "nobody has been made %s since %s", strings.ReplaceAll(p.Role.ID, "-", " "), when)
	}
}

// checkCredentials reports awards that have ended or not begun.
func checkCredentials(p *catalog.Practitioner, problems *diag.List) {
	for _, c := range p.Credentials {
		switch {
		case p.Left, !c.Until.IsZero() && c.Until.Before(c.Awarded): // content reports the dates
		case c.State == catalog.StateLapsed:
			problems.Add(diag.CheckCredential, c.Pos.In(p.Source), "add the new award when there is one; the page shows this one as lapsed", "the award ended on %s", c.Until.Long())
		case c.State == catalog.StateFuture:
			problems.Add(diag.CheckCredential, c.Pos.In(p.Source), "correct the day, or wait; the page does not show it yet", "the award is of %s, which is still to come", c.Awarded.Long())
		}
	}
}

// checkOrphans reports pages that no page, menu or folder leads to, once the
// portal has an address.
func checkOrphans(cat *catalog.Catalog, settings *config.Settings, problems *diag.List) {
	if settings.BaseURL == "" {
		return
	}
	led := map[string]bool{settings.Contact.Page: true}
	for _, item := range settings.Navigation {
		led[item.Page] = true
	}
	for _, s := range cat.Sections {
		for _, p := range s.Pages {
			led[strings.TrimPrefix(p.Source, content.Folder+"/")] = true
		}
	}
	for _, p := range cat.Pages {
		name := strings.TrimPrefix(p.Source, content.Folder+"/")
		if !led[name] && len(p.LinkedFrom) == 0 && !always(p.Source) {
			problems.Add(diag.CheckOrphan, diag.Position{File: p.Source, Line: 1}, "link to it from another page, or name it under navigation in exemplar.yaml", "no page leads here")
		}
	}
}

// The pages that every portal should have; the theme links to them.
const (
	privacyPage       = "privacy.md"
	accessibilityPage = "accessibility.md"
)

func always(source string) bool {
	return slices.Contains([]string{privacyPage, accessibilityPage}, path.Base(source))
}

// checkStatements reports a portal with an address that lacks the pages which
// visitors look for. They are warnings: the portal is no less safe for the children
// on it, and one that has just been given its address can be published while they
// are being written; --strict stops it.
func checkStatements(cat *catalog.Catalog, settings *config.Settings, problems *diag.List) {
	if settings.BaseURL == "" {
		return
	}
	has := map[string]bool{}
	for _, p := range cat.Pages {
		has[path.Base(p.Source)] = true
	}
	if !has[privacyPage] {
		problems.Add(diag.PrivacyNotice, settings.Keys["base_url"], "add content/"+privacyPage+" with what you do with personal data, or a link to the school's own notice", "no page tells visitors about privacy")
	}
	for _, p := range cat.Pages {
		if day := changed(&p.Meta); path.Base(p.Source) == accessibilityPage && !day.IsZero() && day.Add(date.Length{Years: 1}).Before(cat.AsOf) {
			problems.Add(diag.AccessStatement, p.At("updated"), "test the portal again and write the day under updated", "the accessibility statement is of %s, more than a year ago", day.Long())
		}
	}
	if !has[accessibilityPage] {
		problems.Add(diag.AccessStatement, settings.Keys["base_url"], "add content/"+accessibilityPage+"; exemplar init writes one to start from", "no page tells visitors how accessible the portal is")
	}
}

// checkLinkWords reports links of one page that have the same words and lead to
// different pages.
func checkLinkWords(e catalog.Entry, problems *diag.List) {
	first := map[string]int{}
	source, links, targets := e.Common().Source, e.Common().Body.Links, e.Linked().Targets
	for i, l := range links {
		words := strings.ToLower(strings.TrimSpace(l.Text))
		to := destination(targets[i], l)
		if words == "" || to == "" {
			continue
		}
		j, seen := first[words]
		if !seen {
			first[words] = i
			continue
		}
		if destination(targets[j], links[j]) != to {
			d := diag.New(diag.AccessLinkTwice, l.Pos.In(source), "use other words for one of them", "two links say %q and lead to different places", l.Text)
			d.Related = []diag.Related{{Position: links[j].Pos.In(source), Message: "the first"}}
			*problems = append(*problems, d)
		}
	}
}

func destination(t catalog.Target, l markdown.Link) string {
	if t.External {
		return l.Dest
	}
	return t.Path
}
