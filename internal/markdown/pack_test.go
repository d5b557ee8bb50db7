package markdown

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

func TestPack(t *testing.T) {
	src := diag.NewSource("content/page.md", []byte("Before [PS1].\n\n## One\n\n![a](b.png) and [c](d.md)\n\n## Empty\n\n### Three\n\n> [!NOTE]\n> é[^1]\n\n[^1]: a note\n"))
	body, _ := NewParser(Limits{}).Parse(src, 0)
	for name, text := range map[string]*Text{"a body": &body.Text, "nothing": {}} {
		packed, first := text.Pack(nil)
		got, err := Unpack(packed)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(text, got); diff != "" {
			t.Errorf("%s (-put, +got):\n%s", name, diff)
		}
		html, holes, err := UnpackHTML(packed[:first], nil)
		if diff := cmp.Diff(&Text{HTML: text.HTML, Holes: text.Holes}, &Text{HTML: html, Holes: holes}); err != nil || diff != "" {
			t.Errorf("%s, %v (-put, +got):\n%s", name, err, diff)
		}
		for cut := range packed {
			if _, _, err := UnpackHTML(packed[:cut], nil); (err == nil) != (cut >= first) {
				t.Errorf("%s: %v for the first %d of %d bytes", name, err, cut, first)
			}
			if _, err := Unpack(packed[:cut]); err == nil {
				t.Errorf("%s: the first %d of %d bytes are taken for a text", name, cut, len(packed))
			}
		}
	}
}

func FuzzUnpack(f *testing.F) {
	seed, _ := (&Text{HTML: []byte("<p>a</p>"), Holes: []Hole{{1, MarkerHole, 2}}, Sections: []Section{{-1, "a"}}, Notes: "n"}).Pack(nil)
	f.Add(seed)
	f.Fuzz(func(t *testing.T, b []byte) {
		text, err := Unpack(b)
		if err != nil {
			return
		}
		packed, _ := text.Pack(nil)
		again, err := Unpack(packed)
		if diff := cmp.Diff(text, again); err != nil || diff != "" {
			t.Errorf("%v %s", err, diff)
		}
	})
}
