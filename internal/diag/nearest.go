package diag

import (
	"strings"
	"unicode/utf8"
)

// Nearest returns the known name that a reader most likely meant by got, or ""
// when none is near: at most one slip (a letter missing, added, wrong or
// swapped) in four letters, three at the most. Case does not count; the first
// of equally near names wins.
func Nearest(got string, known []string) string {
	best, limit := "", min(max(len([]rune(got))/4, 1), 3)
	for _, k := range known {
		if strings.EqualFold(got, k) {
			return k
		}
		if abs(utf8.RuneCountInString(got)-utf8.RuneCountInString(k)) > limit {
			continue // at least as many slips as letters too many or too few
		}
		if d := distance(strings.ToLower(got), strings.ToLower(k)); d <= limit {
			best, limit = k, d-1
		}
	}
	return best
}

// DidYouMean returns a hint that offers the nearest known name, or otherwise.
func DidYouMean(got string, known []string, otherwise string) string {
	if near := Nearest(got, known); near != "" {
		return `did you mean "` + near + `"?`
	}
	return otherwise
}

func abs(n int) int { return max(n, -n) }

// distance is the optimal string alignment distance: insertions, deletions,
// substitutions and swaps of neighbours.
func distance(a, b string) int {
	s, t := []rune(a), []rune(b)
	before, last, row := make([]int, len(t)+1), make([]int, len(t)+1), make([]int, len(t)+1)
	for j := range last {
		last[j] = j
	}
	for i := range s {
		row[0] = i + 1
		for j := range t {
			cost := 1
			if s[i] == t[j] {
				cost = 0
			}
			row[j+1] = min(last[j+1]+1, row[j]+1, last[j]+cost)
			if i > 0 && j > 0 && s[i] == t[j-1] && s[i-1] == t[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(t)]
}
