package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/exemplar-lp/exemplar/internal/config"
	"github.com/exemplar-lp/exemplar/internal/date"
	"github.com/exemplar-lp/exemplar/internal/diag"
	"github.com/exemplar-lp/exemplar/internal/site"
)

// siteFlags are the flags of every verb that reads a site.
type siteFlags struct {
	Site   string `short:"s" default:"." placeholder:"DIR" help:"The site's root, the folder with exemplar.yaml (default: this one)."`
	AsOf   string `placeholder:"DATE" help:"Judge dates as of this day (default: today)."`
	Drafts bool   `short:"D" help:"Include drafts, studies in review and pages of a later date."`
}

// reportFlags are the flags of the verbs that print problems.
type reportFlags struct {
	Format string `default:"text" enum:"text,json,github" placeholder:"FORMAT" help:"How to print problems: text (the default), json or github."`
	Strict bool   `help:"Treat warnings as errors."`
}

// open reads the site that the flags name.
func (f siteFlags) open(env *environment, baseURL string) (*site.Site, error) {
	root, err := f.root(env)
	if err != nil {
		return nil, err
	}
	return f.load(env, root, baseURL, nil)
}

// ownFolder is what builds keep for the next one, below the site's root, and
// cacheFolder the part of it that holds finished pictures.
const (
	ownFolder   = ".exemplar"
	cacheFolder = ownFolder + "/cache"
)

// folder opens a folder of the site, made if it is not there; nil where it cannot
// be had, since a build does without.
func (f siteFlags) folder(name string) *os.Root {
	name = filepath.Join(f.Site, filepath.FromSlash(name))
	if _, err := os.Stat(filepath.Join(f.Site, config.File)); err != nil {
		return nil
	}
	if err := os.MkdirAll(name, 0o755); err != nil {
		return nil
	}
	root, err := os.OpenRoot(name)
	if err != nil {
		return nil
	}
	return root
}

// load reads a site from its root, with a cache of finished pictures, which may
// be nil.
func (f siteFlags) load(env *environment, root fs.FS, baseURL string, cache *os.Root) (*site.Site, error) {
	asOf, err := f.day(env)
	if err != nil {
		return nil, err
	}
	if baseURL, err = cleanBase(baseURL); err != nil {
		return nil, err
	}
	return site.Load(root, site.Options{BaseURL: baseURL, Drafts: f.Drafts, AsOf: asOf, Cache: cache, Shelf: &env.texts})
}

// cleanBase returns the address of a site as settings have it; "" stays.
func cleanBase(url string) (string, error) {
	if url == "" {
		return "", nil
	}
	clean, ok := config.CleanBaseURL(url)
	if !ok {
		return "", usage(fmt.Sprintf("%q is not the address of a site: write it whole, such as https://lp.your-school.example/", url))
	}
	return clean, nil
}

// root opens the site's folder.
func (f siteFlags) root(env *environment) (fs.FS, error) {
	if _, err := os.Stat(filepath.Join(f.Site, config.File)); errors.Is(err, fs.ErrNotExist) {
		return nil, &fault{exitUsage, fmt.Sprintf("there is no %s in %s", config.File, diag.InQuotes(f.Site)),
			"go to your portal's folder, name it with -s, or start one with exemplar init"}
	}
	return env.open(f.Site)
}

// openRoot opens a folder so that nothing outside it can be read.
func openRoot(dir string) (fs.FS, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	return root.FS(), nil
}

// day returns the day by which dates are judged.
func (f siteFlags) day(env *environment) (date.Date, error) {
	if f.AsOf == "" {
		return env.today()
	}
	d, err := date.Parse(f.AsOf)
	if err != nil {
		return date.Date{}, usage(fmt.Sprintf("--as-of: %v", err))
	}
	return d, nil
}

// today returns the day of SOURCE_DATE_EPOCH where it is set
// (https://reproducible-builds.org/specs/source-date-epoch/), or else the
// present one; both in UTC, so that the time zone makes no difference.
func (e *environment) today() (date.Date, error) {
	epoch := e.getenv("SOURCE_DATE_EPOCH")
	if epoch == "" {
		return date.Of(e.now().UTC()), nil
	}
	seconds, err := strconv.ParseInt(epoch, 10, 64)
	if err != nil {
		return date.Date{}, usage(fmt.Sprintf("SOURCE_DATE_EPOCH is %q, which is not a number of seconds", epoch))
	}
	return date.Of(time.Unix(seconds, 0).UTC()), nil
}

// report prints problems and returns the fault that they amount to, or nil.
func (f reportFlags) report(env *environment, s *site.Site, problems diag.List) error {
	if f.Strict {
		for i := range problems {
			problems[i].Severity = max(problems[i].Severity, strictly(problems[i].Severity))
		}
	}
	p := diag.Printer{W: env.stdout, Format: diag.Format(f.Format)}
	if p.Format == diag.Text {
		p.W, p.Colour, p.Line = env.stderr, env.colour(), s.Line
	}
	if err := p.Print(problems); err != nil {
		return err
	}
	if !problems.HasErrors() {
		return nil
	}
	return &fault{code: exitCode(problems)}
}

func strictly(s diag.Severity) diag.Severity {
	if s == diag.Warning {
		return diag.Error
	}
	return s
}

// exitCode says whether the settings or the content are to blame.
func exitCode(problems diag.List) int {
	for _, d := range problems {
		if d.Severity == diag.Error && strings.HasPrefix(string(d.Code), "config/") {
			return exitUsage
		}
	}
	return exitContent
}

// tally says how many problems there are: 2 errors and 1 warning.
func tally(problems diag.List) string {
	var parts []string
	for _, s := range []diag.Severity{diag.Error, diag.Warning, diag.Info} {
		if n := problems.Count(s); n > 0 {
			parts = append(parts, plural(n, map[diag.Severity]string{diag.Error: "error", diag.Warning: "warning", diag.Info: "note"}[s]))
		}
	}
	if len(parts) == 0 {
		return "no problems"
	}
	return strings.Join(parts, ", ")
}

// plural returns 1 page, 2 pages, 12,345 pages.
func plural(n int, word string) string {
	if n != 1 {
		word += "s"
	}
	return grouped(n) + " " + word
}

// grouped writes a number with commas between thousands.
func grouped(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// examples is the last part of a verb's help.
func examples(lines ...string) string {
	return "Examples:\n  " + strings.Join(lines, "\n  ")
}
