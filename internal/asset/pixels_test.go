package asset

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/color"
	stddraw "image/draw"
	"image/gif"
	"image/png"
	"math"
	"math/rand/v2"
	"testing"

	"golang.org/x/image/draw"
)

func rgba(img image.Image) *image.RGBA {
	out := image.NewRGBA(img.Bounds())
	stddraw.Draw(out, out.Rect, img, img.Bounds().Min, stddraw.Src)
	return out
}

// TestResize: the filter is that of golang.org/x/image/draw, to a rounding.
func TestResize(t *testing.T) {
	see := photo(300, 200)
	for i := 3; i < len(see.Pix); i += 4 {
		see.Pix[i] = byte(i / 4 % 300 * 5 / 6)
	}
	for name, src := range map[string]*image.RGBA{"photo": rgba(photo(300, 200)), "drawing": quarters(300, 200), "see-through": rgba(see)} {
		for _, size := range []image.Point{{299, 199}, {150, 100}, {97, 61}, {300, 10}, {10, 200}, {1, 1}} {
			t.Run(fmt.Sprint(name, size), func(t *testing.T) {
				want := image.NewRGBA(image.Rectangle{Max: size})
				draw.CatmullRom.Scale(want, want.Rect, src, src.Rect, draw.Src, nil)
				got := resize(src, size.X, size.Y)
				if got.Rect != want.Rect {
					t.Fatalf("%v, want %v", got.Rect, want.Rect)
				}
				if d := meanDifference(got, want); d > 0.3 {
					t.Errorf("off by %.2f on average", d)
				}
				for i := range got.Pix {
					// Between rows and columns the library keeps what is blacker than black.
					if d := int(got.Pix[i]) - int(want.Pix[i]); d < -6 || d > 6 {
						t.Fatalf("byte %d is %d, want %d", i, got.Pix[i], want.Pix[i])
					}
				}
			})
		}
	}
}

// TestColourWithinAlpha: beside an edge the filter goes beyond what it finds, but
// a colour that is multiplied with alpha cannot be more than alpha.
func TestColourWithinAlpha(t *testing.T) {
	glass := image.NewRGBA(image.Rect(0, 0, 300, 200))
	for i := range 300 * 200 {
		glass.SetRGBA(i%300, i/300, color.RGBA{128 * byte(i%300/101%2), 0, 0, 128})
	}
	got := resize(glass, 211, 140)
	for i := 0; i < len(got.Pix); i += 4 {
		if got.Pix[i] > got.Pix[i+3] {
			t.Fatalf("byte %d is %d, its alpha %d", i, got.Pix[i], got.Pix[i+3])
		}
	}
}

func TestEvenColourStays(t *testing.T) {
	for v := range 256 {
		src := image.NewRGBA(image.Rect(0, 0, 37, 23))
		draw.Draw(src, src.Rect, image.NewUniform(color.Gray{byte(v)}), image.Point{}, draw.Src)
		for i, got := range resize(shrink(src, 2, false), 11, 7).Pix {
			if i%4 != 3 && got != byte(v) {
				t.Fatalf("%d becomes %d", v, got)
			}
		}
	}
}

func TestShrink(t *testing.T) {
	src := image.NewGray(image.Rect(5, 5, 10, 8)) // 5 by 3, not at the origin
	copy(src.Pix, []byte{0, 10, 20, 30, 40, 10, 20, 30, 40, 50, 100, 102, 104, 107, 108})
	got := shrink(src, 2, false)
	want := []byte{10, 30, 45, 101, 106, 108}
	if got.Rect != image.Rect(0, 0, 3, 2) {
		t.Fatal(got.Rect)
	}
	for i, w := range want {
		if got.Pix[4*i] != w || got.Pix[4*i+3] != 255 {
			t.Errorf("pixel %d is %v, want %d", i, got.Pix[4*i:4*i+4], w)
		}
	}
}

