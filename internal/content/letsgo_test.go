package content

import (
	"reflect"
	"strings"
	"testing"
)

// TestParse_letsGo writes over the bytes of a page that was read, as a later page
// does, and wants the entry and its problems to stay the same.
func TestParse_letsGo(t *testing.T) {
	const page = "---\ntitle: \"Talk (é)\"\nsummary: How we talk\naliases: [/old]\nstandards: [PS1, PK2]\ntheme: oracy\nnothing: here\n---\n\n" +
		"## Why this focus\n\nAmira Khan said so to SLCN [PS1 level 2], see [the plan](plan.md) {lang=cy}\n\n| a | b |\n|---|---|\n| c | d |\n"
	raw := []byte(page)
	got, problems := Parse("content/case-studies/talk.md", raw, Options{})
	for i := range raw {
		raw[i] = 'X'
	}
	want, same := Parse("content/case-studies/talk.md", []byte(page), Options{})
	if len(problems) == 0 || strings.Contains(got.Common().Title, "X") || !reflect.DeepEqual(got, want) || !reflect.DeepEqual(problems, same) {
		t.Errorf("%+v\n%v\nis not\n%+v\n%v", got, problems, want, same)
	}
}
