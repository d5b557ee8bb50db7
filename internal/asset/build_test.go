package asset

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io/fs"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

// secret stands in every part of a file that must not be published.
const secret = "SECRET-51.5007N"

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func site(files map[string][]byte) fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, data := range files {
		fsys[name] = &fstest.MapFile{Data: data, Mode: 0o644}
	}
	return fsys
}

// planOne plans one picture that must have no error.
func planOne(t testing.TB, data []byte) (fs.FS, *Picture, diag.List) {
	t.Helper()
	fsys := site(map[string][]byte{"content/a": data})
	pictures, problems := Plan(fsys, []string{"content/a"}, Limits{}, nil)
	if len(pictures) != 1 {
		t.Fatalf("not planned: %v", problems)
	}
	return fsys, pictures[0], problems
}

// makeAll plans and makes one picture in all its sizes, narrowest first.
func makeAll(t testing.TB, data []byte) (*Picture, [][]byte) {
	t.Helper()
	fsys, p, _ := planOne(t, data)
	m := NewMaker(fsys, []*Picture{p}, nil)
	var files [][]byte
	for _, v := range p.Variants {
		file, err := m.Bytes(v.Path)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	return p, files
}

// refusalOf plans one picture that must be refused.
func refusalOf(t testing.TB, data []byte) diag.Diagnostic {
	t.Helper()
	fsys := site(map[string][]byte{"content/a": data})
	pictures, problems := Plan(fsys, []string{"content/a"}, Limits{}, nil)
	if len(pictures) != 0 || len(problems) != 1 {
		t.Fatalf("planned %d pictures with problems %v", len(pictures), problems)
	}
	return problems[0]
}

var (
	red   = color.RGBA{200, 30, 30, 255}
	green = color.RGBA{30, 160, 40, 255}
	blue  = color.RGBA{30, 50, 200, 255}
	white = color.RGBA{250, 250, 250, 255}
)

// quarters is a drawing: red, green, blue and white, by rows.
func quarters(width, height int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			img.SetRGBA(x, y, []color.RGBA{red, green, blue, white}[x*2/width+y*2/height*2])
		}
	}
	return img
}

// photo is as hard to pack as a photograph: soft shapes and the noise of a lens.
func photo(width, height int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, width, height))
	noise := rand.New(rand.NewPCG(1, 2))
	for i := 0; i < len(img.Pix); i += 4 {
		x, y, n := i/4%width, i/4/width, noise.IntN(24)
		img.Pix[i], img.Pix[i+1] = byte(40+x*180/width+n), byte(30+y*190/height+n)
		img.Pix[i+2], img.Pix[i+3] = byte(60+(x+y)*120/(width+height)+n), 255
	}
	return img
}

func asJPEG(img image.Image, segments ...[]byte) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 90}); err != nil {
		panic(err)
	}
	return bytes.Join([][]byte{b.Bytes()[:2], bytes.Join(segments, nil), b.Bytes()[2:]}, nil)
}

func jpegPart(marker byte, body string) []byte {
	return append(binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(len(body)+2)), body...)
}

func asPNG(img image.Image, chunks ...[]byte) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(err)
	}
	const header = 8 + 25
	return bytes.Join([][]byte{b.Bytes()[:header], bytes.Join(chunks, nil), b.Bytes()[header:]}, nil)
}

func pngPart(kind, body string) []byte {
	part := append(binary.BigEndian.AppendUint32(nil, uint32(len(body))), kind+body...)
	return binary.BigEndian.AppendUint32(part, crc32.ChecksumIEEE(part[4:]))
}

func pngHeaderPart(width, height int, depth, kind byte) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(width))
	b = binary.BigEndian.AppendUint32(b, uint32(height))
	return append([]byte("\x89PNG\r\n\x1a\n"), pngPart("IHDR", string(append(b, depth, kind, 0, 0, 0)))...)
}

func deflated(data string) string {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	must(w.Write([]byte(data)))
	w.Close()
	return b.String()
}

// asWebP is a lossless picture of one colour (RFC 9649, 3): every code has one
// symbol, so that pixels take no bits.
func asWebP(width, height int, c color.RGBA, chunks ...[]byte) []byte {
	var w bitWriter
	w.write(0x2f, 8)
	w.write(width-1, 14)
	w.write(height-1, 14)
	w.write(0, 1+3+1+1+1) // alpha, version, transform, cache, groups
	for _, symbol := range []uint8{c.G, c.R, c.B, c.A} {
		w.write(1+0<<1+1<<2, 3) // simple, one symbol, of eight bits
		w.write(int(symbol), 8)
	}
	w.write(1, 3+1)
	return riff(append(chunks, webpPart("VP8L", string(w.bytes)))...)
}

type bitWriter struct {
	bytes []byte
	n     int
}

func (w *bitWriter) write(v, bits int) {
	for i := range bits {
		if w.n%8 == 0 {
			w.bytes = append(w.bytes, 0)
		}
		w.bytes[w.n/8] |= byte(v>>i&1) << (w.n % 8)
		w.n++
	}
}

func webpPart(kind, body string) []byte {
	part := append(binary.LittleEndian.AppendUint32([]byte(kind), uint32(len(body))), body...)
	return append(part, make([]byte, len(body)%2)...)
}

