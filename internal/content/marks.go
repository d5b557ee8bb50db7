package content

import (
	"bytes"
	"strings"
)

// The marks of lines that a rule's pattern may match. They may let through what
// the pattern refuses, never the other way round.

// marked reports whether the pattern of a rule may match a line.
func (r *wordRule) marked(line []byte) bool {
	if r.mark != nil {
		return r.mark(line)
	}
	if r.needs == nil {
		return true
	}
	for _, n := range r.needs {
		if containsFold(line, n) {
			return true
		}
	}
	return false
}

// containsFold reports whether a line has a word, given in small letters,
// without regard to the case of A to Z.
func containsFold(line []byte, word string) bool {
	small, large := word[0], word[0]
	if small >= 'a' && small <= 'z' {
		large -= 'a' - 'A'
	}
	for _, first := range []byte{small, large} {
		for at := range places(line, first) {
			if len(line)-at >= len(word) && strings.EqualFold(string(line[at:at+len(word)]), word) {
				return true
			}
		}
		if small == large {
			break
		}
	}
	return false
}

// places yields where a byte is in a line.
func places(line []byte, c byte) func(func(int) bool) {
	return func(yield func(int) bool) {
		for at := 0; ; at++ {
			i := bytes.IndexByte(line[at:], c)
			if i < 0 || !yield(at+i) {
				return
			}
			at += i
		}
	}
}

func isCapital(c byte) bool { return c >= 'A' && c <= 'Z' }

// letterForName reports whether a line has a single capital (before a blank, a
// comma or an apostrophe, straight or curly) after a word that may be one for a
// child.
func letterForName(line []byte) bool {
	for at := range places(line, ' ') {
		if at > 2 && at+2 < len(line) && isCapital(line[at+1]) && strings.IndexByte(" ,'\xe2", line[at+2]) >= 0 && strings.IndexByte("dltyr", line[at-1]) >= 0 {
			return true
		}
	}
	return false
}

// spoken are the ends of words before the name of somebody who speaks.
var spoken = [][]byte{[]byte("–"), []byte("—"), []byte("-"), []byte("said"), []byte("says"), []byte("explained"), []byte("wrote"), []byte("asked"), []byte("told us")}

// speaker reports whether a line has a name after a dash or a word of speech.
func speaker(line []byte) bool {
	for at := 1; at < len(line); at++ {
		if !isCapital(line[at]) {
			continue
		}
		before := bytes.TrimRight(line[:at], " \t\n\f\r")
		for _, s := range spoken {
			if bytes.HasSuffix(before, s) {
				return true
			}
		}
	}
	return false
}

// counted are words for the people of a school, as far as the letter that ends
// them all.
var counted = []string{"boy", "girl", "pupil", "child", "student", "learner"}

// fewOf reports whether a line has such a word after a small number.
func fewOf(line []byte) bool {
	for at := range places(line, ' ') {
		if at == 0 || strings.IndexByte("yeorYEOR12345", line[at-1]) < 0 {
			continue
		}
		for _, word := range counted {
			if rest := line[at+1:]; len(rest) > len(word) && strings.EqualFold(string(rest[:len(word)]), word) {
				return true
			}
		}
	}
	return false
}
