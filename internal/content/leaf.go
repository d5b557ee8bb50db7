package content

import (
	"fmt"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/exemplar-lp/exemplar/internal/diag"
	"github.com/exemplar-lp/exemplar/internal/strict"
)

// ReadScalar takes the mention of another entry: the name of its file, or for a
// standard its code.
func (r *Ref) ReadScalar(s strict.Scalar) diag.List {
	var problems diag.List
	noun := strings.ReplaceAll(s.Ref, "-", " ")
	hint, message := "", "%s is not the short name of a "+noun
	switch s.Ref {
	case "":
	case KindStandard.String():
		hint, message = standardHint(s.Text), "%s is not the code of a standard"
	default:
		hint = nameHint(s.Text, noun)
	}
	if hint != "" {
		problems.Add(diag.SchemaValue, s.Pos, hint, message, s.Quote())
		return problems
	}
	*r = Ref{ID: s.Text, Pos: s.Pos.Place()}
	return nil
}

// standardCode matches PS1 and ssat-lp/LP8. A bare code starts with a letter, so
// that a citation such as [8] is never taken for one; after a framework it may
// be a number.
var (
	standardCode   = regexp.MustCompile(`^([a-z0-9][a-z0-9-]*/[A-Za-z0-9][A-Za-z0-9.-]*|[A-Za-z][A-Za-z0-9.-]*)$`)
	plainCode      = regexp.MustCompile(`^([a-z0-9-]+/)?[A-Za-z]+[0-9]+$`)
	codeWithLevel  = regexp.MustCompile(`(?i)^(\S+)[\s,(]+level\s*\d\)?$`)
	codeWithTitle  = regexp.MustCompile(`^(?i:standard\s+)?([A-Za-z]+\s?\d+)\b`)
	frameworkColon = regexp.MustCompile(`^([a-z0-9-]+)[:.]\s*([A-Za-z]+\d+)$`)
)

// standardHint says how to write a standard, or "" for one that is well written.
func standardHint(text string) string {
	if standardCode.MatchString(text) {
		return ""
	}
	if m := codeWithLevel.FindStringSubmatch(text); m != nil && standardCode.MatchString(m[1]) {
		return fmt.Sprintf("type %s here, and the level in the text, in square brackets where the evidence is", m[1])
	}
	if m := frameworkColon.FindStringSubmatch(text); m != nil {
		return fmt.Sprintf("type %s/%s", m[1], m[2])
	}
	if codes := strings.Fields(text); len(codes) > 1 && !slices.ContainsFunc(codes, func(c string) bool { return !plainCode.MatchString(c) }) {
		return "type a comma between them: " + strings.Join(codes, ", ")
	}
	if m := codeWithTitle.FindStringSubmatch(text); m != nil && !strings.HasPrefix(strings.ToLower(m[1]), "standard") {
		return "type only the code: " + strings.ReplaceAll(m[1], " ", "")
	}
	return "type a code such as PS1, or ssat-lp/LP8 for another framework"
}

