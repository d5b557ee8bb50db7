//go:build unix

package publish

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

const (
	errFull      = unix.ENOSPC
	errImmovable = unix.EXDEV
)

// The kernel says EBUSY when it is asked to rename a mount point.
func TestFault_mount(t *testing.T) {
	dir := prepared(t)
	_, err := publish(dir, siteAfter.outputs(), Options{}, func(op, _ string) error {
		if op == "exchange" {
			return unix.EBUSY
		}
		return nil
	})
	refusal(t, err, Mount)
	same(t, "folder", read(t, dir), siteBefore.published().with(siteOwn))
	onlyOutput(t, dir)
}

// Modes do not depend on the umask, and what did not change keeps its own.
func TestDir_modes(t *testing.T) {
	for _, umask := range []int{0, 0o002, 0o022, 0o027, 0o077} {
		dir := outputDir(t)
		before := syscall.Umask(umask)
		_, err := Dir(dir, twoPages.outputs(), Options{})
		syscall.Umask(before)
		if err != nil {
			t.Fatalf("umask %03o: %v", umask, err)
		}
		for path, info := range stamps(t, dir) {
			want := fileMode
			if info.IsDir() {
				want = folderMode
			}
			if info.Mode().Perm() != want {
				t.Errorf("umask %03o: %s has mode %v, want %v", umask, path, info.Mode().Perm(), want)
			}
		}
	}
}

func TestDir_ownModesStay(t *testing.T) {
	dir := outputDir(t)
	mustDir(t, dir, twoPages)
	files{"tools/deploy.sh": "#!/bin/sh"}.put(t, dir)
	for name, mode := range map[string]os.FileMode{"tools/deploy.sh": 0o750, "tools": 0o700, "index.html": 0o640} {
		if err := os.Chmod(filepath.Join(dir, name), mode); err != nil {
			t.Fatal(err)
		}
	}
	before := stamps(t, dir)
	mustDir(t, dir, twoPages.with(files{"new.html": "new"}))
	after := stamps(t, dir)
	for _, name := range []string{"tools/deploy.sh", "tools", "index.html"} {
		path := filepath.Join(dir, name)
		if after[path].Mode() != before[path].Mode() {
			t.Errorf("%s has mode %v, want %v", name, after[path].Mode(), before[path].Mode())
		}
	}
}

// Where links to files have to be copied, the owner's symbolic links are not.
func TestFault_noHardLinksForLinks(t *testing.T) {
	dir := outputDir(t)
	mustDir(t, dir, twoPages)
	own := files{"latest": "→ index.html", "dangling": "→ nowhere"}
	own.put(t, dir)
	next := files{"index.html": "HOME"}
	_, err := publish(dir, next.outputs(), Options{}, func(op, _ string) error {
		if op == "link" {
			return unix.EPERM
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	same(t, "folder", read(t, dir), next.published().with(own))
}

// A pipe among the owner's files is carried over and never opened, which would
// wait for ever.
func TestDir_ownPipe(t *testing.T) {
	dir := outputDir(t)
	mustDir(t, dir, twoPages)
	pipe := filepath.Join(dir, "pipe")
	if err := unix.Mkfifo(pipe, 0o644); err != nil {
		t.Fatal(err)
	}
	mustDir(t, dir, twoPages.with(files{"new.html": "new"}))
	if info, err := os.Lstat(pipe); err != nil || info.Mode().Type() != os.ModeNamedPipe {
		t.Errorf("pipe: %v, error %v", info, err)
	}
}
