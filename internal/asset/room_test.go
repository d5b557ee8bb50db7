package asset

import (
	"testing"
	"testing/synctest"
)

func TestRoom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRoom()
		inside := 0
		enter := func(bytes int) {
			go func() {
				r.enter(bytes)
				inside++
			}()
			synctest.Wait()
		}
		enter(memory / 2)
		enter(memory / 2)
		if inside != 2 {
			t.Errorf("%d of two halves are inside", inside)
		}
		enter(5 * memory) // more than there ever is: waits until it is alone
		r.leave(memory / 2)
		synctest.Wait()
		if inside != 2 {
			t.Error("a picture that needs everything came in beside another")
		}
		r.leave(memory / 2)
		synctest.Wait()
		if inside != 3 {
			t.Error("a picture that needs everything was never let in")
		}
		enter(1)
		if inside != 3 {
			t.Error("another came in beside it")
		}
		r.leave(5 * memory)
		synctest.Wait()
		if inside != 4 || r.free != memory-1 {
			t.Errorf("%d were inside, %d bytes are free", inside, r.free)
		}
	})
}