// nameHint says how to write the name of the file of one of a kind, or "" for a
// good one.
func nameHint(text, noun string) string {
	if text == Slugify(text) {
		return ""
	}
	name := strings.TrimSuffix(path.Base(strings.ReplaceAll(text, `\`, "/")), ".md")
	if name == "index" {
		name = path.Base(path.Dir(strings.ReplaceAll(text, `\`, "/")))
	}
	if slug := Slugify(name); slug != "" {
		return fmt.Sprintf("type the name of the %s's file, without folder and .md: %s", noun, slug)
	}
	return fmt.Sprintf("type the name of the %s's file, without folder and .md", noun)
}

// JSONTypes lets a code be typed that looks like a number.
func (*Ref) JSONTypes() []string { return []string{"string"} }

// ReadScalar takes a word of a vocabulary.
func (t *Term) ReadScalar(s strict.Scalar) diag.List {
	problems := s.Vocabulary.Check(s)
	if !problems.HasErrors() {
		*t = Term{ID: s.Text, Pos: s.Pos.Place()}
	}
	return problems
}

// ReadScalar takes a figure as it is typed: 58, 4.50.
func (n *Number) ReadScalar(s strict.Scalar) diag.List {
	value, ok := strict.ParseNumber(s.Text)
	if ok {
		*n = Number{Text: s.Text, Value: value}
		return nil
	}
	var problems diag.List
	hint := fmt.Sprintf("type a figure: %s: 58", s.Key)
	if bare, unit, ok := splitUnit(s.Text); ok {
		hint = fmt.Sprintf("type %s: %s", s.Key, bare)
		if unit != "" {
			hint += fmt.Sprintf(" and on a line of its own unit: %q", unit)
		}
	}
	problems.Add(diag.SchemaType, s.Pos, hint, "%s is not a number", s.Quote())
	return problems
}

var figureWithUnit = regexp.MustCompile(`^(-?[0-9][0-9,]*(?:\.[0-9]+)?)\s*(\D*)$`)

// splitUnit takes "58%" and "1,150 pupils" apart.
func splitUnit(text string) (figure, unit string, ok bool) {
	m := figureWithUnit.FindStringSubmatch(text)
	if m == nil {
		return "", "", false
	}
	return strings.ReplaceAll(m[1], ",", ""), strings.TrimSpace(m[2]), true
}

// JSONTypes lets an editor accept a bare figure.
func (*Number) JSONTypes() []string { return []string{"number", "string"} }

// ReadScalar takes an address.
func (u *URL) ReadScalar(s strict.Scalar) diag.List {
	hint, message := checkURL(s.Text)
	if message != "" {
		var problems diag.List
		problems.Add(diag.SchemaURL, s.Pos, hint, "%s %s", s.Quote(), message)
		return problems
	}
	*u = URL(s.Text)
	return nil
}

const wholeAddress = "type the whole address, such as https://www.example.sch.uk/page"

// goodScheme matches how web addresses begin, and badScheme what people type in
// its place: htps://, https//, http:/, https:www.
var (
	goodScheme = regexp.MustCompile(`(?i)^https?://[^/]`)
	badScheme  = regexp.MustCompile(`(?i)^h[tps]{2,5}[:;.]*/*((?:[a-z0-9-]+\.)+[a-z]{2,}(?:[/?#].*)?)$`)
)

// checkURL returns what is wrong with an address, or "". Allowed are http,
// https and mailto, and paths within the site.
func checkURL(text string) (hint, message string) {
	if strings.ContainsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }) {
		return "take the spaces out, or type %20 for each", "has a space in it"
	}
	if strings.ContainsAny(text, "\\<>\"`{}|^") {
		return wholeAddress, "has a character that no address has"
	}
	if m := badScheme.FindStringSubmatch(text); m != nil && !goodScheme.MatchString(text) {
		return "type https://" + m[1], "does not begin with https://"
	}
	u, err := url.Parse(text)
	if err != nil {
		return wholeAddress, "is not an address"
	}
	switch strings.ToLower(u.Scheme) {
	case "http", "https":
		return checkHost(u)
	case "mailto":
		return checkMail(u.Opaque)
	case "":
		return checkPath(text)
	}
	if strings.Contains(u.Scheme, ".") { // www.example.org:80/page
		return "type https:// before it: https://" + text, "does not say https"
	}
	return wholeAddress, fmt.Sprintf("starts with %s:, and only https, http and mailto are allowed", u.Scheme)
}

func checkHost(u *url.URL) (hint, message string) {
	switch {
	case u.User != nil:
		return wholeAddress, "has an @ before the name of the site"
	case !strings.Contains(strings.Trim(u.Hostname(), "."), "."):
		return wholeAddress, "does not name a site"
	}
	return "", ""
}

// mailAddress is a plain one: no display name, no comment.
var mailAddress = regexp.MustCompile(`^[A-Za-z0-9.!#$&'*+/=?_~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$`)

func checkMail(address string) (hint, message string) {
	address, _, _ = strings.Cut(address, "?")
	if !mailAddress.MatchString(address) {
		return "type it as mailto:office@example.sch.uk", "is not an e-mail address"
	}
	return "", ""
}

// hostLike matches an address whose https:// was left out.
var hostLike = regexp.MustCompile(`(?i)^(www\.|[a-z0-9-]+(\.[a-z0-9-]+)*\.(uk|com|org|net|eu|wales|cymru|scot|edu|gov|info|io|ie|example)(/|$))`)

// checkPath judges an address without a scheme: a path within the site.
func checkPath(text string) (hint, message string) {
	switch {
	case strings.HasPrefix(text, "//"):
		return "type https: before it", "does not say https"
	case mailAddress.MatchString(text):
		return "type mailto:" + text, "is an e-mail address"
	case hostLike.MatchString(text):
		return "type https:// before it: https://" + text, "does not say https"
	}
	return "", ""
}
