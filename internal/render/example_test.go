package render

import (
	"bytes"
	"compress/gzip"
	"image"
	_ "image/jpeg"
	_ "image/png"
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"

	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/config"
	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/date"
	"github.com/exemplar-lp/exemplar/internal/diag"
	"github.com/exemplar-lp/exemplar/internal/search"
)

// asOf is the day by which the tests judge the example portal.
var asOf = date.Date{Year: 2026, Month: 11, Day: 21}

// root is the repository, which is also the site of the example portal.
func root() fs.FS { return os.DirFS("../..") }

func defaultTheme(tb testing.TB) *Theme {
	tb.Helper()
	theme, problems := LoadTheme(os.DirFS("../../themes/default"), nil, "themes/default")
	fatal(tb, problems)
	return theme
}

func fatal(tb testing.TB, problems diag.List) {
	tb.Helper()
	for _, p := range problems {
		if p.Severity == diag.Error {
			tb.Errorf("%s: %s (%s)", p.Position, p.Message, p.Hint)
		}
	}
	if problems.HasErrors() {
		tb.FailNow()
	}
}

// example is the example portal with settings changed.
func example(tb testing.TB, change func(*config.Settings)) *Renderer {
	tb.Helper()
	settings := exampleSettings(tb)
	if change != nil {
		change(settings)
	}
	set, problems, err := content.Load(root(), content.Options{Vocabularies: settings.Vocabularies})
	if err != nil {
		tb.Fatal(err)
	}
	fatal(tb, problems)
	cat, problems := catalog.Link(set, catalog.Options{AsOf: asOf, Framework: settings.Framework})
	fatal(tb, problems)
	return renderer(tb, cat, set, settings)
}

func exampleSettings(tb testing.TB) *config.Settings {
	tb.Helper()
	raw, err := fs.ReadFile(root(), config.File)
	if err != nil {
		tb.Fatal(err)
	}
	settings, problems := config.Read(diag.NewSource(config.File, raw))
	fatal(tb, problems)
	return settings
}

func renderer(tb testing.TB, cat *catalog.Catalog, set *content.Set, settings *config.Settings) *Renderer {
	tb.Helper()
	opts := Options{Settings: settings, Pictures: map[string]Picture{}, Files: map[string]File{}, Searchable: true, Facets: func() []search.Facet { return search.Collect(cat, search.Options{}).Browse() }}
	for _, f := range set.Files {
		out := strings.TrimPrefix(f.Path, content.Folder+"/")
		switch path.Ext(f.Path) {
		case ".png", ".jpg":
			opts.Pictures[f.Path] = measured(tb, f.Path, out)
		default:
			opts.Files[f.Path] = File{Path: out, Size: f.Size}
		}
	}
	return New(defaultTheme(tb), cat, opts)
}

func measured(tb testing.TB, source, out string) Picture {
	tb.Helper()
	f, err := root().Open(source)
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	c, _, err := image.DecodeConfig(f)
	if err != nil {
		tb.Fatal(err)
	}
	return Picture{Path: out, Width: c.Width, Height: c.Height}
}

func gzipped(tb testing.TB, text []byte) []byte {
	tb.Helper()
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	if _, err := z.Write(text); err != nil {
		tb.Fatal(err)
	}
	if err := z.Close(); err != nil {
		tb.Fatal(err)
	}
	return out.Bytes()
}
