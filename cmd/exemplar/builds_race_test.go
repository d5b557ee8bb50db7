//go:build race

package main

// builds is how often TestBuildIsReproducible builds: the race detector makes
// builds slow, and "make unit" runs all of them without it.
const builds = 4
