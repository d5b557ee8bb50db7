package render

import (
	"bytes"
	"fmt"
	"html/template"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/exemplar-lp/exemplar/internal/date"
)

// awkward are texts that a page must not be harmed by.
var awkward = []string{
	"", "plain words", `"><script>alert(1)</script>`, "javascript:alert(1)", "JAVASCRIPT&colon;alert(1)", "https://example.org/a?b=c&d=e#f",
	"../schools/x.html#site-top", "mailto:a@b.example", "//evil.example/", "a b%zz", "it's a + b", "\x00\xff\u2028", "</title><b>", "</script>",
	"a.png 480w, b.png 960w", "data:text/html,x", "Ŵylan ac é", "tel:0123", "-->", "{{.Title}}", "`${x}`", "https:evil", "x:y/z",
}

// filler fills a view with awkward values.
type awkwardFiller struct{ *rand.Rand }

func (f awkwardFiller) fill(v reflect.Value, depth int) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(awkward[f.IntN(len(awkward))])
	case reflect.Int:
		v.SetInt(int64(f.IntN(4)))
	case reflect.Bool:
		v.SetBool(f.IntN(2) == 0)
	case reflect.Struct:
		if part, ok := v.Addr().Interface().(*BodyPart); ok {
			*part = BodyPart{awkward[f.IntN(len(awkward))], awkward[f.IntN(len(awkward))], markup("<p>safe & sound</p>")}
			return
		}
		for i := range v.NumField() {
			f.fill(v.Field(i), depth+1)
		}
	case reflect.Slice:
		list := reflect.MakeSlice(v.Type(), f.IntN(3), 3)
		for i := range list.Len() {
			f.fill(list.Index(i), depth+1)
		}
		v.Set(list)
	case reflect.Pointer:
		if f.IntN(2) == 0 && depth < 6 {
			v.Set(reflect.New(v.Type().Elem()))
			f.fill(v.Elem(), depth+1)
		}
	case reflect.Interface:
		v.Set(reflect.ValueOf(thing{Type: "Thing", Name: awkward[f.IntN(len(awkward))]}))
	default:
		panic("cannot fill " + v.Type().String())
	}
}

// TestProgramsWriteWhatHTMLTemplateWrites runs every view of the default theme
// with awkward values both ways.
func TestProgramsWriteWhatHTMLTemplateWrites(t *testing.T) {
	theme := defaultTheme(t)
	for tag, words := range theme.sets {
		set, problems := theme.parseSet(theme.languages[tag], minifyTemplate(newMinifier()))
		fatal(t, problems)
		for name, view := range views {
			t.Run(tag+" "+name, func(t *testing.T) {
				program := words.programs[name]
				if program == nil && name == "portfolio.html" {
					return // made for one person at a time, by html/template
				}
				if program == nil {
					t.Fatal("the template has no program")
				}
				for seed := range uint64(60) {
					v := reflect.New(reflect.TypeOf(view).Elem())
					awkwardFiller{rand.New(rand.NewPCG(seed, 1))}.fill(v.Elem(), 0)
					var want, got bytes.Buffer
					if err := set.ExecuteTemplate(&want, name, v.Interface()); err != nil {
						t.Fatal(err)
					}
					if err := program.run(&got, v.Interface()); err != nil {
						t.Fatal(err)
					}
					if !bytes.Equal(want.Bytes(), got.Bytes()) {
						t.Fatalf("seed %d:\nhtml/template %s\nprogram       %s", seed, apart(want.Bytes(), got.Bytes()), apart(got.Bytes(), want.Bytes()))
					}
				}
			})
		}
	}
}

// apart returns the part of a around the first byte in which it differs from b.
func apart(a, b []byte) string {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	return fmt.Sprintf("%q", a[max(0, i-60):min(len(a), i+60)])
}

// part is a small view for trying out the template language.
type part struct {
	Text   string
	N      int
	Yes    bool
	List   []part
	Next   *part
	Any    any
	Safe   template.HTML
	Body   BodyPart
	Bodies []*BodyPart
	Inner  struct{ Text string }
	Counts []int
}

