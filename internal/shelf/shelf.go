// Package shelf keeps long texts out of memory.
//
// In come texts, one after another and from many goroutines. Out come slips, with
// which each text is had back as often as it is wanted. It never changes a text,
// and its files have no names that another program could find where the system
// allows that, and are gone when the program ends.
package shelf

import (
	"bytes"
	"cmp"
	"errors"
	"os"
	"runtime"
	"slices"
	"sync"
)

// errTaken is for a text that was asked for again.
var errTaken = errors.New("shelf: the text was taken")

// room is how much stays in memory before a file is made: a school's own portal
// never needs one.
const room = 4 << 20

// batch is how much is written to the file at once: a write for each text took the
// system three times as long.
const batch = 256 << 10

// length is how much goes into one file before the next is begun. A file is let go
// of as a whole.
const length = 32 << 20

// Shelf holds texts. The zero value is ready to use; so is a nil one, which keeps
// everything in memory.
type Shelf struct {
	// Once says that a text that is taken is not asked for again, so that its room
	// can be given back.
	Once bool

	mu      sync.Mutex
	kept    int // bytes in memory
	boards  []board
	written int64  // bytes in all files
	pending []byte // what follows them and is not in a file yet, at most a batch
	full    bool   // the system has no place for a file, or no more in it
	failed  error
}

// board is one file of a shelf.
type board struct {
	file  *os.File // nil once it was let go of
	start int64    // where its texts are among all
	texts int      // how many were put there and not taken yet
}

// Slip is what a text is had back with. The zero value is that of no text.
type Slip struct {
	text []byte // where it stays in memory
	at   int64
	size int
}

// First returns the slip of the first n bytes of a text, which has so many.
func (s Slip) First(n int) Slip {
	if s.size > 0 {
		s.size = n
		return s
	}
	return Slip{text: s.text[:n]}
}

// Part returns the slip of a part of a text.
func (s Slip) Part(from, to int) Slip {
	if s.size == 0 {
		return Slip{text: s.text[from:to]}
	}
	return Slip{at: s.at + int64(from), size: to - from}
}

// Put keeps a copy of a text. Where there is no place for it in a file it stays
// in memory.
func (s *Shelf) Put(text []byte) Slip {
	if at, ok := s.append(text); ok {
		return Slip{at: at, size: len(text)}
	}
	return Slip{text: bytes.Clone(text)}
}

// append puts a text behind the others of the last file, unless it is to stay in
// memory. A long one is written by itself.
func (s *Shelf) append(text []byte) (at int64, ok bool) {
	if s == nil || len(text) == 0 {
		return 0, false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept+len(text) <= room {
		s.kept += len(text)
		return 0, false
	}
	if len(s.pending)+len(text) > batch || len(s.boards) == 0 {
		s.flush()
	}
	if s.full {
		return 0, false
	}
	at = s.written + int64(len(s.pending))
	if len(text) > batch && !s.write(text) {
		return 0, false
	}
	if len(text) <= batch {
		s.pending = append(s.pending, text...)
	}
	s.boards[len(s.boards)-1].texts++
	return at, true
}

// flush writes what is not in a file yet, and begins the next file where it is
// time for one. What cannot be written stays in memory.
func (s *Shelf) flush() {
	if s.full || !s.write(s.pending) {
		return
	}
	s.pending = s.pending[:0]
	if n := len(s.boards); n == 0 || s.written-s.boards[n-1].start >= length {
		s.begin()
	}
}

// write writes bytes to the end of the last file.
func (s *Shelf) write(b []byte) bool {
	if len(b) == 0 {
		return true
	}
	last := s.boards[len(s.boards)-1]
	if _, err := last.file.WriteAt(b, s.written-last.start); err != nil {
		s.full = true
		return false
	}
	s.written += int64(len(b))
	return true
}

// begin makes a file.
func (s *Shelf) begin() {
	file, err := os.CreateTemp("", "exemplar-*")
	if err != nil {
		s.full = true
		return
	}
	if s.pending == nil {
		s.pending = make([]byte, 0, batch)
	}
	s.boards = append(s.boards, board{file: file, start: s.written})
	if runtime.GOOS != "windows" { // which deletes no open file
		_ = os.Remove(file.Name())
	}
}

// board returns the file that a text is in. The lock is held.
func (s *Shelf) board(at int64) *board {
	n, _ := slices.BinarySearchFunc(s.boards, at+1, func(b board, at int64) int { return cmp.Compare(b.start, at) })
	return &s.boards[n-1]
}

// Get returns a text, or nothing where it can no longer be read; Err says why.
// The caller must not change it.
func (s *Shelf) Get(slip Slip) []byte { return s.Read(slip, new([]byte)) }

// Read is Get into room, which it makes larger where it is too small: the text
// holds until the room is used again.
func (s *Shelf) Read(slip Slip, room *[]byte) []byte {
	if slip.size == 0 {
		return slip.text
	}
	*room = s.Append((*room)[:0], slip)
	return *room
}

// Take is Read for the last time. Where the shelf is for having texts once, a file
// all of whose texts were taken is let go of.
func (s *Shelf) Take(slip Slip, room *[]byte) []byte {
	text := s.Read(slip, room)
	if slip.size == 0 || !s.Once {
		return text
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	b := s.board(slip.at)
	if b.texts--; b.texts == 0 && b != &s.boards[len(s.boards)-1] {
		_ = b.close() // nothing of it is wanted
	}
	return text
}

// Append appends a text to b, or nothing where it can no longer be read; Err says
// why.
func (s *Shelf) Append(b []byte, slip Slip) []byte {
	if slip.size == 0 {
		return append(b, slip.text...)
	}
	b = slices.Grow(b, slip.size)
	if err := s.read(b[len(b):len(b)+slip.size], slip.at); err != nil {
		s.mu.Lock()
		s.failed = errors.Join(s.failed, err)
		s.mu.Unlock()
		return b
	}
	return b[:len(b)+slip.size]
}

// read fills a text with what is at a place.
func (s *Shelf) read(text []byte, at int64) error {
	s.mu.Lock()
	if at >= s.written { // it is in no file yet
		defer s.mu.Unlock()
		copy(text, s.pending[at-s.written:])
		return nil
	}
	from := *s.board(at)
	s.mu.Unlock()
	if from.file == nil {
		return errTaken
	}
	_, err := from.file.ReadAt(text, at-from.start)
	return err
}

// Err returns why a text could not be had back. Whoever made something of the
// texts must ask before using it.
func (s *Shelf) Err() error {
	if s == nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.failed
}

// Close lets go of the files. Nothing can be had back from them afterwards.
func (s *Shelf) Close() error {
	if s == nil {
		return nil
	}
	var errs []error
	for i := range s.boards {
		errs = append(errs, s.boards[i].close())
	}
	return errors.Join(errs...)
}

// close lets go of a file, once.
func (b *board) close() error {
	if b.file == nil {
		return nil
	}
	file := b.file
	b.file = nil
	err := file.Close()
	if runtime.GOOS == "windows" {
		err = errors.Join(err, os.Remove(file.Name()))
	}
	return err
}
