package serve

import (
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"io"

	"github.com/exemplar-lp/exemplar/internal/content"
)

// text is a held file. It does not change.
type text struct {
	sum content.Sum
	// size is in bytes, unpacked.
	size int
	// packed says that data is packed with DEFLATE. A page is read when it
	// changes and hardly ever again, and a large portal has many.
	packed bool
	data   []byte
}

// worthPacking is the least size that is packed.
const worthPacking = 1 << 10

// bytes returns the whole file. The caller may change it.
func (t *text) bytes() []byte {
	if !t.packed {
		return bytes.Clone(t.data)
	}
	data := make([]byte, t.size)
	if _, err := io.ReadFull(flate.NewReader(bytes.NewReader(t.data)), data); err != nil {
		panic(err) // it was packed here
	}
	return data
}

// packer makes texts, one after another; its tables are larger than most texts.
type packer struct {
	out    bytes.Buffer
	writer *flate.Writer
}

func newPacker() *packer {
	writer, err := flate.NewWriter(nil, flate.BestSpeed)
	if err != nil {
		panic(err) // the level is one of flate's own
	}
	return &packer{writer: writer}
}

// text returns a file's bytes as a text, which may keep them.
func (p *packer) text(data []byte) *text {
	t := &text{sum: sha256.Sum256(data), size: len(data), data: data}
	if len(data) < worthPacking {
		return t
	}
	p.out.Reset()
	p.writer.Reset(&p.out)
	_, _ = p.writer.Write(data) // a buffer takes everything
	_ = p.writer.Close()
	if p.out.Len() < len(data) {
		t.packed, t.data = true, bytes.Clone(p.out.Bytes())
	}
	return t
}
