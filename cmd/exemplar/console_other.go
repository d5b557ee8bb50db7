//go:build !windows

package main

import (
	"os"

	"golang.org/x/term"
)

// drawsOn reports whether a file is a terminal that obeys the codes for colour
// and for wiping a line.
func drawsOn(f *os.File) bool { return term.IsTerminal(int(f.Fd())) && os.Getenv("TERM") != "dumb" }
