package render

import (
	"slices"
	"testing"

	"github.com/exemplar-lp/exemplar/internal/catalog"
)

// TestFeatured proves which studies the home page shows: those it names, in its
// order, else the newest that are signed off, then the newest others.
func TestFeatured(t *testing.T) {
	signed := "signoff: {name: Jo Hart, role: headteacher, date: 2026-06-01}\n"
	files := map[string]string{
		"case-studies/old-signed.md": study("Old, signed", "A1") + signed,
		"case-studies/new.md":        "title: New\ndate: 2026-07-01\npractitioners: [ann-ap]\nschool: hill\ntheme: oracy\nstandards: [A1]\n",
		"case-studies/newest.md":     "title: Newest\ndate: 2026-08-01\npractitioners: [ann-ap]\nschool: hill\ntheme: oracy\nstandards: [A1]\n",
	}
	shown := func(home string) []string {
		if home != "" {
			files["_index.md"] = home
		}
		r := portal(t, nil, files)
		var titles []string
		for _, c := range r.newMaker("index.html", "").home().(*HomeView).Featured {
			titles = append(titles, c.Title)
		}
		return titles
	}
	if got, want := shown(""), []string{"Old, signed", "Newest", "New"}; !slices.Equal(got, want) {
		t.Errorf("without a list: %q, want %q", got, want)
	}
	if got, want := shown("title: Our portal\nfeatured: [talk, new]\n"), []string{"Talk", "New"}; !slices.Equal(got, want) {
		t.Errorf("with a list: %q, want %q", got, want)
	}
}

func TestInitials(t *testing.T) {
	for name, want := range map[string]string{
		"Amira Khan": "AK", "Dr Amira Khan": "AK", "Prof. Ann Mary ap Rhys": "AR", "Ólafur Éva": "ÓÉ", "Cher": "C", "Dr": "D", "": "",
	} {
		if got := initials(name); got != want {
			t.Errorf("initials of %q are %q, want %q", name, got, want)
		}
	}
}

// TestSmallStrip proves that the strip of a card shows the main framework by
// domain and says the same in words.
func TestSmallStrip(t *testing.T) {
	r := portal(t, nil, nil)
	var study *catalog.CaseStudy
	for _, s := range r.cat.CaseStudies {
		study = s
	}
	card := r.newMaker("case-studies/index.html", "").studyCard(study)
	if card.Strip == nil || len(card.Marks) > 0 {
		t.Fatalf("the strip is %v, the other marks are %v", card.Strip, card.Marks)
	}
	if got, want := card.Strip.Detail, "A1 evidenced, level 3"; got != want {
		t.Errorf("the words are %q, want %q", got, want)
	}
	var prefixes []string
	for _, d := range card.Strip.Domains {
		prefixes = append(prefixes, d.Prefix)
	}
	if want := []string{"A", "B"}; !slices.Equal(prefixes, want) {
		t.Errorf("the prefixes are %q, want %q", prefixes, want)
	}
}

func TestPrefix(t *testing.T) {
	for _, tt := range []struct {
		codes []string
		want  string
	}{{[]string{"PS1", "PS2"}, "PS"}, {[]string{"PS1", "PK2"}, ""}, {[]string{"4.2", "4.3"}, ""}, {nil, ""}} {
		var marks []Mark
		for _, c := range tt.codes {
			marks = append(marks, Mark{Code: c})
		}
		if got := prefix(marks); got != tt.want {
			t.Errorf("the prefix of %q is %q, want %q", tt.codes, got, tt.want)
		}
	}
}
