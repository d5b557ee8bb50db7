package markdown

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

// allowed is all that a body may be made of: elements, their attributes and the
// form of each value.
var allowed = map[string]map[string]*regexp.Regexp{
	"p":          {"id": anID, "lang": languageTag, "class": regexp.MustCompile(`^(evidence|callout-title)$`)},
	"h2":         headingAttributes,
	"h3":         headingAttributes,
	"h4":         headingAttributes,
	"h5":         headingAttributes,
	"h6":         headingAttributes,
	"ul":         {"class": regexp.MustCompile(`^tasks$`)},
	"ol":         {"class": regexp.MustCompile(`^tasks$`), "start": regexp.MustCompile(`^[0-9]+$`)},
	"li":         {"id": anID, "lang": languageTag, "class": regexp.MustCompile(`^(task|evidence|task evidence)$`)},
	"blockquote": {},
	"div": {"class": regexp.MustCompile(`^(table|table table-wide|footnotes|callout callout-[a-z]+)$`),
		"role": regexp.MustCompile(`^(note|group|doc-endnotes)$`), "tabindex": regexp.MustCompile(`^0$`), "aria-label": anything},
	"pre":    {},
	"code":   {"class": regexp.MustCompile(`^language-`)},
	"hr":     {},
	"br":     {},
	"strong": {},
	"em":     {},
	"del":    {},
	"a": {"href": anything, "title": anything, "rel": regexp.MustCompile(`^external$`),
		"class": regexp.MustCompile(`^footnote-(ref|back)$`), "role": regexp.MustCompile(`^doc-(noteref|backlink)$`)},
	"img":   {"src": anything, "alt": anything, "title": anything},
	"sup":   {"id": anID},
	"label": {},
	"input": {"type": regexp.MustCompile(`^checkbox$`), "checked": regexp.MustCompile(`^$`), "disabled": regexp.MustCompile(`^$`)},
	"table": {},
	"thead": {},
	"tbody": {},
	"tr":    {"id": anID, "class": regexp.MustCompile(`^evidence$`)},
	"th":    {"scope": regexp.MustCompile(`^col$`), "class": anAlignment},
	"td":    {"class": anAlignment},
	"dl":    {},
	"dt":    {"id": anID, "lang": languageTag, "class": regexp.MustCompile(`^evidence$`)},
	"dd":    {"id": anID, "lang": languageTag, "class": regexp.MustCompile(`^evidence$`)},
}

