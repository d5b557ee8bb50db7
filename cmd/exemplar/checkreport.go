package main

import (
	_ "embed"
	"html/template"
	"io"
	"strings"

	"github.com/exemplar-lp/exemplar/internal/diag"
	"github.com/exemplar-lp/exemplar/internal/site"
)

//go:embed checkreport.html
var checkReport string

// reportPage is the page of check --format html.
type reportPage struct {
	Title, AsOf, Tally string
	Groups             []reportGroup
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
	Severity, Place, Message, Hint, Code, Means, Line string
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
	page := reportPage{Title: s.Settings.Title, AsOf: s.Catalog.AsOf.Long(), Tally: tally(problems)}
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

// reportFiles groups problems, which are sorted, by their file.
func reportFiles(s *site.Site, problems diag.List) []reportFile {
	titles := map[diag.Code]string{}
	for _, rule := range diag.Rules() {
		titles[rule.Code] = rule.Title
	}
	var files []reportFile
	for _, d := range problems {
		name := d.Position.File
		if name == "" {
			name = "the whole portal"
		}
		if len(files) == 0 || files[len(files)-1].Name != name {
			files = append(files, reportFile{Name: name})
		}
		item := reportItem{
			Severity: d.Severity.String(), Place: d.Position.String(), Message: d.Message, Hint: d.Hint,
			Code: string(d.Code), Means: titles[d.Code],
		}
		if d.Position.Line > 0 {
			item.Line = s.Line(d.Position.File, d.Position.Line)
		}
		last := &files[len(files)-1]
		last.Items = append(last.Items, item)
	}
	return files
}
