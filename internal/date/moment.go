package date

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

const momentShapes = "type it as 2027-01-14T13:30 or 14 January 2027 13:30"

// clockPattern finds a time of day at the end of a text, after a T, a blank or
// "at": 13:30, 13.30, 13:30:00, 1.30pm, 1 pm.
var clockPattern = regexp.MustCompile(`(?i)^(.*?)(?:[\s,]+at\s+|[\s,]+|\dT)(\d{1,2}(?:[:.]\d{2}){0,2}\s*(?:[ap]\.?m\.?)?|noon|midday|midnight)$`)

// clockForm takes a time of day apart.
var clockForm = regexp.MustCompile(`(?i)^(\d{1,2})(?:[:.](\d{2}))?(?:[:.](\d{2}))?\s*([ap])?`)

// zonePattern finds a time zone behind a time of day.
var zonePattern = regexp.MustCompile(`(?i)(\d)\s*(z|utc|gmt|bst|[+-]\d{2}:?\d{2})$`)

// rangePattern finds two times of day with a dash or "to" between them.
var rangePattern = regexp.MustCompile(`(?i)\d[:.]\d{2}\s*(?:[ap]m)?\s*(?:-|–|to|until)\s*\d{1,2}(?:[:.]\d{2})?\s*(?:[ap]m)?$`)

// ParseMoment reads a day as Parse does, with a time of day behind it if there
// is one: 2027-01-14T13:30, 14 January 2027 13:30, 14/01/2027 at 1.30pm. A
// failure is an *Error.
func ParseMoment(text string) (Moment, error) {
	text = strings.TrimSpace(text)
	if rangePattern.MatchString(text) {
		return Moment{}, refuse("type the start under start and the end under end", "%q has two times of day", text)
	}
	if zonePattern.MatchString(text) && strings.Contains(text, ":") {
		plain := strings.TrimSpace(zonePattern.ReplaceAllString(text, "$1"))
		return Moment{}, refuse("type the time on the clock in the room: "+plain, "%q has a time zone", text)
	}
	d, clock, err := split(text)
	if err != nil {
		return Moment{}, err
	}
	m := Moment{Date: d}
	if clock == "" {
		return m, nil
	}
	m.Timed = true
	m.Hour, m.Minute, err = parseClock(text, clock)
	if err != nil {
		return Moment{}, err
	}
	return m, nil
}

// split cuts a time of day from the end and reads the day before it. Where the
// end only looks like a time of day, as in 12 March 2026, clock is "".
func split(text string) (day Date, clock string, err error) {
	at := clockPattern.FindStringSubmatchIndex(text)
	if at != nil && isClock(text[at[4]:at[5]]) {
		before := text[:at[4]]
		before = strings.TrimSuffix(strings.TrimRight(before, ", \t"), " at")
		before = strings.TrimSuffix(strings.TrimSuffix(before, "T"), "t")
		if words := fields(before); len(words) > 0 {
			day, err = parseDay(strings.TrimSpace(before), words)
			return day, text[at[4]:at[5]], err
		}
	}
	words := fields(text)
	if len(words) == 0 {
		return Date{}, "", refuse(momentShapes, "there is no date")
	}
	day, err = parseDay(text, words)
	return day, "", err
}

// isClock tells a time of day from the year at the end of a date such as
// 12 March 26.
func isClock(s string) bool {
	_, bare := figures(strings.TrimSpace(s))
	return !bare
}

func parseClock(text, clock string) (hour, minute int, err error) {
	switch strings.ToLower(clock) {
	case "noon", "midday":
		return 12, 0, nil
	case "midnight":
		return 0, 0, refuse(momentShapes+", with 00:00 for the start of a day", "%q may mean either end of the day", text)
	}
	part := clockForm.FindStringSubmatch(clock)
	hour, _ = strconv.Atoi(part[1])
	minute, _ = strconv.Atoi(part[2])
	if half := strings.ToLower(part[4]); half != "" {
		if hour < 1 || hour > 12 {
			return 0, 0, refuse(momentShapes, "%q has no hour %d %sm", text, hour, half)
		}
		hour %= 12
		if half == "p" {
			hour += 12
		}
	}
	if hour > 23 || minute > 59 {
		return 0, 0, refuse(momentShapes, "%q has no time of day %s", text, fmt.Sprintf("%d:%02d", hour, minute))
	}
	return hour, minute, nil
}

const lengthShapes = "type it as 3y, 18m, 3 years or 18 months"

// lengthPart is one figure with its unit.
var lengthPart = regexp.MustCompile(`^(\d{1,3})\s*([a-z]+)[\s,]*(?:and\s+)?`)

// ParseLength reads a length of time: 3y, 18m, 3 years, 1 year 6 months, 6
// weeks, 30 days. A failure is an *Error.
func ParseLength(text string) (Length, error) {
	rest := strings.ToLower(strings.TrimSpace(text))
	var l Length
	for first := true; rest != "" || first; first = false {
		part := lengthPart.FindStringSubmatch(rest)
		if part == nil {
			return Length{}, refuseLength(text, rest)
		}
		n, _ := strconv.Atoi(part[1])
		if !l.add(n, part[2]) {
			return Length{}, refuse(lengthShapes, "%q is not a length of time", text)
		}
		rest = rest[len(part[0]):]
	}
	if l.IsZero() {
		return Length{}, refuse(lengthShapes, "%q is no time at all", text)
	}
	return l, nil
}

func refuseLength(text, rest string) error {
	if _, ok := figures(rest); ok {
		return refuse(fmt.Sprintf("type %sy for years or %sm for months", rest, rest), "%q does not say years or months", text)
	}
	return refuse(lengthShapes, "%q is not a length of time", text)
}

// add adds n units; it reports whether the unit is known.
func (l *Length) add(n int, unit string) bool {
	switch unit {
	case "y", "yr", "yrs", "year", "years":
		l.Years += n
	case "m", "mo", "month", "months":
		l.Months += n
	case "w", "week", "weeks":
		l.Days += 7 * n
	case "d", "day", "days":
		l.Days += n
	default:
		return false
	}
	return true
}
