package catalog_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/date"
	"github.com/exemplar-lp/exemplar/internal/markdown"
)

// today is the day as of which the tests judge.
var today = date.New(2026, time.November, 21)

// size says how large a made-up site is.
type size struct{ studies, practitioners, schools int }

// madeUp returns a site of content entries that follows from the seed alone.
func madeUp(seed uint64, n size) *content.Set {
	r := rand.New(rand.NewPCG(seed, 1))
	set := &content.Set{}
	set.Entries = append(set.Entries, frameworkOf("glf-lp", "PS", 10, date.Length{Years: 3}, content.PassRule{Level: 3, Standards: 2})...)
	set.Entries = append(set.Entries, frameworkOf("sle", "PA", 4, date.Length{}, content.PassRule{})...)
	for i := range n.schools {
		set.Entries = append(set.Entries, &content.School{Meta: meta(content.KindSchool, fmt.Sprintf("school-%d", i))})
	}
	for i := range n.practitioners {
		p := &content.Practitioner{Meta: meta(content.KindPractitioner, fmt.Sprintf("person-%d", i))}
		p.School = content.Ref{ID: fmt.Sprintf("school-%d", r.IntN(n.schools))}
		if r.IntN(8) == 0 {
			p.Publish = content.VisibilityHidden
		}
		set.Entries = append(set.Entries, p)
	}
	for i := range n.studies {
		set.Entries = append(set.Entries, studyOf(r, i, n))
	}
	return set
}

func meta(kind content.Kind, slug string) content.Meta {
	return content.Meta{Kind: kind, Title: slug, Slug: slug, Dir: kind.Folder(), Body: &markdown.Outline{},
		Source: "content/" + kind.Folder() + "/" + slug + ".md"}
}

func frameworkOf(id, prefix string, standards int, validity date.Length, rule content.PassRule) []content.Entry {
	f := &content.Framework{Meta: meta(content.KindFramework, "index"), ID: id, Validity: validity, PassRule: rule}
	f.Dir, f.Source = "standards/"+id, "content/standards/"+id+"/_index.md"
	f.Domains = []content.Domain{{ID: "one", Title: "One"}, {ID: "two", Title: "Two"}}
	for n := range 4 {
		f.Levels = append(f.Levels, content.Level{N: n + 1, Title: fmt.Sprint("Level ", n+1)})
	}
	list := []content.Entry{f}
	for i := range standards {
		code := fmt.Sprint(prefix, i+1)
		s := &content.Standard{Meta: meta(content.KindStandard, strings.ToLower(code)), Framework: id, Code: code, Number: i + 1}
		s.Dir, s.Source = "standards/"+id, "content/standards/"+id+"/"+s.Slug+".md"
		s.Domain = content.Ref{ID: []string{"one", "two"}[i*2/standards]}
		list = append(list, s)
	}
	return list
}

// studyOf makes a case study with claims, some of them marked.
func studyOf(r *rand.Rand, i int, n size) *content.CaseStudy {
	s := &content.CaseStudy{Meta: meta(content.KindCaseStudy, fmt.Sprintf("study-%d", i))}
	s.Date = date.New(2020+r.IntN(7), time.Month(1+r.IntN(12)), 1+r.IntN(28))
	for range 1 + r.IntN(2) {
		s.Practitioners = append(s.Practitioners, content.Ref{ID: fmt.Sprintf("person-%d", r.IntN(n.practitioners))})
		s.Schools = append(s.Schools, content.Ref{ID: fmt.Sprintf("school-%d", r.IntN(n.schools))})
		s.Themes = append(s.Themes, term(r, "oracy", "data", "literacy", "send", "transition"))
		s.Phases = append(s.Phases, term(r, "primary", "secondary", "post-16"))
		s.Subjects = append(s.Subjects, term(r, "english", "science", "history"))
	}
	switch r.IntN(6) {
	case 0:
		s.Signoff = content.Person{Name: "A Head", Date: s.Date}
	case 1:
		s.Draft = true
	case 2:
		s.Status = content.StatusWithdrawn
	}
	for range r.IntN(4) {
		s.Standards = append(s.Standards, content.Ref{ID: randomCode(r)})
	}
	for k := range r.IntN(4) {
		framework, code, _ := strings.Cut(randomCode(r), "/")
		if code == "" {
			framework, code = "", framework
		}
		s.Body.Markers = append(s.Body.Markers, markdown.Marker{Framework: framework, Code: code, Level: r.IntN(5),
			Block: markdown.Block{Anchor: fmt.Sprint("e", k), Text: "A paragraph of evidence."}})
	}
	return s
}

func term(r *rand.Rand, words ...string) content.Term {
	return content.Term{ID: words[r.IntN(len(words))]}
}

func randomCode(r *rand.Rand) string {
	if r.IntN(4) == 0 {
		return fmt.Sprint("sle/PA", 1+r.IntN(4))
	}
	return fmt.Sprint("PS", 1+r.IntN(10))
}

// options are those of the made-up sites.
var options = catalog.Options{AsOf: today, Framework: "glf-lp"}

func BenchmarkLink(b *testing.B) {
	for _, n := range []size{{1000, 250, 60}, {10000, 2500, 600}} {
		b.Run(fmt.Sprint(n.studies), func(b *testing.B) {
			set := madeUp(1, n)
			b.ReportAllocs()
			for b.Loop() {
				catalog.Link(set, options)
			}
		})
	}
}
