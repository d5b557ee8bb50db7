// Package markdown turns the text of an entry into safe HTML and into facts
// about it.
//
// In comes one file's normalised source and the offset at which its body
// starts. Out comes a Body: its Text, which is HTML with holes where another file
// must be known and plain words, and its Outline, the headings, links, pictures
// and evidence markers found, each with its place. It never looks at another
// file, follows a link or knows what a standard is.
package markdown

import "github.com/exemplar-lp/exemplar/internal/diag"

// Body is the result of parsing one entry's text. It is not changed afterwards.
type Body struct {
	Outline
	Text
	// Start is where the body starts.
	Start diag.Position

	plain []byte // the memory of the sections and notes
}

// Outline is what the entries of a site must know of each other's bodies.
type Outline struct {
	// Headings are in document order; a body has none of level 1.
	Headings []Heading
	Links    []Link
	Images   []Image
	Markers  []Marker
	// Almost are brackets that may have been meant as markers. They are text.
	Almost []AlmostMarker
	// Words counts the words of all sections, headings included.
	Words int

	others []string // the ids in the HTML that are not of headings
	order  []int32  // all ids by their names: headings, then others
}

// Text is the large part of a body, which only those want who show it or search
// in it.
type Text struct {
	// HTML is safe to publish once the holes are filled.
	HTML []byte
	// Holes are in ascending order of Offset.
	Holes []Hole
	// Sections is the plain text, cut at every heading. The first has no
	// heading and may be empty.
	Sections []Section
	// Notes is the plain text of the footnotes, one paragraph a line. It is in
	// no section.
	Notes []byte
}

// HoleKind says what fills a hole.
type HoleKind int

const (
	// LinkHole is the value of an href attribute; Index points into Links.
	LinkHole HoleKind = iota
	// ImageHole is a whole picture element; Index points into Images.
	ImageHole
	// MarkerHole is a whole evidence marker; Index points into Markers.
	MarkerHole
	// CalloutHole is the title of a callout in the reader's language; Index is
	// a Callout.
	CalloutHole
)

// Hole is a place in the HTML that is filled in when all entries are known.
type Hole struct {
	// Offset is a byte offset into Text.HTML.
	Offset int
	Kind   HoleKind
	Index  int
}

// Callout is a kind of boxed remark, written > [!NOTE].
type Callout int

// The callouts.
const (
	Note Callout = iota
	Tip
	Important
	Warning
	Caution
)

// String returns the lower-case word: note.
func (c Callout) String() string {
	return [...]string{"note", "tip", "important", "warning", "caution"}[c]
}

// Heading is one heading of the body.
type Heading struct {
	ID string
	// Text is the heading as plain text, without markers.
	Text  string
	Level int8
	// Nested says that it stands in a list, quotation or note.
	Nested bool
	// HTML is the byte offset in Text.HTML at which the heading's element starts.
	HTML int32
	// Words counts the words under the heading, up to the next of any level.
	Words int32
	Pos   diag.Place
}

// Link is a link to another page, file or heading of the site; it has a hole.
// Links to other sites are final in HTML and are listed with External set.
type Link struct {
	// Dest is the destination as written, with escapes and entities resolved.
	Dest     string
	Text     string
	External bool
	Pos      diag.Place
}

// Image is one picture of the body.
type Image struct {
	Dest  string
	Alt   string
	Title string
	Pos   diag.Place
}

// Marker is a bracket that may be an evidence claim: [PS1], [PS1 level 3] or
// [glf-lp/PS1]. Whether the standard exists is for the catalogue to say.
type Marker struct {
	// Framework is empty for the site's default framework.
	Framework string
	Code      string
	// Level is 0 where none is given.
	Level int
	// Source is the bracket as written.
	Source string
	// Block is the block that holds the claim.
	Block Block
	Pos   diag.Place
}

// AlmostMarker is a bracket that may have been meant as evidence markers and is
// written in another way: [PS1, level 2] or [PS1, PK2]. Whether a standard is
// meant is for the catalogue to say.
type AlmostMarker struct {
	// Markers are those that may be meant, with framework, code and level alone.
	Markers []Marker
	// Source is the bracket as written.
	Source string
	// Loose is set where the brackets are not square ones, so that a standard may
	// only be mentioned.
	Loose bool
	Pos   diag.Place
}

// Block is what an evidence marker speaks for.
type Block struct {
	Kind BlockKind
	// Anchor is the id of the block's element, the same for all markers in it.
	// It is made of the words of the block; no marker that comes or goes, here
	// or elsewhere, moves it.
	Anchor string
	// Text is the block as plain text, without markers. For a heading it is the
	// text of the section under it.
	Text string
	// Section is the index in Text.Sections of the section that holds it.
	Section int
}

// BlockKind is the sort of block that holds a marker.
type BlockKind int

// The blocks that can hold an evidence marker.
const (
	Paragraph BlockKind = iota
	ListItem
	TableRow
	HeadingSection
)

// Section is the plain text under one heading, up to the next heading of any
// level.
type Section struct {
	// Heading is the index of the heading in Outline.Headings, -1 for the text
	// before the first.
	Heading int
	// Text has one paragraph, item or row a line.
	Text []byte
}
