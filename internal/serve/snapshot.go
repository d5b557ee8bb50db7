package serve

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"runtime/debug"
	"strings"
	"sync"

	"github.com/exemplar-lp/exemplar/internal/publish"
	"github.com/exemplar-lp/exemplar/internal/site"
)

// snapshot is a site without errors, ready to be asked for its files.
type snapshot struct {
	site *site.Site
	tree *tree
	// outputs are by path.
	outputs map[string]*output
	// before is the snapshot that answers for what this one fails to make; nil
	// if there is none.
	before *snapshot

	mu sync.Mutex
	// failed has the outputs that could not be made, by path.
	failed map[string]error
}

// output is one file of the site, made when it is asked for.
type output struct {
	path, source string
	once         sync.Once
	from         func() ([]byte, error)
	data         []byte
	tag          string
	err          error
}

func newSnapshot(s *site.Site, t *tree, outputs []publish.Output, before *snapshot) *snapshot {
	n := &snapshot{site: s, tree: t, outputs: make(map[string]*output, len(outputs)), failed: map[string]error{}}
	if before != nil {
		n.before = before.sound()
	}
	for _, o := range outputs {
		n.outputs[o.Path] = &output{path: o.Path, source: o.Source, from: o.Bytes}
	}
	return n
}

// sound returns the snapshot itself, or the one before where something in it
// failed. What it returns remembers no other, so that memory does not grow.
func (s *snapshot) sound() *snapshot {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.failed) > 0 && s.before != nil {
		return s.before
	}
	s.before = nil
	return s
}

// get makes an output, once.
func (o *output) get() ([]byte, string, error) {
	o.once.Do(func() {
		defer func() {
			if p := recover(); p != nil {
				o.err = &crash{what: "making " + o.path, cause: p, stack: debug.Stack()}
			}
		}()
		if o.data, o.err = o.from(); o.data == nil && o.err == nil {
			o.data = []byte{} // nil means that there is none
		}
		o.from = nil
		o.tag = tagOf(o.data)
	})
	return o.data, o.tag, o.err
}

// tagOf is the entity tag of some bytes, without quotes.
func tagOf(parts ...[]byte) string {
	h := sha256.New()
	for _, p := range parts {
		h.Write(p)
	}
	return hex.EncodeToString(h.Sum(nil)[:12])
}

// crash is a mistake in the program, caught so that the server goes on.
type crash struct {
	what  string
	cause any
	stack []byte
}

// Error says what was being done, and with which panic it ended.
func (c *crash) Error() string { return fmt.Sprintf("%s: %v", c.what, c.cause) }

// fetched is the answer of a snapshot to a request for one file.
type fetched struct {
	output *output
	data   []byte
	tag    string
	// err says why the file could not be made; data is then that of an older
	// snapshot, or nil.
	err error
}

// fetch makes an output. One that fails is answered by the snapshot before.
func (s *snapshot) fetch(o *output) fetched {
	data, tag, err := o.get()
	if err == nil {
		return fetched{output: o, data: data, tag: tag}
	}
	s.mu.Lock()
	s.failed[o.path] = err
	before := s.before
	s.mu.Unlock()
	if before != nil {
		if old := before.outputs[o.path]; old != nil {
			data, tag, _ := old.get()
			return fetched{output: o, data: data, tag: tag, err: err}
		}
	}
	return fetched{output: o, err: err}
}

// find looks up the path of a URL. Only the paths of the outputs are known;
// nothing is ever looked for on disk. Without a file it may be the name of a
// folder, to which redirect then leads.
func (s *snapshot) find(urlPath string) (o *output, redirect string) {
	name := strings.TrimPrefix(urlPath, "/")
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	if o := s.outputs[name]; o != nil {
		return o, ""
	}
	if o := s.outputs[name+".html"]; o != nil && s.site != nil && s.site.Settings.CleanURLs {
		return o, ""
	}
	if s.outputs[name+"/index.html"] != nil {
		return nil, "/" + name + "/"
	}
	return nil, ""
}
