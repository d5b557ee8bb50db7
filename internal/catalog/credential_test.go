package catalog_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/date"
)

func day(y, m, d int) date.Date { return date.New(y, time.Month(m), d) }

// award is a credential of a test: what, framework, awarded and expires.
func award(what, framework string, awarded date.Date, expires ...date.Date) content.Credential {
	c := content.Credential{Credential: content.Term{ID: what}, Framework: content.Ref{ID: framework}, Awarded: awarded}
	if len(expires) > 0 {
		c.Expires = expires[0]
	}
	return c
}

func TestLink_credentials(t *testing.T) {
	const (
		aspirant = "aspirant-lead-practitioner"
		lead     = "lead-practitioner"
		senior   = "senior-lead-practitioner"
		sle      = "specialist-leader-of-education"
		ele      = "evidence-lead-in-education"
		ast      = "advanced-skills-teacher"
	)
	for _, test := range []struct {
		name string
		held []content.Credential
		want []string // newest first: credential, state, until
	}{
		{"an aspirant from September", []content.Credential{award(aspirant, "", day(2026, 9, 1))},
			[]string{"aspirant until 2027-08-31"}},
		{"an aspirant chosen in June starts in September", []content.Credential{award(aspirant, "", day(2026, 6, 1))},
			[]string{"aspirant until 2027-08-31"}},
		{"an aspirant chosen in May is of the running year", []content.Credential{award(aspirant, "", day(2026, 5, 31))},
			[]string{"lapsed until 2026-08-31"}},
		{"an aspirant with a later end", []content.Credential{award(aspirant, "", day(2025, 9, 1), day(2027, 1, 31))},
			[]string{"aspirant until 2027-01-31"}},
		{"an aspirant who was accredited", []content.Credential{award(aspirant, "", day(2024, 9, 1)), award(lead, "", day(2025, 7, 4))},
			[]string{"accredited until 2028-07-04", "historic until 2025-08-31"}},
		{"three years by the framework", []content.Credential{award(lead, "glf-lp", day(2025, 7, 4))},
			[]string{"accredited until 2028-07-04"}},
		{"no end where the framework gives none", []content.Credential{award(lead, "open", day(2010, 7, 4))},
			[]string{"accredited"}},
		{"thirteen months to go", []content.Credential{award(lead, "glf-lp", day(2024, 12, 22))},
			[]string{"accredited until 2027-12-22"}},
		{"twelve months to the day", []content.Credential{award(lead, "glf-lp", day(2024, 11, 21))},
			[]string{"due until 2027-11-21"}},
		{"the last day", []content.Credential{award(lead, "glf-lp", day(2023, 11, 21))},
			[]string{"due until 2026-11-21"}},
		{"the day after", []content.Credential{award(lead, "glf-lp", day(2023, 11, 20))},
			[]string{"lapsed until 2026-11-20"}},
		{"an end of its own", []content.Credential{award(lead, "glf-lp", day(2024, 2, 9), day(2027, 2, 9))},
			[]string{"due until 2027-02-09"}},
		{"re-accredited", []content.Credential{award(lead, "glf-lp", day(2022, 7, 8)), award(lead, "glf-lp", day(2025, 6, 27))},
			[]string{"re-accredited until 2028-06-27", "historic until 2025-07-08"}},
		{"re-accredited and due again", []content.Credential{award(lead, "glf-lp", day(2021, 7, 9)), award(lead, "glf-lp", day(2024, 7, 5))},
			[]string{"due until 2027-07-05", "historic until 2024-07-09"}},
		{"listed newest first", []content.Credential{award(lead, "glf-lp", day(2025, 6, 27)), award(lead, "glf-lp", day(2022, 7, 8))},
			[]string{"re-accredited until 2028-06-27", "historic until 2025-07-08"}},
		{"another framework replaces nothing", []content.Credential{award(lead, "glf-lp", day(2024, 12, 22)), award(lead, "open", day(2025, 12, 22))},
			[]string{"accredited", "accredited until 2027-12-22"}},
		{"an award to come", []content.Credential{award(lead, "glf-lp", day(2024, 7, 5)), award(lead, "glf-lp", day(2026, 11, 22))},
			[]string{"future until 2029-11-22", "due until 2027-07-05"}},
		{"a senior post", []content.Credential{award(senior, "glf-lp", day(2015, 9, 1))},
			[]string{"accredited"}},
		{"an evidence lead", []content.Credential{award(ele, "", day(2015, 1, 10))},
			[]string{"accredited"}},
		{"an evidence lead with an end", []content.Credential{award(ele, "", day(2020, 1, 10), day(2023, 1, 10))},
			[]string{"lapsed until 2023-01-10"}},
		{"a specialist leader is reviewed after four years", []content.Credential{award(sle, "", day(2023, 10, 1))},
			[]string{"due until 2027-10-01"}},
		{"an advanced skills teacher", []content.Credential{award(ast, "", day(2009, 9, 1))},
			[]string{"historic until 2013-08-31"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := &content.Practitioner{Meta: meta(content.KindPractitioner, "amira-khan"), Credentials: test.held}
			set := &content.Set{Entries: append(frameworkOf("glf-lp", "PS", 2, date.Length{Years: 3}, content.PassRule{}), p)}
			set.Entries = append(set.Entries, frameworkOf("open", "OP", 2, date.Length{}, content.PassRule{})...)
			cat, problems := catalog.Link(set, options)
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			var got []string
			for _, c := range cat.Practitioners[0].Credentials {
				line := string(c.State)
				if !c.Until.IsZero() {
					line += fmt.Sprint(" until ", c.Until)
				}
				got = append(got, line)
			}
			if d := cmp.Diff(test.want, got); d != "" {
				t.Errorf("credentials (-want +got):\n%s", d)
			}
		})
	}
}

