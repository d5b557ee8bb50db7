package asset

import (
	"bytes"
	"encoding/binary"
	"io/fs"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

// sized is a JPEG whose header claims a size; the rest is of 8 by 8 pixels.
func sized(width, height int) []byte {
	data := asJPEG(quarters(8, 8))
	at := bytes.Index(data, []byte("\xff\xc0")) + 5
	binary.BigEndian.PutUint16(data[at:], uint16(height))
	binary.BigEndian.PutUint16(data[at+2:], uint16(width))
	return data
}

func bombs() map[string]struct {
	data []byte
	says string
} {
	type bomb = struct {
		data []byte
		says string
	}
	wholePNG := func(width, height int, depth, kind byte, more ...[]byte) []byte {
		return bytes.Join([][]byte{pngHeaderPart(width, height, depth, kind), bytes.Join(more, nil), pngPart("IDAT", "x"), pngPart("IEND", "")}, nil)
	}
	screen := func(data []byte, width, height int) []byte {
		binary.LittleEndian.PutUint16(data[6:], uint16(width))
		binary.LittleEndian.PutUint16(data[8:], uint16(height))
		return data
	}
	scan := asJPEG(quarters(8, 8))
	scan = scan[bytes.Index(scan, []byte("\xff\xda")) : len(scan)-2]
	many := asJPEG(quarters(8, 8))
	many = bytes.Join([][]byte{many[:len(many)-2], bytes.Repeat(scan, 200), many[len(many)-2:]}, nil)
	return map[string]bomb{
		"PNG of 30,000 × 30,000 bits":      {wholePNG(30_000, 30_000, 1, 0), "limit is 12000 on a side"},
		"PNG of 11,000 × 11,000 colours":   {wholePNG(11_000, 11_000, 16, 6), "121 million; the limit is 50 million"},
		"PNG of 2 billion × 1":             {wholePNG(1<<31-1, 1, 8, 2), "limit is 12000 on a side"},
		"PNG of 2 billion × 2 billion":     {wholePNG(1<<31-1, 1<<31-1, 8, 2), "damaged or of a rare kind"},
		"PNG of nothing":                   {wholePNG(0, 5, 8, 2), "damaged or of a rare kind"},
		"PNG of 7,000 × 7,000 in a byte":   {wholePNG(7000, 7000, 8, 6), "cut short"},
		"PNG without pixels":               {bytes.Join([][]byte{pngHeaderPart(9, 9, 8, 2), pngPart("IEND", "")}, nil), "cut short"},
		"animated PNG of many frames":      {wholePNG(9, 9, 8, 2, pngPart("acTL", "\x7f\xff\xff\xff\x00\x00\x00\x00")), "has 2147483647 frames; the limit is 200"},
		"JPEG of 65,535 × 65,535":          {sized(65535, 65535), "limit is 12000 on a side"},
		"JPEG of 12,000 × 12,000":          {sized(12_000, 12_000), "144 million"},
		"JPEG of no height":                {sized(8, 0), "has no size"},
		"JPEG of many scans":               {many, "more than 100 times"},
		"GIF of 65,535 × 65,535":           {screen(asGIF(8, 8, 1, 10, 0), 65535, 65535), "limit is 12000 on a side"},
		"GIF of 300 frames":                {asGIF(8, 8, 300, 10, 0), "has 300 frames; the limit is 200"},
		"GIF of 60 million pixels in all":  {asGIF(1000, 1000, 60, 10, 0), "60 million pixels in all"},
		"WebP of 16,384 × 16,384":          {asWebP(16384, 16384, red), "limit is 12000 on a side"},
		"WebP of 16 million × 16 million":  {riff(vp8x(0, 1<<24, 1<<24), webpPart("VP8L", "x")), "damaged or of a rare kind"},
		"WebP animation":                   {riff(vp8x(2, 8, 8), webpPart("ANIM", "123456"), webpPart("ANMF", "x")), "is a WebP animation"},
		"WebP without pixels":              {riff(vp8x(0, 8, 8)), "cut short"},
		"GIF without frames":               {append(asGIF(8, 8, 1, 10, 0)[:13], 0x3b), "cut short"},
		"file of 26 MB":                    {append(asJPEG(quarters(8, 8)), make([]byte, 26*million)...), "is 26.0 MB; the limit is 25 MB"},
		"GIF whose blocks have no end":     {append(asGIF(8, 8, 1, 10, 0)[:13], 0x21, 0xfe, 0xff), "cut short"},
		"JPEG whose segment has no end":    {append(asJPEG(quarters(8, 8))[:2], 0xff, 0xe1, 0xff, 0xff, 'E'), "cut short"},
		"JPEG of pixels kept without loss": {bytes.Replace(asJPEG(quarters(8, 8)), []byte("\xff\xc0"), []byte("\xff\xc3"), 1), "damaged or of a rare kind"},
	}
}

// TestBombs: a file that asks for too much is refused quickly and in little
// memory, with the limit named.
func TestBombs(t *testing.T) {
	for name, bomb := range bombs() {
		t.Run(name, func(t *testing.T) {
			fsys := site(map[string][]byte{"content/a": bomb.data})
			var pictures []*Picture
			var problems diag.List
			took, used := time.Hour, uint64(0)
			for range 5 { // the quickest counts: the machine has other work too
				var before, after runtime.MemStats
				runtime.ReadMemStats(&before)
				start := time.Now()
				pictures, problems = Plan(fsys, []string{"content/a"}, Limits{}, nil)
				took = min(took, time.Since(start))
				runtime.ReadMemStats(&after)
				used = after.TotalAlloc - before.TotalAlloc
			}
			if len(pictures) != 0 || len(problems) != 1 || !strings.Contains(problems[0].Message, bomb.says) {
				t.Errorf("planned %d with %v, want an error that says %q", len(pictures), problems, bomb.says)
			}
			if took > 10*time.Millisecond || used > 2*million {
				t.Errorf("took %v and %d bytes", took, used)
			}
		})
	}
}

// TestHeaderLies: a picture whose header is within the limits and whose pixels
// are not of that size is an error when it is made, and never a bomb.
func TestHeaderLies(t *testing.T) {
	small := asPNG(quarters(40, 40))
	lies := map[string][]byte{
		"JPEG":              sized(2000, 2000),
		"PNG":               bytes.Join([][]byte{pngHeaderPart(60, 60, 8, 2), small[33:]}, nil),
		"WebP, small frame": riff(vp8x(0, 64, 64), asWebP(8, 8, red)[12:]),
		"WebP, large frame": riff(vp8x(0, 8, 8), asWebP(16000, 16000, red)[12:]),
	}
	for name, data := range lies {
		t.Run(name, func(t *testing.T) {
			fsys, p, _ := planOne(t, data)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := NewMaker(fsys, []*Picture{p}, nil).Bytes(p.Variants[0].Path)
			runtime.ReadMemStats(&after)
			failed, ok := err.(*Error)
			if !ok || failed.Diagnostic.Code != diag.ImageBroken || failed.Diagnostic.Position.File != "content/a" {
				t.Errorf("made with error %v", err)
			}
			if used := after.TotalAlloc - before.TotalAlloc; used > 100*million {
				t.Errorf("took %d bytes", used)
			}
		})
	}
}

// TestCutShort: whatever is missing at the end of a file, it is refused while
// planning. (The last byte of a WebP file may be padding.)
func TestCutShort(t *testing.T) {
	for name, data := range map[string][]byte{
		"JPEG": asJPEG(quarters(16, 16)), "PNG": asPNG(quarters(16, 16)),
		"GIF": asGIF(8, 8, 2, 10, 0), "WebP": asWebP(16, 16, red, vp8x(0, 16, 16)),
	} {
		t.Run(name, func(t *testing.T) {
			for n := range len(data) {
				fsys := site(map[string][]byte{"a": data[:n]})
				if pictures, problems := Plan(fsys, []string{"a"}, Limits{}, nil); len(pictures) > 0 || len(problems) != 1 {
					t.Fatalf("the first %d bytes of %d are planned", n, len(data))
				}
			}
		})
	}
}

func TestChangedPNGIsDamaged(t *testing.T) {
	data := asPNG(quarters(16, 16))
	data[60] ^= 1
	if d := refusalOf(t, data); d.Code != diag.ImageBroken || !strings.Contains(d.Message, "part \"IDAT\"") {
		t.Error(d)
	}
}

// TestDamagedPixels: what only decoding shows is an error with the file's name.
func TestDamagedPixels(t *testing.T) {
	data := asJPEG(photo(200, 200))
	at := bytes.Index(data, []byte("\xff\xda")) + 100
	copy(data[at:], "\xff\xd3\xff\xd7\xff\xd0")
	fsys, p, _ := planOne(t, data)
	_, err := NewMaker(fsys, []*Picture{p}, nil).Bytes(p.Variants[0].Path)
	if err == nil || !strings.HasPrefix(err.Error(), "content/a: \"a\" is damaged") {
		t.Error(err)
	}
}

func TestForeignFormats(t *testing.T) {
	box := func(brands string) string { return "\x00\x00\x00\x18ftyp" + brands }
	tests := []struct{ name, data, says, hint string }{
		{"empty", "", "is empty", "save the picture again"},
		{"HEIC", box("heic\x00\x00\x00\x00mif1heic"), "is a HEIC photo", "save it as JPEG"},
		{"HEIF by its second name", box("mif1\x00\x00\x00\x00mif1heic"), "is a HEIC photo", "save it as JPEG"},
		{"HEIF of an unknown kind", box("mif1\x00\x00\x00\x00mif1miaf"), "is a HEIF photo", "save it as JPEG"},
		{"AVIF", box("avif\x00\x00\x00\x00mif1"), "is an AVIF picture", "save it as JPEG"},
		{"AVIF by its second name", box("mif1\x00\x00\x00\x00avifmif1"), "is an AVIF picture", "save it as JPEG"},
		{"film", box("qt  \x00\x00\x00\x00qt  "), "is a film", "link to it as a file"},
		{"film without a brand", "\x00\x00\x00\x18ftyp", "is a film", "link to it as a file"},
		{"TIFF II", "II*\x00\x08\x00\x00\x00", "is a TIFF picture", "save it as JPEG"},
		{"TIFF MM", "MM\x00*\x00\x00\x00\x08", "is a TIFF picture", "save it as JPEG"},
		{"BMP", "BM\x00\x00\x00\x00", "is a BMP picture", "save it as PNG"},
		{"PDF", "%PDF-1.7\n", "is a PDF", "link to the PDF as a file"},
		{"SVG", `<?xml version="1.0"?><!-- a --><SVG xmlns="http://www.w3.org/2000/svg">`, "is an SVG drawing", "save it as PNG"},
		{"web page", "\n<!DOCTYPE html><html><body><svg", "is an SVG drawing", "save it as PNG"},
		{"web page without a drawing", "<!DOCTYPE html><html>", "is a web page", "save the picture itself"},
		{"icon", "\x00\x00\x01\x00\x01\x00", "is an icon file", "save it as PNG"},
		{"Photoshop", "8BPS\x00\x01", "is a Photoshop file", "export it as JPEG"},
		{"JPEG 2000", "\x00\x00\x00\x0cjP  \r\n", "is a JPEG 2000 picture", "save it as JPEG"},
		{"JPEG XL", "\xff\x0a\x00", "is a JPEG XL picture", "save it as JPEG"},
		{"Word", "PK\x03\x04", "is a ZIP or Office file", "save the picture in it"},
		{"pointer", "version https://git-lfs.github.com/spec/v1\n", "is only a pointer", "git lfs pull"},
		{"words", "hello", "is not a picture", "save it as JPEG or PNG"},
		{"RIFF of sound", "RIFF\x24\x00\x00\x00WAVEfmt ", "is not a picture", "save it as JPEG or PNG"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := refusalOf(t, []byte(tt.data))
			if !strings.HasPrefix(d.Message, `"a" `+tt.says) || !strings.Contains(d.Hint, tt.hint) {
				t.Errorf("got %q, hint %q\nwant %q, hint %q", d.Message, d.Hint, tt.says, tt.hint)
			}
		})
	}
}

