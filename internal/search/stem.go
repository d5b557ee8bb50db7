package search

import (
	"cmp"
	"strings"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
)

// analyser knows what is particular to a language.
type analyser struct {
	// stems says that words are brought to their stem. Where they are not, a
	// query's word also finds the words that begin with it.
	stems bool
	stop  map[string]bool
	// endings are those of inflected words, the shortest first.
	endings string
}

func newAnalyser(language string) *analyser {
	base, _, _ := strings.Cut(strings.ToLower(cmp.Or(language, "en")), "-")
	a := &analyser{stop: map[string]bool{}}
	for _, w := range strings.Fields(stopWords[base]) {
		a.stop[w] = true
	}
	if base == "en" {
		a.stems, a.endings = true, englishEndings
	}
	return a
}

// stem returns what the forms of a word have in common: coach for coaching. The
// words are folded before, so that the algorithm sees no apostrophes; codes and
// the words of languages without a stemmer stay.
func (a *analyser) stem(word string) string {
	if !a.stems || len(word) < 3 || isCode(word) {
		return word
	}
	env := snowballstem.NewEnv(word)
	english.Stem(env)
	return env.Current()
}

// englishEndings are what the stemmer takes off most words. The browser has the
// words of the index and no stemmer: a word that no page has in this form (a
// query for improve where pages say improved) is looked for with other endings.
const englishEndings = "d e r s y al ed er es ly rs ers ful ied ier ies ing ion ally ings ions ment ness ments"

// stopWords are words so common that they are kept only where they stand in
// titles; a query drops them if it has any other word.
var stopWords = map[string]string{
	"en": `a about after again all also am an and any are as at be because been before being both but by can
could did do does doing done down during each else ever few for from further get had happen happened happens has have having he her here hers
him his how i if in into is it its just ll me more most my no nor not now of off on once only or other our ours out
over own s same she should so some such than that the their theirs them then there these they this those through to
too under until up us ve very was we were what when where which while who whom whose why will with would you your`,
	"cy": `a ac am an ar arall at bod bu byddai bydd chi da dan dod dros dy dyma dyna ei eich ein eu fe fel fod fy ga gan
gen gyda gyfer hefyd hi hon hwn hyn i iawn ichi iddo inni mae maen mewn mi mo myfi na nac nad ni nid nhw o oedd oes ond
os pan pwy roedd rhag rhwng sut sy sydd ti trwy tua un wedi wrth y yma yn yna ynddo yno yr yw`,
}
