package render

import (
	"bytes"
	"html/template"
	"slices"
	"strconv"
	"strings"

	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/markdown"
)

// BodyPart is a stretch of an entry's text: what stands before the first
// heading of the second level, or such a heading with what follows it.
type BodyPart struct {
	// ID names the part of the re-accreditation template that the heading
	// shows, such as practical; empty for any other.
	ID string
	// Heading is the id of the part's heading; empty before the first.
	Heading string
	html    markup
}

// markup is HTML that is lent until the page is made.
type markup []byte

// HTML is the stretch without the element around it.
func (p BodyPart) HTML() template.HTML {
	// This is the one place where text becomes HTML that templates trust: it comes
	// from package markdown, which lets no HTML of an author through, and from the
	// theme's own partials. Programs write it without this copy.
	return template.HTML(p.html)
}

// PictureView is a picture as partials/picture.html prints it.
type PictureView struct {
	URL string
	// SourceSet offers the picture in several widths; empty for one.
	SourceSet     string
	Width, Height int
	// Alt is empty for a picture that only decorates.
	Alt     string
	Caption string
}

// MarkerView is an evidence marker as partials/marker.html prints it.
type MarkerView struct {
	Code, Title, URL string
	// Level is 0 where none is marked; Reach says in words how far it reaches.
	Level int
	Reach string
}

// body fills the holes of an entry's text and cuts it at its headings.
func (m *maker) body(e catalog.Entry) []BodyPart {
	html, holes := e.Common().HTML(&m.room.text)
	return m.fill(e, html, holes)
}

// lastBody is body for the one page that an entry is on.
func (m *maker) lastBody(e catalog.Entry) []BodyPart {
	html, holes := e.Common().LastHTML(&m.room.text)
	return m.fill(e, html, holes)
}

// fill is body for HTML that was read.
func (m *maker) fill(e catalog.Entry, html []byte, holes []markdown.Hole) []BodyPart {
	if len(html) == 0 {
		return nil
	}
	f := filler{maker: m, body: e.Common().Body, html: html, linked: e.Linked(), out: &m.room.body}
	f.from = f.out.Len()
	headings := m.topHeadings(f.body)
	f.starts = m.room.numbers.upTo(len(headings))
	f.cuts = m.room.numbers.upTo(len(headings))
	for _, h := range headings {
		f.cuts = append(f.cuts, int(f.body.Headings[h].HTML))
	}
	for _, h := range holes {
		f.copy(h.Offset)
		f.hole(h)
	}
	f.copy(len(html))
	return f.parts(e, headings)
}

// partID names the part of a case study's text that a heading begins, or is "".
func partID(e catalog.Entry, heading int) string {
	study, ok := e.(*catalog.CaseStudy)
	if !ok || heading >= len(study.Parts) || study.Parts[heading] == content.NoPart {
		return ""
	}
	return study.Parts[heading].String()
}

// topHeadings returns the indexes of the headings of the second level that
// stand in no quotation or list, where the text can be cut.
func (m *maker) topHeadings(b *markdown.Outline) []int {
	list := m.room.numbers.upTo(len(b.Headings))
	for i, h := range b.Headings {
		if h.Level == 2 && !h.Nested {
			list = append(list, i)
		}
	}
	return list
}

// filler copies a body and fills its holes.
type filler struct {
	*maker
	body   *markdown.Outline
	html   []byte
	linked *catalog.Links
	// out has the filled body from an offset on, behind the others of the page.
	out  *bytes.Buffer
	from int
	// done is how much of the body is copied.
	done int
	// cuts are offsets in the body at which a part starts; starts are the same
	// in out.
	cuts, starts []int
}

// copy writes the body up to an offset.
func (f *filler) copy(to int) {
	for len(f.cuts) > len(f.starts) && f.cuts[len(f.starts)] <= to {
		cut := f.cuts[len(f.starts)]
		f.out.Write(f.html[f.done:cut])
		f.starts = append(f.starts, f.out.Len())
		f.done = cut
	}
	f.out.Write(f.html[f.done:to])
	f.done = to
}

func (f *filler) hole(h markdown.Hole) {
	switch h.Kind {
	case markdown.LinkHole:
		f.href(f.linked.Targets[h.Index])
	case markdown.ImageHole:
		f.image(h.Index)
	case markdown.MarkerHole:
		f.marker(h.Index)
	case markdown.CalloutHole:
		f.text(f.lang.word("callout." + markdown.Callout(h.Index).String()))
	}
}

func (f *filler) text(s string) {
	if strings.ContainsAny(s, "\"'&<>\x00") {
		template.HTMLEscape(f.out, []byte(s))
	} else {
		f.out.WriteString(s)
	}
}

