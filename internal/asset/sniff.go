package asset

import (
	"bytes"
	"strings"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

// format is a kind of picture file that can be read.
type format string

const (
	jpegFormat format = "JPEG"
	pngFormat  format = "PNG"
	gifFormat  format = "GIF"
	webpFormat format = "WebP"
)

// magic is how a kind of file begins: at an offset, these bytes.
type magic struct {
	offset int
	bytes  string
}

func (m magic) matches(data []byte) bool {
	return len(data) >= m.offset && bytes.HasPrefix(data[m.offset:], []byte(m.bytes))
}

// formats are the pictures that can be read, by content: the name of a file is
// often wrong.
var formats = []struct {
	magic
	format format
}{
	{magic{0, "\xff\xd8\xff"}, jpegFormat},
	{magic{0, "\x89PNG\r\n\x1a\n"}, pngFormat},
	{magic{0, "GIF87a"}, gifFormat},
	{magic{0, "GIF89a"}, gifFormat},
	{magic{8, "WEBP"}, webpFormat},
}

const (
	saveAsJPEG = "open it in Photos, Paint or Preview and save it as JPEG"
	saveAsPNG  = "open it and save it as PNG, or take a screenshot of it"
	phoneHint  = "open it and save it as JPEG; on the phone, Settings, Camera, Formats, \"Most Compatible\" takes JPEG from now on"
)

// foreign are files that people take for a picture that can be published, and
// what to do about each.
var foreign = []struct {
	magic
	what, hint string
}{
	{magic{0, "II*\x00"}, "is a TIFF picture or a camera's raw file", saveAsJPEG},
	{magic{0, "MM\x00*"}, "is a TIFF picture or a camera's raw file", saveAsJPEG},
	{magic{0, "II+\x00"}, "is a TIFF picture", saveAsJPEG},
	{magic{0, "MM\x00+"}, "is a TIFF picture", saveAsJPEG},
	{magic{0, "BM"}, "is a BMP picture", "open it in Paint and save it as PNG"},
	{magic{0, "%PDF"}, "is a PDF", "save its page as PNG, or link to the PDF as a file"},
	{magic{0, "\x00\x00\x01\x00"}, "is an icon file", saveAsPNG},
	{magic{0, "8BPS"}, "is a Photoshop file", "export it as JPEG"},
	{magic{0, "\x00\x00\x00\x0cjP  "}, "is a JPEG 2000 picture", saveAsJPEG},
	{magic{0, "\xff\x4f\xff\x51"}, "is a JPEG 2000 picture", saveAsJPEG},
	{magic{0, "\x00\x00\x00\x0cJXL "}, "is a JPEG XL picture", saveAsJPEG},
	{magic{0, "\xff\x0a"}, "is a JPEG XL picture", saveAsJPEG},
	{magic{0, "\xd7\xcd\xc6\x9a"}, "is a WMF drawing", saveAsPNG},
	{magic{40, " EMF"}, "is an EMF drawing", saveAsPNG},
	{magic{0, "%!PS"}, "is a PostScript drawing", saveAsPNG},
	{magic{0, "\x1f\x8b"}, "is a compressed file", "unpack it, then save the picture as PNG or JPEG"},
	{magic{0, "PK\x03\x04"}, "is a ZIP or Office file", "save the picture in it as PNG or JPEG"},
	{magic{0, "\xd0\xcf\x11\xe0"}, "is an old Office file", "save the picture in it as PNG or JPEG"},
	{magic{0, "version https://git-lfs"}, "is only a pointer to a picture kept elsewhere", "run \"git lfs pull\""},
}

// brands are the first names in the box "ftyp" of ISO/IEC 14496-12 and 23008-12.
var brands = []struct{ brand, what, hint string }{
	{"avif", "is an AVIF picture", saveAsJPEG},
	{"avis", "is an AVIF animation", saveAsJPEG},
	{"heic", "is a HEIC photo, as phones take them", phoneHint},
	{"heix", "is a HEIC photo, as phones take them", phoneHint},
	{"heim", "is a HEIC photo, as phones take them", phoneHint},
	{"heis", "is a HEIC photo, as phones take them", phoneHint},
	{"hevc", "is a HEIC animation, as phones take them", phoneHint},
	{"hevx", "is a HEIC animation, as phones take them", phoneHint},
	{"crx ", "is a camera's raw file", saveAsJPEG},
}

// sniff tells what a file is from its first bytes.
func sniff(data []byte) (format, *refusal) {
	for _, f := range formats {
		if f.matches(data) {
			return f.format, nil
		}
	}
	if len(data) == 0 {
		return "", refuse(diag.ImageBroken, "save the picture again", "is empty")
	}
	if (magic{4, "ftyp"}).matches(data) {
		return "", refuseBrand(data)
	}
	for _, f := range foreign {
		if f.matches(data) {
			return "", refuse(diag.ImageFormat, f.hint, "%s", f.what)
		}
	}
	return "", refuseText(data)
}

// refuseBrand tells photos from films: the main brand says, or one of those
// that the file says it is compatible with.
func refuseBrand(data []byte) *refusal {
	head := data[8:min(len(data), 64)]
	for n := 0; n+4 <= len(head); n += 4 {
		for _, b := range brands {
			if string(head[n:n+4]) == b.brand {
				return refuse(diag.ImageFormat, b.hint, "%s", b.what)
			}
		}
	}
	if strings.HasPrefix(string(head), "mif1") || strings.HasPrefix(string(head), "msf1") {
		return refuse(diag.ImageFormat, phoneHint, "is a HEIF photo, as phones take them")
	}
	return refuse(diag.ImageFormat, "link to it as a file, or save a still picture of it as JPEG", "is a film")
}

// refuseText looks for drawings and web pages, which are text.
func refuseText(data []byte) *refusal {
	head := bytes.ToLower(data[:min(len(data), 1024)])
	switch {
	case bytes.Contains(head, []byte("<svg")):
		return refuse(diag.ImageFormat, saveAsPNG, "is an SVG drawing, which can hold programs")
	case bytes.Contains(head, []byte("<html")), bytes.Contains(head, []byte("<!doctype html")):
		return refuse(diag.ImageFormat, "open the page it came from and save the picture itself", "is a web page, not a picture")
	}
	return refuse(diag.ImageFormat, "save it as JPEG or PNG", "is not a picture, or is damaged from its start")
}
