package strict

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
)

// Described is a Reader that says which JSON types an editor should let an
// author type for it; without it a Reader is a string.
type Described interface {
	// JSONTypes returns names such as "string" and "number".
	JSONTypes() []string
}

// Schema returns the JSON Schema (2020-12) of the struct that v points to, as
// indented JSON with a line feed at the end. title names what it describes. The
// same struct and env give the same bytes.
func Schema(v any, title string, env Env) []byte {
	s := object{
		{"$schema", "https://json-schema.org/draft/2020-12/schema"},
		{"title", title},
	}
	s = append(s, structSchema(reflect.TypeOf(v).Elem(), env)...)
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(s); err != nil {
		panic(err) // strings, lists and objects always marshal
	}
	return b.Bytes()
}

// object is a JSON object that keeps the order of its members.
type object []member

type member struct {
	name  string
	value any
}

// MarshalJSON writes the members in order.
func (o object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	b.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		if err := e.Encode(m.name); err != nil {
			return nil, err
		}
		b.WriteByte(':')
		if err := e.Encode(m.value); err != nil {
			return nil, err
		}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

func structSchema(t reflect.Type, env Env) object {
	properties, required := object{}, []string{}
	for _, f := range fieldsOf(t) {
		s := f.schema(f.typ, env)
		if f.doc() != "" {
			s = append(s, member{"description", f.doc()})
		}
		properties = append(properties, member{f.key, s})
		if f.required {
			required = append(required, f.key)
		}
	}
	s := object{{"type", "object"}, {"properties", properties}}
	if len(required) > 0 {
		s = append(s, member{"required", required})
	}
	return append(s, member{"additionalProperties", false})
}

// schema describes a value of type t, which is the field's or that of its items.
func (f field) schema(t reflect.Type, env Env) object {
	switch shapeOf(t) {
	case listShape:
		return object{{"type", "array"}, {"items", f.schema(t.Elem(), env)}}
	case structShape:
		return structSchema(t, env)
	case mapShape:
		return object{{"type", "object"}, {"additionalProperties", f.schema(t.Elem(), env)}}
	}
	return f.scalarSchema(t, env)
}

func (f field) scalarSchema(t reflect.Type, env Env) object {
	switch {
	case len(f.enum()) > 0:
		return object{{"enum", f.enum()}}
	case f.vocab() != "" && !env.Vocabularies[f.vocab()].Open && len(env.Vocabularies[f.vocab()].IDs) > 0:
		return object{{"enum", env.Vocabularies[f.vocab()].IDs}}
	case f.vocab() != "" && len(env.Vocabularies[f.vocab()].IDs) > 0:
		return object{{"type", "string"}, {"examples", env.Vocabularies[f.vocab()].IDs}}
	case t.Kind() == reflect.Bool:
		return object{{"type", "boolean"}}
	case t.Kind() == reflect.Int:
		return object{{"type", "integer"}}
	case t.Kind() == reflect.Float64:
		return object{{"type", "number"}}
	}
	if d, ok := reflect.New(t).Interface().(Described); ok {
		return object{{"type", d.JSONTypes()}}
	}
	s := object{{"type", f.jsonType(t)}}
	if eg := f.value(); eg != "…" && shapeOf(f.typ) == scalarShape {
		s = append(s, member{"examples", []string{strings.Trim(eg, `"`)}})
	}
	return s
}

// jsonType lets an editor accept title: 2024 and title: NO, which are texts
// here, but holds the types of this program to strings.
func (f field) jsonType(t reflect.Type) any {
	if t.Kind() == reflect.String && t.PkgPath() == "" {
		return []string{"string", "number", "boolean"}
	}
	return "string"
}

// Table returns a Markdown table of the keys of the struct that v points to,
// one row a key, those of nested structs as impact[].measure.
func Table(v any, env Env) string {
	var b strings.Builder
	b.WriteString("| Key | Value | Meaning |\n| --- | --- | --- |\n")
	writeRows(&b, reflect.TypeOf(v).Elem(), "", env)
	return b.String()
}

func writeRows(b *strings.Builder, t reflect.Type, prefix string, env Env) {
	for _, f := range fieldsOf(t) {
		doc := f.doc()
		if f.required {
			doc = "**Required.** " + doc
		}
		if f.private() {
			doc += " Private."
		}
		b.WriteString("| `" + prefix + f.key + "` | " + f.describe(f.typ, env) + " | " + strings.ReplaceAll(doc, "|", `\|`) + " |\n")
		switch inner := f.typ; shapeOf(inner) {
		case structShape:
			writeRows(b, inner, prefix+f.key+".", env)
		case listShape, mapShape:
			if shapeOf(inner.Elem()) == structShape {
				writeRows(b, inner.Elem(), prefix+f.key+"[].", env)
			}
		}
	}
}

// describe says in a few words what may be typed for a value.
func (f field) describe(t reflect.Type, env Env) string {
	switch shapeOf(t) {
	case listShape:
		return "list of " + f.describe(t.Elem(), env)
	case structShape:
		return "keys and values"
	case mapShape:
		return "map of " + f.describe(t.Elem(), env)
	}
	switch {
	case len(f.enum()) > 0:
		return "`" + strings.Join(f.enum(), "`, `") + "`"
	case f.vocab() != "":
		return "words of the vocabulary " + f.vocab()
	case f.ref() != "":
		return "name of a " + strings.ReplaceAll(f.ref(), "-", " ")
	case t == dateTypes[0]:
		return "date"
	case t == dateTypes[1]:
		return "date, with a time if wanted"
	case t == dateTypes[2]:
		return "length of time"
	}
	switch t.Kind() {
	case reflect.Bool:
		return "true or false"
	case reflect.Int:
		return "whole number"
	case reflect.Float64:
		return "number"
	}
	return "text"
}
