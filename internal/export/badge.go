package export

import (
	"encoding/json"
	"strings"

	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/date"
)

// BadgeNote is the label of badges: nobody has signed them.
const BadgeNote = "Unsigned. This file has the shape of Open Badges 3.0 and carries no proof: it shows what a portal says, and verifies nothing. An issuer may check it against its own records and sign it."

// BadgeNames are what badges are called and the addresses they lead to.
type BadgeNames struct {
	// Credential names a credential by its id.
	Credential func(id string) string
	// Address is the full address of an output path, or "".
	Address func(path string) string
	// Issuer is the portal; it issues where no awarding body is named.
	Issuer string
}

// badgeFile has a badge for each credential in force.
type badgeFile struct {
	Note        string  `json:"note"`
	AsOf        string  `json:"as_of"`
	Signed      bool    `json:"signed"`
	Credentials []badge `json:"credentials"`
}

// badge is an AchievementCredential of Open Badges 3.0
// (https://www.imsglobal.org/spec/ob/v3p0/), without its proof.
type badge struct {
	Context    []string        `json:"@context"`
	ID         string          `json:"id"`
	Type       []string        `json:"type"`
	Name       string          `json:"name"`
	Issuer     badgeProfile    `json:"issuer"`
	ValidFrom  string          `json:"validFrom"`
	ValidUntil string          `json:"validUntil,omitempty"`
	Subject    badgeSubject    `json:"credentialSubject"`
	Evidence   []badgeEvidence `json:"evidence,omitempty"`
}

type badgeProfile struct {
	ID   string   `json:"id"`
	Type []string `json:"type"`
	Name string   `json:"name"`
}

type badgeSubject struct {
	ID          string           `json:"id,omitempty"`
	Type        []string         `json:"type"`
	Identifier  []badgeIdentity  `json:"identifier"`
	Achievement badgeAchievement `json:"achievement"`
}

// badgeIdentity is the holder's name, which is not hashed: the page shows it.
type badgeIdentity struct {
	Type   string `json:"type"`
	Hashed bool   `json:"hashed"`
	Hash   string `json:"identityHash"`
	Sort   string `json:"identityType"`
}

type badgeAchievement struct {
	ID          string           `json:"id"`
	Type        []string         `json:"type"`
	Sort        string           `json:"achievementType"`
	Name        string           `json:"name"`
	Description string           `json:"description"`
	Criteria    badgeCriteria    `json:"criteria"`
	Alignment   []badgeAlignment `json:"alignment,omitempty"`
}

type badgeCriteria struct {
	ID        string `json:"id,omitempty"`
	Narrative string `json:"narrative"`
}

type badgeAlignment struct {
	Type      []string `json:"type"`
	Code      string   `json:"targetCode"`
	Name      string   `json:"targetName"`
	Framework string   `json:"targetFramework"`
	URL       string   `json:"targetUrl"`
}

type badgeEvidence struct {
	ID        string   `json:"id,omitempty"`
	Type      []string `json:"type"`
	Name      string   `json:"name"`
	Narrative string   `json:"narrative"`
	Genre     string   `json:"genre"`
}

// Badges returns the credentials of a person that are in force, with their
// evidence, as unsigned badges. A lapsed or historic award has none.
func Badges(p *catalog.Practitioner, asOf date.Date, names BadgeNames) []byte {
	file := badgeFile{Note: BadgeNote, AsOf: asOf.String(), Credentials: []badge{}}
	for _, c := range p.Credentials {
		if c.InForce() {
			file.Credentials = append(file.Credentials, newBadge(p, c, names))
		}
	}
	b, err := json.MarshalIndent(file, "", "  ")
	if err != nil {
		panic(err) // strings always marshal
	}
	return append(b, '\n')
}

func newBadge(p *catalog.Practitioner, c catalog.Credential, names BadgeNames) badge {
	id := c.Credential.Credential.ID
	name := names.Credential(id)
	urn := "urn:exemplar:" + p.Slug + ":" + id + ":" + c.Awarded.String()
	issuer := c.Body
	if issuer == "" {
		issuer = names.Issuer
	}
	b := badge{
		Context: []string{"https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"},
		ID:      urn, Type: []string{"VerifiableCredential", "OpenBadgeCredential"}, Name: name,
		Issuer:    badgeProfile{"urn:exemplar:issuer:" + strings.Join(strings.Fields(strings.ToLower(issuer)), "-"), []string{"Profile"}, issuer},
		ValidFrom: c.Awarded.String() + "T00:00:00Z",
		Subject: badgeSubject{
			Type: []string{"AchievementSubject"}, Identifier: []badgeIdentity{{"IdentityObject", false, p.Title, "name"}},
			Achievement: badgeAchievement{
				ID: "urn:exemplar:achievement:" + id, Type: []string{"Achievement"}, Sort: "Certification", Name: name,
				Description: name + ", " + issuer, Criteria: badgeCriteria{Narrative: "As set by " + issuer + "."},
			},
		},
	}
	if p.Profile {
		b.Subject.ID = names.Address(p.Path())
	}
	if !c.Until.IsZero() {
		b.ValidUntil = c.Until.String() + "T23:59:59Z"
	}
	if c.Framework != nil {
		b.shown(p, c.Framework, names)
	}
	return b
}

// shown adds the standards of a framework with the passages that show them.
func (b *badge) shown(p *catalog.Practitioner, f *catalog.Framework, names BadgeNames) {
	to := &b.Subject.Achievement
	to.Criteria = badgeCriteria{ID: names.Address(f.Path()), Narrative: f.Title}
	for _, strip := range p.Strips() {
		if strip.Framework != f {
			continue
		}
		for _, d := range strip.Domains {
			for _, mark := range d.Marks {
				b.standard(mark, names)
			}
		}
	}
}

func (b *badge) standard(mark catalog.Mark, names BadgeNames) {
	if mark.Strength < catalog.Evidenced {
		return
	}
	s := mark.Standard
	to := &b.Subject.Achievement
	if at := names.Address(s.Path()); at != "" {
		to.Alignment = append(to.Alignment, badgeAlignment{[]string{"Alignment"}, s.Code, s.Title, s.Framework.Title, at})
	}
	for _, c := range mark.Claims {
		for _, e := range c.Evidence {
			id := names.Address(c.Study.Path())
			if id != "" {
				id += "#" + e.Anchor
			}
			b.Evidence = append(b.Evidence, badgeEvidence{id, []string{"Evidence"}, s.Code + ": " + c.Study.Title, e.Text, "case study, " + c.Strength.String()})
		}
	}
}
