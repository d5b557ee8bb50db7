package content

import (
	"bytes"
	"fmt"
	"math"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/adrg/frontmatter"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

// fence is the line before and after front matter.
const fence = "---"

// front is where the front matter of a file lies, in bytes of the source.
type front struct {
	// from and to hold the YAML without the fences.
	from, to int
	// body is the first byte after the closing fence and its line feed.
	body int
}

// block is the only format of front matter: what stands between two fences, as
// bytes. The defaults of the library are never used: they panic on some TOML and
// take a file without a closing fence for a file without front matter.
func block() *frontmatter.Format {
	return frontmatter.NewFormat(fence, fence, func(text []byte, into any) error {
		*into.(*[]byte) = text
		return nil
	})
}

// split finds the front matter. Lines that look like fences are looked at first,
// since the library would take them for text; a file with such a line is an
// error but is read as it was meant. It returns false where there is nothing to
// read.
func split(src *diag.Source, paper *scratch) (f front, problems diag.List, ok bool) {
	s := &splitter{src: src, lines: paper.lines[:0]}
	defer func() { paper.lines = s.lines }()
	opening, ok := s.opening()
	if !ok {
		return front{}, s.problems, false
	}
	closing := s.closing(opening)
	f = s.between(opening, closing)
	if end, twice := s.second(closing); twice {
		f.body = s.between(opening, end).body
	}
	if len(s.problems) == 0 && !f.agrees(src.Text, paper) {
		s.add(diag.FrontFence, closing, "write the front matter anew between two lines of ---", "it cannot be told where the front matter ends")
	}
	return f, s.problems, true
}

// agrees lets the library split the start of the text and compares.
func (f front) agrees(text []byte, paper *scratch) bool {
	text = text[:min(len(text), f.body+1)] // it copies what it reads
	var yaml []byte
	rest, err := frontmatter.MustParse(paper.reader(text), &yaml, block())
	return err == nil && len(text)-len(rest) == f.body && bytes.Equal(yaml, text[f.from:f.to])
}

// splitter cuts a text into lines, no further than it looks: most of them are of
// the body.
type splitter struct {
	src      *diag.Source
	lines    []textLine
	problems diag.List
}

// textLine is one line of a file: where it starts, and its text without the line
// feed.
type textLine struct {
	offset int
	text   []byte
}

// end is where the line feed after a line is, or would be.
func (l textLine) end() int { return l.offset + len(l.text) }

// has reports whether there is a line, counted from 0. There is always a last
// one, which may be empty.
func (s *splitter) has(line int) bool {
	for line >= len(s.lines) {
		start := 0
		if n := len(s.lines); n > 0 {
			if start = s.lines[n-1].end() + 1; start > len(s.src.Text) {
				return false
			}
		}
		text, _, _ := bytes.Cut(s.src.Text[start:], []byte("\n"))
		s.lines = append(s.lines, textLine{start, text})
	}
	return true
}

// blank reports whether there is nothing to be seen on a line.
func (s *splitter) blank(line int) bool { return len(bytes.TrimSpace(s.lines[line].text)) == 0 }

// add reports a problem with a whole line, counted from 0.
func (s *splitter) add(code diag.Code, line int, hint, format string, args ...any) {
	at := diag.Position{File: s.src.Path, Line: line + 1, Column: 1}
	if s.has(line) {
		at.Length = utf8.RuneCount(s.lines[line].text)
	}
	s.problems.Add(code, at, hint, format, args...)
}

// isFence reports whether a line is a fence: three hyphens at the left edge.
// Spaces after them cannot be seen and are allowed.
func isFence(text []byte) bool {
	return bytes.HasPrefix(text, []byte(fence)) && len(bytes.TrimRight(text, " \t")) == len(fence)
}

// hidden are characters that cannot be seen, at the start of pasted lines.
const hidden = "\u00a0\u200b\u200c\u200d\u2060\ufeff\u3000"

// dashes matches a line of nothing but characters that people take for hyphens,
// underlines or other rules.
var dashes = regexp.MustCompile(`^[-‐‑‒–—―−_=+*~;.…]+(\s*[-‐‑‒–—―−_=+*~;.…]+)*$`)

// almostFence is what is wrong with a line that was meant to be a fence, or "".
func almostFence(line []byte) string {
	if start := bytes.TrimLeft(line, " \t"); len(start) == 0 || start[0] == '#' || isWordByte(start[0]) {
		return "" // nearly every line
	}
	text := string(line)
	bare := strings.TrimFunc(text, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(hidden, r) })
	switch {
	case isFence(line) || bare == "":
		return ""
	case bare == fence && strings.ContainsAny(text, hidden):
		return "there is a character beside --- that cannot be seen"
	case bare == fence:
		return "the line of --- does not start at the left edge"
	case bare == "-" || bare == "." || bare == "*" || strings.HasPrefix(bare, "...") && len(bare) > 3:
		return ""
	case bare == "+++", bare == ";;;":
		return fmt.Sprintf("front matter is marked with --- here, not with %s", bare)
	case bare == "...":
		return "front matter ends with --- here, not with ..."
	case strings.Trim(bare, "-") == "":
		return fmt.Sprintf("the line has %d hyphens, not three", len(bare))
	case dashes.MatchString(bare):
		return fmt.Sprintf("the line %q is not three hyphens", bare)
	case strings.HasPrefix(text, fence) && (len(text) == len(fence) || text[len(fence)] != '-'):
		return "there is something on the line after ---"
	case strings.HasPrefix(bare, "```") || strings.HasPrefix(bare, "~~~"):
		return fmt.Sprintf("front matter is marked with --- here, not with %s", bare[:3])
	}
	return ""
}

