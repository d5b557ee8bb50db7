package serve

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
	"sync"

	"github.com/exemplar-lp/exemplar/internal/diag"
	"github.com/exemplar-lp/exemplar/internal/publish"
	"github.com/exemplar-lp/exemplar/internal/site"
)

// snapshot is a site without errors, ready to be asked for its files.
type snapshot struct {
	site *site.Site
	tree *tree
	*manifest
	// lost is the page at addresses that have none.
	lost *output
	// made has the outputs that were asked for, by path.
	mu   sync.Mutex
	made map[string]*output
	// index has those of the search index by path; it is made when the first of
	// them is asked for.
	index func() map[string]*output
}

// manifest is the outputs of a site. The paths of a site change more rarely than
// its texts, so that most of it is that of the manifest before.
type manifest struct {
	outputs []publish.Output
	// places has the place of each path in outputs.
	places    map[string]int
	conflicts diag.List
}

// manifestOf makes a manifest of some outputs; before may be nil.
func manifestOf(outputs []publish.Output, before *manifest) *manifest {
	if before != nil && slices.EqualFunc(outputs, before.outputs, sameOutput) {
		return &manifest{outputs, before.places, before.conflicts}
	}
	m := &manifest{outputs, make(map[string]int, len(outputs)), publish.Conflicts(outputs)}
	for i, o := range outputs {
		m.places[o.Path] = i
	}
	return m
}

func sameOutput(a, b publish.Output) bool { return a.Path == b.Path && a.Source == b.Source }

// output is one file of the site, made when it is asked for.
type output struct {
	path, source string
	once         sync.Once
	from         func() ([]byte, error)
	data         []byte
	tag          string
	err          error
}

func newSnapshot(s *site.Site, t *tree, m *manifest) *snapshot {
	n := &snapshot{site: s, tree: t, manifest: m, made: map[string]*output{}}
	if s != nil {
		n.lost = newOutput(s.NotFound())
	}
	n.index = sync.OnceValue(func() map[string]*output {
		found := map[string]*output{}
		for _, o := range s.SearchOutputs() {
			found[o.Path] = newOutput(o)
		}
		return found
	})
	return n
}

func newOutput(o publish.Output) *output {
	return &output{path: o.Path, source: o.Source, from: func() ([]byte, error) { return o.Bytes(new(bytes.Buffer)) }}
}

// output returns the output of a path, nil if there is none.
func (s *snapshot) output(name string) *output {
	i, ok := s.places[name]
	if !ok {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	o := s.made[name]
	if o == nil {
		o = newOutput(s.outputs[i])
		s.made[name] = o
	}
	return o
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

// find looks up the path of a URL. Only the paths of the outputs are known;
// nothing is ever looked for on disk. Without a file it may be the name of a
// folder, to which redirect then leads.
func (s *snapshot) find(urlPath string) (o *output, redirect string) {
	name := strings.TrimPrefix(urlPath, "/")
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	if o := s.output(name); o != nil {
		return o, ""
	}
	if o := s.output(name + ".html"); o != nil && s.site != nil && s.site.Settings.CleanURLs {
		return o, ""
	}
	if s.output(name+"/index.html") != nil {
		return nil, "/" + name + "/"
	}
	if strings.HasPrefix(name, site.SearchFolder) && s.site != nil {
		return s.index()[name], ""
	}
	return nil, ""
}

// shown remembers what was last answered at the addresses that were asked for,
// to have something to show where a page cannot be made any more.
type shown struct {
	mu    sync.Mutex
	data  map[string][]byte
	order []string // of the addresses, the first asked for first
}

// mostShown is how many addresses are remembered, and largestShown the largest
// answer that is.
const (
	mostShown    = 100
	largestShown = 1 << 20
)

func (s *shown) keep(path string, data []byte) {
	if len(data) > largestShown {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.data == nil {
		s.data = map[string][]byte{}
	}
	if _, ok := s.data[path]; !ok {
		s.order = append(s.order, path)
	}
	s.data[path] = data
	if len(s.order) > mostShown {
		delete(s.data, s.order[0])
		s.order = slices.Delete(s.order, 0, 1)
	}
}

func (s *shown) find(path string) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.data[path]
}
