package palette

import "math"

// lch is a colour by lightness (0 to 1), chroma and hue (radians) of Oklab, in
// which equal steps look equal: https://bottosson.github.io/posts/oklab/
type lch struct{ l, c, h float64 }

// linear undoes the transfer function of sRGB, and curved applies it.
func linear(v float64) float64 {
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}

func curved(v float64) float64 {
	if v <= 0.0031308 {
		return v * 12.92
	}
	return 1.055*math.Pow(v, 1/2.4) - 0.055
}

func toLCh(c Colour) lch {
	r, g, b := linear(c.R), linear(c.G), linear(c.B)
	l := math.Cbrt(0.4122214708*r + 0.5363325363*g + 0.0514459929*b)
	m := math.Cbrt(0.2119034982*r + 0.6806995451*g + 0.1073969566*b)
	s := math.Cbrt(0.0883024619*r + 0.2817188376*g + 0.6299787005*b)
	a := 1.9779984951*l - 2.4285922050*m + 0.4505937099*s
	bb := 0.0259040371*l + 0.7827717662*m - 0.8086757660*s
	return lch{0.2104542553*l + 0.7936177850*m - 0.0040720468*s, math.Hypot(a, bb), math.Atan2(bb, a)}
}

// colour returns the colour, whose parts may lie outside 0 to 1.
func (p lch) colour() Colour {
	a, b := p.c*math.Cos(p.h), p.c*math.Sin(p.h)
	cube := func(v float64) float64 { return v * v * v }
	l := cube(p.l + 0.3963377774*a + 0.2158037573*b)
	m := cube(p.l - 0.1055613458*a - 0.0638541728*b)
	s := cube(p.l - 0.0894841775*a - 1.2914855480*b)
	return Colour{
		curved(4.0767416621*l - 3.3077115913*m + 0.2309699292*s),
		curved(-1.2684380046*l + 2.6097574011*m - 0.3413193965*s),
		curved(-0.0041960863*l - 0.7034186147*m + 1.7076147010*s),
	}
}

// inGamut returns the colour with as much of its chroma as a screen can show.
func (p lch) inGamut() Colour {
	least, most := 0.0, 1.0
	for range 20 {
		share := (least + most) / 2
		if (lch{p.l, p.c * share, p.h}).colour().shows() {
			least = share
		} else {
			most = share
		}
	}
	return lch{p.l, p.c * least, p.h}.colour().clamped()
}

// shows says whether a screen can show a colour, but for a rounding error.
func (c Colour) shows() bool {
	const slip = 1e-4
	return min(c.R, c.G, c.B) >= -slip && max(c.R, c.G, c.B) <= 1+slip
}

func (c Colour) clamped() Colour {
	part := func(v float64) float64 { return min(max(v, 0), 1) }
	return Colour{part(c.R), part(c.G), part(c.B)}
}
