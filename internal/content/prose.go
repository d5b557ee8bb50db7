package content

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

// This file guesses from the words of a file what should not be public. Most
// lines hold nothing of the kind, and patterns are slow, so that each is tried
// only on lines with the mark that all its matches have (marks.go).

// wordRule is one thing to look for in a line.
type wordRule struct {
	code diag.Code
	// digits is the number of figures that a line needs.
	digits int
	// mark is what a line needs beside them.
	mark    marks
	pattern *regexp.Regexp
	// except may be nil; it takes the line and the bounds of the match.
	except func(c scan, m []int) bool
	// same is how many words make a match the same as an earlier one, which alone is
	// reported; 0 for all matches.
	same int
	// what follows the text found, and what to do.
	message, hint string
}

const months = `(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*`

var wordRules = []wordRule{
	{
		code: diag.PrivacyEmail, mark: markMail,
		pattern: regexp.MustCompile(`[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+`),
		except:  func(s scan, m []int) bool { return !PersonalAddress(s.text(m)) },
		message: "%q seems to be a person's own address", hint: "use one that several people read, such as office@example.sch.uk, or a page of the site",
	},
	{
		code: diag.PrivacyPhone, digits: 10, mark: markPhone,
		pattern: regexp.MustCompile(`(?:\+44[\s(]{0,2}0?\)?\s?|\b0)[1237]\d(?:[\s)-]{0,2}\d){7,8}\b`),
		except:  func(s scan, m []int) bool { return notNumber(s, m) || s.kind != KindCaseStudy && !mobile(s.text(m)) },
		message: "%q seems to be a telephone number", hint: "leave it out, or give the school's own in the school's page",
	},
	{
		code: diag.PrivacyPostcode, digits: 2, mark: markPostcode,
		pattern: regexp.MustCompile(`\b[A-Z]{1,2}\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2}\b`),
		except:  func(s scan, _ []int) bool { return s.kind != KindCaseStudy && s.kind != KindPractitioner },
		message: "%q seems to be a postcode", hint: "leave it out; a district such as NE31 is enough",
	},
	{
		code: diag.PrivacyPostcode, digits: 1, mark: markHome,
		pattern: regexp.MustCompile(`\b(?:[Ll]iv(?:es?|ed|ing)|[Mm]ov(?:es?|ed|ing)|[Hh]ome|[Aa]ddress)(?: is)?(?: at| to| in)? \d{1,3}[A-Za-z]?,? (?:[A-Z]\p{L}+ ){1,3}(?:Street|St|Road|Rd|Lane|Avenue|Close|Drive|Crescent|Terrace|Way|Place|Court|Gardens|Grove|Row|Walk|Hill)\b`),
		message: "%q seems to be where somebody lives", hint: "leave it out; the name of the town is enough",
	},
	{
		code: diag.CheckFigure, mark: markProof,
		pattern: regexp.MustCompile(`\b(?:[Tt]his|[Tt]hat|[Ww]hich|[Ii]t|[Rr]esults?|[Dd]ata|[Ff]igures?|[Ss]tudy|[Rr]esearch|[Ee]vidence) (?:clearly |conclusively |has |have )?(?:proves?|proved|proven) (?:that|how|it)\b`),
		except:  func(s scan, _ []int) bool { return s.kind != KindCaseStudy },
		message: "%q says more than one study can show", hint: "say what you saw: the figures suggest that …, or after the change we saw …",
	},
	{
		code: diag.PrivacyUPN, digits: 11, mark: markUPN,
		pattern: regexp.MustCompile(`\b[A-HJ-NP-RT-Z]\d{11}[\dA-HJ-NP-RT-Z]\b`), except: notNumber,
		message: "%q seems to be a pupil number", hint: "delete it",
	},
	{
		code: diag.PrivacyBirth, digits: 3, mark: markBirth,
		pattern: regexp.MustCompile(`(?i)\b(?:d\.?o\.?b\b\.?|date of birth|born|birthday)(?: is| was)?(?: on)?\s*[:,-]?\s*(?:the )?(?:\d{1,2}[/.-]\d{1,2}[/.-](\d{2,4})|\d{1,2}(?:st|nd|rd|th)? (?:of )?` + months + `,? (\d{4})|` + months + ` \d{1,2}(?:st|nd|rd|th)?,? (\d{4})|(\d{4})-\d\d-\d\d)`),
		except:  longAgo,
		message: "%q seems to be somebody's date of birth", hint: "delete it",
	},
	{
		code: diag.PeopleChild, mark: markLetter,
		pattern: regexp.MustCompile(`\b(?:[Cc]hild|[Pp]upil|[Ss]tudent|[Bb]oy|[Gg]irl|[Ll]earner) [A-Z](?:’s|'s|,)? (?:has|had|is|was|lives|lived|came|arrived|receives|joined|struggles|struggled|could not|did not|does not|would not|moved|attends|attended|started)\b`),
		same:    2,
		message: "%q tells of one child", hint: "tell of several children together, or leave out what could show who it is",
	},
	{
		code: diag.PeopleChild, mark: markMine,
		pattern: regexp.MustCompile(`\b[Mm]y (?:son|daughter|grandson|granddaughter),? [A-Z]\p{L}+`),
		message: "%q names a child", hint: "leave the name out",
	},
	{
		code: diag.PeopleQuote, mark: markSpeaker,
		pattern: regexp.MustCompile(`(?:[–—]\s*|--?\s+|\b(?:said|says|explained|wrote|asked|told us) )([A-Z]\p{L}*\.?(?: ?[A-Z]\p{L}*\.?)?)(?:,? \(?(?:aged?\s+\d|in Year \d|Year \d|Y\d|Reception\b|\d{1,2}\))|(?:, | \()(?:an? )?(?:pupil|child)\b)`),
		except:  noName,
		message: "%q seems to name a pupil who is quoted", hint: `write "a pupil in Key Stage 2" instead`,
	},
	{
		code: diag.PrivacySmallWords, mark: markFew,
		pattern: regexp.MustCompile(`(?i)\b(?:the only|only one|one|two|three|four|five|[1-5]) (?:boys?|girls?|pupils?|child(?:ren)?|students?|learners?) (?:(?:in|from) (?:year \d|reception\b|nursery\b|y\d)|with (?:an? )?(?:ehcp?\b|education, health|autism|autistic|send\b|special educational|adhd|epilepsy|diabetes|down.s|hearing|visual|speech|dyslexia)|(?:in care|looked after|on free school meals|on a child protection|at risk of exclusion|excluded|adopted|seeking asylum)\b|who (?:was|were) (?:excluded|in care|looked after|adopted))`),
		message: "%q is so few that they may be recognised", hint: `write "a few", or leave out what they have in common`,
	},
}