func TestShrinkOntoWhite(t *testing.T) {
	src := image.NewNRGBA(image.Rect(0, 0, 2, 1))
	copy(src.Pix, []byte{200, 0, 0, 0, 0, 0, 0, 255})
	if got := shrink(src, 1, true).Pix; !bytes.Equal(got, []byte{255, 255, 255, 255, 0, 0, 0, 255}) {
		t.Errorf("onto white: %v", got)
	}
	if got := shrink(src, 1, false).Pix; !bytes.Equal(got, []byte{0, 0, 0, 0, 0, 0, 0, 255}) {
		t.Errorf("as it is: %v", got)
	}
}

// asRGBA is a PNG with an alpha channel that it may not need, of 8 or 16 bits,
// with one of the five filters for every row.
func asRGBA(img *image.NRGBA, depth, filter int) []byte {
	step := 4 * depth / 8
	above := make([]byte, img.Rect.Dx()*step)
	var raw []byte
	for y := range img.Rect.Dy() {
		row := make([]byte, 0, len(above))
		for _, v := range img.Pix[y*img.Stride:][:4*img.Rect.Dx()] {
			row = append(row, v)
			if depth == 16 {
				row = append(row, 0xff)
			}
		}
		raw = append(raw, byte(filter))
		for i, v := range row {
			var left, corner byte
			if i >= step {
				left, corner = row[i-step], above[i-step]
			}
			raw = append(raw, v-[]byte{0, left, above[i], byte((int(left) + int(above[i])) / 2), paeth(left, above[i], corner)}[filter])
		}
		above = row
	}
	packed := deflated(string(raw))
	half := len(packed) / 2
	return bytes.Join([][]byte{
		pngHeaderPart(img.Rect.Dx(), img.Rect.Dy(), byte(depth), 6),
		pngPart("IDAT", packed[:half]), pngPart("IDAT", ""), pngPart("IDAT", packed[half:]), pngPart("IEND", ""),
	}, nil)
}

// TestPhotographWithAlphaChannel: a photograph becomes JPEG unless some pixel
// of it is see-through, wherever that is and however the row is filtered.
func TestPhotographWithAlphaChannel(t *testing.T) {
	whole, holed := photo(200, 120), photo(200, 120)
	holed.SetNRGBA(199, 119, color.NRGBA{1, 2, 3, 254})
	for _, depth := range []int{8, 16} {
		for filter := range 5 {
			t.Run(fmt.Sprint(depth, " bits, filter ", filter), func(t *testing.T) {
				for want, img := range map[string]*image.NRGBA{"image/jpeg": whole, "image/png": holed} {
					data := asRGBA(img, depth, filter)
					if decoded := must(png.Decode(bytes.NewReader(data))); decoded.Bounds() != img.Rect {
						t.Fatal("the test's picture is wrong")
					}
					if _, p, _ := planOne(t, data); p.Variants[0].Type != want {
						t.Errorf("%s, want %s", p.Variants[0].Type, want)
					}
				}
			})
		}
	}
}

func TestDrawingGetsPalette(t *testing.T) {
	drawing := quarters(1000, 500)
	_, files := makeAll(t, asPNG(drawing))
	for i, file := range files {
		img := must(png.Decode(bytes.NewReader(file)))
		if _, ok := img.(*image.Paletted); !ok {
			t.Errorf("variant %d is %T", i, img)
		}
	}
	if d := meanDifference(must(png.Decode(bytes.NewReader(files[len(files)-1]))), drawing); d != 0 {
		t.Errorf("a drawing of four colours is changed by %.2f", d)
	}
}

