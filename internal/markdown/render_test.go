package markdown

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

// show writes problems one a line: place, code, message and hint.
func show(problems diag.List) string {
	var b strings.Builder
	for _, p := range problems {
		fmt.Fprintf(&b, "%d:%d+%d %s %s: %s", p.Position.Line, p.Position.Column, p.Position.Length, p.Severity, p.Code, p.Message)
		if p.Hint != "" {
			fmt.Fprintf(&b, " (%s)", p.Hint)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestParse_html(t *testing.T) {
	tests := []struct {
		name, body, want string
	}{
		{"typography", `"It's" -- he said --- well... '90s, pupils' work`,
			"<p>“It’s” – he said — well… ’90s, pupils’ work</p>\n"},
		{"code is left alone", "`\"a\" -- [PS1] <b>`\n\n    [PS1] \"b\"\n",
			"<p><code>&quot;a&quot; -- [PS1] &lt;b&gt;</code></p>\n<pre><code>[PS1] &quot;b&quot;\n</code></pre>\n"},
		{"fence with a language", "```go\"><b>\nx\n```\n",
			"<pre><code class=\"language-go&quot;&gt;&lt;b&gt;\">x\n</code></pre>\n"},
		{"strikethrough", "~~a~~", "<p><del>a</del></p>\n"},
		{"definition list", "Term\n: What it means\n: Something else\n",
			"<dl>\n<dt>Term</dt>\n<dd>What it means</dd>\n<dd>Something else</dd>\n</dl>\n"},
		{"table", "| A | B | C |\n| :-- | :-: | --: |\n| 1 | 2 | 3 |\n",
			"<div class=\"table\">\n<table>\n<thead>\n<tr>\n<th scope=\"col\" class=\"align-left\">A</th>\n" +
				"<th scope=\"col\" class=\"align-center\">B</th>\n<th scope=\"col\" class=\"align-right\">C</th>\n</tr>\n</thead>\n" +
				"<tbody>\n<tr>\n<td class=\"align-left\">1</td>\n<td class=\"align-center\">2</td>\n<td class=\"align-right\">3</td>\n</tr>\n" +
				"</tbody>\n</table>\n</div>\n"},
		{"table with an empty corner and no rows", "| | B |\n| - | - |\n",
			"<div class=\"table\">\n<table>\n<thead>\n<tr>\n<td></td>\n<th scope=\"col\">B</th>\n</tr>\n</thead>\n</table>\n</div>\n"},
		{"wide table", "| | B | *C* | D \"d\" | E |\n| - | - | - | - | - |\n",
			"<div class=\"table table-wide\" role=\"group\" tabindex=\"0\" aria-label=\"B, C, D “d”, E\">\n<table>\n<thead>\n<tr>\n<td></td>\n" +
				"<th scope=\"col\">B</th>\n<th scope=\"col\"><em>C</em></th>\n<th scope=\"col\">D “d”</th>\n<th scope=\"col\">E</th>\n</tr>\n</thead>\n</table>\n</div>\n"},
		{"escaped bar in code in a table", "| A |\n| - |\n| `a\\|b` |\n",
			"<div class=\"table\">\n<table>\n<thead>\n<tr>\n<th scope=\"col\">A</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td><code>a|b</code></td>\n</tr>\n</tbody>\n</table>\n</div>\n"},
		{"footnotes", "a[^x] b[^y] c[^x]\n\n[^x]: One.\n[^y]: Two.\n",
			"<p>a<sup id=\"fnref-1\"><a class=\"footnote-ref\" href=\"#fn-1\" role=\"doc-noteref\">1</a></sup>" +
				" b<sup id=\"fnref-2\"><a class=\"footnote-ref\" href=\"#fn-2\" role=\"doc-noteref\">2</a></sup>" +
				" c<sup id=\"fnref-1-2\"><a class=\"footnote-ref\" href=\"#fn-1\" role=\"doc-noteref\">1</a></sup></p>\n" +
				"<div class=\"footnotes\" role=\"doc-endnotes\">\n<ol>\n" +
				"<li id=\"fn-1\">\n<p>One. <a class=\"footnote-back\" href=\"#fnref-1\" role=\"doc-backlink\">↩︎</a>" +
				" <a class=\"footnote-back\" href=\"#fnref-1-2\" role=\"doc-backlink\">↩︎<sup>2</sup></a></p>\n</li>\n" +
				"<li id=\"fn-2\">\n<p>Two. <a class=\"footnote-back\" href=\"#fnref-2\" role=\"doc-backlink\">↩︎</a></p>\n</li>\n</ol>\n</div>\n"},
		{"footnote in a link", "[a[^x]](b.md)\n\n[^x]: One.\n",
			"<p><a href=\"b.md\">a<sup id=\"fnref-1\">1</sup></a></p>\n<div class=\"footnotes\" role=\"doc-endnotes\">\n<ol>\n" +
				"<li id=\"fn-1\">\n<p>One. <a class=\"footnote-back\" href=\"#fnref-1\" role=\"doc-backlink\">↩︎</a></p>\n</li>\n</ol>\n</div>\n"},
		{"tasks", "- [x] done\n- [ ] *not* done\n  - [X] part\n- no task\n- [x](a.md)\n",
			"<ul class=\"tasks\">\n<li class=\"task\"><label><input type=\"checkbox\" checked disabled> done</label></li>\n" +
				"<li class=\"task\"><label><input type=\"checkbox\" disabled> <em>not</em> done</label>\n" +
				"<ul class=\"tasks\">\n<li class=\"task\"><label><input type=\"checkbox\" checked disabled> part</label></li>\n</ul>\n</li>\n" +
				"<li>no task</li>\n<li><a href=\"a.md\">x</a></li>\n</ul>\n"},
		{"tasks apart", "- [x] done\n\n- [ ] not\n",
			"<ul class=\"tasks\">\n<li class=\"task\">\n<p><label><input type=\"checkbox\" checked disabled> done</label></p>\n</li>\n" +
				"<li class=\"task\">\n<p><label><input type=\"checkbox\" disabled> not</label></p>\n</li>\n</ul>\n"},
		{"callout", "> [!TIP]\n> Try *it*.\n>\n> Twice.\n",
			"<div class=\"callout callout-tip\" role=\"note\"><p class=\"callout-title\">tip</p>\n<p>Try <em>it</em>.</p>\n<p>Twice.</p>\n</div>\n"},
		{"callout in small letters, alone, in a list", "- > [!caution]\n",
			"<ul>\n<li>\n<div class=\"callout callout-caution\" role=\"note\"><p class=\"callout-title\">caution</p>\n</div>\n</li>\n</ul>\n"},
		{"quote", "> [!] a\n> b\n", "<blockquote>\n<p>[!] a\nb</p>\n</blockquote>\n"},
		{"links", "[a](b.md#c \"d\") [e](https://example.org/?f=1&g) <h@i.example> <https://example.org> [j](tel:+441) [k](#l)",
			"<p><a href=\"b.md#c\" title=\"d\">a</a> <a href=\"https://example.org/?f=1&amp;g\" rel=\"external\">e</a>" +
				" <a href=\"mailto:h@i.example\">h@i.example</a> <a href=\"https://example.org\" rel=\"external\">https://example.org</a>" +
				" <a href=\"tel:+441\">j</a> <a href=\"#l\">k</a></p>\n"},
		{"address in a link", "[a <https://example.org>](b.md)", "<p><a href=\"b.md\">a https://example.org</a></p>\n"},
		{"unsafe links keep their words", "[a *b*](javascript:c) <data:d>", "<p>a <em>b</em> data:d</p>\n"},
		{"pictures", "![a *b*](c.jpg \"d\") ![e](https://f.example/g.png)", "<p><img src=\"c.jpg\" alt=\"a b\" title=\"d\"> e</p>\n"},
		{"raw HTML", "a<br>b <b>c</b>\n\n<div>\nd\n</div>\n\ne <!-- f --> g\n", "<p>ab c</p>\n<p>e  g</p>\n"},
		{"deep stress", strings.Repeat("*", 64) + "a" + strings.Repeat("*", 64),
			"<p>" + strings.Repeat("<strong>", 16) + "a" + strings.Repeat("</strong>", 16) + "</p>\n"},
		{"characters that no page may hold", "a\x01b\x7f&#x80;&#0;\uFFFE \xff", "<p>a\uFFFDb\uFFFD\uFFFD\uFFFD\uFFFD \uFFFD</p>\n"},
		{"footnote within a footnote is text", "a[^1]\n\n[^1]: [^2]: b c\n",
			"<p>a<sup id=\"fnref-1\"><a class=\"footnote-ref\" href=\"#fn-1\" role=\"doc-noteref\">1</a></sup></p>\n" +
				"<div class=\"footnotes\" role=\"doc-endnotes\">\n<ol>\n<li id=\"fn-1\">\n<p>[^2]: b c <a class=\"footnote-back\" href=\"#fnref-1\" role=\"doc-backlink\">↩︎</a></p>\n</li>\n</ol>\n</div>\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			body, _ := parse(t, tt.body)
			if diff := cmp.Diff(tt.want, fill(body)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			for _, w := range judge(body) {
				t.Error(w)
			}
		})
	}
}

func TestParse_problems(t *testing.T) {
	tests := []struct {
		name, body, want string
	}{
		{"none", study(), ""},
		{"line break", "a<br>b\n", "1:2+4 error markdown/raw-html: \"<br>\" is HTML, which is left out (end the line with two spaces or a backslash)\n"},
		{"end tags once", "a <b>b</b> c</i>\n",
			"1:3+3 error markdown/raw-html: \"<b>\" is HTML, which is left out (write **bold**)\n" +
				"1:13+4 error markdown/raw-html: \"</i>\" is HTML, which is left out (write *italic*)\n"},
		{"something to fill in", "Dear <insert name>, we\n",
			"1:6+13 error markdown/raw-html: \"<insert name>\" is HTML, which is left out (put in what belongs here)\n"},
		{"unknown tag", "x <y> z\n",
			"1:3+3 error markdown/raw-html: \"<y>\" is HTML, which is left out (for the sign < itself write &lt; or put the words between `backticks`)\n"},
		{"block", "a\n\n  <div class=\"b\">\n  c\n  </div>\n",
			"3:3+15 error markdown/raw-html: \"<div class=\"b\">\" is HTML, which is left out (leave out the tag and keep the words)\n"},
		{"words after a comment", "<!-- a --> b\n",
			"1:1+12 error markdown/raw-html: \"b\" is HTML, which is left out (for the sign < itself write &lt; or put the words between `backticks`)\n"},
		{"comments", "<!-- a -->\n\nb <!-- c --> d\n\n<!--\ne\n\nf\n-->\n", ""},
		{"comment without an end", "a\n\n<!-- b\n\nc\n",
			"3:1+6 error markdown/raw-html: the comment has no end, so all text after it is left out (end it with -->)\n"},
		{"a sign in words", "1 < 2 > 3 <3 a<b\n", ""},
		{"unsafe link", "[a](javascript:b) [c][d]\n\n[d]: data:e\n",
			"1:1+17 error link/unsafe: the link to \"javascript:b\" is left out: a page cannot lead to a \"javascript:\" address (lead to a page of the site, or to an address that begins with https://, http://, mailto: or tel:)\n" +
				"1:19+6 error link/unsafe: the link to \"data:e\" is left out: a page cannot lead to a \"data:\" address (lead to a page of the site, or to an address that begins with https://, http://, mailto: or tel:)\n"},
		{"picture from elsewhere", "é ![a](https://b.example/c.png)\n",
			"1:3+29 error link/unsafe: the picture \"https://b.example/c.png\" is not in the site's own folder (save the picture beside the page and write its file name)\n"},
		{"callouts", "> [!NOET]\n> a\n\n> [!HELLO]\n> b\n\n> [!NOTE] c\n",
			"1:3+7 warning markdown/callout: there is no box of the kind \"NOET\" (did you mean \"NOTE\"?)\n" +
				"4:3+8 warning markdown/callout: there is no box of the kind \"HELLO\" (write one of [!NOTE], [!TIP], [!IMPORTANT], [!WARNING], [!CAUTION])\n" +
				"7:3+7 warning markdown/callout: \"[!NOTE]\" stands alone on its line (put the text on the next line, after another >)\n"},
		{"footnotes", "a[^b] c[^d](e.md)\n\n[^f]: g\n",
			"1:2+4 warning markdown/footnote: the footnote \"b\" has no text (add a line [^b]: with the text of the footnote)\n" +
				"3:1+4 warning markdown/footnote: nothing refers to the footnote \"f\", so it is not shown (put [^f] where the footnote belongs)\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, problems := parse(t, tt.body)
			if diff := cmp.Diff(tt.want, show(problems)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestParse_positionsAreOfTheFile(t *testing.T) {
	front := "---\ntitle: ŵ\n---\n"
	file := front + "## Hé {#a}\n\ntext [PS1] and [b](c.md)\n\n![d](e.jpg)\n\n## Next\n"
	body, _ := NewParser(DefaultLimits()).Parse(diag.NewSource("content/page.md", []byte(file)), len(front))
	if want := (diag.Position{File: "content/page.md", Line: 4, Column: 1}); body.Start != want {
		t.Errorf("the body starts at %v, not at %v", body.Start, want)
	}
	at := func(line, column, length int32) diag.Place {
		return diag.Place{Line: line, Column: column, Length: length}
	}
	for _, tt := range []struct {
		name      string
		got, want diag.Place
	}{
		{"heading", body.Headings[0].Pos, at(4, 1, 5)},
		{"second heading", body.Headings[1].Pos, at(10, 1, 7)},
		{"marker", body.Markers[0].Pos, at(6, 6, 5)},
		{"link", body.Links[0].Pos, at(6, 16, 9)},
		{"picture", body.Images[0].Pos, at(8, 1, 11)},
	} {
		if diff := cmp.Diff(tt.want, tt.got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", tt.name, diff)
		}
	}
}

func TestParse_facts(t *testing.T) {
	body, problems := parse(t, "[a *b*](c.md) [![d](e.jpg)](f.md) <https://g.example/> [h](https://i.example/ \"j\")\n\n![k](l%20m.jpg \"n\")\n")
	if len(problems) > 0 {
		t.Errorf("problems %v", problems)
	}
	wantLinks := []Link{
		{Dest: "c.md", Text: "a b"},
		{Dest: "f.md", Text: "d"},
		{Dest: "https://g.example/", Text: "https://g.example/", External: true},
		{Dest: "https://i.example/", Text: "h", External: true},
	}
	for i := range body.Links {
		body.Links[i].Pos = diag.Place{}
	}
	if diff := cmp.Diff(wantLinks, body.Links); diff != "" {
		t.Errorf("links (-want +got)\n%s", diff)
	}
	for i := range body.Images {
		body.Images[i].Pos = diag.Place{}
	}
	if diff := cmp.Diff([]Image{{Dest: "e.jpg", Alt: "d"}, {Dest: "l%20m.jpg", Alt: "k", Title: "n"}}, body.Images); diff != "" {
		t.Errorf("pictures (-want +got)\n%s", diff)
	}
}

func TestParse_plainText(t *testing.T) {
	body, _ := parse(t, `Before "it" [PS1].

# A *b* [PS2] ![c](d.jpg)

We tried [it](e.md) and `+"`code`"+` for &lt;all&gt;,
on two lines ([PS1 level 2], [PS2]).

- one [PS3]

  more
- two
  1. three

| A | B |
| - | - |
| 1 | 2 [PS1] |

    code  here

## D

Note.[^1] <!-- hidden -->

[^1]: The note.
`)
	want := []Section{
		{Heading: -1, Text: []byte("Before “it”.")},
		{Heading: 0, Text: []byte("We tried it and code for <all>, on two lines.\none\nmore\ntwo\nthree\nA · B\n1 · 2\ncode here")},
		{Heading: 1, Text: []byte("Note.")},
	}
	if diff := cmp.Diff(want, body.Sections); diff != "" {
		t.Errorf("sections (-want +got)\n%s", diff)
	}
	if body.Headings[0].Text != "A b c" || string(body.Notes) != "The note." || body.Words != 2+3+10+4+4+2+1+1 {
		t.Errorf("heading %q, notes %q, %d words", body.Headings[0].Text, body.Notes, body.Words)
	}
}

func TestParse_manyAtOnce(t *testing.T) {
	p := NewParser(DefaultLimits())
	src := diag.NewSource("content/page.md", []byte(study()))
	want, _ := p.Parse(src, 0)
	var group sync.WaitGroup
	for range 16 {
		group.Go(func() {
			if got, _ := p.Parse(src, 0); !cmp.Equal(want, got, cmp.AllowUnexported(Outline{}, Body{})) {
				t.Error("the same text gives another body")
			}
		})
	}
	group.Wait()
}

func TestParse_limits(t *testing.T) {
	tests := []struct {
		name  string
		raise Limits
		body  string
		want  string
	}{
		{"depth", Limits{Depth: 2}, "a\n\n- > - b\n",
			"3:5+1 error markdown/limit: lists and quotes are nested more than 2 deep (split it up, or raise limits.depth in exemplar.yaml)\n"},
		{"paragraph", Limits{Paragraph: 1}, strings.Repeat("a", 1025),
			"1:1+1025 error markdown/limit: a paragraph is larger than 1 KiB (split it up, or raise limits.paragraph_kib in exemplar.yaml)\n"},
		{"delimiters", Limits{Delimiters: 2}, "*a* b\n\n*c* *d*\n",
			"3:5+1 error markdown/limit: one paragraph has more than 2 brackets, stars or backticks (split it up, or raise limits.delimiters in exemplar.yaml)\n"},
		{"columns", Limits{Columns: 2}, "|a|b|c|\n|-|-|-|\n",
			"2:1+7 error markdown/limit: a table has more than 2 columns (split it up, or raise limits.table_columns in exemplar.yaml)\n"},
		{"cells", Limits{Cells: 7}, "|a|b|\n|-|-|\n|c|\n\n|d|e|\n|-|-|\n|f|\n",
			"6:1+5 error markdown/limit: the tables have more than 7 cells (split it up, or raise limits.table_cells in exemplar.yaml)\n"},
		{"footnotes", Limits{Footnotes: 1}, "a[^b] c[^d]\n\n[^b]: e\n[^d]: f\n",
			"4:1+4 error markdown/limit: there are more than 1 footnotes (split it up, or raise limits.footnotes in exemplar.yaml)\n"},
		{"definitions", Limits{Definitions: 1}, "[a] [b]\n\n[a]: c.md\n[b]: d.md\n",
			"4:1+9 error markdown/limit: more than 1 link addresses are defined (split it up, or raise limits.definitions in exemplar.yaml)\n"},
		{"output", Limits{Output: 1}, "[a]: /" + strings.Repeat("u", 10_000) + "\n\n" + strings.Repeat("[a]\n\n", 120),
			"1:1+0 error markdown/limit: the page would be more than 1 times as large as its text (split it up, or raise limits.output_factor in exemplar.yaml)\n"},
		{"two of them", Limits{Columns: 1, Cells: 1}, "|a|b|\n|-|-|\n",
			"2:1+5 error markdown/limit: a table has more than 1 columns (split it up, or raise limits.table_columns in exemplar.yaml)\n" +
				"2:1+5 error markdown/limit: the tables have more than 1 cells (split it up, or raise limits.table_cells in exemplar.yaml)\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			body, problems := NewParser(tt.raise).Parse(diag.NewSource("content/page.md", []byte(tt.body)), 0)
			if diff := cmp.Diff(tt.want, show(problems)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			if diff := cmp.Diff(&Body{Text: Text{Sections: []Section{{Heading: -1}}}, Start: diag.Position{File: "content/page.md", Line: 1, Column: 1}}, body, cmp.AllowUnexported(Outline{}, Body{})); diff != "" {
				t.Errorf("body (-want +got)\n%s", diff)
			}
			if _, problems := parse(t, tt.body); has(problems, diag.MarkdownLimit) {
				t.Errorf("the usual limits refuse it too: %s", show(problems))
			}
		})
	}
}
