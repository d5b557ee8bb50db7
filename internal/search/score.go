package search

import (
	"cmp"
	"math/bits"
	"slices"
)

// Everything here is whole numbers, so that the browser comes to the same order.

// unitScore is what a unit gives to each page.
type unitScore struct {
	rarity int
	// value is the weight times the impact, at most 240; title the weight of the
	// title's words, at most 16.
	value, title []int
	// covered and titleWords are how many words of the title the unit covers, and
	// how many the title has.
	covered, titleWords []int
}

func (u *unit) score(pages int) unitScore {
	s := unitScore{value: make([]int, pages), title: make([]int, pages), covered: make([]int, pages), titleWords: make([]int, pages)}
	for _, a := range u.alts {
		if a.known() {
			s.add(a, pages)
		}
	}
	having := 0
	for _, v := range s.value {
		if v > 0 {
			having++
		}
	}
	s.rarity = max(1, logarithm(2*pages+2)-logarithm(2*having+1))
	return s
}

// add takes in an alternative: a page must have all its words, and their mean
// counts.
func (s *unitScore) add(a alternative, pages int) {
	sum, having := make([]int, pages), make([]int, pages)
	title, inTitle, words := make([]int, pages), make([]int, pages), make([]int, pages)
	for _, o := range a {
		value, weight := o.score(pages, words)
		for i, v := range value {
			if v > 0 {
				sum[i], having[i] = sum[i]+v, having[i]+1
			}
			if weight[i] > 0 {
				title[i], inTitle[i] = title[i]+weight[i], inTitle[i]+1
			}
		}
	}
	for i := range pages {
		if having[i] == len(a) {
			s.value[i] = max(s.value[i], sum[i]/len(a))
		}
		if t := title[i] / len(a); inTitle[i] == len(a) && t > s.title[i] {
			s.title[i], s.covered[i], s.titleWords[i] = t, len(a), words[i]
		}
	}
}

// score gives each page the best of the option's lists. It notes the number of
// words of titles.
func (o option) score(pages int, words []int) (value, title []int) {
	value, title = make([]int, pages), make([]int, pages)
	for _, w := range o {
		left := w.list.titles
		for i, page := range w.list.pages {
			if w.titled {
				if len(left) == 0 || left[0].page != page {
					continue
				}
				left = left[1:]
			}
			value[page] = max(value[page], w.weight*int(w.list.impacts[i]))
		}
		for _, t := range w.list.titles {
			title[t.page] = max(title[t.page], w.weight)
			words[t.page] = max(words[t.page], t.words)
		}
	}
	return value, title
}

// logarithm is sixteen times the logarithm to base 2, straight between powers.
func logarithm(n int) int {
	b := bits.Len(uint(n)) - 1
	return 16*b + n<<4>>b&15
}

// ranked is a page with its score.
type ranked struct {
	page, score int
	// full says that the page has every part of the query.
	full bool
}

// rank scores all pages and sorts those that match. Partly says that there were
// too few pages with all of the query.
func (r *resolution) rank(pages int) (list []ranked, partly bool) {
	if len(r.units) == 0 {
		return nil, false
	}
	scores := make([]unitScore, len(r.units))
	all := 0
	for i := range r.units {
		scores[i] = r.units[i].score(pages)
		all += scores[i].rarity
	}
	excluded := r.excluded(pages)
	for page := range pages {
		if excluded[page] {
			continue
		}
		score, matched := pageScore(scores, page, all)
		if matched > 0 && (len(scores) < leastShare || matched*leastShare >= all) {
			list = append(list, ranked{page, score, matched == all})
		}
	}
	slices.SortFunc(list, func(a, b ranked) int { return cmp.Or(b.score-a.score, b.page-a.page) })
	return choose(list, len(scores))
}

// excluded marks the pages that have a word to leave out.
func (r *resolution) excluded(pages int) []bool {
	marked := make([]bool, pages)
	for _, not := range r.not {
		for _, page := range not.pages {
			marked[page] = true
		}
	}
	return marked
}

// leastShare is the part of a query of as many units or more that a page must
// have to be a result at all: one in so many, by rarity.
const leastShare = 4

// fullEnough is the number of pages with all of a query from which the pages
// with less are left out that are no better, if the query has at most
// longestStrict parts.
const (
	fullEnough    = 3
	longestStrict = 5
)

// shortQuery is the number of parts up to which each of them is meant: a page
// loses half of what the parts are worth that it lacks. In a longer question some
// are only said.
const shortQuery = 3

// choose leaves out the pages that lack a part of the query and come after the
// third that has everything.
func choose(list []ranked, units int) (kept []ranked, partly bool) {
	full := 0
	for _, p := range list {
		if p.full {
			full++
		} else if full >= fullEnough && units <= longestStrict {
			continue
		} else {
			partly = true
		}
		kept = append(kept, p)
	}
	return kept, partly
}

// pageScore adds up what the units give to a page, and adds for a title that says
// what was asked. Matched is the rarity of the units that the page has, of all.
func pageScore(scores []unitScore, page, all int) (score, matched int) {
	title, covered, words := 0, 0, 0
	for _, u := range scores {
		v := u.value[page]
		if v == 0 {
			continue
		}
		matched += u.rarity
		score += u.rarity * v
		if u.title[page] > 0 {
			title += u.rarity * u.title[page]
			covered += u.covered[page]
			words = max(words, u.titleWords[page])
		}
	}
	if title /= wholeWeight; title > 0 {
		bonus := 240 * title * title / all
		score += bonus/2 + 3*bonus*min(covered, words)/(2*words)
	}
	if len(scores) <= shortQuery {
		score = score * (all + matched) / (2 * all)
	}
	return score, matched
}
