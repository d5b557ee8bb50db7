package asset

import (
	"bytes"
	"encoding/binary"
	"image/gif"
)

// The blocks of GIF 89a.
const (
	gifExtension = 0x21
	gifImage     = 0x2c
	gifTrailer   = 0x3b

	gifControl     = 0xf9
	gifApplication = 0xff
)

// longest is how long an animation may run, in hundredths of a second. What
// moves for longer beside text needs a way to stop it (WCAG 2.2, 2.2.2), which
// a picture does not have.
const longest = 500

// walkGIF reads the blocks of a GIF file up to its end.
func walkGIF(data []byte, f *facts) *refusal {
	f.exact, f.alpha, f.perPixel = true, true, 6
	f.frames, f.area, f.plays = 0, 0, 1
	const head = 13
	delay := 0 // of the frame to come
	for pos := head + tableSize(data[10]); ; {
		if pos >= len(data) {
			return cutShort(f)
		}
		ok := false
		switch data[pos] {
		case gifTrailer:
			return f.gifEnd()
		case gifExtension:
			f.gifExtension(data[pos+1:], &delay)
			pos, ok = blocks(data, pos+2)
		case gifImage:
			f.length += shown(delay)
			delay = 0
			pos, ok = f.gifFrame(data, pos+1)
		}
		if !ok {
			return cutShort(f)
		}
	}
}

func (f *facts) gifEnd() *refusal {
	if f.frames == 0 {
		return cutShort(f)
	}
	f.area = max(f.area, f.width*f.height)
	return nil
}

// tableSize returns the bytes of the colour table that a block's flags announce.
func tableSize(flags byte) int {
	if flags&0x80 == 0 {
		return 0
	}
	return 3 << (flags&7 + 1)
}

// gifFrame steps over a picture: place, size and flags, its colours, the size
// of its codes, and its pixels.
func (f *facts) gifFrame(data []byte, pos int) (next int, ok bool) {
	const head = 9
	if pos+head > len(data) {
		return 0, false
	}
	width, height := binary.LittleEndian.Uint16(data[pos+4:]), binary.LittleEndian.Uint16(data[pos+6:])
	f.frames++
	f.area += int(width) * int(height)
	start := pos + head + tableSize(data[pos+head-1]) + 1
	next, ok = blocks(data, start)
	f.payload += next - start
	return next, ok
}

func (f *facts) gifExtension(body []byte, delay *int) {
	switch {
	case len(body) >= 6 && body[0] == gifControl:
		*delay = int(binary.LittleEndian.Uint16(body[3:]))
	case len(body) >= 18 && body[0] == gifApplication && bytes.HasPrefix(body[2:], []byte("NETSCAPE2.0\x03\x01")):
		f.plays = 0
		if n := int(binary.LittleEndian.Uint16(body[15:])); n > 0 {
			f.plays = n + 1
		}
	}
}

// blocks steps over blocks that each begin with their length, up to an empty one.
func blocks(data []byte, pos int) (next int, ok bool) {
	for pos < len(data) {
		n := int(data[pos])
		pos += 1 + n
		if n == 0 {
			return pos, true
		}
	}
	return len(data), false
}

// shown is how long a browser shows a frame of a given delay, in hundredths of
// a second: browsers take the shortest delays for a mistake.
func shown(delay int) int {
	if delay < 2 {
		return 10
	}
	return delay
}

// moves reports whether the picture is published as an animation.
func (f *facts) moves() bool {
	return f.format == gifFormat && f.frames > 1 && f.length <= longest
}

// animate encodes an animation anew with nothing but its frames. It plays as
// often as its author wants and five seconds allow, at least once.
func animate(data []byte, f *facts) ([]byte, error) {
	all, err := gif.DecodeAll(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	plays := longest / max(f.length, 1)
	if f.plays > 0 {
		plays = min(plays, f.plays)
	}
	// The package counts the times after the first, and -1 for none.
	if all.LoopCount = max(plays, 1) - 1; all.LoopCount == 0 {
		all.LoopCount = -1
	}
	var out bytes.Buffer
	err = gif.EncodeAll(&out, all)
	return out.Bytes(), err
}
