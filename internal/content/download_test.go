package content

import (
	"slices"
	"strings"
	"testing"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

func TestDownload(t *testing.T) {
	const four = "Oliver,x\nAmelia,x\nMaya,x\nEthan,x\n"
	tests := []struct {
		name, text string
		want       []diag.Code
	}{
		{"a list of pupils", "Forename,Surname,FSM\n" + four, []diag.Code{diag.PrivacyList}},
		{"cells on lines of their own", "Pupil name\nPupil Premium\nOliver H.\nMaya K.\nEthan\nAmelia\n", []diag.Code{diag.PrivacyList}},
		{"semicolons and quotes", "\"First name\";\"D.O.B.\"\n\"Oliver\";1\n\"Amelia\";2\n\"Maya\";3\n\"Ethan\";4\n", []diag.Code{diag.PrivacyList}},
		{"an empty form", "Forename,Surname,FSM\n,,\n,,\n", nil},
		{"names of staff", "Name,Role,School\n" + four, nil},
		{"few names", "Forename,SEN\nOliver,yes\nMaya,no\n", nil},
		{"one name beside an empty form", "Name,Date of birth\nOliver,\n", nil},
		{"two children and their birthdays", "Name,Date of birth\nOliver H,04/06/2014\nMaya,05/07/2014\n", []diag.Code{diag.PrivacyList}},
		{"names of one sort", "Forename,SEN\nMaya,a\nMaya,b\nMaya,c\nMaya,d\n", nil},
		{"prose", "Forename and SEN are columns of our table. Oliver, Amelia, Maya and Ethan chose the music.", nil},
		{"a pupil number, told once", "A123456789012\nA123456789012\n", []diag.Code{diag.PrivacyUPN}},
		{"a date of birth", "She was born on 4 June 2014.", []diag.Code{diag.PrivacyBirth}},
		{"a child", "Child A has a diagnosis of autism.", []diag.Code{diag.PeopleChild}},
		{"a quote", "\"I like it,\" said Maya, Year 4.", []diag.Code{diag.PeopleQuote}},
		{"the head of a letter", "Tel: 01632 960123, office@northfield.sch.uk, 14 Harbour Street, NE30 4XY", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := Download{File: "content/a.csv"}
			for i, line := range strings.Split(tt.text, "\n") {
				d.Line(i+1, line)
			}
			var got []diag.Code
			for _, p := range d.Problems() {
				got = append(got, p.Code)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("%v, not %v", got, tt.want)
			}
		})
	}
}
