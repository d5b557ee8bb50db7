package date_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/exemplar-lp/exemplar/internal/date"
)

func TestParse_forms(t *testing.T) {
	want := date.Date{Year: 2026, Month: 3, Day: 5}
	for _, text := range []string{
		"2026-03-05", "2026-3-5", "2026/03/05", "2026.03.05", " 2026-03-05 ",
		"05/03/2026", "5/3/2026", "05.03.2026", "5-3-2026",
		"5 March 2026", "05 March 2026", "5th March 2026", "5th of March 2026", "5 Mar 2026", "5 Mar. 2026", "5 MARCH 2026",
		"March 5 2026", "March 5, 2026", "5-Mar-2026",
		"Thursday 5 March 2026", "Thu 5 March 2026", "Thursday, 5 March, 2026", "thursday 05/03/2026",
		"5 Mawrth 2026",
	} {
		got, err := date.Parse(text)
		if err != nil || got != want {
			t.Errorf("%q is %v, %v", text, got, err)
		}
	}
}

func TestParse_refused(t *testing.T) {
	for _, c := range []struct{ text, message, hint string }{
		{"31 February 2026", "has 28 days", "28 February 2026: 2026-02-28"},
		{"29/02/2025", "February 2025 has 28 days", "2025-02-28"},
		{"31/04/2026", "has 30 days", "30 April 2026"},
		{"03/25/2026", "no month 25", "25 March 2026"},
		{"2026-25-03", "no month 25", "25 March 2026"},
		{"25/25/2026", "no month 25", "months are 1 to 12"},
		{"12/03/26", "two figures", "12/03/2026"},
		{"12/03/88", "two figures", "12/03/1988"},
		{"12 March", "no year", "12 March 2026"},
		{"March 2026", "no day", "1 March 2026"},
		{"2026", "not a date", "2026-03-12"},
		{"12 Febuary 2026", "not a month", "12 February 2026"},
		{"Friday 5 March 2026", "is a Thursday, not a Friday", "5 March 2026"},
		{"5 March 2026 10:00", "a time of day", "2026-03-05"},
		{"5 March 1066", "in the year 1066", "2026-03-12"},
		{"soon", "not a date", "2026-03-12"},
		{"", "no date", "2026-03-12"},
		{"20260305", "nothing between", "type 2026-03-05"},
		{"Easter Monday", "not a date", "2026-03-12"},
		{"32 March 2026", "has 31 days", "2026-03-31"},
		{"0/0/2026", "no month 0", "months are 1 to 12"},
		{"Monday", "not a date", "2026-03-12"},
	} {
		_, err := date.Parse(c.text)
		var why *date.Error
		if !errors.As(err, &why) {
			t.Errorf("%q gives %v", c.text, err)
			continue
		}
		if !strings.Contains(why.Message, c.message) || !strings.Contains(why.Hint, c.hint) {
			t.Errorf("%q gives %q with the hint %q", c.text, why.Message, why.Hint)
		}
	}
}

// TestParse_everyDay writes 10,000 days in each form, and reads them back.
func TestParse_everyDay(t *testing.T) {
	day := time.Date(date.Earliest, 1, 1, 0, 0, 0, 0, time.UTC)
	for range 10_000 {
		want := date.Of(day)
		for _, layout := range []string{"2006-01-02", "2 January 2006", "02/01/2006", "Monday 2 Jan 2006", "2.1.2006", "January 2, 2006"} {
			if got, err := date.Parse(day.Format(layout)); err != nil || got != want {
				t.Fatalf("%q is %v, %v", day.Format(layout), got, err)
			}
		}
		if got, err := date.Parse(want.Long()); err != nil || got != want {
			t.Fatalf("%q is %v, %v", want.Long(), got, err)
		}
		day = day.AddDate(0, 0, 7)
	}
}

// TestParse_neverADayThatIsNone tries every day and month of a year and the
// days that follow the last, and compares with the calendar of package time.
func TestParse_neverADayThatIsNone(t *testing.T) {
	for _, year := range []int{1900, 2000, 2023, 2024, 2100} {
		for month := 1; month <= 12; month++ {
			for day := 1; day <= 33; day++ {
				is := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
				exists := is.Day() == day && int(is.Month()) == month
				_, err := date.Parse(fmt.Sprintf("%d/%d/%d", day, month, year))
				if (err == nil) != exists {
					t.Errorf("%d/%d/%d gives %v", day, month, year, err)
				}
			}
		}
	}
}

