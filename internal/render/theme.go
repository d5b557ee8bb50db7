package render

import (
	"cmp"
	"errors"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/exemplar-lp/exemplar/internal/diag"
	"github.com/exemplar-lp/exemplar/internal/strict"
)

// builtIn is how messages name the folder of the theme that comes with the
// program.
const builtIn = "themes/default"

// Theme is a parsed theme: templates for each of its languages, and assets. It
// does not change once loaded, apart from the escaping that html/template does
// once, under its own lock, when a template is first used.
type Theme struct {
	// About is theme.yaml.
	About About
	// languages are by tag, the first language file being the theme's own.
	languages map[string]*Language
	// sets holds the templates with the words of one language, by its tag.
	sets map[string]*templates
	// assets are minified.
	assets []themeFile
	// origins leads from a theme file's name to its path for messages.
	origins map[string]origin
}

// About is what theme.yaml says of a theme.
type About struct {
	Name        string `key:"name,required" doc:"The theme's name."`
	Description string `key:"description" doc:"What it looks like, in a sentence."`
	Licence     string `key:"licence" doc:"How others may use it."`
	// Language is the file that is asked where another lacks a word.
	Language string `key:"language,required" doc:"The language file that has every word: en."`
}

// themeFile is one file of a theme, overlaid.
type themeFile struct {
	// name is relative to the theme: templates/home.html.
	name string
	text []byte
}

// origin is where a theme file comes from.
type origin struct {
	path   string
	source *diag.Source
}

// LoadTheme reads the theme in base with the files of overlay over it: a
// template or asset of the overlay replaces the one of the same name, and the
// lines of its language files replace single lines. Overlay may be nil; where is
// its path relative to the site's root, such as themes/ours, for messages. The
// theme is usable if the list has no errors.
func LoadTheme(base, overlay fs.FS, where string) (*Theme, diag.List) {
	t := &Theme{
		languages: map[string]*Language{},
		sets:      map[string]*templates{},
		origins:   map[string]origin{},
	}
	var problems diag.List
	lower, found := readTheme(base, builtIn)
	problems = append(problems, found...)
	upper, found := readTheme(overlay, where)
	problems = append(problems, found...)
	for name, text := range lower {
		t.note(name, path.Join(builtIn, name), text)
	}
	for name, text := range upper {
		t.note(name, path.Join(where, name), text)
	}
	problems = append(problems, t.readAbout()...)
	problems = append(problems, t.readLanguages(lower, builtIn)...)
	problems = append(problems, t.readLanguages(upper, where)...)
	t.chain()
	problems = append(problems, t.parse()...)
	t.assets = minifiedFiles(t.files("assets/"))
	return t, problems.Sort()
}

func (t *Theme) note(name, where string, text []byte) {
	t.origins[name] = origin{where, diag.NewSource(where, text)}
}

// files returns the overlaid files below a folder of the theme, by name.
func (t *Theme) files(folder string) []themeFile {
	var list []themeFile
	for _, name := range slices.Sorted(maps.Keys(t.origins)) {
		if strings.HasPrefix(name, folder) {
			list = append(list, themeFile{name, t.origins[name].source.Text})
		}
	}
	return list
}

// mostOfTheme is the size in bytes of the largest file that a theme may have.
const mostOfTheme = 8 << 20

// readTheme returns the files of one layer by name. Hidden files are not part
// of a theme; links are reported and not followed.
func readTheme(layer fs.FS, where string) (map[string][]byte, diag.List) {
	files, problems := map[string][]byte{}, diag.List{}
	if layer == nil {
		return files, nil
	}
	err := fs.WalkDir(layer, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case name != "." && strings.HasPrefix(d.Name(), "."):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.Type()&fs.ModeSymlink != 0:
			problems.Add(diag.FileSymlink, diag.Position{File: path.Join(where, name)}, "put a copy of the file or folder in its place",
				"%q only points to another place, and such links are not followed", d.Name())
			return nil
		case !d.Type().IsRegular():
			return nil
		}
		if info, err := d.Info(); err == nil && info.Size() > mostOfTheme {
			problems.Add(diag.FileTooLarge, diag.Position{File: path.Join(where, name)}, "make it smaller: every visitor has to wait for it",
				"the file is larger than %d MiB", mostOfTheme>>20)
			return nil
		}
		text, err := fs.ReadFile(layer, name)
		files[name] = text
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		problems.Add(diag.FileUnreadable, diag.Position{File: where}, "", "the theme cannot be read: %v", err)
	}
	return files, problems
}

