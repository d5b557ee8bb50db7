package export

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"slices"
	"strconv"
	"strings"

	"github.com/exemplar-lp/exemplar/internal/catalog"
)

// CSVPath is the output path of the standards-coverage index as a table.
const CSVPath = "coverage.csv"

// columns are the columns of the table, in order.
var columns = []string{
	"framework", "standard", "title", "domain", "dimension", "key",
	"claimed", "evidenced", "validated", "current", "highest_level", "latest",
}

// CSV returns the coverage of every framework as a table (RFC 4180, UTF-8, lines
// ended by a line feed). Every standard has a row for the whole site, with
// dimension and key "all"; the other rows are those with at least one study. The
// rows follow the frameworks, their standards, the dimensions (all, school,
// practitioner, theme, phase, year) and the keys. highest_level is 0 where no
// level is marked, latest is empty where there is no date. A text that a
// spreadsheet would take for a formula has an apostrophe before it.
func CSV(cat *catalog.Catalog) []byte {
	var b bytes.Buffer
	b.Grow(csvCell * cells(cat))
	w := csv.NewWriter(&b)
	write(w, columns)
	for _, c := range cat.Coverage() {
		for i, row := range c.Rows {
			writeCell(w, row.Standard, "all", "all", row.All)
			for _, d := range c.Dimensions {
				for _, k := range byID(d.Keys) {
					if cell := d.Cells[i][k.column]; cell.Claimed > 0 {
						writeCell(w, row.Standard, d.ID, k.ID, cell)
					}
				}
			}
		}
	}
	w.Flush()
	return b.Bytes()
}

// csvCell and jsonCell are how many bytes a cell of the coverage usually takes in
// each form, with what is around it. A large site has tens of megabytes of them,
// which should not be moved again and again while they grow.
const csvCell, jsonCell = 110, 170

// cells counts the cells with at least one study.
func cells(cat *catalog.Catalog) int {
	n := 0
	for _, c := range cat.Coverage() {
		n += len(c.Rows)
		for _, d := range c.Dimensions {
			for _, row := range d.Cells {
				for _, cell := range row {
					if cell.Claimed > 0 {
						n++
					}
				}
			}
		}
	}
	return n
}

func write(w *csv.Writer, cells []string) {
	if err := w.Write(cells); err != nil {
		panic(err) // a buffer takes everything
	}
}

func writeCell(w *csv.Writer, s *catalog.Standard, dimension, key string, c catalog.Cell) {
	write(w, []string{
		inert(s.Framework.ID), inert(s.Code), inert(s.Title), inert(s.Domain.ID), dimension, inert(key),
		strconv.Itoa(c.Claimed), strconv.Itoa(c.Evidenced), strconv.Itoa(c.Validated), strconv.Itoa(c.Current),
		strconv.Itoa(c.HighestLevel), c.Latest.String(),
	})
}

// inert keeps a spreadsheet from running a text as a formula (OWASP, "CSV
// Injection").
func inert(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

// column is a key with its place in the cells.
type column struct {
	catalog.Key
	column int
}

// byID lists the keys of a dimension by id.
func byID(keys []catalog.Key) []column {
	list := make([]column, len(keys))
	for i, k := range keys {
		list[i] = column{k, i}
	}
	slices.SortFunc(list, func(a, b column) int { return cmp.Compare(a.ID, b.ID) })
	return list
}
