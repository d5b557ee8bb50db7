package asset

import (
	"bytes"
	"encoding/binary"
	"image"
	"slices"
	"strings"
	"testing"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

// dirty are pictures with everything in them that must not be published.
func dirty() map[string][]byte {
	trail := []byte("\x00\x00\x00\x18ftypmp42" + secret + strings.Repeat("film", 1000))
	exif := "Exif\x00\x00" + exifBlock(1, binary.LittleEndian)
	icc := iccProfile(displayP3, 0)
	return map[string][]byte{
		"JPEG": append(asJPEG(photo(900, 150),
			jpegPart(0xe0, "JFIF\x00\x01\x02\x01\x00\x48\x00\x48\x00\x00"),
			jpegPart(0xe0, "JFXX\x00\x10"+secret),
			jpegPart(0xe1, exif),
			jpegPart(0xe1, "http://ns.adobe.com/xap/1.0/\x00"+xmpPacket),
			jpegPart(0xe2, "ICC_PROFILE\x00\x01\x01"+icc),
			jpegPart(0xe2, "MPF\x00"+secret),
			jpegPart(0xed, "Photoshop 3.0\x008BIM\x04\x04"+secret),
			jpegPart(0xef, secret),
			jpegPart(0xfe, secret),
		), trail...),
		"PNG": append(asPNG(quarters(900, 150),
			pngPart("iCCP", secret+"\x00\x00"+deflated(icc)),
			pngPart("eXIf", exif[6:]),
			pngPart("tEXt", "Author\x00"+secret),
			pngPart("zTXt", "Comment\x00\x00"+deflated(secret)),
			pngPart("iTXt", "XML:com.adobe.xmp\x00\x00\x00\x00\x00"+xmpPacket),
			pngPart("tIME", "\x07\xea\x03\x0c\x09\x1e\x00"),
			pngPart("prVt", secret),
		), trail...),
		"photographic PNG": append(asPNG(photo(900, 150), pngPart("tEXt", "Author\x00"+secret)), trail...),
		"GIF": append(withGIFParts(asGIF(60, 40, 1, 10, 0),
			"\x21\xfe\x0f"+secret+"\x00",
			"\x21\xff\x0bXMP DataXMP\x0f"+secret+"\x00",
		), trail...),
		"moving GIF": append(withGIFParts(asGIF(60, 40, 3, 10, 0),
			"\x21\xfe\x0f"+secret+"\x00",
			"\x21\xff\x0bXMP DataXMP\x0f"+secret+"\x00",
			"\x21\x01\x0c"+strings.Repeat("\x00", 12)+"\x0f"+secret+"\x00",
		), trail...),
		"WebP": append(asWebP(900, 150, red,
			vp8x(1<<5|1<<3|1<<2, 900, 150),
			webpPart("ICCP", icc),
			webpPart("EXIF", exif),
			webpPart("XMP ", xmpPacket),
			webpPart("prVt", secret),
		), trail...),
	}
}

func TestMetadataIsGone(t *testing.T) {
	for name, data := range dirty() {
		t.Run(name, func(t *testing.T) {
			if !bytes.Contains(data, []byte(secret)) {
				t.Fatal("the picture has nothing to hide")
			}
			p, files := makeAll(t, data)
			for i, file := range files {
				parts := partsOf(t, file)
				if want := allowed[p.Variants[i].Type]; slices.ContainsFunc(parts, func(s string) bool { return !slices.Contains(want, s) }) {
					t.Errorf("%s has parts %v, of which only %v may be there", p.Variants[i].Path, parts, want)
				}
				for _, bad := range []string{secret, "Exif", "xmp", "XMP", "ICC", "GPS", "Photoshop", "ftyp", "film"} {
					if bytes.Contains(file, []byte(bad)) {
						t.Errorf("%s says %q", p.Variants[i].Path, bad)
					}
				}
			}
		})
	}
}

// allowed are the parts that a picture needs to be one.
var allowed = map[string][]string{
	"image/jpeg": {"d8", "db", "c0", "c4", "da", "d9"},
	"image/png":  {"IHDR", "PLTE", "tRNS", "IDAT", "IEND"},
	"image/gif":  {"2c", "21f9", "21ff", "3b"},
}

// partsOf names the parts of a picture file, in a way of its own, and fails
// where the file goes on after its end.
func partsOf(t *testing.T, file []byte) []string {
	t.Helper()
	switch {
	case bytes.HasPrefix(file, []byte("\xff\xd8")):
		return jpegParts(t, file)
	case bytes.HasPrefix(file, []byte("\x89PNG")):
		return pngParts(t, file)
	}
	return gifParts(t, file)
}

func jpegParts(t *testing.T, file []byte) []string {
	t.Helper()
	var parts []string
	for i := 0; i+1 < len(file); i++ {
		if file[i] != 0xff || file[i+1] == 0 {
			continue
		}
		m := file[i+1]
		parts = append(parts, hexByte(m))
		if m == 0xd9 && i+2 != len(file) {
			t.Errorf("%d bytes after the end", len(file)-i-2)
		}
		if m != 0xd8 && m != 0xd9 {
			i += int(binary.BigEndian.Uint16(file[i+2:])) + 1
		}
	}
	return parts
}

func hexByte(b byte) string {
	return string("0123456789abcdef"[b>>4]) + string("0123456789abcdef"[b&15])
}

func pngParts(t *testing.T, file []byte) []string {
	t.Helper()
	var parts []string
	for pos := 8; pos < len(file); pos += 12 + int(binary.BigEndian.Uint32(file[pos:])) {
		parts = append(parts, string(file[pos+4:pos+8]))
	}
	if parts[len(parts)-1] != "IEND" {
		t.Errorf("%v does not end with IEND", parts)
	}
	return parts
}

func gifParts(t *testing.T, file []byte) []string {
	t.Helper()
	var parts []string
	pos := 13
	if file[10]&0x80 != 0 {
		pos += 3 << (file[10]&7 + 1)
	}
	for pos < len(file) {
		part := hexByte(file[pos])
		switch file[pos] {
		case 0x3b:
			if pos != len(file)-1 {
				t.Errorf("%d bytes after the end", len(file)-1-pos)
			}
			return append(parts, part)
		case 0x2c:
			if flags := file[pos+9]; flags&0x80 != 0 {
				pos += 3 << (flags&7 + 1)
			}
			pos += 11
		case 0x21:
			part += hexByte(file[pos+1])
			if file[pos+1] == 0xff && string(file[pos+3:pos+14]) != "NETSCAPE2.0" {
				part += string(file[pos+3 : pos+14])
			}
			pos += 2
		}
		parts = append(parts, part)
		for file[pos] != 0 {
			pos += 1 + int(file[pos])
		}
		pos++
	}
	t.Error("no end")
	return parts
}

func TestPlaceIsReported(t *testing.T) {
	exif := "Exif\x00\x00" + exifBlock(1, binary.BigEndian)
	nowhere := "Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x88\x25\x00\x04\x00\x00\x00\x01\x00\x00\x00\x1a\x00\x00\x00\x00" +
		"\x00\x01\x00\x00\x00\x01\x00\x00\x00\x04\x02\x03\x00\x00\x00\x00\x00\x00"
	tests := map[string]struct {
		data []byte
		want bool
	}{
		"JPEG":                        {asJPEG(quarters(8, 8), jpegPart(0xe1, exif)), true},
		"second Exif block":           {asJPEG(quarters(8, 8), jpegPart(0xe1, "Exif\x00\x00MM"), jpegPart(0xe1, exif)), true},
		"JPEG, in XMP":                {asJPEG(quarters(8, 8), jpegPart(0xe1, "http://ns.adobe.com/xap/1.0/\x00"+xmpPacket)), true},
		"PNG":                         {asPNG(quarters(8, 8), pngPart("eXIf", exif[6:])), true},
		"WebP":                        {asWebP(8, 8, red, vp8x(1<<3, 8, 8), webpPart("EXIF", exif)), true},
		"a place without coordinates": {asJPEG(quarters(8, 8), jpegPart(0xe1, nowhere)), false},
		"nothing":                     {asJPEG(quarters(8, 8)), false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, _, problems := planOne(t, tt.data)
			got := slices.ContainsFunc(problems, func(d diag.Diagnostic) bool { return d.Code == diag.ImageGPS })
			if got != tt.want {
				t.Errorf("warned of a place: %v, want %v", got, tt.want)
			}
		})
	}
}

