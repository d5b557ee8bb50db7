package search

import (
	"bytes"
	"math/rand/v2"
	"testing"
)

// TestListRoom has many lists grow side by side. None writes into another, and
func TestListRoom(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var room listRoom
	for range 20 {
		lists, want := make([][]byte, 50), make([][]byte, 50)
		for range 5000 {
			i, more := r.IntN(len(lists)), make([]byte, 1+r.IntN(leastList))
			for n := range more {
				more[n] = byte(r.Uint32())
			}
			lists[i], want[i] = room.append(lists[i], more), append(want[i], more...)
		}
		for i := range lists {
			if !bytes.Equal(lists[i], want[i]) {
				t.Fatalf("list %d is another", i)
			}
			room.give(lists[i])
		}
		free := len(room.slab)
		for class, lists := range room.free {
			free += len(lists) << class
		}
		if free > 4*50*5000 { // as much again for growing, and as much for the next size
			t.Fatalf("%d bytes are free", free)
		}
	}
}
