package render

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/config"
	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/diag"
	"github.com/exemplar-lp/exemplar/internal/search"
)

// small is a small portal; tests add files to it or replace them.
var small = map[string]string{
	"standards/glf/_index.md": `title: Our standards
domains: [{id: self, title: Self}, {id: others, title: Others}]
levels: [{n: 1, title: Beginning, reach: with a colleague}, {n: 3, title: Extending, reach: beyond your team}]
pass_rule: {level: 3, standards: 1}
validity: 3y
`,
	"standards/glf/a1.md":     "title: Speaking\ncode: A1\ndomain: self\nnumber: 1\n",
	"standards/glf/b1.md":     "title: Leading\ncode: B1\ndomain: others\nnumber: 2\n",
	"practitioners/ann-ap.md": "title: Ann Ap\nrole: lead-practitioner\nschool: hill\n",
	"schools/hill.md":         "title: Hill School\nphase: primary\n",
	"case-studies/talk.md":    study("Talk", "A1") + "---\n## What we did\n\nWe talked. [A1 level 3]\n",
}

func study(title, standards string) string {
	return "title: " + title + "\ndate: 2026-03-12\npractitioners: [ann-ap]\nschool: hill\ntheme: oracy\nstandards: [" + standards + "]\n"
}

// portal makes the renderer of the small portal with other files. A file is its
// front matter, and after a line of --- its text; an empty one is left out.
func portal(t *testing.T, change func(*config.Settings), files map[string]string) *Renderer {
	t.Helper()
	all := maps.Clone(small)
	maps.Copy(all, files)
	site := fstest.MapFS{}
	for name, text := range all {
		if text == "" {
			continue
		}
		if !strings.Contains(text, "---\n") {
			text += "---\n"
		}
		site[content.Folder+"/"+name] = &fstest.MapFile{Data: []byte("---\n" + text)}
	}
	settings := config.Default()
	settings.Title = "Our portal"
	if change != nil {
		change(settings)
	}
	set, problems, err := content.Load(site, content.Options{})
	if err != nil {
		t.Fatal(err)
	}
	fatal(t, problems)
	cat, problems := catalog.Link(set, catalog.Options{AsOf: asOf, Framework: settings.Framework})
	for _, p := range problems {
		if p.Severity == diag.Error && p.Code != diag.LinkBroken {
			t.Fatalf("%s: %s", p.Position, p.Message)
		}
	}
	return New(defaultTheme(t), cat, Options{Settings: settings, Searchable: true, Facets: func() []search.Facet { return search.Collect(cat, search.Options{}).Browse() }})
}

func pageText(t *testing.T, r *Renderer, path string) string {
	t.Helper()
	text, err := r.Render(new(bytes.Buffer), pageAt(t, r, path))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// contains proves that a page has texts, in order.
func contains(t *testing.T, page string, texts ...string) {
	t.Helper()
	rest := page
	for _, text := range texts {
		i := strings.Index(rest, text)
		if i < 0 {
			t.Errorf("the page lacks %q, or has it too early:\n%s", text, page[max(0, strings.Index(page, "<main")):])
			return
		}
		rest = rest[i+len(text):]
	}
}

func lacks(t *testing.T, page string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if strings.Contains(page, text) {
			t.Errorf("the page has %q", text)
		}
	}
}

func TestSmallPortal(t *testing.T) {
	r := portal(t, nil, nil)
	m := makeAll(t, r)
	for at, doc := range m.pages {
		checkPage(t, at, doc)
		checkLinks(t, r, m, at, doc)
	}
	want := []string{"404.html", "browse/a-z.html", "browse/phase.html", "browse/phase/primary.html", "browse/school.html",
		"browse/standard.html", "browse/theme.html", "browse/theme/oracy.html", "browse/year.html", "browse/year/2025-26.html", "case-studies/index.html", "case-studies/talk.html", "coverage/index.html", "coverage/phase.html",
		"coverage/practitioner.html", "coverage/school.html", "coverage/theme.html", "coverage/year.html", "events/index.html",
		"index.html", "opportunities/index.html", "practitioners/ann-ap.html", "practitioners/index.html", "schools/hill.html",
		"schools/index.html", "search.html", "standards/glf/a1.html", "standards/glf/b1.html", "standards/glf/index.html", "standards/index.html"}
	if d := cmp.Diff(want, slices.Sorted(maps.Keys(m.pages))); d != "" {
		t.Error(d)
	}
}

