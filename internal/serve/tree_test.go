package serve

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/diag"
)

// watching surveys a folder again and again.
type watching struct {
	folder
	tree    *tree
	watched []string
	now     time.Time
	last    *survey
}

func newWatching(t *testing.T) *watching {
	f := newFolder(t)
	w := &watching{folder: f, now: time.Now().Add(time.Hour)}
	w.tree = newTree(f.files())
	return w
}

// survey returns what changed, looking at everything or at some names.
func (w *watching) survey(names ...string) string {
	w.watched = nil
	w.last = newSurvey(w.tree, func(folder string) { w.watched = append(w.watched, folder) }, w.now)
	if names == nil {
		w.last.everything()
	} else {
		w.last.paths(names)
	}
	var changed []string
	before := w.tree
	w.tree, changed = w.last.done()
	if was, is := outline(w.t, before), outline(w.t, w.tree); w.tree.shape == before.shape && was != is {
		w.t.Errorf("one shape of %s and %s", was, is)
	}
	return strings.Join(changed, " ")
}

// outline lists what a tree's shape stands for.
func outline(t testing.TB, files fs.FS) string {
	t.Helper()
	var list []string
	for name, text := range listing(t, files) {
		if !strings.HasPrefix(name, "content") {
			continue
		}
		if filepath.Ext(name) != ".md" {
			name += fmt.Sprint(" ", len(text))
		}
		list = append(list, name)
	}
	slices.Sort(list)
	return strings.Join(list, ", ")
}

func (w *watching) expect(step, got, want string) {
	w.t.Helper()
	if got != want {
		w.t.Errorf("%s: changed %q, not %q", step, got, want)
	}
	fresh := newSurvey(newTree(w.tree.disk), func(string) {}, w.now)
	fresh.everything()
	clean, _ := fresh.done()
	if diff := cmp.Diff(listing(w.t, clean), listing(w.t, w.tree)); diff != "" {
		w.t.Errorf("%s: the tree is not what is on the disk: %s", step, diff)
	}
}