// TestHeldOn asks how things stood on earlier days.
func TestHeldOn(t *testing.T) {
	const lead, ast = "lead-practitioner", "advanced-skills-teacher"
	p := &content.Practitioner{Meta: meta(content.KindPractitioner, "amira-khan")}
	p.School = content.Ref{ID: "now"}
	p.PreviousSchools = []content.Employment{{School: content.Ref{ID: "before"}, From: day(2009, 9, 1), To: day(2024, 8, 31)}}
	p.Credentials = []content.Credential{award(ast, "", day(2009, 9, 1)), award(lead, "glf-lp", day(2019, 3, 1)), award(lead, "glf-lp", day(2022, 2, 1))}
	p.Credentials[2].Extension = content.Extension{Months: 6}
	set := &content.Set{Entries: frameworkOf("glf-lp", "PS", 2, date.Length{Years: 3}, content.PassRule{})}
	set.Entries = append(set.Entries, p,
		&content.School{Meta: meta(content.KindSchool, "now")}, &content.School{Meta: meta(content.KindSchool, "before")})
	cat, problems := catalog.Link(set, options)
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	person := cat.Practitioners[0]
	for _, test := range []struct {
		on     date.Date
		want   []string
		school string
	}{
		{day(2009, 8, 31), nil, "now"},
		{day(2009, 9, 1), []string{"accredited"}, "before"},
		{day(2012, 9, 1), []string{"due"}, "before"},
		{day(2013, 8, 31), []string{"due"}, "before"},
		{day(2013, 9, 1), []string{"historic"}, "before"},
		{day(2021, 2, 28), []string{"accredited", "historic"}, "before"},
		{day(2021, 3, 1), []string{"due", "historic"}, "before"},
		{day(2022, 2, 1), []string{"re-accredited", "historic", "historic"}, "before"},
		{day(2024, 8, 31), []string{"due", "historic", "historic"}, "before"},
		{day(2024, 9, 1), []string{"due", "historic", "historic"}, "now"},
		{day(2025, 8, 1), []string{"due", "historic", "historic"}, "now"},
		{day(2025, 8, 2), []string{"lapsed", "historic", "historic"}, "now"},
	} {
		var got []string
		for _, c := range person.HeldOn(test.on) {
			got = append(got, string(c.State))
		}
		if d := cmp.Diff(test.want, got); d != "" {
			t.Errorf("on %s (-want +got):\n%s", test.on, d)
		}
		if s := person.SchoolOn(test.on); s == nil || s.Slug != test.school {
			t.Errorf("on %s in the wrong school", test.on)
		}
	}
}

// TestSharedAward tells the holders of one award of each other, and reports
// different days.
func TestSharedAward(t *testing.T) {
	set := &content.Set{Entries: frameworkOf("glf-lp", "PS", 2, date.Length{Years: 3}, content.PassRule{})}
	for i, name := range []string{"amira-khan", "ngozi-adair", "zoe-brightwell"} {
		p := &content.Practitioner{Meta: meta(content.KindPractitioner, name)}
		p.Credentials = []content.Credential{award("lead-practitioner", "glf-lp", day(2025, 7, 4+i/2))}
		p.Credentials[0].Award = "reading-circle"
		p.Credentials[0].Pos.Line = 5
		set.Entries = append(set.Entries, p)
	}
	cat, problems := catalog.Link(set, options)
	for _, p := range cat.Practitioners {
		if n := len(p.Credentials[0].Together); n != 2 || p.Credentials[0].Sort != "accreditation" {
			t.Errorf("%s shares the award with %d, as a %s", p.Slug, n, p.Credentials[0].Sort)
		}
	}
	if len(problems) != 2 || problems[0].Position.File != "content/practitioners/zoe-brightwell.md" {
		t.Errorf("the other day of one holder is reported %d times: %v", len(problems), problems)
	}
}
