// Command exemplar turns a folder of Markdown into a portal for a Lead
// Practitioner programme.
//
// In come the words of a command line and the files of a site. Out come the
// portal, or the problems that stand in its way, and an exit code. It never
// reads anything outside the site's root and never asks the network.
package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/alecthomas/kong"
	"golang.org/x/term"

	"github.com/exemplar-lp/exemplar/internal/shelf"
)

// The exit codes.
const (
	exitDone    = 0
	exitContent = 1 // the content has errors
	exitUsage   = 2 // wrong usage or settings
	exitWorld   = 3 // the world refused: disk, permission
)

// environment is everything outside the program that a verb may use.
type environment struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	getenv         func(string) string
	now            func() time.Time
	// open opens a site's folder so that nothing outside it can be read.
	open func(dir string) (fs.FS, error)
	// terminal says that stderr is one, so that progress and colour make sense.
	terminal bool
	// interactive says that stdin is one too, so that somebody can answer.
	interactive bool
	// texts are those of the pages of the site that is open.
	texts shelf.Shelf
}

// commands is the command line.
type commands struct {
	Init      initCommand      `cmd:"" help:"Write a starter portal."`
	Build     buildCommand     `cmd:"" help:"Turn content into the published site."`
	Serve     serveCommand     `cmd:"" help:"Show the site while you write it."`
	Check     checkCommand     `cmd:"" help:"Look for every problem; write nothing."`
	New       newCommand       `cmd:"" help:"Write a new page with its front matter and headings."`
	Coverage  coverageCommand  `cmd:"" help:"Show how the evidence covers the standards."`
	Portfolio portfolioCommand `cmd:"" help:"Write one person's evidence as a file to print and sign."`
	Report    reportCommand    `cmd:"" help:"Write the reports that stay inside: gaps, renewals, reviews, trends."`
	Search    searchCommand    `cmd:"" help:"Search the site as its search page does."`
	Explain   explainCommand   `cmd:"" help:"Say what becomes of a file."`
	Schema    schemaCommand    `cmd:"" help:"Print the JSON Schema of front matter or settings."`
	Version   versionCommand   `cmd:"" help:"Print the version."`
}

func main() {
	tune()
	os.Exit(run(os.Args[1:], &environment{
		stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr,
		getenv: os.Getenv, now: time.Now, open: openRoot,
		terminal:    drawsOn(os.Stderr),
		interactive: term.IsTerminal(int(os.Stdin.Fd())) && term.IsTerminal(int(os.Stderr.Fd())),
	}))
}

// run carries out one command line and returns the exit code.
func run(args []string, env *environment) int {
	defer env.texts.Close()
	if len(args) == 0 {
		args = []string{"--help"}
	}
	helped := false
	parser, err := kong.New(new(commands),
		kong.Name("exemplar"),
		kong.Description("Turns a folder of Markdown into a portal for a Lead Practitioner programme."),
		kong.Writers(env.stdout, env.stderr),
		kong.Exit(func(int) { helped = true }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 90}),
		kong.Bind(env),
	)
	if err != nil {
		panic(err) // the command line itself is declared wrongly
	}
	verb, err := parser.Parse(args)
	if helped {
		return exitDone
	}
	if err != nil {
		return env.fail(usage(err.Error()))
	}
	return env.fail(verb.Run())
}

// fault ends a verb with an exit code. An empty message means that everything
// has been said already.
type fault struct {
	code          int
	message, hint string
}

// Error returns the message.
func (f *fault) Error() string { return f.message }

func usage(message string) error {
	return &fault{exitUsage, message, "exemplar --help lists the commands; exemplar COMMAND --help explains one"}
}

// fail prints what ended a verb and returns its exit code.
func (e *environment) fail(err error) int {
	if err == nil {
		return exitDone
	}
	f := &fault{code: exitWorld, message: err.Error()}
	errors.As(err, &f)
	if f.message != "" {
		fmt.Fprintf(e.stderr, "exemplar: %s\n", strings.TrimSuffix(f.message, "\n"))
	}
	if f.hint != "" {
		fmt.Fprintf(e.stderr, "  hint: %s\n", f.hint)
	}
	return f.code
}

// colour reports whether to colour what people read (https://no-color.org).
func (e *environment) colour() bool { return e.terminal && e.getenv("NO_COLOR") == "" }
