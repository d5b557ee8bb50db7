package search

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/shelf"
)

// bytesOf returns the files of an index by path.
func bytesOf(ix *Index) map[string]string {
	m := map[string]string{}
	for _, f := range ix.Files {
		m[f.Path] = string(f.Bytes(new(bytes.Buffer)))
	}
	return m
}

func TestBuild_equalForEqualInput(t *testing.T) {
	cat := example(t)
	want := bytesOf(Collect(cat, Options{Workers: 1}).Index())
	for _, workers := range []int{1, 2, 7} {
		if d := cmp.Diff(want, bytesOf(Collect(cat, Options{Workers: workers}).Index())); d != "" {
			t.Errorf("%d workers: %s", workers, d[:min(len(d), 500)])
		}
	}
}

func TestBuild_smallSiteIsOneFile(t *testing.T) {
	if ix := Collect(portal(t), Options{}).Index(); len(ix.Files) != 1 || ix.Files[0].Path != "search/index.js" {
		t.Errorf("%d files, the first %s", len(ix.Files), ix.Files[0].Path)
	}
	if ix := Collect(example(t), Options{}).Index(); len(ix.Files) < 50 {
		t.Errorf("the example has only %d files", len(ix.Files))
	}
}

func TestBuild_filesAreScriptsNamedByContent(t *testing.T) {
	name := regexp.MustCompile(`^search/([scf][0-9a-f]{8}|[wt][0-9a-f]{8}/[0-9a-z]+)\.js$`)
	call := regexp.MustCompile(`^(XS\("[0-9a-z/]+","[A-Za-z0-9+/=.]*"\)\n)+$`)
	for path, data := range bytesOf(Collect(example(t), Options{}).Index()) {
		if path != "search/index.js" && !name.MatchString(path) {
			t.Errorf("%s has no name by content", path)
		}
		if !call.MatchString(data) {
			t.Errorf("%s is no call of XS with plain characters", path)
		}
	}
}

func TestBuild_emptySite(t *testing.T) {
	ix := new(Collection).Index()
	e, err := Open(ix.Files)
	if err != nil {
		t.Fatal(err)
	}
	if a := e.Query("anything at all", nil, 10); len(a.Pages) != 0 {
		t.Errorf("found %v in nothing", a.Pages)
	}
}

// TestBuild_leavesOut looks for words that only a draft and a page with
// search: false have, in every unpacked file.
func TestBuild_leavesOut(t *testing.T) {
	cat := portal(t)
	e := open(t, cat, Options{})
	for name := range e.file {
		if name[0] == 't' {
			continue
		}
		var data []byte
		if name[0] == 'f' {
			_, names, _ := strings.Cut(e.content(name), ".")
			data = []byte(e.book.decode(names))
		} else {
			var err error
			if data, err = e.inflate(name); err != nil {
				t.Fatal(err)
			}
		}
		for _, word := range []string{"zebra", "quagga", "unfinished", "photograph"} {
			if strings.Contains(string(data), word) {
				t.Errorf("%s has %q", name, word)
			}
		}
	}
	for page := range e.manifest.Pages {
		if l := e.text(page).Link; strings.Contains(l, "unfinished") || strings.Contains(l, "hidden") {
			t.Errorf("page %d is %s", page, l)
		}
	}
}

// readingOf reads a catalogue with three workers, four files at a time.
func readingOf(cat *catalog.Catalog, texts *shelf.Shelf, room int) *reading {
	c, m := Collect(cat, Options{}), &manifest{}
	m.kinds(c.entries, Options{})
	book := m.learn(c)
	return &reading{Collection: c, analyser: newAnalyser("en"), book: book, layout: m.layout(), perFolder: 4, shelf: texts, workers: 3, room: room}
}

