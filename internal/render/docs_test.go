package render

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var updateDocs = flag.Bool("update", false, "rewrite the reference in docs/theme.md")

const (
	themeDocs      = "docs/theme.md"
	referenceStart = "<!-- The lines below are made from the source by go test ./internal/render -update. -->\n"
)

// TestThemeDocs proves that docs/theme.md names every template, view and field
// that a theme can use, in the words of the source.
func TestThemeDocs(t *testing.T) {
	text, err := fs.ReadFile(root(), themeDocs)
	if err != nil {
		t.Fatal(err)
	}
	written, _, found := strings.Cut(string(text), referenceStart)
	if !found {
		t.Fatalf("%s has no line %s", themeDocs, referenceStart)
	}
	want := written + referenceStart + reference(t)
	if *updateDocs {
		if err := os.WriteFile("../../"+themeDocs, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if d := cmp.Diff(want, strings.ReplaceAll(string(text), "\r\n", "\n")); d != "" {
		t.Errorf("run go test ./internal/render -update: %s", d)
	}
}

// styleToken is a custom property of the style sheet with what it is for.
var styleToken = regexp.MustCompile(`--([a-z0-9-]+): ([^;]+);(?: /\* (.+) \*/)?`)

// writeTokens lists the custom properties of the style sheet, each with its value
// on light and on dark pages.
func writeTokens(t *testing.T, out *strings.Builder) {
	t.Helper()
	_, rest, _ := strings.Cut(string(defaultTheme(t).origins[styleSheet].source.Text), ":root {")
	light, rest, _ := strings.Cut(rest, "}")
	_, rest, _ = strings.Cut(rest, ":root {")
	dark, _, _ := strings.Cut(rest, "}")
	night := map[string]string{}
	for _, m := range styleToken.FindAllStringSubmatch(dark, -1) {
		night[m[1]] = "`" + m[2] + "`"
	}
	out.WriteString("\n| property | for | value | in the dark |\n| --- | --- | --- | --- |\n")
	for _, m := range styleToken.FindAllStringSubmatch(light, -1) {
		if m[3] == "" {
			t.Errorf("%s does not say what --%s is for", styleSheet, m[1])
		}
		fmt.Fprintf(out, "| `--%s` | %s | `%s` | %s |\n", m[1], m[3], m[2], night[m[1]])
	}
}

// opening is what a template says about itself.
var opening = regexp.MustCompile(`^\{\{- /\* (.+) \*/ -\}\}`)

// writePartials lists the partials in their own words.
func writePartials(t *testing.T, out *strings.Builder) {
	t.Helper()
	theme := defaultTheme(t)
	out.WriteString("\n| partial | |\n| --- | --- |\n")
	for _, name := range slices.Sorted(maps.Keys(theme.origins)) {
		if partial, ok := strings.CutPrefix(name, "templates/partials/"); ok {
			m := opening.FindSubmatch(theme.origins[name].source.Text)
			if m == nil {
				t.Errorf("%s does not say what it is and takes", name)
				continue
			}
			fmt.Fprintf(out, "| `%s` | %s |\n", partial, m[1])
		}
	}
}

// reference lists the properties of the style sheet, the partials, the templates
// with their views, and every type of a view with its fields.
func reference(t *testing.T) string {
	t.Helper()
	docs := typeDocs(t)
	var out strings.Builder
	writeTokens(t, &out)
	writePartials(t, &out)
	out.WriteString("\n| template | takes |\n| --- | --- |\n")
	types := map[string]reflect.Type{}
	for _, name := range slices.Sorted(maps.Keys(views)) {
		view := reflect.TypeOf(views[name]).Elem()
		fmt.Fprintf(&out, "| `%s` | %s |\n", name, view.Name())
		collect(view, types)
	}
	for _, name := range slices.Sorted(maps.Keys(types)) {
		d, ok := docs[name]
		if !ok {
			t.Fatalf("%s is not in the source", name)
		}
		fmt.Fprintf(&out, "\n### %s\n\n%s\n", name, d.text)
		writeFields(&out, types[name], d)
		writeMethods(&out, types[name], d)
	}
	return out.String()
}

// collect adds a struct and the structs in its fields.
func collect(typ reflect.Type, types map[string]reflect.Type) {
	switch typ.Kind() {
	case reflect.Slice, reflect.Pointer:
		collect(typ.Elem(), types)
	case reflect.Struct:
		if types[typ.Name()] != nil {
			return
		}
		types[typ.Name()] = typ
		for _, f := range reflect.VisibleFields(typ) {
			if f.IsExported() {
				collect(f.Type, types)
			}
		}
	}
}

func writeFields(out *strings.Builder, typ reflect.Type, d typeDoc) {
	out.WriteString("\n")
	for i := range typ.NumField() {
		f := typ.Field(i)
		if !f.IsExported() {
			continue
		}
		kind := strings.ReplaceAll(strings.ReplaceAll(f.Type.String(), "render.", ""), "interface {}", "any")
		line := fmt.Sprintf("* `%s` %s", f.Name, kind)
		if f.Anonymous {
			line = fmt.Sprintf("* all of %s", kind)
		}
		if text := d.fields[f.Name]; text != "" {
			line += ": " + text
		}
		out.WriteString(line + "\n")
	}
}

// writeMethods lists what a template reads by a method as if it were a field.
func writeMethods(out *strings.Builder, typ reflect.Type, d typeDoc) {
	for m := range typ.Methods() {
		fmt.Fprintf(out, "* `%s` %s: %s\n", m.Name, m.Type.Out(0), d.fields[m.Name])
	}
}

// typeDoc is what the source says of a type, its fields and its methods.
type typeDoc struct {
	text   string
	fields map[string]string
}

func typeDocs(t *testing.T) map[string]typeDoc {
	t.Helper()
	files, err := fs.Glob(root(), "internal/render/*.go")
	if err != nil {
		t.Fatal(err)
	}
	docs := map[string]typeDoc{}
	var methods []*ast.FuncDecl
	for _, name := range files {
		src, err := fs.ReadFile(root(), name)
		if err != nil || strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, src, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range file.Decls {
			if g, ok := decl.(*ast.GenDecl); ok && g.Tok == token.TYPE {
				for _, spec := range g.Specs {
					documentType(docs, g.Doc, spec.(*ast.TypeSpec))
				}
			}
			if f, ok := decl.(*ast.FuncDecl); ok && f.Recv != nil {
				methods = append(methods, f)
			}
		}
	}
	for _, f := range methods {
		if of, ok := f.Recv.List[0].Type.(*ast.Ident); ok && docs[of.Name].fields != nil {
			docs[of.Name].fields[f.Name.Name] = oneLine(f.Doc)
		}
	}
	return docs
}

func documentType(docs map[string]typeDoc, doc *ast.CommentGroup, spec *ast.TypeSpec) {
	st, ok := spec.Type.(*ast.StructType)
	if !ok {
		return
	}
	d := typeDoc{text: oneLine(doc), fields: map[string]string{}}
	for _, f := range st.Fields.List {
		for _, name := range f.Names {
			d.fields[name.Name] = oneLine(f.Doc)
		}
	}
	docs[spec.Name.Name] = d
}

func oneLine(c *ast.CommentGroup) string {
	if c == nil {
		return ""
	}
	return strings.Join(strings.Fields(c.Text()), " ")
}
