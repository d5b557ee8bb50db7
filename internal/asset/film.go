package asset

import (
	"bytes"
	"encoding/binary"
	"io"
	"io/fs"
	"slices"
)

// This file takes from films and recordings what phones and programs write beside
// picture and sound: the place, the time, the names, the track of a satellite
// receiver. What is taken is overwritten with zeros, so that nothing else moves.

// Bytes returns the file as it is published: films and recordings without what is
// written beside picture and sound, documents without the names of their authors, all
// others as they are.
func (f File) Bytes(fsys fs.FS) ([]byte, error) {
	data, err := fs.ReadFile(fsys, f.Source)
	if err != nil {
		return nil, err
	}
	switch kind := extension(f.Source); {
	case slices.Contains(officeKinds, kind):
		if cleaned, err := cleanOffice(data); err == nil {
			return cleaned, nil
		} // else nobody can look into it, of which document.Unread warns
	case kind == ".mp4" || kind == ".m4a":
		return cleanFilm(bytes.Clone(data)), nil // the folder may be in memory
	case kind == ".webm":
		return cleanWebM(bytes.Clone(data)), nil
	case kind == ".mp3":
		return withoutTags(data), nil
	}
	return data, nil
}

// box is one box of a film (ISO/IEC 14496-12, 4.2).
type box struct {
	kind string
	// whole is the box with its header, body what is in it; both are slices of the
	// film.
	whole, body []byte
}

// boxes cuts a stretch of a film into its boxes, as far as they make sense.
func boxes(data []byte) []box {
	var list []box
	for len(data) >= 8 {
		head, size := 8, uint64(binary.BigEndian.Uint32(data))
		switch {
		case size == 0:
			size = uint64(len(data))
		case size == 1 && len(data) >= 16:
			head, size = 16, binary.BigEndian.Uint64(data[8:])
		}
		if size < uint64(head) || size > uint64(len(data)) {
			return list
		}
		list = append(list, box{string(data[4:8]), data[:size], data[head:size]})
		data = data[size:]
	}
	return list
}

// boxIn finds the box at the end of a path of kinds, or nil.
func boxIn(data []byte, path ...string) []byte {
	for _, kind := range path {
		list := boxes(data)
		i := slices.IndexFunc(list, func(b box) bool { return b.kind == kind })
		if i < 0 {
			return nil
		}
		data = list[i].body
	}
	return data
}

// blank makes a box one that says nothing.
func (b box) blank() {
	copy(b.whole[4:8], "free")
	clear(b.body)
}

// shownTracks are the handlers of tracks that a viewer sees or hears. Others are
// measurements: places, movements, the time of day.
var shownTracks = []string{"vide", "soun", "text", "sbtl", "subt", "clcp"}

// deepest is how many boxes are within each other where films have metadata.
const deepest = 8

// cleanFilm returns a film without its metadata. It changes the data.
func cleanFilm(data []byte) []byte {
	var walk func(part []byte, depth int)
	walk = func(part []byte, depth int) {
		if depth > deepest {
			return
		}
		for _, b := range boxes(part) {
			switch b.kind {
			case "udta", "meta", "uuid", "free", "skip", "wide", "XMP_":
				b.blank()
			case "mvhd", "tkhd", "mdhd":
				clearTimes(b.body)
			case "hdlr":
				clear(b.body[min(len(b.body), handlerName):])
			case "trak":
				if handler := handlerOf(b.body); handler != "" && !slices.Contains(shownTracks, handler) {
					clearSamples(data, boxIn(b.body, "mdia", "minf", "stbl"))
					b.blank()
					continue
				}
				walk(b.body, depth+1)
			case "moov", "mdia", "moof", "traf":
				walk(b.body, depth+1)
			}
		}
	}
	walk(data, 0)
	return data
}

// handlerName is where the name of whoever made a track begins in its handler, after
// version, kind and reserved words (ISO/IEC 14496-12, 8.4.3).
const handlerName = 24

func handlerOf(track []byte) string {
	body := boxIn(track, "mdia", "hdlr")
	if len(body) < 12 {
		return ""
	}
	return string(body[8:12])
}

// clearTimes takes the times of making and changing from a header, which have four
// bytes each, or eight in version 1.
func clearTimes(body []byte) {
	if len(body) == 0 {
		return
	}
	width := 8
	if body[0] == 1 {
		width = 16
	}
	clear(body[min(len(body), 4):min(len(body), 4+width)])
}

