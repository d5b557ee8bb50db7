package content

import (
	"bytes"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/exemplar-lp/exemplar/internal/diag"
	"github.com/exemplar-lp/exemplar/internal/markdown"
)

// This file holds what one file shows about how well everybody can read it: WCAG
// 2.2 and the guidance of the Government Digital Service.

// longestAlt is the length of a description in characters.
const longestAlt = 150

var (
	altOpening = regexp.MustCompile(`(?i)^(?:an? )?(?:image|picture|photo|photograph|graphic|img) (?:of|showing)\b`)
	altIsText  = regexp.MustCompile(`(?i)\b(?:timeline|screen ?shots?|poster|infographic|flow ?chart|certificate|scan of|table of|table showing|slide|leaflet|newspaper cutting)\b`)
)

// pictures looks at the descriptions of pictures, and at what the front matter
// says of pictures.
func (c *checker) pictures() {
	for _, p := range c.Body.Images {
		alt := strings.TrimSpace(p.Alt)
		switch {
		case alt == "":
		case !strings.ContainsAny(alt, "._0123456789") && lettersOf(alt) == lettersOf(strings.TrimSuffix(path.Base(p.Dest), path.Ext(p.Dest))):
			c.add(diag.AccessAlt, c.in(p.Pos), "say in a few words what the picture shows to somebody who cannot see it", "the description %q is only the name of the file", alt)
		case altOpening.MatchString(alt):
			c.add(diag.AccessAlt, c.in(p.Pos), "leave these words out: readers are told that it is a picture", "the description begins with %q", altOpening.FindString(alt))
		case utf8.RuneCountInString(alt) > longestAlt:
			c.add(diag.AccessAlt, c.in(p.Pos), fmt.Sprintf("shorten it to %d characters and say the rest in the text", longestAlt), "the description has %d characters", utf8.RuneCountInString(alt))
		case altIsText.MatchString(alt):
			c.add(diag.AccessTextImage, c.in(p.Pos), "write what it says as text, so that everybody can read, search and translate it", "the picture seems to be of text: %q", altIsText.FindString(alt))
		}
	}
	for i, p := range c.Images {
		if p.Decorative && p.People.Pupils() {
			c.add(diag.SchemaValue, c.at(fmt.Sprintf("images[%d].decorative", i)), "delete one of the two lines", "a picture of pupils is not a decoration")
		}
	}
}

// lettersOf returns the letters and figures of a text, the letters small.
func lettersOf(text string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, text)
}

// vague are words that do not say where a link leads.
var vague = map[string]bool{
	"click here":       true,
	"here":             true,
	"more":             true,
	"read more":        true,
	"find out more":    true,
	"learn more":       true,
	"link":             true,
	"this link":        true,
	"this":             true,
	"this page":        true,
	"page":             true,
	"website":          true,
	"download":         true,
	"click":            true,
	"see here":         true,
	"see more":         true,
	"more info":        true,
	"more information": true,
	"info":             true,
	"document":         true,
	"pdf":              true,
}

// bareAddress matches words that are an address and no words.
var bareAddress = regexp.MustCompile(`^(?:https?://|www\.)\S+$`)

// links looks at the words of links.
func (c *checker) links() {
	for _, l := range c.Body.Links {
		words := strings.ToLower(strings.Trim(strings.TrimSpace(l.Text), ".:!…›»>→"))
		if bareAddress.MatchString(words) {
			c.add(diag.AccessLinkText, c.in(l.Pos), "write what the reader will find there, such as [the timetable for next year](…)", "the words of the link are its address, %q", l.Text)
		}
		if vague[strings.TrimSpace(words)] {
			c.add(diag.AccessLinkText, c.in(l.Pos), "write what the reader will find there, such as [the timetable for next year](…)", "%q does not say where the link leads", l.Text)
		}
		c.medium(l.Dest, c.in(l.Pos))
	}
}

var media = []string{".mp4", ".m4a", ".mp3", ".webm"}

