package content

import (
	"path"
	"strings"

	"github.com/exemplar-lp/exemplar/internal/date"
	"github.com/exemplar-lp/exemplar/internal/diag"
)

// People says who is in a picture.
type People string

// The words for who is in a picture. An empty one means that nobody has said.
const (
	PeopleNone           People = "none"
	PeopleStaff          People = "staff"
	PupilsUnidentifiable People = "pupils-unidentifiable"
	PupilsIdentifiable   People = "pupils-identifiable"
)

// Pupils reports whether pupils are in the picture.
func (p People) Pupils() bool { return p == PupilsUnidentifiable || p == PupilsIdentifiable }

// Picture is what a page says of one of its pictures.
type Picture struct {
	File       string         `key:"file,required" eg:"partner-talk.jpg" doc:"The picture, as the page names it."`
	People     People         `key:"people" enum:"none,staff,pupils-unidentifiable,pupils-identifiable" doc:"Who is in it: none, staff, pupils-unidentifiable or pupils-identifiable."`
	Consent    PictureConsent `key:"consent" private:"true" doc:"Where the consent for it is kept; it is never published."`
	Decorative bool           `key:"decorative" doc:"true for a picture that tells a reader nothing and needs no description."`
	Pos        diag.Place
}

// PictureConsent records who agreed to a picture of pupils. It is private.
type PictureConsent struct {
	Reference string    `key:"reference" doc:"Where the school keeps the forms."`
	Review    date.Date `key:"review" doc:"The last day the consent stands without being asked for again."`
}

// Silence is a check that an author says is wrong about the page.
type Silence struct {
	Check  string `key:"check,required" eg:"people/name" doc:"The check's name, as it stands in square brackets after a problem."`
	Reason string `key:"reason,required" eg:"a scientist of the last century" doc:"Why it is wrong here, for whoever reads the page next."`
	Pos    diag.Place
}

// Mention is a name in a body.
type Mention struct {
	// Name is as written: Maya, or Maya Ellison.
	Name string
	// Whole says that it has a family name.
	Whole bool
	// Sentence is the text around it.
	Sentence string
	Pos      diag.Place
}

// Says returns what the page says of a picture, by the name or address under
// which the page shows it; ok is false where it says nothing.
func (m *Meta) Says(dest string) (p Picture, ok bool) {
	for _, p := range m.Images {
		if samePicture(p.File, dest) {
			return p, true
		}
	}
	return Picture{}, false
}

func samePicture(a, b string) bool {
	clean := func(s string) string { return strings.ToLower(path.Clean(strings.ReplaceAll(s, "%20", " "))) }
	return clean(a) == clean(b)
}
