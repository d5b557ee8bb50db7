// Package site is the order of the stages.
//
// In come a site's folder, read only, and the options of a build. Out come the
// settings, the frozen catalogue, every problem found on the way, and the
// outputs: a path and a function to its bytes for every file of the portal. It
// never writes, listens or prints.
package site

import (
	"bytes"
	"cmp"
	"errors"
	"io/fs"
	"os"
	"path"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	exemplar "github.com/exemplar-lp/exemplar"
	"github.com/exemplar-lp/exemplar/internal/asset"
	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/check"
	"github.com/exemplar-lp/exemplar/internal/config"
	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/date"
	"github.com/exemplar-lp/exemplar/internal/diag"
	"github.com/exemplar-lp/exemplar/internal/export"
	"github.com/exemplar-lp/exemplar/internal/markdown"
	"github.com/exemplar-lp/exemplar/internal/render"
	"github.com/exemplar-lp/exemplar/internal/search"
	"github.com/exemplar-lp/exemplar/internal/shelf"
	"github.com/exemplar-lp/exemplar/internal/withdraw"
)

// Options are the inputs of a build that are not files.
type Options struct {
	// BaseURL replaces the settings' address where it is not empty.
	BaseURL string
	// Drafts includes drafts, studies in review and entries of a later date.
	Drafts bool
	// AsOf is the day by which dates are judged.
	AsOf date.Date
	// Memory may be nil. The site is the same with it and without.
	Memory *Memory
	// Cache is a folder that keeps finished pictures for the next build; nil
	// for none. The site is the same with it and without.
	Cache *os.Root
	// Shelf keeps the texts of pages out of memory; nil for in memory. A program
	// that loads a site again and again gives the same each time.
	Shelf *shelf.Shelf
	// Sum knows the sums of some files of the site, so that a memory can tell
	// whether it has them without reading them. It may be nil.
	Sum func(file string) (sum content.Sum, ok bool)
	// Shape tells a memory whether the names of the content are those of the last
	// Load; see [content.Options]. It may be nil.
	Shape any
	// Unchecked leaves what the rules of check find out of Problems, for a
	// program that cannot wait for them. Check has them. Nor is anything worked
	// out ahead of the pages that ask for it.
	Unchecked bool
}

// Site is a site in memory. It does not change once loaded.
type Site struct {
	Settings *config.Settings
	Content  *content.Set
	Catalog  *catalog.Catalog
	// Problems are those of all stages, sorted, with the severities that the
	// settings ask for.
	Problems diag.List

	opts      Options
	found     diag.List // by all stages but check
	root      fs.FS
	renderer  *render.Renderer
	pictures  []*asset.Picture
	maker     *asset.Maker
	theme     loadedTheme
	register  *withdraw.Register // nil where the site has none
	searching search.Options
	// collection and index are made when they are first asked for.
	collection func() *search.Collection
	index      func() *search.Index
	files      []asset.File // published beside their pages
}

// Load takes a site through every stage but rendering. The error is the
// world's: problems of the site's files are in Problems.
func Load(root fs.FS, opts Options) (*Site, error) {
	s := &Site{root: root, opts: opts}
	var problems diag.List
	for _, stage := range []func(Options, *diag.List) error{s.readSettings, s.readRegister, s.readSynonyms, s.readFiles, s.link, s.dress} {
		if err := stage(opts, &problems); err != nil {
			return nil, err
		}
	}
	s.found = problems
	if opts.Unchecked {
		s.Problems = check.Apply(slices.Clone(problems), s.Content, s.Settings, opts.AsOf)
	} else {
		s.Problems = s.Check()
	}
	return s, nil
}

// Check returns the problems of all stages, those that the rules of check find
// among them, sorted, with the severities that the settings ask for.
func (s *Site) Check() diag.List {
	problems := slices.Concat(s.found, check.Run(s.Content, s.Catalog, s.Settings))
	return check.Apply(problems, s.Content, s.Settings, s.opts.AsOf)
}

// LoadProblem turns the error of a Load into a problem, for those who show problems
// only.
func LoadProblem(err error) diag.Diagnostic {
	var failed *fs.PathError
	if errors.As(err, &failed) && failed.Path == config.File && errors.Is(err, fs.ErrNotExist) {
		return diag.New(diag.ConfigMissing, diag.Position{File: config.File},
			"go to your portal's folder, or put the file back; exemplar init starts a new portal", "there is no %s here", config.File)
	}
	return diag.New(diag.FileUnreadable, diag.Position{}, "", "%v", err)
}

