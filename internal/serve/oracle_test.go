package serve

import (
	"bytes"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/exemplar-lp/exemplar/internal/diag"
	"github.com/exemplar-lp/exemplar/internal/publish"
	"github.com/exemplar-lp/exemplar/internal/site"
)

var (
	oracleOps  = flag.Int("oracle.ops", 250, "how many random operations TestOracle does")
	oracleSeed = flag.Uint64("oracle.seed", 0, "the seed of TestOracle; 0 is another one each time")
)

// progress is how many operations TestOracle does before it tells of them.
const progress = 1000

// TestOracle does random things to the files of a site that is being served:
// after each batch of them, what is answered must be what a fresh build of the
// same files makes, byte for byte, and must be the last version without errors
// where these files have errors. The fresh build knows nothing of caches and
// watchers.
func TestOracle(t *testing.T) {
	seed := *oracleSeed
	if seed == 0 {
		seed = uint64(time.Now().UnixNano())
	}
	t.Logf("-oracle.seed %d -oracle.ops %d", seed, *oracleOps)
	o := newOracle(t, seed)
	for next := progress; o.done < *oracleOps; {
		o.batch()
		if o.done >= next {
			t.Logf("%d operations in %d batches, %d of them with errors", o.done, o.batches, o.broken)
			next += progress
		}
		if t.Failed() {
			t.Fatalf("in batch %d of seed %d, after\n  %s", o.batches, seed, strings.Join(o.log, "\n  "))
		}
	}
	o.compare(slices.Collect(maps.Keys(o.expected)))
	t.Logf("%d operations in %d batches, %d of them with errors; at the end %d addresses", o.done, o.batches, o.broken, len(o.expected))
	if o.broken == 0 || o.broken == o.batches {
		t.Error("the operations are not as different as they should be")
	}
}

// oracle knows what should be answered.
type oracle struct {
	*running
	random *rand.Rand
	// expected has the outputs of the last version without errors, and sound
	// its files.
	expected map[string][]byte
	sound    map[string]string
	problems diag.List

	done, batches, broken, count int
	log                          []string
}

func newOracle(t *testing.T, seed uint64) *oracle {
	o := &oracle{running: &running{folder: newPortal(t)}, random: rand.New(rand.NewPCG(seed, 1))}
	for range 6 {
		o.newStudy()
		o.newPage()
	}
	o.running = start(t, o.folder)
	o.check()
	return o
}

// batch does one to twenty operations and looks at the answers.
func (o *oracle) batch() {
	o.log = nil
	n := 1 + o.random.IntN(20)
	if o.random.IntN(3) == 0 {
		n = 1
	}
	if o.problems.HasErrors() && o.random.IntN(2) == 0 {
		o.revert()
		n = 1
	}
	for range n {
		op := o.random.IntN(len(operations))
		o.log = append(o.log, operations[op].name)
		operations[op].do(o)
	}
	o.done += n
	o.batches++
	o.check()
}

// check waits until the server knows of the files as they are, and compares.
func (o *oracle) check() {
	o.t.Helper()
	disk := newSurvey(newTree(o.files()), func(string) {}, time.Now())
	disk.everything()
	files, _ := disk.done()
	want := listing(o.t, files)
	var last *tree
	var got map[string]string
	for end := time.Now().Add(patient); ; time.Sleep(time.Millisecond) {
		now := o.state.Load()
		if now.tree != nil && now.tree != last {
			last, got = now.tree, listing(o.t, now.tree)
		}
		if now.checked && maps.Equal(got, want) {
			break
		}
		if time.Now().After(end) {
			o.t.Errorf("the server does not see the files as they are: %s", cmp.Diff(want, got))
			return
		}
	}
	if notices := o.notices(); notices != nil {
		o.t.Errorf("%q", notices)
	}
	outputs, problems := o.build(files)
	if diff := cmp.Diff(problems, o.state.Load().problems); diff != "" {
		o.t.Errorf("the problems are others than those of a fresh build (-want +got):\n%s", diff)
	}
	o.problems = problems
	if problems.HasErrors() {
		o.broken++
		o.old()
		return
	}
	o.fresh(outputs, want)
}

