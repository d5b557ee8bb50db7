package serve

import (
	"bytes"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/exemplar-lp/exemplar/internal/config"
	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/site"
)

// themes is the folder of a site's own themes.
const themes = "themes"

// scope is what is read of a site and watched, beside files that the settings
// name.
var scope = []string{config.File, site.Register, content.Folder, themes}

// tracked reports whether a name is in the scope. Hidden files are not: no
// stage reads them, and editors keep their own in them.
func tracked(name string) bool {
	first, _, _ := strings.Cut(name, "/")
	return slices.Contains(scope, first) && !strings.Contains(name, "/.")
}

// tree is a site's files as they were at one moment. It does not change, so
// that what is made of it later still belongs together. It is a file system in
// which the texts are held; pictures and other large files are only known by
// their size and time, and are read from the disk.
type tree struct {
	disk  fs.FS
	nodes map[string]*node
	asked *asked
}

// node is a file or a folder of a tree.
type node struct {
	info fs.FileInfo
	// held says that data is the whole file.
	held bool
	data []byte
	// names has what is in a folder, sorted.
	names []string
	// err says why the file or folder cannot be read.
	err error
	// hasty marks a file read so soon after its last change that the next one
	// may leave it with the same time.
	hasty bool
}

// newTree returns a tree of nothing, to be surveyed.
func newTree(disk fs.FS) *tree {
	return &tree{
		disk:  disk,
		nodes: map[string]*node{".": {info: folderInfo{}}},
		asked: &asked{names: map[string]string{}},
	}
}

// survey brings a tree up to date with the disk.
type survey struct {
	tree *tree
	// forced has the names that are read whatever their time says.
	forced map[string]bool
	// watch is told of each folder just before it is read, so that a file that
	// comes later is noticed.
	watch func(folder string)
	now   time.Time

	changed map[string]bool
	added   map[string][]string // folder → names that are new in it
	removed map[string]bool     // folders that lost a name
	// unsettled has files that seem to be in the middle of being written.
	unsettled []string
}

// newSurvey starts a survey of a copy of the tree.
func newSurvey(old *tree, watch func(string), now time.Time) *survey {
	return &survey{
		tree:    &tree{disk: old.disk, nodes: maps.Clone(old.nodes), asked: old.asked},
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

// done returns the new tree and the names whose contents are others than
// before, sorted.
func (s *survey) done() (*tree, []string) {
	for folder := range s.added {
		s.relist(folder)
	}
	for folder := range s.removed {
		if _, done := s.added[folder]; !done {
			s.relist(folder)
		}
	}
	return s.tree, slices.Sorted(maps.Keys(s.changed))
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
	} else {
		n.names = old.names
	}
	s.tree.nodes[name] = n
	s.watch(name)
	entries, err := fs.ReadDir(s.tree.disk, name)
	if err != nil {
		n.err = err
		if old == nil || old.err == nil {
			s.changed[name] = true
		}
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

func (s *survey) file(name string, info fs.FileInfo, old *node) {
	if old != nil && !s.forced[name] && !old.hasty && sameFile(old.info, info) {
		return
	}
	n := s.read(name, info)
	if old != nil && old.held && n.settles(old, s.now) {
		s.unsettled = append(s.unsettled, name)
		return
	}
	s.tree.nodes[name] = n
	if old == nil || !n.equal(old) {
		s.changed[name] = true
	}
}

// settling is how long a file that has just become empty keeps its old text:
// many programs empty a file before they write it.
const settling = 200 * time.Millisecond

// settles reports whether the file was emptied a moment ago.
func (n *node) settles(old *node, now time.Time) bool {
	age := now.Sub(n.info.ModTime())
	return n.err == nil && n.info.Size() == 0 && len(old.data) > 0 && age >= 0 && age < settling
}

// tick is the coarsest step in which a file system tells times: two seconds on
// FAT, and one more for a clock that is late.
const tick = 3 * time.Second

// read reads a file if it is one to hold.
func (s *survey) read(name string, info fs.FileInfo) *node {
	n := &node{info: info, hasty: s.now.Sub(info.ModTime()) < tick}
	if !info.Mode().IsRegular() || !holds(name, info.Size()) {
		return n
	}
	n.data, n.err = fs.ReadFile(s.tree.disk, name)
	n.held = n.err == nil
	if after, err := fs.Lstat(s.tree.disk, name); err == nil && !sameFile(info, after) {
		s.unsettled = append(s.unsettled, name)
	}
	return n
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
	if n.held && old.held {
		return bytes.Equal(n.data, old.data)
	}
	return n.held == old.held && errorText(n.err) == errorText(old.err) && sameFile(n.info, old.info)
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
