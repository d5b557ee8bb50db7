package date

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Error says why a text is no date, moment or length, in words for the person
// who typed it.
type Error struct {
	// Message says what is wrong: lower case, no full stop.
	Message string
	// Hint says what to type instead.
	Hint string
}

// Error returns the message without the hint.
func (e *Error) Error() string { return e.Message }

// refuse makes an error. Texts in it that are long are cut, so that the message
// stays one line.
func refuse(hint, format string, args ...any) error {
	for i, a := range args {
		if text, ok := a.(string); ok && utf8.RuneCountInString(text) > 60 {
			args[i] = string([]rune(text)[:60]) + "…"
		}
	}
	return &Error{Message: fmt.Sprintf(format, args...), Hint: hint}
}

const shapes = "type it as 2026-03-12, 12 March 2026 or 12/03/2026"

// Earliest and Latest are the years that a date may have; others are slips.
const (
	Earliest = 1900
	Latest   = 2100
)

// Parse reads a day in any of the forms a British school writes: 2026-03-12,
// 12 March 2026, 12th Mar 2026, Thursday 12 March 2026, 12/03/2026 and
// 12.03.2026, always the day before the month. A weekday must be the right one.
// A failure is an *Error.
func Parse(text string) (Date, error) {
	if d, ok := parseISO(text); ok {
		return d, nil
	}
	words := fields(text)
	if len(words) == 0 {
		return Date{}, refuse(shapes, "there is no date")
	}
	if d, clock, err := split(text); err == nil && clock != "" {
		return Date{}, refuse("type only the day: "+d.String(), "%q has a time of day, and only a day is wanted", text)
	}
	return parseDay(text, words)
}

// parseISO reads the common form quickly; it leaves every doubt to the rest.
func parseISO(text string) (Date, bool) {
	if len(text) != len("2026-03-12") || text[4] != '-' || text[7] != '-' {
		return Date{}, false
	}
	y, yes := figures(text[:4])
	m, mes := figures(text[5:7])
	d, des := figures(text[8:])
	day := New(y, time.Month(m), d)
	return day, yes && mes && des && y >= Earliest && y <= Latest && !day.IsZero()
}

// fields cuts a date into its words; commas count as blanks and letters as
// lower case.
func fields(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return unicode.IsSpace(r) || r == ',' })
}

func parseDay(text string, words []string) (Date, error) {
	weekday, named := weekdays[words[0]]
	if named {
		words = words[1:]
	}
	d, err := parseWords(text, words)
	if err != nil {
		return Date{}, err
	}
	if is := d.Time().Weekday(); named && is != weekday {
		return Date{}, refuse(fmt.Sprintf("type only the day: %s", d.Long()), "%s is a %s, not a %s", d.Long(), is, weekday)
	}
	return d, nil
}

func parseWords(text string, words []string) (Date, error) {
	switch len(words) {
	case 1:
		return parseFigures(text, words[0])
	case 4:
		if words[1] == "of" {
			return parseNamed(text, words[0], words[2], words[3])
		}
	case 3:
		if startsWithLetter(words[0]) {
			return parseNamed(text, words[1], words[0], words[2])
		}
		return parseNamed(text, words[0], words[1], words[2])
	case 2:
		return Date{}, refuseHalf(text, words)
	}
	return Date{}, refuse(shapes, "%q is not a date", text)
}

// refuseHalf answers "12 March" and "March 2026".
func refuseHalf(text string, words []string) error {
	if m, ok := months[words[1]]; ok && dayNumber(words[0]) > 0 {
		return refuse(fmt.Sprintf("add the year: %d %s 2026", dayNumber(words[0]), m), "%q has no year", text)
	}
	if m, ok := months[words[0]]; ok && len(words[1]) == 4 {
		return refuse(fmt.Sprintf("add the day: 1 %s %s", m, words[1]), "%q has no day", text)
	}
	return refuse(shapes, "%q is not a date", text)
}

func startsWithLetter(s string) bool { return unicode.IsLetter([]rune(s)[0]) }

// dayNumber reads 12, 12th or 1st; it returns 0 for anything else.
func dayNumber(s string) int {
	for _, end := range []string{"st", "nd", "rd", "th"} {
		s = strings.TrimSuffix(s, end)
	}
	n, ok := figures(s)
	if !ok {
		return 0
	}
	return n
}

// figures reads a short run of decimal digits and nothing else.
func figures(s string) (int, bool) {
	if s == "" || len(s) > 4 {
		return 0, false
	}
	for _, r := range s {
		if r < '0' || r > '9' {
			return 0, false
		}
	}
	n, err := strconv.Atoi(s)
	return n, err == nil
}

