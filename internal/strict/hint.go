package strict

import (
	"fmt"
	"html"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

// invisible are characters that come with pasted text and cannot be seen.
const invisible = "\u00a0\u00ad\u200b\u200c\u200d\u2060\ufeff"

func (d *decoder) duplicate(key, first *yaml.Node) {
	hint := fmt.Sprintf("keep one of them; the first is on line %d", d.at(first).Line)
	p := diag.New(diag.SchemaDuplicateKey, d.at(key), hint, "%q is given twice", short(key.Value))
	p.Related = []diag.Related{{Position: d.at(first), Message: "first given here"}}
	d.problems = append(d.problems, p)
}

// unknownKey reports a key that the struct does not have, with the best hint
// there is. A key that is plainly meant counts as given, and is returned, so that
// its value can be looked at too.
func (d *decoder) unknownKey(p pair, fields []field, path string) (meant string) {
	what := d.env.What
	if path != "" {
		what = "this part of " + what
	}
	meant, hint := d.meant(p.key.Value, keysOf(fields))
	if meant != "" {
		d.lose(join(path, meant), d.at(p.key))
	} else {
		hint = d.keyHint(p.key.Value, fields, path)
	}
	d.add(diag.SchemaUnknownKey, d.at(p.key), hint, "%q is not a key of %s", short(p.key.Value), what)
	return meant
}

// plainKey writes a key as keys are written.
func plainKey(key string) string {
	word := strings.ToLower(strings.Trim(key, invisible+" "))
	return strings.Trim(separators.ReplaceAllString(word, "_"), "_")
}

// meant finds the key that the author most likely meant, and says how to write
// it.
func (d *decoder) meant(key string, keys []string) (meant, hint string) {
	visible, plain := strings.Trim(key, invisible), plainKey(key)
	right := d.env.Synonyms[plain]
	switch {
	case visible != key && slices.Contains(keys, visible):
		return visible, fmt.Sprintf("there is a character before or after %q that cannot be seen; delete it", visible)
	case slices.Contains(keys, plain) && strings.ContainsAny(key, "“”„‘’"):
		return plain, fmt.Sprintf("type %s, without quotes", plain)
	case slices.Contains(keys, plain):
		return plain, fmt.Sprintf("type %q, in lower case and with _ between words", plain)
	case slices.Contains(keys, right):
		return right, fmt.Sprintf("type %q instead", right)
	}
	if near := diag.Nearest(plain, keys); near != "" {
		return near, fmt.Sprintf("did you mean %q?", near)
	}
	if right := d.env.Synonyms[diag.Nearest(plain, slices.Sorted(maps.Keys(d.env.Synonyms)))]; slices.Contains(keys, right) {
		return right, fmt.Sprintf("did you mean %q?", right)
	}
	return "", ""
}

// keyHint says who has a key that nothing here is like, and lists the keys.
func (d *decoder) keyHint(key string, fields []field, path string) string {
	if path == "" && d.env.Elsewhere != nil {
		if owners := d.env.Elsewhere(plainKey(key)); len(owners) > 0 {
			return fmt.Sprintf("it belongs to %s; delete the line, or move it there", oneOf(owners))
		}
	}
	return "the keys are " + strings.Join(keysOf(fields), ", ")
}

// oneOf writes "a, b or c".
func oneOf(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}

// swallowed is the hint for a value that starts with # and so was taken for a
// note; it is "" for any other.
func swallowed(p pair) string {
	note := p.key.LineComment + p.value.LineComment
	if len(note) > 1 && note[0] == '#' && note[1] != ' ' && note[1] != '#' {
		return fmt.Sprintf("put quotes around a text that starts with #: %s: %q", p.key.Value, note)
	}
	return ""
}

// curly reports a value between curly quotes, which are part of it for YAML.
// It returns whether the value is of no use.
func (d *decoder) curly(n *yaml.Node, into reflect.Value, f field) bool {
	bare, ok := uncurl(n.Value)
	if !ok || n.Style != 0 {
		return false
	}
	if into.Kind() == reflect.String && len(f.enum()) == 0 && f.vocab() == "" && !into.Addr().Type().Implements(readerType) {
		d.add(diag.FrontQuotes, d.at(n), "type straight quotes, or none; if they belong to the text, put straight ones around them", "the curly quotes around this text will be shown")
		return false
	}
	d.add(diag.SchemaValue, d.at(n), fmt.Sprintf("type %s, without quotes or with straight ones", bare), "the curly quotes around %q are taken for a part of it", short(bare))
	return true
}

// entity matches a sign as HTML writes it.
var entity = regexp.MustCompile(`&(#[0-9]{2,6}|#[xX][0-9a-fA-F]{2,5}|[A-Za-z]{2,8});`)

// entities reports the first sign in a text that is written as in HTML and would
// be shown so.
func (d *decoder) entities(n *yaml.Node) {
	if !strings.Contains(n.Value, "&") {
		return
	}
	code := entity.FindString(n.Value)
	sign := html.UnescapeString(code)
	if sign == code {
		return
	}
	hint := fmt.Sprintf("type %s in its place", sign)
	if strings.TrimSpace(sign) == "" {
		hint = "type a space in its place"
	}
	d.add(diag.FrontEntity, d.within(n, code), hint, "readers would see %q as it stands here", code)
}

// within returns the place of a part of a value, if it is on the value's first
// line, or else of the value.
func (d *decoder) within(n *yaml.Node, part string) diag.Position {
	at := d.at(n)
	line := []rune(d.src.Line(at.Line))
	rest := string(line[min(at.Column-1, len(line)):])
	if i := strings.Index(rest, part); i >= 0 {
		at.Column += utf8.RuneCountInString(rest[:i])
		at.Length = utf8.RuneCountInString(part)
	}
	return at
}

// cut reports the end of a text that was taken for a note: title: Our #1 aim.
func (d *decoder) cut(n *yaml.Node, f field) {
	note := n.LineComment
	if n.Style == 0 && len(note) > 1 && note[0] == '#' && note[1] != ' ' && note[1] != '#' {
		d.add(diag.FrontComment, d.within(n, note), fmt.Sprintf("put quotes around the whole text: %s: %q", f.key, n.Value+" "+note), "%q is left out, because # after a space starts a note that is not read", short(note))
	}
}

// wrongShape reports a list where a word belongs and the like, and shows how to
// write the author's own value.
func (d *decoder) wrongShape(n *yaml.Node, want shape, t reflect.Type, f field) {
	is := map[yaml.Kind]string{yaml.ScalarNode: "text", yaml.SequenceNode: "a list", yaml.MappingNode: "keys and values"}[n.Kind]
	switch want {
	case scalarShape:
		what := fmt.Sprintf("%q takes one word or text", f.key)
		if shapeOf(f.typ) == listShape {
			what = fmt.Sprintf("each item of %q is one word or text", f.key)
		}
		d.add(diag.SchemaType, d.at(n), d.wordHint(n, t, f), "%s, and this is %s", what, is)
	case listShape:
		d.add(diag.SchemaType, d.at(n), d.listHint(n, t, f), "%q takes a list, and this is %s", f.key, is)
	default:
		d.add(diag.SchemaType, d.at(n), d.partsHint(n, t, f), "%q takes keys and values of its own, and this is %s", f.key, is)
	}
}

// wordHint shows the author's own word in the place of what is around it, if it
// can stand there.
func (d *decoder) wordHint(n *yaml.Node, t reflect.Type, f field) string {
	if text := oneText(n); text != nil && d.fits(text, t, f) {
		return fmt.Sprintf("if it is one text, put quotes around it: %q", text.Value)
	}
	words := d.fitting(n, t, f)
	switch {
	case len(words) == 0:
		return "type " + f.example()
	case shapeOf(f.typ) == listShape:
		return fmt.Sprintf("take one pair of brackets or one dash away: %s: [%s]", f.key, strings.Join(words, ", "))
	case len(words) > 1 && f.many() != "":
		return fmt.Sprintf("for several, type %s: [%s]", f.many(), strings.Join(words, ", "))
	}
	return fmt.Sprintf("type %s: %s", f.key, words[0])
}

// oneText returns the text that was meant by a single key and value outside
// braces; nil for anything else.
func oneText(n *yaml.Node) *yaml.Node {
	if n.Kind != yaml.MappingNode || n.Style&yaml.FlowStyle != 0 || len(n.Content) != 2 || n.Content[1].Kind != yaml.ScalarNode {
		return nil
	}
	return &yaml.Node{
		Kind: yaml.ScalarNode, Style: yaml.DoubleQuotedStyle, Value: n.Content[0].Value + ": " + n.Content[1].Value,
		Line: n.Line, Column: n.Column,
	}
}

// fits reports whether a scalar can be read into a field or item.
func (d *decoder) fits(n *yaml.Node, t reflect.Type, f field) bool {
	trial := &decoder{src: d.src, env: d.env, first: d.first}
	trial.scalar(n, reflect.New(t).Elem(), f)
	return !trial.problems.HasErrors()
}

// fitting returns the words in a list, or the values in a map, that can be read
// into a field or item. The keys of a map stand in for values that cannot.
func (d *decoder) fitting(n *yaml.Node, t reflect.Type, f field) []string {
	var words, keys []string
	for i, c := range n.Content {
		switch {
		case c.Kind != yaml.ScalarNode || isNull(c) || !d.fits(c, t, f):
		case n.Kind == yaml.MappingNode && i%2 == 0:
			keys = append(keys, quote(c.Value))
		default:
			words = append(words, quote(c.Value))
		}
	}
	if words == nil {
		return keys
	}
	return words
}

// bullets are what people type, or Word types for them, before an item.
const bullets = "-*•·–—−‣▪◦o\uf0b7"

func (d *decoder) listHint(n *yaml.Node, t reflect.Type, f field) string {
	structs := shapeOf(t.Elem()) == structShape
	switch {
	case n.Kind == yaml.MappingNode && structs && n.Style&yaml.FlowStyle != 0:
		return fmt.Sprintf("put square brackets around it: %s: [{ … }]", f.key)
	case n.Kind == yaml.MappingNode && structs:
		return fmt.Sprintf("put a dash and a space before the first key under %s, and two spaces before the others", f.key)
	case n.Kind == yaml.MappingNode:
		if words := d.fitting(n, t.Elem(), f); len(words) > 0 {
			return fmt.Sprintf("type %s: [%s]", f.key, strings.Join(words, ", "))
		}
		return "type " + f.example()
	case structs:
		return d.partsHint(n, t.Elem(), f)
	}
	text := strings.TrimSpace(n.Value)
	if words := d.wordsOf(text, f); words != nil {
		return fmt.Sprintf("type %s: [%s]", f.key, strings.Join(words, ", "))
	}
	if items := bulleted(text); items != nil {
		return fmt.Sprintf("put a dash and a space before each item, or type %s: [%s]", f.key, strings.Join(items, ", "))
	}
	return fmt.Sprintf("type %s: [%s]", f.key, strings.Join(splitItems(text), ", "))
}

// between are the signs that people put between the items of a list.
const between = ",;/|"

// wordsOf takes a text apart whose every part is like a word of the field's
// vocabulary; it returns nil for any other text.
func (d *decoder) wordsOf(text string, f field) []string {
	var words []string
	for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune(between, r) }) {
		word := d.env.Vocabularies[f.vocab()].Nearest(part)
		if word == "" {
			return nil
		}
		words = append(words, word)
	}
	return words
}

