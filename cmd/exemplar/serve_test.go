package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/exemplar-lp/exemplar/internal/diag"
	"github.com/exemplar-lp/exemplar/internal/serve"
)

// TestServeScripts runs the server as its users do. Three commands are of these
// scripts alone:
//
//	start ARGS…       starts exemplar serve on a free port
//	get PATH STATUS TEXT
//	                  waits until an address is answered so; with ! before it, without
//	said PATTERN      waits until the terminal shows a line
//	stop              stops the server as Ctrl+C does, and wants exit code 0
func TestServeScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "serve"),
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("SOURCE_DATE_EPOCH", "1795219200")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"start": startServer, "get": getPage, "said": terminalSaid, "stop": stopServer,
		},
	})
}

// server is a running exemplar serve.
type server struct {
	cmd *exec.Cmd
	url string

	mu   sync.Mutex
	text strings.Builder
}

// Write collects what the server prints.
func (s *server) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(p)
}

func (s *server) said() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// servers has the server of each script.
var servers sync.Map

func serverOf(ts *testscript.TestScript) *server {
	s, ok := servers.Load(ts)
	if !ok {
		ts.Fatalf("no server was started")
	}
	return s.(*server)
}

// soon waits until something holds.
func soon(ts *testscript.TestScript, s *server, what string, holds func() bool) {
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(2 * time.Millisecond) {
		if holds() {
			return
		}
	}
	ts.Fatalf("never: %s; the server said\n%s", what, s.said())
}

func startServer(ts *testscript.TestScript, _ bool, args []string) {
	self, err := os.Executable()
	ts.Check(err)
	s := &server{cmd: exec.Command(self, append([]string{"serve", "-p", "0"}, args...)...)}
	s.cmd.Args[0] = "exemplar"
	s.cmd.Dir, s.cmd.Env, s.cmd.Stderr = ts.MkAbs("."), append(os.Environ(), "SOURCE_DATE_EPOCH=1795219200"), s
	ts.Check(s.cmd.Start())
	servers.Store(ts, s)
	ts.Defer(func() { _ = s.cmd.Process.Kill() }) // it has ended unless the script failed
	address := regexp.MustCompile(`http://localhost:\d+`)
	soon(ts, s, "an address", func() bool {
		s.url = address.FindString(s.said())
		return s.url != ""
	})
}

func getPage(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 3 {
		ts.Fatalf("usage: get PATH STATUS TEXT")
	}
	s := serverOf(ts)
	soon(ts, s, strings.Join(args, " "), func() bool {
		answer, err := http.Get(s.url + args[0])
		if err != nil {
			return false
		}
		defer answer.Body.Close()
		text, err := io.ReadAll(answer.Body)
		return err == nil && strconv.Itoa(answer.StatusCode) == args[1] && strings.Contains(string(text), args[2]) != neg
	})
}

func terminalSaid(ts *testscript.TestScript, _ bool, args []string) {
	s := serverOf(ts)
	pattern := regexp.MustCompile("(?m)" + args[0])
	soon(ts, s, "said "+args[0], func() bool { return pattern.MatchString(s.said()) })
}

func stopServer(ts *testscript.TestScript, _ bool, _ []string) {
	s := serverOf(ts)
	ts.Check(s.cmd.Process.Signal(os.Interrupt))
	if err := s.cmd.Wait(); err != nil {
		ts.Fatalf("%v; the server said\n%s", err, s.said())
	}
}

// TestServe_refused proves the exit codes of a server that cannot start.
func TestServe_refused(t *testing.T) {
	for _, tt := range []struct {
		args []string
		code int
		want string
	}{
		{[]string{"-s", root, "--bind", "198.51.100.7"}, exitWorld, `"198.51.100.7" is not an address of this machine`},
		{[]string{"-s", root, "--bind", "nowhere.invalid"}, exitWorld, "hint: leave --bind out"},
		{[]string{"-s", root, "-p", "70000"}, exitUsage, "-p 70000 is not a port"},
		{[]string{"-s", root, "-p", "http"}, exitUsage, "http"},
		{[]string{"-s", root, "--as-of", "someday"}, exitUsage, "--as-of"},
		{[]string{"-s", t.TempDir()}, exitUsage, "there is no exemplar.yaml"},
	} {
		got := invoke(append([]string{"serve"}, tt.args...)...)
		if got.code != tt.code || !strings.Contains(got.stderr, tt.want) {
			t.Errorf("serve %s: exit %d\n%s", strings.Join(tt.args, " "), got.code, got.stderr)
		}
	}
}

// TestSomeOf keeps the line about many files short.
func TestSomeOf(t *testing.T) {
	for _, tt := range []struct{ files, want string }{
		{"a", "a"}, {"a b c", "a, b, c"}, {"a b c d", "a, b, c and 1 file more"}, {"a b c d e", "a, b, c and 2 files more"},
	} {
		if got := someOf(strings.Fields(tt.files)); got != tt.want {
			t.Errorf("%s: %q, not %q", tt.files, got, tt.want)
		}
	}
	if got := fmt.Sprint(outcome(nil)); got != "no problems" {
		t.Errorf("%q", got)
	}
}

// TestSaid_brief keeps the terminal readable where a site has very many warnings:
// the rest is counted, and a save shows only what is new.
func TestSaid_brief(t *testing.T) {
	var problems diag.List
	for i := range 100 {
		problems.Add(diag.MarkerUnmarked, diag.Position{File: "content/a.md", Line: i + 1}, "", "no paragraph shows it")
	}
	var text bytes.Buffer
	s := &said{env: &environment{stderr: &text, now: time.Now}}
	s.report(serve.Report{Loaded: &serve.Loaded{Problems: problems}})
	if n := strings.Count(text.String(), "no paragraph shows it"); n != most || !strings.Contains(text.String(), "and 80 more of marker/unmarked; exemplar check shows them all\n") {
		t.Errorf("%d of 100 in\n%s", n, text.String())
	}
	text.Reset()
	problems.Add(diag.MarkerUnmarked, diag.Position{File: "content/b.md", Line: 1}, "", "nor this one")
	s.report(serve.Report{Loaded: &serve.Loaded{Problems: problems, Changed: []string{"content/b.md"}}})
	if got := text.String(); strings.Count(got, "marker/unmarked") != 1 || !strings.Contains(got, "nor this one") || !strings.Contains(got, "101 warnings") {
		t.Errorf("after a save\n%s", got)
	}
}
