package catalog

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"
	"unicode"

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
	bare := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(s))
	return plainLetters.Replace(strings.ToLower(bare))
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
	keys := make(map[string]string, len(list))
	for _, e := range list {
		keys[e.Common().Source] = key(e)
	}
	slices.SortFunc(list, func(a, b T) int {
		x, y := a.Common().Source, b.Common().Source
		return cmp.Or(cmp.Compare(keys[x], keys[y]), cmp.Compare(x, y))
	})
}

// compareStudies puts the newest first, then goes by slug.
func compareStudies(a, b *CaseStudy) int {
	return cmp.Or(b.Date.Compare(a.Date), cmp.Compare(a.Slug, b.Slug), cmp.Compare(a.Source, b.Source))
}
