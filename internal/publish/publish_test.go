package publish

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// files is a site, or what is in a folder: content by path. A folder without
// anything in it has a slash at the end, and a link has its target after "→ ".
type files map[string]string

// outputs makes each file an output.
func (f files) outputs() []Output {
	var list []Output
	for name, text := range f {
		list = append(list, Output{
			Path:   name,
			Source: "content/" + name + ".md",
			Bytes:  func(*bytes.Buffer) ([]byte, error) { return []byte(text), nil },
		})
	}
	return list
}

// put writes the files into a folder that may be there already.
func (f files) put(t testing.TB, dir string) {
	t.Helper()
	for name, text := range f {
		path := filepath.Join(dir, filepath.FromSlash(name))
		err := os.MkdirAll(filepath.Dir(path), 0o755)
		if target, ok := strings.CutPrefix(text, "→ "); ok {
			err = errors.Join(err, os.Symlink(target, path))
		} else if strings.HasSuffix(name, "/") {
			err = errors.Join(err, os.MkdirAll(path, 0o755))
		} else {
			err = errors.Join(err, os.WriteFile(path, []byte(text), 0o644))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// with adds files to a copy.
func (f files) with(more files) files {
	all := files{}
	for _, m := range []files{f, more} {
		for name, text := range m {
			all[name] = text
		}
	}
	return all
}

// published is the whole folder that outputs make: themselves and the manifest.
func (f files) published() files {
	m := Manifest{Version: manifestVersion}
	for name, text := range f {
		m.Files = append(m.Files, describe(name, []byte(text)))
	}
	slices.SortFunc(m.Files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return f.with(files{ManifestPath: string(m.encode())})
}

// read is what is in a folder; nil where there is none.
func read(t testing.TB, dir string) files {
	t.Helper()
	var found files
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) && path == dir {
			return nil
		}
		if err != nil {
			return err
		}
		if found == nil {
			found = files{}
		}
		name, _ := filepath.Rel(dir, path)
		name = filepath.ToSlash(name)
		switch {
		case e.IsDir():
			inside, err := os.ReadDir(path)
			if len(inside) == 0 && path != dir {
				found[name+"/"] = ""
			}
			return err
		case e.Type()&fs.ModeSymlink != 0:
			target, err := os.Readlink(path)
			found[name] = "→ " + target
			return err
		}
		b, err := os.ReadFile(path)
		found[name] = string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func same(t testing.TB, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// mustDir publishes and fails the test if that fails.
func mustDir(t testing.TB, dir string, site files) Result {
	t.Helper()
	res, err := Dir(dir, site.outputs(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// refusal is the *Refused in an error, which must be of a kind and say what to do.
func refusal(t testing.TB, err error, kind Kind) *Refused {
	t.Helper()
	var r *Refused
	if !errors.As(err, &r) {
		t.Fatalf("error %v, want a refusal: %s", err, kind)
	}
	if r.Kind != kind || r.Hint == "" || r.Message == "" {
		t.Fatalf("refusal %+v, want one of kind %q with a message and a hint", r, kind)
	}
	return r
}

// onlyOutput checks that nothing is left beside the output folder.
func onlyOutput(t testing.TB, dir string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(dir))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Name() != filepath.Base(dir) {
			t.Errorf("%q is left beside the output", e.Name())
		}
	}
}

func outputDir(t testing.TB) string { return filepath.Join(t.TempDir(), "public") }

var twoPages = files{"index.html": "home", "case-studies/talk.html": "talk"}

func TestDir_first(t *testing.T) {
	for _, before := range []string{"absent", "empty", "parents absent"} {
		t.Run(before, func(t *testing.T) {
			dir := outputDir(t)
			switch before {
			case "empty":
				files{"public/": ""}.put(t, filepath.Dir(dir))
			case "parents absent":
				dir = filepath.Join(filepath.Dir(dir), "a", "b", "public")
			}
			got := mustDir(t, dir, twoPages)
			want := Result{Written: 2, Bytes: 8, Swap: got.Swap}
			same(t, "result", got, want)
			same(t, "folder", read(t, dir), twoPages.published())
			onlyOutput(t, dir)
		})
	}
}

func TestDir_manifest(t *testing.T) {
	dir := outputDir(t)
	mustDir(t, dir, twoPages)
	got, err := ReadManifest(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	same(t, "manifest", got, Manifest{Version: 1, Files: []File{
		{Path: "case-studies/talk.html", Size: 4, SHA256: "ce7611e7481e75f085f6902050b40918b0e8374634eeb803ad3e340e90267d6a"},
		{Path: "index.html", Size: 4, SHA256: "4ea140588150773ce3aace786aeef7f4049ce100fa649c94fbbddb960f1da942"},
	}})
	if _, err := ReadManifest(os.DirFS(t.TempDir())); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no manifest: error %v, want fs.ErrNotExist", err)
	}
}

// stamps is the identity and time of everything in a folder and of the folder.
func stamps(t testing.TB, dir string) map[string]fs.FileInfo {
	t.Helper()
	found := map[string]fs.FileInfo{}
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		found[path], err = e.Info()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func untouched(a, b fs.FileInfo) bool { return os.SameFile(a, b) && a.ModTime().Equal(b.ModTime()) }

func TestDir_unchanged(t *testing.T) {
	dir := outputDir(t)
	files{"CNAME": "lp.example"}.put(t, dir)
	mustDir(t, dir, twoPages)
	before := stamps(t, dir)
	time.Sleep(20 * time.Millisecond) // longer than a tick of the file system's clock
	got := mustDir(t, dir, twoPages)
	same(t, "result", got, Result{Unchanged: 2, Bytes: 8, Kept: []string{"CNAME"}, Swap: Nothing})
	for path, info := range stamps(t, dir) {
		if was, ok := before[path]; !ok || !untouched(was, info) {
			t.Errorf("%s was touched", path)
		}
	}
	onlyOutput(t, dir)
}

func TestDir_changes(t *testing.T) {
	dir := outputDir(t)
	mustDir(t, dir, files{"index.html": "home", "same.html": "same", "gone/old.html": "old", "a/b/c.html": "deep"})
	before := stamps(t, dir)
	next := files{"index.html": "HOME", "same.html": "same", "new/page.html": "new", "a/b/c.html": "deep"}
	got := mustDir(t, dir, next)
	same(t, "result", got, Result{Written: 2, Unchanged: 2, Removed: 1, Bytes: 15, Swap: got.Swap})
	same(t, "folder", read(t, dir), next.published())
	for _, name := range []string{"same.html", "a/b/c.html"} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		info, err := os.Lstat(path)
		if err != nil || !untouched(before[path], info) {
			t.Errorf("%s was touched", name)
		}
	}
	onlyOutput(t, dir)
}

func TestDir_fileBecomesFolderAndBack(t *testing.T) {
	dir := outputDir(t)
	for _, site := range []files{
		{"about": "a file"},
		{"about/index.html": "in a folder"},
		{"about": "a file"},
	} {
		mustDir(t, dir, site)
		same(t, "folder", read(t, dir), site.published())
	}
}

func TestDir_keepsTheOwnersFiles(t *testing.T) {
	dir := outputDir(t)
	mustDir(t, dir, files{"index.html": "home", "old/page.html": "old"})
	own := files{
		"CNAME":                    "lp.example",
		".well-known/security.txt": "Contact: mailto:office@lp.example",
		".git/HEAD":                "ref: refs/heads/main",
		".git/refs/":               "",
		".gitkeep":                 "",
		".DS_Store":                "litter",
		"old/notes.txt":            "mine",
		"archive/2019/a.pdf":       "pdf",
	}
	own.put(t, dir)
	next := files{"index.html": "HOME"}
	got := mustDir(t, dir, next)
	same(t, "kept", got.Kept, []string{".well-known/", "CNAME", "archive/", "old/notes.txt"})
	same(t, "folder", read(t, dir), next.published().with(own))
	got = mustDir(t, dir, next)
	same(t, "kept the second time", got.Kept, []string{".well-known/", "CNAME", "archive/", "old/"})
}

func TestDir_keepsTheOwnersLinks(t *testing.T) {
	if runtime.GOOS == "windows" {
		return // links are a privilege there
	}
	top := t.TempDir()
	files{"secret.txt": "SECRET", "outside/secret.txt": "SECRET"}.put(t, top)
	dir := filepath.Join(top, "public")
	mustDir(t, dir, files{"index.html": "home"})
	own := files{
		"latest":  "→ index.html",
		"escape":  "→ ../outside",
		"away":    "→ ../secret.txt",
		"nowhere": "→ no/such/thing",
	}
	own.put(t, dir)
	next := files{"index.html": "HOME"}
	mustDir(t, dir, next)
	same(t, "folder", read(t, dir), next.published().with(own))
	same(t, "beside it", read(t, filepath.Join(top, "outside")), files{"secret.txt": "SECRET"})
}

func TestDir_edited(t *testing.T) {
	dir := outputDir(t)
	mustDir(t, dir, files{"a.html": "a", "b.html": "b", "c.html": "c", "d.html": "d"})
	files{"a.html": "edited", "b.html": "edited", "c.html": "edited"}.put(t, dir)
	next := files{"a.html": "a", "b.html": "edited", "d.html": "d2"}
	got := mustDir(t, dir, next)
	same(t, "result", got, Result{
		Written: 2, Unchanged: 1, Removed: 1, Bytes: 9, Swap: got.Swap,
		Edited: []string{"a.html", "c.html"}, // b.html says what the build says
	})
	same(t, "folder", read(t, dir), next.published())
}

func TestDir_missingFilesComeBack(t *testing.T) {
	dir := outputDir(t)
	mustDir(t, dir, twoPages)
	if err := os.RemoveAll(filepath.Join(dir, "case-studies")); err != nil {
		t.Fatal(err)
	}
	got := mustDir(t, dir, twoPages)
	same(t, "result", got, Result{Written: 1, Unchanged: 1, Bytes: 8, Swap: got.Swap})
	same(t, "folder", read(t, dir), twoPages.published())
}

func TestDir_taken(t *testing.T) {
	for _, test := range []struct {
		name string
		own  files
	}{
		{"a file at a page's path", files{"case-studies/talk.html": "mine"}},
		{"in other letters", files{"Case-Studies/TALK.html": "mine"}},
		{"a file where a folder must be", files{"case-studies": "mine"}},
		{"a folder where a page must be", files{"case-studies/talk.html/notes.txt": "mine"}},
		{"an empty folder where a page must be", files{"case-studies/talk.html/": ""}},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := outputDir(t)
			mustDir(t, dir, files{"index.html": "home"})
			test.own.put(t, dir)
			before := read(t, dir)
			_, err := Dir(dir, twoPages.outputs(), Options{})
			r := refusal(t, err, Taken)
			if !strings.Contains(strings.ToLower(r.Message), "case-studies") || !strings.Contains(r.Message, "content/case-studies/talk.html.md") {
				t.Errorf("message %q, want both the file and the source", r.Message)
			}
			same(t, "folder", read(t, dir), before)
			onlyOutput(t, dir)
		})
	}
}

// The folder was the last build's too, and something of the owner's is in it.
func TestDir_takenFolder(t *testing.T) {
	dir := outputDir(t)
	mustDir(t, dir, files{"about/index.html": "about"})
	files{"about/notes.txt": "mine"}.put(t, dir)
	before := read(t, dir)
	_, err := Dir(dir, files{"about": "a file"}.outputs(), Options{})
	if r := refusal(t, err, Taken); !strings.Contains(r.Message, `"about/notes.txt"`) {
		t.Errorf("message %q does not name the file", r.Message)
	}
	same(t, "folder", read(t, dir), before)
}

func TestDir_takenByALinkAtOurPath(t *testing.T) {
	if runtime.GOOS == "windows" {
		return // links are a privilege there
	}
	top := t.TempDir()
	dir := filepath.Join(top, "public")
	mustDir(t, dir, twoPages)
	files{"elsewhere/talk.html": "talk"}.put(t, top)
	if err := os.RemoveAll(filepath.Join(dir, "case-studies")); err != nil {
		t.Fatal(err)
	}
	files{"case-studies": "→ ../elsewhere"}.put(t, dir)
	_, err := Dir(dir, twoPages.outputs(), Options{})
	refusal(t, err, Taken)
	same(t, "elsewhere", read(t, filepath.Join(top, "elsewhere")), files{"talk.html": "talk"})
}

func TestDir_bytesError(t *testing.T) {
	dir := outputDir(t)
	mustDir(t, dir, twoPages)
	broken := errors.New("no such standard")
	for _, n := range []int{1, 2, 300} {
		t.Run(fmt.Sprint(n, " fail"), func(t *testing.T) {
			list := site(400, "new")
			for i := range n {
				list[399-i].Bytes = func(*bytes.Buffer) ([]byte, error) { return nil, fmt.Errorf("%w: %d", broken, i) }
			}
			_, err := Dir(dir, list, Options{})
			first := slices.MinFunc(list[400-n:], func(a, b Output) int { return strings.Compare(a.Path, b.Path) })
			if !errors.Is(err, broken) || !strings.Contains(err.Error(), first.Path) || !strings.Contains(err.Error(), first.Source) {
				t.Errorf("error %q, want that of the first output that fails, %q from %q", err, first.Path, first.Source)
			}
			same(t, "folder", read(t, dir), twoPages.published())
			onlyOutput(t, dir)
		})
	}
}

// The error is that of the first output, even if a later one fails sooner.
func TestDir_bytesErrorOfTheFirst(t *testing.T) {
	var list []Output
	for i := range 8 {
		list = append(list, Output{Path: fmt.Sprint(i), Source: "test", Bytes: func(*bytes.Buffer) ([]byte, error) {
			if i == 0 {
				time.Sleep(20 * time.Millisecond)
			}
			return nil, fmt.Errorf("failure %d", i)
		}})
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(4))
	_, err := Dir(outputDir(t), list, Options{})
	if err == nil || !strings.Contains(err.Error(), "failure 0") {
		t.Errorf("error %v, want failure 0", err)
	}
}

func TestDir_bytesErrorIsNotOurs(t *testing.T) {
	denied := Output{Path: "a.pdf", Source: "content/a.pdf", Bytes: func(*bytes.Buffer) ([]byte, error) { return nil, fs.ErrPermission }}
	_, err := Dir(outputDir(t), []Output{denied}, Options{})
	var r *Refused
	if errors.As(err, &r) || !errors.Is(err, fs.ErrPermission) {
		t.Errorf("error %v, want the output's own, not one about the folder", err)
	}
}

func TestDir_badOutputs(t *testing.T) {
	dir := outputDir(t)
	for name, list := range map[string][]Output{
		"none":       nil,
		"outside":    files{"../escape.html": "x"}.outputs(),
		"absolute":   files{"/etc/escape.html": "x"}.outputs(),
		"twice":      append(twoPages.outputs(), twoPages.outputs()...),
		"our folder": files{".exemplar/page.html": "x"}.outputs(),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Dir(dir, list, Options{})
			refusal(t, err, Paths)
			same(t, "folder", read(t, filepath.Dir(dir)), files{})
		})
	}
}

func TestDir_progress(t *testing.T) {
	var got []int
	_, err := Dir(outputDir(t), site(50, "x"), Options{Progress: func(done, total int) {
		if total != 50 {
			t.Errorf("total %d, want 50", total)
		}
		got = append(got, done)
	}})
	if err != nil || len(got) != 50 || !slices.IsSorted(got) || got[49] != 50 {
		t.Errorf("progress %v, error %v", got, err)
	}
}

// A manifest that does not depend on the machine, the folder, the order of the
// outputs or the number of processors.
func TestDir_deterministic(t *testing.T) {
	list := site(200, "x")
	var want files
	for run := range 6 {
		slices.Reverse(list)
		before := runtime.GOMAXPROCS(1 + run)
		dir := outputDir(t)
		_, err := Dir(dir, list, Options{Sync: run%2 == 0})
		runtime.GOMAXPROCS(before)
		if err != nil {
			t.Fatal(err)
		}
		got := read(t, dir)
		if want == nil {
			want = got
		}
		same(t, "folder", got, want)
	}
}

// The owner may put a file there while the build runs, after it has looked.
func TestDir_lateFileIsKept(t *testing.T) {
	for _, way := range []Swap{Exchange, Renames} {
		t.Run(string(way), func(t *testing.T) {
			dir := outputDir(t)
			mustDir(t, dir, twoPages)
			late := files{"late/notes.txt": "mine", "CNAME": "lp.example"}
			next := files{"index.html": "HOME"}
			_, err := publish(dir, next.outputs(), Options{}, func(op, name string) error {
				if op == "exchange" {
					late.put(t, dir)
				}
				return force(way)(op, name)
			})
			if err != nil {
				t.Fatal(err)
			}
			same(t, "folder", read(t, dir), next.published().with(late))
			onlyOutput(t, dir)
		})
	}
}
