package asset

import (
	"cmp"
	"image"
	"image/color"
	"slices"
)

// colour is a colour with alpha, not multiplied with it.
type colour [4]byte

// A picture with more colours is no drawing, and finding 256 for it would take
// long.
const mostColours = 1 << 16

// The most that a palette may be off, of 255, in a channel: on average over the
// pixels, and anywhere. No eye sees the first, and the second only happens in
// the soft edge of a letter.
const (
	meanError  = 2
	worstError = 32
)

// withPalette returns a picture with at most 256 colours that looks the same,
// which makes a PNG a third of the size; nil where there is none.
func withPalette(img *image.RGBA) *image.Paletted {
	count := countColours(img)
	if count == nil {
		return nil
	}
	palette := choose(count, 256)
	index := make(map[colour]uint8, len(count))
	total, pixels := 0, 0
	for c, n := range count {
		i := palette.Index(c.nrgba())
		off := c.distance(palette[i])
		if off > worstError {
			return nil
		}
		index[c] = uint8(i)
		total += off * n
		pixels += n
	}
	if total > meanError*pixels {
		return nil
	}
	out := image.NewPaletted(img.Rect, palette)
	for i := range out.Pix {
		out.Pix[i] = index[colourAt(img.Pix[4*i:])]
	}
	return out
}

// countColours counts the pixels of each colour; nil where there are too many.
func countColours(img *image.RGBA) map[colour]int {
	count := map[colour]int{}
	for p := img.Pix; len(p) >= 4; p = p[4:] {
		count[colourAt(p)]++
		if len(count) > mostColours {
			return nil
		}
	}
	return count
}

// colourAt returns the colour of a pixel of an image.RGBA. What cannot be seen
// has no colour.
func colourAt(p []byte) colour {
	switch a := int(p[3]); a {
	case 0:
		return colour{}
	case 255:
		return colour(p[:4])
	default:
		plain := func(v byte) byte { return byte((int(v)*255 + a/2) / a) }
		return colour{plain(p[0]), plain(p[1]), plain(p[2]), p[3]}
	}
}

func (c colour) nrgba() color.NRGBA { return color.NRGBA{R: c[0], G: c[1], B: c[2], A: c[3]} }

// distance returns how far the colour as shown is from another in the channel
// in which they differ most.
func (c colour) distance(other color.Color) int {
	r, g, b, a := c.nrgba().RGBA()
	or, og, ob, oa := other.RGBA()
	return int(max(apart(r, or), apart(g, og), apart(b, ob), apart(a, oa)) >> 8)
}

func apart(a, b uint32) uint32 { return max(a, b) - min(a, b) }

// choose returns a palette for the colours of a picture: the median cut
// (Heckbert, 1982), which halves the widest box of colours until there are
// enough boxes, and takes the mean of each.
func choose(count map[colour]int, most int) color.Palette {
	all := make([]colour, 0, len(count))
	for c := range count {
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b colour) int { return slices.Compare(a[:], b[:]) })
	boxes := [][]colour{all}
	for len(boxes) < most {
		n, channel := widest(boxes)
		if n < 0 {
			break
		}
		low, high := cut(boxes[n], channel)
		boxes[n] = low
		boxes = append(boxes, high)
	}
	palette := make(color.Palette, len(boxes))
	for i, box := range boxes {
		palette[i] = mean(box, count)
	}
	return palette
}

// widest returns the box whose colours lie furthest apart in a channel, and the
// channel; -1 where every box has one colour.
func widest(boxes [][]colour) (box, channel int) {
	box, best := -1, 0
	for i, b := range boxes {
		for c := range 4 {
			low, high := byte(255), byte(0)
			for _, v := range b {
				low, high = min(low, v[c]), max(high, v[c])
			}
			if span := int(high) - int(low); span > best {
				box, channel, best = i, c, span
			}
		}
	}
	return box, channel
}

// cut divides a box in the middle of a channel.
func cut(box []colour, channel int) (low, high []colour) {
	slices.SortStableFunc(box, func(a, b colour) int { return cmp.Compare(a[channel], b[channel]) })
	middle := (int(box[0][channel]) + int(box[len(box)-1][channel])) / 2
	n := slices.IndexFunc(box, func(c colour) bool { return int(c[channel]) > middle })
	return box[:n], box[n:]
}

func mean(box []colour, count map[colour]int) color.Color {
	var sum [4]int
	pixels := 0
	for _, c := range box {
		n := count[c]
		for k := range sum {
			sum[k] += int(c[k]) * n
		}
		pixels += n
	}
	var m colour
	for k := range m {
		m[k] = byte((sum[k] + pixels/2) / pixels)
	}
	return m.nrgba()
}
