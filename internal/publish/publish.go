// Package publish puts a finished site on disk, whole or not at all.
//
// In come the outputs, each a path and a function to its bytes, and the folder
// that visitors' files live in. Out come that folder with exactly the new site
// and the owner's own files in it, and a count of what changed. It never writes
// into the folder that is being served, never writes through a link, and never
// deletes a file that it did not make.
package publish

import "errors"

// Output is one file of the finished site: a path and a way to get its bytes.
type Output struct {
	// Path is relative to the output folder, with slashes: "standards/ps1.html".
	Path string
	// Source is what made the output, for messages: a file from the site's root,
	// which has a slash in it ("content/pages/about.md"), or else a few words
	// ("coverage index").
	Source string
	// Bytes returns the whole file. It is called at most once, perhaps while
	// another goroutine calls that of another output.
	Bytes func() ([]byte, error)
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
	// at the end. Git's own files (.git, .gitkeep …) are carried over and not named.
	Kept []string
	// Edited names the files of the last build that somebody changed by hand
	// since, sorted; their changes are gone.
	Edited []string
	// Leftover is a folder beside the output that could not be deleted after the
	// site was published; the next build deletes it. Nearly always empty.
	Leftover string
}

// Dir makes the folder dir hold exactly the outputs, and the files in it that
// no build made. Whatever goes wrong, dir is the old site until the moment it
// is the new one. The error is a *[Refused] where there is something to do
// about it, and the error of Output.Bytes, wrapped, where that failed.
func Dir(dir string, outputs []Output, opts Options) (Result, error) {
	return Result{}, errors.New("publish: not written yet")
}