func TestParseMoment(t *testing.T) {
	for text, want := range map[string]string{
		"2027-01-14T13:30":             "2027-01-14T13:30",
		"2027-01-14 13:30":             "2027-01-14T13:30",
		"2027-01-14T13:30:00":          "2027-01-14T13:30",
		"2027-01-14t09:05":             "2027-01-14T09:05",
		"14 January 2027 13:30":        "2027-01-14T13:30",
		"14 January 2027, 13.30":       "2027-01-14T13:30",
		"14 January 2027 at 1.30pm":    "2027-01-14T13:30",
		"14 January 2027 at 1:30 PM":   "2027-01-14T13:30",
		"14/01/2027 1pm":               "2027-01-14T13:00",
		"Thursday 14 January 2027 9am": "2027-01-14T09:00",
		"14 January 2027 12am":         "2027-01-14T00:00",
		"14 January 2027 12pm":         "2027-01-14T12:00",
		"14 January 2027 noon":         "2027-01-14T12:00",
		"14 January 2027":              "2027-01-14",
		"2027-01-14":                   "2027-01-14",
		"2027-01-14T00:00":             "2027-01-14T00:00",
	} {
		got, err := date.ParseMoment(text)
		if err != nil || got.String() != want {
			t.Errorf("%q is %v, %v; want %s", text, got, err, want)
		}
	}
	for _, text := range []string{
		"", "13:30", "2027-01-14T25:00", "2027-01-14T13:60", "2027-01-14T13:30Z", "2027-01-14T13:30+01:00", "14 January 2027 13:30 GMT",
		"14 January 2027 13:30-15:00", "14 January 2027 1.30pm to 3pm", "14 January 2027 midnight", "14 January 2027 13pm", "14 January 2027 0am", "31/02/2027 13:30", "14 January 27 13:30",
	} {
		got, err := date.ParseMoment(text)
		var why *date.Error
		if !errors.As(err, &why) || why.Hint == "" {
			t.Errorf("%q is %v, %v", text, got, err)
		}
	}
}

func TestParseLength(t *testing.T) {
	for text, want := range map[string]date.Length{
		"3y": {Years: 3}, "3 years": {Years: 3}, "1 year": {Years: 1}, "18m": {Months: 18}, "18 months": {Months: 18}, "1y6m": {Years: 1, Months: 6},
		"1 year 6 months": {Years: 1, Months: 6}, "1 year and 6 months": {Years: 1, Months: 6}, "6 weeks": {Days: 42}, "30 days": {Days: 30}, " 3Y ": {Years: 3},
	} {
		if got, err := date.ParseLength(text); err != nil || got != want {
			t.Errorf("%q is %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "3", "three years", "y", "3 terms", "0y", "-3y", "3y!", "99999y", "3.5 years"} {
		_, err := date.ParseLength(text)
		var why *date.Error
		if !errors.As(err, &why) || why.Hint == "" {
			t.Errorf("%q gives %v", text, err)
		}
	}
}

// FuzzParse holds that what is read is a day of the calendar, and that its own
// form is read as the same day.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"2026-03-12", "12 March 2026", "12/03/26", "Thursday 12 March 2026 1.30pm", "12‑03‑2026", "1y6m"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if d, err := date.Parse(text); err == nil {
			again, err := date.Parse(d.String())
			if !d.Valid() || err != nil || again != d {
				t.Errorf("%q is %v and then %v, %v", text, d, again, err)
			}
		}
		if m, err := date.ParseMoment(text); err == nil {
			again, err := date.ParseMoment(m.String())
			if !m.Valid() || err != nil || again != m {
				t.Errorf("%q is %v and then %v, %v", text, m, again, err)
			}
		}
		if l, err := date.ParseLength(text); err == nil && l.IsZero() {
			t.Errorf("%q is no time", text)
		}
	})
}
