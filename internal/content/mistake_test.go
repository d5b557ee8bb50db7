package content_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/diag"
)

// wellFormed are front matters with every shape of value, into each line of
// which TestParse_singleMistakes puts each mistake.
var wellFormed = map[string]string{
	"content/case-studies/a.md": `title: A vocabulary page every child opens
summary: Glued-in knowledge organisers were going unread in Year 5
date: 2025-01-24
practitioners: [amira-khan]
school: osmerby-primary
standards: [PS3, PK2, PK3, sle/PA6]
theme: literacy
phases: [primary]
key_stages: [ks2]
scale: team
period: {from: 2024-04-15, to: 2024-12-13}
context: Two Year 5 classes in a two-form entry town primary school
impact:
  - measure: Taught words used correctly in an independent piece of writing
    baseline: 2.9
    after: 4.6
    unit: words
    pupils: 57
    method: Count of eight taught words in one piece of writing
  - measure: Mean score on a ten-item meanings quiz
    baseline: 4.8
    after: 6.1
    caveat: Items were not trialled beforehand
references:
  - title: "Few words, many meetings: planning vocabulary"
    author: S. Hartwick-Noble
    year: 2019
resources:
  - title: Blank vocabulary page, four columns
    url: https://tidewell.example/resources/vocabulary-page
    licence: CC BY 4.0
signoff: {name: Judith Marchbanks, role: headteacher, date: 2025-02-07}
review_by: 2027-09-30
licence: CC BY 4.0
`,
	"content/practitioners/a.md": `title: Elin Vaughan
summary: Evidence Lead at Tidewell Sixth Form College
role: evidence-lead-in-education
job_title: Teacher of psychology
school: tidewell-sixth-form
phases: [post-16]
subjects: [psychology]
expertise:
  - leading-cpd
  - assessment
availability: open
credentials:
  - credential: lead-practitioner
    framework: ssat-lp
    awarded: 2024-11-29
    expires: 2027-11-29
    signoff:
      name: Marguerite Dunstable
      role: principal
      date: 2024-11-15
  - credential: evidence-lead-in-education
    awarded: 2025-01-10
consent:
  profile: 2026-09-10
publish: full
contact: sixth-form@tidewell.example
`,
	"content/standards/a/_index.md": `title: Lead Practitioner standards
owner: SSAT
version: "2024"
numbering: continuous
domains:
  - id: personal
    title: Personal skills
  - id: knowledge
    title: Professional knowledge
levels:
  - n: 1
    title: Beginning
    reach: with another colleague
  - n: 3
    title: Extending
pass_rule:
  level: 3
  standards: 7
validity: 3y
`,
	"content/events/a.md": `title: Spring coaching workshop
start: 2027-02-03T13:30
end: 2027-02-03T16:30
place: Tidewell Academy, the library
online: false
booking_url: https://bookings.tidewell.example/coaching-workshop
cost: Free to alliance staff
`,
}