// medium looks at a link to a film or recording of the site.
func (c *checker) medium(dest string, at diag.Position) {
	if !strings.Contains(dest, ":") && slices.Contains(media, strings.ToLower(path.Ext(dest))) && !c.hasWordsFor() {
		c.add(diag.AccessMedia, at, "put its captions beside it as a .vtt file, or its words on a page, and link to them", "there are no words for those who cannot hear %q", path.Base(dest))
	}
}

// hasWordsFor reports whether the page offers the words of its films.
func (c *checker) hasWordsFor() bool {
	for _, l := range c.Body.Links {
		text := strings.ToLower(l.Text)
		if strings.HasSuffix(strings.ToLower(l.Dest), ".vtt") || strings.Contains(text, "transcript") || strings.Contains(text, "caption") {
			return true
		}
	}
	return slices.ContainsFunc(c.Body.Headings, func(h markdown.Heading) bool { return strings.Contains(strings.ToLower(h.Text), "transcript") })
}

// The lengths of sentences in words: what most readers take in at once (gov.uk,
// "Sentence length: why 25 words is our limit"), and what few do.
const (
	longSentence     = 25
	hardSentence     = 60
	fewLongSentences = 3 // one in so many may be long
	fewSentences     = 10
)

// reading looks at the length of sentences and at capitals.
func (c *checker) reading() {
	r := sentences{}
	for _, s := range c.body.Sections {
		at := c.body.Start
		if s.Heading >= 0 {
			at = c.in(c.body.Headings[s.Heading].Pos)
		}
		for line := range bytes.Lines(s.Text) {
			r.read(line, at)
		}
	}
	if r.all >= fewSentences && r.long*fewLongSentences > r.all || r.longest > hardSentence {
		c.add(diag.AccessSentence, r.at, "cut the longest in two", "%d of %d sentences have more than %d words; the longest, in this section, has %d: %q", r.long, r.all, longSentence, r.longest, r.firstWords())
	}
	if r.capitals != "" {
		c.add(diag.AccessCapitals, r.capitalsAt, "write it in small letters; use bold for weight", "%q is in capitals, which are hard to read", r.capitals)
	}
}

// sentences counts the sentences of a body.
type sentences struct {
	all, long, longest int
	at                 diag.Position
	opening            []byte // of the longest, and what follows it on its line
	capitals           string
	capitalsAt         diag.Position
}

var space = []byte(" ")

// read goes through one paragraph.
func (r *sentences) read(line []byte, at diag.Position) {
	if !r.skim(bytes.TrimSuffix(line, []byte("\n")), at) {
		r.spell(line, at)
	}
}

// The sorts of bytes that skim tells apart.
const (
	plainByte byte = iota
	stopByte
	loudByte
	farByte // of a character beyond ASCII
	oddByte // a blank that is no space
)

var skimmed = sortSkimmed()

func sortSkimmed() (all [256]byte) {
	for c := range all {
		switch {
		case strings.IndexByte(".?!:;", byte(c)) >= 0:
			all[c] = stopByte
		case isCapital(byte(c)):
			all[c] = loudByte
		case c >= utf8.RuneSelf:
			all[c] = farByte
		case c < ' ':
			all[c] = oddByte
		}
	}
	return all
}

// skim goes through a paragraph by its stops. It returns false, and has counted
// nothing, for one in which words must be looked at one by one: that has words in
// capitals, or blanks other than single spaces.
func (r *sentences) skim(line []byte, at diag.Position) bool {
	found, start := *r, 0
	for i := 0; i < len(line); i++ {
		switch skimmed[line[i]] {
		case plainByte:
		case loudByte:
			if i+1 < len(line) && isCapital(line[i+1]) {
				return false
			}
		case stopByte:
			if end := afterQuotes(line, i+1); end+1 < len(line) && line[end] == ' ' && endsSentence(line[start:end], nextWord(line[end+1:])) {
				found.count(bytes.Count(line[start:end], space)+1, line[start:], at)
				start = end + 1
			}
		case farByte:
			if !isSign(line[i:]) {
				return false
			}
			i += len("’") - 1
		default:
			return false
		}
	}
	if bytes.Contains(line, []byte("  ")) || bytes.HasPrefix(line, space) || bytes.HasSuffix(line, space) {
		return false
	}
	if len(line) > 0 {
		found.count(bytes.Count(line[start:], space)+1, line[start:], at)
	}
	*r = found
	return true
}

