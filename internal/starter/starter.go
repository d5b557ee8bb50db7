// Package starter holds the small portal that a new site begins with.
//
// In come the name of a framework and today's date. Out come the files of the
// portal, ready to build without a problem. It never writes to disk.
package starter

import (
	"bytes"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"text/template"

	"github.com/exemplar-lp/exemplar/internal/date"
)

//go:embed all:portal all:frameworks
var files embed.FS

// File is one file of a new site.
type File struct {
	// Path is relative to the site's root, with slashes.
	Path string
	Data []byte
}

// Frameworks returns the names of the frameworks that a portal can start with.
func Frameworks() []string {
	entries, err := files.ReadDir("frameworks")
	if err != nil {
		panic(err) // the folder is embedded
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.Name()
	}
	return names
}

// examples names the two standards that the sample case study marks.
var examples = map[string][2]string{
	"glf-lp":             {"PS1", "PK2"},
	"sle":                {"PA6", "QT1"},
	"ssat-lp":            {"LP1", "LP6"},
	"teachers-standards": {"TS4", "TS2"},
}

// Files returns the portal with one framework, sorted by path. The framework
// must be one of Frameworks.
func Files(framework string, today date.Date) ([]File, error) {
	codes, ok := examples[framework]
	if !ok {
		return nil, fmt.Errorf("there is no starter framework %q; there are %s", framework, strings.Join(Frameworks(), ", "))
	}
	values := map[string]string{
		"Framework": framework, "Date": today.String(), "First": codes[0], "Second": codes[1],
	}
	portal, err := collect("portal", "", values)
	if err != nil {
		return nil, err
	}
	standards, err := collect(path.Join("frameworks", framework), path.Join("content/standards", framework), values)
	if err != nil {
		return nil, err
	}
	return append(portal, standards...), nil
}

// collect fills in every file under a folder and puts it under another.
func collect(from, to string, values map[string]string) ([]File, error) {
	var list []File
	err := fs.WalkDir(files, from, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fill(name, values)
		list = append(list, File{path.Join(to, strings.TrimPrefix(name, from+"/")), data})
		return err
	})
	return list, err
}

func fill(name string, values map[string]string) ([]byte, error) {
	t, err := template.New(path.Base(name)).Option("missingkey=error").ParseFS(files, name)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = t.Execute(&b, values)
	return b.Bytes(), err
}
