package publish

import (
	"cmp"
	"errors"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// count says what will change, and looks for edits in what will be removed.
func (s *stage) count() (Result, error) {
	res := Result{Kept: s.old.kept(), Removed: len(s.removed)}
	for i, f := range s.files {
		res.Bytes += f.Size
		if s.same[i] {
			res.Unchanged++
		} else {
			res.Written++
		}
		if s.edited[i] {
			res.Edited = append(res.Edited, f.Path)
		}
	}
	for _, name := range s.removed {
		was, err := s.was.ReadFile(name)
		if err != nil {
			return Result{}, err
		}
		if s.isEdited(name, was) {
			res.Edited = append(res.Edited, name)
		}
	}
	slices.Sort(res.Edited)
	return res, nil
}

// fill completes the new site with what is not new in it.
func (s *stage) fill(manifest []byte) error {
	if err := s.begin(); err != nil {
		return err
	}
	d := s.d
	err := each(len(s.files), func(i int) error {
		if !s.same[i] {
			return nil
		}
		name := s.files[i].Path
		return d.link(path.Join(d.at.base, name), path.Join(d.nextName(), name))
	})
	if err != nil {
		return err
	}
	for _, e := range s.old.theirs {
		if err := d.carry(d.at.base, d.nextName(), e); err != nil {
			return err
		}
	}
	if err := d.write(s.next, ManifestPath, manifest); err != nil {
		return err
	}
	return d.syncFolders(d.nextName())
}

// carry gives something of the owner's in one folder the same place in another.
// What already stands there stays.
func (d *disk) carry(from, to string, e entry) error {
	if err := d.mkdirs(to, path.Dir(e.path)); err != nil {
		return err
	}
	old, name := path.Join(from, e.path), path.Join(to, e.path)
	var err error
	switch {
	case e.mode.IsDir():
		err = d.carryFolder(name, e.mode)
	case e.mode&fs.ModeSymlink != 0:
		err = d.symlink(old, name)
	default:
		err = d.link(old, name)
	}
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	return err
}

// carryFolder makes a folder of the owner's with the mode that it had, but always
// one that its owner may put things into.
func (d *disk) carryFolder(name string, mode fs.FileMode) error {
	err := d.mkdir(d.root, name)
	if err != nil || mode.Perm() == folderMode {
		return err
	}
	_ = d.root.Chmod(name, mode.Perm()|0o700) // some file systems have no modes
	return nil
}

// mkdirs makes the folders on the way to dir below top that are not there.
func (d *disk) mkdirs(top, dir string) error {
	if dir == "." {
		return nil
	}
	name := path.Join(top, dir)
	if info, err := d.lstat(name); err != nil || info != nil && info.IsDir() {
		return err
	}
	if err := d.mkdirs(top, path.Dir(dir)); err != nil {
		return err
	}
	return d.mkdir(d.root, name)
}

// syncFolders brings a folder and those in it to the disk, the deepest first.
func (d *disk) syncFolders(top string) error {
	if !d.sync {
		return nil
	}
	var dirs []string
	err := fs.WalkDir(d.root.FS(), top, func(name string, e fs.DirEntry, err error) error {
		if err == nil && e.IsDir() {
			dirs = append(dirs, name)
		}
		return err
	})
	for i := len(dirs) - 1; i >= 0 && err == nil; i-- {
		err = d.syncPath(dirs[i])
	}
	return err
}

// foldersOf is every folder that outputs are in, and the manifest's, a folder
// before those in it.
func foldersOf(outputs []Output) []string {
	seen := map[string]bool{".": true}
	dirs := []string{path.Dir(ManifestPath)}
	for _, o := range outputs {
		for dir := path.Dir(o.Path); !seen[dir]; dir = path.Dir(dir) {
			seen[dir] = true
			dirs = append(dirs, dir)
		}
	}
	slices.Sort(dirs)
	return dirs
}

// without is the files of the last build that are not among the outputs, which
// are sorted by path.
func (s *survey) without(outputs []Output) []string {
	var gone []string
	for name := range s.ours {
		_, found := slices.BinarySearchFunc(outputs, name, func(o Output, name string) int { return cmp.Compare(o.Path, name) })
		if !found && name != ManifestPath {
			gone = append(gone, name)
		}
	}
	slices.Sort(gone)
	return gone
}

// each calls f for 0 to n-1 on every processor, in rising order, until one call
// fails, and returns the error of the lowest number that failed: those below it
// have all been called, so it is the same one every time.
func each(n int, f func(i int) error) error {
	var (
		next   atomic.Int64
		lock   sync.Mutex
		failed error
		lowest = n
		work   sync.WaitGroup
	)
	for range min(n, 2*runtime.GOMAXPROCS(0)) {
		work.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				if err := f(i); err != nil {
					lock.Lock()
					if i < lowest {
						failed, lowest = err, i
					}
					lock.Unlock()
					next.Store(int64(n))
				}
			}
		})
	}
	work.Wait()
	return failed
}
