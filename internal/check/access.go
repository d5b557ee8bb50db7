package check

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/config"
	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/diag"
)

// This file holds the rules about reading that need more than one file.

// languageNames are those of the languages that content tells apart.
var languageNames = map[string]string{"cy": "Welsh", "en": "English"}

// checkLanguage reports the first passage of a body that is not in the page's
// language and does not say so (WCAG 2.2, 3.1.2).
func checkLanguage(e catalog.Entry, problems *diag.List) {
	m := e.Common()
	for _, p := range m.Passages {
		problems.Add(diag.AccessLanguage, p.Pos.In(m.Source),
			"end the paragraph with {lang="+p.Lang+"}; if all of the page is in "+languageNames[p.Lang]+", write lang: "+p.Lang+" between its lines of ---",
			"%q seems to be %s, and the page does not say so", p.Opening, languageNames[p.Lang])
	}
}

// documents are the kinds of files that not everybody can open and read.
var documents = []string{".pdf", ".docx", ".pptx", ".xlsx", ".odt", ".odp", ".ods"}

func isDocument(t catalog.Target) bool {
	return t.File && slices.Contains(documents, strings.ToLower(path.Ext(t.Path)))
}

// asPage matches the words of a link to the same text as a page.
var asPage = regexp.MustCompile(`(?i)\bas (?:a |an )?(?:web ?|html )?page\b|\bweb ?page\b|\bhtml\b|\baccessible version\b|\bplain text\b|\bfel tudalen\b`)

// checkDownloads reports a page that offers documents and no page with the same
// text, for those who cannot use them on a telephone or with a screen reader.
func checkDownloads(e catalog.Entry, problems *diag.List) {
	if !offersDocument(e) {
		return
	}
	var first string
	var at diag.Place
	offered := 0
	offer := func(t catalog.Target, words string, pos diag.Place) (instead bool) {
		if isDocument(t) {
			if offered++; offered == 1 {
				first, at = path.Base(t.Path), pos
			}
		}
		return !t.External && !t.File && t.Path != "" && asPage.MatchString(words)
	}
	for i, l := range e.Common().Body.Links {
		if offer(e.Linked().Targets[i], l.Text, l.Pos) {
			return
		}
	}
	if study, ok := e.(*catalog.CaseStudy); ok {
		for i, r := range study.Resources {
			if offer(study.Offered[i], r.Title, r.Pos) {
				return
			}
		}
	}
	problems.Add(diag.AccessDownload, at.In(e.Common().Source), `put what it says on a page and link to it: [the same as a web page](plan.md); if this page says it all, silence the check here`,
		"%q is a document that not everybody can read", first)
}

// offersDocument reports whether a page leads to a document. Few do, and looking
// at the words of their links takes longer.
func offersDocument(e catalog.Entry) bool {
	study, ok := e.(*catalog.CaseStudy)
	return slices.ContainsFunc(e.Linked().Targets, isDocument) || ok && slices.ContainsFunc(study.Offered, isDocument)
}

// glossaries are the names of pages that explain abbreviations for all others.
var glossaries = []string{"glossary", "abbreviations", "geirfa"}

// explained are the abbreviations that a portal explains or bears in its names.
func explained(cat *catalog.Catalog, settings *config.Settings) map[string]bool {
	set := map[string]bool{}
	add := func(text string) { content.Abbreviations([]byte(text), func(word string, _ int) { set[word] = true }) }
	add(settings.Title + " " + settings.Description)
	for _, f := range cat.Frameworks {
		add(f.Title + " " + f.Owner + " " + f.Summary)
	}
	for _, s := range cat.Schools {
		add(s.Title + " " + s.Trust)
	}
	for _, p := range cat.Pages {
		if slices.Contains(glossaries, p.Slug) {
			sections, _ := p.Words(new(content.Room))
			for _, s := range sections {
				add(string(s.Text))
			}
		}
	}
	return set
}

// mostNamed is how many abbreviations one problem names.
const mostNamed = 4

// checkAbbreviations reports abbreviations that neither the page nor a glossary
// explains.
func checkAbbreviations(e catalog.Entry, known map[string]bool, problems *diag.List) {
	m := e.Common()
	if always(m.Source) {
		return
	}
	var open []string
	var at diag.Place
	for _, a := range m.Abbreviations {
		if known[a.Text] {
			continue
		}
		if len(open) == 0 {
			at = a.Pos
		}
		open = append(open, a.Text)
	}
	if len(open) == 0 {
		return
	}
	more := ""
	if n := len(open) - mostNamed; n > 0 {
		open, more = open[:mostNamed], fmt.Sprintf(" and %d more", n)
	}
	problems.Add(diag.AccessShort, at.In(m.Source), "write it out once, with the letters after it in brackets, as in teaching assistant (TA); or explain it on a page glossary.md",
		"nothing on the portal explains %s%s", strings.Join(open, ", "), more)
}
