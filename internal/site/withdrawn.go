package site

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/config"
	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/diag"
	"github.com/exemplar-lp/exemplar/internal/publish"
	"github.com/exemplar-lp/exemplar/internal/search"
	"github.com/exemplar-lp/exemplar/internal/withdraw"
)

// Register is the name of the register of what was withdrawn, in a site's root.
const Register = withdraw.File

// Refused is an output that must not be published, because of what stands in its
// finished bytes.
type Refused struct{ Diagnostic diag.Diagnostic }

// Error returns the place and the message.
func (r *Refused) Error() string {
	return r.Diagnostic.Position.String() + ": " + r.Diagnostic.Message
}

// readRegister reads withdrawals.yaml, if there is one.
func (s *Site) readRegister(_ Options, problems *diag.List) error {
	raw, err := s.readOwn(withdraw.File, problems)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil || raw == nil {
		return err
	}
	src, found := content.Normalise(withdraw.File, raw)
	register, more := withdraw.Read(src)
	s.register = register
	*problems = append(append(*problems, found...), more...)
	return nil
}

// hide adds to what is searched for the names of people whose pages hide them, but
// for a name that a published person bears too.
func (s *Site) hide() {
	shown := map[string]bool{}
	for _, p := range s.Catalog.Practitioners {
		shown[strings.ToLower(p.Title)] = true
	}
	var names []withdraw.Text
	for _, e := range s.Content.Entries {
		if p, ok := e.(*content.Practitioner); ok && p.Publish == content.VisibilityHidden && !shown[strings.ToLower(p.Title)] {
			names = append(names, withdraw.Text{Text: p.Title, Pos: p.At("publish")})
		}
	}
	if len(names) > 0 {
		s.register = s.register.Hiding(names)
	}
}

// guard is the finish of every output that somebody gets: it searches the bytes for
// what was withdrawn and for what a theme asks of other sites, and refuses them
// where a text was lost on the way.
func (s *Site) guard(o publish.Output, data []byte, err error) ([]byte, error) {
	if err = errors.Join(err, s.opts.Shelf.Err()); err != nil {
		return nil, err
	}
	if asked := s.thirdParties(o, data); len(asked) > 0 {
		return nil, &Refused{asked[0]}
	}
	if hits := s.search(o, data, nil); len(hits) > 0 {
		f := findings{}
		f.add(o.Path, hits)
		return nil, &Refused{s.report(f)[0]}
	}
	return data, nil
}

// hits searches the finished bytes of an output.
func (s *Site) hits(o publish.Output, data []byte) []withdraw.Hit {
	finished := withdraw.Output{Path: o.Path, Data: s.unpacked(o.Path, data)}
	if strings.Contains(o.Source, "/") {
		finished.Source = o.Source
		if s.register.Hashes() && path.Ext(o.Source) != ".md" {
			finished.Sum = s.sum(o.Source)
		}
	}
	return s.register.Search(finished)
}

// unpacked returns what the search index says, in place of its first file; the
// words of its files are packed. An output that is not packed is returned as it
// is.
func (s *Site) unpacked(name string, data []byte) []byte {
	if name != search.First {
		return data
	}
	texts, err := s.Index().Texts()
	if err != nil {
		return data
	}
	return []byte(strings.Join(texts, "\n"))
}

// sum returns the SHA-256 of a file of the site, or "".
func (s *Site) sum(file string) string {
	data, err := fs.ReadFile(s.root, file)
	if err != nil {
		return ""
	}
	hash := sha256.Sum256(data)
	return hex.EncodeToString(hash[:])
}

// finding is where one entry of the register was found.
type finding struct {
	outputs []string
	around  string
}

// findings are by the entry's index in the register.
type findings map[int]*finding

func (f findings) add(output string, hits []withdraw.Hit) {
	for _, h := range hits {
		if f[h.Entry] == nil {
			f[h.Entry] = &finding{}
		}
		f[h.Entry].outputs = append(f[h.Entry].outputs, output)
		f[h.Entry].around = cmp.Or(f[h.Entry].around, h.Around)
	}
}

