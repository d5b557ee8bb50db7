package serve

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// heardAt is a batch and when it came, counted from the start.
type heardAt struct {
	at    time.Duration
	batch batch
}

func (h heardAt) String() string {
	names := h.batch.names()
	for i, name := range names {
		if h.batch.paths[name] {
			names[i] += "!"
		}
	}
	for _, name := range slices.Sorted(maps.Keys(h.batch.busy)) {
		names = append(names, "~"+name)
	}
	lost := ""
	if h.batch.lost {
		lost = " lost"
	}
	return fmt.Sprintf("%v: %s%s", h.at, strings.Join(names, " "), lost)
}

// gathered sends hints at given times and returns what came of them, as somebody
// receives it who takes a time for each batch.
func gathered(t *testing.T, busy time.Duration, hints func(send func(hint), wait func(time.Duration))) []string {
	t.Helper()
	var list []string
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		in, out := make(chan hint), make(chan batch)
		go func() {
			gather(in, out)
			close(out)
		}()
		done := make(chan struct{})
		go func() {
			defer close(done)
			for b := range out {
				list = append(list, heardAt{time.Since(start), b}.String())
				time.Sleep(busy)
			}
		}()
		hints(func(h hint) { in <- h }, time.Sleep)
		time.Sleep(10 * time.Second)
		close(in)
		<-done
	})
	return list
}

func TestGather(t *testing.T) {
	write := func(path string) hint { return hint{path: path} }
	for _, tt := range []struct {
		name  string
		busy  time.Duration
		hints func(send func(hint), wait func(time.Duration))
		want  []string
	}{
		{"one save", 0, func(send func(hint), wait func(time.Duration)) {
			send(write("a"))
		}, []string{"10ms: a"}},
		{"the events of one save are one batch", 0, func(send func(hint), wait func(time.Duration)) {
			for range 4 {
				send(write("a"))
				wait(4 * time.Millisecond)
			}
		}, []string{"22ms: a"}},
		{"a rename on the way is kept in mind", 0, func(send func(hint), wait func(time.Duration)) {
			send(hint{path: "a", replaced: true})
			wait(2 * time.Millisecond)
			send(write("a"))
		}, []string{"12ms: a!"}},
		{"two saves apart are two batches", 0, func(send func(hint), wait func(time.Duration)) {
			send(write("a"))
			wait(time.Second)
			send(write("a"))
		}, []string{"10ms: a", "1.01s: a"}},
		{"many files wait for each other longer", 0, func(send func(hint), wait func(time.Duration)) {
			for i := range 12 {
				send(write(string(rune('a' + i))))
				wait(5 * time.Millisecond)
			}
			wait(40 * time.Millisecond)
			send(write("z"))
		}, []string{"160ms: a b c d e f g h i j k l z"}},
		{"a file that is written on and on does not hold up the others, nor is it read half-way", 0,
			func(send func(hint), wait func(time.Duration)) {
				send(write("a"))
				for range 300 {
					send(write("slow"))
					wait(5 * time.Millisecond)
				}
			}, []string{"1s: a ~slow", "1.505s: slow"}},
		{"a file that grows by fits and starts is read a few times only, and holds up no other", 0,
			func(send func(hint), wait func(time.Duration)) {
				for i := range 100 {
					send(write("slow"))
					wait(20 * time.Millisecond)
					if i == 50 {
						send(write("a"))
					}
				}
			}, []string{"10ms: slow", "30ms: slow", "50ms: slow", "70ms: slow", "1.03s: a", "1.08s: ~slow", "2.08s: ~slow", "2.23s: slow"}},
		{"a file that pauses while it grows stays restless", 0, func(send func(hint), wait func(time.Duration)) {
			for range 3 {
				for range 30 {
					send(write("slow"))
					wait(20 * time.Millisecond)
				}
				wait(400 * time.Millisecond)
			}
		}, []string{"10ms: slow", "30ms: slow", "50ms: slow", "70ms: slow", "830ms: slow", "1.83s: slow", "2.83s: slow"}},
		{"a file that is saved twice a second is read at once", 0, func(send func(hint), wait func(time.Duration)) {
			for range 6 {
				send(write("a"))
				wait(500 * time.Millisecond)
			}
		}, []string{"10ms: a", "510ms: a", "1.01s: a", "1.51s: a", "2.01s: a", "2.51s: a"}},
		{"what comes while nobody is ready becomes one batch", 500 * time.Millisecond, func(send func(hint), wait func(time.Duration)) {
			send(write("a"))
			for i := range 5 {
				wait(50 * time.Millisecond)
				send(write(string(rune('b' + i))))
			}
		}, []string{"10ms: a", "510ms: b c d e f"}},
		{"a path that is heard of again while it is on offer is not read half-way", 100 * time.Millisecond, func(send func(hint), wait func(time.Duration)) {
			send(write("a"))
			wait(15 * time.Millisecond)
			send(hint{path: "b", replaced: true})
			send(write("c"))
			wait(90 * time.Millisecond)
			send(write("b"))
		}, []string{"10ms: a", "110ms: c", "210ms: b!"}},
		{"so is one that is replaced while it is on offer", 100 * time.Millisecond, func(send func(hint), wait func(time.Duration)) {
			send(write("a"))
			wait(15 * time.Millisecond)
			send(write("b"))
			wait(90 * time.Millisecond)
			send(hint{path: "b", replaced: true})
		}, []string{"10ms: a", "115ms: b!"}},
		{"lost hints are a batch of their own", 0, func(send func(hint), wait func(time.Duration)) {
			send(hint{lost: true})
		}, []string{"60ms:  lost"}},
		{"lost hints and others", 0, func(send func(hint), wait func(time.Duration)) {
			send(write("a"))
			send(hint{lost: true})
		}, []string{"60ms: a lost"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := strings.Join(gathered(t, tt.busy, tt.hints), "\n")
			if want := strings.Join(tt.want, "\n"); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// TestGather_flood proves that a great many hints cost no more than their
// number, whether somebody takes them or not.
func TestGather_flood(t *testing.T) {
	got := gathered(t, 2*time.Second, func(send func(hint), wait func(time.Duration)) {
		send(hint{path: "first"})
		wait(50 * time.Millisecond)
		for i := range 100_000 {
			send(hint{path: fmt.Sprint(i % 40_000)})
		}
	})
	if len(got) != 2 || len(strings.Fields(got[1])) != 40_001 {
		t.Errorf("%d batches, the second with %d words", len(got), len(strings.Fields(got[len(got)-1])))
	}
}
