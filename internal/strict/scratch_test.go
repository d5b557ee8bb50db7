package strict_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/exemplar-lp/exemplar/internal/diag"
	"github.com/exemplar-lp/exemplar/internal/strict"
)

func TestScratch(t *testing.T) {
	for _, s := range []string{
		"title: Maths: fractions\ndate: 31 February 2026\n", "\ttitle: x\n", "title: x\nschools:\n\t- b\n\t- c\nfoo: x\n", "title: @joe\n", "title: `x`\n", "title: %50\n", "title: *b*\nfoo: x\n", "title: !x y\n", "title: &a y\n", "title: \"a\" b\n", "title: \"a\ndate: c\n",
		"title: 'It's time'\ndate: c\n", "schools: [a, b\ndate: d\n", "schools: [a, b]]\n", "schools: - a\n", "title x\n", "date: 2026-01-01\ntitle x\n", " title: b\ndate: d\n", "title: b\n date: d\n", "title: x\nschools:\n  - b\n  -c\n  - d\n",
		"title: |text\n", "title: > 10% more\n", "title: \"C:\\Users\"\n", "title: b\n...\ndate: x\n", "title: b\n---\ndate: d\n", "%YAML 1.2\n---\ntitle: b\n", "<<: {a: b}\ntitle: x\n", "", "# x\n", "title: ~\ndate:\n",
		"title:x\ndate: c\n", "title:x\n", "title: 1\ntitle: 2\n", "- a\n- b\n", "schools: [a, b],\ntitle: c\n", "schools:\n  * b\n  * c\ntitle: x\n", "title: x\nschools:\n\u00a0\u00a0- b\n", "title: ]\n", "title: #1 aim\n", "title: our #1 aim\n", "schools:\n  • b\n  • c\ntitle: “x”\n",
		"title: a\nschools: b, c and d\n", "title: a\nschool: [b, c]\n", "title: a\nimpact: b\n", "title: a\nimpact: {measure: x}\n", "title: a\nimpact: [{after: 12%}]\n", "title: a\nTitle: b\nJob Title: x\nauthors: x\ntitel: x\n",
		"title: a\nscale: Whole school\norder: 1,200\ndraft: on\n", "title: a\nsummary\ndate: 2026\n", "title: a: b\nschools: [c\ndate: 'x'y'\norder: @3\n\tscale: class\n", "title: a\nschools:\n    - x\n  - y\n- z\n",
		"title: a\nimpact:\n  - measure: x: y\n    after: 3\n    foo: x\n", "title: “A: B”\n", "title: a\nschools: [a, @b]\n", "title: a\nlabels: {a: b, c}\n", strings.Repeat("[", 50), "title: " + strings.Repeat("[", 50), "title: x\nschools: PS1]\n", "title = x\ndate; y\n", "title: x\nsummary: a\n  b: c\n",
		"title: \"a \\\"b\\\" c\nschool: x\n", "title: 'a' 'b'\n", "title: “a” and “b: c”\n", "title: Smith: a \"study\"\n", "title: a\nschools: [“a”, “b”]\n", "title: a\nschools: (a, b)\n", "title: a\n? b\n: c\n", "title: a\nschools: -a\n", "title: a\n  \nfoo bar\n", "title: a\nlabels: x: y\n",
	} {
		var st study
		src := diag.NewSource("x.md", []byte(s))
		_, problems := strict.Decode(src, 0, len(s), &st, strict.Env{What: "a case study", Synonyms: map[string]string{"authors": "schools"}})
		fmt.Printf("======= %.120q\n", s)
		p := diag.Printer{W: os.Stdout, Line: func(_ string, n int) string { return src.Line(n) }}
		p.Print(problems)
	}
}
