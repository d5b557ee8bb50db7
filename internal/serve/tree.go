package serve

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/exemplar-lp/exemplar/internal/config"
	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/site"
)

// themes is the folder of a site's own themes.
const themes = "themes"

// scope is what is read of a site and watched, beside files that the settings
// name.
var scope = []string{config.File, site.Register, site.Synonyms, content.Folder, themes}

// tracked reports whether a name is in the scope. Hidden files are not: no
// stage reads them, and editors keep their own in them.
func tracked(name string) bool {
	first, _, _ := strings.Cut(name, "/")
	return slices.Contains(scope, first) && !strings.Contains(name, "/.")
}

// tree is a site's files as they were at one moment. It does not change, so
// that what is made of it later still belongs together. It is a file system in
// which the texts are held, packed; pictures and other large files are only
// known by their size and time, and are read from the disk.
type tree struct {
	disk  fs.FS
	nodes map[string]*node
	// shape is the same as that of another tree where the two differ in nothing
	// but the texts of pages and in what is no content.
	shape *shape
	asked *asked
}

// shape has nothing but an address.
type shape struct{ _ byte }

// node is a file or a folder of a tree.
type node struct {
	info fs.FileInfo
	// text is the whole file, where it is held.
	text *text
	// names has what is in a folder, sorted.
	names []string
	// err says why the file or folder cannot be read.
	err error
	// hasty marks a file read so soon after its last change that the next one
	// may leave it with the same time.
	hasty bool
	// waiting is since when a newer text is expected, because the file seems to
	// be in the middle of being written; zero where none is.
	waiting time.Time
}

// stat describes a node as the tree has it: a file that grew between the look
// at it and the reading of it is as large as what was read.
func (n *node) stat() fs.FileInfo {
	if n.text == nil || n.info.Size() == int64(n.text.size) {
		return n.info
	}
	return textInfo{n.info, int64(n.text.size)}
}

// textInfo describes a file of another size.
type textInfo struct {
	fs.FileInfo
	size int64
}

// Size is that of the text that is held.
func (i textInfo) Size() int64 { return i.size }

// newTree returns a tree of nothing, to be surveyed.
func newTree(disk fs.FS) *tree {
	return &tree{
		disk:  disk,
		nodes: map[string]*node{".": {info: folderInfo{}}},
		shape: new(shape),
		asked: &asked{names: map[string]string{}},
	}
}

// survey brings a tree up to date with the disk.
type survey struct {
	before, tree *tree
	// forced has the names that are read whatever their time says.
	forced map[string]bool
	// watch is told of each folder just before it is read, so that a file that
	// comes later is noticed.
	watch func(folder string)
	now   time.Time

	reads []*reading
	// entered has the folders that were not known, and left those that are gone.
	entered, left []string
	changed       map[string]bool
	added         map[string][]string // folder → names that are new in it
	removed       map[string]bool     // folders that lost a name
	// unsettled has files that seem to be in the middle of being written.
	unsettled []string
}

// newSurvey starts a survey of a copy of the tree.
func newSurvey(old *tree, watch func(string), now time.Time) *survey {
	return &survey{
		before:  old,
		tree:    &tree{disk: old.disk, nodes: maps.Clone(old.nodes), shape: old.shape, asked: old.asked},
		forced:  map[string]bool{},
		watch:   watch,
		now:     now,
		changed: map[string]bool{}, added: map[string][]string{}, removed: map[string]bool{},
	}
}

// everything looks at each folder and reads the files whose size or time is
// another.
func (s *survey) everything() {
	s.watch(".")
	for _, name := range scope {
		s.visit(name)
	}
}

// paths looks at the names that a watcher gave, and reads them whatever their
// times.
func (s *survey) paths(names []string) {
	for _, name := range names {
		if tracked(name) {
			s.forced[name] = true
			s.visit(name)
		}
	}
}

// done reads the files that have to be read, and returns the new tree and the
// names whose contents are others than before, sorted.
func (s *survey) done() (*tree, []string) {
	s.readAll()
	for folder := range s.added {
		s.relist(folder)
	}
	for folder := range s.removed {
		if _, done := s.added[folder]; !done {
			s.relist(folder)
		}
	}
	if !s.onlyTexts() {
		s.tree.shape = new(shape)
	}
	return s.tree, slices.Sorted(maps.Keys(s.changed))
}