// build makes every output of some files, from nothing.
func (o *oracle) build(files fs.FS) (map[string][]byte, diag.List) {
	o.t.Helper()
	s, err := site.Load(files, site.Options{AsOf: today})
	if err != nil {
		return nil, diag.List{site.LoadProblem(err)}
	}
	outputs := s.Outputs()
	problems := slices.Concat(s.Problems, publish.Conflicts(outputs)).Sort()
	if problems.HasErrors() {
		return nil, problems
	}
	made := map[string][]byte{}
	for _, out := range outputs {
		data, err := out.Bytes(new(bytes.Buffer))
		if err != nil {
			o.t.Errorf("%s: %v", out.Path, err)
		}
		made[out.Path] = data
	}
	return made, problems
}

// fresh compares every address that should be another than before.
func (o *oracle) fresh(outputs map[string][]byte, files map[string]string) {
	var changed []string
	for name, data := range outputs {
		if before, ok := o.expected[name]; !ok || !bytes.Equal(before, data) {
			changed = append(changed, name)
		}
	}
	for name := range o.expected {
		if _, ok := outputs[name]; !ok {
			changed = append(changed, name)
		}
	}
	o.expected, o.sound = outputs, files
	good := o.state.Load().good
	if served := len(good.outputs) + len(good.index()); o.state.Load().broken() || served != len(outputs) {
		o.t.Errorf("%d outputs, not %d", served, len(outputs))
	}
	o.compare(changed)
}

// old compares a few addresses of a broken site with the files that the server
// takes for the last good ones. These may be newer than those of the last
// batch: the server may have seen the site between two operations.
func (o *oracle) old() {
	good := o.state.Load().good
	if good == nil {
		o.t.Fatalf("there never was a version without errors: %v", o.problems)
	}
	outputs, problems := o.build(good.tree)
	if problems.HasErrors() {
		o.t.Errorf("the version that is shown has errors: %v", problems)
		return
	}
	o.expected = outputs
	names := slices.Sorted(maps.Keys(outputs))
	o.random.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	o.compare(names[:min(8, len(names))])
	if _, page := o.get("/"); !strings.Contains(page, "Not up to date") {
		o.t.Error("the page does not say that the site has errors")
	}
}

// added is what the server adds to a page.
var added = regexp.MustCompile(`(?s)<script src="/-/serve\.js"[^>]*></script>|<exemplar-bar>.*</exemplar-bar>\n`)

// compare asks for outputs and compares them with what is expected.
func (o *oracle) compare(names []string) {
	o.t.Helper()
	for _, name := range names {
		status, text := o.get("/" + name)
		want, ok := o.expected[name]
		switch {
		case !ok && status == 404:
			continue
		case !ok:
			o.t.Errorf("%s is gone, and is answered with %d", name, status)
			continue
		case path.Ext(name) == ".html":
			text = added.ReplaceAllString(text, "")
			want = relaxed(want)
		}
		if status != 200 || text != string(want) {
			o.t.Errorf("%s: %d, and it is not what a fresh build makes (-want +got):\n%s", name, status, cmp.Diff(string(want), text))
		}
	}
}

// operations are what is done to the files.
var operations = []struct {
	name string
	do   func(*oracle)
}{
	{"new study", (*oracle).newStudy},
	{"new page", (*oracle).newPage},
	{"edit", (*oracle).edit},
	{"edit", (*oracle).edit},
	{"edit", (*oracle).edit},
	{"edit title", func(o *oracle) { o.replace(`(?m)^title: .*$`, "title: "+o.words(3)) }},
	{"edit a school", func(o *oracle) {
		o.save("content/schools/example-school.md", o.read("content/schools/example-school.md")+"\n"+o.words(5)+"\n")
	}},
	{"toggle draft", (*oracle).toggleDraft},
	{"change standards", func(o *oracle) { o.replace(`(?m)^standards: .*$`, "standards: ["+o.code()+"]") }},
	{"mark a block", func(o *oracle) { o.add("It worked [" + o.code() + "].") }},
	{"link", (*oracle).link},
	{"delete", func(o *oracle) { o.some(func(name string) { o.remove(name) }) }},
	{"rename", func(o *oracle) {
		o.some(func(name string) { o.rename(name, path.Join(path.Dir(name), o.name()+".md")) })
	}},
	{"make a bundle", (*oracle).bundle},
	{"swap", (*oracle).swap},
	{"touch", func(o *oracle) { o.some(func(name string) { o.write(name, o.read(name)) }) }},
	{"move a folder", (*oracle).moveFolder},
	{"delete a folder", (*oracle).deleteFolder},
	{"break", (*oracle).breakFile},
	{"picture", (*oracle).picture},
	{"download", func(o *oracle) { o.write(path.Join(o.pick(o.dirs()), o.name()+".csv"), o.words(4)) }},
	{"settings", (*oracle).settings},
	{"style sheet", func(o *oracle) {
		o.write("themes/default/assets/site.css", "p { order: "+fmt.Sprint(o.random.IntN(50))+" }\n")
	}},
	{"template", (*oracle).template},
	{"no theme", func(o *oracle) { o.remove("themes") }},
	{"litter", func(o *oracle) {
		o.write(path.Join(o.pick(o.dirs()), o.pick([]string{".DS_Store", "~$a.docx", "a.md~", "x.tmp"})), "x")
	}},
}

