package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

// survey is what stands in an output folder before a build.
type survey struct {
	// exists is false where there is no folder.
	exists bool
	// manifest is nil where no build made the folder.
	manifest []byte
	// listed is the manifest by path.
	listed map[string]File
	// ours is the files of the last build that are still there, by path.
	ours map[string]bool
	// theirs is everything else: files, links, and folders of which no part is
	// ours, a folder before what is in it.
	theirs []entry
}

// entry is a file, link or folder that no build made.
type entry struct {
	path string
	mode fs.FileMode
}

// survey looks at the output folder, which may be absent.
func (d *disk) survey() (survey, error) {
	info, err := d.lstat(d.at.base)
	if info == nil || err != nil {
		return survey{}, err
	}
	if err := d.checkFolder(info); err != nil {
		return survey{}, err
	}
	root, err := d.root.OpenRoot(d.at.base)
	if err != nil {
		return survey{}, err
	}
	defer root.Close()
	old := survey{exists: true, listed: map[string]File{}, ours: map[string]bool{}}
	if err := old.readManifest(d.at, root); err != nil {
		return survey{}, err
	}
	if old.manifest == nil {
		if err := checkOwner(d.at, root); err != nil {
			return survey{}, err
		}
	}
	return old, old.walk(d, root)
}

func (d *disk) checkFolder(info fs.FileInfo) error {
	switch {
	case info.Mode()&(fs.ModeSymlink|fs.ModeIrregular) != 0:
		return &Refused{
			Kind:    Link,
			Message: fmt.Sprintf("%v is a link to another place, and the folder itself is needed", d.at),
			Hint:    "delete the link, or give the folder that it leads to with -d",
		}
	case !info.IsDir():
		return &Refused{
			Kind:    Place,
			Message: fmt.Sprintf("%v is a file, and a folder is needed", d.at),
			Hint:    "delete the file, or choose another folder with -d",
		}
	}
	return nil
}

func (s *survey) readManifest(at place, root *os.Root) error {
	m, err := ReadManifest(root.FS())
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return &Refused{
			Kind:    Damaged,
			Message: fmt.Sprintf("the list of published files in %v cannot be read, so that nobody can tell which files are yours", at),
			Hint:    "if nothing in the folder is yours, empty it; or choose another folder with -d",
			Err:     err,
		}
	}
	for _, f := range m.Files {
		s.listed[f.Path] = f
	}
	s.manifest = m.encode()
	return nil
}

// checkOwner refuses a folder that holds more than what git, hosts and file
// managers put into an empty one. It reads one folder, however much is below.
func checkOwner(at place, root *os.Root) error {
	entries, err := fs.ReadDir(root.FS(), ".")
	if err != nil {
		return err
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") || e.Name() == "CNAME" || isLitter(e.Name()) {
			continue
		}
		return &Refused{
			Kind:    Foreign,
			Message: fmt.Sprintf("%v has files in it that exemplar did not make, such as %q", at, e.Name()),
			Hint:    "empty it or choose another with -d",
		}
	}
	return nil
}

// walk sorts what is in the folder into ours and theirs.
func (s *survey) walk(d *disk, root *os.Root) error {
	made := s.folders()
	return fs.WalkDir(root.FS(), ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() {
			if err := s.checkMount(d, root, name); err != nil || made[norm.NFC.String(name)] || made[name] {
				return err
			}
		} else if own, ok := s.isOurs(name, e); ok {
			s.ours[own] = true
			return nil
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		s.theirs = append(s.theirs, entry{path: name, mode: info.Mode()})
		return nil
	})
}

// isOurs finds a file of the folder in the manifest. Some file systems spell an
// accent their own way, so the composed form of a name counts as well.
func (s *survey) isOurs(name string, e fs.DirEntry) (string, bool) {
	if !e.Type().IsRegular() {
		return "", false
	}
	for _, spelling := range []string{name, norm.NFC.String(name)} {
		if _, ok := s.listed[spelling]; ok {
			return spelling, true
		}
	}
	return ManifestPath, name == ManifestPath
}

