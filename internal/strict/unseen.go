package strict

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

// Unseen returns the first character of a text that cannot be seen and that no
// script needs there, and its offset in bytes. Such characters make two texts
// that look alike different, and some turn round what is beside them, also on the
// pages of others. Needed are the joiners within emoji and between letters that
// join or would join, the marks of direction beside letters that are written from
// right to left, and the tags within a flag.
func Unseen(text string) (r rune, at int, found bool) {
	if !strings.ContainsFunc(text, unshown) {
		return 0, 0, false
	}
	right := strings.ContainsFunc(text, fromRight)
	for at, r := range text {
		if unshown(r) && !needed(text[:at], r, text[at+utf8.RuneLen(r):], right) {
			return r, at, true
		}
	}
	return 0, 0, false
}

// unshown reports whether a character has no shape of its own.
func unshown(r rune) bool {
	if r < utf8.RuneSelf {
		return false
	}
	return unicode.Is(unicode.Cf, r) && !unicode.Is(unicode.Prepended_Concatenation_Mark, r) || unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r)
}

// Characters that are needed in some places.
const (
	nonJoiner, joiner = '\u200C', '\u200D'
	leftMark          = '\u200E'
	rightMark         = '\u200F'
	arabicMark        = '\u061C'
	firstTag, lastTag = 0xE0020, 0xE007F
	blackFlag         = "\U0001F3F4"
	longestFlag       = 32 // bytes of a flag before its last tag
)

// needed reports whether a script needs a character between two texts. right says
// whether there are letters in them that are written from right to left.
func needed(before string, r rune, after string, right bool) bool {
	switch {
	case r == joiner || r == nonJoiner:
		last, _ := utf8.DecodeLastRuneInString(before)
		next, _ := utf8.DecodeRuneInString(after)
		ended := unicode.IsMark(last) && !unicode.Is(unicode.Inherited, last) // as words of Indian scripts may be
		return joins(last) && (joins(next) || ended)
	case r == leftMark || r == rightMark || r == arabicMark:
		return right
	case isTag(r):
		near := before[max(0, len(before)-longestFlag):]
		return strings.HasSuffix(strings.TrimRightFunc(near, isTag), blackFlag)
	}
	return false
}

// joins reports whether a character may be one of two that a joiner is between:
// a part of an emoji, or a letter or mark of a script in which the shapes of
// letters depend on those beside them.
func joins(r rune) bool {
	return r > '\u02FF' && r != utf8.RuneError && !unicode.IsPunct(r) && !unicode.IsSpace(r) && !unshown(r) &&
		!unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic)
}

func fromRight(r rune) bool {
	return unicode.In(r, unicode.Arabic, unicode.Hebrew, unicode.Syriac, unicode.Thaana, unicode.Nko)
}

func isTag(r rune) bool { return r >= firstTag && r <= lastTag }

// unseen reports the first character of a value that cannot be seen. It returns
// whether there is one.
func (d *decoder) unseen(n *yaml.Node) bool {
	r, _, found := Unseen(n.Value)
	if !found {
		return false
	}
	message := "there is a character here that cannot be seen (U+%04X)"
	if unicode.Is(unicode.Bidi_Control, r) {
		message = "a character that cannot be seen turns round the direction of the text here (U+%04X)"
	}
	hint := "delete the letters on both sides of it and type them again; it goes with them"
	if short(n.Value) == n.Value {
		if bare := withoutUnseen(n.Value); strings.TrimSpace(bare) == "" {
			hint = "delete it and type the text"
		} else if !strings.Contains(bare, "\n") {
			hint = "type the text again, without it: " + bare
		}
	}
	d.add(diag.FrontUnseen, d.find(n, string(r)), hint, message, r)
	return true
}

// withoutUnseen takes the characters out of a text that Unseen finds.
func withoutUnseen(text string) string {
	for {
		r, at, found := Unseen(text)
		if !found {
			return text
		}
		text = text[:at] + text[at+utf8.RuneLen(r):]
	}
}

// find returns the place of a part of a value, on whichever of its lines it is.
// The place is that of the value where an escape stands for the part.
func (d *decoder) find(n *yaml.Node, part string) diag.Position {
	at := d.at(n)
	if here := d.within(n, part); here != at || n.Style&yaml.DoubleQuotedStyle != 0 {
		return here
	}
	below := d.src.Offset(at.Line + 1)
	if i := bytes.Index(d.src.Text[below:], []byte(part)); i >= 0 {
		return d.src.At(below+i, len(part))
	}
	return at
}

// control returns a character that may not stand in a page: a control other than
// a tab or the end of a line, or one that Unicode sets aside. Only an escape
// between double quotes gets one past those who read the file.
func control(n *yaml.Node) (r rune, found bool) {
	if n.Style&yaml.DoubleQuotedStyle == 0 {
		return 0, false
	}
	for _, r := range n.Value {
		if unicode.IsControl(r) && r != '\t' && r != '\n' || r >= 0xFDD0 && r <= 0xFDEF || r&0xFFFE == 0xFFFE {
			return r, true
		}
	}
	return 0, false
}
