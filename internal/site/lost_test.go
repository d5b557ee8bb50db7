package site_test

import (
	"bytes"
	"testing"

	"github.com/exemplar-lp/exemplar/internal/shelf"
	"github.com/exemplar-lp/exemplar/internal/site"
)

// TestLostText takes away the file in which the texts of a large site wait: from
// then on no output gives any bytes, so that no page is published without its
// text.
func TestLostText(t *testing.T) {
	texts := new(shelf.Shelf)
	s, err := site.Load(portal(1_000), site.Options{AsOf: today, Shelf: texts})
	if err != nil {
		t.Fatal(err)
	}
	if err := texts.Close(); err != nil {
		t.Fatal(err)
	}
	lost := 0
	for _, o := range s.Direct() {
		data, err := o.Bytes(new(bytes.Buffer))
		if err != nil {
			lost++
		}
		if lost > 0 && data != nil {
			t.Fatalf("%s is made after a text was lost", o.Path)
		}
	}
	if lost == 0 {
		t.Error("nobody missed the texts")
	}
}
