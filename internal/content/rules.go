package content

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/exemplar-lp/exemplar/internal/date"
	"github.com/exemplar-lp/exemplar/internal/diag"
	"github.com/exemplar-lp/exemplar/internal/markdown"
	"github.com/exemplar-lp/exemplar/internal/strict"
)

// checker looks at one entry for what one file can show beyond its schema.
type checker struct {
	*Meta
	body   *markdown.Body
	places strict.Places
	// start is the line on which the front matter begins.
	start    diag.Position
	problems diag.List
}

// ruled is an entry with rules of its kind.
type ruled interface{ check(c *checker) }

// run checks what every kind has, then what the kind adds.
func (c *checker) run(e Entry) diag.List {
	c.summary()
	c.slug()
	c.aliases()
	c.language()
	c.order("date", c.Date, "updated", c.Updated)
	c.pictures()
	c.links()
	c.reading()
	c.abbreviations()
	c.testimonials(e)
	if r, ok := e.(ruled); ok {
		r.check(c)
	}
	return c.problems
}

// in returns the position of a place in the page.
func (c *checker) in(at diag.Place) diag.Position { return at.In(c.Source) }

func (c *checker) add(code diag.Code, at diag.Position, hint, format string, args ...any) {
	c.problems.Add(code, at, hint, format, args...)
}

// aPupil matches the role of somebody who goes to school.
var aPupil = regexp.MustCompile(`(?i)\b(?:pupil|student|child|learner|year \d|reception|aged \d|ks[1-5])\b`)

// testimonials reports the name of a pupil where the role belongs.
func (c *checker) testimonials(e Entry) {
	var list []Testimonial
	switch e := e.(type) {
	case *Practitioner:
		list = e.Testimonials
	case *School:
		list = e.Testimonials
	case *Page:
		list = e.Testimonials
	case *Section:
		list = e.Testimonials
	}
	for _, said := range list {
		if !aPupil.MatchString(said.Role) {
			continue
		}
		for word := range strings.FieldsSeq(said.Role) {
			if word = strings.Trim(word, ".,()"); IsFirstName(word) || len(word) == 1 && word >= "A" && word <= "Z" && word != "A" {
				c.add(diag.PeopleQuote, c.in(said.Pos), `write "a pupil in Key Stage 2" instead`, "%q seems to name a pupil who is quoted", said.Role)
				break
			}
		}
	}
}

// at returns the place of a key's value, or of the key, or of the start.
func (c *checker) at(key string) diag.Position {
	if p, ok := c.places.Values[key]; ok {
		return p
	}
	if p, ok := c.places.Keys[key]; ok {
		return p
	}
	return c.start
}

func (c *checker) given(key string) bool {
	_, ok := c.places.Values[key]
	return ok
}

// read reports whether a key has a value that could be read.
func (c *checker) read(key string) bool { return c.given(key) && !c.places.Failed[key] }

// require reports that none of the keys has a value. The example is the line to
// add.
func (c *checker) require(example string, keys ...string) {
	for _, k := range keys {
		if c.given(k) {
			return
		}
	}
	name := `"` + strings.Join(keys, `" or "`) + `"`
	if at, empty := c.places.Keys[keys[0]]; empty {
		c.add(diag.SchemaRequired, at, "type a value: "+example, "%s has no value", name)
		return
	}
	c.add(diag.SchemaRequired, c.start, "add a line: "+example, "%s is missing", name)
}

// either reports that two keys which say the same are both given.
func (c *checker) either(one, many string) {
	if c.given(one) && c.given(many) {
		c.add(diag.SchemaValue, c.places.Keys[one], fmt.Sprintf("put all of them under %s and delete this line", many), "%q and %q are both given", one, many)
	}
}

// mostWords is the length of a summary in words.
const mostWords = 50

func (c *checker) summary() {
	if n := len(strings.Fields(c.Summary)); n > mostWords {
		c.add(diag.CheckSummary, c.at("summary"), fmt.Sprintf("shorten it to one or two sentences of at most %d words together", mostWords), "the summary has %d words", n)
	}
}

func (c *checker) slug() {
	if c.SlugKey == "" {
		return
	}
	if c.Slug == "index" && c.SlugKey != "index" {
		c.add(diag.SlugInvalid, c.at("slug"), "delete the line; the address of this page is that of its folder", "the page of a folder has no slug of its own")
		return
	}
	if why := CheckSlug(c.SlugKey); why != "" {
		hint := "type another, in letters of a to z, figures and hyphens"
		if good := Slugify(c.SlugKey); CheckSlug(good) == "" {
			hint = "type slug: " + good
		}
		c.add(diag.SlugInvalid, c.at("slug"), hint, "%q cannot be an address: %s", c.SlugKey, why)
	}
}

// aliasPath matches a path within the site, as it was in an earlier address.
var aliasPath = regexp.MustCompile(`^/?([\pL\pN._~%+-]+/)*[\pL\pN._~%+-]*$`)

