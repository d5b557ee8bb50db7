package content

import (
	"cmp"
	"encoding/binary"
	"slices"

	"github.com/exemplar-lp/exemplar/internal/diag"
	"github.com/exemplar-lp/exemplar/internal/strict"
)

// keyNumber stands for a top-level key of any kind.
type keyNumber uint32

// keyNumbers has the number of each key.
var keyNumbers = numberKeys()

func numberKeys() map[string]keyNumber {
	numbers := map[string]keyNumber{}
	for _, e := range oneOfEach() {
		for _, key := range strict.Keys(e) {
			if _, ok := numbers[key]; !ok {
				numbers[key] = keyNumber(len(numbers))
			}
		}
	}
	return numbers
}

// keyPlaces is where the top-level keys of the front matter of a page stand: for
// each, by number, its number, line, column and length as varints. A large site has
// very many, and hardly any is asked for.
type keyPlaces string

// packKeys packs the places of the keys that are in no other, in a buffer.
func packKeys(places strict.Places, buffer []byte) keyPlaces {
	type keyPlace struct {
		key keyNumber
		at  diag.Place
	}
	list := make([]keyPlace, 0, 32)
	for key, at := range places.Keys {
		if number, ok := keyNumbers[key]; ok {
			list = append(list, keyPlace{number, at.Place()})
		}
	}
	slices.SortFunc(list, func(a, b keyPlace) int { return cmp.Compare(a.key, b.key) })
	for _, k := range list {
		for _, n := range [...]int32{int32(k.key), k.at.Line, k.at.Column, k.at.Length} {
			buffer = binary.AppendUvarint(buffer, uint64(n))
		}
	}
	return keyPlaces(buffer)
}

// find returns the place of a key.
func (k keyPlaces) find(number keyNumber) (at diag.Place, ok bool) {
	for len(k) > 0 {
		var n [4]int32
		for i := range n {
			n[i], k = k.next()
		}
		if keyNumber(n[0]) == number {
			return diag.Place{Line: n[1], Column: n[2], Length: n[3]}, true
		}
	}
	return diag.Place{}, false
}

// next reads a varint, and returns what follows it.
func (k keyPlaces) next() (n int32, rest keyPlaces) {
	for i := range len(k) {
		n |= int32(k[i]&0x7f) << (7 * i)
		if k[i] < 0x80 {
			return n, k[i+1:]
		}
	}
	return 0, ""
}
