package main

import (
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/exemplar-lp/exemplar/internal/diag"
	"github.com/exemplar-lp/exemplar/internal/publish"
	"github.com/exemplar-lp/exemplar/internal/site"
)

type buildCommand struct {
	siteFlags
	reportFlags
	Dest     string `short:"d" placeholder:"DIR" help:"The output folder (default: public in the site's root)."`
	BaseURL  string `name:"base-url" short:"b" placeholder:"URL" help:"The portal's address, instead of base_url in exemplar.yaml."`
	NoSearch bool   `help:"Leave the search index out, to measure a build without it; the search page then only browses."`
	Sync     bool   `help:"Bring every file to the disk before the site is replaced, so that even a power cut leaves one whole site; slower."`
	Profile  string `placeholder:"DIR" help:"Write cpu.pprof and heap.pprof into this folder, for go tool pprof."`
}

// Help gives examples.
func (buildCommand) Help() string {
	return examples("exemplar build", "exemplar build -s our-portal -d /srv/www/lp --strict", "exemplar build --as-of 2027-09-01 -b https://lp.your-school.example/")
}

// Run builds the site and publishes it if it has no error.
func (c *buildCommand) Run(env *environment) error {
	return profiled(c.Profile, func() error { return c.build(env) })
}

func (c *buildCommand) build(env *environment) error {
	start := env.now()
	facts, err := c.facts(env)
	if err != nil {
		return err
	}
	root, err := c.root(env)
	if err != nil {
		return err
	}
	last := c.lastBuild(root, facts)
	defer last.close()
	if last.holds() {
		return last.repeat(env, start)
	}
	cache := c.folder(cacheFolder)
	if cache != nil {
		defer cache.Close()
	}
	line := newProgress(env, start)
	done := line.reading()
	env.texts.Once = true // as each page is made
	s, err := c.load(env, last.recorder, c.BaseURL, cache)
	done()
	if err != nil {
		return err
	}
	outputs := c.outputs(s)
	problems := append(s.Problems, publish.Conflicts(outputs)...).Sort()
	said := env.listen()
	if err := c.brief(env, s, problems); err != nil {
		return c.nothing(env, problems, err)
	}
	total := tally(problems)
	s.Problems, problems = nil, nil // all is said of them, and a large site has very many
	result, err := publish.Dir(c.dest(), outputs, publish.Options{Root: c.Site, Sync: c.Sync, Progress: line.show})
	line.clear()
	if err != nil {
		return c.refused(env, s, err, func() (*site.Site, error) {
			env.texts.Once = false
			return c.load(env, root, c.BaseURL, cache)
		})
	}
	c.summary(env, s, result)
	last.keep(said, s.Settings.Title, result.Written+result.Unchanged, total)
	if err := s.TidyCache(); err != nil {
		fmt.Fprintf(env.stderr, "warning: old pictures stay in %s: %v\n", cacheFolder, err)
	}
	c.once(env, result)
	c.counts(env, s.Settings.Title, result, total, start)
	return nil
}

// most is how many warnings of one code a build shows.
const most = 20

// brief prints the problems, the first of those that are many; check has them
// all, and so have the formats that programs read.
func (c *buildCommand) brief(env *environment, s *site.Site, problems diag.List) error {
	more := map[diag.Code]int{}
	if c.Format == string(diag.Text) && !c.Strict {
		problems, more = problems.Brief(most)
	}
	err := c.report(env, s, problems)
	fmt.Fprint(env.stderr, others(more))
	return err
}

// others says how many problems of each code are not shown.
func others(more map[diag.Code]int) string {
	var text strings.Builder
	for _, code := range slices.Sorted(maps.Keys(more)) {
		fmt.Fprintf(&text, "and %s more of %s; exemplar check shows them all\n", grouped(more[code]), code)
	}
	return text.String()
}

func (c *buildCommand) outputs(s *site.Site) []publish.Output {
	if c.NoSearch {
		return s.Direct()
	}
	return s.Outputs()
}

func (c *buildCommand) dest() string {
	if c.Dest == "" {
		return filepath.Join(c.Site, "public")
	}
	return c.Dest
}

// quoted is the output folder in a message.
func (c *buildCommand) quoted() string { return diag.InQuotes(c.dest()) }

// nothing says that the old site stands.
func (c *buildCommand) nothing(env *environment, problems diag.List, err error) error {
	fmt.Fprintf(env.stderr, "%s; nothing was published and %s is as it was\n", tally(problems), c.quoted())
	return err
}

// refused explains why an output could not be made or written; again reads the
// site anew, of which pages were made already.
func (c *buildCommand) refused(env *environment, s *site.Site, err error, again func() (*site.Site, error)) error {
	if d, ok := site.ProblemOf(err); ok {
		problems := diag.List{d}
		if s, err := again(); err == nil {
			if all, err := s.Rehearse(); err == nil && len(all) > 0 {
				problems = all // the others too, in one run
			}
		}
		return c.nothing(env, problems, c.report(env, s, problems))
	}
	var r *publish.Refused
	if errors.As(err, &r) {
		return &fault{exitWorld, r.Error(), r.Hint}
	}
	return err
}

// summary says what was left out and what was kept.
func (c *buildCommand) summary(env *environment, s *site.Site, r publish.Result) {
	leftOut(env, s)
	for _, name := range r.Kept {
		fmt.Fprintf(env.stderr, "warning: kept %s in %s, which no build made\n", name, c.quoted())
	}
}

// once says what only this build did.
func (c *buildCommand) once(env *environment, r publish.Result) {
	for _, name := range r.Edited {
		fmt.Fprintf(env.stderr, "warning: %s in %s was changed by hand; the change is gone\n", name, c.quoted())
	}
	if r.Leftover != "" {
		fmt.Fprintf(env.stderr, "note: %s could not be removed; the next build removes it\n", diag.InQuotes(r.Leftover))
	}
}

// counts ends a build with what changed and the time it took.
func (c *buildCommand) counts(env *environment, title string, r publish.Result, tally string, start time.Time) {
	fmt.Fprintf(env.stderr, "%s: %s in %s (%s written, %s unchanged, %s removed), %s, %d ms\n",
		title, plural(r.Written+r.Unchanged, "file"), c.quoted(),
		grouped(r.Written), grouped(r.Unchanged), grouped(r.Removed), tally,
		env.now().Sub(start).Milliseconds())
}

// leftOut names every page that is not published, and why.
func leftOut(env *environment, s *site.Site) {
	for _, w := range s.Catalog.Withheld {
		fmt.Fprintf(env.stderr, "left out: %s (%s)\n", w.Source, w.Reason)
	}
}
