package content_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"

	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/diag"
	"github.com/exemplar-lp/exemplar/internal/strict"
)

// TestParse_typos makes every single slip in every key of every kind: none is
// read as anything, and nearly all lead to the right key.
func TestParse_typos(t *testing.T) {
	files := map[content.Kind]string{
		content.KindPage: "content/a.md", content.KindSection: "content/a/_index.md", content.KindFramework: "content/standards/a/_index.md",
		content.KindStandard: "content/standards/a/b.md", content.KindCaseStudy: "content/case-studies/a.md", content.KindPractitioner: "content/practitioners/a.md",
		content.KindSchool: "content/schools/a.md", content.KindEvent: "content/events/a.md", content.KindOpportunity: "content/opportunities/a.md",
	}
	all, right := 0, 0
	r := content.NewReader(content.Options{})
	for _, kind := range content.Kinds() {
		keys := keysOf(t, kind)
		for _, key := range keys {
			for _, slip := range slips(key) {
				if slices.Contains(keys, slip) {
					continue
				}
				all++
				_, problems := r.Parse(files[kind], []byte("---\n"+slip+": x\n---\n"))
				i := slices.IndexFunc(problems, func(d diag.Diagnostic) bool { return d.Code == diag.SchemaUnknownKey })
				if i < 0 || problems[i].Position.Line != 2 {
					t.Fatalf("%s is accepted in %s: %v", slip, kind, problems)
				}
				if strings.Contains(problems[i].Hint, fmt.Sprintf("%q", key)) {
					right++
				}
			}
		}
	}
	t.Logf("%d slips, %d with the right hint", all, right)
	if all < 500 || right*100 < all*95 {
		t.Errorf("of %d slips %d lead to the right key", all, right)
	}
}

// slips has a word with one letter missing, doubled, changed or swapped.
func slips(word string) []string {
	var list []string
	for i := range word {
		list = append(list, word[:i]+word[i+1:], word[:i+1]+word[i:], word[:i]+"q"+word[i+1:])
		if i > 0 && word[i] != word[i-1] {
			list = append(list, word[:i-1]+string(word[i])+string(word[i-1])+word[i+1:])
		}
	}
	slices.Sort(list)
	return slices.DeleteFunc(slices.Compact(list), func(s string) bool { return len(s) < 3 || s == word })
}

