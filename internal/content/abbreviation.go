package content

import (
	"bytes"
	"slices"
	"strings"

	"github.com/exemplar-lp/exemplar/internal/diag"
	"github.com/exemplar-lp/exemplar/internal/markdown"
)

// Abbreviation is a word of capitals that a page does not explain.
type Abbreviation struct {
	Text string
	Pos  diag.Place
}

// wellKnown are the abbreviations that nobody needs to have explained, and those
// that everybody in a school of Britain knows.
var wellKnown = exactly(`UK GB USA US EU UN BBC ITV NHS TV DVD CD PC PDF OK AM PM BC AD BCE CE HTML CSV URL USB FAQ ID DIY
	IT PE RE NASA UNESCO UNICEF LED LEGO QR AI SOS VE PTA SEN SEND EAL EYFS GCSE PSHE ICT DT MFL TA LP CPD KS NQT ECT INSET PPA
	SENCO SENDCO UPN DOB STEM PGCE ITT DBS ADHD SATS HM BA MA MBA OBE MBE DNA USSR NATO LA MP GP HR GOV`)

func exactly(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}

// The length of an abbreviation in letters.
const (
	shortestAbbreviation = 2
	longestAbbreviation  = 6
)

// Abbreviations finds the words of 2 to 6 capitals in a text, an s of the plural
// aside, and calls found with each and where it starts. Words beside figures,
// hyphens, strokes and other words in capitals are none.
func Abbreviations(text []byte, found func(word string, at int)) {
	for i := 0; i < len(text); {
		if !isCapital(text[i]) {
			i++
			continue
		}
		start := i
		for i < len(text) && isCapital(text[i]) {
			i++
		}
		end := i
		if i < len(text) && text[i] == 's' {
			i++
		}
		if n := end - start; n >= shortestAbbreviation && n <= longestAbbreviation && standsAlone(text, start, i) {
			if word := string(text[start:end]); !roman(word) {
				found(word, start)
			}
		}
		for i < len(text) && text[i] != ' ' && text[i] != '\n' {
			i++
		}
	}
}

// standsAlone reports whether a word in capitals is neither part of a longer one
// nor of a line of them.
func standsAlone(text []byte, start, end int) bool {
	if start > 0 && strings.IndexByte(" \n(\"'", text[start-1]) < 0 && !bytes.HasSuffix(text[:start], []byte("“")) && !bytes.HasSuffix(text[:start], []byte("‘")) {
		return false
	}
	if end < len(text) && (isLetterOrFigure(text[end]) || text[end] == '-' || text[end] == '/' || text[end] == '&' || text[end] == '@') {
		return false
	}
	before, after := bytes.TrimRight(text[:start], ` ("'`), bytes.TrimLeft(text[end:], " ")
	return !(len(before) > 1 && isCapital(before[len(before)-1]) && isCapital(before[len(before)-2])) &&
		!(len(after) > 1 && isCapital(after[0]) && isCapital(after[1]))
}

func isLetterOrFigure(b byte) bool {
	return b|0x20 >= 'a' && b|0x20 <= 'z' || b >= '0' && b <= '9'
}

// placeIn finds where the word first stands in the text of a file after an offset.
func (a Abbreviation) placeIn(src *diag.Source, from int) diag.Place {
	text := src.Text[from:]
	for at := 0; ; at += len(a.Text) {
		i := bytes.Index(text[at:], []byte(a.Text))
		if i < 0 {
			return a.Pos
		}
		at += i
		end := at + len(a.Text)
		if (at == 0 || !isLetterOrFigure(text[at-1])) && (end == len(text) || text[end] == 's' || !isLetterOrFigure(text[end])) {
			return src.At(from+at, len(a.Text)).Place()
		}
	}
}

func roman(word string) bool { return strings.Trim(word, "IVXLC") == "" }

// abbreviations collects those of the body that the page does not explain.
func (c *checker) abbreviations() {
	switch c.Kind {
	case KindStandard, KindFramework, KindPractitioner:
		return
	}
	var seen []string
	for _, s := range c.body.Sections {
		Abbreviations(s.Text, func(word string, _ int) {
			if wellKnown[word] || slices.Contains(seen, word) {
				return
			}
			seen = append(seen, word)
			if !c.explains(word) && !c.stressed(word) {
				c.Abbreviations = append(c.Abbreviations, Abbreviation{word, c.start.Place()})
			}
		})
	}
}

// stressed reports whether a word in capitals is an everyday one that is stressed:
// the page has it in small letters too.
func (c *checker) stressed(word string) bool {
	small := []byte(strings.ToLower(word))
	return slices.ContainsFunc(c.body.Sections, func(s markdown.Section) bool {
		for at := 0; ; at += len(small) {
			i := bytes.Index(s.Text[at:], small)
			if i < 0 {
				return false
			}
			at += i
			end := at + len(small)
			if (at == 0 || !isLetterOrFigure(s.Text[at-1])) && (end == len(s.Text) || !isLetterOrFigure(s.Text[end])) {
				return true
			}
		}
	})
}

// explains reports whether the page says what an abbreviation stands for.
func (c *checker) explains(short string) bool {
	if explainsIt([]byte(c.Title), short) || explainsIt([]byte(c.Summary), short) || explainsIt(c.body.Notes, short) {
		return true
	}
	return slices.ContainsFunc(c.body.Sections, func(s markdown.Section) bool { return explainsIt(s.Text, short) })
}

// explainsIt reports whether a text says what an abbreviation stands for: a big
// company (ABC), ABC (a big company), ABC, short for a big company.
func explainsIt(text []byte, short string) bool {
	for at := 0; ; at += len(short) {
		i := bytes.Index(text[at:], []byte(short))
		if i < 0 {
			return false
		}
		at += i
		after := bytes.TrimLeft(text[at+len(short):], "s’'")
		if bytes.HasSuffix(text[:at], []byte("(")) && bytes.HasPrefix(after, []byte(")")) {
			return true
		}
		for _, says := range []string{" (", " stands for", ", short for", " means", ", which stands for", ":", " –", " —"} {
			if bytes.HasPrefix(after, []byte(says)) {
				return true
			}
		}
	}
}
