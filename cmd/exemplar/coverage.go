package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/export"
)

type coverageCommand struct {
	siteFlags
	Format    string `default:"table" enum:"table,csv,json" placeholder:"FORMAT" help:"How to print: table (the default), csv or json."`
	By        string `default:"all" enum:"all,school,practitioner,theme,phase,year" placeholder:"DIMENSION" help:"Divide the table by school, practitioner, theme, phase or year."`
	Framework string `placeholder:"NAME" help:"The framework of the table (default: the site's default one)."`
	FailUnder *int   `placeholder:"N" help:"Exit with 1 if fewer than N per cent of the framework's standards have current evidence."`
}

// Help gives examples.
func (coverageCommand) Help() string {
	return examples("exemplar coverage", "exemplar coverage --by school", "exemplar coverage --format csv > coverage.csv", "exemplar coverage --fail-under 80")
}

// Run prints the coverage of a site whose content has no error.
func (c *coverageCommand) Run(env *environment) error {
	s, err := c.open(env, "")
	if err != nil {
		return err
	}
	if err := (reportFlags{Format: "text"}).report(env, s, s.Problems.Errors()); err != nil {
		return err
	}
	cov, err := c.framework(s.Catalog)
	if err != nil {
		return err
	}
	switch c.Format {
	case "csv":
		_, err = env.stdout.Write(export.CSV(s.Catalog))
	case "json":
		_, err = env.stdout.Write(export.JSON(s.Catalog))
	default:
		err = c.table(env.stdout, cov)
	}
	if err != nil {
		return err
	}
	return c.judge(cov)
}

// framework finds the coverage that the flags ask for.
func (c *coverageCommand) framework(cat *catalog.Catalog) (*catalog.Coverage, error) {
	var names []string
	for _, cov := range cat.Coverage() {
		if c.Framework == "" || cov.Framework.ID == c.Framework {
			return cov, nil
		}
		names = append(names, cov.Framework.ID)
	}
	if len(names) == 0 {
		return nil, &fault{exitContent, "the site has no framework", "add one under content/standards/"}
	}
	return nil, usage(fmt.Sprintf("there is no framework %q; there are %s", c.Framework, strings.Join(names, ", ")))
}

// judge applies --fail-under.
func (c *coverageCommand) judge(cov *catalog.Coverage) error {
	if c.FailUnder == nil || len(cov.Rows) == 0 {
		return nil
	}
	covered := len(cov.Rows) - len(cov.Gaps)
	if covered*100 >= *c.FailUnder*len(cov.Rows) {
		return nil
	}
	return &fault{exitContent, fmt.Sprintf("%d of %d standards of %s have current evidence, %d %%; at least %d %% are asked for",
		covered, len(cov.Rows), cov.Framework.ID, covered*100/len(cov.Rows), *c.FailUnder), ""}
}

// table prints standards down and the dimension's keys across.
func (c *coverageCommand) table(w io.Writer, cov *catalog.Coverage) error {
	fmt.Fprintf(w, "%s (%s)\n\n", cov.Framework.Title, cov.Framework.ID)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	if c.By == "all" {
		writeTotals(t, cov)
	} else {
		writeDimension(t, cov, c.By)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "\n%s\n", gaps(cov))
	return err
}

func writeTotals(w io.Writer, cov *catalog.Coverage) {
	fmt.Fprintln(w, "standard\tclaimed\tevidenced\tvalidated\tcurrent\tlevel\tlatest\ttitle")
	for _, row := range cov.Rows {
		c := row.All
		fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%d\t%s\t%s\t%s\n", row.Standard.Code,
			c.Claimed, c.Evidenced, c.Validated, c.Current, level(c.HighestLevel), c.Latest, row.Standard.Title)
	}
}

// writeDimension prints evidenced/claimed and the highest level in each cell.
func writeDimension(w io.Writer, cov *catalog.Coverage, by string) {
	for _, d := range cov.Dimensions {
		if d.ID != by {
			continue
		}
		fmt.Fprintln(w, "evidenced of claimed, highest level")
		header := []string{"standard"}
		for _, k := range d.Keys {
			header = append(header, k.ID)
		}
		fmt.Fprintln(w, strings.Join(header, "\t"))
		for i, row := range cov.Rows {
			line := []string{row.Standard.Code}
			for _, cell := range d.Cells[i] {
				line = append(line, cellText(cell))
			}
			fmt.Fprintln(w, strings.Join(line, "\t"))
		}
	}
}

func cellText(c catalog.Cell) string {
	if c.Claimed == 0 {
		return "-"
	}
	text := fmt.Sprintf("%d/%d", c.Evidenced, c.Claimed)
	if c.HighestLevel > 0 {
		text += fmt.Sprintf(" L%d", c.HighestLevel)
	}
	return text
}

func level(n int) string {
	if n == 0 {
		return "-"
	}
	return fmt.Sprint(n)
}

// gaps says in words which standards have no current evidence.
func gaps(cov *catalog.Coverage) string {
	if len(cov.Gaps) == 0 {
		return "Every standard has current evidence."
	}
	var codes []string
	for _, s := range cov.Gaps {
		codes = append(codes, s.Code)
	}
	return fmt.Sprintf("No current evidence for %d of %d: %s.", len(codes), len(cov.Rows), strings.Join(codes, ", "))
}
