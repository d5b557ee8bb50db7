package catalog_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/date"
	"github.com/exemplar-lp/exemplar/internal/markdown"
)

// study makes a case study that claims standards, given as words.
func study(slug string, on date.Date, standards string) *content.CaseStudy {
	s := &content.CaseStudy{Meta: meta(content.KindCaseStudy, slug)}
	s.Date = on
	for _, code := range strings.Fields(standards) {
		s.Standards = append(s.Standards, content.Ref{ID: code})
	}
	return s
}

// mark adds a marker to a study's body, in a block of its own unless an anchor
// is given.
func mark(s *content.CaseStudy, code string, level int, anchor string) {
	s.Body.Markers = append(s.Body.Markers, markdown.Marker{Code: code, Level: level, Block: markdown.Block{Anchor: anchor, Text: anchor}})
}

func terms(words string) []content.Term {
	var list []content.Term
	for _, w := range strings.Fields(words) {
		list = append(list, content.Term{ID: w})
	}
	return list
}

// glf is a framework with three years of validity.
func glf() []content.Entry {
	return frameworkOf("glf-lp", "PS", 4, date.Length{Years: 3}, content.PassRule{Level: 3, Standards: 2})
}

// linked links entries that have no problem; glf-lp is the default framework if
// it is among them.
func linked(t *testing.T, entries ...content.Entry) *catalog.Catalog {
	t.Helper()
	opts := catalog.Options{AsOf: today}
	if slices.ContainsFunc(entries, func(e content.Entry) bool { return e.Common().Path() == "standards/glf-lp/index.html" }) {
		opts.Framework = "glf-lp"
	}
	cat, problems := catalog.Link(&content.Set{Entries: entries}, opts)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return cat
}

func TestLink_related(t *testing.T) {
	type other struct {
		slug, standards, themes, phases, subjects string
		on                                        date.Date
	}
	old, recent := day(2020, 1, 1), day(2026, 1, 1)
	for _, test := range []struct {
		name   string
		others []other
		want   []string
	}{
		{"nothing in common", []other{{"a", "PS4", "data", "primary", "english", old}}, nil},
		{"a phase and a subject alone do not relate", []other{{"a", "", "", "secondary", "science", old}}, nil},
		{"a standard before all themes", []other{{"a", "", "oracy literacy", "secondary", "science", recent}, {"b", "PS1", "", "", "", old}},
			[]string{"b", "a"}},
		{"two standards before one", []other{{"a", "PS1", "oracy", "secondary", "science", recent}, {"b", "PS1 PS2", "", "", "", old}},
			[]string{"b", "a"}},
		{"a theme before phases", []other{{"a", "PS1", "", "secondary post-16", "science", recent}, {"b", "PS1", "oracy", "", "", old}},
			[]string{"b", "a"}},
		{"a phase before subjects", []other{{"a", "PS1", "", "", "science history", recent}, {"b", "PS1", "", "secondary", "", old}},
			[]string{"b", "a"}},
		{"a subject before the date", []other{{"a", "PS1", "", "", "", recent}, {"b", "PS1", "", "", "science", old}},
			[]string{"b", "a"}},
		{"the newest among equals", []other{{"a", "PS1", "", "", "", old}, {"b", "PS1", "", "", "", recent}},
			[]string{"b", "a"}},
		{"then by slug", []other{{"b", "PS1", "", "", "", old}, {"a", "PS1", "", "", "", old}},
			[]string{"a", "b"}},
		{"four at most", []other{{"a", "PS1", "", "", "", old}, {"b", "PS1", "", "", "", old}, {"c", "PS1", "", "", "", old},
			{"d", "PS1", "", "", "", old}, {"e", "PS1", "oracy", "", "", old}},
			[]string{"e", "a", "b", "c"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			one := study("one", day(2025, 1, 1), "PS1 PS2")
			one.Themes, one.Phases, one.Subjects = terms("oracy literacy"), terms("secondary post-16"), terms("science history")
			entries := append(glf(), one)
			for _, o := range test.others {
				s := study(o.slug, o.on, o.standards)
				s.Themes, s.Phases, s.Subjects = terms(o.themes), terms(o.phases), terms(o.subjects)
				entries = append(entries, s)
			}
			cat := linked(t, entries...)
			e, _ := cat.Lookup("case-studies/one.html")
			var got []string
			for _, s := range e.(*catalog.CaseStudy).Related() {
				got = append(got, s.Slug)
			}
			if d := cmp.Diff(test.want, got); d != "" {
				t.Errorf("related (-want +got):\n%s", d)
			}
		})
	}
}

// TestLink_relatedOfMany has far more studies with one standard in common than
// are weighed. A rarer theme must still lead to its one match, and time must not
// grow with the square.
func TestLink_relatedOfMany(t *testing.T) {
	entries := glf()
	for i := range 10000 {
		s := study(fmt.Sprintf("study-%05d", i), day(2026, 1, 1), "PS1 PS2 PS3 PS4")
		if i == 17 || i == 9999 {
			s.Themes = terms("oracy")
		}
		entries = append(entries, s)
	}
	start := time.Now()
	cat := linked(t, entries...)
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("took %v", took)
	}
	e, _ := cat.Lookup("case-studies/study-09999.html")
	if got := e.(*catalog.CaseStudy).Related()[0].Slug; got != "study-00017" {
		t.Errorf("nearest is %q", got)
	}
}

