package catalog

import (
	"cmp"
	"slices"

	"github.com/exemplar-lp/exemplar/internal/date"
	"github.com/exemplar-lp/exemplar/internal/diag"
)

// placed is evidence with the place of its marker.
type placed struct {
	*Evidence
	at diag.Position
}

// linkClaims joins what studies name and mark to the standards.
func (l *linker) linkClaims() {
	for _, s := range l.catalog.CaseStudies {
		l.claims(s)
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

// claims gathers the claims of one study: those of its front matter, then those
// that only its body makes.
func (l *linker) claims(study *CaseStudy) {
	made := map[*Standard]*Claim{}
	for _, ref := range study.Standards {
		if s := l.standardRef(ref); s != nil && made[s] == nil {
			made[s] = study.claim(s, l.opts.AsOf)
		}
	}
	for _, p := range study.evidence {
		c := made[p.Standard]
		if c == nil {
			c = study.claim(p.Standard, l.opts.AsOf)
			made[p.Standard] = c
			l.unlisted(study, p)
		}
		c.support(p.Evidence)
	}
	study.evidence = nil
	slices.SortFunc(study.Claims, func(a, b *Claim) int {
		return cmp.Or(cmp.Compare(a.Standard.Framework.rank, b.Standard.Framework.rank),
			cmp.Compare(a.Standard.Running, b.Standard.Running))
	})
}

// unlisted reports a marked standard that the front matter does not list, unless
// the list is known to be missing or not quite readable.
func (l *linker) unlisted(study *CaseStudy, p placed) {
	if study.Unsure || len(study.Standards) == 0 {
		return
	}
	name := p.Standard.Typed()
	l.problems.Add(diag.MarkerUnlisted, p.at, `add `+name+` to "standards" in the front matter`,
		"%q is marked here and is not among the standards of the page", name)
}

// claim adds a claim to the study and to the standard.
func (study *CaseStudy) claim(s *Standard, day date.Date) *Claim {
	c := &Claim{Standard: s, Study: study, Strength: Claimed}
	c.Current, c.Until = currency(study.Date, s.Framework.Validity, day)
	study.Claims = append(study.Claims, c)
	s.Claims = append(s.Claims, c)
	return c
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
	return cmp.Or(cmp.Compare(b.Strength, a.Strength), cmp.Compare(b.Level, a.Level), compareStudies(a.Study, b.Study))
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
