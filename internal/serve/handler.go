package serve

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"

	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/diag"
	"github.com/exemplar-lp/exemplar/internal/site"
)

// ownFolder holds the server's own files. No output has such a path.
const ownFolder = "/-/"

// ServeHTTP implements [http.Handler].
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	defer func() {
		if p := recover(); p != nil {
			s.report(Report{Notice: fmt.Sprintf("a mistake in exemplar itself, at %s: %v", r.URL.Path, p)})
			panic(http.ErrAbortHandler)
		}
	}()
	protect(w.Header())
	if status, why := s.guard.refuse(r); status != 0 {
		if status == http.StatusMethodNotAllowed {
			w.Header().Set("Allow", "GET, HEAD")
		}
		http.Error(w, why, status)
		return
	}
	if strings.HasPrefix(r.URL.Path, ownFolder) {
		s.own(w, r)
		return
	}
	if s.wait(r.Context()) {
		s.answer(w, r)
	}
}

// wait waits until the site was read once.
func (s *Server) wait(ctx context.Context) bool {
	select {
	case <-s.ready:
		return true
	case <-s.closing:
	case <-ctx.Done():
	}
	return false
}

// own answers for the server's own files.
func (s *Server) own(w http.ResponseWriter, r *http.Request) {
	switch name := strings.TrimPrefix(r.URL.Path, ownFolder); name {
	case "events":
		s.events(w, r)
	case "problems.json":
		if s.wait(r.Context()) {
			s.problems(w, r)
		}
	case "serve.js", "bar.css", "print.js", "print.css":
		data, err := web.ReadFile("web/" + name)
		if err != nil {
			panic(err) // they are embedded
		}
		send(w, r, name, tagOf(data), data)
	default:
		http.Error(w, "there is nothing here", http.StatusNotFound)
	}
}

// problems answers with every problem, one object a line, as build does with
// --format json.
func (s *Server) problems(w http.ResponseWriter, r *http.Request) {
	var text bytes.Buffer
	printer := diag.Printer{W: &text, Format: diag.JSON}
	if err := printer.Print(s.state.Load().problems); err != nil {
		panic(err) // a buffer takes everything
	}
	send(w, r, "problems.jsonl", tagOf(text.Bytes()), text.Bytes())
}

// answer answers for the site's own files.
func (s *Server) answer(w http.ResponseWriter, r *http.Request) {
	st := s.state.Load()
	if st.good == nil {
		s.sendPage(w, r, http.StatusInternalServerError, st, view{state: st})
		return
	}
	o, folder := st.good.find(r.URL.Path)
	switch {
	case folder != "":
		target := url.URL{Path: folder, RawQuery: r.URL.RawQuery}
		http.Redirect(w, r, target.String(), http.StatusFound)
	case o == nil:
		s.missing(w, r, st)
	default:
		s.found(w, r, st, o)
	}
}

// found answers with an output. Where it cannot be made, what it last was has to
// do.
func (s *Server) found(w http.ResponseWriter, r *http.Request, st *state, o *output) {
	data, tag, failure := s.fetch(st, o)
	switch {
	case path.Ext(o.path) == ".html":
		status := http.StatusOK
		if data == nil {
			status = http.StatusInternalServerError
		}
		s.sendPage(w, r, status, st, view{state: st, output: o, page: data, failure: failure})
	case data == nil:
		http.Error(w, failure[0].Position.String()+": "+failure[0].Message, http.StatusInternalServerError)
	default:
		send(w, r, o.path, tag, data)
	}
}

// fetch makes an output, or returns what it last was and why it cannot be made.
func (s *Server) fetch(st *state, o *output) (data []byte, tag string, failure diag.List) {
	data, tag, err := o.get()
	if err == nil {
		s.shown.keep(o.path, data)
		return data, tag, nil
	}
	failure = diag.List{problemOf(err)}
	s.report(Report{Failed: &Failed{Path: o.path, Problem: failure[0], Site: st.good.site}})
	data = s.shown.find(o.path)
	return data, tagOf(data), failure
}

// problemOf turns the failure of an output into a problem to show.
func problemOf(err error) diag.Diagnostic {
	if d, ok := site.ProblemOf(err); ok {
		return d
	}
	return diag.New(diag.FileUnreadable, diag.Position{}, "", "%v", err)
}

// missing answers with the site's own page for what is not there.
func (s *Server) missing(w http.ResponseWriter, r *http.Request, st *state) {
	v := view{state: st, missing: strings.TrimPrefix(r.URL.Path, "/")}
	if v.output = st.good.lost; v.output != nil {
		v.page, _, v.failure = s.fetch(st, v.output)
	}
	s.sendPage(w, r, http.StatusNotFound, st, v)
}

// sendPage sends a page with the bar on it.
func (s *Server) sendPage(w http.ResponseWriter, r *http.Request, status int, st *state, v view) {
	v.preview = previewOf(r.URL.Query())
	v.path = r.URL.Path
	v.root = s.opts.Dir
	text, tag := v.render()
	if v.preview == previewNoJS {
		w.Header().Set("Content-Security-Policy", noScripts)
	}
	h := w.Header()
	h.Set("ETag", `"`+tag+`"`)
	h.Set("Content-Type", "text/html; charset=utf-8")
	if status == http.StatusOK {
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(text))
		return
	}
	w.WriteHeader(status)
	if r.Method == http.MethodGet {
		_, _ = w.Write(text) // a client that went away needs no answer
	}
}

// noScripts makes a browser treat a page as if scripts were turned off
// (https://www.w3.org/TR/CSP3/#directive-sandbox).
const noScripts = "sandbox allow-same-origin allow-forms allow-popups allow-top-navigation"

// send sends a file that is not a page.
func send(w http.ResponseWriter, r *http.Request, name, tag string, data []byte) {
	w.Header().Set("Content-Type", mediaType(name))
	w.Header().Set("ETag", `"`+tag+`"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
}

// mediaTypes are those of what a site publishes: what a system thinks of an
// extension differs from one to the next.
var mediaTypes = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".json": "application/json", ".jsonl": "application/jsonl", ".csv": "text/csv; charset=utf-8", ".txt": "text/plain; charset=utf-8",
	".xml": "application/xml", ".ics": "text/calendar; charset=utf-8", ".svg": "image/svg+xml", ".png": "image/png",
	".jpg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp", ".ico": "image/x-icon", ".pdf": "application/pdf",
	".woff2": "font/woff2", ".webmanifest": "application/manifest+json",
}

func mediaType(name string) string {
	ext := strings.ToLower(path.Ext(name))
	return cmp.Or(mediaTypes[ext], mime.TypeByExtension(ext), "application/octet-stream")
}

// sourceOf returns the file of the entry whose page would be at an output path.
func sourceOf(set *content.Set, outputPath string) string {
	for _, e := range set.Entries {
		if m := e.Common(); m.Path() == outputPath {
			return m.Source
		}
	}
	return ""
}