func TestUnreadable(t *testing.T) {
	fsys := fstest.MapFS{
		"content/there.jpg":   {Data: asJPEG(quarters(8, 8))},
		"content/link.jpg":    {Data: []byte("there.jpg"), Mode: fs.ModeSymlink | 0o777},
		"content/away":        {Data: []byte("../content"), Mode: fs.ModeSymlink | 0o777},
		"content/dir/a.jpg":   {Data: asJPEG(quarters(8, 8))},
		"content/pipe.jpg":    {Mode: fs.ModeNamedPipe},
		"content/endless.jpg": {Mode: fs.ModeDevice},
	}
	tests := map[string]diag.Code{
		"content/gone.jpg":    diag.FileUnreadable,
		"content/link.jpg":    diag.FileSymlink,
		"content/away/a.jpg":  diag.FileSymlink,
		"content/dir":         diag.FileUnreadable,
		"content/pipe.jpg":    diag.FileUnreadable,
		"content/endless.jpg": diag.FileUnreadable,
		"../secret.jpg":       diag.FileUnreadable,
		"/etc/secret.jpg":     diag.FileUnreadable,
		"":                    diag.FileUnreadable,
	}
	for name, want := range tests {
		t.Run(name, func(t *testing.T) {
			pictures, problems := Plan(fsys, []string{name}, Limits{}, nil)
			if len(pictures) > 0 || len(problems) != 1 || problems[0].Code != want {
				t.Errorf("planned %d with %v, want %s", len(pictures), problems, want)
			}
		})
	}
}

