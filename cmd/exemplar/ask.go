package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/date"
	"github.com/exemplar-lp/exemplar/internal/diag"
)

// questions asks somebody at a terminal. A nil one asks nobody.
type questions struct {
	in  *bufio.Reader
	out io.Writer
}

func newQuestions(env *environment) *questions {
	if !env.interactive {
		return nil
	}
	return &questions{bufio.NewReader(env.stdin), env.stderr}
}

// errNoAnswer ends a command whose questions were not answered.
var errNoAnswer = &fault{exitUsage, "nothing was answered, and nothing was written", "run exemplar new again"}

// line reads an answer. It asks again while wrong says what is wrong with it.
func (q *questions) line(prompt string, wrong func(answer string) string) (string, error) {
	for {
		fmt.Fprintf(q.out, "%s ", prompt)
		text, err := q.in.ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return "", err
		}
		answer := strings.TrimSpace(text)
		if answer == "" && err != nil {
			return "", errNoAnswer
		}
		problem := wrong(answer)
		if problem == "" {
			return answer, nil
		}
		fmt.Fprintf(q.out, "  %s\n", problem)
		if err != nil {
			return "", errNoAnswer
		}
	}
}

// choose lets somebody choose from a list by number or name; several with commas
// between them. An empty answer is the first of the list.
func (q *questions) choose(what string, list []string, several bool) ([]string, error) {
	fmt.Fprintf(q.out, "%s:\n", what)
	for i, name := range list {
		fmt.Fprintf(q.out, "  %2d  %s\n", i+1, name)
	}
	prompt := "number or name (Enter: " + list[0] + ")?"
	if several {
		prompt = "numbers or names, with commas (Enter: " + list[0] + ")?"
	}
	var chosen []string
	_, err := q.line(prompt, func(answer string) string {
		var problem string
		chosen, problem = chosenFrom(answer, list, several)
		return problem
	})
	return chosen, err
}

// chosenFrom reads an answer to a list, and says what is wrong with it.
func chosenFrom(answer string, list []string, several bool) (chosen []string, problem string) {
	if answer == "" {
		return list[:1], ""
	}
	for _, word := range strings.Split(answer, ",") {
		word = strings.TrimSpace(word)
		i := slices.IndexFunc(list, func(name string) bool { return strings.EqualFold(name, word) })
		if n, err := strconv.Atoi(word); err == nil && n >= 1 && n <= len(list) {
			i = n - 1
		}
		switch {
		case i < 0:
			return nil, fmt.Sprintf("%q is not in the list; %s", word, diag.DidYouMean(word, list, "type a number of it"))
		case slices.Contains(chosen, list[i]):
			return nil, fmt.Sprintf("%q is there twice", list[i])
		}
		chosen = append(chosen, list[i])
	}
	if len(chosen) > 1 && !several {
		return nil, "type one only"
	}
	return chosen, ""
}

// kind returns the kind that was typed or is chosen.
func (c *newCommand) kind(ask *questions) (content.Kind, error) {
	if c.Kind != "" || ask == nil {
		if c.Kind == "" {
			return 0, usage("say what is new, and its title")
		}
		return parseKind(c.Kind)
	}
	var names []string
	for _, k := range content.Kinds() {
		names = append(names, k.String())
	}
	chosen, err := ask.choose("What is new", names, false)
	if err != nil {
		return 0, err
	}
	return parseKind(chosen[0])
}

// title asks for the title where none was typed.
func (c *newCommand) title(ask *questions) (err error) {
	switch {
	case c.Title != "":
	case ask == nil:
		return usage("say the title, or the name of the person, in quotes")
	default:
		c.Title, err = ask.line("Title, or the person's name?", func(answer string) string {
			if content.CheckSlug(content.Slugify(answer)) != "" {
				return "type at least one letter or digit"
			}
			return ""
		})
	}
	return err
}

// wanted is a key that new asks for.
type wanted struct {
	key, what string
	// from is a kind of entry or a vocabulary; "" for an answer in one's own
	// words, and "day" for a date.
	from    string
	several bool
}

// asked has the keys that a kind needs, or is of little use without.
var asked = map[content.Kind][]wanted{
	content.KindCaseStudy: {
		{"practitioners", "The authors", "practitioner", true}, {"school", "The school of the work", "school", false},
		{"standards", "The standards that the study shows", "standard", true}, {"themes", "The themes, the main one first", "theme", true},
	},
	content.KindPractitioner: {{"role", "The role in the programme", "role", false}, {"school", "The school", "school", false}},
	content.KindSchool:       {{"phase", "The phase", "phase", false}},
	content.KindEvent:        {{"start", "The day of the event", "day", false}},
	content.KindOpportunity: {
		{"school", "The school or setting", "school", false}, {"sector", "The sector", "sector", false}, {"closes", "The last day to apply", "day", false},
	},
	content.KindStandard: {{"framework", "The framework", "framework", false}, {"code", "The standard's code, such as PS1", "", false}},
}

// pick asks for what a kind needs and returns the answers as YAML, by key.
func (c *newCommand) pick(ask *questions, kind content.Kind, s stub) (map[string]string, error) {
	picked := map[string]string{}
	if ask == nil {
		return picked, nil
	}
	for _, w := range asked[kind] {
		answer, err := ask.want(w, s)
		if err != nil {
			return nil, err
		}
		picked[w.key] = answer
	}
	if c.Framework == "" {
		c.Framework = picked["framework"]
	}
	return picked, nil
}

// want asks for one key. A list that is empty yet is not asked about.
func (q *questions) want(w wanted, s stub) (string, error) {
	switch w.from {
	case "":
		return q.line(w.what+"?", func(answer string) string {
			if answer == "" || strings.ContainsAny(answer, " :#[]{}") {
				return "type one word"
			}
			return ""
		})
	case "day":
		return q.day(w.what)
	}
	list := s.names(w.from)
	if len(list) == 0 {
		list = content.Vocabulary(w.from)
	}
	if len(list) == 0 {
		return "", nil
	}
	chosen, err := q.choose(w.what, list, w.several)
	return strings.Join(chosen, ", "), err
}

func (q *questions) day(what string) (string, error) {
	var day date.Date
	_, err := q.line(what+", such as 12 March 2027?", func(answer string) string {
		var err error
		if day, err = date.Parse(answer); err != nil {
			return err.Error()
		}
		return ""
	})
	return day.String(), err
}
