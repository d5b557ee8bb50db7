package render

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"html/template"
	"mime"
	"path"
	"slices"
	"strings"

	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/diag"
)

// PortfolioView is one person's evidence in the order of the standards, as one
// file to print and sign. It is no page of the site.
type PortfolioView struct {
	Lang, Title, Site string
	AsOf              Day
	Name              string
	Role, JobTitle    string
	School            string
	Head              string
	Previous          []EmploymentView
	Credentials       []CredentialView
	Frameworks        []PortfolioFramework
	// Narrative is nil where no case study has a section of the template.
	Narrative *PortfolioNarrative
	// Studies are all the case studies, as references to them.
	Studies []PortfolioStudy
	// Works are what the studies draw on.
	Works []ReferenceView
}

// PortfolioFramework is the evidence for one framework.
type PortfolioFramework struct {
	// ID is the id of the heading.
	ID, Title string
	// Rule says what a portfolio needs and Verdict how far this one is; both are
	// empty where the framework has no rule.
	Rule, Verdict string
	Met           bool
	// Short are the standards without current evidence at the rule's level, and
	// Gaps those without any current evidence.
	Short, Gaps []string
	// GapCount stands for the gaps of a framework that is too large to list them.
	GapCount string
	Levels   []LevelView
	Domains  []PortfolioDomain
}

// PortfolioDomain is the standards of a domain; its title may be empty.
type PortfolioDomain struct {
	Title     string
	Standards []PortfolioStandard
}

// PortfolioStandard is a standard with what shows it.
type PortfolioStandard struct {
	ID, Code, Title, Summary string
	// Words say how strong the evidence is at its best.
	Words    string
	Evidence []PortfolioEvidence
	// Claims are the studies that name the standard and mark no passage.
	Claims []Link
}

// PortfolioEvidence is a passage that shows a standard.
type PortfolioEvidence struct {
	Text  string
	Level string
	// Source is the study, Strength validated or evidenced and whether in date.
	Source   Link
	At       []Link
	Date     Day
	Strength string
	// Through is the equivalent standard that the passage is marked with.
	Through string
}

// PortfolioNarrative is the case study for re-accreditation in its sections.
type PortfolioNarrative struct {
	Title, Summary string
	Authors        []Author
	Date           Day
	Impact         []ImpactView
	Body           []BodyPart
	// Missing names the sections of the template that the study lacks.
	Missing []string
	Signoff SignoffView
}

// PortfolioStudy is a case study as a reference.
type PortfolioStudy struct {
	Cite   string
	Signed SignoffView
}

// EmbeddedView is a picture inside the file that shows it.
type EmbeddedView struct {
	Data          template.URL
	Width, Height int
	Alt           string
}

// PortfolioOptions say what goes into a portfolio.
type PortfolioOptions struct {
	// Study is the slug of the case study for the narrative; "" chooses the one
	// with most sections of the template, signed and newest.
	Study string
	// Framework is the only framework to show. AllFrameworks shows every one with
	// evidence, "" those of the person's awards, or with none every one.
	Framework string
	// Picture returns the bytes of a published picture.
	Picture func(path string) ([]byte, error)
}

// AllFrameworks asks for every framework with evidence.
const AllFrameworks = "all"

// template7 are the sections of the re-accreditation template, in order.
var template7 = []content.Part{
	content.PartChallenge, content.PartApproach, content.PartProblems, content.PartImpact, content.PartLearning, content.PartTransfer, content.PartContinuing,
}

// Portfolio makes the portfolio of a person: one HTML file that needs no other.
func (r *Renderer) Portfolio(p *catalog.Practitioner, opts PortfolioOptions) ([]byte, error) {
	m := r.newMaker("", p.Lang)
	defer m.done()
	study := narrativeOf(p, opts.Study)
	m.link.printed = map[string]string{}
	m.embed = opts.Picture
	frameworks := portfolioFrameworks(r.cat, p, opts.Framework)
	for _, f := range frameworks {
		for _, s := range f.Standards {
			m.link.printed[s.Path()] = portfolioID(s)
		}
	}
	if study != nil {
		m.path = study.Path()
		m.link.printed[m.path] = "narrative"
	}
	view := m.portfolio(p, frameworks, study)
	if m.err != nil {
		return nil, &Error{r.theme.problem(diag.TemplateExec, m.err), "portfolio"}
	}
	var out bytes.Buffer
	if _, err := m.words.write(&out, "portfolio.html", view); err != nil {
		return nil, &Error{r.theme.problem(diag.TemplateExec, err), "portfolio"}
	}
	return out.Bytes(), nil
}

// narrativeOf chooses the case study for the narrative; nil for none.
func narrativeOf(p *catalog.Practitioner, slug string) *catalog.CaseStudy {
	var best *catalog.CaseStudy
	for _, s := range p.CaseStudies {
		switch {
		case s.Slug == slug:
			return s
		case slug != "" || len(sectionsMissing(s)) == len(template7):
		case best == nil || betterNarrative(s, best):
			best = s
		}
	}
	return best
}

