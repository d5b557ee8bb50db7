package diag

import "strings"

// Owner is who can mend a problem.
type Owner int

// The owners, in the order of a report.
const (
	// Author is whoever wrote the page.
	Author Owner = iota
	// Administrator keeps the settings, the theme and the folder.
	Administrator
	// Head signs and decides what is published.
	Head
	// Protection is the data-protection or safeguarding lead.
	Protection
)

// Owners lists all owners in order.
func Owners() []Owner { return []Owner{Author, Administrator, Head, Protection} }

// String returns the words for the owner.
func (o Owner) String() string {
	return [...]string{"author", "administrator", "head", "data-protection lead"}[o]
}

// owners are those of whole groups of codes; groups that are not here are the
// author's.
var owners = map[string]Owner{
	"config": Administrator, "template": Administrator, "output": Administrator, "withdrawn": Protection,
	"people": Protection, "privacy": Protection, "site": Administrator,
}

// owned are the codes whose owner is not their group's.
var owned = map[Code]Owner{
	FileSymlink: Administrator, FileUnreadable: Administrator,
	CheckSignoff: Head, CheckSigner: Head, CheckReview: Head, PeopleApproval: Head,
	PrivacyEmail: Author, PrivacyPhone: Author, PrivacyPostcode: Author, PrivacySmallWords: Author,
	PeopleUndeclared: Author, PeopleAlt: Author, CheckConsent: Protection, AccessStatement: Administrator,
}

// Owner returns who can mend problems of the code.
func (c Code) Owner() Owner {
	if o, ok := owned[c]; ok {
		return o
	}
	group, _, _ := strings.Cut(string(c), "/")
	return owners[group]
}

// guesses are the codes that a word or a figure gives away only probably, or that a
// film only probably needs, beside those that are warnings or advice.
var guesses = map[Code]bool{PrivacyUPN: true, PrivacyBirth: true, PrivacyList: true, AccessMedia: true}

// Silenceable reports whether one page may silence the code with a reason: only
// what is advice or a guess.
func (c Code) Silenceable() bool { return c.Severity() != Error || guesses[c] }
