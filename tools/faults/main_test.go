package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const repository = "../.."

// TestEachFits: each fault can still be put in, its tests are there, and
// docs/faults.md tells of it. That the tests fail is what "make faults" is for.
func TestEachFits(t *testing.T) {
	list, err := read("faults.txt")
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(filepath.Join(repository, "docs", "faults.md"))
	if err != nil {
		t.Fatal(err)
	}
	if len(list) < 20 {
		t.Errorf("%d faults", len(list))
	}
	told := map[string]bool{}
	table, _, _ := strings.Cut(string(page), "\n## ") // the other tables are of other things
	for _, line := range strings.Split(table, "\n") {
		if cells := strings.Split(line, " | "); len(cells) == 3 && strings.HasPrefix(line, "| ") {
			told[strings.TrimPrefix(cells[0], "| ")] = true
		}
	}
	for _, f := range list {
		if len(f.edits) == 0 || len(f.catchers) == 0 {
			t.Errorf("%s: nothing to change or to run", f.what)
		}
		if !told[f.what] {
			t.Errorf("%s: docs/faults.md does not tell of it", f.what)
		}
		delete(told, f.what)
		f.fits(t)
	}
	delete(told, "fault")
	delete(told, "---")
	for what := range told {
		t.Errorf("docs/faults.md tells of %q, which faults.txt does not have", what)
	}
}

func (f *fault) fits(t *testing.T) {
	t.Helper()
	for _, e := range f.edits {
		data, err := os.ReadFile(filepath.Join(repository, e.file))
		if err != nil {
			t.Error(err)
		}
		if n := strings.Count(string(data), e.from); n != 1 || e.from == e.to {
			t.Errorf("%s: %s has %q %d times", f.what, e.file, e.from, n)
		}
	}
	for _, c := range f.catchers {
		name, _, _ := strings.Cut(c.test, "/")
		if !hasTest(t, c.pkg, name) {
			t.Errorf("%s: there is no %s in %s", f.what, name, c.pkg)
		}
	}
}

func hasTest(t *testing.T, pkg, name string) bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(repository, pkg, "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(data), "\nfunc "+name+"(") {
			return true
		}
	}
	return false
}

// TestTry puts two faults into a small module: one is caught, one is not.
func TestTry(t *testing.T) {
	work := t.TempDir()
	for name, text := range map[string]string{
		"go.mod": "module a\n", "p/a.go": "package p\n\nfunc One() int { return 1 }\n\nfunc Two() int { return 2 }\n",
		"p/a_test.go": "package p\n\nimport \"testing\"\n\nfunc TestOne(t *testing.T) {\n\tif One() != 1 {\n\t\tt.Error(One())\n\t}\n}\n",
	} {
		file := filepath.Join(work, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for _, test := range []struct{ from, to, want string }{
		{"return 1", "return 3", ""},
		{"return 2", "return 3", "passes"},
		{"return 1", "return x", "neither passed nor failed"},
		{"return", "panic", "2 times"},
	} {
		f := fault{edits: []edit{{"p/a.go", test.from, test.to}}, catchers: []catcher{{"p", "TestOne"}}}
		err := f.try(work)
		if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s for %s: %v, want %q", test.to, test.from, err, test.want)
		}
	}
	data, err := os.ReadFile(filepath.Join(work, "p", "a.go"))
	if err != nil || !strings.Contains(string(data), "return 1") || !strings.Contains(string(data), "return 2") {
		t.Errorf("left behind: %s, %v", data, err)
	}
}
