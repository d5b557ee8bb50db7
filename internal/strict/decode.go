package strict

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/exemplar-lp/exemplar/internal/date"
	"github.com/exemplar-lp/exemplar/internal/diag"
)

type decoder struct {
	src *diag.Source
	env Env
	// first is the file's line on which the block starts.
	first    int
	places   Places
	problems diag.List
	// lost are keys that were meant but could not be read, with their places; they
	// count as given.
	lost map[string]diag.Position
	// altered are the values that were mended and are not judged, by line of the
	// block, from 0, with their columns.
	altered map[int]int
}

func (d *decoder) add(code diag.Code, at diag.Position, hint, format string, args ...any) {
	d.problems.Add(code, at, hint, format, args...)
}

// decode reads the whole block into a struct.
func (d *decoder) decode(text []byte, into reflect.Value) {
	if len(text) > d.env.Limits.Bytes {
		d.add(diag.FrontTooLarge, d.start(), "move text into the page below", "there are more than %d KiB of keys and values here", d.env.Limits.Bytes>>10)
		return
	}
	root, ok := (*yaml.Node)(nil), false
	if mayBeSimple(text) && d.env.Limits.Depth >= deepestSimple {
		whole := string(text)
		nodes := forestFor(whole, &d.env.Plan.forests)
		defer func() { d.env.Plan.forests.Put(nodes.clear()) }()
		root, ok = nodes.simple(whole)
	}
	if !ok {
		root, ok = d.syntax(text, into.Type())
	}
	if !ok {
		return
	}
	fields := d.env.Plan.of(into.Type())
	switch {
	case root == nil || isNull(root):
		d.missing(fields, nil, d.start(), "")
	case root.Kind == yaml.MappingNode:
		d.prune(root)
		d.structure(root, into, fields, "", d.start())
	case d.features(root, 0):
		d.add(diag.SchemaType, d.at(root), "take the dash or bracket away and start each line with a key and a colon: "+fields[0].example(), "%s must be lines of keys and values", d.env.What)
	}
}

// prune takes the pairs out of the outermost map that use what is not used here,
// and reports them.
func (d *decoder) prune(root *yaml.Node) {
	kept := root.Content[:0]
	for i := 0; i+1 < len(root.Content); i += 2 {
		key, value := root.Content[i], root.Content[i+1]
		if d.features(key, 0) && d.features(value, 1) {
			kept = append(kept, key, value)
		} else {
			d.lose(key.Value, d.at(key))
		}
	}
	root.Content = kept
}

// lose records that a key was meant, though its value is unknown.
func (d *decoder) lose(key string, at diag.Position) {
	if d.lost == nil {
		d.lost = map[string]diag.Position{}
	}
	d.lost[key] = at
}

// start is the line before the block: the opening --- of front matter, or the
// first line of a settings file.
func (d *decoder) start() diag.Position {
	return diag.Position{File: d.src.Path, Line: max(d.first-1, 1), Column: 1, Length: 3}
}

// isNull reports whether a value says nothing: no value, "", [], {}, ~ or null.
func isNull(n *yaml.Node) bool {
	if n.Kind != yaml.ScalarNode {
		return len(n.Content) == 0
	}
	return strings.TrimSpace(n.Value) == "" || n.Tag == "!!null" && (n.Value == "~" || n.Value == "null")
}

// structure reads a map into a struct. path leads to it: "" at the top, then
// impact[0] and the like.
func (d *decoder) structure(n *yaml.Node, into reflect.Value, fields []field, path string, at diag.Position) {
	pairs, ok := d.pairs(n, path)
	if !ok {
		return
	}
	var above *field // the last key, if it has no value but could have keys of its own
	for _, p := range pairs {
		f, known := find(fields, p.key.Value)
		if !known && d.outside(p, above) {
			continue
		}
		if !known {
			meant := d.unknownKey(p, fields, path)
			if f, known = find(fields, meant); !known || has(pairs, meant) {
				continue
			}
		}
		d.place(join(path, f.key), p)
		if above = nil; isNull(p.value) && partsOf(f) != nil {
			above = &f
		}
		if isNull(p.value) {
			if note := swallowed(p); note != "" && !f.required {
				d.add(diag.FrontComment, d.at(p.key), note, "%q has no value, because # starts a note that is not read", f.key)
			}
			continue
		}
		d.field(p.value, into.FieldByIndex(f.index), f, join(path, f.key))
	}
	d.missing(fields, pairs, at, path)
}

