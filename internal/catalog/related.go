package catalog

import (
	"cmp"
	"slices"
	"sync"
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
	studies []int32
}

// relation finds related studies by their traits.
type relation struct {
	studies []*CaseStudy
	traits  []trait
	// of has the traits of each study, by number, ascending.
	of [][]int32
	// seen has scratch space for nearest.
	seen sync.Pool
}

// Related are at most four other studies, nearest first.
func (s *CaseStudy) Related() []*CaseStudy {
	return s.of.relations().nearest(int32(s.rank))
}

func (c *Catalog) relations() *relation {
	return c.relation.get(func() *relation { return newRelation(c.CaseStudies) })
}

// numbering gives traits their numbers, in the order in which they come up.
type numbering struct {
	standards                map[*Standard]int32
	themes, phases, subjects map[string]int32
}

func newRelation(studies []*CaseStudy) *relation {
	r := &relation{studies: studies, of: make([][]int32, len(studies))}
	r.seen.New = func() any { return &marks{of: make([]uint32, len(studies))} }
	n := numbering{map[*Standard]int32{}, map[string]int32{}, map[string]int32{}, map[string]int32{}}
	var all []int32
	for i, s := range studies {
		start, study := len(all), int32(i)
		for _, c := range s.Claims {
			all = append(all, add(r, n.standards, study, c.Standard, sharedStandard))
		}
		for _, t := range s.Themes {
			all = append(all, add(r, n.themes, study, t, sharedTheme))
		}
		for _, t := range s.Phases {
			all = append(all, add(r, n.phases, study, t.ID, sharedPhase))
		}
		for _, t := range s.Subjects {
			all = append(all, add(r, n.subjects, study, t.ID, sharedSubject))
		}
		slices.Sort(all[start:])
		all = append(all[:start], slices.Compact(all[start:])...)
		r.of[i] = all[start:]
	}
	return r
}

// add gives a study a trait, and returns its number.
func add[K comparable](r *relation, numbers map[K]int32, study int32, key K, weight int) int32 {
	n, ok := numbers[key]
	if !ok {
		n = int32(len(r.traits))
		numbers[key] = n
		r.traits = append(r.traits, trait{weight: weight})
	}
	if weight >= sharedTheme {
		r.traits[n].studies = append(r.traits[n].studies, study)
	}
	return n
}

// marks are the studies that were seen in one search: those with its turn.
type marks struct {
	turn uint32
	of   []uint32
}

// next forgets what was seen.
func (m *marks) next() {
	if m.turn++; m.turn == 0 {
		clear(m.of)
		m.turn = 1
	}
}

// scored is a study by number with what it shares.
type scored struct {
	study int32
	score int
}

// nearest returns the studies nearest to one. The rarest traits are followed
// first, since they say most.
func (r *relation) nearest(of int32) []*CaseStudy {
	seen := r.seen.Get().(*marks)
	defer r.seen.Put(seen)
	seen.next()
	seen.of[of] = seen.turn
	best := make([]scored, 0, relatedShown+1)
	left := relatedWeighed
	for _, n := range r.byRarity(of) {
		for _, other := range r.traits[n].studies {
			if seen.of[other] == seen.turn {
				continue
			}
			if left == 0 {
				return r.list(best)
			}
			left--
			seen.of[other] = seen.turn
			score := r.score(r.of[of], r.of[other])
			if len(best) < relatedShown || score >= best[relatedShown-1].score {
				best = insert(best, scored{other, score})
			}
		}
	}
	return r.list(best)
}

func (r *relation) byRarity(of int32) []int32 {
	order := slices.Clone(r.of[of])
	slices.SortFunc(order, func(a, b int32) int {
		return cmp.Or(cmp.Compare(len(r.traits[a].studies), len(r.traits[b].studies)), cmp.Compare(a, b))
	})
	return order
}

// score adds up what two studies share. Their traits ascend.
func (r *relation) score(a, b []int32) int {
	total := 0
	for _, n := range a {
		for len(b) > 0 && b[0] < n {
			b = b[1:]
		}
		if len(b) > 0 && b[0] == n {
			total += r.traits[n].weight
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
	list := make([]*CaseStudy, len(best))
	for i, s := range best {
		list[i] = r.studies[s.study]
	}
	return list
}
