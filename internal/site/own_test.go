package site_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/exemplar-lp/exemplar/internal/diag"
	"github.com/exemplar-lp/exemplar/internal/site"
)

// TestOwnFiles_tooLarge: the files beside the content have a limit as those in it
// have, and a site with a larger one is not published.
func TestOwnFiles_tooLarge(t *testing.T) {
	for name, line := range map[string]string{
		"exemplar.yaml": "# settings\n", "withdrawals.yaml": "# nobody\n", "synonyms.txt": "hub = den\n", "themes/default/assets/own.css": "p{color:red}\n",
	} {
		t.Run(name, func(t *testing.T) {
			files := fstest.MapFS{
				"exemplar.yaml":     {Data: []byte("title: T\n")},
				"content/_index.md": {Data: []byte("---\ntitle: Home\n---\n\nText.\n")},
				name:                {Data: []byte(strings.Repeat(line, 9<<20/len(line)))},
			}
			s, err := site.Load(files, site.Options{AsOf: today})
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range s.Problems {
				if p.Code == diag.FileTooLarge && p.Position.File == name && p.Severity == diag.Error {
					return
				}
			}
			t.Errorf("%v", s.Problems)
		})
	}
}
