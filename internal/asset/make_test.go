package asset

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"image"
	"image/gif"
	"image/jpeg"
	"io/fs"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

func TestSizes(t *testing.T) {
	jpegs, pngs := []string{".jpg", "image/jpeg"}, []string{".png", "image/png"}
	tests := []struct {
		name   string
		data   []byte
		form   []string
		widths []int
	}{
		{"large photo", asJPEG(photo(1800, 200)), jpegs, []int{480, 800, 1200, 1600}},
		{"photo of 1300", asJPEG(photo(1300, 150)), jpegs, []int{480, 800, 1300}},
		{"photo of 820", asJPEG(photo(820, 100)), jpegs, []int{480, 820}},
		{"photo of 500", asJPEG(photo(500, 20)), jpegs, []int{500}},
		{"photo of 479", asJPEG(photo(479, 300)), jpegs, []int{479}},
		{"one pixel", asJPEG(photo(1, 1)), jpegs, []int{1}},
		{"a line", asPNG(quarters(3000, 2)), pngs, []int{480, 800, 2000}},
		{"screenshot", asPNG(quarters(1920, 180)), pngs, []int{480, 800, 1920}},
		{"large screenshot", asPNG(quarters(2560, 140)), pngs, []int{480, 800, 2000}},
		{"photo saved as PNG", asPNG(photo(900, 100)), jpegs, []int{480, 800, 900}},
		{"lossless WebP drawing", asWebP(700, 500, red), pngs, []int{700}},
		{"still GIF", asGIF(700, 500, 1, 10, 0), pngs, []int{700}},
		{"animation", asGIF(1700, 50, 3, 10, 0), []string{".gif", "image/gif"}, []int{1700}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, files := makeAll(t, tt.data)
			var widths []int
			for i, v := range p.Variants {
				widths = append(widths, v.Width)
				img, _, err := image.Decode(bytes.NewReader(files[i]))
				if err != nil || img.Bounds().Size() != image.Pt(v.Width, v.Height) {
					t.Errorf("%s is %v, error %v", v.Path, img.Bounds(), err)
				}
				if want := fmt.Sprintf("media/%s-%d%s", p.key, v.Width, tt.form[0]); v.Path != want || v.Type != tt.form[1] {
					t.Errorf("%s, %s; want %s, %s", v.Path, v.Type, want, tt.form[1])
				}
			}
			if diff := cmp.Diff(widths, tt.widths); diff != "" {
				t.Error(diff)
			}
			last := p.Variants[len(p.Variants)-1]
			if p.Width != last.Width || p.Height != last.Height {
				t.Errorf("picture is %d×%d, largest variant %d×%d", p.Width, p.Height, last.Width, last.Height)
			}
		})
	}
}

func TestWithin(t *testing.T) {
	_, p, _ := planOne(t, asJPEG(photo(1300, 650)))
	tests := map[int][]int{5000: {480, 800, 1300}, 1300: {480, 800, 1300}, 1299: {480, 800}, 480: {480}, 10: {480}}
	for most, want := range tests {
		q := p.Within(most)
		var widths []int
		for _, v := range q.Variants {
			widths = append(widths, v.Width)
		}
		if diff := cmp.Diff(widths, want); diff != "" || q.Width != want[len(want)-1] || q.Height != (q.Width+1)/2 {
			t.Errorf("within %d: %d×%d %s", most, q.Width, q.Height, diff)
		}
	}
	if len(p.Variants) != 3 {
		t.Error("the picture itself has changed")
	}
}

// TestWithinMakesTheSameFile: a variant has one name and so must have the same
// bytes whichever others are asked for.
func TestWithinMakesTheSameFile(t *testing.T) {
	fsys, p, _ := planOne(t, asJPEG(photo(1700, 200)))
	path := p.Variants[0].Path
	all := must(NewMaker(fsys, []*Picture{p}, nil).Bytes(path))
	one := must(NewMaker(fsys, []*Picture{p.Within(480)}, nil).Bytes(path))
	if !bytes.Equal(all, one) {
		t.Error("the file depends on the other variants")
	}
}

