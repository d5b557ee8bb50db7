package check

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/config"
	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/diag"
)

// Policy knows who is in the pictures of a site: what a page says of a picture,
// or else the nearest folder above it.
type Policy struct {
	folders map[string]content.People
}

// NewPolicy collects what the folders of a site say.
func NewPolicy(cat *catalog.Catalog) *Policy {
	p := &Policy{folders: map[string]content.People{}}
	for _, s := range cat.Sections {
		if s.People != "" {
			p.folders[path.Dir(s.Source)] = s.People
		}
	}
	return p
}

// People says who is in a picture of a page; it is empty where nobody has said.
func (p *Policy) People(m *content.Meta, dest string) content.People {
	if said, ok := m.Says(dest); ok && said.People != "" {
		return said.People
	}
	for dir := path.Dir(m.Source); ; dir = path.Dir(dir) {
		if who, ok := p.folders[dir]; ok || dir == "." || dir == "/" {
			return who
		}
	}
}

// OfPupils names the picture files, relative to the site's root, that a page
// shows as pictures of pupils.
func (p *Policy) OfPupils(cat *catalog.Catalog) map[string]bool {
	files := map[string]bool{}
	cat.Each(func(e catalog.Entry) {
		m, links := e.Common(), e.Linked()
		for i, file := range links.Pictures {
			if file != "" && p.People(m, m.Body.Images[i].Dest).Pupils() {
				files[file] = true
			}
		}
	})
	return files
}

// rulesOf is what the rules about people share.
type rulesOf struct {
	cat      *catalog.Catalog
	settings *config.Settings
	policy   *Policy
	adults   adults
	// unshown are the portraits that are not to be shown, by file, and whose they are.
	unshown  map[string]string
	problems *diag.List
}

func checkPeople(set *content.Set, cat *catalog.Catalog, settings *config.Settings, problems *diag.List) {
	r := rulesOf{cat, settings, NewPolicy(cat), adultsOf(cat), unshownPortraits(set, cat), problems}
	r.fileNames()
	cat.Each(func(e catalog.Entry) {
		r.pictures(e)
		r.address(e.Common())
		r.names(e.Common())
		switch v := e.(type) {
		case *catalog.Practitioner:
			r.practitioner(v)
		case *catalog.Event:
			r.event(v)
		}
	})
}

// pictures judges the pictures of one page.
func (r rulesOf) pictures(e catalog.Entry) {
	m := e.Common()
	pupils := false
	for i, image := range m.Body.Images {
		if e.Linked().Pictures[i] == "" {
			continue
		}
		if name := r.unshown[e.Linked().Pictures[i]]; name != "" {
			r.problems.Add(diag.PeopleProfile, image.Pos.In(m.Source), "take it out; or, if they agree, add the day to their page: consent: {photo: 2026-09-01}",
				"%q is the portrait of %q, which is not to be shown", image.Dest, name)
		}
		who := r.policy.People(m, image.Dest)
		pupils = pupils || who.Pupils()
		said, _ := m.Says(image.Dest)
		at := image.Pos.In(m.Source)
		if !said.Pos.IsZero() {
			at = said.Pos.In(m.Source)
		}
		switch {
		case who == "" && !said.Decorative:
			r.problems.Add(diag.PeopleUndeclared, image.Pos.In(m.Source), "add to the front matter: images: [{file: "+image.Dest+", people: none}], or staff, pupils-unidentifiable, pupils-identifiable",
				"nothing says whether people are in the picture %q", image.Dest)
		case who == content.PupilsIdentifiable && r.settings.Privacy.PupilFaces == "never":
			r.problems.Add(diag.PeoplePolicy, at, "use a picture in which nobody can be recognised; pupil_faces under privacy in exemplar.yaml is the policy",
				"pupils can be recognised in %q, and this portal shows none", image.Dest)
		case who == content.PupilsIdentifiable:
			r.consent(said, at, image.Dest)
		}
		if who.Pupils() {
			r.unnamed(image.Alt+" "+image.Title, image.Dest, image.Pos.In(m.Source))
		}
	}
	r.films(e)
	study, ok := e.(*catalog.CaseStudy)
	if ok && pupils && study.SafeguardingCheck.Name == "" {
		r.problems.Add(diag.PeopleApproval, m.At("images"), "have it checked and add: safeguarding_check: {name: …, date: …}; it is not published",
			"pupils are in the pictures, and nobody is said to have checked them")
	}
}