var (
	anID              = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$|^[a-z][a-z0-9-]*$`)
	anAlignment       = regexp.MustCompile(`^align-(left|center|right)$`)
	anything          = regexp.MustCompile(``)
	headingAttributes = map[string]*regexp.Regexp{"id": anID, "lang": languageTag, "class": regexp.MustCompile(`^evidence$`)}
)

// judge returns all that is wrong with a body, from the point of view of a
// browser and of those who fill its holes.
func judge(b *Body) (wrong []string) {
	complain := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	page := fill(b)
	if !utf8.ValidString(page) {
		complain("invalid UTF-8")
	}
	for _, r := range page {
		if !isShown(r) {
			complain("forbidden character %U", r)
		}
	}
	nodes, err := html.ParseFragment(strings.NewReader(page), &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body})
	if err != nil {
		return append(wrong, err.Error())
	}
	var ids []string
	for _, n := range nodes {
		judgeNode(n, complain, &ids)
	}
	slices.Sort(ids)
	if len(slices.Compact(slices.Clone(ids))) != len(ids) {
		complain("an id is there twice: %q", ids)
	}
	if !slices.Equal(ids, b.Anchors()) {
		complain("the ids are %q, but the anchors %q", ids, b.Anchors())
	}
	judgeTags(page, complain)
	judgePlaces(b, complain)
	return wrong
}

func judgeNode(n *html.Node, complain func(string, ...any), ids *[]string) {
	switch n.Type {
	case html.TextNode:
	case html.ElementNode:
		attributes, ok := allowed[n.Data]
		if !ok {
			complain("element <%s>", n.Data)
		}
		for _, a := range n.Attr {
			form := attributes[a.Key]
			if form == nil || !form.MatchString(a.Val) || a.Namespace != "" {
				complain("attribute <%s %s=%q>", n.Data, a.Key, a.Val)
			}
			if a.Key == "href" || a.Key == "src" {
				judgeAddress(a.Val, a.Key == "src", complain)
			}
			if a.Key == "id" {
				*ids = append(*ids, a.Val)
			}
		}
	default:
		complain("node of type %d: %q", n.Type, n.Data)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		judgeNode(c, complain, ids)
	}
}

// judgeAddress reads an address as browsers do (WHATWG URL, basic URL parser):
// controls and spaces at its ends and tabs and line ends anywhere do not count,
// a backslash is a slash.
func judgeAddress(address string, local bool, complain func(string, ...any)) {
	a := strings.TrimFunc(address, func(r rune) bool { return r <= ' ' })
	a = strings.NewReplacer("\t", "", "\n", "", "\r", "", `\`, "/").Replace(a)
	if strings.HasPrefix(a, "//") {
		complain("address %q belongs to another site", address)
	}
	scheme := regexp.MustCompile(`^([A-Za-z][A-Za-z0-9+.-]*):`).FindStringSubmatch(a)
	if scheme == nil {
		return
	}
	known := []string{"http", "https", "mailto", "tel"}
	if local || !slices.Contains(known, strings.ToLower(scheme[1])) {
		complain("address %q", address)
	}
}

// judgeTags checks that every element that is opened is closed, in order.
func judgeTags(page string, complain func(string, ...any)) {
	var open []string
	z := html.NewTokenizer(strings.NewReader(page))
	for {
		kind := z.Next()
		name, _ := z.TagName()
		switch kind {
		case html.ErrorToken:
			if len(open) > 0 {
				complain("never closed: %q", open)
			}
			return
		case html.StartTagToken:
			if n := string(name); n == "a" && slices.Contains(open, "a") || n == "label" && slices.Contains(open, "label") {
				complain("<%s> in <%s>", n, n)
			}
			if n := string(name); n != "br" && n != "hr" && n != "img" && n != "input" {
				open = append(open, n)
			}
		case html.EndTagToken:
			if len(open) == 0 || open[len(open)-1] != string(name) {
				complain("</%s> closes %q", name, open)
				return
			}
			open = open[:len(open)-1]
		case html.SelfClosingTagToken, html.CommentToken, html.DoctypeToken:
			complain("token %s", z.Token())
		}
	}
}

// judgePlaces checks what a body says about places in its HTML.
func judgePlaces(b *Body, complain func(string, ...any)) {
	inTag, last := make([]bool, len(b.HTML)+1), 0
	within := false
	for i, c := range b.HTML {
		inTag[i] = within
		within = c == '<' || within && c != '>'
	}
	for _, h := range b.Holes {
		if h.Offset < last || h.Offset > len(b.HTML) {
			complain("hole at %d after one at %d", h.Offset, last)
			return
		}
		last = h.Offset
		isHref := bytes.HasSuffix(b.HTML[:h.Offset], []byte(`<a href="`)) && bytes.HasPrefix(b.HTML[h.Offset:], []byte(`"`))
		if h.Kind == LinkHole != isHref || h.Kind != LinkHole && inTag[h.Offset] {
			complain("hole of kind %d at %d", h.Kind, h.Offset)
		}
	}
	for _, h := range b.Headings {
		start := fmt.Sprintf(`<h%d id="%s"`, h.Level, h.ID)
		if !bytes.HasPrefix(b.HTML[h.HTML:], []byte(start)) {
			complain("heading %q is not at %d", h.ID, h.HTML)
		}
	}
	if len(b.Sections) != len(b.Headings)+1 {
		complain("%d sections for %d headings", len(b.Sections), len(b.Headings))
	}
	for _, m := range b.Markers {
		if !b.HasAnchor(m.Block.Anchor) {
			complain("marker %q leads to %q, which is not there", m.Source, m.Block.Anchor)
		}
		if m.Block.Section < 0 || m.Block.Section >= len(b.Sections) {
			complain("marker %q is in section %d", m.Source, m.Block.Section)
		}
	}
	for i, h := range b.Holes {
		sizes := map[HoleKind]int{LinkHole: len(b.Links), ImageHole: len(b.Images), MarkerHole: len(b.Markers), CalloutHole: 5}
		if h.Index < 0 || h.Index >= sizes[h.Kind] {
			complain("hole %d of kind %d leads to %d", i, h.Kind, h.Index)
		}
	}
}

// addresses are ways to run a script or to leave the site unseen.
var addresses = []string{
	"javascript:alert(1)", "JaVaScRiPt:alert(1)", "javascript&colon;alert(1)", "javascript&#58;alert(1)", "javascript&#x3A;alert(1)",
	"&#106;avascript:alert(1)", "&#x6A;avascript:alert(1)", "&#0000106avascript:alert(1)", "j&#97;v&#97;script:alert(1)",
	"java&Tab;script:alert(1)", "java&NewLine;script:alert(1)", "java&#9;script:alert(1)", "java&#10;script:alert(1)", "java&#13;script:alert(1)",
	"&#1;javascript:alert(1)", "&#x20;javascript:alert(1)", "&nbsp;javascript:alert(1)", "&#8203;javascript:alert(1)", "&#xFEFF;javascript:alert(1)",
	"javascript%3Aalert(1)", "java%73cript:alert(1)", "%6aavascript:alert(1)", "java%0ascript:alert(1)", "java%09script:alert(1)", "javascript%253Aalert(1)",
	"\\javascript:alert(1)", "javascript\\:alert(1)", "javascript://%0aalert(1)", "javascript:/*--></title>", "javascript:\"onclick=\"alert(1)",
	"vbscript:msgbox(1)", "data:text/html,<script>alert(1)</script>", "data:text/html;base64,PHNjcmlwdD4=", "data:image/svg+xml,<svg>", "data:image/png;base64,AAAA",
	"blob:https://example.org/1", "feed:javascript:alert(1)", "view-source:javascript:alert(1)", "file:///etc/passwd", "filesystem:http://a/b",
	"//evil.example/a", "\\\\evil.example", "/\\evil.example", "\\/evil.example", "&sol;&sol;evil.example", "/&#9;/evil.example", "/&#10;/evil.example",
	"https:evil.example", "https:/evil.example", "https:///evil.example", "http:\\\\evil.example", "https://good.example@evil.example", "https://good.example\\@evil.example",
	"https://", "https://?", "hTTps://good.example/", "mailto:a@b.example", "tel:+441234", "sms:+441234", "ws://a", "ftp://a",
	"x.html\"onmouseover=\"alert(1)", "x.html'onmouseover='alert(1)", "x.html`", "x.html><script>alert(1)</script>", "x.html&quot;onload=&quot;a",
	"\x00javascript:alert(1)", "java\x00script:alert(1)", "\x01javascript:alert(1)", "ｊavascript:alert(1)", "javascript：alert(1)", "java\u00ADscript:alert(1)",
	"a\u202Etxt.exe", "#\"><img src=x onerror=alert(1)>", "?a=\"onclick=alert(1)", "..//evil", "./javascript:alert(1)", "x:y", ":", "", "%", "&", "&;", "&#;", "&#x;",
}

