package markdown

import (
	"bytes"
	"fmt"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

// Limits bounds what one body may cost. Within them goldmark v1.8.7 needs less
// than a second for a file of 256 KiB, whatever is in it; without them it is
// quadratic in a dozen shapes. The key of each field is its name under limits:
// in exemplar.yaml. A zero field means its default.
type Limits struct {
	// Depth is how deeply quotes, lists, definitions and footnotes may nest. It
	// also bounds the empty lines in lists: 10,000 for every step of depth, each
	// line counted once for every list around it.
	Depth int `key:"depth"`
	// Delimiters is how many brackets, backticks and runs of stars, underlines
	// and tildes one paragraph, heading or table cell may have.
	Delimiters int `key:"delimiters"`
	// Paragraph is the size of one paragraph in KiB.
	Paragraph int `key:"paragraph_kib"`
	// Columns is how many columns a table may have.
	Columns int `key:"table_columns"`
	// Cells is how many cells all tables of a file may have together, counting
	// those that short rows leave out.
	Cells int `key:"table_cells"`
	// Footnotes is how many footnotes a file may define.
	Footnotes int `key:"footnotes"`
	// Definitions is how many link addresses a file may define apart from its
	// text, as in [name]: address.
	Definitions int `key:"definitions"`
	// Output is how many times larger the HTML may be than the text; 1 MiB is
	// free.
	Output int `key:"output_factor"`
}

// DefaultLimits returns the limits of a site whose settings raise none.
func DefaultLimits() Limits {
	return Limits{
		Depth:       32,
		Delimiters:  500,
		Paragraph:   64,
		Columns:     32,
		Cells:       20_000,
		Footnotes:   500,
		Definitions: 1000,
		Output:      20,
	}
}

// orDefault fills in the fields that are zero.
func (l Limits) orDefault() Limits {
	d := DefaultLimits()
	for _, f := range []struct{ field, value *int }{
		{&l.Depth, &d.Depth}, {&l.Delimiters, &d.Delimiters}, {&l.Paragraph, &d.Paragraph},
		{&l.Columns, &d.Columns}, {&l.Cells, &d.Cells}, {&l.Footnotes, &d.Footnotes},
		{&l.Definitions, &d.Definitions}, {&l.Output, &d.Output},
	} {
		if *f.field == 0 {
			*f.field = *f.value
		}
	}
	return l
}

// freeOutput is the size of HTML that is always allowed, in bytes.
const freeOutput = 1 << 20

// refuse reports that a limit is passed, once for each limit. The rest of the
// body is then read with as little work as can be, and nothing is published.
func (d *document) refuse(key string, at, length int, format string, args ...any) {
	if d.refused[key] {
		return
	}
	if d.refused == nil {
		d.refused = map[string]bool{}
	}
	d.refused[key] = true
	place := bytes.TrimRight(d.source[at:min(at+length, len(d.source))], "\n")
	hint := fmt.Sprintf("split it up, or raise limits.%s in exemplar.yaml", key)
	d.list.Add(diag.MarkdownLimit, d.at(at, len(place)), hint, format, args...)
}
