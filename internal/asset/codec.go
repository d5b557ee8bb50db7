package asset

import (
	"bytes"
	"image"
	"image/draw"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/webp"
)

// codecs read the formats. They are named here one by one and not registered
// with package image, so that no other part of the program can add one.
var codecs = map[format]struct {
	config func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error)
}{
	jpegFormat: {jpeg.DecodeConfig, jpeg.Decode},
	pngFormat:  {png.DecodeConfig, png.Decode},
	gifFormat:  {gif.DecodeConfig, decodeGIF},
	webpFormat: {webp.DecodeConfig, decodeWebP},
}

// decodeGIF returns the first frame, in its place on the whole picture.
func decodeGIF(r io.Reader) (image.Image, error) {
	var head bytes.Buffer
	config, err := gif.DecodeConfig(io.TeeReader(r, &head))
	if err != nil {
		return nil, err
	}
	frame, err := gif.Decode(io.MultiReader(&head, r))
	if err != nil {
		return nil, err
	}
	canvas := image.NewRGBA(image.Rect(0, 0, config.Width, config.Height))
	draw.Draw(canvas, frame.Bounds(), frame, frame.Bounds().Min, draw.Src)
	return canvas, nil
}

func decodeWebP(r io.Reader) (image.Image, error) {
	img, err := webp.Decode(r)
	if err == nil {
		widenRange(img)
	}
	return img, err
}

// quality is of JPEG, 1 to 100.
const quality = 80

// encode returns the file of a finished picture.
func (f form) encode(img *image.RGBA) ([]byte, error) {
	var out bytes.Buffer
	if f == jpegForm {
		err := jpeg.Encode(&out, img, &jpeg.Options{Quality: quality})
		return out.Bytes(), err
	}
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	var finished image.Image = img
	if small := withPalette(img); small != nil {
		finished = small
	}
	err := encoder.Encode(&out, finished)
	return out.Bytes(), err
}
