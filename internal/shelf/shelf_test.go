package shelf

import (
	"bytes"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
)

// TestShelf puts more than stays in memory from many goroutines at once.
func TestShelf(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	for name, s := range map[string]*Shelf{"file": {}, "memory only": nil} {
		t.Run(name, func(t *testing.T) {
			const texts, size = 60, room / 20
			slips := make([]Slip, texts)
			text := func(i int) []byte { return bytes.Repeat([]byte{byte(i)}, (1+i%2)*size+i) }
			var group sync.WaitGroup
			for i := range slips {
				group.Go(func() { slips[i] = s.Put(text(i)) })
			}
			group.Wait()
			var buffer []byte
			for i := range slips {
				if !bytes.Equal(s.Get(slips[i]), text(i)) || !bytes.Equal(s.Read(slips[i], &buffer), text(i)) {
					t.Fatalf("text %d is another", i)
				}
				if got := s.Append([]byte("before "), slips[i]); !bytes.Equal(got, append([]byte("before "), text(i)...)) {
					t.Fatalf("text %d behind another is another", i)
				}
				if !bytes.Equal(s.Read(slips[i].First(i), &buffer), text(i)[:i]) {
					t.Fatalf("the start of text %d is another", i)
				}
			}
			inMemory := 0
			for _, slip := range slips {
				inMemory += len(slip.text)
			}
			if s != nil && inMemory > room {
				t.Errorf("%d bytes are in memory", inMemory)
			}
			if err := s.Err(); err != nil {
				t.Error(err)
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// TestShelf_noPlace keeps everything in memory where no file can be made.
func TestShelf_noPlace(t *testing.T) {
	t.Setenv("TMPDIR", filepath.Join(t.TempDir(), "none"))
	var s Shelf
	defer s.Close()
	for i := range 3 {
		text := bytes.Repeat([]byte(fmt.Sprint(i)), room)
		if !bytes.Equal(s.Get(s.Put(text)), text) {
			t.Errorf("text %d is another", i)
		}
	}
}

// TestShelf_broken says that a text is lost, and does not pass another off for it.
func TestShelf_broken(t *testing.T) {
	var s Shelf
	defer s.Close()
	s.Put(make([]byte, room))
	slip := s.Put(bytes.Repeat([]byte("a text"), batchSize))
	if len(s.boards) != 1 {
		t.Fatalf("there are %d files", len(s.boards))
	}
	if err := s.boards[0].file.Truncate(0); err != nil {
		t.Fatal(err)
	}
	if got := s.Get(slip); len(got) > 0 || s.Err() == nil {
		t.Errorf("got %q, error %v", got, s.Err())
	}
}

// TestShelf_once lets go of a file when all its texts were taken, where texts are
// wanted once, and says that one is gone.
func TestShelf_once(t *testing.T) {
	for _, once := range []bool{true, false} {
		s := Shelf{Once: once}
		s.Put(make([]byte, room))
		var slips []Slip
		text := func(i int) []byte { return bytes.Repeat([]byte{byte(i + 1)}, batchSize/2+i) }
		for len(s.boards) < 3 {
			slips = append(slips, s.Put(text(len(slips))))
		}
		var buffer []byte
		for i := range s.boards[0].wants { // texts, as they were put there one after another
			if !bytes.Equal(s.Read(slips[i], &buffer), text(i)) || !bytes.Equal(s.Take(slips[i], &buffer), text(i)) {
				t.Fatalf("once: %v, text %d is another, %v", once, i, s.Err())
			}
		}
		if gone := s.boards[0].file == nil; gone != once {
			t.Errorf("once: %v, the first file is let go of: %v", once, gone)
		}
		if got := s.Get(slips[0]); (len(got) == 0) != once || (s.Err() != nil) != once {
			t.Errorf("once: %v, %d bytes of a text that was taken, error %v", once, len(got), s.Err())
		}
		last := len(slips) - 1
		if !bytes.Equal(s.Get(slips[last]), text(last)) {
			t.Errorf("once: %v, the last text is another", once)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestShelf_atOnce has each text back at once while others are written, and takes it
// when all are there.
func TestShelf_atOnce(t *testing.T) {
	s := Shelf{Once: true}
	s.Put(make([]byte, room))
	text := func(worker, i int) []byte { return bytes.Repeat([]byte{byte(worker), byte(i)}, 4<<10+i) }
	var group sync.WaitGroup
	for worker := range 8 {
		group.Go(func() {
			var slips []Slip
			var buffer []byte
			for i := range 1000 {
				slips = append(slips, s.Put(text(worker, i)))
				if !bytes.Equal(s.Read(slips[i], &buffer), text(worker, i)) {
					t.Errorf("text %d of %d is another at once, %v", i, worker, s.Err())
				}
			}
			for i, slip := range slips {
				if !bytes.Equal(s.Take(slip, &buffer), text(worker, i)) {
					t.Errorf("text %d of %d is another, %v", i, worker, s.Err())
				}
			}
		})
	}
	group.Wait()
	for i := range s.boards[:len(s.boards)-1] {
		if s.boards[i].file != nil {
			t.Errorf("file %d of %d is not let go of: %d are wanted", i, len(s.boards), s.boards[i].wants)
		}
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// TestShelf_full keeps in memory what no longer goes into the file.
func TestShelf_full(t *testing.T) {
	var s Shelf
	s.Put(make([]byte, room))
	var slips []Slip
	text := func(i int) []byte { return bytes.Repeat([]byte{byte(i + 1)}, batchSize/3+i) }
	for i := range 12 {
		if i == 5 {
			if err := s.boards[0].file.Close(); err != nil { // as if the disk were full
				t.Fatal(err)
			}
		}
		slips = append(slips, s.Put(text(i)))
	}
	for i, slip := range slips {
		if lost := i < 4; !bytes.Equal(s.Get(slip), text(i)) != lost {
			t.Errorf("text %d: lost is not %v", i, lost)
		}
	}
}

func BenchmarkPut(b *testing.B) {
	var s Shelf
	defer s.Close()
	text := make([]byte, 14<<10)
	s.Put(make([]byte, room))
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		s.Put(text)
	}
}
