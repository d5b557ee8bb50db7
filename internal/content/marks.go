package content

import (
	"bytes"
	"strings"
)

// marks are signs that a line may hold what a pattern looks for. They may let
// through what the pattern refuses, never the other way round.
type marks uint16

const (
	markMail     marks = 1 << iota // an @
	markPhone                      // the start of a telephone number
	markPostcode                   // the second half of a postcode
	markUPN                        // the start of a pupil number
	markHome                       // living or an address
	markProof                      // proving
	markBirth                      // a birth
	markLetter                     // a single capital after a word that may be one for a child
	markMine                       // "my" and a word for a child
	markSpeaker                    // a name after a dash or a word of speech
	markPupil                      // a word for a pupil as it stands after the name of one
	markFew                        // a small number of people and what may tell who they are
	markSlip                       // what templates leave to be filled in
)

// glance is what one look at a line has found. All marks are told by how words
// begin, so that a line is gone through once.
type glance struct {
	marks  marks
	digits int
	// capitals are where words may be names: the places of capitals and of letters
	// beyond ASCII that follow neither a letter, a figure nor a quote.
	capitals []int
}

// The sorts of bytes that a glance tells apart.
const (
	anyByte byte = iota
	smallByte
	capitalByte
	figureByte
	bracketByte
	atByte
	plusByte
	wideByte // the first of a character beyond ASCII
)

var sorts = sortBytes()

func sortBytes() (sorts [256]byte) {
	for c := range sorts {
		switch {
		case isSmall(byte(c)):
			sorts[c] = smallByte
		case isCapital(byte(c)):
			sorts[c] = capitalByte
		case isLetterOrFigure(byte(c)):
			sorts[c] = figureByte
		case c >= 0xC0:
			sorts[c] = wideByte
		}
	}
	sorts['['], sorts['<'], sorts['@'], sorts['+'] = bracketByte, bracketByte, atByte, plusByte
	return sorts
}

// look goes through a line.
func (g *glance) look(line []byte) {
	g.marks, g.digits, g.capitals = 0, 0, g.capitals[:0]
	for i := 0; i < len(line); i++ {
		switch sorts[line[i]] {
		case smallByte:
			if hasClues[letters[line[i]]][second(line, i)] {
				g.word(line, i)
			}
			i = lastLetter(line, i)
		case capitalByte:
			if !isWordByte(before(line, i)) {
				g.capitals = append(g.capitals, i)
			}
			g.capital(line, i)
			g.word(line, i)
			i = lastLetter(line, i)
		case figureByte:
			g.figure(line, i)
		case bracketByte:
			if startsFold(bytes.TrimLeft(line[i+1:], " \t\n\f\r"), starts) {
				g.marks |= markSlip
			}
		case atByte:
			g.marks |= markMail
		case plusByte:
			if bytes.HasPrefix(line[i:], []byte("+44")) {
				g.marks |= markPhone
			}
		case wideByte:
			if i == 0 || !isWordByte(line[i-1]) {
				g.capitals = append(g.capitals, i)
			}
		}
	}
	if g.marks&markPupil == 0 && g.digits == 0 {
		g.marks &^= markSpeaker
	}
}

// before is the byte before a place in a line, a blank at its start.
func before(line []byte, at int) byte {
	if at == 0 {
		return ' '
	}
	return line[at-1]
}

// lastLetter is the place of the last of the letters from a place.
func lastLetter(line []byte, at int) int {
	for at+1 < len(line) && letters[line[at+1]] < otherLetter {
		at++
	}
	return at
}

// startsWord reports whether letters at a place are not part of a word with
// figures or underlines before them.
func startsWord(line []byte, at int) bool {
	last := before(line, at)
	return sorts[last] != figureByte && last != '_'
}

// word looks for clues in the letters at a place.
func (g *glance) word(line []byte, at int) {
	if !startsWord(line, at) {
		return
	}
	for _, i := range cluesOf[letters[line[at]]][second(line, at)] {
		if w := &clues[i]; hasStart(line[at:], w.start) && (w.fits == nil || w.fits(line, at)) {
			g.marks |= w.mark
		}
	}
}

// figure counts one and looks at what is around it.
func (g *glance) figure(line []byte, at int) {
	g.digits++
	if at+1 == len(line) {
		return
	}
	switch next, last := line[at+1], before(line, at); {
	case isCapital(next) && last == ' ':
		g.marks |= markPostcode
	case line[at] == '0' && strings.IndexByte("1237", next) >= 0 && !isLetterOrFigure(last) && last != '_':
		g.marks |= markPhone
	}
}

