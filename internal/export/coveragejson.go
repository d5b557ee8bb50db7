package export

import (
	"cmp"
	"encoding/json"
	"slices"

	"github.com/exemplar-lp/exemplar/internal/catalog"
)

// JSONPath is the output path of the standards-coverage index for programs.
const JSONPath = "coverage.json"

// jsonVersion is the version of the shape of coverage.json. It rises when a key
// goes or changes its meaning; new keys may come without.
const jsonVersion = 1

// jsonCoverage is coverage.json: how the published case studies cover each
// framework as of a day. All lists are in the order of the site's pages, keys by
// id. Paths are output paths, relative to the site's address.
type jsonCoverage struct {
	Version    int             `json:"version"`
	AsOf       string          `json:"as_of"`
	Frameworks []jsonFramework `json:"frameworks"`
	// Practitioners are those with a page, by id, with what they hold.
	Practitioners []jsonPractitioner `json:"practitioners"`
}

type jsonPractitioner struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Path  string `json:"path"`
	// Left says that the person is no longer in the programme.
	Left        bool             `json:"left"`
	Credentials []jsonCredential `json:"credentials"`
}

// jsonCredential is an award, newest first. State is aspirant, accredited,
// re-accredited, due, lapsed, historic or future, as of the index's day.
type jsonCredential struct {
	Credential string `json:"credential"`
	Kind       string `json:"kind"`
	// Framework, Body and Until are left out where there is none.
	Framework string `json:"framework,omitempty"`
	Body      string `json:"body,omitempty"`
	Awarded   string `json:"awarded"`
	Until     string `json:"until,omitempty"`
	State     string `json:"state"`
}

type jsonFramework struct {
	ID      string `json:"id"`
	Title   string `json:"title"`
	Default bool   `json:"default"`
	Path    string `json:"path"`
	// PassRule is left out where the framework has none.
	PassRule   *jsonRule       `json:"pass_rule,omitempty"`
	Domains    []jsonDomain    `json:"domains"`
	Total      jsonCounts      `json:"total"`
	Standards  []jsonStandard  `json:"standards"`
	Dimensions []jsonDimension `json:"dimensions"`
	// Gaps are the codes of the standards without current evidence.
	Gaps []string `json:"gaps"`
	// Verdicts judge the people who have a page. What somebody has not reached
	// is left for the reader to work out and is no headline.
	Verdicts []jsonVerdict `json:"verdicts"`
}

type jsonRule struct {
	Level     int `json:"level"`
	Standards int `json:"standards"`
}

type jsonDomain struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

// jsonCounts counts case studies as the table does.
type jsonCounts struct {
	Claimed      int    `json:"claimed"`
	Evidenced    int    `json:"evidenced"`
	Validated    int    `json:"validated"`
	Current      int    `json:"current"`
	HighestLevel int    `json:"highest_level"`
	Latest       string `json:"latest"`
}

type jsonStandard struct {
	Code   string     `json:"code"`
	Title  string     `json:"title"`
	Domain string     `json:"domain"`
	Path   string     `json:"path"`
	Counts jsonCounts `json:"counts"`
}

type jsonDimension struct {
	ID   string    `json:"id"`
	Keys []jsonKey `json:"keys"`
}

// jsonKey is one school, practitioner, theme, phase or year.
type jsonKey struct {
	ID string `json:"id"`
	// Title and Path are left out where the key has no page.
	Title string     `json:"title,omitempty"`
	Path  string     `json:"path,omitempty"`
	Total jsonCounts `json:"total"`
	// Standards has only those with at least one study.
	Standards []jsonKeyStandard `json:"standards"`
}

type jsonKeyStandard struct {
	Code   string     `json:"code"`
	Counts jsonCounts `json:"counts"`
}

type jsonVerdict struct {
	Practitioner string   `json:"practitioner"`
	Met          bool     `json:"met"`
	Reached      []string `json:"reached"`
}

// JSON returns the coverage of every framework for programs, indented, with a
// line feed at the end.
func JSON(cat *catalog.Catalog) []byte {
	v := jsonCoverage{Version: jsonVersion, AsOf: cat.AsOf.String(), Frameworks: []jsonFramework{}, Practitioners: practitionersJSON(cat)}
	for _, c := range cat.Coverage() {
		v.Frameworks = append(v.Frameworks, frameworkJSON(c))
	}
	b, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		panic(err) // strings and numbers always marshal
	}
	return append(b, '\n')
}

