package content

import (
	"slices"
	"strings"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

// This file looks at the words of files to download, which nobody sees who looks at
// the pages.

// inDownloads are the codes that are looked for in a file to download. Addresses and
// telephone numbers are not among them: they stand in the heads of letters.
var inDownloads = []diag.Code{diag.PrivacyUPN, diag.PrivacyBirth, diag.PeopleChild, diag.PeopleQuote}

// Download collects what should not be public in one file to download. The zero
// value, with the file, is ready to use.
type Download struct {
	// File is relative to the site's root.
	File string

	glance   // at the line at hand
	problems diag.List
	names    map[string]bool
	headings map[string]bool
}

// Line looks at one line, or one cell of a table. n is its number, or 0 where the
// file has no lines that a person sees.
func (d *Download) Line(n int, line string) {
	d.cells(line)
	if len(line) < 8 {
		return
	}
	text := []byte(line)
	d.look(text)
	for i := range wordRules {
		r := &wordRules[i]
		if d.digits < r.digits || d.marks&r.mark == 0 || !slices.Contains(inDownloads, r.code) || d.has(r.code) {
			continue
		}
		s := scan{line: text}
		for _, m := range r.pattern.FindAllSubmatchIndex(text, -1) {
			if r.except == nil || !r.except(s, m) {
				d.problems.Add(r.code, diag.Position{File: d.File, Line: n}, "take it out of the file, or take the file out of the folder", r.message+", in a file to download", s.text(m))
				break
			}
		}
	}
}

func (d *Download) has(code diag.Code) bool {
	return slices.ContainsFunc(d.problems, func(p diag.Diagnostic) bool { return p.Code == code })
}

// nameHeadings and factHeadings are what stands above the columns of a list of
// pupils: who they are, and what nobody else should know of them.
var (
	nameHeadings = setOf("forename surname firstname lastname givenname familyname legalforename legalsurname preferredforename pupil pupilname pupils student studentname name fullname child childsname childname")
	factHeadings = setOf("upn uln dob dateofbirth fsm fsm6 pupilpremium pp ppg sen send senstatus senneed ehcp eal lac cla lookedafter ethnicity ethnicgroup reg reggroup yeargroup admissionnumber admissionno homelanguage firstlanguage parentcarer")
)

// manyNames is how many first names make a list; under a heading of birthHeadings,
// which only a list of real children has, two do.
const manyNames = 4

var birthHeadings = setOf("upn uln dob dateofbirth")

// cells notes the headings and the first names of a line of cells.
func (d *Download) cells(line string) {
	for cell := range strings.FieldsFuncSeq(line, func(r rune) bool { return strings.ContainsRune(",;\t|", r) }) {
		cell = strings.Trim(cell, " \"'\r")
		if len(cell) > 40 {
			continue
		}
		word := lettersOf(cell)
		switch first, _, _ := strings.Cut(strings.ToLower(cell), " "); {
		case nameHeadings[word], factHeadings[word]:
			put(&d.headings, word)
		case firstNames[first] && len(strings.Fields(cell)) <= 3:
			put(&d.names, first)
		}
	}
}

func put(set *map[string]bool, word string) {
	if *set == nil {
		*set = map[string]bool{}
	}
	(*set)[word] = true
}

// Problems returns what was found.
func (d *Download) Problems() diag.List {
	names, facts, many := false, false, manyNames
	for word := range d.headings {
		names = names || nameHeadings[word]
		facts = facts || factHeadings[word]
		if birthHeadings[word] {
			many = 2
		}
	}
	list := slices.Clone(d.problems)
	if names && facts && len(d.names) >= many {
		list.Add(diag.PrivacyList, diag.Position{File: d.File}, "take it out of the folder; give readers an empty form, or figures of the whole group",
			"the file seems to be a list of pupils: it has %d first names, and columns with what is known of each", len(d.names))
	}
	return list
}