// TestMislabelled refuses pictures whose names say another format, and says what to
// call them.
func TestMislabelled(t *testing.T) {
	for name, tt := range map[string]struct {
		data []byte
		says string
		hint string
	}{
		"a.jpg":  {asPNG(quarters(20, 10)), "is a PNG picture, not a JPEG", "rename it to a.png"},
		"a.PNG":  {asJPEG(quarters(20, 10)), "is a JPEG picture, not a PNG", "rename it to a.jpg"},
		"a.webp": {asGIF(20, 10, 1, 0, 0), "is a GIF picture, not a WebP", "rename it to a.gif"},
		"a.jpeg": {data: asJPEG(quarters(20, 10))},
		"a.JPG":  {data: asJPEG(quarters(20, 10))},
		"a.png":  {data: asPNG(quarters(20, 10))},
		"a.gif":  {data: asGIF(20, 10, 1, 0, 0)},
		"a":      {data: asJPEG(quarters(20, 10))}, // says nothing
	} {
		pictures, problems := Plan(site(map[string][]byte{name: tt.data}), []string{name}, Limits{}, nil)
		if tt.says == "" {
			if len(pictures) != 1 || len(problems) > 0 {
				t.Errorf("%s: %v", name, problems)
			}
			continue
		}
		if len(pictures) > 0 || len(problems) != 1 || problems[0].Code != diag.ImageFormat ||
			!strings.Contains(problems[0].Message, tt.says) || !strings.Contains(problems[0].Hint, tt.hint) {
			t.Errorf("%s: %v", name, problems)
		}
	}
}

func TestNamesTellNothing(t *testing.T) {
	data := asJPEG(quarters(20, 10))
	fsys := site(map[string][]byte{"content/mary-jones.jpg": data, "content/b/copy.jpg": data, "content/c.jpg": asJPEG(quarters(21, 10))})
	pictures, _ := Plan(fsys, []string{"content/mary-jones.jpg", "content/b/copy.jpg", "content/c.jpg"}, Limits{}, nil)
	if strings.Contains(pictures[0].Variants[0].Path, "mary") {
		t.Error(pictures[0].Variants[0].Path)
	}
	if diff := cmp.Diff(pictures[0].Variants, pictures[1].Variants); diff != "" {
		t.Errorf("equal files differ: %s", diff)
	}
	if pictures[0].Variants[0].Path == pictures[2].Variants[0].Path {
		t.Error("two files have one name")
	}
}

// TestDeterminism: in whatever order and from however many goroutines the
// variants are asked for, they are the same.
func TestDeterminism(t *testing.T) {
	files := map[string][]byte{"a": asJPEG(photo(1700, 200)), "b": asPNG(quarters(1000, 500)), "c": asPNG(photo(700, 100)), "d": asGIF(40, 40, 3, 5, 0)}
	fsys := site(files)
	digest := func(parallel bool) string {
		pictures, problems := Plan(fsys, []string{"a", "b", "c", "d"}, Limits{}, nil)
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		m := NewMaker(fsys, pictures, nil)
		var paths []string
		for _, p := range pictures {
			for _, v := range p.Variants {
				paths = append(paths, v.Path)
			}
		}
		if parallel {
			slices.Reverse(paths)
		}
		sums := make([]string, len(paths))
		var workers sync.WaitGroup
		for i, path := range paths {
			one := func() { sums[i] = fmt.Sprintf("%s %x", path, sha256.Sum256(must(m.Bytes(path)))) }
			if parallel {
				workers.Go(one)
			} else {
				one()
			}
		}
		workers.Wait()
		slices.Sort(sums)
		return strings.Join(sums, "\n")
	}
	if diff := cmp.Diff(digest(true), digest(false)); diff != "" {
		t.Error(diff)
	}
}

func TestUnplannedPath(t *testing.T) {
	if _, err := NewMaker(site(nil), nil, nil).Bytes("media/x.jpg"); err == nil {
		t.Error("made a picture that was not planned")
	}
}

func TestChangedAfterPlan(t *testing.T) {
	fsys, p, _ := planOne(t, asJPEG(quarters(20, 10)))
	changed := site(map[string][]byte{"content/a": sized(60_000, 60_000)})
	for name, now := range map[string]fs.FS{"changed": changed, "gone": site(nil)} {
		_, err := NewMaker(now, []*Picture{p}, nil).Bytes(p.Variants[0].Path)
		if failed, ok := err.(*Error); !ok || failed.Diagnostic.Code != diag.FileUnreadable {
			t.Errorf("%s: %v", name, err)
		}
	}
	must(NewMaker(fsys, []*Picture{p}, nil).Bytes(p.Variants[0].Path))
}

func openCache(t *testing.T) (*os.Root, string) {
	t.Helper()
	dir := t.TempDir()
	root := must(os.OpenRoot(dir))
	t.Cleanup(func() { root.Close() })
	return root, dir
}

