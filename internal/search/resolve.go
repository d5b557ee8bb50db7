package search

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Weights of what stands for a word of the query, of 16.
const (
	wholeWeight   = 16
	variantWeight = 15
	synonymWeight = 13
	prefixWeight  = 12
	nearWeight    = 14
	farWeight     = 11
)

// fewPages is the number of pages below which a word that ends the query is also
// taken for the beginning of another.
const fewPages = 4

// mostExpansions is the number of words that a beginning stands for.
const mostExpansions = 6

// unit is a part of the query that a page has or has not: a word, or words that
// stand for one thing.
type unit struct {
	// shown is the part as asked.
	shown string
	alts  []alternative
}

// alternative is one way to have a unit: every one of its words.
type alternative []option

// option is what stands for one word: any of its lists.
type option []weighted

type weighted struct {
	list   *postingList
	weight int
	// titled says that only the pages count whose title has the term.
	titled bool
}

// resolution is a query with everything that it stands for.
type resolution struct {
	units []unit
	not   []*postingList
	// missing are the words that no page has.
	missing []string
	// corrected are the words looked for in place of unknown ones, also those
	// looked for beside known ones.
	corrected, also []string
}

func (u *unit) known() bool {
	return slices.ContainsFunc(u.alts, alternative.known)
}

func (a alternative) known() bool {
	return !slices.ContainsFunc(a, func(o option) bool { return len(o) == 0 })
}

func (e *Engine) resolve(q asked) resolution {
	var r resolution
	for i := 0; i < len(q.words); {
		u, n := e.unitAt(q.words[i:], &r)
		if u.known() {
			r.units = append(r.units, u)
		} else {
			r.missing = append(r.missing, u.shown)
		}
		i += n
	}
	for _, w := range q.not {
		if list := e.lookUp(w); list != nil {
			r.not = append(r.not, list)
		}
	}
	return r
}

// unitAt makes the unit that starts at the first word, and says how many words
// it takes.
func (e *Engine) unitAt(words []askedWord, r *resolution) (unit, int) {
	w := words[0]
	switch {
	case w.exact:
		return unit{w.text, []alternative{{e.whole(w.text)}}}, 1
	case w.size > 1:
		return e.compound(words[:min(w.size, len(words))], r), min(w.size, len(words))
	}
	if u, n := e.synonymous(words, r); n > 0 {
		return u, n
	}
	if w.next != "" {
		if joined := e.whole(w.text + w.next); len(joined) > 0 && shardOf(e.bounds, w.text) == shardOf(e.bounds, w.text+w.next) {
			return e.pair(words, joined)
		}
	}
	o := e.expand(w, r)
	if len(o) == 0 {
		if a, shown := e.apart(w.text); a != nil {
			r.corrected = append(r.corrected, shown)
			return unit{w.text, []alternative{a}}, 1
		}
	}
	return unit{w.text, []alternative{{o}}}, 1
}

// Bounds of what an unknown word is taken apart into.
const (
	leastPart = 3
	mostParts = 3 // tries
)

// apart takes an unknown word for two that were written together: eyegaze,
// year11. The first must have its place in the same part of the lexicon.
func (e *Engine) apart(word string) (a alternative, shown string) {
	tries := 0
	letters := []rune(word)
	for i := len(letters) - 1; i > 0 && tries < mostParts; i-- {
		first, second := string(letters[:i]), string(letters[i:])
		if !parts(first, second) || shardOf(e.bounds, first) != shardOf(e.bounds, word) {
			continue
		}
		one := e.whole(first)
		if len(one) == 0 {
			continue
		}
		tries++
		if two := e.whole(second); len(two) > 0 {
			return alternative{one, two}, first + " " + second
		}
	}
	return nil, ""
}

// parts reports whether a word may be taken apart so: letters from digits, or two
// words of some length.
func parts(first, second string) bool {
	if isCode(first + second) {
		return isCode(first) != isCode(second) && isNumber(first) != isNumber(second)
	}
	return utf8.RuneCountInString(first) >= leastPart && utf8.RuneCountInString(second) >= leastPart
}

func isNumber(word string) bool { return strings.Trim(word, "0123456789") == "" }

