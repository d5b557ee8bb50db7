package publish

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// exchange swaps two names under a folder in one step.
func exchange(folder *os.File, a, b string) error {
	fd := int(folder.Fd())
	if err := unix.RenameatxNp(fd, a, fd, b, unix.RENAME_SWAP); err != nil {
		return &os.LinkError{Op: "exchange", Old: a, New: b, Err: err}
	}
	return nil
}

// cannotExchange reports whether an error of exchange means that this file
// system has no such thing.
func cannotExchange(err error) bool {
	return errors.Is(err, unix.EINVAL) || errors.Is(err, unix.ENOTSUP) || errors.Is(err, errors.ErrUnsupported)
}
