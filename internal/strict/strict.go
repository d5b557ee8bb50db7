// Package strict reads YAML that people type.
//
// In comes the text of a front-matter block or a settings file and a Go struct
// whose tags are the schema. Out come the filled struct, the place of every key
// and every problem found, each at its exact line and column of the file. It
// never guesses a value, stops at the first problem, follows an alias or
// expands anything.
//
// The tags of a field are
//
//	key:"name,required"  the key; a key that must be given has ",required"
//	doc:"…"              one line of help
//	eg:"PS1"             an example of the value, for hints and documentation
//	enum:"a,b"           the only values a text may have
//	vocab:"theme"        the vocabulary of Env whose words are allowed
//	many:"schools"       the key for several, where this one is for one
//	ref:"school"         the kind of entry that is named (for Reader types)
//	private:"true"       reaches no output
//
// A field may be a string, bool, int or float64 or a named type of these, a
// date.Date, date.Moment or date.Length, a type with a ReadScalar method, a
// struct, or a list ([]T) or map (map[string]T) of any of them. An embedded
// struct without a key lends its keys. A field Pos of type diag.Place without
// a key gets the place where a nested struct starts.
//
// A key without a value, or with "", [], {}, ~ or null, counts as not given. A text keeps
// what was typed: 007, NO and 1.10 stay as they are.
package strict

import (
	"reflect"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

// Env is what the tags cannot say. The zero value is useful.
type Env struct {
	// What names the thing that is read, with its article, for messages: "a case
	// study". Empty means "front matter".
	What string
	// Vocabularies are the known words, by the name in a vocab tag.
	Vocabularies map[string]Vocabulary
	// Synonyms leads from a key that people often type to the one that is meant:
	// authors to practitioners. One that leads to no key of the struct is not
	// used.
	Synonyms map[string]string
	// Elsewhere returns who does have a top-level key that is not known here, as
	// "a practitioner"; it may be nil.
	Elsewhere func(key string) []string
	// Codes replaces the code under which a problem is reported; a code that is
	// not in it stays. It may be nil.
	Codes map[diag.Code]diag.Code
	// Plan may be nil; with it Decode is quicker and does the same.
	Plan *Plan
	// Limits are the sizes allowed; a zero one means its default.
	Limits Limits
}

// Limits bounds what is read.
type Limits struct {
	// Bytes is the size of the whole text. Default 64 KiB.
	Bytes int
	// Depth is how deeply lists and maps may be nested. Default 32.
	Depth int
	// Keys is how many keys one map may have. Default 200.
	Keys int
	// Items is how many items one list may have. Default 500.
	Items int
}

func (l Limits) orDefault() Limits {
	set := func(n *int, value int) {
		if *n == 0 {
			*n = value
		}
	}
	set(&l.Bytes, 64<<10)
	set(&l.Depth, 32)
	set(&l.Keys, 200)
	set(&l.Items, 500)
	return l
}

// Places says where keys stand. What lies within is written as brand.colour and
// impact[0].measure.
type Places struct {
	// Keys has the place of each key that is there, or was plainly meant.
	Keys map[string]diag.Position
	// Values has the place of what follows it; a key without a value is not in
	// it.
	Values map[string]diag.Position
	// Failed has the keys and items whose values have problems, and those that
	// hold them.
	Failed map[string]bool
}

// mostPlaces is for how many places there is room from the start.
const mostPlaces = 32

// Decode reads the YAML of src.Text[from:to] into the struct that into points
// to; from is the first byte of a line. Fields whose keys are not given keep
// what they hold, so defaults may be set before. Every problem is in the list;
// fields with problems keep what they hold.
func Decode(src *diag.Source, from, to int, into any, env Env) (Places, diag.List) {
	env.Limits = env.Limits.orDefault()
	if env.What == "" {
		env.What = "front matter"
	}
	if env.Plan == nil {
		env.Plan = NewPlan(into)
	}
	text := src.Text[from:to]
	d := &decoder{
		src: src, env: env,
		first:  src.At(from, 0).Line,
		places: env.Plan.newPlaces(),
	}
	d.decode(text, reflect.ValueOf(into).Elem())
	for key, at := range d.lost {
		d.places.Failed[key] = true
		if _, there := d.places.Keys[key]; !there {
			d.places.Keys[key], d.places.Values[key] = at, at
		}
	}
	d.recode()
	return d.places, d.problems.Sort()
}

// Keys returns the keys of the struct that v points to, in order.
func Keys(v any) []string { return keysOf(fieldsOf(reflect.TypeOf(v).Elem())) }

// recode gives problems the codes that env asks for.
func (d *decoder) recode() {
	for i := range d.problems {
		p := &d.problems[i]
		if code, ok := d.env.Codes[p.Code]; ok {
			p.Code = code
			p.Severity = code.Severity()
		}
	}
}
