package export_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"flag"
	"os"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/date"
	"github.com/exemplar-lp/exemplar/internal/export"
)

var updateCoverage = flag.Bool("update-coverage", false, "rewrite coverage.csv and coverage.json in testdata")

// covered links the site of testdata/coverage.txtar.
func covered(t *testing.T) *catalog.Catalog {
	t.Helper()
	ar, err := txtar.ParseFile("testdata/coverage.txtar")
	if err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{}
	for _, f := range ar.Files {
		files[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	set, problems, err := content.Load(files, content.Options{})
	if err != nil || problems.HasErrors() {
		t.Fatal(problems, err)
	}
	cat, problems := catalog.Link(set, catalog.Options{AsOf: date.New(2026, time.November, 21), Framework: "glf-lp"})
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	return cat
}

// coverageGolden compares bytes with a file of testdata.
func coverageGolden(t *testing.T, file string, got []byte) {
	t.Helper()
	if *updateCoverage {
		if err := os.WriteFile("testdata/"+file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	want = bytes.ReplaceAll(want, []byte("\r\n"), []byte("\n"))
	if d := cmp.Diff(string(want), string(got)); d != "" {
		t.Errorf("%s (-want +got):\n%s", file, d)
	}
}

func TestCSV(t *testing.T) {
	got := export.CSV(covered(t))
	coverageGolden(t, export.CSVPath, got)
	rows, err := csv.NewReader(bytes.NewReader(got)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		for _, cell := range row {
			if cell != "" && bytes.ContainsAny([]byte(cell[:1]), "=+-@\t\r") {
				t.Errorf("%q would run as a formula", cell)
			}
		}
	}
}

func TestJSON(t *testing.T) {
	got := export.JSON(covered(t))
	coverageGolden(t, export.JSONPath, got)
	if bytes.Contains(got, []byte("idden")) || bytes.Contains(got, []byte("practitioners/tom-ellis.html")) {
		t.Error("coverage.json names somebody who is hidden, or a page that is not there")
	}
	if !json.Valid(got) {
		t.Error("coverage.json is not JSON")
	}
}

// TestCSV_empty keeps the header for a site without a framework.
func TestCSV_empty(t *testing.T) {
	cat := &catalog.Catalog{}
	want := "framework,standard,title,domain,dimension,key,claimed,evidenced,validated,current,highest_level,latest\n"
	if got := string(export.CSV(cat)); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := string(export.JSON(cat)), "{\n  \"version\": 1,\n  \"as_of\": \"\",\n  \"frameworks\": [],\n  \"practitioners\": []\n}\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
