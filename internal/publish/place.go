package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

// place is where an output folder stands.
type place struct {
	// given is the folder as the caller named it, for messages.
	given string
	// above is the absolute folder that holds the output, without links.
	above string
	// base is the output's name in it.
	base string
}

// String returns the folder as the caller calls it, for messages.
func (p place) String() string { return diag.InQuotes(p.given) }

// beside returns the path of a name in the folder above, for messages.
func (p place) beside(name string) string { return diag.InQuotes(filepath.Join(p.above, name)) }

// path returns the absolute path of the output folder.
func (p place) path() string { return filepath.Join(p.above, p.base) }

// locate finds an output folder, which need not exist yet, and refuses those
// that must never be replaced whatever is in them.
func locate(dir, root string) (place, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return place{}, err
	}
	at := place{given: dir, above: filepath.Dir(abs), base: filepath.Base(abs)}
	if at.above == abs {
		return place{}, at.dangerous("the root of the disk")
	}
	if at.above, err = resolve(at.above); err != nil {
		return place{}, cannotMake(at, err)
	}
	if home, err := os.UserHomeDir(); err == nil && holds(at.path(), home) {
		return place{}, at.dangerous("your home folder or holds it")
	}
	if root == "" {
		return at, nil
	}
	if holds(at.path(), root) {
		return place{}, at.dangerous("the site itself or holds it")
	}
	for _, inner := range []string{"content", "themes"} {
		if holds(filepath.Join(root, inner), at.path()) {
			return place{}, at.dangerous(fmt.Sprintf("inside %q, which the site is made from", inner))
		}
	}
	return at, nil
}

func (p place) dangerous(what string) error {
	return &Refused{
		Kind:    Place,
		Message: fmt.Sprintf("%v is %s, and publishing replaces the whole folder", p, what),
		Hint:    "choose a folder for the published site alone, such as -d public",
	}
}

func cannotMake(at place, err error) error {
	return &Refused{
		Kind:    Denied,
		Message: fmt.Sprintf("the folder %v cannot be made", at),
		Hint:    "check the path, or choose another folder with -d",
		Err:     err,
	}
}

// resolve follows the links in the part of a path that exists.
func resolve(path string) (string, error) {
	real, err := filepath.EvalSymlinks(path)
	if err == nil || !errors.Is(err, fs.ErrNotExist) {
		return real, err
	}
	if _, err := os.Lstat(path); err == nil {
		return "", fmt.Errorf("%s: a link to nothing", path)
	}
	above, err := resolve(filepath.Dir(path))
	return filepath.Join(above, filepath.Base(path)), err
}

// holds reports whether outer is inner or a folder above it, however the two are
// spelt. What does not exist holds nothing.
func holds(outer, inner string) bool {
	info, err := os.Stat(outer)
	if err != nil {
		return false
	}
	if abs, err := filepath.Abs(inner); err == nil {
		inner = abs
	}
	if real, err := resolve(inner); err == nil {
		inner = real
	}
	for {
		if at, err := os.Stat(inner); err == nil && os.SameFile(info, at) {
			return true
		}
		up := filepath.Dir(inner)
		if up == inner {
			return false
		}
		inner = up
	}
}
