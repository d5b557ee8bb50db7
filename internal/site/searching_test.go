package site_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	exemplar "github.com/exemplar-lp/exemplar"
	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/render"
	"github.com/exemplar-lp/exemplar/internal/search"
	"github.com/exemplar-lp/exemplar/internal/site"
)

// engine opens the search index of a site, which must have no problem.
func engine(t *testing.T, s *site.Site) *search.Engine {
	t.Helper()
	e, err := search.Open(s.Index().Files)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func file(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }

// smallSite has one page for each name with the front matter beside it, and the
// name as a word of its body.
func smallSite(settings string, pages map[string]string) fstest.MapFS {
	files := fstest.MapFS{"exemplar.yaml": file("title: Portal\nbase_url: https://lp.example/\n" + settings)}
	for name, keys := range pages {
		files["content/programme/"+name+".md"] = file("---\ntitle: About " + name + "\n" + keys + "---\n\nHere stands " + name + ".\n")
	}
	return files
}

// TestLeftOutOfSearch has a word for each page that must not be found, and looks
// for it in the index and in the sitemap.
func TestLeftOutOfSearch(t *testing.T) {
	files := smallSite("", map[string]string{
		"aardvark": "", "badgerling": "draft: true\n", "capybara": "search: false\n", "dormouse": "noindex: true\n", "echidna": "noindex: false\n",
	})
	const study = "---\ntitle: About %\npractitioners: [quokka]\nschool: hill\ndate: 2026-03-12\nthemes: [oracy]\nstatus: %\n---\n\nHere stands %.\n"
	for name, status := range map[string]string{"numbat": "withdrawn", "ocelot": "in-review", "potoroo": "published"} {
		files["content/case-studies/"+name+".md"] = file(strings.Replace(strings.ReplaceAll(strings.Replace(study, "status: %", "status: "+status, 1), "%", name), "title: About", "title: On", 1))
	}
	files["content/schools/hill.md"] = file("---\ntitle: Hill School\n---\n")
	files["content/practitioners/quokka.md"] = file("---\ntitle: Quokka Vole\nschool: hill\npublish: hidden\n---\n\nHere stands wallaby.\n")
	s := loadAny(t, files)
	e := engine(t, s)
	texts, err := s.Index().Texts()
	if err != nil {
		t.Fatal(err)
	}
	all := strings.ToLower(strings.Join(texts, "\n"))
	for word, found := range map[string]bool{
		"aardvark": true, "badgerling": false, "capybara": false, "dormouse": false, "echidna": true,
		"numbat": false, "ocelot": false, "potoroo": true, "wallaby": false,
	} {
		if a := e.Query(word, nil, 10); (len(a.Pages) > 0 && len(a.Corrected) == 0) != found {
			t.Errorf("%s: %d results, corrected to %v", word, len(a.Pages), a.Corrected)
		}
		if strings.Contains(all, word) != found {
			t.Errorf("%s in the index's texts: %t", word, !found)
		}
	}
	sitemap := text(t, s, "sitemap.xml")
	page := text(t, s, "programme/dormouse.html")
	if strings.Contains(sitemap, "dormouse") || !strings.Contains(sitemap, "aardvark") || !strings.Contains(page, `name="robots"`) {
		t.Errorf("noindex: the sitemap is %s\nand the page %s", sitemap, page)
	}
	if strings.Contains(text(t, s, "programme/aardvark.html"), `name="robots"`) {
		t.Error("a page without noindex asks to be left out")
	}
}

// text returns the bytes of one output.
func text(t *testing.T, s *site.Site, path string) string {
	t.Helper()
	for _, o := range s.Direct() {
		if o.Path == path {
			data, err := o.Bytes(new(bytes.Buffer))
			if err != nil {
				t.Fatal(err)
			}
			return string(data)
		}
	}
	t.Fatalf("there is no %s", path)
	return ""
}

// TestOwnSynonyms has a list of the site's own, with mistakes in it.
func TestOwnSynonyms(t *testing.T) {
	files := smallSite("", map[string]string{"apply": "summary: How to ask for a place at the roost.\n"})
	files["synonyms.txt"] = file("# Ours\n\nroost = staff room = den\njust a word\nhub =\n")
	s := loadAny(t, files)
	if a := engine(t, s).Query("den", nil, 10); len(a.Pages) != 1 || strings.Join(a.Also, ",") != "roost" {
		t.Errorf("den finds %d pages, also looked for %v", len(a.Pages), a.Also)
	}
	var got []string
	for _, d := range s.Problems {
		if d.Position.File == site.Synonyms {
			got = append(got, d.Position.String()+" "+d.Message+" ("+d.Hint+")")
		}
	}
	const hint = " (write the words of a line with = between them, for example: TA = teaching assistant)"
	want := "synonyms.txt:4:1 \"just a word\" is not a list of synonyms" + hint + "\nsynonyms.txt:5:1 \"hub =\" is not a list of synonyms" + hint
	if strings.Join(got, "\n") != want {
		t.Errorf("problems:\n%s\nwant:\n%s", strings.Join(got, "\n"), want)
	}
}

// TestSearchSpeaksBothLanguages proves that the theme has every text of the
// search in English and in Welsh, and that a Welsh site's index carries them.
func TestSearchSpeaksBothLanguages(t *testing.T) {
	base, err := fs.Sub(exemplar.Themes, "themes/default")
	if err != nil {
		t.Fatal(err)
	}
	theme, _ := render.LoadTheme(base, nil, "")
	english, welsh := theme.Words("en-GB"), theme.Words("cy")
	asked := 0
	search.Collect(&catalog.Catalog{}, search.Options{Text: func(key string) string {
		asked++
		_, form, _ := strings.Cut(key, ".")
		if e, w := english.Text(key), welsh.Text(key); !slices.Contains([]string{"zero", "two", "few", "many"}, form) && (e == "" || w == "" || e == w) {
			t.Errorf("%s: %q in English, %q in Welsh", key, e, w)
		}
		return ""
	}}).Index()
	if asked < 20 {
		t.Errorf("only %d texts were asked for", asked)
	}
	texts, err := loadAny(t, smallSite("language: cy\n", map[string]string{"gwneud-cais": "date: 2026-03-12\n"})).Index().Texts()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Yn dangos canlyniadau ar gyfer {words}", "Chwiliwyd hefyd", "ar unrhyw dudalen", "{n} ganlyniad", "Math o dudalen", "12 Mawrth 2026"} {
		if !strings.Contains(strings.Join(texts, "\n"), want) {
			t.Errorf("the index of a Welsh site lacks %q", want)
		}
	}
}

