// Package catalog knows all entries at once.
//
// In comes every typed entry of the content folder and the day as of which the
// site is built. Out comes one frozen Catalog: references resolved in both
// directions, body links and evidence markers looked up, credentials judged,
// and the coverage of each framework counted. It never reads a file, makes HTML
// or changes after Link returned it.
package catalog

import (
	"sync"

	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/date"
)

// Catalog is every entry that is published, with its relations. All slices are
// sorted, and nothing in it changes once made.
type Catalog struct {
	// AsOf is the day by which dates are judged.
	AsOf date.Date
	// Frameworks has the default framework first, then the others by order and
	// slug.
	Frameworks []*Framework
	// CaseStudies are newest first, then by slug.
	CaseStudies []*CaseStudy
	// Practitioners are by last word of the name, then whole name. Hidden ones
	// are not here.
	Practitioners []*Practitioner
	// Schools are by title.
	Schools []*School
	// Events are by start, earliest first.
	Events []*Event
	// Opportunities are by closing day, earliest first.
	Opportunities []*Opportunity
	// Pages are by path; Sections too, the home page among them if there is one.
	Pages    []*Page
	Sections []*Section
	// Files are the files of content/ that are not pages, pictures among them, by
	// path. Those in the bundle of a page that is not published are left out.
	Files []content.File
	// Aliases are the former addresses of pages, by path.
	Aliases []Alias
	// Withheld names every entry that was left out, and every person who has no
	// page, by source.
	Withheld []Withheld

	paths   map[string]Entry
	ordered []Entry // those of paths, by path

	// What only some pages ask for is worked out when the first one does.
	divided  later[[]division]
	covered  later[[]*Coverage]
	relation later[*relation]
}

// later is a value that is worked out when it is first asked for, once; all who
// ask see the same. So a frozen catalogue stays frozen.
type later[T any] struct {
	once  sync.Once
	value T
}

func (l *later[T]) get(work func() T) T {
	l.once.Do(func() { l.value = work() })
	return l.value
}

// Lookup returns the entry published at an output path such as
// schools/osmerby-primary.html.
func (c *Catalog) Lookup(path string) (Entry, bool) {
	e, ok := c.paths[path]
	return e, ok
}

// Each calls f with every entry that has a page, by path.
func (c *Catalog) Each(f func(Entry)) {
	for _, e := range c.ordered {
		f(e)
	}
}

// Coverage has one value for each framework, in the order of Frameworks. The
// caller must not change it.
func (c *Catalog) Coverage() []*Coverage {
	return c.covered.get(func() []*Coverage { return cover(c) })
}

// Keys are the columns of a dimension, which are the same for each framework,
// in the order of [Dimension]. They take less work than the whole coverage.
func (c *Catalog) Keys(dimension string) []Key {
	for _, d := range c.divisions() {
		if d.id == dimension {
			return d.keys
		}
	}
	return nil
}

// Entry is one published entry of any kind: a pointer to Page, Section,
// Framework, Standard, CaseStudy, Practitioner, School, Event or Opportunity.
type Entry interface {
	Common() *content.Meta
	// Linked returns what the catalogue knows about the entry's body.
	Linked() *Links
}

// Links is what the catalogue found out about one body.
type Links struct {
	// Targets answers Body.Links, one for one.
	Targets []Target
	// Pictures answers Body.Images, one for one, with the path of the picture
	// file relative to the site's root; "" where there is none.
	Pictures []string
	// Claims answers Body.Markers, one for one; nil where a bracket names no
	// standard and is plain text.
	Claims []*Evidence
	// LinkedFrom are the entries whose bodies link here, each once, by path. A
	// marker outside a case study is a link to its standard.
	LinkedFrom []Entry
	// Addresses answers the front-matter keys whose value may be a page of the
	// site (contact, website, booking_url, apply_url); External where it is an
	// address elsewhere or an e-mail address. It may be nil.
	Addresses map[string]Target
}

// Linked returns l itself; every resolved kind embeds Links.
func (l *Links) Linked() *Links { return l }

// Target is where a link of a body leads.
type Target struct {
	// Path is the output path (case-studies/talk.html), or for a file the path
	// of the source file relative to the site's root with File set. Empty means
	// that the link leads nowhere that is published: print its text alone.
	Path string
	// Query is what follows ?, without it, as written.
	Query string
	// Fragment is the id after #, without it.
	Fragment string
	// File says that Path is a file of content/ that is not a page.
	File bool
	// External says that the link leaves the site and is already complete.
	External bool
}

// Withheld is an entry whose page is not published.
type Withheld struct {
	Source string
	Title  string
	// Reason is draft, in review, withdrawn, hidden, not before a date and the like,
	// in words for the end of a build.
	Reason string
}

// Framework is a set of standards with its standards.
type Framework struct {
	*content.Framework
	Links
	// Default says that its codes need no framework/ before them.
	Default      bool
	Domains      []*Domain
	Standards    []*Standard
	SupersededBy *Framework

	rank int // place in Catalog.Frameworks
}

// Domain is a group of standards, in order. A framework whose standards name no
// domain has one Domain with an empty title.
type Domain struct {
	ID, Title string
	Standards []*Standard
}

