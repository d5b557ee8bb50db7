package search

import (
	"cmp"
	"container/heap"
	"maps"
	"math/bits"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// The text of a page is about two thirds of what a query loads, and a page's
// text alone is too short for deflate to learn much from it. So it is written in
// Huffman codes of whole words, with the site's commonest words in the index's
// first file; that takes a fifth to two fifths off deflate. A rare word is
// spelled once in a page and counted afterwards. The space between two words is
// understood, and so is the capital after the end of a sentence or line.

// codebookSize is the number of common words.
const codebookSize = 512

// The symbols of a codebook that are no words. No text has a run of letters or
// of other characters that reads so.
const (
	symEnd   = "*0" // the end of the text
	symSpell = "*1" // a word spelled in characters
	symAgain = "*2" // a word spelled before, by number
	symCase  = "*3" // the next word starts with a capital where none is due, or without one
	symMark  = "*4" // what stands between words, spelled in characters
)

// The characters of a spelling that stand for themselves in no text.
const (
	charEnd   = "\x00" // the end of the spelling
	charOther = "\x01" // a character by its number, in 16 bits or a pair of them
)

// codebook is a pair of Huffman codes: one for words, one for characters.
type codebook struct {
	words, chars code
}

// code is a canonical Huffman code.
type code struct {
	// symbols are by length of code, then as text; counts has the number of
	// symbols of each length, from 1.
	symbols []string
	counts  []int
	bits    map[string]codeword
	// plain has the codewords of the characters of ASCII.
	plain [utf8.RuneSelf]codeword
}

type codeword struct {
	bits   uint32
	length uint8
}

// newCodebook learns the common words of texts.
func newCodebook(texts []string) *codebook {
	count := map[string]int{}
	for _, t := range texts {
		runs(t, func(run string, word bool) {
			if word {
				run, _ = lowerFirst(run)
			}
			if run != " " {
				count[run]++
			}
		})
	}
	known := commonest(count)
	for _, s := range []string{symEnd, symSpell, symAgain, symCase, symMark} {
		known[s] = true
	}
	learn := &learner{known: known, words: map[string]int{}, chars: map[string]int{}}
	for s := range known {
		learn.words[s]++
	}
	for _, s := range []string{charEnd, charOther} {
		learn.chars[s]++
	}
	spelled := map[string]int{}
	for _, t := range texts {
		write(t, spelled, learn)
	}
	return &codebook{words: newCode(learn.words), chars: newCode(learn.chars)}
}

// commonest picks the runs that save most by having a code of their own: about
// four bits for each character against a dozen for the code.
func commonest(count map[string]int) map[string]bool {
	type gain struct {
		run  string
		bits int
	}
	var list []gain
	for run, n := range count {
		if n > 2 && !strings.Contains(run, "\x7f") {
			list = append(list, gain{run, n * (4*len(run) + 6)})
		}
	}
	slices.SortFunc(list, func(a, b gain) int {
		return cmp.Or(cmp.Compare(b.bits, a.bits), strings.Compare(a.run, b.run))
	})
	known := map[string]bool{}
	for _, g := range list[:min(len(list), codebookSize)] {
		known[g.run] = true
	}
	return known
}

// runs cuts a text into runs of letters and digits and runs of anything else.
func runs(text string, f func(run string, word bool)) {
	for start := 0; start < len(text); {
		word, _, end := nextRun(text, start)
		f(text[start:end], word)
		start = end
	}
}

// nextRun returns the kind of the run that starts at i, its hash and its end.
func nextRun(text string, i int) (word bool, hash uint32, end int) {
	word, _ = letter(text, i)
	hash = hashStart
	for i < len(text) {
		class := classes[text[i]]
		if class == wide {
			same, size := letter(text, i)
			if same != word {
				break
			}
			for range size {
				hash = hashByte(hash, text[i])
				i++
			}
			continue
		}
		if (class&alone != 0) != word {
			break
		}
		hash = hashByte(hash, text[i])
		i++
	}
	return word, hash, i
}

// letter reports whether the character at i is a letter or digit, and its size.
func letter(text string, i int) (bool, int) {
	if class := classes[text[i]]; class != wide {
		return class&alone != 0, 1
	}
	r, size := utf8.DecodeRuneInString(text[i:])
	return unicode.IsLetter(r) || unicode.IsDigit(r), size
}

// lowerFirst takes the capital off a word that starts with an ASCII one.
func lowerFirst(word string) (lower string, had bool) {
	if c := word[0]; c >= 'A' && c <= 'Z' {
		return string(c+'a'-'A') + word[1:], true
	}
	return word, false
}

// sink takes the symbols of a text.
type sink interface {
	// word reports false for what has no symbol.
	word(symbol string) bool
	char(r rune)
	number(n uint32, bits int)
}

// write says a text in symbols. The map is for the words that it spells.
func write(text string, spelled map[string]int, to sink) {
	clear(spelled)
	due := true
	runs(text, func(run string, word bool) {
		switch {
		case word:
			writeWord(run, due, spelled, to)
			due = false
		case run == " ":
		default:
			writeMark(run, to)
			due = endsSentence(run)
		}
	})
	to.word(symEnd)
}

func writeMark(run string, to sink) {
	if !to.word(run) {
		to.word(symMark)
		spell(run, to)
	}
}

// endsSentence reports whether a capital is due after what stands between two
// words. None is after the marks of headings and claims, where an id follows.
func endsSentence(mark string) bool {
	return strings.ContainsAny(mark, ".!?\n") && !strings.ContainsAny(mark[len(mark)-1:], headingMark+claimMark)
}

func writeWord(run string, due bool, spelled map[string]int, to sink) {
	lower, had := lowerFirst(run)
	if had != due && (had || run[0] >= 'a' && run[0] <= 'z') {
		to.word(symCase)
	}
	if to.word(lower) {
		return
	}
	if n, again := spelled[lower]; again {
		to.word(symAgain)
		to.number(uint32(n), bits.Len(uint(len(spelled)-1)))
		return
	}
	spelled[lower] = len(spelled)
	to.word(symSpell)
	spell(lower, to)
}

func spell(run string, to sink) {
	for _, r := range run {
		to.char(r)
	}
	to.char(rune(charEnd[0]))
}

// learner counts symbols.
type learner struct {
	known        map[string]bool
	words, chars map[string]int
}

func (l *learner) word(symbol string) bool {
	if !l.known[symbol] {
		return false
	}
	l.words[symbol]++
	return true
}

func (l *learner) char(r rune)      { l.chars[string(r)]++ }
func (*learner) number(uint32, int) {}

// newCode makes the code for symbols that occur so often.
func newCode(count map[string]int) code {
	length := codeLengths(count)
	c := code{bits: make(map[string]codeword, len(count))}
	for s := range length {
		c.symbols = append(c.symbols, s)
	}
	slices.SortFunc(c.symbols, func(a, b string) int {
		return cmp.Or(cmp.Compare(length[a], length[b]), strings.Compare(a, b))
	})
	for _, s := range c.symbols {
		for len(c.counts) < length[s] {
			c.counts = append(c.counts, 0)
		}
		c.counts[length[s]-1]++
	}
	c.assign()
	return c
}

// assign gives each symbol its code: of one length the codes count up, and a
// longer code goes on where the shorter ones stopped.
func (c *code) assign() {
	next, i := uint32(0), 0
	for n, count := range c.counts {
		for range count {
			c.bits[c.symbols[i]] = codeword{next, uint8(n + 1)}
			if s := c.symbols[i]; len(s) == 1 && s[0] < utf8.RuneSelf {
				c.plain[s[0]] = codeword{next, uint8(n + 1)}
			}
			next++
			i++
		}
		next <<= 1
	}
}

// codeLengths is Huffman's algorithm. Equal weights are taken in order of their
// symbols, so that the lengths depend on the counts alone.
func codeLengths(count map[string]int) map[string]int {
	symbols := slices.Sorted(maps.Keys(count))
	trees := make(forest, len(symbols))
	for i, s := range symbols {
		trees[i] = tree{weight: count[s], order: i, symbols: []string{s}}
	}
	heap.Init(&trees)
	length := map[string]int{}
	for order := len(symbols); len(trees) > 1; order++ {
		a, b := heap.Pop(&trees).(tree), heap.Pop(&trees).(tree)
		both := append(a.symbols, b.symbols...)
		for _, s := range both {
			length[s]++
		}
		heap.Push(&trees, tree{weight: a.weight + b.weight, order: order, symbols: both})
	}
	return length
}

// tree is a subtree of a Huffman code; forest is a heap of them.
type tree struct {
	weight, order int
	symbols       []string
}

type forest []tree

func (f forest) Len() int { return len(f) }
func (f forest) Less(i, j int) bool {
	return cmp.Or(cmp.Compare(f[i].weight, f[j].weight), cmp.Compare(f[i].order, f[j].order)) < 0
}
func (f forest) Swap(i, j int) { f[i], f[j] = f[j], f[i] }
func (f *forest) Push(x any)   { *f = append(*f, x.(tree)) }
func (f *forest) Pop() any {
	last := (*f)[len(*f)-1]
	*f = (*f)[:len(*f)-1]
	return last
}

// sixBits are the characters of coded text, the alphabet of base64.
const sixBits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

// encode writes a text in characters of sixBits.
func (b *codebook) encode(text string) string {
	w := &codeWriter{book: b, spelled: map[string]int{}}
	w.text(text)
	return string(w.out)
}

// codeWriter collects bits, the first one highest.
type codeWriter struct {
	book    *codebook
	spelled map[string]int
	known   recall[knownRun]
	out     []byte
	held    uint64
	count   int
}

// text appends a text in characters of sixBits. It says the same as write, and
// remembers the runs that have a symbol.
func (w *codeWriter) text(text string) {
	clear(w.spelled)
	due := true
	for start, end := 0, 0; start < len(text); start = end {
		word, hash, next := nextRun(text, start)
		end = next
		run := text[start:end]
		if run == " " {
			continue
		}
		k, ok := w.known.find(hash, run)
		if !ok {
			k = w.look(run, word)
			w.known.put(hash, strings.Clone(run), k)
		}
		switch {
		case k.length == 0 && word:
			writeWord(run, due, w.spelled, w)
		case k.length == 0:
			writeMark(run, w)
		case word && k.had != due && k.cased:
			w.word(symCase)
			fallthrough
		default:
			w.symbol(k.codeword)
		}
		due = !word && k.ends
	}
	w.word(symEnd)
	w.number(0, 5) // pushes the last bits out
	w.held, w.count = 0, 0
}

// knownRun is what the writer remembers of a run.
type knownRun struct {
	codeword
	// had says that it starts with a capital, cased that it starts with a letter of
	// ASCII, ends that it ends a sentence.
	had, cased, ends bool
}

func (w *codeWriter) look(run string, word bool) (k knownRun) {
	if !word {
		k.codeword, k.ends = w.book.words.bits[run], endsSentence(run)
		return k
	}
	lower, had := lowerFirst(run)
	k.codeword, k.had = w.book.words.bits[lower], had
	k.cased = had || run[0] >= 'a' && run[0] <= 'z'
	return k
}

func (w *codeWriter) number(n uint32, bits int) {
	w.held, w.count = w.held<<bits|uint64(n), w.count+bits
	for w.count >= 6 {
		w.count -= 6
		w.out = append(w.out, sixBits[w.held>>w.count&63])
	}
}

func (w *codeWriter) symbol(c codeword) { w.number(c.bits, int(c.length)) }

func (w *codeWriter) word(symbol string) bool {
	c, ok := w.book.words.bits[symbol]
	if ok {
		w.symbol(c)
	}
	return ok
}

func (w *codeWriter) char(r rune) {
	if r < utf8.RuneSelf && w.book.chars.plain[r].length > 0 {
		w.symbol(w.book.chars.plain[r])
		return
	}
	if c, ok := w.book.chars.bits[string(r)]; ok {
		w.symbol(c)
		return
	}
	for _, unit := range utf16.Encode([]rune{r}) {
		other := w.book.chars.bits[charOther]
		w.symbol(other)
		w.number(uint32(unit), 16)
	}
}

// decode reads what encode wrote. It returns what it has where the text breaks
// off.
func (b *codebook) decode(coded string) string {
	r := &codeReader{coded: coded}
	var out strings.Builder
	var spelled []string
	inWord, upper := false, true
	for !r.done() {
		s := r.symbol(&b.words)
		switch s {
		case symEnd:
			return out.String()
		case symCase:
			upper = !upper
			continue
		case symSpell:
			s = r.spelling(&b.chars)
			spelled = append(spelled, s)
		case symAgain:
			if len(spelled) == 0 {
				return out.String()
			}
			s = spelled[min(r.number(bits.Len(uint(len(spelled)-1))), len(spelled)-1)]
		case symMark:
			s = r.spelling(&b.chars)
		}
		first, _ := utf8.DecodeRuneInString(s)
		word := unicode.IsLetter(first) || unicode.IsDigit(first)
		switch {
		case !word:
			out.WriteString(s)
			inWord, upper = false, s != "" && endsSentence(s)
			continue
		case inWord:
			out.WriteByte(' ')
		}
		if upper && first >= 'a' && first <= 'z' {
			s = strings.ToUpper(s[:1]) + s[1:]
		}
		out.WriteString(s)
		inWord, upper = true, false
	}
	return out.String()
}

// codeReader reads bits.
type codeReader struct {
	coded string
	at    int // in bits
}

func (r *codeReader) done() bool { return r.at >= 6*len(r.coded) }

func (r *codeReader) number(bits int) int {
	n := 0
	for range bits {
		n <<= 1
		if !r.done() {
			n |= strings.IndexByte(sixBits, r.coded[r.at/6]) >> (5 - r.at%6) & 1
		}
		r.at++
	}
	return n
}

// symbol reads one symbol: the code so far is compared with the first code of
// each length.
func (r *codeReader) symbol(c *code) string {
	value, first, index := 0, 0, 0
	for _, count := range c.counts {
		value = value<<1 | r.number(1)
		first <<= 1
		if value-first < count {
			return c.symbols[index+value-first]
		}
		index += count
		first += count
	}
	return symEnd
}

func (r *codeReader) spelling(c *code) string {
	var units []uint16
	for !r.done() {
		switch s := r.symbol(c); s {
		case charEnd:
			return string(utf16.Decode(units))
		case charOther:
			units = append(units, uint16(r.number(16)))
		default:
			units = append(units, utf16.Encode([]rune(s))...)
		}
	}
	return string(utf16.Decode(units))
}