func TestEmptyPortal(t *testing.T) {
	nothing := map[string]string{}
	for name := range small {
		nothing[name] = ""
	}
	nothing["_index.md"] = "title: Nothing yet\n"
	r := portal(t, nil, nothing)
	m := makeAll(t, r)
	for at, doc := range m.pages {
		checkPage(t, at, doc)
		checkLinks(t, r, m, at, doc)
	}
	contains(t, pageText(t, r, studiesPath), "There are no case studies yet.")
	contains(t, pageText(t, r, coveragePath), "There are no standards to cover yet.")
}

func TestCaseStudyPage(t *testing.T) {
	r := portal(t, func(s *config.Settings) { s.BaseURL = "https://lp.example/" }, map[string]string{
		"case-studies/talk.md": study("Talk & listen", "A1, B1") + `summary: What we tried.
context: A small school.
period: {from: 2025-09-01, to: 2026-02-13}
impact:
  - {measure: Pupils who spoke, baseline: 31, after: 67, unit: "%", pupils: 58, method: A tally, caveat: They knew.}
references: [{title: Say it, author: P. M., year: 2021, url: "https://example.org/a?b=1"}]
resources: [{title: Cards, url: "https://example.org/cards", licence: CC BY 4.0}]
signoff: {name: Jo Head, role: headteacher, date: 2026-03-27}
licence: CC BY 4.0
---
Before the first heading.

## What we did

We talked. [A1 level 3]

> ## A heading in a quotation
>
> Not a part.

## Use this tomorrow

Talk.

## Impact

It helped.
`})
	page := pageText(t, r, "case-studies/talk.html")
	contains(t, page,
		`<link rel="canonical" href="https://lp.example/case-studies/talk.html">`,
		`<h1>Talk &amp; listen</h1>`, `What we tried.`,
		`<a href="../practitioners/ann-ap.html">Ann Ap</a> <span class="role">(Lead Practitioner)</span>`, `12 March 2026`, `1 minute to read`,
		`1 validated, 1 claimed, of 2 standards`,
		`class="mark mark-validated" href="#evidence-we-talked"`, `Speaking</span>`, `: validated, level 3`,
		`31%`, `67%`, `Pupils who spoke`, `58 pupils. A tally`, `They knew.`,
		`A small school.`, `1 September 2025 to 13 February 2026`,
		`<a href="#what-we-did">`, `<a href="#site-standards">`,
		`<div class="part">`, `Before the first heading.`,
		`<section class="part part-approach" aria-labelledby="what-we-did">`,
		`id="evidence-we-talked"`, `<a class="marker" href="../standards/glf/a1.html">A1 · level 3<span class="unseen">: </span><span class="unseen marker-title">Speaking, beyond your team</span></a>`,
		`<h2 id="a-heading-in-a-quotation">`,
		`<section class="part part-practical" aria-labelledby="use-this-tomorrow">`,
		`Validated`, `level 3: Extending, beyond your team.`, `Counts until <time datetime="2029-03-12">12 March 2029</time>`,
		`P. M. (2021)`, `<a href="https://example.org/a?b=1" rel="external">Say it</a>`,
		`Signed off by Jo Head, headteacher, <time datetime="2026-03-27">27 March 2026</time>.`,
		`Ann Ap (2026). Talk &amp; listen. Our portal. https://lp.example/case-studies/talk.html`,
		`<a rel="license external" href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a>`,
	)
	contains(t, page, `<a class="mark mark-claimed" href="../standards/glf/b1.html">`, `<span class="mark mark-claimed"><span class="mark-sign"></span><span class="mark-code">B1</span>`)
	lacks(t, page, `aria-labelledby="a-heading-in-a-quotation"`, `href="talk.html"`)
}

