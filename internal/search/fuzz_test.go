package search

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// FuzzOpen: no damage to a part of an index does more than make its words, texts
// or facets unknown. The index is that of the vectors, one file with a call for
// each part.
func FuzzOpen(f *testing.F) {
	index, err := os.ReadFile(filepath.Join(indexFolder, filepath.FromSlash(manifestPath)))
	if err != nil {
		f.Fatal(err)
	}
	parts := calls.FindAllSubmatch(index, -1)
	if len(parts) < 3 {
		f.Fatalf("%d parts", len(parts))
	}
	whole, err := Open([]File{{Path: manifestPath, Bytes: func() []byte { return index }}})
	if err != nil {
		f.Fatal(err)
	}
	for i, p := range parts {
		text := []byte(whole.file[string(p[1])]())
		if !coded(p[1][0]) {
			if text, err = whole.inflate(string(p[1])); err != nil {
				f.Fatal(err)
			}
		}
		f.Add(i, text)
		f.Add(i, text[:len(text)/2])
	}
	f.Fuzz(func(t *testing.T, which int, text []byte) {
		which = int(uint(which) % uint(len(parts)))
		var damaged bytes.Buffer
		for i, p := range parts {
			data := string(p[2])
			if i == which && coded(p[1][0]) {
				data = string(text)
			} else if i == which {
				data = string(newZipper().deflate(text))
			}
			fmt.Fprintf(&damaged, "XS(%q,%q)\n", p[1], data)
		}
		e, err := Open([]File{{Path: manifestPath, Bytes: damaged.Bytes}})
		if err != nil {
			return
		}
		for _, query := range []string{"coaching", "talk year", "assesment -reading", `"talk partners"`, "re"} {
			e.Query(query, nil, 5)
		}
		for _, facet := range e.Facets() {
			e.Query("reading", Filters{facet: {"x"}}, 5)
		}
	})
}

// coded reports whether files of a kind are not deflated: texts and facets.
func coded(kind byte) bool { return kind == 't' || kind == 'f' }
