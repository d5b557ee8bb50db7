package diag

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSourceAt(t *testing.T) {
	src := NewSource("a.md", []byte("one\ntwö x\n\nlast"))
	tests := []struct {
		name           string
		offset, length int
		want           Position
	}{
		{"start", 0, 3, Position{"a.md", 1, 1, 3}},
		{"second line", 4, 4, Position{"a.md", 2, 1, 3}},
		{"columns count characters", 9, 1, Position{"a.md", 2, 5, 1}},
		{"a line feed belongs to its line", 3, 0, Position{"a.md", 1, 4, 0}},
		{"empty line", 11, 0, Position{"a.md", 3, 1, 0}},
		{"past the end", 99, 5, Position{"a.md", 4, 5, 0}},
		{"before the start", -1, 1, Position{"a.md", 1, 1, 1}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(src.At(tt.offset, tt.length), tt.want); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestSourceLine(t *testing.T) {
	src := NewSource("a.md", []byte("one\ntwo"))
	for n, want := range map[int]string{0: "", 1: "one", 2: "two", 3: ""} {
		if got := src.Line(n); got != want {
			t.Errorf("line %d = %q, want %q", n, got, want)
		}
	}
}

func TestNearest(t *testing.T) {
	known := []string{"practitioners", "standards", "school", "themes", "PS1", "PK1"}
	tests := []struct{ got, want string }{
		{"practioners", "practitioners"},
		{"Standards", "standards"},
		{"standrads", "standards"},
		{"scool", "school"},
		{"theems", "themes"},
		{"PS11", "PS1"},
		{"colour", ""},
		{"x", ""},
		{"", ""},
	}
	for _, tt := range tests {
		if got := Nearest(tt.got, known); got != tt.want {
			t.Errorf("Nearest(%q) = %q, want %q", tt.got, got, tt.want)
		}
	}
}

func TestSortDropsRepeats(t *testing.T) {
	var l List
	l.Add(RefUnknown, Position{"b.md", 1, 1, 1}, "", "x")
	l.Add(RefUnknown, Position{"a.md", 9, 1, 1}, "", "x")
	l.Add(RefUnknown, Position{"a.md", 9, 1, 1}, "", "x")
	l.Add(LinkBroken, Position{"a.md", 9, 1, 1}, "", "x")
	l.Add(RefUnknown, Position{"a.md", 2, 7, 1}, "", "x")
	var got []string
	for _, d := range l.Sort() {
		got = append(got, d.Position.String()+" "+string(d.Code))
	}
	want := []string{"a.md:2:7 ref/unknown", "a.md:9:1 link/broken", "a.md:9:1 ref/unknown", "b.md:1:1 ref/unknown"}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Error(diff)
	}
}

func TestEveryRuleIsDeclaredOnce(t *testing.T) {
	seen := map[Code]bool{}
	for _, r := range Rules() {
		if seen[r.Code] {
			t.Errorf("%s is declared twice", r.Code)
		}
		seen[r.Code] = true
		if strings.Count(string(r.Code), "/") != 1 || r.Title == "" {
			t.Errorf("%s: a code is group/name and has a title", r.Code)
		}
	}
}

func TestPrint(t *testing.T) {
	d := Diagnostic{
		Severity: Error, Code: RefUnknown,
		Position: Position{"content/a,b.md", 4, 12, 3},
		Message:  `no standard "PS9"`, Hint: `did you mean "PS1"?`,
		Related: []Related{{Position{"content/c.md", 2, 0, 0}, "the standards are here"}},
	}
	line := func(string, int) string { return "standards: [PS9, \tPK2]" }
	tests := []struct {
		name string
		p    Printer
		want string
	}{
		{"text", Printer{Format: Text, Line: line}, "content/a,b.md:4:12: error: no standard \"PS9\" [ref/unknown]\n" +
			"    4 | standards: [PS9, \tPK2]\n" +
			"      |            ^^^\n" +
			"  hint: did you mean \"PS1\"?\n" +
			"  content/c.md:2: the standards are here\n"},
		{"text without the source", Printer{Format: Text}, "content/a,b.md:4:12: error: no standard \"PS9\" [ref/unknown]\n" +
			"  hint: did you mean \"PS1\"?\n" +
			"  content/c.md:2: the standards are here\n"},
		{"json", Printer{Format: JSON}, `{"severity":"error","code":"ref/unknown","file":"content/a,b.md","line":4,"column":12,"message":"no standard \"PS9\"","hint":"did you mean \"PS1\"?"}` + "\n"},
		{"github", Printer{Format: GitHub}, "::error file=content/a%2Cb.md,line=4,col=12,title=ref/unknown::no standard \"PS9\"%0Adid you mean \"PS1\"?\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var b bytes.Buffer
			tt.p.W = &b
			if err := tt.p.Print(List{d}); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(b.String(), tt.want); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestPrintLongLineIsCutAroundTheProblem(t *testing.T) {
	long := strings.Repeat("word ", 100) + "HERE" + strings.Repeat(" word", 100)
	var b bytes.Buffer
	p := Printer{W: &b, Format: Text, Line: func(string, int) string { return long }}
	if err := p.Print(List{New(LinkBroken, Position{"a.md", 1, 501, 4}, "", "x")}); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(b.String(), "\n")
	at := strings.Index(lines[2], "^")
	if got := lines[1][at : at+4]; got != "HERE" {
		t.Errorf("the carets point at %q in\n%s", got, b.String())
	}
}

func TestPrintNeverSteersTheTerminal(t *testing.T) {
	var b bytes.Buffer
	p := Printer{W: &b, Format: Text, Line: func(string, int) string { return "a\x1b[2Jb\u202ec\u200bd" }}
	if err := p.Print(List{New(LinkBroken, Position{"a\x07.md", 1, 1, 1}, "", "bell \x07")}); err != nil {
		t.Fatal(err)
	}
	if i := strings.IndexAny(b.String(), "\x1b\x07\u202e\u200b"); i >= 0 {
		t.Errorf("%q is printed as it is", b.String()[i])
	}
}

func TestList_Brief(t *testing.T) {
	var l List
	for range 3 {
		l.Add(AccessAlt, Position{}, "", "a warning")
		l.Add(SchemaDate, Position{}, "", "an error")
	}
	brief, more := l.Brief(2)
	if len(brief) != 5 || len(more) != 1 || more[AccessAlt] != 1 {
		t.Errorf("%d problems, and %v more", len(brief), more)
	}
}

func TestInQuotes(t *testing.T) {
	for path, want := range map[string]string{
		"public": `"public"`, `C:\Users\Ann\our portal`: `"C:\Users\Ann\our portal"`, `\\server\share`: `"\\server\share"`, "Llŷn": `"Llŷn"`, "a\x1b[31m\n": `"a\x1b[31m\n"`,
	} {
		if got := InQuotes(path); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
