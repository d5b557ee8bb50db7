package site

import (
	"bytes"
	"runtime"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/exemplar-lp/exemplar/internal/asset"
	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/check"
	"github.com/exemplar-lp/exemplar/internal/diag"
	"github.com/exemplar-lp/exemplar/internal/export"
	"github.com/exemplar-lp/exemplar/internal/publish"
	"github.com/exemplar-lp/exemplar/internal/render"
	"github.com/exemplar-lp/exemplar/internal/search"
	"github.com/exemplar-lp/exemplar/internal/withdraw"
)

// Outputs lists every file of the finished site, pages first. One in which
// something stands that was withdrawn has an error in place of its bytes.
func (s *Site) Outputs() []publish.Output { return slices.Concat(s.Direct(), s.SearchOutputs()) }

// Direct lists the outputs that are known without making the search index.
func (s *Site) Direct() []publish.Output { return s.direct(s.guard) }

// NotFound is the output 404.html as it is shown at any address of a host that has
// the site at its root, whatever base_url says.
func (s *Site) NotFound() publish.Output {
	return finished([]publish.Output{{Path: "404.html", Source: "generated page", Bytes: s.renderer.NotFound}}, s.guard)[0]
}

// SearchFolder is where the search index is, with a slash at the end.
const SearchFolder = search.Dir + "/"

// SearchOutputs lists the files of the search index, which is made when it is
// first asked for.
func (s *Site) SearchOutputs() []publish.Output { return s.searchOutputs(s.guard) }

// A finish gets what an output made, or failed to make, before anybody else does,
// and returns what they get.
type finish func(o publish.Output, data []byte, err error) ([]byte, error)

// asMade is the finish that changes nothing.
func asMade(_ publish.Output, data []byte, err error) ([]byte, error) { return data, err }

// finished gives outputs a finish. A large site has many pages and files of the
// search index, and keeps one small function for each: theirs have it from the
// start.
func finished(outputs []publish.Output, end finish) []publish.Output {
	for i, o := range outputs {
		outputs[i].Bytes = func(room *bytes.Buffer) ([]byte, error) {
			data, err := o.Bytes(room)
			return end(o, data, err)
		}
	}
	return outputs
}

func (s *Site) searchOutputs(end finish) []publish.Output {
	const source = "search index"
	files := s.Index().Files
	list := make([]publish.Output, len(files))
	for i := range files {
		f := &files[i]
		list[i] = publish.Output{Path: f.Path, Source: source, Bytes: func(room *bytes.Buffer) ([]byte, error) {
			return end(publish.Output{Path: f.Path, Source: source}, f.Bytes(room), nil)
		}}
	}
	return list
}

// Index returns the search index, made when it is first asked for.
func (s *Site) Index() *search.Index { return s.index() }

// direct is Direct with a finish.
func (s *Site) direct(end finish) []publish.Output {
	others := finished(s.others(), end)
	pages := s.renderer.Pages()
	list := make([]publish.Output, len(pages), len(pages)+len(others))
	for i := range pages {
		p := &pages[i]
		list[i] = publish.Output{Path: p.Path, Source: origin(p), Bytes: func(room *bytes.Buffer) ([]byte, error) {
			data, err := s.renderer.Render(room, *p)
			return end(publish.Output{Path: p.Path, Source: origin(p)}, data, err)
		}}
	}
	return append(list, others...)
}

// others are the outputs beside pages and the search index.
func (s *Site) others() []publish.Output {
	var list []publish.Output
	for _, a := range s.renderer.Assets() {
		list = append(list, fixed(a.Path, "theme", a.Bytes))
	}
	list = append(list, s.pictureOutputs()...)
	list = append(list, s.fileOutputs()...)
	return append(list, s.exports()...)
}

func origin(p *render.Page) string {
	if p.Source == "" {
		return "generated page"
	}
	return p.Source
}

func fixed(path, source string, data []byte) publish.Output {
	return publish.Output{Path: path, Source: source, Bytes: func(*bytes.Buffer) ([]byte, error) { return data, nil }}
}

func lazy(path, source string, data func() []byte) publish.Output {
	return publish.Output{Path: path, Source: source, Bytes: func(*bytes.Buffer) ([]byte, error) { return data(), nil }}
}

// exports are the machine-readable forms.
func (s *Site) exports() []publish.Output {
	list := []publish.Output{
		lazy(export.CSVPath, "coverage index", func() []byte { return export.CSV(s.Catalog) }),
		lazy(export.JSONPath, "coverage index", func() []byte { return export.JSON(s.Catalog) }),
		lazy(export.RobotsPath, "robots", func() []byte { return export.Robots(s.Settings) }),
		lazy(export.HeadersPath, "security headers", export.Headers),
		lazy(export.ApachePath, "security headers", func() []byte { return export.Apache(s.Settings) }),
	}
	list = append(list, s.calendars()...)
	if s.Settings.BaseURL == "" {
		return list
	}
	return append(list,
		lazy(export.FeedPath, "feed", func() []byte { return export.Feed(s.Catalog, s.Settings) }),
		lazy(export.SitemapPath, "sitemap", func() []byte { return export.Sitemap(s.Settings, s.locations()) }),
	)
}

