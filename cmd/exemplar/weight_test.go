package main

import (
	"bytes"
	"compress/gzip"
	"path"
	"strings"
	"testing"
)

// wireSize is how many bytes a file takes over the wire: gzip at the level that
// hosts use.
func wireSize(t *testing.T, data []byte) int {
	t.Helper()
	var small bytes.Buffer
	w, err := gzip.NewWriterLevel(&small, 6)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return small.Len()
}

// TestPagesAreLight holds the example's pages to their weight: all style sheets
// 12 kB, all scripts but the search's 5 kB, the search's 12 kB, and the heaviest
// case study with style sheets and scripts 30 kB, compressed and without pictures.
func TestPagesAreLight(t *testing.T) {
	styles, scripts, engine, heaviest, study := 0, 0, 0, 0, ""
	for name, data := range files(t, buildExample(t, "-b", "https://tidewell.example/lp/")) {
		size := wireSize(t, data)
		switch {
		case path.Ext(name) == ".css":
			styles += size
		case path.Dir(name) == "assets" && path.Ext(name) == ".js" && !strings.HasPrefix(path.Base(name), "search."):
			scripts += size
		case path.Dir(name) == "assets" && path.Ext(name) == ".js":
			engine += size
		case path.Dir(name) == "case-studies" && path.Base(name) != "index.html" && path.Ext(name) == ".html" && size > heaviest:
			heaviest, study = size, name
		}
	}
	t.Logf("style sheets %d B, scripts %d B, the search %d B, the heaviest of case-studies %s %d B", styles, scripts, engine, study, heaviest)
	for _, part := range []struct {
		name       string
		size, most int
	}{
		{"the style sheets", styles, 12_000},
		{"the scripts", scripts, 5_000},
		{"the script that searches", engine, 12_000},
		{study + " with style sheets and scripts", heaviest + styles + scripts, 30_000},
	} {
		if part.size == 0 || part.size >= part.most {
			t.Errorf("%s: %d B, want less than %d and more than none", part.name, part.size, part.most)
		}
	}
}
