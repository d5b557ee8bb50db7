package main

import (
	"fmt"
	"io"
	"path"
	"path/filepath"
	"strings"

	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/diag"
	"github.com/exemplar-lp/exemplar/internal/site"
)

type explainCommand struct {
	siteFlags
	File string `arg:"" help:"A file under content/, as a path from here or from the site's root."`
}

// Help gives examples.
func (explainCommand) Help() string {
	return examples("exemplar explain content/case-studies/talk-partners.md", "exemplar explain -s our-portal content/schools/example-school.md")
}

// Run says what becomes of one file.
func (c *explainCommand) Run(env *environment) error {
	s, err := c.open(env, "")
	if err != nil {
		return err
	}
	name := c.sitePath()
	var problems diag.List
	for _, d := range s.Problems {
		if d.Position.File == name {
			problems = append(problems, d)
		}
	}
	if !explain(env.stdout, s, name) && len(problems) == 0 {
		return &fault{exitUsage, fmt.Sprintf("%q is no file of the site's content", name), diag.DidYouMean(name, sources(s), "name a file under content/")}
	}
	fmt.Fprintf(env.stdout, "problems:   %s\n", tally(problems))
	return reportFlags{Format: "text"}.report(env, s, problems)
}

// sitePath returns the file relative to the site's root, with slashes.
func (c *explainCommand) sitePath() string {
	if rel, err := relative(c.Site, c.File); err == nil && strings.HasPrefix(rel, content.Folder+"/") {
		return rel
	}
	return path.Clean(filepath.ToSlash(c.File))
}

func relative(root, file string) (string, error) {
	root, err := filepath.Abs(root)
	if err != nil {
		return "", err
	}
	if file, err = filepath.Abs(file); err != nil {
		return "", err
	}
	rel, err := filepath.Rel(root, file)
	return filepath.ToSlash(rel), err
}

func sources(s *site.Site) []string {
	var list []string
	for _, e := range s.Content.Entries {
		list = append(list, e.Common().Source)
	}
	return list
}

// explain prints what is known of a file and reports whether it is one of the
// site's.
func explain(w io.Writer, s *site.Site, name string) bool {
	for _, e := range s.Content.Entries {
		if m := e.Common(); m.Source == name {
			explainEntry(w, s, m)
			return true
		}
	}
	for _, f := range s.Content.Files {
		if f.Path == name {
			fmt.Fprintf(w, "file:       %s\nkind:       a file beside a page\n", name)
			return true
		}
	}
	return false
}

func explainEntry(w io.Writer, s *site.Site, m *content.Meta) {
	fmt.Fprintf(w, "file:       %s\nkind:       %s\ntitle:      %s\n", m.Source, m.Kind, m.Title)
	fmt.Fprintf(w, "address:    %s\n", m.Path())
	e, ok := s.Catalog.Lookup(m.Path())
	if !ok || e.Common().Source != m.Source {
		fmt.Fprintf(w, "published:  no, %s\n", withheld(s, m.Source))
		return
	}
	fmt.Fprintln(w, "published:  yes")
	for _, from := range e.Linked().LinkedFrom {
		fmt.Fprintf(w, "linked by:  %s\n", from.Common().Source)
	}
	if study, ok := e.(*catalog.CaseStudy); ok {
		explainClaims(w, study)
	}
}

func explainClaims(w io.Writer, study *catalog.CaseStudy) {
	for _, c := range study.Claims {
		fmt.Fprintf(w, "claim:      %s/%s %s", c.Standard.Framework.ID, c.Standard.Code, c.Strength)
		if c.Level > 0 {
			fmt.Fprintf(w, ", level %d", c.Level)
		}
		switch {
		case !c.Current:
			fmt.Fprintf(w, ", expired after %s", c.Until)
		case !c.Until.IsZero():
			fmt.Fprintf(w, ", current until %s", c.Until)
		}
		fmt.Fprintln(w)
	}
}

func withheld(s *site.Site, source string) string {
	for _, w := range s.Catalog.Withheld {
		if w.Source == source {
			return w.Reason
		}
	}
	return "it has errors"
}
