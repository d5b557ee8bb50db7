package strict

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

// value finds what is wrong with the value of a key or item.
func (b *block) value(i int, l line) (finding, bool) {
	if l.value == "" || l.key == "" && l.dashes == "" {
		return finding{}, false
	}
	var f finding
	wrong := false
	switch l.value[0] {
	case '"', '\'':
		f, wrong = b.quoted(i, l)
	case '[', '{':
		f, wrong = b.bracketed(i, l)
	case '|', '>':
		f, wrong = afterBar(l)
	case '@', '`', '%', ']', '}', ',':
		f, wrong = l.protect(fmt.Sprintf("a text cannot start with %s", l.value[:1])), true
	case '&', '*', '!':
		f, wrong = l.protect(fmt.Sprintf("a %s at the start of a value has a special meaning that is not used here", l.value[:1])), true
		f.code = diag.FrontFeature
	case '-', '?':
		f, wrong = b.dashed(l)
	default:
		f, wrong = b.colon(l)
	}
	if b.shapes[l.key] == scalarShape || l.value[0] != '[' && l.value[0] != '{' {
		f.altered = l.column()
	}
	if f.column == 0 {
		f.column = l.column()
	}
	return f, wrong
}

// protect is the finding for a text that needs quotes.
func (l line) protect(message string) finding {
	text := l.value
	return finding{length: 1, message: message, hint: "put quotes around the text: " + l.shown() + inQuotes(text), mended: l.head() + inQuotes(text) + l.tail}
}

// shown is the key and colon, or the dash, as a hint shows them.
func (l line) shown() string {
	if l.key != "" {
		return l.key + ": "
	}
	return "- "
}

// colon finds a second colon in an unquoted text.
func (b *block) colon(l line) (finding, bool) {
	at := strings.Index(l.value, ": ")
	if at < 0 && strings.HasSuffix(l.value, ":") {
		at = len(l.value) - 1
	}
	if at < 0 {
		return finding{}, false
	}
	text, message := l.value, "there is a colon in the text"
	if bare, ok := uncurl(text); ok {
		text, message = bare, "there is a colon in the text, and curly quotes do not protect it"
	}
	hint := "put straight quotes around the text: " + l.shown() + inQuotes(text)
	if s := b.shapes[l.key]; s == structShape || s == listShape || s == mapShape {
		message, hint = "there is a second key on the line", fmt.Sprintf("put what is under %s on lines of its own, after two spaces", l.key)
	}
	return finding{
		column: l.column() + utf8.RuneCountInString(l.value[:at]), length: 1,
		message: message, hint: hint, mended: l.head() + inQuotes(text) + l.tail,
	}, true
}

// uncurl takes the curly quotes off a text that is between them as a whole.
func uncurl(text string) (bare string, ok bool) {
	if text == "" || text[0] < utf8.RuneSelf {
		return text, false // it starts with no curly quote
	}
	r := []rune(text)
	if len(r) < 3 || !strings.ContainsRune("“”„‘‚’«", r[0]) || !strings.ContainsRune("”“’‘»\"", r[len(r)-1]) {
		return text, false
	}
	bare = string(r[1 : len(r)-1])
	return bare, !strings.ContainsAny(bare, "“”„‘")
}

// dashed finds a list that starts on the line of its key.
func (b *block) dashed(l line) (finding, bool) {
	mark := l.value[:1]
	switch {
	case l.value != mark && l.value[1] != ' ':
		return b.colon(l)
	case mark == "?" || b.shapes[l.key] != listShape:
		return l.protect(fmt.Sprintf("a text cannot start with %s and a space", mark)), true
	}
	item := strings.TrimSpace(l.value[1:])
	return finding{
		length: 1, message: "a list cannot start on the line of its key",
		hint:   fmt.Sprintf("type %s[%s], or put each item on a line of its own", l.shown(), item),
		mended: l.head() + "[" + inQuotes(item) + "]" + l.tail,
	}, true
}

