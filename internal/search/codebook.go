package search

import (
	"bytes"
	"cmp"
	"container/heap"
	"maps"
	"slices"
	"strings"
	"unicode"
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
func newCodebook(texts [][]byte) *codebook {
	known := commonest(countRuns(texts))
	known = append(known, symEnd, symSpell, symAgain, symCase, symMark)
	// A book in which symbols have numbers for codes, to count them by.
	numbers := &codebook{words: code{bits: map[string]codeword{}}, chars: code{bits: map[string]codeword{}}}
	var symbols []string
	number := func(c *code, s string) {
		c.set(s, codeword{uint32(len(symbols)), 1})
		symbols = append(symbols, s)
	}
	for _, s := range known {
		number(&numbers.words, s)
	}
	for _, s := range append(characters(texts), charEnd, charOther) {
		number(&numbers.chars, s)
	}
	w := newCodeWriter(numbers)
	w.uses = make([]int, len(symbols))
	for _, t := range texts {
		w.write(t)
	}
	words, chars := map[string]int{}, map[string]int{}
	for i, s := range symbols {
		switch {
		case i < len(known):
			words[s] = w.uses[i] + 1
		case w.uses[i] > 0 || s == charEnd || s == charOther:
			chars[s] = w.uses[i]
			if s == charEnd || s == charOther {
				chars[s]++
			}
		}
	}
	return &codebook{words: newCode(words), chars: newCode(chars)}
}

// counted is a run and how often it occurs.
type counted struct {
	run   string
	times int
}

// countRuns counts the runs of texts, words without the capital that they start
// with.
func countRuns(texts [][]byte) []counted {
	var all []counted
	number := map[string]int{}
	look := func(run string, word bool) int {
		if word {
			run, _ = lowerFirst(run)
		}
		n, ok := number[run]
		if !ok {
			n = len(all)
			number[run] = n
			all = append(all, counted{run: run})
		}
		return n
	}
	var seen recall[int]
	for _, t := range texts {
		eachRun(t, func(k key, start, end int, word bool) {
			if k.size == 0 {
				all[look(string(t[start:end]), word)].times++
				return
			}
			n := seen.find(k)
			if n == nil {
				n = seen.put(k, look(string(t[start:end]), word))
			}
			all[*n].times++
		})
	}
	return all
}

// eachRun calls f with every run of a text that says something, with its key if
// it has one.
func eachRun(text []byte, f func(k key, start, end int, word bool)) {
	for start := 0; start < len(text); {
		if k, end := plainWord(text, start); end > start {
			f(k, start, end, true)
			start = end
			continue
		}
		word, _, end := cutRun(text, start)
		if end > start+1 || text[start] != ' ' {
			f(keyOf(text, start, end), start, end, word)
		}
		start = end
	}
}

// commonest picks the runs that save most by having a code of their own: about
// four bits for each character against a dozen for the code.
func commonest(list []counted) []string {
	saving := func(c counted) int { return c.times * (4*len(c.run) + 6) }
	list = slices.DeleteFunc(list, func(c counted) bool { return c.times < 3 || strings.Contains(c.run, "\x7f") })
	slices.SortFunc(list, func(a, b counted) int {
		return cmp.Or(cmp.Compare(saving(b), saving(a)), strings.Compare(a.run, b.run))
	})
	var known []string
	for _, c := range list[:min(len(list), codebookSize)] {
		known = append(known, c.run)
	}
	return known
}

// characters lists the characters of texts.
func characters(texts [][]byte) []string {
	seen := map[rune]bool{}
	var plain [utf8.RuneSelf]bool
	for _, t := range texts {
		for i := 0; i < len(t); {
			r, size := utf8.DecodeRune(t[i:])
			if i += size; r < utf8.RuneSelf {
				plain[r] = true
			} else {
				seen[r] = true
			}
		}
	}
	var list []string
	for r, found := range plain {
		if found {
			list = append(list, string(rune(r)))
		}
	}
	for _, r := range slices.Sorted(maps.Keys(seen)) {
		list = append(list, string(r))
	}
	return list
}

// cutRun returns the end of the run of letters and digits, or of anything else,
// that starts at i, and whether it is all ASCII.
func cutRun(text []byte, i int) (word, plain bool, end int) {
	if word = classes[text[i]]&alone != 0; word {
		for i < len(text) && classes[text[i]]&alone != 0 {
			i++
		}
		if i == len(text) || classes[text[i]] != wide {
			return true, true, i
		}
	} else if classes[text[i]] == wide {
		word, _ = letter(text, i)
	}
	plain = true
	for i < len(text) {
		class := classes[text[i]]
		if class == wide {
			same, size := letter(text, i)
			if same != word {
				break
			}
			plain = false
			i += size
			continue
		}
		if (class&alone != 0) != word {
			break
		}
		i++
	}
	return word, plain, i
}

// letter reports whether the character beyond ASCII at i is a letter or digit,
// and its size.
func letter(text []byte, i int) (bool, int) {
	r, size := utf8.DecodeRune(text[i:])
	return unicode.IsLetter(r) || unicode.IsDigit(r), size
}

// lowerFirst takes the capital off a word that starts with an ASCII one.
func lowerFirst(word string) (lower string, had bool) {
	if c := word[0]; c >= 'A' && c <= 'Z' {
		return string(c+'a'-'A') + word[1:], true
	}
	return word, false
}

// endsSentence reports whether a capital is due after what stands between two
// words. None is after the marks of headings and claims, where an id follows.
func endsSentence(mark []byte) bool {
	return bytes.ContainsAny(mark, ".!?\n") && !bytes.ContainsAny(mark[len(mark)-1:], headingMark+claimMark)
}

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
			c.set(c.symbols[i], codeword{next, uint8(n + 1)})
			next++
			i++
		}
		next <<= 1
	}
}

func (c *code) set(symbol string, w codeword) {
	c.bits[symbol] = w
	if len(symbol) == 1 && symbol[0] < utf8.RuneSelf {
		c.plain[symbol[0]] = w
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
