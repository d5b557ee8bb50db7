package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/exemplar-lp/exemplar/internal/diag"
	"github.com/exemplar-lp/exemplar/internal/serve"
	"github.com/exemplar-lp/exemplar/internal/site"
)

type serveCommand struct {
	siteFlags
	Port int    `short:"p" default:"4000" placeholder:"PORT" help:"The port; the next one that is free if another program has it (default: 4000)."`
	Open bool   `help:"Open the browser."`
	Poll bool   `help:"Look for changes again and again, for folders that do not tell of them."`
	Bind string `placeholder:"ADDRESS" help:"Let other machines in by this address of yours; 0.0.0.0 is all of them (default: this machine alone)."`
}

// Help gives examples.
func (serveCommand) Help() string {
	return examples("exemplar serve --open", "exemplar serve -s our-portal -p 8080 -D")
}

// Run shows the site until the program is told to stop.
func (c *serveCommand) Run(env *environment) error {
	if c.Port < 0 || c.Port > 65535 {
		return usage(fmt.Sprintf("-p %d is not a port: choose a number from 1024 to 65535", c.Port))
	}
	opts, err := c.options(env)
	if err != nil {
		return err
	}
	l, err := serve.Listen(c.Bind, c.Port)
	if err != nil {
		return c.refused(err)
	}
	server := serve.New(opts)
	c.greet(env, l)
	if c.Open {
		server.OpenBrowser(l.URL)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return server.Run(ctx, l)
}

// refused says what to do where the port cannot be opened.
func (c *serveCommand) refused(err error) error {
	if c.Bind != "" && serve.NotHere(err) {
		return &fault{exitWorld, fmt.Sprintf("%q is not an address of this machine", c.Bind), "leave --bind out to show the site on this machine alone; --bind 0.0.0.0 is all its addresses"}
	}
	return &fault{exitWorld, fmt.Sprintf("the port cannot be opened: %v", err), "choose another with -p, such as -p 8080"}
}

func (c *serveCommand) options(env *environment) (serve.Options, error) {
	asOf, err := c.day(env)
	if err != nil {
		return serve.Options{}, err
	}
	files, err := c.root(env)
	if err != nil {
		return serve.Options{}, err
	}
	dir, err := filepath.Abs(c.Site)
	if err != nil {
		return serve.Options{}, err
	}
	said := &said{env: env}
	return serve.Options{
		Dir: dir, Files: files, Poll: c.Poll, Report: said.report,
		Site: site.Options{Drafts: c.Drafts, AsOf: asOf},
	}, nil
}

// greet says where the site is.
func (c *serveCommand) greet(env *environment, l *serve.Listener) {
	if l.Port != l.Wanted {
		fmt.Fprintf(env.stderr, "port %d is taken; using %d\n", l.Wanted, l.Port)
	}
	if l.Exposed {
		fmt.Fprintln(env.stderr, "warning: other machines can see this site, drafts and all, until you stop it")
	}
	for _, address := range l.Others {
		fmt.Fprintf(env.stderr, "on other machines: %s\n", address)
	}
	fmt.Fprintf(env.stderr, "serving %s at %s (Ctrl+C stops it)\n", diag.InQuotes(c.Site), l.URL)
}

// said remembers what the terminal shows, so that nothing is said twice.
type said struct {
	env      *environment
	problems map[saidProblem]bool
	failed   map[string]bool
}

// saidProblem tells one problem from another.
type saidProblem struct {
	at       diag.Position
	severity diag.Severity
	code     diag.Code
	message  string
}

// report prints what happened to the site.
func (s *said) report(r serve.Report) {
	switch {
	case r.Notice != "":
		fmt.Fprintf(s.env.stderr, "note: %s\n", r.Notice)
	case r.Failed != nil:
		s.reportFailed(r.Failed)
	case r.Loaded != nil:
		s.reportLoaded(r.Loaded)
	}
}

func (s *said) reportLoaded(l *serve.Loaded) {
	s.failed = map[string]bool{}
	fresh, more := s.fresh(l.Problems).Brief(most)
	fmt.Fprint(s.env.stderr, s.print(fresh, l.Site), others(more))
	what := "read the site"
	if l.Changed != nil {
		what = "changed: " + someOf(l.Changed)
	}
	fmt.Fprintf(s.env.stderr, "%s %s; %s, %d ms\n", s.env.now().Format("15:04:05"), what, outcome(l.Problems), l.Took.Milliseconds())
}

// fresh returns the problems that were not there before. A large site has many,
// and an author wants to read what the last save did.
func (s *said) fresh(problems diag.List) diag.List {
	var list diag.List
	known := make(map[saidProblem]bool, len(problems))
	for _, d := range problems {
		key := saidProblem{d.Position, d.Severity, d.Code, d.Message}
		if !s.problems[key] {
			list = append(list, d)
		}
		known[key] = true
	}
	s.problems = known
	return list
}

func outcome(problems diag.List) string {
	if problems.HasErrors() {
		return tally(problems) + "; the pages stay as they were"
	}
	return tally(problems)
}

// reportFailed prints why a page cannot be made, once.
func (s *said) reportFailed(f *serve.Failed) {
	if text := s.print(diag.List{f.Problem}, f.Site); !s.failed[text] {
		if s.failed == nil {
			s.failed = map[string]bool{}
		}
		s.failed[text] = true
		fmt.Fprintf(s.env.stderr, "%s%q cannot be made; it stays as it was\n", text, f.Path)
	}
}

// print returns problems as build prints them.
func (s *said) print(problems diag.List, from *site.Site) string {
	var text strings.Builder
	printer := diag.Printer{W: &text, Format: diag.Text, Colour: s.env.colour()}
	if from != nil {
		printer.Line = from.Line
	}
	_ = printer.Print(problems) // a builder takes everything
	return text.String()
}

// someOf names the first of many files.
func someOf(files []string) string {
	const most = 3
	if len(files) <= most {
		return strings.Join(files, ", ")
	}
	return fmt.Sprintf("%s and %s more", strings.Join(files[:most], ", "), plural(len(files)-most, "file"))
}