// clearSamples overwrites what a track holds, by its table of samples: how many there
// are in each chunk (stsc), how large each is (stsz) and where each chunk is (stco).
func clearSamples(film, table []byte) {
	sizes := newSizes(boxIn(table, "stsz"))
	runs := numbers(boxIn(table, "stsc"), 8, 4)
	chunks, wide := numbers(boxIn(table, "stco"), 8, 4), numbers(boxIn(table, "co64"), 8, 8)
	chunks = append(chunks, wide...)
	perChunk, next, left := uint64(0), 0, len(film) // samples do not overlap
	for i, at := range chunks {
		for next+2 < len(runs) && runs[next] <= uint64(i+1) {
			perChunk, next = runs[next+1], next+3
		}
		for range perChunk {
			size := sizes.next()
			if left--; left < 0 || size == 0 || at > uint64(len(film)) {
				break
			}
			clear(film[at:min(at+size, uint64(len(film)))])
			at += size
		}
	}
}

// sampleSizes are the sizes of samples, one after the other: all the same, or a list.
type sampleSizes struct {
	all  uint64
	list []uint64
}

func newSizes(body []byte) sampleSizes {
	if len(body) < 12 {
		return sampleSizes{}
	}
	return sampleSizes{uint64(binary.BigEndian.Uint32(body[4:])), numbers(body, 12, 4)}
}

func (s *sampleSizes) next() uint64 {
	if s.all > 0 {
		return s.all
	}
	if len(s.list) == 0 {
		return 0
	}
	size := s.list[0]
	s.list = s.list[1:]
	return size
}

// numbers reads a table of numbers of a width in bytes that begins at an offset.
func numbers(body []byte, from, width int) []uint64 {
	var list []uint64
	for at := from; at+width <= len(body); at += width {
		if width == 8 {
			list = append(list, binary.BigEndian.Uint64(body[at:]))
		} else {
			list = append(list, uint64(binary.BigEndian.Uint32(body[at:])))
		}
	}
	return list
}

// placeMarks are how films say where they were taken: QuickTime's own item, that of
// ISO, the key of Apple's list, the tracks of action cameras and of Android.
var placeMarks = []string{"\xa9xyz", "loci", "location.ISO6709", "gpmd", "camm"}

// largestHeader is how much of a film's header is looked at, in bytes.
const largestHeader = 32 * million

// filmedAt reports whether a film says where it was taken. It reads no more than the
// film's header.
func filmedAt(fsys fs.FS, source string) bool {
	file, err := fsys.Open(source)
	if err != nil {
		return false
	}
	defer file.Close()
	film, ok := file.(io.ReadSeeker)
	if !ok {
		return false
	}
	for {
		var head [8]byte
		if _, err := io.ReadFull(film, head[:]); err != nil {
			return false
		}
		size := int64(binary.BigEndian.Uint32(head[:])) - 8
		if string(head[4:]) == "moov" {
			header, err := io.ReadAll(io.LimitReader(film, min(max(size, 0), largestHeader)))
			return err == nil && slices.ContainsFunc(placeMarks, func(mark string) bool { return bytes.Contains(header, []byte(mark)) })
		}
		if size == -7 { // the true size follows
			if _, err := io.ReadFull(film, head[:]); err != nil {
				return false
			}
			size = int64(min(binary.BigEndian.Uint64(head[:]), 1<<40)) - 16
		}
		if size < 0 {
			return false
		}
		if _, err := film.Seek(size, io.SeekCurrent); err != nil {
			return false
		}
	}
}

// withoutTags returns a recording without the tags that stand before and behind its
// sound (ID3 versions 1 and 2, APE).
func withoutTags(data []byte) []byte {
	const head, last = 10, 128
	for len(data) >= head && string(data[:3]) == "ID3" {
		size := head
		for i, b := range data[6:10] {
			size += int(b&0x7f) << (7 * (3 - i))
		}
		if data[5]&0x10 != 0 { // a copy of the head at the end
			size += head
		}
		data = data[min(size, len(data)):]
	}
	if n := len(data) - last; n >= 0 && string(data[n:n+3]) == "TAG" {
		data = data[:n]
	}
	const foot = 32
	if n := len(data) - foot; n >= 0 && string(data[n:n+8]) == "APETAGEX" {
		size := int(binary.LittleEndian.Uint32(data[n+12:])) + foot // with a head
		data = data[:max(0, len(data)-size)]
	}
	return data
}
