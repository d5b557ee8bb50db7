package render

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/content"
)

// entries are one of each kind, whose struct tags say what is private.
var entries = []any{
	content.Page{}, content.Section{}, content.Framework{}, content.Standard{}, content.CaseStudy{}, content.Practitioner{}, content.School{}, content.Event{}, content.Opportunity{},
}

// privateFields lists the fields of a type, and of those within it, that are tagged
// private, each as Type.Field.
func privateFields(typ reflect.Type, seen map[reflect.Type]bool) (list []string) {
	for typ.Kind() == reflect.Pointer || typ.Kind() == reflect.Slice || typ.Kind() == reflect.Map {
		typ = typ.Elem()
	}
	if typ.Kind() != reflect.Struct || seen[typ] {
		return nil
	}
	seen[typ] = true
	for f := range typ.Fields() {
		if f.Tag.Get("private") == "true" {
			list = append(list, typ.String()+"."+f.Name)
		}
		list = append(list, privateFields(f.Type, seen)...)
	}
	return list
}

// viewPackages are those whose types templates may come to: nothing of content or
// the catalogue, where the private fields are.
var viewPackages = []string{"", "html/template", reflect.TypeFor[Base]().PkgPath()}

// foreign lists the types that can be come to from a type and are of no package of
// viewPackages, and the fields on the way that are tagged private.
func foreign(typ reflect.Type, where string, seen map[reflect.Type]bool) (list []string) {
	if seen[typ] {
		return nil
	}
	seen[typ] = true
	if !slices.Contains(viewPackages, typ.PkgPath()) {
		list = append(list, where+" is a "+typ.String())
	}
	switch typ.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array:
		return append(list, foreign(typ.Elem(), where, seen)...)
	case reflect.Map:
		return append(append(list, foreign(typ.Key(), where, seen)...), foreign(typ.Elem(), where, seen)...)
	case reflect.Struct:
		for _, f := range reflect.VisibleFields(typ) {
			if f.Tag.Get("private") != "" {
				list = append(list, where+"."+f.Name+" is private")
			}
			if f.IsExported() {
				list = append(list, foreign(f.Type, where+"."+f.Name, seen)...)
			}
		}
	}
	return list
}

// TestViewsReachNothingPrivate proves that no template can come to a field that is
// tagged private: every type within a view is of this package, and so none is one
// of those that hold such a field.
func TestViewsReachNothingPrivate(t *testing.T) {
	var private []string
	inContent := map[reflect.Type]bool{}
	for _, e := range entries {
		private = append(private, privateFields(reflect.TypeOf(e), inContent)...)
	}
	if len(private) < 8 || !slices.Contains(private, "content.Practitioner.Consent") || !slices.Contains(private, "content.Person.Note") {
		t.Fatalf("the private fields are not found: %q", private)
	}
	seen := map[reflect.Type]bool{}
	for _, name := range slices.Sorted(maps.Keys(views)) {
		for _, wrong := range foreign(reflect.TypeOf(views[name]), name, seen) {
			t.Error(wrong)
		}
	}
	for typ := range inContent {
		if seen[typ] && typ.PkgPath() != "" {
			t.Errorf("templates can come to %s", typ)
		}
	}
	if len(entries) != len(content.Kinds()) || len(seen) < 60 {
		t.Errorf("%d kinds, %d types in views", len(entries), len(seen))
	}
	t.Logf("%d private fields in content, %d types in views", len(private), len(seen))
}

// TestForeignSeesPrivateFields proves the proof: a view with an entry in it is seen.
func TestForeignSeesPrivateFields(t *testing.T) {
	type inner struct{ Study *catalog.CaseStudy }
	for name, view := range map[string]any{
		"a field":   struct{ A content.Consent }{},
		"deep down": struct{ A []*inner }{},
		"a map":     struct{ A map[string]content.Person }{},
		"a tag": struct {
			A string `private:"true"`
		}{},
	} {
		if len(foreign(reflect.TypeOf(view), name, map[reflect.Type]bool{})) == 0 {
			t.Errorf("%s is not seen", name)
		}
	}
}

// TestDataIsOfTextsAlone looks at the structs of data.go, which views hold without
// their type: texts, figures and one another, nothing of another package.
func TestDataIsOfTextsAlone(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "data.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	own := []string{"string", "bool", "int", "any"}
	var structs []*ast.StructType
	ast.Inspect(file, func(n ast.Node) bool {
		if spec, ok := n.(*ast.TypeSpec); ok {
			own = append(own, spec.Name.Name)
			if s, ok := spec.Type.(*ast.StructType); ok {
				structs = append(structs, s)
			}
		}
		return true
	})
	for _, s := range structs {
		for _, f := range s.Fields.List {
			ast.Inspect(f.Type, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.SelectorExpr:
					t.Errorf("%v is of another package", n)
				case *ast.Ident:
					if !slices.Contains(own, n.Name) && strings.ToLower(n.Name) != "float64" {
						t.Errorf("%s is no type of data.go", n.Name)
					}
				}
				return true
			})
		}
	}
	if len(structs) < 4 {
		t.Errorf("only %d structs", len(structs))
	}
}
