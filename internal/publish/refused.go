package publish

import (
	"errors"
	"fmt"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

// Refused is an error of the world outside the site's files: the message is for
// the person who ran the build, and so is the hint.
type Refused struct {
	Kind Kind
	// Message says what is wrong: lower case, no full stop, names in quotes.
	Message string
	// Hint says what to do or type about it.
	Hint string
	// Err is the cause, or nil.
	Err error
}

// Kind is what stands in the way of publishing.
type Kind string

// The kinds of refusal.
const (
	// Place is a folder that must never be replaced, such as the home folder or
	// the site's own, or a file where a folder is needed.
	Place Kind = "place"
	// Foreign is a folder with files in it and no sign of a build.
	Foreign Kind = "foreign"
	// Link is a symbolic link, or a junction, where a folder is needed.
	Link Kind = "link"
	// Mount is a folder that is a disk or a share of its own.
	Mount Kind = "mount"
	// Taken is a file of the owner's at a path that the site needs.
	Taken Kind = "taken"
	// Busy is another build, or another program, that has the folder in use.
	Busy Kind = "busy"
	// Full is a disk without room for the new site.
	Full Kind = "full"
	// Denied is a folder that may not be written to or cannot be made.
	Denied Kind = "denied"
	// Damaged is a list of published files that cannot be read.
	Damaged Kind = "damaged"
	// Paths is a set of outputs that Conflicts finds fault with.
	Paths Kind = "paths"
	// Stranded is something that a stopped build left, or that looks like it, and
	// that the next build or a person must put right.
	Stranded Kind = "stranded"
)

// Error returns the message and the cause.
func (r *Refused) Error() string {
	if r.Err == nil {
		return r.Message
	}
	return r.Message + ": " + r.Err.Error()
}

// Unwrap returns the cause.
func (r *Refused) Unwrap() error { return r.Err }

// sourceError is the failure of an output to give its bytes.
type sourceError struct {
	output Output
	err    error
}

func (e *sourceError) Error() string {
	return fmt.Sprintf("%q from %q: %v", e.output.Path, e.output.Source, e.err)
}

func (e *sourceError) Unwrap() error { return e.err }

// explain puts an error of the disk into words.
func (d *disk) explain(err error) error {
	var (
		refused *Refused
		source  *sourceError
	)
	switch {
	case errors.As(err, &source), errors.As(err, &refused):
		return err
	case isFull(err):
		return &Refused{
			Kind:    Full,
			Message: fmt.Sprintf("there is no room on the disk to publish %v", d.at),
			Hint:    "free some space, or choose a folder on another disk with -d",
			Err:     err,
		}
	case isDenied(err):
		return &Refused{
			Kind:    Denied,
			Message: fmt.Sprintf("%v cannot be replaced: it, or the folder that it is in, %s, may not be read or changed", d.at, diag.InQuotes(d.at.above)),
			Hint:    "ask for the right to change both folders, or choose another with -d",
			Err:     err,
		}
	}
	return fmt.Errorf("publish %v: %w", d.at, err)
}

// noRoom is the error of a disk that is too small for the new files.
func (s *stage) noRoom(err error) error {
	return &Refused{
		Kind:    Full,
		Message: fmt.Sprintf("there is no room on the disk: the new files of %v need about %s", s.d.at, megabytes(s.needed.Load())),
		Hint:    "free some space, or choose a folder on another disk with -d",
		Err:     err,
	}
}

// megabytes rounds a number of bytes up to a tenth of a megabyte of a million.
func megabytes(n int64) string {
	tenths := (n + 99_999) / 100_000
	return fmt.Sprintf("%d.%d MB", tenths/10, tenths%10)
}
