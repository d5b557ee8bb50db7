package render

import (
	"strings"

	"github.com/exemplar-lp/exemplar/internal/date"
)

// Words are what the search says in one language of a theme.
type Words struct{ l *Language }

// Words returns the words of a language, or those of the theme's own where it
// has no such language.
func (t *Theme) Words(tag string) Words { return Words{t.language(tag)} }

// Label names an id of a vocabulary, of a filter or of one of its values.
func (w Words) Label(vocabulary, id string) string {
	switch vocabulary {
	case "kind":
		return w.l.word("kind." + id)
	case "level":
		return tidied(w.l.word("level.n", "level", id))
	case "year":
		return id
	}
	return w.l.Label(vocabulary, id)
}

// Text returns the words of the search's interface for a key of docs/search.md,
// with their places not filled. A key that ends in .one, .other or another form
// of a number is that form, "" for a form that the language does not need.
func (w Words) Text(key string) string {
	const prefix = "search."
	if s, err := w.l.Text(prefix + key); err == nil {
		return s
	}
	dot := strings.LastIndexByte(key, '.')
	for at := w.l; at != nil && dot > 0; at = at.spare {
		if p, ok := at.Plurals[prefix+key[:dot]]; ok {
			return p.named(key[dot+1:])
		}
	}
	return ""
}

// named returns the form of a name. English and Welsh always have one and other.
func (p Plural) named(form string) string {
	switch form {
	case "zero":
		return p.Zero
	case "one":
		if p.One != "" {
			return p.One
		}
		return p.Other
	case "two":
		return p.Two
	case "few":
		return p.Few
	case "many":
		return p.Many
	}
	return p.Other
}

// Day writes a day.
func (w Words) Day(d date.Date) string { return w.l.day(d).Words }