// onlyTexts reports whether nothing of the content has changed but the texts of
// pages.
func (s *survey) onlyTexts() bool {
	page := func(n *node) bool { return n != nil && n.err == nil && n.text != nil && n.info.Mode().IsRegular() }
	for name := range s.changed {
		if !strings.HasPrefix(name+"/", content.Folder+"/") {
			continue
		}
		if path.Ext(name) != ".md" || !page(s.before.nodes[name]) || !page(s.tree.nodes[name]) {
			return false
		}
	}
	return true
}

// relist makes the list of a folder anew from what is known of it.
func (s *survey) relist(folder string) {
	n := s.tree.nodes[folder]
	if n == nil {
		return
	}
	list := slices.Clone(s.added[folder])
	for _, name := range n.names {
		if s.tree.nodes[path.Join(folder, name)] != nil {
			list = append(list, name)
		}
	}
	slices.Sort(list)
	c := *n
	c.names = slices.Compact(list)
	s.tree.nodes[folder] = &c
}

// visit looks at one name, and at the folder above it where that is not known.
func (s *survey) visit(name string) {
	parent := path.Dir(name)
	if above := s.tree.nodes[parent]; above == nil || !above.info.IsDir() {
		s.visit(parent)
		return
	}
	info, err := fs.Lstat(s.tree.disk, name)
	if err != nil {
		s.drop(name)
		return
	}
	s.take(name, info)
}

func (s *survey) take(name string, info fs.FileInfo) {
	old := s.tree.nodes[name]
	if old != nil && old.info.IsDir() != info.IsDir() {
		s.drop(name)
		old = nil
	}
	if old == nil {
		parent := path.Dir(name)
		s.added[parent] = append(s.added[parent], path.Base(name))
	}
	if info.IsDir() {
		s.folder(name, info)
		return
	}
	s.file(name, info, old)
}

// folder reads a folder and all that is in it.
func (s *survey) folder(name string, info fs.FileInfo) {
	old := s.tree.nodes[name]
	n := &node{info: info}
	if old == nil {
		s.changed[name] = true
		s.entered = append(s.entered, name)
	} else {
		n.names = old.names
	}
	s.tree.nodes[name] = n
	s.watch(name)
	entries, err := fs.ReadDir(s.tree.disk, name)
	if errors.Is(err, fs.ErrNotExist) {
		s.drop(name) // just now
		return
	}
	n.err = err
	if old != nil && errorText(err) != errorText(old.err) {
		s.changed[name] = true
	}
	here := make(map[string]bool, len(entries))
	for _, e := range entries {
		child := path.Join(name, e.Name())
		if !tracked(child) {
			continue
		}
		if info, err := e.Info(); err == nil {
			here[e.Name()] = true
			s.take(child, info)
		}
	}
	for _, gone := range n.names {
		if !here[gone] {
			s.drop(path.Join(name, gone))
		}
	}
}

// drop forgets a name and everything below it.
func (s *survey) drop(name string) {
	n := s.tree.nodes[name]
	if n == nil {
		return
	}
	delete(s.tree.nodes, name)
	if n.info.IsDir() {
		s.left = append(s.left, name)
	}
	s.changed[name] = true
	s.removed[path.Dir(name)] = true
	for _, child := range n.names {
		s.drop(path.Join(name, child))
	}
	for _, child := range s.added[name] {
		s.drop(path.Join(name, child))
	}
	delete(s.added, name)
}

// file notes a file to be read if it may be another than before. Until then the
// tree has it without its text.
func (s *survey) file(name string, info fs.FileInfo, old *node) {
	if old != nil && !s.forced[name] && !old.hasty && old.waiting.IsZero() && old.err == nil && sameFile(old.info, info) {
		return
	}
	r := &reading{name: name, info: info, old: s.before.nodes[name], node: &node{info: info}}
	s.reads = append(s.reads, r)
	s.tree.nodes[name] = r.node
}

// tick is the coarsest step in which a file system tells times: two seconds on
// FAT, and one more for a clock that is late.
const tick = 3 * time.Second

// settling is how long a file keeps its old text while it seems to be in the
// middle of being written: it changes while it is read, it cannot be read, since
// some programs keep others out meanwhile, or it is empty, as many programs leave
// a file for a moment before they write it.
const settling = 200 * time.Millisecond

// readAll reads the noted files that are still there, several at a time, and
// puts them into the tree.
func (s *survey) readAll() {
	reads := slices.DeleteFunc(s.reads, func(r *reading) bool { return s.tree.nodes[r.name] != r.node })
	var workers sync.WaitGroup
	var next atomic.Int64
	for range min(runtime.GOMAXPROCS(0), len(reads)) {
		workers.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(reads); i = int(next.Add(1)) - 1 {
				reads[i].read(s.tree.disk, s.now)
			}
		})
	}
	workers.Wait()
	for _, r := range reads {
		s.settle(r)
	}
}

