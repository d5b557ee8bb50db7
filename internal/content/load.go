// Package content reads the files under content/, each by itself.
//
// In comes a site's folder, or the path and bytes of one file. Out come typed
// entries with their bodies, the list of the other files, and every problem that
// one file can show, each at its line. It never compares two entries, resolves a
// reference, follows a symbolic link or writes anything.
package content

import (
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"path"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/exemplar-lp/exemplar/internal/diag"
	"github.com/exemplar-lp/exemplar/internal/markdown"
	"github.com/exemplar-lp/exemplar/internal/shelf"
)

// Folder is the folder of the content within a site.
const Folder = "content"

// Options are what a site may change about reading.
type Options struct {
	// Vocabularies adds words to vocabularies, by vocabulary name.
	Vocabularies map[string][]string
	Limits       Limits
	// Language is the site's: that of pages that name none.
	Language string
	// Shelf keeps the texts of bodies; nil for memory.
	Shelf *shelf.Shelf
	// Cache may be nil. The entries are the same with it and without.
	Cache *Cache
	// Sum knows the sums of some files, so that the cache can tell without
	// reading them whether they are those it has. It may be nil.
	Sum func(file string) (sum Sum, ok bool)
	// Shape is equal to that of the cache's last Load only if all names below the
	// folder, and the sizes of those that are no pages, are the same. It may be
	// nil for one that is like no other.
	Shape any
}

// Limits bounds what is read; a zero one means its default.
type Limits struct {
	// File is the size of a content file in bytes. Default 256 KiB.
	File int
	// FrontMatter is the size of its front matter in bytes. Default 64 KiB.
	FrontMatter int
	// Body bounds the Markdown.
	Body markdown.Limits
}

// Set is what a content folder holds.
type Set struct {
	// Entries are sorted by Source.
	Entries []Entry
	// Failed are the content files that could not be read into an entry, sorted.
	Failed []string
	// Files are the other files, sorted by Path.
	Files []File
}

// File is a file under content/ that is not an entry: a picture, a download.
type File struct {
	// Path is relative to the site's root: content/events/map.pdf.
	Path string
	// Size is in bytes.
	Size int64
	// Bundle is the Bundle of the entry to which the file belongs, or "".
	Bundle string
}

// Load reads every file under content/ of a site. Problems of the files are in
// the list, sorted; the error is for a folder that the system does not let us
// read. Equal folders give equal results, whatever the order in which files are
// read. The file system should be one that cannot be led outside, such as that
// of os.Root; symbolic links are reported and not followed.
func Load(site fs.FS, opts Options) (*Set, diag.List, error) {
	opts.Cache.suit(opts)
	t, err := opts.walk(site)
	if err != nil {
		return nil, nil, err
	}
	read := opts.read(site, t.pages)
	opts.Cache.keep(t, read, opts.Shape)
	set, problems := &Set{Files: slices.Clone(t.files)}, slices.Clone(t.problems)
	for i, page := range t.pages {
		problems = append(problems, read[i].problems...)
		if read[i].entry == nil {
			set.Failed = append(set.Failed, page)
			continue
		}
		set.Entries = append(set.Entries, read[i].entry)
	}
	set.assign()
	return set, problems.Sort(), nil
}

// walk finds the files of a site, or takes them from the cache.
func (opts Options) walk(site fs.FS) (*tree, error) {
	if c := opts.Cache; c != nil && opts.Shape != nil && opts.Shape == c.shape {
		return c.tree, nil
	}
	t := &tree{fs: site}
	err := t.walk()
	t.fs = nil
	return t, err
}

// read reads the pages of a site, several at a time, or takes them from the
// cache. There are twice as many readers as processors, so that none idles while
// another waits for the disk.
func (opts Options) read(site fs.FS, pages []string) []reading {
	read := make([]reading, len(pages))
	r := NewReader(opts)
	var next atomic.Int64
	var readers sync.WaitGroup
	for range 2 * runtime.GOMAXPROCS(0) {
		readers.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(pages); i = int(next.Add(1)) - 1 {
				read[i] = r.page(site, pages[i], opts)
			}
		})
	}
	readers.Wait()
	return read
}

// page takes a page from the cache, or reads it.
func (r *Reader) page(site fs.FS, page string, opts Options) reading {
	if opts.Sum != nil {
		if sum, ok := opts.Sum(page); ok {
			if kept, ok := opts.Cache.find(page, sum); ok {
				return kept
			}
		}
	}
	return r.open(site, page, opts)
}

