package markdown

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

func TestParse_markerSyntax(t *testing.T) {
	tests := []struct {
		name, body string
		want       []string // framework/code/level
	}{
		{"bare", "a [PS1] b", []string{"/PS1/0"}},
		{"level", "a [PS1 level 3], [PS2  Level 12]", []string{"/PS1/3", "/PS2/12"}},
		{"framework", "a [glf-lp/PS1 level 2] [ssat-lp/LP10]", []string{"glf-lp/PS1/2", "ssat-lp/LP10/0"}},
		{"codes", "[a] [A.b-1] [LP1] [abcdefghijkl]", []string{"/a/0", "/A.b-1/0", "/LP1/0", "/abcdefghijkl/0"}},
		{"no codes", "[8] [1a] [] [ PS1] [PS1 ] [PS_1] [abcdefghijklm] [a--b] [a-] [.a] [PS1 level] [PS1 level 0] [PS1 level 123] [PS1 3] [PS1, PS2] [two words] [a/b/c] [/PS1] [-a/PS1]", nil},
		{"side by side", "[PS1][PS2] [PS3][^1]\n\n[^1]: a", []string{"/PS1/0", "/PS2/0", "/PS3/0"}},
		{"before a colon", "- [PS1]: we trained\n- then [PS2]: more of it", []string{"/PS1/0", "/PS2/0"}},
		{"after an exclamation mark", "Great![PS1] Or ![PS2](a.jpg)", []string{"/PS1/0"}},
		{"stressed", "**a [PS1]** *[PS2]* ~~[PS3]~~", []string{"/PS1/0", "/PS2/0", "/PS3/0"}},
		{"in brackets", "[see [PS1]] ([PS2])", []string{"/PS1/0", "/PS2/0"}},
		{"code", "`[PS1]` ``[PS2]``\n\n    [PS3]\n\n```\n[PS4]\n```\n", nil},
		{"escaped", `\[PS1] [PS2\]`, nil},
		{"links", "[PS1](a.md) [PS2][b] [b][] [b] [c](<d> '[PS3]') [PS4][]\n\n[b]: e.md '[PS5]'\n", nil},
		{"link across lines", "[PS1][b\nc]\n\n[b c]: e.md\n", nil},
		{"defined by the document", "[PS1] [ps2]\n\n[ps1]: a.md\n[PS2]: b.md\n", nil},
		{"a definition that came too late", "a\n[PS1]: b.md\n", nil},
		{"in a link", "[a [PS1] b](c.md) [![d [PS2]](e.jpg)](f.md)", nil},
		{"in a picture", "![a [PS1]](b.jpg)", nil},
		{"task", "- [x] a\n- [X] b [PS1]\n- [ ] c\n", []string{"/PS1/0"}},
		{"callout", "> [!NOTE]\n> a [PS1]\n", []string{"/PS1/0"}},
		{"footnote", "a[^PS1] [PS2]\n\n[^PS1]: b [PS3]\n", []string{"/PS2/0", "/PS3/0"}},
		{"HTML", "<a b='[PS1]'>\n\n<!-- [PS2] -->\n", nil},
		{"a footnote that is not shown", "a\n\n[^1]: b [PS1]\n", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			body, _ := parse(t, tt.body)
			var got []string
			for _, m := range body.Markers {
				got = append(got, fmt.Sprintf("%s/%s/%d", m.Framework, m.Code, m.Level))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s\n%s", diff, body.HTML)
			}
			for _, w := range judge(body) {
				t.Error(w)
			}
		})
	}
}

// FuzzMarkers holds that a marker is in the text where it says, that it says the
// same alone, and that it is shown once at most.
func FuzzMarkers(f *testing.F) {
	for _, seed := range []string{
		"a [PS1] b", "[glf-lp/PS1 level 2] [ssat-lp/LP10]", "[A.b-1] [8] [PS1  Level 12][PS_1]", "- ![PS1]: a\n- [x] [PS2]\n", "[PS1][b] [b]\n\n[b]: e.md\n",
		"| a | [PS1] |\n| - | - |\n| [PS2] | `[PS3]` |\n", "a[^PS1]\n\n[^PS1]: b [PS3]\n", "> [!NOTE]\n> **a [PS1, level 3]** \\[PS2] [PS1 level 0]\n",
	} {
		f.Add(seed)
	}
	p := NewParser(DefaultLimits())
	f.Fuzz(func(t *testing.T, body string) {
		src := diag.NewSource("content/page.md", []byte(body))
		b, _ := p.Parse(src, 0)
		lines := strings.SplitAfter(body, "\n")
		for _, m := range b.Markers {
			if m.Pos.Line < 1 || int(m.Pos.Line) > len(lines) || !strings.Contains(lines[m.Pos.Line-1], m.Source) {
				t.Errorf("%q is not at %v", m.Source, m.Pos)
			}
			again := readMarker([]byte(m.Source))
			if again == nil || again.found.Framework != m.Framework || again.found.Code != m.Code || again.found.Level != m.Level || again.found.Source != m.Source {
				t.Errorf("%q is %+v in the text and %+v alone", m.Source, m, again)
			}
		}
		holes := map[int]int{}
		for _, h := range b.Holes {
			if h.Kind == MarkerHole {
				holes[h.Index]++
			}
		}
		for i, n := range holes {
			if n > 1 {
				t.Errorf("%q is shown %d times", b.Markers[i].Source, n)
			}
		}
	})
}

