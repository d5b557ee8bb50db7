package serve

import (
	"bytes"
	"cmp"
	"embed"
	"fmt"
	"html/template"
	"net/url"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/diag"
)

//go:embed web
var web embed.FS

var templates = template.Must(template.ParseFS(web, "web/*.html"))

func execute(name string, data any) []byte {
	var out bytes.Buffer
	if err := templates.ExecuteTemplate(&out, name, data); err != nil {
		panic(err) // the templates are the program's own
	}
	return out.Bytes()
}

// barView is what the bar shows.
type barView struct {
	// Tag is the tag of the page.
	Tag string
	// File is the file behind the page, relative to the site's root; empty for
	// generated pages.
	File string
	// Editor opens File.
	Editor template.URL
	// Made says what makes a page that has no file.
	Made string
	// Withheld says why a build would leave the page out; empty if it would not.
	Withheld string
	// Missing says that there is no page at the address.
	Missing bool
	// Broken says that the site has errors, and Old that the page under the bar
	// is therefore of an older version.
	Broken, Old bool
	// Problems are those to read now: all errors of a broken site, and those of
	// the file, up to mostProblems; More is how many others there are.
	Problems []problemView
	More     int
	// Count says how many problems the file has, and Elsewhere how many others
	// the site has.
	Count, Elsewhere string
	Claims           []claimView
	// Path is the address without a preview, Preview the one in force.
	Path    string
	Preview preview
}

// problemView is one problem on the page, as the terminal has it.
type problemView struct {
	Severity, Code, Message, Hint string
	// Place is path:line:column; File the path on the disk, and Editor its
	// address in an editor. They are empty for a problem of no one file.
	Place, File string
	Editor      template.URL
	// Number is the line's, and Line its text in three parts, the middle one
	// being what is wrong.
	Number               int
	Before, Wrong, After string
	Related              []relatedView
}

type relatedView struct {
	Place, Message string
	Editor         template.URL
}

// claimView is one claim of a case study to a standard.
type claimView struct {
	Code, Title, Strength, Until string
	Level                        int
	Blocks                       int
	URL                          string
}

// bar collects what the bar shows.
func (v *view) bar() *barView {
	b := &barView{Path: v.path, Preview: v.preview, Broken: v.state.broken(), Missing: v.missing != ""}
	b.Old = (b.Broken || len(v.failure) > 0) && v.page != nil
	v.describe(b)
	v.gather(b)
	return b
}

// describe says which file is behind the page, and what becomes of it.
func (v *view) describe(b *barView) {
	good := v.state.good
	switch {
	case good == nil || good.site == nil:
	case b.Missing:
		b.File = sourceOf(good.site.Content, v.missing)
		b.Withheld = withheld(good.site.Catalog, b.File)
	case v.output != nil && strings.Contains(v.output.source, "/"):
		b.File = v.output.source
	case v.output != nil:
		b.Made = v.output.source
	}
	if b.File == "" {
		return
	}
	b.Editor = v.editor(diag.Position{File: b.File})
	if e, ok := good.site.Catalog.Lookup(v.outputPath()); ok && e.Common().Source == b.File {
		b.Withheld = pending(v.state, e)
		if study, ok := e.(*catalog.CaseStudy); ok {
			b.Claims = claims(study, v.path)
		}
	}
}

func (v *view) outputPath() string {
	if v.output == nil {
		return ""
	}
	return v.output.path
}

// withheld says why a file's entry is not published.
func withheld(cat *catalog.Catalog, source string) string {
	for _, w := range cat.Withheld {
		if w.Source == source {
			return w.Reason
		}
	}
	return ""
}

// pending says why a build would leave an entry out that is shown here.
func pending(st *state, e catalog.Entry) string {
	settings := st.good.site.Settings
	opts := catalog.Options{AsOf: st.good.site.Catalog.AsOf, RequireSignoff: settings.Publishing.RequireSignoff,
		RequireSafeguarding: settings.Publishing.RequireSafeguarding, ReviewGrace: settings.Publishing.ReviewGrace}
	return opts.Withholds(contentEntry(e))
}

// contentEntry returns the entry that a catalogue's entry was made of.
func contentEntry(e catalog.Entry) content.Entry {
	if study, ok := e.(*catalog.CaseStudy); ok {
		return study.CaseStudy
	}
	return e.Common()
}

