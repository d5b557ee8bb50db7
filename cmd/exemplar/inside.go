package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

// keepInside refuses a folder from which private files would be published: the
// output of a build, wherever it stands, and the folders that a site is made
// from.
func keepInside(site, dir string) error {
	here, err := real(dir)
	if err != nil {
		return err
	}
	for at := here; ; at = filepath.Dir(at) {
		if _, err := os.Stat(filepath.Join(at, ".exemplar", "manifest.json")); err == nil {
			return published(dir, at)
		}
		if at == filepath.Dir(at) {
			break
		}
	}
	for _, name := range []string{"public", "content", "themes"} {
		folder, err := real(filepath.Join(site, name))
		if err != nil {
			return err
		}
		if here == folder || strings.HasPrefix(here, folder+string(filepath.Separator)) {
			return published(dir, folder)
		}
	}
	return nil
}

func published(dir, folder string) error {
	return &fault{exitUsage, fmt.Sprintf("%s is in %s, which is published", diag.InQuotes(dir), diag.InQuotes(folder)),
		"choose a folder outside the site, such as -o ../private"}
}

// real returns the absolute path of a folder, which need not be there yet,
// without the links on the way.
func real(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	rest := ""
	for at := dir; ; at = filepath.Dir(at) {
		if found, err := filepath.EvalSymlinks(at); err == nil {
			return filepath.Join(found, rest), nil
		}
		if at == filepath.Dir(at) {
			return dir, nil
		}
		rest = filepath.Join(filepath.Base(at), rest)
	}
}
