package main

import (
	_ "embed"
	"html/template"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/exemplar-lp/exemplar"
	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/diag"
	"github.com/exemplar-lp/exemplar/internal/site"
)

//go:embed checkreport.html
var checkReport string

// reportPage is the page of check --format html.
type reportPage struct {
	Title, AsOf, Tally, Verdict string
	Groups                      []reportGroup
	Withheld                    []catalog.Withheld
	Changed                     []reportChange
}

// reportChange is a check that is changed for the portal or silenced on a page.
type reportChange struct {
	Code, Where, Reason string
}

// reportGroup is what one kind of person can mend.
type reportGroup struct {
	ID, Who, Does string
	Tally         string
	Files         []reportFile
}

// reportFile is the problems of one file, or of the site as a whole.
type reportFile struct {
	Name  string
	Items []reportItem
}

type reportItem struct {
	Rank, Severity, Place, Message, Hint, Code string
	// Why says what the problem does to readers or pupils; only the first of a code
	// in a file says it.
	Why string
	// Before, Marked and After are the line that the problem is in, and what of it
	// is wrong.
	Before, Marked, After string
	// Related are other places that the problem is about.
	Related []diag.Related
}

// tasks says what each owner does about a problem.
var tasks = map[diag.Owner]string{
	diag.Author:        "Whoever wrote the page can mend these in its file.",
	diag.Administrator: "Whoever keeps the settings, the theme and the folder can mend these.",
	diag.Head:          "These need the head's signature or decision.",
	diag.Protection:    "These are about people who could be recognised. The data-protection or safeguarding lead should look at each.",
}

// writeReport writes one page without a script or a second file, for people who
// do not use a terminal.
func writeReport(w io.Writer, s *site.Site, problems diag.List) error {
	t, err := template.New("checkreport.html").Parse(checkReport)
	if err != nil {
		return err
	}
	return t.Execute(w, newReport(s, problems))
}

func newReport(s *site.Site, problems diag.List) reportPage {
	page := reportPage{
		Title: s.Settings.Title, AsOf: s.Catalog.AsOf.Long(), Tally: tally(problems), Verdict: verdict(problems),
		Withheld: s.Catalog.Withheld, Changed: changes(s),
	}
	for _, owner := range diag.Owners() {
		var own diag.List
		for _, d := range problems {
			if d.Code.Owner() == owner {
				own = append(own, d)
			}
		}
		if len(own) > 0 {
			page.Groups = append(page.Groups, reportGroup{
				ID: strings.ReplaceAll(owner.String(), " ", "-"), Who: owner.String(), Does: tasks[owner], Tally: tally(own), Files: reportFiles(s, own),
			})
		}
	}
	return page
}

// verdict says whether the portal can be published.
func verdict(problems diag.List) string {
	switch {
	case problems.HasErrors():
		return "The portal cannot be published until the errors are mended; the published one stays as it is."
	case len(problems) > 0:
		return "The portal can be published. What follows would make it better, or safer."
	}
	return "The portal can be published. There is nothing to mend."
}

// changes lists the checks that the settings change, then those that pages silence.
func changes(s *site.Site) []reportChange {
	var list []reportChange
	for _, code := range slices.Sorted(maps.Keys(s.Settings.Checks)) {
		o := s.Settings.Checks[code]
		where := "everywhere: " + o.Severity
		if !o.Until.IsZero() {
			where += " until " + o.Until.Long()
		}
		list = append(list, reportChange{code, where, o.Reason})
	}
	for _, e := range s.Content.Entries {
		for _, silence := range e.Common().Silence {
			list = append(list, reportChange{silence.Check, e.Common().Source, silence.Reason})
		}
	}
	return list
}

// ranks are the words for severities that people read who do not use a terminal.
var ranks = map[diag.Severity]string{diag.Error: "Error", diag.Warning: "Warning", diag.Info: "Note"}

// reportFiles groups problems, which are sorted, by their file.
func reportFiles(s *site.Site, problems diag.List) []reportFile {
	var files []reportFile
	told := map[diag.Code]bool{}
	for _, d := range problems {
		name := d.Position.File
		if name == "" {
			name = "the whole portal"
		}
		if len(files) == 0 || files[len(files)-1].Name != name {
			files = append(files, reportFile{Name: name})
			clear(told)
		}
		item := reportItem{
			Rank: ranks[d.Severity], Severity: d.Severity.String(), Place: d.Position.String(), Message: d.Message, Hint: d.Hint,
			Code: string(d.Code), Related: d.Related,
		}
		if !told[d.Code] {
			told[d.Code], item.Why = true, why(d.Code)
		}
		if d.Position.Line > 0 {
			item.Before, item.Marked, item.After = marked(s.Line(d.Position.File, d.Position.Line), d.Position)
		}
		last := &files[len(files)-1]
		last.Items = append(last.Items, item)
	}
	return files
}

// unstarred takes the marks of Markdown out of a sentence.
var unstarred = strings.NewReplacer("`", "", "*", "")

// why returns the first words of the page about a check: what is wrong, and why it
// matters, in at most two sentences.
func why(code diag.Code) string {
	page, err := fs.ReadFile(exemplar.Checks, "docs/checks/"+string(code)+".md")
	if err != nil {
		return ""
	}
	_, text, _ := strings.Cut(string(page), ".** ")
	text, _, _ = strings.Cut(text, "\n")
	sentences := strings.SplitAfterN(unstarred.Replace(text), ". ", 3)
	return strings.TrimSpace(strings.Join(sentences[:min(2, len(sentences))], ""))
}

// around is the number of characters of a line that are shown before and after what
// is wrong.
const around = 100

// marked cuts a line around what a problem is about; nothing comes of a problem
// that is about no words of it.
func marked(line string, at diag.Position) (before, wrong, after string) {
	runes := []rune(line)
	if at.Column == 0 || at.Column > len(runes) {
		return "", "", ""
	}
	from := at.Column - 1
	to := min(from+max(at.Length, 1), len(runes))
	before, after = string(runes[:from]), string(runes[to:])
	if from > around {
		before = "…" + string(runes[from-around:from])
	}
	if to+around < len(runes) {
		after = string(runes[to:to+around]) + "…"
	}
	return before, string(runes[from:to]), after
}
