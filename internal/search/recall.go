package search

import (
	"encoding/binary"
	"math/bits"
)

// recall remembers what was found out about runs of characters, so that a run
// that comes again costs one look. It forgets everything when it is full; what it
// is asked must depend on the run alone.
type recall[V any] struct {
	cells []cell[V]
	used  int
	shift int // of a hash, to the number of a cell
}

type cell[V any] struct {
	key   key
	value V
}

// key is a run of one to longestKey bytes, as numbers.
type key struct {
	low, high uint64
	size      uint8 // 0 for no run
}

const longestKey = 16

// The sizes of a memory: powers of two, at most half full.
const (
	firstCells = 1 << 10
	mostCells  = 1 << 17
)

// keyOf makes the key of text[start:end], none if that is too long.
func keyOf(text []byte, start, end int) (k key) {
	if end-start > longestKey {
		return k
	}
	if start+longestKey > len(text) {
		text = append(make([]byte, 0, 2*longestKey), text[start:]...)[:2*longestKey]
		start, end = 0, end-start
	}
	k.low, k.high = binary.LittleEndian.Uint64(text[start:]), binary.LittleEndian.Uint64(text[start+8:])
	if k.size = uint8(end - start); k.size <= 8 {
		k.low, k.high = k.low&(1<<(8*k.size)-1), 0
	} else {
		k.high &= 1<<(8*(k.size-8)) - 1
	}
	return k
}

// plainWord cuts the word of plain characters that starts at i. The end is i
// where none does, where it is too long for a key or goes on beyond ASCII, and
// close to the end of the text.
func plainWord(text []byte, i int) (k key, end int) {
	if i+longestKey >= len(text) {
		return k, i
	}
	k.low = binary.LittleEndian.Uint64(text[i:])
	n := plainBytes(k.low)
	if n < 8 {
		k.low &= 1<<(8*n) - 1
	} else {
		k.high = binary.LittleEndian.Uint64(text[i+8:])
		more := plainBytes(k.high)
		k.high &= 1<<(8*more) - 1
		n += more
	}
	if classes[text[i+n]]&(alone|wide) != 0 {
		return k, i
	}
	k.size = uint8(n)
	return k, i + n
}

// plainBytes returns how many of eight bytes, the lowest first, are letters and
// digits of ASCII before one that is not. It looks at all at once: a sum's high
// bit says on which side of a bound a byte is.
func plainBytes(b uint64) int {
	const ones, high = 0x0101010101010101, 0x8080808080808080
	low := b &^ high
	lower := low | 0x20*ones
	letter := (lower + (0x80-'a')*ones) &^ (lower + (0x7F-'z')*ones)
	digit := (low + (0x80-'0')*ones) &^ (low + (0x7F-'9')*ones)
	return bits.TrailingZeros64((^(letter|digit)|b)&high) / 8
}

// hash spreads keys by multiplication (Knuth, volume 3, 6.4).
func (k *key) hash() uint64 {
	const odd, other = 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F
	return (k.low ^ k.high*other) * odd
}

// find returns what is known of a run, or nil. The pointer holds until the next
// put.
func (r *recall[V]) find(k key) *V {
	if len(r.cells) == 0 {
		return nil
	}
	for i := int(k.hash() >> r.shift); ; i++ {
		c := &r.cells[i&(len(r.cells)-1)]
		if c.key == k {
			return &c.value
		}
		if c.key.size == 0 {
			return nil
		}
	}
}

// put remembers a run that find did not know, and returns where its value is.
func (r *recall[V]) put(k key, value V) *V {
	if 2*r.used >= len(r.cells) {
		r.grow()
	}
	i := int(k.hash() >> r.shift)
	for r.cells[i&(len(r.cells)-1)].key.size > 0 {
		i++
	}
	c := &r.cells[i&(len(r.cells)-1)]
	*c = cell[V]{k, value}
	r.used++
	return &c.value
}

func (r *recall[V]) grow() {
	old := r.cells
	r.used = 0
	if len(old) == mostCells {
		clear(old)
		return
	}
	size := max(firstCells, 2*len(old))
	r.cells, r.shift = make([]cell[V], size), 64
	for n := size; n > 1; n /= 2 {
		r.shift--
	}
	for _, c := range old {
		if c.key.size > 0 {
			r.put(c.key, c.value)
		}
	}
}