// report turns findings into problems: one for each place in the sources of the
// site, or one at the register where no source has it in so many words.
func (s *Site) report(found findings) diag.List {
	if len(found) == 0 {
		return nil
	}
	places := s.placesOf(found)
	var problems diag.List
	for i, f := range found {
		slices.Sort(f.outputs)
		e := s.register.Entries[i]
		words := withdrawnWords
		if e.Kind == withdraw.Hidden {
			words = hiddenWords
		}
		message := fmt.Sprintf("the %s %q %s and stands in %s", words.kind(e), e.Text.Text, words.is, someFiles(f.outputs))
		if f.around != "" && len(places[i]) == 0 {
			message += fmt.Sprintf(": … %s …", f.around)
		}
		for _, at := range places[i] {
			d := diag.New(words.code, at, "take it out here; "+words.otherwise, "%s", message)
			d.Related = []diag.Related{{Position: e.Pos, Message: words.here}}
			problems = append(problems, d)
		}
		if len(places[i]) == 0 {
			problems.Add(words.code, e.Pos, "take it out of what makes "+f.outputs[0]+", or "+words.undo, "%s", message)
		}
	}
	return problems.Sort()
}

// wording is how a kind of entry is told of.
type wording struct {
	code                      diag.Code
	is, here, otherwise, undo string
}

var (
	withdrawnWords = wording{diag.WithdrawnPublished, "is withdrawn", "withdrawn here",
		"if another is meant, write more words of it in " + withdraw.File, "remove this line if it may be published again"}
	hiddenWords = wording{diag.PeopleHidden, "is hidden", "hidden here",
		"if the name may stand here, write publish: name-only on the person's page", "write publish: name-only here if the name may stand there"}
)

// kind names what an entry is.
func (w wording) kind(e withdraw.Entry) withdraw.Kind {
	if e.Kind == withdraw.Hidden {
		return withdraw.Person
	}
	return e.Kind
}

func someFiles(paths []string) string {
	if len(paths) == 1 {
		return paths[0]
	}
	return fmt.Sprintf("%d files, among them %s", len(paths), paths[0])
}

// placesOf finds the entries in the published pages' own files and in the
// settings.
func (s *Site) placesOf(found findings) map[int][]diag.Position {
	sources := []string{config.File}
	s.Catalog.Each(func(e catalog.Entry) { sources = append(sources, e.Common().Source) })
	places := map[int][]diag.Position{}
	for _, file := range sources {
		raw, err := fs.ReadFile(s.root, file)
		if err != nil {
			continue
		}
		src, _ := content.Normalise(file, raw)
		if src == nil {
			continue
		}
		for _, h := range s.register.SearchSource(src.Text) {
			if found[h.Entry] != nil && !s.refersTo(h, src.Text) {
				places[h.Entry] = append(places[h.Entry], placeIn(src, h.Offset, s.register.Entries[h.Entry].Text.Text))
			}
		}
	}
	return places
}

// refersTo reports whether a hidden person is only referred to by the name of their
// file, which is published nowhere.
func (s *Site) refersTo(h withdraw.Hit, text []byte) bool {
	e := s.register.Entries[h.Entry]
	from := max(0, h.Offset-len(e.Text.Text))
	return e.Kind == withdraw.Hidden && !bytes.ContainsAny(text[from:h.Offset], " ,")
}

// placeIn returns the place of a text that ends at an offset; where it does not
// stand there as it is written in the register, from its first word on.
func placeIn(src *diag.Source, end int, text string) diag.Position {
	if from := end - len(text); from >= 0 && bytes.EqualFold(src.Text[from:end], []byte(text)) {
		return src.At(from, len(text))
	}
	line := src.Text[:end]
	start := bytes.LastIndexByte(line, '\n') + 1
	line = bytes.ToLower(line[start:])
	first, _, _ := strings.Cut(strings.ToLower(text), " ")
	if i := bytes.LastIndex(line, []byte(first)); i >= 0 && len(line) == end-start {
		return src.At(start+i, len(bytes.TrimRight(line[i:], " .,;:!?")))
	}
	return src.At(end-1, 1)
}
