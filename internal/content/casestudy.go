package content

import (
	"fmt"

	"github.com/exemplar-lp/exemplar/internal/date"
	"github.com/exemplar-lp/exemplar/internal/diag"
)

// Status is where a case study stands on its way to being public.
type Status string

// The states of a case study. An empty status means Published.
const (
	StatusDraft     Status = "draft"
	StatusInReview  Status = "in-review"
	StatusPublished Status = "published"
	StatusArchived  Status = "archived"
	StatusWithdrawn Status = "withdrawn"
)

// CaseStudy is an account of practice and the evidence in it.
type CaseStudy struct {
	Meta
	Practitioners []Ref       `key:"practitioners" eg:"[amira-khan]" ref:"practitioner" doc:"The authors, by the name of their file in practitioners/."`
	School        Ref         `key:"school" many:"schools" eg:"northfield-primary" ref:"school" doc:"The school of the work, by the name of its file in schools/."`
	Schools       []Ref       `key:"schools" eg:"[northfield-primary, southfield-primary]" ref:"school" doc:"The schools of the work, where there are several."`
	Standards     []Ref       `key:"standards" eg:"[PS1, PK2]" ref:"standard" doc:"The standards the study claims: PS1, or ssat-lp/LP8 for another framework."`
	Theme         Term        `key:"theme" many:"themes" eg:"oracy" vocab:"theme" doc:"The main theme."`
	Themes        []Term      `key:"themes" eg:"[oracy, literacy]" vocab:"theme" doc:"The themes, the main one first."`
	Phases        []Term      `key:"phases" vocab:"phase" doc:"The phases of education."`
	KeyStages     []Term      `key:"key_stages" vocab:"key-stage" doc:"The key stages: eyfs, ks1 to ks5, adult."`
	Subjects      []Term      `key:"subjects" vocab:"subject" doc:"The subjects; any may be named."`
	Groups        []Term      `key:"groups" vocab:"group" doc:"The groups of learners in view."`
	Scale         Term        `key:"scale" vocab:"scale" doc:"How wide the work was: class, team, department, whole-school or multi-school."`
	Period        Span        `key:"period" doc:"When the work was done."`
	Context       string      `key:"context" doc:"One or two sentences about the setting, so that a reader can judge whether it is like theirs."`
	Impact        []Impact    `key:"impact" doc:"What changed, in figures."`
	References    []Reference `key:"references" doc:"What the study draws on."`
	Resources     []Resource  `key:"resources" doc:"What others may take and use."`
	Signoff       Person      `key:"signoff" doc:"Who confirmed the account for the school."`
	// SafeguardingCheck is who looked at the study so that no child is known by it.
	SafeguardingCheck Person    `key:"safeguarding_check" private:"true" doc:"Who has checked that no child can be recognised, and when; it is never published."`
	ReviewBy          date.Date `key:"review_by" doc:"The day by which somebody should read it again."`
	AdaptedFrom       Ref       `key:"adapted_from" eg:"coaching-in-twenty-minutes" ref:"case-study" doc:"The study whose practice this one took up."`
	Licence           string    `key:"licence" eg:"CC BY 4.0" doc:"How others may use the text, for example CC BY 4.0."`
	Status            Status    `key:"status" enum:"draft,in-review,published,archived,withdrawn" doc:"published unless said."`

	// Parts has for each heading of the body the section of the re-accreditation
	// template that it begins, or NoPart.
	Parts []Part
	// Doubts is what could not be read for certain; nil where all could, as mostly.
	Doubts *Doubts
}

// Doubts is what of a case study could not be read for certain.
type Doubts struct {
	// Standards says that the list of standards could not be read as a whole.
	Standards bool
	// Astray has for each heading the section that it begins if it is at another
	// level than the others, so that it is within a section or apart from all; nil
	// where there are none.
	Astray []Part
	// Meant are the sections that a line was meant to head and does not.
	Meant []Part
}

// divide finds the sections of the body. The doubts are those there are already.
func (s *CaseStudy) divide(d Doubts) {
	s.Parts, d.Astray = findParts(s.Body.Headings)
	if d.Standards || d.Astray != nil || d.Meant != nil {
		s.Doubts = &d
	}
}

// Unsure reports whether the list of standards could not be read as a whole.
func (s *CaseStudy) Unsure() bool { return s.Doubts != nil && s.Doubts.Standards }

