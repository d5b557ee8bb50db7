// Package diag describes what is wrong with a site.
//
// In come problems found by any stage: a code, a place in a file, a message and
// a hint. Out comes one sorted list, printed for people, for programs or for a
// code host. It never decides what is a problem, stops a build or reads a file
// by itself.
package diag

import (
	"cmp"
	"fmt"
	"slices"
)

// Severity says what a problem does to a build.
type Severity int

const (
	// Info is advice; it is shown and changes nothing.
	Info Severity = iota
	// Warning is shown and stops a build only under --strict.
	Warning
	// Error stops a build from publishing.
	Error
)

// String returns the word used in every output format.
func (s Severity) String() string {
	switch s {
	case Info:
		return "info"
	case Warning:
		return "warning"
	case Error:
		return "error"
	}
	panic(fmt.Sprintf("diag: severity %d", int(s)))
}

// ParseSeverity turns the word of a settings file into a Severity.
func ParseSeverity(s string) (Severity, bool) {
	for _, v := range []Severity{Info, Warning, Error} {
		if v.String() == s {
			return v, true
		}
	}
	return 0, false
}

// Position is a place in a file of the site.
type Position struct {
	// File is relative to the site's root and uses slashes on every system.
	// Empty when the problem belongs to no one file.
	File string
	// Line counts from 1; 0 means the file as a whole.
	Line int
	// Column counts characters (code points) from 1; 0 means the whole line.
	Column int
	// Length is the number of characters to underline; at least 1 is drawn.
	Length int
}

// IsZero reports whether the position names no place at all.
func (p Position) IsZero() bool { return p == Position{} }

// Place returns where in its file the position is.
func (p Position) Place() Place {
	return Place{Line: int32(p.Line), Column: int32(p.Column), Length: int32(p.Length)}
}

// Place is a Position without its file, for what is kept with many others of the
// same file. Its parts mean what those of a Position mean.
type Place struct {
	Line, Column, Length int32
}

// IsZero reports whether the place is none.
func (p Place) IsZero() bool { return p == Place{} }

// In returns the position of the place in a file, relative to the site's root.
func (p Place) In(file string) Position {
	return Position{File: file, Line: int(p.Line), Column: int(p.Column), Length: int(p.Length)}
}

// String returns file:line:column with the unknown parts left out.
func (p Position) String() string {
	switch {
	case p.Line == 0:
		return p.File
	case p.Column == 0:
		return fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}

func comparePositions(a, b Position) int {
	if c := cmp.Compare(a.File, b.File); c != 0 {
		return c
	}
	return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
}

// Related is a second place that explains a problem, such as the first
// definition of a name that is defined twice.
type Related struct {
	Position Position
	Message  string
}

// Diagnostic is one problem with a site's files.
type Diagnostic struct {
	Severity Severity
	// Code is the stable group/name that has a page under docs/checks.
	Code Code
	// Position is where the author should look.
	Position Position
	// Message says what is wrong: lower case, no full stop, names in quotes.
	Message string
	// Hint says what to type or do instead; it may be empty.
	Hint string
	// Related may be nil.
	Related []Related
}

// List collects problems; the zero value is ready to use.
type List []Diagnostic

// Add appends a problem with its code's own severity.
func (l *List) Add(code Code, at Position, hint, format string, args ...any) {
	*l = append(*l, New(code, at, hint, format, args...))
}

// New returns a problem with its code's own severity.
func New(code Code, at Position, hint, format string, args ...any) Diagnostic {
	return Diagnostic{
		Severity: code.Severity(),
		Code:     code,
		Position: at,
		Message:  fmt.Sprintf(format, args...),
		Hint:     hint,
	}
}

// Sort orders the list by file, line, column, code and message, and drops exact
// repeats, so that equal sites print equal lists.
func (l List) Sort() List {
	if !slices.IsSortedFunc(l, compare) {
		slices.SortStableFunc(l, compare)
	}
	return slices.CompactFunc(l, func(a, b Diagnostic) bool { return compare(a, b) == 0 })
}

func compare(a, b Diagnostic) int {
	if c := comparePositions(a.Position, b.Position); c != 0 {
		return c
	}
	return cmp.Or(cmp.Compare(a.Code, b.Code), cmp.Compare(a.Message, b.Message))
}

// Count returns how many problems have exactly this severity.
func (l List) Count(s Severity) int {
	n := 0
	for _, d := range l {
		if d.Severity == s {
			n++
		}
	}
	return n
}

// Errors returns only the errors.
func (l List) Errors() List {
	var errs List
	for _, d := range l {
		if d.Severity == Error {
			errs = append(errs, d)
		}
	}
	return errs
}

// HasErrors reports whether any problem stops a build.
func (l List) HasErrors() bool { return l.Count(Error) > 0 }

// Brief returns the list with at most n warnings and notes of each code, and how
// many of each were left out. Errors all stay.
func (l List) Brief(n int) (brief List, more map[Code]int) {
	seen, more := map[Code]int{}, map[Code]int{}
	for _, d := range l {
		if seen[d.Code]++; d.Severity < Error && seen[d.Code] > n {
			more[d.Code]++
			continue
		}
		brief = append(brief, d)
	}
	return brief, more
}
