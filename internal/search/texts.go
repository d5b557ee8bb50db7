package search

import "strings"

// First is the output path of the index's first file, which names the others.
const First = manifestPath

// Texts returns everything that the packed files of the index would show to a
// visitor: the names of the filters and of their values, and the text of each
// page. It is for those who must know what is in an index without a browser.
func (x *Index) Texts() ([]string, error) {
	e, err := Open(x.Files)
	if err != nil {
		return nil, err
	}
	names, err := e.inflate("m")
	if err != nil {
		return nil, err
	}
	texts := []string{string(names)}
	for _, h := range e.manifest.Facets {
		_, values, _ := strings.Cut(e.content("f"+h.File), string(textEnd))
		texts = append(texts, e.book.decode(values))
	}
	for page := range e.manifest.Pages {
		if coded, ok := e.coded(page); ok {
			texts = append(texts, e.book.decode(coded))
		}
	}
	return texts, nil
}