// TestInvert_littleRoom puts lists away after every page. They are the same.
func TestInvert_littleRoom(t *testing.T) {
	cat := example(t)
	var texts shelf.Shelf
	defer texts.Close()
	roomy, _ := readingOf(cat, nil, workerRoom).invert()
	tight, _ := readingOf(cat, &texts, 1).invert()
	away := 0
	for _, want := range roomy.sorted() {
		var a, b []posting
		want.postings(new(merger), nil, func(x posting) { a = append(a, x) })
		got := tight.terms[want.stem]
		got.postings(new(merger), &texts, func(x posting) { b = append(b, x) })
		if !slices.Equal(a, b) {
			t.Errorf("%s: %v, want %v", want.stem, b, a)
		}
		for _, r := range got.runs {
			away += len(r.away)
		}
	}
	if len(tight.terms) != len(roomy.terms) || away < 20 {
		t.Errorf("%d terms, want %d; %d runs were put away", len(tight.terms), len(roomy.terms), away)
	}
}

func TestBuild_listsComeBack(t *testing.T) {
	cat := example(t)
	l, _ := readingOf(cat, nil, workerRoom).invert()
	average := l.averages()
	e := open(t, cat, Options{})
	for _, term := range l.sorted() {
		p := l.pack(new(packing), term, average)
		for _, f := range term.forms {
			got := e.lookUp(f.word)
			if got == nil {
				t.Fatalf("%q is not in the lexicon", f.word)
			}
			if len(got.pages) != p.pages || len(got.titles) != p.titles {
				t.Fatalf("%q: %d pages and %d titles, want %d and %d", f.word, len(got.pages), len(got.titles), p.pages, p.titles)
			}
			i := 0
			term.postings(new(merger), nil, func(x posting) {
				want := impact(&x.counts, &l.lengths[x.page], &average)
				if p.dense {
					want = int(p.palette[p.parts(nil, new([]byte))[levelsPart][x.page/4]>>(2*(x.page%4))&3-1])
				}
				if got.pages[i] != x.page || int(got.impacts[i]) != want {
					t.Errorf("%q: page %d with %d, want %d with %d", f.word, got.pages[i], got.impacts[i], x.page, want)
				}
				i++
			})
		}
	}
}

func TestBuild_facetsComeBack(t *testing.T) {
	cat := example(t)
	e := open(t, cat, Options{})
	for _, f := range facetsOf(Collect(cat, Options{})) {
		c := e.column(f.id)
		if d := cmp.Diff(f.values, c.values, cmp.AllowUnexported(value{})); d != "" {
			t.Errorf("%s: %s", f.id, d)
		}
		if d := cmp.Diff(fmt.Sprint(listsOf(&f)), fmt.Sprint(c.of)); d != "" {
			t.Errorf("%s: %s", f.id, d)
		}
	}
}

// listsOf is what each page has of a facet.
func listsOf(f *facet) (lists [][]uint32) {
	for i := range f.of.ends {
		lists = append(lists, f.of.at(i))
	}
	return lists
}

// TestEncodeFacet tries every form on random tables.
func TestEncodeFacet(t *testing.T) {
	book := newCodebook(asBytes("Value 1\nValue 2. The value of values"))
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 1))
		f := facet{id: "x", of: new(numberLists)}
		for i := range 1 + r.IntN([]int{3, 12, 40, 700}[seed%4]) {
			label := fmt.Sprintf("Value é %d", i/3)
			f.values = append(f.values, value{id: fmt.Sprintf("%s-%03d", slugOf(label), i), label: label, group: fmt.Sprint("g", i/5)})
		}
		var kinds []kindRange
		for k := range 1 + r.IntN(4) {
			for range r.IntN(200) {
				var set []int
				for range r.IntN(4) * (k % 2) {
					if v := r.IntN(len(f.values)); !slices.Contains(set, v) {
						set = append(set, v)
					}
				}
				slices.Sort(set)
				f.of.add()
				for _, v := range set {
					f.of.extend(uint32(v))
				}
			}
			kinds = append(kinds, kindRange{End: len(f.of.ends)})
		}
		e := &Engine{file: map[string]func() string{"fx": func() string { return string(encodeFacet(&f, kinds, book)) }}, columns: map[string]*column{}, book: book}
		e.manifest.Pages, e.manifest.Facets, e.manifest.Kinds = len(f.of.ends), []head{{ID: "x", File: "x"}}, kinds
		c := e.column("x")
		if d := cmp.Diff(f.values, c.values, cmp.AllowUnexported(value{})); d != "" {
			t.Fatalf("seed %d: %s", seed, d)
		}
		if got, want := fmt.Sprint(c.of), fmt.Sprint(listsOf(&f)); got != want {
			t.Fatalf("seed %d: lists differ", seed)
		}
	}
}

