package export_test

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/config"
	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/date"
	"github.com/exemplar-lp/exemplar/internal/export"
)

func settings() *config.Settings {
	return &config.Settings{Title: "Our portal", Description: "What we do.", BaseURL: "https://lp.example/x/", Language: "en-GB"}
}

func caseStudy(slug, title string, day date.Date) *catalog.CaseStudy {
	s := new(content.CaseStudy)
	s.Dir, s.Slug, s.Title, s.Date = "case-studies", slug, title, day
	return &catalog.CaseStudy{CaseStudy: s}
}

func TestFeed(t *testing.T) {
	talk := caseStudy("talk", "Talk & <listen>", date.Date{Year: 2026, Month: 3, Day: 12})
	talk.Summary, talk.Themes, talk.Updated = "What\x0bwe did", []string{"oracy"}, date.Date{Year: 2026, Month: 4, Day: 1}
	ann := new(content.Practitioner)
	ann.Title = "Ann Ap"
	talk.Practitioners = []*catalog.Practitioner{{Practitioner: ann}}
	welsh := caseStudy("siarad", "Siarad", date.Date{Year: 2025, Month: 1, Day: 2})
	welsh.Lang = "cy"
	undated := caseStudy("undated", "Undated", date.Date{})
	cat := &catalog.Catalog{AsOf: date.Date{Year: 2026, Month: 11, Day: 21}, CaseStudies: []*catalog.CaseStudy{talk, welsh, undated}}
	want := `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB">
 <id>https://lp.example/x/index.html</id>
 <title>Our portal</title>
 <subtitle>What we do.</subtitle>
 <updated>2026-04-01T00:00:00Z</updated>
 <author>
  <name>Our portal</name>
 </author>
 <link rel="self" type="application/atom+xml" href="https://lp.example/x/feed.xml"></link>
 <link rel="alternate" type="text/html" href="https://lp.example/x/"></link>
 <generator>Exemplar</generator>
 <entry>
  <id>https://lp.example/x/case-studies/talk.html</id>
  <title>Talk &amp; &lt;listen&gt;</title>
  <published>2026-03-12T00:00:00Z</published>
  <updated>2026-04-01T00:00:00Z</updated>
  <author>
   <name>Ann Ap</name>
  </author>
  <link rel="alternate" type="text/html" href="https://lp.example/x/case-studies/talk"></link>
  <category term="oracy"></category>
  <summary>What` + "\uFFFD" + `we did</summary>
 </entry>
 <entry xml:lang="cy">
  <id>https://lp.example/x/case-studies/siarad.html</id>
  <title>Siarad</title>
  <published>2025-01-02T00:00:00Z</published>
  <updated>2025-01-02T00:00:00Z</updated>
  <link rel="alternate" type="text/html" href="https://lp.example/x/case-studies/siarad"></link>
 </entry>
</feed>
`
	s := settings()
	s.CleanURLs = true
	if d := cmp.Diff(want, string(export.Feed(cat, s))); d != "" {
		t.Error(d)
	}
	s.BaseURL = ""
	if export.Feed(cat, s) != nil {
		t.Error("there is a feed without an address")
	}
}

func TestFeed_bounds(t *testing.T) {
	cat := &catalog.Catalog{AsOf: date.Date{Year: 2026, Month: 11, Day: 21}}
	if got := string(export.Feed(cat, settings())); !strings.Contains(got, "<updated>2026-11-21T00:00:00Z</updated>") || strings.Contains(got, "<entry>") {
		t.Errorf("the feed of nothing is %s", got)
	}
	for i := range 40 {
		cat.CaseStudies = append(cat.CaseStudies, caseStudy(fmt.Sprint("s", i), "S", date.Date{Year: 2026, Month: 1, Day: 1}))
	}
	if n := bytes.Count(export.Feed(cat, settings()), []byte("<entry>")); n != 30 {
		t.Errorf("the feed has %d entries", n)
	}
}

// FuzzFeed proves that every title makes a document that can be read back.
func FuzzFeed(f *testing.F) {
	for _, s := range []string{"plain", "]]>", "\x00\xff", "<!--", "&amp;", "\ufffe\U0001F600"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, title string) {
		cat := &catalog.Catalog{CaseStudies: []*catalog.CaseStudy{caseStudy("s", title, date.Date{Year: 2026, Month: 1, Day: 1})}}
		reader := xml.NewDecoder(bytes.NewReader(export.Feed(cat, settings())))
		for {
			if _, err := reader.Token(); err == io.EOF {
				return
			} else if err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestSitemap(t *testing.T) {
	pages := []export.Location{{Path: "index.html"}, {Path: "a/ŵ & b.html", Updated: date.Date{Year: 2026, Month: 3, Day: 12}}}
	want := `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
 <url>
  <loc>https://lp.example/x/index.html</loc>
 </url>
 <url>
  <loc>https://lp.example/x/a/%C5%B5%20&amp;%20b.html</loc>
  <lastmod>2026-03-12</lastmod>
 </url>
</urlset>
`
	if d := cmp.Diff(want, string(export.Sitemap(settings(), pages))); d != "" {
		t.Error(d)
	}
	if export.Sitemap(&config.Settings{}, pages) != nil {
		t.Error("there is a sitemap without an address")
	}
	if n := bytes.Count(export.Sitemap(settings(), make([]export.Location, 50_001)), []byte("<loc>")); n != 50_000 {
		t.Errorf("a sitemap has %d addresses", n)
	}
}

func TestRobots(t *testing.T) {
	open := settings()
	open.Privacy.Crawlers = "allowed"
	if d := cmp.Diff("User-agent: *\nDisallow:\n\nSitemap: https://lp.example/x/sitemap.xml\n", string(export.Robots(open))); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff("User-agent: *\nDisallow:\n", string(export.Robots(&config.Settings{Privacy: open.Privacy}))); d != "" {
		t.Error(d)
	}
}
