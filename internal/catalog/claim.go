package catalog

import (
	"cmp"
	"slices"

	"github.com/exemplar-lp/exemplar/internal/date"
	"github.com/exemplar-lp/exemplar/internal/diag"
)

// linkClaims joins what studies name and mark to the standards.
func (l *linker) linkClaims() {
	made := make([]*Claim, l.countStandards())
	for _, s := range l.catalog.CaseStudies {
		l.claims(s, made)
	}
	for _, f := range l.catalog.Frameworks {
		for _, s := range f.Standards {
			slices.SortFunc(s.Claims, compareClaims)
		}
	}
	for _, f := range l.catalog.Frameworks {
		for _, s := range f.Standards {
			s.Borrowed = borrowed(s)
		}
	}
}

// countStandards numbers the standards of all frameworks and returns how many
// they are.
func (l *linker) countStandards() int {
	n := 0
	for _, f := range l.catalog.Frameworks {
		for _, s := range f.Standards {
			s.index = n
			n++
		}
	}
	return n
}

// claims gathers the claims of one study: those of its front matter, then those
// that only its body makes. Made has room for a claim to each standard; it is
// empty before and after.
func (l *linker) claims(study *CaseStudy, made []*Claim) {
	room := make([]Claim, 0, len(study.Standards)+len(study.Links.Claims))
	study.Claims = make([]*Claim, 0, cap(room))
	for _, ref := range study.Standards {
		if s := l.standardRef(study.Source, ref); s != nil && made[s.index] == nil {
			room, made[s.index] = study.claim(room, s, l.opts.AsOf)
		}
	}
	for i, e := range study.Links.Claims {
		if e == nil {
			continue
		}
		if made[e.Standard.index] == nil {
			room, made[e.Standard.index] = study.claim(room, e.Standard, l.opts.AsOf)
			l.unlisted(study, e.Standard, study.Body.Markers[i].Pos)
		}
		made[e.Standard.index].support(e)
	}
	for _, c := range study.Claims {
		made[c.Standard.index] = nil
	}
	slices.SortFunc(study.Claims, func(a, b *Claim) int { return cmp.Compare(a.Standard.index, b.Standard.index) })
}

// unlisted reports a marked standard that the front matter does not list, unless
// the list is known to be missing or not quite readable.
func (l *linker) unlisted(study *CaseStudy, s *Standard, at diag.Place) {
	if study.Unsure() || len(study.Standards) == 0 {
		return
	}
	name := s.Typed()
	l.problems.Add(diag.MarkerUnlisted, at.In(study.Source), `add `+name+` to "standards" in the front matter`,
		"%q is marked here and is not among the standards of the page", name)
}

// claim adds a claim to the study and to the standard, and to a list that has room.
func (study *CaseStudy) claim(room []Claim, s *Standard, day date.Date) ([]Claim, *Claim) {
	room = append(room, Claim{Standard: s, Study: study, Strength: Claimed})
	c := &room[len(room)-1]
	if n := len(study.Claims); n > 0 && study.Claims[n-1].Standard.Framework == s.Framework {
		c.Current, c.Until = study.Claims[n-1].Current, study.Claims[n-1].Until
	} else {
		c.Current, c.Until = currency(study.Date, s.Framework.Validity, day)
	}
	study.Claims = append(study.Claims, c)
	s.Claims = append(s.Claims, c)
	return room, c
}

// currency tells whether evidence of a date is current on a day, and until when.
// It always is where the framework sets no length of time, and never where it
// does and the evidence has no date.
func currency(of date.Date, validity date.Length, day date.Date) (current bool, until date.Date) {
	if validity.IsZero() {
		return true, date.Date{}
	}
	if of.IsZero() {
		return false, date.Date{}
	}
	until = of.Add(validity)
	return !day.After(until), until
}

// support adds a marked block. Of two markers in one block the higher level
// stands for it.
func (c *Claim) support(e *Evidence) {
	e.Claim = c
	c.Level = max(c.Level, e.Level)
	c.Strength = Evidenced
	if c.Study.SignedOff {
		c.Strength = Validated
	}
	for i, other := range c.Evidence {
		if other.Anchor == e.Anchor {
			if e.Level > other.Level {
				c.Evidence[i] = e
			}
			return
		}
	}
	c.Evidence = append(c.Evidence, e)
}

// compareClaims puts the best first: by strength, level, date, then slug.
func compareClaims(a, b *Claim) int {
	if a.Strength != b.Strength {
		return cmp.Compare(b.Strength, a.Strength)
	}
	if a.Level != b.Level {
		return cmp.Compare(b.Level, a.Level)
	}
	return cmp.Compare(a.Study.rank, b.Study.rank)
}

// borrowed lists the claims to equivalent standards of the studies that do not
// claim the standard itself.
func borrowed(s *Standard) []*Claim {
	if len(s.Equivalents) == 0 {
		return nil
	}
	own := make(map[*CaseStudy]bool, len(s.Claims))
	for _, c := range s.Claims {
		own[c.Study] = true
	}
	var list []*Claim
	for _, e := range s.Equivalents {
		for _, c := range e.Claims {
			if !own[c.Study] {
				list = append(list, c)
			}
		}
	}
	slices.SortStableFunc(list, compareClaims)
	return list
}
