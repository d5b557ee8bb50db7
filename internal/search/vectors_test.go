package search

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the answers and the index that the browser is tested with")

// vectors are what the Go side and the browser must agree on. The browser's test
// reads the same file, and the index beside it.
type vectors struct {
	Words    []wordsVector    `json:"words"`
	Distance []distanceVector `json:"distance"`
	Answers  []answerVector   `json:"answers"`
}

type wordsVector struct {
	Text  string   `json:"text"`
	Words []string `json:"words"`
}

type distanceVector struct {
	A, B string
	N    int
}

type answerVector struct {
	Query     string   `json:"q"`
	Filters   Filters  `json:"filters,omitempty"`
	Links     []string `json:"links"`
	Passage   string   `json:"passage,omitempty"`
	Anchor    string   `json:"anchor,omitempty"`
	Corrected []string `json:"corrected,omitempty"`
	Also      []string `json:"also,omitempty"`
	Missing   []string `json:"missing,omitempty"`
	Partly    bool     `json:"partly,omitempty"`
	Checked   int      `json:"checked,omitempty"`
	// Counts are those above 0 of the filters asked.
	Counts map[string]map[string]int `json:"counts,omitempty"`
}

const (
	vectorsFile = "testdata/vectors.json"
	indexFolder = "testdata/index"
)

func readVectors(t *testing.T) vectors {
	t.Helper()
	data, err := os.ReadFile(vectorsFile)
	if err != nil {
		t.Fatal(err)
	}
	var v vectors
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	if len(v.Words) < 20 || len(v.Answers) < 40 {
		t.Fatalf("only %d texts and %d queries", len(v.Words), len(v.Answers))
	}
	return v
}

func TestVectors_words(t *testing.T) {
	for _, v := range readVectors(t).Words {
		got := []string{}
		pieces(v.Text, func(p piece) { got = append(got, p.Word) })
		if d := cmp.Diff(v.Words, got); d != "" {
			t.Errorf("%q: %s", v.Text, d)
		}
	}
}

func TestVectors_distance(t *testing.T) {
	for _, v := range readVectors(t).Distance {
		if got := distance([]rune(v.A), []rune(v.B), false); got != v.N {
			t.Errorf("distance(%q, %q) = %d, want %d", v.A, v.B, got, v.N)
		}
		if got := distance([]rune(v.B), []rune(v.A), false); got != v.N {
			t.Errorf("distance(%q, %q) = %d, want %d", v.B, v.A, got, v.N)
		}
	}
}

// TestVectors_answers asks the index made now, and the one that the browser is
// tested with. With -update both are written.
func TestVectors_answers(t *testing.T) {
	v := readVectors(t)
	fresh := Collect(portal(t), Options{}).Index()
	if *update {
		writeIndex(t, fresh)
		writeAnswers(t, v, fresh)
		v = readVectors(t)
	}
	for name, files := range map[string][]File{"fresh": fresh.Files, "committed": committed(t)} {
		e, err := Open(files)
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range v.Answers {
			if d := cmp.Diff(want, answerOf(e, want)); d != "" {
				t.Errorf("%s index, %q: %s", name, want.Query, d)
			}
		}
	}
}

func answerOf(e *Engine, v answerVector) answerVector {
	a := e.Query(v.Query, v.Filters, 10)
	got := answerVector{Query: v.Query, Filters: v.Filters, Links: links(e, a), Corrected: a.Corrected, Also: a.Also,
		Missing: a.Missing, Partly: a.Partly, Checked: a.Checked}
	if len(a.Hits) > 0 {
		got.Passage, got.Anchor = a.Hits[0].Passage.String(), a.Hits[0].Passage.Anchor
	}
	for id, list := range a.Counts {
		for _, c := range list {
			if c.N == 0 {
				continue
			}
			if got.Counts == nil {
				got.Counts = map[string]map[string]int{}
			}
			if got.Counts[id] == nil {
				got.Counts[id] = map[string]int{}
			}
			got.Counts[id][c.ID] = c.N
		}
	}
	return got
}

func writeAnswers(t *testing.T, v vectors, ix *Index) {
	t.Helper()
	e, err := Open(ix.Files)
	if err != nil {
		t.Fatal(err)
	}
	for i := range v.Answers {
		v.Answers[i] = answerOf(e, v.Answers[i])
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(v); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(vectorsFile, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

func writeIndex(t *testing.T, ix *Index) {
	t.Helper()
	if err := os.RemoveAll(indexFolder); err != nil {
		t.Fatal(err)
	}
	for _, f := range ix.Files {
		path := filepath.Join(indexFolder, filepath.FromSlash(f.Path))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, f.Bytes(new(bytes.Buffer)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func committed(t *testing.T) []File {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(indexFolder, filepath.FromSlash(manifestPath)))
	if err != nil {
		t.Fatal(err)
	}
	return []File{NewFile(manifestPath, data)}
}