// partsOf returns the keys that the value of a field may have, or nil.
func partsOf(f field) []field {
	t := f.typ
	if shapeOf(t) == listShape {
		t = t.Elem()
	}
	if shapeOf(t) != structShape {
		return nil
	}
	return fieldsOf(t)
}

// outside reports a key that belongs to the one above and does not start further
// right. It is reported once for the key above.
func (d *decoder) outside(p pair, above *field) bool {
	if above == nil {
		return false
	}
	if _, ok := find(partsOf(*above), p.key.Value); !ok {
		return false
	}
	if !above.reported {
		above.reported = true
		mark := "two spaces"
		if shapeOf(above.typ) == listShape {
			mark = "two spaces, a dash and a space"
		}
		d.add(diag.SchemaUnknownKey, d.at(p.key), fmt.Sprintf("put %s before it, so that it belongs to %q, and as many spaces before the lines that go with it", mark, above.key),
			"%q stands outside %q", p.key.Value, above.key)
	}
	return true
}

// pair is one key of a map with its value.
type pair struct{ key, value *yaml.Node }

// pairs returns a map's pairs in order, only the first of each key; repeats are
// reported. It returns false for a map that is too large to look at.
func (d *decoder) pairs(n *yaml.Node, path string) (pairs []pair, ok bool) {
	if len(n.Content)/2 > d.env.Limits.Keys {
		d.add(diag.FrontTooLarge, d.at(n), "split it up", "there are more than %d keys in one place", d.env.Limits.Keys)
		return nil, false
	}
	pairs = make([]pair, 0, len(n.Content)/2)
	seen := make(map[string]*yaml.Node, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		first := seen[key.Value]
		switch {
		case key.Kind != yaml.ScalarNode:
			d.add(diag.SchemaType, d.at(key), "type one word and a colon: title: Talk partners", "a list stands where a key belongs")
		case first != nil:
			d.duplicate(key, first)
			d.places.Failed[join(path, key.Value)] = true
		default:
			seen[key.Value] = key
			pairs = append(pairs, pair{key, value})
		}
	}
	return pairs, true
}

// has reports whether a key is given.
func has(pairs []pair, key string) bool {
	return slices.ContainsFunc(pairs, func(p pair) bool { return p.key.Value == key })
}