// snippets are HTML and almost HTML.
var snippets = []string{
	"<script>alert(1)</script>", "<SCRIPT SRC=//evil.example>", "<img src=x onerror=alert(1)>", "<img src=\"x\" onerror=\"alert(1)\">", "<svg onload=alert(1)>",
	"<svg><script>alert(1)</script></svg>", "<iframe src=javascript:alert(1)></iframe>", "<iframe srcdoc='<script>alert(1)</script>'>", "<object data=x>",
	"<embed src=x>", "<base href=//evil.example>", "<meta http-equiv=refresh content=0>", "<link rel=stylesheet href=x>", "<style>*{}</style>", "<p style=position:fixed>",
	"<a href=javascript:alert(1)>x</a>", "<math><mi//xlink:href=data:x>", "<details open ontoggle=alert(1)>", "<body onload=alert(1)>", "<form action=//evil>",
	"<input autofocus onfocus=alert(1)>", "<textarea>", "</textarea><script>", "<title>", "<plaintext>", "<xmp>", "<noscript>", "<template>", "<!--", "-->", "<!-- a --><b>",
	"<!--><script>alert(1)</script>-->", "<![CDATA[<script>]]>", "<?php echo 1 ?>", "<!DOCTYPE html>", "<", ">", "<<", "<a", "<a href=\"", "\"><script>", "'><script>",
	"&lt;script&gt;", "&#60;script&#62;", "&#x3c;script&#x3e;", "\\<script>", "<div id=\"site-menu\">", "<br>", "<br/>", "</p>", "</div></div></div>", "<li>", "</li>", "</table>",
	"{onclick=alert(1)}", "{#site-menu}", "{#a .b style=\"position:fixed\"}", "{#\"><script>}", "\x00", "\uFFFE", "\x7f\u0080", "\xff\xfe", "\u2028", "[x][x][x]", "![[[x]]]",
	"[PS1]", "[\"PS1]", "[PS1\"]", "[<PS1>]", "`<script>`", "```<script>\n", "~~~ \"><script>\n</code></pre><script>", "|<script>|\n|-|\n|</table>|", "[^\"><script>]",
	"> [!NOTE]<script>", "> [!\"><script>]", "- [x] <script>", "<https://example.org/\"onclick=\"alert(1)>", "<a@b.example\"onclick>", "<javascript:alert(1)>", "term\n: <script>",
}