// films asks who is in the films of a page, as in its pictures.
func (r rulesOf) films(e catalog.Entry) {
	m := e.Common()
	for i, l := range m.Body.Links {
		if t := e.Linked().Targets[i]; !t.File || !slices.Contains(films, strings.ToLower(path.Ext(t.Path))) {
			continue
		}
		said, _ := m.Says(l.Dest)
		switch who := r.policy.People(m, l.Dest); {
		case who == "":
			r.problems.Add(diag.PeopleUndeclared, l.Pos.In(m.Source), "add to the front matter: images: [{file: "+l.Dest+", people: none}], or staff, pupils-unidentifiable, pupils-identifiable",
				"nothing says whether people are in the film %q", l.Dest)
		case who == content.PupilsIdentifiable && r.settings.Privacy.PupilFaces == "never":
			r.problems.Add(diag.PeoplePolicy, l.Pos.In(m.Source), "take it out; pupil_faces under privacy in exemplar.yaml is the policy",
				"pupils can be recognised in %q, and this portal shows none", l.Dest)
		case who == content.PupilsIdentifiable:
			r.consent(said, l.Pos.In(m.Source), l.Dest)
		}
	}
}

var films = []string{".mp4", ".webm"}

// consent judges the consent for a picture in which pupils can be recognised.
func (r rulesOf) consent(p content.Picture, at diag.Position, dest string) {
	const hint = "add under the picture: consent: {reference: where the forms are kept, review: the day to ask again}"
	switch c := p.Consent; {
	case c.Reference == "":
		r.problems.Add(diag.PeopleConsent, at, hint, "nothing says where the consent for %q is kept", dest)
	case c.Review.IsZero():
		r.problems.Add(diag.PeopleConsent, at, hint, "the consent for %q has no day of review", dest)
	case c.Review.Before(r.cat.AsOf):
		r.problems.Add(diag.PeopleConsent, at, "ask again and write the next day of review, or take the picture out",
			"the consent for %q was to be reviewed by %s", dest, c.Review.Long())
	}
}

// capitalWord matches a word that may be a name.
var capitalWord = regexp.MustCompile(`\p{Lu}\p{Ll}+`)

// unnamed looks for names in the description or the file name of a picture of
// pupils: a picture or a name, never both.
func (r rulesOf) unnamed(words, dest string, at diag.Position) {
	file := strings.TrimSuffix(path.Base(dest), path.Ext(dest))
	for _, text := range []string{words, file} {
		for _, word := range capitalWord.FindAllString(strings.NewReplacer("-", " ", "_", " ").Replace(titled(text, file)), -1) {
			if content.IsFirstName(word) && !r.adults.first[strings.ToLower(word)] {
				r.problems.Add(diag.PeopleAlt, at, "leave the name out of the description and the file's name", "%q seems to name a pupil in the picture %q", word, dest)
				return
			}
		}
	}
}

// otherDownloads are the kinds of files to download that are neither documents nor
// films, and keep their names too.
var otherDownloads = []string{".csv", ".txt", ".zip", ".mp3", ".m4a", ".ics", ".vtt"}

// fileNames looks for names in the names of files to download, which become their
// addresses.
func (r rulesOf) fileNames() {
	for _, f := range r.cat.Files {
		if ext := strings.ToLower(path.Ext(f.Path)); !slices.Contains(slices.Concat(documents, films, otherDownloads), ext) {
			continue
		}
		stem := strings.TrimSuffix(path.Base(f.Path), path.Ext(f.Path))
		for word := range strings.FieldsFuncSeq(stem, func(c rune) bool { return !unicode.IsLetter(c) }) {
			if word = strings.ToLower(word); content.IsFirstName(word) && !r.adults.first[word] {
				r.problems.Add(diag.PeopleFile, diag.Position{File: f.Path}, "rename it by what it is about, such as reading-record.pdf, and correct the links to it", "%q in the name of the file seems to name somebody", word)
				break
			}
		}
	}
}

