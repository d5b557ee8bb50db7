package report_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/date"
	"github.com/exemplar-lp/exemplar/internal/export"
	"github.com/exemplar-lp/exemplar/internal/report"
	"github.com/exemplar-lp/exemplar/internal/site"
)

// kinds are the credentials that the tests award.
var kinds = []string{
	"aspirant-lead-practitioner", "lead-practitioner", "senior-lead-practitioner",
	"specialist-leader-of-education", "evidence-lead-in-education", "advanced-skills-teacher",
}

func anyDay(r *rand.Rand, from, years int) date.Date {
	return date.New(from, 1, 1).Add(date.Length{Days: r.IntN(365 * years)})
}

// people makes a small site of people with random credentials, which follow
// from the seed alone.
func people(seed uint64, n int) fstest.MapFS {
	r := rand.New(rand.NewPCG(seed, 7))
	files := fstest.MapFS{
		"exemplar.yaml":                     {Data: []byte("title: People\nframework: lp\n")},
		"content/standards/lp/_index.md":    {Data: []byte("---\ntitle: LP\nvalidity: 3y\n---\n")},
		"content/standards/lp/ps1.md":       {Data: []byte("---\ntitle: One\ncode: PS1\n---\n")},
		"content/standards/sle/_index.md":   {Data: []byte("---\ntitle: SLE\nvalidity: 4y\n---\n")},
		"content/standards/sle/pa1.md":      {Data: []byte("---\ntitle: Art\ncode: PA1\n---\n")},
		"content/schools/a-school.md":       {Data: []byte("---\ntitle: A school\n---\n")},
		"content/practitioners/_index.md":   {Data: []byte("---\ntitle: Team\n---\n")},
		"content/case-studies/_index.md":    {Data: []byte("---\ntitle: Studies\n---\n")},
		"content/opportunities/_index.md":   {Data: []byte("---\ntitle: Posts\n---\n")},
		"content/programme/_index.md":       {Data: []byte("---\ntitle: Programme\n---\n")},
		"content/programme/get-involved.md": {Data: []byte("---\ntitle: Get involved\n---\n")},
	}
	for i := range n {
		files[fmt.Sprintf("content/practitioners/person-%d.md", i)] = &fstest.MapFile{Data: []byte(person(r, i))}
	}
	return files
}

func person(r *rand.Rand, i int) string {
	var b strings.Builder
	role := kinds[r.IntN(len(kinds))]
	fmt.Fprintf(&b, "---\ntitle: Person %c\nrole: %s\nschool: a-school\nconsent: {profile: 2000-01-01}\ncredentials:\n", 'A'+rune(i), role)
	last := date.Date{}
	for range 1 + r.IntN(4) {
		kind, awarded := kinds[r.IntN(len(kinds))], anyDay(r, 2016, 10)
		switch {
		case kind == "advanced-skills-teacher":
			awarded = anyDay(r, 2004, 9)
		case r.IntN(3) == 0:
			kind = "lead-practitioner"
		}
		if r.IntN(5) == 0 && !last.IsZero() {
			kind, awarded = "lead-practitioner", last // two awards of one day
		}
		last = awarded
		fmt.Fprintf(&b, "  - credential: %s\n    awarded: %s\n", kind, awarded)
		if kind == "specialist-leader-of-education" {
			b.WriteString("    framework: sle\n")
		}
		if r.IntN(4) == 0 {
			fmt.Fprintf(&b, "    expires: %s\n", awarded.Add(date.Length{Days: r.IntN(1500)}))
		} else if r.IntN(4) == 0 {
			fmt.Fprintf(&b, "    extension: {months: %d, reason: never to be seen}\n", 1+r.IntN(18))
		}
	}
	b.WriteString("---\n\nSomebody.\n")
	return b.String()
}

func load(t *testing.T, files fstest.MapFS, day date.Date) *site.Site {
	t.Helper()
	s, err := site.Load(files, site.Options{AsOf: day})
	if err != nil {
		t.Fatal(err)
	}
	if errs := s.Problems.Errors(); len(errs) > 0 {
		t.Fatalf("%v", errs[0])
	}
	return s
}

func output(t *testing.T, s *site.Site, path string) string {
	t.Helper()
	for _, o := range s.Outputs() {
		if o.Path == path {
			b, err := o.Bytes(new(bytes.Buffer))
			if err != nil {
				t.Fatal(err)
			}
			return string(b)
		}
	}
	t.Fatalf("there is no %s", path)
	return ""
}

// stateClass finds the states on a profile, newest award first.
var stateClass = regexp.MustCompile(`class="?credential-([a-z-]+)`)

// inForceWords are what readers are told of an award in force.
var inForceWords = regexp.MustCompile(`Accredited|Re-accredited|due for renewal`)

