//go:build race

package site_test

// smallest is the size of the smaller of two lopsided sites. It is small, for the
// growth is measured without the race detector.
const smallest = 30
