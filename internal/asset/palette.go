package asset

import (
	"bytes"
	"cmp"
	"image"
	"image/color"
	"iter"
	"slices"
)

// colour is a pixel of an image.RGBA: red, green and blue multiplied with alpha,
// and alpha. So two colours are as far apart as they look.
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
		i, off := nearest(palette, c)
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
	out := image.NewPaletted(img.Rect, nil)
	for _, c := range palette {
		out.Palette = append(out.Palette, color.RGBA{c[0], c[1], c[2], c[3]})
	}
	done := out.Pix[:0]
	for c, n := range runs(img) {
		done = append(done, bytes.Repeat([]byte{index[c]}, n)...)
	}
	return out
}

// nearest returns the place of the colour of a palette that is nearest to
// another, and how far off it is in the channel in which they differ most.
func nearest(palette []colour, c colour) (place, off int) {
	best := 1 << 30
	for i, p := range palette {
		sum, most := 0, 0
		for k := range 4 {
			d := max(int(c[k]), int(p[k])) - min(int(c[k]), int(p[k]))
			sum += d * d
			most = max(most, d)
		}
		if sum < best {
			best, place, off = sum, i, most
		}
	}
	return place, off
}

// countColours counts the pixels of each colour; nil where there are too many.
func countColours(img *image.RGBA) map[colour]int {
	count := map[colour]int{}
	for c, n := range runs(img) {
		count[c] += n
		if len(count) > mostColours {
			return nil
		}
	}
	return count
}

// runs goes over the pixels of a picture and yields each colour with how many
// of it follow each other; in a drawing they are many.
func runs(img *image.RGBA) iter.Seq2[colour, int] {
	return func(yield func(colour, int) bool) {
		for p := img.Pix; len(p) >= 4; {
			c, n := colour(p), 1
			for len(p) >= 4*n+4 && colour(p[4*n:]) == c {
				n++
			}
			if !yield(c, n) {
				return
			}
			p = p[4*n:]
		}
	}
}

// choose returns a palette for the colours of a picture: the median cut
// (Heckbert, 1982), which halves the widest box of colours until there are
// enough boxes, and takes the mean of each.
func choose(count map[colour]int, most int) []colour {
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
	palette := make([]colour, len(boxes))
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

func mean(box []colour, count map[colour]int) colour {
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
	return m
}
