package content

import (
	"fmt"
	"regexp"

	"github.com/exemplar-lp/exemplar/internal/date"
	"github.com/exemplar-lp/exemplar/internal/diag"
)

// Visibility says how much of a practitioner is published.
type Visibility string

// The visibilities. An empty one means Full.
const (
	VisibilityFull     Visibility = "full"
	VisibilityNameOnly Visibility = "name-only"
	VisibilityHidden   Visibility = "hidden"
)

// Practitioner is a person of the programme; Title is the name.
type Practitioner struct {
	Meta
	Role            Term          `key:"role" vocab:"role" doc:"The role in the programme."`
	JobTitle        string        `key:"job_title" doc:"The post held in the school."`
	School          Ref           `key:"school" ref:"school" doc:"The school worked in now."`
	PreviousSchools []Employment  `key:"previous_schools" doc:"Schools worked in before, so that the work stays with them."`
	Phases          []Term        `key:"phases" vocab:"phase" doc:"The phases taught."`
	Subjects        []Term        `key:"subjects" vocab:"subject" doc:"The subjects taught."`
	Expertise       []Term        `key:"expertise" vocab:"expertise" doc:"The areas in which support can be given."`
	Offers          []Term        `key:"offers" vocab:"offer" doc:"The kinds of support on offer."`
	Availability    string        `key:"availability" enum:"open,limited,waiting-list,closed" doc:"Whether support can be asked for now."`
	Credentials     []Credential  `key:"credentials" doc:"Accreditations, designations and posts, with their dates."`
	Photo           string        `key:"photo" doc:"A picture file beside the page."`
	Consent         Consent       `key:"consent" private:"true" doc:"When the person agreed; it is never published."`
	LeftOn          date.Date     `key:"left_on" doc:"The last day in the programme's schools."`
	Publish         Visibility    `key:"publish" enum:"full,name-only,hidden" doc:"full unless said."`
	Contact         string        `key:"contact" doc:"An e-mail address, best a shared one, or a page of the site."`
	Testimonials    []Testimonial `key:"testimonials" doc:"What people say about the support they had."`
}

// Employment is a time in a school.
type Employment struct {
	School Ref       `key:"school,required" eg:"northfield-primary" ref:"school" doc:"The school, by the name of its file in schools/."`
	From   date.Date `key:"from" doc:"The first day there."`
	To     date.Date `key:"to" doc:"The last day there."`
	Pos    diag.Place
}

// Credential is an accreditation, designation or post held by a person.
type Credential struct {
	Credential Term      `key:"credential,required" eg:"lead-practitioner" vocab:"role" doc:"What was awarded."`
	Framework  Ref       `key:"framework" eg:"glf-lp" ref:"framework" doc:"The framework it was judged by."`
	Awarded    date.Date `key:"awarded,required" doc:"The day of the award."`
	Expires    date.Date `key:"expires" doc:"The last day it stands, if not by the framework's validity."`
	Body       string    `key:"body" doc:"Who awarded it."`
	Signoff    Person    `key:"signoff" doc:"Who signed for the school."`
	// Sort is what the award is; by the credential unless said.
	Sort      string    `key:"kind" enum:"accreditation,designation,post,stage,status,qualification,award" doc:"What sort of thing it is; by the credential unless said."`
	Extension Extension `key:"extension" doc:"A later end, for somebody who has been away from work."`
	AwardRef  string    `key:"award_ref" private:"true" eg:"letter of 4 March 2026" doc:"The number of the certificate, or where the letter of the award is kept; it is never published."`
	// Award is the same for people who were accredited together.
	Award string `key:"award" eg:"reading-circle-2025" doc:"A name of your own for one award to several people; the same for each of them."`
	Pos   diag.Place
}

// Extension moves the end of a credential. Only the new day is published.
type Extension struct {
	Until  date.Date `key:"until" doc:"The new last day."`
	Months int       `key:"months" eg:"6" doc:"How many months are added, if until does not say."`
	Reason string    `key:"reason" private:"true" doc:"Why, for the file; it is never published."`
	Pos    diag.Place
}

