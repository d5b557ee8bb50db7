package report

import (
	"cmp"
	"slices"

	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/date"
)

// soon is how far ahead evidence and awards are looked at.
var soon = date.Length{Months: 12}

// reviewSoon is how far ahead reviews are looked at.
var reviewSoon = date.Length{Months: 3}

// renewal is an award that ends, or has ended.
type renewal struct {
	ID, Name, School, Credential, Framework string
	Awarded, Until, State                   string
	id                                      string
	awarded, until                          date.Date
}

// renewals lists the awards that end within a year, soonest first, and those
// that have lapsed. People who left need none.
func renewals(cat *catalog.Catalog, opts Options) (due, lapsed []renewal) {
	for _, p := range cat.Practitioners {
		for _, c := range p.Credentials {
			switch {
			case p.Left || c.Until.IsZero():
			case c.State == catalog.StateLapsed:
				lapsed = append(lapsed, newRenewal(p, c, opts))
			case c.State == catalog.StateDue, c.State == catalog.StateAspirant && !c.Until.After(cat.AsOf.Add(soon)):
				due = append(due, newRenewal(p, c, opts))
			}
		}
	}
	byEnd := func(a, b renewal) int { return cmp.Or(a.until.Compare(b.until), cmp.Compare(a.ID, b.ID)) }
	slices.SortFunc(due, byEnd)
	slices.SortFunc(lapsed, byEnd)
	return due, lapsed
}

func newRenewal(p *catalog.Practitioner, c catalog.Credential, opts Options) renewal {
	id := c.Credential.Credential.ID
	r := renewal{
		ID: p.Slug, Name: p.Title, Credential: opts.RoleName(id), State: string(c.State),
		Awarded: c.Awarded.Long(), Until: c.Until.Long(), id: id, awarded: c.Awarded, until: c.Until,
	}
	if p.School != nil {
		r.School = p.School.Title
	}
	if c.Framework != nil {
		r.Framework = c.Framework.ID
	}
	return r
}

// expiry is the evidence of one study in one framework that ends on one day.
type expiry struct {
	Study, Source, By, Framework, Until string
	Codes                               []string
	until                               date.Date
}

// expiries lists the evidence that ends within a year, soonest first, and that
// which has ended, newest first.
func expiries(cat *catalog.Catalog) (expiring, expired []expiry) {
	limit := cat.AsOf.Add(soon)
	for _, s := range cat.CaseStudies {
		for _, e := range ends(s) {
			switch {
			case e.until.Before(cat.AsOf):
				expired = append(expired, e)
			case !e.until.After(limit):
				expiring = append(expiring, e)
			}
		}
	}
	slices.SortStableFunc(expiring, func(a, b expiry) int { return a.until.Compare(b.until) })
	slices.SortStableFunc(expired, func(a, b expiry) int { return b.until.Compare(a.until) })
	return expiring, expired
}

// ends lists when the marked evidence of a study ends, by framework.
func ends(s *catalog.CaseStudy) []expiry {
	var list []expiry
	for _, c := range s.Claims {
		if c.Until.IsZero() || c.Strength < catalog.Evidenced {
			continue
		}
		f := c.Standard.Framework.ID
		if n := len(list); n == 0 || list[n-1].Framework != f {
			list = append(list, expiry{Study: s.Title, Source: s.Source, By: names(s.Practitioners), Framework: f, Until: c.Until.Long(), until: c.Until})
		}
		last := &list[len(list)-1]
		last.Codes = append(last.Codes, c.Standard.Code)
	}
	return list
}

func names(people []*catalog.Practitioner) string {
	text := ""
	for i, p := range people {
		if i > 0 {
			text += ", "
		}
		text += p.Title
	}
	return text
}

// review is a study that somebody has to sign or read again.
type review struct {
	Study, Source, By, Date, ReviewBy string
	day                               date.Date
}

// reviews lists the studies that nobody has signed and those to be read again.
func (v *view) reviews(cat *catalog.Catalog) {
	for _, s := range cat.CaseStudies {
		r := review{Study: s.Title, Source: s.Source, By: names(s.Practitioners), Date: s.Date.Long(), day: s.ReviewBy}
		if !s.ReviewBy.IsZero() {
			r.ReviewBy = s.ReviewBy.Long()
		}
		if !s.SignedOff {
			v.Unsigned = append(v.Unsigned, r)
		}
		switch {
		case s.ReviewBy.IsZero() || s.Status == "archived":
		case s.ReviewBy.Before(cat.AsOf):
			v.Overdue = append(v.Overdue, r)
		case !s.ReviewBy.After(cat.AsOf.Add(reviewSoon)):
			v.Soon = append(v.Soon, r)
		}
	}
	byDay := func(a, b review) int { return a.day.Compare(b.day) }
	slices.SortStableFunc(v.Overdue, byDay)
	slices.SortStableFunc(v.Soon, byDay)
}

// aspirant is what somebody still needs for accreditation.
type aspirant struct {
	Name, School, Framework, Until string
	// Reached counts the standards with current evidence at the rule's level, of
	// Needed.
	Reached, Needed int
	Met             bool
	// Level is the rule's level; 0 for a framework without a rule.
	Level int
	// Missing have no current evidence at that level; Unmarked have none at all.
	Missing, Unmarked []string
}

func aspirants(cat *catalog.Catalog) []aspirant {
	var list []aspirant
	for _, p := range cat.Practitioners {
		for _, c := range p.Credentials {
			if c.State == catalog.StateAspirant && c.Framework != nil && !p.Left {
				list = append(list, newAspirant(p, c))
			}
		}
	}
	return list
}

func newAspirant(p *catalog.Practitioner, c catalog.Credential) aspirant {
	f := c.Framework
	a := aspirant{Name: p.Title, Framework: f.Title, Needed: f.PassRule.Standards, Level: f.PassRule.Level}
	if p.School != nil {
		a.School = p.School.Title
	}
	if !c.Until.IsZero() {
		a.Until = c.Until.Long()
	}
	g := gapOf(f, p.Slug, p.Title, p.CaseStudies)
	a.Unmarked = slices.Concat(g.None, g.Claimed, g.Expired)
	verdict := catalog.Verdict{Missing: f.Standards}
	for _, v := range p.Verdicts() {
		if v.Framework == f {
			verdict = v
		}
	}
	a.Reached, a.Met = len(verdict.Reached), verdict.Met
	for _, s := range verdict.Missing {
		a.Missing = append(a.Missing, s.Code)
	}
	return a
}
