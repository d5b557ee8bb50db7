package render

import (
	"slices"
	"testing"

	"github.com/exemplar-lp/exemplar/internal/catalog"
)

// TestCountStrengths counts every list of up to two claims of each strength.
func TestCountStrengths(t *testing.T) {
	for n := range 27 {
		want := [catalog.Validated + 1]int{catalog.Claimed: n % 3, catalog.Evidenced: n / 3 % 3, catalog.Validated: n / 9}
		var claims []*catalog.Claim
		for strength := catalog.Validated; strength > catalog.None; strength-- {
			for range want[strength] {
				claims = append(claims, &catalog.Claim{Strength: strength})
			}
		}
		if got := countStrengths(claims); got != want {
			t.Errorf("%v is counted as %v", want, got)
		}
	}
}

// TestShownPages has every page of lists of all lengths look at its neighbours.
func TestShownPages(t *testing.T) {
	for count := 2; count < 12; count++ {
		for number := 1; number <= count; number++ {
			var want []int
			for n := 1; n <= count; n++ {
				if n == 1 || n == count || n >= number-2 && n <= number+2 {
					want = append(want, n)
				}
			}
			if got := shownPages(number, count); !slices.Equal(got, want) {
				t.Errorf("page %d of %d shows %v, want %v", number, count, got, want)
			}
		}
	}
}
