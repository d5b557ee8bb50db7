package search

import (
	"math/bits"
	"unicode/utf16"
	"unicode/utf8"
)

// sixBits are the characters of coded text, the alphabet of base64.
const sixBits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

// encode writes a text in characters of sixBits.
func (b *codebook) encode(text []byte) []byte {
	w := newCodeWriter(b)
	w.write(text)
	return w.out
}

// codeWriter writes texts in symbols, the first bit of each highest.
type codeWriter struct {
	book *codebook
	// The codes of symbols that are no words.
	stop, spell, again, change, mark codeword

	known recall[knownRun]
	// long is for a run that is too long to be remembered.
	long knownRun
	// lower is room for a word without the capital that it starts with.
	lower []byte
	// numbers are indexes into spelled, by word.
	numbers map[string]int32
	spelled []spelledWord
	// texts counts the texts, taken the words spelled in this one. Due says that a
	// capital is.
	texts, taken int32
	due          bool

	out   []byte
	held  uint64
	count int
	// uses has what was written of each symbol, where symbols are counted instead.
	uses []int
}

// knownRun is what the writer remembers of a run.
type knownRun struct {
	// codeword is its symbol's; without a length it is spelled.
	codeword
	word bool
	// had says that it starts with a capital, cased that it starts with a letter of
	// ASCII, ends that it ends a sentence.
	had, cased, ends bool
	// spelled is the number of a word without a symbol.
	spelled int32
	// form is for a reader: the word that the run is by itself, counted from 1, or 0
	// for as long as nobody asked.
	form int32
}

// spelledWord is a word that has no symbol: the last text that spelled it, and
// its number there.
type spelledWord struct{ text, number int32 }

func newCodeWriter(book *codebook) *codeWriter {
	code := book.words.bits
	return &codeWriter{
		book: book, stop: code[symEnd], spell: code[symSpell], again: code[symAgain], change: code[symCase], mark: code[symMark],
		numbers: map[string]int32{},
	}
}

// write appends a text.
func (w *codeWriter) write(text []byte) {
	w.begin()
	eachRun(text, func(k key, start, end int, word bool) { w.run(w.look(k, text[start:end], word), text[start:end]) })
	w.end()
}

// begin starts a text.
func (w *codeWriter) begin() {
	w.texts++
	w.taken, w.due = 0, true
}

// end ends a text.
func (w *codeWriter) end() {
	w.symbol(w.stop)
	w.flush()
	if w.count > 0 {
		w.out = append(w.out, sixBits[w.held<<(6-w.count)&63])
	}
	w.held, w.count = 0, 0
}

// look returns what is known of a run, until the next look.
func (w *codeWriter) look(k key, run []byte, word bool) *knownRun {
	if k.size == 0 {
		w.long = w.learn(run, word)
		return &w.long
	}
	if known := w.known.find(k); known != nil {
		return known
	}
	return w.known.put(k, w.learn(run, word))
}

func (w *codeWriter) learn(run []byte, word bool) knownRun {
	if !word {
		return knownRun{codeword: w.book.words.bits[string(run)], ends: endsSentence(run)}
	}
	w.lower = append(w.lower[:0], run...)
	had := run[0] >= 'A' && run[0] <= 'Z'
	if had {
		w.lower[0] += 'a' - 'A'
	}
	k := knownRun{codeword: w.book.words.bits[string(w.lower)], word: true, had: had, cased: had || run[0] >= 'a' && run[0] <= 'z'}
	if k.length == 0 {
		n, ok := w.numbers[string(w.lower)]
		if !ok {
			n = int32(len(w.spelled))
			w.numbers[string(w.lower)] = n
			w.spelled = append(w.spelled, spelledWord{})
		}
		k.spelled = n
	}
	return k
}

// run writes a run.
func (w *codeWriter) run(k *knownRun, text []byte) {
	if k.word && k.had != w.due && k.cased {
		w.symbol(w.change)
	}
	w.due = k.ends
	switch {
	case k.length > 0:
		w.symbol(k.codeword)
	case k.word:
		w.rare(&w.spelled[k.spelled], text)
	default:
		w.symbol(w.mark)
		w.characters(text, false)
	}
}

// rare writes a word that has no symbol: in characters, or by number if the text
// has spelled it before.
func (w *codeWriter) rare(s *spelledWord, text []byte) {
	if s.text == w.texts {
		w.symbol(w.again)
		w.number(uint32(s.number), bits.Len(uint(w.taken-1)))
		return
	}
	s.text, s.number = w.texts, w.taken
	w.taken++
	w.symbol(w.spell)
	w.characters(text, true)
}

// characters spells a run, as a word without the capital that it starts with.
func (w *codeWriter) characters(run []byte, word bool) {
	if c := run[0]; word && c >= 'A' && c <= 'Z' {
		w.char(rune(c + 'a' - 'A'))
		run = run[1:]
	}
	for len(run) > 0 {
		r, size := rune(run[0]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRune(run)
		}
		w.char(r)
		run = run[size:]
	}
	w.char(rune(charEnd[0]))
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
		w.symbol(w.book.chars.bits[charOther])
		w.number(uint32(unit), 16)
	}
}

func (w *codeWriter) symbol(c codeword) {
	if w.uses != nil {
		w.uses[c.bits]++
		return
	}
	w.number(c.bits, int(c.length))
}

// number writes at most 32 bits.
func (w *codeWriter) number(n uint32, bits int) {
	w.held, w.count = w.held<<bits|uint64(n), w.count+bits
	if w.count >= 30 {
		w.flush()
	}
}

// flush writes the bits held but for the last few.
func (w *codeWriter) flush() {
	for w.count >= 6 {
		w.count -= 6
		w.out = append(w.out, sixBits[w.held>>w.count&63])
	}
}