func TestPalette(t *testing.T) {
	greys := image.NewRGBA(image.Rect(0, 0, 256, 4))
	rainbow := image.NewRGBA(image.Rect(0, 0, 256, 256))
	soft := image.NewRGBA(image.Rect(0, 0, 64, 64)) // black fading out
	specks := image.NewRGBA(image.Rect(0, 0, 400, 400))
	random := rand.New(rand.NewPCG(1, 2))
	for i := 0; i < 4000*4; i += 4 {
		v := random.Uint32()
		copy(specks.Pix[i:], []byte{byte(v), byte(v >> 8), byte(v >> 16), 255})
	}
	for i := range greys.Pix {
		greys.Pix[i] = byte(i/4%256) | byte(255*(i&3/3))
	}
	for i := 0; i < len(rainbow.Pix); i += 4 {
		rainbow.SetRGBA(i/4%256, i/1024, color.RGBA{byte(i / 4), byte(i / 1024), byte(i/4 + i/512), 255})
	}
	for i := range 64 * 64 {
		soft.SetRGBA(i%64, i/64, color.RGBA{0, 0, 0, byte(4 * (i % 64))})
	}
	for name, tt := range map[string]struct {
		img  *image.RGBA
		fits bool
	}{"256 greys": {greys, true}, "every colour": {rainbow, false}, "a shadow": {soft, true}, "few specks of many colours": {specks, false}} {
		t.Run(name, func(t *testing.T) {
			got := withPalette(tt.img)
			if (got != nil) != tt.fits {
				t.Fatalf("has a palette: %v, want %v", got != nil, tt.fits)
			}
			if d := 0.0; got != nil {
				if d = meanDifference(got, tt.img); d > 0 {
					t.Errorf("off by %.2f", d)
				}
			}
		})
	}
}

func TestTooManyColours(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 300, 300))
	for i := range 300 * 300 {
		img.SetRGBA(i%300, i/300, color.RGBA{byte(i), byte(i >> 8), byte(i >> 16), 255})
	}
	if countColours(img) != nil {
		t.Error("counted 90,000 colours")
	}
}

// TestColours compares with the matrix between Display P3 and sRGB for D65 of
// CSS Color 4 (section 17), and with plain powers.
func TestColours(t *testing.T) {
	linear := func(v float64) float64 { return math.Pow((v+0.055)/1.055, 2.4) }
	encoded := func(v float64) float64 {
		if v <= 0.0031308 {
			return max(v, 0) * 12.92
		}
		return min(1.055*math.Pow(v, 1/2.4)-0.055, 1)
	}
	toPlain := [3][3]float64{{1.2249401, -0.2249404, 0}, {-0.0420569, 1.0420571, 0}, {-0.0196376, -0.0786361, 1.0982735}}
	c := newColours([]byte(iccProfile(displayP3, 0)))
	for _, in := range [][3]byte{{255, 255, 255}, {128, 128, 128}, {222, 178, 151}, {200, 100, 60}, {255, 0, 0}, {90, 200, 90}} {
		img := image.NewRGBA(image.Rect(0, 0, 2, 1))
		copy(img.Pix, []byte{in[0], in[1], in[2], 255, 0, 0, 0, 0})
		c.apply(img)
		for k := range 3 {
			sum := 0.0
			for j := range 3 {
				sum += toPlain[k][j] * linear(float64(in[j])/255)
			}
			if want := encoded(sum) * 255; math.Abs(float64(img.Pix[k])-want) > 1.5 {
				t.Errorf("%v: channel %d is %d, want %.1f", in, k, img.Pix[k], want)
			}
		}
		if !bytes.Equal(img.Pix[4:], []byte{0, 0, 0, 0}) {
			t.Errorf("what is see-through became %v", img.Pix[4:])
		}
	}
	half := image.NewRGBA(image.Rect(0, 0, 1, 1))
	copy(half.Pix, []byte{100, 50, 30, 128})
	c.apply(half)
	if half.Pix[0] <= 100 || half.Pix[0] > 128 || half.Pix[3] != 128 {
		t.Errorf("half see-through became %v", half.Pix)
	}
	gamma := newColours([]byte(iccProfile(plainSRGB, 1)))
	grey := image.NewRGBA(image.Rect(0, 0, 1, 1))
	copy(grey.Pix, []byte{55, 55, 55, 255})
	gamma.apply(grey)
	if want := encoded(55.0/255) * 255; math.Abs(float64(grey.Pix[0])-want) > 1.5 {
		t.Errorf("linear 55 is %d, want %.1f", grey.Pix[0], want)
	}
}

func TestColoursThatStay(t *testing.T) {
	whole := iccProfile(displayP3, 0)
	odd := displayP3
	odd[1][1] = 30000
	for name, profile := range map[string]string{
		"none": "", "sRGB": iccProfile(plainSRGB, 0), "mad primaries": iccProfile(odd, 0), "grey": "GRAY" + whole[4:16] + "GRAY" + whole[20:],
		"cut in the head": whole[:100], "cut in the table": whole[:150], "cut in the tags": whole[:200],
	} {
		if newColours([]byte(profile)) != nil {
			t.Errorf("%s: the colours are changed", name)
		}
	}
}