// mostOwn is the size in bytes of the largest file beside the content that is
// read.
const mostOwn = 1 << 20

// readOwn reads a file beside the content, such as the settings. Where it only
// points to another place, or is too large, that is reported and nothing is read.
func (s *Site) readOwn(name string, problems *diag.List) ([]byte, error) {
	if s.isLink(name, problems) {
		return nil, nil
	}
	if info, err := fs.Stat(s.root, name); err == nil && info.Size() > mostOwn {
		problems.Add(diag.FileTooLarge, diag.Position{File: name}, "take out what does not belong there", "the file is larger than %d KiB", mostOwn>>10)
		return nil, nil
	}
	raw, err := fs.ReadFile(s.root, name)
	if raw == nil {
		raw = []byte{}
	}
	return raw, err
}

// isLink reports a name of the site, or a folder on the way to it, that only
// points to another place.
func (s *Site) isLink(name string, problems *diag.List) bool {
	for at := name; at != "."; at = path.Dir(at) {
		info, err := fs.Lstat(s.root, at)
		if err != nil || info.Mode()&fs.ModeSymlink == 0 {
			continue
		}
		problems.Add(diag.FileSymlink, diag.Position{File: at}, "put a copy of the file or folder in its place",
			"%q only points to another place, and such links are not followed", path.Base(at))
		return true
	}
	return false
}

// readSettings reads exemplar.yaml.
func (s *Site) readSettings(opts Options, problems *diag.List) error {
	s.Settings = config.Default()
	raw, err := s.readOwn(config.File, problems)
	if err != nil || raw == nil {
		return err
	}
	src, found := content.Normalise(config.File, raw)
	settings, more := config.Read(src)
	if opts.BaseURL != "" {
		settings.BaseURL = opts.BaseURL
	}
	s.Settings = settings
	*problems = append(append(*problems, found...), more...)
	return nil
}

// readFiles reads the theme, and beside it every file under content/.
func (s *Site) readFiles(opts Options, problems *diag.List) error {
	var found diag.List
	var group errgroup.Group
	group.Go(func() error { return s.loadTheme(opts.Memory, &found) })
	err := s.readContent(opts, problems)
	err = cmp.Or(err, group.Wait())
	*problems = append(*problems, found...)
	return err
}

// readContent reads every file under content/.
func (s *Site) readContent(opts Options, problems *diag.List) error {
	set, found, err := content.Load(s.root, content.Options{
		Vocabularies: s.Settings.Vocabularies,
		Limits:       limits(s.Settings.Limits),
		Language:     s.Settings.Language,
		Shelf:        opts.Shelf,
		Cache:        opts.Memory.entries(),
		Sum:          opts.Sum,
		Shape:        opts.Shape,
	})
	s.Content = set
	*problems = append(*problems, found...)
	return err
}

// limits returns the settings' limits as content counts them.
func limits(l config.Limits) content.Limits {
	return content.Limits{
		File: l.FileKiB << 10, FrontMatter: l.FrontKiB << 10,
		Body: markdown.Limits{
			Depth: l.Depth, Delimiters: l.Delimiters, Paragraph: l.ParagraphKiB, Columns: l.Columns, Cells: l.Cells,
			Footnotes: l.Footnotes, Definitions: l.Definitions, Output: l.OutputFactor,
		},
	}
}

// link makes the catalogue and applies the rules that need it.
func (s *Site) link(opts Options, problems *diag.List) error {
	cat, found := catalog.Link(s.Content, catalog.Options{
		AsOf: opts.AsOf, Drafts: opts.Drafts,
		Framework: s.Settings.Framework, FrameworkAt: s.Settings.Keys["framework"],
		RequireSignoff: s.Settings.Publishing.RequireSignoff, RequireSafeguarding: s.Settings.Publishing.RequireSafeguarding,
		ReviewGrace: s.Settings.Publishing.ReviewGrace,
		Outputs:     exportPaths,
	})
	s.Catalog = cat
	s.hide()
	*problems = append(*problems, found...)
	return nil
}

// exportPaths are the outputs beside pages that a body may link to.
var exportPaths = []string{export.CSVPath, export.JSONPath, export.FeedPath, export.SitemapPath}

