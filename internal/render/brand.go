package render

import (
	"fmt"

	"github.com/exemplar-lp/exemplar/internal/palette"
)

// brandRules returns the style rules that give the theme a site's own colour,
// which the settings have found legible; nil for text that is no colour.
func brandRules(text string) []byte {
	brand, ok := palette.Parse(text)
	if !ok {
		return nil
	}
	return fmt.Appendf(nil, ":root{%s}@media screen and (prefers-color-scheme:dark){:root{%s}}",
		tokens(palette.Light(brand)), tokens(palette.Dark(brand)))
}

// tokens sets the brand's custom properties: the colour, what stands on it, and
// a tint of the ground.
func tokens(s palette.Shades) string {
	return fmt.Sprintf("--brand:%s;--on-brand:%s;--brand-tint:%s", s.Brand, s.On, s.Tint)
}
