package render

import (
	"slices"
	"strings"

	"github.com/exemplar-lp/exemplar/internal/catalog"
)

// PractitionerView is the page of a person.
type PractitionerView struct {
	Base
	Summary string
	// Role is the role in the programme, with its state where it is no longer
	// held; JobTitle is the post in the school.
	Role, JobTitle string
	School         Link
	// Left says that the person is no longer in the programme.
	Left bool
	// Photo is nil without one that the person agreed to; Initials stand for it
	// then.
	Photo       *PictureView
	Initials    string
	Credentials []CredentialView
	Facts       []Fact
	Expertise   []string
	Offers      []string
	// Availability says whether support can be asked for now.
	Availability string
	Contact      Link
	// Request is the address at which support can be asked for, and Support the
	// page that says what it costs; either may be empty.
	Request string
	Support Link
	// TakenUp are the studies of others that took up this person's practice.
	TakenUp      []TakenUp
	Testimonials []QuoteView
	Strips       []Strip
	Body         []BodyPart
	Studies      []Card
	Previous     []EmploymentView
}

// CredentialView is an award in words.
type CredentialView struct {
	Title     string
	Framework Link
	Body      string
	Awarded   Day
	// Sort is accreditation, designation, post and so on, in words.
	Sort string
	// State is the catalogue's word, Words the same for readers: accredited
	// until 4 July 2028.
	State, Words string
	// Extended says that the end is later than the award's own.
	Extended bool
	// Together are the people who share the award.
	Together []Link
}

// EmploymentView is a time in a school.
type EmploymentView struct {
	School Link
	Span   string
}

// studiesPerPage is how many case studies the page of a person or school shows.
const studiesPerPage = 48

func (m *maker) practitioner(p *catalog.Practitioner, page int) any {
	v := m.room.people.one()
	*v = PractitionerView{
		Base: m.of("practitioner", p), Summary: p.Summary, JobTitle: p.JobTitle, Left: p.Left,
		Studies: m.studyCards(pageOf(p.CaseStudies, page, studiesPerPage)),
	}
	v.Type = "profile"
	v.Photo, v.Initials = m.portrait(p)
	v.Role = m.role(p)
	if p.School != nil {
		v.School = m.entry(p.School)
	}
	m.paged(&v.Base, p.Path(), page, pageCount(len(p.CaseStudies), studiesPerPage))
	if page > 1 {
		return v
	}
	v.Credentials, v.Body = m.credentials(p), m.body(p)
	v.Expertise, v.Offers = m.labels("expertise", p.Expertise), m.labels("offer", p.Offers)
	v.Strips = m.personStrips(p)
	for _, e := range p.Previous {
		if e.School != nil {
			v.Previous = append(v.Previous, EmploymentView{m.entry(e.School), m.lang.span(e.From, e.To)})
		}
	}
	f := m.facts()
	f.add("fact.phase", m.labels("phase", p.Phases)...)
	f.add("fact.subject", m.labels("subject", p.Subjects)...)
	v.Facts = f.list
	v.TakenUp = m.takenUp(p.CaseStudies)
	m.reach(v, p)
	v.Data = m.personData(p)
	return v
}

// reach fills in how the person can be reached, for somebody who is still in the programme.
func (m *maker) reach(v *PractitionerView, p *catalog.Practitioner) {
	if p.Left {
		v.Offers = nil
		return
	}
	if p.Availability != "" {
		v.Availability = m.lang.Label("availability", p.Availability)
	}
	v.Testimonials = m.quotes(p.Testimonials, Link{})
	if v.Request = m.request(p); v.Request != "" {
		if e := m.supportPage(); e != nil {
			v.Support = m.entry(e)
		}
	}
	v.Contact = m.address(p, "contact", p.Contact)
}

// address turns a front-matter value that may be an e-mail address, a web
// address or a page of the site into a link; its title is empty for none.
func (m *maker) address(e catalog.Entry, key, value string) Link {
	t, ok := e.Linked().Addresses[key]
	switch {
	case value == "":
		return Link{}
	case ok && !t.External:
		return m.targetLink(t, value)
	case strings.Contains(value, "@") && !strings.Contains(value, "/"):
		bare := strings.TrimPrefix(value, "mailto:")
		return Link{Title: bare, URL: "mailto:" + bare}
	}
	return linkTo(value, value)
}

// targetLink links to a page or file of the site by its title.
func (m *maker) targetLink(t catalog.Target, title string) Link {
	switch e, ok := m.cat.Lookup(t.Path); {
	case t.File:
		return Link{Title: title, URL: m.file(t.Path)}
	case ok:
		l := m.entry(e)
		l.URL = m.link.at(t.Path, t.Fragment)
		return l
	case t.Path == "":
		return Link{Title: title}
	}
	return Link{Title: title, URL: m.link.at(t.Path, t.Fragment)}
}

