package render

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/exemplar-lp/exemplar/internal/config"
)

// TestBrandIsLegible tries many colours: text in the brand's colour can be read
// on every ground of the theme, and text on the colour too.
func TestBrandIsLegible(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	colours := []colour{black, white, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1, 1, 0}, {0.5, 0.5, 0.5}}
	for range 2000 {
		colours = append(colours, colour{random.Float64(), random.Float64(), random.Float64()})
	}
	for _, c := range colours {
		light, dark := legible(c, paper, black), legible(c, night, white)
		for _, ground := range []colour{white, paper, white.mixed(light, 0.1)} {
			if contrast(light, ground) < 4.5 {
				t.Errorf("%s on %s: %.2f", light, ground, contrast(light, ground))
			}
		}
		for _, ground := range []colour{night, parseColour("#14171c"), parseColour("#1a1e25"), night.mixed(dark, 0.1)} {
			if contrast(dark, ground) < 4.5 {
				t.Errorf("%s on %s: %.2f", dark, ground, contrast(dark, ground))
			}
		}
		for _, brand := range []colour{light, dark} {
			best := max(contrast(brand, white), contrast(brand, night))
			if best < 4.5 {
				t.Errorf("nothing can be read on %s: %.2f", brand, best)
			}
		}
	}
}

func TestContrast(t *testing.T) {
	if got := contrast(white, black); got < 20.99 || got > 21.01 {
		t.Errorf("white on black is %.2f", got)
	}
	if got := contrast(parseColour("#767676"), white); got < 4.5 || got > 4.6 {
		t.Errorf("#767676 on white is %.2f", got)
	}
}

func TestBrandRules(t *testing.T) {
	rules, problems := brandRules(&config.Settings{Brand: config.Brand{Colour: "#0b5d4f"}})
	if len(problems) > 0 || !strings.HasPrefix(string(rules), ":root{--brand:#0b5d4f;--on-brand:#ffffff;") {
		t.Errorf("rules %s, problems %v", rules, problems)
	}
	rules, problems = brandRules(&config.Settings{})
	if rules != nil || problems != nil {
		t.Errorf("no colour gives %s, %v", rules, problems)
	}
	for _, wrong := range []string{"green", "#123", "#12345g", "0b5d4f", "#0b5d4f;}"} {
		if rules, problems = brandRules(&config.Settings{Brand: config.Brand{Colour: wrong}}); rules != nil || len(problems) != 1 {
			t.Errorf("%q gives %s, %v", wrong, rules, problems)
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
		get := func(token string) colour {
			_, after, found := strings.Cut(rules, "--"+token+": #")
			if !found {
				t.Fatalf("no --%s", token)
			}
			hex, _, _ := strings.Cut(after, ";")
			if len(hex) == 3 {
				hex = strings.Repeat(hex[:1], 2) + strings.Repeat(hex[1:2], 2) + strings.Repeat(hex[2:], 2)
			}
			return parseColour("#" + hex)
		}
		for _, pair := range []struct {
			over, under string
			least       float64
		}{
			{"ink", "paper", 7}, {"ink", "sheet", 7}, {"ink", "brand-tint", 7},
			{"quiet", "paper", 4.5}, {"quiet", "sheet", 4.5}, {"quiet", "brand-tint", 4.5},
			{"brand", "paper", 4.5}, {"brand", "sheet", 4.5}, {"brand", "brand-tint", 4.5}, {"on-brand", "brand", 4.5},
			{"edge", "paper", 3}, {"edge", "sheet", 3}, {"rule", "paper", 3},
		} {
			if got := contrast(get(pair.over), get(pair.under)); got < pair.least {
				t.Errorf("%s: %s on %s is %.2f, want %.1f", name, pair.over, pair.under, got, pair.least)
			}
		}
	}
}
