package content

import "strings"

// Kind is what an entry is. The folder that holds a file decides it.
type Kind uint8

// The kinds, in the order in which lists name them.
const (
	KindPage Kind = iota
	// KindSection is an _index.md: the landing page of a folder.
	KindSection
	KindFramework
	KindStandard
	KindCaseStudy
	KindPractitioner
	KindSchool
	KindEvent
	KindOpportunity
)

// kinds is the one table of what is fixed about a kind.
var kinds = []struct {
	name, plural, folder string
	entry                func() Entry
}{
	KindPage:         {"page", "pages", "", func() Entry { return new(Page) }},
	KindSection:      {"section", "sections", "", func() Entry { return new(Section) }},
	KindFramework:    {"framework", "frameworks", "standards", func() Entry { return new(Framework) }},
	KindStandard:     {"standard", "standards", "standards", func() Entry { return new(Standard) }},
	KindCaseStudy:    {"case-study", "case studies", "case-studies", func() Entry { return new(CaseStudy) }},
	KindPractitioner: {"practitioner", "practitioners", "practitioners", func() Entry { return new(Practitioner) }},
	KindSchool:       {"school", "schools", "schools", func() Entry { return new(School) }},
	KindEvent:        {"event", "events", "events", func() Entry { return new(Event) }},
	KindOpportunity:  {"opportunity", "opportunities", "opportunities", func() Entry { return new(Opportunity) }},
}

// Kinds returns every kind in order.
func Kinds() []Kind {
	list := make([]Kind, len(kinds))
	for i := range kinds {
		list[i] = Kind(i)
	}
	return list
}

// String returns the word used in commands, messages and files: case-study.
func (k Kind) String() string { return kinds[k].name }

// Noun returns the word for one in a sentence: case study.
func (k Kind) Noun() string { return strings.ReplaceAll(kinds[k].name, "-", " ") }

// phrase returns the noun with its article: a case study, an event.
func (k Kind) phrase() string {
	if strings.ContainsAny(k.Noun()[:1], "aeiou") {
		return "an " + k.Noun()
	}
	return "a " + k.Noun()
}

// Plural returns the word for several: case studies.
func (k Kind) Plural() string { return kinds[k].plural }

// Folder returns the folder under content/ that holds the kind; it is empty for
// pages and sections, which may be anywhere.
func (k Kind) Folder() string { return kinds[k].folder }
