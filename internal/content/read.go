package content

import (
	"maps"
	"math"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/exemplar-lp/exemplar/internal/diag"
	"github.com/exemplar-lp/exemplar/internal/markdown"
	"github.com/exemplar-lp/exemplar/internal/shelf"
	"github.com/exemplar-lp/exemplar/internal/strict"
)

// Reader reads content files, one at a time. It may be used by many goroutines
// at once; what it says of a file depends on the file's path and bytes and the
// options alone, so it may be kept for as long as these are the same.
type Reader struct {
	limits       Limits
	language     string
	markdown     *markdown.Parser
	plan         *strict.Plan
	vocabularies map[string]strict.Vocabulary
	shelf        *shelf.Shelf
	scratches    sync.Pool // of *scratch
}

// NewReader returns a reader with a site's options.
func NewReader(opts Options) *Reader {
	if opts.Limits.File == 0 {
		opts.Limits.File = 256 << 10
	}
	return &Reader{
		limits:       opts.Limits,
		language:     opts.Language,
		markdown:     markdown.NewParser(opts.Limits.Body, commonHeadings()...),
		plan:         strict.NewPlan(oneOfEach()...),
		vocabularies: vocabulariesWith(opts.Vocabularies),
		shelf:        opts.Shelf,
	}
}

// oneOfEach returns an empty entry of each kind.
func oneOfEach() []any {
	list := make([]any, len(kinds))
	for i := range kinds {
		list[i] = kinds[i].entry()
	}
	return list
}

// Parse is Reader.Parse for one file alone.
func Parse(file string, raw []byte, opts Options) (Entry, diag.List) {
	return NewReader(opts).Parse(file, raw)
}

// Parse reads one content file. file is its path relative to the site's root,
// with slashes; it decides the kind and the address. The entry is nil where the
// file is no page, cannot be read at all or has no possible address; with other
// problems it holds what could be read. Neither holds on to the bytes.
func (r *Reader) Parse(file string, raw []byte) (Entry, diag.List) {
	paper := r.scratch()
	defer r.scratches.Put(paper)
	return r.parse(file, raw, paper)
}

func (r *Reader) parse(file string, raw []byte, paper *scratch) (Entry, diag.List) {
	where, problems, ok := locate(file)
	if !ok {
		return nil, problems
	}
	src, f, found, ok := r.text(file, raw, paper)
	if !ok {
		return nil, append(problems, found...).Sort()
	}
	entry, more := r.entry(src, f, where, paper)
	if found.HasErrors() {
		more = without(more, diag.SchemaRequired) // a key may be on the wrong side of a fence
	}
	unfit := entry.Common().unfit(where)
	if problems.HasErrors() || len(unfit) > 0 {
		entry = nil
	}
	return entry, slices.Concat(problems, found, more, unfit).Sort()
}

// text turns a file into text and finds its front matter.
func (r *Reader) text(file string, raw []byte, paper *scratch) (src *diag.Source, f front, problems diag.List, ok bool) {
	if len(raw) > r.limits.File {
		return nil, front{}, diag.List{tooLarge(file, r.limits.File)}, false
	}
	src, problems = Normalise(file, raw)
	if problems.HasErrors() {
		return src, front{}, problems, false
	}
	f, found, ok := split(src, paper)
	return src, f, append(problems, found...), ok
}

// entry reads front matter and body.
func (r *Reader) entry(src *diag.Source, f front, where place, paper *scratch) (Entry, diag.List) {
	e := kinds[where.kind].entry()
	places, problems := strict.Decode(src, f.from, f.to, e, r.env(where.kind))
	defer r.plan.Reuse(places)
	m := e.Common()
	m.settle(src.Path, where, places, paper.packed[:0])
	where.name(e)
	body, found := r.markdown.Parse(src, f.body)
	outline := body.Outline // a copy, which does not hold the text in memory
	r.markdown.Compact(&outline)
	m.Body = &outline
	packed, first := body.Text.Pack(paper.packed[:0])
	paper.packed, m.words = packed, int32(first)
	m.shelf, m.text = r.shelf, r.shelf.Put(paper.packed) // the text is put aside
	defer r.markdown.Reuse(body)
	c := &checker{Meta: m, body: body, places: places, start: src.At(max(f.from-1, 0), 0)}
	c.start.Column, c.start.Length = 1, len(fence)
	words := readWords(src, f, m.Kind)
	m.Mentions = words.mentions
	m.Passages = passages(src, f, m.Language(r.language))
	if study, ok := e.(*CaseStudy); ok {
		study.divide(Doubts{Standards: faulty(places, "standards", problems), Meant: meantParts(src, slices.Concat(found, words.problems))})
	}
	more := c.run(e)
	for i, a := range m.Abbreviations {
		m.Abbreviations[i].Pos = a.placeIn(src, f.body)
	}
	return e, slices.Concat(problems, found, words.slips, words.problems, more)
}

