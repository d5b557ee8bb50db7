package publish

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
	// Place is a folder that must never be replaced: the home folder, the site.
	Place Kind = "place"
	// Foreign is a folder with files in it that no build made.
	Foreign Kind = "foreign"
	// Link is a symbolic link, or a junction, where a folder is needed.
	Link Kind = "link"
	// Mount is a folder that is a disk or a share of its own.
	Mount Kind = "mount"
	// Taken is a file of the owner's at a path that the site needs.
	Taken Kind = "taken"
	// Busy is another build that writes the same folder.
	Busy Kind = "busy"
	// Full is a disk without room for the new site.
	Full Kind = "full"
	// Denied is a folder that may not be written to.
	Denied Kind = "denied"
	// Damaged is a list of published files that cannot be read.
	Damaged Kind = "damaged"
	// Paths is a set of outputs that Conflicts finds fault with.
	Paths Kind = "paths"
	// Stranded is an interrupted swap that needs a person to look at it.
	Stranded Kind = "stranded"
)

// Error returns the message and its cause.
func (r *Refused) Error() string {
	if r.Err == nil {
		return r.Message
	}
	return r.Message + ": " + r.Err.Error()
}

// Unwrap returns the cause.
func (r *Refused) Unwrap() error { return r.Err }
