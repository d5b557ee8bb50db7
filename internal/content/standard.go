package content

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/exemplar-lp/exemplar/internal/date"
	"github.com/exemplar-lp/exemplar/internal/diag"
)

// Framework is a set of professional standards: standards/<framework>/_index.md.
type Framework struct {
	Meta
	// ID is the folder's name: glf-lp.
	ID           string
	Domains      []Domain    `key:"domains" doc:"The groups of standards, in order."`
	Levels       []Level     `key:"levels" doc:"The levels of practice, lowest first."`
	Numbering    string      `key:"numbering" enum:"continuous,per-domain" doc:"Whether numbers run through the framework or start again in each domain."`
	PassRule     PassRule    `key:"pass_rule" doc:"How many standards a portfolio needs, and at which level."`
	Validity     date.Length `key:"validity" doc:"How long an award and its evidence last, for example 3y or 18m."`
	Owner        string      `key:"owner" doc:"The body whose framework it is."`
	Version      string      `key:"version" doc:"The edition, in the owner's words."`
	Origin       URL         `key:"source" doc:"The owner's page about the framework."`
	SupersededBy Ref         `key:"superseded_by" ref:"framework" doc:"The framework that replaced this one."`
}

// Domain is a group of standards within a framework.
type Domain struct {
	ID    string `key:"id,required" eg:"personal" doc:"The name by which a standard says it belongs here."`
	Title string `key:"title,required" eg:"Personal skills" doc:"The domain's name for readers."`
	Pos   diag.Place
}

// Level is a step of practice: 1 Beginning, with another colleague.
type Level struct {
	N     int    `key:"n,required" eg:"1" doc:"The level's number, from 1."`
	Title string `key:"title,required" eg:"Beginning" doc:"The level's name."`
	Reach string `key:"reach" eg:"with another colleague" doc:"How far the practice reaches, for example beyond your team."`
	Pos   diag.Place
}

// PassRule is met by a portfolio with current evidence at Level or above for at
// least Standards of the framework's standards. The zero value is no rule.
type PassRule struct {
	Level     int `key:"level,required" eg:"3" doc:"The lowest level that counts."`
	Standards int `key:"standards,required" eg:"7" doc:"How many standards are needed at that level."`
	Pos       diag.Place
}

// Standard is one standard: standards/<framework>/<slug>.md.
type Standard struct {
	Meta
	// Framework is the folder's name: glf-lp.
	Framework   string
	Code        string `key:"code,required" eg:"PS1" doc:"The short name used in markers and lists: a letter first, such as PS1."`
	Domain      Ref    `key:"domain" doc:"The id of the domain the standard belongs to."`
	Number      int    `key:"number" doc:"The standard's number, in its domain or in the framework as numbering says."`
	Equivalents []Ref  `key:"equivalents" ref:"standard" doc:"Standards of other frameworks that the same evidence shows: ssat-lp/LP1."`
}

func (f *Framework) check(c *checker) {
	for i, d := range f.Domains {
		for j := range i {
			if f.Domains[j].ID == d.ID {
				c.add(diag.SchemaRepeat, c.at(fmt.Sprintf("domains[%d].id", i)), "give one of them another id", "two domains have the id %q", d.ID)
				break
			}
		}
	}
	for i, l := range f.Levels {
		path := fmt.Sprintf("levels[%d].n", i)
		c.positive(path, l.N)
		if c.read(path) && slices.ContainsFunc(f.Levels[:i], func(earlier Level) bool { return earlier.N == l.N }) {
			c.add(diag.SchemaRepeat, c.at(path), "number the levels from 1 upwards", "two levels have the number %d", l.N)
		}
	}
	f.checkPassRule(c)
}

func (f *Framework) checkPassRule(c *checker) {
	if !c.given("pass_rule") {
		return
	}
	c.positive("pass_rule.level", f.PassRule.Level)
	c.positive("pass_rule.standards", f.PassRule.Standards)
	known := slices.ContainsFunc(f.Levels, func(l Level) bool { return l.N == f.PassRule.Level })
	if f.PassRule.Level > 0 && !known && !c.places.Failed["levels"] {
		c.add(diag.SchemaValue, c.at("pass_rule.level"), "type the number of one of the levels above", "the framework has no level %d", f.PassRule.Level)
	}
}

// standardOwnCode matches the code that a standard gives itself.
var standardOwnCode = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9.-]{0,19}$`)

func (s *Standard) check(c *checker) {
	if s.Code != "" && !standardOwnCode.MatchString(s.Code) {
		c.add(diag.SchemaValue, c.at("code"), "type a letter first, then letters and figures without spaces: code: PS1", "%q cannot be the code of a standard", s.Code)
	}
	c.positive("number", s.Number)
	c.refs("equivalents", s.Equivalents)
	for _, r := range s.Equivalents {
		if !strings.Contains(r.ID, "/") {
			c.add(diag.SchemaValue, c.in(r.Pos), "type the framework before it: ssat-lp/"+r.ID, "%q does not say which framework it is from", r.ID)
		}
	}
}
