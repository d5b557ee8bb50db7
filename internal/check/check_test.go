package check

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/config"
	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/date"
	"github.com/exemplar-lp/exemplar/internal/diag"
)

var today = date.Date{Year: 2026, Month: 11, Day: 21}

const sections = "\n## Why this focus\n\n## What we did\n\n## Problems and how we tackled them\n\n## Impact\n\n## What we learned\n\n## How other schools could use this\n\n## Continuing challenges\n"

// found runs the rules over a small site with one study and prints what they
// find as position and code.
func found(t *testing.T, study string, settings string) []string {
	t.Helper()
	files := fstest.MapFS{}
	for name, text := range map[string]string{
		"content/standards/lp/_index.md":   "---\ntitle: Standards\n---\n",
		"content/standards/lp/ps1.md":      "---\ntitle: Communicating\ncode: PS1\n---\n",
		"content/practitioners/amira.md":   "---\ntitle: Amira Khan\n---\n",
		"content/schools/northfield.md":    "---\ntitle: Northfield\n---\n",
		"content/programme/apply.md":       "---\ntitle: Apply\n---\n",
		"content/case-studies/talk.md":     study,
		"content/programme/unpublished.md": "---\ntitle: Not yet\ndraft: true\n---\n",
	} {
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	set, problems, err := content.Load(files, content.Options{})
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	cat, problems := catalog.Link(set, catalog.Options{AsOf: today})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	s, problems := config.Read(diag.NewSource(config.File, []byte(settings)))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	var got []string
	for _, d := range Run(set, cat, s).Sort() {
		got = append(got, d.Position.String()+" "+string(d.Code))
	}
	return got
}

func study(keys, body string) string {
	return "---\ntitle: Talk\npractitioners: [amira]\nschool: northfield\ndate: 2026-03-12\nstandards: [PS1]\n" + keys + "---\n" + body
}

func TestRunPortraits(t *testing.T) {
	const photo = "photo: amira.jpg\n"
	tests := []struct {
		name, keys string
		want       []string
	}{
		{"no portrait", "", nil},
		{"agreed", photo + "consent: {photo: 2026-09-01}\n", nil},
		{"nobody asked", photo + "consent: {profile: 2026-09-01}\n", []string{"content/practitioners/amira.md:3:1 check/consent"}},
		{"agreed for later", photo + "consent: {photo: 2027-09-01}\n", []string{"content/practitioners/amira.md:3:1 check/consent"}},
		{"published by name only", photo + "publish: name-only\n", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			files := fstest.MapFS{
				"content/practitioners/amira.md":  {Data: []byte("---\ntitle: Amira Khan\n" + tt.keys + "---\n")},
				"content/practitioners/amira.jpg": {Data: []byte("a picture")},
			}
			set, problems, err := content.Load(files, content.Options{})
			if err != nil || len(problems) > 0 {
				t.Fatal(err, problems)
			}
			cat, problems := catalog.Link(set, catalog.Options{AsOf: today})
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			var got []string
			for _, d := range Run(set, cat, config.Default()) {
				got = append(got, d.Position.String()+" "+string(d.Code))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRun(t *testing.T) {
	tests := []struct {
		name, study, settings string
		want                  []string
	}{
		{"nothing wrong", study("", sections), "title: T\n", nil},
		{"a section is missing", study("", strings.Replace(sections, "## Impact\n", "", 1)), "title: T\n", []string{"content/case-studies/talk.md:1 check/section"}},
		{"a section within another", study("", strings.Replace(sections, "## Impact\n", "### Impact\n", 1)), "title: T\n", []string{"content/case-studies/talk.md:15:1 check/section"}},
		{"the author signs", study("signoff:\n  name: amira KHAN\n  date: 2026-04-01\n", sections), "title: T\n", []string{"content/case-studies/talk.md:8:3 check/signoff"}},
		{"somebody else signs", study("signoff:\n  name: Judith Marchbanks\n  date: 2026-04-01\n", sections), "title: T\n", nil},
		{"navigation", study("", sections), "title: T\nnavigation:\n  - {title: A, page: programme/apply.md}\n  - {title: B, page: coverage}\n  - {title: C, page: programme/aply.md}\n", []string{"exemplar.yaml:5:22 config/value"}},
		{"navigation to a path from the root", study("", sections), "title: T\nnavigation:\n  - {title: A, page: content/programme/apply.md}\n", nil},
		{"words for no list", study("", sections), "title: T\nvocabularies:\n  themes: [mine]\n  theme: [ours]\n", []string{"exemplar.yaml:3:3 config/unknown-key"}},
		{"navigation to a draft", study("", sections), "title: T\nnavigation:\n  - {title: A, page: programme/unpublished.md}\n", []string{"exemplar.yaml:3:22 config/value"}},
		{"contact", study("", sections), "title: T\ncontact:\n  page: programme/aply.md\n", []string{"exemplar.yaml:3:9 config/value"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(found(t, tt.study, tt.settings), tt.want); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestApply(t *testing.T) {
	at := diag.Position{File: "content/a.md", Line: 1}
	problems := diag.List{
		diag.New(diag.MarkerUnlisted, at, "", "x"),
		diag.New(diag.CheckSection, at, "", "x"),
		diag.New(diag.SchemaDate, at, "", "x"),
	}
	override := func(code, severity, until string) string {
		return "  " + code + ": {severity: " + severity + ", reason: r, until: " + until + "}\n"
	}
	tests := []struct {
		name, checks string
		want         []string
	}{
		{"nothing changed", "", []string{"warning check/section", "warning marker/unlisted", "error schema/date"}},
		{"off", override("marker/unlisted", `"off"`, "2026-11-21"), []string{"warning check/section", "error schema/date"}},
		{"error", override("check/section", "error", "2027-01-01"), []string{"error check/section", "warning marker/unlisted", "error schema/date"}},
		{"too late", override("check/section", "info", "2026-11-20"), []string{"warning check/section", "warning marker/unlisted", "error schema/date", "warning config/expired"}},
		{"not allowed", override("schema/date", "warning", "2027-01-01"), []string{"warning check/section", "warning marker/unlisted", "error schema/date", "error config/override"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text := "title: T\n"
			if tt.checks != "" {
				text += "checks:\n" + tt.checks
			}
			s, wrong := config.Read(diag.NewSource(config.File, []byte(text)))
			if len(wrong) > 0 {
				t.Fatal(wrong)
			}
			var got []string
			for _, d := range Apply(problems, nil, s, today) {
				got = append(got, d.Severity.String()+" "+string(d.Code))
			}
			if diff := cmp.Diff(got, tt.want); diff != "" {
				t.Error(diff)
			}
		})
	}
}