func TestPackSymbols(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for base := 1; base <= 256; base++ {
		for _, skew := range []float64{1, 3, 20} {
			list := make([]byte, r.IntN(3000))
			for i := range list {
				list[i] = byte(float64(base) * math.Pow(r.Float64(), skew))
			}
			packed := packSymbols(list)
			if got := symbolsIn(packed, len(list)); !bytes.Equal(got, list) {
				t.Errorf("base %d, skew %v: %d numbers come back as others", base, skew, len(list))
			}
			if bits := math.Log2(float64(base)) * float64(len(list)); float64(8*len(packed)) > bits+50 {
				t.Errorf("base %d, skew %v: %d bytes for %.0f bits", base, skew, len(packed), bits)
			}
		}
	}
}

func asBytes(texts ...string) [][]byte {
	var list [][]byte
	for _, s := range texts {
		list = append(list, []byte(s))
	}
	return list
}

func TestCodebook(t *testing.T) {
	texts := []string{
		"", "a", "Title\nlink/to-page.html\n\n\tTabs\tand, commas. And Capitals. not here",
		"PS1 KS2 ALL CAPS aND oDD cAPS", "the the the The THE tHe", "naïve Łódź 日本語 emoji 👩‍🏫 end", "x  two  spaces", "…starts with a mark?yes",
		"\x02id\tHeading\n\x03anchor-id\tPS1 PK2\tMarked text. Done", "1,150 of 2,000 (57.5%)",
	}
	for _, book := range []*codebook{newCodebook(asBytes(texts...)), newCodebook(nil), newCodebook(asBytes(strings.Repeat("the of and to. ", 300)))} {
		for _, text := range texts {
			if got := book.decode(string(book.encode([]byte(text)))); got != text {
				t.Errorf("%q came back as %q", text, got)
			}
		}
	}
}

func TestCodebook_isSmaller(t *testing.T) {
	var texts [][]byte
	size := 0
	c := Collect(example(t), Options{})
	pages := c.newPager()
	var s sheet
	for n := range c.entries {
		s.write(pages.whole(n))
		texts = append(texts, s.copy())
		size += len(texts[n])
	}
	book := newCodebook(texts)
	coded := 0
	for _, text := range texts {
		coded += len(book.encode(text)) * 6 / 8
	}
	if coded*100 > size*40 {
		t.Errorf("%d bytes of text take %d", size, coded)
	}
}

func TestManifest_isValidJSON(t *testing.T) {
	e := open(t, portal(t), Options{Text: func(key string) string { return "<b>" + key + `"</b>` }})
	data, err := e.inflate("m")
	if err != nil || !json.Valid(data) {
		t.Errorf("%v, %s", err, data)
	}
	if got := e.manifest.Says["more"]; got != `<b>more"</b>` {
		t.Errorf("text is %q", got)
	}
}

func TestBrowse(t *testing.T) {
	seen := map[string]int{}
	var names []string
	for _, f := range Collect(portal(t), Options{}).Browse() {
		names = append(names, f.ID)
		for _, v := range f.Values {
			if v.Entries.Len() == 0 {
				t.Errorf("%s %s is empty", f.ID, v.ID)
			}
			for e := range v.Entries.All() {
				seen[f.ID+" "+e.Common().Path()]++
			}
		}
	}
	want := []string{"kind", "standard", "level", "strength", "theme", "subject", "phase", "key-stage", "school", "practitioner", "role", "year", "currency", "framework", "letter"}
	if d := cmp.Diff(want, names); d != "" {
		t.Error(d)
	}
	for _, e := range Collect(portal(t), Options{}).entries {
		path := e.Common().Path()
		if seen["letter "+path] != 1 || seen["kind "+path] != 1 {
			t.Errorf("%s is under %d letters and %d kinds", path, seen["letter "+path], seen["kind "+path])
		}
	}
}

func BenchmarkQuery(b *testing.B) {
	e := open(b, example(b), Options{})
	for b.Loop() {
		e.Query("how do I improve attendance in year 9", nil, 10)
	}
}
