package render

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

var (
	styleComment = regexp.MustCompile(`(?s)/\*.*?\*/`)
	// styleRoot is a block of properties, and styleCondition what cannot read
	// them: a condition of @media, or the sheet of paper.
	styleRoot      = regexp.MustCompile(`:root \{[^}]*\}`)
	styleCondition = regexp.MustCompile(`@media[^{]*\{|@page \{[^}]*\}`)
	// styleColour is a colour that is written out, by its digits or its name; those
	// of the reader's system, such as CanvasText, are no theme's.
	styleColour = regexp.MustCompile(`(?i)#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color|color-mix)\(|` +
		`[ :](?:black|white|gray|grey|silver|red|maroon|green|lime|navy|blue|teal|aqua|cyan|orange|gold|yellow|purple|magenta|pink|brown|beige|ivory|(?:dark|light|medium|pale)[a-z]+)(?:[ ;,)/}]|$)`)
	// styleLength is a number with a unit of length, but for none.
	styleLength = regexp.MustCompile(`(?i)(?:^|[^\w.#-])-?(?:\d+\.?\d*|\.\d+)(?:px|r?em|r?ex|r?ch|r?lh|pt|pc|mm|cm|in|q|[sld]?v(?:w|h|b|i|min|max)|cq(?:w|h|b|i|min|max))\b`)

	styleDefined = regexp.MustCompile(`(--[a-z0-9-]+):`)
	styleUsed    = regexp.MustCompile(`var\((--[a-z0-9-]+)\)`)
)

// rawValues lists the colours and lengths that the rules of a style sheet have
// outside its properties.
func rawValues(style string) []string {
	rules := styleRoot.ReplaceAllString(styleComment.ReplaceAllString(style, ""), "")
	rules = styleCondition.ReplaceAllString(rules, "{")
	var found []string
	for _, line := range strings.Split(rules, "\n") {
		for _, value := range slices.Concat(styleColour.FindAllString(line, -1), styleLength.FindAllString(line, -1)) {
			found = append(found, fmt.Sprintf("%s in %s", strings.TrimLeft(value, " :(,*+-"), strings.TrimSpace(line)))
		}
	}
	return found
}

// TestStyleHasNoRawValues proves that every colour and size of the style sheet is
// a custom property, that each that is used exists, and that none is left over.
func TestStyleHasNoRawValues(t *testing.T) {
	style := string(defaultTheme(t).origins[styleSheet].source.Text)
	for _, found := range rawValues(style) {
		t.Errorf("make a property of %s", found)
	}
	style = styleComment.ReplaceAllString(style, "")
	defined, used := map[string]bool{}, map[string]bool{}
	for _, m := range styleDefined.FindAllStringSubmatch(style, -1) {
		defined[m[1]] = true
	}
	for _, m := range styleUsed.FindAllStringSubmatch(style, -1) {
		used[m[1]] = true
	}
	for _, name := range slices.Sorted(maps.Keys(used)) {
		if !defined[name] {
			t.Errorf("var(%s) is not set anywhere", name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(defined)) {
		if !used[name] {
			t.Errorf("%s is not used", name)
		}
	}
}

// TestRawValues shows that a colour or a length is found wherever it hides, and
// that nothing else is taken for one.
func TestRawValues(t *testing.T) {
	for _, rule := range []string{
		"a { color: #123; }", "a { color: white; }", "a { border: var(--hair) solid rgb(0 0 0); }", "a { background: lightgoldenrodyellow; }",
		"a { margin: 0 1.5rem; }", "a { inset: -.4rem; }", "a { inline-size: calc(2 * 3px); }", "a { block-size: 100vh; }", "a { font: 12pt/1 serif; }",
		"@media (min-width: 40rem) { a { margin: 3em; } }",
	} {
		if rawValues(rule) == nil {
			t.Errorf("%s passes", rule)
		}
	}
	for _, rule := range []string{
		":root { --text: 1rem; --ink: #123; }", "a { margin: 0 var(--space-2); }", "a { grid-template-columns: 1fr auto; }", "a { inline-size: 50%; }",
		"@media (min-width: 40rem) { a { margin: 0; } }", "@page { margin: 13mm; }", "a { color: CanvasText; }", "a { font: 600 var(--h1)/1.2 var(--serif); }",
		"/* 3px of white */", "a { white-space: nowrap; padding: calc(1.5 * var(--space-2)); }",
	} {
		if found := rawValues(rule); found != nil {
			t.Errorf("%s: %q", rule, found)
		}
	}
}

// TestOwnStyle proves that a theme of one short file changes a property: it comes
// after the style sheet and the school's colour, and is no file of its own.
func TestOwnStyle(t *testing.T) {
	theme, problems := LoadTheme(base(), fstest.MapFS{ownStyle: {Data: []byte("/* wider */\n:root { --measure: 42rem; }\n")}}, "themes/ours")
	fatal(t, problems)
	r := portal(t, nil, nil)
	opts := r.opts
	opts.Settings.Brand.Colour = "#7a1f3d"
	for _, a := range New(theme, r.cat, opts).Assets() {
		switch name, _, _ := strings.Cut(a.Path, "."); name {
		case "assets/site":
			if text := string(a.Bytes); strings.HasSuffix(a.Path, ".css") && !(strings.Contains(text, "--brand:#7a1f3d") && strings.HasSuffix(text, ":root{--measure:42rem}")) {
				t.Errorf("the style sheet ends %s", text[max(0, len(text)-300):])
			}
		case "assets/own":
			t.Errorf("%s is published", a.Path)
		}
	}
}

// TestOnePartial proves that a theme of one partial changes every page that has
// it, and nothing else.
func TestOnePartial(t *testing.T) {
	const mine = "partials/day.html"
	theme, problems := LoadTheme(base(), fstest.MapFS{"templates/" + mine: {Data: []byte(`<time class="mine" datetime="{{.ISO}}">{{.Words}}</time>`)}}, "themes/ours")
	fatal(t, problems)
	r := portal(t, nil, nil)
	ours := New(theme, r.cat, r.opts)
	for _, page := range []string{"index.html", "case-studies/talk.html", "standards/glf/a1.html", "coverage/index.html"} {
		want := strings.ReplaceAll(pageText(t, r, page), "<time datetime=", `<time class="mine" datetime=`)
		got := pageText(t, ours, page)
		if !strings.Contains(got, `class="mine"`) || strings.Count(got, "mine") > strings.Count(want, "mine") {
			t.Errorf("%s has not the theme's own days, or more than those", page)
		}
	}
}
