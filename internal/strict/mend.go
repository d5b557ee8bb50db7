package strict

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

// scan looks at every line for the mistakes that people make, reports and mends
// them. Lines inside a block text, a quoted text or brackets are stepped over.
func (b *block) scan() {
	for i := 0; i < len(b.lines) && len(b.found) < mostFindings; i++ {
		if b.accused[i] {
			continue
		}
		if f, wrong := b.look(i); wrong {
			f.line = i
			if f.altered > 0 {
				b.altered[i] = f.altered
			}
			b.report(f)
		}
		i = b.skip(i)
	}
}

// look tries the rules on one line, the surest first.
func (b *block) look(i int) (finding, bool) {
	l := splitLine(b.lines[i])
	if strings.TrimSpace(b.lines[i]) == "" || strings.HasPrefix(strings.TrimSpace(b.lines[i]), "#") {
		return finding{}, false
	}
	for _, rule := range []func(int, line) (finding, bool){
		b.blanks, b.document, b.bullet, b.noKey, b.noBlank, b.shifted, b.sunk, b.value,
	} {
		if f, wrong := rule(i, l); wrong {
			if f.code == "" {
				f.code = diag.FrontSyntax
			}
			return f, true
		}
	}
	return finding{}, false
}

// blanks finds tabs and no-break spaces at the start of a line.
func (b *block) blanks(i int, _ line) (finding, bool) {
	text := b.lines[i]
	rest := strings.TrimLeft(text, " \t"+invisible)
	start := text[:len(text)-len(rest)]
	bad := strings.IndexAny(start, "\t"+invisible)
	if bad < 0 {
		return finding{}, false
	}
	what, width := "a no-break space, which only looks like a space", " "
	if start[bad] == '\t' {
		what, width = "a tab", "  "
	}
	spaces := strings.Map(func(r rune) rune {
		if r == ' ' || r == '\t' {
			return r
		}
		return ' '
	}, start)
	mended := strings.ReplaceAll(spaces, "\t", width) + rest
	if f, wrong := b.shifted(i, splitLine(mended)); wrong {
		mended = f.mended
	}
	return finding{
		column:  utf8.RuneCountInString(start[:bad]) + 1,
		message: "the line starts with " + what, hint: "delete it and type spaces with the space bar, two for each step to the right",
		mended: mended,
	}, true
}

// document finds the marks that start a second document and directives.
func (b *block) document(i int, _ line) (finding, bool) {
	text := b.lines[i]
	mark := text == "..." || strings.HasPrefix(text, "---") || strings.HasPrefix(text, "%")
	if !mark || strings.HasPrefix(text, "---") && b.nothingBefore(i) {
		return finding{}, false
	}
	return finding{
		column: 1, length: utf8.RuneCountInString(text), code: diag.FrontFeature,
		message: fmt.Sprintf("the line %q has a special meaning that is not used here", short(text)), hint: "delete the line",
	}, true
}

func (b *block) nothingBefore(i int) bool {
	for _, text := range b.lines[:i] {
		if t := strings.TrimSpace(text); t != "" && t[0] != '#' && t[0] != '%' {
			return false
		}
	}
	return true
}

// bullet finds list items that start with a star, or with a dash and no blank.
func (b *block) bullet(i int, l line) (finding, bool) {
	rest := strings.TrimPrefix(l.value, "-")
	switch {
	case l.key != "" || l.dashes != "":
		return finding{}, false
	case strings.HasPrefix(l.value, "* "):
		return finding{
			column: l.column(), message: "a list item starts with * here", hint: "type a dash and a space: - " + strings.TrimSpace(l.value[1:]),
			mended: l.indent + "-" + l.value[1:] + l.tail,
		}, true
	case rest != l.value && rest != "" && !strings.HasPrefix(rest, "-") && b.inList(i, l):
		return finding{
			column: l.column(), message: "there is no space after the dash", hint: "type a space after it: - " + rest,
			mended: l.indent + "- " + rest + l.tail,
		}, true
	}
	return finding{}, false
}

// inList reports whether the line above is a list item or a key without a
// value.
func (b *block) inList(i int, l line) bool {
	for i--; i >= 0; i-- {
		above := splitLine(b.lines[i])
		if !above.empty() {
			return above.dashes != "" && above.depth() == l.depth() || above.key != "" && above.value == ""
		}
	}
	return false
}

// noKey finds a line at the left edge that has no key with a colon.
func (b *block) noKey(i int, l line) (finding, bool) {
	if l.indent != "" || l.dashes != "" || l.key != "" || l.value == "" || strings.ContainsAny(l.value[:1], "-]}\"'[{?&*!|>@`") {
		return finding{}, false
	}
	if _, _, ok := cutTight(l.value); ok {
		return finding{}, false
	}
	f := finding{column: 1, length: utf8.RuneCountInString(l.value), message: "this line has no key with a colon after it"}
	end := strings.IndexFunc(l.value, func(r rune) bool { return !isLetter(r) || r == '：' || r == '–' || r == '—' })
	word := l.value
	if end > 0 {
		word = l.value[:end]
	}
	if b.top[strings.ToLower(word)] {
		rest := strings.TrimLeft(l.value[len(word):], " \t:;=：–—-")
		f.hint = fmt.Sprintf("type a colon and a space after %q: %s: %s", word, strings.ToLower(word), rest)
		f.mended = strings.ToLower(word) + ": " + inQuotes(rest)
		return f, true
	}
	f.hint = "start it with two spaces if it goes on with the line above; if not, give it a key and a colon"
	return f, true
}

