package withdraw

import (
	"bytes"
	"regexp"

	"github.com/exemplar-lp/exemplar/internal/document"
)

// machine finds all patterns in one pass over a text, whatever their number:
// A. V. Aho and M. J. Corasick, "Efficient string matching", Communications of
// the ACM 18 (1975). Only letters and figures are fed to it; what stands between
// them is judged when a pattern has been found.
type machine struct {
	patterns []pattern
	// classes gives each byte its column; column 0 is every byte that is in no
	// pattern.
	classes [256]uint16
	columns int
	// next is the table of the states' successors, columns wide.
	next []int32
	// ends are the patterns that end in a state.
	ends [][]int32
	// longest is the length of the longest pattern.
	longest int
}

func newMachine(patterns []pattern) *machine {
	m := &machine{patterns: patterns, columns: 1}
	for _, p := range patterns {
		m.longest = max(m.longest, len(p.letters))
		for i := range len(p.letters) {
			if c := p.letters[i]; m.classes[c] == 0 {
				m.classes[c] = uint16(m.columns)
				m.columns++
			}
		}
	}
	m.addState()
	for i, p := range patterns {
		m.plant(p.letters, int32(i))
	}
	m.link()
	return m
}

func (m *machine) addState() int32 {
	m.next = append(m.next, make([]int32, m.columns)...)
	m.ends = append(m.ends, nil)
	return int32(len(m.ends) - 1)
}

func (m *machine) at(state int32, class uint16) *int32 {
	return &m.next[int(state)*m.columns+int(class)]
}

// plant adds one pattern to the tree.
func (m *machine) plant(letters string, which int32) {
	state := int32(0)
	for i := range len(letters) {
		class := m.classes[letters[i]]
		if *m.at(state, class) == 0 {
			fresh := m.addState()
			*m.at(state, class) = fresh
		}
		state = *m.at(state, class)
	}
	m.ends[state] = append(m.ends[state], which)
}

// link turns the tree into an automaton, the states nearest the root first.
func (m *machine) link() {
	fail := make([]int32, len(m.ends))
	var queue []int32
	for class := range m.columns {
		if s := *m.at(0, uint16(class)); s != 0 {
			queue = append(queue, s)
		}
	}
	for len(queue) > 0 {
		state := queue[0]
		queue = queue[1:]
		m.ends[state] = append(m.ends[state], m.ends[fail[state]]...)
		for class := range m.columns {
			to := m.at(state, uint16(class))
			back := *m.at(fail[state], uint16(class))
			if *to == 0 {
				*to = back
				continue
			}
			fail[*to] = back
			queue = append(queue, *to)
		}
	}
}

// search returns every place where a pattern stands.
func (m *machine) search(text []byte, f document.Form) []Hit {
	if len(m.patterns) == 0 || len(text) == 0 {
		return nil
	}
	outside := &stream{m: m, text: text}
	inside := &stream{m: m, text: text}
	read(text, f, outside, inside)
	outside.finish()
	inside.finish()
	return append(outside.hits, inside.hits...)
}

// stream is one run of letters through the machine: the words of a page, or what
// is inside its tags.
type stream struct {
	m     *machine
	text  []byte
	state int32
	// edges has the edge before each of the last letters, a ring.
	edges [1 << 10]edge
	count int
	// before is the edge before the next letter, last the last letter as it was.
	before edge
	last   rune
	// ending has the patterns that end with the last letter, at the offset.
	ending []int32
	offset int
	hits   []Hit
}

// between notes that something other than a letter stands here.
func (s *stream) between(e edge) { s.before = max(s.before, e) }

// put feeds the letters of a character that ends at an offset of the text.
func (s *stream) put(r rune, letters string, offset int) {
	for i := range len(letters) {
		s.putLetter(r, letters[i], offset)
	}
}

// putLetter feeds one letter, or one byte of one, of the character r.
func (s *stream) putLetter(r rune, letter byte, offset int) {
	if s.before == joined && changes(s.last, r) {
		s.before = loose
	}
	s.last = r
	if len(s.ending) > 0 {
		s.settle(s.before)
	}
	s.edges[s.count%len(s.edges)] = s.before
	s.before = joined
	s.count++
	s.state = s.m.next[int(s.state)*s.m.columns+int(s.m.classes[letter])]
	if ends := s.m.ends[s.state]; len(ends) > 0 {
		s.ending, s.offset = ends, offset
	}
}

// changes reports whether two letters beside each other are of two words, as in
// AmiraKhan2.
func changes(a, b rune) bool {
	lowerA, upperB := a >= 'a' && a <= 'z', b >= 'A' && b <= 'Z'
	return lowerA && upperB || isFigure(a) != isFigure(b)
}

func isFigure(r rune) bool { return r >= '0' && r <= '9' }

// finish ends the stream.
func (s *stream) finish() {
	if len(s.ending) > 0 {
		s.settle(apart)
	}
}

// settle judges the patterns that ended before an edge.
func (s *stream) settle(after edge) {
	for _, i := range s.ending {
		if after != joined && s.fits(&s.m.patterns[i]) {
			s.hits = append(s.hits, Hit{Entry: s.m.patterns[i].entry, Offset: s.offset, Around: around(s.text, s.offset)})
		}
	}
	s.ending = nil
}

// fits reports whether the last letters are the pattern's words and not parts of
// other words: it must begin where a word does, and a space inside it must be
// one of the pattern's own.
func (s *stream) fits(p *pattern) bool {
	n := len(p.letters)
	if n >= len(s.edges) {
		return true
	}
	for i := range n {
		e := s.edges[(s.count-n+i)%len(s.edges)]
		if i == 0 && e == joined && s.count > n || i > 0 && e == apart && !p.starts[i] {
			return false
		}
	}
	return true
}

// tags match what is inside or between tags, where a piece of a page is cut.
var tags = regexp.MustCompile(`<[^<>]*(?:>|$)|^[^<>]*>`)

// around returns the text before and after an offset on one line, without tags.
func around(text []byte, offset int) string {
	const reach = 40
	from, to := max(0, offset-reach), min(len(text), offset+reach/2)
	piece := tags.ReplaceAll(text[from:to], nil)
	return string(bytes.ToValidUTF8(bytes.Join(bytes.Fields(piece), []byte(" ")), nil))
}
