package content

import (
	"fmt"

	"github.com/exemplar-lp/exemplar/internal/date"
	"github.com/exemplar-lp/exemplar/internal/diag"
)

// Programme is what pages and sections may say about a programme as data, so
// that it is printed in one way everywhere. Each key is a part of the page,
// after its text, in this order.
type Programme struct {
	Eligibility []string    `key:"eligibility" eg:"[Qualified teacher status]" doc:"Who can apply: one thing that is needed on each line."`
	Ladder      []Rung      `key:"ladder" doc:"The steps of progression, lowest first."`
	Steps       []Step      `key:"steps" doc:"What happens, in order: the parts of an assessment, the stages of support."`
	Timeline    []Milestone `key:"timeline" doc:"The dates of a cohort's year, also as a calendar file."`
	FAQ         []Question  `key:"faq" doc:"Questions with short answers."`
	// Support asks for the list of what people offer.
	Support      bool          `key:"support" doc:"true lists what the people of the programme offer, who has time, and how to ask."`
	Costs        []Cost        `key:"costs" doc:"What things cost, and for whom."`
	Testimonials []Testimonial `key:"testimonials" doc:"What people say about the programme."`
}

// Rung is a step of progression.
type Rung struct {
	Title    string `key:"title,required" eg:"Aspirant Lead Practitioner" doc:"The step's name."`
	Entry    string `key:"entry" doc:"Who may take the step."`
	Evidence string `key:"evidence" doc:"What has to be shown."`
	Reward   string `key:"reward" doc:"What it brings: pay, time, a title."`
	Duration string `key:"duration" eg:"one academic year" doc:"How long it takes or lasts."`
	Pos      diag.Place
}

// Step is a part of something that happens in order.
type Step struct {
	Title string `key:"title,required" eg:"Interview" doc:"What it is."`
	Time  string `key:"time" eg:"40 minutes" doc:"How long it takes."`
	Who   string `key:"who" eg:"two assessors" doc:"Who takes part."`
	Text  string `key:"text" doc:"What happens, in a sentence or two."`
	Pos   diag.Place
}

// Milestone is a day or a stretch of days in a cohort's year.
type Milestone struct {
	Date  date.Date `key:"date,required" eg:"2026-09-01" doc:"The day, or the first day."`
	To    date.Date `key:"to" doc:"The last day, if there are several."`
	Title string    `key:"title,required" eg:"The aspirant year begins" doc:"What happens."`
	For   string    `key:"for" eg:"Aspirants" doc:"Whom it concerns."`
	Page  Ref       `key:"event" ref:"event" doc:"The event's page, by the name of its file in events/."`
	Pos   diag.Place
}

// Question is a question with its answer.
type Question struct {
	Question string `key:"question,required" eg:"Is it paid?" doc:"The question, as people ask it."`
	Answer   string `key:"answer,required" eg:"Yes." doc:"The answer, in a few sentences."`
	// ID is the end of the question's address; from its words unless said.
	ID  string `key:"id" eg:"is-it-paid" doc:"The name for links to the question; made from its words unless said."`
	Pos diag.Place
}

// Cost is what something costs, and for whom.
type Cost struct {
	For    string `key:"for,required" eg:"Schools of the alliance" doc:"Whom the price is for."`
	Amount string `key:"amount,required" eg:"free" doc:"The price, in words."`
	Note   string `key:"note" doc:"What it covers."`
	Pos    diag.Place
}

// Testimonial is what somebody said. It is published from the day they agreed.
type Testimonial struct {
	Quote string `key:"quote,required" eg:"She listened first." doc:"What was said, without names."`
	Role  string `key:"role,required" eg:"Head of a primary school" doc:"Who said it, by role and not by name."`
	// Consent is the day the speaker agreed; it is private.
	Consent date.Date `key:"consent,required" eg:"2026-06-12" private:"true" doc:"The day the speaker agreed to be quoted; it is never published."`
	Pos     diag.Place
}

func (p *Page) check(c *checker) { p.Programme.check(c) }

func (s *Section) check(c *checker) {
	s.Programme.check(c)
	c.refs("featured", s.Featured)
	if len(s.Featured) > 0 && s.Dir != "" {
		c.add(diag.SchemaValue, c.at("featured"), "move the line to content/_index.md", "only the home page has featured case studies")
	}
}

func (p *Programme) check(c *checker) {
	for i, m := range p.Timeline {
		path := fmt.Sprintf("timeline[%d]", i)
		c.order(path+".date", m.Date, path+".to", m.To)
	}
	taken := map[string]bool{}
	for i := range p.FAQ {
		q := &p.FAQ[i]
		at := c.at(fmt.Sprintf("faq[%d].id", i))
		if q.ID == "" {
			q.ID = Slugify(q.Question)
		} else if hint := CheckSlug(q.ID); hint != "" {
			c.add(diag.SchemaValue, at, hint, "%q cannot be part of an address", q.ID)
		}
		if taken[q.ID] {
			c.add(diag.SchemaRepeat, c.in(q.Pos), "give one of them an id of its own: id: another-name", "two questions have the address %q", q.ID)
		}
		taken[q.ID] = true
	}
}