// name fills in the framework that the path gives.
func (p place) name(e Entry) {
	switch e := e.(type) {
	case *Framework:
		e.ID = p.framework
	case *Standard:
		e.Framework = p.framework
	}
}

func without(list diag.List, code diag.Code) diag.List {
	return slices.DeleteFunc(list, func(d diag.Diagnostic) bool { return d.Code == code })
}

// settle fills in what the path says, and where the keys are.
func (m *Meta) settle(file string, where place, places strict.Places, buffer []byte) {
	m.Kind, m.Source, m.Dir, m.Slug, m.bundle = where.kind, file, where.dir, where.slug, uint16(len(where.bundle))
	m.keys = packKeys(places, buffer)
	if where.slug != "index" && CheckSlug(m.SlugKey) == "" {
		m.Slug = m.SlugKey
	}
	m.ladder = m.Ladder()
	path := m.Path()
	m.Dir = path[:len(m.Dir)] // the same words in the same memory
	m.Slug = path[len(path)-len(m.Slug)-len(pageEnding) : len(path)-len(pageEnding)]
}

// faulty reports whether the lines of a top-level key have an error, so that its
// value may not be all that the author meant.
func faulty(places strict.Places, key string, problems diag.List) bool {
	at, ok := places.Keys[key]
	end := math.MaxInt
	for _, other := range places.Keys {
		if other.Line > at.Line {
			end = min(end, other.Line)
		}
	}
	return ok && slices.ContainsFunc(problems.Errors(), func(d diag.Diagnostic) bool {
		return d.Position.Line >= at.Line && d.Position.Line < end
	})
}

// unfit reports a file name that cannot become an address, unless the author
// gave a slug.
func (m *Meta) unfit(where place) diag.List {
	name := stem(m.Source)
	if m.Bundle() != "" {
		name = path.Base(m.Bundle())
	}
	underlined := strings.HasPrefix(name, "_")
	if where.unfit == "" || m.SlugKey != "" && !underlined {
		return nil
	}
	hint := "rename it, in letters of a to z and figures; or give the page a line such as slug: talk-partners"
	if underlined {
		hint = "rename it without the _; draft: true keeps a page out of the site"
	}
	var problems diag.List
	problems.Add(diag.SlugInvalid, diag.Position{File: m.Source}, hint, "the name %q cannot become an address: %s", name, where.unfit)
	return problems
}

// stem is the name of a file without folder and ending.
func stem(file string) string { return strings.TrimSuffix(path.Base(file), path.Ext(file)) }

// env is what strict needs to know about a kind.
func (r *Reader) env(k Kind) strict.Env {
	return strict.Env{
		What:         k.phrase(),
		Vocabularies: r.vocabularies,
		Synonyms:     synonyms,
		Elsewhere:    owners,
		Limits:       strict.Limits{Bytes: r.limits.FrontMatter},
		Plan:         r.plan,
	}
}

// owners returns the kinds that have a key, with their articles.
func owners(key string) []string {
	var list []string
	for _, k := range Kinds() {
		if slices.Contains(strict.Keys(kinds[k].entry()), key) {
			list = append(list, k.phrase())
		}
	}
	return list
}