func TestStandardPage(t *testing.T) {
	r := portal(t, func(s *config.Settings) { s.Framework = "glf" }, map[string]string{
		"standards/glf/b1.md":       "title: Leading\ncode: B1\ndomain: others\nnumber: 2\nequivalents: [other/X1]\n",
		"standards/other/_index.md": "title: Other standards\n",
		"standards/other/x1.md":     "title: Guiding\ncode: X1\n",
		"case-studies/old.md":       strings.Replace(study("Old", "A1"), "2026-03-12", "2020-03-12", 1) + "---\n## What we did\n\nWe spoke then. [A1 level 1]\n",
		"case-studies/other.md":     study("Elsewhere", "other/X1") + "---\n- We guided. [other/X1]\n",
	})
	page := pageText(t, r, "standards/glf/a1.html")
	contains(t, page, "Self, 1 of 2", `<span class="code">A1</span> Speaking`, "2 case studies name this standard: 2 evidenced.",
		`<h3 id="site-evidenced">Evidenced, not signed off</h3>`,
		"evidenced, level 3", "12 March 2026", "Counts until", "We talked.", "level 3: Extending, beyond your team.",
		`<a href="../../case-studies/talk.html#evidence-we-talked">Read it in the study`,
		"evidenced, level 1, out of date", "Counted until", "We",
		"People with evidence in date", "Ann Ap", "Hill School", "evidenced, level 3",
		`rel="next" href="b1.html"`, "B1 Leading")
	page = pageText(t, r, "standards/glf/b1.html")
	contains(t, page, "There is no evidence for this standard yet.", "From equivalent standards", "Elsewhere", "Evidence for an equivalent standard, Other standards, X1.", "We guided.")
	contains(t, pageText(t, r, "standards/glf/index.html"), "A portfolio needs level 3 or above in at least 1 of the 2 standards.",
		"These standards have no evidence in date:", "B1 Leading", "3 years")
}

// TestCoveragePages proves the table's shape, its words, and that every cell
// leads to what is behind it.
func TestCoveragePages(t *testing.T) {
	r := portal(t, nil, map[string]string{
		"case-studies/two.md": study("Two", "A1, B1") + "signoff: {name: Jo, role: headteacher, date: 2026-04-01}\n---\nWe led. [B1 level 1]\n",
	})
	page := pageText(t, r, "coverage/school.html")
	contains(t, page,
		`role="region" tabindex="0" aria-labelledby="site-glf-caption"`,
		`<caption id="site-glf-caption"><span>Our standards, by school:`,
		`<th scope="col">Standard</th><th scope="col"><a href="../schools/hill.html">Hill School</a></th>`,
		`<th scope="rowgroup" colspan="3"><span>Self</span></th>`,
		`<th scope="row"><a href="../standards/glf/a1.html">A1 Speaking</a></th>`,
		`href="#site-glf-a1-hill"`, `2 studies`, `1 evidenced`, `1 claimed, level 3, 2 in date`,
		`href="#site-glf-b1-hill"`, `1 study`, `1 validated`, `level 1, 1 in date`,
		`2 case studies`, `Every standard has evidence in date.`,
		`id="site-glf-a1-hill"`, `href="../case-studies/talk.html#evidence-we-talked"`,
	)
	contains(t, pageText(t, r, "coverage/practitioner.html"), "Current evidence at level 3 or above in 1 of 2 standards")
	contains(t, pageText(t, r, "coverage/theme.html"), "Oracy")
	contains(t, pageText(t, r, "coverage/year.html"), "2025-26")
	contains(t, pageText(t, r, coveragePath), "2 of 2 standards have evidence in date.", `<td data-of="Claimed">2</td><td data-of="Evidenced">1</td><td data-of="Validated">0</td><td data-of="In date">2</td>`, "level 3",
		"Evidence in date that meets the rule:", "Ann Ap")
}

