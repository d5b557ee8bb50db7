package catalog_test

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/diag"
)

var update = flag.Bool("update", false, "rewrite what the cases of testdata expect")

// TestLink_sites links each small site of testdata: a description, the files
// that differ from those of base.txtar (an empty one is left out), options if
// any, and the problems expected. A folder is named by the code that its cases
// are about; those of "good" have no problem. A case with a file "links" says
// where each link leads.
func TestLink_sites(t *testing.T) {
	cases, err := filepath.Glob("testdata/*/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	deeper, err := filepath.Glob("testdata/*/*/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	cases = append(cases, deeper...)
	if len(cases) < 20 {
		t.Fatalf("only %d cases", len(cases))
	}
	for _, file := range cases {
		t.Run(strings.TrimSuffix(strings.TrimPrefix(filepath.ToSlash(file), "testdata/"), ".txtar"), func(t *testing.T) {
			runSite(t, file)
		})
	}
}

func runSite(t *testing.T, file string) {
	want := archive(t, file)
	cat, problems := linkSite(t, want)
	got := &txtar.Archive{Comment: want.Comment}
	for _, f := range want.Files {
		switch f.Name {
		case "problems":
			f.Data = problemLines(problems)
		case "links":
			f.Data = linkLines(cat)
		}
		got.Files = append(got.Files, f)
	}
	if *update {
		if err := os.WriteFile(file, txtar.Format(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if d := cmp.Diff(string(txtar.Format(want)), string(txtar.Format(got))); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	code := path.Dir(strings.TrimPrefix(filepath.ToSlash(file), "testdata/"))
	about := func(d diag.Diagnostic) bool { return string(d.Code) == code }
	if code != "good" && !slices.ContainsFunc(problems, about) {
		t.Errorf("no problem is %s", code)
	}
	if code == "good" && len(problems) > 0 {
		t.Error("a good site has problems")
	}
}

func archive(t *testing.T, file string) *txtar.Archive {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return txtar.Parse(bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n")))
}

// linkSite loads and links a case.
func linkSite(t *testing.T, ar *txtar.Archive) (*catalog.Catalog, diag.List) {
	t.Helper()
	files := fstest.MapFS{}
	opts := catalog.Options{AsOf: today}
	for _, f := range append(archive(t, "testdata/base.txtar").Files, ar.Files...) {
		switch {
		case f.Name == "options":
			readOptions(t, string(f.Data), &opts)
		case len(f.Data) == 0:
			delete(files, f.Name)
		case strings.HasPrefix(f.Name, content.Folder+"/"):
			files[f.Name] = &fstest.MapFile{Data: f.Data}
		}
	}
	set, problems, err := content.Load(fs.FS(files), content.Options{})
	if err != nil {
		t.Fatal(err)
	}
	cat, more := catalog.Link(set, opts)
	return cat, append(problems, more...).Sort()
}

func readOptions(t *testing.T, text string, opts *catalog.Options) {
	t.Helper()
	for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
		switch word, rest, _ := strings.Cut(line, " "); word {
		case "drafts":
			opts.Drafts = true
		case "signed":
			opts.RequireSignoff = true
		case "framework":
			opts.Framework = rest
			opts.FrameworkAt = diag.Position{File: "exemplar.yaml", Line: 2, Column: 12, Length: len(rest)}
		default:
			t.Fatalf("no option %q", line)
		}
	}
}

func problemLines(problems diag.List) []byte {
	var b bytes.Buffer
	for _, d := range problems {
		fmt.Fprintf(&b, "%v+%d: %v: %s [%s]\n", d.Position, d.Position.Length, d.Severity, d.Message, d.Code)
		if d.Hint != "" {
			fmt.Fprintf(&b, "  hint: %s\n", d.Hint)
		}
		for _, r := range d.Related {
			fmt.Fprintf(&b, "  %v: %s\n", r.Position, r.Message)
		}
	}
	return b.Bytes()
}

// linkLines says where the links, pictures and markers of every page lead.
func linkLines(cat *catalog.Catalog) []byte {
	var b bytes.Buffer
	cat.Each(func(e catalog.Entry) {
		m, links := e.Common(), e.Linked()
		for i, a := range m.Body.Links {
			fmt.Fprintf(&b, "%s: %s -> %s\n", m.Source, a.Dest, targetText(links.Targets[i]))
		}
		for i, p := range m.Body.Images {
			fmt.Fprintf(&b, "%s: picture %s -> %s\n", m.Source, p.Dest, links.Pictures[i])
		}
		for i, k := range m.Body.Markers {
			if ev := links.Claims[i]; ev != nil {
				fmt.Fprintf(&b, "%s: marker %s -> %s %v\n", m.Source, k.Source, ev.Standard.Path(), ev.Claim != nil)
			}
		}
		for _, from := range links.LinkedFrom {
			fmt.Fprintf(&b, "%s: linked from %s\n", m.Source, from.Common().Source)
		}
	})
	for _, a := range cat.Aliases {
		fmt.Fprintf(&b, "alias %s -> %s\n", a.Path, a.Entry.Common().Path())
	}
	return b.Bytes()
}

func targetText(t catalog.Target) string {
	text := t.Path
	if t.Query != "" {
		text += "?" + t.Query
	}
	if t.Fragment != "" {
		text += "#" + t.Fragment
	}
	switch {
	case t.External:
		return "elsewhere"
	case t.File:
		return "file " + text
	case t.Path == "":
		return "nothing"
	}
	return text
}