// synonyms leads from keys that people type to those that are meant.
var synonyms = map[string]string{
	"author": "practitioners", "authors": "practitioners", "practitioner": "practitioners", "by": "practitioners", "staff": "practitioners",
	"written_by": "practitioners", "teacher": "practitioners", "teachers": "practitioners", "contributors": "practitioners",
	"name": "title", "heading": "title", "headline": "title",
	"tag": "themes", "tags": "themes", "topic": "themes", "topics": "themes", "category": "themes", "categories": "themes", "keywords": "themes", "focus": "themes",
	"description": "summary", "abstract": "summary", "excerpt": "summary", "intro": "summary", "introduction": "summary", "overview": "summary",
	"standard": "standards", "skills": "standards", "skill": "standards", "codes": "standards", "evidence": "standards",
	"organisation": "school", "organization": "school", "academy": "school", "setting": "school", "college": "school", "nursery": "school",
	"phase": "phases", "stage": "key_stages", "stages": "key_stages", "keystage": "key_stages", "keystages": "key_stages", "key_stage": "key_stages", "ks": "key_stages", "year_group": "key_stages", "year_groups": "key_stages",
	"subject": "subjects", "group": "groups", "pupils": "groups", "audience": "for",
	"published": "date", "publish_date": "date", "publishdate": "date", "pubdate": "date", "day": "date", "when": "date", "created": "date",
	"modified": "updated", "lastmod": "updated", "last_updated": "updated", "last_modified": "updated", "reviewed": "updated",
	"weight": "order", "position": "order", "sort": "order", "language": "lang", "permalink": "slug", "redirect_from": "aliases", "alias": "aliases",
	"link": "url", "links": "references", "reference": "references", "bibliography": "references", "sources": "references", "reading": "references",
	"resource": "resources", "downloads": "resources", "files": "resources", "attachments": "resources",
	"license": "licence", "copyright": "licence", "sign_off": "signoff", "signed_off": "signoff", "signed_by": "signoff", "approved_by": "signoff",
	"outcome": "impact", "outcomes": "impact", "results": "impact", "measures": "impact",
	"review": "review_by", "review_date": "review_by", "dates": "period", "timescale": "period", "duration": "period",
	"position_held": "job_title", "job": "job_title", "post": "job_title", "image": "photo", "picture": "photo", "email": "contact", "e_mail": "contact",
	"offer": "offers", "credential": "credentials", "accreditation": "credentials", "accreditations": "credentials", "qualification": "qualifications",
	"left": "left_on", "leaving_date": "left_on", "visibility": "publish",
	"head": "headteacher", "head_teacher": "headteacher", "principal": "headteacher", "la": "local_authority", "authority": "local_authority", "lea": "local_authority", "mat": "trust",
	"web": "website", "homepage": "website", "site": "website", "designation": "designations",
	"starts_at": "start", "from_date": "start", "begins": "start", "ends": "end", "finish": "end", "location": "place", "venue": "place", "where": "place", "price": "cost", "fee": "cost", "booking": "booking_url", "book": "booking_url",
	"closing_date": "closes", "deadline": "closes", "closing": "closes", "start_date": "starts", "pay": "salary", "apply": "apply_url", "application": "apply_url",
	"id": "code", "group_of": "domain", "no": "number", "valid_for": "validity", "body": "owner", "edition": "version",
	"before": "baseline", "start_value": "baseline", "end_value": "after", "what": "measure", "how": "method", "note": "caveat", "limitations": "caveat", "n": "pupils",
}

// vocabulariesWith returns the known vocabularies with a site's words added.
func vocabulariesWith(more map[string][]string) map[string]strict.Vocabulary {
	all := maps.Clone(vocabularies)
	for name, words := range more {
		v := all[name]
		v.IDs = slices.Concat(v.IDs, words)
		all[name] = v
	}
	return all
}

// Vocabularies returns the names of the vocabularies, sorted.
func Vocabularies() []string { return slices.Sorted(maps.Keys(vocabularies)) }

// Vocabulary returns the words of a vocabulary, without those that a site adds.
func Vocabulary(name string) []string { return slices.Clone(vocabularies[name].IDs) }

// Schema returns the JSON Schema of the front matter of a kind.
func Schema(k Kind) []byte {
	return strict.Schema(kinds[k].entry(), "Front matter of "+k.phrase(), strict.Env{Vocabularies: vocabularies})
}

// SchemaTable returns a Markdown table of the keys of a kind.
func SchemaTable(k Kind) string {
	return strict.Table(kinds[k].entry(), strict.Env{Vocabularies: vocabularies})
}
