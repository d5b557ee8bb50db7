package check

import (
	"math"
	"regexp"
	"strings"

	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/config"
	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/diag"
)

// checkNumbers reports figures that may show who the few are that they count.
// Schools in England publish nothing of fewer than 6 pupils; in Wales nothing of
// fewer than 5, and of 5 to 9 only percentages.
func checkNumbers(study *catalog.CaseStudy, settings *config.Settings, problems *diag.List) {
	for _, i := range study.Impact {
		if checkFew(study.Source, i, settings.Privacy, problems) {
			checkShare(study.Source, i, settings.Privacy, problems)
		}
		if i.Pupils == 0 && i.Staff == 0 && i.Schools == 0 && i.Method == "" {
			problems.Add(diag.CheckFigure, i.Pos.In(study.Source), "add pupils:, staff: or schools: with their number, and method:", "a reader cannot tell how many were measured, or how: %q", i.Measure)
		}
	}
}

// checkFew reports too few pupils; it returns whether there are enough.
func checkFew(source string, i content.Impact, policy config.Privacy, problems *diag.List) bool {
	const hint = "put several groups or years together, or leave the figure out and say it in words"
	switch {
	case i.Pupils > 0 && i.Pupils < policy.SmallNumber:
		problems.Add(diag.PrivacySmallNumber, i.Pos.In(source), hint, "%q counts %d pupils; fewer than %d may be recognised", i.Measure, i.Pupils, policy.SmallNumber)
		return false
	case policy.PercentagesOnly(i.Pupils) && !isShare(i.Unit):
		problems.Add(diag.PrivacySmallNumber, i.Pos.In(source), `give percentages, with unit: "%"`, "%q counts %d pupils; of fewer than 10 only percentages are published in Wales", i.Measure, i.Pupils)
		return false
	}
	for _, n := range []content.Number{i.Baseline, i.After} {
		if countsPupils(i.Unit) && n.Value > 0 && n.Value < float64(policy.SmallNumber) {
			problems.Add(diag.PrivacySmallNumber, i.Pos.In(source), hint, "%q is of %s pupils; fewer than %d may be recognised", i.Measure, n.Text, policy.SmallNumber)
			return false
		}
	}
	return true
}

func isShare(unit string) bool {
	return strings.HasPrefix(unit, "%") || strings.HasPrefix(strings.ToLower(unit), "per cent") || strings.HasPrefix(strings.ToLower(unit), "percent")
}

// learners are the words for those whom small numbers protect.
var learners = regexp.MustCompile(`(?i)\b(?:pupils?|children|child|students?|learners?|boys?|girls?)\b`)

// countsPupils reports whether a unit is pupils and not something of theirs, such
// as pupil-days.
func countsPupils(unit string) bool {
	return learners.FindString(strings.TrimSpace(unit)) == strings.TrimSpace(unit) && unit != ""
}

// shareOf matches a measure that is a share of the pupils themselves.
var shareOf = regexp.MustCompile(`(?i)^\W*(?:the )?(?:share|proportion|percentage|number|per cent)? ?(?:of )?(?:the )?(?:\w+ )?(?:pupils?|children|students?|learners?|boys?|girls?)\b(?:'|’)?(?: who| that| with| at| reading| on| in| able| reaching| passing| meeting| achieving| working)`)

// checkShare reports a share from which a small number of pupils can be worked
// out: 90% of 30.
func checkShare(source string, i content.Impact, policy config.Privacy, problems *diag.List) {
	if i.Pupils == 0 || policy.PercentagesOnly(i.Pupils) || !isShare(i.Unit) || !shareOf.MatchString(i.Measure) {
		return
	}
	for _, n := range []content.Number{i.Baseline, i.After} {
		exact := n.Value * float64(i.Pupils) / 100
		count := int(math.Round(exact))
		few := min(count, i.Pupils-count)
		if !n.IsZero() && few > 0 && few < policy.SmallNumber && math.Abs(exact-float64(count)) < 0.6*float64(i.Pupils)/100 {
			problems.Add(diag.PrivacySmallShare, i.Pos.In(source), "round the percentages, or put several groups together", "%s%% of %d pupils leaves %d who may be recognised", n.Text, i.Pupils, few)
			return
		}
	}
}
