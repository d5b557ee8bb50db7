package render

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/date"
)

// Language is one language file of a theme: every word that pages print beside
// the words of the content.
type Language struct {
	// Tag is the language of the file as HTML names it, such as en-GB.
	Tag  string   `key:"language,required" doc:"The language as HTML names it: en-GB or cy."`
	Name string   `key:"name,required" doc:"The language's name for itself."`
	Days []string `key:"days" doc:"The days of the week, Sunday first."`
	// Months are as they stand in a date, January first.
	Months  []string                     `key:"months" doc:"The months as they stand in a date, January first."`
	Texts   map[string]string            `key:"texts" doc:"Words and sentences by name; {name} is a place to fill."`
	Plurals map[string]Plural            `key:"plurals" doc:"Words that change with a number, which stands at {n}."`
	Labels  map[string]map[string]string `key:"labels" doc:"The words of each vocabulary, by vocabulary and id."`

	// What pages ask for again and again.
	days      memo[date.Date, Day]
	counts    memo[counted, string]
	kinds     memo[content.Kind, string]
	strengths memo[judged, string]
	strips    memo[stripCounts, string]
	cells     memo[cellCounts, string]

	// spare is asked where this language has no such word; it may be nil.
	spare *Language
}

// Plural holds the forms of a text for different numbers, by the categories of
// the Unicode CLDR plural rules. Only Other is always needed.
type Plural struct {
	Zero  string `key:"zero" doc:"For 0, in Welsh."`
	One   string `key:"one" doc:"For 1."`
	Two   string `key:"two" doc:"For 2, in Welsh."`
	Few   string `key:"few" doc:"For 3, in Welsh."`
	Many  string `key:"many" doc:"For 6, in Welsh."`
	Other string `key:"other,required" doc:"For every other number."`
}

// form picks the text for a number. The rules are those of CLDR for English and
// Welsh cardinals; a form that a language file leaves out is its Other.
func (p Plural) form(tag string, n int) string {
	picked := p.Other
	welsh := baseTag(tag) == "cy"
	switch {
	case n == 1:
		picked = p.One
	case welsh && n == 0:
		picked = p.Zero
	case welsh && n == 2:
		picked = p.Two
	case welsh && n == 3:
		picked = p.Few
	case welsh && n == 6:
		picked = p.Many
	}
	if picked == "" {
		return p.Other
	}
	return picked
}

// baseTag returns the language without its region: en for en-GB.
func baseTag(tag string) string {
	base, _, _ := strings.Cut(tag, "-")
	return strings.ToLower(base)
}

// Text returns a text with its places filled. Args are pairs of a place's name
// and what stands there.
func (l *Language) Text(key string, args ...any) (string, error) {
	if s, ok := l.text(key); ok {
		return fill(s, "", printed(args)), nil
	}
	return "", fmt.Errorf("the language files have no text %q", key)
}

// text returns a text with its places not filled.
func (l *Language) text(key string) (string, bool) {
	for at := l; at != nil; at = at.spare {
		if s, ok := at.Texts[key]; ok {
			return s, true
		}
	}
	return "", false
}

// Number returns the text for a number, which stands at {n}.
func (l *Language) Number(key string, n int, args ...any) (string, error) {
	if form, ok := l.form(key, n); ok {
		return fill(form, grouped(n), printed(args)), nil
	}
	return "", fmt.Errorf("the language files have no plural %q", key)
}

// form returns the text for a number with its places not filled.
func (l *Language) form(key string, n int) (string, bool) {
	for at := l; at != nil; at = at.spare {
		if p, ok := at.Plurals[key]; ok {
			return p.form(at.Tag, n), true
		}
	}
	return "", false
}

// printed turns the args that fill does not know, which only a template may give,
// into texts.
func printed(args []any) []any {
	for i := 1; i < len(args); i += 2 {
		switch args[i].(type) {
		case string, int:
		default:
			args = slices.Clone(args)
			args[i] = fmt.Sprint(args[i])
		}
	}
	return args
}

// fill puts the number, unless it is "", at the places of the name n, and each
// arg, a string or an int, at those of its name. A place without an arg stays.
func fill(s, number string, args []any) string {
	open := strings.IndexByte(s, '{')
	if open < 0 {
		return s
	}
	var room [256]byte
	b := room[:0]
	for ; open >= 0; open = strings.IndexByte(s, '{') {
		end := strings.IndexByte(s[open:], '}')
		if end < 0 {
			break
		}
		b = append(b, s[:open]...)
		if name := s[open+1 : open+end]; name == "n" && number != "" {
			b = append(b, number...)
		} else {
			b = appendArgument(b, args, name)
		}
		s = s[open+end+1:]
	}
	return string(append(b, s...))
}

