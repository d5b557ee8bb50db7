package render

import (
	"cmp"
	"strings"

	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/content"
)

// The types below are schema.org's, for search engines. They go into a page as
// one JSON island, which html/template writes and escapes. An address is left
// out where the site has no base_url.

type thing struct {
	Context     string `json:"@context,omitempty"`
	Type        string `json:"@type"`
	ID          string `json:"@id,omitempty"`
	Name        string `json:"name,omitempty"`
	Description string `json:"description,omitempty"`
	URL         string `json:"url,omitempty"`
}

const schemaOrg = "https://schema.org"

type articleData struct {
	thing
	Headline      string  `json:"headline"`
	DatePublished string  `json:"datePublished,omitempty"`
	DateModified  string  `json:"dateModified,omitempty"`
	Language      string  `json:"inLanguage"`
	Licence       string  `json:"license,omitempty"`
	Authors       []thing `json:"author,omitempty"`
	Publisher     thing   `json:"publisher"`
	About         []thing `json:"about,omitempty"`
	BasedOn       string  `json:"isBasedOn,omitempty"`
}

func (m *maker) articleData(s *catalog.CaseStudy) any {
	d := m.room.articles.one()
	*d = articleData{
		thing:    thing{Context: schemaOrg, Type: "Article", Description: s.Summary, URL: m.here()},
		Headline: s.Title, DatePublished: m.lang.day(s.Date).ISO, DateModified: m.lang.day(s.Updated).ISO,
		Language: m.tag, Licence: licences[s.Licence], Publisher: m.publisher(),
	}
	d.Authors = m.room.things.upTo(len(s.Practitioners))
	for _, p := range s.Practitioners {
		author := thing{Type: "Person", Name: p.Title}
		if p.Profile {
			author.URL = m.settings.Address(p.Path())
		}
		d.Authors = append(d.Authors, author)
	}
	d.About = m.room.things.upTo(len(s.Claims))
	for _, c := range s.Claims {
		d.About = append(d.About, thing{Type: "DefinedTerm", Name: c.Standard.Code + " " + c.Standard.Title, URL: m.full(c.Standard.Path())})
	}
	if s.AdaptedFrom != nil {
		d.BasedOn = m.settings.Address(s.AdaptedFrom.Path())
	}
	return d
}

func (m *maker) publisher() thing {
	return thing{Type: "Organization", Name: m.settings.Title, URL: m.full("index.html")}
}

type personData struct {
	thing
	JobTitle   string     `json:"jobTitle,omitempty"`
	WorksFor   *thing     `json:"worksFor,omitempty"`
	Knows      []string   `json:"knowsAbout,omitempty"`
	Credential []awarding `json:"hasCredential,omitempty"`
}

type awarding struct {
	thing
	ValidFrom string `json:"validFrom,omitempty"`
	Expires   string `json:"expires,omitempty"`
	By        *thing `json:"recognizedBy,omitempty"`
}

// personData names only credentials in force; a lapsed one is no credential.
func (m *maker) personData(p *catalog.Practitioner) any {
	d := personData{thing: thing{Context: schemaOrg, Type: "Person", Name: p.Title, Description: p.Summary, URL: m.here()}}
	d.Knows = m.labels("expertise", p.Expertise)
	if p.Left {
		return d
	}
	d.JobTitle = p.JobTitle
	if p.School != nil {
		d.WorksFor = m.organisation(p.School)
	}
	for _, c := range p.Credentials {
		if !c.InForce() {
			continue
		}
		a := awarding{thing: thing{Type: "EducationalOccupationalCredential", Name: m.lang.Label("role", c.Credential.Credential.ID)},
			ValidFrom: c.Awarded.String(), Expires: c.Until.String()}
		if c.Body != "" {
			a.By = &thing{Type: "Organization", Name: c.Body}
		}
		d.Credential = append(d.Credential, a)
	}
	return d
}

func (m *maker) organisation(s *catalog.School) *thing {
	return &thing{Type: "EducationalOrganization", Name: s.Title, URL: m.full(s.Path())}
}

type schoolData struct {
	thing
	Site       string    `json:"sameAs,omitempty"`
	Identifier *property `json:"identifier,omitempty"`
	Parent     *thing    `json:"parentOrganization,omitempty"`
	Awards     []string  `json:"award,omitempty"`
}

type property struct {
	Type  string `json:"@type"`
	ID    string `json:"propertyID"`
	Value string `json:"value"`
}

