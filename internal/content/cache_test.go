package content

import (
	"crypto/sha256"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// TestCache proves that a file is read again when its bytes or the options
// change, and only then.
func TestCache(t *testing.T) {
	site := fstest.MapFS{
		"content/a.md": {Data: []byte("---\ntitle: A\n---\n\nOne.\n")},
		"content/b.md": {Data: []byte("---\ntitle: B\ncolour: red\n---\n\nTwo.\n")},
	}
	cache := new(Cache)
	load := func(opts Options) (*Set, string) {
		t.Helper()
		opts.Cache = cache
		set, problems, err := Load(site, opts)
		if err != nil {
			t.Fatal(err)
		}
		text := ""
		for _, p := range problems {
			text += p.Position.String() + " " + string(p.Code) + "\n"
		}
		return set, text
	}
	first, problems := load(Options{})
	second, again := load(Options{})
	if first.Entries[0] != second.Entries[0] || first.Entries[1] != second.Entries[1] {
		t.Error("unchanged files were read again")
	}
	if problems == "" || problems != again {
		t.Errorf("the problems were %q, and of the kept entries %q", problems, again)
	}
	site["content/a.md"] = &fstest.MapFile{Data: []byte("---\ntitle: C\n---\n\nOne.\n")}
	third, _ := load(Options{})
	if third.Entries[0].Common().Title != "C" || third.Entries[1] != second.Entries[1] {
		t.Error("not only the changed file was read again")
	}
	delete(site, "content/a.md")
	load(Options{})
	if _, kept := cache.places["content/a.md"]; kept {
		t.Error("a file that is gone was kept")
	}
	fourth, _ := load(Options{Vocabularies: map[string][]string{"theme": {"gardening"}}})
	if fourth.Entries[0] == third.Entries[1] {
		t.Error("another vocabulary did not read the files again")
	}
	fifth, _ := load(Options{Language: "cy"})
	sixth, _ := load(Options{})
	if fifth.Entries[0] == fourth.Entries[0] || sixth.Entries[0] == fifth.Entries[0] {
		t.Error("another language of the site did not read the files again")
	}
	plain, _, err := Load(site, Options{})
	if err != nil {
		t.Fatal(err)
	}
	cached, _ := load(Options{})
	if diff := cmp.Diff(plain.Entries[0].Common().Title, cached.Entries[0].Common().Title); diff != "" {
		t.Error(diff)
	}
}

// TestCache_sums proves that a file whose sum is known is not read again, and
// that a sum which is out of date does no harm.
func TestCache_sums(t *testing.T) {
	site := fstest.MapFS{"content/a.md": {Data: []byte("---\ntitle: A\n---\n\nOne.\n")}}
	sums := map[string]Sum{"content/a.md": sha256.Sum256(site["content/a.md"].Data)}
	opts := Options{Cache: new(Cache), Sum: func(file string) (Sum, bool) {
		sum, ok := sums[file]
		return sum, ok
	}}
	title := func() string {
		t.Helper()
		set, _, err := Load(site, opts)
		if err != nil {
			t.Fatal(err)
		}
		return set.Entries[0].Common().Title
	}
	title()
	site["content/a.md"].Data = []byte("---\ntitle: B\n---\n\nOne.\n")
	if got := title(); got != "A" {
		t.Errorf("the file was read, though its sum is the same: %q", got)
	}
	sums["content/a.md"] = Sum{1}
	for range 2 {
		if got := title(); got != "B" {
			t.Errorf("the title is %q, not that of the file", got)
		}
	}
	delete(sums, "content/a.md")
	site["content/a.md"].Data = []byte("---\ntitle: C\n---\n\nOne.\n")
	if got := title(); got != "C" {
		t.Errorf("the title is %q, not that of the file", got)
	}
}

// TestCache_shape proves that the folder is not looked through again while its
// shape is said to be the same, and is when it is another.
func TestCache_shape(t *testing.T) {
	site := fstest.MapFS{"content/a.md": {Data: []byte("---\ntitle: A\n---\n\nOne.\n")}, "content/map.pdf": {Data: []byte("%PDF")}}
	opts := Options{Cache: new(Cache)}
	count := func(shape any) int {
		t.Helper()
		opts.Shape = shape
		set, _, err := Load(site, opts)
		if err != nil {
			t.Fatal(err)
		}
		return len(set.Entries) + len(set.Files)
	}
	count("one")
	site["content/b.md"] = &fstest.MapFile{Data: []byte("---\ntitle: B\n---\n\nTwo.\n")}
	for _, tt := range []struct {
		shape any
		want  int
	}{{"one", 2}, {"two", 3}, {"two", 3}, {nil, 3}, {nil, 3}} {
		if got := count(tt.shape); got != tt.want {
			t.Errorf("%v: %d files, not %d", tt.shape, got, tt.want)
		}
	}
}