func (o *oracle) pick(list []string) string { return list[o.random.IntN(len(list))] }

var wordList = strings.Fields("pupils read aloud each week and talk about what they think while partners listen for one new word of value")

func (o *oracle) words(n int) string {
	var list []string
	for range n {
		list = append(list, o.pick(wordList))
	}
	return strings.Join(list, " ")
}

func (o *oracle) name() string {
	o.count++
	return fmt.Sprintf("%s-%d", o.pick(wordList), o.count)
}

func (o *oracle) code() string {
	return o.pick([]string{"PS1", "PS2", "PK1", "PK2", "PI1", "PI2", "PI3 level 2"})[:3]
}

// needed are the folders to which others refer: without a page of theirs, most
// versions of the site would have errors.
var needed = []string{"standards", "practitioners", "schools", "programme"}

// markdown lists the content files with which anything may be done, sorted.
func (o *oracle) markdown() []string {
	var list []string
	o.must(fs.WalkDir(os.DirFS(o.dir), "content", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if strings.HasSuffix(name, ".md") && path.Base(name) != "_index.md" && !slices.Contains(needed, strings.Split(name, "/")[1]) {
			list = append(list, name)
		}
		return nil
	}))
	return list
}

// dirs lists the folders of case studies and pages, sorted.
func (o *oracle) dirs() []string {
	list := []string{"content/case-studies", "content/pages"}
	for _, name := range o.markdown() {
		if dir := path.Dir(name); strings.Count(dir, "/") > 1 && !slices.Contains(list, dir) {
			list = append(list, dir)
		}
	}
	return list
}

// some does something to a file, if there is one.
func (o *oracle) some(do func(name string)) {
	if list := o.markdown(); len(list) > 0 {
		name := o.pick(list)
		o.log[len(o.log)-1] += " " + name
		do(name)
	}
}

// save writes a file in one of the ways of editors.
func (o *oracle) save(name, text string) {
	switch o.random.IntN(4) {
	case 0:
		o.write(path.Join(path.Dir(name), ".tmp"), text)
		o.rename(path.Join(path.Dir(name), ".tmp"), name)
	case 1:
		o.remove(name)
		o.write(name, text)
	default:
		o.write(name, text)
	}
}

func (o *oracle) newStudy() {
	first, second := o.name(), ""
	if list := o.markdown(); len(list) > 0 && o.random.IntN(2) == 0 {
		second = "status: in-review\n"
	}
	o.write("content/case-studies/"+first+".md", fmt.Sprintf(`---
title: %s
summary: %s
practitioners: [alex-example]
school: example-school
date: 2026-0%d-12
themes: [%s]
standards: [%s]
%s---

## Why this focus

%s

## What we did

- %s [%s]
- %s
`, o.words(3), o.words(8), 1+o.random.IntN(9), o.pick([]string{"data", "curriculum", "leadership"}), o.code(), second,
		o.words(20), o.words(9), o.code(), o.words(9)))
}

func (o *oracle) newPage() {
	o.write(path.Join("content/pages", o.pick([]string{"", "guide", "guide/more", "visit"}), o.name()+".md"), pageText(o.words(3), o.words(20)))
}

func (o *oracle) edit() { o.add(o.words(12) + ".") }

func (o *oracle) add(text string) {
	o.some(func(name string) { o.save(name, o.read(name)+"\n"+text+"\n") })
}

func (o *oracle) replace(pattern, with string) {
	o.some(func(name string) {
		o.save(name, regexp.MustCompile(pattern).ReplaceAllString(o.read(name), with))
	})
}

func (o *oracle) toggleDraft() {
	o.some(func(name string) {
		text := o.read(name)
		if strings.Contains(text, "\ndraft: true") {
			o.save(name, strings.Replace(text, "\ndraft: true", "", 1))
		} else {
			o.save(name, strings.Replace(text, "\ntitle:", "\ndraft: true\ntitle:", 1))
		}
	})
}