// settle puts a file that was read into the tree.
func (s *survey) settle(r *reading) {
	if errors.Is(r.node.err, fs.ErrNotExist) {
		s.drop(r.name) // just now
		return
	}
	if s.waits(r) {
		return
	}
	if r.moving {
		s.unsettled = append(s.unsettled, r.name)
	}
	if r.old == nil || !r.node.equal(r.old) {
		s.changed[r.name] = true
	}
}

// waits keeps the old text of a file that seems to be in the middle of being
// written, for a while. How long is counted from when that was first seen: the
// clock of another machine may be wrong.
func (s *survey) waits(r *reading) bool {
	if r.old == nil || r.old.text == nil || !r.moving && !r.emptied() && r.node.err == nil {
		return false
	}
	kept := *r.old
	if kept.waiting.IsZero() {
		kept.waiting = s.now
	}
	if s.now.Sub(kept.waiting) >= settling {
		return false
	}
	s.tree.nodes[r.name] = &kept
	s.unsettled = append(s.unsettled, r.name)
	return true
}

// reading is a file that is read.
type reading struct {
	name string
	info fs.FileInfo
	// old is what was there before the survey, or nil; node is in the tree, and
	// whole once it is read.
	old, node *node
	// moving says that the file was changed while it was read.
	moving bool
}

// read reads a file if it is one to hold.
func (r *reading) read(disk fs.FS, now time.Time) {
	r.node.hasty = now.Sub(r.info.ModTime()) < tick
	if !r.info.Mode().IsRegular() || !holds(r.name, r.info.Size()) {
		return
	}
	data, err := fs.ReadFile(disk, r.name)
	if err != nil {
		r.node.err = err
		return
	}
	r.node.text = newText(data)
	after, err := fs.Lstat(disk, r.name)
	r.moving = err == nil && !sameFile(r.info, after)
}

// emptied reports whether a file that had a text has none.
func (r *reading) emptied() bool {
	return r.node.text != nil && r.node.text.size == 0 && r.old.text != nil && r.old.text.size > 0
}

// The largest files that are held: text, and anything else.
const (
	largestText = 1 << 20
	largestRest = 64 << 10
)

// holds reports whether a file is kept in memory. Texts are; so are small files
// of other kinds, while photographs stay on the disk.
func holds(name string, size int64) bool {
	switch path.Ext(name) {
	case ".md", ".yaml", ".html", ".css", ".js", ".svg":
		return size <= largestText
	}
	return size <= largestRest
}

// equal reports whether two reads of one name found the same.
func (n *node) equal(old *node) bool {
	if n.text != nil && old.text != nil {
		return n.text.sum == old.text.sum
	}
	return (n.text == nil) == (old.text == nil) && errorText(n.err) == errorText(old.err) && sameFile(n.info, old.info)
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// sameFile reports whether two looks at a name saw the same file, unchanged.
func sameFile(a, b fs.FileInfo) bool {
	if a.Size() != b.Size() || a.Mode() != b.Mode() || !a.ModTime().Equal(b.ModTime()) {
		return false
	}
	// Windows tells two files apart only by opening them; elsewhere a file that
	// was put in another's place with its time is seen here.
	return runtime.GOOS == "windows" || !os.SameFile(a, a) || os.SameFile(a, b)
}

// folders lists the known folders at and below a name.
func (t *tree) folders(name string) []string {
	n := t.nodes[name]
	if n == nil || !n.info.IsDir() {
		return nil
	}
	list := []string{name}
	for _, child := range n.names {
		list = append(list, t.folders(path.Join(name, child))...)
	}
	return list
}

// strangers looks at the files outside the scope that a stage has asked for,
// and returns those that are not as they were when it did.
func (t *tree) strangers() []string {
	t.asked.mu.Lock()
	defer t.asked.mu.Unlock()
	var list []string
	for name, stamp := range t.asked.names {
		if now := stampOf(t.disk, name); now != stamp {
			t.asked.names[name] = now
			list = append(list, name)
		}
	}
	slices.Sort(list)
	return list
}

// stampOf tells two states of a file apart.
func stampOf(disk fs.FS, name string) string {
	info, err := fs.Stat(disk, name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return ""
	case err != nil:
		return err.Error()
	}
	return info.ModTime().UTC().Format(time.RFC3339Nano) + fs.FormatFileInfo(info)
}
