package content

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/exemplar-lp/exemplar/internal/diag"
	"github.com/exemplar-lp/exemplar/internal/markdown"
)

// Part is a section of a case study: one of the seven of the re-accreditation
// template, its validation by research or a practical idea. The zero value is none.
type Part uint8

// The parts, in the order of the template.
const (
	NoPart Part = iota
	PartChallenge
	PartApproach
	PartProblems
	PartImpact
	PartLearning
	PartTransfer
	PartContinuing
	PartValidation
	PartPractical
)

// String returns the word used in class names and texts: challenge; "" for none.
func (p Part) String() string {
	return [...]string{"", "challenge", "approach", "problems", "impact", "learning", "transfer", "continuing", "validation", "practical"}[p]
}

// headings are the words with which people head the sections of a case study,
// after the seven of the re-accreditation template, its validation by research
// and a practical idea. They are compared without case, punctuation, articles at
// the start and numbers.
var headings = map[Part]string{
	PartChallenge:  "challenge|our challenge|why this focus|focus|our focus|reason for focus|reasoning behind focus|reasons for implementing|context|context and challenge|background|background and context|rationale|introduction|why|why we did this|why we did it|why this|problem|what was problem|issue|starting point|where we started|aims|aims and objectives|purpose|need",
	PartApproach:   "approach|our approach|what we did|what i did|what we did and how|what was done|what was done and how|what did we do|method|methods|methodology|implementation|how we did it|how implemented|how it was done|actions|action|actions taken|strategy|strategies|intervention|process|what happened|project|practice",
	PartProblems:   "problems|problems and how we tackled them|problems encountered|problems encountered and how they were tackled|problems we met|problems we faced|barriers|barriers and how we overcame them|difficulties|obstacles|challenges|challenges along way|challenges and solutions|challenges we faced|challenges faced|what got in way|what went wrong|hurdles",
	PartImpact:     "impact|impact of our work|impact of my work|impact of work|our impact|results|outcomes|outcome|findings|key findings|results and impact|impact and outcomes|impact and evidence|evidence of impact|what changed|difference it made|what difference it made|effect|effects|evaluation|success",
	PartLearning:   "learning|what we learned|what we learnt|what i learned|what i learnt|what we have learned|what we have learnt|what has been learned|lessons|lessons learned|lessons learnt|key learning|key learning points|learning points|reflection|reflections|our reflections|my reflections|conclusion|conclusions",
	PartTransfer:   "transfer|how other schools could use this|how other schools can use this|how other schools might use this|how other schools might benefit|how others could use this|how you could use this|how you can use this|using this elsewhere|using this in your school|in your school|advice|advice to others|advice for others|advice for other schools|recommendations|sharing|wider use|transferability|for other schools|try this in your school",
	PartContinuing: "continuing|continuing challenges|continuing challenge|remaining challenges|what we are still working on|what is still hard|what did not work|what didnt work|what didn't work|what worked less well|less successful elements|less successful elements and continuing challenges|next steps|our next steps|what next|whats next|what's next|future|where next|looking ahead|limitations|still to do|ongoing challenges|unfinished business",
	PartValidation: "validation|additional validation|research|research and evidence|evidence and research|evidence base|what research says|research behind this|links to research|research links|theory",
	PartPractical:  "practical|use this tomorrow|try this tomorrow|practical idea|practical ideas|try this|take away|takeaway|takeaways|discussion point|discussion points|discussion questions|questions for discussion|for your next meeting|in classroom",
}

// parts leads from each heading to its part: as it is compared, and as it is in
// the list with a capital first.
var parts = partsByHeading()

func partsByHeading() map[string]Part {
	all := map[string]Part{}
	for part, words := range headings {
		for _, w := range strings.Split(words, "|") {
			all[plainHeading(w)] = part
			all[strings.ToUpper(w[:1])+w[1:]] = part
		}
	}
	return all
}

// commonHeadings are those that many pages have, as most are written.
func commonHeadings() []string {
	var list []string
	for text := range parts {
		if text[0] >= 'A' && text[0] <= 'Z' {
			list = append(list, text)
		}
	}
	return list
}

var (
	headingNumber = regexp.MustCompile(`^(section |part )?([0-9]+|[ivx]+|[a-h])[.):]? +`)
	headingSigns  = strings.NewReplacer("'", "", "’", "", "&", " and ")
)

// plainHeading writes a heading the way headings are compared.
func plainHeading(text string) string {
	text = strings.ToLower(text)
	if mayBeNumber(text) {
		text = headingNumber.ReplaceAllString(text, "")
	}
	words := strings.FieldsFunc(headingSigns.Replace(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
	kept := words[:0]
	for _, w := range words {
		if w != "the" && w != "a" && w != "an" {
			kept = append(kept, w)
		}
	}
	return strings.Join(kept, " ")
}

// mayBeNumber is false for most headings, in which there is no need to look for
// headingNumber: that takes longer.
func mayBeNumber(text string) bool {
	first, _, more := strings.Cut(text, " ")
	return more && (first == "section" || first == "part" || len(first) < 3 || strings.Trim(first, "0123456789ivx.):") == "")
}

// partOf returns the part that a heading begins.
func partOf(heading string) Part {
	if part, ok := parts[heading]; ok {
		return part // as most are written
	}
	return parts[plainHeading(heading)]
}

// findParts recognises the sections of a case study, and returns the part that each
// heading begins. A heading below the level of the others is inside a section and
// starts none; astray are those of them, or above, whose sections are not found
// otherwise, or nil.
func findParts(all []markdown.Heading) (found, astray []Part) {
	meant := make([]Part, len(all))
	found = make([]Part, len(all))
	first := -1
	for i, h := range all {
		meant[i] = partOf(h.Text)
		switch {
		case meant[i] == NoPart || first >= 0 && h.Level > all[first].Level:
			continue
		case first >= 0 && h.Level < all[first].Level:
			clear(found)
			first = i
		case first < 0:
			first = i
		}
		found[i] = meant[i]
	}
	for i, part := range meant {
		if part != NoPart && !slices.Contains(found, part) && !slices.Contains(astray, part) {
			if astray == nil {
				astray = make([]Part, len(all))
			}
			astray[i] = part
		}
	}
	return found, astray
}

// meantParts are the sections that a line was meant to head and does not, by the
// problems that say so.
func meantParts(src *diag.Source, problems diag.List) []Part {
	var list []Part
	for _, d := range problems {
		if d.Code != diag.AccessHeading && d.Code != diag.MarkdownHeading {
			continue
		}
		if part := partOf(strings.Trim(src.Line(d.Position.Line), "#*_ ")); part != NoPart {
			list = append(list, part)
		}
	}
	return list
}
