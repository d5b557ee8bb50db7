// Package palette makes the colours of a theme from the one of a school.
//
// In comes a colour as #rrggbb; out come its shades for light and dark pages,
// each with what may stand on it, and for a colour that cannot be read the
// nearest that can. It never changes a colour on light pages: there it is used
// exactly as the school writes it, or refused.
package palette

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
)

// Text is the contrast that text needs, by success criterion 1.4.3 of WCAG 2.2;
// a part of the interface needs 3 (1.4.11).
const Text = 4.5

// dim is the contrast of the shade for dark pages, where a light colour with no
// more than Text looks dull.
const dim = 6.5

// Colour is a colour of sRGB, each part from 0 to 1.
type Colour struct{ R, G, B float64 }

var (
	white = Colour{1, 1, 1}
	// Paper and Night are the grounds that a colour is judged on in light and
	// dark. The theme's own grounds lie between Paper and white, and between Night
	// and black.
	Paper = Colour{0xfc / 255., 0xfb / 255., 0xf8 / 255.}
	Night = Colour{0x20 / 255., 0x25 / 255., 0x2d / 255.}
)

var hex = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)

// Parse reads a colour such as #0b5d4f; ok is false for anything else.
func Parse(text string) (c Colour, ok bool) {
	if !hex.MatchString(text) {
		return Colour{}, false
	}
	n, _ := strconv.ParseUint(text[1:], 16, 32)
	part := func(shift uint) float64 { return float64(n>>shift&0xff) / 255 }
	return Colour{part(16), part(8), part(0)}, true
}

// String returns the form #rrggbb.
func (c Colour) String() string {
	part := func(v float64) int { return int(math.Round(v * 255)) }
	return fmt.Sprintf("#%02x%02x%02x", part(c.R), part(c.G), part(c.B))
}

// Contrast is the contrast ratio of WCAG 2.2, from 1 to 21.
func Contrast(a, b Colour) float64 {
	x, y := a.luminance(), b.luminance()
	return (math.Max(x, y) + 0.05) / (math.Min(x, y) + 0.05)
}

// luminance is the relative luminance of WCAG 2.2.
func (c Colour) luminance() float64 {
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}

// Shades are a colour on a ground.
type Shades struct {
	// Brand is for text, lines and filled parts, On for text on a filled part,
	// Tint for a ground that carries text in Brand.
	Brand, On, Tint Colour
}

// Legible says whether a colour can be used as it is on a light page: as text
// on paper, and under white text. A part of the interface needs less, so such a
// colour does for both.
func Legible(c Colour) bool { return Contrast(c, Paper) >= Text }

// Light returns the shades for light pages: the colour itself, on which white
// can be read, and a tint as strong as it may be. The colour must be legible.
func Light(c Colour) Shades { return Shades{c, white, tint(c, white)} }

// Dark returns the shades for dark pages: the colour made as much lighter as
// it must be, in its own hue. There is always such a shade.
func Dark(c Colour) Shades {
	brand := c.shade(func(c Colour) bool { return Contrast(c, Night) >= dim }, 1)
	return Shades{brand, Night, tint(brand, Night)}
}

// Nearest returns the colour of the same hue, as light as it may be, that is
// legible; a legible colour itself.
func Nearest(c Colour) Colour { return c.shade(Legible, 0) }

// tint mixes up to a tenth of a colour into a ground on which it can be read.
func tint(c, ground Colour) Colour {
	for share := 0.10; share > 0; share -= 0.01 {
		if t := ground.mixed(c, share); Contrast(c, t) >= Text {
			return t
		}
	}
	return ground
}

// mixed returns the colour with a share of another in it, as it is printed.
func (c Colour) mixed(o Colour, share float64) Colour {
	mix := func(a, b float64) float64 { return a + (b-a)*share }
	return Colour{mix(c.R, o.R), mix(c.G, o.G), mix(c.B, o.B)}.printed()
}

// printed is the colour as String says it.
func (c Colour) printed() Colour {
	p, _ := Parse(c.String())
	return p
}

// shade returns the colour, or else the nearest of its hue on the way to an end
// of the lightness (0 black, 1 white) that is good, as the end must be.
func (c Colour) shade(good func(Colour) bool, end float64) Colour {
	if good(c) {
		return c
	}
	p := toLCh(c)
	bad, found := p.l, Colour{end, end, end}
	for range 12 {
		l := (bad + end) / 2
		if s := (lch{l, p.c, p.h}).inGamut().printed(); good(s) {
			end, found = l, s
		} else {
			bad = l
		}
	}
	return found
}
