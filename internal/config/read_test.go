package config

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/exemplar-lp/exemplar/internal/date"
	"github.com/exemplar-lp/exemplar/internal/diag"
)

func read(text string) (*Settings, diag.List) { return Read(diag.NewSource(File, []byte(text))) }

func TestReadFillsInDefaults(t *testing.T) {
	got, problems := read("title: Tidewell\nbase_url: https://tidewell.example/lp\n")
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	want := Default()
	want.Title, want.BaseURL, want.Keys = "Tidewell", "https://tidewell.example/lp/", got.Keys
	want.Privacy.SmallNumber = 6
	if diff := cmp.Diff(got, want); diff != "" {
		t.Error(diff)
	}
}

func TestReadOverrides(t *testing.T) {
	got, problems := read("title: T\nchecks:\n  marker/unlisted:\n    severity: \"off\"\n    reason: old studies\n    until: 2027-08-31\n")
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	o := got.Checks["marker/unlisted"]
	if o.Severity != "off" || o.Reason != "old studies" || o.Until != (date.Date{Year: 2027, Month: 8, Day: 31}) {
		t.Errorf("got %+v", o)
	}
}

func TestReadReports(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"no title", "language: cy\n", []string{"exemplar.yaml:1:1 config/value"}},
		{"unknown key", "title: T\ntitel: x\n", []string{"exemplar.yaml:2:1 config/unknown-key"}},
		{"not YAML", "title: T: U\n", []string{"exemplar.yaml:1:9 config/syntax"}},
		{"base address", "title: T\nbase_url: lp.example\n", []string{"exemplar.yaml:2:11 config/value"}},
		{"base address with a query", "title: T\nbase_url: https://lp.example/?a=b\n", []string{"exemplar.yaml:2:11 config/value"}},
		{"base address with an empty query", "title: T\nbase_url: https://lp.example?\n", []string{"exemplar.yaml:2:11 config/value"}},
		{"base address of no host", "title: T\nbase_url: https://lp.ex>ample\n", []string{"exemplar.yaml:2:11 config/value"}},
		{"language", "title: T\nlanguage: fr\n", []string{"exemplar.yaml:2:11 config/value"}},
		{"theme path", "title: T\ntheme: ../x\n", []string{"exemplar.yaml:2:8 config/value"}},
		{"colour", "title: T\nbrand:\n  colour: green\n", []string{"exemplar.yaml:3:11 config/value"}},
		{"pale colour", "title: T\nbrand:\n  colour: '#ffcc00'\n", []string{"exemplar.yaml:3:11 config/colour"}},
		{"school's colours", "title: T\nbrand:\n  colour: '#7a1f3d'\n", nil},
		{"e-mail address", "title: T\ncontact:\n  email: office at lp.example\n", []string{"exemplar.yaml:3:10 config/value"}},
		{"unknown check", "title: T\nchecks:\n  marker/unlistd:\n    severity: info\n    reason: r\n    until: 2027-01-01\n", []string{"exemplar.yaml:3:3 config/override"}},
		{"check without reason", "title: T\nchecks:\n  marker/unlisted:\n    severity: info\n    until: 2027-01-01\n", []string{"exemplar.yaml:4:5 config/value"}},
		{"negative number", "title: T\nprivacy:\n  small_number: -1\n", []string{"exemplar.yaml:3:17 config/value"}},
		{"several at once", "titel: T\nlanguage: fr\n", []string{"exemplar.yaml:1:1 config/unknown-key", "exemplar.yaml:2:11 config/value"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, problems := read(tt.text)
			var got []string
			for _, d := range problems {
				got = append(got, d.Position.String()+" "+string(d.Code))
			}
			if diff := cmp.Diff(got, tt.want); diff != "" {
				t.Errorf("%s\n%v", diff, problems)
			}
		})
	}
}
