package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// answering runs new at a terminal where somebody types the lines.
func answering(t *testing.T, lines string, args ...string) (code int, site, said string) {
	t.Helper()
	site = filepath.Join(t.TempDir(), "portal")
	env := &environment{
		stdin: strings.NewReader(lines), stdout: new(bytes.Buffer), stderr: new(bytes.Buffer),
		getenv: func(string) string { return "" }, open: openRoot, now: func() time.Time { return time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC) },
	}
	if code := run([]string{"init", "--example", site}, env); code != exitDone {
		t.Fatal(env.stderr)
	}
	out := new(bytes.Buffer)
	env.stderr, env.interactive = out, true
	return run(append([]string{"new", "-s", site}, args...), env), site, out.String()
}

func TestNewAsks(t *testing.T) {
	for _, test := range []struct {
		name, lines string
		args        []string
		file        string
		want        []string
	}{
		{"everything", "case-study\nNumbers we talk about\namira-khan, 2\ntidewell-academy\nPS1,PK2\noracy\n", nil,
			"case-studies/numbers-we-talk-about.md", []string{"title: Numbers we talk about", "practitioners: [amira-khan, ", "school: tidewell-academy", "standards: [PS1, PK2]", "themes: [oracy]"}},
		{"only what is missing", "3 June 2027\n", []string{"event", "A day out"},
			"events/a-day-out.md", []string{"start: 2027-06-03"}},
		{"again after a slip", "nobody\n2\n99\n\n", []string{"practitioner", "Nia Rees"},
			"practitioners/nia-rees.md", []string{"role: lead-practitioner", "school: "}},
		{"a day that is none", "31 June 2027\n30 June 2027\n", []string{"event", "An evening"},
			"events/an-evening.md", []string{"start: 2027-06-30"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			code, site, said := answering(t, test.lines, test.args...)
			if code != exitDone {
				t.Fatalf("exit %d: %s", code, said)
			}
			data, err := os.ReadFile(filepath.Join(site, "content", test.file))
			if err != nil {
				t.Fatalf("%v\n%s", err, said)
			}
			for _, want := range test.want {
				if !strings.Contains(string(data), want) {
					t.Errorf("the file lacks %q:\n%s", want, data)
				}
			}
		})
	}
}

func TestNewWritesNothingWithoutAnswers(t *testing.T) {
	code, site, said := answering(t, "event\nA lost evening\n")
	if code != exitUsage || !strings.Contains(said, "nothing was written") {
		t.Errorf("exit %d: %s", code, said)
	}
	if _, err := os.Stat(filepath.Join(site, "content/events/a-lost-evening.md")); err == nil {
		t.Error("a file was written")
	}
}

func TestNewNeverOverwrites(t *testing.T) {
	code, site, said := answering(t, "2\n1\n", "practitioner", "Amira Khan")
	if code != exitUsage || !strings.Contains(said, "is there already") {
		t.Errorf("exit %d: %s", code, said)
	}
	data, err := os.ReadFile(filepath.Join(site, "content/practitioners/amira-khan.md"))
	if err != nil || !strings.Contains(string(data), "Amira") || strings.Contains(string(data), "draft: true") {
		t.Errorf("the file was changed: %v", err)
	}
}
