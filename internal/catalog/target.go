package catalog

import (
	"net/url"
	"path"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"

	"golang.org/x/text/unicode/norm"

	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/diag"
	"github.com/exemplar-lp/exemplar/internal/markdown"
)

// bodies is the work on the bodies of all entries: what their links, pictures
// and markers lead to. It needs nothing but the places and the standards, so that
// it goes on beside the rest.
type bodies struct {
	entries []Entry
	// faulty are those with something to report. What is suggested depends on
	// what was suggested before, so they are done again, in order.
	faulty []bool
	// mentioned are the entries that each body leads to.
	mentioned [][]Entry
	workers   sync.WaitGroup
}

// startBodies starts on all bodies, several at a time.
func (l *linker) startBodies() *bodies {
	entries := l.catalog.ordered
	b := &bodies{entries: entries, faulty: make([]bool, len(entries)), mentioned: make([][]Entry, len(entries))}
	var next atomic.Int64
	for range runtime.GOMAXPROCS(0) {
		own := l.fork() // before this one goes on
		b.workers.Go(func() {
			const some = 64
			for from := int(next.Add(some)) - some; from < len(entries); from = int(next.Add(some)) - some {
				for i := from; i < min(from+some, len(entries)); i++ {
					b.mentioned[i] = own.linkBody(entries[i])
					b.faulty[i] = len(own.problems) > 0
					own.problems = nil
				}
			}
		})
	}
	return b
}

// finishBodies waits for the bodies, reports what is wrong with them, and notes
// who links to whom.
func (l *linker) finishBodies(b *bodies) {
	b.workers.Wait()
	for i, e := range b.entries {
		if b.faulty[i] {
			l.linkBody(e)
		}
		for _, to := range b.mentioned[i] {
			mention(to, e)
		}
	}
}

// linkBody resolves the links, pictures and markers of a body, and returns the
// entries that they lead to.
func (l *linker) linkBody(e Entry) []Entry {
	m, links := e.Common(), e.Linked()
	l.mentioned = nil
	links.Targets = make([]Target, len(m.Body.Links))
	for i, a := range m.Body.Links {
		if a.External {
			links.Targets[i] = Target{External: true}
			continue
		}
		to := l.follow(m, a.Dest, a.Pos.In(m.Source))
		links.Targets[i] = to.target
		if to.entry != nil {
			l.mentioned = append(l.mentioned, to.entry)
		}
	}
	links.Pictures = make([]string, len(m.Body.Images))
	for i, p := range m.Body.Images {
		if said, _ := m.Says(p.Dest); !said.Decorative {
			l.checkAlt(m.Source, p)
		}
		links.Pictures[i] = l.picture(m, p.Dest, p.Pos.In(m.Source))
	}
	l.linkMarkers(e)
	l.linkAddresses(e)
	return l.mentioned
}

// checkAlt reports a picture without a description, or with what a program put in
// its place.
func (l *linker) checkAlt(source string, p markdown.Image) {
	hint := "write what it shows between the square brackets: ![a plan of the room](" + p.Dest + ")"
	switch alt := strings.TrimSpace(p.Alt); {
	case alt == "":
		l.problems.Add(diag.ImageAlt, p.Pos.In(source), hint, "the picture %q has no description", p.Dest)
	case fileLike.MatchString(alt):
		l.problems.Add(diag.ImageAlt, p.Pos.In(source), hint, "%q is not a description of the picture", alt)
	}
}

// fileLike matches what programs and cameras put in the place of a description.
var fileLike = regexp.MustCompile(`(?i)^(\S+\.(jpe?g|png|gif|webp|heic|svg)|(img|dsc|dscn|image|picture|photo|screenshot|untitled)[ _-]?[0-9]*|alt text)$`)

