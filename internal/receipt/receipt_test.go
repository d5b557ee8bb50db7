package receipt

import (
	"io/fs"
	"maps"
	"os"
	"testing"
	"testing/fstest"
	"time"
)

// site is what every test starts from.
func site() fstest.MapFS {
	return fstest.MapFS{
		"exemplar.yaml":         {Data: []byte("title: a")},
		"content/talk.md":       {Data: []byte("talk")},
		"content/map.pdf":       {Data: []byte("a map")},
		"content/photo.jpg":     {Data: []byte("a photo")},
		"content/events/day.md": {Data: []byte("day")},
	}
}

// build reads a site as a build does: it walks, reads pages, opens a picture,
// asks for a file that is not there, and never reads map.pdf.
func build(t *testing.T, files fs.FS) map[string]string {
	t.Helper()
	r := Record(files)
	err := fs.WalkDir(r, "content", func(_ string, _ fs.DirEntry, err error) error { return err })
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"exemplar.yaml", "content/talk.md", "content/events/day.md", "withdrawals.yaml"} {
		_, _ = fs.ReadFile(r, name)
	}
	if f, err := r.Open("content/photo.jpg"); err == nil {
		f.Close()
	}
	_, _ = fs.Stat(r, "themes/default")
	_, _ = fs.Lstat(r, "content")
	return r.Reads()
}

func TestHolds(t *testing.T) {
	output := fstest.MapFS{"index.html": {Data: []byte("home")}}
	sum, err := Sum(output)
	if err != nil {
		t.Fatal(err)
	}
	r := Receipt{Facts: []string{"2026-11-21"}, Reads: build(t, site()), Outputs: sum}
	if !r.Holds(site(), output, r.Facts) {
		t.Fatal("it does not hold for what it was made of")
	}
	for name, change := range map[string]func(files fstest.MapFS){
		"a page":              func(f fstest.MapFS) { f["content/talk.md"] = &fstest.MapFile{Data: []byte("tale")} },
		"the settings":        func(f fstest.MapFS) { f["exemplar.yaml"] = &fstest.MapFile{Data: []byte("title: b")} },
		"a picture":           func(f fstest.MapFS) { f["content/photo.jpg"] = &fstest.MapFile{Data: []byte("A photo")} },
		"the size of a file":  func(f fstest.MapFS) { f["content/map.pdf"] = &fstest.MapFile{Data: []byte("another map")} },
		"a new page":          func(f fstest.MapFS) { f["content/events/new.md"] = &fstest.MapFile{} },
		"a page gone":         func(f fstest.MapFS) { delete(f, "content/events/day.md") },
		"a register":          func(f fstest.MapFS) { f["withdrawals.yaml"] = &fstest.MapFile{} },
		"a theme":             func(f fstest.MapFS) { f["themes/default/a.css"] = &fstest.MapFile{} },
		"a file for a folder": func(f fstest.MapFS) { delete(f, "content/events/day.md"); f["content/events"] = &fstest.MapFile{} },
	} {
		changed := site()
		change(changed)
		if r.Holds(changed, output, r.Facts) {
			t.Errorf("%s changed, and it holds", name)
		}
	}
	for name, changed := range map[string]fstest.MapFS{
		"an edit":       {"index.html": {Data: []byte("Home!")}},
		"a later time":  {"index.html": {Data: []byte("home"), ModTime: time.Unix(1, 0)}},
		"a file more":   {"index.html": {Data: []byte("home")}, "a.html": {}},
		"nothing there": {},
	} {
		if r.Holds(site(), changed, r.Facts) {
			t.Errorf("the output has %s, and it holds", name)
		}
	}
	if r.Holds(site(), output, []string{"2026-11-22"}) {
		t.Error("it holds on another day")
	}
	if (Receipt{Facts: r.Facts, Outputs: sum}).Holds(site(), output, r.Facts) {
		t.Error("an empty one holds")
	}
}

func TestReadWrite(t *testing.T) {
	folder, err := os.OpenRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer folder.Close()
	want := Receipt{Facts: []string{"a"}, Reads: build(t, site()), Outputs: "b", Said: Said{Stderr: "c", Files: 3}}
	if err := want.Write(folder, "r.json"); err != nil {
		t.Fatal(err)
	}
	got := Read(folder, "r.json")
	if !maps.Equal(got.Reads, want.Reads) || got.Said != want.Said || got.Outputs != want.Outputs {
		t.Errorf("got %+v", got)
	}
	if err := folder.WriteFile("r.json", []byte(`{"facts":["a"],"reads":{"=x`), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := Read(folder, "r.json"); len(got.Facts)+len(got.Reads) > 0 {
		t.Errorf("half a receipt is read as %+v", got)
	}
}
