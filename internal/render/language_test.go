package render

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/date"
	"github.com/exemplar-lp/exemplar/internal/markdown"
)

func TestPlurals(t *testing.T) {
	all := Plural{Zero: "zero", One: "one", Two: "two", Few: "few", Many: "many", Other: "other"}
	tests := []struct {
		tag  string
		want string
	}{
		// The numbers 0 to 7, 11, 21 and 100.
		{"en-GB", "other one other other other other other other other other other"},
		{"cy", "zero one two few other other many other other other other"},
		{"cy-GB", "zero one two few other other many other other other other"},
	}
	for _, tt := range tests {
		var got []string
		for _, n := range []int{0, 1, 2, 3, 4, 5, 6, 7, 11, 21, 100} {
			got = append(got, all.form(tt.tag, n))
		}
		if d := cmp.Diff(tt.want, strings.Join(got, " ")); d != "" {
			t.Errorf("%s: %s", tt.tag, d)
		}
	}
	if got := (Plural{Other: "other"}).form("cy", 3); got != "other" {
		t.Errorf("a form that is left out is %q", got)
	}
}

func TestDatesInWords(t *testing.T) {
	theme := defaultTheme(t)
	en, cy := theme.language("en"), theme.language("cy")
	day := date.Date{Year: 2027, Month: 1, Day: 14}
	later := date.Date{Year: 2028, Month: 9, Day: 1}
	at := func(h, m int) date.Moment { return date.Moment{Date: day, Timed: true, Hour: h, Minute: m} }
	tests := []struct{ got, want string }{
		{en.day(day).Words, "14 January 2027"},
		{cy.day(day).Words, "14 Ionawr 2027"},
		{en.day(day).ISO, "2027-01-14"},
		{en.day(date.Date{}).Words, ""},
		{en.weekday(day).Words, "Thursday 14 January 2027"},
		{cy.weekday(day).Words, "Dydd Iau 14 Ionawr 2027"},
		{en.span(day, later), "14 January 2027 to 1 September 2028"},
		{cy.span(day, later), "14 Ionawr 2027 hyd 1 Medi 2028"},
		{en.span(day, date.Date{}), "since 14 January 2027"},
		{en.span(date.Date{}, day), "until 14 January 2027"},
		{en.span(date.Date{}, date.Date{}), ""},
		{en.clock(at(0, 5)), "12:05am"}, {en.clock(at(9, 0)), "9am"}, {en.clock(at(12, 0)), "12pm"}, {en.clock(at(13, 30)), "1:30pm"},
		{cy.clock(at(13, 30)), "1:30yp"},
		{en.list([]string{"a", "b", "c"}), "a, b and c"},
		{cy.list([]string{"Mair", "Siôn"}), "Mair a Siôn"},
		{cy.list([]string{"Mair", "Elin"}), "Mair ac Elin"},
		{en.list(nil), ""},
		{en.count("count.case-studies", 1234), "1,234 case studies"},
		{cy.count("count.years", 2), "2 flynedd"},
		{cy.count("count.years", 3), "3 blynedd"},
		{en.Label("theme", "school-garden"), "School garden"},
		{cy.Label("theme", "oracy"), "Llafaredd"},
		{en.word("no.such-key"), "No.such key"},
	}
	for _, tt := range tests {
		if tt.got != tt.want {
			t.Errorf("got %q, want %q", tt.got, tt.want)
		}
	}
}

func TestFill(t *testing.T) {
	tests := []struct {
		text string
		args []any
		want string
	}{
		{"no place", []any{"n", 1}, "no place"},
		{"{n} of {total}", []any{"n", 1, "total", "ten"}, "1 of ten"},
		{"{a}{a}", []any{"a", "{b}", "b", "x"}, "{b}{b}"},
		{"{missing} {n", nil, "{missing} {n"},
		{"{n} }", []any{"n", true}, "true }"},
	}
	for _, tt := range tests {
		if got := fill(tt.text, "", printed(tt.args)); got != tt.want {
			t.Errorf("fill(%q) = %q, want %q", tt.text, got, tt.want)
		}
	}
}

