package palette

import (
	"math"
	"math/rand/v2"
	"testing"
)

func must(t *testing.T, text string) Colour {
	t.Helper()
	c, ok := Parse(text)
	if !ok {
		t.Fatalf("%q is a colour", text)
	}
	return c
}

// TestSchoolColours asks for the colours that schools have: dark ones stay what
// they are, bright ones get an answer in their own hue.
func TestSchoolColours(t *testing.T) {
	for _, tt := range []struct{ name, colour, nearest string }{
		{"navy", "#14213d", "#14213d"},
		{"maroon", "#7a1f3d", "#7a1f3d"},
		{"bottle green", "#0b5d4f", "#0b5d4f"},
		{"royal blue", "#1f4fa3", "#1f4fa3"},
		{"red", "#c8102e", "#c8102e"},
		{"purple", "#582c83", "#582c83"},
		{"black", "#000000", "#000000"},
		{"orange", "#f58220", "#b65b00"},
		{"sky blue", "#00a3e0", "#007cac"},
		{"gold", "#ffcc00", "#8e7000"},
		{"pale yellow", "#fff4b0", "#7f7534"},
		{"grey", "#808080", "#747474"},
		{"white", "#ffffff", "#747474"},
	} {
		c := must(t, tt.colour)
		if got := Nearest(c).String(); got != tt.nearest {
			t.Errorf("%s, %s: nearest is %s, want %s", tt.name, tt.colour, got, tt.nearest)
		}
		if Legible(c) != (tt.colour == tt.nearest) {
			t.Errorf("%s, %s: legible is %v", tt.name, tt.colour, Legible(c))
		}
	}
}

// TestEveryPaletteCanBeRead tries colours from everywhere: with the nearest
// legible one, text can be read on every ground and on every filled part, and the
// dark shade is of the same hue.
func TestEveryPaletteCanBeRead(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 5000 {
		c := Nearest(Colour{random.Float64(), random.Float64(), random.Float64()}.printed())
		light, dark := Light(c), Dark(c)
		for _, pair := range []struct {
			over, under Colour
		}{
			{light.Brand, white}, {light.Brand, Paper}, {light.Brand, light.Tint}, {light.On, light.Brand},
			{dark.Brand, Night}, {dark.Brand, Colour{}}, {dark.Brand, dark.Tint}, {dark.On, dark.Brand},
		} {
			if got := Contrast(pair.over, pair.under); got < Text {
				t.Errorf("%s: %s on %s is %.2f", c, pair.over, pair.under, got)
			}
		}
		if light.Brand != c {
			t.Errorf("%s becomes %s on light pages", c, light.Brand)
		}
		a, b := toLCh(c), toLCh(dark.Brand)
		if turn := math.Abs(math.Remainder(a.h-b.h, 2*math.Pi)); a.c > 0.05 && b.c > 0.05 && turn > 0.1 {
			t.Errorf("%s becomes %s in the dark, which is another hue", c, dark.Brand)
		}
	}
}

// TestNearestIsNear holds the nearest colour to the edge: a step lighter could
// not be read.
func TestNearestIsNear(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 2000 {
		c := Colour{random.Float64(), random.Float64(), random.Float64()}.printed()
		if n := Nearest(c); !Legible(n) || !Legible(c) && Contrast(n, Paper) > Text+0.1 {
			t.Errorf("%s: %s has a contrast of %.2f", c, n, Contrast(n, Paper))
		}
	}
}

func TestContrast(t *testing.T) {
	if got := Contrast(white, Colour{}); got < 20.99 || got > 21.01 {
		t.Errorf("white on black is %.2f", got)
	}
	if got := Contrast(must(t, "#767676"), white); got < 4.5 || got > 4.6 {
		t.Errorf("#767676 on white is %.2f", got)
	}
}

func TestParse(t *testing.T) {
	for _, wrong := range []string{"", "green", "#123", "#12345g", "0b5d4f", "#0b5d4f;}"} {
		if c, ok := Parse(wrong); ok {
			t.Errorf("%q is read as %s", wrong, c)
		}
	}
	if got := must(t, "#0B5D4F").String(); got != "#0b5d4f" {
		t.Errorf("#0B5D4F is printed as %s", got)
	}
}
