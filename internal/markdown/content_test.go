package markdown

import (
	"io/fs"
	"os"
	"strings"
	"testing"
)

// contentBodies returns the body of every content file of the example portal.
func contentBodies(t *testing.T) map[string]string {
	t.Helper()
	bodies := map[string]string{}
	root := os.DirFS("../../content")
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".md") {
			return err
		}
		text, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		_, rest, _ := strings.Cut(string(text), "---\n")
		_, body, ok := strings.Cut(rest, "\n---\n")
		if !ok {
			t.Errorf("%s has no front matter", name)
		}
		bodies[name] = body
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return bodies
}
