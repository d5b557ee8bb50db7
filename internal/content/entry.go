package content

import (
	"strings"

	"github.com/exemplar-lp/exemplar/internal/date"
	"github.com/exemplar-lp/exemplar/internal/diag"
	"github.com/exemplar-lp/exemplar/internal/markdown"
	"github.com/exemplar-lp/exemplar/internal/shelf"
)

// Entry is one typed content file. Its dynamic type is a pointer to one of
// Page, Section, Framework, Standard, CaseStudy, Practitioner, School, Event and
// Opportunity. Nothing changes an entry after Load returned it.
type Entry interface {
	// Common returns what every kind has.
	Common() *Meta
}

// Meta is what every kind of entry has. The struct tags are the schema: key is
// the name in front matter ("required" after it where the key is needed), doc
// one line of help, vocab, ref and enum what a value may be, private that it
// reaches no output.
type Meta struct {
	// ladder is Steps and the path in one text, once settled. It is first, beside
	// what else a line about the entry on another page shows: a large site has
	// many such lines, each about an entry that was last used long before.
	ladder string

	Title   string    `key:"title,required" eg:"Talk partners that lift reading" doc:"The heading of the page and its name in lists."`
	Summary string    `key:"summary" doc:"One or two sentences, at most 50 words, for lists and search."`
	Date    date.Date `key:"date" doc:"The day of the work, for example 2026-03-12, 12 March 2026 or 12/03/2026."`
	Updated date.Date `key:"updated" doc:"The day of the last real change."`

	Kind   Kind
	bundle uint16 // how much of Source is the folder of a bundle
	words  int32  // how much of text UnpackWords needs

	// SlugKey is the slug the author asked for; Slug is the one in force.
	SlugKey string   `key:"slug" doc:"The last part of the address, if not the file's name."`
	Aliases []string `key:"aliases" doc:"Former addresses within the site, each answered with a page that leads here."`
	Draft   bool     `key:"draft" doc:"true keeps the page out of the published site."`
	Order   int      `key:"order" doc:"A number that sorts the page among its neighbours; small comes first."`
	Search  bool     `key:"search" doc:"false keeps the page out of the portal's own search."`
	// NoIndex asks search engines to leave the page out, and leaves it out of the
	// portal's own search and of the sitemap.
	NoIndex bool   `key:"noindex" doc:"true keeps the page out of search engines, the sitemap and the portal's own search; links still lead to it."`
	Lang    string `key:"lang" doc:"The language of the page where it is not the site's: cy or en-GB."`
	// TranslationOf is a file under content/, as the author typed it.
	TranslationOf string `key:"translation_of" eg:"programme/apply.md" doc:"The page that this one is the translation of, by its file under content/."`
	// Images says who is in the page's pictures.
	Images  []Picture `key:"images" doc:"Who is in the pictures of the page, one item for each picture."`
	Silence []Silence `key:"silence" private:"true" doc:"Checks that are wrong about this page, each with the reason."`

	// Source is the file, relative to the site's root: content/events/day.md.
	Source string
	// Dir is the folder of the entry's address relative to the site's address,
	// "" for the root: case-studies, standards/glf-lp.
	Dir string
	// Slug is the last part of the address, or "index" for sections and
	// frameworks.
	Slug string
	// Body is never nil. Words and HTML have the rest of it.
	Body *markdown.Outline
	// Mentions are the words of the body that seem to be names of people, in
	// order.
	Mentions []Mention
	// Passages are the first paragraphs in Welsh and in English that are not in the
	// language of the page and whose author has not said the language.
	Passages []Passage
	// Abbreviations are those of the body that the page does not explain, in order.
	Abbreviations []Abbreviation

	keys  keyPlaces
	text  shelf.Slip
	shelf *shelf.Shelf
}

// Words returns the words of the body, by section, and of its notes, without its
// HTML. Both hold until the room is used again, and the caller must not change
// them.
func (m *Meta) Words(room *Room) (sections []markdown.Section, notes []byte) {
	if err := room.text.UnpackWords(m.shelf.Read(m.text.First(int(m.words)), &room.bytes)); err != nil {
		return nil, nil // the shelf has failed, and says so
	}
	return room.text.Sections, room.text.Notes
}

// Room is memory that the texts of bodies are read into, one after another. The
// zero value is ready to use.
type Room struct {
	bytes []byte
	text  markdown.Text
}

// HTML returns the HTML of the body with its holes, in ascending order. Both hold
// until the room is used again, and the caller must not change them.
func (m *Meta) HTML(room *Room) ([]byte, []markdown.Hole) {
	return room.html(m.shelf.Read(m.text, &room.bytes), int(m.words))
}

