package site_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"net/url"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/exemplar-lp/exemplar/internal/content"
)

// hostile are texts that have run in somebody's browser: as an element, in an
// attribute, in a script, in a style, in a title, and by way of entities.
var hostile = []string{
	`<script>alert(1)</script>`,
	`"><script>alert(1)</script>`,
	`'><img src=x onerror=alert(1)>`,
	`<svg/onload=alert(1)>`,
	`</title><script>alert(1)</script>`,
	`</textarea><script>alert(1)</script>`,
	`--><script>alert(1)</script><!--`,
	`]]><script>alert(1)</script>`,
	`</script><script>alert(1)</script>`,
	`\u003cscript\u003ealert(1)\u003c/script\u003e`,
	`&lt;script&gt;alert(1)&lt;/script&gt;`,
	`&#60;script&#62;alert(1)&#60;/script&#62;`,
	`" onmouseover="alert(1)`,
	`' onfocus='alert(1)' autofocus='`,
	"` onmouseover=alert(1) x=`",
	`x" style="background:url(javascript:alert(1))`,
	`javascript:alert(1)`,
	`JaVaScRiPt&colon;alert(1)`,
	`data:text/html,<script>alert(1)</script>`,
	`{{.Site}}{{printf "%s" .}}<%= 1 %>${alert(1)}`,
	`<iframe srcdoc="<script>alert(1)</script>">`,
	`<math><mi//xlink:href="data:x,<script>alert(1)</script>">`,
	`<a href="vbscript:alert(1)">x</a>`,
	`<base href=//evil.example/>`,
	`<meta http-equiv=refresh content="0;url=//evil.example">`,
	`<form action=//evil.example><input type=submit>`,
	`<link rel=stylesheet href=//evil.example/x.css>`,
	`<object data=//evil.example></object><embed src=//evil.example>`,
	`<style>@import'//evil.example'</style>`,
	`<!--[if gte IE 4]><script>alert(1)</script><![endif]-->`,
	`<noscript><p title="</noscript><img src=x onerror=alert(1)>">`,
	`<svg><style><img src=x onerror=alert(1)></style></svg>`,
	`<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">`,
	`<details open ontoggle=alert(1)>`,
	`<input autofocus onfocus=alert(1)>`,
	`<video><source onerror=alert(1)>`,
	`<template><script>alert(1)</script></template>`,
	`<a href="java&#x09;script:alert(1)">x</a> [x](java&Tab;script:alert(1)) [y](javascript&#58;alert(1))`,
	`![x](x"onerror="alert(1)) ![y]("onerror=alert(1)//) <javascript:alert(1)>`,
	`+ADw-script+AD4-alert(1)+ADw-/script+AD4-`,
	`%3Cscript%3Ealert(1)%3C/script%3E`,
	`\";alert(1);// \');alert(1);// </script><!--<script>alert(1)//`,
	`<x contenteditable onblur=alert(1) onclick=alert(1) style=animation-name:x onanimationstart=alert(1)>`,
	`<isindex type=image src=1 onerror=alert(1)><keygen autofocus onfocus=alert(1)><marquee onstart=alert(1)>`,
	`<plaintext><xmp><listing><script>alert(1)</script>`,
	`"-alert(1)-" '-alert(1)-' ` + "`-alert(1)-`" + ` {{constructor.constructor('alert(1)')()}}`,
	`=HYPERLINK("http://evil.example","x")`,
	"a\u2028b\u2029c <scr\u0000ipt>",
}

// list names a file of texts to put everywhere in place of hostile; make hostile
// gives it.
var list = flag.String("hostile.list", "", "a file with a JSON array of texts, or with a text on each line")

// hostileTexts are those of the file that was asked for, else our own.
func hostileTexts(t *testing.T) []string {
	t.Helper()
	if *list == "" {
		return hostile
	}
	data, err := os.ReadFile(*list)
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	if json.Unmarshal(data, &texts) != nil {
		texts = strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
	}
	return texts
}

// ends ends whatever a text may have begun that swallows what follows it.
const ends = "\n--> ]]> ?> </script> </style> </textarea> </pre> <!-->\n"

