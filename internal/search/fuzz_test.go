package search

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
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
	whole, err := Open([]File{{Path: manifestPath, Bytes: func(*bytes.Buffer) []byte { return index }}})
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
	files := make([]File, len(parts))
	for i, p := range parts {
		file := script(new(bytes.Buffer), string(p[1]), p[2])
		files[i] = File{Path: Dir + "/" + string(p[1]) + ".js", Bytes: func(*bytes.Buffer) []byte { return file }}
	}
	z := newZipper()
	f.Fuzz(func(t *testing.T, which int, text []byte) {
		which = int(uint(which) % uint(len(parts)))
		damaged := slices.Clone(files)
		damaged[which].Bytes = func(*bytes.Buffer) []byte {
			if name := parts[which][1]; coded(name[0]) {
				return script(new(bytes.Buffer), string(name), text)
			} else {
				return script(new(bytes.Buffer), string(name), z.deflate(nil, text))
			}
		}
		e, err := Open(damaged)
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
