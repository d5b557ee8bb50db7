package strict_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/exemplar-lp/exemplar/internal/date"
	"github.com/exemplar-lp/exemplar/internal/diag"
	"github.com/exemplar-lp/exemplar/internal/strict"
)

// word is a leaf that reads itself.
type word struct{ ID string }

func (w *word) ReadScalar(s strict.Scalar) diag.List {
	if s.Text == "bad" {
		return diag.List{diag.New(diag.SchemaValue, s.Pos, "type another", "%q is bad", s.Text)}
	}
	w.ID = s.Text
	return nil
}

type common struct {
	Title string    `key:"title,required" doc:"The heading." eg:"Talk partners"`
	Date  date.Date `key:"date" doc:"The day."`
	Draft bool      `key:"draft" doc:"true | false."`
	Order int       `key:"order"`
}

type impact struct {
	Measure string  `key:"measure,required" eg:"Words"`
	After   float64 `key:"after"`
	Pos     diag.Place
}

type study struct {
	common
	School  word              `key:"school" many:"schools" ref:"school"`
	Schools []word            `key:"schools" ref:"school"`
	Impact  []impact          `key:"impact"`
	Scale   string            `key:"scale" enum:"class,team,whole-school"`
	Theme   string            `key:"theme" vocab:"theme"`
	Labels  map[string]string `key:"labels"`
	Parts   map[string]impact `key:"parts"`
	Lists   map[string][]string
	Brand   brand `key:"brand" private:"true"`
	Cost    date.Length
}

type brand struct {
	Colour string `key:"colour"`
	Pos    diag.Place
}

var themes = strict.Vocabulary{IDs: []string{"oracy", "teaching-and-learning"}, Aliases: map[string]string{"talk": "oracy"}}

func decode(text string, env strict.Env) (study, strict.Places, diag.List) {
	var s study
	src := diag.NewSource("content/x.md", []byte(text))
	env.Vocabularies = map[string]strict.Vocabulary{"theme": themes}
	places, problems := strict.Decode(src, 0, len(text), &s, env)
	return s, places, problems
}

func TestDecode_values(t *testing.T) {
	got, places, problems := decode(`title: 007
date: 12 March 2026
draft: yes
order: 010
schools: [a, 'b']
impact:
  - measure: x
    after: 1.50
labels:
  one: 1.10
  two: NO
parts:
  first:
    measure: y
brand: {colour: "#0b5d4f"}
theme: oracy
`, strict.Env{})
	if len(problems) != 0 {
		t.Fatal(problems)
	}
	at := func(line, column, length int32) diag.Place {
		return diag.Place{Line: line, Column: column, Length: length}
	}
	want := study{
		common:  common{Title: "007", Date: date.Date{Year: 2026, Month: 3, Day: 12}, Draft: true, Order: 10},
		Schools: []word{{"a"}, {"b"}},
		Impact:  []impact{{Measure: "x", After: 1.5, Pos: at(7, 5, 7)}},
		Labels:  map[string]string{"one": "1.10", "two": "NO"},
		Parts:   map[string]impact{"first": {Measure: "y", Pos: at(14, 5, 7)}},
		Brand:   brand{Colour: "#0b5d4f", Pos: at(15, 9, 6)},
		Theme:   "oracy",
	}
	if d := cmp.Diff(want, got, cmp.AllowUnexported(study{})); d != "" {
		t.Error(d)
	}
	for key, line := range map[string]int{"title": 1, "impact[0].measure": 7, "labels.two": 11, "parts.first.measure": 14, "brand.colour": 15} {
		if places.Keys[key].Line != line {
			t.Errorf("%s is at %v", key, places.Keys[key])
		}
	}
	if p := places.Values["schools[1]"]; p.Place() != at(5, 14, 3) {
		t.Errorf("the second school is at %v", p)
	}
}

func TestDecode_keepsDefaults(t *testing.T) {
	s := study{Scale: "team", Brand: brand{Colour: "red"}}
	src := diag.NewSource("x", []byte("title: a\nscale: huge\nbrand:\n"))
	_, problems := strict.Decode(src, 0, len(src.Text), &s, strict.Env{})
	if len(problems) != 1 || s.Scale != "team" || s.Brand.Colour != "red" {
		t.Errorf("got %+v, %v", s, problems)
	}
}

