package render

import (
	"math"
	"strconv"

	"github.com/exemplar-lp/exemplar/internal/content"
)

// ChartView is a measured change as two bars from zero, the figure before over
// the figure after.
type ChartView struct {
	// Words say the same as the bars: Bars from 0 to 100%. Before: 31%. After: 67%.
	Words string
	Bars  []BarView
}

// BarView is one bar of a chart.
type BarView struct {
	// Name is which of the two it is, and is Before or After; Figure is its
	// figure with the unit.
	Name, Figure string
	// Width is its length as a share of the chart: 67%.
	Width string
	// Text and Top are how far down the words stand and the bar begins, in lines.
	Text, Top string
	// Last marks the figure after the change.
	Last bool
}

// chart draws a change that has both figures, neither below zero; otherwise it
// is nil. Percentages are drawn on a scale to 100, everything else on one to the
// larger figure, so that no bar begins anywhere but at zero.
func (m *maker) chart(c content.Impact) *ChartView {
	if c.Baseline.IsZero() || c.After.IsZero() || c.Baseline.Value < 0 || c.After.Value < 0 {
		return nil
	}
	top, name := math.Max(c.Baseline.Value, c.After.Value), ""
	switch {
	case top == 0:
		return nil
	case top == c.After.Value:
		name = figure(c.After, c.Unit)
	default:
		name = figure(c.Baseline, c.Unit)
	}
	if c.Unit == "%" && top <= 100 {
		top, name = 100, "100%"
	}
	before, after := figure(c.Baseline, c.Unit), figure(c.After, c.Unit)
	return &ChartView{
		Words: m.lang.word("chart.words", "top", name, "before", before, "after", after),
		Bars: []BarView{
			{Name: m.lang.word("chart.before"), Figure: before, Width: share(c.Baseline.Value, top), Text: "1em", Top: "1.4em"},
			{Name: m.lang.word("chart.after"), Figure: after, Width: share(c.After.Value, top), Text: "3.2em", Top: "3.6em", Last: true},
		},
	}
}

// share writes a part of a whole as a percentage with one decimal at most.
func share(part, whole float64) string {
	return strconv.FormatFloat(math.Round(part/whole*1000)/10, 'f', -1, 64) + "%"
}
