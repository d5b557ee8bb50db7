package search

import "math/bits"

// listRoom is memory for many lists that grow: what a list has grown out of, the
// next one takes. It is for one goroutine.
type listRoom struct {
	// slab is what is left of the last of slabs, spare are more of them, and size is
	// the number of bytes that are in use in all.
	slab         []byte
	slabs, spare [][]byte
	size         int
	// free has memory of 1<<n bytes at n.
	free [bits.UintSize][][]byte
}

// The sizes of memory for a list, and of that from which it is cut.
const (
	leastList = 16
	slabSize  = 64 << 10
)

// append appends bytes to a list.
func (r *listRoom) append(list, more []byte) []byte {
	if size := len(list) + len(more); size > cap(list) {
		longer := append(r.take(max(leastList, 1<<bits.Len(uint(size-1)))), list...)
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
	if size > slabSize {
		r.size += size
		return make([]byte, 0, size)
	}
	if len(r.slab) < size {
		r.addSlab()
	}
	list := r.slab[:0:size]
	r.slab = r.slab[size:]
	return list
}

// addSlab takes a slab, a spare one where there is one.
func (r *listRoom) addSlab() {
	if n := len(r.spare); n > 0 {
		r.slab, r.spare = r.spare[n-1], r.spare[:n-1]
	} else {
		r.slab = make([]byte, slabSize)
	}
	r.slabs = append(r.slabs, r.slab)
	r.size += slabSize
}

// give takes a list back that nobody needs any more.
func (r *listRoom) give(list []byte) {
	if cap(list) > 0 {
		class := bits.Len(uint(cap(list))) - 1
		r.free[class] = append(r.free[class], list[:0])
	}
}
