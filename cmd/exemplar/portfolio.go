package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/exemplar-lp/exemplar/internal/browser"
	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/diag"
	"github.com/exemplar-lp/exemplar/internal/export"
	"github.com/exemplar-lp/exemplar/internal/site"
)

type portfolioCommand struct {
	siteFlags
	Out       string `short:"o" placeholder:"FILE" help:"The file to write (default: SLUG.html in this folder)."`
	Study     string `placeholder:"SLUG" help:"The case study for the narrative (default: the most complete one that is signed)."`
	Framework string `placeholder:"NAME" help:"Show this framework only, or all for every one with evidence (default: those of the awards)."`
	PDF       bool   `name:"pdf" help:"Print it as PDF beside the file too, with the Chromium, Chrome or Edge on this computer."`
	Browser   string `placeholder:"PROGRAM" help:"The browser that prints, if it is not found by itself."`
	Badge     bool   `help:"Write the awards as unsigned Open Badges 3.0 beside the file too."`
	Slug      string `arg:"" help:"The person, by the name of the file in practitioners/."`
}

// Help gives examples.
func (portfolioCommand) Help() string {
	return examples("exemplar portfolio amira-khan -o amira.html", "exemplar portfolio amira-khan --pdf --badge", "exemplar portfolio amira-khan --study coaching-in-twenty-minutes")
}

// Run writes the portfolio of one person. The files are for that person and stay
// out of the published site.
func (c *portfolioCommand) Run(env *environment) error {
	s, err := c.open(env, "")
	if err != nil {
		return err
	}
	if err := (reportFlags{Format: "text"}).report(env, s, s.Problems.Errors()); err != nil {
		return err
	}
	p, err := c.person(s)
	if err != nil {
		return err
	}
	if err := c.known(s.Catalog, p); err != nil {
		return err
	}
	if c.Out == "" {
		c.Out = p.Slug + ".html"
	}
	if ext := strings.ToLower(filepath.Ext(c.Out)); ext != ".html" && ext != ".htm" {
		return &fault{exitUsage, fmt.Sprintf("%q does not end in .html", c.Out), "name the page with -o; --pdf writes a PDF of the same name beside it"}
	}
	if err := keepInside(c.Site, filepath.Dir(c.Out)); err != nil {
		return err
	}
	return c.write(env, s, p)
}

func (c *portfolioCommand) person(s *site.Site) (*catalog.Practitioner, error) {
	if p, ok := s.Practitioner(c.Slug); ok {
		return p, nil
	}
	var names []string
	for _, p := range s.Catalog.Practitioners {
		names = append(names, p.Slug)
	}
	return nil, &fault{exitUsage, fmt.Sprintf("there is no practitioner %q", c.Slug),
		diag.DidYouMean(c.Slug, names, "type the name of a file in content/practitioners/, without .md")}
}

// known checks the names that the flags give.
func (c *portfolioCommand) known(cat *catalog.Catalog, p *catalog.Practitioner) error {
	studies, frameworks := []string{}, []string{"all"}
	for _, s := range p.CaseStudies {
		studies = append(studies, s.Slug)
	}
	for _, f := range cat.Frameworks {
		frameworks = append(frameworks, f.ID)
	}
	for _, flag := range []struct {
		value, what string
		names       []string
	}{{c.Study, "case study of " + p.Title, studies}, {c.Framework, "framework", frameworks}} {
		if flag.value != "" && !slices.Contains(flag.names, flag.value) {
			return &fault{exitUsage, fmt.Sprintf("there is no %s %q", flag.what, flag.value),
				diag.DidYouMean(flag.value, flag.names, "there are "+strings.Join(flag.names, ", "))}
		}
	}
	return nil
}

func (c *portfolioCommand) write(env *environment, s *site.Site, p *catalog.Practitioner) error {
	page, err := s.Portfolio(p, c.Study, c.Framework)
	if err != nil {
		return err
	}
	base := strings.TrimSuffix(c.Out, filepath.Ext(c.Out))
	if err := os.WriteFile(c.Out, page, 0o600); err != nil {
		return err
	}
	fmt.Fprintln(env.stdout, c.Out)
	if c.Badge {
		badges := export.Badges(p, s.Catalog.AsOf, export.BadgeNames{Credential: s.RoleName, Address: s.Settings.Address, Issuer: s.Settings.Title})
		if err := os.WriteFile(base+".badge.json", badges, 0o600); err != nil {
			return err
		}
		fmt.Fprintln(env.stdout, base+".badge.json")
	}
	if c.PDF {
		return c.print(env, base+".pdf")
	}
	return nil
}

func (c *portfolioCommand) print(env *environment, pdf string) error {
	program, err := browser.Find(c.Browser)
	if errors.Is(err, browser.ErrNone) {
		return &fault{exitWorld, err.Error(), "open the HTML file in any browser and print it from there"}
	}
	if err != nil {
		return &fault{exitUsage, err.Error(), "name the browser's program with --browser"}
	}
	if err := browser.Print(program, c.Out, pdf); err != nil {
		return err
	}
	fmt.Fprintln(env.stdout, pdf)
	return nil
}
