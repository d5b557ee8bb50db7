package strict

import (
	"reflect"
	"strings"
	"sync"

	"github.com/exemplar-lp/exemplar/internal/date"
	"github.com/exemplar-lp/exemplar/internal/diag"
)

// field is one key of a struct. The tags that only hints and documentation want
// are looked up when they are asked for.
type field struct {
	key      string
	required bool
	tag      reflect.StructTag
	// words are those of the tag enum; vocabulary and kind are the tags vocab and ref.
	words            []string
	vocabulary, kind string
	index            []int
	typ              reflect.Type
	// reported is set when what should be within the key was found outside it.
	reported bool
}

func (f field) doc() string   { return f.tag.Get("doc") }
func (f field) eg() string    { return f.tag.Get("eg") }
func (f field) vocab() string { return f.vocabulary }
func (f field) ref() string   { return f.kind }
func (f field) many() string  { return f.tag.Get("many") }
func (f field) private() bool { return f.tag.Get("private") == "true" }

func (f field) enum() []string { return f.words }

// fieldsOf returns the keys of a struct in order, those of embedded structs
// where they stand.
func fieldsOf(t reflect.Type) []field {
	list := make([]field, 0, t.NumField())
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
			name, option, _ := strings.Cut(tag, ",")
			list = append(list, field{
				key: name, required: option == "required", tag: f.Tag, index: f.Index, typ: f.Type,
				words: wordsOf(f.Tag.Get("enum")), vocabulary: f.Tag.Get("vocab"), kind: f.Tag.Get("ref"),
			})
		}
	}
	return list
}

// wordsOf cuts the words of a tag apart.
func wordsOf(tag string) []string {
	if tag == "" {
		return nil
	}
	return strings.Split(tag, ",")
}

// Plan remembers the keys of structs, for programs that read many files. What it
// remembers does not change, and many goroutines may use it at once.
type Plan struct {
	fields  map[reflect.Type][]field
	forests sync.Pool // of *forest
	places  sync.Pool // of *Places
}

// newPlaces returns empty places.
func (p *Plan) newPlaces() Places {
	if used, ok := p.places.Get().(*Places); ok {
		return *used
	}
	return Places{Keys: make(map[string]diag.Position, mostPlaces), Values: make(map[string]diag.Position, mostPlaces), Failed: map[string]bool{}}
}

// Reuse takes back places that nobody will look at again, for a later Decode. Those
// of a very long block are let go.
func (p *Plan) Reuse(places Places) {
	if len(places.Keys) > mostPlaces || len(places.Values) > 2*mostPlaces {
		return
	}
	clear(places.Keys)
	clear(places.Values)
	clear(places.Failed)
	p.places.Put(&places)
}

// NewPlan looks at the structs that the values point to and at those in them.
func NewPlan(values ...any) *Plan {
	p := &Plan{fields: map[reflect.Type][]field{}}
	for _, v := range values {
		p.add(reflect.TypeOf(v).Elem())
	}
	return p
}

func (p *Plan) add(t reflect.Type) {
	for shapeOf(t) == listShape || shapeOf(t) == mapShape {
		t = t.Elem()
	}
	if shapeOf(t) != structShape || p.fields[t] != nil {
		return
	}
	p.fields[t] = fieldsOf(t)
	for _, f := range p.fields[t] {
		p.add(f.typ)
	}
}

// of returns the keys of a struct; a nil plan looks anew each time.
func (p *Plan) of(t reflect.Type) []field {
	if p != nil {
		if list, ok := p.fields[t]; ok {
			return list
		}
	}
	return fieldsOf(t)
}

func keysOf(fields []field) []string {
	keys := make([]string, len(fields))
	for i, f := range fields {
		keys[i] = f.key
	}
	return keys
}

func find(fields []field, key string) (field, bool) {
	for i := range fields {
		if fields[i].key == key {
			return fields[i], true
		}
	}
	return field{}, false
}

var (
	placeType  = reflect.TypeFor[diag.Place]()
	readerType = reflect.TypeFor[Reader]()
	dateTypes  = []reflect.Type{reflect.TypeFor[date.Date](), reflect.TypeFor[date.Moment](), reflect.TypeFor[date.Length]()}
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
	if ok && f.Type == placeType && f.Tag.Get("key") == "" {
		v.FieldByIndex(f.Index).Set(reflect.ValueOf(at.Place()))
	}
}
