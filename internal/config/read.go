package config

import (
	"fmt"
	"math"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/exemplar-lp/exemplar/internal/diag"
	"github.com/exemplar-lp/exemplar/internal/palette"
	"github.com/exemplar-lp/exemplar/internal/strict"
)

// Default returns the settings of a site whose file says nothing.
func Default() *Settings {
	return &Settings{
		Language: "en-GB",
		Theme:    "default",
		Brand:    Brand{Colour: "#0b5d4f"},
		Privacy:  Privacy{PupilFaces: "never", Country: "england", PictureWidth: 1200, ProfileConsent: "optional", Crawlers: "refused"},
	}
}

// codes are the names under which problems of the settings are reported.
var codes = map[diag.Code]diag.Code{
	diag.FrontSyntax:        diag.ConfigSyntax,
	diag.FrontFeature:       diag.ConfigSyntax,
	diag.FrontTooLarge:      diag.ConfigSyntax,
	diag.FrontUnseen:        diag.ConfigValue,
	diag.SchemaUnknownKey:   diag.ConfigUnknownKey,
	diag.SchemaDuplicateKey: diag.ConfigSyntax,
	diag.SchemaRequired:     diag.ConfigValue,
	diag.SchemaType:         diag.ConfigValue,
	diag.SchemaValue:        diag.ConfigValue,
	diag.SchemaDate:         diag.ConfigValue,
	diag.SchemaURL:          diag.ConfigValue,
}

// Read decodes the normalised text of exemplar.yaml over the defaults. The
// settings are never nil; where a value has a problem they hold its default.
func Read(src *diag.Source) (*Settings, diag.List) {
	s := Default()
	places, problems := strict.Decode(src, 0, len(src.Text), s, strict.Env{What: File, Codes: codes})
	s.Keys = places.Keys
	r := reader{places: places, problems: problems}
	r.point(s)
	r.checkBaseURL(s)
	r.checkLanguage(s)
	r.checkTheme(s)
	r.checkRequestURL(s)
	r.checkColour(s)
	r.checkEmail(s)
	r.checkOverrides(s)
	r.checkNumbers(s)
	s.Privacy.settle()
	return s, r.problems.Sort()
}

// reader holds what the checks of one file share.
type reader struct {
	places   strict.Places
	problems diag.List
}

// report adds a problem at a key's value, or at the key if the value has no
// place.
func (r *reader) report(key, hint, format string, args ...any) {
	at, ok := r.places.Values[key]
	if !ok {
		at = r.places.Keys[key]
	}
	r.problems.Add(diag.ConfigValue, at, hint, format, args...)
}

// point moves the places of what later stages may have to report from the start
// of a part to the value that would be wrong.
func (r *reader) point(s *Settings) {
	for i := range s.Navigation {
		r.pointTo(&s.Navigation[i].Pos, fmt.Sprintf("navigation[%d].page", i))
	}
	for code, o := range s.Checks {
		if at, ok := r.places.Keys["checks."+code]; ok {
			o.Pos = at.Place()
			s.Checks[code] = o
		}
	}
	r.pointTo(&s.Contact.Pos, "contact.page")
	r.pointTo(&s.Brand.Pos, "brand.logo")
}

func (r *reader) pointTo(at *diag.Place, key string) {
	if p, ok := r.places.Values[key]; ok {
		*at = p.Place()
	}
}

// checkBaseURL makes sure that the address is a whole one and ends in a slash.
func (r *reader) checkBaseURL(s *Settings) {
	if s.BaseURL == "" {
		return
	}
	base, ok := CleanBaseURL(s.BaseURL)
	if !ok {
		hint := "write the whole address, such as https://lp.your-school.example/"
		if whole, ok := CleanBaseURL("https://" + s.BaseURL); ok && !strings.Contains(s.BaseURL, "//") {
			hint = "write " + whole
		}
		r.report("base_url", hint, "%q is not the whole address of a site", s.BaseURL)
	}
	s.BaseURL = base
}

// neverInHosts are the characters that RFC 3986, 3.2.2, or net/url lets stand in the
// name of a host, and no host has.
const neverInHosts = `!"$&'()*+,;<=>`

// CleanBaseURL returns a site's address with a slash at its end; ok is false
// for anything but an http or https address without a query or fragment.
func CleanBaseURL(address string) (base string, ok bool) {
	u, err := url.Parse(address)
	if err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" ||
		u.User != nil || u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || strings.ContainsAny(u.Host, neverInHosts) {
		return "", false
	}
	return strings.TrimSuffix(u.String(), "/") + "/", true
}

// languages are those the interface is written in.
var languages = []string{"en-GB", "en", "cy"}