// unshownPortraits are the portraits of people who have not agreed to them, have left
// or are hidden: their own pages do not show them, and no other page may.
func unshownPortraits(set *content.Set, cat *catalog.Catalog) map[string]string {
	files := map[string]string{}
	for _, e := range set.Entries {
		if p, ok := e.(*content.Practitioner); ok && p.Photo != "" {
			files[path.Join(path.Dir(p.Source), p.Photo)] = p.Title
		}
	}
	for _, p := range cat.Practitioners {
		delete(files, p.Picture)
	}
	return files
}

// address looks for the name of a child in the address of a page, where it stays when
// the title has been mended.
func (r rulesOf) address(m *content.Meta) {
	if m.Kind != content.KindCaseStudy && m.Kind != content.KindPage && m.Kind != content.KindEvent {
		return
	}
	title := strings.ToLower(m.Title)
	for i, address := range append([]string{m.Slug}, m.Aliases...) {
		stem := strings.TrimSuffix(path.Base(address), ".html")
		for word := range strings.FieldsFuncSeq(stem, func(c rune) bool { return !unicode.IsLetter(c) }) {
			if word = strings.ToLower(word); !content.IsFirstName(word) || r.adults.first[word] || strings.Contains(title, word) {
				continue
			}
			at := m.At("slug")
			if i > 0 {
				at = m.At("aliases")
			}
			r.problems.Add(diag.PeopleFile, at, "rename the file by what it is about, and name no child in slug or aliases", "%q in the address %q seems to name somebody", word, stem)
			return
		}
	}
}

// titled gives the words of a file's name capitals, since they seldom have any.
func titled(text, file string) string {
	if text != file {
		return text
	}
	words := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("-_ .0123456789", r) })
	for i, w := range words {
		words[i] = strings.ToUpper(w[:1]) + strings.ToLower(w[1:])
	}
	return strings.Join(words, " ")
}

// practitioner judges what is said of a person's agreement.
func (r rulesOf) practitioner(p *catalog.Practitioner) {
	if p.Profile && r.settings.Privacy.ProfileConsent == "required" && p.Consent.Profile.IsZero() {
		r.problems.Add(diag.PeopleProfile, p.At("consent"), "ask, and add: consent: {profile: the day}; or write publish: name-only", "nothing says that %q agreed to a page", p.Title)
	}
}

var aboutChildren = regexp.MustCompile(`(?i)\b(?:pupils?|child(?:ren)?|students?|learners?|families)\b`)

// event points out an event that tells where children will be.
func (r rulesOf) event(e *catalog.Event) {
	if e.Past || !e.Start.Timed || e.Place == "" || e.Online {
		return
	}
	if word := aboutChildren.FindString(e.Title + " " + e.For); word != "" {
		r.problems.Add(diag.PeopleEvent, e.At("place"), "give the place only to those who come, if children are there without their parents",
			"the event says where and when, and is for or about %s", strings.ToLower(word))
	}
}

// adults are the people whom the portal names on purpose, in small letters.
type adults struct{ whole, first, last map[string]bool }

func adultsOf(cat *catalog.Catalog) adults {
	a := adults{map[string]bool{}, map[string]bool{}, map[string]bool{}}
	for _, p := range cat.Practitioners {
		a.add(p.Title)
		for _, c := range p.Credentials {
			a.add(c.Signoff.Name)
		}
	}
	for _, s := range cat.Schools {
		a.add(s.Headteacher)
	}
	for _, s := range cat.CaseStudies {
		a.add(s.Signoff.Name)
		for _, work := range s.References {
			a.add(work.Author)
		}
	}
	return a
}

// nameSigns takes away what stands around the parts of a name.
var nameSigns = strings.NewReplacer("(", "", ")", "", ",", "")

func (a adults) add(name string) {
	words := strings.Fields(strings.ToLower(nameSigns.Replace(name)))
	if len(words) == 0 {
		return
	}
	a.whole[strings.Join(words, " ")] = true
	a.first[words[0]] = true
	for _, w := range words[1:] {
		a.last[w] = true
	}
}

// knows reports whether a name is that of somebody known.
func (a adults) knows(m content.Mention) bool {
	first, last, _ := strings.Cut(strings.ToLower(m.Name), " ")
	if m.Whole {
		return a.last[last] || a.whole[first+" "+last]
	}
	return a.first[first]
}