// dress plans the pictures and files and prepares the theme.
func (s *Site) dress(opts Options, problems *diag.List) error {
	limits := asset.Limits{
		FileMB: s.Settings.Limits.ImageMB, Megapixels: s.Settings.Limits.Megapixels, DownloadMB: s.Settings.Limits.DownloadMB,
	}
	if logo := s.Settings.Brand.Logo; logo != "" && !s.hasLogo() {
		problems.Add(diag.ConfigValue, s.Settings.Brand.Pos.In(config.File),
			"save the picture there, or write the path of another, such as content/logo.png", "there is no picture %q", logo)
	}
	plan, found := asset.Plan(s.root, s.picturePaths(), limits, opts.Memory.plans())
	*problems = append(*problems, found...)
	plan = s.shrink(plan)
	s.pictures, s.maker = plan, asset.NewMaker(s.root, plan, opts.Cache)
	s.files, found = asset.Files(s.root, s.otherPaths(), limits)
	*problems = append(*problems, unknownOnly(append(found, s.unlinked()...), *problems)...)
	*problems = append(*problems, s.readDownloads(opts.Memory)...)
	*problems = append(*problems, asset.Unshown(s.root, s.unshown(), limits, opts.Memory.plans())...)
	s.speak(s.theme.Theme)
	s.renderer = render.New(s.theme.Theme, s.Catalog, render.Options{
		Settings: s.Settings, Pictures: published(plan), Files: s.downloads(),
		Searchable: true, Facets: func() []search.Facet { return s.collection().Browse() },
	})
	s.collection = sync.OnceValue(func() *search.Collection { return search.Collect(s.Catalog, s.searching) })
	s.index = sync.OnceValue(func() *search.Index { return s.collection().Index() })
	if !opts.Unchecked {
		go s.renderer.Prepare()
	}
	return nil
}

// unknownOnly drops what is said of a file that is not published, or that no page
// leads to, where content has said already that it should be a page.
func unknownOnly(found, known diag.List) diag.List {
	kinds := map[string]bool{}
	for _, d := range known {
		if d.Code == diag.FileKind {
			kinds[d.Position.File] = true
		}
	}
	return slices.DeleteFunc(found, func(d diag.Diagnostic) bool {
		return (d.Code == diag.AssetType || d.Code == diag.AssetUnlinked) && kinds[d.Position.File]
	})
}

// hasLogo reports whether the settings name a logo that is there.
func (s *Site) hasLogo() bool {
	if s.Settings.Brand.Logo == "" {
		return false
	}
	_, err := fs.Stat(s.root, s.Settings.Brand.Logo)
	return !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrInvalid)
}

// loadedTheme is a theme and where it is from.
type loadedTheme struct {
	*render.Theme
	own bool // a folder of the site overlays the embedded theme
}

// loadTheme overlays the embedded theme with the site's own.
func (s *Site) loadTheme(memory *Memory, problems *diag.List) error {
	base, err := fs.Sub(exemplar.Themes, "themes/default")
	if err != nil {
		return err
	}
	where := "themes/" + s.Settings.Theme
	overlay, err := s.overlay(where, problems)
	if err != nil {
		return err
	}
	theme, found := memory.load(base, overlay, where)
	s.theme = loadedTheme{theme, overlay != nil}
	*problems = append(*problems, found...)
	return nil
}

// overlay returns the folder of the site's own theme; nil where there is none.
func (s *Site) overlay(where string, problems *diag.List) (fs.FS, error) {
	if s.isLink(where, problems) {
		return nil, nil
	}
	overlay, err := fs.Sub(s.root, where)
	if err != nil {
		return nil, err
	}
	if _, err := fs.Stat(overlay, "."); !errors.Is(err, fs.ErrNotExist) {
		return overlay, nil
	}
	if s.Settings.Theme != config.Default().Theme {
		problems.Add(diag.ConfigValue, s.Settings.Keys["theme"],
			"make the folder, or remove the line to use the default theme", "there is no folder %q", where)
	}
	return nil, nil
}

// TidyCache deletes from the cache the pictures that the site no longer has.
func (s *Site) TidyCache() error { return s.maker.Prune() }

// Line returns a line of a file of the site, for printing problems.
func (s *Site) Line(file string, n int) string {
	raw, err := fs.ReadFile(s.root, file)
	if err != nil {
		return ""
	}
	src, _ := content.Normalise(file, raw)
	if src == nil {
		src = diag.NewSource(file, bytes.ToValidUTF8(raw, []byte("\uFFFD")))
	}
	return src.Line(n)
}
