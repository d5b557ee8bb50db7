package render

import (
	"bytes"

	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/content"
)

// room is memory in which pages are made, one after another: what is lent of it
// holds until its page is made. What several pages share must not stand in it.
type room struct {
	text     content.Room
	coverage catalog.StripRoom
	body     bytes.Buffer
	scratch  []byte

	studies   pieces[CaseStudyView]
	people    pieces[PractitionerView]
	articles  pieces[articleData]
	markers   pieces[MarkerView]
	parts     pieces[BodyPart]
	links     pieces[Link]
	words     pieces[string]
	numbers   pieces[int]
	facts     pieces[Fact]
	cards     pieces[Card]
	authors   pieces[Author]
	strips    pieces[Strip]
	domains   pieces[StripDomain]
	marks     pieces[Mark]
	standards pieces[StudyStandard]
	things    pieces[thing]
	evidence  pieces[EvidenceView]
	quotes    pieces[Quote]
	cells     pieces[CellView]
	behind    pieces[CellEvidence]
}

// reset takes back all that was lent.
func (r *room) reset() {
	r.body.Reset()
	r.studies.reset()
	r.people.reset()
	r.articles.reset()
	r.markers.reset()
	r.parts.reset()
	r.links.reset()
	r.words.reset()
	r.numbers.reset()
	r.facts.reset()
	r.cards.reset()
	r.authors.reset()
	r.strips.reset()
	r.domains.reset()
	r.marks.reset()
	r.standards.reset()
	r.things.reset()
	r.evidence.reset()
	r.quotes.reset()
	r.cells.reset()
	r.behind.reset()
}

// pieces are lists that are lent of one long list. The zero value is ready to use.
type pieces[T any] struct{ lent []T }

// list lends a list of n zero values. It has room for no more, so that a value
// appended to it does not touch what is lent next.
func (p *pieces[T]) list(n int) []T {
	from := len(p.lent)
	if n > cap(p.lent)-from {
		p.lent, from = make([]T, 0, max(n, 2*cap(p.lent))), 0 // what is lent already stays where it is
	}
	p.lent = p.lent[:from+n]
	return p.lent[from : from+n : from+n]
}

// upTo lends an empty list with room for n values.
func (p *pieces[T]) upTo(n int) []T { return p.list(n)[:0] }

// one lends one zero value.
func (p *pieces[T]) one() *T { return &p.list(1)[0] }

// reset takes everything back, and lets go of what it points to.
func (p *pieces[T]) reset() {
	clear(p.lent)
	p.lent = p.lent[:0]
}
