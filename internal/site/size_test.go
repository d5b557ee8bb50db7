//go:build !race

package site_test

// smallest is the size of the smaller of two lopsided sites.
const smallest = 150
