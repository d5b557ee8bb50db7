package render

import (
	"testing"

	"github.com/exemplar-lp/exemplar/internal/content"
)

func TestChart(t *testing.T) {
	number := func(text string, value float64) content.Number { return content.Number{Text: text, Value: value} }
	theme := defaultTheme(t)
	m := &maker{lang: theme.language("en-GB")}
	for name, test := range map[string]struct {
		change content.Impact
		widths []string // none for no chart
		words  string
	}{
		"percentages go to 100":    {content.Impact{Baseline: number("31", 31), After: number("67", 67), Unit: "%"}, []string{"31%", "67%"}, "Bars on a scale from 0 to 100%. Before: 31%. After: 67%."},
		"scores go to the larger":  {content.Impact{Baseline: number("97.4", 97.4), After: number("99.1", 99.1)}, []string{"98.3%", "100%"}, "Bars on a scale from 0 to 99.1. Before: 97.4. After: 99.1."},
		"a fall":                   {content.Impact{Baseline: number("8", 8), After: number("2", 2), Unit: "days"}, []string{"100%", "25%"}, "Bars on a scale from 0 to 8\u00a0days. Before: 8\u00a0days. After: 2\u00a0days."},
		"above a hundred per cent": {content.Impact{Baseline: number("100", 100), After: number("200", 200), Unit: "%"}, []string{"50%", "100%"}, "Bars on a scale from 0 to 200%. Before: 100%. After: 200%."},
		"from nothing":             {content.Impact{Baseline: number("0", 0), After: number("4", 4)}, []string{"0%", "100%"}, "Bars on a scale from 0 to 4. Before: 0. After: 4."},
		"nothing to nothing":       {content.Impact{Baseline: number("0", 0), After: number("0", 0)}, nil, ""},
		"one figure":               {content.Impact{After: number("4", 4)}, nil, ""},
		"below zero":               {content.Impact{Baseline: number("-0.3", -0.3), After: number("0.1", 0.1)}, nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			chart := m.chart(test.change)
			if chart == nil || test.widths == nil {
				if (chart == nil) != (test.widths == nil) {
					t.Errorf("got %+v", chart)
				}
				return
			}
			if got := []string{chart.Bars[0].Width, chart.Bars[1].Width}; got[0] != test.widths[0] || got[1] != test.widths[1] {
				t.Errorf("widths %q, want %q", got, test.widths)
			}
			if chart.Words != test.words {
				t.Errorf("words %q, want %q", chart.Words, test.words)
			}
		})
	}
}
