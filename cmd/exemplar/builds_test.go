//go:build !race

package main

// builds is how often TestBuildIsReproducible builds.
const builds = 20
