// Package config reads exemplar.yaml, the settings of a site.
//
// In comes the file's text. Out come settings with every default filled in, and
// the problems of the file. It never reads the environment, a flag or another
// file.
package config

import (
	"github.com/exemplar-lp/exemplar/internal/date"
	"github.com/exemplar-lp/exemplar/internal/diag"
)

// File is the name of the settings file in a site's root.
const File = "exemplar.yaml"

// Settings is exemplar.yaml with defaults filled in. It does not change after
// Read.
type Settings struct {
	Title       string `key:"title,required" eg:"Northfield teaches" doc:"The portal's name, at the top of every page."`
	Description string `key:"description" doc:"What the portal is, in a sentence, for search engines and feeds."`
	BaseURL     string `key:"base_url" doc:"The portal's full address, such as https://lp.example.sch.uk/. Without it there are no canonical addresses, sitemap or feed."`
	Language    string `key:"language" doc:"The language of the pages: en-GB (the default) or cy."`
	// Bilingual is wanted or required; empty for a portal in one language.
	Bilingual  string     `key:"bilingual" enum:"wanted,required" doc:"wanted warns of pages that are not in both Welsh and English; required makes it an error."`
	Framework  string     `key:"framework" doc:"The folder of the default framework; needed only where there are several."`
	Theme      string     `key:"theme" doc:"The theme's folder under themes/; default unless said."`
	Brand      Brand      `key:"brand" doc:"The portal's colour and logo."`
	Navigation []NavItem  `key:"navigation" doc:"The links at the top of every page, in order. Without it the sections that exist are listed."`
	Contact    Contact    `key:"contact" doc:"How visitors reach the programme."`
	CleanURLs  bool       `key:"clean_urls" doc:"true drops .html and index.html from links, for hosts that serve them so."`
	Checks     Checks     `key:"checks" doc:"Changed severities of checks, each with a reason and an end."`
	Privacy    Privacy    `key:"privacy" doc:"The policy for pictures and small numbers."`
	Publishing Publishing `key:"publishing" doc:"What a page needs before it is published."`
	// Vocabularies adds words to the vocabularies, by vocabulary name.
	Vocabularies map[string][]string `key:"vocabularies" doc:"More words for a vocabulary: theme, subject, role and so on."`
	Limits       Limits              `key:"limits" doc:"Higher limits for large files."`

	// Keys gives the place of each top-level key.
	Keys map[string]diag.Position
}

// Brand is how a site looks like its school.
type Brand struct {
	Colour string `key:"colour" doc:"The school's colour as #rrggbb, dark enough to be read on a light page; the shade for dark pages is computed."`
	Logo   string `key:"logo" doc:"A picture file of the site, such as content/logo.png."`
	Pos    diag.Place
}

// NavItem is one link of the main navigation.
type NavItem struct {
	Title string `key:"title,required" doc:"The words of the link."`
	// Page is a content file (programme/_index.md) or one of the generated
	// pages coverage and search.
	Page string `key:"page,required" doc:"A content file, such as programme/_index.md, or coverage or search."`
	Pos  diag.Place
}

// Contact is where questions go.
type Contact struct {
	Email string `key:"email" doc:"A shared address of the programme."`
	Page  string `key:"page" doc:"A content file that says how to get in touch."`
	// RequestURL is used in place of a message for requests for support.
	RequestURL string `key:"request_url" doc:"A form of your own for requests for support; without it a message is begun."`
	Pos        diag.Place
}

// Checks maps a diagnostic code to its changed severity.
type Checks map[string]Override

// Override changes a check's severity for a time and says why.
type Override struct {
	Severity string    `key:"severity,required" enum:"error,warning,info,off" doc:"What the check is to be: error, warning, info or off."`
	Reason   string    `key:"reason,required" eg:"the old studies are mended by Easter" doc:"Why, for whoever reads the report."`
	Until    date.Date `key:"until,required" doc:"The last day of the change."`
	Pos      diag.Place
}

// Privacy is the policy for pictures of people and for small groups.
type Privacy struct {
	PupilFaces     string `key:"pupil_faces" enum:"never,with-consent" doc:"never unless said."`
	SmallNumber    int    `key:"small_number" doc:"Groups smaller than this are not published; 6 unless said, 5 in Wales."`
	Country        string `key:"country" enum:"england,wales,scotland,northern-ireland,other" doc:"Whose rules for small numbers hold; england unless said. In Wales figures of 5 to 9 pupils may be published as percentages alone."`
	PictureWidth   int    `key:"pupil_picture_width" doc:"The largest width in pixels of a picture of pupils; 1200 unless said."`
	ProfileConsent string `key:"profile_consent" enum:"optional,required" doc:"required makes a person's page an error without the day on which the person agreed; optional unless said."`
	Crawlers       string `key:"ai_crawlers" enum:"refused,allowed" doc:"Whether robots.txt lets in the programs that collect text for artificial intelligence; refused unless said."`
	Pos            diag.Place
}

// PercentagesOnly reports whether a group is one of 5 to 9 pupils in Wales, of which
// percentages are published and neither counts nor its own size, from which they could
// be worked out.
func (p *Privacy) PercentagesOnly(pupils int) bool {
	const below = 10
	return p.Country == "wales" && pupils > 0 && pupils < below
}

// Publishing is what a page needs before it is published.
type Publishing struct {
	RequireSignoff      bool        `key:"require_signoff" doc:"true leaves out case studies that nobody signed."`
	RequireSafeguarding bool        `key:"require_safeguarding_check" doc:"true leaves out case studies that nobody has checked for children who could be recognised."`
	ReviewGrace         date.Length `key:"review_grace" doc:"How long after its review_by a case study is still published, such as 6m; for ever unless said."`
	Pos                 diag.Place
}

// Limits raise what a site accepts; 0 keeps the default.
type Limits struct {
	FileKiB      int `key:"file_kib" doc:"The largest content file, in KiB; 256 unless said."`
	FrontKiB     int `key:"front_matter_kib" doc:"The largest front matter, in KiB; 64 unless said."`
	ImageMB      int `key:"image_mb" doc:"The largest picture file, in MB; 25 unless said."`
	Megapixels   int `key:"image_megapixels" doc:"The most pixels of a picture, in millions; 50 unless said."`
	DownloadMB   int `key:"download_mb" doc:"The largest file to download, in MB; 100 unless said."`
	Depth        int `key:"depth" doc:"How deeply quotes and lists may nest; 32 unless said."`
	Delimiters   int `key:"delimiters" doc:"The most brackets and stars in a paragraph; 500 unless said."`
	ParagraphKiB int `key:"paragraph_kib" doc:"The largest paragraph, in KiB; 64 unless said."`
	Columns      int `key:"table_columns" doc:"The most columns of a table; 32 unless said."`
	Cells        int `key:"table_cells" doc:"The most table cells in a file; 20,000 unless said."`
	Footnotes    int `key:"footnotes" doc:"The most footnotes in a file; 500 unless said."`
	Definitions  int `key:"definitions" doc:"The most link definitions in a file; 1,000 unless said."`
	OutputFactor int `key:"output_factor" doc:"How many times larger than its text a page may become; 20 unless said."`
	Pos          diag.Place
}
