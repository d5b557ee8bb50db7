package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/exemplar-lp/exemplar"
	"github.com/exemplar-lp/exemplar/internal/config"
	"github.com/exemplar-lp/exemplar/internal/diag"
	"github.com/exemplar-lp/exemplar/internal/starter"
)

type initCommand struct {
	Dir       string `arg:"" optional:"" default:"." help:"The folder to write to; it is made if it is not there."`
	Framework string `default:"glf-lp" help:"The framework to start with: glf-lp (the default), ssat-lp, sle or teachers-standards." enum:"glf-lp,sle,ssat-lp,teachers-standards" placeholder:"NAME"`
	Example   bool   `help:"Write the full example portal of an invented alliance instead."`
}

// Help gives examples.
func (initCommand) Help() string {
	return examples("exemplar init our-portal", "exemplar init --framework ssat-lp our-portal", "exemplar init --example tidewell")
}

// Run writes a portal into an empty folder.
func (c *initCommand) Run(env *environment) error {
	files, err := c.files(env)
	if err != nil {
		return err
	}
	if err := refuseUsed(c.Dir); err != nil {
		return err
	}
	for _, f := range files {
		if err := writeNew(filepath.Join(c.Dir, filepath.FromSlash(f.Path)), f.Data); err != nil {
			return err
		}
	}
	fmt.Fprintf(env.stderr, "wrote %d files to %s\n", len(files), c.Dir)
	fmt.Fprintf(env.stderr, "next:\n  exemplar build%s\n", siteFlag(c.Dir))
	return nil
}

func (c *initCommand) files(env *environment) ([]starter.File, error) {
	if !c.Example {
		today, err := env.today()
		if err != nil {
			return nil, err
		}
		return starter.Files(c.Framework, today)
	}
	var list []starter.File
	err := fs.WalkDir(exemplar.Example, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := exemplar.Example.ReadFile(name)
		list = append(list, starter.File{Path: name, Data: data})
		return err
	})
	return list, err
}

// refuseUsed makes sure that a portal is never written among other files.
func refuseUsed(dir string) error {
	if _, err := os.Stat(filepath.Join(dir, config.File)); err == nil {
		return &fault{exitUsage, fmt.Sprintf("%s has a portal already", diag.InQuotes(dir)), "exemplar new adds a page to it"}
	}
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") {
			return &fault{exitUsage, fmt.Sprintf("%s has other files in it, such as %q", diag.InQuotes(dir), e.Name()), "name an empty folder, or one that is not there yet"}
		}
	}
	return nil
}

// writeNew writes a file that must not be there yet, and its folders.
func writeNew(name string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}

// siteFlag returns the flag that names a site's folder, or nothing for this one.
func siteFlag(dir string) string {
	if dir == "." {
		return ""
	}
	return " -s " + dir
}
