package markdown

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

// example is one of the 652 of the CommonMark specification 0.31.2.
type example struct {
	Markdown string
	HTML     string
	Example  int
	Section  string
}

// examples reads them from the source of goldmark, which is not copied here.
func examples(t *testing.T) []example {
	t.Helper()
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/yuin/goldmark").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	file := filepath.Join(strings.TrimSpace(string(dir)), "_test", "spec.json")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var list []example
	if err := json.Unmarshal(text, &list); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return list
}

// differences are the examples that come out differently on purpose. An example
// that differs and is not here fails the test, and so does one that is here and
// does not differ.
var differences = []struct {
	why string
	// shows reports whether an example was treated as the reason says.
	shows    func(e example, problems diag.List) bool
	examples []int
}{
	{
		why:   "raw HTML is left out and reported",
		shows: func(_ example, problems diag.List) bool { return has(problems, diag.MarkdownHTML) },
		examples: []int{
			21, 31, 148, 149, 150, 151, 152, 153, 154, 155, 156, 157, 158, 159, 160, 161, 162, 163, 164, 165,
			166, 167, 168, 169, 170, 171, 172, 173, 174, 175, 176, 177, 178, 180, 181, 182, 184, 185, 186, 187,
			188, 189, 190, 191, 201, 344, 475, 476, 477, 491, 494, 524, 536, 613, 614, 615, 616, 617, 623, 627,
			628, 629, 630, 631, 642, 643,
		},
	},
	{
		why: "HTML comments are left out without a word",
		shows: func(e example, problems diag.List) bool {
			return strings.Contains(e.Markdown, "<!--") && len(problems) == 0
		},
		examples: []int{179, 183, 308, 309, 625, 626},
	},
	{
		why:      "addresses that begin otherwise than https:, http:, mailto: or tel: make no link, and are reported",
		shows:    func(_ example, problems diag.List) bool { return has(problems, diag.LinkUnsafe) },
		examples: []int{500, 596, 598, 599, 601},
	},
}

func has(problems diag.List, code diag.Code) bool {
	return slices.ContainsFunc(problems, func(d diag.Diagnostic) bool { return d.Code == code })
}

// TestParse_commonMark compares every example, parsed by what is published,
// with what the specification says. Before they are compared
//
//   - holes are filled: links and pictures with their destination, markers (any
//     short word in brackets) with the brackets as written;
//   - ids of headings, ids and classes of blocks with markers, and
//     rel="external" are taken off ours;
//   - typographic quotes, dashes and dots are turned back into ASCII in both;
//   - theirs has level 1 headings at level 2 and void elements without a slash.
func TestParse_commonMark(t *testing.T) {
	list := examples(t)
	if len(list) != 652 {
		t.Fatalf("the specification has %d examples, want 652", len(list))
	}
	reasons := map[int]int{}
	for i, d := range differences {
		for _, n := range d.examples {
			reasons[n] = i + 1
		}
	}
	for _, e := range list {
		body, problems := parse(t, e.Markdown)
		got, want := ours(fill(body)), theirs(e.HTML)
		reason := reasons[e.Example]
		switch {
		case reason == 0 && got != want:
			t.Errorf("example %d (%s) %q\n got %q\nwant %q", e.Example, e.Section, e.Markdown, got, want)
		case reason == 0 && problems.HasErrors():
			t.Errorf("example %d (%s) %q: %v", e.Example, e.Section, e.Markdown, problems)
		case reason == 0:
		case got == want:
			t.Errorf("example %d is listed because %q, but does not differ", e.Example, differences[reason-1].why)
		case !differences[reason-1].shows(e, problems):
			t.Errorf("example %d is listed because %q, but is not treated so: %v", e.Example, differences[reason-1].why, problems)
		}
	}
}

var ourAttributes = regexp.MustCompile(` rel="external"| id="evidence-[^"]*" class="evidence"|(<h[2-6]) id="[^"]*"(?: class="evidence")?`)

var ascii = strings.NewReplacer("‘", "'", "’", "'", "“", "&quot;", "”", "&quot;",
	"–", "--", "—", "---", "…", "...", "«", "&lt;&lt;", "»", "&gt;&gt;")

func ours(html string) string { return ascii.Replace(ourAttributes.ReplaceAllString(html, "$1")) }

var levelsAndSlashes = strings.NewReplacer("<h1>", "<h2>", "</h1>", "</h2>", " />", ">")

func theirs(html string) string { return ascii.Replace(levelsAndSlashes.Replace(html)) }
