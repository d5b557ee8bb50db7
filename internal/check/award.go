package check

import (
	"path"
	"regexp"
	"strings"

	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/config"
	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/diag"
)

// accreditor is a body whose name and logo only those may bear whom it has named.
type accreditor struct {
	name    string
	pattern *regexp.Regexp
}

var accreditors = []accreditor{
	{"SSAT", regexp.MustCompile(`(?i)\bssat\b|\b(?:lp|lead practitioner) learning centre\b`)},
	{"the Chartered College of Teaching", regexp.MustCompile(`(?i)\bchartered college\b|\bcteach\b`)},
	{"the Education and Training Foundation", regexp.MustCompile(`(?i)\beducation (?:and|&) training foundation\b|\betf\b`)},
	{"the Education Endowment Foundation", regexp.MustCompile(`(?i)\beducation endowment foundation\b|\beef\b|\bresearch school\b`)},
	{"the Department for Education", regexp.MustCompile(`(?i)\bdepartment for education\b|\bdfe\b|\bteaching school hub\b`)},
	{"Ofsted", regexp.MustCompile(`(?i)\bofsted\b`)},
	{"Estyn", regexp.MustCompile(`(?i)\bestyn\b`)},
	{"nasen", regexp.MustCompile(`(?i)\bnasen\b`)},
	{"Arts Council England", regexp.MustCompile(`(?i)\barts ?mark\b|\barts council\b`)},
}

// mark matches the words for a sign of an award.
var mark = regexp.MustCompile(`(?i)\b(?:logo|badge|crest|emblem|kite ?mark|quality mark|award mark|accreditation mark)\b`)

// checkAwards reports awards of known bodies without anything that proves them, and
// their logos on a portal of which nobody holds such an award.
func checkAwards(cat *catalog.Catalog, settings *config.Settings, problems *diag.List) {
	proved := map[string]bool{}
	judge := func(words, ref string, at diag.Position) {
		a, ok := accreditorIn(words)
		switch {
		case ok && ref != "":
			proved[a.name] = true
		case ok:
			problems.Add(diag.CheckAward, at, "add award_ref: the number of the certificate, or where the letter is kept; it is not published",
				"nothing proves the award of %s", a.name)
		}
	}
	for _, p := range cat.Practitioners {
		for _, c := range p.Credentials {
			judge(c.Body, c.AwardRef, c.Pos.In(p.Source))
		}
	}
	for _, s := range cat.Schools {
		for _, d := range s.Designations {
			judge(d.Name, d.AwardRef, d.Pos.In(s.Source))
		}
	}
	cat.Each(func(e catalog.Entry) { checkLogos(e.Common(), proved, problems) })
	if words := fileWords(settings.Brand.Logo); words != "" {
		if a, ok := accreditorIn(words); ok && !proved[a.name] {
			problems.Add(diag.CheckAward, settings.Brand.Pos.In(config.File), "use the portal's own logo", "%q seems to be the logo of %s", settings.Brand.Logo, a.name)
		}
	}
}

func checkLogos(m *content.Meta, proved map[string]bool, problems *diag.List) {
	for _, image := range m.Body.Images {
		words := image.Alt + " " + image.Title + " " + fileWords(image.Dest)
		a, ok := accreditorIn(words)
		if ok && mark.MatchString(words) && !proved[a.name] {
			problems.Add(diag.CheckAward, image.Pos.In(m.Source), "take it out; or, if the award is yours, add award_ref to it on the page of the person or school",
				"the picture seems to be the logo of %s, and nobody here is said to hold its award", a.name)
		}
	}
}

// fileWords are the words of a file's name.
func fileWords(name string) string {
	if name == "" {
		return ""
	}
	return strings.NewReplacer("-", " ", "_", " ", "%20", " ").Replace(strings.TrimSuffix(path.Base(name), path.Ext(name)))
}

func accreditorIn(words string) (accreditor, bool) {
	for _, a := range accreditors {
		if a.pattern.MatchString(words) {
			return a, true
		}
	}
	return accreditor{}, false
}
