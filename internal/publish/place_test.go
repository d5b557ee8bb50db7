package publish

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// hostile is a site in a home folder, with everything that -d must not destroy.
func hostile(t *testing.T) (top string) {
	t.Helper()
	top, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	files{
		"home/site/exemplar.yaml":                  "title: LP portal",
		"home/site/content/index.md":               "home",
		"home/site/content/deep/page.md":           "page",
		"home/site/themes/ours/theme.yaml":         "name: ours",
		"home/site/public/.gitkeep":                "",
		"home/holiday/photo.jpg":                   "photo",
		"home/dotted/.git/config":                  "[core]",
		"home/dotted/essay.odt":                    "essay",
		"home/other/exemplar.yaml":                 "title: another",
		"home/other/" + ManifestPath:               `{"version":1,"files":[]}`,
		"home/source/content/page.md":              "page",
		"home/source/" + ManifestPath:              `{"version":1,"files":[]}`,
		"home/broken/" + ManifestPath:              `{"version":1,"files":[`,
		"home/newer/" + ManifestPath:               `{"version":2,"files":[]}`,
		"home/file":                                "a file",
		"home/blocked/.exemplar-staging-out/a.txt": "mine",
	}.put(t, top)
	if runtime.GOOS != "windows" {
		files{
			"home/to-site":                      "→ site",
			"home/to-content":                   "→ site/content/deep",
			"home/to-empty":                     "→ empty",
			"home/to-nothing":                   "→ nothing",
			"home/loop":                         "→ loop",
			"home/empty/":                       "",
			"home/staged/a":                     "x",
			"home/staged-elsewhere":             "x",
			"home/linked/.exemplar-staging-out": "→ ../staged",
			"home/linked2/.exemplar-lock-out":   "→ ../staged-elsewhere",
		}.put(t, top)
	}
	t.Setenv("HOME", filepath.Join(top, "home"))
	t.Setenv("USERPROFILE", filepath.Join(top, "home"))
	return top
}

func TestDir_hostilePlaces(t *testing.T) {
	for _, test := range []struct {
		dir  string // below the folder above home
		kind Kind
	}{
		{"/", Place},
		{".", Place}, {"home", Place}, {"home/", Place}, {"home/site/..", Place},
		{"home/site", Place}, {"home/site/.", Place}, {"home/site/public/..", Place},
		{"home/site/content", Place}, {"home/site/content/", Place},
		{"home/site/content/public", Place}, {"home/site/content/a/b/c", Place},
		{"home/site/public/../content/deep", Place},
		{"home/site/themes", Place}, {"home/site/themes/ours", Place}, {"home/site/themes/public", Place},
		{"home/holiday", Foreign}, {"home/dotted", Foreign},
		{"home/other", Place}, {"home/source", Place},
		{"home/broken", Damaged}, {"home/newer", Damaged},
		{"home/file", Place}, {"home/file/public", Denied}, {"home/file/a/b", Denied},
		{"home/blocked/out", Stranded},
	} {
		t.Run(test.dir, func(t *testing.T) { refusesPlace(t, test.dir, test.kind) })
	}
}

func TestDir_hostileLinks(t *testing.T) {
	if runtime.GOOS == "windows" {
		return // links are a privilege there
	}
	for _, test := range []struct {
		dir  string
		kind Kind
	}{
		{"home/to-site", Place}, {"home/to-content", Place}, {"home/to-content/public", Place},
		{"home/to-site/content", Place}, {"home/to-site/content/public", Place},
		{"home/to-empty", Link}, {"home/to-empty/", Link}, {"home/to-nothing", Link}, {"home/loop", Link},
		{"home/to-nothing/public", Denied}, {"home/loop/public", Denied},
		{"home/linked/out", Stranded}, {"home/linked2/out", ""},
	} {
		t.Run(test.dir, func(t *testing.T) { refusesPlace(t, test.dir, test.kind) })
	}
}

