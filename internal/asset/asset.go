// Package asset turns the pictures and files of a site into published files.
//
// In come paths of a site's folder, read only. Out come, for each picture, the
// names, sizes and kinds of the files that will be published of it, and later
// their bytes, decoded and encoded anew; for every other file, whether it is
// published. It never publishes the bytes of a picture's own file, never reads
// a picture's pixels before its header is within the limits, and never writes
// but into the cache it is given.
package asset

import (
	"cmp"
	"fmt"
	"path"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

// Picture is one published picture in all its sizes.
type Picture struct {
	// Source is the picture's file, relative to the site's root.
	Source string
	// Width and Height are those of the largest variant in pixels, the right way
	// up: what an img element's attributes should say.
	Width, Height int
	// Variants is sorted by width, narrowest first, and never empty.
	Variants []Variant

	key    string // of the file's bytes: the hash in the names
	facts  facts
	limits Limits
}

// Variant is a picture in one size.
type Variant struct {
	// Path is the output path: media/<hash>-<width>.<extension>. The hash is of
	// the file's bytes and of the way pictures are made here, not of the
	// variant's bytes, so that a page can name the file before it is made. Two
	// equal files have equal variants.
	Path string
	// Type is the media type: image/jpeg, image/png or image/gif.
	Type string
	// Width and Height are in pixels.
	Width, Height int
}

// Within returns the picture without the variants that are wider than width,
// such as the size that a school allows for photographs of pupils. It keeps the
// narrowest whatever its width.
func (p *Picture) Within(width int) *Picture {
	q, n := *p, 1
	for n < len(p.Variants) && p.Variants[n].Width <= width {
		n++
	}
	q.Variants = p.Variants[:n:n]
	q.Width, q.Height = q.Variants[n-1].Width, q.Variants[n-1].Height
	return &q
}

// Limits is the most that a file may ask for. What is 0 has its default.
type Limits struct {
	// FileMB is the largest picture file in millions of bytes; 25 unless said.
	FileMB int
	// Megapixels is the most pixels in millions, of all frames together where a
	// picture moves; 50 unless said.
	Megapixels int
	// Side is the most pixels across or down; 12,000 unless said.
	Side int
	// Frames is the most frames of an animation; 200 unless said.
	Frames int
	// DownloadMB is the largest file of another kind in millions of bytes; 100
	// unless said.
	DownloadMB int
}

func (l Limits) withDefaults() Limits {
	return Limits{
		FileMB:     cmp.Or(l.FileMB, 25),
		Megapixels: cmp.Or(l.Megapixels, 50),
		Side:       cmp.Or(l.Side, 12_000),
		Frames:     cmp.Or(l.Frames, 200),
		DownloadMB: cmp.Or(l.DownloadMB, 100),
	}
}

const million = 1_000_000

// Error is a picture that cannot be made, found only when its pixels are read.
type Error struct {
	Diagnostic diag.Diagnostic
}

// Error returns the place and the message.
func (e *Error) Error() string {
	return e.Diagnostic.Position.String() + ": " + e.Diagnostic.Message
}

// refusal is why a file is not published, before it has a place.
type refusal struct {
	code diag.Code
	// what follows the file's name: "is empty".
	what, hint string
}

func refuse(code diag.Code, hint, what string, args ...any) *refusal {
	return &refusal{code: code, what: fmt.Sprintf(what, args...), hint: hint}
}

func (r *refusal) diagnostic(source string) diag.Diagnostic {
	return diag.New(r.code, diag.Position{File: source}, r.hint, "%q %s", path.Base(source), r.what)
}
