// Package withdraw keeps what was withdrawn out of the published site.
//
// In come withdrawals.yaml, the register of people, pages, pictures and phrases
// that must not appear, the names of people whose pages are hidden, and the
// finished bytes of outputs. Out come the entries that stand in them all the same,
// each with its place. It never changes an
// output, decides what is published or prints the register.
package withdraw

import (
	"bytes"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/exemplar-lp/exemplar/internal/diag"
	"github.com/exemplar-lp/exemplar/internal/document"
	"github.com/exemplar-lp/exemplar/internal/strict"
)

// File is the name of the register in a site's root.
const File = "withdrawals.yaml"

// entries is the register as it is typed.
type entries struct {
	People  []Text `key:"people" eg:"[Amira Khan]" doc:"Names of people who must not be named."`
	Pages   []Text `key:"pages" eg:"[case-studies/talk.md]" doc:"Pages that must not be there, by file or by address within the site."`
	Images  []Text `key:"images" eg:"[class-photo.jpg]" doc:"Pictures that must not be there, by file name or by the SHA-256 of the file."`
	Phrases []Text `key:"phrases" eg:"[the Amber House]" doc:"Words that must not be there."`
}

// Text is one text of the register with its place.
type Text struct {
	Text string
	Pos  diag.Position
}

// ReadScalar takes any text.
func (t *Text) ReadScalar(s strict.Scalar) diag.List {
	*t = Text{s.Text, s.Pos}
	return nil
}

// Register is what was withdrawn, ready for searching. It does not change and
// may be used by many goroutines at once.
type Register struct {
	// Entries are in the order of the register.
	Entries []Entry

	machine *machine
}

// Kind is what an entry of the register is.
type Kind string

// The kinds of entries, as messages name them.
const (
	Person Kind = "name"
	Page   Kind = "page"
	Image  Kind = "picture"
	Phrase Kind = "phrase"
	// Hidden is the name of a person whose own page hides them; it is in no
	// register.
	Hidden Kind = "hidden name"
)

// Entry is one thing that was withdrawn.
type Entry struct {
	Kind Kind
	Text
	// Hash is the start of a SHA-256 in small hexadecimal digits, for a picture
	// that is named so; otherwise "".
	Hash string
}

// codes are the names under which problems of the register are reported: it is
// a file of settings.
var codes = map[diag.Code]diag.Code{
	diag.FrontSyntax:        diag.ConfigSyntax,
	diag.FrontFeature:       diag.ConfigSyntax,
	diag.FrontTooLarge:      diag.ConfigSyntax,
	diag.FrontUnseen:        diag.ConfigValue,
	diag.SchemaUnknownKey:   diag.ConfigUnknownKey,
	diag.SchemaDuplicateKey: diag.ConfigSyntax,
	diag.SchemaRequired:     diag.ConfigValue,
	diag.SchemaType:         diag.ConfigValue,
	diag.SchemaValue:        diag.ConfigValue,
}

// most is how many entries each list of the register may have.
const most = 20_000

var hash = regexp.MustCompile(`^(?i:sha256:)?([0-9a-fA-F]{16,64})$`)

// Read decodes the normalised text of a register. The register is never nil.
func Read(src *diag.Source) (*Register, diag.List) {
	var typed entries
	_, problems := strict.Decode(src, 0, len(src.Text), &typed, strict.Env{
		What: File, Codes: codes, Limits: strict.Limits{Bytes: 4 << 20, Items: most},
	})
	r := &Register{}
	for _, list := range []struct {
		kind  Kind
		texts []Text
	}{{Person, typed.People}, {Page, typed.Pages}, {Image, typed.Images}, {Phrase, typed.Phrases}} {
		for _, t := range list.texts {
			problems = append(problems, r.add(list.kind, t)...)
		}
	}
	r.machine = newMachine(r.patterns())
	return r, problems.Sort()
}

// shortest is the number of letters and figures that an entry needs: fewer
// would be found in nearly every text.
const shortest = 3

func (r *Register) add(kind Kind, t Text) diag.List {
	e := Entry{Kind: kind, Text: t}
	if m := hash.FindStringSubmatch(t.Text); kind == Image && m != nil {
		e.Hash = strings.ToLower(m[1])
	}
	var problems diag.List
	if p := newPattern(t.Text, 0); len(p.letters) < shortest {
		problems.Add(diag.ConfigValue, t.Pos, "write more of it", "%q is too short to search for", t.Text)
		return problems
	}
	r.Entries = append(r.Entries, e)
	return nil
}

// Hiding returns the register with the whole names of people who are hidden, each
// with the place that hides it. A name of one word is left out: it would be found
// in others' names. The receiver may be nil.
func (r *Register) Hiding(names []Text) *Register {
	with := &Register{}
	if r != nil {
		with.Entries = slices.Clone(r.Entries)
	}
	for _, n := range names {
		if len(strings.Fields(n.Text)) > 1 {
			with.Entries = append(with.Entries, Entry{Kind: Hidden, Text: n})
		}
	}
	with.machine = newMachine(with.patterns())
	return with
}

