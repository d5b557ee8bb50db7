package catalog_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/date"
	"github.com/exemplar-lp/exemplar/internal/markdown"
)

func titled(kind content.Kind, slug, title string) content.Meta {
	m := meta(kind, slug)
	m.Title = title
	return m
}

func titles[T catalog.Entry](list []T) []string {
	var out []string
	for _, e := range list {
		out = append(out, e.Common().Title)
	}
	return out
}

func want[T any](t *testing.T, what string, want, got T) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("%s (-want +got):\n%s", what, d)
	}
}

func TestLink_orderOfPeopleAndSchools(t *testing.T) {
	school := func(slug, title string) content.Entry {
		return &content.School{Meta: titled(content.KindSchool, slug, title)}
	}
	person := func(slug, name string) content.Entry {
		return &content.Practitioner{Meta: titled(content.KindPractitioner, slug, name)}
	}
	cat := linked(t, school("b", "ysgol y Bryn"), school("c", "Écully"), school("a", "Zetland"), school("d", "Eastfield"),
		person("a", "Zoe Adair"), person("b", "Ben Zieliński"), person("c", "Ana Łoś"), person("d", "Amy Adair"), person("e", "Noor"))
	want(t, "schools", []string{"Eastfield", "Écully", "ysgol y Bryn", "Zetland"}, titles(cat.Schools))
	want(t, "practitioners", []string{"Amy Adair", "Zoe Adair", "Ana Łoś", "Noor", "Ben Zieliński"}, titles(cat.Practitioners))
}

func TestLink_orderOfStandards(t *testing.T) {
	standard := func(code, domain string, number, order int) content.Entry {
		s := &content.Standard{Meta: meta(content.KindStandard, code), Framework: "glf-lp", Code: code, Number: number}
		s.Domain, s.Order = content.Ref{ID: domain}, order
		return s
	}
	f := frameworkOf("glf-lp", "PS", 0, date.Length{}, content.PassRule{})[0].(*content.Framework)
	f.Numbering = "per-domain"
	cat := linked(t, f, standard("LP10", "", 0, 0), standard("LP2", "", 0, 0), standard("ZZ1", "", 0, 1),
		standard("B2", "two", 2, 0), standard("B1", "two", 1, 0), standard("A9", "one", 7, 0))
	var got []string
	for _, s := range cat.Frameworks[0].Standards {
		got = append(got, fmt.Sprintf("%s %q %d of %d", s.Code, s.Domain.Title, s.Number, s.Running))
	}
	want(t, "standards", []string{`A9 "One" 7 of 1`, `B1 "Two" 1 of 2`, `B2 "Two" 2 of 3`, `ZZ1 "" 1 of 4`, `LP2 "" 2 of 5`, `LP10 "" 3 of 6`}, got)
	last := cat.Frameworks[0].Standards[5]
	if last.Next != nil || last.Previous.Code != "LP2" || last.Previous.Next != last || cat.Frameworks[0].Standards[0].Previous != nil {
		t.Error("neighbours are not those of the list")
	}
}

func TestLink_orderOfFrameworks(t *testing.T) {
	list := func(id string, order int) []content.Entry {
		entries := frameworkOf(id, "S", 1, date.Length{}, content.PassRule{})
		entries[0].Common().Title, entries[0].Common().Order = id, order
		return entries
	}
	set := &content.Set{}
	for _, entries := range [][]content.Entry{list("zeta", 0), list("beta", 2), list("alpha", 0), list("omega", 1)} {
		set.Entries = append(set.Entries, entries...)
	}
	cat, problems := catalog.Link(set, catalog.Options{AsOf: today, Framework: "zeta"})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	want(t, "frameworks", []string{"zeta", "omega", "beta", "alpha"}, titles(cat.Frameworks))
	want(t, "coverage", "omega", cat.Coverage()[1].Framework.ID)
	if !cat.Frameworks[0].Default || cat.Frameworks[1].Default {
		t.Error("the default framework is not the one asked for")
	}
}

