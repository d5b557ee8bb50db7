package main

import (
	"image/png"
	"os"
	"path/filepath"
	"testing"
)

// TestTake takes a picture of a page that is half green.
func TestTake(t *testing.T) {
	dir := t.TempDir()
	page, to := filepath.Join(dir, "a page.html"), filepath.Join(dir, "page.png")
	text := "<!doctype html><style>body{margin:0}div{background:#080;height:300px;width:250px}</style><div></div>"
	if err := os.WriteFile(page, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	program, err := find()
	if err != nil {
		t.Fatal(err)
	}
	if err := take(program, page, to, 500, 300); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(to)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	shown, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	if size := shown.Bounds().Size(); size.X != 500 || size.Y != 300 {
		t.Errorf("the picture is %d by %d", size.X, size.Y)
	}
	for x, want := range map[int]uint32{100: 0, 400: 0xffff} {
		if red, _, _, _ := shown.At(x, 150).RGBA(); red != want {
			t.Errorf("at %d there is %x red, want %x", x, red, want)
		}
	}
	if err := take(program, filepath.Join(dir, "none.html"), to, 500, 300); err == nil {
		t.Error("a page that is not there has a picture")
	}
}