// cutTight cuts "key:" from a text in which no blank follows the colon.
func cutTight(text string) (key, rest string, ok bool) {
	i := strings.Index(text, ":")
	if i <= 0 || i == len(text)-1 || strings.HasPrefix(text[i:], "://") {
		return "", "", false
	}
	for _, r := range text[:i] {
		if !isLetter(r) || r >= 0x80 {
			return "", "", false
		}
	}
	return text[:i], text[i+1:], true
}

// noBlank finds title:Talk. Further right than the edge only known keys are
// taken for keys.
func (b *block) noBlank(_ int, l line) (finding, bool) {
	key, rest, ok := cutTight(l.value)
	if l.key != "" || !ok || b.shapes[key] == noShape && l.head() != "" {
		return finding{}, false
	}
	rest = strings.TrimLeft(rest, invisible)
	return finding{
		column: l.column() + len(key), message: fmt.Sprintf("there is no space after the colon of %q", key),
		hint: "type a space after it: " + key + ": " + rest, mended: l.head() + key + ": " + rest + l.tail,
	}, true
}

// shifted finds a key of the outermost map that starts with blanks, though the
// key above has its value.
func (b *block) shifted(i int, l line) (finding, bool) {
	if l.indent == "" || l.dashes != "" || b.shapes[l.key] == noShape {
		return finding{}, false
	}
	f := finding{column: 1, length: l.depth(), message: fmt.Sprintf("there are too many spaces before %q", l.key)}
	left, under := b.underText(i, l)
	switch {
	case b.top[l.key] && (under && left == 0 || b.leftBelow(i, l)):
		f.hint, f.mended = "start the line at the left edge", l.rest()
	case under && left > 0:
		f.hint, f.mended = fmt.Sprintf("put %d spaces before it, as many as before the key above", left), strings.Repeat(" ", left)+l.rest()
	default:
		return finding{}, false
	}
	return f, true
}

// sunk finds a key of a list item that starts further left than the first key of
// the item, which stands behind the dash. The lines below that start at the same
// place are mended with it.
func (b *block) sunk(i int, l line) (finding, bool) {
	if l.indent == "" || l.dashes != "" || b.shapes[l.key] == noShape {
		return finding{}, false
	}
	column := b.itemColumn(i, l)
	if column <= l.depth() {
		return finding{}, false
	}
	spaces := strings.Repeat(" ", column)
	for j := i + 1; j < len(b.lines); j++ {
		next := splitLine(b.lines[j])
		if next.empty() || next.dashes != "" || next.depth() != l.depth() {
			break
		}
		b.lines[j] = spaces + next.rest()
	}
	return finding{
		column: 1, length: l.depth(), message: fmt.Sprintf("there are too few spaces before %q", l.key),
		hint:   fmt.Sprintf("put %d spaces before it, so that it stands under the first key after the dash", column),
		mended: spaces + l.rest(),
	}, true
}

// itemColumn returns where the keys of the list item around a line start, or 0 if
// the line is in none.
func (b *block) itemColumn(i int, l line) int {
	for i--; i >= 0; i-- {
		above := splitLine(b.lines[i])
		switch {
		case above.empty():
		case above.depth() >= l.depth():
		case above.dashes != "" && above.key != "":
			return above.depth() + len(above.dashes)
		default:
			return 0
		}
	}
	return 0
}

// underText reports whether the last line above that has something on it is a
// key further left with a word or text behind it, and where that key starts.
func (b *block) underText(i int, l line) (left int, ok bool) {
	for i--; i >= 0; i-- {
		above := splitLine(b.lines[i])
		if above.empty() {
			continue
		}
		left = above.depth() + len(above.dashes)
		return left, left < l.depth() && above.key != "" && above.value != "" && !strings.ContainsAny(above.value[:1], "|>")
	}
	return 0, false
}

// leftBelow reports whether the line is the first and a key below it starts
// further left.
func (b *block) leftBelow(i int, l line) bool {
	if !b.nothingBefore(i) {
		return false
	}
	for _, text := range b.lines[i+1:] {
		if below := splitLine(text); below.key != "" && below.depth() < l.depth() {
			return true
		}
	}
	return false
}

// skip returns the last line of the text that starts on line i: i itself, or the
// end of a block text, quotes or brackets that go over several lines.
func (b *block) skip(i int) int {
	l := splitLine(b.lines[i])
	if l.value == "" {
		return i
	}
	switch l.value[0] {
	case '|', '>':
		for i+1 < len(b.lines) {
			next := splitLine(b.lines[i+1])
			if !next.blank(b.lines[i+1]) && next.depth() <= l.depth() {
				break
			}
			i++
		}
	case '"', '\'', '[', '{':
		if end, ok := b.close(i, l); ok {
			return end
		}
	}
	return i
}

func (line) blank(text string) bool { return strings.TrimSpace(text) == "" }

// close returns the line on which the quote or bracket that starts the value of
// line i is closed. It is not, if a line that starts something of its own, no
// further right, comes first.
func (b *block) close(i int, l line) (last int, ok bool) {
	text := l.value + l.tail
	find := closing
	if l.value[0] == '[' || l.value[0] == '{' {
		find = closingBracket
	}
	for last = i; ; {
		if find(text) >= 0 {
			return last, true
		}
		if last++; last >= len(b.lines) {
			return i, false
		}
		if next := splitLine(b.lines[last]); next.depth() <= l.depth() && next.starts() {
			return i, false
		}
		text += "\n" + b.lines[last]
	}
}
