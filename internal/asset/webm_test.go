package asset

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

// elementOf is an element of WebM with its size in a number of bytes.
func elementOf(id string, length int, parts ...string) string {
	body := strings.Join(parts, "")
	size := make([]byte, length)
	for i := range length {
		size[length-1-i] = byte(len(body) >> (8 * i))
	}
	size[0] |= 0x80 >> (length - 1)
	return id + string(size) + body
}

const (
	segmentTag = "\x18\x53\x80\x67"
	clusterTag = "\x1F\x43\xB6\x75"
	openSize   = "\x01\xFF\xFF\xFF\xFF\xFF\xFF\xFF" // a size that is not known
)

// webmParts are what a film tells and what it shows.
func webmParts() (head, shown, tail string) {
	head = elementOf("\x1A\x45\xDF\xA3", 1, elementOf("\x42\x82", 1, "webm"))
	info := elementOf("\x15\x49\xA9\x66", 1, elementOf("\xBF", 1, "SUMS"), elementOf("\x7B\xA9", 1, "NAMED Oliver"), elementOf("\x44\x61", 1, "THEDATE8"),
		elementOf("\x4D\x80", 1, "Lavf99"), elementOf("\x57\x41", 1, "Phone of Oliver"), elementOf("\xEC", 1, "LEFTOVER"))
	tracks := elementOf("\x16\x54\xAE\x6B", 8, elementOf("\xAE", 1, elementOf("\xD7", 1, "\x01"), elementOf("\x53\x6E", 1, "Mic of Oliver")))
	return head, info + tracks, elementOf("\x12\x54\xC3\x67", 2, strings.Repeat("PLACE ", 50)) + elementOf("\x19\x41\xA4\x69", 8, "FILE")
}

// TestWebMKeepsNothing cleans a film whose sizes are known and one whose sizes are not,
// as browsers record them.
func TestWebMKeepsNothing(t *testing.T) {
	head, shown, tail := webmParts()
	block := elementOf("\xE7", 1, "\x00") + elementOf("\xA3", 1, "PICTURE\x7B\xA9\x84SAME")
	for name, film := range map[string]string{
		"known":   head + elementOf(segmentTag, 8, shown, elementOf(clusterTag, 4, block), tail),
		"unknown": head + segmentTag + openSize + shown + clusterTag + openSize + block + clusterTag + openSize + block + tail,
	} {
		data := []byte(film)
		got, err := (File{Source: "content/a.webm"}).Bytes(fstest.MapFS{"content/a.webm": {Data: data}})
		if err != nil || len(got) != len(film) || string(data) != film {
			t.Fatalf("%s: %v, %d bytes of %d, the source changed: %t", name, err, len(got), len(film), string(data) != film)
		}
		for _, word := range []string{"Oliver", "THEDATE8", "Lavf", "PLACE", "FILE", "SUMS", "LEFTOVER"} {
			if !strings.Contains(film, word) || bytes.Contains(got, []byte(word)) {
				t.Errorf("%s: %q is left, or was never there", name, word)
			}
		}
		if !bytes.Contains(got, []byte(block)) {
			t.Errorf("%s: the picture is changed", name)
		}
		if again := cleanWebM(bytes.Clone(got)); !bytes.Equal(again, got) {
			t.Errorf("%s: cleaned again it is another", name)
		}
	}
}

// TestWebMByAnotherReader lets exiftool read what is left of a film.
func TestWebMByAnotherReader(t *testing.T) {
	if _, err := exec.LookPath("exiftool"); err != nil {
		t.Fatal("exiftool is not installed; run: make tools")
	}
	head, shown, tail := webmParts()
	file := filepath.Join(t.TempDir(), "a.webm")
	for _, clean := range []bool{false, true} {
		data := []byte(head + elementOf(segmentTag, 8, shown, tail))
		if clean {
			data = cleanWebM(data)
		}
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command("exiftool", "-a", "-G", file).Output()
		if err != nil {
			t.Fatal(err)
		}
		if told := strings.Contains(string(out), "Oliver"); told == clean {
			t.Errorf("cleaned: %t; exiftool reads:\n%s", clean, out)
		}
	}
}

// FuzzWebM wants no film to take cleaning down, and none to change its length.
func FuzzWebM(f *testing.F) {
	head, shown, tail := webmParts()
	f.Add([]byte(head + elementOf(segmentTag, 8, shown, tail)))
	f.Add([]byte(head + segmentTag + openSize + shown + tail))
	f.Fuzz(func(t *testing.T, data []byte) {
		if got := cleanWebM(bytes.Clone(data)); len(got) != len(data) {
			t.Errorf("%d bytes, not %d", len(got), len(data))
		}
	})
}
