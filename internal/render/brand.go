package render

import (
	"fmt"
	"math"
	"regexp"
	"strconv"

	"github.com/exemplar-lp/exemplar/internal/config"
	"github.com/exemplar-lp/exemplar/internal/diag"
)

// colour is a colour of sRGB, each part from 0 to 1.
type colour struct{ r, g, b float64 }

var (
	white = colour{1, 1, 1}
	black = colour{}
	// paper and night are the theme's grounds in light and dark; the tokens
	// --paper and --sheet of site.css are no further from white and black.
	paper = colour{0xf7 / 255., 0xf6 / 255., 0xf2 / 255.}
	night = colour{0x20 / 255., 0x25 / 255., 0x2d / 255.}
)

var hexColour = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)

// brandRules returns the style rules that give the theme a site's own colour.
// The colour is kept where it is legible and made darker or lighter where it is
// not: WCAG 2.2 asks for a contrast of 4.5 for text.
func brandRules(s *config.Settings) ([]byte, diag.List) {
	var problems diag.List
	text := s.Brand.Colour
	if text == "" {
		return nil, nil
	}
	if !hexColour.MatchString(text) {
		problems.Add(diag.ConfigValue, s.Brand.Pos, "type it as # and six figures, such as #0b5d4f", "%q is not a colour", text)
		return nil, problems
	}
	brand := parseColour(text)
	light, dark := legible(brand, paper, black), legible(brand, night, white)
	rules := fmt.Sprintf(":root{%s}@media screen and (prefers-color-scheme:dark){:root{%s}}", tokens(light, white), tokens(dark, night))
	return []byte(rules), nil
}

// tokens sets the brand's custom properties: the colour, what stands on it, and
// a tint of the ground.
func tokens(brand, ground colour) string {
	on := white
	if contrast(brand, white) < contrast(brand, night) {
		on = night
	}
	return fmt.Sprintf("--brand:%s;--on-brand:%s;--brand-tint:%s", brand, on, ground.mixed(brand, 0.1))
}

func parseColour(hex string) colour {
	n, _ := strconv.ParseUint(hex[1:], 16, 32)
	return colour{float64(n>>16&0xff) / 255, float64(n>>8&0xff) / 255, float64(n&0xff) / 255}
}

// String returns the form #rrggbb.
func (c colour) String() string {
	part := func(v float64) int { return int(math.Round(v * 255)) }
	return fmt.Sprintf("#%02x%02x%02x", part(c.r), part(c.g), part(c.b))
}

// mixed returns the colour with a share of another in it.
func (c colour) mixed(o colour, share float64) colour {
	mix := func(a, b float64) float64 { return a + (b-a)*share }
	return colour{mix(c.r, o.r), mix(c.g, o.g), mix(c.b, o.b)}
}

// luminance is the relative luminance of WCAG 2.2.
func (c colour) luminance() float64 {
	linear := func(v float64) float64 {
		if v <= 0.04045 {
			return v / 12.92
		}
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c.r) + 0.7152*linear(c.g) + 0.0722*linear(c.b)
}

// contrast is the contrast ratio of WCAG 2.2, from 1 to 21.
func contrast(a, b colour) float64 {
	x, y := a.luminance(), b.luminance()
	return (math.Max(x, y) + 0.05) / (math.Min(x, y) + 0.05)
}

// legible moves a colour towards another until it can be read on a ground and
// on the tint of it that carries marks.
func legible(c, ground, towards colour) colour {
	const enough = 4.5
	for share := 0.0; share < 1; share += 0.02 {
		moved := c.mixed(towards, share)
		if contrast(moved, ground) >= enough && contrast(moved, ground.mixed(moved, 0.1)) >= enough {
			return moved
		}
	}
	return towards
}
