package render

import (
	"fmt"
	"strings"

	"github.com/exemplar-lp/exemplar/internal/catalog"
)

// CoverageView is a page of the coverage index: the overview, or one dimension.
type CoverageView struct {
	Base
	Summary string
	// Body is the text of content/coverage/_index.md, on the overview only.
	Body []BodyPart
	// Views lead to the overview and to each dimension.
	Views []NavLink
	// Downloads are the same index for programs.
	Downloads []Link
	// Overviews are the frameworks on the overview; Matrices are the frameworks
	// on the page of a dimension. One of the two is empty.
	Overviews []Overview
	Matrices  []Matrix
}

// Overview is how the whole portal covers one framework.
type Overview struct {
	// ID is the id of the heading.
	ID        string
	Framework Link
	// Words say how many standards have evidence in date, Caption what the table
	// shows.
	Words, Caption string
	Domains        []OverviewDomain
	// Gaps are the standards without evidence in date.
	Gaps []Link
	// PassRule is what a portfolio needs, and Meets who has it; the rule is empty
	// where there is none.
	PassRule string
	Meets    []Link
}

// OverviewDomain is the rows of one domain; the title may be empty.
type OverviewDomain struct {
	Title string
	Rows  []OverviewRow
}

// OverviewRow is one standard over the whole portal.
type OverviewRow struct {
	Mark
	// Standard leads to the standard's page.
	Standard                               Link
	Claimed, Evidenced, Validated, Current int
	Latest                                 Day
}

// Matrix is a table of standards by the keys of a dimension.
type Matrix struct {
	// ID is the id of the heading; the table and the lists under it use it too.
	ID        string
	Framework Link
	// Caption says what the table shows.
	Caption string
	Columns []MatrixColumn
	// Span is how many columns the table has, the one with the standards too.
	Span    int
	Domains []MatrixDomain
	// Total counts the case studies that name any standard, in words.
	Total string
	Gaps  []Link
	// Evidence is what is behind the table, by column.
	Evidence []ColumnEvidence
}

// MatrixColumn is one school, person, theme, phase or year.
type MatrixColumn struct {
	Link
	// Total says how many case studies claim any standard.
	Total string
	// Verdict says that a person meets the framework's rule; empty otherwise.
	Verdict string
}

// MatrixDomain is the rows of one domain; the title may be empty.
type MatrixDomain struct {
	Title string
	Rows  []MatrixRow
}

// MatrixRow is one standard.
type MatrixRow struct {
	Code     string
	Standard Link
	Cells    []CellView
	// Total counts the case studies of all keys, in words; one that has two keys
	// is counted once.
	Total string
}

// CellView is how one key covers one standard.
type CellView struct {
	// Count is the number of case studies; 0 is an empty cell.
	Count int
	// Strength is none, claimed, evidenced or validated, the best there is.
	Strength string
	// Level is the highest level, 0 if none is marked.
	Level int
	// Studies counts the case studies and Best those of the best strength, both
	// in words; Words add the rest: level 3, 2 claimed, 3 in date.
	Studies, Best, Words string
	// URL leads to the evidence.
	URL     string
	Expired bool
}

// ColumnEvidence lists the evidence of one column.
type ColumnEvidence struct {
	ID string
	MatrixColumn
	Cells []CellEvidence
	// Gaps are the standards that no case study of the column names. Of a large
	// framework GapWords count them instead.
	Gaps     []Link
	GapWords string
}

// CellEvidence lists the evidence of one cell.
type CellEvidence struct {
	// ID is what the cell links to.
	ID string
	Mark
	Standard Link
	Claims   []EvidenceView
	// More says how many claims are left out; the standard's page has them.
	More string
}

const (
	coveragePath = "coverage/index.html"
	searchPath   = "search.html"
	// columnsPerPage is how many columns a table has.
	columnsPerPage = 24
	// claimsPerCell is how many claims the list under a table shows for a cell.
	claimsPerCell = 12
)

