package catalog

import "slices"

// judge sums up the claims of every study, person and school.
func (l *linker) judge() {
	c := l.catalog
	for _, s := range c.CaseStudies {
		s.Strips = strips(c.Frameworks, s.Claims)
	}
	for _, s := range c.Schools {
		s.Strips = strips(c.Frameworks, claimsOf(s.CaseStudies))
	}
	for _, p := range c.Practitioners {
		claims := claimsOf(p.CaseStudies)
		p.Strips = strips(c.Frameworks, claims)
		p.Verdicts = verdicts(c.Frameworks, p, claims)
	}
}

func claimsOf(studies []*CaseStudy) []*Claim {
	var list []*Claim
	for _, s := range studies {
		list = append(list, s.Claims...)
	}
	slices.SortFunc(list, compareClaims)
	return list
}

// strips makes a strip for each framework with a claim. The claims are sorted
// best first within a standard.
func strips(frameworks []*Framework, claims []*Claim) []Strip {
	marks := make([][]Mark, len(frameworks))
	for _, c := range claims {
		f := c.Standard.Framework
		if marks[f.rank] == nil {
			marks[f.rank] = blank(f)
		}
		marks[f.rank][c.Standard.Running-1].add(c)
	}
	var list []Strip
	for i, f := range frameworks {
		if marks[i] != nil {
			list = append(list, Strip{Framework: f, Domains: byDomain(f, marks[i])})
		}
	}
	return list
}

func blank(f *Framework) []Mark {
	marks := make([]Mark, len(f.Standards))
	for i, s := range f.Standards {
		marks[i].Standard = s
	}
	return marks
}

func (m *Mark) add(c *Claim) {
	m.Strength = max(m.Strength, c.Strength)
	m.Level = max(m.Level, c.Level)
	m.Current = m.Current || c.Current
	m.Claims = append(m.Claims, c)
}

// byDomain cuts the marks of a framework where its domains end.
func byDomain(f *Framework, marks []Mark) []StripDomain {
	var list []StripDomain
	for _, d := range f.Domains {
		n := len(d.Standards)
		if n > 0 {
			list = append(list, StripDomain{Domain: d, Marks: marks[:n:n]})
		}
		marks = marks[n:]
	}
	return list
}

// verdicts applies each pass rule to a person with a claim in its framework.
func verdicts(frameworks []*Framework, p *Practitioner, claims []*Claim) []Verdict {
	reached := make([][]bool, len(frameworks))
	for _, c := range claims {
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