func TestLink_strength(t *testing.T) {
	signed := content.Person{Name: "Judith Marchbanks", Date: day(2026, 3, 1)}
	for _, test := range []struct {
		name    string
		signoff content.Person
		list    string
		marks   func(*content.CaseStudy)
		want    string
	}{
		{"front matter alone", signed, "PS1", func(*content.CaseStudy) {}, "claimed L0"},
		{"marked", content.Person{}, "PS1", func(s *content.CaseStudy) { mark(s, "PS1", 0, "a") }, "evidenced L0 #a L0"},
		{"marked in small letters", content.Person{}, "ps1", func(s *content.CaseStudy) { mark(s, "ps1", 2, "a") }, "evidenced L2 #a L2"},
		{"signed", signed, "PS1", func(s *content.CaseStudy) { mark(s, "PS1", 3, "a") }, "validated L3 #a L3"},
		{"signed without a name", content.Person{Date: day(2026, 3, 1)}, "PS1", func(s *content.CaseStudy) { mark(s, "PS1", 3, "a") }, "evidenced L3 #a L3"},
		{"signed without a day", content.Person{Name: "J M"}, "PS1", func(s *content.CaseStudy) { mark(s, "PS1", 3, "a") }, "evidenced L3 #a L3"},
		{"to be signed tomorrow", content.Person{Name: "J M", Date: day(2026, 11, 22)}, "PS1", func(s *content.CaseStudy) { mark(s, "PS1", 3, "a") }, "evidenced L3 #a L3"},
		{"signed today", content.Person{Name: "J M", Date: today}, "PS1", func(s *content.CaseStudy) { mark(s, "PS1", 3, "a") }, "validated L3 #a L3"},
		{"two blocks", content.Person{}, "PS1", func(s *content.CaseStudy) { mark(s, "PS1", 3, "a"); mark(s, "PS1", 2, "b") }, "evidenced L3 #a L3 #b L2"},
		{"twice in a block", content.Person{}, "PS1", func(s *content.CaseStudy) { mark(s, "PS1", 1, "a"); mark(s, "PS1", 2, "a") }, "evidenced L2 #a L2"},
		{"listed twice", content.Person{}, "PS1 ps1 glf-lp/PS1", func(*content.CaseStudy) {}, "claimed L0"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := study("one", day(2026, 1, 1), test.list)
			s.Signoff = test.signoff
			test.marks(s)
			cat := linked(t, append(glf(), s)...)
			claims := cat.CaseStudies[0].Claims
			if len(claims) != 1 {
				t.Fatalf("%d claims", len(claims))
			}
			got := fmt.Sprintf("%v L%d", claims[0].Strength, claims[0].Level)
			for _, e := range claims[0].Evidence {
				got += fmt.Sprintf(" #%s L%d", e.Anchor, e.Level)
			}
			if got != test.want {
				t.Errorf("claim is %q, want %q", got, test.want)
			}
			for i, e := range cat.CaseStudies[0].Links.Claims {
				if e == nil || e.Claim != claims[0] {
					t.Errorf("marker %d is not joined to its claim", i)
				}
			}
		})
	}
}

func TestLink_currency(t *testing.T) {
	for _, test := range []struct {
		name     string
		on       date.Date
		validity date.Length
		current  bool
		until    date.Date
	}{
		{"three years to the day", day(2023, 11, 21), date.Length{Years: 3}, true, today},
		{"a day more", day(2023, 11, 20), date.Length{Years: 3}, false, day(2026, 11, 20)},
		{"this year", day(2026, 2, 1), date.Length{Years: 3}, true, day(2029, 2, 1)},
		{"months", day(2025, 5, 31), date.Length{Months: 18}, true, day(2026, 11, 30)},
		{"no validity", day(1999, 1, 1), date.Length{}, true, date.Date{}},
		{"no date", date.Date{}, date.Length{Years: 3}, false, date.Date{}},
		{"neither", date.Date{}, date.Length{}, true, date.Date{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			entries := frameworkOf("glf-lp", "PS", 1, test.validity, content.PassRule{})
			cat := linked(t, append(entries, study("one", test.on, "PS1"))...)
			c := cat.CaseStudies[0].Claims[0]
			if c.Current != test.current || c.Until != test.until {
				t.Errorf("current %v until %v, want %v until %v", c.Current, c.Until, test.current, test.until)
			}
			if got := cat.Coverage()[0].Rows[0].All.Current == 1; got != test.current {
				t.Errorf("the coverage says current %v", got)
			}
		})
	}
}

