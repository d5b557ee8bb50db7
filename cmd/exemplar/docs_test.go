package main

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"github.com/exemplar-lp/exemplar/internal/date"
	"github.com/exemplar-lp/exemplar/internal/diag"
	"github.com/exemplar-lp/exemplar/internal/site"
)

// sample is the site that every example in docs/checks is laid over.
func sample() fstest.MapFS {
	files := fstest.MapFS{}
	for name, text := range map[string]string{
		"exemplar.yaml":                         "title: A small portal\n",
		"content/standards/lp/_index.md":        "---\ntitle: Standards\nlevels:\n  - {n: 1, title: Beginning}\n  - {n: 2, title: Developing}\n  - {n: 3, title: Extending}\n  - {n: 4, title: Transforming}\n---\n",
		"content/standards/lp/ps1.md":           "---\ntitle: Communicating\ncode: PS1\n---\n",
		"content/standards/lp/pk2.md":           "---\ntitle: Knowing how people learn\ncode: PK2\n---\n",
		"content/practitioners/amira-khan.md":   "---\ntitle: Amira Khan\nrole: lead-practitioner\n---\n",
		"content/schools/northfield-primary.md": "---\ntitle: Northfield Primary\n---\n",
		"content/programme/faq.md":              "---\ntitle: Questions\n---\n\n## Is it paid\n\nYes.\n",
	} {
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return files
}

// The parts of a page in docs/checks.
var (
	// A file of the example: `content/talk.md`: and a fence. Between the name
	// and the colon may stand what is special about it.
	exampleFile = regexp.MustCompile("(?ms)^`([^`\n]+)`([^\n]*):\n\n```+[a-z]*\n(.*?)^```+$")
	// What the program prints: a fence called text.
	exampleOutput = regexp.MustCompile("(?ms)^```+text\n(.*?)^```+$")
)

// TestDocumentedChecks runs the example on every page of docs/checks and wants
// to see exactly what the page says, and a page for every code.
func TestDocumentedChecks(t *testing.T) {
	checks := os.DirFS(filepath.Join(root, "docs", "checks"))
	pages, err := fs.Glob(checks, "*/*.md")
	if err != nil {
		t.Fatal(err)
	}
	documented := map[string]bool{}
	for _, name := range pages {
		code := strings.TrimSuffix(name, ".md")
		documented[code] = true
		t.Run(code, func(t *testing.T) { checkPage(t, checks, name, code) })
	}
	for _, rule := range diag.Rules() {
		if !documented[string(rule.Code)] {
			t.Errorf("docs/checks/%s.md is missing", rule.Code)
		}
		delete(documented, string(rule.Code))
	}
	for code := range documented {
		t.Errorf("docs/checks/%s.md tells of a check that does not exist", code)
	}
}

func checkPage(t *testing.T, checks fs.FS, name, code string) {
	data, err := fs.ReadFile(checks, name)
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	checkWords(t, text, diag.Code(code))
	outputs := exampleOutput.FindAllStringSubmatchIndex(text, -1)
	if len(outputs) != 1 {
		t.Fatalf("the page has %d blocks of output, not one", len(outputs))
	}
	files := sample()
	for _, m := range exampleFile.FindAllStringSubmatch(text, -1) {
		files[m[1]] = special(t, m[2], m[3])
		if files[m[1]] == nil {
			delete(files, m[1])
		}
	}
	got := printed(t, files)
	from, to := outputs[0][2], outputs[0][3]
	if *update {
		if err := os.WriteFile(filepath.Join(root, "docs", "checks", name), []byte(text[:from]+got+text[to:]), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if diff := cmp.Diff(text[from:to], got); diff != "" {
		t.Error(diff)
	}
	if !strings.Contains(got, "["+code+"]") {
		t.Errorf("the output does not show the code")
	}
	checkChange(t, files, diag.Code(code), text)
}

// The lines of a page that change or silence its check.
var (
	changing  = regexp.MustCompile("(?s)\n```yaml\n(checks:\n.*?)```\n")
	silencing = regexp.MustCompile("(?s)\n```yaml\n(silence:\n.*?)```\n")
	newRank   = regexp.MustCompile(`severity: "?(\w+)"?`)
)

// checkChange does what the page says about changing its check, and wants it to
// work.
func checkChange(t *testing.T, files fstest.MapFS, code diag.Code, text string) {
	_, text, _ = strings.Cut(text, "\n## Changing it\n")
	before := ofCode(problemsOf(t, files), code)
	if m := changing.FindStringSubmatch(text); m != nil && !strings.Contains(string(files["exemplar.yaml"].Data), "checks:") {
		changed := with(files, "exemplar.yaml", string(files["exemplar.yaml"].Data)+m[1])
		rank, shown := diag.ParseSeverity(newRank.FindStringSubmatch(m[1])[1])
		after := ofCode(problemsOf(t, changed), code)
		if shown != (len(after) > 0) || shown && after[0].Severity != rank {
			t.Errorf("the lines for exemplar.yaml do not work\n%s", printed(t, changed))
		}
	}
	if m := silencing.FindStringSubmatch(text); m != nil {
		name := besidePage(files, before[0].Position.File)
		head, rest, _ := strings.Cut(string(files[name].Data), "---\n")
		quiet := with(files, name, head+"---\n"+m[1]+rest)
		if after := problemsOf(t, quiet); len(ofCode(after, code)) > 0 || len(ofCode(after, diag.CheckSilence)) > 0 {
			t.Errorf("the lines for one page do not work\n%s", printed(t, quiet))
		}
	}
}

// besidePage is the page that says what is wrong about a file: itself, or the page in
// whose folder it is.
func besidePage(files fstest.MapFS, name string) string {
	if index := path.Join(path.Dir(name), "index.md"); path.Ext(name) != ".md" && files[index] != nil {
		return index
	}
	return name
}

// with returns the files with another text in one of them.
func with(files fstest.MapFS, name, text string) fstest.MapFS {
	files = maps.Clone(files)
	files[name] = &fstest.MapFile{Data: []byte(text)}
	return files
}

func ofCode(problems diag.List, code diag.Code) diag.List {
	return slices.DeleteFunc(slices.Clone(problems), func(d diag.Diagnostic) bool { return d.Code != code })
}

// checkWords looks for what every page says, and for whether it tells the truth
// about the code.
func checkWords(t *testing.T, text string, code diag.Code) {
	if !strings.HasPrefix(text, "# "+string(code)+"\n") {
		t.Errorf("the page does not begin with its code")
	}
	severity := code.Severity().String()
	if severity = "\n**" + strings.ToUpper(severity[:1]) + severity[1:] + ".** "; !strings.Contains(text, severity) {
		t.Errorf("the page does not say %q", strings.TrimSpace(severity))
	}
	for _, heading := range []string{"\n## Example\n", "\n## How to mend it\n", "\n## Changing it\n"} {
		if strings.Count(text, heading) != 1 {
			t.Errorf("the page needs %q once", strings.TrimSpace(heading))
		}
	}
	_, change, _ := strings.Cut(text, "\n## Changing it\n")
	if strings.Contains(change, "checks:\n  "+string(code)+":\n    severity:") != code.Changeable() {
		t.Errorf("changeable is %v, and the page says otherwise", code.Changeable())
	}
	if strings.Contains(change, "silence:\n  - check: "+string(code)+"\n") && !code.Silenceable() {
		t.Errorf("the code cannot be silenced")
	}
}

// TestListOfChecksIsFresh compares docs/checks/README.md with the codes.
func TestListOfChecksIsFresh(t *testing.T) {
	name := filepath.Join(root, "docs", "checks", "README.md")
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	head, _, _ := strings.Cut(string(text), "\n## ")
	want := strings.TrimSpace(head) + "\n" + listOfChecks()
	if *update {
		if err := os.WriteFile(name, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if diff := cmp.Diff(want, string(text)); diff != "" {
		t.Errorf("write it anew with go test ./cmd/exemplar -run ListOfChecks -update\n%s", diff)
	}
}

// groups says what the codes before a slash are about. Every group is here.
var groups = map[string]string{
	"access":    "Whether everybody can read it",
	"asset":     "Files to download",
	"check":     "What the programme asks for",
	"config":    "The settings in exemplar.yaml",
	"file":      "Files and folders",
	"front":     "The first lines of a page",
	"image":     "Pictures",
	"link":      "Links",
	"markdown":  "The text of a page",
	"marker":    "Evidence markers",
	"output":    "The finished site",
	"people":    "Pupils and colleagues",
	"privacy":   "Personal data",
	"ref":       "Names of people, schools and standards",
	"schema":    "Keys and their values",
	"site":      "The portal as a whole",
	"slug":      "Addresses of pages",
	"template":  "The theme",
	"withdrawn": "What was withdrawn",
}

// listOfChecks is a table for each group of codes.
func listOfChecks() string {
	var b strings.Builder
	group := ""
	for _, rule := range diag.Rules() {
		now, name, _ := strings.Cut(string(rule.Code), "/")
		if now != group {
			group = now
			fmt.Fprintf(&b, "\n## %s: %s\n\n| Check | Severity | Can be changed | Meaning |\n| --- | --- | --- | --- |\n", group, strings.ToLower(groups[group][:1])+groups[group][1:])
		}
		change := "no"
		if rule.Code.Changeable() {
			change = "yes"
		}
		title := strings.ReplaceAll(rule.Title, "|", `\|`)
		fmt.Fprintf(&b, "| [%s](%s/%s.md) | %s | %s | %s |\n", rule.Code, group, name, rule.Severity, change, title)
	}
	return b.String()
}

// special makes an example's file as its introduction says.
func special(t *testing.T, how, text string) *fstest.MapFile {
	t.Helper()
	times := regexp.MustCompile(`^, the longest line ([0-9,]+) times$`)
	switch {
	case how == "":
		return &fstest.MapFile{Data: []byte(text)}
	case how == ", saved as Windows-1252":
		var latin []byte
		for _, r := range text {
			latin = append(latin, byte(r)) // the examples keep to Latin-1
		}
		return &fstest.MapFile{Data: latin}
	case how == ", saved as UTF-16 without its mark":
		var wide []byte
		for _, unit := range utf16.Encode([]rune(text)) {
			wide = binary.LittleEndian.AppendUint16(wide, unit)
		}
		return &fstest.MapFile{Data: wide}
	case how == ", taken away":
		return nil
	case strings.Contains(how, "picture") || strings.Contains(how, "photograph") || strings.Contains(how, "animation"):
		return &fstest.MapFile{Data: picture(t, how)}
	case how == ", a link to another file":
		return &fstest.MapFile{Data: []byte(strings.TrimSpace(text)), Mode: fs.ModeSymlink}
	case how == ", which may not be read":
		return &fstest.MapFile{Data: []byte(text), Sys: fs.ErrPermission}
	case how == ", a film":
		return &fstest.MapFile{Data: []byte("\x00\x00\x00\x18ftypmp42")}
	case how == ", a document with these parts":
		return &fstest.MapFile{Data: officeFile(t, text)}
	case times.MatchString(how):
		n := number(times.FindStringSubmatch(how)[1])
		lines := strings.SplitAfter(text, "\n")
		longest := slices.MaxFunc(lines, func(a, b string) int { return len(a) - len(b) })
		return &fstest.MapFile{Data: []byte(strings.Replace(text, longest, strings.Repeat(longest, n), 1))}
	}
	t.Fatalf("the examples know no file%s", how)
	return nil
}

// officeFile packs parts of a document, each a name, a space and its text on a line.
func officeFile(t *testing.T, parts string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for line := range strings.Lines(parts) {
		name, text, _ := strings.Cut(line, " ")
		part, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// picture makes the picture that the introduction of an example tells of.
func picture(t *testing.T, how string) []byte {
	t.Helper()
	var b bytes.Buffer
	var err error
	size := regexp.MustCompile(`^, a picture of ([0-9,]+) by ([0-9,]+) points$`).FindStringSubmatch(how)
	switch {
	case size != nil:
		err = png.Encode(&b, plain(number(size[1]), number(size[2])))
	case how == ", the first half of a picture":
		err = png.Encode(&b, plain(40, 30))
		b.Truncate(b.Len() / 2)
	case how == ", a HEIC photograph":
		b.WriteString("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic")
	case how == ", an animation that runs for 20 seconds":
		frame := plain(40, 30)
		err = gif.EncodeAll(&b, &gif.GIF{Image: []*image.Paletted{frame, frame}, Delay: []int{1000, 1000}})
	case how == ", a photograph that says where it was taken":
		if err := jpeg.Encode(&b, plain(40, 30), nil); err != nil {
			t.Fatal(err)
		}
		return slices.Concat(b.Bytes()[:2], []byte(place), b.Bytes()[2:])
	default:
		t.Fatalf("the examples know no file%s", how)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// plain is a picture of one colour.
func plain(width, height int) *image.Paletted {
	return image.NewPaletted(image.Rect(0, 0, width, height), color.Palette{color.White, color.Black})
}

func number(text string) int {
	n, _ := strconv.Atoi(strings.ReplaceAll(text, ",", "")) // the pattern lets only figures in
	return n
}

// place is the part of a JPEG file with a position in it (Exif 2.32, 4.6.6): the
// marker, a TIFF header, and the tag of the GPS part with that of a latitude.
const place = "\xff\xe1\x00\x34Exif\x00\x00" +
	"II*\x00\x08\x00\x00\x00" + "\x01\x00" + "\x25\x88\x04\x00\x01\x00\x00\x00\x1a\x00\x00\x00" + "\x00\x00\x00\x00" +
	"\x01\x00" + "\x02\x00\x05\x00\x03\x00\x00\x00\x00\x00\x00\x00" + "\x00\x00\x00\x00"

// guarded refuses to open the files of an example that may not be read.
type guarded struct{ fs.FS }

func (g guarded) Open(name string) (fs.File, error) {
	info, err := fs.Stat(g.FS, name)
	if err == nil && info.Sys() == fs.ErrPermission {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return g.FS.Open(name)
}

func (g guarded) Stat(name string) (fs.FileInfo, error)  { return fs.Stat(g.FS, name) }
func (g guarded) Lstat(name string) (fs.FileInfo, error) { return fs.Lstat(g.FS, name) }
func (g guarded) ReadLink(name string) (string, error)   { return fs.ReadLink(g.FS, name) }

// problemsOf returns all that check finds in a site.
func problemsOf(t *testing.T, files fstest.MapFS) diag.List {
	t.Helper()
	problems, _ := checked(t, files)
	return problems
}

// printed is what check prints about a site, as text.
func printed(t *testing.T, files fstest.MapFS) string {
	t.Helper()
	problems, line := checked(t, files)
	var b bytes.Buffer
	if err := (diag.Printer{W: &b, Format: diag.Text, Line: line}).Print(problems); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// memory keeps the theme from one small site to the next.
var memory site.Memory

func checked(t *testing.T, files fstest.MapFS) (diag.List, func(string, int) string) {
	t.Helper()
	s, err := site.Load(guarded{files}, site.Options{AsOf: date.Date{Year: 2026, Month: 11, Day: 21}, Memory: &memory})
	if err != nil {
		return diag.List{site.LoadProblem(err)}, nil
	}
	problems := s.Problems
	if !problems.HasErrors() {
		found, err := s.Rehearse()
		if err != nil {
			t.Fatal(err)
		}
		problems = append(problems, found...).Sort()
	}
	return problems, s.Line
}

// TestSchemaDocumentIsFresh fails when docs/schema.md is older than the tags.
func TestSchemaDocumentIsFresh(t *testing.T) {
	want, err := os.ReadFile(filepath.Join(root, "docs", "schema.md"))
	if err != nil {
		t.Fatal(err)
	}
	if got := invoke("schema", "--markdown").stdout; got != string(want) {
		t.Errorf("docs/schema.md is out of date; run: make docs\n%s", cmp.Diff(string(want), got))
	}
}
