package main

import (
	"fmt"
)

type checkCommand struct {
	siteFlags
	reportFlags
}

// Help gives examples.
func (checkCommand) Help() string {
	return examples("exemplar check", "exemplar check --strict --format github")
}

// Run looks for every problem, those of making the pages included.
func (c *checkCommand) Run(env *environment) error {
	s, err := c.open(env, "")
	if err != nil {
		return err
	}
	problems := s.Problems
	if !problems.HasErrors() {
		found, err := s.Rehearse()
		if err != nil {
			return err
		}
		problems = append(problems, found...).Sort()
	}
	err = c.report(env, s, problems)
	fmt.Fprintf(env.stderr, "%s: %s\n", s.Settings.Title, tally(problems))
	return err
}