func TestCache(t *testing.T) {
	root, dir := openCache(t)
	fsys, p, _ := planOne(t, asJPEG(photo(900, 150)))
	all := func(m *Maker) string {
		t.Helper()
		var files []string
		for _, v := range p.Variants {
			file, err := m.Bytes(v.Path)
			if err != nil {
				return err.Error()
			}
			files = append(files, string(file))
		}
		return strings.Join(files, "|")
	}
	want := all(NewMaker(fsys, []*Picture{p}, nil))
	if got := all(NewMaker(fsys, []*Picture{p}, root)); got != want {
		t.Error("the first build with a cache differs")
	}
	empty := site(nil)
	if got := all(NewMaker(empty, []*Picture{p}, root)); got != want {
		t.Error("the cache does not have every variant")
	}
	entries := must(os.ReadDir(dir))
	if len(entries) != len(p.Variants) {
		t.Errorf("the cache has %v", entries)
	}
	name := dir + "/" + entries[0].Name()
	whole := must(os.ReadFile(name))
	for what, data := range map[string][]byte{
		"changed": append(bytes.Clone(whole[:len(whole)-1]), whole[len(whole)-1]^1), "cut": whole[:100], "short": whole[:9], "empty": nil,
	} {
		if err := os.WriteFile(name, data, 0o644); err != nil {
			t.Fatal(err)
		}
		if got := all(NewMaker(empty, []*Picture{p}, root)); !strings.Contains(got, "is not there") {
			t.Errorf("a %s entry is used", what)
		}
		if got := all(NewMaker(fsys, []*Picture{p}, root)); got != want {
			t.Errorf("a %s entry is in the way", what)
		}
		if !bytes.Equal(must(os.ReadFile(name)), whole) {
			t.Errorf("a %s entry is not mended", what)
		}
	}
}

func TestCacheThatCannotBeUsed(t *testing.T) {
	root, _ := openCache(t)
	root.Close()
	fsys, p, _ := planOne(t, asJPEG(photo(900, 150)))
	m, fresh := NewMaker(fsys, []*Picture{p}, root), NewMaker(fsys, []*Picture{p}, nil)
	for _, v := range p.Variants {
		if !bytes.Equal(must(m.Bytes(v.Path)), must(fresh.Bytes(v.Path))) {
			t.Errorf("%s differs", v.Path)
		}
	}
}