func TestProfileIsApplied(t *testing.T) {
	img := image.NewNRGBA(image.Rect(0, 0, 32, 32))
	draw.Draw(img, img.Rect, image.NewUniform(color.NRGBA{200, 100, 60, 255}), image.Point{}, draw.Src)
	icc := iccProfile(displayP3, 0)
	for name, data := range map[string][]byte{
		"JPEG": asJPEG(img, jpegPart(0xe2, "ICC_PROFILE\x00\x01\x02"+icc[:200]), jpegPart(0xe2, "ICC_PROFILE\x00\x02\x02"+icc[200:])),
		"PNG":  asPNG(img, pngPart("iCCP", "p\x00\x00"+deflated(icc))),
		"WebP": asWebP(32, 32, color.RGBA{200, 100, 60, 255}, vp8x(1<<5, 32, 32), webpPart("ICCP", icc)),
	} {
		_, files := makeAll(t, data)
		got, _, err := image.Decode(bytes.NewReader(files[0]))
		if err != nil {
			t.Fatal(err)
		}
		if d := (colour{214, 96, 48, 255}).distance(got.At(16, 16)); d > 6 {
			t.Errorf("%s: %v", name, got.At(16, 16))
		}
	}
	if unpack([]byte(deflated(string(make([]byte, 2<<20))))) != nil || unpack([]byte("x")) != nil {
		t.Error("a profile that is too large or broken is unpacked")
	}
}

// lossyWebP is 32 by 16 pixels in four upright stripes: black, white, orange and
// blue, encoded by libwebp's cwebp.
const lossyWebP = `UklGRlQAAABXRUJQVlA4IEgAAADQAgCdASogABAAPhkIg0EhBgEABABhKAHYA/AAC2iAAP7H////dsQd/21v//bt///+/1X37r9/Vf9+6///3un89H+90/3XAAA=`

func TestLossyWebPHasItsColours(t *testing.T) {
	_, files := makeAll(t, must(base64.StdEncoding.DecodeString(lossyWebP)))
	img, _, err := image.Decode(bytes.NewReader(files[0]))
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []colour{{0, 0, 0, 255}, {255, 255, 255, 255}, {200, 60, 30, 255}, {30, 60, 200, 255}} {
		if got := img.At(8*i+4, 8); want.distance(got) > 6 {
			t.Errorf("stripe %d is %v, want %v", i, got, want)
		}
	}
}

// TestGIFFrameInItsPlace: the first frame of a GIF need not fill it.
func TestGIFFrameInItsPlace(t *testing.T) {
	frame := image.NewPaletted(image.Rect(20, 10, 40, 30), color.Palette{red})
	var b bytes.Buffer
	if err := gif.EncodeAll(&b, &gif.GIF{Image: []*image.Paletted{frame}, Delay: []int{0}, Config: image.Config{Width: 60, Height: 40}}); err != nil {
		t.Fatal(err)
	}
	_, files := makeAll(t, b.Bytes())
	got := rgba(must(png.Decode(bytes.NewReader(files[0]))))
	if got.Rect.Size() != image.Pt(60, 40) || got.RGBAAt(30, 20) != red || got.RGBAAt(0, 0).A != 0 || got.RGBAAt(19, 20).A != 0 {
		t.Errorf("%v, %v in the middle, %v in the corner", got.Rect, got.RGBAAt(30, 20), got.RGBAAt(0, 0))
	}
}

// TestPaeth: of equally near neighbours the left one counts, then the one above
// (PNG, third edition, section 9.4).
func TestPaeth(t *testing.T) {
	for in, want := range map[[3]byte]byte{{60, 30, 50}: 30, {10, 10, 10}: 10, {0, 200, 0}: 200, {200, 0, 0}: 200, {60, 40, 50}: 50, {5, 5, 255}: 5} {
		if got := paeth(in[0], in[1], in[2]); got != want {
			t.Errorf("%v: %d, want %d", in, got, want)
		}
	}
}
