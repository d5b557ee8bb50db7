package main

import (
	"bytes"
	"image"
	"image/png"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/exemplar-lp/exemplar/internal/site"
)

// sentinel stands in every file outside the site, and may be in no output, no
// message and no file that a build makes.
const sentinel = "not-of-this-site-4711"

// escapes are ways of leading a build out of the site's folder. Files are those
// of the site; a value that starts with -> is a symbolic link to the rest. Says is
// a part of what the build says of it.
var escapes = []struct {
	name  string
	files map[string]string
	says  string
}{
	{"a page that is a link", map[string]string{"content/about/a.md": "-> ../../../outside/secret.md"}, "only points to another place"},
	{"a page that is an absolute link", map[string]string{"content/about/a.md": "-> OUTSIDE/secret.md"}, "only points to another place"},
	{"a folder that is a link", map[string]string{"content/more": "-> ../../outside"}, "only points to another place"},
	{"a content folder that is a link", map[string]string{"content": "-> ../outside"}, "only points to another place"},
	{"a download that is a link", map[string]string{"content/about/a.txt": "-> ../../../outside/secret.txt", "content/about/b.md": pageOf("", "[x](a.txt)")}, "only points to another place"},
	{"a picture that is a link", map[string]string{"content/about/a.png": "-> ../../../outside/secret.png", "content/about/b.md": pageOf("", "![A cat](a.png)")}, "only points to another place"},
	{"a link within the site", map[string]string{"content/about/a.txt": "-> ../../exemplar.yaml"}, "only points to another place"},
	{"settings that are a link", map[string]string{"exemplar.yaml": "-> ../outside/secret.yaml"}, `"exemplar.yaml" only points to another place`},
	{"a register that is a link", map[string]string{"withdrawals.yaml": "-> ../outside/secret.yaml"}, `"withdrawals.yaml" only points to another place`},
	{"synonyms that are a link", map[string]string{"synonyms.txt": "-> ../outside/secret.txt"}, `"synonyms.txt" only points to another place`},
	{"a theme that is a link", map[string]string{"exemplar.yaml": "title: T\ntheme: ours\n", "themes/ours": "-> ../../outside/theme"}, `"ours" only points to another place`},
	{"a folder of themes that is a link", map[string]string{"exemplar.yaml": "title: T\ntheme: theme\n", "themes": "-> ../outside"}, `"themes" only points to another place`},
	{"a template that is a link", map[string]string{"exemplar.yaml": "title: T\ntheme: ours\n", "themes/ours/templates/page.html": "-> ../../../../outside/secret.html"}, ""},
	{"an asset that is a link", map[string]string{"exemplar.yaml": "title: T\ntheme: ours\n", "themes/ours/assets/site.css": "-> ../../../../outside/secret.txt"}, ""},
	{"theme above", map[string]string{"exemplar.yaml": "title: T\ntheme: ../../outside/theme\n"}, "cannot be the name of a theme"},
	{"theme with an absolute path", map[string]string{"exemplar.yaml": "title: T\ntheme: OUTSIDE/theme\n"}, "cannot be the name of a theme"},
	{"logo above", map[string]string{"exemplar.yaml": "title: T\nbrand:\n  logo: ../outside/secret.png\n"}, "../outside/secret.png"},
	{"logo with an absolute path", map[string]string{"exemplar.yaml": "title: T\nbrand:\n  logo: OUTSIDE/secret.png\n"}, "secret.png"},
	{"logo that is the settings", map[string]string{"exemplar.yaml": "title: T\nbrand:\n  logo: exemplar.yaml\n"}, "exemplar.yaml"},
	{"navigation above", map[string]string{"exemplar.yaml": "title: T\nnavigation:\n  - title: Secret\n    page: ../outside/secret.md\n"}, "secret"},
	{"contact above", map[string]string{"exemplar.yaml": "title: T\ncontact:\n  page: ../../outside/secret.md\n"}, "secret"},
	{"slug above", map[string]string{"content/about/a.md": pageOf("slug: ../../escaped", "T")}, "../../escaped"},
	{"slug with backslashes", map[string]string{"content/about/a.md": pageOf(`slug: '..\..\escaped'`, "T")}, "escaped"},
	{"slug of a device", map[string]string{"content/about/a.md": pageOf("slug: con", "T")}, "con"},
	{"alias above", map[string]string{"content/about/a.md": pageOf("aliases: [/../../escaped]", "T")}, "escaped"},
	{"alias with backslashes", map[string]string{"content/about/a.md": pageOf(`aliases: ['/..\..\escaped']`, "T")}, "escaped"},
	{"alias on a drive", map[string]string{"content/about/a.md": pageOf(`aliases: ['C:/escaped']`, "T")}, "escaped"},
	{"alias over the manifest", map[string]string{"content/about/a.md": pageOf("aliases: [/.exemplar/manifest.json]", "T")}, "manifest"},
	{"link above", map[string]string{"content/about/a.md": pageOf("", "[x](../../../outside/secret.txt)")}, "leads out of the content folder"},
	{"link that is encoded", map[string]string{"content/about/a.md": pageOf("", "[x](..%2f..%2f..%2foutside%2fsecret.txt)")}, "secret.txt"},
	{"picture above", map[string]string{"content/about/a.md": pageOf("", "![A cat](../../../outside/secret.png)")}, "secret.png"},
	{"picture with an absolute path", map[string]string{"content/about/a.md": pageOf("", "![A cat](OUTSIDE/secret.png)")}, "secret.png"},
	{"picture by its address", map[string]string{"content/about/a.md": pageOf("", "![A cat](file://OUTSIDE/secret.png)")}, "secret.png"},
	{"resource above", map[string]string{"content/case-studies/a.md": "---\ntitle: A\nsummary: S.\ndate: 2026-01-01\npractitioners: [p]\nschool: s\nstandards: [PS1]\nresources:\n  - title: R\n    file: ../../../outside/secret.txt\n---\n\nT.\n"}, "secret.txt"},
	{"photo above", map[string]string{"content/practitioners/p.md": "---\ntitle: P\nrole: lead-practitioner\nphoto: ../../../outside/secret.png\nphoto_consent: 2026-01-01\n---\n\nT.\n"}, "secret.png"},
}