// pair is two words that some page writes as one.
func (e *Engine) pair(words []askedWord, joined option) (unit, int) {
	w := words[0]
	u := unit{w.text + " " + w.next, []alternative{{joined}}}
	if len(words) == 1 || words[1].text != w.next {
		return u, 1 // the second is a stop word
	}
	u.alts = append(u.alts, alternative{e.whole(w.text), e.whole(w.next)})
	return u, 2
}

// compound is a word with hyphens: as one word, or all its parts.
func (e *Engine) compound(words []askedWord, r *resolution) unit {
	last := words[len(words)-1]
	u := unit{shown: words[0].compound}
	if joined := e.whole(u.shown); len(joined) > 0 {
		u.alts = append(u.alts, alternative{joined})
	} else if last.open {
		if joined := e.beginnings(u.shown, nil); len(joined) > 0 {
			u.alts = append(u.alts, alternative{joined})
		}
	}
	var parts alternative
	for _, w := range words {
		if w.stop && len(u.alts) > 0 {
			return u
		}
		if w.stop {
			continue
		}
		o := e.whole(w.text)
		if len(o) == 0 && len(u.alts) == 0 {
			o = e.expand(w, r)
		}
		parts = append(parts, o)
	}
	if len(parts) > 0 {
		u.alts = append(u.alts, parts)
	}
	return u
}

// longestSynonym is the number of words of a phrase that is looked for among the
// synonyms.
const longestSynonym = 5

// synonymous makes the unit of the longest phrase at the start of words that has
// synonyms which some page has. It takes no words if there is none.
func (e *Engine) synonymous(words []askedWord, r *resolution) (unit, int) {
	for n := min(longestSynonym, len(words)); n > 0; n-- {
		var phrase []string
		for _, w := range words[:n] {
			if w.exact {
				phrase = nil
				break
			}
			phrase = append(phrase, w.text)
		}
		text := strings.Join(phrase, " ")
		u := unit{shown: text, alts: []alternative{e.all(phrase, wholeWeight)}}
		for _, other := range e.synonyms[text] {
			if a := e.all(strings.Fields(other), synonymWeight); a.known() {
				u.alts = append(u.alts, a)
				r.also = append(r.also, other)
			}
		}
		if len(u.alts) > 1 {
			return u, n
		}
	}
	return unit{}, 0
}

// all is every word of a phrase, as it is.
func (e *Engine) all(phrase []string, weight int) alternative {
	var a alternative
	for _, w := range phrase {
		var o option
		if list := e.lookUp(w); list != nil {
			o = option{{list: list, weight: weight}}
		}
		a = append(a, o)
	}
	return a
}

// lookUp returns the pages of a word's term, or nil.
func (e *Engine) lookUp(word string) *postingList {
	s := e.shard(shardOf(e.bounds, word))
	if i, ok := slices.BinarySearch(s.forms, word); ok {
		return &s.groups[s.of[i]]
	}
	return nil
}

func (e *Engine) whole(word string) option {
	if list := e.lookUp(word); list != nil {
		return option{{list: list, weight: wholeWeight}}
	}
	return nil
}

// expand returns what stands for a word: itself, or it with another ending; the
// words it begins, if it ends the query and few pages have it or if the language
// has no stemmer; the nearest word, if there is nothing else.
func (e *Engine) expand(w askedWord, r *resolution) option {
	o := e.whole(w.text)
	if len(o) == 0 {
		o = e.variants(w.text)
	}
	length := utf8.RuneCountInString(w.text)
	open := w.open && length > 1 || !e.manifest.Stems && length >= shortestGuess
	if len(o) > 0 && (isCode(w.text) || e.manifest.Stems && len(o[0].list.pages) >= fewPages) {
		if open && length >= shortestTitled && !isCode(w.text) {
			o = append(o, inTitles(e.beginnings(w.text, o))...)
		}
		return o
	}
	if open {
		o = append(o, e.beginnings(w.text, o)...)
	}
	if len(o) > 0 || length < shortestGuess || isCode(w.text) {
		return o
	}
	guess, weight := e.guess(w.text, w.open)
	list := e.lookUp(guess)
	if guess == "" || list == nil {
		return nil
	}
	r.corrected = append(r.corrected, guess)
	return option{{list: list, weight: weight}}
}

