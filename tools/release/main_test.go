package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// TestRelease makes a release for this system twice, in two folders, and wants
// the same bytes.
func TestRelease(t *testing.T) {
	system := runtime.GOOS + "/" + runtime.GOARCH // which is compiled already
	name := "exemplar-v0-" + runtime.GOOS + "-" + runtime.GOARCH
	var first map[string][]byte
	for range 2 {
		r := release{source: filepath.Join("..", ".."), out: filepath.Join(t.TempDir(), "dist"), version: "v0", systems: []string{system}}
		if err := r.make(); err != nil {
			t.Fatal(err)
		}
		got := made(t, r.out)
		if first == nil {
			first = got
		}
		for name, data := range first {
			if !bytes.Equal(got[name], data) {
				t.Errorf("%s differs", name)
			}
		}
	}
	if len(first) != 3 || strings.Count(string(first["SHA256SUMS"]), "\n") != 2 {
		t.Fatalf("%d files, and sums\n%s", len(first), first["SHA256SUMS"])
	}
	if bill := string(first[name+".cdx.json"]); !strings.Contains(bill, "pkg:golang/github.com/yuin/goldmark@v") || !strings.Contains(bill, `"h1:`) {
		t.Errorf("the SBOM names no module:\n%s", bill)
	}
	if runtime.GOOS != "windows" { // whose archive is another one
		checkVersion(t, first[name+".tar.gz"], "exemplar v0")
	}
}

// checkVersion runs the program of an archive, which must know its version.
func checkVersion(t *testing.T, archive []byte, want string) {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(archive))
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(t.TempDir(), "exemplar")
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if err != nil {
			t.Fatal("there is no program in the archive: ", err)
		}
		if path.Base(h.Name) != "exemplar" {
			continue
		}
		data, err := io.ReadAll(r)
		if err = errors.Join(err, os.WriteFile(program, data, 0o700)); err != nil {
			t.Fatal(err)
		}
		break
	}
	out, err := exec.Command(program, "version").Output()
	if err != nil || !strings.HasPrefix(string(out), want) {
		t.Errorf("the program says %q, %v; want %q", out, err, want)
	}
}

// TestPack packs a program for a system of each sort.
func TestPack(t *testing.T) {
	program := filepath.Join(t.TempDir(), "p")
	if err := os.WriteFile(program, []byte("program"), 0o600); err != nil {
		t.Fatal(err)
	}
	r := release{source: filepath.Join("..", ".."), out: t.TempDir(), at: time.Unix(1795219200, 0)}
	for _, c := range []struct{ goos, program string }{{"linux", "exemplar"}, {"windows", "exemplar.exe"}} {
		list, err := r.contents(c.goos, c.program, program)
		if err != nil {
			t.Fatal(err)
		}
		if err := r.pack(c.goos, c.goos, list); err != nil {
			t.Fatal(err)
		}
	}
	got := made(t, r.out)
	equal(t, tarNames(t, got["linux.tar.gz"]), "linux/", "exemplar")
	equal(t, zipNames(t, got["windows.zip"]), "windows/", "exemplar.exe")
}

func made(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if files[e.Name()], err = os.ReadFile(filepath.Join(dir, e.Name())); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

func equal(t *testing.T, got []string, folder, program string) {
	t.Helper()
	want := folder + "CHANGELOG.md " + folder + "LICENSE " + folder + "README.md " + folder + program
	if strings.Join(got, " ") != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func tarNames(t *testing.T, data []byte) (names []string) {
	t.Helper()
	big, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	for r := tar.NewReader(big); ; {
		head, err := r.Next()
		if err == io.EOF {
			return names
		}
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(head.Name, "/exemplar") && head.Mode != 0o755 || head.Uid != 0 || head.Uname != "" {
			t.Errorf("%+v", head)
		}
		names = append(names, head.Name)
	}
}

func zipNames(t *testing.T, data []byte) (names []string) {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range r.File {
		names = append(names, f.Name)
	}
	return names
}
