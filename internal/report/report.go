// Package report makes the reports that stay inside a programme.
//
// In comes the frozen catalogue. Out come files with the gaps by school, cohort
// and person, the renewals and reviews that are due, the evidence that will
// expire, what each aspirant still needs, and the trends by academic year. It
// never writes to disk, and nothing of it is part of the published site.
package report

import (
	"bytes"
	"embed"
	"encoding/csv"
	"html/template"
	"strings"

	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/export"
)

//go:embed report.html
var files embed.FS

// File is one file of a report.
type File struct {
	Name string
	Data []byte
}

// Options are what a report needs beside the catalogue.
type Options struct {
	// Title is the portal's name.
	Title string
	// RoleName names a credential by its id.
	RoleName func(id string) string
}

// view is everything that report.html prints.
type view struct {
	Title, AsOf string
	Frameworks  []frameworkGaps
	Renewals    []renewal
	Lapsed      []renewal
	Expiring    []expiry
	Expired     []expiry
	Unsigned    []review
	Overdue     []review
	Soon        []review
	Aspirants   []aspirant
	Charts      []chart
	Withheld    []catalog.Withheld
}

// Files returns the reports, by name: index.html with all of them, and as data
// gaps.csv, renewals.csv and renewals.ics.
func Files(cat *catalog.Catalog, opts Options) ([]File, error) {
	v := view{Title: opts.Title, AsOf: cat.AsOf.Long(), Withheld: cat.Withheld, Frameworks: gaps(cat), Charts: charts(cat)}
	v.Renewals, v.Lapsed = renewals(cat, opts)
	v.Expiring, v.Expired = expiries(cat)
	v.reviews(cat)
	v.Aspirants = aspirants(cat)
	page, err := v.html()
	if err != nil {
		return nil, err
	}
	return []File{
		{"gaps.csv", gapsCSV(v.Frameworks)},
		{"index.html", page},
		{"renewals.csv", renewalsCSV(append(v.Renewals, v.Lapsed...))},
		{"renewals.ics", renewalsICS(cat, v.Renewals)},
	}, nil
}

func (v view) html() ([]byte, error) {
	t, err := template.New("report.html").Funcs(template.FuncMap{"join": func(list []string) string { return strings.Join(list, ", ") }}).ParseFS(files, "report.html")
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = t.Execute(&out, v)
	return out.Bytes(), err
}

func gapsCSV(frameworks []frameworkGaps) []byte {
	rows := [][]string{{"framework", "dimension", "key", "standards", "current", "no_evidence", "claimed_only", "expired_only"}}
	for _, f := range frameworks {
		for _, d := range f.Dimensions {
			for _, g := range d.Rows {
				rows = append(rows, []string{f.ID, d.ID, g.ID, count(g.Total), count(g.Current),
					strings.Join(g.None, " "), strings.Join(g.Claimed, " "), strings.Join(g.Expired, " ")})
			}
		}
	}
	return table(rows)
}

func renewalsCSV(list []renewal) []byte {
	rows := [][]string{{"practitioner", "name", "school", "credential", "framework", "awarded", "until", "state"}}
	for _, r := range list {
		rows = append(rows, []string{r.ID, r.Name, r.School, r.Credential, r.Framework, r.awarded.String(), r.until.String(), r.State})
	}
	return table(rows)
}

// table writes rows as CSV. A cell that a spreadsheet would take for a formula
// gets an apostrophe before it.
func table(rows [][]string) []byte {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	for _, row := range rows {
		for i, cell := range row {
			if cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r") {
				row[i] = "'" + cell
			}
		}
		if err := w.Write(row); err != nil {
			panic(err) // a buffer takes everything
		}
	}
	w.Flush()
	return out.Bytes()
}

func renewalsICS(cat *catalog.Catalog, list []renewal) []byte {
	days := make([]export.CalendarDay, len(list))
	for i, r := range list {
		days[i] = export.CalendarDay{
			UID: r.ID + "-" + r.id + "-" + r.until.String(), From: r.until,
			Title: r.Name + ": " + r.Credential + " ends", Text: r.School,
		}
	}
	return export.Calendar("Renewals due", cat.AsOf, days)
}
