package markdown_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/exemplar-lp/exemplar/internal/diag"
	"github.com/exemplar-lp/exemplar/internal/markdown"
)

// TestParse_slips writes what people type in place of a heading, a list, a table
// or a link, and what looks like it and is fine.
func TestParse_slips(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"a heading without a space", "## One\n\n###Two\n", []string{"3:1+6 write ### Two [markdown/heading]"}},
		{"a hashtag", "#TalkMatters\n", nil},
		{"hashes in code", "    ##x\n\n`##y`\n", nil},
		{"bullets", "• one\n• two\n", []string{"1:1+1 type - and a space in its place, on every line of the list [markdown/list]"}},
		{"bullets with empty lines between", "•\tone\n\n•\ttwo\n\nText.\n", []string{"1:1+1 type - and a space in its place, on every line of the list [markdown/list]"}},
		{"Word's own bullet", "\uf0b7 one\n", []string{"1:1+1 type - and a space in its place, on every line of the list [markdown/list]"}},
		{"hyphens without a space", "-one\n-two\n", []string{"1:1+1 type a space after each hyphen [markdown/list]"}},
		{"dashes for a list", "– one\n– two\n", []string{"1:1+1 type - and a space in its place, on every line of the list [markdown/list]"}},
		{"numbers in brackets", "(1) one\n(2) two\n", []string{"1:1+3 type 1. and a space, on the next line 2. and a space, and so on [markdown/list]"}},
		{"letters", "a) one\nb) two\n", []string{"1:1+2 type 1. and a space, on the next line 2. and a space, and so on [markdown/list]"}},
		{"one number in brackets", "(1) one\n", nil},
		{"a dash that starts a sentence", "– and so it went on\nfor a year\n", nil},
		{"a list", "- one\n- two\n", nil},
		{"rows without a head", "| Spring | 4 |\n| Summer | 5 |\n", []string{"1:1+14 type the names of the columns in the first line and | --- | --- | in the second [markdown/table]"}},
		{"hyphens without names", "| --- | --- |\n| Spring | 4 |\n", []string{"1:1+13 type them above the line of hyphens: | Name | Name | [markdown/table]"}},
		{"too few groups of hyphens", "| Term | Places | Cost |\n| --- | --- |\n| Spring | 4 | 0 |\n", []string{"2:1+13 type | --- | --- | --- | [markdown/table]"}},
		{"a line of hyphens for one column", "| Term | Places |\n| --- |\n| Spring | 4 |\n", []string{"2:1+7 type | --- | --- | [markdown/table]"}},
		{"cells of a spreadsheet", "Term\tPlaces\nSpring\t4\n", []string{"1:1+11 type | before, between and after the cells of each line, and | --- | --- | as the second line [markdown/table]"}},
		{"a tab in a text", "One\ttwo\nthree\n", nil},
		{"a table", "| Term | Places |\n| --- | --- |\n| Spring | 4 |\n", nil},
		{"one upright line", "|x| is never below 0, and so is |y|\n", nil},
		{"a space between the brackets", "Read [the guide] (guide.md) first.\n", []string{"1:6+22 write [the guide](guide.md) [link/text]"}},
		{"a remark after brackets", "He [the head] (a teacher) agreed.\n", nil},
		{"a space in a link", "Read [the guide](our guide.md).\n", []string{"1:6+25 write [the guide](<our guide.md>) [link/text]"}},
		{"a space in a picture", "![A plan](Room plan.png)\n", []string{"1:1+24 write ![A plan](<Room plan.png>) [link/text]"}},
		{"a link with a title", "[the guide](guide.md \"Our guide\")\n", nil},
		{"an address that is not closed", "Read [the guide](guide.md for more.\n", []string{"1:6+30 write [the guide](guide.md) [link/text]"}},
		{"brackets that changed places", "Read (the guide)[guide.md].\n", []string{"1:6+21 write [the guide](guide.md) [link/text]"}},
		{"brackets in code", "Type `[the guide] (guide.md)`.\n", nil},
		{"a web address in the text", "See https://example.org/a_b_c.\n", []string{"1:5+25 write <https://example.org/a_b_c>, or words and the address: [our page](https://example.org/a_b_c) [link/text]"}},
		{"a web address without https", "See **www.example.org**!\n", []string{"1:7+15 write <https://www.example.org>, or words and the address: [our page](https://www.example.org) [link/text]"}},
		{"an e-mail address in the text", "Ask office@example.org.\n", []string{"1:5+18 write <office@example.org>, or words and the address: [our page](mailto:office@example.org) [link/text]"}},
		{"an e-mail address with a hyphen that ends a line", "Ask sixth-form@example.org\nabout it.\n", []string{"1:5+22 write <sixth-form@example.org>, or words and the address: [our page](mailto:sixth-form@example.org) [link/text]"}},
		{"addresses that lead somewhere", "See <https://example.org/>, [https://example.org](https://example.org) or `https://example.org`.\n", nil},
		{"a space that only looks like one", "##\u00a0One\n\n\u00a0## Two\n", []string{
			"1:1+6 write ## One [markdown/heading]",
			"3:1+7 delete everything before the # on the line [markdown/heading]",
		}},
		{"an item after what only looks like a space", "-\u00a0one\n", []string{"1:1+1 type a space after each hyphen [markdown/list]"}},
		{"a line under a paragraph", "We met every week.\n---\n\nThen we stopped.\n", []string{"2:1+3 put an empty line above it [markdown/heading]"}},
		{"a line under a paragraph of two lines", "We met every\nweek\n====\n", []string{"3:1+4 put an empty line above it [markdown/heading]"}},
		{"an underlined heading", "What we did\n-----------\n", nil},
		{"text far to the right", "Text.\n\n    We met every week.\n    Then we stopped.\n", []string{"3:5+18 delete the spaces or the tab before the text; for code, put a line of ``` above and below it [markdown/code]"}},
		{"text after a tab", "\tWe met every week.\n", []string{"1:2+18 delete the spaces or the tab before the text; for code, put a line of ``` above and below it [markdown/code]"}},
		{"code far to the right", "    x := 1\n", nil},
		{"code that is not closed", "Text.\n\n```text\nWe met.\n", []string{"3:1+7 type ``` on a line of its own where the code ends, or delete this line [markdown/code]"}},
		{"code that is not closed in a list", "- ```\n  We met.\n\nText.\n", []string{"1:1+5 type ``` on a line of its own where the code ends, or delete this line [markdown/code]"}},
		{"code that is not closed and has the text of a footnote", "Text.[^1]\n\n~~~\nWe met.\n\n[^1]: Often.\n", []string{"3:1+3 type ~~~ on a line of its own where the code ends, or delete this line [markdown/code]"}},
		{"code that is closed", "~~~\na\n~~~\n\n> ```\n> a\n> ```\n", nil},
		{"stars with spaces", "This is ** very ** important, ** really **.\n", []string{"1:9+2 type two stars right before the first letter and right after the last: **important** [markdown/emphasis]"}},
		{"stars that are not closed", "**This is important.\n", []string{"1:1+2 type two stars right before the first letter and right after the last: **important** [markdown/emphasis]"}},
		{"stars meant as such", "2 \\*\\* 3 and `2 ** 3` and **bold**.\n", nil},
		{"one slip, one report", "See [us] (https://example.org/a).\n", []string{"1:5+28 write [us](https://example.org/a) [link/text]"}},
	}
	p := markdown.NewParser(markdown.Limits{})
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, problems := p.Parse(diag.NewSource("a.md", []byte(tt.text)), 0)
			var got []string
			for _, d := range problems {
				got = append(got, fmt.Sprintf("%d:%d+%d %s [%s]", d.Position.Line, d.Position.Column, d.Position.Length, d.Hint, d.Code))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