func TestDecode_partOfAFile(t *testing.T) {
	text := "---\ntitle: a\norder: x\n---\nbody: @\n"
	src := diag.NewSource("x", []byte(text))
	var s study
	_, problems := strict.Decode(src, 4, strings.Index(text, "\n---\n")+1, &s, strict.Env{})
	if len(problems) != 1 || problems[0].Position.Line != 3 || problems[0].Position.Column != 8 {
		t.Errorf("got %v", problems)
	}
}

func TestDecode_codes(t *testing.T) {
	_, _, problems := decode("title: a\nfoo: b\n", strict.Env{What: "exemplar.yaml", Codes: map[diag.Code]diag.Code{diag.SchemaUnknownKey: diag.ConfigUnknownKey}})
	if len(problems) != 1 || problems[0].Code != diag.ConfigUnknownKey || problems[0].Message != `"foo" is not a key of exemplar.yaml` {
		t.Errorf("got %v", problems)
	}
}

func TestDecode_documentStart(t *testing.T) {
	if s, _, problems := decode("# settings\n---\ntitle: a\n", strict.Env{}); len(problems) != 0 || s.Title != "a" {
		t.Errorf("got %v %v", s, problems)
	}
	_, _, problems := decode("title: a\n---\ntitle: b\n", strict.Env{})
	if len(problems) != 2 || problems[0].Code != diag.FrontFeature || problems[0].Position.Line != 2 {
		t.Errorf("got %v", problems)
	}
}

// TestDecode_hints has the hints that depend on the environment.
func TestDecode_hints(t *testing.T) {
	env := strict.Env{
		What:      "a case study",
		Synonyms:  map[string]string{"authors": "schools", "name": "nothing"},
		Elsewhere: func(key string) []string { return map[string][]string{"urn": {"a school", "a trust"}}[key] },
	}
	for text, hint := range map[string]string{
		"authors: [a]":               `type "schools" instead`,
		"autors: [a]":                `did you mean "schools"?`,
		"schols: [a]":                `did you mean "schools"?`,
		"School: a":                  `type "school", in lower case and with _ between words`,
		"urn: 1":                     `it belongs to a school or a trust`,
		"name: x":                    "the keys are title, date,",
		"school: [a, b]":             "for several, type schools: [a, b]",
		"theme: Talk":                `did you mean "oracy"?`,
		"theme: Teaching & Learning": `did you mean "teaching-and-learning"?`,
		"theme: nonsense":            "the words are oracy, teaching-and-learning",
		"scale: Whole School":        `did you mean "whole-school"?`,
		"labels: x":                  "type the parts under labels, each on its own line after two spaces",
		"impact: [{measur: x}]":      `did you mean "measure"?`,
	} {
		_, _, problems := decode("title: a\n"+text+"\n", env)
		if len(problems) != 1 || !strings.Contains(problems[0].Hint, hint) {
			t.Errorf("%s gives %v", text, problems)
		}
	}
}

func TestDecode_limits(t *testing.T) {
	keys := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "  k%d: v\n", i)
		}
		return b.String()
	}
	for name, c := range map[string]struct {
		text string
		line int
	}{
		"bytes":           {"title: " + strings.Repeat("x", 64<<10), 1},
		"depth of lists":  {"title: a\nschools: " + strings.Repeat("[", 33) + strings.Repeat("]", 33), 2},
		"depth of both":   {"title: a\nlabels:\n a:\n  b:\n   - " + strings.Repeat("[", 30) + strings.Repeat("]", 30), 5},
		"keys":            {"title: a\nlabels:\n" + keys(201), 3},
		"items":           {"title: a\nschools: [" + strings.Repeat("a,", 501) + "]", 2},
		"unclosed depths": {"title: a\nx: " + strings.Repeat("[", 5000), 2},
	} {
		_, _, problems := decode(c.text, strict.Env{})
		if len(problems) != 1 || problems[0].Code != diag.FrontTooLarge || problems[0].Position.Line != c.line {
			t.Errorf("%s: %v", name, problems)
		}
	}
	if _, _, problems := decode("title: a\nlabels:\n"+keys(200), strict.Env{}); len(problems) != 0 {
		t.Errorf("200 keys give %v", problems)
	}
	if _, _, problems := decode("title: a\nlabels:\n"+keys(3), strict.Env{Limits: strict.Limits{Keys: 2}}); len(problems) != 1 {
		t.Errorf("a limit of 2 keys gives %v", problems)
	}
}