func TestLink_datesOfEventsAndPosts(t *testing.T) {
	event := func(slug string, start, end date.Date, hour int) content.Entry {
		return &content.Event{Meta: meta(content.KindEvent, slug), Start: date.Moment{Date: start, Timed: hour > 0, Hour: hour}, End: date.Moment{Date: end}}
	}
	post := func(slug string, closes date.Date) content.Entry {
		return &content.Opportunity{Meta: meta(content.KindOpportunity, slug), Closes: closes, School: content.Ref{ID: "northfield"}}
	}
	cat := linked(t, &content.School{Meta: meta(content.KindSchool, "northfield")},
		event("today", today, date.Date{}, 0), event("afternoon", day(2027, 1, 14), date.Date{}, 13), event("morning", day(2027, 1, 14), date.Date{}, 9),
		event("over", day(2026, 11, 20), date.Date{}, 0), event("running", day(2026, 11, 1), today, 0),
		post("open-ended", date.Date{}), post("closed", day(2026, 11, 20)), post("last-day", today), post("later", day(2027, 2, 1)))
	var events []string
	for _, e := range cat.Events {
		events = append(events, fmt.Sprintf("%s %v", e.Slug, e.Past))
	}
	want(t, "events", []string{"running false", "over true", "today false", "morning false", "afternoon false"}, events)
	want(t, "posts", []string{"closed", "last-day", "later", "open-ended"}, titles(cat.Opportunities))
	want(t, "open posts of the school", []string{"last-day", "later", "open-ended"}, titles(cat.Schools[0].Opportunities))
	if !cat.Opportunities[0].Closed || cat.Opportunities[1].Closed {
		t.Error("a post is closed from the day after its last day")
	}
}

func TestLink_pagesOfSection(t *testing.T) {
	page := func(dir, slug string, order int) *content.Page {
		p := &content.Page{Meta: meta(content.KindPage, slug)}
		p.Dir, p.Source, p.Order = dir, "content/"+dir+"/"+slug+".md", order
		return p
	}
	section := &content.Section{Meta: meta(content.KindSection, "index")}
	section.Dir, section.Source = "programme", "content/programme/_index.md"
	cat := linked(t, section, page("programme", "why", 0), page("programme", "apply", 0), page("programme", "timeline", 2),
		page("programme", "faq", 1), page("programme/staff", "pay", 0))
	want(t, "pages", []string{"faq", "timeline", "apply", "why"}, titles(cat.Sections[0].Pages))
}

func TestLink_schoolsOfPeople(t *testing.T) {
	ref := func(id string) content.Ref { return content.Ref{ID: id} }
	moved := &content.Practitioner{Meta: titled(content.KindPractitioner, "moved", "Moved"), School: ref("north"),
		PreviousSchools: []content.Employment{{School: ref("south"), To: day(2024, 8, 31)}, {School: ref("north"), To: day(2020, 8, 31)}}}
	left := &content.Practitioner{Meta: titled(content.KindPractitioner, "left", "Left"), School: ref("north"), LeftOn: day(2026, 8, 31)}
	hidden := &content.Practitioner{Meta: titled(content.KindPractitioner, "hidden", "Hidden"), School: ref("north"), Publish: content.VisibilityHidden}
	s := study("joint", day(2025, 1, 1), "PS1")
	s.Practitioners = []content.Ref{ref("hidden"), ref("left"), ref("moved"), ref("left")}
	s.School, s.Schools = ref("south"), []content.Ref{ref("north"), ref("south")}
	cat := linked(t, append(glf(), &content.School{Meta: meta(content.KindSchool, "north")}, &content.School{Meta: meta(content.KindSchool, "south")},
		moved, left, hidden, s)...)
	north, south := cat.Schools[0], cat.Schools[1]
	want(t, "people of north", []string{"Moved"}, titles(north.Practitioners))
	want(t, "once of north", nil, titles(north.Former))
	want(t, "once of south", []string{"Moved"}, titles(south.Former))
	want(t, "authors", []string{"Left", "Moved"}, titles(cat.CaseStudies[0].Practitioners))
	want(t, "schools of the study", []string{"south", "north"}, titles(cat.CaseStudies[0].Schools))
	want(t, "practitioners", []string{"Left", "Moved"}, titles(cat.Practitioners))
	if _, ok := cat.Lookup("practitioners/left.html"); ok {
		t.Error("somebody who left has a page")
	}
	if len(north.Strips()) != 1 || north.Strips()[0].Domains[0].Marks[0].Strength != catalog.Claimed {
		t.Error("the school's strip does not show its claim")
	}
}