func (c *checker) aliases() {
	for i, a := range c.Aliases {
		at := c.at(fmt.Sprintf("aliases[%d]", i))
		switch {
		case strings.Contains(a, "://"):
			c.add(diag.SchemaValue, at, "type only what follows the name of the site: /old/page.html", "%q is a whole address", a)
		case !aliasPath.MatchString(a) || strings.Contains(a, "..") || strings.Trim(a, "/.") == "" || strings.Contains("/"+a+"/", "/./"):
			c.add(diag.SchemaValue, at, "type a path within the site, such as /old/page.html", "%q is not a path within the site", a)
		case strings.Contains("/"+a, "/."):
			c.add(diag.SchemaValue, at, "take the full stop at the start of the name away, or the whole alias: few hosts serve such an address",
				"the alias %q would make a file or folder that is hidden", a)
		}
	}
}

// languageTag matches the plain tags of BCP 47: cy, en-GB.
var languageTag = regexp.MustCompile(`^[a-z]{2,3}(-[A-Z]{2})?$`)

func (c *checker) language() {
	hint := "type cy for Welsh or en-GB for English"
	switch lower := strings.ToLower(c.Lang); {
	case c.Lang == "":
	case lower == "en-uk" || lower == "english" || lower == "eng":
		c.add(diag.SchemaValue, c.at("lang"), "type lang: en-GB", "%q is not the code of a language", c.Lang)
	case lower == "welsh" || lower == "cymraeg" || lower == "wel" || lower == "cym":
		c.add(diag.SchemaValue, c.at("lang"), "type lang: cy", "%q is not the code of a language", c.Lang)
	case !languageTag.MatchString(c.Lang):
		c.add(diag.SchemaValue, c.at("lang"), hint, "%q is not the code of a language", c.Lang)
	}
}

// order reports that the later of two days comes first. Keys may be paths.
func (c *checker) order(first string, from date.Date, second string, to date.Date) {
	if from.IsZero() || to.IsZero() || !to.Before(from) {
		return
	}
	c.add(diag.SchemaOrder, c.at(second), fmt.Sprintf("correct one of them; %q is %s", last(first), from.Long()),
		"%q, %s, is before %q", last(second), to.Long(), last(first))
}

// last is the last key of a path.
func last(path string) string { return path[strings.LastIndexByte(path, '.')+1:] }

// refs reports names that are twice in a list.
func (c *checker) refs(key string, list []Ref) {
	c.repeats(key, len(list), func(i int) (string, diag.Place) { return list[i].ID, list[i].Pos })
}

// terms reports words that are twice in a list.
func (c *checker) terms(key string, list []Term) {
	c.repeats(key, len(list), func(i int) (string, diag.Place) { return list[i].ID, list[i].Pos })
}

func (c *checker) repeats(key string, n int, item func(i int) (id string, at diag.Place)) {
	for i := range n {
		id, at := item(i)
		for j := range i {
			before, first := item(j)
			if !strings.EqualFold(before, id) {
				continue
			}
			p := diag.New(diag.SchemaRepeat, c.in(at), "delete one of them", "%q is in the list %q twice", id, key)
			p.Related = []diag.Related{{Position: c.in(first), Message: "first here"}}
			c.problems = append(c.problems, p)
			break
		}
	}
}

// beside reports a file that is not named as lying beside the page, and then
// returns "".
func (c *checker) beside(path, name string) string {
	if strings.Contains(name, ":") || strings.HasPrefix(name, "/") || strings.Contains(name, `\`) {
		c.add(diag.SchemaValue, c.at(path), "put the file beside the page and type only its name", "%q is not a file beside the page", name)
		return ""
	}
	return name
}

// mailWithin finds an e-mail address in a text, spaces around the @ or not.
var mailWithin = regexp.MustCompile(`[A-Za-z0-9._+-]+ ?@ ?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+`)

// contact reports what is neither an e-mail address nor a page of the site, and
// then returns "".
func (c *checker) contact(text string) string {
	if text == "" || mailAddress.MatchString(text) || strings.HasSuffix(text, ".md") && !strings.ContainsAny(text, " :") {
		return text
	}
	hint := "type an e-mail address, best a shared one such as office@example.sch.uk, or a page such as ../programme/get-involved.md"
	if mail := strings.ReplaceAll(mailWithin.FindString(text), " ", ""); mail != "" {
		hint = "type only the address: contact: " + mail
	}
	c.add(diag.SchemaValue, c.at("contact"), hint, "%q is neither an e-mail address nor a page of the site", text)
	return ""
}

// signed reports a sign-off that comes before what it signs.
func (c *checker) signed(path string, p Person, what string, day date.Date) {
	if !p.Date.IsZero() && p.Date.Before(day) {
		c.add(diag.CheckSignoff, c.at(path+".date"), fmt.Sprintf("correct one of them; %s is %s", what, day.Long()), "the sign-off, %s, is before %s", p.Date.Long(), what)
	}
}

// positive reports a figure that is below 1 though it counts something.
func (c *checker) positive(path string, n int) {
	if c.read(path) && n < 1 {
		c.add(diag.SchemaValue, c.at(path), "type a figure of 1 or more, or delete the line", "%q is %d", last(path), n)
	}
}
