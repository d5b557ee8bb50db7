package strict

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/exemplar-lp/exemplar/internal/date"
	"github.com/exemplar-lp/exemplar/internal/diag"
)

// Scalar is one word, number or text as the author typed it.
type Scalar struct {
	// Text has no quotes around it and escapes resolved. It is never empty.
	Text string
	// Quoted says whether it stood in quotes or was a block.
	Quoted bool
	Pos    diag.Position
	// Key is the key it stands under.
	Key string
	// Ref and Vocab are the field's tags.
	Ref, Vocab string
	// Vocabulary holds the words that Vocab names.
	Vocabulary Vocabulary
}

// Quote returns the text in quotes for a message, cut if it is long.
func (s Scalar) Quote() string { return fmt.Sprintf("%q", short(s.Text)) }

func short(text string) string {
	if utf8.RuneCountInString(text) > 60 {
		return string([]rune(text)[:60]) + "…"
	}
	return text
}

// Reader is a type that reads itself from a scalar. It returns the problems it
// sees; with an error among them the value does not count.
type Reader interface {
	ReadScalar(s Scalar) diag.List
}

// Vocabulary is a list of known words.
type Vocabulary struct {
	// IDs are the words, in the order in which hints name them.
	IDs []string
	// Aliases leads from other ways of saying a word to its id. They are not
	// accepted; they make the hint. Keys are in lower case.
	Aliases map[string]string
	// Open allows words that are not in the list; one that is near a known word
	// is still reported, as a slip of spelling.
	Open bool
}

// Check returns the problem with using s as a word of the vocabulary.
func (v Vocabulary) Check(s Scalar) diag.List {
	if slices.Contains(v.IDs, s.Text) {
		return nil
	}
	var list diag.List
	near := v.Nearest(s.Text)
	switch {
	case !v.Open && near != "":
		list.Add(diag.SchemaValue, s.Pos, fmt.Sprintf("did you mean %q?", near), "%s is not a known %s", s.Quote(), v.noun(s))
	case !v.Open:
		list.Add(diag.SchemaValue, s.Pos, "the words are "+enumerate(v.IDs), "%s is not a known %s", s.Quote(), v.noun(s))
	case near != "":
		list.Add(diag.SchemaSpelling, s.Pos, fmt.Sprintf("did you mean %q?", near), "%s is not in the list of known words for %q", s.Quote(), s.Key)
	}
	return list
}

func (v Vocabulary) noun(s Scalar) string { return strings.ReplaceAll(s.Vocab, "-", " ") }

// separators are what people put between the words of an id.
var separators = regexp.MustCompile(`[^\pL\pN]+`)

// Nearest returns the known word that was most likely meant, or "": by an alias,
// by writing the id as a label ("Teaching and learning") or by a slip.
func (v Vocabulary) Nearest(text string) string {
	plain := strings.ToLower(strings.TrimSpace(text))
	if id, ok := v.Aliases[plain]; ok {
		return id
	}
	word := strings.Trim(separators.ReplaceAllString(strings.ReplaceAll(plain, "&", " and "), "-"), "-")
	if id, ok := v.Aliases[strings.ReplaceAll(word, "-", " ")]; ok {
		return id
	}
	return diag.Nearest(word, v.IDs)
}

// enumerate writes a list for a sentence, and leaves the rest of a long one
// out.
func enumerate(words []string) string {
	const most = 30
	if len(words) > most {
		return strings.Join(words[:most], ", ") + " …"
	}
	return strings.Join(words, ", ")
}

// checkEnum returns the problem with a text that must be one of a few.
func checkEnum(text string, allowed []string, key string, at diag.Position) diag.List {
	if slices.Contains(allowed, text) {
		return nil
	}
	var list diag.List
	word := separators.ReplaceAllString(strings.ToLower(text), "-")
	hint := diag.DidYouMean(word, allowed, "type one of "+enumerate(allowed))
	list.Add(diag.SchemaValue, at, hint, "%q is not a value for %q", short(text), key)
	return list
}

// parseBool reads the four words for a switch.
func parseBool(text string) (value, ok bool) {
	switch strings.ToLower(text) {
	case "true", "yes":
		return true, true
	case "false", "no":
		return false, true
	}
	return false, false
}

// wholeNumber and anyNumber are figures in decimal, as they are said: no signs
// but a minus, no exponents, no underscores.
var (
	wholeNumber = regexp.MustCompile(`^-?[0-9]{1,15}$`)
	anyNumber   = regexp.MustCompile(`^-?[0-9]{1,15}(\.[0-9]{1,15})?$`)
)

// ParseNumber reads a decimal figure such as 12, 012 or 4.50; 010 is ten.
func ParseNumber(text string) (float64, bool) {
	if !anyNumber.MatchString(text) {
		return 0, false
	}
	f, err := strconv.ParseFloat(text, 64)
	return f, err == nil
}

func parseInt(text string) (int64, bool) {
	if !wholeNumber.MatchString(text) {
		return 0, false
	}
	n, err := strconv.ParseInt(text, 10, 64)
	return n, err == nil
}

// figureWithUnit matches 58%, £1,150 and 12 pupils.
var figureWithUnit = regexp.MustCompile(`^[£$€]?\s*(-?[0-9][0-9,]*(?:\.[0-9]+)?)\s*[^0-9.,]*$`)

// numberHint says how to type a figure that was typed with a unit or commas.
func numberHint(key, text string, parse func(string) bool) string {
	m := figureWithUnit.FindStringSubmatch(text)
	if m == nil {
		return fmt.Sprintf("type a figure: %s: 12", key)
	}
	if bare := strings.ReplaceAll(m[1], ",", ""); parse(bare) {
		return fmt.Sprintf("type only the figure: %s: %s", key, bare)
	}
	return fmt.Sprintf("type a figure: %s: 12", key)
}

// readDate sets a value of one of the date types; it reports false for any
// other type.
func readDate(into any, text string) (known bool, err error) {
	switch v := into.(type) {
	case *date.Date:
		*v, err = date.Parse(text)
	case *date.Moment:
		*v, err = date.ParseMoment(text)
	case *date.Length:
		*v, err = date.ParseLength(text)
	default:
		return false, nil
	}
	return true, err
}