// asTemplate reports every problem of a theme's YAML under the theme's code.
var asTemplate = map[diag.Code]diag.Code{
	diag.FrontSyntax:        diag.TemplateParse,
	diag.FrontTooLarge:      diag.TemplateParse,
	diag.FrontFeature:       diag.TemplateParse,
	diag.FrontUnseen:        diag.TemplateParse,
	diag.SchemaUnknownKey:   diag.TemplateParse,
	diag.SchemaDuplicateKey: diag.TemplateParse,
	diag.SchemaRequired:     diag.TemplateParse,
	diag.SchemaType:         diag.TemplateParse,
	diag.SchemaValue:        diag.TemplateParse,
}

func decode(file string, text []byte, into any, what string) diag.List {
	src := diag.NewSource(file, text)
	_, problems := strict.Decode(src, 0, len(text), into, strict.Env{
		What: what, Codes: asTemplate, Limits: strict.Limits{Bytes: 1 << 20, Keys: 2000},
	})
	return problems
}

func (t *Theme) readAbout() diag.List {
	file, ok := t.origins["theme.yaml"]
	if !ok {
		var list diag.List
		list.Add(diag.TemplateParse, diag.Position{File: builtIn}, "", "the theme has no theme.yaml")
		return list
	}
	return decode(file.path, file.source.Text, &t.About, "theme.yaml")
}

// readLanguages adds the words of one layer's i18n folder to those there.
func (t *Theme) readLanguages(layer map[string][]byte, where string) diag.List {
	var problems diag.List
	for _, name := range slices.Sorted(maps.Keys(layer)) {
		if path.Dir(name) != "i18n" || path.Ext(name) != ".yaml" {
			continue
		}
		l := new(Language)
		problems = append(problems, decode(path.Join(where, name), layer[name], l, "a language file")...)
		tag := strings.TrimSuffix(path.Base(name), ".yaml")
		if old, ok := t.languages[tag]; ok {
			l = old.with(l)
		}
		t.languages[tag] = l
	}
	return problems
}

// with returns the language with the words of another over its own.
func (l *Language) with(over *Language) *Language {
	merged := Language{
		Tag: cmp.Or(over.Tag, l.Tag), Name: cmp.Or(over.Name, l.Name),
		Days: l.Days, Months: l.Months,
		Texts: overlaid(l.Texts, over.Texts), Plurals: overlaid(l.Plurals, over.Plurals),
		Labels: maps.Clone(l.Labels),
	}
	if len(over.Days) > 0 {
		merged.Days = over.Days
	}
	if len(over.Months) > 0 {
		merged.Months = over.Months
	}
	for vocabulary, words := range over.Labels {
		if merged.Labels == nil {
			merged.Labels = map[string]map[string]string{}
		}
		merged.Labels[vocabulary] = overlaid(merged.Labels[vocabulary], words)
	}
	return &merged
}

func overlaid[V any](under, over map[string]V) map[string]V {
	merged := make(map[string]V, len(under)+len(over))
	maps.Copy(merged, under)
	maps.Copy(merged, over)
	return merged
}

// chain lets every language ask the theme's own for a word it lacks.
func (t *Theme) chain() {
	spare := t.languages[t.About.Language]
	for _, l := range t.languages {
		if l != spare {
			l.spare = spare
		}
	}
}

// language returns the language for a tag such as en-GB, or the theme's own.
func (t *Theme) language(tag string) *Language {
	for _, name := range []string{tag, baseTag(tag), t.About.Language} {
		if l, ok := t.languages[name]; ok {
			return l
		}
	}
	return &Language{Tag: "en"}
}

// set returns the templates with the words of a language.
func (t *Theme) set(l *Language) *templates {
	for tag, known := range t.languages {
		if known == l {
			return t.sets[tag]
		}
	}
	return t.sets[t.About.Language]
}