// Standard is one standard and the evidence for it.
type Standard struct {
	*content.Standard
	Links
	Framework *Framework
	Domain    *Domain
	// Number is the number to print, as the framework's numbering says; Running
	// counts through the framework from 1.
	Number, Running int
	// Equivalents are in other frameworks, given in either direction.
	Equivalents    []*Standard
	Previous, Next *Standard
	// Claims are the claims to this standard itself: validated before evidenced
	// before claimed, then highest level, newest, slug.
	Claims []*Claim
	// Borrowed are claims to an equivalent standard, in the same order.
	Borrowed []*Claim

	index int // place among the standards of all frameworks, in order
}

// Strength says how well a claim is supported.
type Strength int

// The strengths, weakest first. None is the zero value.
const (
	None Strength = iota
	// Claimed: the front matter names the standard.
	Claimed
	// Evidenced: a block of the body is marked with it.
	Evidenced
	// Validated: it is evidenced and the case study is signed off.
	Validated
)

// String returns none, claimed, evidenced or validated.
func (s Strength) String() string {
	return [...]string{"none", "claimed", "evidenced", "validated"}[s]
}

// Claim is one case study's claim to one standard.
type Claim struct {
	Standard *Standard
	Study    *CaseStudy
	Strength Strength
	// Level is the highest level marked, 0 where none is.
	Level int
	// Current says that the study's date is within the framework's validity as
	// of the catalogue's day; Until is the last such day, zero without a limit.
	Current bool
	Until   date.Date
	// Evidence is the marked blocks in document order; empty if only claimed.
	Evidence []*Evidence
}

// Evidence is one marked block of a case study, or in another kind of entry a
// mention of a standard (Claim is then nil).
type Evidence struct {
	Standard *Standard
	Claim    *Claim
	// Level is the level marked, 0 where none is.
	Level int
	// Anchor is the id of the block on the study's page.
	Anchor string
	// Text is the block as plain text.
	Text string
}

// CaseStudy is a case study with the people, schools and standards it names.
type CaseStudy struct {
	*content.CaseStudy
	// Practitioners are the authors who may be named, in the author's order.
	Practitioners []*Practitioner
	// Schools are those of the work, in the author's order.
	Schools []*School
	// Themes has the main theme first.
	Themes []string
	// Claims are by framework, then standard.
	Claims      []*Claim
	AdaptedFrom *CaseStudy
	// AdaptedBy are studies that took this one up, newest first.
	AdaptedBy []*CaseStudy
	// Offered answers CaseStudy.Resources, one for one: the file, the page or,
	// for an address elsewhere, External. Empty where there is none.
	Offered []Target
	// SignedOff says that somebody signed by the catalogue's day.
	SignedOff bool

	Links

	of   *Catalog
	rank int // place in Catalog.CaseStudies
}

// Practitioner is a person with their schools, work and credentials.
type Practitioner struct {
	*content.Practitioner
	// Profile says whether the person has a page; otherwise only the name is
	// printed.
	Profile bool
	// Picture is the file of Photo relative to the site's root; empty without a
	// page and a day on which the person agreed to it.
	Picture string
	// Left says that the last day in the programme is past.
	Left        bool
	School      *School
	Previous    []Employment
	Credentials []Credential
	// CaseStudies are newest first.
	CaseStudies []*CaseStudy
	Links

	of       *Catalog
	column   int // place among those with a case study
	strips   later[[]Strip]
	verdicts later[[]Verdict]
}

// Employment is a time in a school.
type Employment struct {
	School   *School
	From, To date.Date
}

// State is where a credential stands as of the catalogue's day.
type State string

// The states of a credential.
const (
	StateAspirant     State = "aspirant"
	StateAccredited   State = "accredited"
	StateReaccredited State = "re-accredited"
	// StateDue is a credential that ends within twelve months.
	StateDue    State = "due"
	StateLapsed State = "lapsed"
	// StateHistoric is a credential that is no longer awarded, or that a later
	// award of the same kind replaced.
	StateHistoric State = "historic"
	// StateFuture is an award dated after the catalogue's day.
	StateFuture State = "future"
)

// Credential is an award with its state.
type Credential struct {
	content.Credential
	Framework *Framework
	State     State
	// Sort is accreditation, designation, post, stage, status, qualification or
	// award.
	Sort string
	// Until is the last day it stands, extended or not; zero without an end.
	Until date.Date
	// Together are the others who share the award, hidden people left out.
	Together []*Practitioner
}

// School is a school with its people, work and place in the coverage.
type School struct {
	*content.School
	Links
	// Practitioners work there now; Former did once and are in the programme.
	Practitioners, Former []*Practitioner
	// CaseStudies are newest first.
	CaseStudies []*CaseStudy
	// Opportunities are the open posts of the school.
	Opportunities []*Opportunity

	of     *Catalog
	column int // place in Catalog.Schools
	strips later[[]Strip]
}

// Event is an event, upcoming or past.
type Event struct {
	*content.Event
	Links
	// Past says that it ended before the catalogue's day.
	Past bool
}

// Opportunity is a post, open or closed.
type Opportunity struct {
	*content.Opportunity
	Links
	School *School
	// Closed says that the closing day is before the catalogue's day.
	Closed bool
}

// Page is a page of no special kind.
type Page struct {
	*content.Page
	Links
	// Milestones answers Page.Timeline, one for one, with the event of each; nil
	// where there is none.
	Milestones []*Event
}

// Section is the landing page of a folder.
type Section struct {
	*content.Section
	Links
	// Pages are the pages directly in the folder, by order, then title.
	Pages []*Page
	// Milestones answers Section.Timeline as that of a page.
	Milestones []*Event
	// Featured answers Section.Featured; studies that are not published are left
	// out.
	Featured []*CaseStudy
}
