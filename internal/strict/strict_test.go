package strict_test

import (
	"testing"

	"github.com/exemplar-lp/exemplar/internal/date"
	"github.com/exemplar-lp/exemplar/internal/diag"
	"github.com/exemplar-lp/exemplar/internal/strict"
)

type word struct{ ID string }

func (w *word) ReadScalar(s strict.Scalar) diag.List {
	w.ID = s.Text
	return nil
}

type common struct {
	Title string    `key:"title,required" doc:"The heading." eg:"Talk partners"`
	Date  date.Date `key:"date" doc:"The day."`
	Draft bool      `key:"draft"`
	Order int       `key:"order"`
}

type impact struct {
	Measure string  `key:"measure,required"`
	After   float64 `key:"after"`
	Pos     diag.Position
}

type study struct {
	common
	Schools []word            `key:"schools" ref:"school"`
	School  word              `key:"school" ref:"school"`
	Impact  []impact          `key:"impact"`
	Scale   string            `key:"scale" enum:"class,team,whole-school"`
	Labels  map[string]string `key:"labels"`
}

func decode(t *testing.T, text string) (study, strict.Places, diag.List) {
	t.Helper()
	var s study
	src := diag.NewSource("content/x.md", []byte(text))
	places, problems := strict.Decode(src, 0, len(text), &s, strict.Env{What: "a case study"})
	return s, places, problems
}

func TestDecode_values(t *testing.T) {
	s, places, problems := decode(t, "title: 007\ndate: 12 March 2026\ndraft: yes\norder: 010\nschools: [a, 'b']\nimpact:\n  - measure: x\n    after: 1.5\nlabels:\n  one: 1.10\n  two: NO\n")
	if len(problems) != 0 {
		t.Fatal(problems)
	}
	if s.Title != "007" || s.Date != (date.Date{Year: 2026, Month: 3, Day: 12}) || !s.Draft || s.Order != 10 {
		t.Errorf("got %+v", s)
	}
	if len(s.Schools) != 2 || s.Schools[1].ID != "b" || s.Impact[0].Pos.Line != 7 || s.Impact[0].Pos.Column != 5 {
		t.Errorf("got %+v", s)
	}
	if s.Labels["one"] != "1.10" || s.Labels["two"] != "NO" || places.Keys["labels.two"].Line != 11 {
		t.Errorf("got %+v %v", s.Labels, places)
	}
}
