package asset

import (
	"io/fs"
	"os"
)

type facts struct{}

// Maker makes the variants of planned pictures. It may be used from many
// goroutines.
type Maker struct{}

// NewMaker returns a Maker of the pictures of a Plan of the same folder. cache
// is a folder that keeps what was made for the next build; nil for none.
func NewMaker(fsys fs.FS, pictures []*Picture, cache *os.Root) *Maker {
	panic("not written yet")
}

// Bytes returns the whole file of the variant with an output path. Equal
// pictures give equal bytes. All variants of a picture are made from one
// decoding when the first is asked for, and held until they are. The error is
// an [*Error] where the picture is to blame.
func (m *Maker) Bytes(path string) ([]byte, error) {
	panic("not written yet")
}

// Prune deletes what the cache holds of pictures that are no longer in the
// plan, such as one that was withdrawn.
func (m *Maker) Prune() error {
	panic("not written yet")
}