var (
	sensitive = regexp.MustCompile(`(?i)\b(?:SEND?|EHCPs?|EHC plan|autis\w+|ADHD|dyslexi\w+|dyspraxi\w+|epilep\w+|diabet\w+|looked[- ]after|in care|foster\w*|adopted|free school meals|FSM|EAL|refugee|asylum|social worker|child protection|safeguarding concern\w*|excluded|exclusion|court|bereave\w+|self-harm\w*|anxiety|medical)\b`)
	inAYear   = regexp.MustCompile(`^(?:(?:,| \()? ?(?:in |from )?(?:Year \d|Y\d|Reception\b|aged? \d)| \((?:[3-9]|1[0-8])\))`)
	quoting   = regexp.MustCompile(`(?:[–—-]\s*|\b(?:said|says|explained|wrote|asked|told us) )$`) // people/quote reports it
	ofAChild  = regexp.MustCompile(`(?i)\b(?:pupils?|child|boy|girl|son|daughter|aged|Year \d+|Reception|nursery)\b`)
	invented  = regexp.MustCompile(`(?i)not (?:his|her|their) real name|names? (?:have|has) been changed|pseudonym`)
)

// names judges what seem to be names of people in a body: of a child with
// something that nobody else should know, or of somebody whom the portal does
// not know.
func (r rulesOf) names(m *content.Meta) {
	if m.Kind == content.KindStandard || m.Kind == content.KindFramework {
		return
	}
	said := map[string]bool{}
	var strangers []content.Mention
	for _, name := range m.Mentions {
		if r.adults.knows(name) || said[name.Name] || invented.MatchString(name.Sentence) {
			continue
		}
		before, after, _ := strings.Cut(name.Sentence, name.Name)
		if grown(before, after) {
			said[name.Name] = true
			continue
		}
		touchy := sensitive.MatchString(name.Sentence) && (!name.Whole || ofAChild.MatchString(name.Sentence))
		switch {
		case touchy || inAYear.MatchString(after) && !quoting.MatchString(before):
			said[name.Name] = true
			r.problems.Add(diag.PeopleChild, name.Pos.In(m.Source), `write "a pupil" instead; if the name is invented, say so in the sentence: (not her real name)`, "%q seems to be a child's name, with more about the child", name.Name)
		case name.Whole:
			said[name.Name] = true
			strangers = append(strangers, name)
		}
	}
	r.strangers(m.Source, strangers)
}

// mostStrangers is how many names one problem tells.
const mostStrangers = 3

// strangers reports all names of a page that the portal does not know, at once.
func (r rulesOf) strangers(source string, list []content.Mention) {
	if len(list) == 0 {
		return
	}
	if len(list) == 1 {
		r.problems.Add(diag.PeopleName, list[0].Pos.In(source), "make sure that this person may be named here", "%q is nobody whom the portal knows", list[0].Name)
		return
	}
	var names []string
	for _, m := range list[:min(len(list), mostStrangers)] {
		names = append(names, strconv.Quote(m.Name))
	}
	more := ""
	if n := len(list) - mostStrangers; n > 0 {
		more = fmt.Sprintf(" and %d more", n)
	}
	r.problems.Add(diag.PeopleName, list[0].Pos.In(source), "make sure that these people may be named here", "%s%s are nobody whom the portal knows", strings.Join(names, ", "), more)
}

// What shows that a name is an adult's: the work before or after it, or the year of
// what they wrote.
const work = `(?:teacher|professor|advis[eo]r|director|author|writer|researcher|educator|consultant|lecturer|academic|psychologist|scientist|physicist|biologist|chemist|engineer|historian|poet|novelist|artist|composer|mathematician|headteacher|head|deputy|principal|presenter|speaker|trainer|coach|mentor|leader|governor|expert|president|minister|nurse|doctor|graduate|trainee|officer|therapist|librarian)s?`

var (
	workBefore = regexp.MustCompile(`(?i)\b` + work + `(?: intro(?:duction)?)?[:,]? $`)
	workAfter  = regexp.MustCompile(`^(?:,| \(|, who is| is) (?:the |an? |our |my )?(?:[\pL-]+ ){0,4}?` + work + `\b`)
	yearAfter  = regexp.MustCompile(`^(?: and \p{Lu}\S* \p{Lu}\S*)?(?:,? (?:et al\.?,? )?\(?(?:1[5-9]|20)\d\d\b)`)
)

func grown(before, after string) bool {
	return workBefore.MatchString(before) || workAfter.MatchString(after) || yearAfter.MatchString(after)
}
