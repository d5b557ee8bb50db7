package asset

import (
	"encoding/binary"
	"image"
	"math"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

// walkWebP reads the chunks of a WebP file (RFC 9649).
func walkWebP(data []byte, f *facts) *refusal {
	const head, frame = 12, 8
	end := uint64(binary.LittleEndian.Uint32(data[4:])) + 8
	if end > uint64(len(data)) || end < head {
		return cutShort(f)
	}
	f.perPixel = 8
	for rest := data[head:end]; len(rest) >= frame; {
		size := uint64(binary.LittleEndian.Uint32(rest[4:]))
		if size+frame > uint64(len(rest)) {
			return cutShort(f)
		}
		kind, body := string(rest[:4]), rest[frame:frame+size]
		if kind == "ANIM" || kind == "ANMF" {
			return refuse(diag.ImageFormat, "save it as GIF, or save a still picture of it", "is a WebP animation")
		}
		f.webpChunk(kind, body)
		rest = rest[min(frame+size+size&1, uint64(len(rest))):]
	}
	if f.payload == 0 {
		return cutShort(f)
	}
	return nil
}

func (f *facts) webpChunk(kind string, body []byte) {
	switch kind {
	case "VP8 ":
		f.payload += len(body)
	case "VP8L":
		f.payload += len(body)
		f.exact = true
		// After the signature, 14 bits of width and 14 of height comes the bit
		// that says whether alpha is used.
		f.alpha = len(body) >= 5 && body[4]&0x10 != 0
	case "ALPH":
		f.alpha = true
	case "EXIF":
		f.exif(body)
	case "ICCP":
		f.profile = body
	}
}

// widenRange mends the brightness of a lossy WebP picture in place. Its values
// run from 16 to 235 and 240 (ITU-R BT.601), and golang.org/x/image/webp hands
// them on as they are in a type for which black is 0 and white is 255.
func widenRange(img image.Image) {
	var planes *image.YCbCr
	switch img := img.(type) {
	case *image.YCbCr:
		planes = img
	case *image.NYCbCrA:
		planes = &img.YCbCr
	default:
		return
	}
	widen(planes.Y, 16, 219, 0)
	widen(planes.Cb, 128, 224, 128)
	widen(planes.Cr, 128, 224, 128)
}

// widen stretches values around a centre from a span to 255, around a new one.
func widen(plane []byte, centre, span, to int) {
	var table [256]byte
	for v := range table {
		stretched := int(math.Round(float64(v-centre) * 255 / float64(span)))
		table[v] = byte(min(max(stretched+to, 0), 255))
	}
	for i, v := range plane {
		plane[i] = table[v]
	}
}
