package render

import (
	"html/template"
	"maps"
	"slices"
	"strings"
	"text/template/parse"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

// parse reads the templates once for each language, so that the words which
// templates ask for by a fixed name become plain text before any page is made.
func (t *Theme) parse() diag.List {
	var problems diag.List
	for _, tag := range slices.Sorted(maps.Keys(t.languages)) {
		set, list := t.parseFor(t.languages[tag])
		t.sets[tag] = set
		problems = append(problems, list...)
	}
	return problems
}

func (t *Theme) parseFor(l *Language) (*template.Template, diag.List) {
	var problems diag.List
	set := template.New("theme").Option("missingkey=error").Funcs(functions(l))
	for _, file := range t.files("templates/") {
		name := strings.TrimPrefix(file.name, "templates/")
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		if _, err := set.New(name).Parse(string(file.text)); err != nil {
			problems = append(problems, t.problem(diag.TemplateParse, err))
		}
	}
	if problems.HasErrors() {
		return set, problems
	}
	return set, append(t.missing(set), t.fold(set, l)...)
}

// missing reports the templates that views need and the theme lacks.
func (t *Theme) missing(set *template.Template) diag.List {
	var problems diag.List
	for _, name := range viewTemplates {
		if set.Lookup(name) == nil {
			problems.Add(diag.TemplateParse, diag.Position{File: builtIn}, "", "the theme has no template %q", name)
		}
	}
	return problems
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
