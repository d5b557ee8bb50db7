// Command faults puts faults into a copy of the program, one at a time, and runs
// the tests that are to catch them.
//
// In come the repository and faults.txt. Out comes a line for each fault, and an
// exit code that says whether all were caught. It changes nothing in the
// repository.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

func main() {
	source := flag.String("source", ".", "the repository")
	only := flag.String("only", "", "try the faults whose words match this expression")
	flag.Parse()
	if err := run(*source, *only); err != nil {
		fmt.Fprintln(os.Stderr, "faults:", err)
		os.Exit(1)
	}
}

func run(source, only string) error {
	wanted, err := regexp.Compile(only)
	if err != nil {
		return err
	}
	list, err := read(filepath.Join(source, "tools", "faults", "faults.txt"))
	if err != nil {
		return err
	}
	work, err := os.MkdirTemp("", "exemplar-faults-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	if err := clone(source, work); err != nil {
		return err
	}
	tried, missed := 0, 0
	for _, f := range list {
		if !wanted.MatchString(f.what) {
			continue
		}
		tried++
		err := f.try(work)
		if err != nil {
			missed++
		}
		fmt.Printf("%-7s %s%s\n", map[bool]string{true: "caught", false: "MISSED"}[err == nil], f.what, because(err))
	}
	fmt.Printf("%d of %d faults were caught\n", tried-missed, tried)
	if missed > 0 || tried == 0 {
		return errors.New("not every fault was caught")
	}
	return nil
}

func because(err error) string {
	if err == nil {
		return ""
	}
	return ": " + err.Error()
}

// clone copies the files that git knows, as they are now.
func clone(source, to string) error {
	cmd := exec.Command("git", "ls-files", "-z")
	cmd.Dir, cmd.Stderr = source, os.Stderr
	names, err := cmd.Output()
	if err != nil {
		return err
	}
	for name := range strings.SplitSeq(strings.TrimSuffix(string(names), "\x00"), "\x00") {
		data, err := os.ReadFile(filepath.Join(source, name))
		if errors.Is(err, os.ErrNotExist) {
			continue // deleted and not yet committed
		}
		if err != nil {
			return err
		}
		copied := filepath.Join(to, name)
		if err := os.MkdirAll(filepath.Dir(copied), 0o777); err != nil {
			return err
		}
		if err := os.WriteFile(copied, data, 0o666); err != nil {
			return err
		}
	}
	return nil
}

// try puts a fault in, runs its tests, and takes it out again. The error says
// which test passed all the same, or that the fault is none.
func (f *fault) try(work string) (err error) {
	for _, e := range f.edits {
		was, change := e.apply(work)
		if change != nil {
			return change
		}
		defer func() { err = errors.Join(err, os.WriteFile(filepath.Join(work, e.file), was, 0o666)) }()
	}
	for _, c := range f.catchers {
		if err := c.run(work); err != nil {
			return err
		}
	}
	return nil
}

// apply changes a file and returns what it was.
func (e edit) apply(work string) (was []byte, err error) {
	name := filepath.Join(work, e.file)
	was, err = os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	if n := strings.Count(string(was), e.from); n != 1 {
		return nil, fmt.Errorf("%s has %q %d times", e.file, e.from, n)
	}
	return was, os.WriteFile(name, []byte(strings.Replace(string(was), e.from, e.to, 1)), 0o666)
}

// run runs one test, which must fail. A program that cannot be built proves
// nothing.
func (c catcher) run(work string) error {
	var pattern []string
	for part := range strings.SplitSeq(c.test, "/") {
		pattern = append(pattern, "^"+regexp.QuoteMeta(part)+"$")
	}
	cmd := exec.Command("go", "test", "-count=1", "-timeout", "5m", "-run", strings.Join(pattern, "/"), "./"+c.pkg)
	cmd.Dir = work
	out, err := cmd.CombinedOutput()
	text := string(out)
	switch {
	case err == nil:
		return fmt.Errorf("%s passes", c.test)
	case strings.Contains(text, "--- FAIL: "+c.test), strings.Contains(text, "panic: "), strings.Contains(text, "fatal error: "):
		return nil
	}
	return fmt.Errorf("%s neither passed nor failed:\n%s", c.test, text)
}
