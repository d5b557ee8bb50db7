package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

// idsAsked are the numbers of the ids in the list of what is asked of a school's site.
var idsAsked = map[string]int{"SG": 15, "DP": 11, "A": 16, "C": 14}

// TestGuidanceTable wants a row for every id in docs/privacy.md, whose pages and
// tests are there.
func TestGuidanceTable(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root, "docs", "privacy.md"))
	if err != nil {
		t.Fatal(err)
	}
	tests := testNames(t)
	link, test := regexp.MustCompile(`\[([a-z/-]+)\]\(checks/([a-z/-]+)\.md\)`), regexp.MustCompile("`(Test\\w+)`")
	found := map[string]int{}
	for _, row := range regexp.MustCompile(`(?m)^\| (SG|DP|A|C)\d\d \|.*$`).FindAllStringSubmatch(string(text), -1) {
		found[row[1]]++
		for _, m := range link.FindAllStringSubmatch(row[0], -1) {
			_ = diag.Code(m[1]).Severity() // panics where there is no such code
			if _, err := os.Stat(filepath.Join(root, "docs", "checks", m[2]+".md")); err != nil || m[1] != m[2] {
				t.Errorf("%s leads to %s: %v", m[1], m[2], err)
			}
		}
		names := test.FindAllStringSubmatch(row[0], -1)
		if len(names) == 0 {
			t.Errorf("no test: %s", row[0])
		}
		for _, m := range names {
			if !tests[m[1]] {
				t.Errorf("there is no test %s", m[1])
			}
		}
	}
	for group, n := range idsAsked {
		if found[group] != n {
			t.Errorf("%d rows %s, not %d", found[group], group, n)
		}
	}
}

// testNames are the names of all tests of the repository.
func testNames(t *testing.T) map[string]bool {
	t.Helper()
	names := map[string]bool{}
	function := regexp.MustCompile(`(?m)^func (Test\w+)\(`)
	err := fs.WalkDir(os.DirFS(root), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() && (d.Name() == "node_modules" || d.Name() == ".git") {
			return fs.SkipDir
		}
		if !strings.HasSuffix(name, "_test.go") {
			return nil
		}
		text, err := os.ReadFile(filepath.Join(root, name))
		for _, m := range function.FindAllSubmatch(text, -1) {
			names[string(m[1])] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}
