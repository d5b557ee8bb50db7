package site_test

import (
	"bytes"
	"crypto/sha256"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"

	"github.com/exemplar-lp/exemplar/internal/site"
)

// shuffled is a file system that lists its folders in another order every time.
// The files are always the same.
type shuffled struct {
	fs.FS
	rand *rand.Rand
	mu   *sync.Mutex // of rand: the content and the theme are read at once
}

// ReadDir returns the entries in any order, although fs.ReadDirFS promises one.
func (s shuffled) ReadDir(name string) ([]fs.DirEntry, error) {
	list, err := fs.ReadDir(s.FS, name)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rand.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list, err
}

// The rest is that of the files.

func (s shuffled) Lstat(name string) (fs.FileInfo, error) { return fs.Lstat(s.FS, name) }
func (s shuffled) ReadLink(name string) (string, error)   { return fs.ReadLink(s.FS, name) }
func (s shuffled) Stat(name string) (fs.FileInfo, error)  { return fs.Stat(s.FS, name) }
func (s shuffled) ReadFile(name string) ([]byte, error)   { return fs.ReadFile(s.FS, name) }

// TestSameInAnyOrder makes the example portal from folders listed in other
// orders, with other numbers of processors, with and without a memory, and wants
// the same outputs in the same order, and the same problems.
func TestSameInAnyOrder(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	files := os.DirFS(filepath.Join("..", ".."))
	memory := &site.Memory{}
	want := fingerprint(t, files, nil)
	for seed := range uint64(4) {
		runtime.GOMAXPROCS(1 + int(seed)*3)
		var kept *site.Memory
		if seed > 1 {
			kept = memory // the second time it knows every file
		}
		got := fingerprint(t, shuffled{files, rand.New(rand.NewPCG(seed, 0)), new(sync.Mutex)}, kept)
		if len(got) != len(want) {
			t.Fatalf("seed %d: %d outputs and problems, not %d", seed, len(got), len(want))
		}
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("seed %d: %q, not %q", seed, got[i].name, want[i].name)
			}
		}
	}
}

type fingerprinted struct {
	name string
	sum  [sha256.Size]byte
}

// fingerprint is every output and problem of a site in order.
func fingerprint(t *testing.T, files fs.FS, memory *site.Memory) []fingerprinted {
	t.Helper()
	s, err := site.Load(files, site.Options{AsOf: today, Memory: memory})
	if err != nil {
		t.Fatal(err)
	}
	var list []fingerprinted
	for _, p := range s.Problems {
		list = append(list, fingerprinted{name: p.Position.String() + " " + p.Message})
	}
	for _, o := range s.Outputs() {
		data, err := o.Bytes(new(bytes.Buffer))
		if err != nil {
			t.Fatalf("%s: %v", o.Path, err)
		}
		list = append(list, fingerprinted{o.Path, sha256.Sum256(data)})
	}
	return list
}