// TestProgressiveTakesMoreMemory: what waits for memory must know what it needs.
func TestProgressiveTakesMoreMemory(t *testing.T) {
	data := asJPEG(quarters(16, 16))
	plain, _ := look(data, Limits{}.withDefaults())
	progressive, refused := look(bytes.Replace(data, []byte("\xff\xc0"), []byte("\xff\xc2"), 1), Limits{}.withDefaults())
	if refused != nil || progressive.perPixel < 15 || plain.perPixel > 4 {
		t.Errorf("%d and %d bytes a pixel", plain.perPixel, progressive.perPixel)
	}
}

// FuzzPlan: no file makes the reading of headers fail but by a refusal, and
// what is planned can be named.
func FuzzPlan(f *testing.F) {
	for _, data := range dirty() {
		f.Add(data[:min(len(data), 4000)])
	}
	f.Add(asGIF(8, 8, 2, 10, 0))
	f.Add(asWebP(8, 8, red, vp8x(1<<3, 8, 8), webpPart("EXIF", exifBlock(6, binary.LittleEndian))))
	f.Add(asPNG(photo(160, 120), pngPart("eXIf", exifBlock(6, binary.BigEndian))))
	limits := Limits{}.withDefaults()
	f.Fuzz(func(t *testing.T, data []byte) {
		facts, refused := look(data, limits)
		if refused != nil {
			if refused.code == "" || refused.what == "" || refused.hint == "" {
				t.Errorf("refused without words: %+v", refused)
			}
			return
		}
		for _, v := range facts.variants("key") {
			if v.Width < 1 || v.Height < 1 || v.Width > limits.Side {
				t.Errorf("%v is planned as %v", &facts, v)
			}
		}
		newColours(facts.profile)
	})
}