func practitionersJSON(cat *catalog.Catalog) []jsonPractitioner {
	list := []jsonPractitioner{}
	for _, p := range cat.Practitioners {
		if !p.Profile {
			continue
		}
		v := jsonPractitioner{ID: p.Slug, Title: p.Title, Path: p.Path(), Left: p.Left, Credentials: []jsonCredential{}}
		for _, c := range p.Credentials {
			held := jsonCredential{
				Credential: c.Credential.Credential.ID, Kind: c.Sort, Body: c.Body,
				Awarded: c.Awarded.String(), Until: c.Until.String(), State: string(c.State),
			}
			if c.Framework != nil {
				held.Framework = c.Framework.ID
			}
			v.Credentials = append(v.Credentials, held)
		}
		list = append(list, v)
	}
	slices.SortFunc(list, func(a, b jsonPractitioner) int { return cmp.Compare(a.ID, b.ID) })
	return list
}

func frameworkJSON(c *catalog.Coverage) jsonFramework {
	f := c.Framework
	v := jsonFramework{
		ID: f.ID, Title: f.Title, Default: f.Default, Path: f.Path(), Total: countsJSON(c.Total),
		Domains: []jsonDomain{}, Standards: []jsonStandard{}, Dimensions: []jsonDimension{},
		Gaps: codes(c.Gaps), Verdicts: verdictsJSON(c.Verdicts),
	}
	if f.PassRule.Standards > 0 {
		v.PassRule = &jsonRule{Level: f.PassRule.Level, Standards: f.PassRule.Standards}
	}
	for _, d := range f.Domains {
		v.Domains = append(v.Domains, jsonDomain{ID: d.ID, Title: d.Title})
	}
	for _, r := range c.Rows {
		s := r.Standard
		v.Standards = append(v.Standards, jsonStandard{Code: s.Code, Title: s.Title, Domain: s.Domain.ID, Path: s.Path(), Counts: countsJSON(r.All)})
	}
	for _, d := range c.Dimensions {
		v.Dimensions = append(v.Dimensions, dimensionJSON(c.Rows, d))
	}
	return v
}

func dimensionJSON(rows []catalog.Row, d catalog.Dimension) jsonDimension {
	v := jsonDimension{ID: d.ID, Keys: []jsonKey{}}
	for _, k := range byID(d.Keys) {
		key := jsonKey{ID: k.ID, Total: countsJSON(d.Totals[k.column]), Standards: []jsonKeyStandard{}}
		key.Title, key.Path = pageOf(k.Entry)
		for i, r := range rows {
			if cell := d.Cells[i][k.column]; cell.Claimed > 0 {
				key.Standards = append(key.Standards, jsonKeyStandard{Code: r.Standard.Code, Counts: countsJSON(cell)})
			}
		}
		v.Keys = append(v.Keys, key)
	}
	return v
}

// pageOf returns the title and path of a key's entry. Somebody published by
// name only has a title and no path.
func pageOf(e catalog.Entry) (title, path string) {
	if e == nil {
		return "", ""
	}
	if p, ok := e.(*catalog.Practitioner); ok && !p.Profile {
		return p.Title, ""
	}
	return e.Common().Title, e.Common().Path()
}

func countsJSON(c catalog.Cell) jsonCounts {
	return jsonCounts{
		Claimed: c.Claimed, Evidenced: c.Evidenced, Validated: c.Validated, Current: c.Current,
		HighestLevel: c.HighestLevel, Latest: c.Latest.String(),
	}
}

func verdictsJSON(verdicts []catalog.Verdict) []jsonVerdict {
	list := []jsonVerdict{}
	for _, v := range verdicts {
		if v.Practitioner.Profile {
			list = append(list, jsonVerdict{Practitioner: v.Practitioner.Slug, Met: v.Met, Reached: codes(v.Reached)})
		}
	}
	slices.SortFunc(list, func(a, b jsonVerdict) int { return cmp.Compare(a.Practitioner, b.Practitioner) })
	return list
}

func codes(standards []*catalog.Standard) []string {
	list := []string{}
	for _, s := range standards {
		list = append(list, s.Code)
	}
	return list
}