// Impact is one measured change.
type Impact struct {
	Measure  string `key:"measure,required" eg:"Words used in talk" doc:"What was measured."`
	Baseline Number `key:"baseline" eg:"58" doc:"The figure before."`
	After    Number `key:"after" eg:"84" doc:"The figure after."`
	Unit     string `key:"unit" doc:"What the figures count, for example % or days."`
	Pupils   int    `key:"pupils" doc:"How many pupils were measured."`
	Staff    int    `key:"staff" doc:"How many staff were measured."`
	Schools  int    `key:"schools" doc:"How many schools were measured."`
	Method   string `key:"method" doc:"How it was measured."`
	Caveat   string `key:"caveat" doc:"What the figure does not show."`
	Pos      diag.Place
}

// Reference is a work that a study draws on.
type Reference struct {
	Title  string `key:"title,required" eg:"A study of talk" doc:"The work's title."`
	Author string `key:"author" eg:"S. Hartwick" doc:"Who wrote it."`
	Year   int    `key:"year" eg:"2019" doc:"The year it appeared."`
	URL    URL    `key:"url" doc:"Where to read it."`
	Pos    diag.Place
}

// Resource is a file or page that a study offers for use.
type Resource struct {
	Title   string `key:"title,required" eg:"Lesson plan" doc:"What it is."`
	File    string `key:"file" eg:"plan.docx" doc:"A file beside the page."`
	URL     URL    `key:"url" eg:"https://www.example.sch.uk/plan" doc:"An address, if it is not a file beside the page."`
	Licence string `key:"licence" doc:"How others may use it."`
	Pos     diag.Place
}

func (s *CaseStudy) check(c *checker) {
	c.require("practitioners: [amira-khan]", "practitioners")
	c.require("school: northfield-primary", "school", "schools")
	c.require("date: 2026-03-12", "date")
	c.require("standards: [PS1, PK2]", "standards")
	c.either("school", "schools")
	c.either("theme", "themes")
	s.checkLists(c)
	c.order("period.from", s.Period.From, "period.to", s.Period.To)
	c.order("date", s.Date, "review_by", s.ReviewBy)
	c.signed("signoff", s.Signoff, "the day of the work", s.Date)
	if id := s.AdaptedFrom.ID; id != "" && id == s.Slug {
		c.add(diag.SchemaValue, c.in(s.AdaptedFrom.Pos), "name the other study, or delete the line", "the study is adapted from itself")
	}
	s.checkImpact(c)
	s.checkWorks(c)
}

func (s *CaseStudy) checkLists(c *checker) {
	c.refs("practitioners", s.Practitioners)
	c.refs("schools", s.Schools)
	c.refs("standards", s.Standards)
	c.terms("themes", s.Themes)
	c.terms("phases", s.Phases)
	c.terms("key_stages", s.KeyStages)
	c.terms("subjects", s.Subjects)
	c.terms("groups", s.Groups)
}

func (s *CaseStudy) checkImpact(c *checker) {
	for i := range s.Impact {
		path := fmt.Sprintf("impact[%d]", i)
		c.positive(path+".pupils", s.Impact[i].Pupils)
		c.positive(path+".staff", s.Impact[i].Staff)
		c.positive(path+".schools", s.Impact[i].Schools)
	}
}

// checkWorks looks at what the study draws on and offers.
func (s *CaseStudy) checkWorks(c *checker) {
	for i, r := range s.References {
		path := fmt.Sprintf("references[%d].year", i)
		if c.read(path) && (r.Year < 1500 || r.Year > date.Latest) {
			c.add(diag.SchemaValue, c.at(path), "type the year in four figures: year: 2019", "%d is not the year of a work", r.Year)
		}
	}
	for i, r := range s.Resources {
		path := fmt.Sprintf("resources[%d]", i)
		file, web := c.given(path+".file"), c.given(path+".url")
		if file && web {
			c.add(diag.SchemaValue, c.at(path+".url"), "delete one of them", "the resource has both a file and an address")
		}
		if !file && !web {
			at := c.in(r.Pos)
			for _, key := range []string{".file", ".url"} {
				if empty, there := c.places.Keys[path+key]; there {
					at = empty
				}
			}
			c.add(diag.SchemaRequired, at, "add a line: file: plan.docx, or url: https://www.example.sch.uk/plan", "the resource has neither a file nor an address")
		}
		s.Resources[i].File = c.beside(path+".file", r.File)
	}
}