// TestParse_markerIsText checks that a bracket that turns out to be no standard
// reads as it was written.
func TestParse_markerIsText(t *testing.T) {
	body, _ := parse(t, "as he said [sic] in [a [b] c](d.md), ![e [f]](g.jpg)")
	want := `<p id="evidence-as-he-said-in-a" class="evidence">as he said [sic] in <a href="d.md">a [b] c</a>, <img src="g.jpg" alt="e [f]"></p>` + "\n"
	if got := fill(body); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestParse_markerBlocks(t *testing.T) {
	tests := []struct {
		name, body string
		want       Block
		element    string
	}{
		{"paragraph", "## A\n\nWe did *it* [PS1], \"well\".\n\nMore.\n",
			Block{Paragraph, "evidence-we-did-it-well", "We did it, “well”.", 1}, "<p id=%q class=\"evidence\">We"},
		{"heading", "## A\n\nb\n\n## C [PS1]\n\nWe did.\n\nAnd more.\n\n### D\n\ne\n",
			Block{HeadingSection, "c", "We did.\nAnd more.", 2}, "<h2 id=%q class=\"evidence\">C"},
		{"heading with an id", "## C [PS1] {#d}\n\ne\n",
			Block{HeadingSection, "d", "e", 1}, "<h2 id=%q class=\"evidence\">C"},
		{"item", "- a\n- b [PS1]\n",
			Block{ListItem, "evidence-b", "b", 0}, "<li id=%q class=\"evidence\">b"},
		{"item with paragraphs", "1. a\n\n   b [PS1]\n\n2. c\n",
			Block{ListItem, "evidence-a", "a\nb", 0}, "<li id=%q class=\"evidence\">\n<p>a"},
		{"outer item", "- a [PS1]\n  - b\n- c\n",
			Block{ListItem, "evidence-a", "a\nb", 0}, "<li id=%q class=\"evidence\">a"},
		{"inner item", "- a\n  - b [PS1]\n- c\n",
			Block{ListItem, "evidence-b", "b", 0}, "<li id=%q class=\"evidence\">b"},
		{"quote in an item", "- > a [PS1]\n",
			Block{ListItem, "evidence-a", "a", 0}, "<li id=%q class=\"evidence\">\n<blockquote>"},
		{"task", "- [x] a [PS1]\n",
			Block{ListItem, "evidence-a", "a", 0}, "<li id=%q class=\"task evidence\"><label>"},
		{"row", "| A | B |\n| - | - |\n| c | 5% [PS1] |\n",
			Block{TableRow, "evidence-c-5", "c · 5%", 0}, "<tr id=%q class=\"evidence\">\n<td>c"},
		{"head of a table", "| A [PS1] | B |\n| - | - |\n| c | d |\n",
			Block{TableRow, "evidence-a-b", "A · B", 0}, "<tr id=%q class=\"evidence\">\n<th"},
		{"quote", "> a [PS1]\n>\n> b\n",
			Block{Paragraph, "evidence-a", "a", 0}, "<p id=%q class=\"evidence\">a"},
		{"term", "a [PS1]\n: b\n",
			Block{Paragraph, "evidence-a", "a", 0}, "<dt id=%q class=\"evidence\">a"},
		{"definition", "a\n: b [PS1]\n",
			Block{Paragraph, "evidence-b", "b", 0}, "<dd id=%q class=\"evidence\">b"},
		{"definition with paragraphs", "a\n\n: b [PS1]\n\n  c\n",
			Block{Paragraph, "evidence-b", "b", 0}, "<p id=%q class=\"evidence\">b"},
		{"no words", "[PS1]\n",
			Block{Paragraph, "evidence-" + shortHash("", 8), "", 0}, "<p id=%q class=\"evidence\"></p>"},
		{"no Latin words", "日本 [PS1]\n",
			Block{Paragraph, "evidence-" + shortHash("日本", 8), "日本", 0}, "<p id=%q class=\"evidence\">日本"},
		{"long words", strings.Repeat("a", 100) + " b [PS1]\n",
			Block{Paragraph, "evidence-" + strings.Repeat("a", 80), strings.Repeat("a", 100) + " b", 0}, "<p id=%q class=\"evidence\">a"},
		{"what joins markers goes with them", "([PS1], [PS2]) a ([PS1] and [PS2]) b [PS3]; [PS4], c [PS5 level 2]: d ([PS6]).\n",
			Block{Paragraph, "evidence-a-b-c-d", "a b, c: d.", 0}, "<p id=%q"},
		{"colon after a marker", "[PS1]: We did.\n",
			Block{Paragraph, "evidence-we-did", "We did.", 0}, "<p id=%q"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			body, problems := parse(t, tt.body)
			if len(problems) > 0 {
				t.Error(show(problems))
			}
			for _, m := range body.Markers {
				if diff := cmp.Diff(tt.want, m.Block); diff != "" {
					t.Errorf("(-want +got)\n%s", diff)
				}
			}
			if want := fmt.Sprintf(tt.element, tt.want.Anchor); !strings.Contains(string(body.HTML), want) {
				t.Errorf("%s is not in\n%s", want, body.HTML)
			}
			for _, w := range judge(body) {
				t.Error(w)
			}
		})
	}
}

