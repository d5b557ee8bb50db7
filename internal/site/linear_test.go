package site_test

import (
	"bytes"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/exemplar-lp/exemplar/internal/site"
)

// lopsided are sites of n pages that lie all on one side. A step that looks at
// everything for each of everything shows in one of them.
var lopsided = []struct {
	name string
	fill func(add func(name, front, body string), n int)
}{
	{"even", func(add adder, n int) { studies(add, n, fmt.Sprint, "PS1, PS2", "") }},
	{"one standard, practitioner and school", func(add adder, n int) {
		studies(add, n, func(...any) string { return "0" }, "PS1", "")
	}},
	{"links to one page", func(add adder, n int) {
		studies(add, n, fmt.Sprint, "PS1", strings.Repeat("[the first](s-0.md) and [its school](../schools/school-0.md)\n", 5))
	}},
	{"a word that every page has", func(add adder, n int) { studies(add, n, fmt.Sprint, "PS1", strings.Repeat("oracy ", 60)) }},
	{"a subject for each study, and one theme for all", func(add adder, n int) {
		studies(add, n, fmt.Sprint, "PS1", "")
		for i := range n {
			add(fmt.Sprintf("case-studies/t-%d.md", i), fmt.Sprintf("title: %c of its own\nsummary: S.\ndate: %d-01-02\npractitioners: [person-0]\nschool: school-%d\nstandards: [PS1]\nthemes: [oracy]\nsubjects: [Craft number %d]", rune(0x4e00+i), 1900+i%100, i, i), "Text.")
		}
	}},
	{"one folder of pages", func(add adder, n int) {
		add("about/_index.md", "title: About", "")
		for i := range n {
			add(fmt.Sprintf("about/p-%d.md", i), fmt.Sprintf("title: Page %d\naliases: [/old/%d]", i, i), "Text.")
		}
	}},
	{"nothing but slips", func(add adder, n int) {
		for i := range n {
			add(fmt.Sprintf("case-studies/s-%d.md", i), fmt.Sprintf("title: Study %d\nschool: osmerbi-%d\ntitel: x", i, i), fmt.Sprintf("[x](s-%dx.md) ![y](y-%d.png)", i, i))
			add(fmt.Sprintf("schools/osmerby-%d.md", i), "title: School", "")
		}
	}},
	{"one title", func(add adder, n int) {
		for i := range n {
			add(fmt.Sprintf("about/p-%d.md", i), "title: One title\naliases: [/one]", "")
		}
	}},
	{"events and posts", func(add adder, n int) {
		add("schools/school-0.md", "title: School", "")
		for i := range n {
			add(fmt.Sprintf("events/e-%d.md", i), fmt.Sprintf("title: Event %d\nstart: 2026-12-%02d", i, i%28+1), "Text.")
			add(fmt.Sprintf("opportunities/o-%d.md", i), fmt.Sprintf("title: Post %d\nschool: school-0\ncloses: 2026-12-%02d", i, i%28+1), "Text.")
		}
	}},
	{"practice taken up from one study", func(add adder, n int) {
		studies(add, n, fmt.Sprint, "PS1", "")
		for i := range n {
			add(fmt.Sprintf("case-studies/t-%d.md", i), fmt.Sprintf("title: Taken %d\nsummary: S.\ndate: 2026-01-02\npractitioners: [person-0]\nschool: school-%d\nstandards: [PS1]\nadapted_from: s-0", i, i), "Text.")
		}
	}},
}

type adder = func(name, front, body string)

// studies adds n case studies, each with the person and school that which names.
func studies(add adder, n int, which func(...any) string, standards, body string) {
	for i := range n {
		add(fmt.Sprintf("schools/school-%d.md", i), fmt.Sprintf("title: School %d", i), "Text.")
		add(fmt.Sprintf("practitioners/person-%d.md", i), fmt.Sprintf("title: Amira Khan %d\nrole: lead-practitioner\nschool: school-%s", i, which(i)), "Text.")
		add(fmt.Sprintf("case-studies/s-%d.md", i), fmt.Sprintf("title: Study %d\nsummary: A summary.\ndate: 2026-01-02\npractitioners: [person-%s]\nschool: school-%s\nstandards: [%s]", i, which(i), which(i), standards),
			fmt.Sprintf("## Why\n\nText of %d.\n\nThey talked in pairs. [PS1]\n\n%s", i, body))
	}
}

// work is what a build costs: bytes that come out, bytes and pieces of memory
// asked for, and time. All but the time are nearly the same in every run.
type work struct {
	out, bytes, pieces float64
	time               time.Duration
}

// TestLinear makes each site in one size and in four times that, and wants about
// four times the work: a step that compares each with each would take sixteen.
func TestLinear(t *testing.T) {
	const n, times, limit = smallest, 4, 6
	for _, l := range lopsided {
		t.Run(l.name, func(t *testing.T) {
			small, large := measured(t, l.fill, n), measured(t, l.fill, n*times)
			for _, c := range []struct {
				what         string
				small, large float64
			}{
				{"bytes of output", small.out, large.out},
				{"bytes of memory", small.bytes, large.bytes},
				{"pieces of memory", small.pieces, large.pieces},
				{"time", float64(small.time), float64(large.time)},
			} {
				if ratio := c.large / c.small; ratio > limit {
					t.Errorf("%s: %.0f for %d and %.0f for %d, %.1f times as much", c.what, c.small, n, c.large, n*times, ratio)
				}
			}
		})
	}
}

