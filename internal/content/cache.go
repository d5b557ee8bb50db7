package content

import (
	"crypto/sha256"
	"maps"
	"slices"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

// Sum is the SHA-256 of a file's bytes.
type Sum = [sha256.Size]byte

// Cache keeps what Load read, for a later Load of the same site. What is kept
// of a file depends on its path, its bytes and the options alone, and on no
// other file; nothing changes it. So it cannot be stale. The zero value is ready
// to use, by one Load at a time.
type Cache struct {
	vocabularies map[string][]string
	limits       Limits
	files        map[string]reading
}

// reading is what was read of one file.
type reading struct {
	sum      Sum
	entry    Entry
	problems diag.List
	// unread says that the file could not be read at all.
	unread bool
}

// suit forgets everything where the options are others than the last time.
func (c *Cache) suit(opts Options) {
	if c == nil {
		return
	}
	if c.limits != opts.Limits || !maps.EqualFunc(c.vocabularies, opts.Vocabularies, slices.Equal) {
		*c = Cache{vocabularies: opts.Vocabularies, limits: opts.Limits}
	}
}

// find returns what is kept of a file with these bytes.
func (c *Cache) find(file string, sum Sum) (reading, bool) {
	if c == nil {
		return reading{}, false
	}
	k, ok := c.files[file]
	return k, ok && k.sum == sum
}

// keep replaces everything with the files of one Load, so that what is gone is
// forgotten.
func (c *Cache) keep(files []string, read []reading) {
	if c == nil {
		return
	}
	c.files = make(map[string]reading, len(files))
	for i, file := range files {
		if !read[i].unread {
			c.files[file] = read[i]
		}
	}
}
