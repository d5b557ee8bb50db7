package site_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/check"
	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/publish"
	"github.com/exemplar-lp/exemplar/internal/shelf"
	"github.com/exemplar-lp/exemplar/internal/site"
)

// sizes are how many case studies the measured portals have. There is a
// practitioner for four and a school for forty.
var sizes = []int{100, 1_000, 10_000}

// BenchmarkStages measures each stage of a build by itself, and the whole, at
// each size. go test -bench Stages/1000/ runs those of one size.
func BenchmarkStages(b *testing.B) {
	for _, n := range sizes {
		files := portal(n)
		opts := site.Options{AsOf: today, Shelf: new(shelf.Shelf)}
		s, err := site.Load(files, opts)
		if err != nil || s.Problems.HasErrors() {
			b.Fatal(err, s.Problems.Errors())
		}
		made := finished(b, s.Outputs())
		for _, stage := range []struct {
			name string
			run  func(b *testing.B)
		}{
			{"read", func(b *testing.B) {
				_, _, err := content.Load(files, content.Options{Shelf: opts.Shelf})
				fail(b, err)
			}},
			{"link", func(*testing.B) { catalog.Link(s.Content, catalog.Options{AsOf: today, Framework: "lp"}) }},
			{"check", func(*testing.B) { check.Run(s.Content, s.Catalog, s.Settings) }},
			{"load", func(b *testing.B) {
				_, err := site.Load(files, opts)
				fail(b, err)
			}},
			{"render", func(b *testing.B) { finished(b, s.Direct()) }},
			{"search", func(b *testing.B) {
				anew, err := site.Load(files, site.Options{AsOf: today, Shelf: opts.Shelf, Memory: new(site.Memory)})
				fail(b, err)
				b.ResetTimer()
				finished(b, anew.SearchOutputs())
			}},
			{"publish", func(b *testing.B) { published(b, made) }},
			{"whole", func(b *testing.B) {
				anew, err := site.Load(files, opts)
				fail(b, err)
				published(b, anew.Outputs())
			}},
		} {
			b.Run(fmt.Sprintf("%d/%s", n, stage.name), func(b *testing.B) {
				b.ReportAllocs()
				for range b.N {
					stage.run(b)
				}
				b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(n), "µs/study")
			})
		}
	}
}

func fail(b *testing.B, err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

// finished makes all outputs and returns them as they are.
func finished(b *testing.B, outputs []publish.Output) []publish.Output {
	b.Helper()
	list := make([]publish.Output, len(outputs))
	for i, o := range outputs {
		data, err := o.Bytes(new(bytes.Buffer))
		fail(b, err)
		list[i] = publish.Output{Path: o.Path, Source: o.Source, Bytes: func(*bytes.Buffer) ([]byte, error) { return data, nil }}
	}
	return list
}

func published(b *testing.B, outputs []publish.Output) {
	b.Helper()
	dir := filepath.Join(b.TempDir(), "public")
	_, err := publish.Dir(dir, outputs, publish.Options{})
	fail(b, err)
	b.StopTimer()
	fail(b, os.RemoveAll(dir))
	b.StartTimer()
}

// portal is an invented portal with n case studies of some 700 words in seven
// sections, each with a claim or two shown in it.
func portal(n int) fstest.MapFS {
	random := rand.New(rand.NewPCG(1, uint64(n)))
	files := fstest.MapFS{
		"exemplar.yaml":                  {Data: []byte("title: Measured\nframework: lp\nbase_url: https://lp.example/\n")},
		"content/_index.md":              {Data: []byte("---\ntitle: Home\n---\n\nText.\n")},
		"content/standards/lp/_index.md": {Data: []byte("---\ntitle: Standards\n---\n\nText.\n")},
	}
	for i := range 10 {
		files[fmt.Sprintf("content/standards/lp/ps%d.md", i)] = &fstest.MapFile{Data: fmt.Appendf(nil, "---\ntitle: Standard %d\ncode: PS%d\n---\n\nText.\n", i, i)}
	}
	add := func(name, front, body string) {
		files["content/"+name] = &fstest.MapFile{Data: []byte("---\n" + front + "\n---\n\n" + body + "\n")}
	}
	for i := range n/40 + 1 {
		add(fmt.Sprintf("schools/school-%d.md", i), fmt.Sprintf("title: School %d", i), paragraph(random, 40))
	}
	for i := range n/4 + 1 {
		add(fmt.Sprintf("practitioners/person-%d.md", i), fmt.Sprintf("title: Amira Khan %d\nrole: lead-practitioner\nschool: school-%d", i, random.IntN(n/40+1)), paragraph(random, 60))
	}
	for i := range n {
		one, other := random.IntN(10), random.IntN(10)
		standards := fmt.Sprintf("PS%d", one)
		if other != one {
			standards += fmt.Sprintf(", PS%d", other)
		}
		var body strings.Builder
		for _, heading := range []string{"Why this focus", "What we did", "Problems", "Impact", "What we learned", "How other schools could use this", "Next steps"} {
			fmt.Fprintf(&body, "## %s\n\n%s [PS%d]\n\n%s\n\n", heading, paragraph(random, 60), one, paragraph(random, 40))
		}
		add(fmt.Sprintf("case-studies/study-%d.md", i), fmt.Sprintf("title: %s\nsummary: %s\ndate: 20%02d-0%d-12\npractitioners: [person-%d]\nschool: school-%d\nstandards: [%s]",
			paragraph(random, 5), paragraph(random, 12), 21+random.IntN(5), 1+random.IntN(9), random.IntN(n/4+1), random.IntN(n/40+1), standards), body.String())
	}
	return files
}

// paragraph is so many invented words.
func paragraph(random *rand.Rand, words int) string {
	const syllables = "talepartnervocabreadingpupilsmodelquestionfocusclassgroupshare"
	var b strings.Builder
	for i := range words {
		if i > 0 {
			b.WriteByte(' ')
		}
		from := random.IntN(len(syllables) - 9)
		b.WriteString(syllables[from : from+2+random.IntN(8)])
	}
	return b.String() + "."
}