// TestNamesOnly proves that a person who is published by name only has no page
// and no link.
func TestNamesOnly(t *testing.T) {
	r := portal(t, nil, map[string]string{
		"practitioners/bob-bo.md": "title: Bob Bo\nrole: lead-practitioner\npublish: name-only\n",
		"case-studies/talk.md":    strings.Replace(study("Talk", "A1"), "[ann-ap]", "[bob-bo, ann-ap]", 1),
	})
	m := makeAll(t, r)
	if m.pages["practitioners/bob-bo.html"] != nil {
		t.Error("there is a page for a name only")
	}
	contains(t, pageText(t, r, "case-studies/talk.html"), `<span>Bob Bo</span> and <a href="../practitioners/ann-ap.html">Ann Ap</a>`)
	lacks(t, pageText(t, r, peoplePath), "Bob Bo")
	lacks(t, pageText(t, r, searchPath), "Bob Bo")
	for at, doc := range m.pages {
		checkLinks(t, r, m, at, doc)
	}
}

// TestLinkToNothing proves that a link which leads nowhere is plain text.
func TestLinkToNothing(t *testing.T) {
	r := portal(t, nil, map[string]string{
		"case-studies/talk.md":  study("Talk", "A1") + "---\nSee [the draft](draft.md), [it \"too\"](draft.md \"a title\") and [Hill](../schools/hill.md). A [Z9] and [8].\n",
		"case-studies/draft.md": study("Draft", "A1") + "draft: true\n",
	})
	page := pageText(t, r, "case-studies/talk.html")
	contains(t, page, `See <a>the draft</a>, <a title="a title">it “too”</a> and <a href="../schools/hill.html">Hill</a>. A [Z9] and [8].`)
}

// TestHostileText puts markup into every text of front matter and proves that it
// stays text.
func TestHostileText(t *testing.T) {
	const hostile = `"</script></title><script>alert(1)</script><img src=x onerror=alert(1)>"`
	quoted := "'" + strings.ReplaceAll(hostile, "'", "''") + "'"
	r := portal(t, func(s *config.Settings) { s.Title = hostile; s.Description = hostile }, map[string]string{
		"case-studies/talk.md":    strings.Replace(study("Talk", "A1"), "title: Talk", "title: "+quoted+"\nsummary: "+quoted+"\ncontext: "+quoted, 1),
		"practitioners/ann-ap.md": "title: " + quoted + "\nrole: lead-practitioner\nschool: hill\njob_title: " + quoted + "\n",
		"schools/hill.md":         "title: " + quoted + "\nphase: primary\ntrust: " + quoted + "\n",
	})
	m := makeAll(t, r)
	for at, doc := range m.pages {
		checkPage(t, at, doc)
		each(doc, func(n *html.Node) {
			if n.Data == "img" {
				t.Errorf("%s has a picture", at)
			}
		})
	}
}

func TestLongLists(t *testing.T) {
	files := map[string]string{}
	for i := range 100 {
		files[fmt.Sprintf("case-studies/s%03d.md", i)] = study(fmt.Sprintf("Study %03d", i), "A1")
	}
	for i := range 30 {
		name := fmt.Sprintf("p%02d", i)
		files["practitioners/"+name+".md"] = "title: Person " + name + "\nrole: lead-practitioner\nschool: hill\n"
		files["case-studies/by-"+name+".md"] = strings.Replace(study("By "+name, "A1"), "ann-ap", name, 1)
	}
	r := portal(t, nil, files)
	m := makeAll(t, r)
	for at, doc := range m.pages {
		checkPage(t, at, doc)
		checkLinks(t, r, m, at, doc)
	}
	for _, path := range []string{"case-studies/page-2.html", "case-studies/page-3.html", "standards/glf/a1/page-3.html", "practitioners/ann-ap/page-3.html",
		"schools/hill/page-3.html", "coverage/practitioner-2.html"} {
		if m.pages[path] == nil {
			t.Errorf("there is no %s", path)
		}
	}
	contains(t, pageText(t, r, "case-studies/page-2.html"), "<title>Case studies, page 2 of 3 · Our portal</title>",
		`rel="prev" href="index.html"`, `aria-current="page"`, `rel="next" href="page-3.html"`)
	contains(t, pageText(t, r, "coverage/school.html"), "and 119 more, on the standard&#39;s page")
	if got := strings.Count(pageText(t, r, "case-studies/page-2.html"), `<h3 class="card-title">`); got != 48 {
		t.Errorf("page 2 has %d cards", got)
	}
}