// linkAddresses resolves the front-matter keys that may name a page.
func (l *linker) linkAddresses(e Entry) {
	switch v := e.(type) {
	case *Practitioner:
		l.linkAddress(e, "contact", v.Contact)
	case *School:
		l.linkAddress(e, "contact", v.Contact)
		l.linkAddress(e, "website", string(v.Website))
	case *Event:
		l.linkAddress(e, "booking_url", string(v.BookingURL))
	case *Opportunity:
		l.linkAddress(e, "apply_url", string(v.ApplyURL))
	}
}

// linkAddress resolves one of them, unless it is empty.
func (l *linker) linkAddress(e Entry, key, value string) {
	if value == "" {
		return
	}
	links := e.Linked()
	if links.Addresses == nil {
		links.Addresses = map[string]Target{}
	}
	links.Addresses[key] = l.address(e.Common(), value, e.Common().At(key))
}

// mention notes that an entry's body leads to another. Entries come in the
// order of their paths, each with all its links at once.
func mention(to, from Entry) {
	if to == from {
		return
	}
	links := to.Linked()
	if n := len(links.LinkedFrom); n == 0 || links.LinkedFrom[n-1] != from {
		links.LinkedFrom = append(links.LinkedFrom, from)
	}
}

// destination is a link as written, taken apart.
type destination struct{ path, query, fragment string }

func parseDestination(text string) (destination, error) {
	if !strings.ContainsAny(text, "#?%") {
		return destination{path: text}, nil // most
	}
	var d destination
	rest, fragment, _ := strings.Cut(text, "#")
	p, query, _ := strings.Cut(rest, "?")
	var err error
	if d.path, err = url.PathUnescape(p); err != nil {
		return d, err
	}
	d.query = query
	d.fragment, err = url.PathUnescape(fragment)
	return d, err
}

// follow finds out where a link leads from a page, and reports it if it leads
// nowhere. The place is empty then.
func (l *linker) follow(from *content.Meta, text string, at diag.Position) place {
	if text == "" {
		l.problems.Add(diag.LinkBroken, at, "write the path of a file or an address between the round brackets", "the link has no address")
		return place{}
	}
	d, err := parseDestination(text)
	if err != nil {
		l.problems.Add(diag.LinkBroken, at, "write %25 for a percent sign", "the link %s has a %% that stands for no character", quoted(text))
		return place{}
	}
	to, ok := l.locate(from, d.path)
	switch {
	case !ok:
		l.reportBroken(diag.LinkBroken, from, d.path, text, at)
		return place{}
	case to.silent:
		return place{}
	case to.reason != "":
		l.problems.Add(diag.LinkUnpublished, at, "only its words are shown until the page is published",
			"the link %s leads to a page that is not published: %s", quoted(text), to.reason)
		return place{}
	}
	if to.source != "" {
		l.problems.Add(diag.LinkForm, at, "link to the file: "+quoted(relative(from, to.source)), "the link %s names a page, not its file", quoted(text))
	}
	to.target.Query, to.target.Fragment = d.query, d.fragment
	l.checkAnchor(to, text, at)
	return to
}

// locate finds the place of a path as a page's author writes it: from the
// page's folder on, or from the content folder on after a slash.
func (l *linker) locate(from *content.Meta, p string) (place, bool) {
	if p == "" {
		return l.at(from.Source), true
	}
	if to := l.places[norm.NFC.String(absolute(from, p))]; to != nil {
		return *to, true
	}
	return place{}, false
}

func absolute(from *content.Meta, p string) string {
	if strings.HasPrefix(p, "/") {
		return path.Join(content.Folder, p)
	}
	if p != "" && p[0] != '.' && !strings.Contains(p, "/") {
		return from.Source[:strings.LastIndexByte(from.Source, '/')+1] + p // most
	}
	return path.Join(path.Dir(from.Source), p)
}

// relative writes a path of the site as a link from a page's file.
func relative(from *content.Meta, to string) string {
	here, there := strings.Split(path.Dir(from.Source), "/"), strings.Split(to, "/")
	n := 0
	for n < len(here) && n < len(there)-1 && here[n] == there[n] {
		n++
	}
	return strings.Repeat("../", len(here)-n) + strings.Join(there[n:], "/")
}

