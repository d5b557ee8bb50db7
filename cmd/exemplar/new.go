package main

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"text/template"

	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/diag"
)

//go:embed stub/*.md
var stubs embed.FS

type newCommand struct {
	Site      string `short:"s" default:"." placeholder:"DIR" help:"The site's root (default: this folder)."`
	Framework string `placeholder:"NAME" help:"For a standard, the framework's folder (default: the site's default one)."`
	Folder    string `placeholder:"DIR" help:"For a page or a section, the folder under content/."`
	Kind      string `arg:"" optional:"" help:"case-study, practitioner, school, event, opportunity, standard, framework, page or section."`
	Title     string `arg:"" optional:"" help:"The title, or the name of a person."`
}

// Help says what is asked, and gives examples.
func (newCommand) Help() string {
	return "In a terminal it asks for what the page needs, with the lists to choose from.\n\n" + examples("exemplar new", `exemplar new case-study "Talk partners that lift reading"`, `exemplar new practitioner "Amira Khan"`, `exemplar new page "Who can apply" --folder programme`)
}

// Run writes the file and prints its path. It never overwrites one.
func (c *newCommand) Run(env *environment) error {
	ask := newQuestions(env)
	kind, err := c.kind(ask)
	if err != nil {
		return err
	}
	s, err := siteFlags{Site: c.Site, Drafts: true}.open(env, "")
	if err != nil {
		return err
	}
	if err := c.title(ask); err != nil {
		return err
	}
	slug := content.Slugify(c.Title)
	if hint := content.CheckSlug(slug); hint != "" {
		return usage(fmt.Sprintf("%q has no letter or digit that an address could be made of", c.Title))
	}
	today, err := env.today()
	if err != nil {
		return err
	}
	stub := stub{Today: today.String(), cat: s.Catalog, Title: yamlText(c.Title), Code: strings.ToUpper(slug)}
	if stub.picked, err = c.pick(ask, kind, stub); err != nil {
		return err
	}
	data, err := stub.fill(kind)
	if err != nil {
		return err
	}
	name := c.path(kind, slug, s.Catalog)
	if err := c.write(name, data); err != nil {
		return err
	}
	fmt.Fprintln(env.stdout, filepath.Join(c.Site, filepath.FromSlash(name)))
	fmt.Fprintf(env.stderr, "open it in an editor, fill it in, and run: exemplar check%s\n", siteFlag(c.Site))
	return nil
}

func parseKind(name string) (content.Kind, error) {
	var names []string
	for _, k := range content.Kinds() {
		if k.String() == name {
			return k, nil
		}
		names = append(names, k.String())
	}
	return 0, &fault{exitUsage, fmt.Sprintf("there is no kind %q; there are %s", name, strings.Join(names, ", ")), diag.DidYouMean(name, names, "")}
}

// path returns the new file's place relative to the site's root.
func (c *newCommand) path(kind content.Kind, slug string, cat *catalog.Catalog) string {
	folder := path.Join(content.Folder, kind.Folder())
	switch kind {
	case content.KindFramework:
		return path.Join(folder, slug, "_index.md")
	case content.KindStandard:
		return path.Join(folder, c.framework(cat), slug+".md")
	case content.KindSection:
		return path.Join(folder, path.Join("/", c.Folder), slug, "_index.md")
	case content.KindPage:
		return path.Join(folder, path.Join("/", c.Folder), slug+".md")
	}
	return path.Join(folder, slug+".md")
}

func (c *newCommand) framework(cat *catalog.Catalog) string {
	if c.Framework == "" && len(cat.Frameworks) > 0 {
		return cat.Frameworks[0].ID
	}
	return path.Base(path.Join("/", c.Framework))
}

// write refuses to touch a file that is there, as a page or as a bundle.
func (c *newCommand) write(name string, data []byte) error {
	full := filepath.Join(c.Site, filepath.FromSlash(name))
	bundle := strings.TrimSuffix(full, ".md")
	if _, err := os.Stat(bundle); err == nil && filepath.Base(name) != "_index.md" {
		return &fault{exitUsage, fmt.Sprintf("%s is there already", diag.InQuotes(bundle)), "give the new page another title"}
	}
	err := writeNew(full, data)
	if errors.Is(err, fs.ErrExist) {
		return &fault{exitUsage, fmt.Sprintf("%s is there already", diag.InQuotes(full)), "give the new page another title, or edit that file"}
	}
	return err
}

// stub is what the templates of new files see.
type stub struct {
	Title, Today, Code string
	cat                *catalog.Catalog
	// picked is what was answered, by key.
	picked map[string]string
}

// Pick returns what was answered for a key, or else the text given.
func (s stub) Pick(key, otherwise string) string {
	if answer := s.picked[key]; answer != "" {
		return answer
	}
	return otherwise
}

func (s stub) fill(kind content.Kind) ([]byte, error) {
	t, err := template.New(kind.String()+".md").ParseFS(stubs, "stub/"+kind.String()+".md")
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = t.Execute(&b, s)
	return b.Bytes(), err
}

// First returns the first name that the site knows of a kind of entry.
func (s stub) First(kind string) string {
	if names := s.names(kind); len(names) > 0 {
		return names[0]
	}
	return ""
}

// Choices returns the end of a comment that lists what may be typed.
func (s stub) Choices(kind string) string {
	const most = 12
	names := s.names(kind)
	if len(names) < 2 {
		return "."
	}
	if len(names) > most {
		return ": " + strings.Join(names[:most], ", ") + " …"
	}
	return ": " + strings.Join(names, ", ") + "."
}

func (s stub) names(kind string) []string {
	var names []string
	s.cat.Each(func(e catalog.Entry) {
		m := e.Common()
		switch e := e.(type) {
		case *catalog.Framework:
			if kind == "framework" {
				names = append(names, e.ID)
			}
		case *catalog.Standard:
			if kind == "standard" && e.Framework.Default {
				names = append(names, e.Code)
			}
		default:
			if m.Kind.String() == kind {
				names = append(names, m.Slug)
			}
		}
	})
	return names
}

// yamlText writes a text as a YAML value, quoted where it must be.
func yamlText(s string) string {
	if strings.ContainsAny(s, ":#\"'[]{},&*!|>%@`\\") || strings.TrimSpace(s) != s || strings.HasPrefix(s, "-") {
		return strconv.Quote(s)
	}
	return s
}