func TestLink_verdict(t *testing.T) {
	amira := &content.Practitioner{Meta: meta(content.KindPractitioner, "amira-khan")}
	by := []content.Ref{{ID: "amira-khan"}}
	now, before := study("now", day(2026, 1, 1), "PS1 PS2 PS3"), study("before", day(2020, 1, 1), "PS4")
	now.Practitioners, before.Practitioners = by, by
	mark(now, "PS1", 3, "a")
	mark(now, "PS2", 2, "b")
	mark(before, "PS4", 4, "c")
	cat := linked(t, append(glf(), amira, now, before)...)
	if len(cat.Coverage()[0].Verdicts) != 1 {
		t.Fatal("no verdict")
	}
	v := cat.Coverage()[0].Verdicts[0]
	if v.Met || len(v.Reached) != 1 || v.Reached[0].Code != "PS1" || len(v.Missing) != 3 {
		t.Errorf("one standard is reached at level 3 with current evidence, got %v %v", v.Met, paths(v.Reached))
	}
	mark(now, "PS3", 4, "d")
	cat = linked(t, append(glf(), amira, now, before)...)
	if v := cat.Practitioners[0].Verdicts()[0]; !v.Met || len(v.Reached) != 2 {
		t.Errorf("two standards meet the rule of two, got %v %v", v.Met, paths(v.Reached))
	}
	if got := paths(cat.Coverage()[0].Gaps); !cmp.Equal(got, []string{"standards/glf-lp/ps4.html"}) {
		t.Errorf("gaps are %v", got)
	}
}

func TestLink_equivalents(t *testing.T) {
	other := frameworkOf("ssat-lp", "LP", 2, date.Length{}, content.PassRule{})
	other[1].(*content.Standard).Equivalents = []content.Ref{{ID: "glf-lp/PS1"}, {ID: "glf-lp/ps1"}}
	marked := study("marked", day(2026, 1, 1), "PS1")
	mark(marked, "PS1", 2, "a")
	both := study("both", day(2026, 1, 1), "PS1 ssat-lp/LP1")
	cat := linked(t, append(append(glf(), other...), marked, both)...)
	ps1, lp1 := cat.Frameworks[0].Standards[0], cat.Frameworks[1].Standards[0]
	if got := paths(ps1.Equivalents); !cmp.Equal(got, paths([]*catalog.Standard{lp1})) {
		t.Errorf("PS1 is equivalent to %v", got)
	}
	if got := paths(lp1.Equivalents); !cmp.Equal(got, paths([]*catalog.Standard{ps1})) {
		t.Errorf("LP1 is equivalent to %v", got)
	}
	if len(lp1.Borrowed) != 1 || lp1.Borrowed[0].Study.Slug != "marked" {
		t.Errorf("LP1 borrows %d claims; a study that claims it is no borrower", len(lp1.Borrowed))
	}
	if len(ps1.Borrowed) != 0 {
		t.Errorf("PS1 borrows %d claims", len(ps1.Borrowed))
	}
	if got := cat.Coverage()[1].Rows[0].All.Claimed; got != 1 {
		t.Errorf("%d studies claim LP1; what is borrowed is not counted", got)
	}
}

func TestLink_successors(t *testing.T) {
	older, newer := frameworkOf("older", "OL", 1, date.Length{}, content.PassRule{}), glf()
	older[0].(*content.Framework).SupersededBy = content.Ref{ID: "glf-lp"}
	first, second, third := study("first", day(2023, 1, 1), ""), study("second", day(2024, 1, 1), ""), study("third", day(2025, 1, 1), "")
	second.AdaptedFrom, third.AdaptedFrom = content.Ref{ID: "first"}, content.Ref{ID: "first"}
	cat := linked(t, append(append(newer, older...), first, second, third)...)
	if cat.Frameworks[1].SupersededBy != cat.Frameworks[0] || cat.Frameworks[0].SupersededBy != nil {
		t.Error("the older framework does not know its successor")
	}
	want(t, "adapted from the first", []string{"third", "second"}, titles(cat.CaseStudies[2].AdaptedBy))
	if cat.CaseStudies[0].AdaptedFrom != cat.CaseStudies[2] {
		t.Error("the third does not know the first")
	}
}

// TestLink_severalEquivalents sorts equivalents by framework and number, and
// drops none of them when two standards name each other.
func TestLink_severalEquivalents(t *testing.T) {
	b, c := frameworkOf("b", "B", 3, date.Length{}, content.PassRule{}), frameworkOf("c", "C", 1, date.Length{}, content.PassRule{})
	main := glf()
	main[1].(*content.Standard).Equivalents = []content.Ref{{ID: "c/C1"}, {ID: "b/B3"}}
	b[1].(*content.Standard).Equivalents = []content.Ref{{ID: "glf-lp/PS1"}}
	b[3].(*content.Standard).Equivalents = []content.Ref{{ID: "glf-lp/PS1"}}
	cat := linked(t, append(append(main, c...), b...)...)
	want(t, "equivalents of PS1", []string{"standards/b/b1.html", "standards/b/b3.html", "standards/c/c1.html"},
		paths(cat.Frameworks[0].Standards[0].Equivalents))
	want(t, "equivalents of C1", []string{"standards/glf-lp/ps1.html"}, paths(cat.Frameworks[2].Standards[0].Equivalents))
}
