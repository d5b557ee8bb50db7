package strict

import (
	"strings"
	"unicode/utf8"
)

// line is one line of YAML taken apart: indent, dashes, key, colon, value. Each
// part keeps its blanks, so that joined they are the line.
type line struct {
	indent string // blanks and tabs
	dashes string // "- " as often as it is there
	key    string // the word before the colon, "" if there is none
	colon  string // the colon with the blanks after it
	value  string // the rest, without blanks and notes at its end
	tail   string // blanks and a note
}

// splitLine takes a line apart as YAML would, as far as one line can tell.
func splitLine(text string) line {
	var l line
	l.indent, text = cutBlanks(text)
	for strings.HasPrefix(text, "- ") {
		_, rest := cutBlanks(text[1:])
		l.dashes += text[:len(text)-len(rest)]
		text = rest
	}
	if key, colon, rest, ok := cutKey(text); ok {
		l.key, l.colon, text = key, colon, rest
	}
	l.value, l.tail = cutNote(text)
	return l
}

func cutBlanks(text string) (blanks, rest string) {
	rest = strings.TrimLeft(text, " \t")
	return text[:len(text)-len(rest)], rest
}

// cutKey cuts "key: " from the start of a text. A key starts with a letter and
// has no quotes or brackets.
func cutKey(text string) (key, colon, rest string, ok bool) {
	end := strings.Index(text, ":")
	if end <= 0 || end < len(text)-1 && text[end+1] != ' ' && text[end+1] != '\t' {
		return "", "", text, false
	}
	first, _ := utf8.DecodeRuneInString(text)
	if !isLetter(first) || strings.ContainsAny(text[:end], "\"'[]{},#“”‘’") {
		return "", "", text, false
	}
	blanks, rest := cutBlanks(text[end+1:])
	return text[:end], ":" + blanks, rest, true
}

func isLetter(r rune) bool { return r == '_' || r|0x20 >= 'a' && r|0x20 <= 'z' || r >= 0x80 }

// cutNote cuts a note (# behind a blank) from the end of an unquoted text.
func cutNote(text string) (value, tail string) {
	value = text
	if strings.HasPrefix(text, "#") {
		value = ""
	} else if i := strings.Index(text, " #"); i >= 0 && !strings.ContainsAny(text[:1], "\"'") {
		value = text[:i]
	}
	value = strings.TrimRight(value, " \t")
	return value, text[len(value):]
}

// head is what stands before the value.
func (l line) head() string { return l.indent + l.dashes + l.key + l.colon }

// rest is the line without what stands before it.
func (l line) rest() string { return l.dashes + l.key + l.colon + l.value + l.tail }

// column is the place of the value, counted in characters from 1.
func (l line) column() int { return utf8.RuneCountInString(l.head()) + 1 }

// empty reports whether there is nothing to read on the line.
func (l line) empty() bool { return l.key == "" && l.value == "" && l.dashes == "" }

// depth is how far right the line starts.
func (l line) depth() int { return len(l.indent) }

// starts reports whether a line starts something of its own: a key, an item or a
// note, rather than going on with a text.
func (l line) starts() bool { return l.key != "" || l.dashes != "" || strings.HasPrefix(l.value, "-") }

// closing returns the index after the quote that closes text, which starts with
// one, or -1.
func closing(text string) int {
	quote := text[0]
	for i := 1; i < len(text); i++ {
		switch {
		case quote == '"' && text[i] == '\\':
			i++
		case text[i] != quote:
		case quote == '\'' && i+1 < len(text) && text[i+1] == '\'':
			i++
		default:
			return i + 1
		}
	}
	return -1
}

// closingBracket returns the index after the bracket that closes text, which
// starts with one, or -1. Quotes are stepped over.
func closingBracket(text string) int {
	deep := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '[', '{':
			deep++
		case ']', '}':
			if deep--; deep == 0 {
				return i + 1
			}
		case '"', '\'':
			if !opens(text, i) {
				continue
			}
			end := closing(text[i:])
			if end < 0 {
				return -1
			}
			i += end - 1
		}
	}
	return -1
}

// opens reports whether a quote inside brackets starts a quoted text; within a
// word it is an apostrophe.
func opens(text string, i int) bool {
	before := strings.TrimRight(text[:i], " \t\n")
	return before == "" || strings.ContainsAny(before[len(before)-1:], "[{,:")
}

// inQuotes puts a text between quotes: double ones, or single ones where it has
// double ones or a \ itself.
func inQuotes(text string) string {
	if strings.ContainsAny(text, `"\`) {
		return "'" + strings.ReplaceAll(text, "'", "''") + "'"
	}
	return `"` + text + `"`
}