// refusesPlace checks that nothing changes in or beside a hostile place.
func refusesPlace(t *testing.T, name string, kind Kind) {
	t.Helper()
	top := hostile(t)
	before := read(t, top)
	dir := filepath.Join(top, "x")[:len(top)+1] + name // without cleaning
	if name == "/" {
		dir = filepath.VolumeName(top) + string(filepath.Separator)
	}
	_, err := Dir(filepath.FromSlash(dir), twoPages.outputs(), Options{Root: filepath.Join(top, "home", "site")})
	if kind != "" {
		refusal(t, err, kind)
	} else if err == nil {
		t.Error("no error")
	}
	same(t, "everything", read(t, top), before)
}

func TestDir_friendlyPlaces(t *testing.T) {
	for _, name := range []string{"home/site/public", "home/site/new", "home/out", "home/site/a/b/public", "public"} {
		t.Run(name, func(t *testing.T) {
			top := hostile(t)
			dir := filepath.Join(top, filepath.FromSlash(name))
			_, err := Dir(dir, twoPages.outputs(), Options{Root: filepath.Join(top, "home", "site")})
			if err != nil {
				t.Fatal(err)
			}
		})
	}
}

// The way to the output is the caller's and may go through links.
func TestDir_throughALinkAbove(t *testing.T) {
	if runtime.GOOS == "windows" {
		return // links are a privilege there
	}
	top := hostile(t)
	if _, err := Dir(filepath.Join(top, "home", "to-empty", "public"), twoPages.outputs(), Options{}); err != nil {
		t.Fatal(err)
	}
	same(t, "folder", read(t, filepath.Join(top, "home", "empty", "public")), twoPages.published())
}

func TestDir_relative(t *testing.T) {
	t.Chdir(t.TempDir())
	if _, err := Dir("public", twoPages.outputs(), Options{Root: "."}); err != nil {
		t.Fatal(err)
	}
	same(t, "folder", read(t, "public"), twoPages.published())
	_, err := Dir(".", twoPages.outputs(), Options{Root: "."})
	refusal(t, err, Place)
}

func TestDir_foreignFolder(t *testing.T) {
	for _, test := range []struct {
		name string
		own  files
		want []string // what is kept; nil if the folder is refused
	}{
		{"a page", files{"index.html": "mine"}, nil},
		{"a folder", files{"docs/a.txt": "mine"}, nil},
		{"an empty folder in it", files{"docs/": ""}, nil},
		{"dot files and a page", files{".gitkeep": "", "a.txt": "mine"}, nil},
		{"git's place holder", files{".gitkeep": ""}, []string{}},
		{"what hosts want", files{".gitignore": "*", ".nojekyll": "", "CNAME": "lp.example", ".well-known/a": "a"}, []string{".nojekyll", ".well-known/", "CNAME"}},
		{"a work tree", files{".git": "gitdir: ../.git/worktrees/public"}, []string{}},
		{"file managers' litter", files{"Thumbs.db": "x", "desktop.ini": "x", ".DS_Store": "x"}, []string{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := outputDir(t)
			test.own.put(t, dir)
			res, err := Dir(dir, twoPages.outputs(), Options{})
			if test.want == nil {
				r := refusal(t, err, Foreign)
				if !strings.Contains(r.Hint, "empty it or choose another with -d") {
					t.Errorf("hint %q", r.Hint)
				}
				same(t, "folder", read(t, dir), test.own)
				onlyOutput(t, dir)
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			same(t, "kept", append([]string{}, res.Kept...), test.want)
			same(t, "folder", read(t, dir), twoPages.published().with(test.own))
		})
	}
}

// A list of files that claims a path outside the folder gives no power over it.
func TestDir_lyingManifest(t *testing.T) {
	top := t.TempDir()
	dir := filepath.Join(top, "public")
	files{
		"victim.txt":             "mine",
		"public/" + ManifestPath: `{"version":1,"files":[{"path":"../victim.txt"},{"path":"/etc/passwd"},{"path":""},{"path":"."},{"path":"a//b"}]}`,
		"public/notes.txt":       "mine too",
	}.put(t, top)
	mustDir(t, dir, twoPages)
	same(t, "everything", read(t, top), func() files {
		all := files{"victim.txt": "mine", "public/notes.txt": "mine too"}
		for name, text := range twoPages.published() {
			all["public/"+name] = text
		}
		return all
	}())
	if _, err := os.Stat(dir); err != nil {
		t.Fatal(err)
	}
}
