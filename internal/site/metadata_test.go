package site_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

// secret is put into every place of a picture that has room for words.
const secret = "Osmerby Lane 12"

// gradient is a WebP picture of 32 by 24 pixels.
const gradient = "UklGRm4AAABXRUJQVlA4IGIAAAAQBACdASogABgAPrVSo008JKMiKAgDgBaJagDHIwJ5LS/+0AAgbT/DAAD+7wbfej+ePuE5MKZZJ//QsT+Cw/Dpto+LzVeEm0fNB6475B/vJ33+0K3/Ehf+Is5qOf+7xwAAAA=="

// tagged makes a picture and lets exiftool fill it with all that cameras and
// programs leave in pictures.
func tagged(t *testing.T, name string) []byte {
	t.Helper()
	picture := image.NewPaletted(image.Rect(0, 0, 900, 600), color.Palette{color.White, color.Black, color.RGBA{200, 30, 30, 255}})
	for i := range picture.Pix {
		picture.Pix[i] = uint8(i / 7 % 3)
	}
	var b bytes.Buffer
	var err error
	switch filepath.Ext(name) {
	case ".jpg":
		err = jpeg.Encode(&b, picture, nil)
	case ".png":
		err = png.Encode(&b, picture)
	case ".gif":
		err = gif.EncodeAll(&b, &gif.GIF{Image: []*image.Paletted{picture, picture}, Delay: []int{20, 20}})
	case ".webp": // which Go does not write
		var data []byte
		data, err = base64.StdEncoding.DecodeString(gradient)
		b.Write(data)
	}
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	args := []string{"-q", "-overwrite_original", "-XMP:Creator=" + secret, "-XMP:Title=" + secret}
	if filepath.Ext(name) != ".webp" {
		args = append(args, "-Comment="+secret)
	}
	if filepath.Ext(name) == ".jpg" || filepath.Ext(name) == ".webp" {
		args = append(args, "-EXIF:Artist="+secret, "-EXIF:GPSLatitude=54.98", "-EXIF:GPSLatitudeRef=N", "-EXIF:GPSLongitude=1.6", "-EXIF:GPSLongitudeRef=W",
			"-EXIF:SerialNumber=12345", "-EXIF:Orientation#=6")
	}
	if filepath.Ext(name) == ".jpg" {
		args = append(args, "-IPTC:By-line="+secret, "-IPTC:City="+secret)
	}
	run(t, append(args, file)...)
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(data, []byte(secret)) {
		t.Fatalf("%s was not tagged", name)
	}
	return append(data, []byte(secret)...) // what phones put after the picture
}

func run(t *testing.T, args ...string) []byte {
	t.Helper()
	out, err := exec.Command("exiftool", args...).Output()
	if err != nil {
		t.Fatalf("exiftool (make tools installs it): %v %s", err, out)
	}
	return out
}

// allowed are the groups of what a picture itself is: its size and its encoding.
var allowed = map[string]bool{"SourceFile": true, "ExifTool": true, "File": true, "JFIF": true, "PNG": true, "GIF": true, "Composite": true}

// facts are the tags of these groups that a picture must have to be shown.
var facts = map[string]bool{
	"ImageWidth": true, "ImageHeight": true, "BitDepth": true, "ColorType": true, "Compression": true, "Filter": true, "Interlace": true, "Palette": true, "Transparency": true,
	"EncodingProcess": true, "BitsPerSample": true, "ColorComponents": true, "YCbCrSubSampling": true, "JFIFVersion": true, "ResolutionUnit": true, "XResolution": true, "YResolution": true,
	"ImageSize": true, "Megapixels": true, "GIFVersion": true, "HasColorMap": true, "ColorResolutionDepth": true, "BackgroundColor": true, "AnimationIterations": true, "FrameCount": true, "Duration": true,
	"FileType": true, "FileTypeExtension": true, "MIMEType": true, "FileName": true, "Directory": true, "FileSize": true, "FileModifyDate": true, "FileAccessDate": true, "FileInodeChangeDate": true, "FilePermissions": true,
	"ExifToolVersion": true, "SRGBRendering": true, "PixelAspectRatio": true, "BitsPerPixel": true,
}

// TestPicturesKeepNothing builds a site with pictures full of metadata and lets
// exiftool, which knows more of them than we do, look at every published file.
func TestPicturesKeepNothing(t *testing.T) {
	files := fstest.MapFS{"exemplar.yaml": &fstest.MapFile{Data: []byte("title: T\n")}}
	page := "---\ntitle: Pictures\n---\n"
	for _, name := range []string{"photo.jpg", "plan.png", "moving.gif", "phone.webp"} {
		files["content/page/"+name] = &fstest.MapFile{Data: tagged(t, name)}
		page += "\n![A pattern](" + name + ")\n"
	}
	files["content/page/index.md"] = &fstest.MapFile{Data: []byte(page)}
	dir := t.TempDir()
	pictures := 0
	for name, data := range outputs(t, load(t, files)) {
		if bytes.Contains(data, []byte(secret)) || bytes.Contains(data, []byte("photo.jpg")) {
			t.Errorf("%s has what was in a picture's file", name)
		}
		if strings.HasPrefix(name, "media/") {
			pictures++
			if err := os.WriteFile(filepath.Join(dir, filepath.Base(name)), data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	if pictures < 5 {
		t.Errorf("there are %d pictures", pictures)
	}
	var found []map[string]any
	if err := json.Unmarshal(run(t, "-r", "-G", "-a", "-json", dir), &found); err != nil {
		t.Fatal(err)
	}
	if len(found) != pictures {
		t.Errorf("exiftool read %d of %d", len(found), pictures)
	}
	for _, picture := range found {
		for key, value := range picture {
			group, tag, _ := strings.Cut(key, ":")
			if !allowed[group] || tag != "" && !facts[tag] {
				t.Errorf("%v says %s: %v", picture["SourceFile"], key, value)
			}
		}
	}
}