// pageOf is a content file with a title, a line of front matter and a body.
func pageOf(line, body string) string {
	return "---\ntitle: A page\n" + line + "\n---\n\n" + body + "\n"
}

// TestNothingEscapes tries each way and wants that nothing from outside is read
// and nothing outside is written.
func TestNothingEscapes(t *testing.T) {
	for _, e := range escapes {
		t.Run(e.name, func(t *testing.T) {
			above := t.TempDir()
			outside := filepath.Join(above, "outside")
			writeOutside(t, outside)
			files := map[string]string{
				"exemplar.yaml":           "title: T\n",
				"content/_index.md":       pageOf("", "Home."),
				"content/about/_index.md": pageOf("", "About."),
			}
			if strings.HasPrefix(e.files["content"], "->") {
				files = map[string]string{"exemplar.yaml": "title: T\n"}
			}
			maps.Copy(files, e.files)
			writeSite(t, filepath.Join(above, "portal"), outside, files)
			before := filesOf(t, above)

			got := invoke("build", "-s", filepath.Join(above, "portal"))
			said := got.stdout + got.stderr
			if !strings.Contains(said, e.says) {
				t.Errorf("exit %d, said %q, which has no %q", got.code, said, e.says)
			}
			if strings.Contains(said, sentinel) {
				t.Errorf("said what stands outside: %q", said)
			}
			noneEscaped(t, before, filesOf(t, above))
			noneServed(t, filepath.Join(above, "portal"))
		})
	}
}

// noneServed makes the outputs that a build with errors does not publish, but that
// serve may show.
func noneServed(t *testing.T, dir string) {
	t.Helper()
	root, err := openRoot(dir)
	if err != nil {
		return // refused as a whole
	}
	s, err := site.Load(root, site.Options{})
	if err != nil {
		return
	}
	for _, o := range s.Outputs() {
		data, err := o.Bytes(new(bytes.Buffer))
		if bytes.Contains(data, []byte(sentinel)) || isSecret(data) || err != nil && strings.Contains(err.Error(), sentinel) {
			t.Errorf("%s has what stands outside", o.Path)
		}
	}
}

// noneEscaped compares what is on the disk before and after a build.
func noneEscaped(t *testing.T, before, after map[string]string) {
	t.Helper()
	public := filepath.Join("portal", "public")
	for _, name := range slices.Sorted(maps.Keys(after)) {
		text, was := before[name]
		switch {
		case was && text != after[name]:
			t.Errorf("%s was changed", name)
		case was:
		case name != public && !strings.HasPrefix(name, public+string(filepath.Separator)) && !strings.HasPrefix(name, filepath.Join("portal", ".exemplar")):
			t.Errorf("%s was made", name)
		case strings.Contains(after[name], sentinel):
			t.Errorf("%s has what stands outside", name)
		case strings.HasPrefix(after[name], "\x89PNG") && isSecret([]byte(after[name])):
			t.Errorf("%s is the picture from outside", name)
		}
	}
	for name := range before {
		if _, is := after[name]; !is {
			t.Errorf("%s is gone", name)
		}
	}
}

// secretWidth is the width in pixels that only the picture outside has.
const secretWidth = 323

func isSecret(data []byte) bool {
	c, err := png.DecodeConfig(bytes.NewReader(data))
	return err == nil && c.Width == secretWidth
}

func writeOutside(t *testing.T, dir string) {
	t.Helper()
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, secretWidth, 200))); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"secret.md":                 pageOf("", sentinel),
		"_index.md":                 pageOf("", sentinel),
		"secret.txt":                sentinel + "\n",
		"secret.html":               "<p>" + sentinel + "</p>\n",
		"secret.yaml":               "title: " + sentinel + "\n",
		"secret.png":                picture.String(),
		"theme/theme.yaml":          "name: " + sentinel + "\nlanguage: en\n",
		"theme/templates/page.html": "<p>" + sentinel + "</p>\n",
		"theme/assets/site.css":     "/* " + sentinel + " */\n",
	} {
		writeFile(t, filepath.Join(dir, filepath.FromSlash(name)), text)
	}
}

// writeSite writes files and symbolic links; OUTSIDE is the path of the other
// folder.
func writeSite(t *testing.T, dir, outside string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		text = strings.ReplaceAll(text, "OUTSIDE", filepath.ToSlash(outside))
		target, isLink := strings.CutPrefix(text, "-> ")
		if !isLink {
			writeFile(t, file, text)
			continue
		}
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(filepath.FromSlash(target), file); err != nil {
			t.Fatal(err)
		}
	}
}

func writeFile(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// filesOf reads every file below a folder; of a link it reads where it leads.
func filesOf(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		relative, _ := filepath.Rel(dir, name)
		switch {
		case d.Type()&fs.ModeSymlink != 0:
			files[relative], err = os.Readlink(name)
		case !d.IsDir():
			var data []byte
			data, err = os.ReadFile(name)
			files[relative] = string(data)
		default:
			files[relative] = ""
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
