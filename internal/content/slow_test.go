//go:build !race

package content_test

// slow is how much longer than alone a test may take.
const slow = 1