func TestOrientation(t *testing.T) {
	// R, G, B, W as stored; as shown, by Exif's table of where the first row and
	// the first column belong.
	shown := map[int]string{1: "RGBW", 2: "GRWB", 3: "WBGR", 4: "BWRG", 5: "RBGW", 6: "BRWG", 7: "WGBR", 8: "GWRB"}
	for orientation, want := range shown {
		for name, order := range map[string]binary.AppendByteOrder{"II": binary.LittleEndian, "MM": binary.BigEndian} {
			exif := exifBlock(orientation, order)
			files := map[string][]byte{
				"JPEG": asJPEG(quarters(120, 80), jpegPart(0xe1, "Exif\x00\x00"+exif)),
				"PNG":  asPNG(quarters(120, 80), pngPart("eXIf", exif)),
			}
			for format, data := range files {
				t.Run(format+name+want, func(t *testing.T) { checkCorners(t, data, orientation, want) })
			}
		}
	}
}

func checkCorners(t *testing.T, data []byte, orientation int, want string) {
	t.Helper()
	p, made := makeAll(t, data)
	width, height := 120, 80
	if orientation >= 5 {
		width, height = 80, 120
	}
	img, _, err := image.Decode(bytes.NewReader(made[0]))
	if err != nil {
		t.Fatal(err)
	}
	if size := (image.Point{p.Width, p.Height}); size != img.Bounds().Size() || size != image.Pt(width, height) {
		t.Fatalf("planned %v, made %v, want %d×%d", size, img.Bounds().Size(), width, height)
	}
	got := ""
	for _, at := range []image.Point{{20, 20}, {width - 20, 20}, {20, height - 20}, {width - 20, height - 20}} {
		got += nearestName(img, at)
	}
	if got != want {
		t.Errorf("corners are %s, want %s", got, want)
	}
}

