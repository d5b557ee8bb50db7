package asset

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

// The colour types of PNG, third edition, section 11.2.1.
const (
	pngGreyAlpha = 4
	pngRGBAlpha  = 6
)

const (
	pngMagic = 8 // bytes
	pngFrame = 12
	// maxProfile is the most bytes of an unpacked colour profile.
	maxProfile = 1 << 20
)

// pngHeader is the IHDR chunk after width and height.
type pngHeader struct{ depth, colour, interlaced byte }

// walkPNG reads the chunks of a PNG file up to its end.
func walkPNG(data []byte, f *facts) *refusal {
	f.exact = true
	var head pngHeader
	for rest := data[pngMagic:]; ; {
		if len(rest) < pngFrame {
			return cutShort(f)
		}
		size := uint64(binary.BigEndian.Uint32(rest))
		if size+pngFrame > uint64(len(rest)) {
			return cutShort(f)
		}
		kind, body := string(rest[4:8]), rest[8:8+size]
		if crc32.ChecksumIEEE(rest[4:8+size]) != binary.BigEndian.Uint32(rest[8+size:]) {
			return refuse(diag.ImageBroken, "copy it again from where it came from", "is damaged: part %q of the PNG file has changed", kind)
		}
		switch kind {
		case "IHDR":
			// The length was checked by the decoder of the header.
			head = pngHeader{body[8], body[9], body[12]}
		case "IEND":
			return f.pngPixels(data, head)
		}
		f.pngChunk(kind, body)
		rest = rest[pngFrame+size:]
	}
}

func (f *facts) pngChunk(kind string, body []byte) {
	switch kind {
	case "IDAT":
		f.payload += len(body)
	case "tRNS":
		f.alpha = true
	case "acTL": // the frames of an animated PNG, which the decoder leaves out
		if len(body) >= 4 {
			f.frames = max(1, int(binary.BigEndian.Uint32(body)))
		}
	case "eXIf":
		f.exif(body)
	case "iCCP":
		// A name, a zero, the method of compression, the profile.
		if _, packed, ok := bytes.Cut(body, []byte{0}); ok && len(packed) > 1 {
			f.profile = unpack(packed[1:])
		}
	}
}

// unpack returns a profile, or nil where it cannot be had.
func unpack(packed []byte) []byte {
	r, err := zlib.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil
	}
	profile, err := io.ReadAll(io.LimitReader(r, maxProfile+1))
	if err != nil || len(profile) > maxProfile {
		return nil
	}
	return profile
}

// mostDeflated is how many bytes one byte of DEFLATE can become (RFC 1951: 258 of
// two bits). A picture whose pixels cannot be in its file is refused before memory
// is taken for it.
const mostDeflated = 1032

// pngChannels is how many values a pixel has, by colour type.
var pngChannels = map[byte]int{0: 1, 2: 3, 3: 1, pngGreyAlpha: 2, pngRGBAlpha: 4}

// pngPixels settles whether the picture is opaque, where it matters. Most
// programs save a channel for it, whether they need it or not, and a photograph
// that is taken for see-through becomes ten times as heavy.
func (f *facts) pngPixels(data []byte, head pngHeader) *refusal {
	if head.depth == 16 {
		f.perPixel = 8
	}
	if f.payload == 0 || f.payload*mostDeflated < f.height*(f.width*pngChannels[head.colour]*int(head.depth)/8) {
		return cutShort(f)
	}
	if head.colour == pngGreyAlpha || head.colour == pngRGBAlpha {
		f.alpha = head.interlaced != 0 || !f.photographic() || seeThrough(data, f, head)
	}
	return nil
}

// seeThrough reads the alpha channel of a picture row by row, in the memory of
// two rows. What it cannot read counts as see-through: the decoder will say
// what is wrong.
func seeThrough(data []byte, f *facts, head pngHeader) bool {
	channels := 4
	if head.colour == pngGreyAlpha {
		channels = 2
	}
	depth := int(head.depth) / 8
	step := channels * depth
	r, err := zlib.NewReader(&pixelData{rest: data[pngMagic:]})
	if err != nil {
		return true
	}
	row := make([]byte, 1+f.width*step)
	above, alpha := make([]byte, f.width), make([]byte, f.width)
	for range f.height {
		if _, err := io.ReadFull(r, row); err != nil {
			return true
		}
		for x := range alpha {
			alpha[x] = row[1+x*step+step-depth]
		}
		if !unfilter(row[0], alpha, above) || !opaque(alpha) {
			return true
		}
		above, alpha = alpha, above
	}
	return false
}

func opaque(alpha []byte) bool {
	for _, a := range alpha {
		if a != 0xff {
			return false
		}
	}
	return true
}

// unfilter undoes the filter of one row of one channel in place (PNG, third
// edition, section 9): filters work on bytes a pixel apart, so that a channel
// can be had without the others. It reports whether the filter exists.
func unfilter(filter byte, row, above []byte) bool {
	for x := range row {
		var left, corner byte
		if x > 0 {
			left, corner = row[x-1], above[x-1]
		}
		switch filter {
		case 0:
		case 1:
			row[x] += left
		case 2:
			row[x] += above[x]
		case 3:
			row[x] += byte((int(left) + int(above[x])) / 2)
		case 4:
			row[x] += paeth(left, above[x], corner)
		default:
			return false
		}
	}
	return true
}

// paeth returns the neighbour that is nearest to left + above - corner.
func paeth(left, above, corner byte) byte {
	p := int(left) + int(above) - int(corner)
	a, b, c := distance(p, left), distance(p, above), distance(p, corner)
	switch {
	case a <= b && a <= c:
		return left
	case b <= c:
		return above
	}
	return corner
}

func distance(p int, v byte) int {
	return max(p-int(v), int(v)-p)
}

var errNoMore = errors.New("no more pixels")

// pixelData reads the bodies of the IDAT chunks, one after the other. The
// chunks have been walked before, so that their lengths are right.
type pixelData struct{ body, rest []byte }

func (p *pixelData) Read(to []byte) (int, error) {
	for len(p.body) == 0 {
		if len(p.rest) < pngFrame {
			return 0, errNoMore
		}
		size := binary.BigEndian.Uint32(p.rest)
		if string(p.rest[4:8]) == "IDAT" {
			p.body = p.rest[8 : 8+size]
		}
		p.rest = p.rest[pngFrame+size:]
	}
	n := copy(to, p.body)
	p.body = p.body[n:]
	return n, nil
}
