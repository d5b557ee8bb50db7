package config_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/exemplar-lp/exemplar/internal/config"
	"github.com/exemplar-lp/exemplar/internal/diag"
)

var (
	folderName = regexp.MustCompile(`^[a-z0-9-]+$`)
	hexColour  = regexp.MustCompile(`^#[0-9a-fA-F]{3,6}$`)
)

// FuzzRead: no text makes the reading of settings fail but by problems in their
// places, and what is read names a theme of the site, an address and a colour.
func FuzzRead(f *testing.F) {
	example, err := os.ReadFile(filepath.Join("..", "..", config.File))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(example))
	for _, seed := range []string{
		"", "title: T\n", "theme: ../../etc\n", "base_url: https://a.example/x?y\n", "brand: {colour: '#fff', logo: ../../x.png}\n",
		"navigation:\n  - title: A\n    page: ../x.md\n", "limits:\n  file_kib: -1\n", "title: &a [*a]\n", "a: {b: [", "overrides: {}\n", "privacy:\n  picture_width: 99999999999999999999\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, problems := config.Read(diag.NewSource(config.File, []byte(strings.ToValidUTF8(text, "?"))))
		if s == nil || !folderName.MatchString(s.Theme) || !hexColour.MatchString(s.Brand.Colour) {
			t.Fatalf("settings that cannot be used: %+v", s)
		}
		if _, ok := config.CleanBaseURL(s.BaseURL); s.BaseURL != "" && !ok {
			t.Errorf("base address %q", s.BaseURL)
		}
		for _, p := range problems {
			if p.Position.File != config.File || p.Position.Line > strings.Count(text, "\n")+2 || p.Message == "" {
				t.Errorf("%v: %q", p.Position, p.Message)
			}
		}
	})
}