// listing returns every file of a tree with its text, or why it has none.
func listing(t testing.TB, files fs.FS) map[string]string {
	t.Helper()
	list := map[string]string{}
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			list[name] = err.Error()
			return nil
		}
		list[name] = d.Type().String()
		if d.Type().IsRegular() {
			text, err := fs.ReadFile(files, name)
			list[name] = string(text) + errorText(err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestSurvey(t *testing.T) {
	w := newWatching(t)
	w.write("exemplar.yaml", "title: T\n")
	w.write("content/_index.md", "home")
	w.write("content/a/b/c.md", "c")
	w.write("content/.hidden/x.md", "x")
	w.write("public/index.html", "not ours")
	w.write("themes/ours/theme.yaml", "name: ours\n")
	w.expect("at first", w.survey(), "content content/_index.md content/a content/a/b content/a/b/c.md exemplar.yaml themes themes/ours themes/ours/theme.yaml")
	if want := []string{".", "content", "content/a", "content/a/b", "themes", "themes/ours"}; !slices.Equal(w.watched, want) {
		t.Errorf("watched %q, not %q", w.watched, want)
	}
	w.expect("nothing", w.survey(), "")

	w.write("content/_index.md", "other")
	w.expect("edited", w.survey(), "content/_index.md")
	w.write("content/_index.md", "other")
	w.expect("saved again", w.survey("content/_index.md"), "")
	w.remove("content/_index.md")
	w.expect("deleted", w.survey("content/_index.md"), "content/_index.md")
	w.expect("deleted and named again", w.survey("content/_index.md"), "")
	w.write("content/new/deep/d.md", "d")
	w.expect("new folders, the deepest named alone", w.survey("content/new/deep/d.md"), "content/new content/new/deep content/new/deep/d.md")
	if want := []string{"content/new", "content/new/deep"}; !slices.Equal(w.watched, want) {
		t.Errorf("watched %q, not %q", w.watched, want)
	}
	w.rename("content/a", "content/e")
	w.expect("a folder renamed", w.survey("content/a", "content/e"), "content/a content/a/b content/a/b/c.md content/e content/e/b content/e/b/c.md")
	w.remove("content/e")
	w.write("content/e", "a file")
	w.expect("a folder that became a file", w.survey("content/e"), "content/e content/e/b content/e/b/c.md")
	w.remove("content/e")
	w.write("content/e/f.md", "f")
	w.expect("a file that became a folder", w.survey("content/e"), "content/e content/e/f.md")
	w.write("content/e/f.md", "other")
	w.expect("a folder and a file in it named", w.survey("content/e", "content/e/f.md"), "content/e/f.md")
	w.expect("and again", w.survey("content/e", "content/e/f.md", "content/e/f.md"), "")
	w.remove("content")
	w.expect("everything deleted", w.survey(), "content content/e content/e/f.md content/new content/new/deep content/new/deep/d.md")
	w.expect("and a file of it named", w.survey("content/e/f.md"), "")
	w.write("public/other.html", "not ours")
	w.write("content/.lock", "")
	w.expect("names that are not ours", w.survey("public/other.html", "content/.lock", "content"), "content")
}

// TestSurvey_sameTime proves that a file with the size and the time that it had
// is read again when a watcher names it, when it may have changed within one
// tick of the clock, and when another file is in its place.
func TestSurvey_sameTime(t *testing.T) {
	w := newWatching(t)
	at := time.Now().Add(-time.Hour).Truncate(time.Second)
	save := func(text string) {
		w.write("content/a.md", text)
		w.must(os.Chtimes(w.path("content/a.md"), at, at))
	}
	save("one")
	w.survey()
	save("two")
	w.expect("named", w.survey("content/a.md"), "content/a.md")

	at = w.now.Add(-time.Second)
	save("three")
	w.survey()
	save("seven")
	w.expect("within a tick", w.survey(), "content/a.md")

	if runtime.GOOS == "windows" {
		return
	}
	at = at.Add(-time.Hour)
	save("three")
	w.survey()
	w.write("content/.new", "seven")
	w.must(os.Chtimes(w.path("content/.new"), at, at))
	w.rename("content/.new", "content/a.md")
	w.expect("another file in its place", w.survey(), "content/a.md")
}

// TestSurvey_emptied proves that a file which an editor has just emptied keeps
// its old text until the new one is there, or until it is clear that it is meant
// to be empty, whatever the clock of the disk says.
func TestSurvey_emptied(t *testing.T) {
	for _, clock := range []time.Duration{0, -time.Hour, time.Hour} {
		w := newWatching(t)
		empty := func() {
			w.write("content/a.md", "")
			at := w.now.Add(clock)
			w.must(os.Chtimes(w.path("content/a.md"), at, at))
		}
		w.write("content/a.md", "text")
		w.survey()
		empty()
		for range 2 {
			w.waits("at once", w.survey("content/a.md"), "text")
			w.now = w.now.Add(settling / 2)
		}
		w.expect("later", w.survey(), "content/a.md")
		if w.last.unsettled != nil {
			t.Errorf("later: unsettled %q", w.last.unsettled)
		}
		w.write("content/a.md", "other")
		w.expect("filled", w.survey("content/a.md"), "content/a.md")
		empty()
		w.waits("once more", w.survey("content/a.md"), "other")
		w.write("content/a.md", "other")
		w.expect("as it was", w.survey("content/a.md"), "")
	}
}

// waits checks that a survey changed nothing, since it expects more of a.md,
// which still has its old text.
func (w *watching) waits(step, changed, text string) {
	w.t.Helper()
	if changed != "" {
		w.t.Errorf("%s: changed %q", step, changed)
	}
	if want := []string{"content/a.md"}; !slices.Equal(w.last.unsettled, want) {
		w.t.Errorf("%s: unsettled %q, not %q", step, w.last.unsettled, want)
	}
	if got, _ := fs.ReadFile(w.tree, "content/a.md"); string(got) != text {
		w.t.Errorf("%s: it holds %q", step, got)
	}
}

// restless is a disk on which something is written between the look at a file and
// the reading of it.
type restless struct {
	fs.FS
	write func()
}

func (w restless) ReadFile(name string) ([]byte, error) {
	w.write()
	return fs.ReadFile(w.FS, name)
}

// TestSurvey_writing proves that a file which is written while it is read keeps
// its old text until it is at rest, or until it has been restless for long; that
// it is then told of as changed; and that its size is that of what was read, for
// those who read it on.
func TestSurvey_writing(t *testing.T) {
	w := newWatching(t)
	files := w.tree.disk
	meanwhile := func(text string) { w.tree.disk = restless{files, func() { w.write("content/a.md", text) }} }
	w.write("content/a.md", "")
	meanwhile("text")
	w.expect("new", w.survey(), "content content/a.md")
	if want := []string{"content/a.md"}; !slices.Equal(w.last.unsettled, want) {
		t.Errorf("new: unsettled %q, not %q", w.last.unsettled, want)
	}
	w.written("text")

	w.write("content/a.md", "")
	meanwhile("some words")
	w.waits("at once", w.survey("content/a.md"), "text")
	w.tree.disk = files
	w.expect("at rest", w.survey("content/a.md"), "content/a.md")
	w.written("some words")

	for i, text := range []string{"some", "some more", "some more words"} {
		meanwhile(text)
		if i == 2 {
			w.now = w.now.Add(settling)
			w.expect("restless for long", w.survey("content/a.md"), "content/a.md")
			w.written(text)
			break
		}
		w.waits("restless", w.survey("content/a.md"), "some words")
	}
}

// locked is a disk on which a file or folder cannot be read, as on systems where
// programs keep others out of what they write.
type locked struct {
	fs.FS
	name string
}

func (l locked) ReadFile(name string) ([]byte, error) {
	if name == l.name {
		return nil, &fs.PathError{Op: "read", Path: name, Err: fs.ErrPermission}
	}
	return fs.ReadFile(l.FS, name)
}

func (l locked) ReadDir(name string) ([]fs.DirEntry, error) {
	if name == l.name {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: fs.ErrPermission}
	}
	return fs.ReadDir(l.FS, name)
}

// TestSurvey_locked proves that a file which cannot be read for a moment keeps
// its old text, and that what cannot be read for long is read as soon as it can
// be, of which nobody tells.
func TestSurvey_locked(t *testing.T) {
	w := newWatching(t)
	w.write("content/a.md", "text")
	w.survey()
	free := w.tree.disk
	w.tree.disk = locked{free, "content/a.md"}
	w.waits("at once", w.survey("content/a.md"), "text")
	w.now = w.now.Add(settling)
	if got := w.survey("content/a.md"); got != "content/a.md" {
		t.Errorf("for long: changed %q", got)
	}
	if _, err := fs.ReadFile(w.tree, "content/a.md"); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("for long: %v", err)
	}
	if got := w.survey(); got != "" {
		t.Errorf("for longer: changed %q", got)
	}
	w.tree.disk = free
	w.expect("free again", w.survey(), "content/a.md")
	w.remove("content/a.md")
	w.expect("an empty folder", w.survey(), "content/a.md")
	for _, disk := range []fs.FS{locked{free, "content"}, free} {
		w.tree.disk = disk
		if got := w.survey(); got != "content" {
			t.Errorf("a folder: changed %q", got)
		}
	}
}

