package catalog

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/diag"
	"github.com/exemplar-lp/exemplar/internal/markdown"
)

// codeShape is what looks like a code: letters, then digits.
var codeShape = regexp.MustCompile(`^\pL+-?[0-9]+$`)

// linkMarkers looks up the brackets of a body. In a case study they are
// evidence; in any other entry they only mention the standard.
func (l *linker) linkMarkers(e Entry) {
	m, links := e.Common(), e.Linked()
	links.Claims = make([]*Evidence, len(m.Body.Markers))
	l.checkAlmost(e)
	_, isStudy := e.(*CaseStudy)
	for i, mark := range m.Body.Markers {
		s := l.marked(m.Source, mark)
		if s == nil {
			continue
		}
		ev := &Evidence{Standard: s, Level: l.level(m.Source, s.Framework, mark), Anchor: mark.Block.Anchor, Text: mark.Block.Text}
		links.Claims[i] = ev
		if !isStudy {
			mention(s, e)
		}
	}
}

// checkAlmost reports brackets that were meant as markers and are written in
// another way.
func (l *linker) checkAlmost(e Entry) {
	_, isStudy := e.(*CaseStudy)
	for _, a := range e.Common().Body.Almost {
		if !slices.ContainsFunc(a.Markers, l.named) || a.Loose && !(isStudy && l.known(a.Markers[0])) {
			continue
		}
		forms := make([]string, len(a.Markers))
		for i, mark := range a.Markers {
			forms[i] = form(mark)
		}
		l.problems.Add(diag.MarkerForm, a.Pos.In(e.Common().Source), "write "+strings.Join(forms, " "), "%q is not read as a marker", a.Source)
	}
}

// known reports whether there is a standard of a marker's name.
func (l *linker) known(mark markdown.Marker) bool {
	return l.standard(mark.Framework, mark.Code).standard != nil
}

// named reports whether a marker surely names a standard.
func (l *linker) named(mark markdown.Marker) bool {
	a := l.standard(mark.Framework, mark.Code)
	return a.standard != nil || a.known != known{} || mark.Level > 0
}

// form is how a marker is written.
func form(mark markdown.Marker) string {
	text := strings.ToUpper(mark.Code)
	if mark.Framework != "" {
		text = mark.Framework + "/" + text
	}
	if mark.Level > 0 {
		text += fmt.Sprint(" level ", mark.Level)
	}
	return "[" + text + "]"
}

// marked returns the standard that a bracket names. A bracket that only might
// have been one is plain text; one that surely was is reported.
func (l *linker) marked(source string, mark markdown.Marker) *Standard {
	a := l.standard(mark.Framework, mark.Code)
	switch {
	case a.standard != nil:
		return a.standard
	case a.known != known{}:
		l.reportUnpublished(mark.Source, mark.Pos.In(source), a.known)
	case l.meantAsMarker(mark):
		l.problems.Add(diag.MarkerUnknown, mark.Pos.In(source), a.hint+", or take the brackets out", "%s", a.message)
	}
	return nil
}

// meantAsMarker reports whether a bracket that names no standard looks as if it
// should: [PS11], [leading level 3] and [glf/PS1] do, [sic] and [his/her] do not.
func (l *linker) meantAsMarker(mark markdown.Marker) bool {
	if mark.Level > 0 || codeShape.MatchString(mark.Code) {
		return true
	}
	if mark.Framework == "" {
		return false
	}
	f, near := l.framework(mark.Framework)
	return f != nil || near != ""
}

// level returns the level of a marker, 0 if the framework has no such level.
func (l *linker) level(source string, f *Framework, mark markdown.Marker) int {
	n := mark.Level
	if n == 0 || slices.ContainsFunc(f.Levels, func(v content.Level) bool { return v.N == n }) {
		return n
	}
	l.problems.Add(diag.MarkerLevel, mark.Pos.In(source), levelHint(f), "%q has no level %d", f.ID, n)
	return 0
}

func levelHint(f *Framework) string {
	if len(f.Levels) == 0 {
		return "take the level out; this framework has none"
	}
	numbers := make([]string, len(f.Levels))
	for i, v := range f.Levels {
		numbers[i] = fmt.Sprint(v.N)
	}
	return "its levels are " + strings.Join(numbers, ", ")
}
