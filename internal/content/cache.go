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
	language     string
	// shape is that of tree, what the last Load found; read are its pages, and
	// places the place of each by its file.
	shape  any
	tree   *tree
	read   []reading
	places map[string]int
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
	if c.limits != opts.Limits || c.language != opts.Language || !maps.EqualFunc(c.vocabularies, opts.Vocabularies, slices.Equal) {
		*c = Cache{vocabularies: opts.Vocabularies, limits: opts.Limits, language: opts.Language}
	}
}

// find returns what is kept of a file with these bytes.
func (c *Cache) find(file string, sum Sum) (reading, bool) {
	if c == nil {
		return reading{}, false
	}
	i, ok := c.places[file]
	if !ok || c.read[i].unread || c.read[i].sum != sum {
		return reading{}, false
	}
	return c.read[i], true
}

// keep replaces everything with the files of one Load, so that what is gone is
// forgotten.
func (c *Cache) keep(t *tree, read []reading, shape any) {
	if c == nil {
		return
	}
	if c.tree != t {
		c.places = make(map[string]int, len(t.pages))
		for i, file := range t.pages {
			c.places[file] = i
		}
	}
	c.tree, c.read, c.shape = t, read, shape
}
