package render

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"text/template/parse"

	"github.com/google/go-cmp/cmp"
	"github.com/jba/templatecheck"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

func base() fs.FS { return os.DirFS("../../themes/default") }

// TestTemplatesFitTheirViews type-checks every template against its view.
func TestTemplatesFitTheirViews(t *testing.T) {
	theme := defaultTheme(t)
	set, problems := theme.parseSet(theme.language("en"), func(text []byte) []byte { return text })
	fatal(t, problems)
	for name, view := range views {
		if err := templatecheck.CheckHTML(set.Lookup(name), view); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestEveryTemplateIsRun proves that no template of the theme is left over.
func TestEveryTemplateIsRun(t *testing.T) {
	theme := defaultTheme(t)
	set, problems := theme.parseSet(theme.language("en"), func(text []byte) []byte { return text })
	fatal(t, problems)
	called := map[string]bool{}
	for _, tmpl := range set.Templates() {
		if tmpl.Tree == nil {
			continue
		}
		walk(tmpl.Tree.Root, func(n parse.Node) {
			if call, ok := n.(*parse.TemplateNode); ok {
				called[call.Name] = true
			}
		})
	}
	for _, file := range theme.files("templates/") {
		name := strings.TrimPrefix(file.name, "templates/")
		if _, isView := views[name]; !isView && !called[name] {
			t.Errorf("nothing runs %s", name)
		}
	}
}

func TestLoadTheme_problems(t *testing.T) {
	const study = "templates/case-study.html"
	tests := []struct {
		name, file, text string
		want             string
		hint             string
	}{
		{"a field that the view lacks", study, "<p>{{.Title}}</p>\n<p>\t{{.Sumary}}</p>",
			`themes/ours/templates/case-study.html:2:7: CaseStudyView has no field "Sumary"`, `did you mean "Summary"?`},
		{"a field of a field", study, `{{range .Authors}}{{.Name}}{{end}}`,
			`themes/ours/templates/case-study.html:1:21: Author has no field "Name"`, "it has "},
		{"the last field of several", study, `<i></i> {{.Signoff.Date.Iso}}`,
			`themes/ours/templates/case-study.html:1:11: Day has no field "Iso"`, `did you mean "ISO"?`},
		{"a field in a partial", "templates/partials/day.html", `{{.Word}}`,
			`themes/ours/templates/partials/day.html:1:3: Day has no field "Word"`, `did you mean "Words"?`},
		{"an action that is not closed", study, "<p>\n{{if .Title}}x</p>",
			"themes/ours/templates/case-study.html:2: unexpected EOF", ""},
		{"a function that does not exist", study, "<p>\n  {{shout .Title}}</p>",
			`themes/ours/templates/case-study.html:2:5: function "shout" not defined`, ""},
		{"a text that does not exist", study, `é <p>{{t "nav.skipp"}}</p>`,
			`themes/ours/templates/case-study.html:1:8: the language files have no text "nav.skipp"`, "add it under texts or plurals in i18n/en.yaml"},
		{"a template that does not exist", study, `{{template "partials/none.html" .}}`,
			`themes/ours/templates/case-study.html:1:12: no such template "partials/none.html"`, ""},
		{"HTML that cannot be made safe", study, "<p>\n<a href=\"{{if .Title}}\"{{end}}>x</a>",
			"themes/ours/templates/case-study.html:2:", ""},
		{"a language file that is not YAML", "i18n/en.yaml", "language: en-GB\nname: English\ntexts: [a\n",
			"themes/ours/i18n/en.yaml:", ""},
		{"a key that language files lack", "i18n/en.yaml", "language: en-GB\nname: English\nwords: {}\n",
			`themes/ours/i18n/en.yaml:3:1: "words" is not a key of a language file`, ""},
		{"a plural without its other form", "i18n/en.yaml", "language: en-GB\nname: English\nplurals:\n  count.days: {one: a day}\n",
			`themes/ours/i18n/en.yaml:4:`, ""},
		{"a theme.yaml without a name", "theme.yaml", "language: en\n",
			`themes/ours/theme.yaml:1:1: "name" is missing`, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, problems := LoadTheme(base(), fstest.MapFS{tt.file: {Data: []byte(tt.text)}}, "themes/ours")
			if len(problems) == 0 {
				t.Fatal("no problem")
			}
			for _, p := range problems {
				got := p.Position.String() + ": " + p.Message
				if !strings.HasPrefix(got, tt.want) || !strings.HasPrefix(p.Hint, tt.hint) || p.Code != diag.TemplateParse {
					t.Errorf("got %s (%s) [%s]\nwant %s (%s)", got, p.Hint, p.Code, tt.want, tt.hint)
				}
			}
		})
	}
}

func TestLoadTheme_missingTemplate(t *testing.T) {
	_, problems := LoadTheme(fstest.MapFS{
		"theme.yaml":   {Data: []byte("name: Bare\nlanguage: en\n")},
		"i18n/en.yaml": {Data: []byte("language: en-GB\nname: English\n")},
	}, nil, "")
	if n := problems.Count(diag.Error); n != len(views) {
		t.Errorf("%d problems, want one for each of %d templates", n, len(views))
	}
	_, problems = LoadTheme(fstest.MapFS{}, nil, "")
	if !problems.HasErrors() {
		t.Error("a folder without a theme has no problem")
	}
}

type unreadableFS struct{}

func (unreadableFS) Open(string) (fs.File, error) { return nil, errors.New("the drive is away") }

func TestLoadTheme_unreadable(t *testing.T) {
	_, problems := LoadTheme(base(), unreadableFS{}, "themes/ours")
	if len(problems) != 1 || problems[0].Code != diag.FileUnreadable || problems[0].Position.File != "themes/ours" {
		t.Errorf("problems: %v", problems)
	}
}

// TestLoadTheme_links are not followed, whether to a file or a folder, and not
// passed over either.
func TestLoadTheme_links(t *testing.T) {
	for name, link := range map[string]string{"assets/site.css": "/etc/hosts", "templates": "../other"} {
		overlay := fstest.MapFS{name: {Data: []byte(link), Mode: fs.ModeSymlink}}
		_, problems := LoadTheme(base(), overlay, "themes/ours")
		want := diag.Position{File: "themes/ours/" + name}
		if len(problems) != 1 || problems[0].Code != diag.FileSymlink || problems[0].Position != want {
			t.Errorf("%s: %v", name, problems)
		}
	}
}

func TestLoadTheme_overlay(t *testing.T) {
	overlay := fstest.MapFS{
		"templates/404.html":   {Data: []byte(`<p>{{.Title}} {{printf "%q" .Title}}</p>`)},
		"templates/ours.html":  {Data: []byte(`<p></p>`)},
		"i18n/en.yaml":         {Data: []byte("language: en-GB\nname: English\ntexts:\n  nav.skip: Jump\nlabels:\n  theme: {gardening: In the garden}\n")},
		"assets/extra.txt":     {Data: []byte("extra")},
		"assets/.hidden":       {Data: []byte("x")},
		"templates/.draft.htm": {Data: []byte("{{")},
	}
	theme, problems := LoadTheme(base(), overlay, "themes/ours")
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	l := theme.language("en")
	got := []string{l.word("nav.skip"), l.word("nav.main"), l.Label("theme", "gardening"), l.Label("theme", "oracy"), theme.language("cy").Label("theme", "gardening")}
	want := []string{"Jump", "Main", "In the garden", "Oracy", "In the garden"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	var names []string
	for _, f := range theme.files("assets/") {
		names = append(names, f.name)
	}
	if !slices.Contains(names, "assets/extra.txt") || !slices.Contains(names, "assets/site.css") || slices.Contains(names, "assets/.hidden") {
		t.Errorf("assets: %v", names)
	}
	if words := theme.sets["en"]; words.programs["404.html"] != nil || words.programs["home.html"] == nil {
		t.Error("a template with printf has a program, or another has none")
	}
}

// letters are what no text node of a template may have between its tags.
var letters = regexp.MustCompile(`\pL`)

// tags are the parts of a template that hold no words for readers.
var tags = regexp.MustCompile(`(?s)<[^<>]*>|&[a-z]+;`)

// spoken are attributes whose value is read to people.
var spoken = regexp.MustCompile(`(?i)\s(?:alt|title|aria-label|placeholder|summary|label)="([^"{]*\pL[^"{]*)"`)

// style is a style element without an action in it.
var style = regexp.MustCompile(`(?s)<style>[^{<]*(?:\{[^{<][^<]*)*</style>`)

// withoutStyle returns a template's source; that of the portfolio, which is a
// file of its own and no page, without its style.
func withoutStyle(file themeFile) string {
	if file.name == "templates/portfolio.html" {
		return style.ReplaceAllString(string(file.text), "")
	}
	return string(file.text)
}

// TestTemplatesHaveNoWords proves that every word of a page comes from the
// content or from the language files.
func TestTemplatesHaveNoWords(t *testing.T) {
	actions := regexp.MustCompile(`(?s)\{\{.*?\}\}`)
	for _, file := range defaultTheme(t).files("templates/") {
		source := actions.ReplaceAllString(withoutStyle(file), "")
		if m := spoken.FindStringSubmatch(source); m != nil {
			t.Errorf("%s has the words %q", file.name, m[1])
		}
		if words := tags.ReplaceAllString(source, ""); letters.MatchString(words) {
			t.Errorf("%s has the words %q", file.name, strings.TrimSpace(words))
		}
	}
}

// TestTemplatesHaveNoScript proves that no action stands in a script, a style or
// an event, but for the one that prints a view's data; a script is a file of the
// theme.
func TestTemplatesHaveNoScript(t *testing.T) {
	allowed := strings.NewReplacer(
		`<script type="application/ld+json">{{.}}</script>`, "",
		`<script src="{{.Engine}}" data-root="{{.Root}}" defer></script>`, "",
		`<script src="{{.}}" defer{{if eq $.Kind "search"}} blocking="render"{{end}}></script>`, "",
	)
	active := regexp.MustCompile(`(?i)<script|<style|\sstyle=|\son[a-z]+=|javascript:`)
	for _, file := range defaultTheme(t).files("templates/") {
		if found := active.FindString(allowed.Replace(withoutStyle(file))); found != "" {
			t.Errorf("%s has %q", file.name, found)
		}
	}
}

func TestTemplatesSayWhatTheyTake(t *testing.T) {
	for _, file := range defaultTheme(t).files("templates/") {
		if !strings.HasPrefix(string(file.text), "{{- /* ") {
			t.Errorf("%s does not start with a comment", file.name)
		}
	}
}

// TestAssets proves that published assets carry their content in their names and
// ask for nothing from elsewhere.
func TestAssets(t *testing.T) {
	r := example(t, nil)
	if len(r.styles) != 1 || r.icon == "" {
		t.Fatalf("styles %v, icon %q", r.styles, r.icon)
	}
	for _, a := range r.Assets() {
		if !regexp.MustCompile(`^assets/[a-z]+\.[0-9a-f]{8}\.[a-z]+$`).MatchString(a.Path) {
			t.Errorf("the asset %s does not carry its content in its name", a.Path)
		}
		if strings.HasSuffix(a.Path, ".css") && regexp.MustCompile(`url\(|@import|@font-face`).Match(a.Bytes) {
			t.Errorf("%s asks for another file", a.Path)
		}
	}
}

func TestSetsAreByLanguage(t *testing.T) {
	theme := defaultTheme(t)
	if got := slices.Sorted(maps.Keys(theme.sets)); !slices.Equal(got, []string{"cy", "en"}) {
		t.Errorf("languages %v", got)
	}
	for tag, want := range map[string]string{"en-GB": "en-GB", "en": "en-GB", "cy": "cy", "cy-GB": "cy", "fr": "en-GB", "": "en-GB"} {
		if got := theme.language(tag).Tag; got != want {
			t.Errorf("the language of %q is %q, want %q", tag, got, want)
		}
	}
}