// hostileBody puts a text into every place of a body, with a mark after each place,
// by which reached sees that no text swallowed the next.
func hostileBody(n int, text string) string {
	code := strings.ReplaceAll(text, "`", "'")
	note := strconv.Itoa(n)
	var b strings.Builder
	for i, place := range []string{
		"## " + text, text, "- " + text, "> [!NOTE]\n> " + text, "| " + text + " | b |\n| --- | --- |\n| " + text + " | b |",
		"````" + strings.ReplaceAll(code, "\n", " ") + "\n" + code + "\n````",
		"[" + text + "](https://www.example.sch.uk \"" + text + "\") [x](<" + text + ">) [y][z" + note + "] `" + code + "`[^" + note + "]",
		"[^" + note + "]: " + text, "[z" + note + "]: <" + text + "> '" + text + "'", "![" + text + "](face.png)", "Term\n: " + text, "[PS1 level 1] " + text,
	} {
		end := ends
		for _, fence := range []string{"```", "~~~"} {
			if at := strings.Index(text, fence); at >= 0 && strings.TrimSpace(text[strings.LastIndexByte(text[:at], '\n')+1:at]) == "" && i != 5 {
				end = "\n" + strings.Repeat(fence[:1], 80) + "\n" + ends
			}
		}
		fmt.Fprintf(&b, "\n%s\n%s\nmark%dx%dend\n", place, end, n, i)
	}
	return b.String()
}

// reached wants every mark of the bodies of some texts on a page, unless the whole
// page or its body is refused.
func reached(t *testing.T, outputs map[string][]byte, texts []string) {
	t.Helper()
	page := outputs["programme/page.html"]
	for n, text := range texts {
		for i := range 12 {
			if bytes.Contains(page, fmt.Appendf(nil, "mark%dx%dend", n, i)) {
				continue
			}
			if !strings.Contains(refusals(t, texts), "content/programme/page.md ") {
				t.Errorf("the text %q swallows what follows place %d", text, i)
			}
		}
	}
}

// TestHostileTexts fills every text of every kind with hostile ones and looks at
// every page as a browser takes it apart.
func TestHostileTexts(t *testing.T) {
	for _, some := range rounds(t, hostileTexts(t)) {
		for round, text := range some {
			n := round
			next := func(string) string { n++; return some[n%len(some)] + " x" }
			f := filler{private: next, text: next}
			all := outputs(t, loadAny(t, f.files(t, func(content.Kind) string { return hostileBody(0, text) })))
			reached(t, all, some[round:round+1])
			for name, data := range all {
				switch path.Ext(name) {
				case ".html":
					harmless(t, name, data)
				case ".xml":
					if bytes.Contains(data, []byte("<script")) {
						t.Errorf("%s: has a script", name)
					}
				}
			}
		}
	}
}

// harmless walks a page and wants nothing in it that runs or leaves the portal.
func harmless(t *testing.T, name string, page []byte) {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if fault := faultOf(n); fault != "" {
			var b bytes.Buffer
			_ = html.Render(&b, n) // into memory
			t.Errorf("%s: %s: %.200s", name, fault, b.String())
		}
	}
}

func faultOf(n *html.Node) string {
	if slices.Contains([]string{"iframe", "object", "embed", "base", "style", "math", "applet", "frame"}, n.Data) {
		return "there is a <" + n.Data + ">"
	}
	attributes := map[string]string{}
	for _, a := range n.Attr {
		attributes[a.Key] = a.Val
		switch {
		case strings.HasPrefix(a.Key, "on"), a.Key == "style", a.Key == "srcdoc":
			return "there is the attribute " + a.Key
		case slices.Contains([]string{"href", "src", "action", "data", "poster", "xlink:href", "formaction"}, a.Key):
			if fault := faultOfAddress(n.Data, a.Key, a.Val); fault != "" {
				return fault
			}
		}
	}
	switch {
	case n.Data == "script" && attributes["src"] == "" && attributes["type"] != "application/ld+json":
		return "there is a script in the page"
	case n.Data == "meta" && strings.EqualFold(attributes["http-equiv"], "refresh") && !strings.HasPrefix(attributes["content"], "0; url="):
		return "there is a redirection"
	}
	return ""
}

// faultOfAddress allows links to https, http and mailto, and everything else from
// the portal alone.
func faultOfAddress(element, key, value string) string {
	u, err := url.Parse(strings.TrimSpace(value))
	if err != nil {
		return "there is an address that is none: " + value
	}
	switch {
	case u.Scheme == "" && u.Host == "":
		return ""
	case element == "a" && slices.Contains([]string{"https", "http", "mailto"}, u.Scheme), element == "link" && u.Host == "lp.example":
		return ""
	case element == "form" && u.Scheme == "mailto":
		return ""
	}
	return element + " " + key + " leads to " + value
}