// dimensions are the ways of dividing the coverage, in the catalogue's order.
var dimensions = []string{"school", "practitioner", "theme", "phase", "year"}

func dimensionPath(dimension string, page int) string {
	if page == 1 {
		return "coverage/" + dimension + ".html"
	}
	return fmt.Sprintf("coverage/%s-%d.html", dimension, page)
}

// frameworkID is the id of a framework's heading on the coverage pages.
func frameworkID(f *catalog.Framework) string { return "site-" + f.ID }

// cellID is the id of the evidence of a cell.
func cellID(s *catalog.Standard, key string) string { return rowID(s) + key }

// rowID is what the ids of a standard's cells begin with.
func rowID(s *catalog.Standard) string {
	return "site-" + s.Framework.ID + "-" + strings.ToLower(s.Code) + "-"
}

// keyPlace names a column of a dimension's table.
type keyPlace struct{ dimension, key string }

// keyPages finds the page of every column, which is the same for each framework.
func keyPages(cat *catalog.Catalog) map[keyPlace]string {
	pages := map[keyPlace]string{}
	for _, d := range dimensions {
		page := ""
		for i, k := range cat.Keys(d) {
			if i%columnsPerPage == 0 {
				page = dimensionPath(d, i/columnsPerPage+1)
			}
			pages[keyPlace{d, k.ID}] = page
		}
	}
	return pages
}

// dimensionPages returns how many pages a dimension takes.
func dimensionPages(cat *catalog.Catalog, dimension string) int {
	if len(cat.Frameworks) == 0 {
		return 1
	}
	return pageCount(len(cat.Keys(dimension)), columnsPerPage)
}

func (m *maker) coverageBase(title string) *CoverageView {
	v := &CoverageView{Base: m.base("coverage", title, m.lang.word("coverage.summary"))}
	v.Breadcrumbs = m.breadcrumbs(m.path)
	v.Summary = m.lang.word("coverage.summary")
	v.Views = append(v.Views, m.nav(target{m.lang.word("coverage.overview"), coveragePath}))
	v.Views[0].Current = strings.TrimSuffix(v.Views[0].Current, "true")
	for _, d := range dimensions {
		v.Views = append(v.Views, m.nav(target{m.lang.word("coverage.by." + d), dimensionPath(d, 1)}))
	}
	v.Downloads = []Link{{Title: "CSV", URL: m.link.to("coverage.csv")}, {Title: "JSON", URL: m.link.to("coverage.json")}}
	return v
}

func (m *maker) coverageOverview() any {
	v := m.coverageBase(m.sectionTitle(coveragePath, m.lang))
	if e, ok := m.cat.Lookup(coveragePath); ok {
		v.Body = m.body(e)
		if summary := e.Common().Summary; summary != "" {
			v.Summary, v.Description = summary, summary
		}
	}
	for _, c := range m.cat.Coverage() {
		v.Overviews = append(v.Overviews, m.overview(c))
	}
	return v
}

func (m *maker) overview(c *catalog.Coverage) Overview {
	o := Overview{ID: frameworkID(c.Framework), Framework: m.entry(c.Framework), PassRule: m.passRule(c.Framework), Gaps: m.gaps(c)}
	o.Caption = m.lang.word("coverage.overview-caption", "framework", c.Framework.Title)
	o.Words = m.lang.count("coverage.covered", len(c.Rows), "covered", len(c.Rows)-len(c.Gaps))
	rows := map[*catalog.Standard]catalog.Cell{}
	for _, r := range c.Rows {
		rows[r.Standard] = r.All
	}
	for _, d := range c.Framework.Domains {
		domain := OverviewDomain{Title: d.Title}
		for _, s := range d.Standards {
			cell := rows[s]
			domain.Rows = append(domain.Rows, OverviewRow{
				Mark: m.mark(markOf(s, cell), m.to(s.Common())), Standard: m.entry(s),
				Claimed: cell.Claimed, Evidenced: cell.Evidenced, Validated: cell.Validated, Current: cell.Current,
				Latest: m.lang.day(cell.Latest),
			})
		}
		o.Domains = append(o.Domains, domain)
	}
	for _, verdict := range c.Verdicts {
		if verdict.Met && verdict.Practitioner.Profile {
			o.Meets = append(o.Meets, m.entry(verdict.Practitioner))
		}
	}
	return o
}

