package content

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/exemplar-lp/exemplar/internal/diag"
	"github.com/exemplar-lp/exemplar/internal/markdown"
)

// headings are the words with which people head the sections of a case study,
// after the seven of the re-accreditation template, its validation by research
// and a practical idea. They are compared without case, punctuation, articles at
// the start and numbers.
var headings = map[string]string{
	"challenge":  "challenge|our challenge|why this focus|focus|our focus|reason for focus|reasoning behind focus|reasons for implementing|context|context and challenge|background|background and context|rationale|introduction|why|why we did this|why we did it|why this|problem|what was problem|issue|starting point|where we started|aims|aims and objectives|purpose|need",
	"approach":   "approach|our approach|what we did|what i did|what we did and how|what was done|what was done and how|what did we do|method|methods|methodology|implementation|how we did it|how implemented|how it was done|actions|action|actions taken|strategy|strategies|intervention|process|what happened|project|practice",
	"problems":   "problems|problems and how we tackled them|problems encountered|problems encountered and how they were tackled|problems we met|problems we faced|barriers|barriers and how we overcame them|difficulties|obstacles|challenges|challenges along way|challenges and solutions|challenges we faced|challenges faced|what got in way|what went wrong|hurdles",
	"impact":     "impact|impact of our work|impact of my work|impact of work|our impact|results|outcomes|outcome|findings|key findings|results and impact|impact and outcomes|impact and evidence|evidence of impact|what changed|difference it made|what difference it made|effect|effects|evaluation|success",
	"learning":   "learning|what we learned|what we learnt|what i learned|what i learnt|what we have learned|what we have learnt|what has been learned|lessons|lessons learned|lessons learnt|key learning|key learning points|learning points|reflection|reflections|our reflections|my reflections|conclusion|conclusions",
	"transfer":   "transfer|how other schools could use this|how other schools can use this|how other schools might use this|how other schools might benefit|how others could use this|how you could use this|how you can use this|using this elsewhere|using this in your school|in your school|advice|advice to others|advice for others|advice for other schools|recommendations|sharing|wider use|transferability|for other schools|try this in your school",
	"continuing": "continuing|continuing challenges|continuing challenge|remaining challenges|what we are still working on|what is still hard|what did not work|what didnt work|what didn't work|what worked less well|less successful elements|less successful elements and continuing challenges|next steps|our next steps|what next|whats next|what's next|future|where next|looking ahead|limitations|still to do|ongoing challenges|unfinished business",
	"validation": "validation|additional validation|research|research and evidence|evidence and research|evidence base|what research says|research behind this|links to research|research links|theory",
	"practical":  "practical|use this tomorrow|try this tomorrow|practical idea|practical ideas|try this|take away|takeaway|takeaways|discussion point|discussion points|discussion questions|questions for discussion|for your next meeting|in classroom",
}

// parts leads from each heading to its part: as it is compared, and as it is in
// the list with a capital first.
var parts = partsByHeading()

func partsByHeading() map[string]string {
	all := map[string]string{}
	for id, words := range headings {
		for _, w := range strings.Split(words, "|") {
			all[plainHeading(w)] = id
			all[strings.ToUpper(w[:1])+w[1:]] = id
		}
	}
	return all
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

// partOf returns the part that a heading begins, or "".
func partOf(heading string) string {
	if id, ok := parts[heading]; ok {
		return id // as most are written
	}
	return parts[plainHeading(heading)]
}

// findParts recognises the sections of a case study, in body order. A heading
// below the level of the others is inside a section and starts none; astray are
// those of them, or above, whose sections are not found otherwise.
func findParts(all []markdown.Heading) (list, astray []Part) {
	ids := make([]string, len(all))
	list = make([]Part, 0, len(all))
	for i, h := range all {
		id := partOf(h.Text)
		ids[i] = id
		switch {
		case id == "" || len(list) > 0 && h.Level > all[list[0].Heading].Level:
			continue
		case len(list) > 0 && h.Level < all[list[0].Heading].Level:
			list = list[:0]
		}
		list = append(list, Part{ID: id, Heading: i})
	}
	found := map[string]bool{}
	for _, p := range list {
		found[p.ID] = true
	}
	for i, id := range ids {
		if id != "" && !found[id] {
			astray, found[id] = append(astray, Part{ID: id, Heading: i}), true
		}
	}
	return list, astray
}

// meantParts are the sections that a line was meant to head and does not, by the
// problems that say so.
func meantParts(src *diag.Source, problems diag.List) []string {
	var list []string
	for _, d := range problems {
		if d.Code != diag.AccessHeading && d.Code != diag.MarkdownHeading {
			continue
		}
		if id := partOf(strings.Trim(src.Line(d.Position.Line), "#*_ ")); id != "" {
			list = append(list, id)
		}
	}
	return list
}