// isSign reports whether a text starts with a quote, a dash or the like.
func isSign(text []byte) bool {
	return len(text) > 2 && text[0] == 0xE2 && text[1] == 0x80 && text[2] >= 0x90 && text[2] <= 0xA7
}

// closing are the signs that may stand between a stop and the blank after it.
const closing = `"'”’)`

// afterQuotes is where the closing signs from a place end.
func afterQuotes(line []byte, at int) int {
	return len(line) - len(bytes.TrimLeft(line[at:], closing))
}

// nextWord is the word at the start of a text.
func nextWord(text []byte) []byte {
	word, _, _ := bytes.Cut(text, space)
	return word
}

// spell goes through a paragraph word by word.
func (r *sentences) spell(line []byte, at diag.Position) {
	words, start, shouted := 0, 0, 0
	var before, twoBefore []byte
	for i := 0; i < len(line); {
		end, next := wordEnd(line, i)
		if end == i {
			i = next
			continue
		}
		word := line[i:end]
		if words > 0 && endsSentence(before, word) {
			r.count(words, line[start:], at)
			words, start = 0, i
		}
		if shouted = shouting(word, shouted); shouted == 3 && r.capitals == "" {
			r.capitals, r.capitalsAt = string(bytes.Join([][]byte{twoBefore, before, word}, space)), at
		}
		words++
		twoBefore, before = before, word
		i = next
	}
	if words > 0 {
		r.count(words, line[start:], at)
	}
}

// wordEnd returns where the word at a place ends, as strings.Fields has words, and
// where to go on after the blank that ends it.
func wordEnd(line []byte, at int) (end, next int) {
	for end = at; end < len(line); {
		switch c := line[end]; {
		case c > ' ' && c < utf8.RuneSelf:
			end++
		case c == ' ' || c >= '\t' && c <= '\r':
			return end, end + 1
		default:
			r, size := utf8.DecodeRune(line[end:])
			if unicode.IsSpace(r) {
				return end, end + size
			}
			end += size
		}
	}
	return end, end
}

// count counts a sentence of some words, at the start of a line.
func (r *sentences) count(words int, line []byte, at diag.Position) {
	r.all++
	if words > longSentence {
		r.long++
	}
	if words > r.longest {
		r.longest, r.at, r.opening = words, at, line
	}
}

// firstWords are the first five of the longest sentence.
func (r *sentences) firstWords() string {
	words := bytes.Fields(r.opening)
	return string(bytes.Join(words[:min(5, r.longest)], space)) + " …"
}

// endsSentence reports whether a sentence ends with a word that another follows.
func endsSentence(word, next []byte) bool {
	if isSmall(word[len(word)-1]) {
		return false
	}
	bare := bytes.TrimRight(word, closing)
	if len(bare) == 0 || strings.IndexByte(".?!:;", bare[len(bare)-1]) < 0 {
		return false
	}
	r, _ := utf8.DecodeRune(bytes.TrimLeft(next, `"'“‘(`))
	last := bare[len(bare)-1]
	return !unicode.IsLower(r) || last == ':' || last == ';'
}

// shouting counts the words in capitals one after another.
func shouting(word []byte, run int) int {
	if isSmall(word[0]) {
		return 0
	}
	letters := 0
	for _, r := range string(word) {
		if unicode.IsLower(r) || unicode.IsDigit(r) {
			return 0
		}
		if unicode.IsUpper(r) {
			letters++
		}
	}
	if letters < 4 {
		return 0
	}
	return run + 1
}

// isSmall reports whether a byte is a letter from a to z, as most bytes are.
func isSmall(c byte) bool { return 'a' <= c && c <= 'z' }