// mistakes are what a slip of the hand, a paste or a habit does to a line.
var mistakes = map[string]func(line string) string{
	"tab before it":             func(l string) string { return "\t" + l },
	"space before it":           func(l string) string { return " " + l },
	"a space less":              func(l string) string { return strings.TrimPrefix(l, " ") },
	"no colon":                  func(l string) string { return strings.Replace(l, ":", "", 1) },
	"no space after colon":      func(l string) string { return strings.Replace(l, ": ", ":", 1) },
	"semicolon for colon":       func(l string) string { return strings.Replace(l, ":", ";", 1) },
	"equals for colon":          func(l string) string { return strings.Replace(l, ":", " =", 1) },
	"em dash for colon":         func(l string) string { return strings.Replace(l, ": ", " — ", 1) },
	"wide colon":                func(l string) string { return strings.Replace(l, ": ", "：", 1) },
	"second colon":              func(l string) string { return l + ": more" },
	"line twice in one":         func(l string) string { return l + " " + l },
	"double quote not closed":   func(l string) string { return strings.Replace(l, ": ", ": \"", 1) },
	"single quote not closed":   func(l string) string { return strings.Replace(l, ": ", ": '", 1) },
	"closing bracket missing":   func(l string) string { return strings.Replace(l, "]", "", 1) },
	"opening bracket missing":   func(l string) string { return strings.Replace(l, "[", "", 1) },
	"closing brace missing":     func(l string) string { return strings.Replace(l, "}", "", 1) },
	"opening brace missing":     func(l string) string { return strings.Replace(l, "{", "", 1) },
	"bracket too many":          func(l string) string { return l + "]" },
	"comma at end":              func(l string) string { return l + "," },
	"@ before text":             func(l string) string { return strings.Replace(l, ": ", ": @", 1) },
	"* before text":             func(l string) string { return strings.Replace(l, ": ", ": *", 1) },
	"& before text":             func(l string) string { return strings.Replace(l, ": ", ": &", 1) },
	"! before text":             func(l string) string { return strings.Replace(l, ": ", ": !", 1) },
	"% before text":             func(l string) string { return strings.Replace(l, ": ", ": %", 1) },
	"| before text":             func(l string) string { return strings.Replace(l, ": ", ": | ", 1) },
	"> before text":             func(l string) string { return strings.Replace(l, ": ", ": > ", 1) },
	"- before text":             func(l string) string { return strings.Replace(l, ": ", ": - ", 1) },
	"# before text":             func(l string) string { return strings.Replace(l, ": ", ": #", 1) },
	"backslash in quotes":       func(l string) string { return strings.Replace(l, ": ", ": \"\\q", 1) + "\"" },
	"no space after dash":       func(l string) string { return strings.Replace(l, "- ", "-", 1) },
	"round bullet":              func(l string) string { return strings.Replace(l, "- ", "• ", 1) },
	"star bullet":               func(l string) string { return strings.Replace(l, "- ", "* ", 1) },
	"en dash bullet":            func(l string) string { return strings.Replace(l, "- ", "– ", 1) },
	"no-break spaces":           func(l string) string { return strings.ReplaceAll(l, " ", "\u00a0") },
	"capitals":                  func(l string) string { return strings.ToUpper(l[:min(len(l), 9)]) + l[min(len(l), 9):] },
	"slip in the key":           func(l string) string { return strings.Replace(l, ":", "q:", 1) },
	"no value":                  func(l string) string { return strings.SplitAfterN(l, ":", 2)[0] },
	"brackets around the value": func(l string) string { return strings.Replace(l, ": ", ": [", 1) + "]" },
	"curly quotes":              func(l string) string { return strings.Replace(l, ": ", ": “", 1) + "”" },
	"a line between":            func(l string) string { return "lovely words here\n" + l },
	"the line twice":            func(l string) string { return l + "\n" + l },
}

// TestParse_singleMistakes makes one mistake at a time in one line of sound
// front matter. Whatever is reported must be at that line, with few exceptions:
// where two lines do not line up it cannot be told which of them is wrong.
func TestParse_singleMistakes(t *testing.T) {
	r := content.NewReader(content.Options{})
	all, astray, several := 0, 0, 0
	for file, text := range wellFormed {
		if _, problems := r.Parse(file, []byte("---\n"+text+"---\n")); len(problems) > 0 {
			t.Fatal(problems)
		}
		lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
		for name, mistake := range mistakes {
			for i, line := range lines {
				wrong := mistake(line)
				if wrong == line {
					continue
				}
				changed := slices.Clone(lines)
				changed[i] = wrong
				_, problems := r.Parse(file, []byte("---\n"+strings.Join(changed, "\n")+"\n---\n"))
				from, to := i+2, i+2+strings.Count(wrong, "\n")
				elsewhere := slices.ContainsFunc(problems, func(d diag.Diagnostic) bool { return d.Position.Line < from || d.Position.Line > to })
				if len(problems) == 0 {
					continue // it means something else now, or the same
				}
				all++
				if len(problems) > 1 {
					several++
				}
				if elsewhere {
					astray++
					t.Logf("%s in line %d, %q: %v", name, from, wrong, problems)
				}
				for _, p := range problems {
					checkManners(t, p)
				}
			}
		}
	}
	t.Logf("of %d mistakes that are reported %d are reported elsewhere too, and %d with more than one message", all, astray, several)
	if all < 2000 || astray*100 > all {
		t.Errorf("of %d mistakes %d are reported elsewhere", all, astray)
	}
}