// capital looks at a word that starts with a capital.
func (g *glance) capital(line []byte, at int) {
	if !startsWord(line, at) {
		return
	}
	if at+1 < len(line) {
		next := line[at+1]
		if sorts[next] == figureByte {
			g.marks |= markUPN
		}
		if at > 3 && line[at-1] == ' ' && strings.IndexByte("dltyr", line[at-2]) >= 0 && strings.IndexByte(" ,'\xe2", next) >= 0 {
			g.marks |= markLetter
		}
	}
	end := at
	for end > 0 && strings.IndexByte(" \t\n\f\r", line[end-1]) >= 0 {
		end--
	}
	if end == 0 || !endsSpoken[line[end-1]] {
		return
	}
	for _, s := range spoken {
		if bytes.HasSuffix(line[:end], s) {
			g.marks |= markSpeaker
		}
	}
}

// spoken are the ends of words before the name of somebody who speaks;
// endsSpoken has their last bytes.
var (
	spoken     = [][]byte{[]byte("–"), []byte("—"), []byte("-"), []byte("said"), []byte("says"), []byte("explained"), []byte("wrote"), []byte("asked"), []byte("told us")}
	endsSpoken = lastBytes(spoken)
)

func lastBytes(words [][]byte) (set [256]bool) {
	for _, w := range words {
		set[w[len(w)-1]] = true
	}
	return set
}

// clue is how a word begins that makes a mark, in small letters; fits may be nil.
type clue struct {
	mark  marks
	start string
	fits  func(line []byte, at int) bool
}

var clues = []clue{
	{markHome, "liv", nil}, {markHome, "mov", nil}, {markHome, "home", nil}, {markHome, "address", nil},
	{markProof, "prove", nil},
	{markBirth, "birth", nil}, {markBirth, "born", nil}, {markBirth, "dob", nil}, {markBirth, "d.o", nil}, {markBirth, "do.b", nil},
	{markMine, "my s", nil}, {markMine, "my d", nil}, {markMine, "my g", nil},
	{markPupil, "reception", nil}, {markPupil, "pupil", afterName}, {markPupil, "child", afterName},
	{markFew, "boy", fewOf}, {markFew, "girl", fewOf}, {markFew, "pupil", fewOf}, {markFew, "child", fewOf}, {markFew, "student", fewOf}, {markFew, "learner", fewOf},
	{markSlip, "tbc", nil}, {markSlip, "xxx", nil}, {markSlip, "lorem ", nil}, {markSlip, "tap ", nil},
}

// otherLetter stands for what is no letter from A to Z, in cluesOf.
const otherLetter = 26

// letters has the place of each letter in the alphabet, and otherLetter.
var letters = placeLetters()

func placeLetters() (places [256]byte) {
	for c := range places {
		places[c] = otherLetter
		if small := byte(c) | 0x20; isSmall(small) {
			places[c] = small - 'a'
		}
	}
	return places
}

// second is what follows the letter at a place.
func second(line []byte, at int) byte {
	if at+1 < len(line) {
		return letters[line[at+1]]
	}
	return otherLetter
}

// cluesOf leads from the first two letters of a word to its clues; hasClues says
// whether there are any: most words have none.
var (
	cluesOf  = sortClues()
	hasClues = anyClues()
)

func sortClues() (all [otherLetter + 1][otherLetter + 1][]int) {
	for i, w := range clues {
		list := &all[letters[w.start[0]]][letters[w.start[1]]]
		*list = append(*list, i)
	}
	return all
}

func anyClues() (has [otherLetter + 1][otherLetter + 1]bool) {
	for a := range cluesOf {
		for b := range cluesOf[a] {
			has[a][b] = len(cluesOf[a][b]) > 0
		}
	}
	return has
}

// afterName reports whether a word for a pupil stands as it does after the name
// of one: ", pupil", "(pupil", "a pupil".
func afterName(line []byte, at int) bool {
	for _, s := range []string{", ", "(", "a ", "an "} {
		if bytes.HasSuffix(line[:at], []byte(s)) {
			return true
		}
	}
	return false
}

// after are the words that follow those for people in the patterns, as far as
// they are told apart.
var after = []string{"in ", "from ", "with ", "looked", "on ", "at ", "excluded", "adopted", "seeking", "who "}

// endsNumber has the last letters of small numbers, and of "only".
const endsNumber = "yeorYEOR12345"

// fewOf reports whether a word for people stands after a small number and before
// what may tell who they are.
func fewOf(line []byte, at int) bool {
	if at < 2 || line[at-1] != ' ' || strings.IndexByte(endsNumber, line[at-2]) < 0 {
		return false
	}
	end := bytes.IndexByte(line[at:], ' ')
	return end >= 0 && startsFold(line[at+end+1:], after)
}

func isCapital(c byte) bool { return c >= 'A' && c <= 'Z' }

// startsFold reports whether a text starts with one of some words, given in small
// letters, as hasStart does.
func startsFold(text []byte, words []string) bool {
	for _, w := range words {
		if hasStart(text, w) {
			return true
		}
	}
	return false
}

// hasStart reports whether a text starts with a word, given in small letters,
// without regard to the case of A to Z. A control character may pass for a sign.
func hasStart(text []byte, word string) bool {
	if len(text) < len(word) {
		return false
	}
	for i := range len(word) {
		if text[i]|0x20 != word[i] {
			return false
		}
	}
	return true
}
