// Package publish puts a finished site on disk, whole or not at all.
//
// In come the outputs, each a path and a function to its bytes, and the folder
// that is to hold them. Out come that folder with exactly the new site and the
// owner's own files in it, and a count of what changed. It never writes in the
// folder that visitors are reading, never writes through a link, and never
// deletes a file that no build made.
//
// # How the new site takes the old one's place
//
// The new site is staged in ".exemplar-staging-NAME" beside the output folder
// NAME, under a lock, ".exemplar-lock-NAME". Files that did not change are hard
// links to the old ones (copies, where the file system has no such links), which
// is safe because nothing here ever writes to a file that exists. Then, in this
// order of preference:
//
//   - Linux and macOS exchange the two folders in one step (renameat2 with
//     RENAME_EXCHANGE, renameatx_np with RENAME_SWAP). A visitor sees the old
//     site or the new one, and so does whoever pulls the plug or the process.
//   - Windows, and file systems that cannot exchange, rename the old folder away
//     and then the new one into place, again and again for two seconds where
//     another program is in the way. Between the two renames there is no site; a
//     build killed just there leaves the old site in the staging folder, whence
//     the next build brings it back.
//   - A file system that cannot rename the output folder at all, such as a layer
//     of a container image, gets each changed file renamed into place. Every file
//     is whole at every moment; a build killed half-way leaves old pages beside
//     new ones until the next build, which knows from the list of files which of
//     them are its own.
//
// The swap replaces the folder itself: a program that holds the old one open, or
// was started in it, goes on seeing the old site until it opens it anew. The
// path to the output may lead through links; the output folder may not be one.
// Folders get the mode 0755 and files 0644, whatever the umask; unchanged files
// and the owner's own keep theirs.
package publish

import (
	"bytes"
	"cmp"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// Output is one file of the finished site: a path and a way to get its bytes.
type Output struct {
	// Path is relative to the output folder, with slashes: "standards/ps1.html".
	Path string
	// Source is what made the output, for messages: a file from the site's root,
	// which has a slash in it ("content/pages/about.md"), or else a few words
	// ("coverage index").
	Source string
	// Bytes returns the whole file. It may make it in room, an empty buffer that it
	// is lent, so what it returns holds only until the buffer is used again. It is
	// called at most once, perhaps while another goroutine calls that of another
	// output.
	Bytes func(room *bytes.Buffer) ([]byte, error)
}

// Options is how to publish; the zero value is ready to use.
type Options struct {
	// Root is the site's root folder. An output folder that is this one, is above
	// it, or is inside its content or themes is refused. Empty when there is none.
	Root string
	// Sync waits until every file and folder is on the disk before the swap, and
	// the swap itself after it, so that a power cut leaves one whole site too.
	Sync bool
	// Progress is told how many of the outputs are made, from one goroutine at a
	// time and in rising order. It may be nil.
	Progress func(done, total int)
}

// Result says what a publication changed.
type Result struct {
	// Written counts the files that are new or have new bytes.
	Written int
	// Unchanged counts the files that kept their bytes and their times.
	Unchanged int
	// Removed counts the files of the last build that are no longer made.
	Removed int
	// Bytes is the size of all outputs together.
	Bytes int64
	// Kept names the files in the folder that no build made and that were carried
	// over, sorted; a folder with nothing else in it is named once, with a slash
	// at the end. Git's own (.git, .gitkeep …) and the litter of file managers
	// are carried over and not named.
	Kept []string
	// Edited names the files of the last build that somebody changed by hand
	// since and that this one replaced or removed, sorted.
	Edited []string
	// Leftover is the path of a folder beside the output that could not be
	// deleted after the site was published. Nearly always empty; the next build
	// deletes it.
	Leftover string
	// Swap is how the new site took the old one's place.
	Swap Swap
}

// Swap is a way for a new site to take the old one's place.
type Swap string

// The ways, the best first. The package comment says what each one promises.
const (
	// Nothing was swapped, because nothing had changed.
	Nothing Swap = "nothing"
	// Exchange is one step, with a whole site on either side of it.
	Exchange Swap = "exchange"
	// Renames is two steps with a moment between them when there is no site.
	Renames Swap = "renames"
	// Files is one file after another.
	Files Swap = "files"
)

// Dir makes the folder dir hold exactly the outputs, and the files in it that
// no build made. Whatever goes wrong, dir is the old site until the moment it
// is the new one. The error is a *[Refused] where there is something to do
// about it, and the error of Output.Bytes, wrapped, where that failed.
func Dir(dir string, outputs []Output, opts Options) (Result, error) {
	return publish(dir, outputs, opts, nil)
}

// Settled reports whether dir is a folder of its own beside which no build was
// stopped half-way or is running: then there is nothing to repair.
func Settled(dir string) bool {
	info, err := os.Lstat(dir)
	if err != nil || !info.IsDir() {
		return false
	}
	at, err := locate(dir, "")
	if err != nil {
		return false
	}
	d := disk{at: at}
	for _, name := range []string{d.stageName(), d.lockName()} {
		if _, err := os.Lstat(filepath.Join(at.above, name)); !errors.Is(err, fs.ErrNotExist) {
			return false
		}
	}
	return true
}

// publish is Dir with a fault to inject, as disk describes it.
func publish(dir string, outputs []Output, opts Options, fault func(op, name string) error) (Result, error) {
	outputs = byPath(outputs)
	if err := checkPaths(outputs); err != nil {
		return Result{}, err
	}
	at, err := locate(dir, opts.Root)
	if err != nil {
		return Result{}, err
	}
	d, err := openDisk(at, opts.Sync, fault)
	if err != nil {
		return Result{}, err
	}
	defer d.close()
	unlock, err := d.lock()
	if err != nil {
		return Result{}, err
	}
	defer unlock()
	res, err := renew(d, outputs, opts)
	if err != nil {
		return Result{}, d.explain(err)
	}
	return res, nil
}

// renew repairs what a killed build left, looks at the old site and replaces it by
// outputs that are sorted.
func renew(d *disk, outputs []Output, opts Options) (Result, error) {
	if err := d.repair(); err != nil {
		return Result{}, err
	}
	old, err := d.survey()
	if err != nil {
		return Result{}, err
	}
	if err := old.refuse(d.at); err != nil {
		return Result{}, err
	}
	if err := old.clash(outputs); err != nil {
		return Result{}, err
	}
	s, err := newStage(d, old, outputs)
	if err != nil {
		return Result{}, err
	}
	defer s.close()
	return s.publish(opts.Progress)
}

// byPath returns the outputs sorted by path, then source.
func byPath(outputs []Output) []Output {
	sorted := slices.Clone(outputs)
	slices.SortFunc(sorted, func(a, b Output) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Source, b.Source))
	})
	return sorted
}

// checkPaths refuses sorted outputs that Conflicts finds fault with, so that no
// caller can forget to ask.
func checkPaths(outputs []Output) error {
	if len(outputs) == 0 {
		return &Refused{
			Kind:    Paths,
			Message: "there is nothing to publish",
			Hint:    "add a page under content, or give the site's root with -s",
		}
	}
	if list := conflicts(outputs); len(list) > 0 {
		return &Refused{Kind: Paths, Message: list[0].Message, Hint: list[0].Hint}
	}
	return nil
}