func (m *maker) gaps(c *catalog.Coverage) []Link { return m.standardLinks(c.Gaps) }

// standardLinks links to standards in a sentence.
func (m *maker) standardLinks(standards []*catalog.Standard) []Link {
	list := m.room.links.list(len(standards))
	for i, s := range standards {
		list[i] = m.neighbour(s)
		list[i].Before = m.lang.between(i, len(standards), list[i].Title)
	}
	return list
}

func (m *maker) coverageBy(dimension string, page, count int) any {
	v := m.coverageBase(m.lang.word("coverage.title." + dimension))
	m.pagedAt(&v.Base, page, count, func(n int) string { return dimensionPath(dimension, n) })
	for i := range v.Views {
		if i > 0 && dimensions[i-1] == dimension {
			v.Views[i].Current = "page"
		}
	}
	for _, c := range m.cat.Coverage() {
		for _, d := range c.Dimensions {
			if d.ID == dimension && len(d.Keys) > (page-1)*columnsPerPage {
				v.Matrices = append(v.Matrices, m.matrix(c, d, page))
			}
		}
	}
	return v
}

// matrix is the page of a table that holds the columns of one page.
func (m *maker) matrix(c *catalog.Coverage, d catalog.Dimension, page int) Matrix {
	from := (page - 1) * columnsPerPage
	keys := pageOf(d.Keys, page, columnsPerPage)
	x := Matrix{
		ID: frameworkID(c.Framework), Framework: m.entry(c.Framework), Gaps: m.gaps(c),
		Caption: m.lang.word("coverage.caption."+d.ID, "framework", c.Framework.Title),
	}
	for i, k := range keys {
		column := MatrixColumn{Link: m.keyLink(d.ID, k), Total: m.lang.count("count.case-studies", d.Totals[from+i].Claimed)}
		column.Verdict = m.keyVerdict(c, k)
		x.Columns = append(x.Columns, column)
	}
	x.Span, x.Total = len(x.Columns)+2, m.lang.count("count.case-studies", c.Total.Claimed)
	row := 0
	for _, domain := range c.Framework.Domains {
		md := MatrixDomain{Title: domain.Title}
		for _, s := range domain.Standards {
			md.Rows = append(md.Rows, m.matrixRow(s, keys, d.Cells[row][from:from+len(keys)]))
			md.Rows[len(md.Rows)-1].Total = m.lang.count("count.studies", c.Rows[row].All.Claimed)
			row++
		}
		x.Domains = append(x.Domains, md)
	}
	x.Evidence = make([]ColumnEvidence, len(x.Columns))
	for i, head := range x.Columns {
		x.Evidence[i] = m.columnEvidence(c, d, head, from+i, func(domain, row int) string { return x.Domains[domain].Rows[row].Cells[i].URL })
	}
	return x
}

func (m *maker) keyLink(dimension string, k catalog.Key) Link {
	switch {
	case k.Entry != nil:
		return m.entry(k.Entry)
	case dimension == "year":
		return Link{Title: k.ID}
	}
	return Link{Title: m.lang.Label(dimension, k.ID)}
}

func (m *maker) keyVerdict(c *catalog.Coverage, k catalog.Key) string {
	p, ok := k.Entry.(*catalog.Practitioner)
	if !ok {
		return ""
	}
	for _, v := range p.Verdicts() {
		if v.Met && v.Framework == c.Framework {
			return m.verdict(v)
		}
	}
	return ""
}

func (m *maker) matrixRow(s *catalog.Standard, keys []catalog.Key, cells []catalog.Cell) MatrixRow {
	row := MatrixRow{Code: s.Code, Standard: m.entry(s), Cells: m.room.cells.list(len(cells))}
	address := "#" + rowID(s)
	for i, c := range cells {
		if row.Cells[i] = m.cell(c); c.Claimed > 0 {
			row.Cells[i].URL = address + keys[i].ID
		}
	}
	return row
}

