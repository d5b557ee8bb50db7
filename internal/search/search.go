// Package search makes the search index of a site and answers queries from it.
//
// In comes the frozen catalogue. Out come small scripts with content-hashed
// names that a browser loads as it needs them, the tables behind the browse
// pages, and, from the same scripts, the ranking that the browser must agree
// with. It never reads a page's HTML, writes a file or puts an entry into the
// index that the catalogue does not publish.
package search

import (
	"bytes"
	"github.com/exemplar-lp/exemplar/internal/date"
	"github.com/exemplar-lp/exemplar/internal/shelf"
)

// Dir is the folder of the index below the site's root.
const Dir = "search"

// Entry script of the index, the only file whose name stays the same. It names
// all others.
const manifestPath = Dir + "/index.js"

// formatVersion is the version of the files' format; the browser's engine
// refuses any other.
const formatVersion = 2

// Options say how an index is made. The zero value gives an English index with
// links that name their files and labels made from ids.
type Options struct {
	// Language is the site's: en-GB, cy. English is stemmed; other languages are
	// found by the beginnings of their words.
	Language string
	// Label returns the words for an id of a vocabulary: theme, subject, phase,
	// key-stage, role, kind, level, strength, currency and facet. An empty answer
	// or a nil Label means words made from the id.
	Label func(vocab, id string) string
	// Text returns a sentence of the interface by key, as in the table of
	// docs/search.md. An empty answer or a nil Text means English.
	Text func(key string) string
	// Day writes a day for people; nil means 12 March 2026.
	Day func(date.Date) string
	// Visible turns an output path into the form of links, as clean_urls asks;
	// nil leaves it.
	Visible func(path string) string
	// Synonyms are the site's own groups of words that mean the same, beside
	// those of the field.
	Synonyms [][]string
	// Shelf keeps the long parts of the index out of memory; nil for in memory. Its
	// Err must be asked after the last file is made.
	Shelf *shelf.Shelf
	// Workers is the number of goroutines; 0 means one for each processor.
	Workers int
}

func (o Options) visible(path string) string {
	if o.Visible == nil {
		return path
	}
	return o.Visible(path)
}

func (o Options) day(d date.Date) string {
	if o.Day == nil || d.IsZero() {
		return d.Long()
	}
	return o.Day(d)
}

// label returns the words for an id, at worst the id itself.
func (o Options) label(vocab, id string) string {
	if o.Label != nil {
		if l := o.Label(vocab, id); l != "" {
			return l
		}
	}
	return plainLabel(vocab, id)
}

// File is one file of the index.
type File struct {
	// Path is below the site's root: search/w1f0a33b2.js.
	Path string
	// The content is put away in a folder, at a number.
	folder *folder
	at     int
}

// fileEnding is the ending of every file.
const fileEnding = ".js"

// NewFile is a file that is there already, for Open.
func NewFile(path string, data []byte) File {
	f := &folder{ends: []int32{int32(len(data))}, whole: true}
	f.put(data)
	return File{path, f, 0}
}

// Bytes makes the content, the same each time, in an empty buffer if it likes; it
// may be called by many goroutines at once, each with a buffer of its own. The
// content holds until the buffer is used again.
func (f *File) Bytes(room *bytes.Buffer) []byte {
	start, end := int(f.folder.start(f.at)), int(f.folder.ends[f.at])
	content := f.folder.files.Part(start, end)
	if f.folder.whole {
		return f.folder.shelf.Get(content)
	}
	name := f.Path[len(Dir+"/") : len(f.Path)-len(fileEnding)]
	return script(room, name, end-start, func(b []byte) []byte { return f.folder.shelf.Append(b, content) })
}

// Index is the published form of the index. It does not change once made.
type Index struct {
	// Files are the files in order of path.
	Files []File
	// Pages is the number of entries in the index.
	Pages int
}
