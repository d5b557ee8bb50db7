// Package export writes the machine-readable forms of a site.
//
// In come the frozen catalogue, the settings and the list of pages. Out come the
// bytes of the feed, the sitemap, robots.txt and the standards-coverage index. It
// never writes HTML, makes XML by joining strings or reads the clock.
package export

import (
	"bytes"
	"encoding/xml"

	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/config"
	"github.com/exemplar-lp/exemplar/internal/date"
)

// FeedPath is the output path of the Atom feed.
const FeedPath = "feed.xml"

// feedEntries is how many case studies the feed has.
const feedEntries = 30

// The elements of an Atom feed, RFC 4287.
type (
	atomFeed struct {
		XMLName   xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
		Lang      string      `xml:"xml:lang,attr,omitempty"`
		ID        string      `xml:"id"`
		Title     string      `xml:"title"`
		Subtitle  string      `xml:"subtitle,omitempty"`
		Updated   string      `xml:"updated"`
		Authors   []atomName  `xml:"author"`
		Links     []atomLink  `xml:"link"`
		Generator string      `xml:"generator"`
		Entries   []atomEntry `xml:"entry"`
	}
	atomEntry struct {
		Lang       string         `xml:"xml:lang,attr,omitempty"`
		ID         string         `xml:"id"`
		Title      string         `xml:"title"`
		Published  string         `xml:"published"`
		Updated    string         `xml:"updated"`
		Authors    []atomName     `xml:"author"`
		Links      []atomLink     `xml:"link"`
		Categories []atomCategory `xml:"category"`
		Summary    string         `xml:"summary,omitempty"`
	}
	atomName struct {
		Name string `xml:"name"`
	}
	atomLink struct {
		Rel  string `xml:"rel,attr"`
		Type string `xml:"type,attr"`
		Href string `xml:"href,attr"`
	}
	atomCategory struct {
		Term string `xml:"term,attr"`
	}
)

// Feed returns an Atom feed (RFC 4287) of the thirty newest case studies that
// have a date. It is nil without a base_url, since a feed's links must be
// complete.
func Feed(cat *catalog.Catalog, settings *config.Settings) []byte {
	if settings.BaseURL == "" {
		return nil
	}
	feed := atomFeed{
		Lang: settings.Language, ID: stableID(settings, "index.html"), Title: settings.Title, Subtitle: settings.Description,
		Authors: []atomName{{settings.Title}}, Generator: "Exemplar",
		Links: []atomLink{
			{"self", "application/atom+xml", settings.Address(FeedPath)},
			{"alternate", "text/html", settings.Address("index.html")},
		},
	}
	newest := date.Date{}
	for _, s := range cat.CaseStudies {
		if s.Date.IsZero() || len(feed.Entries) == feedEntries {
			continue
		}
		feed.Entries = append(feed.Entries, entryOf(s, settings))
		if changed := changedOn(s); changed.After(newest) {
			newest = changed
		}
	}
	if newest.IsZero() {
		newest = cat.AsOf
	}
	feed.Updated = instant(newest)
	return document(feed)
}

func entryOf(s *catalog.CaseStudy, settings *config.Settings) atomEntry {
	e := atomEntry{
		Lang: s.Lang, ID: stableID(settings, s.Path()), Title: s.Title, Summary: s.Summary,
		Published: instant(s.Date), Updated: instant(changedOn(s)),
		Links: []atomLink{{"alternate", "text/html", settings.Address(s.Path())}},
	}
	for _, p := range s.Practitioners {
		e.Authors = append(e.Authors, atomName{p.Title})
	}
	for _, theme := range s.Themes {
		e.Categories = append(e.Categories, atomCategory{theme})
	}
	return e
}

// stableID is an address that does not change with clean_urls, so that readers
// know an entry again.
func stableID(settings *config.Settings, path string) string {
	plain := *settings
	plain.CleanURLs = false
	return plain.Address(path)
}

func changedOn(s *catalog.CaseStudy) date.Date {
	if s.Updated.After(s.Date) {
		return s.Updated
	}
	return s.Date
}

// instant is the start of a day as RFC 3339 writes it.
func instant(d date.Date) string { return d.String() + "T00:00:00Z" }

// document writes a value as an XML document.
func document(v any) []byte {
	var out bytes.Buffer
	out.WriteString(xml.Header)
	e := xml.NewEncoder(&out)
	e.Indent("", " ")
	if err := e.Encode(v); err != nil {
		panic(err) // the types above are fixed, and any text can be written
	}
	out.WriteByte('\n')
	return out.Bytes()
}
