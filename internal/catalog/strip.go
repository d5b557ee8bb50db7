package catalog

import (
	"cmp"
	"slices"
)

// Strips has one strip for each framework in which the study claims a standard. It
// stands in the room until that is used again.
func (s *CaseStudy) Strips(room *StripRoom) []Strip {
	room.list, room.domains, room.marks = room.list[:0], room.domains[:0], room.marks[:0]
	return room.strips(s.of.Frameworks, s.Claims)
}

// Strips has one strip for each framework in which a study of the school claims
// a standard. The caller must not change it.
func (s *School) Strips() []Strip {
	return s.strips.get(func() []Strip { return new(StripRoom).strips(s.of.Frameworks, claimsOf(s.CaseStudies)) })
}

// Strips has one strip for each framework in which a study of the person claims
// a standard. The caller must not change it.
func (p *Practitioner) Strips() []Strip {
	return p.strips.get(func() []Strip { return new(StripRoom).strips(p.of.Frameworks, claimsOf(p.CaseStudies)) })
}

// Verdicts judge the pass rule of each framework that has one and in which the
// person claims a standard. The caller must not change it.
func (p *Practitioner) Verdicts() []Verdict {
	return p.verdicts.get(func() []Verdict { return verdicts(p.of.Frameworks, p) })
}

// claimsOf lists the claims of some studies by standard, best first.
func claimsOf(studies []*CaseStudy) []*Claim {
	n := 0
	for _, s := range studies {
		n += len(s.Claims)
	}
	list := make([]*Claim, 0, n)
	for _, s := range studies {
		list = append(list, s.Claims...)
	}
	slices.SortFunc(list, func(a, b *Claim) int {
		s, t := a.Standard, b.Standard
		return cmp.Or(cmp.Compare(s.Framework.rank, t.Framework.rank), cmp.Compare(s.Running, t.Running), compareClaims(a, b))
	})
	return list
}

// StripRoom is memory that strips are made in. The zero value is ready to use.
type StripRoom struct {
	list    []Strip
	domains []StripDomain
	marks   []Mark
	of      [][]Mark // the marks of each framework by its rank, nil where none is claimed
}

// strips makes a strip for each framework with a claim. The claims are sorted
// best first within a standard.
func (r *StripRoom) strips(frameworks []*Framework, claims []*Claim) []Strip {
	r.of = slices.Grow(r.of[:0], len(frameworks))[:len(frameworks)]
	clear(r.of)
	for len(claims) > 0 {
		s, n := claims[0].Standard, 1
		for n < len(claims) && claims[n].Standard == s {
			n++
		}
		marks := &r.of[s.Framework.rank]
		if *marks == nil {
			*marks = r.blank(s.Framework)
		}
		(*marks)[s.Running-1].add(claims[:n:n])
		claims = claims[n:]
	}
	for i, f := range frameworks {
		if r.of[i] != nil {
			r.list = append(r.list, Strip{Framework: f, Domains: r.byDomain(f, r.of[i])})
		}
	}
	return r.list
}

// blank makes the marks of a framework of which nothing is claimed. Those made
// before stay where they are.
func (r *StripRoom) blank(f *Framework) []Mark {
	if cap(r.marks)-len(r.marks) < len(f.Standards) {
		r.marks = make([]Mark, 0, len(f.Standards))
	}
	from := len(r.marks)
	for _, s := range f.Standards {
		r.marks = append(r.marks, Mark{Standard: s})
	}
	return r.marks[from:len(r.marks):len(r.marks)]
}

// add adds claims, and keeps the list where it has none yet.
func (m *Mark) add(claims []*Claim) {
	for _, c := range claims {
		m.Strength = max(m.Strength, c.Strength)
		m.Level = max(m.Level, c.Level)
		m.Current = m.Current || c.Current
	}
	if m.Claims == nil {
		m.Claims = claims
	} else {
		m.Claims = append(m.Claims, claims...)
	}
}

// byDomain cuts the marks of a framework where its domains end.
func (r *StripRoom) byDomain(f *Framework, marks []Mark) []StripDomain {
	if cap(r.domains)-len(r.domains) < len(f.Domains) {
		r.domains = make([]StripDomain, 0, len(f.Domains))
	}
	from := len(r.domains)
	for _, d := range f.Domains {
		n := len(d.Standards)
		if n > 0 {
			r.domains = append(r.domains, StripDomain{Domain: d, Marks: marks[:n:n]})
		}
		marks = marks[n:]
	}
	return r.domains[from:len(r.domains):len(r.domains)]
}

// verdicts applies each pass rule to a person with a claim in its framework.
func verdicts(frameworks []*Framework, p *Practitioner) []Verdict {
	reached := make([][]bool, len(frameworks))
	for _, s := range p.CaseStudies {
		for _, c := range s.Claims {
			f := c.Standard.Framework
			if f.PassRule.Standards == 0 {
				continue
			}
			if reached[f.rank] == nil {
				reached[f.rank] = make([]bool, len(f.Standards))
			}
			if c.Strength >= Evidenced && c.Current && c.Level >= f.PassRule.Level {
				reached[f.rank][c.Standard.Running-1] = true
			}
		}
	}
	var list []Verdict
	for i, f := range frameworks {
		if reached[i] != nil {
			list = append(list, verdict(f, p, reached[i]))
		}
	}
	return list
}

func verdict(f *Framework, p *Practitioner, reached []bool) Verdict {
	v := Verdict{Framework: f, Practitioner: p}
	for i, s := range f.Standards {
		if reached[i] {
			v.Reached = append(v.Reached, s)
		} else {
			v.Missing = append(v.Missing, s)
		}
	}
	v.Met = len(v.Reached) >= f.PassRule.Standards
	return v
}
