package render

import (
	"strings"
	"testing"

	"github.com/exemplar-lp/exemplar/internal/palette"
)

func TestBrandRules(t *testing.T) {
	const want = ":root{--brand:#0b5d4f;--on-brand:#ffffff;--brand-tint:#e7efed}@media screen and (prefers-color-scheme:dark){:root{--brand:"
	if rules := string(brandRules("#0b5d4f")); !strings.HasPrefix(rules, want) {
		t.Errorf("rules %s", rules)
	}
	for _, wrong := range []string{"", "green", "#123", "#0b5d4f;}"} {
		if rules := brandRules(wrong); rules != nil {
			t.Errorf("%q gives %s", wrong, rules)
		}
	}
}

// TestThemeIsLegible holds the theme's own colours, light and dark, to the
// contrasts of WCAG 2.2: 4.5 for text, 3 for the lines that carry meaning.
func TestThemeIsLegible(t *testing.T) {
	text := string(defaultTheme(t).origins[styleSheet].source.Text)
	_, dark, found := strings.Cut(text, "prefers-color-scheme: dark")
	if !found {
		t.Fatal("no dark colours")
	}
	for name, rules := range map[string]string{"light": text, "dark": dark} {
		get := func(token string) palette.Colour { return themeColour(t, rules, token) }
		for _, pair := range []struct {
			over, under string
			least       float64
		}{
			{"ink", "paper", 7}, {"ink", "sheet", 7}, {"ink", "brand-tint", 7},
			{"quiet", "paper", 4.5}, {"quiet", "sheet", 4.5}, {"quiet", "brand-tint", 4.5},
			{"brand", "paper", 4.5}, {"brand", "sheet", 4.5}, {"brand", "brand-tint", 4.5}, {"on-brand", "brand", 4.5},
			{"edge", "paper", 3}, {"edge", "sheet", 3}, {"rule", "paper", 3},
		} {
			if got := palette.Contrast(get(pair.over), get(pair.under)); got < pair.least {
				t.Errorf("%s: %s on %s is %.2f, want %.1f", name, pair.over, pair.under, got, pair.least)
			}
		}
		// A site's own colour is judged on the palette's grounds instead.
		for _, ground := range []string{"paper", "sheet"} {
			worst := map[string]palette.Colour{"light": palette.Paper, "dark": palette.Night}[name]
			end := map[string]palette.Colour{"light": {R: 1, G: 1, B: 1}, "dark": {}}[name]
			if palette.Contrast(get(ground), end) > palette.Contrast(worst, end) {
				t.Errorf("%s: %s is not between %s and %s", name, ground, worst, end)
			}
		}
	}
}

// TestTextOnTints proves that the theme's text can be read on the tint of every
// school's colour, in light and dark, where the first page and marked passages
// have it.
func TestTextOnTints(t *testing.T) {
	text := string(defaultTheme(t).origins[styleSheet].source.Text)
	_, dark, _ := strings.Cut(text, "prefers-color-scheme: dark")
	for red := range 6 {
		for green := range 6 {
			for blue := range 6 {
				brand := palette.Nearest(palette.Colour{R: float64(red) / 5, G: float64(green) / 5, B: float64(blue) / 5})
				for name, ground := range map[string]struct {
					rules string
					palette.Shades
				}{"light": {text, palette.Light(brand)}, "dark": {dark, palette.Dark(brand)}} {
					for token, least := range map[string]float64{"ink": 7, "quiet": 4.5} {
						if got := palette.Contrast(themeColour(t, ground.rules, token), ground.Tint); got < least {
							t.Errorf("%s: %s on the tint of %s is %.2f, want %.1f", name, token, brand, got, least)
						}
					}
				}
			}
		}
	}
}

// themeColour is the colour of a custom property, the first of its name.
func themeColour(t *testing.T, rules, token string) palette.Colour {
	t.Helper()
	_, after, found := strings.Cut(rules, "--"+token+": #")
	if !found {
		t.Fatalf("no --%s", token)
	}
	hex, _, _ := strings.Cut(after, ";")
	if len(hex) == 3 {
		hex = strings.Repeat(hex[:1], 2) + strings.Repeat(hex[1:2], 2) + strings.Repeat(hex[2:], 2)
	}
	c, _ := palette.Parse("#" + hex)
	return c
}
