package catalog

import (
	"slices"
	"time"

	"github.com/exemplar-lp/exemplar/internal/date"
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
var advancedSkillsEnded = date.Date{Year: 2013, Month: time.August, Day: 31}

// specialistReview is how long a designation as Specialist Leader of Education
// stood before its review, where no framework says otherwise (London South
// Teaching School Alliance, "What are SLEs and Lead Practitioners?").
var specialistReview = date.Length{Years: 4}

// dueWithin is how long before its end a credential is due for renewal.
var dueWithin = date.Length{Months: 12}

// accredited reports whether a credential is judged by a framework, the default
// one where the author names none.
func accredited(id string) bool { return id == aspirantPractitioner || id == leadPractitioner }

// judgeCredentials fills in Until and State as of the day and returns the
// newest award first. It does not change the list given.
func judgeCredentials(held []Credential, day date.Date) []Credential {
	list := slices.Clone(held)
	slices.Reverse(list) // of two awards of one day, the later in the list is the newer
	slices.SortStableFunc(list, func(a, b Credential) int { return b.Awarded.Compare(a.Awarded) })
	for i := range list {
		list[i].Until = until(list[i])
		list[i].State = state(list, i, day)
	}
	return list
}

// until returns the last day on which a credential stands.
func until(c Credential) date.Date {
	id := c.Credential.Credential.ID
	switch {
	case !c.Expires.IsZero():
		return c.Expires
	case id == advancedSkills:
		return advancedSkillsEnded
	case id == aspirantPractitioner:
		return aspirantYearEnd(c.Awarded)
	case id == seniorPractitioner || id == evidenceLead:
		return date.Date{} // a post, held while it is held
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
	return date.Date{Year: year + 1, Month: time.August, Day: 31}
}

// state judges list[i] among the others, the newest of which come first.
func state(list []Credential, i int, day date.Date) State {
	c := list[i]
	switch {
	case c.Awarded.After(day):
		return StateFuture
	case c.Credential.Credential.ID == advancedSkills, slices.ContainsFunc(list[:i], func(newer Credential) bool {
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