func isWordByte(b byte) bool {
	return b|0x20 >= 'a' && b|0x20 <= 'z' || b >= '0' && b <= '9' || b == '"' || b == '\''
}

// threeHyphens is the hint for every line that is almost a fence.
const threeHyphens = "type three hyphens and nothing else on the line: ---"

// opening finds the line of the first fence. Empty lines before it do no harm.
func (s *splitter) opening() (line int, ok bool) {
	for s.has(line) && s.blank(line) {
		line++
	}
	if !s.has(line) {
		s.add(diag.FrontMissing, 0, "start it with front matter: a line of ---, a line such as title: Talk partners, a line of ---", "the file is empty")
		return 0, false
	}
	text := s.lines[line].text
	if isFence(text) {
		return line, true
	}
	if why := almostFence(text); why != "" {
		s.add(diag.FrontFence, line, threeHyphens, "%s", why)
		return line, true
	}
	if start, ok := s.later(line); ok {
		s.add(diag.FrontMissing, line, fmt.Sprintf("delete it, or move it below the front matter, which starts on line %d", start+1), "there is text before the front matter")
		return start, true
	}
	hint := "start the file with a line of ---, the keys such as title: Talk partners, and a line of ---"
	switch {
	case bytes.HasPrefix(text, []byte("{")):
		hint = "front matter is not JSON here: type a line of ---, then each key on a line of its own, then a line of ---"
	case keyLine.Match(text):
		hint = "type a line of --- above this line"
		s.add(diag.FrontMissing, line, hint, "the front matter does not start with ---")
		return 0, false
	}
	s.add(diag.FrontMissing, line, hint, "the page has no front matter")
	return 0, false
}

// farthest is how many lines after its place a fence is looked for.
const farthest = 40

// later finds a fence with a key after it, below text that stands before the
// front matter by a slip.
func (s *splitter) later(line int) (start int, ok bool) {
	for i := line + 1; i+1 < line+farthest && s.has(i+1); i++ {
		if isFence(s.lines[i].text) {
			return i, keyLine.Match(s.lines[i+1].text)
		}
	}
	return 0, false
}

