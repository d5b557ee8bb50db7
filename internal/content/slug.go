package content

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/exemplar-lp/exemplar/internal/markdown"
	"github.com/exemplar-lp/exemplar/internal/strict"
)

// LongestSlug is the length in bytes that a slug may have.
const LongestSlug = 100

// longestName is the length in bytes that the name of a file or folder may have,
// so that it fits every file system with the endings that are added.
const longestName = 200

// Slugify makes a slug of a name: letters of a to z, figures and single
// hyphens, the marks taken off letters (Llŷn becomes llyn). It may return a text
// that is no slug, for example an empty one; see CheckSlug.
func Slugify(name string) string { return markdown.Slugify(name) }

// CheckSlug says what is wrong with a slug, or "". A slug is the last part of an
// address and the name of a file on every system.
func CheckSlug(slug string) string {
	switch {
	case slug == "":
		return "it has no letter of a to z and no figure"
	case Slugify(slug) != slug:
		return "it may have only a to z, figures and hyphens"
	case len(slug) > LongestSlug:
		return fmt.Sprintf("it is longer than %d characters", LongestSlug)
	case slug == "index":
		return `"index" is the name of a folder's own page`
	case device(slug):
		return "Windows keeps this name for itself"
	}
	return ""
}

// device reports whether Windows keeps a name, with any ending, for a device:
// learn.microsoft.com/windows/win32/fileio/naming-a-file.
func device(name string) bool {
	stem, _, _ := strings.Cut(strings.ToLower(name), ".")
	stem = strings.TrimSpace(stem)
	if slices.Contains([]string{"con", "prn", "aux", "nul", "conin$", "conout$"}, stem) {
		return true
	}
	for _, start := range []string{"com", "lpt"} {
		if rest, ok := strings.CutPrefix(stem, start); ok && utf8.RuneCountInString(rest) == 1 && strings.Contains("0123456789¹²³", rest) {
			return true
		}
	}
	return false
}

// unseen reports whether a name has a character that nobody can see.
func unseen(name string) bool {
	_, _, found := strict.Unseen(name)
	return found
}

// unportable is the hint for a name of a file or folder that some system cannot
// hold; it is "" for a good one.
func unportable(name string) string {
	const bad = `<>:"|?*\`
	switch {
	case !utf8.ValidString(name):
		return "give it a name in letters and figures"
	case strings.ContainsAny(name, bad):
		return "take these characters out of the name: " + strings.Join(strings.Split(bad, ""), " ")
	case strings.ContainsFunc(name, unicode.IsControl), unseen(name):
		return "take the characters that cannot be seen out of the name"
	case strings.HasSuffix(name, ".") || strings.HasSuffix(name, " ") || strings.HasPrefix(name, " "):
		return "take the space or full stop at the start or end of the name away"
	case device(name):
		return "give it another name; Windows keeps this one for itself"
	case len(name) > longestName:
		return "give it a shorter name"
	}
	return ""
}