// written checks that a.md is one file to all who look at it.
func (w *watching) written(text string) {
	w.t.Helper()
	if err := fstest.TestFS(w.tree, "content/a.md"); err != nil {
		w.t.Error(err)
	}
	entry, problems, err := content.Load(w.tree, content.Options{})
	if err != nil || slices.ContainsFunc(problems, func(d diag.Diagnostic) bool { return d.Code == diag.FileTooLarge }) {
		w.t.Errorf("a page of %q: %v, %v, %v", text, entry, problems, err)
	}
}

// TestSurvey_links proves that links are there, as content wants to
// refuse them, and lead nowhere outside.
func TestSurvey_links(t *testing.T) {
	w := newWatching(t)
	w.write("content/a.md", "a")
	outside := newFolder(t)
	outside.write("secret.md", "SECRET")
	for name, to := range map[string]string{
		"content/inside.md": "a.md", "content/outside.md": outside.path("secret.md"), "content/folder": outside.dir, "content/nowhere": "none",
	} {
		if err := os.Symlink(to, w.path(name)); err != nil {
			t.Fatal(err)
		}
	}
	if got, want := w.survey(), "content content/a.md content/folder content/inside.md content/nowhere content/outside.md"; got != want {
		t.Errorf("changed %q, not %q", got, want)
	}
	for _, name := range []string{"content/inside.md", "content/outside.md", "content/folder"} {
		info, err := fs.Lstat(w.tree, name)
		if err != nil || info.Mode()&fs.ModeSymlink == 0 {
			t.Errorf("%s is no link: %v, %v", name, info, err)
		}
	}
	for _, name := range []string{"content/outside.md", "content/folder/secret.md"} {
		if text, err := fs.ReadFile(w.tree, name); err == nil {
			t.Errorf("%s was read: %q", name, text)
		}
	}
}