// TestDecode_bombs holds that nothing small takes long.
func TestDecode_bombs(t *testing.T) {
	const size = 64<<10 - 1
	fill := func(unit string) string { return strings.Repeat(unit, size/len(unit)) }
	laughs := "a: &a [x,x,x,x,x,x,x,x,x]\n"
	for c := 'b'; c <= 'j'; c++ {
		laughs += fmt.Sprintf("%c: &%c [%s]\n", c, c, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*%c,", c-1), 9), ","))
	}
	var keys, anchors, same, broken strings.Builder
	for i := 0; keys.Len() < size-10; i++ {
		fmt.Fprintf(&keys, "k%d:\n", i)
	}
	for i := 0; anchors.Len() < size-10; i++ {
		fmt.Fprintf(&anchors, "- &a%d\n", i)
	}
	for i := 0; broken.Len() < size-20; i++ {
		fmt.Fprintf(&broken, "k%d: a: b\n", i)
	}
	same.WriteString(fill("a: b\n"))
	for name, text := range map[string]string{
		"laughs": laughs, "keys": keys.String(), "anchors": anchors.String(), "same key": same.String(), "broken lines": broken.String(),
		"brackets": fill("["), "braces": fill("{a: "), "dashes": fill("- "), "dashes in lines": fill("-\n"), "questions": fill("? "), "unclosed quotes": fill("a: \"\n"), "unclosed lists": fill("a: [\n"),
		"one quote": "a: \"" + fill("x"), "escapes": "a: \"" + fill("\\n"), "tabs": fill("\t"), "tabbed lines": fill("\ta: b\n"), "notes": fill("#\n"), "colons": fill(":"), "colon lines": fill(": :\n"),
		"aliases": fill("a: *x\n"), "tags": fill("a: !x y\n"), "stars": fill("  * a\n"), "words": fill("word\n"), "blanks": fill(" "), "line feeds": fill("\n"), "deeper": deeper(), "quotes in list": "a: [" + fill(`"a',`), "carets": fill("a: 'b'c'\n"),
	} {
		var problems diag.List
		took := quickest(func() { _, _, problems = decode(text, strict.Env{}) })
		if took > 50*time.Millisecond*slow {
			t.Errorf("%s took %v", name, took)
		}
		if len(problems) == 0 || len(problems) > 14_000 {
			t.Errorf("%s gives %d problems", name, len(problems))
		}
	}
}

// quickest runs f until a run is quick, at most 25 times, since other
// programs may have the processor; it returns the shortest time.
func quickest(f func()) time.Duration {
	best := time.Hour
	for i := 0; i < 25 && best > 20*time.Millisecond; i++ {
		start := time.Now()
		f()
		best = min(best, time.Since(start))
	}
	return best
}

// deeper is a map in a map in a map.
func deeper() string {
	var b strings.Builder
	for i := 0; b.Len() < 60_000; i++ {
		b.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	return b.String()
}

func TestSchema(t *testing.T) {
	env := strict.Env{Vocabularies: map[string]strict.Vocabulary{"theme": themes}}
	got := strict.Schema(&study{}, "A study", env)
	if again := strict.Schema(&study{}, "A study", env); string(got) != string(again) {
		t.Error("the schema changes")
	}
	var s struct {
		Schema     string `json:"$schema"`
		Title      string
		Required   []string
		Additional bool `json:"additionalProperties"`
		Properties map[string]struct {
			Type        any
			Description string
			Enum        []string
			Items       struct{ Required []string }
		}
	}
	if err := json.Unmarshal(got, &s); err != nil {
		t.Fatal(err)
	}
	p := s.Properties
	switch {
	case s.Schema != "https://json-schema.org/draft/2020-12/schema", s.Title != "A study", s.Additional,
		!cmp.Equal(s.Required, []string{"title"}), len(p) != 12:
		t.Errorf("got %s", got)
	case !cmp.Equal(p["theme"].Enum, themes.IDs), !cmp.Equal(p["scale"].Enum, []string{"class", "team", "whole-school"}),
		p["title"].Description != "The heading.", p["draft"].Type != "boolean", p["order"].Type != "integer",
		p["schools"].Type != "array", !cmp.Equal(p["impact"].Items.Required, []string{"measure"}), p["labels"].Type != "object":
		t.Errorf("got %s", got)
	}
	if !strings.Contains(string(got), `"title": {
      "type": [
        "string",`) {
		t.Errorf("the order of keys is lost: %s", got)
	}
}

func TestTable(t *testing.T) {
	got := strict.Table(&study{}, strict.Env{})
	for _, row := range []string{
		"| `title` | text | **Required.** The heading. |\n", "| `date` | date | The day. |\n", "| `draft` | true or false | true \\| false. |\n",
		"| `schools` | list of name of a school |  |\n", "| `impact[].after` | number |  |\n", "| `scale` | `class`, `team`, `whole-school` |  |\n",
		"| `theme` | words of the vocabulary theme |  |\n", "| `labels` | map of text |  |\n", "| `parts[].measure` | text | **Required.**  |\n", "| `brand` | keys and values |  Private. |\n",
	} {
		if !strings.Contains(got, row) {
			t.Errorf("there is no row %q in\n%s", row, got)
		}
	}
}

func TestKeys(t *testing.T) {
	want := []string{"title", "date", "draft", "order", "school", "schools", "impact", "scale", "theme", "labels", "parts", "brand"}
	if d := cmp.Diff(want, strict.Keys(&study{})); d != "" {
		t.Error(d)
	}
}

// FuzzDecode holds that no text panics or takes long, and that every problem is
// in the file and has words.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{
		"title: a\n", "title: a: b\nschools: [a\n\tdate: x\n", "a: \"\nb: 'c'd'\n", "- a\n- b\n", "title: *x\n&a b: c\n<<: {d: e}\n", "  title: a\n b: c\n",
		"impact:\n  - measure: x: y\n    after: 3\n  -x\n", "title: |\n  a\n ---\n", "? [a]\n: b\n", "labels: {a: b, c: [d]}\nparts:\n  x: 1\n", "title：a\n• b\n\u2028c\n", "%YAML 1.1\n---\ntitle: a\n...\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		start := time.Now()
		_, places, problems := decode(text, strict.Env{})
		if time.Since(start) > time.Second {
			if took := quickest(func() { decode(text, strict.Env{}) }); took > time.Second {
				t.Errorf("took %v", took)
			}
		}
		lines := strings.Count(text, "\n") + 1
		for _, p := range problems {
			if p.Message == "" || p.Hint == "" || p.Position.Line < 1 || p.Position.Line > lines || p.Position.Column < 1 {
				t.Errorf("%q gives %+v", text, p)
			}
		}
		for key, at := range places.Keys {
			if at.Line < 1 || at.Line > lines {
				t.Errorf("%q is at %v", key, at)
			}
		}
	})
}

func BenchmarkDecode(b *testing.B) {
	text := "title: Talk partners that lift reading\ndate: 2026-03-12\nschools: [osmerby-primary, fenwick-cross-primary]\nimpact:\n  - measure: Words\n    after: 4.6\n  - measure: More words\n    after: 5\nscale: team\ntheme: oracy\n"
	src := diag.NewSource("x", []byte(text))
	env := strict.Env{Vocabularies: map[string]strict.Vocabulary{"theme": themes}}
	for b.Loop() {
		var s study
		if _, problems := strict.Decode(src, 0, len(text), &s, env); len(problems) > 0 {
			b.Fatal(problems)
		}
	}
}