func (r *reader) checkLanguage(s *Settings) {
	if slices.Contains(languages, s.Language) {
		return
	}
	r.report("language", diag.DidYouMean(s.Language, languages, "write en-GB or cy"),
		"%q is not a language that Exemplar speaks", s.Language)
	s.Language = Default().Language
}

// checkRequestURL makes sure that the form for requests is on the web.
func (r *reader) checkRequestURL(s *Settings) {
	form := s.Contact.RequestURL
	u, err := url.Parse(form)
	if form == "" || err == nil && u.Scheme == "https" && u.Host != "" {
		return
	}
	r.report("contact.request_url", "write the whole address, such as https://forms.your-school.example/support",
		"%q is not the address of a form", form)
	s.Contact.RequestURL = ""
}

var themeName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*$`)

func (r *reader) checkTheme(s *Settings) {
	if themeName.MatchString(s.Theme) {
		return
	}
	r.report("theme", "write the name of a folder under themes/, in small letters, digits and hyphens",
		"%q cannot be the name of a theme", s.Theme)
	s.Theme = Default().Theme
}

// checkColour makes sure that the colour is one, and that it can be read.
func (r *reader) checkColour(s *Settings) {
	c, ok := palette.Parse(s.Brand.Colour)
	switch {
	case !ok:
		r.report("brand.colour", `write # and six digits or letters a to f, in quotes, such as "#0b5d4f"`,
			"%q is not a colour", s.Brand.Colour)
	case !palette.Legible(c):
		// Rounded down, so that what fails never looks like enough.
		ratio := math.Floor(palette.Contrast(c, palette.Paper)*10) / 10
		r.problems.Add(diag.ConfigColour, r.places.Values["brand.colour"],
			fmt.Sprintf("write %q, the nearest colour that can be read", palette.Nearest(c)),
			"%q is too light to be read on a light page: its contrast is %.1f to 1, and text needs %.1f to 1", s.Brand.Colour, ratio, palette.Text)
	default:
		return
	}
	s.Brand.Colour = Default().Brand.Colour
}

// mailAddress is a plain one: no name beside it, no spaces.
var mailAddress = regexp.MustCompile(`^[A-Za-z0-9.!#$&'*+/=?_~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$`)

func (r *reader) checkEmail(s *Settings) {
	if s.Contact.Email == "" || mailAddress.MatchString(s.Contact.Email) {
		return
	}
	r.report("contact.email", "write only the address, such as office@example.sch.uk", "%q is not an e-mail address", s.Contact.Email)
	s.Contact.Email = ""
}

// checkOverrides makes sure that only codes that exist are changed, and sorts
// the problems out by code so that equal files give equal lists.
func (r *reader) checkOverrides(s *Settings) {
	var known []string
	for _, rule := range diag.Rules() {
		known = append(known, string(rule.Code))
	}
	for code, o := range s.Checks {
		if slices.Contains(known, code) {
			continue
		}
		at := o.Pos.In(File)
		if p, ok := r.places.Keys["checks."+code]; ok {
			at = p
		}
		r.problems.Add(diag.ConfigOverride, at, diag.DidYouMean(code, known, "see docs/checks for the names"),
			"there is no check %q", code)
		delete(s.Checks, code)
	}
}

// checkNumbers refuses numbers below 0; 0 keeps a default.
func (r *reader) checkNumbers(s *Settings) {
	l := s.Limits
	for key, n := range map[string]int{
		"privacy.small_number": s.Privacy.SmallNumber, "privacy.pupil_picture_width": s.Privacy.PictureWidth,
		"limits.file_kib": l.FileKiB, "limits.front_matter_kib": l.FrontKiB,
		"limits.image_mb": l.ImageMB, "limits.image_megapixels": l.Megapixels, "limits.download_mb": l.DownloadMB,
		"limits.depth": l.Depth, "limits.delimiters": l.Delimiters, "limits.paragraph_kib": l.ParagraphKiB,
		"limits.table_columns": l.Columns, "limits.table_cells": l.Cells, "limits.footnotes": l.Footnotes,
		"limits.definitions": l.Definitions, "limits.output_factor": l.OutputFactor,
	} {
		if n < 0 {
			r.report(key, "write a number above 0", "%d is too small", n)
		}
	}
}

// The smallest groups that are published: fewer than 6 pupils are not in
// England's school statistics, fewer than 5 not in those of Wales.
const (
	smallNumber      = 6
	smallNumberWales = 5
)

// settle fills in the small number of the country where none is given.
func (p *Privacy) settle() {
	if p.SmallNumber > 0 {
		return
	}
	p.SmallNumber = smallNumber
	if p.Country == "wales" {
		p.SmallNumber = smallNumberWales
	}
}
