package strict

import (
	"reflect"
	"strings"

	"github.com/exemplar-lp/exemplar/internal/date"
	"github.com/exemplar-lp/exemplar/internal/diag"
)

// field is one key of a struct.
type field struct {
	key      string
	required bool
	doc      string
	enum     []string
	vocab    string
	many     string
	ref      string
	eg       string
	private  bool
	index    []int
	typ      reflect.Type
}

// fieldsOf returns the keys of a struct in order, those of embedded structs
// where they stand.
func fieldsOf(t reflect.Type) []field {
	var list []field
	for i := range t.NumField() {
		f := t.Field(i)
		tag, tagged := f.Tag.Lookup("key")
		if f.Anonymous && !tagged {
			for _, inner := range fieldsOf(f.Type) {
				inner.index = append([]int{i}, inner.index...)
				list = append(list, inner)
			}
		}
		if tagged {
			list = append(list, newField(f, tag, i))
		}
	}
	return list
}

func newField(f reflect.StructField, tag string, i int) field {
	name, option, _ := strings.Cut(tag, ",")
	var enum []string
	if words := f.Tag.Get("enum"); words != "" {
		enum = strings.Split(words, ",")
	}
	return field{
		key: name, required: option == "required",
		doc: f.Tag.Get("doc"), enum: enum, vocab: f.Tag.Get("vocab"), ref: f.Tag.Get("ref"),
		eg: f.Tag.Get("eg"), many: f.Tag.Get("many"),
		private: f.Tag.Get("private") == "true",
		index:   []int{i}, typ: f.Type,
	}
}

func keysOf(fields []field) []string {
	keys := make([]string, len(fields))
	for i, f := range fields {
		keys[i] = f.key
	}
	return keys
}

func find(fields []field, key string) (field, bool) {
	for _, f := range fields {
		if f.key == key {
			return f, true
		}
	}
	return field{}, false
}

var (
	positionType = reflect.TypeFor[diag.Position]()
	readerType   = reflect.TypeFor[Reader]()
	dateTypes    = []reflect.Type{reflect.TypeFor[date.Date](), reflect.TypeFor[date.Moment](), reflect.TypeFor[date.Length]()}
)

// shape is what a Go type looks like in YAML.
type shape int

const (
	noShape shape = iota
	scalarShape
	listShape
	structShape
	mapShape
)

func shapeOf(t reflect.Type) shape {
	if reflect.PointerTo(t).Implements(readerType) {
		return scalarShape
	}
	for _, d := range dateTypes {
		if t == d {
			return scalarShape
		}
	}
	switch t.Kind() {
	case reflect.Slice:
		return listShape
	case reflect.Struct:
		return structShape
	case reflect.Map:
		return mapShape
	}
	return scalarShape
}

// setStart gives a struct's Pos field the place where the struct starts.
func setStart(v reflect.Value, at diag.Position) {
	f, ok := v.Type().FieldByName("Pos")
	if ok && f.Type == positionType && f.Tag.Get("key") == "" {
		v.FieldByIndex(f.Index).Set(reflect.ValueOf(at))
	}
}
