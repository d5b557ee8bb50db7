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
// the script that searches on search.html. A theme's own style goes behind the
// style sheet, into the same file.
const (
	styleSheet = "assets/site.css"
	ownStyle   = "assets/own.css"
	scriptFile = "assets/site.js"
	iconFile   = "assets/icon.svg"
	engineFile = "assets/search.js"
)

// minified are the media types of the theme's files that are made smaller.
var minified = map[string]string{".css": "text/css", ".js": "text/javascript"}

// minifiedFiles makes the theme's files smaller.
func minifiedFiles(files []themeFile) []themeFile {
	m := newMinifier()
	for i, f := range files {
		if kind, ok := minified[path.Ext(f.name)]; ok {
			// The minifier writes into what it is given, and the text is shown with problems.
			if small, err := m.Bytes(kind, bytes.Clone(f.text)); err == nil {
				files[i].text = small
			}
		}
	}
	return files
}

// readAssets gives every file of the theme's assets folder the name under which
// it is published. The brand's colours go behind the style sheet, and behind them
// the theme's own style.
func (r *Renderer) readAssets() {
	own := r.theme.asset(ownStyle).text
	for _, f := range r.theme.assets {
		if f.name == ownStyle {
			continue
		}
		text := f.text
		if f.name == styleSheet {
			text = slices.Concat(text, brandRules(r.settings.Brand.Colour), own)
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

// asset returns a file of the assets folder, without text where there is none.
func (t *Theme) asset(name string) themeFile {
	for _, f := range t.assets {
		if f.name == name {
			return f
		}
	}
	return themeFile{name: name}
}

// fingerprinted puts the first eight digits of the content's SHA-256 into the
// name, so that a changed file has a new address.
func fingerprinted(name string, text []byte) string {
	sum := sha256.Sum256(text)
	ext := path.Ext(name)
	return strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:4]) + ext
}
