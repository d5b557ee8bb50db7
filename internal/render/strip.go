package render

import (
	"cmp"
	"slices"
	"strings"

	"github.com/exemplar-lp/exemplar/internal/catalog"
)

// Strip shows how well a study, a person or a school covers a framework: a mark
// for every standard, by domain; of a framework of more than twelve only the
// standards that are claimed.
type Strip struct {
	Framework Link
	Domains   []StripDomain
	// Words say the same in a sentence: 3 validated, 2 evidenced, 1 claimed, of
	// 10 standards.
	Words string
	// Detail names every mark in a line, for those who do not see them: PS1
	// validated, level 3; PK2 claimed.
	Detail string
	// Verdict says that the framework's rule is met; empty otherwise.
	Verdict string
}

// wholeStripOf is the largest framework whose strips show every standard; those
// of a larger one show only the standards that are claimed.
const wholeStripOf = 12

// StripDomain is the marks of one domain; Title is empty where a framework has
// no domains.
type StripDomain struct {
	Title string
	// Prefix is the letters that the codes of the domain begin with; empty where
	// they differ, or are those of the domain before.
	Prefix string
	Marks  []Mark
}

// Mark is one standard of a strip, or of a card.
type Mark struct {
	Code, Title string
	// URL leads to the evidence; it is empty where there is none, or none on the
	// page of the study itself.
	URL string
	// Strength is none, claimed, evidenced or validated.
	Strength string
	// Level is 0 where none is marked.
	Level int
	// Words say what the mark shows: validated, level 3, beyond your team.
	Words string
	// Expired says that all the evidence is older than the framework allows.
	Expired bool
}

// strips shows the strips of an entry. Where says what a mark leads to.
func (m *maker) strips(list []catalog.Strip, where func(catalog.Mark) string) []Strip {
	strips := m.room.strips.list(len(list))
	for i, s := range list {
		strips[i] = m.strip(s, where)
	}
	return strips
}

// cardStrip is all that the strip of a card depends on, beside the catalogue.
type cardStrip struct {
	// dir is the folder of the page, lang its language.
	dir, lang string
	// marks are those of the default framework's standards.
	marks [wholeStripOf]cardMark
}

type cardMark struct {
	strength uint8
	current  bool
	level    uint16
}

// add makes a mark of a standard the better of what it is and of a claim.
func (s *cardStrip) add(of *catalog.Standard, strength catalog.Strength, level int, current bool) {
	k := &s.marks[of.Running-1]
	k.strength, k.level, k.current = max(k.strength, uint8(strength)), max(k.level, uint16(level)), k.current || current
}

// hasCardStrip reports whether the cards of studies and people show a framework:
// the default one, unless it is too large for a card.
func (m *maker) hasCardStrip(f *catalog.Framework) bool {
	return f == m.cat.Frameworks[0] && len(f.Standards) <= wholeStripOf
}

// studyStrip is the strip of a study's card, or nil.
func (m *maker) studyStrip(s *catalog.CaseStudy) *Strip {
	key, has := cardStrip{dir: m.link.dir, lang: m.tag}, false
	for _, c := range s.Claims {
		if m.hasCardStrip(c.Standard.Framework) {
			key.add(c.Standard, c.Strength, c.Level, c.Current)
			has = true
		}
	}
	if !has {
		return nil
	}
	return m.keptStrip(key, func() *Strip { return m.smallStrip(s.Strips(new(catalog.StripRoom))[0]) })
}

// groupStrip is the strip of the card of a person or school, or nil.
func (m *maker) groupStrip(list []catalog.Strip) *Strip {
	if len(list) == 0 || !m.hasCardStrip(list[0].Framework) {
		return nil
	}
	key := cardStrip{dir: m.link.dir, lang: m.tag}
	for _, d := range list[0].Domains {
		for _, k := range d.Marks {
			key.add(k.Standard, k.Strength, k.Level, k.Current)
		}
	}
	return m.keptStrip(key, func() *Strip { return m.smallStrip(list[0]) })
}

// keptStrip makes each strip of a card once: the cards of a site have few kinds.
func (m *maker) keptStrip(key cardStrip, strip func() *Strip) *Strip {
	if m.link.isPlain() {
		return m.cardStrips.get(key, strip)
	}
	return strip()
}

// smallStrip is the strip of a card, without links.
func (m *maker) smallStrip(of catalog.Strip) *Strip {
	strip := m.strip(of, func(catalog.Mark) string { return "" })
	strip.Domains = slices.Clone(strip.Domains) // kept longer than what the page is lent
	var words []string
	before := ""
	for i := range strip.Domains {
		d := &strip.Domains[i]
		d.Marks = slices.Clone(d.Marks)
		if p := prefix(d.Marks); p != before {
			d.Prefix, before = p, p
		}
		for _, k := range d.Marks {
			if k.Strength != catalog.None.String() {
				words = append(words, m.lang.word("strip.mark", "code", k.Code, "words", k.Words))
			}
		}
	}
	strip.Detail = strings.Join(words, m.lang.word("list.semicolon"))
	return &strip
}

