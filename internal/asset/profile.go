package asset

import (
	"encoding/binary"
	"image"
	"math"
)

// colours converts the colours of an ICC profile to sRGB, the colours of the
// web, which is what a picture without a profile is taken for. Phones take
// photographs in Display P3; without this, faces would look a little grey.
//
// It understands profiles made of three primaries and one curve (ICC.1:2022,
// 8.3), and of the curves a plain power; any other curve is taken for that of
// sRGB, as it is in Display P3. Colours that sRGB cannot show become the
// nearest in each channel. Every other profile is dropped without a change.
type colours struct {
	linear [256]int64    // of each value, 65535 being full
	matrix [3][3]int64   // to linear sRGB, 1<<14 being one
	curve  [1 << 12]byte // from linear sRGB, shifted right by 4
}

const matrixOne = 1 << 14

// toSRGB turns XYZ of the profile connection space (D50) into linear sRGB: the
// inverse of the primaries of the profile of IEC 61966-2-1.
var toSRGB = [3][3]float64{
	{3.1338561, -1.6168667, -0.4906146},
	{-0.9787684, 1.9161415, 0.0334540},
	{0.0719453, -0.2289914, 1.4052427},
}

// whitePoint is D50, to which the primaries of every profile add up.
var whitePoint = [3]float64{0.9642, 1, 0.8249}

// newColours returns nil where there is nothing to convert.
func newColours(profile []byte) *colours {
	primaries, ok := readPrimaries(profile)
	if !ok {
		return nil
	}
	var c colours
	plain := true
	for to := range 3 {
		for from := range 3 {
			sum := 0.0
			for k := range 3 {
				sum += float64(toSRGB[to][k] * primaries[from][k])
			}
			identity := 0.0
			if to == from {
				identity = 1
			}
			plain = plain && math.Abs(sum-identity) < 0.01
			c.matrix[to][from] = int64(math.Round(sum * matrixOne))
		}
	}
	gamma := readGamma(profile)
	if plain && gamma == 0 {
		return nil
	}
	c.fill(gamma)
	return &c
}

// fill makes the curves; a gamma of 0 is sRGB's own.
func (c *colours) fill(gamma float64) {
	for v := range c.linear {
		x := float64(v) / 255
		switch {
		case gamma > 0:
			x = math.Pow(x, gamma)
		case x <= 0.04045:
			x /= 12.92
		default:
			x = math.Pow((x+0.055)/1.055, 2.4)
		}
		c.linear[v] = int64(math.Round(x * 65535))
	}
	for i := range c.curve {
		x := (float64(i) + 0.5) / float64(len(c.curve))
		if x <= 0.0031308 {
			x *= 12.92
		} else {
			x = 1.055*math.Pow(x, 1/2.4) - 0.055
		}
		c.curve[i] = byte(math.Round(x * 255))
	}
}

// apply converts a picture in place.
func (c *colours) apply(img *image.RGBA) {
	for p := img.Pix; len(p) >= 4; p = p[4:] {
		alpha := int64(p[3])
		if alpha == 0 {
			continue
		}
		var lin [3]int64
		for k := range lin {
			lin[k] = c.linear[(int64(p[k])*255+alpha/2)/alpha]
		}
		for k := range lin {
			m := &c.matrix[k]
			v := (m[0]*lin[0] + m[1]*lin[1] + m[2]*lin[2]) / matrixOne
			shown := int64(c.curve[min(max(v, 0), 65535)>>4])
			p[k] = byte((shown*alpha + 127) / 255)
		}
	}
}

// readPrimaries returns the XYZ of red, green and blue of an RGB profile.
func readPrimaries(profile []byte) (primaries [3][3]float64, ok bool) {
	if len(profile) < 128 || string(profile[16:20]) != "RGB " {
		return primaries, false
	}
	var white [3]float64
	for n, name := range []string{"rXYZ", "gXYZ", "bXYZ"} {
		body := profileTag(profile, name)
		if len(body) < 20 || string(body[:4]) != "XYZ " {
			return primaries, false
		}
		for k := range 3 {
			v := float64(int32(binary.BigEndian.Uint32(body[8+4*k:]))) / 65536
			primaries[n][k] = v
			white[k] += v
		}
	}
	for k := range white {
		if math.Abs(white[k]-whitePoint[k]) > 0.02 {
			return primaries, false
		}
	}
	return primaries, true
}

// readGamma returns the power of the curve of red, or 0 where it is of another
// sort.
func readGamma(profile []byte) float64 {
	body := profileTag(profile, "rTRC")
	if len(body) < 14 || string(body[:4]) != "curv" || binary.BigEndian.Uint32(body[8:]) != 1 {
		return 0
	}
	return float64(binary.BigEndian.Uint16(body[12:])) / 256
}

// profileTag returns the bytes of a tag, nil where it is not there or not whole.
func profileTag(profile []byte, name string) []byte {
	const head, size = 132, 12
	if len(profile) < head {
		return nil
	}
	n := binary.BigEndian.Uint32(profile[head-4:])
	for rest := profile[head:]; n > 0 && len(rest) >= size; n, rest = n-1, rest[size:] {
		offset, length := uint64(binary.BigEndian.Uint32(rest[4:])), uint64(binary.BigEndian.Uint32(rest[8:]))
		if string(rest[:4]) == name && offset+length <= uint64(len(profile)) {
			return profile[offset : offset+length]
		}
	}
	return nil
}
