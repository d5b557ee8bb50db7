package asset

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io/fs"
	"iter"
	"os"
	"path"
	"regexp"
	"runtime"
)

// cache keeps published pictures in a folder between builds. It never fails: a
// cache that cannot be read or written only makes a build slower.
//
// An entry is the SHA-256 of a file and then the file. Its name is that of the
// variant, which has the hash of the source and the recipe in it, and the
// version of Go, whose encoders change: a cached build must equal a fresh one.
type cache struct {
	folder *os.Root // or nil
}

func entryName(variant string) string { return path.Base(variant) + "." + runtime.Version() }

// load returns a variant's file where the cache has it whole.
func (c cache) load(variant string) ([]byte, bool) {
	if c.folder == nil {
		return nil, false
	}
	data, err := c.folder.ReadFile(entryName(variant))
	if err != nil || len(data) < sha256.Size {
		return nil, false
	}
	sum := sha256.Sum256(data[sha256.Size:])
	return data[sha256.Size:], bytes.Equal(sum[:], data[:sha256.Size])
}

// store reports whether the cache has taken a variant's file. It is written
// under another name first, so that no half of it is ever found.
func (c cache) store(variant string, file []byte) bool {
	if c.folder == nil {
		return false
	}
	name := entryName(variant)
	sum := sha256.Sum256(file)
	if c.folder.WriteFile(name+".part", append(sum[:], file...), 0o644) != nil {
		return false
	}
	return c.folder.Rename(name+".part", name) == nil
}

// entryPattern is how the name of an entry looks, also a half-written one.
var entryPattern = regexp.MustCompile(`^[0-9a-f]{20}-[0-9]+\.(jpg|png|gif)\..`)

// prune deletes the entries that are not of the given variants, and those of
// another version of Go. It leaves alone what is not an entry.
func (c cache) prune(variants iter.Seq[string]) error {
	if c.folder == nil {
		return nil
	}
	keep := map[string]bool{}
	for v := range variants {
		keep[entryName(v)] = true
	}
	entries, err := fs.ReadDir(c.folder.FS(), ".")
	errs := []error{err}
	for _, e := range entries {
		if entryPattern.MatchString(e.Name()) && !keep[e.Name()] {
			errs = append(errs, c.folder.Remove(e.Name()))
		}
	}
	return errors.Join(errs...)
}