// carriers put an address where an address can be.
var carriers = []string{
	"[a](%s)", "[a](<%s>)", "[a](%s \"b\")", "![a](%s)", "![a](<%s>)", "<%s>", "[a][b]\n\n[b]: %s", "[a][b]\n\n[b]: <%s> 'c'", "![a][b]\n\n[b]: %s",
	"[![a](%s)](b.md)", "# [a](%s)", "| [a](%s) |\n|-|", "- [ ] [a](%s) [PS1]",
}

// places put a snippet where words can be.
var places = []string{
	"%s", "a %s b", "# %s", "%s\n===", "## a %s", "- %s", "- [x] %s", "> %s", "> [!NOTE]\n> %s", "|%s|\n|-|\n|%[1]s|", "%s\n: %[1]s", "a[^b]\n\n[^b]: %s", "a[^%s]\n\n[^%[1]s]: b",
	"[%s](a.md)", "[a](b.md \"%s\")", "[a](b.md '%s')", "![%s](a.jpg)", "![a](b.jpg \"%s\")", "``` %s\ncode\n```", "```\n%s\n```", "    %s", "`%s`", "**%s**", "a ~~%s~~ b [PS1]",
	"[b]: a.md \"%s\"\n\n[b]", "[%s]\n\n[%[1]s]: a.md", "%s [PS1 level 3]", "[PS1 %s]", "[%s/PS1]", "## %s [PS1]", "a\\\n%s\\\nb", "## a {%s}", "## a {#%s}", "## a {b=%s}",
}

func TestParse_hostile(t *testing.T) {
	n := 0
	try := func(body string) {
		n++
		b, _ := parse(t, body)
		for _, w := range judge(b) {
			t.Errorf("%q: %s\n%s", body, w, b.HTML)
		}
	}
	for _, a := range addresses {
		for _, c := range carriers {
			try(fmt.Sprintf(c, a))
		}
	}
	for _, s := range snippets {
		for _, p := range places {
			try(fmt.Sprintf(p, s))
		}
	}
	if n < 3000 {
		t.Errorf("only %d texts were tried", n)
	}
}

func TestParse_examplesAreSafe(t *testing.T) {
	for _, e := range examples(t) {
		b, _ := parse(t, e.Markdown)
		for _, w := range judge(b) {
			t.Errorf("example %d %q: %s", e.Example, e.Markdown, w)
		}
	}
}

func FuzzParse(f *testing.F) {
	for i, s := range snippets {
		f.Add(fmt.Sprintf(places[i%len(places)], s))
	}
	for i, a := range addresses {
		f.Add(fmt.Sprintf(carriers[i%len(carriers)], a))
	}
	f.Add(study())
	p := NewParser(DefaultLimits())
	f.Fuzz(func(t *testing.T, body string) {
		src := diag.NewSource("content/page.md", []byte(body))
		b, problems := p.Parse(src, 0)
		for _, w := range judge(b) {
			t.Errorf("%s\n%s", w, b.HTML)
		}
		again, _ := p.Parse(src, 0)
		if !bytes.Equal(b.HTML, again.HTML) {
			t.Error("the same text gives other HTML")
		}
		for _, d := range problems {
			if d.Position.Line < 1 || d.Position.Column < 1 {
				t.Errorf("%s is nowhere", d.Message)
			}
		}
	})
}
