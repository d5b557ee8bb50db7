package catalog

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// lastIfUnset puts entries without an order after those that have one.
func lastIfUnset(order int) int {
	if order == 0 {
		return math.MaxInt
	}
	return order
}

func sortedNames[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// plainLetters spells the letters that have no accent to take off.
var plainLetters = strings.NewReplacer("æ", "ae", "œ", "oe", "ø", "o", "đ", "d", "ð", "d", "ł", "l", "þ", "th", "ß", "ss", "ı", "i")

// filingKey is the form by which titles and names are sorted: without case and
// accents.
func filingKey(s string) string {
	if plain(s) {
		return strings.ToLower(s)
	}
	bare := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(s))
	return plainLetters.Replace(strings.ToLower(bare))
}

// plain reports whether a text is ASCII alone.
func plain(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// nameKey files a person by the last word of the name, then the whole of it.
func nameKey(name string) string {
	words := strings.Fields(name)
	if len(words) == 0 {
		return ""
	}
	return filingKey(words[len(words)-1]) + "\x00" + filingKey(name)
}

// sortFiled sorts entries by a key, then by their source.
func sortFiled[T Entry](list []T, key func(T) string) {
	type filed struct {
		key, source string
		entry       T
	}
	files := make([]filed, len(list))
	for i, e := range list {
		files[i] = filed{key(e), e.Common().Source, e}
	}
	slices.SortFunc(files, func(a, b filed) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.source, b.source)) })
	for i, f := range files {
		list[i] = f.entry
	}
}

// sortStudies puts the newest first, then goes by slug.
func sortStudies(list []*CaseStudy) {
	type dated struct {
		day   int // a number that grows with the date
		study *CaseStudy
	}
	days := make([]dated, len(list))
	for i, s := range list {
		days[i] = dated{(int(s.Date.Year)*16+int(s.Date.Month))*64 + int(s.Date.Day), s}
	}
	slices.SortFunc(days, func(a, b dated) int {
		if a.day != b.day {
			return cmp.Compare(b.day, a.day)
		}
		return cmp.Or(cmp.Compare(a.study.Slug, b.study.Slug), cmp.Compare(a.study.Source, b.study.Source))
	})
	for i, d := range days {
		list[i] = d.study
	}
}