// scan is a line of a file that is looked at.
type scan struct {
	kind Kind
	line []byte
}

func (s scan) text(m []int) string { return string(s.line[m[0]:m[1]]) }

// notNumber reports whether figures are part of an address or of a longer run.
func notNumber(s scan, m []int) bool {
	return m[0] > 0 && bytes.IndexByte([]byte("/=-_.#&"), s.line[m[0]-1]) >= 0
}

func mobile(number string) bool {
	figures := strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, number)
	figures = strings.TrimPrefix(strings.TrimPrefix(figures, "44"), "0")
	return strings.HasPrefix(figures, "7")
}

// longAgo reports whether nobody born then is a child or works in a school.
func longAgo(s scan, m []int) bool {
	for g := 2; g+1 < len(m); g += 2 {
		if m[g] < 0 {
			continue
		}
		year, err := strconv.Atoi(string(s.line[m[g]:m[g+1]]))
		return err == nil && year >= 1000 && year < 1940
	}
	return false
}

// general are words that stand where a pupil's name would.
var general = setOf("pupil child student learner boy girl parent mother father carer teacher ta headteacher head year y key reception nursery class group leader governor adult colleague ks aspirant assistant")

func noName(s scan, m []int) bool {
	first, _, _ := strings.Cut(string(s.line[m[2]:m[3]]), " ")
	return general[strings.ToLower(first)]
}

// readWords looks at the words of a file, front matter and body, outside code.
func readWords(src *diag.Source, f front, kind Kind) *proseReader {
	p := &proseReader{src: src, kind: kind}
	fenced := ""
	var before []byte
	for offset := f.from; offset < len(src.Text); {
		line := src.Text[offset:]
		if end := bytes.IndexByte(line, '\n'); end >= 0 {
			line = line[:end]
		}
		inBody := offset >= f.body
		if inBody {
			fenced = codeFence(line, fenced)
		}
		if fenced == "" {
			p.line(offset, line, before, inBody)
		}
		before = line
		offset += len(line) + 1
	}
	return p
}

