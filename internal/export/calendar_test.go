package export

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/date"
)

func TestTimeline(t *testing.T) {
	stamp := date.Date{Year: 2026, Month: 11, Day: 21}
	got := string(Timeline("Dates", "programme/timeline.html", "https://lp.example/programme/timeline.html", stamp, []content.Milestone{
		{Date: date.Date{Year: 2026, Month: 12, Day: 31}, Title: "Folders, plans; all"},
		{Date: date.Date{Year: 2027, Month: 6, Day: 7}, To: date.Date{Year: 2027, Month: 6, Day: 25}, Title: "Half-days", For: "Aspirants"},
	}))
	want := `BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Exemplar//Exemplar//EN
CALSCALE:GREGORIAN
X-WR-CALNAME:Dates
BEGIN:VEVENT
UID:2026-12-31-folders-plans-all-programme-timeline-html@exemplar
DTSTAMP:20261121T000000Z
DTSTART;VALUE=DATE:20261231
DTEND;VALUE=DATE:20270101
SUMMARY:Folders\, plans\; all
URL:https://lp.example/programme/timeline.html
TRANSP:TRANSPARENT
END:VEVENT
BEGIN:VEVENT
UID:2027-06-07-half-days-programme-timeline-html@exemplar
DTSTAMP:20261121T000000Z
DTSTART;VALUE=DATE:20270607
DTEND;VALUE=DATE:20270626
SUMMARY:Half-days
DESCRIPTION:Aspirants
URL:https://lp.example/programme/timeline.html
TRANSP:TRANSPARENT
END:VEVENT
END:VCALENDAR
`
	if diff := cmp.Diff(want, strings.ReplaceAll(got, "\r\n", "\n")); diff != "" {
		t.Error(diff)
	}
	if strings.Count(got, "\n") != strings.Count(got, "\r\n") {
		t.Error("a line does not end in CR LF")
	}
}

// TestCalendarFolds cuts long lines after 75 bytes at most, and puts them
// together again.
func TestCalendarFolds(t *testing.T) {
	for n := range 200 {
		title := strings.Repeat("ŷ", n) + strings.Repeat("x", n%3)
		got := string(Calendar("c", date.Date{Year: 2026, Month: 1, Day: 1}, []CalendarDay{{UID: "u", From: date.Date{Year: 2026, Month: 1, Day: 1}, Title: title}}))
		for _, line := range strings.Split(got, "\r\n") {
			if len(line) > 75 || !utf8.ValidString(line) {
				t.Fatalf("a line of %d bytes: %q", len(line), line)
			}
		}
		if !strings.Contains(strings.ReplaceAll(got, "\r\n ", ""), "\r\nSUMMARY:"+title+"\r\n") {
			t.Fatalf("the title of %d letters is not whole", n)
		}
	}
}
