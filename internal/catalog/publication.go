package catalog

import (
	"cmp"
	"slices"

	"golang.org/x/text/unicode/norm"

	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/date"
)

// Reasons why an entry is not published, in the words a build ends with.
const (
	reasonDraft       = "draft"
	reasonInReview    = "in review"
	reasonWithdrawn   = "withdrawn"
	reasonHidden      = "hidden"
	reasonNotBefore   = "not before "
	reasonUnsigned    = "not signed off"
	reasonUnchecked   = "no safeguarding check"
	reasonUnreviewed  = "its review was due on "
	reasonNameOnly    = "published by name only"
	reasonLeft        = "left on "
	reasonNoFramework = "its framework is not published"
)

// reason says why an entry is not published, or "" if it is.
func (o Options) reason(e content.Entry) string {
	switch v := e.(type) {
	case *content.CaseStudy:
		if v.Status == content.StatusWithdrawn {
			return reasonWithdrawn
		}
	case *content.Practitioner:
		if v.Publish == content.VisibilityHidden {
			return reasonHidden
		}
	}
	if o.Drafts {
		return ""
	}
	return o.pending(e)
}

// Withholds says why a catalogue of these options leaves an entry out, in the
// words of Withheld; it is empty for one that is published.
func (o Options) Withholds(e content.Entry) string { return o.reason(e) }

// pending says what an entry still waits for.
func (o Options) pending(e content.Entry) string {
	m := e.Common()
	study, isStudy := e.(*content.CaseStudy)
	switch {
	case m.Draft, isStudy && study.Status == content.StatusDraft:
		return reasonDraft
	case isStudy && study.Status == content.StatusInReview:
		return reasonInReview
	case m.Date.After(o.AsOf):
		return reasonNotBefore + m.Date.String()
	case isStudy && o.RequireSignoff && !signedOff(study, o.AsOf):
		return reasonUnsigned
	case isStudy && o.RequireSafeguarding && !checked(study, o.AsOf):
		return reasonUnchecked
	case isStudy && !o.ReviewGrace.IsZero() && !study.ReviewBy.IsZero() && o.AsOf.After(study.ReviewBy.Add(o.ReviewGrace)):
		return reasonUnreviewed + study.ReviewBy.String()
	}
	return ""
}

// signedOff reports whether somebody signed the study by the day.
func signedOff(s *content.CaseStudy, day date.Date) bool {
	return s.Signoff.Name != "" && !s.Signoff.Date.IsZero() && !s.Signoff.Date.After(day)
}

// checked reports whether somebody had looked, by the day, for children who could
// be recognised.
func checked(s *content.CaseStudy, day date.Date) bool {
	return s.SafeguardingCheck.Name != "" && !s.SafeguardingCheck.Date.IsZero() && !s.SafeguardingCheck.Date.After(day)
}

// publish sorts the entries into those of the catalogue and those left out, and
// notes every name that a reference may use.
func (l *linker) publish() {
	closed := l.closedFrameworks()
	names := make([]string, len(l.entries))
	for i, e := range l.entries {
		reason := l.opts.reason(e)
		if s, ok := e.(*content.Standard); ok && reason == "" && closed[s.Framework] {
			reason = reasonNoFramework
		}
		names[i] = refName(e)
		l.admit(e, names[i], reason)
	}
	for _, source := range l.failed {
		l.nameFailed(source)
	}
	for i, e := range l.entries {
		if m := e.Common(); named(m.Kind) && m.Slug != names[i] {
			l.name(m.Kind, m.Slug, l.names[m.Kind][names[i]])
		}
	}
}

// publishFiles sorts out the files beside pages: those in the bundle of a page
// that is not published are not either.
func (l *linker) publishFiles(files []content.File) {
	for _, f := range files {
		if to := l.places[norm.NFC.String(f.Bundle)]; to != nil && to.entry == nil {
			l.put(f.Path, to)
			continue
		}
		l.catalog.Files = append(l.catalog.Files, f)
	}
	slices.SortFunc(l.catalog.Files, func(a, b content.File) int { return cmp.Compare(a.Path, b.Path) })
}

// closedFrameworks names the folders whose framework is there and withheld.
func (l *linker) closedFrameworks() map[string]bool {
	closed := map[string]bool{}
	for _, e := range l.entries {
		if f, ok := e.(*content.Framework); ok && l.opts.reason(f) != "" {
			closed[f.ID] = true
		}
	}
	return closed
}

// admit puts one entry into the catalogue under a name, or among those withheld.
func (l *linker) admit(e content.Entry, name, reason string) {
	m := e.Common()
	k := known{reason: reason, silent: reason == reasonHidden}
	if reason == "" {
		k.entry = l.resolved(e)
	} else {
		l.catalog.Withheld = append(l.catalog.Withheld, Withheld{Source: m.Source, Title: m.Title, Reason: reason})
	}
	l.name(m.Kind, name, k)
	if s, ok := e.(*content.Standard); ok && s.Code == "" { // content has reported it
		l.name(m.Kind, standardName(s.Framework, fileName(m.Source)), known{silent: true})
	}
	l.place(m, k)
}

// resolved wraps an entry in the catalogue's type for its kind and lists it.
func (l *linker) resolved(e content.Entry) Entry {
	c := l.catalog
	switch v := e.(type) {
	case *content.Framework:
		return keep(&c.Frameworks, &Framework{Framework: v})
	case *content.Standard:
		return keep(&l.standards, &Standard{Standard: v})
	case *content.CaseStudy:
		return keep(&c.CaseStudies, &CaseStudy{CaseStudy: v, SignedOff: signedOff(v, c.AsOf)})
	case *content.Practitioner:
		return keep(&c.Practitioners, l.practitioner(v))
	case *content.School:
		return keep(&c.Schools, &School{School: v})
	case *content.Event:
		return keep(&c.Events, l.event(v))
	case *content.Opportunity:
		closes := v.Closes
		return keep(&c.Opportunities, &Opportunity{Opportunity: v, Closed: !closes.IsZero() && closes.Before(c.AsOf)})
	case *content.Section:
		return keep(&c.Sections, &Section{Section: v})
	case *content.Page:
		return keep(&c.Pages, &Page{Page: v})
	}
	panic("catalog: an entry of no known kind: " + e.Common().Source)
}

func keep[T any](list *[]*T, v *T) *T {
	*list = append(*list, v)
	return v
}

func (l *linker) practitioner(p *content.Practitioner) *Practitioner {
	left := !p.LeftOn.IsZero() && p.LeftOn.Before(l.opts.AsOf)
	pageless := Withheld{Source: p.Source, Title: p.Title}
	switch {
	case left:
		pageless.Reason = reasonLeft + p.LeftOn.String() + ", named on their work only"
	case p.Publish == content.VisibilityNameOnly:
		pageless.Reason = reasonNameOnly
	}
	if pageless.Reason != "" {
		l.catalog.Withheld = append(l.catalog.Withheld, pageless)
	}
	return &Practitioner{Practitioner: p, Left: left, Profile: pageless.Reason == ""}
}

func (l *linker) event(e *content.Event) *Event {
	last := e.End.Date
	if last.IsZero() {
		last = e.Start.Date
	}
	return &Event{Event: e, Past: last.Before(l.opts.AsOf)}
}
