package catalog

import (
	"cmp"
	"slices"
	"time"

	"github.com/exemplar-lp/exemplar/internal/date"
	"github.com/exemplar-lp/exemplar/internal/diag"
)

// The credentials whose end or state has a rule of its own.
const (
	aspirantPractitioner = "aspirant-lead-practitioner"
	leadPractitioner     = "lead-practitioner"
	seniorPractitioner   = "senior-lead-practitioner"
	evidenceLead         = "evidence-lead-in-education"
	specialistLeader     = "specialist-leader-of-education"
	advancedSkills       = "advanced-skills-teacher"
)

// advancedSkillsEnded is the day the national grade of Advanced Skills Teacher
// ended in England.
var advancedSkillsEnded = date.New(2013, time.August, 31)

// specialistReview is how long a designation as Specialist Leader of Education
// stood before its review, where no framework says otherwise (London South
// Teaching School Alliance, "What are SLEs and Lead Practitioners?").
var specialistReview = date.Length{Years: 4}

// dueWithin is how long before its end a credential is due for renewal.
var dueWithin = date.Length{Months: 12}

// accredited reports whether a credential is judged by a framework, the default
// one where the author names none.
func accredited(id string) bool { return id == aspirantPractitioner || id == leadPractitioner }

// sorts are what the credentials are where the author does not say: an
// accreditation is judged by a framework, a designation reviewed, a post held
// while it is held, and a stage is on the way to something.
var sorts = map[string]string{
	aspirantPractitioner: "stage",
	leadPractitioner:     "accreditation",
	seniorPractitioner:   "post",
	specialistLeader:     "designation",
	evidenceLead:         "designation",
	advancedSkills:       "status",
}

// sortOf returns what a credential is: accreditation, designation, post, stage,
// status, qualification or award.
func sortOf(c Credential) string {
	return cmp.Or(c.Credential.Sort, sorts[c.Credential.Credential.ID], "award")
}

// judgeCredentials fills in Until and State as of the day and returns the
// newest award first. It does not change the list given.
func judgeCredentials(held []Credential, day date.Date) []Credential {
	list := slices.Clone(held)
	slices.Reverse(list) // of two awards of one day, the later in the list is the newer
	slices.SortStableFunc(list, func(a, b Credential) int { return b.Awarded.Compare(a.Awarded) })
	for i := range list {
		list[i].Sort = sortOf(list[i])
		list[i].Until = until(list[i])
		list[i].State = state(list, i, day)
	}
	return list
}

// until returns the last day on which a credential stands, with its extension.
func until(c Credential) date.Date {
	switch x := c.Extension; {
	case !x.Until.IsZero():
		return x.Until
	case x.Months > 0:
		return unextended(c).Add(date.Length{Months: x.Months})
	}
	return unextended(c)
}

// unextended returns the last day that an award gives by itself.
func unextended(c Credential) date.Date {
	id := c.Credential.Credential.ID
	switch {
	case !c.Expires.IsZero():
		return c.Expires
	case id == advancedSkills:
		return advancedSkillsEnded
	case id == aspirantPractitioner:
		return aspirantYearEnd(c.Awarded)
	case c.Sort == "post" || id == evidenceLead:
		return date.Date{} // held while it is held
	case c.Framework != nil && !c.Framework.Validity.IsZero():
		return c.Awarded.Add(c.Framework.Validity)
	case id == specialistLeader:
		return c.Awarded.Add(specialistReview)
	}
	return date.Date{}
}

// aspirantYearEnd is the end of the one academic year in which an aspirant
// completes a folder of evidence. Somebody chosen in the summer, from June,
// starts in September.
func aspirantYearEnd(awarded date.Date) date.Date {
	if awarded.IsZero() {
		return awarded
	}
	year := int(awarded.Add(date.Length{Months: 3}).AcademicYear())
	return date.New(year+1, time.August, 31)
}

