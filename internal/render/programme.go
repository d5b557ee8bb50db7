package render

import (
	"strings"
	"time"

	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/date"
)

// ProgrammeView is what a page says about a programme as data. Any part may be
// empty; partials/programme.html prints those that are not.
type ProgrammeView struct {
	Eligibility []string
	Ladder      []RungView
	Steps       []StepView
	Terms       []TermView
	// Calendar is the address of the timeline as a calendar file.
	Calendar     string
	FAQ          []QuestionView
	Support      *SupportView
	Costs        []CostView
	Testimonials []QuoteView
}

// RungView is a step of progression, with its facts by name.
type RungView struct {
	Title string
	Facts []Fact
}

// StepView is a part of something that happens in order.
type StepView struct{ Title, Time, Who, Text string }

// TermView is the dates of one term: Autumn term 2026.
type TermView struct {
	Title string
	Dates []MilestoneView
}

// MilestoneView is a date of a cohort's year.
type MilestoneView struct {
	// When is the day or the days in words; ISO is the first day.
	When, ISO string
	Link
	For string
	// Past says that the last day is over.
	Past bool
}

// QuestionView is a question with its answer.
type QuestionView struct {
	// ID is the id of the question: faq-is-it-paid.
	ID, Question, Answer string
}

// CostView is what something costs, and for whom.
type CostView struct{ For, Amount, Note string }

// QuoteView is what somebody said who agreed to be quoted.
type QuoteView struct {
	Quote, Role string
	// About leads to the person, school or page it is about; it may be empty.
	About Link
}

// SupportView lists what people offer and who has time.
type SupportView struct {
	Offers []OfferView
	People []SupporterView
}

// OfferView is a kind of support and who gives it.
type OfferView struct {
	Title  string
	People []Link
}

// SupporterView is somebody who can be asked.
type SupporterView struct {
	Link
	At                      []Link
	Offers                  []string
	Expertise, Availability string
	// Request is the address at which to ask; empty where there is none now.
	Request string
}

// programmeView prepares the data of a page or section. It is nil where the page
// has none.
func (m *maker) programmeView(e catalog.Entry, p *content.Programme, events []*catalog.Event) *ProgrammeView {
	v := &ProgrammeView{
		Eligibility: p.Eligibility, Ladder: m.rungs(p.Ladder), Terms: m.terms(p.Timeline, events),
		Testimonials: m.quotes(p.Testimonials, Link{}),
	}
	for _, s := range p.Steps {
		v.Steps = append(v.Steps, StepView{s.Title, s.Time, s.Who, s.Text})
	}
	for _, q := range p.FAQ {
		v.FAQ = append(v.FAQ, QuestionView{"faq-" + q.ID, q.Question, q.Answer})
	}
	for _, c := range p.Costs {
		v.Costs = append(v.Costs, CostView{c.For, c.Amount, c.Note})
	}
	if len(p.Timeline) > 0 {
		v.Calendar = m.link.to(TimelinePath(e.Common().Path()))
	}
	if p.Support {
		v.Support = m.support()
	}
	if v.empty() {
		return nil
	}
	return v
}

func (v *ProgrammeView) empty() bool {
	return len(v.Eligibility)+len(v.Ladder)+len(v.Steps)+len(v.Terms)+len(v.FAQ)+len(v.Costs)+len(v.Testimonials) == 0 && v.Support == nil
}

func (m *maker) rungs(ladder []content.Rung) []RungView {
	var list []RungView
	for _, r := range ladder {
		f := m.facts()
		f.add("fact.entry", r.Entry)
		f.add("fact.evidence", r.Evidence)
		f.add("fact.reward", r.Reward)
		f.add("fact.duration", r.Duration)
		list = append(list, RungView{r.Title, f.list})
	}
	return list
}

// terms puts the dates of a timeline under the term in which they begin.
func (m *maker) terms(timeline []content.Milestone, events []*catalog.Event) []TermView {
	var list []TermView
	for i, d := range timeline {
		v := MilestoneView{When: m.lang.day(d.Date).Words, ISO: d.Date.String(), Link: Link{Title: d.Title}, For: d.For}
		end := d.Date
		if !d.To.IsZero() {
			v.When, end = m.lang.span(d.Date, d.To), d.To
		}
		v.Past = end.Before(m.cat.AsOf)
		if events[i] != nil {
			v.URL = m.entry(events[i]).URL
		}
		title := m.lang.word(termOf(d.Date), "year", int(d.Date.Year))
		if len(list) == 0 || list[len(list)-1].Title != title {
			list = append(list, TermView{Title: title})
		}
		last := &list[len(list)-1]
		last.Dates = append(last.Dates, v)
	}
	return list
}

