package render

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html/template"
	"reflect"
	"strconv"
	"strings"
	"text/template/parse"
)

// printer writes a value in one place of a page.
type printer func(x *execution, v reflect.Value)

// The escapers that html/template names at the end of a pipeline, for the
// places where themes put words. Programs do the everyday values themselves; any
// other value goes through html/template, in a template with the same place.
const (
	textEscaper   = "_html_template_htmlescaper"
	attrEscaper   = "_html_template_attrescaper"
	titleEscaper  = "_html_template_rcdataescaper"
	urlEscaper    = "_html_template_urlfilter|_html_template_urlnormalizer|_html_template_attrescaper"
	restEscaper   = "_html_template_urlnormalizer|_html_template_attrescaper"
	srcsetEscaper = "_html_template_srcsetescaper|_html_template_attrescaper"
	dataEscaper   = "_html_template_jsvalescaper"
)

// places are templates with the places that the escapers are for; a value
// stands between the two parts.
var places = map[string][2]string{
	textEscaper:   {"<p>", "</p>"},
	attrEscaper:   {`<p class="`, `"></p>`},
	titleEscaper:  {"<title>", "</title>"},
	urlEscaper:    {`<a href="`, `"></a>`},
	restEscaper:   {`<a href="mailto:`, `"></a>`},
	srcsetEscaper: {`<img srcset="`, `">`},
	dataEscaper:   {`<script type="application/ld+json">`, "</script>"},
}

// slowEscapers are templates of html/template for single values.
type slowEscapers map[string]*template.Template

func newSlowEscapers() slowEscapers {
	slow := slowEscapers{}
	for chain, place := range places {
		slow[chain] = template.Must(template.New("value").Parse(place[0] + "{{.}}" + place[1]))
	}
	return slow
}

// write lets html/template write a value.
func (s slowEscapers) write(x *execution, chain string, v any) {
	var out bytes.Buffer
	if err := s[chain].Execute(&out, v); err != nil {
		x.fail(err)
		return
	}
	place := places[chain]
	x.out.Write(bytes.TrimSuffix(bytes.TrimPrefix(out.Bytes(), []byte(place[0])), []byte(place[1])))
}

// printer returns how values of a type are written through the escapers of a
// pipeline.
func (s *scope) printer(typ reflect.Type, cmds []*parse.CommandNode) (printer, error) {
	names := make([]string, len(cmds))
	for i, c := range cmds {
		name, ok := c.Args[0].(*parse.IdentifierNode)
		if !ok || len(c.Args) != 1 {
			return nil, errNotKnown
		}
		names[i] = name.Ident
	}
	chain := strings.Join(names, "|")
	if _, ok := places[chain]; !ok || typ == nil {
		return nil, errNotKnown
	}
	if typ == bodyField.Type && chain != textEscaper {
		return nil, errNotKnown
	}
	plain := chain == textEscaper || chain == attrEscaper || chain == titleEscaper
	switch {
	case typ == reflect.TypeFor[template.HTML]() && chain == textEscaper:
		return func(x *execution, v reflect.Value) { x.out.WriteString(v.String()) }, nil
	case typ == bodyField.Type:
		return func(x *execution, v reflect.Value) { x.out.Write(v.Bytes()) }, nil
	case typ == reflect.TypeFor[string]() && plain:
		return func(x *execution, v reflect.Value) { writeEscaped(x.out, v.String()) }, nil
	case typ == reflect.TypeFor[int]() && plain:
		return func(x *execution, v reflect.Value) {
			x.out.Write(strconv.AppendInt(x.out.AvailableBuffer(), v.Int(), 10))
		}, nil
	case chain == dataEscaper:
		return s.writeData, nil
	case typ == reflect.TypeFor[string]() && (chain == urlEscaper || chain == restEscaper):
		return func(x *execution, v reflect.Value) { s.writeURL(x, chain, v.String()) }, nil
	}
	return func(x *execution, v reflect.Value) { s.slow.write(x, chain, v.Interface()) }, nil
}

// writeData writes a value as JSON. What is not an object, to which html/template
// adds nothing, is left to it.
func (s *scope) writeData(x *execution, v reflect.Value) {
	start, data := x.out.Len(), v.Interface()
	if _, ok := data.(fmt.Stringer); !ok && json.NewEncoder(x.out).Encode(data) == nil && x.out.Bytes()[start] == '{' {
		x.out.Truncate(x.out.Len() - len("\n"))
		return
	}
	x.out.Truncate(start)
	s.slow.write(x, dataEscaper, data)
}

// writeURL writes the addresses that need no escape as they are.
func (s *scope) writeURL(x *execution, chain, url string) {
	if isPlainURL(url) {
		x.out.WriteString(url)
	} else {
		s.slow.write(x, chain, url)
	}
}

// isPlainURL reports whether html/template would write an address as it is: a
// relative one, or one of the web, with nothing but unreserved characters,
// slashes, @ and #.
func isPlainURL(url string) bool {
	rest, web := strings.CutPrefix(url, "https://")
	for i := range len(rest) {
		c := rest[i]
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
		case c == '-', c == '.', c == '_', c == '/', c == '#', c == '@':
		default:
			return false
		}
	}
	return web || !strings.HasPrefix(url, "https:")
}

// writeEscaped writes a text for an element or a quoted attribute, exactly as
// html/template does.
func writeEscaped(out *bytes.Buffer, s string) {
	done := 0
	for i := range len(s) {
		n := escaped[s[i]]
		if n == 0 {
			continue
		}
		out.WriteString(s[done:i])
		out.WriteString(escapes[n])
		done = i + 1
	}
	out.WriteString(s[done:])
}

// escaped has for each byte which of the escapes html/template replaces it by, 0
// for none.
var (
	escaped = [256]uint8{0: 1, '"': 2, '&': 3, '\'': 4, '+': 5, '<': 6, '>': 7}
	escapes = [...]string{"", "\uFFFD", "&#34;", "&amp;", "&#39;", "&#43;", "&lt;", "&gt;"}
)