// line looks at one line, and the one before it.
func (p *proseReader) line(offset int, line, before []byte, inBody bool) {
	words := line
	if inBody {
		words = withoutCode(line)
		p.form(offset, line, before)
	}
	p.glance.look(words)
	if p.marks&markSlip != 0 {
		p.placeholders(offset, words, inBody)
	}
	if isNote(line, inBody) {
		return
	}
	if p.sentences = inBody || tells(line, p.kind, p.sentences); p.sentences {
		p.names(offset, words)
	}
	p.rules(offset, words)
}

// telling are the keys of front matter that have sentences for values.
var telling = setOf("title summary context measure method caveat quote question answer text")

// tells reports whether a line of front matter has words about people: a key with
// sentences, or the lines that go on after one. The titles of people, schools,
// standards and works are names of their own.
func tells(line []byte, kind Kind, before bool) bool {
	keyed := false
	for at, c := range line {
		if c != ':' || at+1 < len(line) && line[at+1] != ' ' {
			continue
		}
		keyed = true
		from := at
		for from > 0 && (isWordByte(line[from-1]) || line[from-1] == '_') {
			from--
		}
		switch key := line[from:at]; {
		case !telling[string(key)]:
		case string(key) != "title", from == 0 && kind != KindPractitioner && kind != KindSchool && kind != KindStandard && kind != KindFramework:
			return true
		}
	}
	return before && !keyed && len(line) > 0 && line[0] == ' '
}

// withoutCode blanks the code in a line of text.
func withoutCode(line []byte) []byte {
	if bytes.IndexByte(line, '`') < 0 {
		return line
	}
	return codeSpan.ReplaceAllFunc(bytes.Clone(line), func(code []byte) []byte { return bytes.Repeat([]byte{' '}, len(code)) })
}

// isNote reports whether a line of front matter is a note or names the page's
// own address, which have rules of their own.
func isNote(line []byte, inBody bool) bool {
	return !inBody && (bytes.HasPrefix(bytes.TrimSpace(line), []byte("#")) || bytes.HasPrefix(line, []byte("contact:")))
}

type proseReader struct {
	src      *diag.Source
	kind     Kind
	glance   // at the line at hand
	problems diag.List
	slips    diag.List // places left to be filled in
	mentions []Mention
	found    []string // matches that are told once
	// sentences is whether the line before had words about people.
	sentences bool
}

// rules tries the rules on one line.
func (p *proseReader) rules(offset int, line []byte) {
	if p.marks == 0 || len(line) < 8 {
		return
	}
	for i := range wordRules {
		r := &wordRules[i]
		if p.digits < r.digits || p.marks&r.mark == 0 {
			continue
		}
		for _, m := range r.pattern.FindAllSubmatchIndex(line, -1) {
			s := scan{p.kind, line}
			if (r.except == nil || !r.except(s, m)) && !p.told(r, s.text(m)) {
				p.problems.Add(r.code, p.src.At(offset+m[0], m[1]-m[0]), r.hint, r.message, s.text(m))
			}
		}
	}
}

// told reports whether a match is the same as an earlier one.
func (p *proseReader) told(r *wordRule, text string) bool {
	if r.same == 0 {
		return false
	}
	words := strings.FieldsFunc(strings.ToLower(text), func(c rune) bool { return !unicode.IsLetter(c) })
	key := strings.Join(words[:min(r.same, len(words))], " ")
	if slices.Contains(p.found, key) {
		return true
	}
	p.found = append(p.found, key)
	return false
}

// form looks at lines that are made to look like something else.
func (p *proseReader) form(offset int, line, before []byte) {
	text := bytes.TrimSpace(line)
	if len(text) == 0 {
		return
	}
	switch text[0] {
	case '*', '_':
		if len(bytes.TrimSpace(before)) == 0 && boldLine(text) && p.alone(offset+len(line)) {
			p.problems.Add(diag.AccessHeading, p.src.At(offset, len(line)), "begin the line with ## and take the stars away",
				"%q is a line in bold where a heading is meant", strings.Trim(string(text), "*_"))
		}
	case '|', '-', ':':
		if delimiterRow(text) && bytes.IndexByte(before, '|') >= 0 && len(bytes.Trim(before, "| \t")) == 0 {
			p.problems.Add(diag.AccessTable, p.src.At(offset-len(before)-1, len(before)), "type what each column holds in the first row", "the table has no headings")
		}
	}
}

