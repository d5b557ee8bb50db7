package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"os"
	"sync"
	"time"

	"github.com/exemplar-lp/exemplar/internal/publish"
	"github.com/exemplar-lp/exemplar/internal/receipt"
)

// receiptFile is the receipt of the last build, in the site's own folder.
const receiptFile = "last-build.json"

// lastBuild is what is known of the build before this one, and what this one
// reads.
type lastBuild struct {
	*buildCommand
	folder   *os.Root // nil where nothing can be kept
	facts    func() []string
	recorder *receipt.Recorder
	receipt  receipt.Receipt
	site     fs.FS
}

func (c *buildCommand) lastBuild(site fs.FS, facts func() []string) *lastBuild {
	last := &lastBuild{buildCommand: c, facts: facts, site: site, recorder: receipt.Record(site), folder: c.siteFlags.folder(ownFolder)}
	if last.folder != nil {
		last.receipt = receipt.Read(last.folder, receiptFile)
	}
	return last
}

// facts are all that a build depends on beside the site's files: the program
// itself, the day, and how it was called. To sum up the program takes a moment, in
// which the build can begin.
func (c *buildCommand) facts(env *environment) (func() []string, error) {
	day, err := c.day(env)
	if err != nil {
		return nil, err
	}
	base, err := cleanBase(c.BaseURL)
	if err != nil {
		return nil, err
	}
	program := sync.OnceValue(func() string {
		sum, err := sumOfProgram()
		if err != nil {
			return fmt.Sprint("unknown since ", env.now()) // and never the same again
		}
		return sum
	})
	go program()
	called := fmt.Sprint(c.Drafts, c.Strict, c.NoSearch, c.Sync, env.colour())
	return func() []string {
		return []string{program(), day.String(), base, c.dest(), c.Format, called}
	}, nil
}

// sumOfProgram tells this program from one made of other sources.
func sumOfProgram() (string, error) {
	name, err := os.Executable()
	if err != nil {
		return "", err
	}
	file, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer file.Close()
	h := sha256.New()
	_, err = io.Copy(h, file)
	return fmt.Sprintf("%x", h.Sum(nil)), err
}

// holds reports whether this build would change nothing. If it would, the last one
// is forgotten.
func (l *lastBuild) holds() bool {
	holds := l.Profile == "" && len(l.receipt.Reads) > 0 && publish.Settled(l.dest()) && l.receipt.Holds(l.site, os.DirFS(l.dest()), l.facts())
	if !holds {
		l.receipt = receipt.Receipt{}
	}
	return holds
}

// repeat says what the last build said.
func (l *lastBuild) repeat(env *environment, start time.Time) error {
	said := l.receipt.Said
	_, err := io.WriteString(env.stdout, said.Stdout)
	fmt.Fprint(env.stderr, said.Stderr)
	l.counts(env, said.Title, publish.Result{Unchanged: said.Files}, said.Tally, start)
	return err
}

// keep writes the receipt of this build. Without one the next build only takes
// longer.
func (l *lastBuild) keep(said *ear, title string, files int, tally string) {
	if l.folder == nil {
		return
	}
	outputs, err := receipt.Sum(os.DirFS(l.dest()))
	if err != nil {
		return
	}
	r := receipt.Receipt{Facts: l.facts(), Reads: l.recorder.Reads(), Outputs: outputs}
	r.Said = receipt.Said{Stdout: said.stdout.String(), Stderr: said.stderr.String(), Title: title, Files: files, Tally: tally}
	_ = r.Write(l.folder, receiptFile)
}

func (l *lastBuild) close() {
	if l.folder != nil {
		l.folder.Close()
	}
}

// ear hears what is printed from now on.
type ear struct{ stdout, stderr bytes.Buffer }

func (e *environment) listen() *ear {
	heard := new(ear)
	e.stdout, e.stderr = io.MultiWriter(e.stdout, &heard.stdout), io.MultiWriter(e.stderr, &heard.stderr)
	return heard
}
