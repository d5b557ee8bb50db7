package render

import (
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"text/template/parse"
	"unicode/utf8"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

// templateError takes an error of html/template apart: "template: name:line:
// message", with ":byte" after the line when a page is made.
var templateError = regexp.MustCompile(`(?s)^(?:html/)?template:\s?([^:]+?\.html):(\d+)(?::(\d+))?: (.*)$`)

// executing is what html/template puts before the cause of a failed page.
var executing = regexp.MustCompile(`^executing "[^"]*" at (<.*?>): `)

// quoted finds the words that an error is about.
var quoted = regexp.MustCompile(`"([^"]+)"|<([^>]+)>`)

// problem turns an error of html/template into a problem at the place in the
// theme's file.
func (t *Theme) problem(code diag.Code, err error) diag.Diagnostic {
	m := templateError.FindStringSubmatch(err.Error())
	if m == nil {
		text := strings.TrimPrefix(strings.TrimPrefix(err.Error(), "html/"), "template: ")
		return diag.New(code, diag.Position{File: builtIn}, "", "%s", text)
	}
	line, _ := strconv.Atoi(m[2])
	at := diag.Position{File: t.path(m[1]), Line: line}
	message := executing.ReplaceAllString(m[4], "${1}: ")
	if from, ok := t.origins["templates/"+m[1]]; ok {
		at = pointed(from.source, at, m[3], message)
	}
	message, hint := advice(message)
	return diag.New(code, at, hint, "%s", message)
}

// lacking matches the words of text/template for a part of something that is
// not there.
var lacking = regexp.MustCompile(`^<([^>]+)\.[A-Za-z]+>: nil pointer evaluating .*$`)

// advice says what to do about an error of html/template, and says the commonest
// in plain words.
func advice(message string) (plain, hint string) {
	if m := lacking.FindStringSubmatch(message); m != nil {
		return m[1] + " is not there", "ask first: {{with " + m[1] + "}} … {{end}}"
	}
	return message, "correct the template, or delete the file to use the theme that comes with the program"
}

// path returns a template's path relative to the site's root.
func (t *Theme) path(name string) string {
	if from, ok := t.origins["templates/"+name]; ok {
		return from.path
	}
	return builtIn + "/templates/" + name
}

// pointed adds the column. Go gives it in bytes and only for errors in making a
// page; for errors in reading a template it is where the quoted words stand.
func pointed(src *diag.Source, at diag.Position, byteColumn, message string) diag.Position {
	line := src.Line(at.Line)
	words := ""
	if m := quoted.FindStringSubmatch(message); m != nil {
		words = strings.TrimSuffix(m[1]+m[2], "...")
	}
	i := strings.Index(line, words)
	if n, err := strconv.Atoi(byteColumn); err == nil && n <= len(line) {
		i = startOf(line, words, n)
		if !strings.HasPrefix(line[i:], words) {
			words = ""
		}
	}
	if i < 0 || words == "" && byteColumn == "" {
		return at
	}
	at.Column = utf8.RuneCountInString(line[:i]) + 1
	at.Length = utf8.RuneCountInString(words)
	return at
}

// fieldProblem reports a field that a view does not have.
func (t *Theme) fieldProblem(e *unknownField) diag.Diagnostic {
	var names []string
	for _, f := range reflect.VisibleFields(e.typ) {
		if f.IsExported() && !f.Anonymous {
			names = append(names, f.Name)
		}
	}
	hint := diag.DidYouMean(e.field, names, "it has "+strings.Join(names, ", "))
	return diag.New(diag.TemplateParse, t.place(e.tree, e.node), hint, "%s", e.Error())
}

// startOf returns where words start that hold a place of a text. The place that
// Go gives for .A.B is somewhere inside it.
func startOf(text, words string, place int) int {
	if i := strings.LastIndex(text[:min(place+len(words), len(text))], words); i >= 0 {
		return i
	}
	return place
}

// place returns where a node of a template stands.
func (t *Theme) place(tree *parse.Tree, n parse.Node) diag.Position {
	from, ok := t.origins["templates/"+tree.ParseName]
	if !ok {
		return diag.Position{File: builtIn}
	}
	words := n.String()
	return from.source.At(startOf(string(from.source.Text), words, int(n.Position())), len(words))
}