// TestProgramsKnowTheLanguage compares the parts of the template language one by
// one. A template that programs do not know is left to html/template.
func TestProgramsKnowTheLanguage(t *testing.T) {
	view := &part{
		Text: `a "b" & <c>`, N: 3, Yes: true, Any: thing{Type: "Thing", Name: "</script>"}, Safe: "<b>x</b>",
		List: []part{{Text: "one", Next: &part{Text: "deep"}}, {Text: "two", N: 2}}, Counts: []int{3, 0},
	}
	view.Inner.Text = "inner"
	view.Body, view.Bodies = BodyPart{html: markup("<i>body</i> &amp;")}, []*BodyPart{{}, {html: markup("<s>")}}
	tests := []struct {
		source string
		known  bool
	}{
		{`{{.Text}} {{.N}} {{.Inner.Text}} {{.Safe}}`, true},
		{`<a href="{{.Text}}" title="{{.Text}}">{{.Yes}}</a>`, true},
		{`{{if .Yes}}a{{else}}b{{end}}{{if .Next}}c{{else}}d{{end}}{{if not .Yes}}e{{end}}`, true},
		{`{{if and .Yes .Text}}a{{end}}{{if or .Next .N}}b{{end}}{{if and .Yes (not .Next)}}c{{end}}`, true},
		{`{{if eq .Text "x"}}a{{else if eq .N 3}}b{{end}}{{if len .List}}c{{end}}{{len .List}}`, true},
		{`{{with .Next}}a{{.Text}}{{else}}b{{.Text}}{{end}}{{with $x := .Inner}}{{$x.Text}}{{$.Text}}{{end}}`, true},
		{`{{range .List}}{{.Text}}{{with .Next}}{{.Text}}{{end}};{{end}}{{range .Counts}}{{.}}{{end}}`, true},
		{`{{range $i, $p := .List}}{{$i}}{{$p.Text}}{{$.N}}{{end}}{{range $p := .List}}{{$p.N}}{{end}}`, true},
		{`{{$x := .Text}}{{range .List}}{{$x}}{{$x := .N}}{{$x}}{{end}}{{$x}}`, true},
		{`{{range .Next}}a{{else}}none{{end}}`, false},
		{`<script type="application/ld+json">{{.Any}}</script>`, true},
		{`{{t "nav.skip"}} {{t "page.of" "page" .N "pages" 9}} {{tn "count.schools" .N}} {{tn "count.schools" (len .List)}}`, true},
		{`{{define "sub"}}[{{.Text}}]{{end}}{{template "sub" .}}{{template "sub" .Inner}}{{range .List}}{{template "sub" .}}{{end}}`, true},
		{`{{.Body.HTML}}{{range .Bodies}}{{if .HTML}}a{{end}}{{with .HTML}}b{{.}}{{end}}{{end}}{{$x := .Body.HTML}}{{$x}}`, true},
		{`{{define "sub"}}[{{.}}]{{end}}{{template "sub" .Body.HTML}}`, true},
		{`<b title="{{.Body.HTML}}">x</b>`, false},
		{`{{len .Body.HTML}}`, false},
		{`{{t "page.of" "page" .Body.HTML "pages" 9}}`, false},
		{`{{range .Body.HTML}}a{{end}}`, false},
		{`{{if eq .Body.HTML "x"}}a{{end}}`, false},
		{`{{printf "%d" .N}}`, false},
		{`{{.Text | html}}`, false},
		{`{{index .List 0}}`, false},
		{`{{range .List}}{{break}}{{end}}`, false},
		{`{{$x := 1}}{{$x = .N}}{{$x}}`, false},
		{`<a title={{.Text}}>x</a>`, false},
		{`{{.Any.Name}}`, false},
		{`{{if gt .N 2}}a{{end}}`, false},
		{`<b class="{{template "sub" .}}">{{define "sub"}}{{.Text}}{{end}}</b>`, false},
	}
	language := defaultTheme(t).language("en")
	for _, tt := range tests {
		t.Run(tt.source, func(t *testing.T) {
			set := template.Must(template.New("x").Funcs(functions(language)).Parse(tt.source))
			if err := escape(set); err != nil {
				t.Fatal(err)
			}
			p, err := newCompiler(set, language).compile("x", reflect.TypeOf(view))
			if known := err == nil; known != tt.known {
				t.Fatalf("known is %v: %v", known, err)
			}
			if !tt.known {
				return
			}
			var want, got bytes.Buffer
			if err := set.Execute(&want, view); err != nil {
				t.Fatal(err)
			}
			if err := p.run(&got, view); err != nil {
				t.Fatal(err)
			}
			if want.String() != got.String() {
				t.Errorf("html/template writes %q, the program %q", want.String(), got.String())
			}
		})
	}
}

