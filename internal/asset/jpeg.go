package asset

import (
	"bytes"
	"encoding/binary"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

// The markers of ISO/IEC 10918-1, table B.1.
const (
	jpegProgressive = 0xc2
	jpegRestart0    = 0xd0
	jpegRestart7    = 0xd7
	jpegEnd         = 0xd9
	jpegScan        = 0xda
	jpegApp1        = 0xe1
	jpegApp2        = 0xe2
)

// maxScans is the most times that a JPEG may go over its pixels. Programs use
// ten; a file of a few kilobytes can ask for thousands of each 50 million.
const maxScans = 100

// walkJPEG reads the segments of a JPEG file up to its end. Whatever comes
// after the end, such as the film in a moving photo, is not looked at.
func walkJPEG(data []byte, f *facts) *refusal {
	scans := 0
	for pos := len("\xff\xd8"); ; {
		marker, at := nextMarker(data, pos)
		switch {
		case marker == jpegEnd && scans > 0:
			return nil
		case marker == jpegEnd || marker == 0:
			return cutShort(f)
		case marker >= jpegRestart0 && marker <= jpegRestart7:
			pos = at
			continue
		case marker == jpegScan:
			scans++
		}
		body, next, ok := segment(data, at)
		if !ok {
			return cutShort(f)
		}
		f.jpegSegment(marker, body)
		if scans > maxScans {
			return refuse(diag.ImageFormat, saveAgain, "goes over its pixels more than %d times", maxScans)
		}
		pos = next
	}
}

// nextMarker finds the next 0xff that is followed by a marker, and where what
// follows it begins. Compressed pixels have 0x00 after each 0xff, and 0xff may
// be repeated. The marker is 0 at the end of the file.
func nextMarker(data []byte, pos int) (marker byte, next int) {
	for pos < len(data) {
		i := bytes.IndexByte(data[pos:], 0xff)
		if i < 0 {
			return 0, len(data)
		}
		pos += i + 1
		for pos < len(data) && data[pos] == 0xff {
			pos++
		}
		if pos < len(data) && data[pos] != 0 {
			return data[pos], pos + 1
		}
	}
	return 0, len(data)
}

// segment returns the bytes of the segment whose length is at pos.
func segment(data []byte, pos int) (body []byte, next int, ok bool) {
	if pos+2 > len(data) {
		return nil, 0, false
	}
	n := int(binary.BigEndian.Uint16(data[pos:]))
	if n < 2 || pos+n > len(data) {
		return nil, 0, false
	}
	return data[pos+2 : pos+n], pos + n, true
}

func (f *facts) jpegSegment(marker byte, body []byte) {
	const exif, icc = "Exif\x00\x00", "ICC_PROFILE\x00"
	switch {
	case marker == jpegProgressive:
		// The decoder keeps the coefficients, four bytes each, beside the pixels.
		f.perPixel = 16
	case marker == jpegApp1 && bytes.HasPrefix(body, []byte(exif)):
		f.exif(body)
	case marker == jpegApp2 && bytes.HasPrefix(body, []byte(icc)) && len(body) > len(icc)+2:
		// The two bytes after the name number the parts, which come in order.
		f.profile = append(f.profile, body[len(icc)+2:]...)
	}
}
