package main

import (
	"os"

	"golang.org/x/sys/windows"
)

// drawsOn reports whether a file is a console, and has it obey the codes for
// colour and for wiping a line, which Windows keeps switched off until a program
// asks. A console too old for that gets plain lines.
func drawsOn(f *os.File) bool {
	var mode uint32
	console := windows.Handle(f.Fd())
	if err := windows.GetConsoleMode(console, &mode); err != nil {
		return false
	}
	return windows.SetConsoleMode(console, mode|windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING) == nil
}
