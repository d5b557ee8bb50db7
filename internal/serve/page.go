package serve

import (
	"bytes"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

// preview is another way to look at a page.
type preview string

// The previews, as their names stand in an address: ?print, ?no-js.
const (
	previewNone  preview = ""
	previewPrint preview = "print"
	previewNoJS  preview = "no-js"
)

func previewOf(query url.Values) preview {
	for _, p := range []preview{previewPrint, previewNoJS} {
		if query.Has(string(p)) {
			return p
		}
	}
	return previewNone
}

// view is one answer with a page.
type view struct {
	state *state
	// root is the site's folder on the disk, path that of the address.
	root, path string
	preview    preview
	// output is what was found, and page its bytes; nil where there are none.
	output *output
	page   []byte
	// missing is the output path that was asked for and is not there.
	missing string
	// failure is why the page itself could not be made.
	failure diag.List
}

// render returns the page with the bar on it, or an error page where there is
// no page to show, and a tag of the whole.
func (v *view) render() (text []byte, tag string) {
	bar := v.bar()
	body := execute("bar.html", bar)
	page := v.page
	if page == nil {
		page = execute("blank.html", bar)
	}
	bar.Tag = tagOf(page, body)
	page = relaxed(page)
	page = before(page, "</head>", execute("head.html", bar))
	return before(page, "</body>", body), bar.Tag
}

// before puts text in front of the last of a page's end tags, or at its end
// where a theme has no such tag.
func before(page []byte, tag string, text []byte) []byte {
	at := bytes.LastIndex(page, []byte(tag))
	if at < 0 {
		at = len(page)
	}
	return slices.Concat(page[:at], text, page[at:])
}

var policyMeta = regexp.MustCompile(`(?i)<meta\b[^>]*http-equiv="?Content-Security-Policy"?[^>]*>`)

var contentAttribute = regexp.MustCompile(`(?i)(content=")([^"]*)(")`)

// relaxed lets the server's own script and style sheet into a page whose policy
// would keep them out. Everything else is kept out as it will be when the page
// is published.
func relaxed(page []byte) []byte {
	return policyMeta.ReplaceAllFunc(page, func(meta []byte) []byte {
		return contentAttribute.ReplaceAllFunc(meta, func(attribute []byte) []byte {
			m := contentAttribute.FindSubmatch(attribute)
			policy := relax(html.UnescapeString(string(m[2])))
			return slices.Concat(m[1], []byte(html.EscapeString(policy)), m[3])
		})
	})
}

// relax adds 'self' where a policy lacks it for what the server adds
// (https://www.w3.org/TR/CSP3/).
func relax(policy string) string {
	var directives []string
	spare, found := "", map[string]bool{}
	for part := range strings.SplitSeq(policy, ";") {
		name, sources, _ := strings.Cut(strings.TrimSpace(part), " ")
		switch name = strings.ToLower(name); name {
		case "":
			continue
		case "default-src":
			spare = sources
		case "script-src", "style-src", "connect-src":
			found[name] = true
			sources = withSelf(sources)
		}
		directives = append(directives, strings.TrimSpace(name+" "+sources))
	}
	for _, name := range []string{"script-src", "style-src", "connect-src"} {
		if !found[name] && spare != "" {
			directives = append(directives, name+" "+withSelf(spare))
		}
	}
	return strings.Join(directives, "; ")
}

func withSelf(sources string) string {
	list := slices.DeleteFunc(strings.Fields(sources), func(s string) bool { return s == "'none'" })
	if slices.Contains(list, "'self'") || slices.Contains(list, "*") {
		return strings.Join(list, " ")
	}
	return strings.Join(append(list, "'self'"), " ")
}