func betterNarrative(a, b *catalog.CaseStudy) bool {
	signed := func(s *catalog.CaseStudy) int {
		if s.SignedOff {
			return 1
		}
		return 0
	}
	return cmp.Or(cmp.Compare(len(sectionsMissing(b)), len(sectionsMissing(a))), cmp.Compare(signed(a), signed(b)), a.Date.Compare(b.Date)) > 0
}

// sectionsMissing lists the sections of the template that a study lacks.
func sectionsMissing(s *catalog.CaseStudy) []content.Part {
	var list []content.Part
	for _, part := range template7 {
		if !slices.Contains(s.Parts, part) {
			list = append(list, part)
		}
	}
	return list
}

// portfolioFrameworks are those that are asked for.
func portfolioFrameworks(cat *catalog.Catalog, p *catalog.Practitioner, only string) []*catalog.Framework {
	var named, awarded, shown []*catalog.Framework
	for _, f := range cat.Frameworks {
		if f.ID == only {
			named = append(named, f)
		}
		if slices.ContainsFunc(p.Credentials, func(c catalog.Credential) bool { return c.Framework == f }) {
			awarded = append(awarded, f)
		}
		if slices.ContainsFunc(p.Strips(), func(s catalog.Strip) bool { return s.Framework == f }) {
			shown = append(shown, f)
		}
	}
	switch {
	case len(named) > 0:
		return named
	case only == "" && len(awarded) > 0:
		return awarded
	}
	return shown
}

// portfolioID is the id of a standard in a portfolio.
func portfolioID(s *catalog.Standard) string {
	return "standard-" + s.Framework.ID + "-" + strings.ToLower(s.Code)
}

func (m *maker) portfolio(p *catalog.Practitioner, frameworks []*catalog.Framework, study *catalog.CaseStudy) *PortfolioView {
	v := &PortfolioView{
		Lang: m.tag, Title: m.lang.word("portfolio.title", "name", p.Title), Site: m.settings.Title,
		AsOf: m.lang.day(m.cat.AsOf), Name: p.Title, Role: m.role(p), JobTitle: p.JobTitle,
		Credentials: m.credentials(p),
	}
	if p.School != nil {
		v.School, v.Head = p.School.Title, p.School.Headteacher
	}
	for _, e := range p.Previous {
		v.Previous = append(v.Previous, EmploymentView{m.entry(e.School), m.lang.span(e.From, e.To)})
	}
	for _, f := range frameworks {
		v.Frameworks = append(v.Frameworks, m.portfolioFramework(p, f, study))
	}
	if study != nil {
		v.Narrative = m.narrative(study)
	}
	seen := map[string]bool{}
	for _, s := range p.CaseStudies {
		v.Studies = append(v.Studies, PortfolioStudy{m.citeAt(s), m.signoff(s)})
		for _, w := range references(s.References) {
			if !seen[w.Title] {
				seen[w.Title] = true
				v.Works = append(v.Works, w)
			}
		}
	}
	slices.SortStableFunc(v.Works, func(a, b ReferenceView) int {
		return cmp.Or(cmp.Compare(a.Author, b.Author), cmp.Compare(a.Title, b.Title))
	})
	return v
}

// citeAt is cite with the address of the study and not of the portfolio.
func (m *maker) citeAt(s *catalog.CaseStudy) string {
	here := m.path
	defer func() { m.path = here }()
	m.path = s.Path()
	return m.cite(s)
}

func (m *maker) signoff(s *catalog.CaseStudy) SignoffView {
	if !s.SignedOff {
		return SignoffView{}
	}
	return SignoffView{s.Signoff.Name, m.lang.Label("signatory", s.Signoff.Role), m.lang.day(s.Signoff.Date)}
}

func (m *maker) narrative(s *catalog.CaseStudy) *PortfolioNarrative {
	v := &PortfolioNarrative{
		Title: s.Title, Summary: s.Summary, Authors: m.authors(s), Date: m.lang.day(s.Date),
		Impact: m.impact(s.Impact), Body: m.body(s), Signoff: m.signoff(s),
	}
	for _, part := range sectionsMissing(s) {
		v.Missing = append(v.Missing, m.lang.Label("part", part.String()))
	}
	return v
}