// TestListsAreTheTable proves that every value of the search's table has a list
// with its entries: the lists are planned before the table is made.
func TestListsAreTheTable(t *testing.T) {
	s, err := site.Load(os.DirFS("../.."), site.Options{AsOf: today})
	if err != nil {
		t.Fatal(err)
	}
	made := 0
	for _, o := range s.Direct() {
		if strings.HasPrefix(o.Path, "browse/") && strings.Count(o.Path, "/") == 2 && !strings.HasPrefix(o.Path, "browse/a-z/") {
			made++
		}
	}
	want := 0
	for _, f := range search.Collect(s.Catalog, search.Options{}).Browse() {
		if !slices.Contains([]string{"theme", "subject", "phase", "key-stage", "year"}, f.ID) {
			continue
		}
		for _, v := range f.Values {
			want++
			list := text(t, s, "browse/"+f.ID+"/"+v.ID+".html")
			if got := strings.Count(list, "<li><span><a"); got != v.Entries.Len() {
				t.Errorf("the list of %s %s has %d lines, want %d", f.ID, v.ID, got, v.Entries.Len())
			}
		}
	}
	if made != want || made < 30 {
		t.Errorf("there are %d lists, want %d", made, want)
	}
}

// TestClosedPostsLeaveTheList searches the list of open posts, which must not
// show a closed one that the portal's search still finds.
func TestClosedPostsLeaveTheList(t *testing.T) {
	files := smallSite("", nil)
	for i := range 7 {
		closes := "2199-01-01"
		if i == 0 {
			closes = "2020-01-01"
		}
		files[fmt.Sprintf("content/opportunities/post-%d.md", i)] = file(fmt.Sprintf("---\ntitle: Post %d\nsector: education\ncloses: %s\n---\n", i, closes))
	}
	s := loadAny(t, files)
	if page := text(t, s, "opportunities/index.html"); !strings.Contains(page, `data-fixed="currency=current&amp;kind=opportunity"`) {
		t.Errorf("the list is not fixed to open posts: %s", page)
	}
	e := engine(t, s)
	for fixed, want := range map[string]int{"current": 6, "expired": 1} {
		if a := e.Query("post", map[string][]string{"kind": {"opportunity"}, "currency": {fixed}}, 10); len(a.Pages) != want {
			t.Errorf("%d posts are %s, want %d", len(a.Pages), fixed, want)
		}
	}
}
