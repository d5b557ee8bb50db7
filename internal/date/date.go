// Package date holds calendar days as a school writes them.
//
// In comes the text an author typed; out come civil days, clock times of an
// event, lengths of time and academic years. It never knows a time zone or the
// present moment.
package date

import (
	"cmp"
	"fmt"
	"time"
)

// Date is a day of the Gregorian calendar without a time zone. The zero value
// means no date. It is small: a large site has a great many.
type Date struct {
	Year       int16
	Month, Day int8
}

// New returns a day, or no date where the calendar has no such day or it is too far
// off.
func New(year int, month time.Month, day int) Date {
	d := Date{int16(year), int8(month), int8(day)}
	if int(d.Year) != year || time.Month(d.Month) != month || int(d.Day) != day || !d.Valid() {
		return Date{}
	}
	return d
}

// Of returns the day on which t falls in its own location; no date for one that is
// more than thirty thousand years off.
func Of(t time.Time) Date { return New(t.Date()) }

// IsZero reports whether there is no date.
func (d Date) IsZero() bool { return d == Date{} }

// Compare orders days in time; no date comes first.
func (d Date) Compare(e Date) int {
	return cmp.Or(cmp.Compare(d.Year, e.Year), cmp.Compare(d.Month, e.Month), cmp.Compare(d.Day, e.Day))
}

// Before reports whether d is an earlier day than e.
func (d Date) Before(e Date) bool { return d.Compare(e) < 0 }

// After reports whether d is a later day than e.
func (d Date) After(e Date) bool { return d.Compare(e) > 0 }

// String returns the ISO 8601 form, 2026-03-12, or "" for no date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	if d.Year < 0 || d.Year > 9999 {
		return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
	}
	iso := [10]byte{4: '-', 7: '-'}
	digits(iso[:4], int(d.Year))
	digits(iso[5:7], int(d.Month))
	digits(iso[8:], int(d.Day))
	return string(iso[:])
}

// digits writes a number that has no more digits than there is room for.
func digits(room []byte, n int) {
	for i := len(room) - 1; i >= 0; i-- {
		room[i] = byte('0' + n%10)
		n /= 10
	}
}

// Time returns midnight UTC of the day.
func (d Date) Time() time.Time {
	return time.Date(int(d.Year), time.Month(d.Month), int(d.Day), 0, 0, 0, 0, time.UTC)
}

// Valid reports whether the calendar has such a day.
func (d Date) Valid() bool {
	year, month, day := d.Time().Date()
	return !d.IsZero() && year == int(d.Year) && month == time.Month(d.Month) && day == int(d.Day)
}

// Add returns the day a length of time later. A day that the later month lacks
// becomes that month's last: 31 January and one month is 28 February.
func (d Date) Add(l Length) Date {
	if d.IsZero() {
		return d
	}
	first := time.Date(int(d.Year)+l.Years, time.Month(int(d.Month)+l.Months), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return Of(first.AddDate(0, 0, min(int(d.Day), last)-1+l.Days))
}

// Length is a length of time in calendar units, such as an accreditation's
// three years.
type Length struct{ Years, Months, Days int }

// IsZero reports whether the length is nothing.
func (l Length) IsZero() bool { return l == Length{} }

// Negative returns the length backwards, for Date.Add.
func (l Length) Negative() Length { return Length{-l.Years, -l.Months, -l.Days} }

// Year is an academic year of England, 1 September to 31 August, named by the
// calendar year in which it starts. The zero value means none.
type Year int

// AcademicYear returns the academic year that holds the day.
func (d Date) AcademicYear() Year {
	if d.IsZero() {
		return 0
	}
	if time.Month(d.Month) < time.September {
		return Year(d.Year) - 1
	}
	return Year(d.Year)
}

// String returns the form 2025-26, or "" for none.
func (y Year) String() string {
	if y == 0 {
		return ""
	}
	return fmt.Sprintf("%04d-%02d", int(y), (int(y)+1)%100)
}

// Moment is a day, with a clock time if one was given.
type Moment struct {
	Date
	// Timed says whether Hour and Minute were given.
	Timed        bool
	Hour, Minute int
}

// String returns 2026-03-12 or 2026-03-12T13:30.
func (m Moment) String() string {
	if !m.Timed {
		return m.Date.String()
	}
	return fmt.Sprintf("%sT%02d:%02d", m.Date, m.Hour, m.Minute)
}
