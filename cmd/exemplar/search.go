package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/exemplar-lp/exemplar/internal/search"
)

type searchCommand struct {
	siteFlags
	Most  int      `short:"n" default:"10" placeholder:"N" help:"How many results to print (default: 10)."`
	Query []string `arg:"" help:"The words to look for, as on the portal's search page."`
}

// Help gives examples.
func (searchCommand) Help() string {
	return examples("exemplar search talk partners", `exemplar search '"exit ticket" -maths'`, "exemplar search -n 3 PS1")
}

// Run answers a query with the ranking of the search page.
func (c *searchCommand) Run(env *environment) error {
	s, err := c.open(env, "")
	if err != nil {
		return err
	}
	if err := (reportFlags{Format: "text"}).report(env, s, s.Problems.Errors()); err != nil {
		return err
	}
	engine, err := search.Open(s.Index().Files)
	if err != nil {
		return err
	}
	return printAnswer(env.stdout, engine.Query(strings.Join(c.Query, " "), nil, c.Most))
}

func printAnswer(w io.Writer, a search.Answer) error {
	for _, note := range []struct {
		before string
		words  []string
	}{{"showing results for", a.Corrected}, {"also looked for", a.Also}, {"on no page", a.Missing}} {
		if len(note.words) > 0 {
			fmt.Fprintf(w, "%s: %s\n", note.before, strings.Join(note.words, ", "))
		}
	}
	if a.Partly {
		fmt.Fprintln(w, "some results have only some of the words")
	}
	for _, h := range a.Hits {
		fmt.Fprintf(w, "\n%s\n  %s\n  %s\n", h.Title, h.Link, h.Passage)
	}
	_, err := fmt.Fprintf(w, "\n%s\n", plural(len(a.Pages), "result"))
	return err
}
