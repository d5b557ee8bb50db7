//go:build race

package strict_test

// slow is how much longer than alone a test may take; the race detector costs
// that much.
const slow = 20