// afterBar finds text on the line of a | or >.
func afterBar(l line) (finding, bool) {
	if strings.Trim(l.value[1:], "+-123456789") == "" {
		return finding{}, false
	}
	return l.protect(fmt.Sprintf("a text cannot start with %s", l.value[:1])), true
}

// quoted finds quotes that are not closed, or closed too early.
func (b *block) quoted(i int, l line) (finding, bool) {
	text := l.value + l.tail
	end := closing(text)
	if end < 0 {
		if _, ok := b.close(i, l); ok {
			return escape(l, l.value)
		}
		return finding{
			length: 1, message: "the quote is not closed", hint: "type " + l.value[:1] + " at the end of the text",
			mended: l.head() + inQuotes(l.value[1:]),
		}, true
	}
	rest := strings.TrimSpace(text[end:])
	if rest == "" || rest[0] == '#' {
		return escape(l, text[:end])
	}
	whole := strings.TrimSpace(text)
	message, fixed := "the text goes on after the closing quote", inQuotes(whole)
	if l.value[0] == '\'' {
		message = "an apostrophe closes the single quotes"
		if strings.HasSuffix(whole, "'") {
			fixed = inQuotes(strings.Trim(whole, "'"))
		}
	}
	return finding{
		column: l.column() + utf8.RuneCountInString(text[:end]) - 1, length: 1,
		message: message, hint: "put quotes around the whole text: " + l.shown() + fixed, mended: l.head() + fixed,
	}, true
}

// escapes are the letters that may follow a \ between double quotes.
const escapes = "0abt\tnvfre \"/\\N_LPxuU"

// escape finds a \ between double quotes that means nothing, as in a path of
// Windows.
func escape(l line, text string) (finding, bool) {
	if text[0] != '"' {
		return finding{}, false
	}
	for i := 1; i+1 < len(text); i++ {
		if text[i] != '\\' {
			continue
		}
		if i++; strings.IndexByte(escapes, text[i]) >= 0 && hexDigits(text[i:]) {
			continue
		}
		fixed := "'" + strings.ReplaceAll(strings.Trim(text, `"`), "'", "''") + "'"
		return finding{
			column: l.column() + utf8.RuneCountInString(text[:i-1]), length: 2,
			message: `a \ between double quotes has a special meaning`, hint: "use single quotes: " + l.shown() + fixed,
			mended: l.head() + fixed,
		}, true
	}
	return finding{}, false
}

// hexDigits reports whether an escape has the digits it needs.
func hexDigits(text string) bool {
	need := map[byte]int{'x': 2, 'u': 4, 'U': 8}[text[0]]
	if len(text) <= need {
		return false
	}
	return strings.Trim(text[1:1+need], "0123456789abcdefABCDEF") == ""
}

// bracketed finds lists in [ ] that are not closed, or closed too early.
func (b *block) bracketed(i int, l line) (finding, bool) {
	text := l.value + l.tail
	end := closingBracket(text)
	ends := map[byte]string{'[': "]", '{': "}"}[l.value[0]]
	if end < 0 {
		if _, ok := b.close(i, l); ok {
			return finding{}, false
		}
		inner := strings.TrimRight(l.value, ")]},; ")
		return finding{
			length: 1, message: fmt.Sprintf("what starts with %s is not closed", l.value[:1]),
			hint: "type " + ends + " at the end: " + l.shown() + inner + ends, mended: l.head() + inner + ends,
		}, true
	}
	rest := strings.TrimSpace(text[end:])
	if rest == "" || rest[0] == '#' {
		return finding{}, false
	}
	hint := "put quotes around the whole text: " + l.shown() + inQuotes(strings.TrimSpace(text))
	if b.shapes[l.key] != scalarShape {
		hint = "delete it"
	}
	return finding{
		column: l.column() + utf8.RuneCountInString(text[:end]), length: utf8.RuneCountInString(rest),
		message: fmt.Sprintf("there is something after the closing %s", ends), hint: hint, mended: l.head() + text[:end],
	}, true
}
