package browser

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// standIn writes a program that does what a browser is asked to: it writes a
// file where --print-to-pdf says, with its arguments.
func standIn(t *testing.T, script string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "chromium")
	if err := os.WriteFile(name, []byte("#!/bin/sh\n"+script), 0o700); err != nil {
		t.Fatal(err)
	}
	return name
}

const writes = `for a in "$@"; do case "$a" in --print-to-pdf=*) out="${a#--print-to-pdf=}";; esac; done
echo "$@" > "$out"`

func TestPrint(t *testing.T) {
	dir := t.TempDir()
	pdf := filepath.Join(dir, "a b.pdf")
	if err := Print(standIn(t, writes), filepath.Join(dir, "a b.html"), pdf); err != nil {
		t.Fatal(err)
	}
	said, err := os.ReadFile(pdf)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"--headless", "--host-resolver-rules=MAP * ~NOTFOUND", "/a%20b.html", "file://"} {
		if !strings.Contains(string(said), want) {
			t.Errorf("the browser was not told %q: %s", want, said)
		}
	}
}

func TestPrint_fails(t *testing.T) {
	dir := t.TempDir()
	for name, test := range map[string]struct{ script, want string }{
		"it fails":      {"echo no space >&2; exit 3", "no space"},
		"it says done":  {"exit 0", "wrote no file"},
		"it is nothing": {"", "wrote no file"},
	} {
		t.Run(name, func(t *testing.T) {
			err := Print(standIn(t, test.script), filepath.Join(dir, "a.html"), filepath.Join(dir, "a.pdf"))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q in it", err, test.want)
			}
		})
	}
}

func TestFind(t *testing.T) {
	program := standIn(t, "")
	t.Setenv("PATH", filepath.Dir(program))
	for _, named := range []string{"", "chromium", program} {
		if got, err := Find(named); err != nil || got != program {
			t.Errorf("Find(%q) is %q, %v", named, got, err)
		}
	}
	if _, err := Find("no-such-browser"); err == nil {
		t.Error("a program was found that is not there")
	}
}
