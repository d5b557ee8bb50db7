package publish

import (
	"fmt"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

// The longest names that are published, in bytes: within the limits of Windows
// without long paths and of eCryptfs, with room for a folder in front.
const (
	longestSegment = 140
	longestPath    = 200
)

// Conflicts reports outputs that would be one file on some system (letter case
// and the ways to write an accent do not tell names apart on Windows or macOS),
// or where one needs a folder and another a file, each naming both sources; and
// paths that some system cannot hold. The list does not depend on the order of
// the outputs.
func Conflicts(outputs []Output) diag.List { return conflicts(byPath(outputs)) }

// conflicts is Conflicts for sorted outputs.
func conflicts(sorted []Output) diag.List {
	var list diag.List
	paths := newPaths(sorted)
	for i, o := range sorted {
		if fault, hint := nameFault(o.Path); fault != "" {
			list.Add(diag.FileName, sourceAt(o), hint, "%q from %q %s", o.Path, o.Source, fault)
			continue
		}
		paths.add(i, &list)
	}
	return list.Sort()
}

// paths is every file and folder of a set of outputs by its folded name.
type paths struct {
	outputs []Output
	files   map[string]int  // folded path → the first output with it
	folders map[string]int  // folded folder → the first output in it
	seen    map[string]bool // folders as they are spelt
}

func newPaths(outputs []Output) *paths {
	return &paths{
		outputs: outputs,
		files:   make(map[string]int, len(outputs)),
		folders: make(map[string]int),
		seen:    make(map[string]bool),
	}
}

// add reports what output i cannot stand beside. Two that are one file are told
// nothing more about their folders.
func (p *paths) add(i int, list *diag.List) {
	if p.addFile(i, list) {
		p.addFolders(i, list)
	}
}

func (p *paths) addFile(i int, list *diag.List) (isNew bool) {
	o, key := p.outputs[i], fold(p.outputs[i].Path)
	if j, ok := p.folders[key]; ok {
		conflict(list, p.outputs[j], o, "%[4]q from %[5]q is a file, and %[1]q from %[2]q needs a folder of that name")
	}
	j, found := p.files[key]
	switch {
	case !found:
		p.files[key] = i
	case p.outputs[j].Path == o.Path:
		conflict(list, p.outputs[j], o, "%[1]q would be made twice: from %[2]q and from %[5]q")
	default:
		conflict(list, p.outputs[j], o, "%[1]q from %[2]q and %[4]q from %[5]q are one file on Windows and macOS")
	}
	return !found
}

func (p *paths) addFolders(i int, list *diag.List) {
	o := p.outputs[i]
	for dir := path.Dir(o.Path); dir != "." && !p.seen[dir]; dir = path.Dir(dir) {
		p.seen[dir] = true
		key := fold(dir)
		if j, ok := p.files[key]; ok {
			conflict(list, p.outputs[j], o, "%[1]q from %[2]q is a file, and %[4]q from %[5]q needs a folder of that name")
		}
		if j, ok := p.folders[key]; ok {
			conflict(list, p.outputs[j], o, "the folders of %[1]q from %[2]q and %[4]q from %[5]q are one on Windows and macOS, and are spelt in two ways")
			continue
		}
		p.folders[key] = i
	}
}

// conflict reports b at its source and a beside it; or the other way round where
// b has no file. The format has a's path and
// source as values 1 and 2, b's as 4 and 5.
func conflict(list *diag.List, a, b Output, format string) {
	message := fmt.Sprintf(format+"%[3]s", a.Path, a.Source, "", b.Path, b.Source)
	if sourceAt(b).IsZero() {
		a, b = b, a // b is what the program makes by itself
	}
	d := diag.New(diag.OutputConflict, sourceAt(b), "give one of the two another name or slug", "%s", message)
	if at := sourceAt(a); !at.IsZero() {
		d.Related = []diag.Related{{Position: at, Message: fmt.Sprintf("this makes %q", a.Path)}}
	}
	*list = append(*list, d)
}

// sourceAt is the file that made an output, or nowhere.
func sourceAt(o Output) diag.Position {
	if strings.Contains(o.Source, "/") {
		return diag.Position{File: o.Source}
	}
	return diag.Position{}
}

// fold returns what is left of a path when letter case and the ways to write
// one character do not count. It follows toNFKC_Casefold of the Unicode
// Standard, section 3.13, but for the characters that are ignored by default.
func fold(name string) string {
	if isASCII(name) {
		return strings.ToLower(name)
	}
	parts := strings.Split(name, "/")
	for i, part := range parts {
		parts[i] = norm.NFKC.String(cases.Fold().String(norm.NFKC.String(part)))
	}
	return strings.Join(parts, "/")
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// nameFault says why a path cannot be published everywhere, or nothing.
func nameFault(name string) (fault, hint string) {
	if len(name) > longestPath {
		return fmt.Sprintf("is %d bytes long, and %d is the most", len(name), longestPath), "shorten the names of the file and its folders"
	}
	if !utf8.ValidString(name) {
		return "is not text in UTF-8", "rename the file"
	}
	if top, _, _ := strings.Cut(name, "/"); fold(top) == path.Dir(ManifestPath) {
		return fmt.Sprintf("is in the folder %q, which is for the list of published files", top), "choose another name"
	}
	for part := range strings.SplitSeq(name, "/") {
		if fault := segmentFault(part); fault != "" {
			return fault, "rename the file or its folder with letters, digits and hyphens"
		}
	}
	return "", ""
}

// segmentFault follows "Naming Files, Paths, and Namespaces" of the Windows
// documentation, the strictest of the systems that a site is copied to.
func segmentFault(part string) string {
	switch {
	case part == "":
		return "has a folder without a name"
	case part == "." || part == "..":
		return fmt.Sprintf("has %q where a name is needed", part)
	case len(part) > longestSegment:
		return fmt.Sprintf("has a name of %d bytes, and %d is the most", len(part), longestSegment)
	case strings.HasSuffix(part, ".") || strings.HasSuffix(part, " "):
		return "has a name that ends with a dot or a space, which Windows takes away"
	case isDevice(part):
		return fmt.Sprintf("has the name %q, which Windows keeps for a device", part)
	}
	if i := strings.IndexFunc(part, isUnportable); i >= 0 {
		r, _ := utf8.DecodeRuneInString(part[i:])
		return fmt.Sprintf("has the character %q, which Windows does not allow in a name", r)
	}
	return ""
}

func isUnportable(r rune) bool {
	return strings.ContainsRune(`<>:"|?*\`, r) || unicode.IsControl(r)
}

// isDevice reports whether Windows takes a name for a device: one of its names,
// whatever the case and whatever follows the first dot.
func isDevice(part string) bool {
	stem, _, _ := strings.Cut(part, ".")
	stem = strings.TrimRight(stem, " ")
	if len(stem) > len("CONOUT$") {
		return false
	}
	stem = strings.ToUpper(stem)
	switch stem {
	case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$":
		return true
	}
	port, found := strings.CutPrefix(stem, "COM")
	if !found {
		port, found = strings.CutPrefix(stem, "LPT")
	}
	return found && utf8.RuneCountInString(port) == 1 && strings.Contains("0123456789¹²³", port)
}