// bulleted takes a text apart that is a list with the wrong bullets; it returns
// nil for any other text.
func bulleted(text string) []string {
	r := []rune(text)
	if len(r) < 2 || !strings.ContainsRune(bullets, r[0]) || r[0] == 'o' && r[1] != ' ' {
		return nil
	}
	var items []string
	for _, word := range strings.Fields(text) {
		if word = strings.TrimLeft(word, strings.Trim(bullets, "o")); word != "" && word != "o" {
			items = append(items, word)
		}
	}
	return items
}

// codes matches several codes with blanks between them: PS1 PK2.
var codes = regexp.MustCompile(`^[A-Z]{1,4}[0-9]{1,2}( +[A-Z]{1,4}[0-9]{1,2})+$`)

// splitItems takes "a, b and c" or "[a, b" apart.
func splitItems(text string) []string {
	text = strings.Trim(text, "[](){} ")
	if codes.MatchString(text) {
		return strings.Fields(text)
	}
	parts := strings.FieldsFunc(strings.ReplaceAll(text, " and ", ","), func(r rune) bool { return strings.ContainsRune(between, r) })
	var items []string
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" {
			items = append(items, quote(p))
		}
	}
	return items
}

// partsHint shows a struct in one line, the author's text as its first part if
// it can be that.
func (d *decoder) partsHint(n *yaml.Node, t reflect.Type, f field) string {
	if t.Kind() != reflect.Struct {
		return fmt.Sprintf("type the parts under %s, each on its own line after two spaces", f.key)
	}
	var parts []string
	for i, inner := range fieldsOf(t) {
		value := inner.value()
		if i == 0 && n.Kind == yaml.ScalarNode && shapeOf(inner.typ) == scalarShape && d.fits(n, inner.typ, inner) {
			value = quote(n.Value)
		}
		if i < 3 {
			parts = append(parts, inner.key+": "+value)
		}
	}
	line := "{" + strings.Join(parts, ", ") + "}"
	if shapeOf(f.typ) == listShape {
		return fmt.Sprintf("type %s: [%s]", f.key, line)
	}
	return fmt.Sprintf("type %s: %s", f.key, line)
}

// quote puts quotes around a text that needs them inside [ ] or { }.
func quote(text string) string {
	if text == "" || strings.ContainsAny(text, ":#,[]{}&*!|>'\"%@`") || strings.ContainsAny(text[:1], "-? ") {
		return fmt.Sprintf("%q", text)
	}
	return text
}

// example is a whole line with the key.
func (f field) example() string { return f.key + ": " + f.value() }

// value is an example of the field's value.
func (f field) value() string {
	if f.eg() != "" {
		return f.eg()
	}
	switch shapeOf(f.typ) {
	case listShape:
		return "[ … ]"
	case structShape, mapShape:
		return "{ … }"
	}
	switch {
	case f.typ == dateTypes[0]:
		return "2026-03-12"
	case f.typ == dateTypes[1]:
		return "2027-01-14T13:30"
	case f.typ == dateTypes[2]:
		return "3y"
	case len(f.enum()) > 0:
		return f.enum()[0]
	case f.typ.Kind() == reflect.Bool:
		return "true"
	case f.typ.Kind() == reflect.Int, f.typ.Kind() == reflect.Float64:
		return "1"
	}
	return "…"
}
