package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"

	"github.com/exemplar-lp/exemplar/internal/diag"
	"github.com/exemplar-lp/exemplar/internal/site"
)

type checkCommand struct {
	siteFlags
	Format string `default:"text" enum:"text,json,github,html" placeholder:"FORMAT" help:"How to print problems: text (the default), json, github, or html for a page grouped by who can mend them."`
	Strict bool   `help:"Treat warnings as errors."`
	Output string `short:"o" placeholder:"FILE" help:"Write the page of --format html into this file (default: print it)."`
}

// Help gives examples.
func (checkCommand) Help() string {
	return examples("exemplar check", "exemplar check --format html -o report.html")
}

// formatHTML is the format that check alone has.
const formatHTML = "html"

// Run looks for every problem, those of making the pages included.
func (c *checkCommand) Run(env *environment) error {
	if c.Output != "" && c.Format != formatHTML {
		return usage("-o goes with --format html")
	}
	if c.Output != "" {
		if err := keepInside(c.Site, filepath.Dir(c.Output)); err != nil {
			return err
		}
	}
	s, err := c.open(env, "")
	if err != nil {
		return err
	}
	problems := s.Problems
	if !problems.HasErrors() {
		found, err := s.Rehearse()
		if err != nil {
			return err
		}
		problems = append(problems, found...).Sort()
	}
	err = c.print(env, s, problems)
	leftOut(env, s)
	fmt.Fprintf(env.stderr, "%s: %s\n", s.Settings.Title, tally(problems))
	return err
}

// print prints the problems in the format that was asked for.
func (c *checkCommand) print(env *environment, s *site.Site, problems diag.List) error {
	if c.Format != formatHTML {
		return reportFlags{c.Format, c.Strict}.report(env, s, problems)
	}
	if c.Strict {
		for i := range problems {
			problems[i].Severity = strictly(problems[i].Severity)
		}
	}
	var page bytes.Buffer
	if err := writeReport(&page, s, problems); err != nil {
		return err
	}
	if err := c.save(env, page.Bytes()); err != nil {
		return err
	}
	if problems.HasErrors() {
		return &fault{code: exitCode(problems)}
	}
	return nil
}

func (c *checkCommand) save(env *environment, page []byte) error {
	if c.Output == "" {
		_, err := env.stdout.Write(page)
		return err
	}
	return os.WriteFile(c.Output, page, 0o644)
}