// folders is every folder that the last build's files are in.
func (s *survey) folders() map[string]bool {
	made := map[string]bool{".": true, path.Dir(ManifestPath): true}
	for name := range s.listed {
		for dir := path.Dir(name); !made[dir]; dir = path.Dir(dir) {
			made[dir] = true
		}
	}
	return made
}

func (s *survey) checkMount(d *disk, root *os.Root, name string) error {
	f, err := root.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	if !isMount(f, d.folder) {
		return nil
	}
	if name == "." {
		return mounted(d.at.given)
	}
	return &Refused{
		Kind:    Mount,
		Message: fmt.Sprintf("%s is a disk or a shared folder of its own, and %v cannot be replaced with it inside", diag.InQuotes(filepath.Join(d.at.given, name)), d.at),
		Hint:    "take it out of the folder, or choose another folder with -d",
	}
}

// mounted refuses an output folder that is a mount point.
func mounted(name string) error {
	return &Refused{
		Kind:    Mount,
		Message: fmt.Sprintf("%s is a disk or a shared folder of its own, which cannot be replaced as a whole", diag.InQuotes(name)),
		Hint:    "choose a folder inside it with -d",
	}
}

// refuse looks for signs that a folder with a manifest is a site's source too.
func (s *survey) refuse(at place) error {
	for _, e := range s.theirs {
		if e.path == "exemplar.yaml" || e.path == "content" {
			return at.dangerous(fmt.Sprintf("a site's own folder, for it holds %q", e.path))
		}
	}
	return nil
}

// clash refuses outputs at a path that something of the owner's has.
func (s *survey) clash(outputs []Output) error {
	if len(s.theirs) == 0 {
		return nil
	}
	var none diag.List // Conflicts has been asked before
	paths := newPaths(outputs)
	for i := range outputs {
		paths.add(i, &none)
	}
	for _, e := range s.theirs {
		i, ok := paths.taken(e)
		if !ok {
			continue
		}
		return &Refused{
			Kind:    Taken,
			Message: fmt.Sprintf("%q in the output folder is yours, and the site needs its place for %q from %q", e.path, outputs[i].Path, outputs[i].Source),
			Hint:    fmt.Sprintf("move or delete %q in the output folder, or give the page another slug", e.path),
		}
	}
	return nil
}

// taken finds the output that cannot be beside something of the owner's.
func (p *paths) taken(e entry) (int, bool) {
	if i, ok := p.files[fold(e.path)]; ok {
		return i, true
	}
	if i, ok := p.folders[fold(e.path)]; ok && !e.mode.IsDir() {
		return i, true
	}
	for dir := path.Dir(e.path); dir != "."; dir = path.Dir(dir) {
		if i, ok := p.files[fold(dir)]; ok {
			return i, true
		}
	}
	return 0, false
}

// kept names what is theirs, as Result.Kept wants it.
func (s *survey) kept() []string {
	var names []string
	whole := "" // the folder named last, which stands for all that is in it
	for _, e := range s.theirs {
		switch {
		case whole != "" && strings.HasPrefix(e.path, whole), isFurniture(e.path):
			continue
		case e.mode.IsDir():
			whole = e.path + "/"
			names = append(names, whole)
		default:
			names = append(names, e.path)
		}
	}
	slices.Sort(names)
	return names
}

// isFurniture reports whether a path is of a kind that nobody needs to be told
// about: what git keeps in a folder, and the litter of file managers.
func isFurniture(name string) bool {
	top, _, _ := strings.Cut(name, "/")
	switch path.Base(name) {
	case ".gitkeep", ".keep", ".gitignore", ".gitattributes":
		return true
	}
	return top == ".git" || isLitter(path.Base(name))
}

func isLitter(name string) bool {
	switch strings.ToLower(name) {
	case ".ds_store", "thumbs.db", "desktop.ini":
		return true
	}
	return false
}