// patterns are the texts to search for. A page is searched for by its address, and
// a person also with the last name first, as in lists.
func (r *Register) patterns() []pattern {
	var list []pattern
	for i, e := range r.Entries {
		switch {
		case e.Hash != "":
		case e.Kind == Person, e.Kind == Hidden:
			list = append(list, newPattern(e.Text.Text, i))
			if words := strings.Fields(e.Text.Text); len(words) > 1 {
				last := len(words) - 1
				list = append(list, newPattern(words[last]+", "+strings.Join(words[:last], " "), i))
			}
		case e.Kind == Page:
			for _, address := range addresses(e.Text.Text) {
				if strings.Contains(address, "/") {
					list = append(list, newPattern(address, i))
				}
			}
		default:
			list = append(list, newPattern(e.Text.Text, i))
		}
	}
	return list
}

// Empty reports whether there is nothing to search for.
func (r *Register) Empty() bool { return r == nil || len(r.Entries) == 0 }

// Hashes reports whether a picture is named by the hash of its file.
func (r *Register) Hashes() bool {
	return slices.ContainsFunc(r.Entries, func(e Entry) bool { return e.Hash != "" })
}

// Hit is an entry of the register that stands in an output.
type Hit struct {
	// Entry is an index of Register.Entries.
	Entry int
	// Offset is where it ends, in bytes of the text searched; -1 where the
	// output's own name or source is the place.
	Offset int
	// Around is some of the text around it; it may be empty.
	Around string
}

// Output is a finished file as Search needs it.
type Output struct {
	// Path is where it is published, Source the file it was made of, if any.
	Path, Source string
	// Sum is the SHA-256 of the source file in hexadecimal; it may be empty.
	Sum  string
	Data []byte
}

// Search returns the entries that stand in an output, each once, in the order of
// the register.
func (r *Register) Search(o Output) []Hit {
	hits := map[int]Hit{}
	for i, e := range r.Entries {
		if e.is(o) {
			hits[i] = Hit{Entry: i, Offset: -1}
		}
	}
	keep := func(found []Hit) {
		for _, h := range found {
			if _, ok := hits[h.Entry]; !ok {
				hits[h.Entry] = h
			}
		}
	}
	for _, h := range r.machine.search([]byte(o.Path), document.Plain) {
		keep([]Hit{{Entry: h.Entry, Offset: -1}})
	}
	for _, t := range document.Texts(o.Path, o.Data) {
		keep(r.machine.search(t.Data, t.Form))
	}
	if bytes.HasPrefix(o.Data, []byte("\xfe\xff")) || bytes.HasPrefix(o.Data, []byte("\xff\xfe")) {
		keep(r.machine.search(o.Data, document.Plain)) // a mark of UTF-16 may lie
	}
	list := make([]Hit, 0, len(hits))
	for i := range r.Entries {
		if h, ok := hits[i]; ok {
			list = append(list, h)
		}
	}
	return list
}

// SearchSource returns every place of a content file's text where an entry
// stands.
func (r *Register) SearchSource(text []byte) []Hit { return r.machine.search(text, document.Plain) }

// is reports whether the output is itself what was withdrawn.
func (e Entry) is(o Output) bool {
	switch {
	case e.Hash != "":
		return strings.HasPrefix(o.Sum, e.Hash)
	case e.Kind == Page:
		return slices.Contains(addresses(e.Text.Text), o.Path) || o.Source != "" && strings.TrimPrefix(o.Source, "content/") == strings.TrimPrefix(e.Text.Text, "content/")
	case e.Kind == Image:
		name := strings.ToLower(path.Clean(strings.ReplaceAll(e.Text.Text, `\`, "/")))
		return endsWith(strings.ToLower(o.Source), name) || endsWith(strings.ToLower(o.Path), name)
	}
	return false
}

// endsWith reports whether name is the end of a path, in whole segments.
func endsWith(full, name string) bool {
	return full == name || strings.HasSuffix(full, "/"+name)
}

// addresses returns the output paths that a page of the register may mean, from
// the name of its file or from its address.
func addresses(text string) []string {
	name := strings.TrimPrefix(strings.TrimPrefix(text, "/"), "content/")
	name = strings.TrimPrefix(name, "./")
	switch {
	case strings.HasSuffix(name, ".html"):
		return []string{name}
	case path.Base(name) == "_index.md":
		return []string{path.Join(path.Dir(name), "index.html")}
	case path.Base(name) == "index.md":
		return []string{path.Dir(name) + ".html"}
	case strings.HasSuffix(name, ".md"):
		return []string{strings.TrimSuffix(name, ".md") + ".html"}
	}
	name = strings.TrimSuffix(name, "/")
	return []string{name + ".html", name + "/index.html"}
}
