package search

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"
	"unicode/utf8"
)

// Spellings are the words against which a word is held that no page has. Their
// number is bounded: titles, headings and names first, then the words that
// occur most.
const (
	mostSpellings  = 8000
	shortestGuess  = 4
	longestBucket  = 12
	wholeSpellings = 1500
)

// spellings writes the words for guessing, one file for each length of word, or
// one for all where they are few.
func (b *builder) spellings(m *manifest, list []entry) {
	picked := pickSpellings(list)
	z := b.zipper
	if len(picked) <= wholeSpellings {
		m.Spellings = []string{b.add("s", z.deflate(nil, encodeSpellings(picked)))}
		return
	}
	buckets := make([][]form, longestBucket+1)
	for _, f := range picked {
		n := bucket(utf8.RuneCountInString(f.word))
		buckets[n] = append(buckets[n], f)
	}
	for _, bucket := range buckets[shortestGuess-1:] {
		m.Spellings = append(m.Spellings, b.add("s", z.deflate(nil, encodeSpellings(bucket))))
	}
}

// bucket is the length under which a word is filed.
func bucket(length int) int { return max(shortestGuess-1, min(length, longestBucket)) }

func pickSpellings(list []entry) []form {
	var forms []form
	for _, e := range list {
		if !isCode(e.word) && utf8.RuneCountInString(e.word) >= shortestGuess-1 {
			forms = append(forms, e.form)
		}
	}
	if len(forms) > mostSpellings {
		rank := func(f form) int {
			if f.shown {
				return 0
			}
			return 1
		}
		slices.SortStableFunc(forms, func(a, b form) int {
			return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(b.count, a.count), strings.Compare(a.word, b.word))
		})
		forms = forms[:mostSpellings]
	}
	slices.SortFunc(forms, func(a, b form) int { return strings.Compare(a.word, b.word) })
	return forms
}

// encodeSpellings writes each word on a line: how much it shares with the one
// before, how often it occurs as a power of two, and the rest of it.
func encodeSpellings(forms []form) []byte {
	var out, word []byte
	before := ""
	for _, f := range forms {
		word = appendFront(word[:0], before, f.word)
		out = append(out, word[0], base36[frequency(f)])
		out = append(out, word[1:]...)
		before = f.word
	}
	return out
}

func frequency(f form) int { return min(35, bits.Len(uint(f.count))) }

// Completions are the words that stand for a beginning which runs over more
// than two shards, so that two letters do not load a dozen files.
const mostCompletions = 4

// completions lists such beginnings, each with its words, the commonest first.
func completions(shards [][]entry, bounds []string) []string {
	var lines []string
	for _, prefix := range crowded(bounds) {
		lines = append(lines, prefix+" "+strings.Join(commonestWords(shards, bounds, prefix), " "))
	}
	return lines
}

// crowded returns the beginnings of two or more characters that hold at least
// two bounds, and so words of three shards or more.
func crowded(bounds []string) []string {
	count := map[string]int{}
	for _, s := range bounds {
		for n := 2; n <= utf8.RuneCountInString(s); n++ {
			if prefix := beginning(s, n); prefix != s {
				count[prefix]++
			}
		}
	}
	var list []string
	for prefix, n := range count {
		if n > 1 {
			list = append(list, prefix)
		}
	}
	slices.Sort(list)
	return list
}

func commonestWords(shards [][]entry, bounds []string, prefix string) []string {
	best := map[*group]form{}
	for _, s := range shards[shardOf(bounds, prefix) : shardOf(bounds, prefix+"\uffff")+1] {
		for _, e := range s {
			if strings.HasPrefix(e.word, prefix) && e.count > best[e.group].count {
				best[e.group] = e.form
			}
		}
	}
	type found struct {
		form
		pages int
	}
	var list []found
	for g, f := range best {
		list = append(list, found{f, g.postings.pages})
	}
	slices.SortFunc(list, func(a, b found) int {
		return cmp.Or(cmp.Compare(b.pages, a.pages), strings.Compare(a.word, b.word))
	})
	var words []string
	for _, f := range list[:min(len(list), mostCompletions)] {
		words = append(words, f.word)
	}
	return words
}

// shardOf returns the number of the shard in which a word has its place.
func shardOf(bounds []string, word string) int {
	i, found := slices.BinarySearch(bounds, word)
	if found {
		return i + 1
	}
	return i
}