func (o *oracle) link() {
	o.some(func(from string) {
		to := o.pick(o.markdown())
		up := strings.Repeat("../", strings.Count(path.Dir(from), "/"))
		o.save(from, o.read(from)+"\nSee [there]("+up+strings.TrimPrefix(to, "content/")+").\n")
	})
}

func (o *oracle) bundle() {
	o.some(func(name string) {
		if base := path.Base(name); base != "index.md" && base != "_index.md" {
			o.rename(name, strings.TrimSuffix(name, ".md")+"/index.md")
		}
	})
}

func (o *oracle) swap() {
	o.some(func(a string) {
		b := o.pick(o.markdown())
		o.rename(a, "content/.swap")
		if a != b {
			o.rename(b, a)
		}
		o.rename("content/.swap", b)
	})
}

func (o *oracle) moveFolder() {
	from := o.pick(o.dirs())
	if from == "content/case-studies" {
		return
	}
	o.log[len(o.log)-1] += " " + from
	if _, err := os.Stat(o.path(from)); err == nil {
		o.rename(from, path.Join("content", o.name()))
	}
}

func (o *oracle) deleteFolder() {
	from := o.pick(o.dirs())
	if strings.Count(from, "/") > 1 {
		o.log[len(o.log)-1] += " " + from
		o.remove(from)
	}
}

func (o *oracle) breakFile() {
	if o.random.IntN(3) > 0 {
		return // otherwise nearly every batch would have errors
	}
	o.some(func(name string) {
		text := o.read(name)
		o.save(name, o.pick([]string{
			strings.Replace(text, "title:", "tytle:", 1), strings.Replace(text, "\n---\n", "\n", 1), "", text + "\n[gone](nowhere.md)\n",
			strings.Replace(text, "\ntitle:", "\ndate: yesterday\ntitle:", 1), "\xff\xfe\x00",
		}))
	})
}

// picture shows a new picture in a bundle, or changes one that is there.
func (o *oracle) picture() {
	o.some(func(name string) {
		if path.Base(name) != "index.md" {
			return
		}
		file := path.Join(path.Dir(name), "picture.png")
		img := image.NewRGBA(image.Rect(0, 0, 20+o.random.IntN(20), 20))
		img.Set(o.random.IntN(20), 3, color.RGBA{uint8(o.random.IntN(256)), 0, 0, 255})
		var data bytes.Buffer
		o.must(png.Encode(&data, img))
		o.write(file, data.String())
		if !strings.Contains(o.read(name), "picture.png") {
			o.save(name, o.read(name)+"\n![Pupils read](picture.png)\n")
		}
	})
}

func (o *oracle) settings() {
	text := o.sound["exemplar.yaml"]
	switch o.random.IntN(6) {
	case 0:
		text = regexp.MustCompile(`(?m)^title: .*$`).ReplaceAllString(text, "title: "+o.words(2))
	case 1:
		text = strings.ReplaceAll(text, "\nclean_urls: true", "") + "\nclean_urls: true\n"
	case 2:
		text = strings.ReplaceAll(text, "\nclean_urls: true", "")
	case 3:
		text = strings.ReplaceAll(text, "\nbase_url: https://lp.example/", "") + "\nbase_url: https://lp.example/\n"
	case 4:
		if o.random.IntN(3) == 0 {
			text += "\nnonsense: true\n"
		}
	case 5:
		if o.random.IntN(3) == 0 {
			o.remove("exemplar.yaml")
			return
		}
	}
	o.save("exemplar.yaml", text)
}

func (o *oracle) template() {
	texts := []string{
		"</main><footer>" + o.words(3) + "</footer></body></html>",
		"</main></body></html>",
	}
	if o.random.IntN(4) == 0 {
		texts = []string{"{{if}}"}
	}
	o.save("themes/default/templates/partials/bottom.html", "{{- /* Takes a Base. */ -}}"+o.pick(texts))
}

// revert brings back the files of the last version without errors, as git does.
func (o *oracle) revert() {
	o.log = append(o.log, "revert")
	var there []string
	o.must(fs.WalkDir(os.DirFS(o.dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			there = append(there, name)
		}
		return err
	}))
	for _, name := range there {
		if _, ok := o.sound[name]; !ok {
			o.remove(name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(o.sound)) {
		info, err := os.Stat(o.path(name))
		text := o.sound[name]
		if text == fs.ModeDir.String() {
			continue
		}
		if err != nil || info.IsDir() || o.read(name) != text {
			o.remove(name)
			o.write(name, text)
		}
	}
}