// appendArgument appends the arg of a name, or its place where there is none.
func appendArgument(b []byte, args []any, name string) []byte {
	for i := 0; i+1 < len(args); i += 2 {
		if args[i] != name {
			continue
		}
		switch v := args[i+1].(type) {
		case string:
			return append(b, v...)
		case int:
			return strconv.AppendInt(b, int64(v), 10)
		}
	}
	return append(append(append(b, '{'), name...), '}')
}

// grouped writes a number with a comma between thousands.
func grouped(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// Label returns the word for an id of a vocabulary. An id that no language file
// knows is tidied: key-stage becomes Key stage.
func (l *Language) Label(vocabulary, id string) string {
	for at := l; at != nil; at = at.spare {
		if s, ok := at.Labels[vocabulary][id]; ok {
			return s
		}
	}
	return tidied(id)
}

func tidied(id string) string {
	words := strings.TrimSpace(strings.NewReplacer("-", " ", "_", " ").Replace(id))
	first, size := utf8.DecodeRuneInString(words)
	if size == 0 {
		return id
	}
	return string(unicode.ToUpper(first)) + words[size:]
}

// word is Text for the renderer's own keys. A test proves that the default
// theme has every key the renderer uses; another theme may lack one, and then
// the key shows.
func (l *Language) word(key string, args ...any) string {
	if s, ok := l.text(key); ok {
		return fill(s, "", args)
	}
	return tidied(key)
}

// counted is a key with a number.
type counted struct {
	key string
	n   int
}

// count is Number for the renderer's own keys.
func (l *Language) count(key string, n int, args ...any) string {
	if len(args) > 0 {
		return l.number(key, n, args...)
	}
	return l.counts.get(counted{key, n}, func() string { return l.number(key, n) })
}

func (l *Language) number(key string, n int, args ...any) string {
	if form, ok := l.form(key, n); ok {
		return fill(form, grouped(n), args)
	}
	return strconv.Itoa(n)
}

// kind is the word for a kind of entry.
func (l *Language) kind(k content.Kind) string {
	return l.kinds.get(k, func() string { return l.word("kind." + k.String()) })
}

// Day is a day as a page shows it.
type Day struct {
	// ISO is for the datetime attribute: 2026-03-12. Empty means no day.
	ISO string
	// Words is the day as people read it: 12 March 2026.
	Words string
}

// IsZero reports whether there is no day.
func (d Day) IsZero() bool { return d.ISO == "" }

func (l *Language) day(d date.Date) Day {
	if d.IsZero() {
		return Day{}
	}
	return l.days.get(d, func() Day {
		return Day{d.String(), l.word("date.day", "day", int(d.Day), "month", l.month(d), "year", int(d.Year))}
	})
}

// weekday is day with the day of the week before it.
func (l *Language) weekday(d date.Date) Day {
	day := l.day(d)
	if w := int(d.Time().Weekday()); !d.IsZero() && w < len(l.Days) {
		day.Words = l.word("date.weekday", "weekday", l.Days[w], "date", day.Words)
	}
	return day
}

func (l *Language) month(d date.Date) string {
	if m := int(d.Month) - 1; m < len(l.Months) {
		return l.Months[m]
	}
	return time.Month(d.Month).String()
}

// clock writes a time of day: 1:30pm, 4pm.
func (l *Language) clock(m date.Moment) string {
	half, hour := "time.am", m.Hour%12
	if m.Hour >= 12 {
		half = "time.pm"
	}
	if hour == 0 {
		hour = 12
	}
	minute := ""
	if m.Minute != 0 {
		minute = fmt.Sprintf(":%02d", m.Minute)
	}
	return l.word("time.clock", "hour", hour, "minute", minute, "half", l.word(half))
}

// span writes from one day to another, either of which may be missing.
func (l *Language) span(from, to date.Date) string {
	switch {
	case from.IsZero() && to.IsZero():
		return ""
	case to.IsZero() || from == to:
		return l.word("date.since", "from", l.day(from).Words)
	case from.IsZero():
		return l.word("date.until", "to", l.day(to).Words)
	}
	return l.word("date.span", "from", l.day(from).Words, "to", l.day(to).Words)
}

// between returns what stands before item i of n in a list for a sentence:
// nothing, a comma, or the word for and, which in Welsh depends on the next
// word's first letter.
func (l *Language) between(i, n int, next string) string {
	switch {
	case i == 0:
		return ""
	case i < n-1:
		return l.word("list.comma")
	case startsWithVowel(next):
		return l.word("list.and-vowel")
	}
	return l.word("list.and")
}

func startsWithVowel(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return strings.ContainsRune("aeiouwyâêîôûŵŷ", unicode.ToLower(r))
}

// list joins words for a sentence: PS1, PS2 and PS3.
func (l *Language) list(words []string) string {
	if len(words) == 1 {
		return words[0]
	}
	var b strings.Builder
	for i, w := range words {
		b.WriteString(l.between(i, len(words), w))
		b.WriteString(w)
	}
	return b.String()
}
