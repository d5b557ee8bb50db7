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

// batchSize is how much is written to a file at once: a write for each text took
// the system three times as long.
const batchSize = 256 << 10

// length is how much goes into one file before the next is begun. A file is let go
// of as a whole.
const length = 32 << 20

// Shelf holds texts. The zero value is ready to use; so is a nil one, which keeps
// everything in memory.
type Shelf struct {
	// Once says that a text that is taken is not asked for again, so that its room
	// can be given back.
	Once bool

	mu     sync.Mutex
	kept   int // bytes in memory for good
	boards []board
	end    int64 // where the next place is, counted over all files
	// batches are in no file yet: the last is being filled, and those before it are
	// on the way or did not get there.
	batches []*batch
	spare   [][]byte // room for batches, used before
	full    bool     // the system has no place for a file, or no more in it
	failed  error
}

// board is one file of a shelf.
type board struct {
	file  *os.File // nil once it was let go of
	start int64    // where it is among all
	wants int      // how many texts and batches were given a place and are not done with
}

// batch is texts that go into a file together.
type batch struct {
	at   int64
	text []byte
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

// append gives a text a place in a file, unless it is to stay in memory. A long one
// is written by itself.
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
	if len(text) > batchSize {
		at, ok = s.place(len(text))
		return at, ok && s.write(text, at)
	}
	var last, leaving *batch
	if n := len(s.batches); n > 0 {
		last = s.batches[n-1]
	}
	if last == nil || len(last.text)+len(text) > batchSize {
		if leaving, last = last, s.begin(); last == nil {
			return 0, false
		}
	}
	at = last.at + int64(len(last.text))
	last.text = append(last.text, text...)
	s.board(at).wants++
	if leaving != nil {
		s.send(leaving)
	}
	return at, true
}

// begin begins a batch; nil where there is no place for one.
func (s *Shelf) begin() *batch {
	at, ok := s.place(batchSize)
	if !ok {
		return nil
	}
	b := &batch{at: at}
	if n := len(s.spare); n > 0 {
		b.text, s.spare = s.spare[n-1], s.spare[:n-1]
	} else {
		b.text = make([]byte, 0, batchSize)
	}
	s.batches = append(s.batches, b)
	return b
}

// send writes a batch to its place. One that does not get there stays in memory.
func (s *Shelf) send(b *batch) {
	if !s.write(b.text, b.at) {
		return
	}
	s.batches = slices.DeleteFunc(s.batches, func(other *batch) bool { return other == b })
	s.spare = append(s.spare, b.text[:0])
	_ = discard(s.done(b.at))
}

// place finds room for so many bytes in the last file, or in one more.
func (s *Shelf) place(size int) (at int64, ok bool) {
	n := len(s.boards)
	if !s.full && (n == 0 || s.end-s.boards[n-1].start >= length) {
		s.open()
	}
	if s.full {
		return 0, false
	}
	at = s.end
	s.end += int64(size)
	s.boards[len(s.boards)-1].wants++
	return at, true
}

// open makes a file.
func (s *Shelf) open() {
	file, err := os.CreateTemp("", "exemplar-*")
	if err != nil {
		s.full = true
		return
	}
	s.boards = append(s.boards, board{file: file, start: s.end})
	if runtime.GOOS != "windows" { // which deletes no open file
		_ = os.Remove(file.Name())
	}
}

// write writes bytes to their place. The lock is not held meanwhile, so that nobody
// waits who puts or reads another text.
func (s *Shelf) write(text []byte, at int64) bool {
	to := *s.board(at)
	s.mu.Unlock()
	_, err := to.file.WriteAt(text, at-to.start)
	s.mu.Lock()
	if err != nil {
		s.full = true
	}
	return err == nil
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
	over := s.done(slip.at)
	s.mu.Unlock()
	_ = discard(over) // nothing of it is wanted
	return text
}

// done counts a text that was taken, or a batch that was written. It returns the
// file if nothing more of it is wanted, else nil.
func (s *Shelf) done(at int64) (over *os.File) {
	b := s.board(at)
	if b.wants--; b.wants == 0 && b != &s.boards[len(s.boards)-1] {
		over, b.file = b.file, nil
	}
	return over
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
	for _, b := range s.batches {
		if from := at - b.at; from >= 0 && from < int64(len(b.text)) {
			copy(text, b.text[from:])
			s.mu.Unlock()
			return nil
		}
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
		errs = append(errs, discard(s.boards[i].file))
		s.boards[i].file = nil
	}
	return errors.Join(errs...)
}

// discard lets go of a file; there may be none.
func discard(file *os.File) error {
	if file == nil {
		return nil
	}
	err := file.Close()
	if runtime.GOOS == "windows" {
		err = errors.Join(err, os.Remove(file.Name()))
	}
	return err
}
