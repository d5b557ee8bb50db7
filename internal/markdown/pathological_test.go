package markdown

import (
	"fmt"
	"strings"
	"testing"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

// shape makes a hostile text of about n bytes.
type shape func(n int) string

// repeat fills a text with one piece.
func repeat(piece string) shape {
	return func(n int) string { return strings.Repeat(piece, n/len(piece)+1) }
}

// around puts equally many pieces before and after a middle.
func around(before, middle, after string) shape {
	return func(n int) string {
		k := n/(len(before)+len(after)) + 1
		return strings.Repeat(before, k) + middle + strings.Repeat(after, k)
	}
}

// after puts a beginning before a filled text.
func after(beginning string, s shape) shape {
	return func(n int) string { return beginning + s(n) }
}

// numberedPieces fills a text with pieces that hold a growing number.
func numberedPieces(format string) shape {
	return func(n int) string {
		var b strings.Builder
		for i := 0; b.Len() < n; i++ {
			fmt.Fprintf(&b, format, i)
		}
		return b.String()
	}
}

// pieces returns k pieces that hold a growing number.
func pieces(format string, k int) string {
	var b strings.Builder
	for i := range k {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

// growing fills a text with pieces that grow by one at every step.
func growing(piece func(i int) string) shape {
	return func(n int) string {
		var b strings.Builder
		for i := 1; b.Len() < n; i++ {
			b.WriteString(piece(i))
		}
		return b.String()
	}
}

// tableShape is k columns and k rows, which parsers pad to k times k cells.
func tableShape(n int) string {
	k := n / 8
	return strings.Repeat("|a", k) + "|\n" + strings.Repeat("|-", k) + "|\n" + strings.Repeat("a\n", 2*k)
}

func nestedItem(i int) string { return strings.Repeat("  ", i-1) + "* a\n" }

// pathological are the shapes of cmark's pathological tests, those that
// goldmark is known to be slow at, and some of our own.
var pathological = map[string]shape{
	"cmark nested strong emphasis":            around("*a **a ", "b", " a** a*"),
	"cmark emphasis closers without openers":  repeat("a_ "),
	"cmark emphasis openers without closers":  repeat("_a "),
	"cmark link closers without openers":      repeat("a]"),
	"cmark link openers without closers":      repeat("[a"),
	"cmark mismatched openers and closers":    repeat("*a_ "),
	"cmark two sorts of emphasis":             func(n int) string { return repeat("*a ")(n/2) + repeat("_a*_ ")(n/2) },
	"cmark multiples of three":                after("a**b", repeat("c* ")),
	"cmark link openers and emphasis closers": repeat("[ a_"),
	"cmark bracket and parenthesis":           repeat("[ (]("),
	"cmark pictures in pictures":              repeat("![[]()"),
	"cmark nested brackets":                   around("[", "a", "]"),
	"cmark nested quotes":                     after("", repeat("> ")),
	"cmark nested lists":                      growing(nestedItem),
	"cmark nul":                               repeat("abc\x00de\x00"),
	"cmark backticks":                         growing(func(i int) string { return "e" + strings.Repeat("`", i) }),
	"cmark unclosed links with brackets":      repeat("[a](<b"),
	"cmark unclosed links":                    repeat("[a](b"),
	"cmark unclosed comments":                 after("</", repeat("<!--")),
	"cmark empty lines in nested lists":       func(n int) string { return repeat("- ")(n/2) + "x" + repeat("\n")(n/2) },
	"cmark empty lines in nested quoted lists": func(n int) string {
		return "> " + repeat("- ")(n/2) + "x\n" + repeat(">\n")(n/2)
	},
	"cmark emphasis in deep quotes":       func(n int) string { return repeat(">")(n/2) + repeat("a*")(n/2) },
	"cmark many references":               func(n int) string { return numberedPieces("[%d]: u\n")(n/2) + repeat("[0] ")(n/2) },
	"cmark colliding references":          func(n int) string { return repeat("[a]: u\n")(n/2) + repeat("[b]\n")(n/2) },
	"goldmark bullets":                    after("", repeat("* ")),
	"goldmark bullets with a word":        func(n int) string { return repeat("* ")(n) + "a" },
	"goldmark numbers":                    repeat("1. "),
	"goldmark links":                      repeat("[a]("),
	"goldmark brackets over lines":        func(n int) string { return repeat("](\n")(n/2) + repeat("[\n")(n/2) },
	"goldmark wide table":                 tableShape,
	"goldmark long address many times":    func(n int) string { return "[x]: /" + repeat("u")(n/2) + "\n\n" + repeat("[x] ")(n/2) },
	"goldmark long address in paragraphs": func(n int) string { return "[x]: /" + repeat("u")(n/2) + "\n\n" + repeat("[x]\n\n")(n/2) },
	"goldmark long title in paragraphs":   func(n int) string { return "[x]: /u '" + repeat("t")(n/2) + "'\n\n" + repeat("[x]\n\n")(n/2) },
	"goldmark long address of a picture":  func(n int) string { return "[x]: /" + repeat("u")(n/2) + "\n\n" + repeat("![x]\n\n")(n/2) },
	"goldmark footnotes":                  numberedPieces("[^%[1]d]: x\n\n[^%[1]d]\n\n"),
	"goldmark one footnote many times":    after("[^a]: x\n\n", repeat("[^a] b\n\n")),
	"goldmark unknown footnotes":          repeat("[^a] "),
	"goldmark list of many lines":         numberedPieces("- item %d\n"),
	"ours thematic breaks":                repeat("- - - - -\n"),
	"ours one thematic break":             repeat("* * "),
	"ours equal headings":                 repeat("# a\n"),
	"ours equal headings with ids":        repeat("# a {#a}\n"),
	"ours attribute lists":                repeat("# {a=[ {"),
	"ours attribute lists in lines":       repeat("# {a={#a .b}\n"),
	"ours underlined headings":            repeat("a\n-\n"),
	"ours definitions of words":           repeat("a\n: b\n"),
	"ours nested definitions":             after("a\n", repeat(": ")),
	"ours long definition terms":          func(n int) string { return "a\n: b\n\n" + repeat("[a](b")(n) + "\n: c\n" },
	"ours nested footnotes":               repeat("[^1]: "),
	"ours equal paragraphs with markers":  repeat("we did it all again [PS1]\n\n"),
	"ours markers in one paragraph":       repeat("[PS1] "),
	"ours markers in a list":              repeat("- [PS1]: a b c d e\n"),
	"ours markers without words":          repeat("[PS1]\n\n"),
	"ours pipes":                          repeat("|"),
	"ours many tables":                    repeat("|a|b|\n|-|-|\n\n"),
	"ours escaped pipes in code":          after("|a|\n|-|\n", repeat("|`a\\|b`|\n")),
	"ours one long run":                   around("*", "a", "*"),
	"ours long runs":                      repeat(strings.Repeat("*", 30_000) + "a" + strings.Repeat("*", 30_000) + "\n\n"),
	"ours tags":                           repeat("<a b='"),
	"ours blocks of HTML":                 repeat("<div>\n\n"),
	"ours processing instructions":        repeat("<?"),
	"ours declarations":                   repeat("<!A "),
	"ours character data":                 repeat("<![CDATA["),
	"ours entities":                       repeat("&#x41"),
	"ours backslashes":                    repeat("\\"),
	"ours quotes":                         repeat("\"a "),
	"ours tildes":                         repeat("~a ~~b "),
	"ours exclamation marks":              repeat("!"),
	"ours lazy lines":                     repeat("> a\nb\n"),
	"ours fences":                         repeat("```\n"),
	"ours callouts":                       repeat("> [!NOTE]\n\n"),
	"ours tasks":                          repeat("- [x] a\n"),
	"ours one word":                       repeat("a"),
	"ours spaces":                         repeat(" "),
	"ours tabs":                           repeat("\t"),
	"ours empty lines":                    repeat("\n"),
}

// atLimit fills a file with paragraphs that are just within the limits.
func atLimit(piece string, pieces int) shape {
	return repeat(strings.Repeat(piece, pieces) + "\n\n")
}

// within are shapes that the limits let through.
var within = map[string]shape{
	"unclosed links":         atLimit("[a](b", 499),
	"unclosed angle links":   atLimit("[a](<b", 249),
	"mismatched emphasis":    atLimit("*a_ ", 249),
	"multiples of three":     atLimit("a**b c* ", 249),
	"nested strong":          atLimit("*a **a ", 249),
	"brackets":               atLimit("[", 499),
	"nested brackets":        repeat(strings.Repeat("[", 499) + strings.Repeat("]", 499) + "\n\n"),
	"pictures":               atLimit("![[]()", 249),
	"tags":                   atLimit("<a b='", 499),
	"comments":               atLimit("a <!-- ", 499),
	"links":                  atLimit("[a](b.md) ", 499),
	"long paragraphs":        atLimit("some words and ", 4300),
	"long paragraphs, links": repeat(strings.Repeat("[a](b", 499) + strings.Repeat(" words", 10_000) + "\n\n"),
	"backticks": func(n int) string {
		var p strings.Builder
		for i := 1; i < 350; i++ {
			p.WriteString("e" + strings.Repeat("`", i))
		}
		return repeat(p.String() + "\n\n")(n)
	},
	"deep quotes":      repeat(strings.Repeat("> ", 32) + "a\n\n"),
	"deep lists":       repeat(strings.Repeat("- ", 32) + "a\n\n"),
	"deep lists lines": repeat(strings.Repeat("- ", 32) + "a\n"),
	"stepped lists": func(n int) string {
		var p strings.Builder
		for i := 1; i <= 32; i++ {
			p.WriteString(nestedItem(i))
		}
		return repeat(p.String())(n)
	},
	"empty lines in lists": func(n int) string { return strings.Repeat("- ", 32) + "a\n" + strings.Repeat("\n", min(n, 3000)) },
	"table": func(int) string {
		return strings.Repeat("|a", 32) + "|\n" + strings.Repeat("|-", 32) + "|\n" + strings.Repeat("a\n", 623)
	},
	"footnotes":   func(n int) string { return pieces("[^%d]: x\n\n", 499) + repeat("[^498]\n\n")(n) },
	"definitions": func(n int) string { return pieces("[%d]: x.md\n", 1000) + "\n" + repeat("[999]\n\n")(n) },
}

func TestParse_pathological(t *testing.T) {
	for name, s := range pathological {
		for _, size := range sizes {
			checkCost(t, fmt.Sprintf("%s, %d KiB", name, size>>10), s(size))
		}
	}
}

func TestParse_withinLimits(t *testing.T) {
	for name, s := range within {
		for _, size := range sizes {
			name := fmt.Sprintf("%s, %d KiB", name, size>>10)
			if problems := checkCost(t, name, s(size)); has(problems, diag.MarkdownLimit) {
				t.Errorf("%s is refused: %s", name, problems[0].Message)
			}
		}
	}
}

func checkCost(t *testing.T, name, body string) diag.List {
	t.Helper()
	start := cpuTime(t)
	b, problems := parse(t, body)
	if took := cpuTime(t) - start; took > slow {
		t.Errorf("%s takes %v", name, took)
	}
	if has(problems, diag.MarkdownLimit) && (len(b.HTML) > 0 || len(b.Sections) != 1) {
		t.Errorf("%s is refused, but its body is not empty", name)
	}
	if got, most := len(fill(b)), 20*len(body)+freeOutput+200*len(b.Holes); got > most {
		t.Errorf("%s becomes %d bytes of HTML, more than %d", name, got, most)
	}
	return problems
}
