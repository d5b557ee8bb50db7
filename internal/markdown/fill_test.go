package markdown

import (
	"html"
	"strings"
	"testing"

	"github.com/yuin/goldmark/util"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

// parse reads a body that is a whole file.
func parse(t testing.TB, body string) (*Body, diag.List) {
	t.Helper()
	return NewParser(DefaultLimits()).Parse(diag.NewSource("content/page.md", []byte(body)), 0)
}

// fill closes the holes the way a CommonMark renderer would: links and pictures
// with their destination, markers as they were written, callouts with their name.
func fill(b *Body) string {
	var out strings.Builder
	done := 0
	for _, h := range b.Holes {
		out.Write(b.HTML[done:h.Offset])
		done = h.Offset
		switch h.Kind {
		case LinkHole:
			out.WriteString(address(b.Links[h.Index].Dest))
		case ImageHole:
			out.WriteString(picture(b.Images[h.Index]))
		case MarkerHole:
			out.WriteString(html.EscapeString(b.Markers[h.Index].Source))
		case CalloutHole:
			out.WriteString(Callout(h.Index).String())
		}
	}
	out.Write(b.HTML[done:])
	return out.String()
}

func address(dest string) string {
	return string(util.EscapeHTML(util.URLEscape([]byte(dest), false)))
}

func picture(i Image) string {
	s := `<img src="` + address(i.Dest) + `" alt="` + string(util.EscapeHTML([]byte(i.Alt))) + `"`
	if i.Title != "" {
		s += ` title="` + string(util.EscapeHTML([]byte(i.Title))) + `"`
	}
	return s + `>`
}