// shortestTitled is the number of letters from which on a common word that ends
// the query is also taken for the beginning of a title's word: part, of partners.
const shortestTitled = 3

func inTitles(o option) option {
	for i := range o {
		o[i].titled = true
	}
	return o
}

// shortestBase is the number of characters that stay of a word whose ending
// changes.
const shortestBase = 3

// variants returns the terms of a word with another ending, as little of it
// changed as possible. Only the part of the lexicon is looked at in which the
// word or what stays of it has its place.
func (e *Engine) variants(word string) option {
	if !e.manifest.Stems || isCode(word) {
		return nil
	}
	for _, ending := range e.endings {
		base, ok := strings.CutSuffix(word, ending)
		if !ok || utf8.RuneCountInString(base) < shortestBase || !takes(base, ending) {
			continue
		}
		var o option
		for _, candidate := range e.withEndings(base, ending != "") {
			n := shardOf(e.bounds, candidate)
			if n != shardOf(e.bounds, word) && n != shardOf(e.bounds, base) {
				continue
			}
			list := e.lookUp(candidate)
			if list != nil && !slices.ContainsFunc(o, func(w weighted) bool { return w.list == list }) {
				o = append(o, weighted{list: list, weight: variantWeight})
			}
		}
		if len(o) > 0 {
			return o
		}
	}
	return nil
}

// takes reports whether an ending may stand behind a base: those that lack their
// e only behind one (improve and improved, but not davis and david).
func takes(base, ending string) bool {
	return strings.HasSuffix(base, "e") || ending != "d" && ending != "r" && ending != "rs"
}

// withEndings returns a base with every ending, with its last letter doubled
// before those with a vowel (plan, planning), and undoubled where an ending was cut
// off (planning, plan).
func (e *Engine) withEndings(base string, cut bool) []string {
	var list []string
	_, size := utf8.DecodeLastRuneInString(base)
	short, last := base[:len(base)-size], base[len(base)-size:]
	for _, ending := range e.endings {
		if takes(base, ending) {
			list = append(list, base+ending)
		}
		if strings.HasPrefix(ending, "e") || strings.HasPrefix(ending, "i") {
			list = append(list, base+last+ending)
		}
	}
	if cut && strings.HasSuffix(short, last) {
		list = append(list, short)
	}
	return list
}

// beginnings returns the commonest terms with a word that starts so. Where the
// beginning itself is a word only its own shard is looked at; a beginning of more
// than two shards has its words in the completions.
func (e *Engine) beginnings(prefix string, own option) option {
	low, high := shardOf(e.bounds, prefix), shardOf(e.bounds, prefix+"\uffff")
	if len(own) > 0 {
		high = low
	}
	type found struct {
		list *postingList
		form string
	}
	var list []found
	add := func(s *shard, form string, group int) {
		p := &s.groups[group]
		if len(own) > 0 && own[0].list == p || slices.ContainsFunc(list, func(f found) bool { return f.list == p }) {
			return
		}
		list = append(list, found{p, form})
	}
	if high-low > 1 {
		for _, w := range e.completions(prefix) {
			s := e.shard(shardOf(e.bounds, w))
			if i, ok := slices.BinarySearch(s.forms, w); ok {
				add(s, w, s.of[i])
			}
		}
	} else {
		for n := low; n <= high; n++ {
			s := e.shard(n)
			i, _ := slices.BinarySearch(s.forms, prefix)
			for ; i < len(s.forms) && strings.HasPrefix(s.forms[i], prefix); i++ {
				add(s, s.forms[i], s.of[i])
			}
		}
	}
	slices.SortFunc(list, func(a, b found) int {
		return cmp.Or(cmp.Compare(len(b.list.pages), len(a.list.pages)), strings.Compare(a.form, b.form))
	})
	var o option
	length := utf8.RuneCountInString(prefix)
	for _, f := range list[:min(len(list), mostExpansions)] {
		more := utf8.RuneCountInString(f.form) - length
		o = append(o, weighted{list: f.list, weight: prefixWeight * 10 * length / (10*length + 3*more)})
	}
	return o
}