// TestLanguagesAgree proves that Welsh has every word that English has, with the
// same places to fill.
func TestLanguagesAgree(t *testing.T) {
	theme := defaultTheme(t)
	en, cy := theme.languages["en"], theme.languages["cy"]
	if d := cmp.Diff(slices.Sorted(maps.Keys(en.Texts)), slices.Sorted(maps.Keys(cy.Texts))); d != "" {
		t.Errorf("texts: %s", d)
	}
	if d := cmp.Diff(slices.Sorted(maps.Keys(en.Plurals)), slices.Sorted(maps.Keys(cy.Plurals))); d != "" {
		t.Errorf("plurals: %s", d)
	}
	for key, text := range en.Texts {
		if d := cmp.Diff(placesOf(text), placesOf(cy.Texts[key])); d != "" {
			t.Errorf("%s: %s", key, d)
		}
	}
	for key, p := range en.Plurals {
		if d := cmp.Diff(placesOf(p.Other), placesOf(cy.Plurals[key].Other)); d != "" {
			t.Errorf("%s: %s", key, d)
		}
	}
	for vocabulary, words := range en.Labels {
		if d := cmp.Diff(slices.Sorted(maps.Keys(words)), slices.Sorted(maps.Keys(cy.Labels[vocabulary]))); d != "" {
			t.Errorf("%s: %s", vocabulary, d)
		}
	}
	if len(cy.Days) != 7 || len(cy.Months) != 12 || len(en.Days) != 7 || len(en.Months) != 12 {
		t.Error("a language has not seven days and twelve months")
	}
}

// placesOf returns the places of a text, sorted.
func placesOf(text string) []string {
	var places []string
	for _, after := range strings.Split(text, "{")[1:] {
		name, _, _ := strings.Cut(after, "}")
		places = append(places, name)
	}
	slices.Sort(places)
	return slices.Compact(places)
}

// TestVocabulariesHaveLabels proves that every word of every vocabulary has a
// label, and no label is left over.
func TestVocabulariesHaveLabels(t *testing.T) {
	labels := defaultTheme(t).languages["en"].Labels
	for _, vocabulary := range content.Vocabularies() {
		want := slices.Sorted(slices.Values(content.Vocabulary(vocabulary)))
		if d := cmp.Diff(want, slices.Sorted(maps.Keys(labels[vocabulary]))); d != "" {
			t.Errorf("%s: %s", vocabulary, d)
		}
	}
}

// TestEveryWordIsThere proves that the language files have every key that the
// renderer names.
func TestEveryWordIsThere(t *testing.T) {
	l := defaultTheme(t).languages["en"]
	keys := namedKeys(t)
	for _, d := range dimensions {
		keys["t"] = append(keys["t"], "coverage.by."+d, "coverage.title."+d, "coverage.caption."+d)
	}
	for s := catalog.None; s <= catalog.Validated; s++ {
		keys["t"] = append(keys["t"], "strength."+s.String())
		if s > catalog.None {
			keys["tn"] = append(keys["tn"], "count."+s.String())
		}
	}
	for _, s := range []catalog.State{catalog.StateAspirant, catalog.StateAccredited, catalog.StateReaccredited, catalog.StateDue,
		catalog.StateLapsed, catalog.StateHistoric, catalog.StateFuture} {
		keys["t"] = append(keys["t"], "state."+string(s), "state."+string(s)+".until")
	}
	for _, k := range content.Kinds() {
		keys["t"] = append(keys["t"], "kind."+k.String())
	}
	for c := markdown.Note; c <= markdown.Caution; c++ {
		keys["t"] = append(keys["t"], "callout."+c.String())
	}
	for _, key := range listTitles {
		keys["t"] = append(keys["t"], key)
	}
	if len(keys["t"]) < 100 || len(keys["tn"]) < 15 {
		t.Fatalf("only %d texts and %d plurals found", len(keys["t"]), len(keys["tn"]))
	}
	for kind, list := range keys {
		for _, key := range list {
			if !l.has(kind, key) {
				t.Errorf("en.yaml has no %q", key)
			}
		}
	}
}

// callers are the functions that take a key, with what they put before it.
var callers = map[string][2]string{
	"word": {"t", ""}, "Text": {"t", ""}, "count": {"tn", ""}, "Number": {"tn", ""}, "orEmpty": {"t", ""}, "figure": {"tn", ""},
	"add": {"t", ""}, "link": {"t", ""}, "door": {"t", "door."},
}

// namedKeys finds the fixed keys in the renderer's source.
func namedKeys(t *testing.T) map[string][]string {
	t.Helper()
	files, err := fs.Glob(root(), "internal/render/*.go")
	if err != nil {
		t.Fatal(err)
	}
	keys := map[string][]string{}
	for _, name := range files {
		src, err := fs.ReadFile(root(), name)
		if err != nil || strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, src, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			selector, ok := call.Fun.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			how, ok := callers[selector.Sel.Name]
			at := 0
			if selector.Sel.Name == "orEmpty" {
				at = 1
			}
			if !ok || len(call.Args) <= at {
				return true
			}
			if literal, fixed := call.Args[at].(*ast.BasicLit); fixed && literal.Kind == token.STRING {
				key, _ := strconv.Unquote(literal.Value)
				keys[how[0]] = append(keys[how[0]], how[1]+key)
			}
			return true
		})
	}
	return keys
}