// href fills the value of an href attribute. A link that leads nowhere loses
// the attribute and is plain text.
func (f *filler) href(t catalog.Target) {
	url := f.target(t)
	if url != "" {
		f.text(url)
		return
	}
	f.out.Truncate(len(bytes.TrimSuffix(f.out.Bytes(), []byte(` href="`))))
	if rest := f.html[f.done:]; len(rest) > 0 && rest[0] == '"' {
		f.done++
	}
}

func (f *filler) target(t catalog.Target) string {
	switch {
	case t.Path == "":
		return ""
	case t.File:
		return f.file(t.Path)
	case t.Path == f.path && t.Fragment != "":
		return strings.TrimPrefix(f.link.at(t.Path, t.Fragment), f.link.to(t.Path))
	}
	return f.link.at(t.Path, t.Fragment)
}

// file returns the address of a published file or picture, or "".
func (m *maker) file(source string) string {
	if file, ok := m.opts.Files[source]; ok {
		return m.link.to(file.Path)
	}
	if p, ok := m.opts.Pictures[source]; ok {
		return m.link.to(p.Path)
	}
	return ""
}

func (f *filler) image(i int) {
	p, ok := f.opts.Pictures[f.linked.Pictures[i]]
	img := f.body.Images[i]
	if !ok {
		f.text(img.Alt)
		return
	}
	if f.embed != nil {
		f.partial("partials/embedded.html", f.embedded(p, img.Alt))
		return
	}
	f.partial("partials/picture.html", f.picture(p, img.Alt, img.Title))
}

func (m *maker) picture(p Picture, alt, caption string) *PictureView {
	v := &PictureView{URL: m.link.to(p.Path), Width: p.Width, Height: p.Height, Alt: alt, Caption: caption}
	if len(p.Smaller) > 0 {
		var set []string
		for _, s := range append(slices.Clip(p.Smaller), Variant{p.Path, p.Width}) {
			set = append(set, m.link.to(s.Path)+" "+strconv.Itoa(s.Width)+"w")
		}
		v.SourceSet = strings.Join(set, ", ")
	}
	return v
}

func (f *filler) marker(i int) {
	evidence := f.linked.Claims[i]
	if evidence == nil {
		f.text(f.body.Markers[i].Source)
		return
	}
	f.partial("partials/marker.html", f.markerView(evidence))
}

func (m *maker) markerView(e *catalog.Evidence) *MarkerView {
	s := e.Standard
	v := m.room.markers.one()
	*v = MarkerView{
		Code: s.Code, Title: s.Title, URL: m.to(s.Common()),
		Level: e.Level, Reach: levelOf(s.Framework, e.Level).Reach,
	}
	return v
}

// levelOf returns a level of a framework; the zero Level if it has none.
func levelOf(f *catalog.Framework, n int) content.Level {
	for _, l := range f.Levels {
		if l.N == n {
			return l
		}
	}
	return content.Level{}
}

// partial writes a small template into the text.
func (f *filler) partial(name string, view any) {
	if _, err := f.words.write(f.out, name, view); err != nil && f.err == nil {
		f.err = err
	}
}

// parts cuts what was written.
func (f *filler) parts(e catalog.Entry, headings []int) []BodyPart {
	text := f.out.Bytes()
	parts := f.room.parts.upTo(len(headings) + 1)
	end := len(text)
	for i := len(headings) - 1; i >= 0; i-- {
		h := headings[i]
		parts = append(parts, BodyPart{ID: partID(e, h), Heading: f.body.Headings[h].ID, html: text[f.starts[i]:end]})
		end = f.starts[i]
	}
	if len(bytes.TrimSpace(text[f.from:end])) > 0 {
		parts = append(parts, BodyPart{html: text[f.from:end]})
	}
	slices.Reverse(parts)
	return parts
}

// contents lists the headings of the second level as a menu of the page, and
// after them the theme's own sections; fewer than three have none.
func (m *maker) contents(e catalog.Entry, more ...Link) []Link {
	b := e.Common().Body
	headings := m.topHeadings(b)
	list := m.room.links.upTo(len(headings) + len(more))
	all := m.room.scratch[:0] // the addresses in one text
	for _, i := range headings {
		all = append(append(all, '#'), b.Headings[i].ID...)
	}
	m.room.scratch = all
	addresses := string(all)
	for _, i := range headings {
		h := b.Headings[i]
		n := len("#") + len(h.ID)
		list = append(list, Link{Title: h.Text, URL: addresses[:n]})
		addresses = addresses[n:]
	}
	if list = append(list, more...); len(list) < 3 {
		return nil
	}
	return list
}