func (m *maker) portfolioFramework(p *catalog.Practitioner, f *catalog.Framework, study *catalog.CaseStudy) PortfolioFramework {
	v := PortfolioFramework{ID: "framework-" + f.ID, Title: f.Title, Rule: m.passRule(f)}
	for _, l := range f.Levels {
		v.Levels = append(v.Levels, LevelView{l.N, l.Title, l.Reach})
	}
	m.judged(&v, p, f)
	for _, d := range f.Domains {
		domain := PortfolioDomain{Title: d.Title}
		for _, s := range d.Standards {
			claims := claimsFor(p, s)
			if !slices.ContainsFunc(claims, func(c *catalog.Claim) bool { return c.Current && c.Strength >= catalog.Evidenced }) {
				v.Gaps = append(v.Gaps, s.Code+" "+s.Title)
			}
			if len(claims) > 0 || len(f.Standards) <= wholeStripOf {
				domain.Standards = append(domain.Standards, m.portfolioStandard(s, claims, study))
			}
		}
		if len(domain.Standards) > 0 {
			v.Domains = append(v.Domains, domain)
		}
	}
	if len(f.Standards) > wholeStripOf && len(v.Gaps) > 0 {
		v.GapCount, v.Gaps = m.lang.count("portfolio.gaps", len(v.Gaps)), nil
	}
	return v
}

// judged says how far the person meets the framework's rule.
func (m *maker) judged(v *PortfolioFramework, p *catalog.Practitioner, f *catalog.Framework) {
	if f.PassRule.Standards == 0 {
		return
	}
	verdict := catalog.Verdict{Framework: f, Missing: f.Standards}
	for _, known := range p.Verdicts() {
		if known.Framework == f {
			verdict = known
		}
	}
	key := "portfolio.not-met"
	if v.Met = verdict.Met; v.Met {
		key = "portfolio.met"
	}
	v.Verdict = m.lang.word(key, "reached", len(verdict.Reached), "level", f.PassRule.Level, "needed", f.PassRule.Standards)
	for _, s := range verdict.Missing {
		v.Short = append(v.Short, s.Code+" "+s.Title)
	}
}

// claimsFor lists the person's claims to a standard and to its equivalents, the
// standard's own first.
func claimsFor(p *catalog.Practitioner, s *catalog.Standard) []*catalog.Claim {
	mine := func(list []*catalog.Claim) []*catalog.Claim {
		var kept []*catalog.Claim
		for _, c := range list {
			if slices.Contains(c.Study.Practitioners, p) {
				kept = append(kept, c)
			}
		}
		return kept
	}
	return append(mine(s.Claims), mine(s.Borrowed)...)
}

func (m *maker) portfolioStandard(s *catalog.Standard, claims []*catalog.Claim, study *catalog.CaseStudy) PortfolioStandard {
	v := PortfolioStandard{ID: portfolioID(s), Code: s.Code, Title: s.Title, Summary: s.Summary}
	best, level, current := catalog.None, 0, false
	for _, c := range claims {
		if c.Standard == s {
			best, level, current = max(best, c.Strength), max(level, c.Level), current || c.Current
		}
		source := m.entry(c.Study)
		if len(c.Evidence) == 0 {
			v.Claims = append(v.Claims, source)
		}
		for _, e := range c.Evidence {
			v.Evidence = append(v.Evidence, m.portfolioEvidence(s, c, e, study))
		}
	}
	v.Words = m.strengthWords(best, level, best > catalog.None && !current)
	return v
}

func (m *maker) portfolioEvidence(s *catalog.Standard, c *catalog.Claim, e *catalog.Evidence, study *catalog.CaseStudy) PortfolioEvidence {
	v := PortfolioEvidence{
		Text: e.Text, Source: m.entry(c.Study), At: m.schoolLinks(c.Study.Schools), Date: m.lang.day(c.Study.Date),
		Strength: m.strengthWords(c.Strength, 0, !c.Current),
	}
	if v.Source.URL = m.link.at(c.Study.Path(), e.Anchor); c.Study == study {
		v.Source.URL = "#" + e.Anchor
	}
	if l := levelOf(c.Standard.Framework, e.Level); e.Level > 0 {
		v.Level = m.lang.word("level.n", "level", e.Level)
		for _, more := range []string{l.Title, l.Reach} {
			if more != "" {
				v.Level += m.lang.word("list.comma") + more
			}
		}
	}
	if c.Standard != s {
		v.Through = c.Standard.Framework.Title + ", " + c.Standard.Code
	}
	return v
}

// embedded returns a published picture as part of the file that shows it.
func (m *maker) embedded(p Picture, alt string) *EmbeddedView {
	data, err := m.embed(p.Path)
	if err != nil && m.err == nil {
		m.err = err
	}
	kind := cmp.Or(mime.TypeByExtension(path.Ext(p.Path)), "application/octet-stream")
	return &EmbeddedView{
		Data:  template.URL("data:" + kind + ";base64," + base64.StdEncoding.EncodeToString(data)),
		Width: p.Width, Height: p.Height, Alt: alt,
	}
}

// Label names an id of a vocabulary in the site's language.
func (r *Renderer) Label(vocabulary, id string) string {
	return r.theme.language(r.settings.Language).Label(vocabulary, id)
}
