package render

import (
	"github.com/exemplar-lp/exemplar/internal/catalog"
)

// EventView is the page of an event.
type EventView struct {
	Base
	Summary string
	Past    bool
	// Start is the day, When the day and the times in words.
	Start Day
	When  string
	Facts []Fact
	// Booking leads to where to book; empty for a past event.
	Booking Link
	Body    []BodyPart
}

func (m *maker) event(e *catalog.Event) any {
	v := &EventView{
		Base: m.of("event", e), Summary: e.Summary, Past: e.Past,
		Start: m.lang.day(e.Start.Date), When: m.when(e), Body: m.body(e),
	}
	f := m.facts()
	f.add("fact.place", m.where(e)...)
	f.add("fact.for", e.For)
	f.add("fact.cost", e.Cost)
	v.Facts = f.list
	if !e.Past {
		v.Booking = m.address(e, "booking_url", string(e.BookingURL))
	}
	v.Data = m.eventData(e)
	return v
}

// when says the day and times of an event.
func (m *maker) when(e *catalog.Event) string {
	start := m.lang.weekday(e.Start.Date).Words
	switch {
	case !e.End.IsZero() && e.End.Date != e.Start.Date:
		return m.lang.word("date.span", "from", start, "to", m.lang.weekday(e.End.Date).Words)
	case !e.Start.Timed:
		return start
	case !e.End.Timed:
		return m.lang.word("time.at", "day", start, "time", m.lang.clock(e.Start))
	}
	return m.lang.word("time.span", "day", start, "from", m.lang.clock(e.Start), "to", m.lang.clock(e.End))
}

// OpportunityView is the page of an open post.
type OpportunityView struct {
	Base
	Summary        string
	School         Link
	Closed         bool
	Closes         Day
	Facts          []Fact
	Qualifications []string
	// Responsibilities are what the post is for, Skills what else is looked for.
	Responsibilities, Skills []string
	// Apply leads to where to apply; empty once the post is closed.
	Apply Link
	// Intro is the text before the first heading, Body the rest.
	Intro, Body []BodyPart
}

func (m *maker) opportunity(o *catalog.Opportunity) any {
	v := &OpportunityView{
		Base: m.of("opportunity", o), Summary: o.Summary, Closed: o.Closed,
		Closes: m.lang.day(o.Closes), Qualifications: o.Qualifications, Body: m.body(o),
		Responsibilities: o.Responsibilities, Skills: o.Skills,
	}
	if len(v.Body) > 0 && v.Body[0].Heading == "" {
		v.Intro, v.Body = v.Body[:1], v.Body[1:]
	}
	f := m.facts()
	if o.School != nil {
		v.School = m.entry(o.School)
		f.link("fact.school", o.School.Title, v.School.URL)
	}
	f.add("fact.post", o.Role)
	f.add("fact.setting", o.Setting)
	f.add("fact.sector", m.labels("sector", termList(o.Sector))...)
	f.add("fact.salary", o.Salary)
	f.add("fact.starts", m.lang.day(o.Starts).Words)
	v.Facts = f.list
	if !o.Closed {
		v.Apply = m.address(o, "apply_url", string(o.ApplyURL))
	}
	v.Data = m.postData(o)
	return v
}
