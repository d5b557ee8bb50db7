package asset

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

// boxOf is a box of a film.
func boxOf(kind string, parts ...string) string {
	body := strings.Join(parts, "")
	return string(binary.BigEndian.AppendUint32(nil, uint32(8+len(body)))) + kind + body
}

func words32(numbers ...uint32) string {
	var b []byte
	for _, n := range numbers {
		b = binary.BigEndian.AppendUint32(b, n)
	}
	return string(b)
}

// trackOf is a track whose two chunks of one and two samples are at two places.
func trackOf(handler, sizes string, first, second uint32) string {
	return boxOf("trak",
		boxOf("tkhd", words32(0, 111, 222, 1)),
		boxOf("udta", "PLACE"),
		boxOf("mdia",
			boxOf("mdhd", "\x01\x00\x00\x00", words32(0, 111, 0, 222, 25)),
			boxOf("hdlr", words32(0, 0), handler, words32(0, 0, 0), "CAMERA 12"),
			boxOf("minf", boxOf("stbl",
				boxOf("stsz", sizes),
				boxOf("stsc", words32(0, 2, 1, 1, 1, 2, 2, 1)),
				boxOf("stco", words32(0, 2, first, second))))))
}

// filmOf is a film with a picture and a track of places, whose samples lie between
// each other; and where its samples begin.
func filmOf() (film string, samples int) {
	const mdat = "PICT" + "GPS1" + "ure!" + "GPS22GPS333"
	make := func(at uint32) string {
		return boxOf("ftyp", "mp42") + boxOf("moov",
			boxOf("mvhd", words32(0, 111, 222, 1000)),
			trackOf("vide", words32(0, 4, 0), at, at+8),
			trackOf("meta", words32(0, 0, 3, 4, 5, 6), at+4, at+12),
			boxOf("meta", "PLACE"), boxOf("udta", boxOf("\xa9xyz", "+54.98-001.60/"))) +
			boxOf("uuid", "PLACE") + boxOf("free", "PLACE") + boxOf("mdat", mdat)
	}
	film = make(0)
	at := len(film) - len(mdat)
	return make(uint32(at)), at
}

func TestFilmsKeepNothing(t *testing.T) {
	film, at := filmOf()
	got := string(cleanFilm([]byte(film)))
	if len(got) != len(film) {
		t.Fatalf("%d bytes, not %d", len(got), len(film))
	}
	for _, word := range []string{"PLACE", "CAMERA", "+54.98", "GPS", "\xa9xyz", words32(111), words32(222)} {
		if !strings.Contains(film, word) {
			t.Errorf("%q was not there", word)
		}
		if strings.Contains(got, word) {
			t.Errorf("%q is left", word)
		}
	}
	if want := "PICT\x00\x00\x00\x00ure!" + strings.Repeat("\x00", 11); got[at:] != want {
		t.Errorf("the samples are %q", got[at:])
	}
	for _, word := range []string{"vide", words32(1000), words32(25), "stco"} {
		if !strings.Contains(got, word) {
			t.Errorf("%q is gone", word)
		}
	}
	if again := string(cleanFilm([]byte(got))); again != got {
		t.Error("cleaning twice changes something")
	}
}

func TestRecordingsKeepNothing(t *testing.T) {
	const sound = "\xff\xfbthe sound"
	id3 := "ID3\x04\x00\x00\x00\x00\x00\x05Amira"
	footed := "ID3\x04\x00\x10\x00\x00\x00\x05Amira3DI\x04\x00\x10\x00\x00\x00\x05"
	old := "TAG" + strings.Repeat("x", 125)
	ape := "APETAGEX" + strings.Repeat("y", 24) + "Amira" + "APETAGEX\xd0\x07\x00\x00" + "\x25\x00\x00\x00" + strings.Repeat("z", 16)
	for _, data := range []string{sound, id3 + sound, id3 + id3 + sound + old, footed + sound, sound + ape, sound + ape + old} {
		if got := string(withoutTags([]byte(data))); got != sound {
			t.Errorf("%q became %q", data, got)
		}
	}
	if got := withoutTags([]byte("ID3\x04\x00\x00\x7f\x7f\x7f\x7fcut short")); len(got) > 0 {
		t.Errorf("%q is left", got)
	}
}

// TestFilmsArePublishedClean goes through what site uses.
func TestFilmsArePublishedClean(t *testing.T) {
	film, _ := filmOf()
	files := fstest.MapFS{
		"content/a.mp4": {Data: []byte(film)}, "content/b.txt": {Data: []byte("ID3 is what a text may begin with")},
		"content/c.mp4": {Data: cleanFilm([]byte(film))},
		// a film whose header stands behind a large box
		"content/d.mp4": {Data: []byte(boxOf("ftyp", "mp42") + "\x00\x00\x00\x01mdat\x00\x00\x00\x00\x00\x00\x00\x12xx" + film[len(boxOf("ftyp", "mp42")):])},
	}
	published, problems := Files(files, []string{"content/a.mp4", "content/b.txt", "content/c.mp4", "content/d.mp4"}, Limits{})
	var located []string
	for _, d := range problems {
		if d.Code == diag.ImageGPS {
			located = append(located, d.Position.File)
		}
	}
	if want := []string{"content/a.mp4", "content/d.mp4"}; !slices.Equal(located, want) {
		t.Errorf("%q say where they were taken", located)
	}
	for _, f := range published {
		data, err := f.Bytes(files)
		if err != nil || bytes.Contains(data, []byte("PLACE")) || f.Source == "content/b.txt" && !bytes.Equal(data, files[f.Source].Data) {
			t.Errorf("%s: %q %v", f.Source, data, err)
		}
	}
	if !bytes.Contains(files["content/a.mp4"].Data, []byte("PLACE")) {
		t.Error("the file itself was changed")
	}
}

// FuzzFilm wants no film to take cleaning down, and none to change its length.
func FuzzFilm(f *testing.F) {
	film, _ := filmOf()
	f.Add([]byte(film))
	f.Add([]byte(strings.Repeat(boxOf("moov", ""), 3) + "\x00\x00\x00\x00moov"))
	f.Fuzz(func(t *testing.T, data []byte) {
		withoutTags(data)
		if got := cleanFilm(bytes.Clone(data)); len(got) != len(data) {
			t.Errorf("%d bytes, not %d", len(got), len(data))
		}
		filmedAt(fstest.MapFS{"a.mp4": {Data: data}}, "a.mp4")
	})
}
