package asset

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"io"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

// facts is what can be known of a picture without its pixels.
type facts struct {
	format format
	// width and height are in pixels as stored, before it is turned.
	width, height int
	// orientation is Exif's: how the stored picture is to be turned, 1 to 8.
	orientation int
	// located is true where the file says where it was taken.
	located bool
	// profile is the ICC profile of its colours; nil for none.
	profile []byte
	// alpha is true where parts of it may be see-through.
	alpha bool
	// exact is true where its form keeps every pixel as it was drawn.
	exact bool
	// payload is the bytes that its compressed pixels take.
	payload int
	// perPixel is about how many bytes a pixel takes while it is decoded.
	perPixel int
	// frames is how many pictures it has, and area their pixels together.
	frames, area int
	// length is how long its frames take together, in hundredths of a second,
	// and plays how often its author wants to see them; 0 is for ever.
	length, plays int
}

// walkers read the facts of each format that the standard library's header does
// not tell, and see that the file reaches its end. They refuse no file that
// the decoder would accept, but for those that would take it unduly long.
var walkers = map[format]func([]byte, *facts) *refusal{
	jpegFormat: walkJPEG,
	pngFormat:  walkPNG,
	gifFormat:  walkGIF,
	webpFormat: walkWebP,
}

// look reads a picture's facts and judges them by the limits.
func look(data []byte, limits Limits) (facts, *refusal) {
	kind, refused := sniff(data)
	if refused != nil {
		return facts{}, refused
	}
	config, err := codecs[kind].config(bytes.NewReader(data))
	if err != nil {
		return facts{}, broken(err)
	}
	f := facts{
		format: kind, width: config.Width, height: config.Height, orientation: 1,
		frames: 1, area: config.Width * config.Height, perPixel: 4,
	}
	if refused := within(config, limits); refused != nil {
		return facts{}, refused
	}
	if refused := walkers[kind](data, &f); refused != nil {
		return facts{}, refused
	}
	f.located = f.located || bytes.Contains(data, []byte("exif:GPSLatitude"))
	return f, tooMuch(&f, limits)
}

// within compares the size that a header claims with the limits.
func within(c image.Config, limits Limits) *refusal {
	const hint = "make it smaller: 2000 pixels across is more than a page shows"
	switch {
	case c.Width <= 0 || c.Height <= 0:
		return refuse(diag.ImageBroken, saveAgain, "has no size")
	case c.Width > limits.Side || c.Height > limits.Side:
		return refuse(diag.ImageTooLarge, hint, "is %d × %d pixels; the limit is %d on a side", c.Width, c.Height, limits.Side)
	case int64(c.Width)*int64(c.Height) > int64(limits.Megapixels)*million:
		return refuse(diag.ImageTooLarge, hint, "is %d × %d pixels, %d million; the limit is %d million",
			c.Width, c.Height, int64(c.Width)*int64(c.Height)/million, limits.Megapixels)
	}
	return nil
}

// tooMuch judges an animation.
func tooMuch(f *facts, limits Limits) *refusal {
	const hint = "make it shorter, or link to a film instead"
	switch {
	case f.frames > limits.Frames:
		return refuse(diag.ImageTooLarge, hint, "has %d frames; the limit is %d", f.frames, limits.Frames)
	case f.area > limits.Megapixels*million:
		return refuse(diag.ImageTooLarge, hint, "has %d million pixels in all its frames; the limit is %d million",
			f.area/million, limits.Megapixels)
	}
	return nil
}

const saveAgain = "open it in Photos, Paint or Preview and save it again"

func broken(err error) *refusal {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return refuse(diag.ImageBroken, "copy it again from where it came from", "is cut short: its end is missing")
	}
	return refuse(diag.ImageBroken, saveAgain, "is damaged or of a rare kind: %v", err)
}

func cutShort(f *facts) *refusal {
	return refuse(diag.ImageBroken, "copy it again from where it came from", "is cut short: the end of the %s file is missing", f.format)
}

// exif adds what an Exif block says, the first one that does.
func (f *facts) exif(block []byte) {
	orientation, located := readEXIF(block)
	if f.orientation == 1 {
		f.orientation = orientation
	}
	f.located = f.located || located
}

// turned returns the width and height of a picture of this orientation that is
// stored in the given ones, and the other way round.
func (f *facts) turned(width, height int) (int, int) {
	if f.orientation >= 5 {
		return height, width
	}
	return width, height
}

func (f *facts) String() string {
	return fmt.Sprintf("%s %d×%d, orientation %d", f.format, f.width, f.height, f.orientation)
}
