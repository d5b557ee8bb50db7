package publish

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"time"
)

// The modes that published folders and files get, whatever the umask.
const (
	folderMode fs.FileMode = 0o755
	fileMode   fs.FileMode = 0o644
)

// disk is the folder above the output and every change that is made under it.
// Names are relative to that folder or to a root inside it, with slashes.
type disk struct {
	at   place
	root *os.Root
	// folder is root as a file, for the system calls that want one.
	folder *os.File
	sync   bool
	// chmod is set where the umask, or an inherited list of permissions, gives a
	// new file another mode than the one asked for.
	chmod bool
	// inject is asked before each change and each sync; an error from it stands
	// for a failure of the operation. Tests set it; it is nil otherwise.
	inject func(op, name string) error
}

func openDisk(at place, sync bool, inject func(op, name string) error) (*disk, error) {
	if err := os.MkdirAll(at.above, folderMode); err != nil {
		return nil, cannotMake(at, err)
	}
	root, err := os.OpenRoot(at.above)
	if err != nil {
		return nil, cannotMake(at, err)
	}
	folder, err := root.Open(".")
	if err != nil {
		return nil, errors.Join(cannotMake(at, err), root.Close())
	}
	return &disk{at: at, root: root, folder: folder, sync: sync, inject: inject}, nil
}

// close lets go of handles that were only read from.
func (d *disk) close() {
	d.folder.Close()
	d.root.Close()
}

func (d *disk) fault(op, name string) error {
	if d.inject == nil {
		return nil
	}
	if err := d.inject(op, name); err != nil {
		return &fs.PathError{Op: op, Path: name, Err: err}
	}
	return nil
}

func (d *disk) mkdir(root *os.Root, name string) error {
	if err := d.fault("mkdir", name); err != nil {
		return err
	}
	if err := root.Mkdir(name, folderMode); err != nil || !d.chmod {
		return err
	}
	return root.Chmod(name, folderMode)
}

// write makes a file that must not exist yet. After an error part of it may be
// there.
func (d *disk) write(root *os.Root, name string, data []byte) error {
	if err := d.fault("write", name); err != nil {
		return err
	}
	f, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, fileMode)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, d.finish(f, name))
}

// finish gives a new file its mode, brings it to the disk and closes it.
func (d *disk) finish(f *os.File, name string) error {
	var err error
	if d.chmod {
		err = f.Chmod(fileMode)
	}
	if d.sync {
		err = errors.Join(err, d.fault("sync", name), f.Sync())
	}
	return errors.Join(err, f.Close())
}

// probe learns from a new file whether the modes asked for are those given.
func (d *disk) probe(name string) error {
	info, err := d.root.Lstat(name)
	if err != nil || info.Mode().Perm() == fileMode {
		return err
	}
	if d.root.Chmod(name, fileMode) != nil {
		return nil // a file system without modes
	}
	info, err = d.root.Lstat(name)
	d.chmod = err == nil && info.Mode().Perm() == fileMode
	return err
}

// link gives the file at an old name a second, new name, or a copy with the same
// time and mode where the file system has no second names.
func (d *disk) link(old, name string) error {
	err := d.fault("link", name)
	if err == nil {
		err = d.root.Link(old, name)
	}
	if err != nil && !isFull(err) && !errors.Is(err, fs.ErrExist) {
		err = d.copy(old, name)
	}
	if err != nil || !d.sync {
		return err
	}
	return d.syncPath(name)
}

func (d *disk) copy(old, name string) error {
	if err := d.fault("copy", name); err != nil {
		return err
	}
	from, err := d.root.Open(old)
	if err != nil {
		return err
	}
	defer from.Close()
	info, err := from.Stat()
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return &fs.PathError{Op: "copy", Path: old, Err: errors.New("not a file that can be copied")}
	}
	to, err := d.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, fileMode)
	if err != nil {
		return err
	}
	_, err = io.Copy(to, from)
	if err = errors.Join(err, to.Close()); err != nil {
		return err
	}
	// A file system without modes or times keeps the bytes, which is what counts.
	_ = d.root.Chmod(name, info.Mode().Perm())
	_ = d.root.Chtimes(name, time.Time{}, info.ModTime())
	return nil
}

// symlink makes a link again that the owner made; it is not followed.
func (d *disk) symlink(old, name string) error {
	target, err := d.root.Readlink(old)
	if err != nil {
		return err
	}
	if err := d.fault("symlink", name); err != nil {
		return err
	}
	return d.root.Symlink(target, name)
}

func (d *disk) rename(old, name string) error {
	if err := d.fault("rename", name); err != nil {
		return err
	}
	return patiently(func() error { return d.root.Rename(old, name) })
}

func (d *disk) exchange(a, b string) error {
	if err := d.fault("exchange", b); err != nil {
		return err
	}
	return exchange(d.folder, filepath.FromSlash(a), filepath.FromSlash(b))
}

func (d *disk) remove(name string) error {
	if err := d.fault("remove", name); err != nil {
		return err
	}
	return patiently(func() error { return d.root.Remove(name) })
}

func (d *disk) removeAll(name string) error {
	if err := d.fault("remove", name); err != nil {
		return err
	}
	return patiently(func() error { return d.root.RemoveAll(name) })
}

// syncPath brings a file or folder to the disk. Windows, which writes folders by
// itself and syncs no file opened to read, does nothing.
func (d *disk) syncPath(name string) error {
	if !d.sync || runtime.GOOS == "windows" {
		return nil
	}
	if err := d.fault("sync", name); err != nil {
		return err
	}
	f, err := d.root.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// lstat is nil where there is nothing.
func (d *disk) lstat(name string) (fs.FileInfo, error) {
	info, err := d.root.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return info, err
}

// patiently tries again for two seconds where another program, such as a virus
// scanner, holds a file for a moment. Only Windows refuses for that.
func patiently(f func() error) error {
	err := f()
	for wait := 10 * time.Millisecond; err != nil && isHeld(err) && wait < time.Second; wait *= 2 {
		time.Sleep(wait)
		err = f()
	}
	return err
}

// lockName, stageName and the names in the staging folder are all that a build
// makes beside the output.
func (d *disk) lockName() string  { return ".exemplar-lock-" + d.at.base }
func (d *disk) stageName() string { return ".exemplar-staging-" + d.at.base }
func (d *disk) nextName() string  { return path.Join(d.stageName(), "next") }
func (d *disk) oldName() string   { return path.Join(d.stageName(), "old") }
func (d *disk) markName() string  { return path.Join(d.stageName(), mark) }

// mark is the file that proves a staging folder ours: the first thing made in it
// and the last removed.
const (
	mark     = "made-by-exemplar.txt"
	markText = "Exemplar made this folder to build a site in. A build that is running needs it;\nthe next build deletes it if one was stopped half-way.\n"
)