// TestBrowse looks at the lists of a portal with more studies than a page of
// them shows.
func TestBrowse(t *testing.T) {
	files := map[string]string{}
	for i := range 500 {
		subject := "subjects: [Llên a Chân, ???]\n"
		if i%2 == 0 {
			subject = ""
		}
		files[fmt.Sprintf("case-studies/s%03d.md", i)] = study(fmt.Sprintf("%c study %03d", 'A'+i%26, i), "A1") + subject
	}
	r := portal(t, nil, files)
	rows := map[string]int{}
	for _, p := range r.Pages() {
		if strings.HasPrefix(p.Path, "browse/") {
			rows[p.Path] = strings.Count(pageText(t, r, p.Path), `<li><span><a`)
		}
	}
	for path, want := range map[string]int{
		"browse/theme/oracy.html": 240, "browse/theme/oracy/page-2.html": 240, "browse/theme/oracy/page-3.html": 21,
		"browse/a-z.html": 240, "browse/subject/llen-a-chan.html": 240, "browse/subject/llen-a-chan/page-2.html": 10,
	} {
		if rows[path] != want {
			t.Errorf("%s has %d lines, want %d", path, rows[path], want)
		}
	}
	page := pageText(t, r, "search.html")
	contains(t, page, `<a href="standards/glf/a1.html">`, `<a href="browse/theme/oracy.html">Oracy</a> <span class="quiet">501</span>`,
		`<a href="schools/hill.html">`, `browse/a-z/page-2.html#site-letter-`)
	for path := range rows {
		if strings.HasPrefix(path, "browse/subject/value-") {
			return
		}
	}
	t.Error("a subject without a letter has no page")
}

func TestRedirect(t *testing.T) {
	r := portal(t, func(s *config.Settings) { s.BaseURL = "https://lp.example/x/" }, map[string]string{
		"case-studies/talk.md": study("Talk", "A1") + "aliases: [/old/talk.html]\n",
	})
	page := pageText(t, r, "old/talk.html")
	contains(t, page, `<meta http-equiv="refresh" content="0; url=../case-studies/talk.html">`, `noindex`,
		`<link rel="canonical" href="https://lp.example/x/case-studies/talk.html">`, `<a href="../case-studies/talk.html">Talk</a>`)
	if p := pageAt(t, r, "old/talk.html"); !p.Unlisted {
		t.Error("a redirect is listed")
	}
}

// TestNotFound proves that the page for missing addresses works at any depth
// where the address of the site is known.
func TestNotFound(t *testing.T) {
	page := pageText(t, portal(t, func(s *config.Settings) { s.BaseURL = "https://lp.example/x/" }, nil), "404.html")
	contains(t, page, `href="/x/assets/site.`, `href="/x/index.html"`, `href="/x/case-studies/index.html"`)
	lacks(t, page, `rel="canonical"`)
	contains(t, pageText(t, portal(t, nil, nil), "404.html"), `href="index.html"`)
	text, err := portal(t, func(s *config.Settings) { s.BaseURL = "https://lp.example/x/" }, nil).NotFound(new(bytes.Buffer))
	if err != nil {
		t.Fatal(err)
	}
	contains(t, string(text), `href="/assets/site.`, `href="/index.html"`)
}