// keysOf reads the keys of a kind out of its schema.
func keysOf(t *testing.T, kind content.Kind) []string {
	t.Helper()
	var s struct{ Properties map[string]any }
	if err := json.Unmarshal(content.Schema(kind), &s); err != nil {
		t.Fatal(err)
	}
	var keys []string
	for k := range s.Properties {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func TestSchema(t *testing.T) {
	for _, kind := range content.Kinds() {
		got := content.Schema(kind)
		if !bytes.Equal(got, content.Schema(kind)) {
			t.Errorf("the schema of %s changes", kind)
		}
		keys := keysOf(t, kind)
		for _, key := range []string{"title", "summary", "date", "updated", "slug", "aliases", "draft", "order", "lang"} {
			if !slices.Contains(keys, key) {
				t.Errorf("%s has no key %s", kind, key)
			}
		}
		table := content.SchemaTable(kind)
		for _, key := range keys {
			if !strings.Contains(table, "| `"+key+"` |") {
				t.Errorf("the table of %s has no row for %s", kind, key)
			}
		}
	}
	var s struct {
		Required   []string
		Properties map[string]struct {
			Enum  []string
			Items struct {
				Enum       []string
				Properties map[string]any
			}
		}
	}
	if err := json.Unmarshal(content.Schema(content.KindCaseStudy), &s); err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(s.Properties["themes"].Items.Enum, "oracy") || !slices.Contains(s.Properties["scale"].Enum, "whole-school") || s.Properties["impact"].Items.Properties["measure"] == nil {
		t.Errorf("got %+v", s)
	}
}

// TestVocabularies holds that words are ids, that aliases lead to words, and
// that no alias is a word of its own.
func TestVocabularies(t *testing.T) {
	want := []string{"expertise", "group", "key-stage", "offer", "phase", "role", "scale", "sector", "signatory", "subject", "theme"}
	if d := cmp.Diff(want, content.Vocabularies()); d != "" {
		t.Error(d)
	}
	for _, name := range want {
		words := content.Vocabulary(name)
		for i, w := range words {
			if w != content.Slugify(w) || slices.Contains(words[:i], w) {
				t.Errorf("%s has %q", name, w)
			}
		}
	}
}

// TestVocabularies_labels types each word as a label; the hint has the word.
func TestVocabularies_labels(t *testing.T) {
	r := content.NewReader(content.Options{})
	for _, theme := range content.Vocabulary("theme") {
		label := strings.ToUpper(theme[:1]) + strings.ReplaceAll(theme[1:], "-", " ")
		_, problems := r.Parse("content/case-studies/a.md", []byte("---\ntitle: A\npractitioners: [a]\nschool: s\ndate: 2026-03-12\nstandards: [PS1]\nthemes: ["+label+"]\n---\n"))
		if len(problems) != 1 || problems[0].Hint != fmt.Sprintf("did you mean %q?", theme) {
			t.Errorf("%q gives %v", label, problems)
		}
	}
}

// TestParts has the headings that people use.
func TestParts(t *testing.T) {
	for heading, want := range map[string]string{
		"Why this focus": "challenge", "The challenge": "challenge", "Our challenge": "challenge", "Context": "challenge", "Background": "challenge", "Rationale": "challenge", "1. The challenge": "challenge",
		"What we did": "approach", "Method": "approach", "Implementation": "approach", "WHAT WE DID:": "approach", "2) Approach": "approach",
		"Problems and how we tackled them": "problems", "Barriers": "problems", "Section 3: Problems encountered": "problems",
		"Impact": "impact", "Results": "impact", "Outcomes": "impact", "Findings": "impact", "The impact of our work": "impact", "Results & impact": "impact",
		"What we learned": "learning", "What we’ve learned": "", "What we learnt": "learning", "Reflections": "learning", "Lessons": "learning", "Key learning points": "learning",
		"How other schools could use this": "transfer", "Advice to others": "transfer",
		"Continuing challenges": "continuing", "What didn't work": "continuing", "What didn’t work": "continuing", "Next steps": "continuing", "What next?": "continuing",
		"Additional validation": "validation", "Use this tomorrow": "practical", "Use this tomorrow!": "practical", "**Impact**": "impact",
		"The page": "", "Osmerby Primary": "", "Impact on the canteen": "",
	} {
		e, problems := content.Parse("content/case-studies/a.md", []byte("---\ntitle: A\npractitioners: [a]\nschool: s\ndate: 2026-03-12\nstandards: [PS1]\n---\n\n## "+heading+"\n\nText.\n"), content.Options{})
		if len(problems) != 0 {
			t.Errorf("%q gives %v", heading, problems)
			continue
		}
		got := ""
		if parts := e.(*content.CaseStudy).Parts; len(parts) == 1 {
			got = parts[0].String()
		}
		if got != want {
			t.Errorf("%q is %q, want %q", heading, got, want)
		}
	}
}

func TestParts_onlyTheHighestLevel(t *testing.T) {
	e, _ := content.Parse("content/case-studies/a.md", []byte("---\ntitle: A\n---\n\n### Impact\n\n## What we did\n\n### Results\n\n## Impact\n"), content.Options{})
	want := []content.Part{content.NoPart, content.PartApproach, content.NoPart, content.PartImpact}
	if d := cmp.Diff(want, e.(*content.CaseStudy).Parts); d != "" {
		t.Error(d)
	}
}

func TestSlugify(t *testing.T) {
	for name, want := range map[string]string{
		"Talk partners": "talk-partners", "Llŷn": "llyn", "é": "e", "Straße": "strasse", "Łódź": "lodz", "Zieliński": "zielinski", "Ysgol Tŷ’r Felin": "ysgol-tyr-felin",
		"a_b.c": "a-b-c", "  a  ": "a", "--a--b--": "a-b", "Is it paid?": "is-it-paid", "½ term": "1-2-term", "日本語": "", "": "", "C#": "c", "Æsop & co": "aesop-co", "talk": "talk",
		"İstanbul": "istanbul", "ﬁrst": "first", "①": "1",
	} {
		if got := content.Slugify(name); got != want {
			t.Errorf("%q is %q, want %q", name, got, want)
		}
	}
}

// TestSlugify_forms holds that composed and decomposed letters give one slug,
// for every letter of Latin, Greek and Cyrillic.
func TestSlugify_forms(t *testing.T) {
	for r := rune(0xA0); r < 0x530; r++ {
		name := "a" + string(r) + "b"
		if c, d := content.Slugify(norm.NFC.String(name)), content.Slugify(norm.NFD.String(name)); c != d {
			t.Errorf("%q is %q and %q", name, c, d)
		}
	}
}

func TestCheckSlug(t *testing.T) {
	for _, slug := range []string{"a", "talk-partners", "2026", "com", "com10", "console", "index-2", strings.Repeat("a", 100)} {
		if why := content.CheckSlug(slug); why != "" {
			t.Errorf("%q: %s", slug, why)
		}
	}
	for _, slug := range []string{"", "A", "a b", "a--b", "-a", "a/b", "..", ".", "é", "con", "prn", "aux", "nul", "com0", "com9", "lpt1", "index", strings.Repeat("a", 101), "a.b", "a\x00"} {
		if content.CheckSlug(slug) == "" {
			t.Errorf("%q is taken for a slug", slug)
		}
	}
}

func TestNormalise(t *testing.T) {
	for name, c := range map[string]struct{ raw, want string }{
		"plain":       {"a\nb\n", "a\nb\n"},
		"crlf":        {"a\r\nb\r\n", "a\nb\n"},
		"cr":          {"a\rb\r", "a\nb\n"},
		"mixed":       {"a\r\nb\rc\nd\r\r\n", "a\nb\nc\nd\n\n"},
		"mark":        {"\xEF\xBB\xBFa", "a"},
		"two marks":   {"\xEF\xBB\xBF\xEF\xBB\xBFa", "\uFEFFa"},
		"decomposed":  {"Llŷn", "Llŷn"},
		"UTF-16":      {"\xFF\xFEa\x00\r\x00\n\x00\x57\x01", "a\nŗ"},
		"UTF-16 pair": {"\xFE\xFF\xD8\x3D\xDE\x00", "😀"},
		"empty":       {"", ""},
	} {
		src, problems := content.Normalise("x", []byte(c.raw))
		if string(src.Text) != c.want || len(problems) != 0 {
			t.Errorf("%s is %q, %v", name, src.Text, problems)
		}
	}
	for name, raw := range map[string]string{"Latin": "caf\xe9", "Windows": "\x93a\x94", "cut": "a\xe2\x80", "overlong": "\xc0\xaf", "surrogate": "\xed\xa0\x80", "NUL": "a\x00b", "UTF-16 alone": "\xFF\xFE\x00\xD8"} {
		src, problems := content.Normalise("x", []byte(raw))
		if !problems.HasErrors() || !utf8.Valid(src.Text) {
			t.Errorf("%s is %q, %v", name, src.Text, problems)
		}
	}
}

// TestLoad_examplePortal reads the portal in the repository as it is.
func TestLoad_examplePortal(t *testing.T) {
	set, problems, err := content.Load(os.DirFS("../.."), content.Options{})
	if err != nil || len(set.Entries) < 100 {
		t.Fatalf("%d entries, %v", len(set.Entries), err)
	}
	for _, p := range problems {
		if p.Severity == diag.Error {
			t.Error(p)
		}
	}
}

// FuzzParse holds that no file panics, that the body is the end of the text, and
// that every problem is in the file and has words.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"---\ntitle: a\n---\nbody\n", "---\r\ntitle: a: b\r\n---\r\n", "\xEF\xBB\xBF---\ntitle: a\n--- \n", "+++\na={#\n+++", "---\ntitle: a\n\nprose\n---\n", "—\ntitle\n—\n", "---\n", "", "---\n---", "\n\n---\na: 1\n...\n",
		"---\npractitioners: [a\nschool: x\ndate: 31/02/2026\nimpact:\n - measure: TBC\n---\n## Impact\n[insert x] [PS1]\n", "\xFF\xFE-\x00-\x00-\x00\n\x00", "  ---\ntitle: |\n  ---\n---\n", "---\u00a0\ntitle: a\n---\u0085\n", "---\nslug: ../x\naliases: [//a]\nlang: cy\n---",
	} {
		f.Add([]byte(seed))
	}
	r := content.NewReader(content.Options{})
	f.Fuzz(func(t *testing.T, raw []byte) {
		src, _ := content.Normalise("content/case-studies/a.md", raw)
		lines := strings.Count(string(src.Text), "\n") + 1
		for _, file := range []string{"content/case-studies/a.md", "content/practitioners/a/index.md", "content/standards/a/_index.md"} {
			e, problems := r.Parse(file, raw)
			for _, p := range problems {
				if p.Message == "" || p.Position.File == "" || p.Position.Line < 0 || p.Position.Line > lines || p.Position.Column < 0 {
					t.Errorf("%+v of %d lines", p, lines)
				}
			}
			if e == nil {
				if !problems.HasErrors() {
					t.Error("neither an entry nor an error")
				}
				continue
			}
			if slug := e.Common().Slug; slug != "index" && content.CheckSlug(slug) != "" {
				t.Errorf("the slug is %q", slug)
			}
			if from, ok := content.BodyOffset(src); !ok || from > len(src.Text) || !problems.HasErrors() && !closedBefore(src.Text, from) {
				t.Errorf("the body starts at %d of %d", from, len(src.Text))
			}
		}
	})
}

