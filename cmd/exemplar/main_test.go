package main

import (
	"bytes"
	"flag"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "write what the scripts compare anew")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"exemplar": main, "elsewhere": elsewhere})
}

// TestScripts runs the program as its users do.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		RequireExplicitExec: true,
		UpdateScripts:       *update,
		Setup: func(env *testscript.Env) error {
			// 21 November 2026, so that dates in the scripts stay true.
			env.Setenv("SOURCE_DATE_EPOCH", "1795219200")
			return nil
		},
	})
}

// ran is what a run of the program in this process left behind.
type ran struct {
	code           int
	stdout, stderr string
}

// invoke runs the program in this process as of 21 November 2026.
func invoke(args ...string) ran {
	var stdout, stderr bytes.Buffer
	code := run(args, &environment{
		stdin: strings.NewReader(""), stdout: &stdout, stderr: &stderr,
		getenv: func(string) string { return "" },
		now:    func() time.Time { return time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC) },
		open:   openRoot,
	})
	return ran{code, stdout.String(), stderr.String()}
}

// buildExample builds the repository's own portal and returns its output folder.
func buildExample(t *testing.T, args ...string) string {
	t.Helper()
	dest := filepath.Join(t.TempDir(), "public")
	got := invoke(append([]string{"build", "-s", root, "-d", dest}, args...)...)
	if got.code != exitDone {
		t.Fatalf("the example portal does not build: exit %d\n%s%s", got.code, got.stdout, got.stderr)
	}
	return dest
}

// root is the repository's root, which is also the example portal's.
var root = filepath.Join("..", "..")

// TestExampleHasNoProblem keeps the example portal a model.
func TestExampleHasNoProblem(t *testing.T) {
	got := invoke("check", "-s", root, "--strict")
	if got.code != exitDone {
		t.Errorf("exit %d\n%s", got.code, got.stderr)
	}
}

// TestEveryStarterBuilds proves that a new portal has no problem in any
// framework, and that nothing is written twice.
func TestEveryStarterBuilds(t *testing.T) {
	for _, args := range [][]string{{"--framework", "glf-lp"}, {"--framework", "ssat-lp"}, {"--framework", "sle"}, {"--framework", "teachers-standards"}, {"--example"}} {
		t.Run(args[len(args)-1], func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "portal")
			if got := invoke(append([]string{"init", dir}, args...)...); got.code != exitDone {
				t.Fatalf("init: exit %d\n%s", got.code, got.stderr)
			}
			if got := invoke("build", "-s", dir, "--strict"); got.code != exitDone {
				t.Errorf("build: exit %d\n%s", got.code, got.stderr)
			}
			if got := invoke("init", dir); got.code != exitUsage {
				t.Errorf("a second init: exit %d\n%s", got.code, got.stderr)
			}
		})
	}
}
