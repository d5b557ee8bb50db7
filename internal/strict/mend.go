package strict

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

// scan looks at every line for the mistakes that people make, reports and mends
// them. Lines inside a block text, a quoted text or brackets are stepped over. A
// line that may only follow from a mistake above it is mended and not reported.
// It returns whether anything was mended.
func (b *block) scan() (mended bool) {
	for i := 0; i < len(b.lines) && len(b.found) < mostFindings; i++ {
		if b.accused[i] {
			continue
		}
		if f, wrong := b.look(i); wrong {
			mended = true
			f.line = i - f.up
			if f.altered > 0 {
				b.altered[i] = f.altered
			}
			if f.leans && b.blamed[b.parts[i]] {
				b.accused[f.line], b.lines[f.line] = true, f.mended
			} else {
				b.report(f)
			}
		}
		i = b.skip(i)
	}
	return mended
}

// look tries the rules on one line, the surest first.
func (b *block) look(i int) (finding, bool) {
	l := splitLine(b.lines[i])
	if strings.TrimSpace(b.lines[i]) == "" || strings.HasPrefix(strings.TrimSpace(b.lines[i]), "#") {
		return finding{}, false
	}
	for _, rule := range []func(int, line) (finding, bool){
		b.blanks, b.document, b.bullet, b.noKey, b.noColon, b.noBlank, b.ragged, b.deep, b.shifted, b.sunk, b.value,
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

// bullet finds list items that start with a star or another sign, or with a dash
// and no space.
func (b *block) bullet(i int, l line) (finding, bool) {
	text := strings.TrimLeft(b.lines[i], " \t")
	sign, size := utf8.DecodeRuneInString(text)
	rest := text[size:]
	spaced := strings.HasPrefix(rest, " ") || strings.HasPrefix(rest, "\t")
	f := finding{column: l.depth() + 1, length: 1, mended: l.indent + "- " + strings.TrimLeft(rest, " \t")}
	switch {
	case sign == '-' && !spaced && rest != "" && rest[0] != '-' && b.inList(i, l):
		f.message, f.hint = "there is no space after the dash", "type a space after it: - "+rest
	case sign == '*' && spaced, sign != '-' && strings.ContainsRune(strings.TrimSuffix(bullets, "o"), sign) && spaced && b.inList(i, l):
		f.message, f.hint = fmt.Sprintf("a list item starts with %c here", sign), "type a dash and a space: - "+strings.TrimSpace(rest)
	default:
		return finding{}, false
	}
	return f, true
}

// inList reports whether the line is where an item of a list can be: under a key
// without a value or an item that starts at the same place.
func (b *block) inList(i int, l line) bool {
	for i--; i >= 0; i-- {
		above := splitLine(b.lines[i])
		switch {
		case above.empty() || above.depth() > l.depth():
			continue
		case above.depth() == l.depth() && (above.dashes != "" || strings.ContainsAny(above.value[:min(len(above.value), 1)], "-")):
			return true
		}
		return above.key != "" && above.value == ""
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
		f.message, f.length = fmt.Sprintf("there is no colon after %q", word), len(word)
		f.hint, f.mended = keyAnd(strings.ToLower(word), l.value[len(word):])
		return f, true
	}
	f.hint = "start it with two spaces if it goes on with the line above; if not, give it a key and a colon"
	return f, true
}

// noColon finds a line further right that starts with a known key but has no
// colon after it, where a key must be: behind a dash with keys below, or under a
// key.
func (b *block) noColon(i int, l line) (finding, bool) {
	if l.key != "" || l.value == "" || l.indent+l.dashes == "" {
		return finding{}, false
	}
	end := strings.IndexFunc(l.value, func(r rune) bool { return !isLetter(r) || r >= utf8.RuneSelf })
	if end <= 0 || b.shapes[l.value[:end]] == noShape || !b.amongKeys(i, l) {
		return finding{}, false
	}
	word := l.value[:end]
	if strings.HasPrefix(l.value[end:], ":") {
		return finding{}, false
	}
	hint, mended := keyAnd(word, l.value[end:])
	return finding{
		column: l.column(), length: len(word), message: fmt.Sprintf("there is no colon after %q", word),
		hint: hint, mended: l.head() + mended + l.tail,
	}, true
}

// keyAnd writes a key with a colon before the rest of a line in which another
// sign stands, or none.
func keyAnd(key, rest string) (hint, mended string) {
	rest = strings.TrimLeft(rest, " \t:;=：–—-")
	if rest == "" {
		return fmt.Sprintf("type a colon after it: %s:", key), key + ":"
	}
	return fmt.Sprintf("type a colon and a space after it: %s: %s", key, rest), key + ": " + inQuotes(rest)
}

// amongKeys reports whether the line above or below has a key that starts where
// the text of this line does.
func (b *block) amongKeys(i int, l line) bool {
	here := l.depth() + len(l.dashes)
	for _, step := range []int{-1, 1} {
		if step == -1 && l.dashes != "" {
			continue
		}
		for j := i + step; j >= 0 && j < len(b.lines); j += step {
			next := splitLine(b.lines[j])
			if next.empty() {
				continue
			}
			if next.key != "" && next.depth()+len(next.dashes) == here && (step == -1 || next.dashes == "") {
				return true
			}
			break
		}
	}
	return false
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
	if strings.Trim(rest, ",;:.]}'\"“”‘’ ") == "" {
		return finding{
			column: l.column() + len(key) + 1, length: utf8.RuneCountInString(rest), message: fmt.Sprintf("%s stands after the colon of %q", rest, key),
			hint: "delete it", mended: l.head() + key + ":" + l.tail,
		}, true
	}
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
	f := finding{column: 1, length: l.depth(), message: fmt.Sprintf("there are too many spaces before %q", l.key), leans: true}
	left, under := b.underText(i, l)
	switch {
	case b.top[l.key] && !b.inner(i, l) && (under && left == 0 || b.leftBelow(i, l) || b.betweenLevels(i, l)):
		f.hint, f.mended = "start the line at the left edge", l.rest()
	case under && left > 0 && b.oddOneOut(i, l, left):
		return b.tooFew(b.above(i), i, l), true
	case under && left > 0:
		f.hint, f.mended = fmt.Sprintf("put %s before it, as many as before the key above", spaces(left)), strings.Repeat(" ", left)+l.rest()
	default:
		return finding{}, false
	}
	return f, true
}

// ragged finds the dash of a list item that does not line up with the keys under
// it, when it is the dash that stands apart from the others.
func (b *block) ragged(i int, l line) (finding, bool) {
	if l.dashes == "" {
		return finding{}, false
	}
	others, count, agree := b.otherDashes(i)
	column := others
	if below, keys := b.keysBelow(i, l); keys > 0 {
		column = below - len(l.dashes)
		if count > 0 && agree && others == l.depth() || count == 0 && keys < 2 && !odd(l.depth(), below) {
			return finding{}, false
		}
	} else if !agree || count == 0 || count == 1 && !odd(l.depth(), others) {
		return finding{}, false
	}
	if column == l.depth() || column < 0 {
		return finding{}, false
	}
	return finding{
		column: 1, length: l.depth() + 1, message: "the dash does not line up with the lines around it",
		hint:   fmt.Sprintf("put %s before it", spaces(column)),
		mended: strings.Repeat(" ", column) + l.rest(), leans: true,
	}, true
}

// odd reports whether a line stands at an odd place and another at an even one:
// people mean two spaces for a step.
func odd(column, other int) bool { return column%2 == 1 && other%2 == 0 }

// keysBelow returns where the keys of an item after the first start, and how many
// lines there are; 0 lines if they do not agree.
func (b *block) keysBelow(i int, l line) (column, count int) {
	for i++; i < len(b.lines); i++ {
		next := splitLine(b.lines[i])
		switch {
		case next.empty():
			continue
		case next.dashes != "" || next.depth() <= l.depth():
			return column, count
		case count == 0:
			column = next.depth()
		case next.depth() < column:
			return 0, 0
		}
		if next.depth() == column {
			count++
		}
	}
	return column, count
}

// otherDashes returns where the dashes of the other items in the part start, how
// many there are, and whether they agree.
func (b *block) otherDashes(i int) (column, count int, agree bool) {
	agree = true
	for j := range b.lines {
		if b.parts[j] != b.parts[i] || j == i {
			continue
		}
		if other := splitLine(b.lines[j]); other.dashes != "" {
			agree = agree && (count == 0 || column == other.depth())
			column, count = other.depth(), count+1
		}
	}
	return column, count, agree
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
	start := strings.Repeat(" ", column)
	for j := i + 1; j < len(b.lines); j++ {
		next := splitLine(b.lines[j])
		if next.empty() || next.dashes != "" || next.depth() != l.depth() {
			break
		}
		b.lines[j] = start + next.rest()
	}
	return finding{
		column: 1, length: l.depth(), message: fmt.Sprintf("there are too few spaces before %q", l.key),
		hint:   fmt.Sprintf("put %s before it, so that it stands under the first key after the dash", spaces(column)),
		mended: start + l.rest(), leans: true,
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

// spaces names a number of spaces.
func spaces(n int) string {
	if n == 1 {
		return "1 space"
	}
	return fmt.Sprintf("%d spaces", n)
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

// inner reports whether the key above, under which the line stands, is one that
// has a key like the line's.
func (b *block) inner(i int, l line) bool {
	for i--; i >= 0; i-- {
		above := splitLine(b.lines[i])
		if above.key != "" && above.value == "" && above.depth() < l.depth() {
			return b.children[above.key][l.key]
		}
	}
	return false
}

// oddOneOut reports whether it is rather the line above that stands apart: alone
// against several, or at an odd place against an even one.
func (b *block) oddOneOut(i int, l line, left int) bool {
	above := b.above(i)
	if above < 0 || splitLine(b.lines[above]).dashes != "" {
		return false
	}
	same := 0
	for j := i; j < len(b.lines); j++ {
		if next := splitLine(b.lines[j]); !next.empty() {
			if next.depth() != l.depth() || next.dashes != "" {
				break
			}
			same++
		}
	}
	before := b.above(above)
	first := before < 0 || splitLine(b.lines[before]).depth() < left
	return first && (same > 1 || odd(left, l.depth()))
}

// tooFew is the finding for a line beside line i that starts further left than
// it.
func (b *block) tooFew(which, i int, l line) finding {
	is := splitLine(b.lines[which])
	return finding{
		up: i - which, column: 1, length: max(is.depth(), 1), message: fmt.Sprintf("there are too few spaces before %q", is.key),
		hint: fmt.Sprintf("put %s before it, as many as before %q", spaces(l.depth()), l.key), mended: strings.Repeat(" ", l.depth()) + is.rest(), leans: true,
	}
}

// above returns the last line before i with something on it, or -1.
func (b *block) above(i int) int {
	for i--; i >= 0; i-- {
		if l := splitLine(b.lines[i]); !l.empty() {
			return i
		}
	}
	return -1
}

// betweenLevels reports whether a line starts at a place at which no line of its
// part above starts.
func (b *block) betweenLevels(i int, l line) bool {
	for j := i - 1; j >= b.parts[i]; j-- {
		above := splitLine(b.lines[j])
		if !above.empty() && (above.depth() == l.depth() || above.depth()+len(above.dashes) == l.depth()) {
			return false
		}
	}
	above := b.above(i)
	return above >= 0 && splitLine(b.lines[above]).depth() > l.depth()
}

// deep finds the first key under a key that starts further right than the ones
// after it.
func (b *block) deep(i int, l line) (finding, bool) {
	above := b.above(i)
	if above < 0 || l.key == "" || l.dashes != "" || i+1 >= len(b.lines) {
		return finding{}, false
	}
	over, next := splitLine(b.lines[above]), splitLine(b.lines[i+1])
	column := over.depth() + len(over.dashes)
	under := over.key != "" && over.value == "" && next.key != "" && next.dashes == "" && !b.top[next.key]
	if !under || next.depth() >= l.depth() || next.depth() <= column {
		return finding{}, false
	}
	if odd(next.depth(), l.depth()) {
		return b.tooFew(i+1, i, l), true
	}
	return finding{
		column: 1, length: l.depth(), message: fmt.Sprintf("there are too many spaces before %q", l.key),
		hint: fmt.Sprintf("put %s before it, as many as before %q", spaces(next.depth()), next.key), mended: strings.Repeat(" ", next.depth()) + l.rest(), leans: true,
	}, true
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