// TestStatesAgree compares the state of every credential on the profile, in
// coverage.json, on the team page and in the report with the catalogue's.
func TestStatesAgree(t *testing.T) {
	for seed := range uint64(12) {
		day := anyDay(rand.New(rand.NewPCG(seed, 9)), 2017, 12)
		s := load(t, people(seed, 5), day)
		index := jsonStates(t, output(t, s, export.JSONPath))
		team := output(t, s, "practitioners/index.html")
		files, err := report.Files(s.Catalog, report.Options{Title: "x", RoleName: s.RoleName})
		if err != nil {
			t.Fatal(err)
		}
		renewals := string(files[2].Data)
		for _, p := range s.Catalog.Practitioners {
			var want []string
			due := 0
			for _, c := range p.Credentials {
				want = append(want, string(c.State))
				line := fmt.Sprintf(",%s,%s,%s\n", c.Awarded, c.Until, c.State)
				if c.State == catalog.StateDue || c.State == catalog.StateLapsed {
					due++
					if !strings.Contains(renewals, p.Slug+",") || !strings.Contains(renewals, line) {
						t.Errorf("seed %d: the report lacks %s%s", seed, p.Slug, line)
					}
				}
			}
			profile := output(t, s, p.Path())
			if got := found(stateClass, profile); fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("seed %d, %s on %s: the profile says %v, the catalogue %v", seed, p.Slug, day, got, want)
			}
			if got := index[p.Slug]; fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("seed %d, %s: coverage.json says %v, the catalogue %v", seed, p.Slug, got, want)
			}
			held, ok := p.Standing()
			if got, want := inForceWords.MatchString(card(team, p.Title)), ok && held.InForce(); got != want {
				t.Errorf("seed %d, %s on %s: shown in force on the team page: %v, in force: %v\n%s", seed, p.Slug, day, got, want, card(team, p.Title))
			}
			if strings.Contains(profile+team+string(files[1].Data), "never to be seen") {
				t.Errorf("seed %d: the reason of an extension is published", seed)
			}
		}
	}
}

func found(re *regexp.Regexp, text string) []string {
	var list []string
	for _, m := range re.FindAllStringSubmatch(text, -1) {
		list = append(list, m[1])
	}
	return list
}

// card is the part of the team page about a person.
func card(page, name string) string {
	_, rest, _ := strings.Cut(page, ">"+name+"<")
	rest, _, _ = strings.Cut(rest, "</article>")
	return rest
}

func jsonStates(t *testing.T, text string) map[string][]string {
	t.Helper()
	var index struct {
		Practitioners []struct {
			ID          string
			Credentials []struct{ State string }
		}
	}
	if err := json.Unmarshal([]byte(text), &index); err != nil {
		t.Fatal(err)
	}
	states := map[string][]string{}
	for _, p := range index.Practitioners {
		for _, c := range p.Credentials {
			states[p.ID] = append(states[p.ID], c.State)
		}
	}
	return states
}

// TestStatesChangeOnTheirDay moves the day through five years. A state may
// change only on the day of an award, twelve months before an end, on the day
// after an end, and when the grade of Advanced Skills Teacher ended; and it has
// to change on the days of the person's own award and after its end.
func TestStatesChangeOnTheirDay(t *testing.T) {
	one := date.Length{Days: 1}
	changes := 0
	for seed := range uint64(30) {
		r := rand.New(rand.NewPCG(seed, 11))
		files := people(seed, 3)
		s := load(t, files, date.Date{Year: 2040, Month: 1, Day: 1})
		for _, p := range s.Catalog.Practitioners {
			marks := turningDays(p.Credentials)
			day := anyDay(r, 2008, 16)
			before := statesOn(p, day)
			for end := day.Add(date.Length{Years: 5}); day.Before(end); {
				day = day.Add(one)
				after := statesOn(p, day)
				if before != after {
					changes++
					if !marks[day] {
						t.Fatalf("seed %d, %s: on %s the states turn from %s to %s, and nothing happens on that day", seed, p.Slug, day, before, after)
					}
				}
				before = after
			}
			mustTurn(t, p)
		}
	}
	if changes < 60 {
		t.Errorf("only %d changes were seen", changes)
	}
}

func turningDays(list []catalog.Credential) map[date.Date]bool {
	marks := map[date.Date]bool{{Year: 2013, Month: 9, Day: 1}: true}
	for _, c := range list {
		marks[c.Awarded] = true
		if !c.Until.IsZero() {
			marks[c.Until.Add(date.Length{Days: 1})] = true
			marks[c.Until.Add(date.Length{Months: -12})] = true
		}
	}
	return marks
}

// statesOn writes what a person holds on a day, and how it stands.
func statesOn(p *catalog.Practitioner, day date.Date) string {
	text := ""
	for _, c := range p.HeldOn(day) {
		text += held(c)
	}
	return text
}

func held(c catalog.Credential) string {
	return fmt.Sprintf("%s %s %s %s; ", c.Credential.Credential.ID, c.Awarded, c.Until, c.State)
}

// mustTurn wants an award to count on its first day, and no award that has not
// been replaced to be in force on the day after its end.
func mustTurn(t *testing.T, p *catalog.Practitioner) {
	t.Helper()
	for _, c := range p.Credentials {
		if statesOn(p, c.Awarded) == statesOn(p, c.Awarded.Add(date.Length{Days: -1})) {
			t.Errorf("%s: nothing changes on %s, the day of an award", p.Slug, c.Awarded)
		}
		for _, h := range p.HeldOn(c.Until.Add(date.Length{Days: 1})) {
			if h.Awarded == c.Awarded && h.Credential.Credential.ID == c.Credential.Credential.ID && h.Until == c.Until && !c.Until.IsZero() && h.InForce() {
				t.Errorf("%s: %s is in force on the day after its end, %s", p.Slug, h.Credential.Credential.ID, c.Until)
			}
		}
	}
}

// TestLoadJudgesAsTheDaySays wants the same states from a site loaded on a day as
// from a site loaded later and asked about that day.
func TestLoadJudgesAsTheDaySays(t *testing.T) {
	for seed := range uint64(12) {
		files := people(seed, 4)
		day := anyDay(rand.New(rand.NewPCG(seed, 13)), 2016, 11)
		later := load(t, files, date.Date{Year: 2040, Month: 1, Day: 1})
		for i, p := range load(t, files, day).Catalog.Practitioners {
			now := ""
			for _, c := range p.Credentials {
				if c.State != catalog.StateFuture {
					now += held(c)
				}
			}
			if a, b := now, statesOn(later.Catalog.Practitioners[i], day); a != b {
				t.Errorf("seed %d, %s on %s: %s and %s", seed, p.Slug, day, a, b)
			}
		}
	}
}
