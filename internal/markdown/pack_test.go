package markdown

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

// awkward is a body whose words and HTML differ in most of the ways they can.
const awkward = "Before [PS1].\n\n## One\n\n![a](b.png) and [c](d.md)\n\n## Empty\n\n### Three\n\n" +
	"A *long* line of words & signs < that\nis broken, once.\n\n| a | b |\n| - | - |\n| first cell | second cell |\n\n" +
	"> [!NOTE]\n> é[^1] says é, é and é again and again\n\n[^1]: a note of some length\n"

func TestPack(t *testing.T) {
	body, _ := NewParser(Limits{}).Parse(diag.NewSource("content/page.md", []byte(awkward)), 0)
	for name, text := range map[string]*Text{"a body": &body.Text, "nothing": {}} {
		packed, first := text.Pack(nil)
		var got Text
		err, more := got.UnpackHTML(packed, first), got.UnpackWords(packed[:first])
		if diff := cmp.Diff(text, &got, cmpopts.EquateEmpty()); err != nil || more != nil || diff != "" {
			t.Errorf("%s, %v, %v (-put, +got):\n%s", name, err, more, diff)
		}
		for cut := range packed {
			if err := got.UnpackWords(packed[:cut]); (err == nil) != (cut == first) {
				t.Errorf("%s: %v for the first %d bytes, where %d are the words", name, err, cut, first)
			}
			if err := got.UnpackHTML(packed[:cut], first); err == nil {
				t.Errorf("%s: the first %d bytes are taken for all", name, cut)
			}
		}
	}
}

// The words of a page are there once.
func TestPack_size(t *testing.T) {
	var page strings.Builder
	for i := range 100 {
		fmt.Fprintf(&page, "## Part %d\n\nPupils *talked* in pairs for %d minutes,\nand wrote it down.\n\n- first they listened, %d times\n- then they answered\n\n", i, i, i)
	}
	body, _ := NewParser(Limits{}).Parse(diag.NewSource("content/page.md", []byte(page.String())), 0)
	packed, first := body.Text.Pack(nil)
	if html, rest := len(body.HTML), len(packed)-first; rest > html*3/5 {
		t.Errorf("the HTML takes %d bytes beside its %d bytes of words, and %d by itself", rest, first, html)
	}
}

func FuzzUnpack(f *testing.F) {
	for _, text := range []Text{
		{HTML: []byte("<p>a</p>"), Holes: []Hole{{1, MarkerHole, 2}}, Sections: []Section{{-1, []byte("a")}}, Notes: []byte("n")},
		{HTML: []byte("<p>Pupils talked in pairs.</p><p>Pupils wrote.</p>"), Sections: []Section{{0, []byte("Pupils talked in pairs.\nPupils wrote.")}}},
	} {
		packed, first := text.Pack(nil)
		f.Add(packed, first)
	}
	unpack := func(packed []byte, first int) (t Text, ok bool) {
		ok = first >= 0 && first <= len(packed) && t.UnpackHTML(packed, first) == nil && t.UnpackWords(packed[:first]) == nil
		return t, ok
	}
	f.Fuzz(func(t *testing.T, packed []byte, first int) {
		text, ok := unpack(packed, first)
		if !ok {
			return
		}
		if len(text.HTML) > len(packed) {
			t.Errorf("%d bytes of HTML from %d", len(text.HTML), len(packed))
		}
		again, ok := unpack(text.Pack(nil))
		if diff := cmp.Diff(text, again, cmpopts.EquateEmpty()); !ok || diff != "" {
			t.Errorf("%v %s", ok, diff)
		}
	})
}

// Whatever two texts are, the one comes back from what it takes of the other.
func FuzzDifference(f *testing.F) {
	f.Add([]byte("<p>Pupils <em>talked</em> in pairs.</p>"), []byte("\x01Pupils talked in pairs."))
	f.Add([]byte("<p>A &amp; B were there, and C as well"), []byte("A & B were there, and C as well"))
	f.Fuzz(func(t *testing.T, text, like []byte) {
		u := unpacker{rest: packDifference(nil, text, like)}
		if got := u.difference(nil, like); string(got) != string(text) || u.end() != nil {
			t.Errorf("%q from %q, %v", got, text, u.end())
		}
	})
}