// TestLink_withheld lists why entries are left out, and that withdrawn and
// hidden ones stay out of a build with drafts.
func TestLink_withheld(t *testing.T) {
	change := func(slug string, by func(*content.CaseStudy)) content.Entry {
		s := study(slug, day(2026, 1, 1), "")
		by(s)
		return s
	}
	entries := []content.Entry{
		change("draft", func(s *content.CaseStudy) { s.Draft = true }),
		change("draft-status", func(s *content.CaseStudy) { s.Status = content.StatusDraft }),
		change("in-review", func(s *content.CaseStudy) { s.Status = content.StatusInReview }),
		change("archived", func(s *content.CaseStudy) { s.Status = content.StatusArchived }),
		change("withdrawn", func(s *content.CaseStudy) { s.Status, s.Draft = content.StatusWithdrawn, true }),
		change("tomorrow", func(s *content.CaseStudy) { s.Date = day(2026, 11, 22) }),
		change("today", func(s *content.CaseStudy) { s.Date = today }),
		change("signed", func(s *content.CaseStudy) { s.Signoff = content.Person{Name: "J M", Date: today} }),
		&content.Practitioner{Meta: meta(content.KindPractitioner, "hidden"), Publish: content.VisibilityHidden},
	}
	for _, test := range []struct {
		name string
		opts catalog.Options
		want []string
	}{
		{"as it is", catalog.Options{AsOf: today}, []string{"draft-status: draft", "draft: draft", "in-review: in review",
			"tomorrow: not before 2026-11-22", "withdrawn: withdrawn", "hidden: hidden"}},
		{"with drafts", catalog.Options{AsOf: today, Drafts: true}, []string{"withdrawn: withdrawn", "hidden: hidden"}},
		{"signed ones alone", catalog.Options{AsOf: today, RequireSignoff: true}, []string{"archived: not signed off", "draft-status: draft",
			"draft: draft", "in-review: in review", "today: not signed off", "tomorrow: not before 2026-11-22", "withdrawn: withdrawn", "hidden: hidden"}},
		{"checked ones alone", catalog.Options{AsOf: today, RequireSafeguarding: true}, []string{"archived: no safeguarding check", "draft-status: draft",
			"draft: draft", "in-review: in review", "signed: no safeguarding check", "today: no safeguarding check", "tomorrow: not before 2026-11-22", "withdrawn: withdrawn", "hidden: hidden"}},
		{"a year before", catalog.Options{AsOf: day(2025, 11, 21)}, []string{"archived: not before 2026-01-01", "draft-status: draft", "draft: draft",
			"in-review: in review", "signed: not before 2026-01-01", "today: not before 2026-11-21", "tomorrow: not before 2026-11-22", "withdrawn: withdrawn", "hidden: hidden"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			cat, problems := catalog.Link(&content.Set{Entries: entries}, test.opts)
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			var got []string
			for _, w := range cat.Withheld {
				got = append(got, w.Title+": "+w.Reason)
				if _, ok := cat.Lookup("case-studies/" + w.Title + ".html"); ok {
					t.Errorf("%s has a page", w.Title)
				}
			}
			want(t, "withheld", test.want, got)
		})
	}
}

// TestLink_portrait uses nobody's picture without a page and a day of consent.
func TestLink_portrait(t *testing.T) {
	for _, test := range []struct {
		name    string
		consent date.Date
		publish content.Visibility
		want    string
	}{
		{"agreed", day(2026, 9, 1), "", "content/practitioners/amira.jpg"},
		{"agreed today", today, content.VisibilityFull, "content/practitioners/amira.jpg"},
		{"to agree tomorrow", day(2026, 11, 22), "", ""},
		{"not asked", date.Date{}, "", ""},
		{"by name only", day(2026, 9, 1), content.VisibilityNameOnly, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := &content.Practitioner{Meta: meta(content.KindPractitioner, "amira"), Photo: "amira.jpg", Publish: test.publish}
			p.Consent.Photo = test.consent
			set := &content.Set{Entries: []content.Entry{p}, Files: []content.File{{Path: "content/practitioners/amira.jpg"}}}
			cat, problems := catalog.Link(set, catalog.Options{AsOf: today})
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			want(t, "picture", test.want, cat.Practitioners[0].Picture)
		})
	}
}

// TestLink_linkToOutput takes further outputs of the site for the ends of links.
func TestLink_linkToOutput(t *testing.T) {
	p := &content.Page{Meta: meta(content.KindPage, "about")}
	p.Dir, p.Source = "", "content/about.md"
	p.Body.Links = []markdown.Link{{Dest: "feed.xml"}}
	set := &content.Set{Entries: []content.Entry{p}}
	if _, problems := catalog.Link(set, catalog.Options{AsOf: today}); len(problems) != 1 {
		t.Errorf("a link to nothing has %d problems", len(problems))
	}
	cat, problems := catalog.Link(set, catalog.Options{AsOf: today, Outputs: []string{"feed.xml"}})
	if len(problems) > 0 {
		t.Error(problems)
	}
	want(t, "target", catalog.Target{Path: "feed.xml"}, cat.Pages[0].Targets[0])
}

// TestLink_reviewed leaves a study out when its day of review and the grace after it
// are past.
func TestLink_reviewed(t *testing.T) {
	s := study("old", day(2025, 1, 1), "")
	s.ReviewBy = day(2026, 6, 30)
	for grace, want := range map[date.Length]string{{}: "", {Months: 6}: "", {Months: 1}: "its review was due on 2026-06-30"} {
		cat, _ := catalog.Link(&content.Set{Entries: []content.Entry{s}}, catalog.Options{AsOf: today, ReviewGrace: grace})
		got := ""
		for _, w := range cat.Withheld {
			got += w.Reason
		}
		if got != want {
			t.Errorf("grace %v: %q, not %q", grace, got, want)
		}
	}
}
