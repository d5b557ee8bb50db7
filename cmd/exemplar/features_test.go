package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// featureRow is a fact of docs/features.md, the file that carries it and the
// words that stand there.
var featureRow = regexp.MustCompile("(?m)^\\| ([^|]+) \\| `(content/[^`]+)` \\| \"([^\"]+)\" \\|$")

// TestFeatures holds docs/features.md to the example portal.
func TestFeatures(t *testing.T) {
	page, err := os.ReadFile(filepath.Join(root, "docs", "features.md"))
	if err != nil {
		t.Fatal(err)
	}
	rows := featureRow.FindAllStringSubmatch(string(page), -1)
	if want := strings.Count(string(page), "| `content/"); len(rows) != want {
		t.Errorf("%d of %d rows can be read", len(rows), want)
	}
	for _, row := range rows {
		text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(row[2])))
		if err != nil {
			t.Errorf("%s: %v", row[1], err)
			continue
		}
		if !strings.Contains(strings.Join(strings.Fields(string(text)), " "), row[3]) {
			t.Errorf("%s: %s does not say %q", row[1], row[2], row[3])
		}
	}
}