// TestProgramsWriteData compares what becomes of values of other sorts than pages
// have.
func TestProgramsWriteData(t *testing.T) {
	set := template.Must(template.New("x").Parse(`<script type="application/ld+json">{{.Any}}</script>`))
	if err := escape(set); err != nil {
		t.Fatal(err)
	}
	p, err := newCompiler(set, nil).compile("x", reflect.TypeFor[*part]())
	if err != nil {
		t.Fatal(err)
	}
	for _, value := range []any{nil, 3, true, "</script>", []string{"a"}, map[string]string{"<": "\u2028"}, &thing{Name: "a"}, date.Date{Year: 2026}, func() {}} {
		var want, got bytes.Buffer
		wrong := set.Execute(&want, &part{Any: value})
		if err := p.run(&got, &part{Any: value}); (err == nil) != (wrong == nil) {
			t.Errorf("%v: html/template says %v, the program %v", value, wrong, err)
		}
		if wrong == nil && want.String() != got.String() {
			t.Errorf("html/template writes %q, the program %q", want.String(), got.String())
		}
	}
}

// TestProgramsFailWhereHTMLTemplateFails proves that nothing is printed for a
// value that is not there.
func TestProgramsFailWhereHTMLTemplateFails(t *testing.T) {
	language := defaultTheme(t).language("en")
	for _, source := range []string{`{{.Next.Text}}`, `{{t .Text}}`, `{{tn .Text 2}}`} {
		set := template.Must(template.New("x").Funcs(functions(language)).Parse(source))
		if err := escape(set); err != nil {
			t.Fatal(err)
		}
		p, err := newCompiler(set, language).compile("x", reflect.TypeFor[*part]())
		if err != nil {
			t.Fatal(err)
		}
		if p.run(new(bytes.Buffer), &part{Text: "no.such.key"}) == nil {
			t.Errorf("%s does not fail", source)
		}
		if set.Execute(new(bytes.Buffer), &part{Text: "no.such.key"}) == nil {
			t.Errorf("%s does not fail in html/template", source)
		}
	}
}

func FuzzEscapes(f *testing.F) {
	for _, s := range awkward {
		f.Add(s)
	}
	text := template.Must(template.New("x").Parse(`<p title="{{.}}">{{.}}</p>`))
	link := template.Must(template.New("x").Parse(`<a href="{{.}}"></a>`))
	f.Fuzz(func(t *testing.T, s string) {
		var want, got bytes.Buffer
		if err := text.Execute(&want, s); err != nil {
			t.Fatal(err)
		}
		got.WriteString(`<p title="`)
		writeEscaped(&got, s)
		got.WriteString(`">`)
		writeEscaped(&got, s)
		got.WriteString(`</p>`)
		if want.String() != got.String() {
			t.Errorf("html/template writes %q, we %q", want.String(), got.String())
		}
		want.Reset()
		if err := link.Execute(&want, s); err != nil {
			t.Fatal(err)
		}
		if isPlainURL(s) && want.String() != `<a href="`+s+`"></a>` {
			t.Errorf("html/template writes %q for the plain address %q", want.String(), s)
		}
	})
}
