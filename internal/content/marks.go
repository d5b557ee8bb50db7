package content

import (
	"bytes"
	"strings"
)

// The marks of lines that a rule's pattern may match. They may let through what
// the pattern refuses, never the other way round.

func hasAt(line []byte) bool { return bytes.IndexByte(line, '@') >= 0 }

// ofBirth reports whether a line speaks of a birth.
func ofBirth(line []byte) bool {
	return containsFold(line, "birth") || containsFold(line, "born") || containsFold(line, "dob") || containsFold(line, "d.o") || containsFold(line, "do.b")
}

// ofHome reports whether a line speaks of living or an address.
func ofHome(line []byte) bool {
	return containsFold(line, "liv") || containsFold(line, "mov") || containsFold(line, "home") || containsFold(line, "address")
}

// ofProof reports whether a line speaks of proving.
func ofProof(line []byte) bool { return bytes.Contains(line, []byte(" prove")) }

// ofMine reports whether a line has "my" before a word for a child.
func ofMine(line []byte) bool {
	for at, c := range line {
		if c == 'y' && at > 0 && line[at-1]|0x20 == 'm' && at+2 < len(line) && line[at+1] == ' ' && strings.IndexByte("sdg", line[at+2]) >= 0 {
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
	for at, c := range line {
		if c == ' ' && at > 2 && at+2 < len(line) && isCapital(line[at+1]) && strings.IndexByte(" ,'\xe2", line[at+2]) >= 0 && strings.IndexByte("dltyr", line[at-1]) >= 0 {
			return true
		}
	}
	return false
}

// spoken are the ends of words before the name of somebody who speaks.
var spoken = [][]byte{[]byte("–"), []byte("—"), []byte("-"), []byte("said"), []byte("says"), []byte("explained"), []byte("wrote"), []byte("asked"), []byte("told us")}

// speaker reports whether a line has a name after a dash or a word of speech,
// and what tells a pupil by.
func speaker(line []byte) bool {
	for at := 1; at < len(line); at++ {
		if !isCapital(line[at]) {
			continue
		}
		before := bytes.TrimRight(line[:at], " \t\n\f\r")
		for _, s := range spoken {
			if bytes.HasSuffix(before, s) {
				return tellsPupil(line)
			}
		}
	}
	return false
}

// pupils are the words that tell a pupil by, with what stands before them.
var pupils = [][]byte{[]byte("Reception"), []byte(", pupil"), []byte("(pupil"), []byte("a pupil"), []byte("an pupil"), []byte(", child"), []byte("(child"), []byte("a child"), []byte("an child")}

// tellsPupil reports whether a line has an age, a year or a word for a pupil as
// they stand after the name of one.
func tellsPupil(line []byte) bool {
	if figures(line) > 0 {
		return true
	}
	for _, p := range pupils {
		if bytes.Contains(line, p) {
			return true
		}
	}
	return false
}

// counted are words for the people of a school, as far as the letter that ends
// them all.
var counted = []string{"boy", "girl", "pupil", "child", "student", "learner"}

// after are the words that follow those in the patterns, as far as they are told
// apart.
var after = []string{"in ", "from ", "with ", "looked", "on ", "at ", "excluded", "adopted", "seeking", "who "}

// endsNumber has the last letters of small numbers, and of "only"; beginsPeople
// the first letters of counted.
var endsNumber, beginsPeople = bytesIn("yeorYEOR12345"), bytesIn("bgpcslBGPCSL")

func bytesIn(text string) (set [256]bool) {
	for i := range len(text) {
		set[text[i]] = true
	}
	return set
}

// fewOf reports whether a line has such a word after a small number, and what
// may tell who they are after that.
func fewOf(line []byte) bool {
	for at, c := range line {
		if c != ' ' || at == 0 || !endsNumber[line[at-1]] || at+1 == len(line) || !beginsPeople[line[at+1]] {
			continue
		}
		for _, word := range counted {
			rest := line[at+1:]
			if len(rest) <= len(word) || !strings.EqualFold(string(rest[:len(word)]), word) {
				continue
			}
			if end := bytes.IndexByte(rest, ' '); end >= 0 && startsFold(rest[end+1:], after) {
				return true
			}
		}
	}
	return false
}

// startsFold reports whether a text starts with one of some words, given in small
// letters, without regard to the case of A to Z.
func startsFold(text []byte, words []string) bool {
	for _, w := range words {
		if len(text) >= len(w) && strings.EqualFold(string(text[:len(w)]), w) {
			return true
		}
	}
	return false
}
