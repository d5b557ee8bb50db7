package asset

import (
	"bytes"
	"encoding/binary"
)

// The tags of Exif 3.0 (CIPA DC-008) that matter here, of the hundreds.
const (
	orientationTag = 0x0112
	gpsTag         = 0x8825
	latitudeTag    = 0x0002
	longitudeTag   = 0x0004

	shortType = 3
)

// readEXIF reads from an Exif block, which is a TIFF file, how the picture is
// turned (1 to 8, 1 being upright and also the answer where nothing is said)
// and whether it says where it was taken.
func readEXIF(block []byte) (orientation int, located bool) {
	t, first, ok := openTIFF(bytes.TrimPrefix(block, []byte("Exif\x00\x00")))
	if !ok {
		return 1, false
	}
	orientation = 1
	for _, e := range t.directory(first) {
		switch e.tag {
		case orientationTag:
			if v := int(t.order.Uint16(e.value)); e.kind == shortType && v >= 1 && v <= 8 {
				orientation = v
			}
		case gpsTag:
			for _, g := range t.directory(t.order.Uint32(e.value)) {
				located = located || g.tag == latitudeTag || g.tag == longitudeTag
			}
		}
	}
	return orientation, located
}

type tiff struct {
	data  []byte
	order binary.ByteOrder
}

// entry is one field of a directory; value is the four bytes that hold the
// value or say where it is.
type entry struct {
	tag, kind uint16
	value     []byte
}

// openTIFF reads the byte order and the place of the first directory.
func openTIFF(data []byte) (t tiff, first uint32, ok bool) {
	switch {
	case len(data) < 8:
		return tiff{}, 0, false
	case string(data[:4]) == "II*\x00":
		t = tiff{data, binary.LittleEndian}
	case string(data[:4]) == "MM\x00*":
		t = tiff{data, binary.BigEndian}
	default:
		return tiff{}, 0, false
	}
	return t, t.order.Uint32(data[4:]), true
}

// directory returns the entries at an offset that lie within the block. It
// follows nothing, so that no block can send it in circles.
func (t tiff) directory(offset uint32) []entry {
	const size = 12
	if uint64(offset)+2 > uint64(len(t.data)) {
		return nil
	}
	rest := t.data[offset:]
	n := int(t.order.Uint16(rest))
	rest = rest[2:]
	var entries []entry
	for ; n > 0 && len(rest) >= size; n, rest = n-1, rest[size:] {
		entries = append(entries, entry{t.order.Uint16(rest), t.order.Uint16(rest[2:]), rest[8:size]})
	}
	return entries
}
