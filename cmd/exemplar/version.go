package main

import (
	"cmp"
	"fmt"
	"runtime"
	"runtime/debug"
)

// release is the version of a program that was made by tools/release, which sets
// it; empty for any other.
var release string

type versionCommand struct{}

// Help gives examples.
func (versionCommand) Help() string {
	return examples("exemplar version", "exemplar version | head -n 1")
}

// Run prints the version of the program and of Go.
func (versionCommand) Run(env *environment) error {
	version, revision := cmp.Or(release, "(built from source)"), ""
	if info, ok := debug.ReadBuildInfo(); ok {
		if v := info.Main.Version; release == "" && v != "" && v != "(devel)" {
			version = v
		}
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				revision = " " + s.Value[:min(12, len(s.Value))]
			}
		}
	}
	_, err := fmt.Fprintf(env.stdout, "exemplar %s%s\n%s %s/%s\n", version, revision, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}
