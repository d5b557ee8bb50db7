package render

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"path"
	"slices"
	"strings"
)

// The theme files that pages name: the style sheet, the script and the icon on every page,
// the script that searches on search.html.
const (
	styleSheet = "assets/site.css"
	scriptFile = "assets/site.js"
	iconFile   = "assets/icon.svg"
	engineFile = "assets/search.js"
)

// minified are the media types of the theme's files that are made smaller.
var minified = map[string]string{".css": "text/css", ".js": "text/javascript"}

// readAssets gives every file of the theme's assets folder the name under which
// it is published. The brand's colours go behind the style sheet.
func (r *Renderer) readAssets() {
	for _, f := range r.theme.assets {
		text := f.text
		if kind, ok := minified[path.Ext(f.name)]; ok {
			// The minifier writes into what it is given, and the theme is not ours alone.
			if small, err := r.minifier.Bytes(kind, bytes.Clone(text)); err == nil {
				text = small
			}
		}
		if f.name == styleSheet {
			text = append(slices.Clip(text), brandRules(r.settings.Brand.Colour)...)
		}
		a := Asset{Path: fingerprinted(f.name, text), Bytes: text}
		r.assets = append(r.assets, a)
		switch f.name {
		case styleSheet:
			r.styles = append(r.styles, a.Path)
		case scriptFile:
			r.scripts = append(r.scripts, a.Path)
		case iconFile:
			r.icon = a.Path
		case engineFile:
			r.engine = a.Path
		}
	}
	slices.SortFunc(r.assets, func(a, b Asset) int { return cmp.Compare(a.Path, b.Path) })
}

// fingerprinted puts the first eight digits of the content's SHA-256 into the
// name, so that a changed file has a new address.
func fingerprinted(name string, text []byte) string {
	sum := sha256.Sum256(text)
	ext := path.Ext(name)
	return strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:4]) + ext
}