// measured builds a site some times and returns the least that it took.
func measured(t *testing.T, fill func(adder, int), n int) work {
	t.Helper()
	files := lopsidedSite(fill, n)
	best := work{time: time.Hour}
	for range 2 {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		start := cpuTime(t)
		out := built(t, files)
		took := cpuTime(t) - start
		runtime.ReadMemStats(&after)
		best = work{out, float64(after.TotalAlloc - before.TotalAlloc), float64(after.Mallocs - before.Mallocs), min(best.time, took)}
	}
	return best
}

func lopsidedSite(fill func(adder, int), n int) fstest.MapFS {
	files := fstest.MapFS{
		"exemplar.yaml":                  {Data: []byte("title: Lopsided\nframework: lp\nbase_url: https://lp.example/\n")},
		"content/_index.md":              {Data: []byte("---\ntitle: Home\n---\n\nText.\n")},
		"content/standards/lp/_index.md": {Data: []byte("---\ntitle: Standards\n---\n\nText.\n")},
		"content/standards/lp/ps1.md":    {Data: []byte("---\ntitle: Communicate\ncode: PS1\n---\n\nText.\n")},
		"content/standards/lp/ps2.md":    {Data: []byte("---\ntitle: Lead\ncode: PS2\n---\n\nText.\n")},
	}
	fill(func(name, front, body string) {
		files["content/"+name] = &fstest.MapFile{Data: []byte("---\n" + front + "\n---\n\n" + body + "\n")}
	}, n)
	return files
}

// built makes every output of a site and returns how many bytes they are. The
// outputs of a site with errors are made too: serve does so.
func built(t testing.TB, files fstest.MapFS) float64 {
	t.Helper()
	s, err := site.Load(files, site.Options{AsOf: today})
	if err != nil {
		t.Fatal(err)
	}
	total := len(s.Problems)
	for _, o := range s.Outputs() {
		data, err := o.Bytes(new(bytes.Buffer))
		if err != nil {
			t.Fatalf("%s: %v", o.Path, err)
		}
		total += len(data)
	}
	return float64(total)
}

// mix is how the case studies of a site are spread: over how many standards,
// people and schools they lie in turn, and where the four links of study i lead.
type mix struct {
	standards, people, schools int
	link                       func(i, n int) int
}

// evenly is the portal that the others are compared with.
var evenly = mix{10, 1_250, 125, func(i, n int) int { return i * 7 % n }}

func (m mix) fill(add adder, n int) {
	for i := range m.standards {
		add(fmt.Sprintf("standards/lp/x%d.md", i), fmt.Sprintf("title: Standard %d\ncode: X%d", i, i), "Text.")
	}
	for i := range m.schools {
		add(fmt.Sprintf("schools/school-%d.md", i), fmt.Sprintf("title: School %d", i), "Text.")
	}
	for i := range m.people {
		add(fmt.Sprintf("practitioners/person-%d.md", i), fmt.Sprintf("title: Amira Khan %d\nrole: lead-practitioner\nschool: school-%d", i, i%m.schools), "Text.")
	}
	for i := range n {
		add(fmt.Sprintf("case-studies/s-%d.md", i),
			fmt.Sprintf("title: Study %d\nsummary: A summary.\ndate: 2026-01-02\npractitioners: [person-%d]\nschool: school-%d\nstandards: [X%d]", i, i%m.people, i%m.schools, i%m.standards),
			fmt.Sprintf("## Why\n\nText of %d.\n\nThey talked in pairs. [X%d]\n\n", i, i%m.standards)+strings.Repeat(fmt.Sprintf("[another](s-%d.md) and more\n", m.link(i, n)), 4))
	}
}

// BenchmarkLopsided builds sites of 5,000 case studies that each lie on one side
// in one way, and says how much longer it takes than an even one: nearly 1 is
// meant, and 1.5 is the most.
func BenchmarkLopsided(b *testing.B) {
	const n = 5_000
	var even time.Duration
	for _, l := range []struct {
		name string
		lean func(m *mix)
	}{
		{"even", func(*mix) {}},
		{"one standard", func(m *mix) { m.standards = 1 }},
		{"one practitioner", func(m *mix) { m.people = 1 }},
		{"one school", func(m *mix) { m.schools = 1 }},
		{"20,000 links to one page", func(m *mix) { m.link = func(int, int) int { return 0 } }},
		{"2,000 schools", func(m *mix) { m.schools = 2_000 }},
	} {
		b.Run(l.name, func(b *testing.B) {
			m := evenly
			l.lean(&m)
			files := lopsidedSite(m.fill, n)
			built(b, files)
			best := time.Hour
			for b.Loop() {
				start := time.Now()
				built(b, files)
				best = min(best, time.Since(start))
			}
			if even == 0 {
				even = best
			}
			b.ReportMetric(float64(best)/float64(even), "times-even")
			b.ReportMetric(float64(len(files)), "files")
		})
	}
}