func TestPrune(t *testing.T) {
	root, dir := openCache(t)
	fsys := site(map[string][]byte{"a": asJPEG(quarters(20, 10)), "b": asJPEG(quarters(10, 20))})
	pictures, _ := Plan(fsys, []string{"a", "b"}, Limits{}, nil)
	m := NewMaker(fsys, pictures, root)
	for _, p := range pictures {
		must(m.Bytes(p.Variants[0].Path))
	}
	kept := entryName(pictures[0].Variants[0].Path)
	for _, name := range []string{"notes.txt", kept + ".part", strings.TrimSuffix(kept, "go") + ".old"} {
		if err := os.WriteFile(dir+"/"+name, []byte("x"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := NewMaker(fsys, pictures[:1], root).Prune(); err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range must(os.ReadDir(dir)) {
		names = append(names, e.Name())
	}
	want := []string{kept, "notes.txt"}
	slices.Sort(want)
	if diff := cmp.Diff(names, want); diff != "" {
		t.Error(diff)
	}
	if err := NewMaker(fsys, pictures, nil).Prune(); err != nil {
		t.Error(err)
	}
}

func TestAnimation(t *testing.T) {
	tests := []struct {
		name                 string
		frames, delay, loops int // as image/gif counts: 0 for ever, -1 once
		want                 int
		moves                bool
	}{
		{"for ever", 4, 25, 0, 4, true},
		{"once", 4, 25, -1, -1, true},
		{"three times", 4, 25, 2, 2, true},
		{"five seconds once", 5, 100, 0, -1, true},
		{"three seconds for ever", 3, 100, 0, -1, true},
		{"no delay counts as a tenth", 10, 0, 0, 4, true},
		{"too long", 6, 100, 0, 0, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			data := asGIF(60, 40, tt.frames, tt.delay, tt.loops)
			_, _, problems := planOne(t, data)
			p, files := makeAll(t, data)
			if !tt.moves {
				if len(problems) != 1 || problems[0].Code != diag.ImageMoving || p.Variants[0].Type != "image/png" {
					t.Errorf("%s with %v", p.Variants[0].Type, problems)
				}
				return
			}
			all := must(gif.DecodeAll(bytes.NewReader(files[0])))
			if len(problems) != 0 || all.LoopCount != tt.want || len(all.Image) != tt.frames || all.Delay[0] != tt.delay {
				t.Errorf("%d frames of %d with loop count %d, want %d; %v", len(all.Image), all.Delay[0], all.LoopCount, tt.want, problems)
			}
		})
	}
}

func TestAnimatedPNGIsStill(t *testing.T) {
	_, p, problems := planOne(t, asPNG(quarters(40, 40), pngPart("acTL", "\x00\x00\x00\x03\x00\x00\x00\x00")))
	if p.Variants[0].Type != "image/png" || len(problems) != 1 || problems[0].Code != diag.ImageMoving {
		t.Error(p.Variants, problems)
	}
}

// countingFS counts how often files are opened.
type countingFS struct {
	fs.ReadLinkFS
	mu     sync.Mutex
	opened map[string]int
}

func (c *countingFS) Open(name string) (fs.File, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.opened[name]++
	return c.ReadLinkFS.Open(name)
}

func TestMemory(t *testing.T) {
	files := site(map[string][]byte{"a": asJPEG(quarters(20, 10)), "b": {}})
	fsys := &countingFS{ReadLinkFS: files, opened: map[string]int{}}
	var known Memory
	first, firstProblems := Plan(fsys, []string{"a", "b"}, Limits{}, &known)
	again, problems := Plan(fsys, []string{"a", "b"}, Limits{}, &known)
	if len(first) != 1 || len(again) != 1 || first[0] != again[0] || !cmp.Equal(problems, firstProblems) || len(problems) != 1 {
		t.Errorf("planned %v with %v, then %v with %v", first, firstProblems, again, problems)
	}
	if diff := cmp.Diff(fsys.opened, map[string]int{"a": 1, "b": 1}); diff != "" {
		t.Error(diff)
	}
	sameSize := bytes.Clone(files["a"].Data)
	binary.BigEndian.PutUint16(sameSize[bytes.Index(sameSize, []byte("\xff\xc0"))+7:], 21)
	files["a"].Data, files["a"].ModTime = sameSize, time.Unix(1, 0)
	if now, _ := Plan(fsys, []string{"a"}, Limits{}, &known); now[0].Width != 21 {
		t.Error("a changed file of the same size is not read again")
	}
	files["a"].Data = asJPEG(quarters(30, 10))
	if now, _ := Plan(fsys, []string{"a"}, Limits{}, &known); now[0].Width != 30 {
		t.Error("a changed file is not read again")
	}
	if now, problems := Plan(fsys, []string{"a"}, Limits{Side: 20}, &known); len(now) != 0 || len(problems) != 1 {
		t.Error("changed limits are not applied")
	}
	delete(files, "a")
	if now, problems := Plan(fsys, []string{"a"}, Limits{}, &known); len(now) != 0 || len(problems) != 1 {
		t.Error("a file that is gone is remembered")
	}
}

// Benchmark12Megapixels makes the four sizes of one photograph of a phone.
func Benchmark12Megapixels(b *testing.B) {
	fsys, p, _ := planOne(b, asJPEG(photo(4000, 3000)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := NewMaker(fsys, []*Picture{p}, nil).Bytes(p.Variants[0].Path); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPlan(b *testing.B) {
	data := asJPEG(photo(4000, 3000))
	fsys := site(map[string][]byte{"a": data})
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if p, _ := Plan(fsys, []string{"a"}, Limits{}, nil); len(p) != 1 {
			b.Fatal("not planned")
		}
	}
}

// TestNothingIsHeld: once every variant has been asked for, none is kept.
func TestNothingIsHeld(t *testing.T) {
	fsys, p, _ := planOne(t, asJPEG(photo(900, 150)))
	m := NewMaker(fsys, []*Picture{p}, nil)
	for _, v := range p.Variants {
		must(m.Bytes(v.Path))
	}
	if held := m.jobs[p.Variants[0].Path].made; len(held) > 0 {
		t.Errorf("%d files are held", len(held))
	}
}

func TestAnotherSizeThanPlanned(t *testing.T) {
	_, p, _ := planOne(t, asJPEG(quarters(20, 10)))
	for _, data := range [][]byte{asJPEG(quarters(19, 10)), asJPEG(quarters(20, 11))} {
		if _, err := variantsOf(data, &p.facts, p.Variants); err != errSize {
			t.Error(err)
		}
	}
}

// TestQuality: what is published looks like what it is made from.
func TestQuality(t *testing.T) {
	_, files := makeAll(t, asJPEG(photo(900, 150)))
	got := must(jpeg.Decode(bytes.NewReader(files[len(files)-1])))
	if d := meanDifference(got, photo(900, 150)); d > 6 {
		t.Errorf("off by %.1f of 255 on average", d)
	}
}

func meanDifference(a, b image.Image) float64 {
	sum, n := 0.0, 0.0
	for y := range a.Bounds().Dy() {
		for x := range a.Bounds().Dx() {
			r, g, bl, al := a.At(x, y).RGBA()
			r2, g2, bl2, al2 := b.At(x, y).RGBA()
			sum += float64(apart(r, r2)>>8+apart(g, g2)>>8+apart(bl, bl2)>>8+apart(al, al2)>>8) / 4
			n++
		}
	}
	return sum / n
}
