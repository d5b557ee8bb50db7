package site_test

import (
	"bytes"
	"net/url"
	"path"
	"slices"
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

// hostileBody puts a text into every place of a body.
func hostileBody(text string) string {
	code := strings.ReplaceAll(text, "`", "'")
	return "\n## " + text + "\n\n" + text + "\n\n- " + text + "\n\n> [!NOTE]\n> " + text + "\n\n| " + text + " | b |\n| --- | --- |\n| " + text + " | b |\n\n```" + strings.ReplaceAll(code, "\n", " ") + "\n" + code + "\n```\n\n" +
		"[" + text + "](https://www.example.sch.uk \"" + text + "\") [x](<" + text + ">) [y][z] `" + code + "`[^1]\n\n[^1]: " + text + "\n\n[z]: <" + text + "> '" + text + "'\n\n![" + text + "](face.png)\n\nTerm\n: " + text + "\n\n[PS1 level 1] " + text + "\n"
}

// TestHostileTexts fills every text of every kind with hostile ones and looks at
// every page as a browser takes it apart.
func TestHostileTexts(t *testing.T) {
	for round := range hostile {
		n := round
		next := func(string) string { n++; return hostile[n%len(hostile)] + " x" }
		f := filler{private: next, text: next}
		files := f.files(t, func(content.Kind) string { return hostileBody(hostile[n%len(hostile)]) })
		for name, data := range outputs(t, loadAny(t, files)) {
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
