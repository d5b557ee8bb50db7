package search

import (
	"slices"
	"strings"
)

// asked is a query cut into its parts.
type asked struct {
	words []askedWord
	// not are the words that no result may have.
	not []string
	// phrases are the quoted parts, as words.
	phrases [][]string
}

// askedWord is one word of a query.
type askedWord struct {
	text string
	// compound is the whole compound that the word starts, "" elsewhere; size is
	// its number of words.
	compound string
	size     int
	// next is the word that follows outside quotes, a stop word too.
	next string
	// exact says that the word stands in quotes: nothing else is looked for.
	exact bool
	// open says that the word may go on: it ends the query.
	open bool
	stop bool
}

// Limits of a query; what is beyond them is not looked at.
const (
	longestQuery = 400
	mostWords    = 24
)

// parse cuts a query. "in quotes" is a phrase, -word is a word to leave out; a
// quote without an end says nothing.
func (e *Engine) parse(query string) asked {
	var q asked
	query = beginning(query, longestQuery)
	for rest := query; rest != ""; {
		if strings.IndexByte(spaces, rest[0]) >= 0 {
			rest = rest[1:]
			continue
		}
		if rest[0] == '"' {
			if end := strings.IndexByte(rest[1:], '"'); end >= 0 {
				e.quoted(&q, rest[1:1+end])
				rest = rest[end+2:]
				continue
			}
		}
		chunk := rest[:chunkEnd(rest)]
		rest = rest[len(chunk):]
		if minus := len(chunk) > 1 && chunk[0] == '-'; minus && wordChar(chunk, 1) > 0 {
			q.leaveOut(chunk[1:])
			continue
		}
		e.plainWords(&q, chunk, rest == "")
	}
	q.follow()
	q.dropStops()
	q.words = q.words[:min(len(q.words), mostWords)]
	return q
}

const spaces = " \t\n"

// chunkEnd returns the length of a chunk: to the next space or quote, at least
// one character.
func chunkEnd(s string) int {
	if i := strings.IndexAny(s[1:], spaces+`"`); i >= 0 {
		return i + 1
	}
	return len(s)
}

func (e *Engine) quoted(q *asked, text string) {
	var phrase []string
	pieces(text, func(p piece) {
		if p.Word != "" {
			phrase = append(phrase, p.Word)
			q.words = append(q.words, askedWord{text: p.Word, exact: true, stop: e.stop[p.Word]})
		}
	})
	if len(phrase) > 0 {
		q.phrases = append(q.phrases, phrase)
	}
}

// leaveOut notes the words of a chunk after a minus; a compound is one word.
func (q *asked) leaveOut(chunk string) {
	pieces(chunk, func(p piece) {
		if n := len(q.not); p.Joined && n > 0 {
			q.not[n-1] = cutWord(q.not[n-1] + p.Word)
		} else if p.Word != "" {
			q.not = append(q.not, p.Word)
		}
	})
}

func (e *Engine) plainWords(q *asked, chunk string, last bool) {
	first := -1
	pieces(chunk, func(p piece) {
		if p.Word == "" {
			return
		}
		q.words = append(q.words, askedWord{text: p.Word, stop: e.stop[p.Word]})
		if !p.Joined || first < 0 {
			first = len(q.words) - 1
			return
		}
		w := &q.words[first]
		if w.compound == "" {
			w.compound, w.size = w.text, 1
		}
		w.compound, w.size = cutWord(w.compound+p.Word), w.size+1
	})
	if n := len(q.words); last && n > 0 && chunk != "" && wordEnds(chunk) {
		q.words[n-1].open = true
	}
}

// wordEnds reports whether a chunk ends in the middle of a word.
func wordEnds(chunk string) bool {
	end := 0
	pieces(chunk, func(p piece) { end = p.End })
	return end == len(chunk)
}

// follow notes for each word the one after it.
func (q *asked) follow() {
	for i := range q.words[:max(0, len(q.words)-1)] {
		if !q.words[i].exact && !q.words[i+1].exact {
			q.words[i].next = q.words[i+1].text
		}
	}
}

// dropStops takes stop words out unless the query has nothing else. The words of
// a compound stay together.
func (q *asked) dropStops() {
	if !slices.ContainsFunc(q.words, func(w askedWord) bool { return !w.stop }) {
		return
	}
	var kept []askedWord
	inCompound := 0
	for _, w := range q.words {
		if w.size > 0 {
			inCompound = w.size
		}
		if !w.stop || inCompound > 0 {
			kept = append(kept, w)
		}
		inCompound = max(0, inCompound-1)
	}
	q.words = kept
}
