package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/exemplar-lp/exemplar/internal/diag"
	"github.com/exemplar-lp/exemplar/internal/report"
)

type reportCommand struct {
	siteFlags
	Out string `short:"o" required:"" placeholder:"DIR" help:"The folder to write to, outside the published site."`
}

// Help gives examples.
func (reportCommand) Help() string {
	return examples("exemplar report -o ../private", "exemplar report -o ../private --as-of 2027-09-01")
}

// Run writes the reports. They name what people lack, so a folder that is
// published is refused.
func (c *reportCommand) Run(env *environment) error {
	if err := keepInside(c.Site, c.Out); err != nil {
		return err
	}
	s, err := c.open(env, "")
	if err != nil {
		return err
	}
	if err := (reportFlags{Format: "text"}).report(env, s, s.Problems.Errors()); err != nil {
		return err
	}
	files, err := report.Files(s.Catalog, report.Options{Title: s.Settings.Title, RoleName: s.RoleName})
	if err != nil {
		return err
	}
	if err := c.free(files); err != nil {
		return err
	}
	if err := os.MkdirAll(c.Out, 0o700); err != nil {
		return err
	}
	for _, f := range files {
		name := filepath.Join(c.Out, f.Name)
		if err := os.WriteFile(name, f.Data, 0o600); err != nil {
			return err
		}
		fmt.Fprintln(env.stdout, name)
	}
	return nil
}

// free refuses a folder in which other files stand than those of a report, so
// that nothing of anybody else's is overwritten.
func (c *reportCommand) free(files []report.File) error {
	ours := map[string]bool{}
	for _, f := range files {
		ours[f.Name] = true
	}
	there, err := os.ReadDir(c.Out)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, e := range there {
		if !ours[e.Name()] {
			return &fault{exitUsage, fmt.Sprintf("%s has other files in it, such as %q", diag.InQuotes(c.Out), e.Name()), "name a folder for the reports alone"}
		}
	}
	return err
}
