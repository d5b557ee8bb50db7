package export

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/date"
)

// CalendarDay is a day, or several, of a calendar.
type CalendarDay struct {
	// UID tells the day apart from every other of any calendar; it stays the same
	// from build to build.
	UID string
	// From is the first day, To the last; a zero To means one day.
	From, To date.Date
	Title    string
	// Text and URL may be empty.
	Text, URL string
}

// Calendar returns whole days as an iCalendar file (RFC 5545), in the order
// given. Stamp is the day that the file is made for.
func Calendar(name string, stamp date.Date, days []CalendarDay) []byte {
	c := calendar{}
	c.line("BEGIN", "VCALENDAR")
	c.line("VERSION", "2.0")
	c.line("PRODID", "-//Exemplar//Exemplar//EN")
	c.line("CALSCALE", "GREGORIAN")
	c.text("X-WR-CALNAME", name)
	for _, d := range days {
		c.day(stamp, d)
	}
	c.line("END", "VCALENDAR")
	return []byte(c.String())
}

// Timeline returns the dates of a page as a calendar. Path is the output path of
// the page, and address its full address, which may be empty.
func Timeline(title, path, address string, stamp date.Date, timeline []content.Milestone) []byte {
	days := make([]CalendarDay, len(timeline))
	for i, m := range timeline {
		days[i] = CalendarDay{
			UID:  fmt.Sprintf("%s-%s-%s", m.Date, content.Slugify(m.Title), content.Slugify(path)),
			From: m.Date, To: m.To, Title: m.Title, Text: m.For, URL: address,
		}
	}
	return Calendar(title, stamp, days)
}

// calendar writes the lines of a calendar.
type calendar struct{ strings.Builder }

func (c *calendar) day(stamp date.Date, d CalendarDay) {
	last := d.To
	if last.IsZero() {
		last = d.From
	}
	c.line("BEGIN", "VEVENT")
	c.text("UID", d.UID+"@exemplar")
	c.line("DTSTAMP", basic(stamp)+"T000000Z")
	c.line("DTSTART;VALUE=DATE", basic(d.From))
	c.line("DTEND;VALUE=DATE", basic(last.Add(date.Length{Days: 1}))) // the day after
	c.text("SUMMARY", d.Title)
	if d.Text != "" {
		c.text("DESCRIPTION", d.Text)
	}
	if d.URL != "" {
		c.line("URL", d.URL)
	}
	c.line("TRANSP", "TRANSPARENT")
	c.line("END", "VEVENT")
}

// basic writes a day without hyphens: 20260901.
func basic(d date.Date) string { return strings.ReplaceAll(d.String(), "-", "") }

var calendarEscapes = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`)

func (c *calendar) text(name, text string) { c.line(name, calendarEscapes.Replace(text)) }

// line writes a line in pieces of at most 75 bytes, each but the first after a
// space, and never cuts a letter.
func (c *calendar) line(name, value string) {
	const most = 75
	rest := name + ":" + value
	room := most
	for len(rest) > room {
		at := room
		for !utf8.RuneStart(rest[at]) {
			at--
		}
		c.WriteString(rest[:at] + "\r\n ")
		rest, room = rest[at:], most-1
	}
	c.WriteString(rest + "\r\n")
}