// closedBefore reports whether a fence ends right before the body.
func closedBefore(text []byte, from int) bool {
	before := bytes.TrimRight(bytes.TrimSuffix(text[:from], []byte("\n")), " \t")
	return bytes.HasSuffix(before, []byte("\n---"))
}

// FuzzSlugify holds that a slug is one by its own rules or is refused, stays
// itself, is the same for every form of Unicode, and is safe in a path.
func FuzzSlugify(f *testing.F) {
	for _, seed := range []string{"Talk partners", "Llŷn", "../../etc", "CON", "com¹", "é", "a\x00b", "％２Ｅ", "ſ", "K", "日本"} {
		f.Add(seed)
	}
	good := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	f.Fuzz(func(t *testing.T, name string) {
		slug := content.Slugify(name)
		if slug != "" && (!good.MatchString(slug) || content.Slugify(slug) != slug) {
			t.Errorf("%q is %q", name, slug)
		}
		if utf8.ValidString(name) && content.Slugify(norm.NFD.String(name)) != content.Slugify(norm.NFC.String(name)) {
			t.Errorf("%q has two slugs", name)
		}
		if content.CheckSlug(slug) == "" && (path.Clean("a/"+slug) != "a/"+slug || len(slug) > content.LongestSlug) {
			t.Errorf("%q is %q", name, slug)
		}
	})
}

var _ strict.Reader = (*content.Ref)(nil)
