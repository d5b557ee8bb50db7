// Package shelf keeps long texts out of memory.
//
// In come texts, one after another and from many goroutines. Out come slips, with
// which each text is had back as often as it is wanted. It never changes a text,
// and its file has no name that another program could find where the system
// allows that, and is gone when the program ends.
package shelf

import (
	"bytes"
	"errors"
	"os"
	"runtime"
	"slices"
	"sync"
)

// room is how much stays in memory before a file is made: a school's own portal
// never needs one.
const room = 4 << 20

// batch is how much is written to the file at once: a write for each text took the
// system three times as long.
const batch = 256 << 10

// Shelf holds texts. The zero value is ready to use; so is a nil one, which keeps
// everything in memory.
type Shelf struct {
	mu      sync.Mutex
	kept    int // bytes in memory
	file    *os.File
	written int64  // bytes in the file
	pending []byte // what follows them and is not in the file yet, at most a batch
	full    bool   // the system has no place for a file, or no more in it
	failed  error
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

// Rest returns the slip of what comes after the first n bytes.
func (s Slip) Rest(n int) Slip { return s.Part(n, max(s.size, len(s.text))) }

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

// append puts a text behind the others of the file, unless it is to stay in
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
	if s.file == nil && !s.full {
		s.open()
	}
	if !s.full && len(s.pending)+len(text) > batch && s.write(s.pending) {
		s.pending = s.pending[:0]
	}
	if s.full {
		return 0, false
	}
	if at = s.written + int64(len(s.pending)); len(text) > batch {
		return at, s.write(text)
	}
	s.pending = append(s.pending, text...)
	return at, true
}

// write writes bytes to the end of the file. What cannot be written stays in
// memory.
func (s *Shelf) write(b []byte) bool {
	if _, err := s.file.WriteAt(b, s.written); err != nil {
		s.full = true
		return false
	}
	s.written += int64(len(b))
	return true
}

func (s *Shelf) open() {
	file, err := os.CreateTemp("", "exemplar-*")
	if err != nil {
		s.full = true
		return
	}
	s.file, s.pending = file, make([]byte, 0, batch)
	if runtime.GOOS != "windows" { // which deletes no open file
		_ = os.Remove(file.Name())
	}
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

// Append appends a text to b, or nothing where it can no longer be read; Err says
// why.
func (s *Shelf) Append(b []byte, slip Slip) []byte {
	if slip.size == 0 {
		return append(b, slip.text...)
	}
	b = slices.Grow(b, slip.size)
	text := b[len(b) : len(b)+slip.size]
	if s.readPending(text, slip.at) {
		return b[:len(b)+slip.size]
	}
	if _, err := s.file.ReadAt(text, slip.at); err != nil {
		s.mu.Lock()
		s.failed = errors.Join(s.failed, err)
		s.mu.Unlock()
		return b
	}
	return b[:len(b)+slip.size]
}

// readPending reads a text that is not in the file yet.
func (s *Shelf) readPending(text []byte, at int64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if at < s.written {
		return false
	}
	copy(text, s.pending[at-s.written:])
	return true
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

// Close lets go of the file. Nothing can be had back from it afterwards.
func (s *Shelf) Close() error {
	if s == nil || s.file == nil {
		return nil
	}
	err := s.file.Close()
	if runtime.GOOS == "windows" {
		err = errors.Join(err, os.Remove(s.file.Name()))
	}
	return err
}
