package search

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"maps"
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
	whole, err := Open([]File{NewFile(manifestPath, index)})
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
	ask(whole, whole.Facets()...)
	f.Fuzz(func(t *testing.T, which int, text []byte) {
		name := string(parts[int(uint(which)%uint(len(parts)))][1])
		if name == "m" {
			if e, err := Open([]File{NewFile(Dir+"/m.js", scriptOf(name, []byte(stored(text))))}); err == nil {
				ask(e, e.Facets()...)
			}
			return
		}
		ask(whole.damaged(name, text))
	})
}

func scriptOf(name string, content []byte) []byte {
	return script(new(bytes.Buffer), name, len(content), func(b []byte) []byte { return append(b, content...) })
}

// ask asks an index for words, and for the pages with each of some facets.
func ask(e *Engine, facets ...string) {
	for _, query := range []string{"coaching", "talk year", "assesment -reading", `"talk partners"`, "re"} {
		e.Query(query, nil, 5)
	}
	for _, facet := range facets {
		e.Query("reading", Filters{facet: {"x"}}, 5)
	}
}

// damaged is an index of which a part other than the manifest has another text,
// and the facet whose part that is, or the first. What was unpacked of the other
// parts it shares with e, which would take most of the time.
func (e *Engine) damaged(name string, text []byte) (*Engine, string) {
	d, facet := *e, e.manifest.Facets[0].ID
	content := string(text)
	if !coded(name[0]) {
		content = stored(text)
	}
	d.file = maps.Clone(e.file)
	d.file[name] = func() string { return content }
	switch name[0] {
	case 't':
		d.texts = map[int]*Text{}
	case 'f':
		d.columns = maps.Clone(e.columns)
		for _, h := range e.manifest.Facets {
			if "f"+h.File == name {
				facet = h.ID
				delete(d.columns, facet)
			}
		}
	case 's':
		d.spelled = map[string][]spelling{}
	default:
		d.shards = map[int]*shard{}
	}
	return &d, facet
}

// coded reports whether files of a kind are not deflated: texts and facets.
func coded(kind byte) bool { return kind == 't' || kind == 'f' }

// stored is a deflated file whose text is as it is, RFC 1951, 3.2.4; of a longer
// text than one block has room for, the beginning.
func stored(text []byte) string {
	text = text[:min(len(text), 1<<16-1)]
	block := binary.LittleEndian.AppendUint16([]byte{1}, uint16(len(text)))
	block = binary.LittleEndian.AppendUint16(block, ^uint16(len(text)))
	return base64.StdEncoding.EncodeToString(append(block, text...))
}
