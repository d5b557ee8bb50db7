package site

import (
	"errors"
	"io/fs"

	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/diag"
	"github.com/exemplar-lp/exemplar/internal/render"
	"github.com/exemplar-lp/exemplar/internal/search"
)

// Synonyms is the name of a site's own list of words that mean the same, in its
// root.
const Synonyms = search.SynonymsFile

// readSynonyms reads synonyms.txt, if there is one.
func (s *Site) readSynonyms(_ Options, problems *diag.List) error {
	raw, err := s.readOwn(Synonyms, problems)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil || raw == nil {
		return err
	}
	src, found := content.Normalise(Synonyms, raw)
	groups, more := search.ParseSynonyms(Synonyms, string(src.Text))
	s.searching.Synonyms = groups
	*problems = append(append(*problems, found...), more...)
	return nil
}

// speak gives the search the words of the theme in the site's language.
func (s *Site) speak(theme *render.Theme) {
	words := theme.Words(s.Settings.Language)
	s.searching.Language, s.searching.Visible = s.Settings.Language, s.Settings.Visible
	s.searching.Label, s.searching.Text, s.searching.Day = words.Label, words.Text, words.Day
	if s.opts.Memory == nil { // a program that makes many indexes keeps the last one only
		s.searching.Shelf = s.opts.Shelf
	}
}