// TestLanguageOfAPage proves that a Welsh page in an English portal is Welsh
// around its text too, and that what is English on it says so.
func TestLanguageOfAPage(t *testing.T) {
	r := portal(t, nil, map[string]string{
		"programme/_index.md": "title: Programme\n",
		"programme/cy.md":     "title: Y rhaglen\nlang: cy\n---\n> [!NOTE]\n> Testun.\n",
	})
	page := pageText(t, r, "programme/cy.html")
	contains(t, page, `<html lang="cy">`, "Neidio i&#39;r prif destun", `lang="en-GB"`, "Programme", "Nodyn")
	contains(t, pageText(t, r, "programme/index.html"), `<html lang="en-GB">`, `<a href="cy.html" lang="cy" hreflang="cy">Y rhaglen</a>`)
}

// TestRenderError proves that a template which fails gives a problem at its
// place and not one byte of a page.
func TestRenderError(t *testing.T) {
	r := portal(t, nil, nil)
	for n := range 6 {
		source := "<p>{{.Title}}</p>\n" + strings.Repeat("<p>{{.Title}}</p>", n) + "{{.Site.Logo.URL}}\n<p>after</p>"
		theme, problems := LoadTheme(base(), fstest.MapFS{"templates/page.html": {Data: []byte(source)}, "templates/404.html": {Data: []byte(source)}}, "themes/ours")
		fatal(t, problems)
		broken := New(theme, r.cat, r.opts)
		text, err := broken.Render(new(bytes.Buffer), pageAt(t, broken, "404.html"))
		var failed *Error
		if !errors.As(err, &failed) || text != nil {
			t.Fatalf("got %d bytes, %v", len(text), err)
		}
		want := diag.Position{File: "themes/ours/templates/404.html", Line: 2, Column: 17*n + 3, Length: len(".Site.Logo.URL")}
		if failed.Position != want || failed.Code != diag.TemplateExec || failed.Page != "404.html" {
			t.Errorf("position %+v, message %s", failed.Position, failed.Message)
		}
		contains(t, failed.Error(), "themes/ours/templates/404.html:2:", ".Site.Logo is not there", "in 404.html")
	}
}

func TestOwnNavigation(t *testing.T) {
	r := portal(t, nil, map[string]string{"programme/_index.md": "title: Programme\norder: 2\n", "about/_index.md": "title: About\norder: 1\n", "privacy.md": "title: Privacy\n"})
	var got []string
	for _, n := range r.navigation {
		got = append(got, n.title+" "+n.path)
	}
	want := []string{"About about/index.html", "Programme programme/index.html", "Standards standards/index.html", "Case studies case-studies/index.html",
		"People practitioners/index.html", "Schools schools/index.html", "Standards coverage coverage/index.html"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	contains(t, pageText(t, r, "schools/hill.html"), `<footer`, `<a href="../privacy.html">Privacy</a>`)
	if r.programme == nil || r.programme.Title != "About" {
		t.Errorf("the first section is %v", r.programme)
	}
}

// TestPicture proves that a picture has its size and, where there are several,
// its widths.
func TestPicture(t *testing.T) {
	r := portal(t, nil, nil)
	m := r.newMaker("case-studies/talk.html", "")
	var out bytes.Buffer
	view := m.picture(Picture{Path: "case-studies/a.png", Width: 960, Height: 540, Smaller: []Variant{{"case-studies/a-480.png", 480}}}, `a "ring"`, "")
	if _, err := m.words.write(&out, "partials/picture.html", view); err != nil {
		t.Fatal(err)
	}
	contains(t, out.String(), `<img src="a.png" srcset="a-480.png 480w, a.png 960w" sizes=`, `width="960" height="540" alt="a &#34;ring&#34;"`)
}

// TestMarkupInCode keeps the minifier away from what it must not touch.
func TestMarkupInCode(t *testing.T) {
	r := portal(t, nil, map[string]string{"plain.md": "title: Plain\n---\n```\n  two  blanks\n\n\tand a tab\n```\n\nA `b  c` d\n*e* *f*\n"})
	contains(t, pageText(t, r, "plain.html"), "<pre><code>  two  blanks\n\n\tand a tab\n</code></pre>", "<em>e</em> <em>f</em>")
}
