package render

import (
	"net/url"
	"strings"
	"testing"

	"github.com/exemplar-lp/exemplar/internal/config"
)

const supporter = "title: Nia Rees\nrole: lead-practitioner\nschool: a-school\noffers: [one-to-one-coaching]\navailability: %A\n---\n\nNia.\n"

// TestSupportRequest follows the link by which support is asked for.
func TestSupportRequest(t *testing.T) {
	files := map[string]string{
		"schools/a-school.md":       "title: A school\n---\n",
		"practitioners/nia-rees.md": strings.Replace(supporter, "%A", "open", 1),
		"support.md":                "title: Support\nsupport: true\n---\n",
	}
	mail := func(s *config.Settings) { s.Contact.Email = "office@lp.example" }
	page := pageText(t, portal(t, mail, files), "practitioners/nia-rees.html")
	_, rest, _ := strings.Cut(page, "mailto:office@lp.example?subject=")
	address, _, _ := strings.Cut(rest, `"`)
	subject, body, _ := strings.Cut(strings.ReplaceAll(address, "&amp;", "&"), "&body=")
	if got, err := url.PathUnescape(subject); err != nil || got != "Request for support from Nia Rees" {
		t.Errorf("the subject is %q, %v", got, err)
	}
	if got, err := url.PathUnescape(body); err != nil || !strings.Contains(got, "When we would like to begin:\r\n") {
		t.Errorf("the message is %q, %v", got, err)
	}
	form := func(s *config.Settings) { s.Contact.RequestURL = "https://forms.example/ask" }
	contains(t, pageText(t, portal(t, form, files), "support.html"), "https://forms.example/ask", "Nia Rees")
	files["practitioners/nia-rees.md"] = strings.Replace(supporter, "%A", "closed", 1)
	lacks(t, pageText(t, portal(t, form, files), "support.html"), "https://forms.example/ask")
}

// TestPercentagesAloneInWales wants a group of seven shown without its size, from which
// the pupils behind a percentage could be counted.
func TestPercentagesAloneInWales(t *testing.T) {
	for country, shown := range map[string]bool{"wales": false, "england": true} {
		r := portal(t, func(s *config.Settings) { s.Privacy.SmallNumber, s.Privacy.Country = 5, country }, map[string]string{
			"schools/a-school.md":       "title: A school\n---\n",
			"practitioners/nia-rees.md": "title: Nia Rees\n---\n",
			"case-studies/talk.md": "title: Talk\npractitioners: [nia-rees]\nschool: a-school\ndate: 2026-03-12\nstandards: [A1]\nimpact:\n" +
				"  - {measure: Wonder, baseline: 14, after: 43, unit: '%', pupils: 7, method: notes}\n---\n\nText.\n",
		})
		for _, path := range []string{impactPath, "case-studies/talk.html"} {
			page := pageText(t, r, path)
			if !strings.Contains(page, "43%") {
				t.Errorf("%s, %s: the percentage is not shown", country, path)
			}
			if got := strings.Contains(page, "7 pupils"); got != shown {
				t.Errorf("%s, %s: the size of the group is shown: %v", country, path, got)
			}
		}
	}
}

// TestImpactLeavesOutFewPeople wants no figure behind which are fewer people than
// the settings allow.
func TestImpactLeavesOutFewPeople(t *testing.T) {
	impact := func(lines string) string {
		return "title: Talk\npractitioners: [nia-rees]\nschool: a-school\ndate: 2026-03-12\nstandards: [A1]\nimpact:\n" + lines + "---\n\nText.\n"
	}
	for _, test := range []struct {
		name, lines string
		shown       bool
	}{
		{"a large group", "  - {measure: Wonder, baseline: 40, after: 71, unit: '%', pupils: 58, method: notes}\n", true},
		{"a small group", "  - {measure: Wonder, baseline: 40, after: 80, unit: '%', pupils: 5}\n", false},
		{"few of a large group", "  - {measure: Wonder, baseline: 3, after: 21, unit: pupils, pupils: 58}\n", false},
		{"all but a few of a large group", "  - {measure: Wonder, baseline: 20, after: 55, unit: pupils, pupils: 58}\n", false},
		{"nobody is not few", "  - {measure: Wonder, baseline: 0, after: 21, unit: pupils, pupils: 58}\n", true},
		{"lessons are not people", "  - {measure: Wonder, baseline: 3, after: 5, unit: lessons, pupils: 58}\n", true},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := portal(t, func(s *config.Settings) { s.Privacy.SmallNumber = 6 }, map[string]string{
				"schools/a-school.md":       "title: A school\n---\n",
				"practitioners/nia-rees.md": "title: Nia Rees\n---\n",
				"case-studies/talk.md":      impact(test.lines),
			})
			page := pageText(t, r, impactPath)
			if got := strings.Contains(page, "Wonder"); got != test.shown {
				t.Errorf("shown: %v, want %v", got, test.shown)
			}
			if got := strings.Contains(page, "left out"); got == test.shown {
				t.Errorf("said to be left out: %v", got)
			}
		})
	}
}

// TestRoleAndSchoolAtTheTime shows what somebody was when the work was done, and
// no lapsed role as if it stood.
func TestRoleAndSchoolAtTheTime(t *testing.T) {
	r := portal(t, nil, map[string]string{
		"schools/now.md":    "title: Present School\n---\n",
		"schools/before.md": "title: Former School\n---\n",
		"practitioners/nia-rees.md": "title: Nia Rees\nrole: lead-practitioner\nschool: now\nprevious_schools:\n  - {school: before, from: 2018-09-01, to: 2023-08-31}\n" +
			"credentials:\n  - {credential: aspirant-lead-practitioner, awarded: 2020-09-01}\n  - {credential: lead-practitioner, awarded: 2021-07-01, expires: 2024-07-01}\n---\n",
		"case-studies/early.md": "title: Early\npractitioners: [nia-rees]\nschool: before\ndate: 2021-03-12\nstandards: [A1]\n---\n\nText.\n",
		"case-studies/late.md":  "title: Late\npractitioners: [nia-rees]\nschool: now\ndate: 2024-03-12\nstandards: [A1]\n---\n\nText.\n",
	})
	contains(t, pageText(t, r, "case-studies/early.html"), "Aspirant Lead Practitioner", "then at")
	late := pageText(t, r, "case-studies/late.html")
	contains(t, late, "Lead Practitioner")
	lacks(t, late, "then at")
	contains(t, pageText(t, r, "practitioners/nia-rees.html"), "Lead Practitioner (Lapsed on 1 July 2024)")
}

// TestTestimonialsNeedConsent leaves out what nobody has agreed to yet.
func TestTestimonialsNeedConsent(t *testing.T) {
	r := portal(t, nil, map[string]string{
		"voices.md": "title: Voices\ntestimonials:\n  - {quote: It helped., role: A head, consent: 2026-01-01}\n  - {quote: Not yet., role: A teacher, consent: 2030-01-01}\n---\n",
	})
	page := pageText(t, r, "voices.html")
	contains(t, page, "It helped.")
	lacks(t, page, "Not yet.", "2026-01-01")
}
