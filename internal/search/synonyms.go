package search

import (
	_ "embed"
	"slices"
	"strings"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

// SynonymsFile is the name of a site's own list of synonyms in its root.
const SynonymsFile = "synonyms.txt"

// fieldSynonyms are the abbreviations of schools in England and Wales.
//
//go:embed synonyms.txt
var fieldSynonyms string

// welshPairs are common words of schools in English and Welsh.
//
//go:embed synonyms-cy.txt
var welshPairs string

// ParseSynonyms reads a list of synonyms: a line for each group, with = between
// the words or phrases that mean the same. An empty line or one that starts with
// # says nothing. The problems name file; the groups are usable all the same.
func ParseSynonyms(file, text string) ([][]string, diag.List) {
	var groups [][]string
	var problems diag.List
	number := 0
	for raw := range strings.Lines(text) {
		number++
		s := strings.TrimSpace(raw)
		if s == "" || strings.HasPrefix(s, "#") {
			continue
		}
		group := parseGroup(s)
		if len(group) < 2 {
			problems.Add(diag.ConfigValue, diag.Position{File: file, Line: number, Column: 1, Length: len(s)},
				"write the words of a line with = between them, for example: TA = teaching assistant", "%q is not a list of synonyms", s)
			continue
		}
		groups = append(groups, group)
	}
	return groups, problems
}

// parseGroup returns the phrases of a line, each once.
func parseGroup(s string) []string {
	var group []string
	for phrase := range strings.SplitSeq(s, "=") {
		phrase = strings.Join(strings.Fields(phrase), " ")
		if phrase != "" && !slices.Contains(group, phrase) {
			group = append(group, phrase)
		}
	}
	return group
}

// usefulSynonyms returns the groups of the field and of the site as the
// manifest has them: those of which a page has one phrase, or of two languages
// both. A phrase without a page stays, as it may be asked for.
func usefulSynonyms(own [][]string, list []entry, a *analyser) []string {
	known := make(map[string]bool, len(list))
	for _, e := range list {
		known[e.word] = true
	}
	field, _ := ParseSynonyms(SynonymsFile, fieldSynonyms)
	pairs, _ := ParseSynonyms(SynonymsFile, welshPairs)
	var groups []string
	add := func(list [][]string, needed int) {
		for _, g := range list {
			found := 0
			phrases := make([]string, len(g))
			for i, phrase := range g {
				phrases[i] = a.phrase(phrase)
				if allKnown(phrases[i], known) {
					found++
				}
			}
			if found >= needed {
				groups = append(groups, strings.Join(phrases, "="))
			}
		}
	}
	add(own, 1)
	add(field, 1)
	add(pairs, 2)
	return groups
}

// phrase folds a phrase and leaves its stop words out, as queries do.
func (a *analyser) phrase(s string) string {
	var all, kept []string
	pieces(s, func(p piece) {
		all = append(all, p.Word)
		if !a.stop[p.Word] {
			kept = append(kept, p.Word)
		}
	})
	if len(kept) == 0 {
		kept = all
	}
	return strings.Join(kept, " ")
}

func allKnown(phrase string, known map[string]bool) bool {
	for w := range strings.FieldsSeq(phrase) {
		if !known[w] {
			return false
		}
	}
	return phrase != ""
}
