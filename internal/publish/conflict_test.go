package publish

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

func claim(path, source string) Output { return Output{Path: path, Source: source} }

func TestConflicts(t *testing.T) {
	const (
		one = "content/one.md"
		two = "content/two.md"
	)
	for _, test := range []struct {
		name   string
		a, b   string
		isFree bool
	}{
		{name: "equal", a: "a.html", b: "a.html"},
		{name: "letter case", a: "a.html", b: "A.html"},
		{name: "case of a folder's letters", a: "talk/a.html", b: "Talk/b.html"},
		{name: "case of both", a: "talk/a.html", b: "Talk/A.html"},
		{name: "accent composed and not", a: "caf\u00e9.html", b: "cafe\u0301.html"},
		{name: "accent and case", a: "CAF\u00c9.html", b: "cafe\u0301.html"},
		{name: "folder's accent", a: "ll\u0177n/a.html", b: "lly\u0302n/b.html"},
		{name: "ligature", a: "\ufb01le.html", b: "file.html"},
		{name: "full width", a: "\uff21.html", b: "a.html"},
		{name: "sharp s", a: "stra\u00dfe.html", b: "STRASSE.html"},
		{name: "Kelvin sign", a: "\u212a.html", b: "k.html"},
		{name: "final sigma", a: "\u03c3.html", b: "\u03c2.html"},
		{name: "file and folder", a: "coverage", b: "coverage/index.html"},
		{name: "file and folder deep down", a: "a/b", b: "a/b/c/d/e.html"},
		{name: "file and folder in other letters", a: "Coverage", b: "coverage/index.html"},
		{name: "different", a: "a.html", b: "b.html", isFree: true},
		{name: "one prefix", a: "a.html", b: "a.html.gz", isFree: true},
		{name: "neighbours", a: "talk/a.html", b: "talk/b.html", isFree: true},
		{name: "hyphen and space", a: "a-b.html", b: "a b.html", isFree: true},
		{name: "accent and none", a: "caf\u00e9.html", b: "cafe.html", isFree: true},
		{name: "slash of full width", a: "a\uff0fb.html", b: "a-b.html", isFree: true},
	} {
		t.Run(test.name, func(t *testing.T) {
			list := []Output{claim(test.a, one), claim(test.b, two), claim("zzz.html", "search index")}
			got := Conflicts(list)
			slices.Reverse(list)
			same(t, "in the other order", Conflicts(list), got)
			if test.isFree {
				same(t, "conflicts", got, diag.List(nil))
				return
			}
			if len(got) != 1 || got[0].Code != diag.OutputConflict || got[0].Hint == "" {
				t.Fatalf("conflicts %+v, want one", got)
			}
			for _, word := range []string{fmt.Sprintf("%q", test.a), fmt.Sprintf("%q", test.b), one, two} {
				if !strings.Contains(got[0].Message, word) {
					t.Errorf("message %q does not name %s", got[0].Message, word)
				}
			}
			places := []string{got[0].Position.File, got[0].Related[0].Position.File}
			slices.Sort(places)
			same(t, "places", places, []string{one, two})
		})
	}
}

func TestConflicts_many(t *testing.T) {
	list := Conflicts([]Output{
		claim("a.html", "content/1.md"), claim("a.html", "content/2.md"), claim("A.html", "content/3.md"),
		claim("b", "coverage index"), claim("b/1.html", "content/4.md"), claim("b/2.html", "content/5.md"),
	})
	var got []string
	for _, d := range list {
		got = append(got, fmt.Sprintf("%s: %s", d.Position, d.Message))
	}
	same(t, "conflicts", got, []string{
		`content/1.md: "A.html" from "content/3.md" and "a.html" from "content/1.md" are one file on Windows and macOS`,
		`content/2.md: "A.html" from "content/3.md" and "a.html" from "content/2.md" are one file on Windows and macOS`,
		`content/4.md: "b" from "coverage index" is a file, and "b/1.html" from "content/4.md" needs a folder of that name`,
	})
}

func TestConflicts_twice(t *testing.T) {
	got := Conflicts([]Output{claim("a.html", "content/1.md"), claim("a.html", "search index")})
	same(t, "conflicts", got, diag.List{{
		Severity: diag.Error,
		Code:     diag.OutputConflict,
		Message:  `"a.html" would be made twice: from "content/1.md" and from "search index"`,
		Hint:     "give one of the two another name or slug",
		Position: diag.Position{File: "content/1.md"},
	}})
}

func TestConflicts_names(t *testing.T) {
	long := strings.Repeat("a", 141)
	deep := strings.Repeat("abcdefghi/", 20) + "a"
	for _, test := range []struct {
		path string
		want string // a part of the message, or "" for a good name
	}{
		{"a.html", ""},
		{"case-studies/talk-partners.html", ""},
		{"assets/logo.min.3f2a.svg", ""},
		{"a b.pdf", ""},
		{"llŷn/café.html", ""},
		{"cons.html", ""}, {"com.html", ""}, {"com10.html", ""}, {"console/nul-hypothesis.html", ""},
		{".well-known/security.txt", ""}, {".nojekyll", ""},
		{long[:100], ""},
		{deep[:199], ""},
		{"", "without a name"}, {"/a", "without a name"}, {"a//b", "without a name"}, {"a/", "without a name"},
		{".", "where a name is needed"}, {"a/../b", "where a name is needed"}, {"../a", "where a name is needed"},
		{"nul", "device"}, {"NUL.html", "device"}, {"a/Con.tar.gz", "device"}, {"aux/index.html", "device"},
		{"prn ", "dot or a space"}, {"prn .html", "device"}, {"com1.html", "device"}, {"LPT9", "device"},
		{"com0", "device"}, {"com¹.html", "device"}, {"conin$", "device"},
		{"a.", "dot or a space"}, {"a./b", "dot or a space"}, {"a /b", "dot or a space"}, {"...", "dot or a space"},
		{"a<b", "'<'"}, {"a>b", "'>'"}, {"a:b", "':'"}, {`a"b`, `'"'`}, {"a|b", "'|'"}, {"a?b", "'?'"}, {"a*b", "'*'"}, {`a\b`, `'\\'`},
		{"a\x00b", `'\x00'`}, {"a\nb", `'\n'`}, {"a\x7fb", `'\x7f'`},
		{"a\xffb", "UTF-8"},
		{long, "141 bytes"},
		{deep, "201 bytes"},
		{".exemplar/manifest.json", "list of published files"}, {".EXEMPLAR/x", "list of published files"},
	} {
		t.Run(test.path, func(t *testing.T) {
			got := Conflicts([]Output{claim(test.path, "content/one.md")})
			if test.want == "" {
				same(t, "problems", got, diag.List(nil))
				return
			}
			if len(got) != 1 || got[0].Code != diag.FileName || got[0].Position.File != "content/one.md" || got[0].Hint == "" {
				t.Fatalf("problems %+v, want one about the name", got)
			}
			if !strings.Contains(got[0].Message, test.want) {
				t.Errorf("message %q, want %q in it", got[0].Message, test.want)
			}
		})
	}
}
