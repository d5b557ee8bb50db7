package render

import (
	"bytes"
	"errors"
	"html/template"
	"io"
	"maps"
	"reflect"
	"slices"
	"strings"
	"text/template/parse"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

// views are the templates that a theme must have, each with the view it takes:
// one for each sort of page, one for portfolios, and three for what stands in a
// text.
var views = map[string]any{
	"404.html":               &NotFoundView{},
	"browse.html":            &BrowseView{},
	"case-study.html":        &CaseStudyView{},
	"coverage.html":          &CoverageView{},
	"event.html":             &EventView{},
	"framework.html":         &FrameworkView{},
	"home.html":              &HomeView{},
	"impact.html":            &ImpactPageView{},
	"list.html":              &ListView{},
	"opportunity.html":       &OpportunityView{},
	"page.html":              &PageView{},
	"portfolio.html":         &PortfolioView{},
	"practitioner.html":      &PractitionerView{},
	"redirect.html":          &RedirectView{},
	"school.html":            &SchoolView{},
	"search.html":            &SearchView{},
	"standard.html":          &StandardView{},
	"partials/embedded.html": &EmbeddedView{},
	"partials/marker.html":   &MarkerView{},
	"partials/picture.html":  &PictureView{},
}

// templates are a theme's templates with the words of one language.
type templates struct {
	// original is as the theme's author wrote it; its errors have the right
	// places.
	original *template.Template
	// programs are made of the same templates, minified, by name. A template that
	// programs cannot do is not here.
	programs map[string]*program
}

// parse reads the templates once for each language, so that the words which
// templates ask for by a fixed name become plain text before any page is made.
func (t *Theme) parse() diag.List {
	var problems diag.List
	for _, tag := range slices.Sorted(maps.Keys(t.languages)) {
		l := t.languages[tag]
		original, list := t.parseSet(l, func(text []byte) []byte { return text })
		t.sets[tag] = &templates{original: original}
		if list = append(list, t.inspect(original, l, list)...); !list.HasErrors() {
			small, _ := t.parseSet(l, minifyTemplate(newMinifier()))
			t.sets[tag].programs = compileAll(small, l)
		}
		problems = append(problems, list...)
	}
	return problems
}

// parseSet parses every template of the theme.
func (t *Theme) parseSet(l *Language, prepare func([]byte) []byte) (*template.Template, diag.List) {
	var problems diag.List
	set := template.New("theme").Option("missingkey=error").Funcs(functions(l))
	for _, file := range t.files("templates/") {
		name := strings.TrimPrefix(file.name, "templates/")
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		if _, err := set.New(name).Parse(string(prepare(file.text))); err != nil {
			problems = append(problems, t.problem(diag.TemplateParse, err))
		}
	}
	if !problems.HasErrors() {
		problems = t.fold(set, l)
	}
	return set, problems
}

// inspect reports what is wrong with parsed templates: those that are missing,
// those that html/template cannot make safe, and fields that views do not have.
func (t *Theme) inspect(set *template.Template, l *Language, so diag.List) diag.List {
	if so.HasErrors() {
		return nil
	}
	var problems diag.List
	for _, name := range slices.Sorted(maps.Keys(views)) {
		if set.Lookup(name) == nil {
			problems.Add(diag.TemplateParse, diag.Position{File: builtIn}, "", "the theme has no template %q", name)
		} else if err := escape(set.Lookup(name)); err != nil {
			problems = append(problems, t.problem(diag.TemplateParse, err))
		}
	}
	if problems.HasErrors() {
		return problems
	}
	c := newCompiler(set, l)
	for _, name := range slices.Sorted(maps.Keys(views)) {
		var unknown *unknownField
		if _, err := c.compile(name, reflect.TypeOf(views[name])); errors.As(err, &unknown) {
			problems = append(problems, t.fieldProblem(unknown))
		}
	}
	return problems
}

// escape lets html/template put its escapers into a template. It does so when a
// template is first run, and shows no other way; what the run writes, and that
// it fails for lack of data, does not matter.
func escape(t *template.Template) error {
	err := t.Execute(io.Discard, nil)
	var unsafe *template.Error
	if errors.As(err, &unsafe) {
		return unsafe
	}
	return nil
}

func newCompiler(set *template.Template, l *Language) *compiler {
	return &compiler{set: set, language: l, slow: newSlowEscapers(), made: map[programKey]*program{}, errs: map[programKey]error{}}
}

// compileAll makes the programs of a set.
func compileAll(set *template.Template, l *Language) map[string]*program {
	programs := map[string]*program{}
	for name := range views {
		if escape(set.Lookup(name)) != nil {
			return nil
		}
	}
	c := newCompiler(set, l)
	for name, view := range views {
		if p, err := c.compile(name, reflect.TypeOf(view)); err == nil {
			programs[name] = p
		}
	}
	return programs
}

// write runs a template. It reports whether what it wrote is minified already.
func (t *templates) write(out *bytes.Buffer, name string, view any) (minified bool, err error) {
	start := out.Len()
	if p, ok := t.programs[name]; ok {
		if p.run(out, view) == nil {
			return true, nil
		}
		out.Truncate(start) // html/template makes the message
	}
	return false, t.original.ExecuteTemplate(out, name, view)
}

// functions are what templates may call beside html/template's own.
func functions(l *Language) template.FuncMap {
	return template.FuncMap{"t": l.Text, "tn": l.Number}
}

// fold replaces every {{t "key"}} by its words, and reports keys that the
// language files do not have.
func (t *Theme) fold(set *template.Template, l *Language) diag.List {
	var problems diag.List
	for _, tmpl := range set.Templates() {
		if tmpl.Tree == nil || tmpl.Tree.Root == nil {
			continue
		}
		walk(tmpl.Tree.Root, func(n parse.Node) {
			switch n := n.(type) {
			case *parse.ListNode:
				for i := range n.Nodes {
					n.Nodes[i] = folded(n.Nodes[i], l)
				}
			case *parse.CommandNode:
				if key, kind := wordKey(n); kind != "" && !l.has(kind, key) {
					at := t.place(tmpl.Tree, n)
					problems.Add(diag.TemplateParse, at, "add it under texts or plurals in i18n/en.yaml", "the language files have no text %q", key)
				}
			}
		})
	}
	return problems
}

// folded returns the text of an action that asks for a fixed text, and any
// other node as it is. The words are escaped for text and for quoted attributes,
// the only places where templates may put words.
func folded(n parse.Node, l *Language) parse.Node {
	action, ok := n.(*parse.ActionNode)
	if !ok || len(action.Pipe.Cmds) != 1 || len(action.Pipe.Decl) != 0 || len(action.Pipe.Cmds[0].Args) != 2 {
		return n
	}
	key, kind := wordKey(action.Pipe.Cmds[0])
	if kind != "t" || !l.has(kind, key) {
		return n
	}
	return &parse.TextNode{NodeType: parse.NodeText, Pos: action.Pos, Text: []byte(template.HTMLEscapeString(l.word(key)))}
}

// wordKey returns the key of a call of t or tn with a fixed key, and which of
// the two it is; kind is "" for anything else.
func wordKey(cmd *parse.CommandNode) (key, kind string) {
	if len(cmd.Args) < 2 {
		return "", ""
	}
	name, ok := cmd.Args[0].(*parse.IdentifierNode)
	text, fixed := cmd.Args[1].(*parse.StringNode)
	if !ok || !fixed || name.Ident != "t" && name.Ident != "tn" {
		return "", ""
	}
	return text.Text, name.Ident
}

// has reports whether a call of t or tn finds its key.
func (l *Language) has(kind, key string) bool {
	for at := l; at != nil; at = at.spare {
		_, text := at.Texts[key]
		_, plural := at.Plurals[key]
		if kind == "t" && text || kind == "tn" && plural {
			return true
		}
	}
	return false
}

// walk visits a node of a template and every node below it, the parent first.
func walk(n parse.Node, visit func(parse.Node)) {
	visit(n)
	for _, child := range children(n) {
		walk(child, visit)
	}
}

func children(n parse.Node) []parse.Node {
	switch n := n.(type) {
	case *parse.ListNode:
		return n.Nodes
	case *parse.ActionNode:
		return []parse.Node{n.Pipe}
	case *parse.TemplateNode:
		if n.Pipe != nil {
			return []parse.Node{n.Pipe}
		}
	case *parse.IfNode:
		return branches(&n.BranchNode)
	case *parse.RangeNode:
		return branches(&n.BranchNode)
	case *parse.WithNode:
		return branches(&n.BranchNode)
	case *parse.PipeNode:
		list := make([]parse.Node, len(n.Cmds))
		for i, c := range n.Cmds {
			list[i] = c
		}
		return list
	case *parse.CommandNode:
		return n.Args
	}
	return nil
}

func branches(n *parse.BranchNode) []parse.Node {
	list := []parse.Node{n.Pipe, n.List}
	if n.ElseList != nil {
		list = append(list, n.ElseList)
	}
	return list
}
