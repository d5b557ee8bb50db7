package content

import (
	"github.com/exemplar-lp/exemplar/internal/date"
	"github.com/exemplar-lp/exemplar/internal/diag"
)

// Event is something with a day: a workshop, a visit, a briefing.
type Event struct {
	Meta
	Start      date.Moment `key:"start,required" doc:"The day, or the day and time: 2027-01-14T13:30."`
	End        date.Moment `key:"end" doc:"The end, if it is known."`
	Place      string      `key:"place" doc:"Where it is."`
	Online     bool        `key:"online" doc:"true if it can be joined from elsewhere."`
	BookingURL URL         `key:"booking_url" doc:"Where to book."`
	Cost       string      `key:"cost" doc:"What it costs, in words."`
	For        string      `key:"for" doc:"Who it is for."`
}

// Opportunity is an open Lead Practitioner post.
type Opportunity struct {
	Meta
	School           Ref       `key:"school" ref:"school" doc:"The school or setting of the post."`
	Sector           Term      `key:"sector" vocab:"sector" doc:"education, childcare or social-care."`
	Role             string    `key:"role" doc:"The post's title."`
	Setting          string    `key:"setting" doc:"The unit, room, department or caseload of the post, in a few words."`
	Responsibilities []string  `key:"responsibilities" doc:"What the post is for, one thing a line."`
	Skills           []string  `key:"skills" doc:"What an applicant brings beside qualifications."`
	Salary           string    `key:"salary" doc:"The pay, in words."`
	Closes           date.Date `key:"closes" doc:"The last day to apply."`
	Starts           date.Date `key:"starts" doc:"The first day of the post."`
	Qualifications   []string  `key:"qualifications" doc:"What an applicant needs."`
	ApplyURL         URL       `key:"apply_url" doc:"Where to apply."`
}

func (e *Event) check(c *checker) {
	if e.Start.IsZero() || e.End.IsZero() {
		return
	}
	same := e.Start.Date == e.End.Date
	if !same {
		c.order("start", e.Start.Date, "end", e.End.Date)
	} else if e.Start.Timed && e.End.Timed && 60*e.End.Hour+e.End.Minute < 60*e.Start.Hour+e.Start.Minute {
		c.add(diag.SchemaOrder, c.at("end"), "correct one of them, with hours from 00 to 23", "the event ends before it starts")
	}
}

func (o *Opportunity) check(c *checker) {
	c.order("date", o.Date, "closes", o.Closes)
}
