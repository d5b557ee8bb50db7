package main

import (
	"bytes"
	"maps"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestDayIsAnInput builds a portal with an event by several clocks: what counts is
// the day of --as-of, or else that of SOURCE_DATE_EPOCH, or else the clock's in
// UTC; and of the day nothing but the day.
func TestDayIsAnInput(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"exemplar.yaml":            "title: T\nbase_url: https://lp.example/\n",
		"content/_index.md":        "---\ntitle: Home\n---\n\nText.\n",
		"content/accessibility.md": "---\ntitle: Accessibility\n---\n\nText.\n",
		"content/privacy.md":       "---\ntitle: Privacy\n---\n\nText.\n",
		"content/events/talk.md":   "---\ntitle: Talk\nstart: 2026-11-22\n---\n\nText.\n",
	} {
		writeFile(t, filepath.Join(dir, filepath.FromSlash(name)), text)
	}
	const before, after = "1795219200", "1795392000" // 21 and 23 November 2026
	noon := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	coming := builtAt(t, dir, noon, "")
	past := builtAt(t, dir, noon.AddDate(0, 0, 2), "")
	if maps.Equal(coming, past) {
		t.Fatal("the portal is the same before and after the event")
	}
	for _, c := range []struct {
		name  string
		want  map[string]string
		clock time.Time
		epoch string
		args  []string
	}{
		{"the same day, later", coming, noon.Add(11 * time.Hour), "", nil},
		{"the same moment in a zone where it is tomorrow", coming, noon.Add(11 * time.Hour).In(time.FixedZone("", 14*3600)), "", nil},
		{"the epoch against the clock", coming, noon.AddDate(5, 0, 0), before, nil},
		{"the epoch of the day after", past, noon, after, nil},
		{"as of a day against the clock", past, noon, "", []string{"--as-of", "2026-11-23"}},
		{"as of a day against the epoch", coming, noon.AddDate(5, 0, 0), after, []string{"--as-of", "2026-11-21"}},
	} {
		if got := builtAt(t, dir, c.clock, c.epoch, c.args...); !maps.Equal(got, c.want) {
			t.Errorf("%s: not the same portal", c.name)
		}
	}
	if got := invokeAt(noon, "yesterday", "build", "-s", dir); got.code != exitUsage {
		t.Errorf("an epoch that is no number: exit %d", got.code)
	}
}

// builtAt builds by a clock and an epoch and returns the hashes of what was built.
func builtAt(t *testing.T, dir string, clock time.Time, epoch string, args ...string) map[string]string {
	t.Helper()
	dest := filepath.Join(t.TempDir(), "public")
	if got := invokeAt(clock, epoch, append([]string{"build", "-s", dir, "-d", dest}, args...)...); got.code != exitDone {
		t.Fatalf("exit %d: %s", got.code, got.stderr)
	}
	return hashes(t, dest)
}

func invokeAt(clock time.Time, epoch string, args ...string) ran {
	var stdout, stderr bytes.Buffer
	code := run(args, &environment{
		stdin: strings.NewReader(""), stdout: &stdout, stderr: &stderr,
		getenv: func(key string) string { return map[string]string{"SOURCE_DATE_EPOCH": epoch}[key] },
		now:    func() time.Time { return clock }, open: openRoot,
	})
	return ran{code, stdout.String(), stderr.String()}
}
