package main

import (
	"fmt"
	"os"
	"strings"
)

// fault is something wrong that could be written into the program.
type fault struct {
	what     string
	edits    []edit
	catchers []catcher
}

// edit replaces a text that stands in a file once.
type edit struct{ file, from, to string }

// catcher is a test that must fail while the fault is in.
type catcher struct{ pkg, test string }

// read reads a list of faults: a line "# what is wrong", then for each edit a
// line "@ file", lines "- text" and "+ text" in its place, and a line
// "= package Test ..." for each package whose tests must fail.
func read(name string) ([]fault, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var list []fault
	for i, line := range strings.Split(string(data), "\n") {
		if line == "" {
			continue
		}
		mark, rest, ok := strings.Cut(line, " ")
		if mark == "#" {
			list = append(list, fault{what: rest})
			continue
		}
		if !ok && mark != "+" || len(list) == 0 || !list[len(list)-1].take(mark, rest) {
			return nil, fmt.Errorf("%s:%d: %q is not a line of a fault", name, i+1, line)
		}
	}
	return list, nil
}

// take adds one line to a fault.
func (f *fault) take(mark, rest string) bool {
	switch mark {
	case "@":
		f.edits = append(f.edits, edit{file: rest})
		return true
	case "=":
		words := strings.Fields(rest)
		for _, test := range words[1:] {
			f.catchers = append(f.catchers, catcher{words[0], test})
		}
		return len(words) > 1
	}
	if len(f.edits) == 0 {
		return false
	}
	e := &f.edits[len(f.edits)-1]
	switch mark {
	case "-":
		e.from = joined(e.from, rest)
	case "+":
		e.to = joined(e.to, rest)
	default:
		return false
	}
	return true
}

func joined(text, line string) string {
	if text == "" {
		return line
	}
	return text + "\n" + line
}
