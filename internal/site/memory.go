package site

import (
	"bytes"
	"errors"
	"io/fs"
	"slices"

	"github.com/exemplar-lp/exemplar/internal/asset"
	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/diag"
	"github.com/exemplar-lp/exemplar/internal/render"
)

// Memory keeps what single files show from one Load to the next, for a program
// that loads a site again and again. A site loaded with a memory is the same as
// one loaded without: what is kept depends on nothing but the bytes and the
// options that it is kept with. The zero value is ready to use, by one Load at a
// time.
type Memory struct {
	content  content.Cache
	pictures asset.Memory
	theme    keptTheme
	files    map[string]readFile
}

// keptTheme is the theme of the last Load with the files it was made of.
type keptTheme struct {
	where    string
	files    []themeFile
	theme    *render.Theme
	problems diag.List
}

type themeFile struct {
	name string
	text []byte
}

func (m *Memory) entries() *content.Cache {
	if m == nil {
		return nil
	}
	return &m.content
}

func (m *Memory) plans() *asset.Memory {
	if m == nil {
		return nil
	}
	return &m.pictures
}

// load returns the theme of an overlay. A nil memory loads it anew.
func (m *Memory) load(base, overlay fs.FS, where string) (*render.Theme, diag.List) {
	if m == nil {
		return render.LoadTheme(base, overlay, where)
	}
	files, err := themeFiles(overlay)
	kept := &m.theme
	same := err == nil && kept.theme != nil && kept.where == where && slices.EqualFunc(kept.files, files, func(a, b themeFile) bool {
		return a.name == b.name && bytes.Equal(a.text, b.text)
	})
	if !same {
		theme, problems := render.LoadTheme(base, overlay, where)
		if err != nil {
			return theme, problems
		}
		*kept = keptTheme{where, files, theme, problems}
	}
	return kept.theme, kept.problems
}

// themeFiles reads every file of an overlay; links are named only.
func themeFiles(overlay fs.FS) ([]themeFile, error) {
	if overlay == nil {
		return nil, nil
	}
	var files []themeFile
	err := fs.WalkDir(overlay, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if !d.Type().IsRegular() {
			files = append(files, themeFile{name: name})
			return nil
		}
		text, err := fs.ReadFile(overlay, name)
		files = append(files, themeFile{name, bytes.Clone(text)})
		return err
	})
	return files, err
}

// ProblemOf returns the problem of the site's files that kept an output from
// being made. It is false for an error that is the world's.
func ProblemOf(err error) (diag.Diagnostic, bool) {
	var page *render.Error
	if errors.As(err, &page) {
		return page.Diagnostic, true
	}
	var picture *asset.Error
	if errors.As(err, &picture) {
		return picture.Diagnostic, true
	}
	var refused *Refused
	if errors.As(err, &refused) {
		return refused.Diagnostic, true
	}
	return diag.Diagnostic{}, false
}
