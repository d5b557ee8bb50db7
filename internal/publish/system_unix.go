//go:build unix

package publish

import (
	"errors"
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

// takeLock makes a name this process's own until release, which also removes it.
// The lock is held on the open file, so a killed build holds none.
func takeLock(root *os.Root, name string) (release func(), err error) {
	for {
		if info, err := root.Lstat(name); err == nil && !info.Mode().IsRegular() {
			return nil, &fs.PathError{Op: "lock", Path: name, Err: errors.New("not a file")}
		}
		f, err := root.OpenFile(name, os.O_RDWR|os.O_CREATE, fileMode)
		if err != nil {
			return nil, err
		}
		if err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != nil {
			f.Close()
			return nil, &fs.PathError{Op: "lock", Path: name, Err: err}
		}
		if isNamed(root, name, f) {
			return func() { root.Remove(name); f.Close() }, nil
		}
		f.Close()
	}
}

// isNamed reports whether a name still stands for an open file: whoever held the
// lock before may have removed it since.
func isNamed(root *os.Root, name string, f *os.File) bool {
	named, errName := root.Lstat(name)
	held, errFile := f.Stat()
	return errName == nil && errFile == nil && os.SameFile(named, held)
}

// isBusy reports whether an error of takeLock means that another holds the lock.
func isBusy(err error) bool { return errors.Is(err, unix.EWOULDBLOCK) }

// isFull reports whether an error means a full disk or a quota used up.
func isFull(err error) bool { return errors.Is(err, unix.ENOSPC) || errors.Is(err, unix.EDQUOT) }

// isDenied reports whether an error means that this may not be written.
func isDenied(err error) bool {
	return errors.Is(err, fs.ErrPermission) || errors.Is(err, unix.EROFS)
}

// isHeld reports whether an error may pass when another program lets go.
func isHeld(error) bool { return false }

// isImmovable reports whether an error means that a file system cannot rename a
// folder from one place in it to another.
func isImmovable(err error) bool { return errors.Is(err, unix.EXDEV) }

// isMountError reports whether a rename failed because a name is a mount point.
func isMountError(err error) bool { return errors.Is(err, unix.EBUSY) }