// LastHTML is HTML for a page that is made once: nothing of its text is asked for
// afterwards where the shelf is for having texts once.
func (m *Meta) LastHTML(room *Room) ([]byte, []markdown.Hole) {
	return room.html(m.shelf.Take(m.text, &room.bytes), int(m.words))
}

func (r *Room) html(packed []byte, words int) ([]byte, []markdown.Hole) {
	if err := r.text.UnpackHTML(packed, words); err != nil {
		return nil, nil // the shelf has failed, and says so
	}
	return r.text.HTML, r.text.Holes
}

// Common returns m itself; every kind embeds Meta and so is an Entry.
func (m *Meta) Common() *Meta { return m }

// Searchable reports whether the portal's own search may show the entry: unless
// the author said search: false or noindex: true.
func (m *Meta) Searchable() bool {
	_, said := m.key("search")
	return (m.Search || !said) && !m.NoIndex
}

// Bundle returns the folder of the files that belong to the page alone
// (content/case-studies/talk), or "" when the page is a single file.
func (m *Meta) Bundle() string { return m.Source[:m.bundle] }

// Language returns the language of the page without its region, cy or en; site is
// that of the site, for pages that name none.
func (m *Meta) Language(site string) string {
	tag := m.Lang
	if tag == "" {
		tag = site
	}
	language, _, _ := strings.Cut(tag, "-")
	return language
}

// pageEnding is the ending of every page.
const pageEnding = ".html"

// Path returns the output file: case-studies/talk.html, index.html.
func (m *Meta) Path() string {
	if m.ladder != "" {
		return m.ladder[len(Steps):]
	}
	if m.Dir == "" {
		return m.Slug + pageEnding
	}
	return m.Dir + "/" + m.Slug + pageEnding
}

// Steps is the way up to the site's root from as deep a folder as pages are in.
const Steps = "../../../../"

// Ladder returns Steps and the output file in one text: most links to the page are
// an end of it, and need no text of their own.
func (m *Meta) Ladder() string {
	if m.ladder != "" {
		return m.ladder
	}
	return Steps + m.Path()
}

// At returns the place of a front-matter key, or of the file where the key is
// not there.
func (m *Meta) At(key string) diag.Position {
	if at, ok := m.key(key); ok {
		return at.In(m.Source)
	}
	return diag.Position{File: m.Source, Line: 1}
}

// key finds a top-level key of the front matter.
func (m *Meta) key(name string) (at diag.Place, ok bool) {
	number, ok := keyNumbers[name]
	if !ok {
		return diag.Place{}, false
	}
	return m.keys.find(number)
}

// Ref is an author's mention of another entry, not yet looked up.
type Ref struct {
	// ID is what was typed: a slug, or a standard's code.
	ID  string
	Pos diag.Place
}

// Term is a word of a vocabulary; content has checked that it is known.
type Term struct {
	ID  string
	Pos diag.Place
}

// Number is a figure as the author typed it, and its value.
type Number struct {
	Text  string
	Value float64
}

// IsZero reports whether no figure was given.
func (n Number) IsZero() bool { return n.Text == "" }

// URL is a web or mail address with an allowed scheme (http, https, mailto), or
// a path within the site.
type URL string

// Person is somebody who signs, with the role they sign in.
type Person struct {
	Name string    `key:"name,required" eg:"Judith Marchbanks" doc:"The name of the person who signed."`
	Role string    `key:"role" eg:"headteacher" doc:"headteacher, principal, head-of-school, delegated-senior-leader, chair-of-governors or executive-head." vocab:"signatory"`
	Date date.Date `key:"date" doc:"The day of signing."`
	Pos  diag.Place
	Note string `key:"note" private:"true" doc:"A note for the file; it is never published."`
}

// Span is a stretch of time; either end may be open.
type Span struct {
	From date.Date `key:"from" doc:"The first day."`
	To   date.Date `key:"to" doc:"The last day."`
}

// Page is a page of the programme or any other that is not of a special kind.
type Page struct {
	Meta
	Programme
}

// Section is the landing page of a folder, from its _index.md.
type Section struct {
	Meta
	People People `key:"people" enum:"none,staff,pupils-unidentifiable,pupils-identifiable" doc:"Who is in the pictures of this folder's pages, where a page does not say."`
	// Featured is for the home page alone.
	Featured []Ref `key:"featured" eg:"[talk-partners-that-lift-reading]" ref:"case-study" doc:"Only in content/_index.md: the case studies that the home page shows, in this order. Without it they are the three newest that are signed off."`
	Programme
}
