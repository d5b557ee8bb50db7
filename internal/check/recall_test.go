package check

import (
	"slices"
	"strings"
	"testing"

	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/config"
	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/diag"
)

// told are sentences that no school should publish, in the words of teachers, each
// with the checks of which one should say so. A + stands before those that we know
// to be missed.
const told = `
privacy/email|You can reach me on sarah.hughes@northfield.sch.uk for the slides.
privacy/email|Parents wrote to jkhan82@hotmail.co.uk in the end.
privacy/email|Contact Tom (t.ellis@tidewell.example) to borrow the kit.
privacy/email|Ask emma_price@yahoo.com.
+privacy/email|Write to khan@northfield.sch.uk about the visit.
+privacy/email|My address is priya raman at gmail dot com.
privacy/phone|Her mother's mobile is 07700 900456.
privacy/phone|Ring me on 07700900456 after school.
privacy/phone|The family asked us to use +44 7700 900456.
privacy/phone|Call the hall on (01632) 960123 to book.
privacy/phone|Telephone 01632 960 123.
privacy/phone|We texted 07700-900-456.
privacy/postcode|They moved to 14 Harbour Street, NE30 4XY, in May.
privacy/postcode|The club meets at SW1A 1AA.
privacy/postcode|They live at 14 Harbour Street, next to the bakery.
privacy/upn|His UPN is A123456789012.
privacy/upn|Pupil number H801200001001 was moved to the second group.
privacy/birth|Leo (DOB 12/03/2015) joined us in May.
privacy/birth|Date of birth: 4 June 2014.
privacy/birth|She was born on 4 June 2014.
privacy/birth|d.o.b. 04.06.14
privacy/birth|Born 2014-06-04, the youngest in the class.
privacy/birth|The twins, born June 4th 2014, sat together.
+privacy/birth|She turned nine on 4 June.
people/child|Child A has a diagnosis of autism.
people/child|Pupil B was excluded twice in Year 8.
people/child|Student C did not speak in class at all.
people/child|Boy D lived with his grandmother.
people/child|My son Oliver had the same trouble.
people/child|My daughter, Amelia, told me what they had done.
people/child|Maya, in Year 4, reads to her brother now.
people/child|We asked Oliver, aged 9, what had helped.
people/child|Ethan has an EHCP and sits near the door.
people/child|Since the spring Aisha has been in foster care.
people/child|Jack (Year 6) is on the child protection register.
people/child|Zara receives free school meals and comes to breakfast club.
people/child|Mohammed has EAL and joined in January.
people/child|Callum's anxiety meant that he could not stay in the hall.
people/child|After his exclusion Harry came back for mornings.
people/child|Freya, a Year 9 pupil with dyslexia, chose the book.
+people/child|Oluwaseun, in Year 4, reads to his brother now.
+people/child|The youngest of the three sisters in Year 2 has epilepsy.
+people/child|A.B. has a diagnosis of ADHD.
people/quote|"I like it now," said Maya, Year 4.
people/quote|"It helps me think." – Leo, aged 8
people/quote|"I speak more now" (Oliver, Year 6)
people/quote|"We listen better." — Aisha, pupil
people/quote|"It is easier" - J.K., Year 10
people/quote|Ella (9) told us: "I used to be scared."
people/quote|"It is good," explained Ravi, aged 7.
+people/quote|Year 4's Maya says: "I like it now."
privacy/small-words|Two boys in Year 5 with autism sat at the front.
privacy/small-words|One girl in Year 9 was excluded that term.
privacy/small-words|Three children in care took part.
privacy/small-words|The only pupil with an EHCP in the class chose to stay.
privacy/small-words|Four pupils on free school meals came every day.
privacy/small-words|2 students with ADHD used the timer.
privacy/small-words|One child who was looked after made the most progress.
+privacy/small-words|A boy in Year 4 with Down's syndrome led the group.
+privacy/small-words|Of our Traveller pupils, both stayed for the test.
people/name|Jessica Whitlow and her friend chose the music.
people/name|We thank Daniel Ashcombe for the photographs.
+people/name|We thank Olufemi Adeyemi for the photographs.
`

// TestRecall counts how many of the sentences are found, and holds that those
// known to be missed are the only ones.
func TestRecall(t *testing.T) {
	found, all := 0, 0
	for line := range strings.Lines(strings.TrimSpace(told)) {
		want, text, _ := strings.Cut(strings.TrimSpace(line), "|")
		want, missed := strings.CutPrefix(want, "+")
		all++
		seen := codesIn(t, text)
		var kin []diag.Code
		for _, c := range seen {
			if group, _, _ := strings.Cut(string(c), "/"); group == "people" || group == "privacy" {
				kin = append(kin, c)
			}
		}
		// A child's name is told as a quote, a name or a child: each is seen.
		hit := slices.Contains(kin, diag.Code(want)) || strings.HasPrefix(want, "people/") && len(kin) > 0
		if hit {
			found++
		}
		if hit == missed {
			t.Errorf("%q: %v, and %s is expected to be seen: %v", text, seen, want, !missed)
		}
	}
	t.Logf("%d of %d are found", found, all)
	if found*100 < all*80 {
		t.Errorf("only %d of %d are found", found, all)
	}
}

// codesIn returns the codes that a study with a text raises.
func codesIn(t *testing.T, text string) []diag.Code {
	t.Helper()
	files := site("content/case-studies/talk.md", study("", sections+"\n"+text+"\n"))
	set, problems, err := content.Load(files, content.Options{})
	if err != nil {
		t.Fatal(err)
	}
	cat, more := catalog.Link(set, catalog.Options{AsOf: today})
	var codes []diag.Code
	for _, d := range slices.Concat(problems, more, Run(set, cat, config.Default())) {
		codes = append(codes, d.Code)
	}
	return codes
}
