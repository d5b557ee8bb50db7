package asset

import (
	"image"
	"image/draw"
	"math"
)

// shrink averages squares of n by n pixels into one and returns the picture as
// RGBA, which every later step works on. It needs the memory of n rows beside
// the result, whatever the type of the source. Onto white, see-through parts
// become white.
func shrink(src image.Image, n int, ontoWhite bool) *image.RGBA {
	b := src.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, (b.Dx()+n-1)/n, (b.Dy()+n-1)/n))
	strip := image.NewRGBA(image.Rect(0, 0, b.Dx(), n))
	for y := range out.Rect.Dy() {
		rows := image.Rect(0, 0, b.Dx(), min(n, b.Dy()-y*n))
		from := b.Min.Add(image.Pt(0, y*n))
		if ontoWhite {
			draw.Draw(strip, rows, image.White, image.Point{}, draw.Src)
			draw.Draw(strip, rows, src, from, draw.Over)
		} else {
			draw.Draw(strip, rows, src, from, draw.Src)
		}
		average(out.Pix[y*out.Stride:], strip, rows, n)
	}
	return out
}

// average writes one row, each pixel of which is the mean of up to n by n
// pixels of the rows of a strip.
func average(to []byte, strip *image.RGBA, rows image.Rectangle, n int) {
	for x := 0; x < rows.Dx(); x += n {
		var sum [4]int
		count := min(n, rows.Dx()-x) * rows.Dy()
		for y := range rows.Dy() {
			from := strip.Pix[y*strip.Stride+4*x:][:4*min(n, rows.Dx()-x)]
			for ; len(from) >= 4; from = from[4:] {
				sum[0] += int(from[0])
				sum[1] += int(from[1])
				sum[2] += int(from[2])
				sum[3] += int(from[3])
			}
		}
		for c := range sum {
			to[4*(x/n)+c] = byte((sum[c] + count/2) / count)
		}
	}
}

// resize scales a picture down to width by height with the Catmull-Rom filter.
// golang.org/x/image/draw has it too, but needs 32 bytes for each pixel on the
// way, and works in floating point, whose last digit differs between kinds of
// processor and would show in the published bytes.
func resize(src *image.RGBA, width, height int) *image.RGBA {
	if src.Rect.Dx() == width && src.Rect.Dy() == height {
		return src
	}
	return squeeze(squeeze(src, width), height)
}

// squeeze scales the rows of a picture to a width and returns it mirrored at
// its diagonal, so that a second squeeze scales the columns and mirrors it back.
func squeeze(src *image.RGBA, width int) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, src.Rect.Dy(), width))
	windows := catmullRom(src.Rect.Dx(), width)
	for y := range src.Rect.Dy() {
		row := src.Pix[y*src.Stride:]
		for x, w := range windows {
			to := out.Pix[x*out.Stride+4*y:][:4]
			from := row[4*w.first:]
			var sum [4]int32
			for i, weight := range w.weights {
				p := from[4*i:][:4]
				sum[0] += weight * int32(p[0])
				sum[1] += weight * int32(p[1])
				sum[2] += weight * int32(p[2])
				sum[3] += weight * int32(p[3])
			}
			// No colour may be more than alpha, with which it is multiplied.
			alpha := rounded(sum[3], 255)
			to[0], to[1], to[2] = rounded(sum[0], alpha), rounded(sum[1], alpha), rounded(sum[2], alpha)
			to[3] = alpha
		}
	}
	return out
}

// one is the weight of a whole pixel.
const one = 1 << 14

func rounded(sum int32, most byte) byte {
	return byte(min(max((sum+one/2)/one, 0), int32(most)))
}

// window is the neighbouring pixels that make a new one, and how much each
// counts. The weights add up to one.
type window struct {
	first   int
	weights []int32
}

// catmullRom returns the windows that scale from one number of pixels to a
// smaller one.
func catmullRom(from, to int) []window {
	windows := make([]window, to)
	scale := float64(from) / float64(to)
	for i := range windows {
		centre := (float64(i)+0.5)*scale - 0.5
		first := max(int(math.Ceil(centre-2*scale)), 0)
		last := min(int(math.Floor(centre+2*scale)), from-1)
		curve := make([]float64, last-first+1)
		total := 0.0
		for n := range curve {
			curve[n] = cubic(math.Abs(float64(first+n)-centre) / scale)
			total += curve[n]
		}
		windows[i] = window{first, fixed(curve, total)}
	}
	return windows
}

// cubic is the Catmull-Rom filter (Keys, 1981, with a = -1/2).
func cubic(t float64) float64 {
	switch {
	case t < 1:
		return (1.5*t-2.5)*t*t + 1
	case t < 2:
		return ((-0.5*t+2.5)*t-4)*t + 2
	}
	return 0
}

// fixed turns a curve into whole numbers; what rounding loses goes to the
// middle, so that an even colour stays exactly what it is.
func fixed(curve []float64, total float64) []int32 {
	weights := make([]int32, len(curve))
	left := int32(one)
	for n, v := range curve {
		weights[n] = int32(math.Round(v / total * one))
		left -= weights[n]
	}
	weights[len(weights)/2] += left
	return weights
}

// turn returns a picture the right way up, given Exif's orientation, which says
// at which edges the first row and the first column of the stored picture are.
func turn(src *image.RGBA, orientation int) *image.RGBA {
	if orientation == 1 {
		return src
	}
	fromRight := orientation == 2 || orientation == 3 || orientation == 6 || orientation == 7
	fromBottom := orientation == 3 || orientation == 4 || orientation == 7 || orientation == 8
	onSide := orientation >= 5
	w, h := src.Rect.Dx(), src.Rect.Dy()
	if onSide {
		w, h = h, w
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			sx, sy := x, y
			if fromRight {
				sx = w - 1 - x
			}
			if fromBottom {
				sy = h - 1 - y
			}
			if onSide {
				sx, sy = sy, sx
			}
			copy(out.Pix[out.PixOffset(x, y):][:4], src.Pix[src.PixOffset(sx, sy):])
		}
	}
	return out
}