// parseNamed reads a day with its month in letters.
func parseNamed(text, day, month, year string) (Date, error) {
	m, ok := months[strings.TrimSuffix(month, ".")]
	if !ok {
		return Date{}, refuseMonth(text, day, month, year)
	}
	d := dayNumber(day)
	if d == 0 {
		return Date{}, refuse(shapes, "%q is not a date", text)
	}
	y, err := parseYear(text, year, func(y int) string { return fmt.Sprintf("%d %s %d", d, m, y) })
	if err != nil {
		return Date{}, err
	}
	return check(text, y, m, d)
}

// refuseMonth offers the month whose first three letters were typed.
func refuseMonth(text, day, month, year string) error {
	if r := []rune(month); len(r) > 3 {
		if m, ok := months[string(r[:3])]; ok {
			return refuse(fmt.Sprintf("did you mean %s %s %s?", day, m, year), "%q is not a month", month)
		}
	}
	return refuse(shapes, "%q is not a date", text)
}

// parseFigures reads a day in figures: the year first, or the day first.
func parseFigures(text, word string) (Date, error) {
	parts := strings.FieldsFunc(word, func(r rune) bool { return strings.ContainsRune("-/.‐‑–", r) })
	if len(parts) != 3 {
		if len(word) == 8 {
			if d, ok := parseISO(word[:4] + "-" + word[4:6] + "-" + word[6:]); ok {
				return Date{}, refuse("type "+d.String(), "%q has nothing between year, month and day", text)
			}
		}
		return Date{}, refuse(shapes, "%q is not a date", text)
	}
	var n [3]int
	for i, p := range parts {
		v, ok := figures(p)
		if !ok {
			return parsePasted(text, parts)
		}
		n[i] = v
	}
	if len(parts[0]) == 4 {
		return checkFigures(text, n[0], n[1], n[2])
	}
	y, err := parseYear(text, parts[2], func(y int) string { return fmt.Sprintf("%02d/%02d/%d", n[0], n[1], y) })
	if err != nil {
		return Date{}, err
	}
	return checkFigures(text, y, n[1], n[0])
}

// parsePasted reads 12-Mar-2026, the form of spreadsheets.
func parsePasted(text string, parts []string) (Date, error) {
	if _, ok := months[parts[1]]; ok {
		return parseNamed(text, parts[0], parts[1], parts[2])
	}
	return Date{}, refuse(shapes, "%q is not a date", text)
}

func parseYear(text, year string, example func(int) string) (int, error) {
	y, ok := figures(year)
	switch {
	case ok && len(year) == 2:
		full := 2000 + y
		if full > 2050 {
			full -= 100
		}
		return 0, refuse("type all four: "+example(full), "%q has a year of two figures", text)
	case !ok || len(year) != 4:
		return 0, refuse(shapes, "%q is not a date", text)
	}
	return y, nil
}

// checkFigures is check for a month in figures, which may have been swapped
// with the day.
func checkFigures(text string, y, m, d int) (Date, error) {
	if m > 12 && d >= 1 && d <= 12 {
		if swapped := New(y, time.Month(d), m); !swapped.IsZero() {
			hint := fmt.Sprintf("did you mean %s? type %02d/%02d/%04d or %s", swapped.Long(), m, d, y, swapped)
			return Date{}, refuse(hint, "%q has no month %d; the day comes before the month", text, m)
		}
	}
	if m < 1 || m > 12 {
		return Date{}, refuse("months are 1 to 12; "+shapes, "%q has no month %d", text, m)
	}
	return check(text, y, time.Month(m), d)
}

func check(text string, y int, m time.Month, d int) (Date, error) {
	if y < Earliest || y > Latest {
		return Date{}, refuse(shapes, "%q is in the year %d", text, y)
	}
	if date := New(y, m, d); !date.IsZero() {
		return date, nil
	}
	last := Of(time.Date(y, m+1, 0, 0, 0, 0, 0, time.UTC))
	return Date{}, refuse(fmt.Sprintf("the month ends on %s: %s", last.Long(), last),
		"%q is not a day: %s %d has %d days", text, m, y, last.Day)
}

// Long returns the form 12 March 2026, or "" for no date.
func (d Date) Long() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%d %s %d", d.Day, time.Month(d.Month), d.Year)
}

// months has the English names, their usual short forms and the Welsh names.
var months = map[string]time.Month{
	"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6,
	"july": 7, "august": 8, "september": 9, "october": 10, "november": 11, "december": 12,
	"jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8,
	"sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12,
	"ionawr": 1, "chwefror": 2, "mawrth": 3, "ebrill": 4, "mai": 5, "mehefin": 6,
	"gorffennaf": 7, "awst": 8, "medi": 9, "hydref": 10, "tachwedd": 11, "rhagfyr": 12,
}

var weekdays = map[string]time.Weekday{
	"monday": 1, "tuesday": 2, "wednesday": 3, "thursday": 4, "friday": 5, "saturday": 6, "sunday": 0,
	"mon": 1, "tue": 2, "tues": 2, "wed": 3, "thu": 4, "thur": 4, "thurs": 4, "fri": 5, "sat": 6, "sun": 0,
}