func (d *decoder) place(path string, p pair) {
	d.places.Keys[path] = d.at(p.key)
	if !isNull(p.value) {
		d.places.Values[path] = d.at(p.value)
	}
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// missing reports the required keys that were not given a value.
func (d *decoder) missing(fields []field, pairs []pair, at diag.Position, path string) {
	for j := range fields {
		f := &fields[j]
		if !f.required {
			continue
		}
		if _, lost := d.lost[join(path, f.key)]; lost {
			continue
		}
		i := slices.IndexFunc(pairs, func(p pair) bool { return p.key.Value == f.key })
		switch {
		case i < 0:
			d.add(diag.SchemaRequired, at, "add a line: "+f.example(), "%q is missing", f.key)
		case isNull(pairs[i].value):
			hint := swallowed(pairs[i])
			if hint == "" {
				hint = "type a value: " + f.example()
			}
			d.add(diag.SchemaRequired, d.at(pairs[i].key), hint, "%q has no value", f.key)
		}
	}
}

// field reads one value into a field or item, and returns whether it could be
// read without a problem.
func (d *decoder) field(n *yaml.Node, into reflect.Value, f field, path string) (ok bool) {
	if d.altered[n.Line-1] == n.Column {
		d.places.Failed[path] = true
		return false
	}
	before, failed := len(d.problems), len(d.places.Failed)
	d.value(n, into, f, path)
	if len(d.problems) > before || len(d.places.Failed) > failed {
		d.places.Failed[path] = true
		return false
	}
	return true
}

func (d *decoder) value(n *yaml.Node, into reflect.Value, f field, path string) {
	switch want := shapeOf(into.Type()); {
	case want == scalarShape && n.Kind == yaml.ScalarNode:
		d.scalar(n, into, f)
	case want == listShape && n.Kind == yaml.SequenceNode:
		d.list(n, into, f, path)
	case want == structShape && n.Kind == yaml.MappingNode:
		at := d.at(n.Content[0])
		setStart(into, at)
		d.structure(n, into, d.env.Plan.of(into.Type()), path, at)
	case want == mapShape && n.Kind == yaml.MappingNode:
		d.table(n, into, f, path)
	default:
		d.wrongShape(n, want, into.Type(), f)
	}
}

func (d *decoder) list(n *yaml.Node, into reflect.Value, f field, path string) {
	if len(n.Content) > d.env.Limits.Items {
		d.add(diag.FrontTooLarge, d.at(n), "split it up", "%q has more than %d items", f.key, d.env.Limits.Items)
		return
	}
	list := reflect.MakeSlice(into.Type(), 0, len(n.Content))
	for _, c := range n.Content {
		if isNull(c) {
			d.add(diag.SchemaValue, d.at(c), "delete the dash or comma, or type a value after it", "the list %q has an empty place", f.key)
			continue
		}
		item := reflect.New(into.Type().Elem()).Elem()
		here := path + "[" + strconv.Itoa(list.Len()) + "]"
		d.places.Values[here] = d.at(c)
		if ok := d.field(c, item, f, here); !ok && item.IsZero() {
			continue
		}
		list = reflect.Append(list, item)
	}
	into.Set(list)
}

// table reads a map whose keys are the author's.
func (d *decoder) table(n *yaml.Node, into reflect.Value, f field, path string) {
	pairs, ok := d.pairs(n, path)
	if !ok {
		return
	}
	m := reflect.MakeMapWithSize(into.Type(), len(pairs))
	for _, p := range pairs {
		d.place(join(path, p.key.Value), p)
		item := reflect.New(into.Type().Elem()).Elem()
		if shapeOf(item.Type()) == structShape {
			setStart(item, d.at(p.key))
		}
		if !isNull(p.value) {
			f.key = p.key.Value
			d.field(p.value, item, f, join(path, p.key.Value))
		}
		m.SetMapIndex(reflect.ValueOf(p.key.Value).Convert(into.Type().Key()), item)
	}
	into.Set(m)
}

// scalar reads one word, number or text.
func (d *decoder) scalar(n *yaml.Node, into reflect.Value, f field) {
	at, text := d.at(n), n.Value
	if d.unseen(n) {
		return
	}
	d.cut(n, f)
	d.entities(n)
	if d.curly(n, into, f) {
		return
	}
	if r, ok := into.Addr().Interface().(Reader); ok {
		d.problems = append(d.problems, r.ReadScalar(Scalar{
			Text: text, Quoted: n.Style != 0, Pos: at, Key: f.key,
			Ref: f.ref(), Vocab: f.vocab(), Vocabulary: d.env.Vocabularies[f.vocab()],
		})...)
		return
	}
	if known, err := readDate(into.Addr().Interface(), text); known {
		var why *date.Error
		if errors.As(err, &why) {
			d.add(diag.SchemaDate, at, why.Hint, "%s", why.Message)
		}
		return
	}
	d.plain(text, at, into, f)
}

// plain reads a value of one of Go's own types.
func (d *decoder) plain(text string, at diag.Position, into reflect.Value, f field) {
	switch into.Kind() {
	case reflect.String:
		d.text(text, at, into, f)
	case reflect.Bool:
		v, ok := parseBool(text)
		if !ok {
			d.add(diag.SchemaType, at, fmt.Sprintf("type %s: true or %s: false", f.key, f.key), "%q is neither true nor false", short(text))
			return
		}
		into.SetBool(v)
	case reflect.Int:
		v, ok := parseInt(text)
		if !ok {
			d.add(diag.SchemaType, at, numberHint(f.key, text, func(s string) bool { _, ok := parseInt(s); return ok }), "%q is not a whole number", short(text))
			return
		}
		into.SetInt(v)
	case reflect.Float64:
		v, ok := ParseNumber(text)
		if !ok {
			d.add(diag.SchemaType, at, numberHint(f.key, text, func(s string) bool { _, ok := ParseNumber(s); return ok }), "%q is not a number", short(text))
			return
		}
		into.SetFloat(v)
	default:
		panic("strict: cannot read into " + into.Type().String())
	}
}

func (d *decoder) text(text string, at diag.Position, into reflect.Value, f field) {
	var problems diag.List
	if len(f.enum()) > 0 {
		problems = checkEnum(text, f.enum(), f.key, at)
	}
	if f.vocab() != "" {
		problems = append(problems, d.env.Vocabularies[f.vocab()].Check(Scalar{Text: text, Pos: at, Key: f.key, Vocab: f.vocab()})...)
	}
	d.problems = append(d.problems, problems...)
	if !problems.HasErrors() {
		into.SetString(strings.TrimRight(text, "\n"))
	}
}
