// Package shuffle shows what a program makes of the order in which folders are
// listed; it is for tests.
//
// In come the files of a site and a seed. Out come the same files, whose folders
// are listed in another order every time. It never changes what a file says.
package shuffle

import (
	"io/fs"
	"math/rand/v2"
	"sync"
)

// FS is a file system that lists its folders in another order every time, as a
// disk may. Many may list at once.
type FS struct {
	files fs.FS
	mu    *sync.Mutex // of rand
	rand  *rand.Rand
}

// New returns the files in an order of its own for each seed.
func New(files fs.FS, seed uint64) FS {
	return FS{files, new(sync.Mutex), rand.New(rand.NewPCG(seed, 0))}
}

// ReadDir returns the entries in any order, although fs.ReadDirFS promises one.
func (s FS) ReadDir(name string) ([]fs.DirEntry, error) {
	list, err := fs.ReadDir(s.files, name)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rand.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list, err
}

// Open opens a file.
func (s FS) Open(name string) (fs.File, error) { return s.files.Open(name) }

// Lstat describes a file or link.
func (s FS) Lstat(name string) (fs.FileInfo, error) { return fs.Lstat(s.files, name) }

// ReadLink returns where a link leads.
func (s FS) ReadLink(name string) (string, error) { return fs.ReadLink(s.files, name) }

// Stat describes a file.
func (s FS) Stat(name string) (fs.FileInfo, error) { return fs.Stat(s.files, name) }

// ReadFile returns what a file says.
func (s FS) ReadFile(name string) ([]byte, error) { return fs.ReadFile(s.files, name) }
