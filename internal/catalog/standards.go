package catalog

import (
	"strings"

	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/diag"
)

// answer is what became of looking up a standard: the standard, or what is
// wrong with the name.
type answer struct {
	standard *Standard
	known    known // of what is there but not published
	message  string
	hint     string
}

// standard looks up a code, of the default framework where none is given.
func (l *linker) standard(framework, code string) answer {
	key := [2]string{framework, code}
	if s := l.typed[key]; s != nil {
		return answer{standard: s, known: known{entry: s}}
	}
	a := l.search(framework, code)
	if a.standard != nil {
		l.typed[key] = a.standard
	}
	return a
}

func (l *linker) search(framework, code string) answer {
	if framework == "" {
		return l.bareStandard(code)
	}
	names := l.names[content.KindStandard]
	if k, ok := names[standardName(framework, code)]; ok {
		return found(k)
	}
	f, near := l.framework(framework)
	if f == nil {
		return l.noFramework(framework, near, code)
	}
	near = l.nearestCode(f, code)
	if near != "" {
		near = f.ID + "/" + near
	}
	return answer{message: "there is no standard " + quoted(code) + " in " + quoted(f.ID), hint: suggest(near, createStandard(f.ID, code))}
}

func found(k known) answer {
	s, _ := k.entry.(*Standard)
	return answer{standard: s, known: k}
}

// bareStandard looks up a code in the default framework.
func (l *linker) bareStandard(code string) answer {
	if l.standing == nil {
		return answer{message: "there is no standard " + quoted(code) + ", for there is no framework",
			hint: "create " + folder(content.KindFramework) + "glf-lp/_index.md and a file for each standard"}
	}
	id := l.standing.ID
	if k, ok := l.names[content.KindStandard][standardName(id, code)]; ok {
		return found(k)
	}
	a := answer{message: "there is no standard " + quoted(code) + " in " + quoted(id)}
	if elsewhere := l.elsewhere(code); len(elsewhere) > 0 {
		a.hint = "write " + strings.Join(elsewhere, " or ")
		return a
	}
	a.hint = suggest(l.nearestCode(l.standing, code), createStandard(id, code))
	return a
}

// elsewhere returns the names, in quotes, of the published standards that have
// the code, whatever their framework.
func (l *linker) elsewhere(code string) []string {
	var full []string
	for _, f := range l.catalog.Frameworks {
		k := l.names[content.KindStandard][standardName(f.ID, code)]
		if s, ok := k.entry.(*Standard); ok {
			full = append(full, quoted(s.Typed()))
		}
	}
	return full
}

// framework finds a framework without regard to case, and otherwise the name of
// the nearest.
func (l *linker) framework(id string) (*Framework, string) {
	for _, f := range l.catalog.Frameworks {
		if strings.EqualFold(f.ID, id) {
			return f, f.ID
		}
	}
	return nil, l.near(content.KindFramework, id)
}

// noFramework answers for a code of a framework that is not there or not
// published.
func (l *linker) noFramework(id, near, code string) answer {
	if k, ok := l.names[content.KindFramework][id]; ok {
		return answer{known: k, message: "the framework " + quoted(id) + " is not published: " + k.reason}
	}
	a := answer{message: "there is no framework " + quoted(id)}
	if same := l.elsewhere(code); len(same) > 0 {
		a.hint = "write " + strings.Join(same, " or ")
		return a
	}
	if near != "" {
		near += "/" + code
	}
	a.hint = suggest(near, "create "+folder(content.KindFramework)+fileFor(content.KindFramework, id))
	return a
}

func (l *linker) nearestCode(f *Framework, code string) string {
	codes := make([]string, len(f.Standards))
	for i, s := range f.Standards {
		codes[i] = s.Code
	}
	return l.guesses.nearest("standard of "+f.ID, code, codes)
}

// standardRef looks up a standard that front matter names, and reports it if
// there is none.
func (l *linker) standardRef(source string, ref content.Ref) *Standard {
	a := l.standard(splitRef(ref.ID))
	switch {
	case a.standard != nil:
		return a.standard
	case a.known != known{}:
		l.reportUnpublished(ref.ID, ref.Pos.In(source), a.known)
	default:
		if other, ok := l.otherKind(content.KindStandard, ref.ID); ok {
			l.problems.Add(diag.RefKind, ref.Pos.In(source), "give a code, such as PS1", "%q is %s, not a standard", ref.ID, oneOf(other))
			break
		}
		l.problems.Add(diag.RefUnknown, ref.Pos.In(source), a.hint, "%s", a.message)
	}
	return nil
}

func splitRef(id string) (framework, code string) {
	if f, c, ok := strings.Cut(id, "/"); ok {
		return strings.TrimSpace(f), strings.TrimSpace(c)
	}
	return "", strings.TrimSpace(id)
}

// Typed returns a standard's name as authors of the site write it.
func (s *Standard) Typed() string {
	if s.Framework.Default {
		return s.Code
	}
	return s.Framework.ID + "/" + s.Code
}

func createStandard(framework, code string) string {
	return "create " + folder(content.KindStandard) + framework + "/" + fileFor(content.KindStandard, code)
}

func quoted(s string) string { return `"` + s + `"` }
