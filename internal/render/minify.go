package render

import (
	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/css"
	"github.com/tdewolff/minify/v2/html"
	"github.com/tdewolff/minify/v2/js"
)

// newMinifier keeps what makes a page easy to read for people and programs:
// document tags, end tags and quotes. The gain of dropping them is lost in
// compression. JSON-LD has a media type that it does
// not know, so it leaves that alone.
func newMinifier() *minify.M {
	m := minify.New()
	page := html.Minifier{KeepDocumentTags: true, KeepEndTags: true, KeepQuotes: true, KeepDefaultAttrVals: true}
	source := page
	source.TemplateDelims = html.GoTemplateDelims
	m.Add("text/html", &page)
	m.Add(templateType, &source)
	m.AddFunc("text/css", css.Minify)
	m.AddFunc("text/javascript", js.Minify)
	return m
}

// templateType is the source of a template, in which {{…}} stays as it is.
const templateType = "text/template"

// minifyTemplate returns a function that minifies a template's source, so that
// the pages made of it need it no more. A template that it cannot read stays as
// it is.
func minifyTemplate(m *minify.M) func([]byte) []byte {
	return func(text []byte) []byte {
		small, err := m.Bytes(templateType, text)
		if err != nil {
			return text
		}
		return small
	}
}

// minified returns the page in fewer bytes. Should the minifier fail, the page
// stays as it is: it is whole either way.
func (r *Renderer) minified(page []byte) []byte {
	small, err := r.minifier.Bytes("text/html", page)
	if err != nil {
		return page
	}
	return small
}
