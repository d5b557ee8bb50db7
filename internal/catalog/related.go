package catalog

import (
	"cmp"
	"slices"

	"github.com/exemplar-lp/exemplar/internal/content"
)

const (
	// relatedShown is how many related studies a study has.
	relatedShown = 4
	// relatedWeighed is how many studies are compared with each, so that the
	// work grows with the number of studies and not with its square. A study is
	// compared with all that share a standard or theme unless they are more.
	relatedWeighed = 128
)

// What two studies may share, with its weight: any one shared standard counts
// for more than all themes, any theme for more than all phases, and so on.
const (
	sharedStandard = 1 << 24
	sharedTheme    = 1 << 16
	sharedPhase    = 1 << 8
	sharedSubject  = 1
)

// trait is one standard, theme, phase or subject that studies may share.
type trait struct {
	weight int
	// studies are those that have it, newest first; only standards and themes
	// keep them.
	studies []int
}

// relation finds related studies by their traits.
type relation struct {
	studies []*CaseStudy
	traits  []trait
	// of has the traits of each study, by number, ascending.
	of [][]int
}

// relate finds for each study those nearest to it.
func (l *linker) relate() {
	r := newRelation(l.catalog.CaseStudies)
	seen := make([]int, len(r.studies))
	for i, s := range r.studies {
		s.Related = r.nearest(i, seen)
	}
}

func newRelation(studies []*CaseStudy) *relation {
	r := &relation{studies: studies, of: make([][]int, len(studies))}
	numbers := map[any]int{}
	for i, s := range studies {
		for _, c := range s.Claims {
			r.add(numbers, i, c.Standard, sharedStandard)
		}
		for _, t := range s.Themes {
			r.add(numbers, i, [2]string{"theme", t}, sharedTheme)
		}
		r.addTerms(numbers, i, "phase", s.Phases, sharedPhase)
		r.addTerms(numbers, i, "subject", s.Subjects, sharedSubject)
		slices.Sort(r.of[i])
		r.of[i] = slices.Compact(r.of[i])
	}
	return r
}

func (r *relation) addTerms(numbers map[any]int, study int, sort string, terms []content.Term, weight int) {
	for _, t := range terms {
		r.add(numbers, study, [2]string{sort, t.ID}, weight)
	}
}

// add gives a study a trait, which key identifies.
func (r *relation) add(numbers map[any]int, study int, key any, weight int) {
	n, ok := numbers[key]
	if !ok {
		n = len(r.traits)
		numbers[key] = n
		r.traits = append(r.traits, trait{weight: weight})
	}
	r.of[study] = append(r.of[study], n)
	if weight >= sharedTheme {
		r.traits[n].studies = append(r.traits[n].studies, study)
	}
}

// scored is a study by number with what it shares.
type scored struct{ study, score int }

// nearest returns the studies nearest to one. The rarest traits are followed
// first, since they say most. Seen is scratch space, one number a study.
func (r *relation) nearest(of int, seen []int) []*CaseStudy {
	var best []scored
	left := relatedWeighed
	for _, n := range r.byRarity(of) {
		for _, other := range r.traits[n].studies {
			if other == of || seen[other] == of+1 {
				continue
			}
			if left == 0 {
				return r.list(best)
			}
			left--
			seen[other] = of + 1
			best = insert(best, scored{other, r.score(r.of[of], r.of[other])})
		}
	}
	return r.list(best)
}

func (r *relation) byRarity(of int) []int {
	order := slices.Clone(r.of[of])
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(len(r.traits[a].studies), len(r.traits[b].studies)), cmp.Compare(a, b))
	})
	return order
}

// score adds up what two studies share. Their traits ascend.
func (r *relation) score(a, b []int) int {
	total := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			total += r.traits[a[i]].weight
			i++
			j++
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	return total
}

// insert keeps the best few: the highest score first, then the newest, which
// has the lowest number.
func insert(best []scored, s scored) []scored {
	i, _ := slices.BinarySearchFunc(best, s, func(a, b scored) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.study, b.study))
	})
	if i == relatedShown {
		return best
	}
	best = slices.Insert(best, i, s)
	return best[:min(len(best), relatedShown)]
}

func (r *relation) list(best []scored) []*CaseStudy {
	var list []*CaseStudy
	for _, s := range best {
		list = append(list, r.studies[s.study])
	}
	return list
}
