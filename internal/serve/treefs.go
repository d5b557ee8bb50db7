package serve

import (
	"bytes"
	"io"
	"io/fs"
	"path"
	"sync"
	"time"

	"github.com/exemplar-lp/exemplar/internal/content"
)

// asked has the files outside the scope that a stage has asked for, such as a
// logo in the site's root, with what they were like.
type asked struct {
	mu    sync.Mutex
	names map[string]string
}

func (a *asked) note(disk fs.FS, name string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if _, ok := a.names[name]; !ok {
		a.names[name] = stampOf(disk, name)
	}
}

// find returns the node of a name. It is nil, without an error, for a file that
// is to be read from the disk.
func (t *tree) find(op, name string) (*node, error) {
	fail := func(err error) (*node, error) { return nil, &fs.PathError{Op: op, Path: name, Err: err} }
	if !fs.ValidPath(name) {
		return fail(fs.ErrInvalid)
	}
	n := t.nodes[name]
	switch {
	case n != nil && n.err != nil:
		return nil, n.err
	case n != nil && (n.text != nil || n.info.IsDir()):
		return n, nil
	case n != nil:
		return nil, nil
	case tracked(name) && !t.linked(name):
		return fail(fs.ErrNotExist)
	}
	t.asked.note(t.disk, name)
	return nil, nil
}

// linked reports whether a name is below a symbolic link.
func (t *tree) linked(name string) bool {
	for name != "." {
		name = path.Dir(name)
		if n := t.nodes[name]; n != nil {
			return n.info.Mode()&fs.ModeSymlink != 0
		}
	}
	return false
}

// Open implements [fs.FS].
func (t *tree) Open(name string) (fs.File, error) {
	n, err := t.find("open", name)
	switch {
	case err != nil:
		return nil, err
	case n == nil:
		return t.disk.Open(name)
	case n.info.IsDir():
		return &openFolder{info: n.info, name: name, tree: t}, nil
	}
	return &openFile{Reader: bytes.NewReader(n.text.bytes()), info: n.stat()}, nil
}

// ReadFile implements [fs.ReadFileFS].
func (t *tree) ReadFile(name string) ([]byte, error) {
	n, err := t.find("read", name)
	switch {
	case err != nil:
		return nil, err
	case n == nil:
		return fs.ReadFile(t.disk, name)
	case n.info.IsDir():
		return nil, &fs.PathError{Op: "read", Path: name, Err: fs.ErrInvalid}
	}
	return n.text.bytes(), nil
}

// sum returns the sum of a file that is held.
func (t *tree) sum(name string) (content.Sum, bool) {
	if n := t.nodes[name]; n != nil && n.text != nil {
		return n.text.sum, true
	}
	return content.Sum{}, false
}

// ReadDir implements [fs.ReadDirFS].
func (t *tree) ReadDir(name string) ([]fs.DirEntry, error) {
	n, err := t.find("readdir", name)
	switch {
	case err != nil:
		return nil, err
	case n == nil:
		return fs.ReadDir(t.disk, name)
	case !n.info.IsDir():
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: fs.ErrInvalid}
	}
	list := make([]fs.DirEntry, 0, len(n.names))
	for _, child := range n.names {
		if c := t.nodes[path.Join(name, child)]; c != nil {
			list = append(list, fs.FileInfoToDirEntry(c.stat()))
		}
	}
	return list, nil
}

// Stat implements [fs.StatFS]. Links lead where the disk says.
func (t *tree) Stat(name string) (fs.FileInfo, error) {
	if n := t.nodes[name]; n != nil && n.info.Mode()&fs.ModeSymlink == 0 {
		return n.stat(), nil
	}
	if n, err := t.find("stat", name); err != nil || n != nil {
		return nil, err
	}
	return fs.Stat(t.disk, name)
}

// Lstat implements [fs.ReadLinkFS].
func (t *tree) Lstat(name string) (fs.FileInfo, error) {
	if n := t.nodes[name]; n != nil {
		return n.stat(), nil
	}
	if _, err := t.find("lstat", name); err != nil {
		return nil, err
	}
	return fs.Lstat(t.disk, name)
}

// ReadLink implements [fs.ReadLinkFS].
func (t *tree) ReadLink(name string) (string, error) { return fs.ReadLink(t.disk, name) }

// openFile is a held file that is being read.
type openFile struct {
	*bytes.Reader
	info fs.FileInfo
}

func (f *openFile) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *openFile) Close() error               { return nil }

// openFolder is a folder that is being read.
type openFolder struct {
	info fs.FileInfo
	name string
	tree *tree
	next int
}

func (f *openFolder) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *openFolder) Close() error               { return nil }

func (f *openFolder) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: f.name, Err: fs.ErrInvalid}
}

// ReadDir implements [fs.ReadDirFile].
func (f *openFolder) ReadDir(n int) ([]fs.DirEntry, error) {
	list, err := f.tree.ReadDir(f.name)
	if err != nil {
		return nil, err
	}
	list = list[min(f.next, len(list)):]
	if n > 0 {
		if len(list) == 0 {
			return nil, io.EOF
		}
		list = list[:min(n, len(list))]
	}
	f.next += len(list)
	return list, nil
}

// folderInfo describes the site's root.
type folderInfo struct{}

func (folderInfo) Name() string       { return "." }
func (folderInfo) Size() int64        { return 0 }
func (folderInfo) Mode() fs.FileMode  { return fs.ModeDir | 0o755 }
func (folderInfo) ModTime() time.Time { return time.Time{} }
func (folderInfo) IsDir() bool        { return true }
func (folderInfo) Sys() any           { return nil }