// nearestName names the colour of a pixel where it is within a few values of it.
func nearestName(img image.Image, at image.Point) string {
	for name, c := range map[string]colour{"R": {200, 30, 30, 255}, "G": {30, 160, 40, 255}, "B": {30, 50, 200, 255}, "W": {250, 250, 250, 255}} {
		if c.distance(img.At(at.X, at.Y)) < 12 {
			return name
		}
	}
	return "?"
}

func TestReadEXIF(t *testing.T) {
	const head = "MM\x00*\x00\x00\x00\x08"
	tests := []struct {
		name, block string
		want        int
	}{
		{"upside down", head + "\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x03\x00\x00", 3},
		{"with its name", "Exif\x00\x00" + head + "\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x03\x00\x00", 3},
		{"fewer entries than promised", head + "\x00\x09\x01\x12\x00\x03\x00\x00\x00\x01\x00\x08\x00\x00", 8},
		{"no such orientation", head + "\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x09\x00\x00", 1},
		{"orientation nought", head + "\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x00\x00\x00", 1},
		{"orientation as text", head + "\x00\x01\x01\x12\x00\x02\x00\x00\x00\x01\x00\x03\x00\x00", 1},
		{"entry cut short", head + "\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x03", 1},
		{"directory of no room", head + "\x00", 1},
		{"directory at the end", head, 1},
		{"directory far away", "II*\x00\xff\xff\xff\xff", 1},
		{"another file", "JJ*\x00\x08\x00\x00\x00", 1},
		{"nothing", "", 1},
	}
	for _, tt := range tests {
		if got, located := readEXIF([]byte(tt.block)); got != tt.want || located {
			t.Errorf("%s: %d, %v; want %d", tt.name, got, located, tt.want)
		}
	}
}
