package serve

import (
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"io"
	"sync/atomic"

	"github.com/exemplar-lp/exemplar/internal/content"
)

// text is a held file. What it says does not change; how it is kept may.
type text struct {
	sum content.Sum
	// size is in bytes, unpacked.
	size int
	kept atomic.Pointer[kept]
}

// kept is a file's bytes as they are, or packed with DEFLATE. A page is read when
// it changes and hardly ever again, and a large portal has many.
type kept struct {
	packed bool
	// bulky says that packing makes it no smaller.
	bulky bool
	data  []byte
}

// newText returns a file's bytes as a text, which keeps them.
func newText(data []byte) *text {
	t := &text{sum: sha256.Sum256(data), size: len(data)}
	t.kept.Store(&kept{data: data})
	return t
}

// bytes returns the whole file. The caller may change it.
func (t *text) bytes() []byte {
	k := t.kept.Load()
	if !k.packed {
		return bytes.Clone(k.data)
	}
	data := make([]byte, t.size)
	if _, err := io.ReadFull(flate.NewReader(bytes.NewReader(k.data)), data); err != nil {
		panic(err) // it was packed here
	}
	return data
}

// worthPacking is the least size that is packed.
const worthPacking = 1 << 10

// packer packs texts, one after another; its tables are larger than most texts.
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

// pack packs the texts of a tree that are worth it and are not packed. It takes
// its time, which is why no reading waits for it.
func (p *packer) pack(t *tree) {
	for _, n := range t.nodes {
		if n.text != nil && n.text.size >= worthPacking {
			p.packText(n.text)
		}
	}
}

func (p *packer) packText(t *text) {
	k := t.kept.Load()
	if k.packed || k.bulky {
		return
	}
	p.out.Reset()
	p.writer.Reset(&p.out)
	_, _ = p.writer.Write(k.data) // a buffer takes everything
	_ = p.writer.Close()
	now := &kept{bulky: true, data: k.data}
	if p.out.Len() < len(k.data) {
		now = &kept{packed: true, data: bytes.Clone(p.out.Bytes())}
	}
	t.kept.Store(now)
}
