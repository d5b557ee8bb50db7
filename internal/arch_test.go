// Package internal holds no code, only the test that keeps the layers apart.
package internal

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/exemplar-lp/exemplar"

// layers has the packages a package may import, itself left out. A package
// that is not here fails the test: give it a place first.
var layers = map[string][]string{
	"internal/date":     {},
	"internal/browser":  {},
	"internal/receipt":  {},
	"internal/shuffle":  {}, // of tests alone
	"internal/shelf":    {},
	"internal/diag":     {},
	"internal/publish":  {"internal/diag"},
	"internal/markdown": {"internal/diag"},
	"internal/strict":   {"internal/date", "internal/diag"},
	"internal/starter":  {"internal/date"},
	"internal/document": {},
	"internal/withdraw": {"internal/diag", "internal/document", "internal/strict"},
	"internal/palette":  {},
	"internal/config":   {"internal/date", "internal/diag", "internal/palette", "internal/strict"},
	"internal/content":  {"internal/date", "internal/diag", "internal/markdown", "internal/shelf", "internal/strict"},
	"internal/asset":    {"internal/diag"},
	"internal/catalog":  {"internal/content", "internal/date", "internal/diag", "internal/markdown"},
	"internal/check":    {"internal/catalog", "internal/config", "internal/content", "internal/date", "internal/diag", "internal/markdown"},
	"internal/export":   {"internal/catalog", "internal/config", "internal/content", "internal/date"},
	"internal/report":   {"internal/catalog", "internal/content", "internal/date", "internal/export"},
	"internal/search":   {"internal/catalog", "internal/content", "internal/date", "internal/diag", "internal/markdown", "internal/shelf"},
	"internal/render": {"internal/catalog", "internal/config", "internal/content", "internal/date", "internal/diag",
		"internal/markdown", "internal/palette", "internal/search", "internal/strict"},
	"internal/site": {"", "internal/asset", "internal/catalog", "internal/check", "internal/config", "internal/content", "internal/date",
		"internal/diag", "internal/document", "internal/export", "internal/markdown", "internal/publish", "internal/render", "internal/search", "internal/shelf", "internal/strict", "internal/withdraw"},
	"internal/serve": {"internal/catalog", "internal/config", "internal/content", "internal/diag", "internal/publish", "internal/shelf", "internal/site"},
	"cmd/exemplar": {"", "internal/catalog", "internal/config", "internal/content", "internal/date", "internal/diag", "internal/export",
		"internal/browser", "internal/markdown", "internal/publish", "internal/receipt", "internal/report", "internal/serve", "internal/shelf", "internal/site", "internal/starter", "internal/strict", "internal/search"},
}

// modules has the packages that alone may import a module of somebody else's.
var modules = map[string][]string{
	"github.com/yuin/goldmark":            {"internal/markdown"},
	"github.com/adrg/frontmatter":         {"internal/content"},
	"go.yaml.in/yaml":                     {"internal/strict"},
	"github.com/tdewolff/minify":          {"internal/render"},
	"github.com/fsnotify/fsnotify":        {"internal/serve"},
	"github.com/alecthomas/kong":          {"cmd/exemplar"},
	"github.com/bep/imagemeta":            {"internal/asset"},
	"github.com/blevesearch/snowballstem": {"internal/search"},
	"golang.org/x/image":                  {"internal/asset"},
	"golang.org/x/sys":                    {"cmd/exemplar", "internal/publish"},
	"golang.org/x/term":                   {"cmd/exemplar"},
	"golang.org/x/sync":                   {"internal/content", "internal/receipt", "internal/site", "internal/publish"},
	"golang.org/x/text/unicode/norm":      {"internal/markdown", "internal/content", "internal/publish", "internal/catalog", "internal/withdraw"},
	"golang.org/x/text/cases":             {"internal/publish"},
}

func TestLayers(t *testing.T) {
	for pkg, imports := range packages(t) {
		allowed, ok := layers[pkg]
		if !ok && pkg != "" {
			t.Errorf("%s has no place in the layers", pkg)
		}
		for _, imp := range imports {
			if own, ok := strings.CutPrefix(imp+"/", module+"/"); ok {
				if own = strings.TrimSuffix(own, "/"); !slices.Contains(allowed, own) {
					t.Errorf("%s imports %s, which is not below it", pkg, imp)
				}
			} else if strings.Contains(strings.Split(imp, "/")[0], ".") && !mayImport(pkg, imp) {
				t.Errorf("%s imports %s, which is not its business", pkg, imp)
			}
		}
	}
}

// TestLayersAreOneWay proves that the table itself has no cycle.
func TestLayersAreOneWay(t *testing.T) {
	var visit func(pkg string, above []string)
	visit = func(pkg string, above []string) {
		if slices.Contains(above, pkg) {
			t.Fatalf("cycle: %v -> %s", above, pkg)
		}
		for _, below := range layers[pkg] {
			visit(below, append(slices.Clip(above), pkg))
		}
	}
	for pkg := range layers {
		visit(pkg, nil)
	}
}

// dangerous has the packages that alone may import a part of the standard
// library that reaches beyond the program and the site's folder. serve answers
// a browser, and opens it; browser prints a portfolio with the Chromium that is
// installed, when a person asks for it. asset and site know os.Root, the folder of
// finished pictures, shelf one file without a name, and receipt that of the last
// build; all that is below them reads the site through an fs.FS.
var dangerous = map[string][]string{
	"net":      {"internal/serve"},
	"net/http": {"internal/serve"},
	"os/exec":  {"internal/browser", "internal/serve"},
	"os":       {"cmd/exemplar", "internal/asset", "internal/browser", "internal/publish", "internal/receipt", "internal/serve", "internal/shelf", "internal/site"},
	"unsafe":   {},
	"plugin":   {},
}

// TestNobodyRunsPrograms keeps os/exec and the network out of everything but
// the parts that say they use them.
func TestNobodyRunsPrograms(t *testing.T) {
	for pkg, imports := range packages(t) {
		for _, imp := range imports {
			if users, ok := dangerous[imp]; ok && !slices.Contains(users, pkg) {
				t.Errorf("%s imports %s", pkg, imp)
			}
		}
	}
}

func mayImport(pkg, imp string) bool {
	for prefix, users := range modules {
		if imp == prefix || strings.HasPrefix(imp, prefix+"/") {
			return slices.Contains(users, pkg)
		}
	}
	return false
}

// packages parses the imports of every non-test file below the repository's
// root. The files are opened here, so that the test cache knows of them.
func packages(t *testing.T) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	root := os.DirFS("..")
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" || d.Name() == "tools"):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		src, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, src, parser.ImportsOnly)
		if err != nil {
			return err
		}
		pkg := strings.TrimPrefix(path.Dir(name), ".")
		for _, spec := range file.Imports {
			imp, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			found[pkg] = append(found[pkg], imp)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(found) < 10 {
		t.Fatalf("only %d packages found", len(found))
	}
	return found
}
