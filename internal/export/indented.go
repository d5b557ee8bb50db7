package export

import (
	"bytes"
	"encoding/json"
)

// indented writes JSON a piece at a time: objects and lists with a line for each of
// their fields and items, and each value on its line.
type indented struct {
	b      bytes.Buffer
	indent string // before what comes next in the object or list that is open
	begun  bool   // something stands in it
}

const jsonIndent = "  "

// object writes an object whose fields are written by fields.
func (w *indented) object(fields func()) { w.within('{', '}', fields) }

// list writes a field that is a list whose items are written by items, each after
// a call of item.
func (w *indented) list(name string, items func()) {
	w.name(name)
	w.within('[', ']', items)
}

// lines writes a field that is a list, an item a line.
func lines[T any](w *indented, name string, items []T) {
	w.list(name, func() {
		for _, v := range items {
			w.item()
			w.value(v)
		}
	})
}

// field writes a field.
func (w *indented) field(name string, v any) {
	w.name(name)
	w.value(v)
}

// item begins the next item of a list, or the next field of an object.
func (w *indented) item() {
	if w.begun {
		w.b.WriteByte(',')
	}
	w.begun = true
	w.line()
}

func (w *indented) name(name string) {
	w.item()
	w.value(name)
	w.b.WriteString(": ")
}

func (w *indented) within(open, end byte, write func()) {
	outer := w.indent
	w.b.WriteByte(open)
	w.indent, w.begun = outer+jsonIndent, false
	write()
	w.indent = outer
	if w.begun {
		w.line()
	}
	w.begun = true
	w.b.WriteByte(end)
}

func (w *indented) line() {
	w.b.WriteByte('\n')
	w.b.WriteString(w.indent)
}

// value writes a value of strings, numbers, and structs and lists of them, or what
// points to one.
func (w *indented) value(v any) {
	if err := json.NewEncoder(&w.b).Encode(v); err != nil {
		panic(err) // these always marshal
	}
	w.b.Truncate(w.b.Len() - len("\n"))
}