// IsZero reports whether nothing is extended.
func (e Extension) IsZero() bool { return e.Until.IsZero() && e.Months == 0 }

// Consent records when a person agreed to be published. It is private.
type Consent struct {
	Profile   date.Date `key:"profile" doc:"The day the profile was agreed to."`
	Photo     date.Date `key:"photo" doc:"The day the picture was agreed to."`
	Reference string    `key:"reference" doc:"Where the school keeps the form."`
}

// School is a school, nursery or college of the programme.
type School struct {
	Meta
	URN            string        `key:"urn" doc:"The six-figure number of the school in England."`
	Phase          Term          `key:"phase" vocab:"phase" doc:"The phase of education."`
	Type           string        `key:"type" doc:"The sort of school, in a few words."`
	Trust          string        `key:"trust" doc:"The trust it belongs to."`
	LocalAuthority string        `key:"local_authority" doc:"The local authority."`
	Country        string        `key:"country" enum:"england,wales,scotland,northern-ireland,other" doc:"england unless said."`
	Designations   []Designation `key:"designations" doc:"What the school has been named, such as LP Learning Centre."`
	Headteacher    string        `key:"headteacher" doc:"The head's name, for sign-offs."`
	Website        URL           `key:"website" doc:"The school's own site."`
	Contact        string        `key:"contact" doc:"A shared e-mail address, or a page of the site."`
	Testimonials   []Testimonial `key:"testimonials" doc:"What people say about the school's work with others."`
}

// Designation is something a school has been named, with its dates.
type Designation struct {
	Name     string    `key:"name,required" eg:"LP Learning Centre" doc:"The designation, in its own words."`
	From     date.Date `key:"from" doc:"The first day."`
	To       date.Date `key:"to" doc:"The last day, if it has ended."`
	AwardRef string    `key:"award_ref" private:"true" eg:"letter of 4 March 2026" doc:"The number of the certificate, or where the letter that names the school is kept; it is never published."`
	Pos      diag.Place
}

func (p *Practitioner) check(c *checker) {
	c.terms("phases", p.Phases)
	c.terms("subjects", p.Subjects)
	c.terms("expertise", p.Expertise)
	c.terms("offers", p.Offers)
	p.Photo = c.beside("photo", p.Photo)
	p.Contact = c.contact(p.Contact)
	for i, e := range p.PreviousSchools {
		path := fmt.Sprintf("previous_schools[%d]", i)
		c.order(path+".from", e.From, path+".to", e.To)
	}
	for i, held := range p.Credentials {
		c.credential(fmt.Sprintf("credentials[%d]", i), held)
	}
}

// credential looks at the dates of one award.
func (c *checker) credential(path string, held Credential) {
	if !held.Expires.IsZero() && held.Expires.Before(held.Awarded) {
		c.add(diag.CheckCredential, c.at(path+".expires"), fmt.Sprintf("correct one of them; it was awarded on %s", held.Awarded.Long()), "the credential expires on %s, before it was awarded", held.Expires.Long())
	}
	c.positive(path+".extension.months", held.Extension.Months)
	more := held.Extension.Until
	switch {
	case more.IsZero():
	case c.given(path + ".extension.months"):
		c.add(diag.SchemaValue, c.at(path+".extension.months"), "delete one of them", "the extension has both a new end and a number of months")
	case more.Before(held.Awarded) || !held.Expires.IsZero() && more.Before(held.Expires):
		c.add(diag.CheckCredential, c.at(path+".extension.until"), "type a day after the award's own end", "the extension ends on %s, before the award itself", more.Long())
	}
}

// schoolNumber matches a unique reference number as England's register gives
// them.
var schoolNumber = regexp.MustCompile(`^[0-9]{6}$`)

func (s *School) check(c *checker) {
	s.Contact = c.contact(s.Contact)
	if s.URN != "" && !schoolNumber.MatchString(s.URN) {
		c.add(diag.CheckURN, c.at("urn"), "type the six figures that the register of schools gives, or delete the line", "%q is not the number of a school", s.URN)
	}
	for i, d := range s.Designations {
		path := fmt.Sprintf("designations[%d]", i)
		c.order(path+".from", d.From, path+".to", d.To)
	}
}
