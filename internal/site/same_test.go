package site_test

import (
	"bytes"
	"crypto/sha256"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/exemplar-lp/exemplar/internal/shuffle"
	"github.com/exemplar-lp/exemplar/internal/site"
)

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
		got := fingerprint(t, shuffle.New(files, seed), kept)
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