// termOf names the term that holds a day, by month: schools' own terms differ by
// days, and by where Easter is.
func termOf(d date.Date) string {
	switch {
	case time.Month(d.Month) >= time.September:
		return "term.autumn"
	case time.Month(d.Month) >= time.April:
		return "term.summer"
	}
	return "term.spring"
}

// quotes are the testimonials to which the speaker had agreed by the day of the
// build.
func (m *maker) quotes(list []content.Testimonial, about Link) []QuoteView {
	var views []QuoteView
	for _, t := range list {
		if !t.Consent.IsZero() && !t.Consent.After(m.cat.AsOf) {
			views = append(views, QuoteView{t.Quote, t.Role, about})
		}
	}
	return views
}

// support lists what the people of the programme offer.
func (m *maker) support() *SupportView {
	v := &SupportView{}
	givers := map[string][]*catalog.Practitioner{}
	for _, p := range m.everyone {
		if p.Left || len(p.Offers) == 0 {
			continue
		}
		for _, o := range p.Offers {
			givers[o.ID] = append(givers[o.ID], p)
		}
		s := SupporterView{
			Link: m.entry(p), Offers: m.labels("offer", p.Offers), Request: m.request(p),
			Expertise: m.lang.list(m.labels("expertise", p.Expertise)),
		}
		if p.School != nil {
			s.At = m.schoolLinks([]*catalog.School{p.School})
		}
		if p.Availability != "" {
			s.Availability = m.lang.Label("availability", p.Availability)
		}
		v.People = append(v.People, s)
	}
	for _, id := range content.Vocabulary("offer") {
		if people := givers[id]; len(people) > 0 {
			v.Offers = append(v.Offers, OfferView{m.lang.Label("offer", id), m.authorLinks(people)})
		}
	}
	return v
}

// request returns the address at which support from a person can be asked for:
// the site's own form where it has one, or a message that is begun. The site
// itself collects nothing. It is empty for somebody who has no time, or cannot
// be reached by mail.
func (m *maker) request(p *catalog.Practitioner) string {
	if p.Left || p.Availability == "closed" || len(p.Offers) == 0 {
		return ""
	}
	if form := m.settings.Contact.RequestURL; form != "" {
		return form
	}
	to := m.settings.Contact.Email
	if link := m.address(p, "contact", p.Contact); strings.HasPrefix(link.URL, "mailto:") {
		to = link.Title
	}
	if to == "" {
		return ""
	}
	subject := m.lang.word("support.subject", "name", p.Title)
	return "mailto:" + to + "?subject=" + mailEscape(subject) + "&body=" + mailEscape(m.lang.word("support.body", "name", p.Title))
}

// mailEscape writes a text for the address of a message (RFC 6068): every octet
// that is not unreserved is percent-encoded, and a line ends in CR LF.
func mailEscape(text string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for _, c := range []byte(strings.ReplaceAll(strings.TrimSpace(text), "\n", "\r\n")) {
		if 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-._~", c) >= 0 {
			b.WriteByte(c)
		} else {
			b.WriteString("%" + string(hex[c>>4]) + string(hex[c&15]))
		}
	}
	return b.String()
}

// supportPage is the page that lists the support on offer; nil for none.
func (m *maker) supportPage() catalog.Entry {
	for _, p := range m.cat.Pages {
		if p.Support {
			return p
		}
	}
	for _, s := range m.cat.Sections {
		if s.Support {
			return s
		}
	}
	return nil
}

// TakenUp is practice that travelled: a study and the one that took it up.
type TakenUp struct {
	From, To Link
	// FromAt and ToAt are the schools of the two.
	FromAt, ToAt []Link
	Date         Day
	// Travelled says that the later study has a school which the first has not.
	Travelled bool
}

// takenUp lists which of the studies others took up, newest first.
func (m *maker) takenUp(studies []*catalog.CaseStudy) []TakenUp {
	var list []TakenUp
	for _, s := range studies {
		for _, by := range s.AdaptedBy {
			list = append(list, TakenUp{
				From: m.entry(s), To: m.entry(by), FromAt: m.schoolLinks(s.Schools), ToAt: m.schoolLinks(by.Schools),
				Date: m.lang.day(by.Date), Travelled: travelled(s, by),
			})
		}
	}
	return list
}

func travelled(from, to *catalog.CaseStudy) bool {
	at := map[*catalog.School]bool{}
	for _, s := range from.Schools {
		at[s] = true
	}
	for _, s := range to.Schools {
		if !at[s] {
			return true
		}
	}
	return false
}

// TimelinePath returns the output path of the calendar of a page's timeline:
// programme/timeline.ics for programme/timeline.html.
func TimelinePath(page string) string { return strings.TrimSuffix(page, ".html") + ".ics" }