// checkAnchor reports a fragment that the page has not. Of generated pages and
// files the anchors are not known; #top is the top of any page (HTML, 7.4.6.4).
func (l *linker) checkAnchor(to place, text string, at diag.Position) {
	id := to.target.Fragment
	if to.entry == nil || id == "" || strings.EqualFold(id, "top") {
		return
	}
	page := to.entry.Common().Body
	if page.HasAnchor(id) {
		return
	}
	near := diag.Nearest(id, page.Anchors())
	if near != "" {
		near = "#" + near
	}
	l.problems.Add(diag.LinkAnchor, at, suggest(near, "take the part after # out"),
		"the link %s leads to a heading that %q does not have", quoted(text), to.entry.Common().Source)
}

// picture finds a picture file and reports it if it is not there.
func (l *linker) picture(from *content.Meta, text string, at diag.Position) string {
	if strings.Contains(text, "://") || strings.HasPrefix(text, "//") || strings.HasPrefix(text, "data:") {
		l.problems.Add(diag.ImageMissing, at, "save the picture beside the page and name its file",
			"the picture %q is not a file of this site", text)
		return ""
	}
	if text == "" {
		l.problems.Add(diag.ImageMissing, at, "write the name of its file between the round brackets", "the picture has no file")
		return ""
	}
	d, err := parseDestination(text)
	if err != nil {
		d.path = text
	}
	to, ok := l.locate(from, d.path)
	switch {
	case ok && to.target.File:
		return to.target.Path
	case ok && !to.silent:
		l.notAPicture(to, text, at)
	case !ok:
		l.reportBroken(diag.ImageMissing, from, d.path, text, at)
	}
	return ""
}

// notAPicture says what else stands at the path of a picture.
func (l *linker) notAPicture(to place, text string, at diag.Position) {
	if to.reason != "" {
		l.problems.Add(diag.ImageMissing, at, "copy the picture beside this page",
			"the picture %q belongs to a page that is not published: %s", text, to.reason)
		return
	}
	l.problems.Add(diag.ImageMissing, at, "name the picture's file", "%q is a page, not a picture", text)
}

// photograph finds a person's portrait. Nobody's is used without a page and a
// day of consent.
func (l *linker) photograph(p *Practitioner) {
	if p.Photo == "" || !p.Profile {
		return
	}
	file := l.picture(&p.Meta, p.Photo, p.At("photo"))
	if agreed := p.Consent.Photo; !agreed.IsZero() && !agreed.After(l.opts.AsOf) {
		p.Picture = file
	}
}

// offer finds what a study offers for use.
func (l *linker) offer(s *CaseStudy) {
	for _, r := range s.Resources {
		to := Target{}
		switch {
		case r.File != "":
			to = l.file(&s.Meta, r)
		case r.URL != "":
			to = l.address(&s.Meta, string(r.URL), r.Pos.In(s.Source))
		}
		s.Offered = append(s.Offered, to)
	}
}

// file finds the file of a resource.
func (l *linker) file(from *content.Meta, r content.Resource) Target {
	to, ok := l.locate(from, r.File)
	if ok && to.target.File {
		return to.target
	}
	if ok {
		l.problems.Add(diag.LinkBroken, r.Pos.In(from.Source), `write it as "url" in place of "file"`, "%q is a page, not a file", r.File)
		return Target{}
	}
	l.reportBroken(diag.LinkBroken, from, r.File, r.File, r.Pos.In(from.Source))
	return Target{}
}

// address resolves a web address or a page of the site that front matter gives.
func (l *linker) address(from *content.Meta, text string, at diag.Position) Target {
	if u, err := url.Parse(text); err == nil && (u.Scheme != "" || u.Host != "") || strings.Contains(text, "@") {
		return Target{External: true}
	}
	return l.follow(from, text, at).target
}