func (m *maker) cell(c catalog.Cell) CellView {
	strength := strengthOf(c)
	v := CellView{Count: c.Claimed, Strength: strength.String(), Level: c.HighestLevel}
	if c.Claimed == 0 {
		return v
	}
	v.Expired = c.Current == 0
	counts := exclusive(c)
	v.Studies = m.lang.count("count.studies", c.Claimed)
	v.Best = m.lang.count(countWords[strength], counts[strength])
	v.Words = m.lang.cell(cellCounts{strength, counts, c.HighestLevel, c.Current})
	return v
}

// countWords are the keys of how many there are of each strength.
var countWords = [...]string{catalog.Claimed: "count.claimed", catalog.Evidenced: "count.evidenced", catalog.Validated: "count.validated"}

// cellCounts is what the words of a cell depend on.
type cellCounts struct {
	best           catalog.Strength
	counts         [catalog.Validated + 1]int
	level, current int
}

// cell says what a cell shows beside its best.
func (l *Language) cell(c cellCounts) string {
	return l.cells.get(c, func() string {
		var rest []string
		for lower := c.best - 1; lower > catalog.None; lower-- {
			if n := c.counts[lower]; n > 0 {
				rest = append(rest, l.count(countWords[lower], n))
			}
		}
		if c.level > 0 {
			rest = append(rest, l.word("level.n", "level", c.level))
		}
		rest = append(rest, l.count("count.current", c.current))
		return strings.Join(rest, l.word("list.comma"))
	})
}

// exclusive turns nested counts into how many studies have each strength as
// their best.
func exclusive(c catalog.Cell) (counts [catalog.Validated + 1]int) {
	counts[catalog.Validated] = c.Validated
	counts[catalog.Evidenced] = c.Evidenced - c.Validated
	counts[catalog.Claimed] = c.Claimed - c.Evidenced
	return counts
}

// columnEvidence lists what is behind one column of a table, under the addresses of
// its cells.
func (m *maker) columnEvidence(c *catalog.Coverage, d catalog.Dimension, head MatrixColumn, column int, address func(domain, row int) string) ColumnEvidence {
	k := d.Keys[column]
	list := ColumnEvidence{ID: frameworkID(c.Framework) + "-key-" + k.ID, MatrixColumn: head}
	list.Cells = m.room.behind.upTo(len(d.Cells))
	var gaps []*catalog.Standard
	row := 0
	for i, domain := range c.Framework.Domains {
		for j, s := range domain.Standards {
			cell := d.Cells[row][column]
			row++
			if cell.Claimed == 0 {
				gaps = append(gaps, s)
				continue
			}
			ce := CellEvidence{ID: strings.TrimPrefix(address(i, j), "#"), Mark: m.mark(markOf(s, cell), ""), Standard: m.entry(s)}
			shown := first(cell.Claims, claimsPerCell)
			ce.Claims = m.room.evidence.list(len(shown))
			for i, claim := range shown {
				ce.Claims[i] = m.claimLine(claim)
			}
			if more := len(cell.Claims) - claimsPerCell; more > 0 {
				ce.More = m.lang.count("coverage.more", more)
			}
			list.Cells = append(list.Cells, ce)
		}
	}
	if row > wholeStripOf {
		list.GapWords = m.lang.count("coverage.column-gaps-of", row, "gaps", len(gaps))
	} else {
		list.Gaps = m.standardLinks(gaps)
	}
	return list
}

// claimLine is a claim in one line: the study, linked to its evidence.
func (m *maker) claimLine(c *catalog.Claim) EvidenceView {
	v := EvidenceView{Study: m.entry(c.Study), Date: m.lang.day(c.Study.Date), Strength: c.Strength.String(),
		Words: m.strengthWords(c.Strength, c.Level, !c.Current), Expired: !c.Current}
	v.Study.URL = m.claimURL(c)
	return v
}
