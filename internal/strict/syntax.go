package strict

import (
	"bytes"
	"errors"
	"reflect"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

// Bounds on the search for further mistakes after the first.
const (
	mostRounds   = 12
	mostFindings = 50
)

// lineEnds are characters that YAML takes for ends of lines and nobody else
// does; they come with pasted text.
var lineEnds = []string{"\r", "\u0085", "\u2028", "\u2029"}

// oneLineEnd puts a blank for every such character, so that lines are those of
// the file.
func oneLineEnd(text []byte) []byte {
	for _, end := range lineEnds {
		if bytes.Contains(text, []byte(end)) {
			text = bytes.ReplaceAll(text, []byte(end), []byte(" "))
		}
	}
	return text
}

// errText stands for a block that is one running text: YAML, but no keys.
var errText = errors.New("no keys")

// syntax parses the block. Where it is not YAML the mistakes are reported, mended
// in a copy that keeps the lines, and the copy is parsed, so that one run shows
// them all and what is wrong elsewhere. It returns false when nothing can be
// said about the rest.
func (d *decoder) syntax(text []byte, t reflect.Type) (root *yaml.Node, ok bool) {
	text = oneLineEnd(text)
	root, err := parse(text, d.env.Limits.Depth)
	if err == nil && root != nil && root.Kind == yaml.ScalarNode {
		err = errText
	}
	if err == nil {
		return root, true
	}
	b := newBlock(text, t)
	for round := 0; err != nil && round < mostRounds && len(b.found) < mostFindings; round++ {
		if d.tooDeep(err) {
			return nil, false
		}
		b.mend(err)
		root, err = parse(b.bytes(), d.env.Limits.Depth)
	}
	d.altered = b.altered
	for key, line := range b.lost {
		d.lose(key, diag.Position{File: d.src.Path, Line: d.first + line, Column: 1, Length: utf8.RuneCountInString(key)})
	}
	for _, f := range b.found {
		at := diag.Position{File: d.src.Path, Line: d.first + f.line, Column: f.column, Length: max(f.length, 1)}
		d.add(f.code, at, f.hint, "%s", f.message)
	}
	return root, err == nil
}

// tooDeep reports the limit on nesting, if that is what stopped the library,
// which passes on no more than the words of errDeep.
func (d *decoder) tooDeep(err error) bool {
	var why *yaml.LoadError
	if !errors.As(err, &why) || why.Message != errDeep.Error() {
		return false
	}
	at := diag.Position{File: d.src.Path, Line: d.first + why.Mark.Line - 1, Column: why.Mark.Column, Length: 1}
	d.add(diag.FrontTooLarge, at, "write it more simply", "lists and keys are nested more than %d deep", d.env.Limits.Depth)
	return true
}

// block is YAML text that did not parse, line by line.
type block struct {
	lines []string
	// top are the keys of the outermost map; shapes has those and the ones below.
	top    map[string]bool
	shapes map[string]shape
	// children are the keys that may stand under a key.
	children map[string]map[string]bool
	found    []finding
	// parts has, for each line, the first line of its part: of the top-level key
	// that it belongs to.
	parts []int
	// accused are the lines with a finding, blamed the parts with one.
	accused, blamed map[int]bool
	// altered are the lines whose value is not quite the author's any more, with
	// the column of the value.
	altered map[int]int
	// lost are the keys of parts that were taken out, with their lines.
	lost map[string]int
}

// finding is one mistake.
type finding struct {
	line, column, length int
	// up is how many lines above the line that was looked at it is.
	up            int
	code          diag.Code
	message, hint string
	// mended is the line as it would parse; altered is the column of a value that
	// is not quite the author's any more, or 0.
	mended  string
	altered int
	// leans says that the line may only look wrong because of a line above it in
	// the same part.
	leans bool
}

func newBlock(text []byte, t reflect.Type) *block {
	b := &block{
		lines: strings.Split(string(text), "\n"),
		top:   map[string]bool{}, shapes: map[string]shape{}, children: map[string]map[string]bool{},
		accused: map[int]bool{}, blamed: map[int]bool{}, altered: map[int]int{}, lost: map[string]int{},
	}
	for _, f := range fieldsOf(t) {
		b.top[f.key] = true
	}
	b.parts = make([]int, len(b.lines))
	for i := 1; i < len(b.lines); i++ {
		b.parts[i] = b.parts[i-1]
		if startsPart(b.lines[i]) {
			b.parts[i] = i
		}
	}
	b.collect("", t)
	return b
}

// collect adds the keys of the struct under a key, and of those within it.
func (b *block) collect(key string, t reflect.Type) {
	for shapeOf(t) == listShape || shapeOf(t) == mapShape {
		t = t.Elem()
	}
	if shapeOf(t) != structShape {
		return
	}
	b.children[key] = map[string]bool{}
	for _, f := range fieldsOf(t) {
		b.shapes[f.key] = shapeOf(f.typ)
		b.children[key][f.key] = true
		b.collect(f.key, f.typ)
	}
}

func (b *block) bytes() []byte { return []byte(strings.Join(b.lines, "\n")) }

// mend looks for mistakes that people make; if there is none, it takes out the
// part in which the library stopped.
func (b *block) mend(err error) {
	if !b.scan() {
		b.takeOut(err)
	}
}

func (b *block) report(f finding) {
	b.found = append(b.found, f)
	b.accused[f.line] = true
	b.blamed[b.parts[f.line]] = true
	b.lines[f.line] = f.mended
}

// takeOut reports where the library stopped, unless a mistake in the same part
// is known already, and empties the part.
func (b *block) takeOut(err error) {
	line, column, why := where(err)
	line = min(max(line, 0), len(b.lines)-1)
	from, to := b.part(line)
	for i := from; i < to; i++ {
		b.lose(i)
	}
	if !b.blamed[b.parts[line]] {
		b.report(finding{
			line: line, column: column, code: diag.FrontSyntax,
			message: why.plain, hint: why.hint,
		})
	}
	for i := from; i < to; i++ {
		b.lines[i] = ""
	}
}

// lose records that the key of a line was given, though nothing is known of its
// value.
func (b *block) lose(i int) {
	if key := splitLine(b.lines[i]).key; b.top[key] {
		b.lost[key] = i
	}
}

// part returns the lines of the top-level key that holds a line, as a half-open
// range. A line that already is empty stands for the part before it.
func (b *block) part(line int) (from, to int) {
	for line > 0 && strings.TrimSpace(b.lines[line]) == "" {
		line--
	}
	from = line
	for from > 0 && !startsPart(b.lines[from]) {
		from--
	}
	to = line + 1
	for to < len(b.lines) && !startsPart(b.lines[to]) {
		to++
	}
	return from, to
}

func startsPart(line string) bool {
	return line != "" && !strings.ContainsAny(line[:1], " \t#-]}")
}

// where takes the place and the reason out of the library's error. The line
// counts from 0 in the block.
func where(err error) (line, column int, why reason) {
	var e *yaml.LoadError
	if !errors.As(err, &e) || e.Mark.Line == 0 {
		return 0, 1, reason{plain: "this is not a line of a key and a value", hint: form}
	}
	mark := e.Mark
	switch e.ContextMsg {
	case "while scanning a simple key", "while scanning a quoted scalar", "while scanning a block scalar",
		"while parsing a flow sequence", "while parsing a flow mapping":
		mark = e.ContextMark
	}
	return mark.Line - 1, mark.Column, plainReason(e.Message)
}

// reason says in plain words what a phrase of the library's means, and what to
// do about it.
type reason struct{ phrase, plain, hint string }

const (
	form    = `each line is a key, a colon, a space and a value: title: Talk partners`
	protect = `put quotes around a text that has a colon or a special character in it: title: "Talk: why it works"`
	lineUp  = "give the keys that belong together, and the dashes of one list, the same number of spaces before them"
)

var reasons = []reason{
	{"could not find expected ':'", "this line has no key with a colon after it", form},
	{"did not find expected key", "this line does not fit what is above it", lineUp},
	{"mapping values are not allowed", "there is a colon here where none can be", protect},
	{"block sequence entries are not allowed", "a list item stands here where none can be", lineUp},
	{"did not find expected '-' indicator", "this line does not line up with the list items above it", lineUp},
	{"unexpected end of stream", "a quote that starts here is not closed", "type the same quote at the end of the text"},
	{"did not find expected ',' or ']'", "the list that starts here is not closed, or a comma is missing in it", "type a comma between the items and ] at the end"},
	{"did not find expected ',' or '}'", "what starts with { here is not closed, or a comma is missing in it", "type a comma between the parts and } at the end"},
	{"did not find expected node content", "a value is missing here", "type a value, or delete the comma or bracket that asks for one"},
	{"cannot start any token", "a value cannot start with this character", protect},
	{"tab character", "there is a tab here where spaces are needed", "delete it and type spaces with the space bar"},
	{"escape character", `a \ between double quotes has a special meaning`, "use single quotes around the text"},
	{"hexadecimal number", `a \ between double quotes has a special meaning`, "use single quotes around the text"},
	{"did not find expected <document start>", "this line starts further left than the first", lineUp},
	{"comment or line break", "nothing can stand on the line after | or >", "start the text on the next line, after two spaces"},
	{"unknown anchor", "a * at the start of a value has a special meaning that is not used here", protect},
	{"alphabetic or numeric", "a * or & at the start of a value has a special meaning that is not used here", protect},
	{"control characters", "there is a character here that cannot be seen and is not text", "delete the line and type it again"},
}

func plainReason(message string) reason {
	for _, r := range reasons {
		if strings.Contains(message, r.phrase) {
			return r
		}
	}
	return reason{plain: "this is not YAML: " + strings.ToLower(message), hint: form}
}