// TestParse_anchorsStay marks every subset of blocks that begin alike, or are
// the same, and looks for an anchor that moves.
func TestParse_anchorsStay(t *testing.T) {
	blocks := []string{
		"We tried it in one class%s.\n",
		"We tried it in one class first, and then in all%s.\n",
		"- We tried it in one class, second%s\n- The same%s\n- The same%s\n",
		"We tried it in one class%s.\n",
		"| We tried it | in one class%s |\n| - | - |\n| The same%s | |\n",
		"## The same%s\n\nThe same%s.\n",
		"%sThe same.\n",
		"日本%s\n\n中国\n\n日本%s\n",
		"Something else%s\n",
	}
	slots := strings.Count(strings.Join(blocks, ""), "%s")
	anchors := make([]string, slots)
	for subset := range 1 << slots {
		if !thorough && subset%15 != 0 && subset&(subset-1) != 0 {
			continue // not one marker alone
		}
		text, slot := strings.Join(blocks, "\n"), 0
		var marked []int
		for strings.Contains(text, "%s") {
			marks := ""
			if subset&(1<<slot) != 0 {
				marks = []string{" [PS1]", " [PS1] [PS2 level 3]", " ([PS3])"}[subset%3]
				marked = append(marked, slot)
			}
			text = strings.Replace(text, "%s", marks, 1)
			slot++
		}
		body, _ := parse(t, text)
		got := slices.Compact(anchorsOf(body.Markers))
		if len(got) != len(marked) {
			t.Fatalf("%d anchors for %d blocks in\n%s", len(got), len(marked), text)
		}
		for i, slot := range marked {
			if anchors[slot] == "" {
				anchors[slot] = got[i]
			}
			if anchors[slot] != got[i] {
				t.Fatalf("the anchor of block %d moves from %q to %q in\n%s", slot, anchors[slot], got[i], text)
			}
		}
	}
	if n := len(slices.Compact(slices.Sorted(slices.Values(anchors)))); n != slots {
		t.Errorf("%d anchors for %d blocks: %q", n, slots, anchors)
	}
}

func anchorsOf(markers []Marker) (anchors []string) {
	for _, m := range markers {
		anchors = append(anchors, m.Block.Anchor)
	}
	return anchors
}

// TestParse_realContent reads the example portal: nothing in it is refused.
func TestParse_realContent(t *testing.T) {
	bodies := contentBodies(t)
	if len(bodies) < 50 {
		t.Fatalf("only %d files", len(bodies))
	}
	for name, text := range bodies {
		body, problems := parse(t, text)
		if problems.Count(diag.Error) > 0 {
			t.Errorf("%s\n%s", name, show(problems))
		}
		for _, w := range judge(body) {
			t.Errorf("%s: %s", name, w)
		}
	}
}