// vanishing is a disk from which names go after they were looked at.
type vanishing struct {
	fs.FS
	gone string
}

func (v vanishing) ReadFile(name string) ([]byte, error) {
	if name == v.gone {
		return nil, &fs.PathError{Op: "read", Path: name, Err: fs.ErrNotExist}
	}
	return fs.ReadFile(v.FS, name)
}

func (v vanishing) ReadDir(name string) ([]fs.DirEntry, error) {
	if name == v.gone {
		return nil, &fs.PathError{Op: "readdirent", Path: name, Err: fs.ErrNotExist}
	}
	return fs.ReadDir(v.FS, name)
}

// TestSurvey_vanishing proves that a file or folder which goes while it is being
// read is not there, and no problem.
func TestSurvey_vanishing(t *testing.T) {
	for _, gone := range []string{"content/a/b.md", "content/a", "themes"} {
		disk := vanishing{fstest.MapFS{
			"content/a/b.md": {Data: []byte("b")}, "content/c.md": {Data: []byte("c")}, "themes/t.css": {Data: []byte("t")},
		}, gone}
		s := newSurvey(newTree(disk), func(string) {}, time.Now())
		s.everything()
		files, _ := s.done()
		for name := range listing(t, files) {
			if name == gone || strings.HasPrefix(name, gone+"/") {
				t.Errorf("%s is gone, and %s is there", gone, name)
			}
		}
		if text, err := fs.ReadFile(files, "content/c.md"); err != nil || string(text) != "c" {
			t.Errorf("%s is gone, and c.md is %q, %v", gone, text, err)
		}
	}
}

// TestTree_isFileSystem holds the tree against the rules of fs.FS.
func TestTree_isFileSystem(t *testing.T) {
	w := newWatching(t)
	w.write("exemplar.yaml", "title: T\n")
	w.write("content/a/b.md", "b")
	w.write("content/a/long.md", strings.Repeat("long ", 1000))
	w.write("content/photo.jpg", strings.Repeat("x", largestRest+1))
	w.survey()
	if n := w.tree.nodes["content/photo.jpg"]; n.text != nil {
		t.Error("a photograph is held in memory")
	}
	sub, err := fs.Sub(w.tree, "content")
	if err != nil {
		t.Fatal(err)
	}
	if err := fstest.TestFS(sub, "a/b.md", "a/long.md", "photo.jpg"); err != nil {
		t.Error(err)
	}
}

// TestTree_strangers proves that a file outside the scope which a stage asked
// for is looked after, whether it was there or not.
func TestTree_strangers(t *testing.T) {
	w := newWatching(t)
	w.write("exemplar.yaml", "logo: logo.png\n")
	w.write("logo.png", "one")
	w.survey()
	if _, err := fs.ReadFile(w.tree, "logo.png"); err != nil {
		t.Fatal(err)
	}
	if _, err := fs.Stat(w.tree, "other.png"); err == nil {
		t.Fatal("there is no other.png")
	}
	if got := w.tree.strangers(); got != nil {
		t.Errorf("at first: %q", got)
	}
	w.write("logo.png", "two!")
	w.write("other.png", "x")
	w.write("third.png", "x")
	if got, want := w.tree.strangers(), []string{"logo.png", "other.png"}; !slices.Equal(got, want) {
		t.Errorf("%q, not %q", got, want)
	}
	if got := w.tree.strangers(); got != nil {
		t.Errorf("again: %q", got)
	}
}

// TestTree_frozen proves that a tree is not changed by later surveys.
func TestTree_frozen(t *testing.T) {
	w := newWatching(t)
	for _, name := range []string{"content/a.md", "content/b/c.md"} {
		w.write(name, path.Base(name))
	}
	w.survey()
	before, list := w.tree, listing(t, w.tree)
	w.write("content/a.md", "other")
	w.remove("content/b")
	w.write("content/d/e.md", "e")
	w.survey()
	if diff := cmp.Diff(list, listing(t, before)); diff != "" {
		t.Error(diff)
	}
}
