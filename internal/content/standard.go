package content

import (
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
	ID    string `key:"id,required" doc:"The name by which a standard says it belongs here."`
	Title string `key:"title,required" doc:"The domain's name for readers."`
	Pos   diag.Position
}

// Level is a step of practice: 1 Beginning, with another colleague.
type Level struct {
	N     int    `key:"n,required" doc:"The level's number, from 1."`
	Title string `key:"title,required" doc:"The level's name."`
	Reach string `key:"reach" doc:"How far the practice reaches, for example beyond your team."`
	Pos   diag.Position
}

// PassRule is met by a portfolio with current evidence at Level or above for at
// least Standards of the framework's standards. The zero value is no rule.
type PassRule struct {
	Level     int `key:"level,required" doc:"The lowest level that counts."`
	Standards int `key:"standards,required" doc:"How many standards are needed at that level."`
	Pos       diag.Position
}

// Standard is one standard: standards/<framework>/<slug>.md.
type Standard struct {
	Meta
	// Framework is the folder's name: glf-lp.
	Framework   string
	Code        string `key:"code,required" doc:"The short name used in markers and lists: a letter first, such as PS1."`
	Domain      Ref    `key:"domain" doc:"The id of the domain the standard belongs to."`
	Number      int    `key:"number" doc:"The standard's number, in its domain or in the framework as numbering says."`
	Equivalents []Ref  `key:"equivalents" ref:"standard" doc:"Standards of other frameworks that the same evidence shows: ssat-lp/LP1."`
}
