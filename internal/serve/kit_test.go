package serve

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/exemplar-lp/exemplar/internal/date"
	"github.com/exemplar-lp/exemplar/internal/site"
	"github.com/exemplar-lp/exemplar/internal/starter"
)

// today is the day of every test.
var today = date.Date{Year: 2026, Month: 11, Day: 21}

// folder is a site on the disk.
type folder struct {
	t   testing.TB
	dir string
}

// newFolder returns an empty folder. Its path has no links in it, as the paths
// of temporary folders have on some systems.
func newFolder(t testing.TB) folder {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return folder{t, dir}
}

// newPortal returns a folder with the starter portal.
func newPortal(t testing.TB) folder {
	t.Helper()
	f := newFolder(t)
	files, err := starter.Files("glf-lp", today)
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		f.write(file.Path, string(file.Data))
	}
	return f
}

func (f folder) path(name string) string { return filepath.Join(f.dir, filepath.FromSlash(name)) }

func (f folder) must(err error) {
	f.t.Helper()
	if err != nil {
		f.t.Fatal(err)
	}
}

// write writes a file in place, as the plainest of editors does.
func (f folder) write(name, text string) {
	f.t.Helper()
	f.must(os.MkdirAll(filepath.Dir(f.path(name)), 0o755))
	f.must(os.WriteFile(f.path(name), []byte(text), 0o644))
}

func (f folder) read(name string) string {
	f.t.Helper()
	data, err := os.ReadFile(f.path(name))
	f.must(err)
	return string(data)
}

func (f folder) remove(name string) {
	f.t.Helper()
	f.must(os.RemoveAll(f.path(name)))
}

func (f folder) rename(from, to string) {
	f.t.Helper()
	f.must(os.MkdirAll(filepath.Dir(f.path(to)), 0o755))
	f.must(os.Rename(f.path(from), f.path(to)))
}

// files opens the folder as the program does.
func (f folder) files() fs.FS {
	f.t.Helper()
	root, err := os.OpenRoot(f.dir)
	f.must(err)
	f.t.Cleanup(func() { _ = root.Close() })
	return root.FS()
}

// patient is how long a test waits for what must come, on a machine that does
// much else.
const patient = 2 * time.Minute

// eventually waits until something holds. It is the only waiting in the tests
// that use real files; nothing depends on how long it takes.
func eventually(t testing.TB, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(patient); time.Now().Before(end); time.Sleep(time.Millisecond) {
		if holds() {
			return
		}
	}
	t.Fatalf("never: %s", what)
}

// siteOf loads the starter portal.
func siteOf(t testing.TB) *site.Site {
	t.Helper()
	s, err := site.Load(newPortal(t).files(), site.Options{AsOf: today})
	if err != nil {
		t.Fatal(err)
	}
	return s
}