// alone reports whether the line that ends at an offset is a paragraph's last.
func (p *proseReader) alone(end int) bool {
	rest := p.src.Text[min(end+1, len(p.src.Text)):]
	next, _, _ := bytes.Cut(rest, []byte("\n"))
	return len(bytes.TrimSpace(next)) == 0
}

// boldLine reports whether a line is nothing but a few words in bold, without
// the full stop of a sentence.
func boldLine(text []byte) bool {
	for _, mark := range []string{"**", "__"} {
		inner, ok := bytes.CutPrefix(text, []byte(mark))
		if !ok {
			continue
		}
		inner, ok = bytes.CutSuffix(inner, []byte(mark))
		return ok && len(inner) > 1 && len(inner) <= 80 && !bytes.Contains(inner, []byte(mark)) && bytes.IndexByte([]byte(".?!,;"), inner[len(inner)-1]) < 0 && !leadsIn(inner)
	}
	return false
}

// mostHeading is how many words a heading with a colon has at most.
const mostHeading = 4

// leadsIn reports whether words in bold are a sentence that ends in a colon and
// leads to what follows.
func leadsIn(inner []byte) bool {
	return inner[len(inner)-1] == ':' && bytes.Count(inner, []byte(" ")) >= mostHeading
}

func delimiterRow(text []byte) bool {
	return bytes.IndexByte(text, '-') >= 0 && bytes.IndexByte(text, '|') >= 0 && len(bytes.Trim(text, "|:- \t")) == 0
}

// names finds what seem to be names of people in a line.
func (p *proseReader) names(offset int, line []byte) {
	next := 0
	for _, i := range p.capitals {
		if i < next {
			continue
		}
		word := wordAt(line[i:])
		if len(word) < 2 || !isFirstName(word) || titled(line[:i]) {
			next = i + len(word)
			continue
		}
		m := Mention{Name: string(word), Pos: p.src.At(offset+i, len(word)).Place()}
		if rest := line[i+len(word):]; len(rest) > 1 && rest[0] == ' ' {
			if family := string(wordAt(rest[1:])); isFamily(family) {
				m.Name, m.Whole = m.Name+" "+family, true
				m.Pos.Length = int32(utf8.RuneCountInString(m.Name))
			}
		}
		m.Sentence = sentenceAround(line, i)
		p.mentions = append(p.mentions, m)
		next = i + len(m.Name)
	}
}

// wordAt returns the letters, hyphens and apostrophes at the start of a text.
func wordAt(text []byte) []byte {
	end := 0
	for end < len(text) {
		if letters[text[end]] < otherLetter {
			end++
			continue
		}
		r, n := utf8.DecodeRune(text[end:])
		if !unicode.IsLetter(r) && (end == 0 || r != '-' && r != '\'' && r != '’') {
			break
		}
		end += n
	}
	word := text[:end]
	if end > 0 && letters[word[end-1]] == otherLetter {
		word = bytes.TrimRight(word, "-'’")
	}
	for _, s := range []string{"'s", "’s"} {
		word = bytes.TrimSuffix(word, []byte(s))
	}
	return word
}

func isFamily(word string) bool {
	r, n := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(r) && len(word) > n && !roman(word) && !notFamily[strings.ToLower(strings.ReplaceAll(word, "’", "'"))]
}

// titled reports whether what stands before a name makes it an adult's or a
// place's.
func titled(before []byte) bool {
	word := bytes.TrimRight(before, " ")
	for _, t := range []string{"Mr", "Mrs", "Ms", "Miss", "Mx", "Dr", "Sir", "Dame", "Lord", "Lady", "Professor", "Prof", "St", "St.", "Dr.", "King", "Queen", "Prince", "Princess"} {
		if bytes.HasSuffix(word, []byte(t)) {
			return true
		}
	}
	return false
}

// sentenceAround cuts a line at the full stops around an offset.
func sentenceAround(line []byte, at int) string {
	from := 0
	if i := bytes.LastIndex(line[:at], []byte(". ")); i >= 0 {
		from = i + 2
	}
	to := len(line)
	if i := bytes.Index(line[at:], []byte(". ")); i >= 0 {
		to = at + i + 1
	}
	return string(line[from:to])
}