// open reads one page of a site.
func (r *Reader) open(site fs.FS, page string, opts Options) reading {
	paper := r.scratch()
	defer r.scratches.Put(paper)
	raw, err := read(site, page, int64(r.limits.File), paper.raw)
	switch {
	case errors.Is(err, errLarge):
		return reading{problems: diag.List{tooLarge(page, r.limits.File)}, unread: true}
	case err != nil:
		return reading{problems: diag.List{unreadable(page, err)}, unread: true}
	}
	paper.raw = raw
	var sum Sum
	if opts.Cache != nil {
		sum = sha256.Sum256(raw)
		if kept, ok := opts.Cache.find(page, sum); ok {
			return kept
		}
	}
	entry, problems := r.parse(page, raw, paper)
	return reading{sum: sum, entry: entry, problems: problems}
}

var errLarge = errors.New("the file is too large")

// read reads a file that is no larger than a limit, into room where it has enough.
func read(site fs.FS, name string, limit int64, room []byte) ([]byte, error) {
	file, err := site.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	if info.Size() > limit {
		return nil, errLarge
	}
	end := int(info.Size()) + 1 // one more, so that the end is seen at once
	raw := slices.Grow(room[:0], end)
	for len(raw) < end {
		n, err := file.Read(raw[len(raw):end])
		raw = raw[:len(raw)+n]
		if errors.Is(err, io.EOF) {
			return raw, nil
		}
		if err != nil {
			return nil, err
		}
	}
	return nil, errLarge // it grows while it is read
}

func unreadable(file string, err error) diag.Diagnostic {
	var why *fs.PathError
	if errors.As(err, &why) {
		err = why.Err
	}
	if errors.Is(err, fs.ErrPermission) {
		return diag.New(diag.FileUnreadable, diag.Position{File: file}, "ask whoever looks after the folder for the right to read it", "you may not read this file")
	}
	return diag.New(diag.FileUnreadable, diag.Position{File: file}, "check that the file is there and that you may open it", "the file cannot be read: %v", err)
}

func tooLarge(file string, limit int) diag.Diagnostic {
	return diag.New(diag.FileTooLarge, diag.Position{File: file}, "split the page, or raise limits: file_kib in exemplar.yaml", "the file is larger than %d KiB", limit>>10)
}

// assign gives files the bundle that they are in.
func (s *Set) assign() {
	if len(s.Files) == 0 {
		return
	}
	bundles := map[string]bool{}
	for _, e := range s.Entries {
		if b := e.Common().Bundle(); b != "" {
			bundles[b] = true
		}
	}
	for i := range s.Files {
		for dir := path.Dir(s.Files[i].Path); dir != Folder && dir != "."; dir = path.Dir(dir) {
			if bundles[dir] {
				s.Files[i].Bundle = dir
				break
			}
		}
	}
}

// tree is what a walk through the content folder finds.
type tree struct {
	fs       fs.FS
	pages    []string
	files    []File
	problems diag.List
}

func (t *tree) walk() error {
	root, err := fs.Lstat(t.fs, Folder)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		t.problems.Add(diag.FileUnreadable, diag.Position{File: Folder}, "make the folder, or give the site's folder with -s", "there is no folder %q", Folder)
		return nil
	case err != nil:
		return err
	case root.Mode()&fs.ModeSymlink != 0:
		t.refuseLink(Folder)
		return nil
	}
	if err := fs.WalkDir(t.fs, Folder, t.visit); err != nil {
		return err
	}
	slices.Sort(t.pages)
	t.ambiguous()
	t.copies()
	slices.SortFunc(t.files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return nil
}

// ambiguous reports an index.md that makes a page out of a folder which holds
// other pages: it was most likely meant as the folder's own page.
func (t *tree) ambiguous() {
	others := map[string]int{}
	for _, p := range t.pages {
		if path.Base(p) != "_index.md" {
			others[path.Dir(p)]++
		}
	}
	for _, p := range t.pages {
		dir := path.Dir(p)
		top, _, _ := strings.Cut(strings.TrimPrefix(dir, Folder+"/"), "/")
		if path.Base(p) == "index.md" && others[dir] > 1 && !slices.Contains(specialFolders(), top) && dir != Folder {
			t.problems.Add(diag.FileKind, diag.Position{File: p}, "rename it to _index.md if it is the page of the folder", "the folder of this page holds other pages")
		}
	}
}

