package content

import (
	"math"
	"testing"

	"github.com/exemplar-lp/exemplar/internal/diag"
	"github.com/exemplar-lp/exemplar/internal/strict"
)

// TestPackKeys proves that every place comes back as it was, and no other.
func TestPackKeys(t *testing.T) {
	places := strict.Places{Keys: map[string]diag.Position{
		"title":         {Line: 2, Column: 1, Length: 5},
		"standards":     {Line: 127, Column: 128, Length: 16_384},
		"apply_url":     {Line: math.MaxInt32, Column: math.MaxInt32, Length: math.MaxInt32},
		"date":          {},
		"impact[0].age": {Line: 9, Column: 9, Length: 9}, // in another key
	}}
	packed := packKeys(places, []byte("a buffer with something in it")[:0])
	for key, number := range keyNumbers {
		want, has := places.Keys[key]
		if at, ok := packed.find(number); ok != has || at != want.Place() {
			t.Errorf("%s is at %v, %t, not at %v, %t", key, at, ok, want, has)
		}
	}
}