// credentials are the awards of a person, newest first.
func (m *maker) credentials(p *catalog.Practitioner) []CredentialView {
	sorted := slices.Clone(p.Credentials)
	slices.SortStableFunc(sorted, func(a, b catalog.Credential) int { return b.Awarded.Compare(a.Awarded) })
	list := make([]CredentialView, len(sorted))
	for i, c := range sorted {
		list[i] = CredentialView{
			Title: m.lang.Label("role", c.Credential.Credential.ID), Body: c.Body,
			Awarded: m.lang.day(c.Awarded), State: string(c.State), Words: m.stateWords(c),
			Sort: m.lang.Label("credential-kind", c.Sort), Extended: !c.Extension.IsZero(),
			Together: m.authorLinks(c.Together),
		}
		if c.Framework != nil {
			list[i].Framework = m.entry(c.Framework)
		}
	}
	return list
}

// role names a person's role in the programme. Where the credential that the
// role stands on is not in force any more, its state follows, so that a lapsed
// one is never shown as if it stood.
func (m *maker) role(p *catalog.Practitioner) string {
	if p.Role.ID == "" {
		return ""
	}
	word := m.lang.Label("role", p.Role.ID)
	var last catalog.Credential
	for _, c := range p.Credentials {
		switch {
		case c.Credential.Credential.ID != p.Role.ID || c.State == catalog.StateFuture:
		case c.InForce() || c.State == catalog.StateAspirant:
			return word
		case last.State == "":
			last = c
		}
	}
	if last.State == "" {
		return word
	}
	return m.lang.word("person.role", "role", word, "state", m.stateWords(last))
}

// stateWords says where a credential stands.
func (m *maker) stateWords(c catalog.Credential) string {
	key := "state." + string(c.State)
	if c.Until.IsZero() {
		return m.lang.word(key)
	}
	return m.lang.word(key+".until", "until", m.lang.day(c.Until).Words)
}

// personStrips are the strips of a person, with the rule where it is met. Where
// it is not, nothing is said: what a colleague lacks is not for publication.
func (m *maker) personStrips(p *catalog.Practitioner) []Strip {
	strips := m.strips(p.Strips(), m.keyMark("practitioner", p.Slug))
	for i, s := range p.Strips() {
		for _, v := range p.Verdicts() {
			if v.Framework == s.Framework && v.Met {
				strips[i].Verdict = m.verdict(v)
			}
		}
	}
	return strips
}

// verdict says that a framework's rule is met.
func (m *maker) verdict(v catalog.Verdict) string {
	return m.lang.word("verdict.met", "level", v.Framework.PassRule.Level, "reached", len(v.Reached), "total", len(v.Framework.Standards))
}

// SchoolView is the page of a school.
type SchoolView struct {
	Base
	Summary      string
	Body         []BodyPart
	Facts        []Fact
	Designations []DesignationView
	Website      Link
	Contact      Link
	Strips       []Strip
	People       []Card
	Former       []Card
	Studies      []Card
	Posts        []Card
	// TakenUp are the studies that took up the school's practice.
	TakenUp      []TakenUp
	Testimonials []QuoteView
}

// DesignationView is something a school has been named.
type DesignationView struct {
	Name string
	Span string
	// Ended says that it is past.
	Ended bool
}

func (m *maker) school(s *catalog.School, page int) any {
	v := &SchoolView{
		Base: m.of("school", s), Summary: s.Summary,
		Studies: m.studyCards(pageOf(s.CaseStudies, page, studiesPerPage)),
	}
	m.paged(&v.Base, s.Path(), page, pageCount(len(s.CaseStudies), studiesPerPage))
	if page > 1 {
		return v
	}
	v.Body, v.Facts = m.body(s), m.schoolFacts(s)
	v.Website, v.Contact = m.address(s, "website", string(s.Website)), m.address(s, "contact", s.Contact)
	v.Strips = m.strips(s.Strips(), m.keyMark("school", s.Slug))
	for _, d := range s.Designations {
		v.Designations = append(v.Designations, DesignationView{d.Name, m.lang.span(d.From, d.To), !m.designated(d)})
	}
	v.People, v.Former = m.peopleCards(s.Practitioners), m.peopleCards(s.Former)
	for _, o := range s.Opportunities {
		if !o.Closed {
			v.Posts = append(v.Posts, m.postCard(o))
		}
	}
	v.TakenUp, v.Testimonials = m.takenUp(s.CaseStudies), m.quotes(s.Testimonials, Link{})
	v.Data = m.schoolData(s)
	return v
}

// peopleCards shows those who have a page.
func (m *maker) peopleCards(list []*catalog.Practitioner) []Card {
	cards := m.room.cards.upTo(len(list))
	for _, p := range list {
		if p.Profile {
			cards = append(cards, m.personCard(p))
		}
	}
	return cards
}

func (m *maker) schoolFacts(s *catalog.School) []Fact {
	f := m.facts()
	f.add("fact.phase", m.labels("phase", termList(s.Phase))...)
	f.add("fact.type", s.Type)
	f.add("fact.trust", s.Trust)
	f.add("fact.local-authority", s.LocalAuthority)
	f.add("fact.head", s.Headteacher)
	f.add("fact.urn", s.URN)
	return f.list
}
