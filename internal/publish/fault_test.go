package publish

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// errFault is a failure of the disk that is none of those known by name.
var errFault = errors.New("input/output error")

// hook makes a fault of a function that is told how many operations came before
// and is called by one goroutine at a time.
func hook(f func(i int, op, name string) error) func(op, name string) error {
	var (
		lock sync.Mutex
		n    int
	)
	return func(op, name string) error {
		lock.Lock()
		defer lock.Unlock()
		n++
		return f(n-1, op, name)
	}
}

// force makes a file system that can swap in one way and none that is better.
func force(way Swap) func(op, name string) error {
	return func(op, name string) error {
		switch {
		case way == Renames && op == "exchange":
			return errors.ErrUnsupported
		case way == Files && op == "exchange":
			return errImmovable
		}
		return nil
	}
}

// The site before, the site after, and what is the owner's in both: an edit, a
// new page, a page that goes and takes its folder with it, a page that stays.
var (
	siteBefore = files{"index.html": "home", "same.html": "same", "gone/old.html": "old", "talk.html": "talk", "a/b.html": "b"}
	siteAfter  = files{"index.html": "HOME", "same.html": "same", "new/page.html": "new", "talk/index.html": "talk", "a/b.html": "b"}
	siteOwn    = files{"CNAME": "lp.example", ".well-known/security.txt": "Contact", "gone/notes.txt": "mine"}
)

// prepared is an output folder with the site before in it.
func prepared(t testing.TB) (dir string) {
	t.Helper()
	dir = filepath.Join(quickDir(t), "public")
	mustDir(t, dir, siteBefore)
	siteOwn.put(t, dir)
	return dir
}

