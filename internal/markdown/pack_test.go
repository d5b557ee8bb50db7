package markdown

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

func TestPack(t *testing.T) {
	src := diag.NewSource("content/page.md", []byte("Before [PS1].\n\n## One\n\n![a](b.png) and [c](d.md)\n\n## Empty\n\n### Three\n\n> [!NOTE]\n> é[^1]\n\n[^1]: a note\n"))
	body, _ := NewParser(Limits{}).Parse(src, 0)
	for name, text := range map[string]*Text{"a body": &body.Text, "nothing": {}} {
		packed, first := text.Pack(nil)
		html, holes, err := UnpackHTML(packed[:first], nil)
		if diff := cmp.Diff(&Text{HTML: text.HTML, Holes: text.Holes}, &Text{HTML: html, Holes: holes}); err != nil || diff != "" {
			t.Errorf("%s, %v (-put, +got):\n%s", name, err, diff)
		}
		sections, notes, err := UnpackWords(packed[first:], nil)
		if diff := cmp.Diff(&Text{Sections: text.Sections, Notes: text.Notes}, &Text{Sections: sections, Notes: notes}, cmpopts.EquateEmpty()); err != nil || diff != "" {
			t.Errorf("%s, %v (-put, +got):\n%s", name, err, diff)
		}
		for cut := range packed[first:] {
			if _, _, err := UnpackWords(packed[first:first+cut], nil); err == nil {
				t.Errorf("%s: the first %d bytes of the words are taken for all", name, cut)
			}
		}
		for cut := range packed {
			if _, _, err := UnpackHTML(packed[:cut], nil); (err == nil) != (cut >= first) {
				t.Errorf("%s: %v for the first %d of %d bytes", name, err, cut, first)
			}
		}
	}
}

func FuzzUnpack(f *testing.F) {
	seed, first := (&Text{HTML: []byte("<p>a</p>"), Holes: []Hole{{1, MarkerHole, 2}}, Sections: []Section{{-1, []byte("a")}}, Notes: []byte("n")}).Pack(nil)
	f.Add(seed[:first], seed[first:])
	unpack := func(a, b []byte) (t Text, ok bool) {
		var err error
		t.HTML, t.Holes, err = UnpackHTML(a, nil)
		var more error
		t.Sections, t.Notes, more = UnpackWords(b, nil)
		return t, err == nil && more == nil
	}
	f.Fuzz(func(t *testing.T, a, b []byte) {
		text, ok := unpack(a, b)
		if !ok {
			return
		}
		packed, first := text.Pack(nil)
		again, ok := unpack(packed[:first], packed[first:])
		if diff := cmp.Diff(text, again, cmpopts.EquateEmpty()); !ok || diff != "" {
			t.Errorf("%v %s", ok, diff)
		}
	})
}
