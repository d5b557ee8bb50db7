package content_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/diag"
)

// guessed returns the codes under people/, privacy/ and access/ that a study's
// text raises.
func guessed(t *testing.T, text string) string {
	t.Helper()
	file := "---\ntitle: Talk\npractitioners: [amira]\nschool: northfield\ndate: 2026-03-12\nstandards: [PS1]\n---\n\n" + text + "\n"
	_, problems := content.Parse("content/case-studies/talk.md", []byte(file), content.Options{})
	var codes []string
	for _, d := range problems {
		if group, _, _ := strings.Cut(string(d.Code), "/"); group == "people" || group == "privacy" || group == "access" {
			codes = append(codes, string(d.Code))
		}
	}
	return strings.Join(slices.Compact(codes), " ")
}

// TestProseRaisesNoFalseAlarm has what teachers write and what is no problem.
func TestProseRaisesNoFalseAlarm(t *testing.T) {
	for _, text := range []string{
		"Write to office@northfield.sch.uk or lead.practice@northfield.sch.uk.",
		"Pupil A reads while pupil B listens, and then they change.",
		"Child A to child B: \"What did you hear?\"",
		"Three pupils in each group had a part to play.",
		"One pupil in five said so, and two children shared a book.",
		"A group of four children sat at each table in Year 4.",
		"In 2025-26 we used 1,150 books, 0.45 of them new, in 07 rooms.",
		"The ISBN is 978-0-306-40615-7 and the link is https://www.example.org/a/0123456789012.",
		"Shakespeare was born on 23 April 1564.",
		"Nelson was born in 1918 and freed in 1990.",
		"**Note:** bring a pencil.",
		"**We counted the words.** Then we counted again.",
		"| Term | Places |\n| --- | --- |\n| Autumn | 4 |",
		"| | Autumn | Spring |\n| --- | --- | --- |\n| Places | 4 | 5 |",
		"Read [the questions about pay](../programme/faq.md).",
		"NASA, UNESCO and SEND are words that we explained.",
		"\"I like it,\" said a pupil in Year 4.",
		"– Pupil, Year 4",
		"– Parent of a child in Year 3",
		"The code `A123456789012` is an example.",
		"```\n07700 900123\n```",
		"We moved to 3 Big Questions and lived with 12 Angry Men for a term.",
		"The Romans proved hard to draw, and which proved the better?",
		"See [www and the web](https://www.example.org).",
	} {
		if got := guessed(t, text); got != "" {
			t.Errorf("%q: %s", text, got)
		}
	}
}

// TestProse has what nobody should publish, each in a form other than those of
// docs/checks.
func TestProse(t *testing.T) {
	for text, want := range map[string]diag.Code{
		"Write to mrs.jones79@gmail.com.":                             diag.PrivacyEmail,
		"Her number is +44 7700 900 123.":                             diag.PrivacyPhone,
		"Ring (0)191 or 0191 496 0123.":                               diag.PrivacyPhone,
		"They live at 3 Mill Lane, NE1 4ST.":                          diag.PrivacyPostcode,
		"D.O.B. 03/05/2019":                                           diag.PrivacyBirth,
		"She was born on the 3rd of May 2019.":                        diag.PrivacyBirth,
		"Student B's was the hardest of all.":                         diag.PeopleChild,
		"My daughter Maya reads at home now.":                         diag.PeopleChild,
		"\"It is fun\" - J, Year 4":                                   diag.PeopleQuote,
		"\"It is fun\" said Maya, aged 9.":                            diag.PeopleQuote,
		"\"It is fun\" – Maya, pupil":                                 diag.PeopleQuote,
		"- More pupil talk than before.":                              "",
		"The only girl in Year 9 stopped coming.":                     diag.PrivacySmallWords,
		"2 pupils with ADHD sat at the front.":                        diag.PrivacySmallWords,
		"__Next steps__":                                              diag.AccessHeading,
		"The family lives at 3b Mill Lane now.":                       diag.PrivacyPostcode,
		"See [https://www.example.org/a](https://www.example.org/a).": diag.AccessLinkText,
		"See [Read more…](../programme/faq.md).":                      diag.AccessLinkText,
	} {
		if got := guessed(t, text); got != string(want) {
			t.Errorf("%q: %q, not %q", text, got, want)
		}
	}
}

// TestProseOnProof keeps a study from proving.
func TestProseOnProof(t *testing.T) {
	for text, want := range map[string]bool{
		"This proves that talk works.":                  true,
		"The figures clearly proved that it helped.":    true,
		"The figures suggest that it helped.":           false,
		"Finding time proved hard.":                     false,
		"The proof of the pudding is in the eating.":    false,
		"Pupils learnt what the experiment had proved.": false,
	} {
		file := "---\ntitle: Talk\npractitioners: [amira]\nschool: northfield\ndate: 2026-03-12\nstandards: [PS1]\n---\n\n" + text + "\n"
		_, problems := content.Parse("content/case-studies/talk.md", []byte(file), content.Options{})
		if got := slices.ContainsFunc(problems, func(d diag.Diagnostic) bool { return d.Code == diag.CheckFigure }); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// TestTestimonialsOfPupils wants no name where the role belongs.
func TestTestimonialsOfPupils(t *testing.T) {
	for role, want := range map[string]bool{
		"Maya, pupil in Year 4": true, "J, Year 4 pupil": true, "A pupil in Year 4": false, "Head of a primary school": false, "Year 6 teacher": false,
	} {
		file := "---\ntitle: Northfield\ntestimonials:\n  - {quote: It helps., role: \"" + role + "\", consent: 2026-01-01}\n---\n"
		_, problems := content.Parse("content/schools/northfield.md", []byte(file), content.Options{})
		if got := slices.ContainsFunc(problems, func(d diag.Diagnostic) bool { return d.Code == diag.PeopleQuote }); got != want {
			t.Errorf("%q: %v", role, got)
		}
	}
}

// TestNamesInFrontMatter wants the names in sentences of the front matter, and none
// of those that are names of things.
func TestNamesInFrontMatter(t *testing.T) {
	for front, want := range map[string]string{
		"title: How Maya learned to read\n":                                                   "Maya",
		"title: T\nsummary: Oliver, in Year 4, reads\n":                                       "Oliver",
		"title: T\nsummary: >\n  What we did.\n  Oliver reads.\n":                             "Oliver",
		"title: T\nimpact:\n  - measure: Words that Maya used\n":                              "Maya",
		"title: T\nimpact: [{measure: Words, caveat: Maya left}]\n":                           "Maya",
		"title: T\nreferences:\n  - title: The diary of Anne Frank\n    author: Anne Frank\n": "",
		"title: T\nsignoff: {name: Judith Marchbanks}\n":                                      "",
		"title: T\nsummary: What we did\nsubjects: [maya]\nlicence: Oliver Twist\n":           "",
	} {
		entry, _ := content.Parse("content/case-studies/talk.md", []byte("---\n"+front+"---\n\nWords.\n"), content.Options{})
		var got []string
		if entry != nil {
			for _, m := range entry.Common().Mentions {
				got = append(got, m.Name)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %q", front, got)
		}
	}
	school, _ := content.Parse("content/schools/a.md", []byte("---\ntitle: The Harriet Costello School\n---\n"), content.Options{})
	if names := school.Common().Mentions; len(names) > 0 {
		t.Errorf("a school's own name is %v", names)
	}
}
