package main

import (
	"encoding/csv"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// This file counts the coverage of the example a second time, from the text of
// the sources with nothing but regular expressions, and compares.

var (
	listLine   = regexp.MustCompile(`(?m)^(practitioners|schools?|standards|themes?|phases): *\[?([^\]\n]*)\]?$`)
	dateLine   = regexp.MustCompile(`(?m)^date: (\d{4})-(\d\d)-(\d\d)$`)
	signLine   = regexp.MustCompile(`(?m)^signoff:`)
	bracket    = regexp.MustCompile(`\[((?:[a-z-]+/)?[A-Z]{2}\d+)(?: level (\d))?\]`)
	codeLine   = regexp.MustCompile(`(?m)^code: (\S+)$`)
	domainLine = regexp.MustCompile(`(?m)^domain: (\S+)$`)
)

// tallied is one row of the CSV without its labels.
type tallied struct {
	claimed, evidenced, validated, current, level int
	latest                                        string
}

func TestCoverageCountedIndependently(t *testing.T) {
	dest := buildExample(t)
	f, err := os.Open(filepath.Join(dest, "coverage.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	header := "framework,standard,title,domain,dimension,key,claimed,evidenced,validated,current,highest_level,latest"
	if got := strings.Join(rows[0], ","); got != header {
		t.Fatalf("header %s", got)
	}
	got := map[string]tallied{}
	for _, r := range rows[1:] {
		n := func(i int) int {
			v, err := strconv.Atoi(r[i])
			if err != nil {
				t.Fatalf("%v: %v", r, err)
			}
			return v
		}
		if c := (tallied{n(6), n(7), n(8), n(9), n(10), r[11]}); c != (tallied{}) {
			got[strings.Join([]string{r[0], r[1], r[3], r[4], r[5]}, " ")] = c
		}
	}
	want := recount(t)
	if len(want) < 100 {
		t.Fatalf("only %d rows counted", len(want))
	}
	if diff := cmp.Diff(got, want, cmp.AllowUnexported(tallied{})); diff != "" {
		t.Error(diff)
	}
}

// recount reads the sources. Studies dated up to 21 November 2023 are older
// than the three years of both Lead Practitioner frameworks, and those up to
// 2022 older than the four of the specialist areas.
func recount(t *testing.T) map[string]tallied {
	t.Helper()
	domains := map[string]string{}
	for _, name := range glob(t, "content/standards/*/*.md") {
		if text := read(t, name); codeLine.MatchString(text) {
			framework := filepath.Base(filepath.Dir(name))
			domains[framework+" "+codeLine.FindStringSubmatch(text)[1]] = domainLine.FindStringSubmatch(text)[1]
		}
	}
	counts := map[string]tallied{}
	studies := slices.Concat(glob(t, "content/case-studies/*.md"), glob(t, "content/case-studies/*/index.md"))
	for _, name := range studies {
		if filepath.Base(name) != "_index.md" {
			recountStudy(t, read(t, name), domains, counts)
		}
	}
	return counts
}

func recountStudy(t *testing.T, text string, domains map[string]string, counts map[string]tallied) {
	t.Helper()
	parts := strings.SplitN(text, "\n---\n", 2)
	lists := map[string][]string{}
	for _, m := range listLine.FindAllStringSubmatch(parts[0], -1) {
		lists[strings.TrimSuffix(m[1], "s")] = strings.Split(strings.ReplaceAll(m[2], " ", ""), ",")
	}
	d := dateLine.FindStringSubmatch(parts[0])
	day := d[1] + "-" + d[2] + "-" + d[3]
	year, _ := strconv.Atoi(d[1])
	if d[2] < "09" {
		year--
	}
	marked := map[string]int{}
	for _, m := range bracket.FindAllStringSubmatch(parts[1], -1) {
		level, _ := strconv.Atoi(m[2])
		marked[full(m[1])] = max(marked[full(m[1])], level)
	}
	named := map[string]bool{}
	for _, s := range lists["standard"] {
		named[full(s)] = true
	}
	for s := range marked {
		named[s] = true
	}
	keys := []string{"all all", fmt.Sprintf("year %d-%02d", year, (year+1)%100)}
	for list, dimension := range map[string]string{"school": "school", "practitioner": "practitioner", "theme": "theme", "phase": "phase"} {
		for _, k := range lists[list] {
			keys = append(keys, dimension+" "+k)
		}
	}
	for standard := range maps.Keys(named) {
		level, isMarked := marked[standard]
		limit := "2023-11-21"
		if strings.HasPrefix(standard, "sle ") {
			limit = "2022-11-21"
		}
		for _, k := range keys {
			id := standard + " " + domains[standard] + " " + k
			c := counts[id]
			c.claimed++
			c.level, c.latest = max(c.level, level), max(c.latest, day)
			if isMarked {
				c.evidenced++
				if signLine.MatchString(parts[0]) {
					c.validated++
				}
			}
			if day >= limit {
				c.current++
			}
			counts[id] = c
		}
	}
}

// full returns "framework CODE" for a code of the default framework too.
func full(code string) string {
	if framework, rest, ok := strings.Cut(code, "/"); ok {
		return framework + " " + rest
	}
	return "glf-lp " + code
}

func glob(t *testing.T, pattern string) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(pattern)))
	if err != nil || len(names) == 0 {
		t.Fatalf("%s: %v", pattern, err)
	}
	return names
}

func read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