// second reports front matter that follows on the front matter, and returns its
// last line.
func (s *splitter) second(closing int) (end int, ok bool) {
	start := closing + 1
	for s.has(start) && s.blank(start) {
		start++
	}
	if !s.has(start+1) || !isFence(s.lines[start].text) || !keyLine.Match(s.lines[start+1].text) {
		return 0, false
	}
	for end = start + 2; end < start+farthest && s.has(end); end++ {
		if isFence(s.lines[end].text) {
			s.add(diag.FrontFence, start, "move its lines up into the first one, and delete both its lines of ---", "a second front matter starts here")
			return end, true
		}
	}
	return 0, false
}

// keyLine matches a line of front matter at the left edge.
var keyLine = regexp.MustCompile(`^[A-Za-z][A-Za-z_-]*( [A-Za-z_-]+)? ?:(\s|$)`)

// oneWordKey matches fewer lines: prose may have a colon after a few words.
var oneWordKey = regexp.MustCompile(`^[A-Za-z][A-Za-z_-]* ?:(\s|$)`)

// closing finds the line of the second fence, or reports that there is none and
// returns the line before which it should stand.
func (s *splitter) closing(opening int) int {
	prose := s.prose(opening)
	for i := opening + 1; s.has(i); i++ {
		if i == prose {
			break
		}
		if isFence(s.lines[i].text) {
			return i
		}
		if why := almostFence(s.lines[i].text); why != "" && !s.bullet(i) {
			s.add(diag.FrontFence, i, threeHyphens, "%s", why)
			return i
		}
	}
	return s.unclosed(opening, prose)
}

// bullet reports whether a line of a dash and the like is an item of a list
// rather than a fence: it is indented.
func (s *splitter) bullet(i int) bool {
	text := s.lines[i].text
	return string(bytes.TrimSpace(text)) != fence && len(bytes.TrimLeft(text, " \t")) != len(text)
}

// unclosed reports a missing second fence at the line where it should stand.
func (s *splitter) unclosed(opening, prose int) int {
	last := min(prose, len(s.lines)) - 1
	for last > opening && s.blank(last) {
		last--
	}
	at := last + 1
	if !s.has(at) {
		at = len(s.lines) - 1
	}
	s.add(diag.FrontUnclosed, at, fmt.Sprintf("type --- on a line of its own after line %d", last+1), "the front matter has no closing line of ---")
	s.problems[len(s.problems)-1].Related = []diag.Related{{
		Position: diag.Position{File: s.src.Path, Line: opening + 1, Column: 1, Length: len(fence)}, Message: "it starts here",
	}}
	return last + 1
}

// noLine is past the end of every file.
const noLine = math.MaxInt

// prose returns the line on which the body seems to start although no fence has
// closed the front matter: after an empty line, a line at the left edge that is
// neither a key, an item, a note nor a fence. It is noLine if there is none.
func (s *splitter) prose(opening int) int {
	empty := false
	for i := opening + 1; s.has(i); i++ {
		text := s.lines[i].text
		switch {
		case isFence(text):
			return noLine
		case s.blank(i):
			empty = true
			continue
		case empty && bytes.HasPrefix(text, []byte("##")), empty && startsProse(text):
			return i
		}
		empty = false
	}
	return noLine
}

// startsProse reports whether a line at the left edge can be no line of front
// matter.
func startsProse(text []byte) bool {
	r, _ := utf8.DecodeRune(text)
	return !unicode.IsSpace(r) && !strings.ContainsRune("#-[]{}'\"&*!|>%@`", r) && !oneWordKey.Match(text) && almostFence(text) == ""
}

// between gives the bytes between two lines, and those after the second.
func (s *splitter) between(opening, closing int) front {
	end := len(s.src.Text)
	at := func(line int) int {
		if s.has(line) {
			return s.lines[line].offset
		}
		return end
	}
	f := front{from: at(opening + 1), to: at(closing), body: at(closing + 1)}
	if unclosed := s.has(closing) && !isFence(s.lines[closing].text) && almostFence(s.lines[closing].text) == ""; unclosed {
		f.body = f.to
	}
	f.to = max(f.to, f.from)
	f.body = max(f.body, f.to)
	return f
}