// prefix returns the letters that the codes of all marks begin with.
func prefix(marks []Mark) string {
	common := ""
	for i, k := range marks {
		letters := strings.TrimRight(k.Code, "0123456789.")
		if i > 0 && letters != common {
			return ""
		}
		common = letters
	}
	return common
}

func (m *maker) strip(s catalog.Strip, where func(catalog.Mark) string) Strip {
	strip := Strip{Framework: m.entry(s.Framework)}
	var counts [catalog.Validated + 1]int
	total := 0
	whole := len(s.Framework.Standards) <= wholeStripOf
	strip.Domains = m.room.domains.upTo(len(s.Domains))
	for _, d := range s.Domains {
		domain := StripDomain{Title: d.Domain.Title, Marks: m.room.marks.upTo(len(d.Marks))}
		for _, mark := range d.Marks {
			counts[mark.Strength]++
			total++
			switch {
			case mark.Strength > catalog.None:
				domain.Marks = append(domain.Marks, m.mark(mark, where(mark)))
			case whole:
				domain.Marks = append(domain.Marks, m.mark(mark, ""))
			}
		}
		if len(domain.Marks) > 0 {
			strip.Domains = append(strip.Domains, domain)
		}
	}
	strip.Words = m.lang.strip(stripCounts{total, counts})
	return strip
}

// stripCounts is how many standards a strip has, and how many of each strength.
type stripCounts struct {
	total  int
	counts [catalog.Validated + 1]int
}

// strip says what a strip shows.
func (l *Language) strip(c stripCounts) string {
	return l.strips.get(c, func() string { return l.count("strip.words", c.total, "counts", l.counted(c.counts)) })
}

// counted says how many there are of each strength, best first.
func (l *Language) counted(counts [catalog.Validated + 1]int) string {
	var words []string
	for s := catalog.Validated; s > catalog.None; s-- {
		if counts[s] > 0 {
			words = append(words, l.count(countWords[s], counts[s]))
		}
	}
	if len(words) == 0 {
		return l.word("count.none")
	}
	return strings.Join(words, l.word("list.comma"))
}

func (m *maker) mark(k catalog.Mark, url string) Mark {
	mark := Mark{
		Code: k.Standard.Code, Title: k.Standard.Title, URL: url,
		Strength: k.Strength.String(), Level: k.Level,
		Expired: k.Strength > catalog.None && !k.Current,
	}
	mark.Words = m.strengthWords(k.Strength, k.Level, mark.Expired)
	return mark
}

// judged is what is to be put into words about some evidence.
type judged struct {
	strength catalog.Strength
	level    int
	expired  bool
}

// strengthWords puts a strength, level and currency into words.
func (m *maker) strengthWords(s catalog.Strength, level int, expired bool) string {
	j := judged{s, level, expired}
	return m.lang.strengths.get(j, func() string { return m.lang.judgement(j) })
}

func (l *Language) judgement(j judged) string {
	words := []string{l.word("strength." + j.strength.String())}
	if j.level > 0 {
		words = append(words, l.word("level.n", "level", j.level))
	}
	if j.expired {
		words = append(words, l.word("currency.expired"))
	}
	return strings.Join(words, l.word("list.comma"))
}

// claimURL leads to the evidence of a claim: the marked block, or the study
// where none is marked.
func (m *maker) claimURL(c *catalog.Claim) string {
	if len(c.Evidence) == 0 {
		return m.to(c.Study.Common())
	}
	return m.at(c.Study.Common(), c.Evidence[0].Anchor)
}

// passageURL leads to the marked block from the study's own page; it is empty where
// none is marked.
func passageURL(c *catalog.Claim) string {
	if len(c.Evidence) == 0 {
		return ""
	}
	return "#" + c.Evidence[0].Anchor
}

// ownMark leads from a mark on a study's page to the marked block there.
func (m *maker) ownMark(k catalog.Mark) string {
	if len(k.Claims) > 0 {
		if passage := passageURL(k.Claims[0]); passage != "" {
			return passage
		}
	}
	return m.to(k.Standard.Common())
}

// standardMark leads from a mark to the standard's page.
func (m *maker) standardMark(k catalog.Mark) string { return m.to(k.Standard.Common()) }

// keyMark leads from a mark of a school or a person to the evidence: the marked
// block if there is one study, else the list under the coverage table.
func (m *maker) keyMark(dimension, key string) func(catalog.Mark) string {
	return func(k catalog.Mark) string {
		if len(k.Claims) == 1 {
			return m.claimURL(k.Claims[0])
		}
		page := m.keyPages()[keyPlace{dimension, key}]
		return m.link.at(cmp.Or(page, coveragePath), cellID(k.Standard, key))
	}
}

// marksOf lists the standards that a study claims beside those of a framework,
// which may be nil, for its card.
func (m *maker) marksOf(s *catalog.CaseStudy, beside *catalog.Framework) []Mark {
	marks := m.room.marks.upTo(len(s.Claims))
	for _, c := range s.Claims {
		if c.Standard.Framework == beside {
			continue
		}
		mark := catalog.Mark{Standard: c.Standard, Strength: c.Strength, Level: c.Level, Current: c.Current}
		marks = append(marks, m.mark(mark, m.claimURL(c)))
	}
	return marks
}
