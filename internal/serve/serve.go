// Package serve shows a site in the browser while somebody writes it.
//
// In come a site's folder and an open port. Out come the pages of the site as a
// build would make them, each when it is asked for, with the problems of the
// files laid over the last version that had none, and a word to every open page
// when something changes. It never writes a file, never answers with anything
// but the outputs of the site and its own few scripts, and never keeps track of
// which page depends on which file: what changed is read again, and everything
// is linked anew.
package serve

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"log"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/exemplar-lp/exemplar/internal/diag"
	"github.com/exemplar-lp/exemplar/internal/shelf"
	"github.com/exemplar-lp/exemplar/internal/site"
)

// Options say what is served and how.
type Options struct {
	// Dir is the site's root on the disk, an absolute path.
	Dir string
	// Files is the same folder, opened so that it cannot be led outside.
	Files fs.FS
	// Site is passed on to site.Load.
	Site site.Options
	// Poll looks for changes again and again instead of being told of them.
	Poll bool
	// Report is told what happens, one call at a time. It may be nil.
	Report func(Report)
}

// Report is something that the person at the terminal should know. One of
// Loaded, Failed and Notice is set.
type Report struct {
	Loaded *Loaded
	// Failed is a page that cannot be made, found when it was asked for.
	Failed *Failed
	// Notice is a sentence.
	Notice string
}

// Loaded is a site that was read.
type Loaded struct {
	// Changed has the files that were read again; it is nil the first time.
	Changed []string
	// Site is nil where the site could not be read at all.
	Site *site.Site
	// Problems are those of the whole site. An error among them means that the
	// last version without one goes on being shown.
	Problems diag.List
	Took     time.Duration
}

// Failed is an output that could not be made.
type Failed struct {
	Path    string
	Problem diag.Diagnostic
	Site    *site.Site
}

// Server serves one site.
type Server struct {
	opts  Options
	guard guard
	state atomic.Pointer[state]
	shown shown
	// ready is closed when the site was read for the first time, closing when
	// the server ends.
	ready, closing chan struct{}

	// newWatcher is another one in tests.
	newWatcher func(root string) (*watcher, error)

	joins   chan join
	leaves  chan *client
	reports chan Report
}

// state is what is known of the site at one moment. It does not change.
type state struct {
	// good is the last snapshot without errors; nil before there is one.
	good *snapshot
	// tree is the files that were read last, and site what was made of them; nil
	// where nothing could be.
	tree *tree
	site *site.Site
	// problems are those of tree once they are checked. Until then, those that
	// only the rules of check find are the ones of the state before.
	problems diag.List
	checked  bool

	// manifest is that of site, for the next to take over what is the same.
	manifest *manifest
	// next is the snapshot of tree, which is good if the rules find no error,
	// and before is what is good if they do.
	next, before *snapshot
}

// broken reports whether the files have errors, so that good is older.
func (s *state) broken() bool { return s.problems.HasErrors() }

// join is a client's wish to be told of changes.
type join struct {
	client *client
	ok     chan bool
}

// New returns a server that reads nothing yet.
func New(opts Options) *Server {
	if opts.Report == nil {
		opts.Report = func(Report) {}
	}
	opts.Site.Memory, opts.Site.Shelf, opts.Site.Unchecked = new(site.Memory), new(shelf.Shelf), true
	s := &Server{
		opts: opts, guard: newGuard(""), newWatcher: newWatcher,
		ready: make(chan struct{}), closing: make(chan struct{}),
		joins: make(chan join), leaves: make(chan *client), reports: make(chan Report),
	}
	s.state.Store(&state{})
	return s
}

// Limits on a connection, against clients that never finish.
const (
	headerTime = 5 * time.Second
	readTime   = 10 * time.Second
	writeTime  = time.Minute
	idleTime   = 2 * time.Minute
	headerSize = 32 << 10
	goodbye    = time.Second
)

// Run serves on the listener until the context ends, which is no error.
func (s *Server) Run(ctx context.Context, l *Listener) error {
	ctx, stop := context.WithCancel(ctx)
	s.guard = newGuard(l.bind)
	server := &http.Server{
		Handler:           s,
		ReadHeaderTimeout: headerTime, ReadTimeout: readTime, WriteTimeout: writeTime, IdleTimeout: idleTime,
		MaxHeaderBytes: headerSize,
		ErrorLog:       log.New(io.Discard, "", 0), // of clients that hang up
	}
	ended := make(chan error, len(l.ports))
	for _, port := range l.ports {
		go func() { ended <- server.Serve(port) }()
	}
	looped := make(chan struct{})
	go func() {
		s.loop(ctx)
		close(looped)
	}()
	var err error
	select {
	case <-ctx.Done():
	case err = <-ended:
	}
	stop()
	<-looped
	defer s.opts.Site.Shelf.Close()
	over, cancel := context.WithTimeout(context.Background(), goodbye)
	defer cancel()
	if server.Shutdown(over) != nil {
		_ = server.Close() // a client that does not end is cut off
	}
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// join asks the loop to let a client in.
func (s *Server) join(ctx context.Context, c *client) bool {
	j := join{c, make(chan bool, 1)}
	select {
	case s.joins <- j:
		return <-j.ok
	case <-ctx.Done():
	case <-s.closing:
	}
	return false
}

func (s *Server) leave(c *client) {
	select {
	case s.leaves <- c:
	case <-s.closing:
	}
}

// report passes on what was found outside the loop.
func (s *Server) report(r Report) {
	select {
	case s.reports <- r:
	case <-s.closing:
	}
}
