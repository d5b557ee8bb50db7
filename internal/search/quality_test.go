package search

import (
	"math"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
)

// judgement is a query with the grades of the pages that answer it.
type judgement struct {
	kind, query string
	grades      map[string]int
}

func judged(t *testing.T, file string) []judgement {
	t.Helper()
	data, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	var list []judgement
	for line := range strings.Lines(string(data)) {
		fields := strings.Split(strings.TrimSpace(line), " | ")
		if len(fields) < 3 || line[0] == '#' {
			continue
		}
		j := judgement{kind: fields[0], query: fields[1], grades: map[string]int{}}
		for _, f := range fields[2:] {
			for _, name := range strings.Fields(f[2:]) {
				j.grades[name] = int(f[0] - '0')
			}
		}
		list = append(list, j)
	}
	return list
}

// pageName is how the judgements name a page.
func pageName(link string) string {
	if name, ok := strings.CutSuffix(link, "/index.html"); ok {
		return path.Base(name)
	}
	return strings.TrimSuffix(path.Base(link), ".html")
}

// ndcg is the discounted gain of the first ten pages, of the best possible, with
// a gain of 2^grade - 1 (Järvelin and Kekäläinen, 2002; Burges, 2005).
func (j *judgement) ndcg(names []string) float64 {
	gain := func(grade, place int) float64 {
		return (math.Pow(2, float64(grade)) - 1) / math.Log2(float64(place)+2)
	}
	got, best := 0.0, 0.0
	for i, n := range names[:min(10, len(names))] {
		got += gain(j.grades[n], i)
	}
	var grades []int
	for _, g := range j.grades {
		grades = append(grades, g)
	}
	slices.Sort(grades)
	slices.Reverse(grades)
	for i, g := range grades[:min(10, len(grades))] {
		best += gain(g, i)
	}
	return got / best
}

// TestQuality holds the ranking against the judgements. The bars are those of
// docs/search.md.
func TestQuality(t *testing.T) {
	e := open(t, example(t), Options{})
	for file, bars := range map[string]map[string]float64{
		"judged.txt":   {"clean": 0.95, "typo": 0.90},
		"judged-2.txt": {"clean": 0.90, "typo": 0.90},
	} {
		t.Run(file, func(t *testing.T) { testQuality(t, e, judged(t, file), bars) })
	}
}

func testQuality(t *testing.T, e *Engine, list []judgement, bars map[string]float64) {
	known := map[string]bool{}
	for page := range e.manifest.Pages {
		known[pageName(e.text(page).Link)] = true
	}
	sum, count := map[string]float64{}, map[string]int{}
	for _, j := range list {
		for name := range j.grades {
			if !known[name] {
				t.Errorf("%q: there is no page %q", j.query, name)
			}
		}
		a := e.Query(j.query, nil, 10)
		var names []string
		for _, l := range links(e, a) {
			names = append(names, pageName(l))
		}
		n := j.ndcg(names)
		t.Logf("%.3f %s %q: %v", n, j.kind, j.query, names[:min(10, len(names))])
		if j.kind == "typo" && len(a.Pages) == 0 {
			t.Errorf("nothing found for %q", j.query)
		}
		if j.kind == "typo" && len(a.Corrected) == 0 {
			t.Errorf("%q was corrected without a word", j.query)
		}
		sum[j.kind], count[j.kind] = sum[j.kind]+n, count[j.kind]+1
		if j.kind != "typo" {
			sum["clean"], count["clean"] = sum["clean"]+n, count["clean"]+1
		}
	}
	for kind := range sum {
		t.Logf("%s: %.3f of %d", kind, sum[kind]/float64(count[kind]), count[kind])
	}
	for kind, bar := range bars {
		if mean := sum[kind] / float64(count[kind]); mean < bar {
			t.Errorf("nDCG@10 of %s queries is %.3f, want %.2f", kind, mean, bar)
		}
	}
}
