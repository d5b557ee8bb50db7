package export

import (
	"cmp"
	"slices"

	"github.com/exemplar-lp/exemplar/internal/catalog"
)

// JSONPath is the output path of the standards-coverage index for programs.
const JSONPath = "coverage.json"

// jsonVersion is the version of the shape of coverage.json. It rises when a key
// goes or changes its meaning; new keys may come without.
const jsonVersion = 1

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

// JSON returns the coverage of every framework for programs, with a line for each
// standard's key and person: how the published case studies cover each framework
// as of a day. All lists are in the order of the site's pages, keys by id. Paths are
// output paths, relative to the site's address. A large site has millions of
// lines of it, so it is made piece by piece.
func JSON(cat *catalog.Catalog) []byte {
	var w indented
	w.b.Grow(jsonCell * cells(cat))
	w.object(func() {
		w.field("version", jsonVersion)
		w.field("as_of", cat.AsOf.String())
		w.list("frameworks", func() {
			for _, c := range cat.Coverage() {
				w.item()
				w.object(func() { frameworkJSON(&w, c) })
			}
		})
		// Those with a page, by id, with what they hold.
		w.list("practitioners", func() { practitionersJSON(&w, cat) })
	})
	return append(w.b.Bytes(), '\n')
}

func practitionersJSON(w *indented, cat *catalog.Catalog) {
	people := slices.DeleteFunc(slices.Clone(cat.Practitioners), func(p *catalog.Practitioner) bool { return !p.Profile })
	slices.SortFunc(people, func(a, b *catalog.Practitioner) int { return cmp.Compare(a.Slug, b.Slug) })
	for _, p := range people {
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
		w.item()
		w.value(v)
	}
}

func frameworkJSON(w *indented, c *catalog.Coverage) {
	f := c.Framework
	w.field("id", f.ID)
	w.field("title", f.Title)
	w.field("default", f.Default)
	w.field("path", f.Path())
	if f.PassRule.Standards > 0 { // else left out
		w.field("pass_rule", jsonRule{Level: f.PassRule.Level, Standards: f.PassRule.Standards})
	}
	domains := []jsonDomain{}
	for _, d := range f.Domains {
		domains = append(domains, jsonDomain{ID: d.ID, Title: d.Title})
	}
	lines(w, "domains", domains)
	w.field("total", countsJSON(c.Total))
	standards := []jsonStandard{}
	for _, r := range c.Rows {
		s := r.Standard
		standards = append(standards, jsonStandard{Code: s.Code, Title: s.Title, Domain: s.Domain.ID, Path: s.Path(), Counts: countsJSON(r.All)})
	}
	lines(w, "standards", standards)
	w.list("dimensions", func() {
		for _, d := range c.Dimensions {
			w.item()
			w.object(func() { dimensionJSON(w, c.Rows, d) })
		}
	})
	// The codes of the standards without current evidence.
	w.field("gaps", codes(c.Gaps))
	// Verdicts judge the people who have a page. What somebody has not reached is
	// left for the reader to work out and is no headline.
	lines(w, "verdicts", verdictsJSON(c.Verdicts))
}

func dimensionJSON(w *indented, rows []catalog.Row, d catalog.Dimension) {
	w.field("id", d.ID)
	w.list("keys", func() {
		key := jsonKey{Standards: make([]jsonKeyStandard, 0, len(rows))} // and its list serve every key
		for _, k := range byID(d.Keys) {
			key = jsonKey{ID: k.ID, Total: countsJSON(d.Totals[k.column]), Standards: key.Standards[:0]}
			key.Title, key.Path = pageOf(k.Entry)
			for i, r := range rows {
				if cell := d.Cells[i][k.column]; cell.Claimed > 0 {
					key.Standards = append(key.Standards, jsonKeyStandard{Code: r.Standard.Code, Counts: countsJSON(cell)})
				}
			}
			w.item()
			w.value(&key)
		}
	})
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