func riff(chunks ...[]byte) []byte {
	body := append([]byte("WEBP"), bytes.Join(chunks, nil)...)
	return append(binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(body))), body...)
}

// vp8x announces a canvas; flags as in RFC 9649, 2.7.1.
func vp8x(flags byte, width, height int) []byte {
	w, h := width-1, height-1
	return webpPart("VP8X", string([]byte{flags, 0, 0, 0, byte(w), byte(w >> 8), byte(w >> 16), byte(h), byte(h >> 8), byte(h >> 16)}))
}

// asGIF is an animation of squares that change colour, each for delay hundredths
// of a second.
func asGIF(width, height, frames, delay, loops int) []byte {
	all := gif.GIF{LoopCount: loops}
	for i := range frames {
		frame := image.NewPaletted(image.Rect(0, 0, width, height), color.Palette{red, green, blue, white})
		for p := range frame.Pix {
			frame.Pix[p] = byte(i % 4)
		}
		all.Image, all.Delay = append(all.Image, frame), append(all.Delay, delay)
	}
	var b bytes.Buffer
	if err := gif.EncodeAll(&b, &all); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// withGIFParts puts parts after the header of a GIF without common colours.
func withGIFParts(file []byte, parts ...string) []byte {
	const header = 13
	return slices.Concat(file[:header], []byte(strings.Join(parts, "")), file[header:])
}

// exifBlock is an Exif block with an orientation, a place, a maker's note and a
// thumbnail, all but the first of which say the secret.
func exifBlock(orientation int, order binary.AppendByteOrder) string {
	mark := map[binary.AppendByteOrder]string{binary.LittleEndian: "II", binary.BigEndian: "MM"}[order]
	b := order.AppendUint32(order.AppendUint16([]byte(mark), 42), 8)
	field := func(tag, kind int, count, value uint32) {
		b = order.AppendUint16(order.AppendUint16(b, uint16(tag)), uint16(kind))
		b = order.AppendUint32(b, count)
		if kind == 3 {
			b = append(order.AppendUint16(b, uint16(value)), 0, 0)
		} else {
			b = order.AppendUint32(b, value)
		}
	}
	const gps = 8 + 2 + 3*12 + 4
	const values = gps + 2 + 2*12 + 4
	b = order.AppendUint16(b, 3)
	field(0x010f, 2, uint32(len(secret)), values)
	field(0x0112, 3, 1, uint32(orientation))
	field(0x8825, 4, 1, gps)
	b = order.AppendUint32(b, values)
	b = order.AppendUint16(b, 2)
	field(0x0001, 2, 2, 'N')
	field(0x0002, 5, 3, values)
	b = order.AppendUint32(b, 0)
	return string(b) + secret + string(asJPEG(quarters(16, 16), jpegPart(0xfe, secret)))
}

const xmpPacket = `<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description exif:GPSLatitude="` + secret + `"/></rdf:RDF></x:xmpmeta>`

// iccProfile is a profile of three primaries, as D50 XYZ, and the curve of sRGB
// or, where gamma is not 0, a power.
func iccProfile(primaries [3][3]float64, gamma float64) string {
	const tags = 5
	head := make([]byte, 128)
	copy(head[16:], "RGB XYZ ")
	table := binary.BigEndian.AppendUint32(nil, tags)
	var body []byte
	add := func(name, data string) {
		table = binary.BigEndian.AppendUint32(append(table, name...), uint32(128+4+12*tags+len(body)))
		table = binary.BigEndian.AppendUint32(table, uint32(len(data)))
		body = append(body, data...)
	}
	for i, name := range []string{"rXYZ", "gXYZ", "bXYZ"} {
		xyz := []byte("XYZ \x00\x00\x00\x00")
		for _, v := range primaries[i] {
			xyz = binary.BigEndian.AppendUint32(xyz, uint32(int32(v*65536)))
		}
		add(name, string(xyz))
	}
	curve := []byte("para\x00\x00\x00\x00")
	if gamma != 0 {
		curve = binary.BigEndian.AppendUint16([]byte("curv\x00\x00\x00\x00\x00\x00\x00\x01"), uint16(gamma*256))
	}
	add("rTRC", string(curve)+"\x00\x00")
	add("desc", "desc\x00\x00\x00\x00"+secret)
	return string(head) + string(table) + string(body)
}

var (
	displayP3 = [3][3]float64{{0.51512, 0.24120, -0.00105}, {0.29198, 0.69225, 0.04189}, {0.15710, 0.06657, 0.78407}}
	plainSRGB = [3][3]float64{{0.43607, 0.22249, 0.01392}, {0.38515, 0.71687, 0.09708}, {0.14307, 0.06061, 0.71410}}
)

// distance returns how far a colour is from another in the channel in which they
// differ most.
func (c colour) distance(other color.Color) int {
	r, g, b, a := other.RGBA()
	most := uint32(0)
	for k, v := range []uint32{r, g, b, a} {
		most = max(most, apart(uint32(c[k]), v>>8))
	}
	return int(most)
}

func apart(a, b uint32) uint32 { return max(a, b) - min(a, b) }
