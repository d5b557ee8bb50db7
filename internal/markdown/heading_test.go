package markdown

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

func TestParse_headings(t *testing.T) {
	tests := []struct {
		name, body string
		ids        []string
		problems   string
	}{
		{"what an author expects", "## Is it paid?\n\n### What's in it -- for *me*\n\n## 2026: costs & time\n",
			[]string{"is-it-paid", "whats-in-it-for-me", "2026-costs-time"}, ""},
		{"other alphabets", "## Llŷn a’r Fro\n## Łódź\n## Crème brûlée\n## Ærø\n## 日本語\n## عربى\n## Year 7 日本\n",
			[]string{"llyn-ar-fro", "lodz", "creme-brulee", "aero", "h-" + shortHash("日本語", 8), "h-" + shortHash("عربى", 8), "year-7"}, ""},
		{"equal headings", "## A\n## a\n## A!\n## A 2\n## A-2\n",
			[]string{"a", "a-2", "a-3", "a-2-2", "a-2-3"}, ""},
		{"chosen ids", "## Costs {#money}\n## Money\n## B {#a-1}\n\nC {#c}\n---\n",
			[]string{"money", "money-2", "a-1", "c"}, ""},
		{"a chosen id is kept whatever comes before", "## Costs\n## Money {#costs}\n",
			[]string{"costs-2", "costs"}, ""},
		{"given twice", "## A {#x}\n## B {#x}\n", []string{"x", "b"},
			"2:6+4 error markdown/duplicate-id: the name \"x\" is given to two headings (choose another name, or leave it out)\n"},
		{"not allowed", "## A {#Big_One}\n## B {#1st}\n## C {#é}\n", []string{"a", "b", "c"},
			"1:6+10 error markdown/duplicate-id: the name \"Big_One\" is not allowed after a heading (write {#big-one}: small letters, digits and hyphens, a letter first)\n" +
				"2:6+6 error markdown/duplicate-id: the name \"1st\" is not allowed after a heading (write {#h-1st}: small letters, digits and hyphens, a letter first)\n" +
				"3:6+4 error markdown/duplicate-id: the name \"é\" is not allowed after a heading (write {#e}: small letters, digits and hyphens, a letter first)\n"},
		{"reserved", "## A {#site-menu}\n## Site menu\n## Evidence of impact\n## fn 1\n## Evidence\n", []string{"a", "h-site-menu", "h-evidence-of-impact", "h-fn-1", "evidence"},
			"1:6+12 error markdown/duplicate-id: the name \"site-menu\" begins like those that the page itself uses (write {#h-site-menu})\n"},
		{"other attributes", "## A {#b .c style=\"d\"}\n## E {onclick=f()}\n", []string{"b", "e"},
			"1:6+17 error markdown/attribute: \".c\" means nothing after a heading (keep only a name for links, as in {#costs}, or a language, as in {lang=cy}, or delete the brackets)\n" +
				"1:6+17 error markdown/attribute: \"style=\"d\"\" means nothing after a heading (keep only a name for links, as in {#costs}, or a language, as in {lang=cy}, or delete the brackets)\n" +
				"2:6+13 error markdown/attribute: \"onclick=f()\" means nothing after a heading (keep only a name for links, as in {#costs}, or a language, as in {lang=cy}, or delete the brackets)\n"},
		{"a language", "## Croeso {#hello lang=cy}\n## Helo {lang=\"cy\"}\n## Hi {lang=Welsh}\n", []string{"hello", "helo", "hi"},
			"3:7+12 error markdown/attribute: \"Welsh\" is not the code of a language (write {lang=cy} for Welsh or {lang=en} for English)\n"},
		{"braces that are words", "## A {1, 2}\n## B \\{#b}\n## C {}\n## {#d} e\n", []string{"a-1-2", "b-b", "c", "d-e"}, ""},
		{"level 1", "# A\n## B\n", []string{"a", "b"},
			"1:1+3 warning markdown/heading: the heading \"A\" is level 1, which is the page's title (write ## A)\n"},
		{"skipped levels", "### A\n## B\n#### C\n", []string{"a", "b", "c"},
			"1:1+5 warning markdown/heading: the heading \"A\" is level 3 and follows level 1 (write ## A)\n" +
				"3:1+6 warning markdown/heading: the heading \"C\" is level 4 and follows level 2 (write ### C)\n"},
		{"no words", "##\n## {#a}\n", []string{"h-" + shortHash("", 8), "a"},
			"1:1+2 warning markdown/heading: a heading without words (give it words, or leave it out)\n" +
				"2:1+2 warning markdown/heading: a heading without words (give it words, or leave it out)\n"},
		{"a picture for words", "## ![Our school](a.jpg)\n", []string{"our-school"}, ""},
		{"markers are no words", "### Talking [PS1 level 2]\n", []string{"talking"},
			"1:1+25 warning markdown/heading: the heading \"Talking\" is level 3 and follows level 1 (write ## Talking)\n"},
		{"long", "## " + strings.Repeat("word ", 40) + "\n", []string{strings.TrimSuffix(strings.Repeat("word-", 16), "-")}, ""},
		{"in other blocks", "> ## A\n\n- ## B\n\n[^1]: c\n\n    ## D\n\ne[^1]\n", []string{"a", "b", "d"}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			body, problems := parse(t, tt.body)
			var ids []string
			for _, h := range body.Headings {
				ids = append(ids, h.ID)
				if h.Level == 1 {
					t.Errorf("%q is level 1", h.Text)
				}
			}
			if diff := cmp.Diff(tt.ids, ids); diff != "" {
				t.Errorf("ids (-want +got)\n%s", diff)
			}
			if diff := cmp.Diff(tt.problems, show(problems)); diff != "" {
				t.Errorf("problems (-want +got)\n%s", diff)
			}
			for _, w := range judge(body) {
				t.Error(w)
			}
		})
	}
}

func TestParse_duplicateIDNamesTheFirst(t *testing.T) {
	_, problems := parse(t, "## A {#x}\n## B {#x}\n")
	want := []diag.Related{{Position: diag.Position{File: "content/page.md", Line: 1, Column: 1, Length: 4}, Message: "first given here"}}
	if diff := cmp.Diff(want, problems[0].Related); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
