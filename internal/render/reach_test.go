package render

import (
	"maps"
	"reflect"
	"slices"
	"testing"
)

// TestTemplatesReachOnlyData walks every type that a template can come to from
// its view: texts, numbers, lists and structures of them. A method, a function,
// an interface or a channel would be a way to do something.
func TestTemplatesReachOnlyData(t *testing.T) {
	seen := map[reflect.Type]bool{}
	for _, name := range slices.Sorted(maps.Keys(views)) {
		reach(t, reflect.TypeOf(views[name]), name, seen)
	}
	if len(seen) < 60 {
		t.Errorf("only %d types", len(seen))
	}
	allowed := []string{"t", "tn"}
	for _, name := range slices.Sorted(maps.Keys(functions(&Language{}))) {
		if !slices.Contains(allowed, name) {
			t.Errorf("templates may call %q", name)
		}
	}
}

// harmless are the methods that templates may call: they read a value.
var harmless = []string{"render.Day.IsZero", "render.BodyPart.HTML", "*render.BodyPart.HTML"}

// reach looks at a type and those in it, but for Base.Data, the one value of any
// type: it is written as JSON.
func reach(t *testing.T, typ reflect.Type, where string, seen map[reflect.Type]bool) {
	t.Helper()
	if seen[typ] {
		return
	}
	seen[typ] = true
	for i := range typ.NumMethod() {
		if m := typ.Method(i); !slices.Contains(harmless, typ.String()+"."+m.Name) {
			t.Errorf("%s: %s has the method %s", where, typ, m.Name)
		}
	}
	switch typ.Kind() {
	case reflect.Bool, reflect.String, reflect.Int, reflect.Int64:
	case reflect.Pointer, reflect.Slice:
		reach(t, typ.Elem(), where, seen)
	case reflect.Struct:
		for _, f := range reflect.VisibleFields(typ) {
			if f.IsExported() && f.Type != reflect.TypeFor[any]() {
				reach(t, f.Type, where+"."+f.Name, seen)
			}
		}
	default:
		t.Errorf("%s: %s is a %s", where, typ, typ.Kind())
	}
}