func claims(study *catalog.CaseStudy, from string) []claimView {
	var list []claimView
	for _, c := range study.Claims {
		list = append(list, claimView{
			Code: c.Standard.Code, Title: c.Standard.Title, Strength: c.Strength.String(), Until: until(c),
			Level: c.Level, Blocks: len(c.Evidence), URL: "/" + c.Standard.Path(),
		})
	}
	return list
}

func until(c *catalog.Claim) string {
	switch {
	case !c.Current:
		return "expired after " + c.Until.Long()
	case !c.Until.IsZero():
		return "current until " + c.Until.Long()
	}
	return ""
}

// mostProblems is how many problems a page shows: one standard that is gone may
// make thousands.
const mostProblems = 50

// gather collects the problems to show: what stops the site first, and of that what
// is in the page's own file, then the advice for that file.
func (v *view) gather(b *barView) {
	own, elsewhere := diag.List{}, diag.List{}
	for _, d := range v.state.problems {
		switch {
		case b.File != "" && d.Position.File == b.File:
			own = append(own, d)
		default:
			elsewhere = append(elsewhere, d)
		}
	}
	advice := slices.DeleteFunc(slices.Clone(own), func(d diag.Diagnostic) bool { return d.Severity == diag.Error })
	list := slices.Concat(v.failure, own.Errors(), elsewhere.Errors(), advice)
	shown := min(len(list), mostProblems)
	b.More = len(list) - shown
	for _, d := range list[:shown] {
		b.Problems = append(b.Problems, v.problem(d))
	}
	b.Count = tally(own)
	b.Elsewhere = tally(elsewhere)
}

func tally(list diag.List) string {
	var parts []string
	for _, s := range []diag.Severity{diag.Error, diag.Warning, diag.Info} {
		n := list.Count(s)
		word := map[diag.Severity]string{diag.Error: "error", diag.Warning: "warning", diag.Info: "note"}[s]
		if n > 1 {
			word += "s"
		}
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, word))
		}
	}
	return strings.Join(parts, ", ")
}

func (v *view) problem(d diag.Diagnostic) problemView {
	p := problemView{Severity: d.Severity.String(), Code: string(d.Code), Message: d.Message, Hint: d.Hint}
	at := d.Position
	if at.File != "" {
		p.Place, p.File, p.Editor = at.String(), v.file(at.File), v.editor(at)
	}
	if at.Line > 0 && at.Column > 0 && v.state.site != nil {
		p.Number = at.Line
		p.Before, p.Wrong, p.After = excerpt(v.state.site.Line(at.File, at.Line), at)
	}
	for _, r := range d.Related {
		p.Related = append(p.Related, relatedView{r.Position.String(), r.Message, v.editor(r.Position)})
	}
	return p
}

// mostBefore and mostAfter are how many characters of a line are shown on either
// side of what is wrong: a paragraph is often one line, and a phone shows thirty.
const mostBefore, mostAfter = 24, 120

// excerpt cuts a line into what is wrong and what is beside it.
func excerpt(text string, at diag.Position) (before, wrong, after string) {
	line := []rune(text)
	start := min(at.Column-1, len(line))
	end := min(start+max(at.Length, 1), len(line))
	if from := start - mostBefore; from > 0 {
		before = "…" + string(line[from:start])
	} else {
		before = string(line[:start])
	}
	after = string(line[end:min(end+mostAfter, len(line))])
	if end+mostAfter < len(line) {
		after += "…"
	}
	if wrong = string(line[start:end]); wrong == "" {
		wrong = " "
	}
	return diag.Printable(before), diag.Printable(wrong), diag.Printable(after)
}

// file returns the path on the disk of a file of the site.
func (v *view) file(name string) string { return filepath.Join(v.root, filepath.FromSlash(name)) }

// editor is the address that opens a place in Visual Studio Code
// (https://code.visualstudio.com/docs/configure/command-line#_opening-vs-code-with-urls).
// The path is the site's own and is escaped here; html/template would refuse
// the scheme.
func (v *view) editor(at diag.Position) template.URL {
	name := filepath.ToSlash(v.file(at.File))
	if !strings.HasPrefix(name, "/") {
		name = "/" + name // C:/site
	}
	if at.Line > 0 {
		name += fmt.Sprintf(":%d:%d", at.Line, cmp.Or(at.Column, 1))
	}
	return template.URL((&url.URL{Scheme: "vscode", Host: "file", Path: path.Clean(name)}).String())
}