func (m *maker) schoolData(s *catalog.School) any {
	d := schoolData{thing: thing{Context: schemaOrg, Type: "EducationalOrganization", Name: s.Title, Description: s.Summary, URL: m.here()}}
	d.Site = webAddress(s.Website)
	if s.URN != "" {
		d.Identifier = &property{"PropertyValue", "URN", s.URN}
	}
	if s.Trust != "" {
		d.Parent = &thing{Type: "Organization", Name: s.Trust}
	}
	for _, named := range s.Designations {
		if m.designated(named) {
			d.Awards = append(d.Awards, named.Name)
		}
	}
	return d
}

type termData struct {
	thing
	Code string `json:"termCode"`
	Set  thing  `json:"inDefinedTermSet"`
}

func (m *maker) standardData(s *catalog.Standard) any {
	return termData{
		thing: thing{Context: schemaOrg, Type: "DefinedTerm", Name: s.Title, Description: s.Summary, URL: m.full(s.Path())},
		Code:  s.Code,
		Set:   thing{Type: "DefinedTermSet", Name: s.Framework.Title, URL: m.full(s.Framework.Path())},
	}
}

type eventData struct {
	thing
	Start     string `json:"startDate"`
	End       string `json:"endDate,omitempty"`
	Mode      string `json:"eventAttendanceMode"`
	Location  []any  `json:"location,omitempty"`
	Organiser thing  `json:"organizer"`
}

type place struct {
	Type    string `json:"@type"`
	Name    string `json:"name"`
	Address string `json:"address"`
}

func (m *maker) eventData(e *catalog.Event) any {
	d := eventData{
		thing: thing{Context: schemaOrg, Type: "Event", Name: e.Title, Description: e.Summary, URL: m.here()},
		Start: e.Start.String(), End: e.End.String(), Mode: schemaOrg + "/OfflineEventAttendanceMode", Organiser: m.publisher(),
	}
	if e.Place != "" {
		d.Location = append(d.Location, place{"Place", e.Place, e.Place})
	}
	if e.Online {
		d.Mode = schemaOrg + "/OnlineEventAttendanceMode"
		if e.Place != "" {
			d.Mode = schemaOrg + "/MixedEventAttendanceMode"
		}
		d.Location = append(d.Location, thing{Type: "VirtualLocation", URL: cmp.Or(webAddress(e.BookingURL), m.here())})
	}
	return d
}

// webAddress returns an address that is complete, or "".
func webAddress(u content.URL) string {
	if len(u) > 8 && (u[:8] == "https://" || u[:7] == "http://") {
		return string(u)
	}
	return ""
}

type postingData struct {
	thing
	Title            string     `json:"title"`
	DatePosted       string     `json:"datePosted,omitempty"`
	ValidThrough     string     `json:"validThrough,omitempty"`
	Starts           string     `json:"jobStartDate,omitempty"`
	Organisation     any        `json:"hiringOrganization"`
	Location         *workplace `json:"jobLocation,omitempty"`
	Qualifications   string     `json:"qualifications,omitempty"`
	Responsibilities string     `json:"responsibilities,omitempty"`
	Skills           string     `json:"skills,omitempty"`
	Industry         string     `json:"industry,omitempty"`
	Direct           bool       `json:"directApply"`
}

type workplace struct {
	Type    string `json:"@type"`
	Name    string `json:"name"`
	Address postal `json:"address"`
}

type postal struct {
	Type    string `json:"@type"`
	Region  string `json:"addressRegion,omitempty"`
	Country string `json:"addressCountry,omitempty"`
}

// countryCode is the ISO 3166 code of a school's country: GB, or nothing where
// the author says another.
func countryCode(country string) string {
	if country == "other" {
		return ""
	}
	return "GB"
}

// postData describes a post that is open; a closed one is none.
func (m *maker) postData(o *catalog.Opportunity) any {
	if o.Closed {
		return nil
	}
	d := postingData{
		thing: thing{Context: schemaOrg, Type: "JobPosting", Description: o.Summary, URL: m.here()},
		Title: cmp.Or(o.Role, o.Title), DatePosted: o.Date.String(), ValidThrough: o.Closes.String(), Starts: o.Starts.String(),
		Organisation: m.publisher(), Qualifications: m.lang.list(o.Qualifications),
		Responsibilities: strings.Join(o.Responsibilities, "; "), Skills: strings.Join(o.Skills, "; "),
	}
	if o.Sector.ID != "" {
		d.Industry = m.lang.Label("sector", o.Sector.ID)
	}
	if o.School != nil {
		d.Organisation = m.organisation(o.School)
		d.Location = &workplace{"Place", o.School.Title, postal{"PostalAddress", o.School.LocalAuthority, countryCode(o.School.Country)}}
	}
	return d
}
