package asset

import "math"

// form is a way to publish a picture. There are three, all of the standard
// library; docs/architecture.md says why there is no WebP among them.
type form struct {
	extension, media string
	// widest is the most pixels across.
	widest int
	// step is the most that a smaller variant may have of the width of the
	// largest: what is nearly as large saves nobody anything.
	step float64
}

var (
	// jpegForm is for photographs.
	jpegForm = form{".jpg", "image/jpeg", 1600, 0.9}
	// pngForm is for drawings, screenshots and what is see-through. A screenshot
	// of a usual screen keeps its own size: scaled down, its letters blur and the
	// file grows, because every soft edge is a new colour.
	pngForm = form{".png", "image/png", 2000, 0.5}
	// gifForm is for animations, which keep their size.
	gifForm = form{".gif", "image/gif", math.MaxInt, 0}
)

// steps are the widths of the smaller variants in pixels: a phone, a phone with
// a fine screen or a small column, a full column on a fine screen.
var steps = []int{480, 800, 1200, 1600}

// recipe is the version of everything between a picture's file and its
// variants. It is part of each name: raise it with any change to what is made.
const recipe = "1"

// photographic reports whether the pixels are packed so badly that they must be
// a photograph, not a drawing: PNG takes 1.5 bytes for a pixel of a photograph
// and 0.05 to 0.2 for one of a screenshot.
func (f *facts) photographic() bool {
	return f.payload > 20_000 && f.payload*2 > f.width*f.height
}

func (f *facts) form() form {
	switch {
	case f.moves():
		return gifForm
	case f.format == jpegFormat, !f.alpha && (!f.exact || f.photographic()):
		return jpegForm
	}
	return pngForm
}

// variants lists the sizes of a picture, narrowest first.
func (f *facts) variants(key string) []Variant {
	out := f.form()
	width, height := f.turned(f.width, f.height)
	full := min(width, out.widest)
	var list []Variant
	add := func(w int) {
		h := max(1, int(math.Round(float64(w)*float64(height)/float64(width))))
		list = append(list, Variant{Path: variantPath(key, w, out), Type: out.media, Width: w, Height: h})
	}
	for _, w := range steps {
		if float64(w) <= out.step*float64(full) {
			add(w)
		}
	}
	add(full)
	return list
}
