package serve

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
	"sync"

	"github.com/exemplar-lp/exemplar/internal/publish"
	"github.com/exemplar-lp/exemplar/internal/site"
)

// snapshot is a site without errors, ready to be asked for its files.
type snapshot struct {
	site *site.Site
	tree *tree
	// outputs are by path; those of the search index are in index, which is made
	// when the first of them is asked for.
	outputs map[string]*output
	index   func() map[string]*output
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

func newSnapshot(s *site.Site, t *tree, outputs []publish.Output) *snapshot {
	n := &snapshot{site: s, tree: t, outputs: byPath(outputs)}
	n.index = sync.OnceValue(func() map[string]*output { return byPath(s.SearchOutputs()) })
	return n
}

func byPath(outputs []publish.Output) map[string]*output {
	found := make(map[string]*output, len(outputs))
	all := make([]output, len(outputs))
	for i, o := range outputs {
		all[i].path, all[i].source, all[i].from = o.Path, o.Source, o.Bytes
		found[o.Path] = &all[i]
	}
	return found
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
	if o := s.outputs[name]; o != nil {
		return o, ""
	}
	if o := s.outputs[name+".html"]; o != nil && s.site != nil && s.site.Settings.CleanURLs {
		return o, ""
	}
	if s.outputs[name+"/index.html"] != nil {
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
