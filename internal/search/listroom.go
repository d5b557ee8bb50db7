package search

import "math/bits"

// listRoom is memory for many lists that grow: what a list has grown out of, the
// next one takes. It is for one goroutine.
type listRoom struct {
	slab []byte
	// free has memory of 1<<n bytes at n.
	free [bits.UintSize][][]byte
}

// The sizes of memory for a list, and of that from which it is cut.
const (
	leastList = 16
	slabSize  = 64 << 10
)

// append appends a few bytes, at most leastList, to a list.
func (r *listRoom) append(list, more []byte) []byte {
	if len(list)+len(more) > cap(list) {
		longer := append(r.take(max(leastList, 2*cap(list))), list...)
		r.give(list)
		list = longer
	}
	return append(list, more...)
}

// take returns an empty list with a room of so many bytes, a power of two.
func (r *listRoom) take(size int) []byte {
	class := bits.Len(uint(size)) - 1
	if n := len(r.free[class]); n > 0 {
		list := r.free[class][n-1]
		r.free[class] = r.free[class][:n-1]
		return list
	}
	if len(r.slab) < size {
		r.slab = make([]byte, max(slabSize, size))
	}
	list := r.slab[:0:size]
	r.slab = r.slab[size:]
	return list
}

// give takes a list back that nobody needs any more.
func (r *listRoom) give(list []byte) {
	if cap(list) > 0 {
		class := bits.Len(uint(cap(list))) - 1
		r.free[class] = append(r.free[class], list[:0])
	}
}