// quickDir is a folder in memory where there is such a thing, for the hundreds of
// builds that wait for the disk.
func quickDir(t testing.TB) string {
	t.Helper()
	if runtime.GOOS != "linux" {
		return t.TempDir()
	}
	dir, err := os.MkdirTemp("/dev/shm", "publish-*")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// operations is how many operations one build makes that can fail.
func operations(t *testing.T, way Swap) int {
	t.Helper()
	n := 0
	_, err := publish(prepared(t), siteAfter.outputs(), Options{Sync: true}, hook(func(i int, op, name string) error {
		n = i + 1
		return force(way)(op, name)
	}))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// Every operation fails once in turn: the folder is the old site, or, if it was
// too late to matter, the new one, and the next build makes it the new one.
func TestFault_once(t *testing.T) {
	for _, way := range []Swap{Exchange, Renames, Files} {
		t.Run(string(way), func(t *testing.T) {
			n := operations(t, way)
			if n < 40 {
				t.Fatalf("%d operations, too few to be all", n)
			}
			for k := range n {
				testFault(t, way, k, k+1)
			}
		})
	}
}

// From some operation on nothing works any more, as on a disk that goes
// read-only or is pulled out.
func TestFault_fromThenOn(t *testing.T) {
	for _, way := range []Swap{Exchange, Renames, Files} {
		t.Run(string(way), func(t *testing.T) {
			for k := range operations(t, way) {
				testFault(t, way, k, 1<<30)
			}
		})
	}
}

// testFault fails the operations from to until-1 of a build and then builds
// again without faults.
func testFault(t *testing.T, way Swap, from, until int) {
	t.Helper()
	dir, failed := prepared(t), ""
	_, err := publish(dir, siteAfter.outputs(), Options{Sync: true}, hook(func(i int, op, name string) error {
		if from <= i && i < until {
			failed += " " + op + " " + name
			return errFault
		}
		return force(way)(op, name)
	}))
	what := fmt.Sprintf("operations %d to %d fail:%s: error %v", from, until, failed, err)
	before, after := siteBefore.published().with(siteOwn), siteAfter.published().with(siteOwn)
	checkAfterFault(t, what, way, read(t, dir), before, after, err)
	if _, err := Dir(dir, siteAfter.outputs(), Options{}); err != nil {
		t.Fatalf("%s: the next build: %v", what, err)
	}
	same(t, what+": after the next build", read(t, dir), after)
	onlyOutput(t, dir)
	if t.Failed() {
		t.FailNow()
	}
}

func checkAfterFault(t *testing.T, what string, way Swap, got, before, after files, err error) {
	t.Helper()
	var r *Refused
	stranded := errors.As(err, &r) && r.Kind == Stranded
	switch {
	case err == nil:
		same(t, what, got, after)
	case way == Exchange && stranded:
		t.Errorf("%s: an exchange strands nothing", what)
	case stranded && way == Renames:
		same(t, what, got, files(nil))
	case stranded:
		checkMixed(t, what, got, before, after)
	case equal(got, after) && strings.Contains(what, " sync "):
		// the swap was made and could not be brought to the disk
	default:
		same(t, what, got, before)
	}
}

func equal(a, b files) bool {
	if len(a) != len(b) {
		return false
	}
	for name, text := range a {
		if b[name] != text {
			return false
		}
	}
	return true
}

// checkMixed checks that each file is whole, of one site or the other, and the
// owner's are all there.
func checkMixed(t *testing.T, what string, got, before, after files) {
	t.Helper()
	for name, text := range got {
		known := text == before[name] || text == after[name] || name == ManifestPath || strings.HasSuffix(name, "/")
		if !known {
			t.Errorf("%s: %s is %q, of neither site", what, name, text)
		}
	}
	for name, text := range siteOwn {
		if got[name] != text {
			t.Errorf("%s: the owner's %s is %q", what, name, got[name])
		}
	}
}

// A first build has nothing to go back to: the folder stays absent.
func TestFault_firstBuild(t *testing.T) {
	for k := 0; ; k++ {
		dir, n := filepath.Join(quickDir(t), "public"), 0
		_, err := publish(dir, siteAfter.outputs(), Options{Sync: true}, hook(func(i int, op, name string) error {
			if n = i + 1; i == k {
				return errFault
			}
			return nil
		}))
		got := read(t, dir)
		if got != nil {
			same(t, fmt.Sprintf("operation %d fails: %v", k, err), got, siteAfter.published())
		} else if err == nil {
			t.Fatalf("operation %d fails: no error and no site", k)
		}
		if n <= k {
			return // there is no operation k
		}
		mustDir(t, dir, siteAfter)
		same(t, "after the next build", read(t, dir), siteAfter.published())
		onlyOutput(t, dir)
	}
}

// A file system without hard links gets copies with the old times.
func TestFault_noHardLinks(t *testing.T) {
	dir := prepared(t)
	before := stamps(t, dir)
	_, err := publish(dir, siteAfter.outputs(), Options{Sync: true}, func(op, name string) error {
		if op == "link" {
			return errors.ErrUnsupported
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	same(t, "folder", read(t, dir), siteAfter.published().with(siteOwn))
	after := stamps(t, dir)
	for _, name := range []string{"same.html", "CNAME"} {
		path := filepath.Join(dir, name)
		if !before[path].ModTime().Equal(after[path].ModTime()) || before[path].Mode() != after[path].Mode() {
			t.Errorf("%s: %v %v, want %v %v", name, after[path].ModTime(), after[path].Mode(), before[path].ModTime(), before[path].Mode())
		}
	}
}

func TestFault_full(t *testing.T) {
	for _, test := range []struct {
		name string
		op   string
		at   int // the first call of op that fails
		want string
	}{
		{"at once", "mkdir", 1, "about 4.0 MB"},
		{"in the middle", "write", 200, "about 4.0 MB"},
		{"at the manifest", "write", 402, "about 4.0 MB"},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir, n := prepared(t), 0
			_, err := publish(dir, site(400, "new"), Options{}, hook(func(_ int, op, _ string) error {
				if op == test.op {
					n++
				}
				if n >= test.at && (op == "mkdir" || op == "write") {
					return errFull
				}
				return nil
			}))
			if r := refusal(t, err, Full); !strings.Contains(r.Message, test.want) {
				t.Errorf("message %q, want %q in it", r.Message, test.want)
			}
			same(t, "folder", read(t, dir), siteBefore.published().with(siteOwn))
			onlyOutput(t, dir)
		})
	}
}

func TestFault_known(t *testing.T) {
	for _, test := range []struct {
		op   string
		err  error
		kind Kind
	}{
		{"lock", syscall.EACCES, Denied},
		{"lock", errFull, Full},
		{"mkdir", syscall.EACCES, Denied},
	} {
		t.Run(test.op+" "+test.err.Error(), func(t *testing.T) {
			dir := prepared(t)
			_, err := publish(dir, siteAfter.outputs(), Options{}, func(op, _ string) error {
				if op == test.op {
					return test.err
				}
				return nil
			})
			if r := refusal(t, err, test.kind); !strings.Contains(r.Message, "public") {
				t.Errorf("message %q does not name the folder", r.Message)
			}
			same(t, "folder", read(t, dir), siteBefore.published().with(siteOwn))
			onlyOutput(t, dir)
		})
	}
}

// Power is cut at any moment: whatever the swap makes visible must have been
// brought to the disk before, the files before their folders.
func TestSync_order(t *testing.T) {
	dir := prepared(t)
	synced, swapped := map[string]bool{}, false
	_, err := publish(dir, siteAfter.outputs(), Options{Sync: true}, hook(func(_ int, op, name string) error {
		switch {
		case op == "exchange":
			swapped = true
			for file := range read(t, filepath.Join(filepath.Dir(dir), ".exemplar-staging-public", "next")) {
				staged := ".exemplar-staging-public/next/" + file
				if !synced[file] && !synced[staged] {
					t.Errorf("%s is not on the disk before the swap", file)
				}
				for at := filepath.Dir(staged); at != ".exemplar-staging-public"; at = filepath.Dir(at) {
					if !synced[at] {
						t.Errorf("folder %s is not on the disk before the swap", at)
					}
				}
			}
			clear(synced)
		case op == "sync":
			synced[name] = true
		case op == "remove" && !swapped, op == "remove" && !synced["."]:
			t.Errorf("%s is removed before the swap is on the disk", name)
		}
		return nil
	}))
	if err != nil || !swapped {
		t.Errorf("swapped %v, error %v", swapped, err)
	}
}

func TestSync_notAsked(t *testing.T) {
	_, err := publish(prepared(t), siteAfter.outputs(), Options{}, func(op, name string) error {
		if op == "sync" {
			t.Errorf("%s was synced", name)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func TestRepair_strangeFolderWhereTheSiteWas(t *testing.T) {
	top := t.TempDir()
	dir := filepath.Join(top, "public")
	files{
		".exemplar-staging-public/" + mark:        markText,
		".exemplar-staging-public/old/index.html": "home",
		".exemplar-staging-public/old/CNAME":      "lp.example",
		"public/":                                 "",
	}.put(t, top)
	before := read(t, top)
	_, err := Dir(dir, twoPages.outputs(), Options{})
	refusal(t, err, Stranded)
	same(t, "everything", read(t, top), before)
}

func TestRepair_emptyStage(t *testing.T) {
	dir := outputDir(t)
	files{".exemplar-staging-public/": ""}.put(t, filepath.Dir(dir))
	mustDir(t, dir, twoPages)
	onlyOutput(t, dir)
}

func TestSwap_said(t *testing.T) {
	for _, way := range []Swap{Exchange, Renames, Files} {
		res, err := publish(prepared(t), siteAfter.outputs(), Options{}, force(way))
		if err != nil || way != Exchange && res.Swap != way {
			t.Errorf("swap %q, error %v, want %q", res.Swap, err, way)
		}
	}
}
