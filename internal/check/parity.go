package check

import (
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/config"
	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/date"
	"github.com/exemplar-lp/exemplar/internal/diag"
)

// parity compares pages with their translations.
type parity struct {
	settings *config.Settings
	entries  map[string]*content.Meta // by source
	withheld map[string]bool
	paired   map[string]bool // sources that have a translation or are one
	problems *diag.List
}

// checkParity reports translations that do not say what their originals say and,
// where the settings ask for both languages, pages that have none.
func checkParity(cat *catalog.Catalog, settings *config.Settings, problems *diag.List) {
	p := parity{settings, map[string]*content.Meta{}, map[string]bool{}, map[string]bool{}, problems}
	cat.Each(func(e catalog.Entry) { p.entries[e.Common().Source] = e.Common() })
	for _, w := range cat.Withheld {
		p.withheld[w.Source] = true
	}
	cat.Each(func(e catalog.Entry) {
		if m := e.Common(); m.TranslationOf != "" {
			p.compare(m)
		}
	})
	if settings.Bilingual != "" {
		cat.Each(func(e catalog.Entry) { p.alone(e.Common()) })
	}
}

func (p parity) add(at diag.Position, hint, format string, args ...any) {
	d := diag.New(diag.CheckParity, at, hint, format, args...)
	if p.settings.Bilingual == "required" {
		d.Severity = diag.Error
	}
	*p.problems = append(*p.problems, d)
}

// compare looks at one translation beside its original.
func (p parity) compare(m *content.Meta) {
	at := m.At("translation_of")
	source := content.Folder + "/" + strings.TrimPrefix(m.TranslationOf, content.Folder+"/")
	original := p.entries[source]
	if original == nil {
		if !p.withheld[source] {
			p.problems.Add(diag.RefUnknown, at, diag.DidYouMean(strings.TrimPrefix(source, content.Folder+"/"), p.names(), "write its file as it is under content/, such as programme/apply.md"), "there is no page %q", m.TranslationOf)
		}
		return
	}
	p.paired[source], p.paired[m.Source] = true, true
	language := m.Language(p.settings.Language)
	switch {
	case language == original.Language(p.settings.Language):
		p.add(at, "write lang: cy, or the language that it is in", "the page and its original are both in the language %q", language)
	case strings.EqualFold(m.Title, original.Title):
		p.add(m.At("title"), "translate it; if it is a name, silence the check on this page", "the title is that of the original, %q", original.Title)
	case changed(original).After(changed(m)) && !changed(m).IsZero():
		p.add(m.At("updated"), "bring the change over, and write the day under updated", "the original was changed on %s, after this page", changed(original).Long())
	case len(m.Body.Headings) != len(original.Body.Headings):
		p.add(at, "see which of them is missing", "the page has %d headings and its original %d", len(m.Body.Headings), len(original.Body.Headings))
	}
	p.pictures(m, original)
}

// pictures compares the descriptions of the pictures that both pages show.
func (p parity) pictures(m, original *content.Meta) {
	alts := map[string]string{}
	for _, image := range original.Body.Images {
		alts[path.Base(image.Dest)] = image.Alt
	}
	for _, image := range m.Body.Images {
		if alt := strings.TrimSpace(image.Alt); alt != "" && alts[path.Base(image.Dest)] == image.Alt {
			p.add(image.Pos.In(m.Source), "translate what stands between the square brackets", "the description %q is that of the original", alt)
		}
	}
}

// alone reports a page in one language only.
func (p parity) alone(m *content.Meta) {
	if p.paired[m.Source] {
		return
	}
	other := "cy"
	if m.Language(p.settings.Language) == other {
		other = "en"
	}
	name := strings.TrimPrefix(m.Source, content.Folder+"/")
	p.add(diag.Position{File: m.Source, Line: 1}, "write a page with lang: "+other+" and translation_of: "+name, "the page is not there in %s", languageNames[other])
}

// changed is the last day on which a page is said to have changed.
func changed(m *content.Meta) date.Date {
	if m.Updated.IsZero() {
		return m.Date
	}
	return m.Updated
}

func (p parity) names() []string {
	var list []string
	for _, source := range slices.Sorted(maps.Keys(p.entries)) {
		list = append(list, strings.TrimPrefix(source, content.Folder+"/"))
	}
	return list
}
