package publish

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/sys/windows"
)

// takeLock makes a name this process's own until release. Nobody else can open
// the file while its handle is open, and Windows deletes it with the handle, so
// a killed build holds no lock and leaves no file.
func takeLock(root *os.Root, name string) (release func(), err error) {
	path, err := windows.UTF16PtrFromString(filepath.Join(root.Name(), name))
	if err != nil {
		return nil, err
	}
	h, err := windows.CreateFile(path, windows.GENERIC_WRITE|windows.DELETE, 0, nil, windows.OPEN_ALWAYS,
		windows.FILE_ATTRIBUTE_HIDDEN|windows.FILE_FLAG_DELETE_ON_CLOSE|windows.FILE_FLAG_OPEN_REPARSE_POINT, 0)
	if err != nil {
		return nil, &fs.PathError{Op: "lock", Path: name, Err: err}
	}
	return func() { windows.CloseHandle(h) }, nil
}

// isBusy reports whether an error of takeLock means that another holds the lock.
func isBusy(err error) bool { return errors.Is(err, windows.ERROR_SHARING_VIOLATION) }

// isFull reports whether an error means a full disk or a quota used up.
func isFull(err error) bool {
	return errors.Is(err, windows.ERROR_DISK_FULL) || errors.Is(err, windows.ERROR_HANDLE_DISK_FULL) ||
		errors.Is(err, windows.ERROR_DISK_QUOTA_EXCEEDED)
}

// isDenied reports whether an error means that this may not be written.
func isDenied(err error) bool {
	return errors.Is(err, fs.ErrPermission) || errors.Is(err, windows.ERROR_WRITE_PROTECT)
}

// isHeld reports whether an error may pass when another program lets go: Windows
// does not rename or remove what somebody has open.
func isHeld(err error) bool {
	return errors.Is(err, windows.ERROR_ACCESS_DENIED) || errors.Is(err, windows.ERROR_SHARING_VIOLATION) ||
		errors.Is(err, windows.ERROR_LOCK_VIOLATION) || errors.Is(err, windows.ERROR_DIR_NOT_EMPTY)
}

// isImmovable reports whether an error means that a folder cannot be renamed from
// one place to another.
func isImmovable(err error) bool { return errors.Is(err, windows.ERROR_NOT_SAME_DEVICE) }

// isMountError is false: what is mounted in a folder is a link here.
func isMountError(error) bool { return false }

func isMount(_, _ *os.File) bool { return false }
