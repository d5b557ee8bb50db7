package catalog

import (
	"path"
	"slices"
	"strings"

	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/diag"
)

// guesses finds what an author may have meant. It is made when the first thing
// is not found, for most sites never need it.
type guesses struct {
	// none says that nothing is to be guessed.
	none bool
	made map[[2]string]string
	// tried is how many slips have been compared with each list.
	tried map[string]int
	// folded has every file and folder by its folded path, bases the files by
	// their last part, folders the last parts in each folder.
	folded  map[string]string
	bases   map[string][]string
	folders map[string][]string
}

// guessesEach is how many different slips are compared with a list of names.
// Whoever makes more is not helped by a guess for each, and the work would grow
// with the square of the list.
const guessesEach = 100

// nearest returns the known name nearest to got, unless too many were looked for
// before; list names what is known, and answers are remembered by it, for a name
// that a thousand files spell in the same wrong way.
func (g *guesses) nearest(list, got string, known []string) string {
	if g.none {
		return ""
	}
	key := [2]string{list, got}
	if near, ok := g.made[key]; ok {
		return near
	}
	if g.tried[list]++; g.tried[list] > guessesEach {
		return ""
	}
	near := diag.Nearest(got, known)
	g.made[key] = near
	return near
}

// index notes the files that a link may name.
func (g *guesses) index(files []string) {
	g.folded, g.bases, g.folders = map[string]string{}, map[string][]string{}, map[string][]string{}
	for _, f := range files {
		g.folded[fold(f)] = f
		g.bases[path.Base(f)] = append(g.bases[path.Base(f)], f)
		g.folders[path.Dir(f)] = append(g.folders[path.Dir(f)], path.Base(f))
	}
}

// linkable lists the files and folders that may be linked to, sorted.
func (l *linker) linkable() []string {
	var list []string
	for p, to := range l.places {
		if to.source == "" {
			list = append(list, p)
		}
	}
	slices.Sort(list)
	return list
}

// reportBroken says that a link, picture or file is not there, and what may have
// been meant.
func (l *linker) reportBroken(code diag.Code, from *content.Meta, p, text string, at diag.Position) {
	if l.guesses.folded == nil && !l.guesses.none {
		l.guesses.index(l.linkable())
	}
	message := "the link %s leads to nothing"
	if code == diag.ImageMissing {
		message = "the picture %s is not there"
	}
	l.problems.Add(code, at, l.brokenHint(code, from, p), message, quoted(text))
}

// brokenHint offers the slips that people make, the likeliest first.
func (l *linker) brokenHint(code diag.Code, from *content.Meta, p string) string {
	file := absolute(from, strings.ReplaceAll(p, `\`, "/"))
	if !strings.HasPrefix(file+"/", content.Folder+"/") {
		return "it leads out of the content folder; only files in it are published"
	}
	if near := l.nearFile(file); near != "" {
		hint := "did you mean " + quoted(relative(from, near)) + "?"
		if fold(near) == fold(file) && !strings.Contains(p, `\`) {
			hint += " Capitals count"
		}
		return hint
	}
	return otherwise(code, p, file)
}

// nearFile finds the file that was probably meant.
func (l *linker) nearFile(file string) string {
	g := l.guesses
	dir, base := path.Split(file)
	for _, try := range []string{file, file + ".md", strings.TrimSuffix(strings.TrimSuffix(file, "l"), ".htm") + ".md"} {
		if f, ok := g.folded[fold(try)]; ok {
			return f
		}
	}
	if near := g.nearest("files in "+dir, base, g.folders[path.Clean(dir)]); near != "" {
		return dir + near
	}
	if same := g.bases[base]; len(same) == 1 {
		return same[0]
	}
	return ""
}

// otherwise says what to do where nothing like the file is there.
func otherwise(code diag.Code, p, file string) string {
	switch {
	case strings.HasPrefix(p, "www."):
		return "write it with https:// before it"
	case strings.Contains(p, "@"):
		return "write it with mailto: before it"
	case code == diag.ImageMissing:
		return "save the picture as " + file
	case path.Ext(file) == ".md":
		return "create " + file + ", or take the link out"
	case path.Ext(file) != "":
		return "save the file as " + file + ", or write another path"
	}
	return "write the path of the file, from the folder of this one"
}