// visit sorts one file or folder into pages, files and problems.
func (t *tree) visit(name string, d fs.DirEntry, err error) error {
	if err != nil {
		t.problems = append(t.problems, unreadable(name, err))
		return skip(d)
	}
	if name != Folder && litter(d.Name()) {
		return skip(d)
	}
	if d.Type()&fs.ModeSymlink != 0 {
		t.refuseLink(name)
		return nil
	}
	if hint := unportable(d.Name()); hint != "" {
		t.problems.Add(diag.FileName, diag.Position{File: name}, hint, "the name %q cannot be published everywhere", d.Name())
		return skip(d)
	}
	if d.IsDir() {
		return nil
	}
	if !d.Type().IsRegular() {
		t.problems.Add(diag.FileUnreadable, diag.Position{File: name}, "move it out of the content folder", "%q is not a file with something in it", d.Name())
		return nil
	}
	return t.sort(name, d)
}

// copied matches the names that Windows and macOS give to the copy of a file, with
// that of the file itself.
var copied = regexp.MustCompile(`^(.+?)(?: - Copy(?: \([0-9]+\))?| \([0-9]+\)| copy(?: [0-9]+)?)\.md$`)

// copies reports pages that are copies of the page beside them, as their names
// say.
func (t *tree) copies() {
	for _, page := range t.pages {
		if !strings.Contains(page, " ") {
			continue // most, and the pattern takes its time
		}
		m := copied.FindStringSubmatch(page)
		if m == nil {
			continue
		}
		if _, ok := slices.BinarySearch(t.pages, m[1]+".md"); ok {
			t.problems.Add(diag.FileCopy, diag.Position{File: page}, "delete it; or, if it is a page of its own, rename it",
				"%q is a copy of %q and would be published beside it", path.Base(page), path.Base(m[1])+".md")
		}
	}
}

func skip(d fs.DirEntry) error {
	if d != nil && d.IsDir() {
		return fs.SkipDir
	}
	return nil
}

func (t *tree) refuseLink(name string) {
	t.problems.Add(diag.FileSymlink, diag.Position{File: name}, "put a copy of the file or folder in its place", "%q only points to another place, and such links are not followed", path.Base(name))
}

func (t *tree) sort(name string, d fs.DirEntry) error {
	if path.Ext(name) == ".md" {
		t.pages = append(t.pages, name)
		return nil
	}
	if hint := almostPage(name); hint != "" {
		t.problems.Add(diag.FileKind, diag.Position{File: name}, hint, "%q is not read as a page", d.Name())
	}
	info, err := d.Info()
	if err != nil {
		t.problems = append(t.problems, unreadable(name, err))
		return nil
	}
	t.files = append(t.files, File{Path: name, Size: info.Size()})
	return nil
}

// litter reports whether a name is one that systems and editors leave behind:
// hidden files, Office's lock files, folder settings, copies of the last
// version.
func litter(name string) bool {
	lower := strings.ToLower(name)
	for _, start := range []string{".", "~$", "~wrl", "#"} {
		if strings.HasPrefix(lower, start) {
			return true
		}
	}
	for _, end := range []string{"~", ".tmp", ".swp", ".bak", ".crdownload", ".part", ".lnk"} {
		if strings.HasSuffix(lower, end) {
			return true
		}
	}
	return slices.Contains([]string{"thumbs.db", "desktop.ini", "__macosx", "icon\r", "ehthumbs.db"}, lower)
}

// almostPage is the hint for a file that somebody may take for a page.
func almostPage(name string) string {
	ext := path.Ext(name)
	stem := strings.TrimSuffix(path.Base(name), ext)
	if strings.EqualFold(path.Ext(stem), ".md") {
		return "rename it to " + stem + "; Windows hides the ending " + ext + " until you choose View, Show, File name extensions"
	}
	switch strings.ToLower(ext) {
	case ".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".mdwn", ".mdx":
		return "rename it to " + stem + ".md"
	case ".docx", ".doc", ".odt", ".rtf", ".pages", ".gdoc":
		if inKindFolder(name) {
			return "copy its text into a file " + Slugify(stem) + ".md; a file that readers are to download belongs in the folder of its page"
		}
	case ".txt", ".html", ".htm":
		if inKindFolder(name) {
			return "copy its text into a file " + Slugify(stem) + ".md that starts with front matter"
		}
	case "":
		if inKindFolder(name) {
			return "if it is a page, rename it to " + stem + ".md"
		}
	}
	return ""
}

// inKindFolder reports whether a file lies where only pages of a kind are meant
// to be: directly in case-studies/ and the like.
func inKindFolder(name string) bool {
	dir := strings.TrimPrefix(path.Dir(name), Folder+"/")
	for i := range kinds {
		if kinds[i].folder != "" && kinds[i].folder == dir {
			return true
		}
	}
	return false
}