func (s *Site) locations() []export.Location {
	pages := s.renderer.Pages()
	list := make([]export.Location, 0, len(pages))
	for _, p := range pages {
		if !p.Unlisted {
			list = append(list, export.Location{Path: p.Path, Updated: p.Updated})
		}
	}
	return list
}

// picturePaths lists the picture files that published pages show or link to,
// each once.
func (s *Site) picturePaths() []string {
	var list []string
	add := func(path string) {
		if path != "" {
			list = append(list, path)
		}
	}
	s.Catalog.Each(func(e catalog.Entry) {
		for _, p := range e.Linked().Pictures {
			add(p)
		}
		for _, t := range e.Linked().Targets {
			if t.File && asset.IsPicture(t.Path) {
				add(t.Path)
			}
		}
	})
	for _, p := range s.Catalog.Practitioners {
		add(p.Picture)
	}
	if s.hasLogo() {
		add(s.Settings.Brand.Logo)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// shrink leaves out the large sizes of pictures of pupils, and of copies of them.
func (s *Site) shrink(plan []*asset.Picture) []*asset.Picture {
	files := check.NewPolicy(s.Catalog).OfPupils(s.Catalog)
	pupils := map[string]bool{} // by the path of the smallest size, which copies share
	for _, p := range plan {
		if files[p.Source] {
			pupils[p.Variants[0].Path] = true
		}
	}
	for i, p := range plan {
		if pupils[p.Variants[0].Path] {
			plan[i] = p.Within(s.Settings.Privacy.PictureWidth)
		}
	}
	return plan
}

// otherPaths lists the files beside published pages.
func (s *Site) otherPaths() []string {
	var list []string
	for _, f := range s.Catalog.Files {
		list = append(list, f.Path)
	}
	return list
}

// unshown lists the pictures of the content folder that no published page shows.
func (s *Site) unshown() []string {
	shown := map[string]bool{}
	for _, name := range s.picturePaths() {
		shown[name] = true
	}
	var list []string
	for _, f := range s.Content.Files {
		if asset.IsPicture(f.Path) && !shown[f.Path] {
			list = append(list, f.Path)
		}
	}
	return list
}

// published tells render what becomes of each picture.
func published(plan []*asset.Picture) map[string]render.Picture {
	pictures := map[string]render.Picture{}
	for _, p := range plan {
		full := p.Variants[len(p.Variants)-1]
		r := render.Picture{Path: full.Path, Width: full.Width, Height: full.Height}
		for _, v := range p.Variants[:len(p.Variants)-1] {
			r.Smaller = append(r.Smaller, render.Variant{Path: v.Path, Width: v.Width})
		}
		pictures[p.Source] = r
	}
	return pictures
}

func (s *Site) pictureOutputs() []publish.Output {
	var list []publish.Output
	made := map[string]bool{} // equal pictures have one output
	for _, p := range s.pictures {
		for _, v := range p.Variants {
			if !made[v.Path] {
				made[v.Path] = true
				list = append(list, publish.Output{Path: v.Path, Source: p.Source, Bytes: func(*bytes.Buffer) ([]byte, error) { return s.maker.Bytes(v.Path) }})
			}
		}
	}
	return list
}

// downloads tells render what becomes of each file beside a page.
func (s *Site) downloads() map[string]render.File {
	files := map[string]render.File{}
	for _, f := range s.files {
		files[f.Source] = render.File{Path: f.Path, Size: f.Size}
	}
	return files
}

func (s *Site) fileOutputs() []publish.Output {
	var list []publish.Output
	for _, f := range s.files {
		list = append(list, publish.Output{Path: f.Path, Source: f.Source, Bytes: func(*bytes.Buffer) ([]byte, error) { return f.Bytes(s.root) }})
	}
	return list
}

// Rehearse makes every output, keeps none, and returns the problems that only
// making them shows: paths in conflict, templates that fail, pictures that are
// damaged, what was withdrawn. The error is the world's.
func (s *Site) Rehearse() (diag.List, error) {
	outputs := s.direct(asMade)
	if !s.register.Empty() {
		outputs = append(outputs, s.searchOutputs(asMade)...)
	}
	problems := publish.Conflicts(outputs)
	found := findings{}
	var mu sync.Mutex
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	rooms := sync.Pool{New: func() any { return new(bytes.Buffer) }}
	for _, o := range outputs {
		group.Go(func() error {
			room := rooms.Get().(*bytes.Buffer)
			defer rooms.Put(room)
			room.Reset()
			data, err := o.Bytes(room)
			problem, isProblem := ProblemOf(err)
			if err != nil && !isProblem {
				return err
			}
			hits, asked := s.search(o, data, err), s.thirdParties(o, data)
			mu.Lock()
			defer mu.Unlock()
			if isProblem {
				problems = append(problems, problem)
			}
			problems = append(problems, asked...)
			found.add(o.Path, hits)
			return nil
		})
	}
	err := group.Wait()
	return append(problems, s.report(found)...).Sort(), err
}

// search looks for what was withdrawn in an output that was made.
func (s *Site) search(o publish.Output, data []byte, err error) []withdraw.Hit {
	if err != nil || s.register.Empty() {
		return nil
	}
	return s.hits(o, data)
}