// state judges list[i] among the others, the newest of which come first.
func state(list []Credential, i int, day date.Date) State {
	c := list[i]
	switch {
	case c.Awarded.After(day):
		return StateFuture
	case c.Credential.Credential.ID == advancedSkills && day.After(advancedSkillsEnded), slices.ContainsFunc(list[:i], func(newer Credential) bool {
		return !newer.Awarded.After(day) && replaces(newer, c)
	}):
		return StateHistoric
	case !c.Until.IsZero() && day.After(c.Until):
		return StateLapsed
	case c.Credential.Credential.ID == aspirantPractitioner:
		return StateAspirant
	case !c.Until.IsZero() && !day.Before(c.Until.Add(dueWithin.Negative())):
		return StateDue
	case slices.ContainsFunc(list[i+1:], func(older Credential) bool { return sameAward(c, older) }):
		return StateReaccredited
	}
	return StateAccredited
}

// replaces reports whether a newer award ends an older one: a renewal, or the
// accreditation that an aspirant worked for.
func replaces(newer, older Credential) bool {
	if sameAward(newer, older) {
		return true
	}
	return older.Credential.Credential.ID == aspirantPractitioner &&
		newer.Credential.Credential.ID == leadPractitioner && newer.Framework == older.Framework
}

func sameAward(a, b Credential) bool {
	return a.Credential.Credential.ID == b.Credential.Credential.ID && a.Framework == b.Framework
}

// InForce reports whether the credential makes its holder accredited on the
// catalogue's day.
func (c Credential) InForce() bool {
	switch c.State {
	case StateAccredited, StateReaccredited, StateDue:
		return true
	}
	return false
}

// Standing returns the award that says most about where the person stands: one
// in force before any other, the newest first. There is none for somebody whose
// awards are all historic or to come.
func (p *Practitioner) Standing() (best Credential, found bool) {
	for _, c := range p.Credentials {
		if c.State == StateFuture || c.State == StateHistoric {
			continue
		}
		better := c.InForce() && !best.InForce() || c.InForce() == best.InForce() && c.Awarded.After(best.Awarded)
		if !found || better {
			best, found = c, true
		}
	}
	return best, found
}

// HeldOn returns the person's credentials as they stood on a day, newest first,
// without those awarded later.
func (p *Practitioner) HeldOn(day date.Date) []Credential {
	list := slices.Clone(p.Credentials)
	slices.Reverse(list) // judging wants them as the author listed them
	return slices.DeleteFunc(judgeCredentials(list, day), func(c Credential) bool { return c.State == StateFuture })
}

// SchoolOn returns the school in which the person worked on a day: an earlier
// one whose time there holds the day, or else the present one. It may be nil.
func (p *Practitioner) SchoolOn(day date.Date) *School {
	for _, e := range p.Previous {
		if !e.From.After(day) && !e.To.IsZero() && !day.After(e.To) {
			return e.School
		}
	}
	return p.School
}

// together tells the holders of a shared award of each other.
func (l *linker) together() {
	holders := map[string][]*Practitioner{}
	for _, p := range l.catalog.Practitioners {
		for _, c := range p.Credentials {
			if c.Award != "" && !slices.Contains(holders[c.Award], p) {
				holders[c.Award] = append(holders[c.Award], p)
			}
		}
	}
	for _, p := range l.catalog.Practitioners {
		for i := range p.Credentials {
			c := &p.Credentials[i]
			for _, other := range holders[c.Award] {
				if other != p {
					c.Together = append(c.Together, other)
				}
			}
			l.checkTogether(p, *c)
		}
	}
}

// checkTogether reports that one award to several people has several days.
func (l *linker) checkTogether(p *Practitioner, c Credential) {
	for _, other := range c.Together {
		for _, theirs := range other.Credentials {
			if theirs.Award == c.Award && theirs.Awarded != c.Awarded && p.Slug < other.Slug {
				l.problems.Add(diag.CheckCredential, theirs.Pos.In(other.Source), "type the same day for everybody, or another name for the award",
					"%q was awarded to %s on %s and to %s on %s", c.Award, p.Title, c.Awarded.Long(), other.Title, theirs.Awarded.Long())
			}
		}
	}
}