// completions returns the words that stand for a short beginning.
func (e *Engine) completions(prefix string) []string {
	if e.completed == nil {
		e.completed = map[string][]string{}
		if data, err := e.inflate("c" + e.manifest.Completions); err == nil {
			for line := range strings.SplitSeq(string(data), "\n") {
				if fields := strings.Fields(line); len(fields) > 0 {
					e.completed[fields[0]] = fields[1:]
				}
			}
		}
	}
	return e.completed[prefix]
}

// spelling is a word to guess, and how often it occurs as a power of two.
type spelling struct {
	word      string
	frequency int
}

// guess returns the nearest known word and its weight: at most one change away,
// or two from eight letters on; "" if there is none. A word that may go on is
// also held against the beginnings of longer words, those in the same files.
func (e *Engine) guess(word string, open bool) (string, int) {
	target := []rune(word)
	most := 1
	if len(target) >= 8 {
		most = 2
	}
	list := e.spellings(len(target)-most, len(target)+most)
	if best := nearest(list, target, most, false); best != "" {
		if distance(target, []rune(best), false) > 1 {
			return best, farWeight
		}
		return best, nearWeight
	}
	if open && len(target) > shortestGuess {
		return nearest(list, target, 1, true), farWeight
	}
	return "", 0
}

// nearest picks the word with the fewest changes; of equals the commoner one, and
// one with the same first letter.
func nearest(list []spelling, target []rune, most int, begins bool) string {
	best, least := "", 0
	for _, s := range list {
		candidate := []rune(s.word)
		if n := len(candidate) - len(target); n < -most || n > most && !begins {
			continue
		}
		d := distance(target, candidate, begins)
		if d > most {
			continue
		}
		cost := 12*d - s.frequency
		if candidate[0] == target[0] {
			cost -= 2
		}
		if best == "" || cost < least {
			best, least = s.word, cost
		}
	}
	return best
}

// spellings returns the known words of such lengths and maybe others, in order.
func (e *Engine) spellings(shortest, longest int) []spelling {
	files := e.manifest.Spellings
	if len(files) > 1 {
		files = files[bucket(shortest)-shortestGuess+1 : bucket(longest)-shortestGuess+2]
	}
	var all []spelling
	for _, name := range files {
		if _, ok := e.spelled[name]; !ok {
			data, _ := e.inflate("s" + name)
			list := []spelling{}
			var frequencies []int
			words := frontCoded(string(data), 1, func(c string) { frequencies = append(frequencies, strings.IndexByte(base36, c[0])) })
			for i, w := range words {
				list = append(list, spelling{w, frequencies[i]})
			}
			e.spelled[name] = list
		}
		all = append(all, e.spelled[name]...)
	}
	slices.SortFunc(all, func(a, b spelling) int { return strings.Compare(a.word, b.word) })
	return all
}

// distance counts the changes from a to b: a letter more, less or other, or two
// neighbours exchanged (Damerau; optimal string alignment), or f for ph. With begins, b may
// have any letters after.
func distance(a, b []rune, begins bool) int {
	var before2, before []int
	row := make([]int, len(a)+1)
	for i := range row {
		row[i] = i
	}
	least := row[len(a)]
	for j := 1; j <= len(b); j++ {
		before2, before, row = before, row, make([]int, len(a)+1)
		row[0] = j
		for i := 1; i <= len(a); i++ {
			change := 1
			if a[i-1] == b[j-1] {
				change = 0
			}
			row[i] = min(before[i]+1, row[i-1]+1, before[i-1]+change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[i] = min(row[i], before2[i-2]+1)
			}
			if i > 1 && b[j-1] == 'f' && a[i-2] == 'p' && a[i-1] == 'h' {
				row[i] = min(row[i], before[i-2]+1)
			}
			if j > 1 && a[i-1] == 'f' && b[j-2] == 'p' && b[j-1] == 'h' {
				row[i] = min(row[i], before2[i-1]+1)
			}
		}
		least = min(least, row[len(a)])
	}
	if begins {
		return least
	}
	return row[len(a)]
}
