package markdown

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

// checkSlips reports the lines of a paragraph that are plain text and were meant
// to be something else: a heading, a list, a table, a link.
func (d *document) checkSlips(paragraph ast.Node) {
	if paragraph.Lines().Len() == 0 {
		return
	}
	if !d.checkBullets(paragraph) {
		d.checkPipes(paragraph)
		d.checkTabs(paragraph)
	}
	var known []span
	for i := range paragraph.Lines().Len() {
		line := paragraph.Lines().At(i)
		text := trimEnd(line.Value(d.source))
		d.checkHashes(text, line.Start)
		known = append(known, d.checkBrackets(text, line.Start)...)
	}
	d.checkWords(paragraph, known)
}

// line returns line i of a block without the blanks around it, and the offset at
// which it starts.
func (d *document) line(block ast.Node, i int) (text []byte, at int) {
	line := block.Lines().At(i)
	text = line.Value(d.source)
	at = line.Start
	for len(text) > 0 && (text[0] == ' ' || text[0] == '\t') {
		text, at = text[1:], at+1
	}
	return trimEnd(text), at
}

// trimEnd takes the blanks off the end of a line.
func trimEnd(line []byte) []byte {
	end := len(line)
	for end > 0 && (line[end-1] == ' ' || line[end-1] == '\t' || line[end-1] == '\n') {
		end--
	}
	return line[:end]
}

// tightHeading matches ##Heading. One sign alone may start a hashtag.
var tightHeading = regexp.MustCompile(`^ {0,3}(#{2,6})([^\s#].*)$`)

// invisible are characters that come with pasted text and only look like a
// space, or like nothing.
const invisible = "\u00a0\u200b\u200c\u200d\u2060\u3000\ufeff"

func (d *document) checkHashes(line []byte, at int) {
	if bytes.IndexByte(line, '#') < 0 {
		return
	}
	if bare := bytes.TrimLeft(line, " "+invisible); bytes.HasPrefix(bare, []byte("#")) && bytes.ContainsAny(line[:len(line)-len(bare)], invisible) {
		d.list.Add(diag.MarkdownHeading, d.at(at, len(line)), "delete everything before the # on the line",
			"before the # is a character that cannot be seen, so the line is no heading")
		return
	}
	if !bytes.Contains(line, []byte("##")) {
		return
	}
	m := tightHeading.FindSubmatchIndex(line)
	if m == nil {
		return
	}
	signs, words := string(line[m[2]:m[3]]), strings.Trim(string(line[m[4]:m[5]]), " "+invisible)
	d.list.Add(diag.MarkdownHeading, d.at(at+m[2], len(line)-m[2]), "write "+signs+" "+clip(words, 60),
		`"%s" needs a space after it to make a heading`, signs)
}

// bullets are the signs that other programs put before the items of a list; the
// last two are what Word's own become.
const bullets = "•◦‣⁃▪▫●○∙·➢➤✓\uF0B7\uF0A7"

// checkBullets reports a paragraph whose lines start with bullets, or with
// hyphens and no space, and returns whether it did. Of several such paragraphs
// in a row the first is reported.
func (d *document) checkBullets(paragraph ast.Node) bool {
	first, at := d.line(paragraph, 0)
	sign, size := utf8.DecodeRune(first)
	hint := "type - and a space in its place, on every line of the list"
	switch {
	case sign >= utf8.RuneSelf && strings.ContainsRune(bullets, sign) && len(first) > size:
	case sign == '-' && d.tightHyphens(paragraph):
		hint = "type a space after each hyphen"
	case (sign == '–' || sign == '—') && d.eachStarts(paragraph, string(sign)):
	case d.eachNumbered(paragraph):
		size, hint = bytes.IndexByte(first, ' '), "type 1. and a space, on the next line 2. and a space, and so on"
	default:
		return false
	}
	again := d.bullets != nil && d.bullets == paragraph.PreviousSibling()
	d.bullets = paragraph
	if !again {
		d.list.Add(diag.MarkdownList, d.at(at, size), hint, `"%s" at the start of a line does not make a list here`, first[:size])
	}
	return true
}

// lettered matches the start of an item as people number them by hand: (1), (a),
// a) and a.
var lettered = regexp.MustCompile(`^(?:\([0-9]{1,2}\)|\([A-Za-z]\)|[A-Za-z][.)]) `)

// eachNumbered reports whether a paragraph has several lines and each starts with
// such a number.
func (d *document) eachNumbered(paragraph ast.Node) bool {
	if paragraph.Lines().Len() < 2 {
		return false
	}
	for i := range paragraph.Lines().Len() {
		if line, _ := d.line(paragraph, i); !lettered.Match(line) {
			return false
		}
	}
	return true
}

// eachStarts reports whether a paragraph has several lines and each starts with
// a sign.
func (d *document) eachStarts(paragraph ast.Node, sign string) bool {
	for i := range paragraph.Lines().Len() {
		if line, _ := d.line(paragraph, i); !bytes.HasPrefix(line, []byte(sign)) {
			return false
		}
	}
	return paragraph.Lines().Len() > 1
}

// tightHyphens reports whether the lines of a paragraph start with a hyphen and
// the first goes on with a letter, or with what only looks like a space.
func (d *document) tightHyphens(paragraph ast.Node) bool {
	first, _ := d.line(paragraph, 0)
	letter, _ := utf8.DecodeRune(first[1:])
	if strings.ContainsRune(invisible, letter) {
		return true
	}
	return unicode.IsLetter(letter) && d.eachStarts(paragraph, "-")
}

// checkPipes reports lines between | that make no table.
func (d *document) checkPipes(paragraph ast.Node) {
	if line, _ := d.line(paragraph, 0); paragraph.Lines().Len() == 1 && !bytes.HasPrefix(line, []byte("| ")) {
		return // |x| is a formula
	}
	rule := -1
	for i := range paragraph.Lines().Len() {
		line, _ := d.line(paragraph, i)
		if len(line) < 5 || line[0] != '|' || line[len(line)-1] != '|' || columnCount(line) < 2 && !isRule(line) {
			return
		}
		if rule < 0 && isRule(line) {
			rule = i
		}
	}
	line, at := d.line(paragraph, max(rule, 0))
	columns := columnCount(line)
	hint := "type the names of the columns in the first line and |" + strings.Repeat(" --- |", columns) + " in the second"
	why := "they need the names of the columns and a line of hyphens first"
	if rule == 0 {
		why, hint = "the names of the columns are missing", "type them above the line of hyphens: |"+strings.Repeat(" Name |", columns)
	}
	if rule > 0 {
		names, _ := d.line(paragraph, rule-1)
		why = fmt.Sprintf("the line above this one has %d cells, and this one has %d", columnCount(names), columns)
		hint = "type |" + strings.Repeat(" --- |", columnCount(names))
	}
	d.list.Add(diag.MarkdownTable, d.at(at, len(line)), hint, "these lines do not make a table: %s", why)
}

// checkTabs reports lines with tabs between the words, as they come from a
// spreadsheet.
func (d *document) checkTabs(paragraph ast.Node) {
	lines := paragraph.Lines()
	first, at := d.line(paragraph, 0)
	tabs := bytes.Count(first, []byte("\t"))
	if lines.Len() < 2 || tabs == 0 {
		return
	}
	for i := range lines.Len() {
		if line, _ := d.line(paragraph, i); bytes.Count(line, []byte("\t")) != tabs {
			return
		}
	}
	d.list.Add(diag.MarkdownTable, d.at(at, len(first)), "type | before, between and after the cells of each line, and |"+strings.Repeat(" --- |", tabs+1)+" as the second line",
		"these lines do not make a table: there are tabs between their cells")
}

// addressLike matches what is surely the address of a page, file or site.
const addressLike = `((?:https?://|mailto:|www\.)[^\s()<>\[\]]+|[^\s()<>\[\]]+\.(?i:md|html?|pdf|docx?|xlsx?|pptx?|png|jpe?g|gif|webp)(?:#[^\s()<>\[\]]*)?)`

// slips are shapes of brackets that are no links of CommonMark, each with the
// words and the address in brackets of its own; and a mark that every line with
// the shape has, since looking for a shape takes much longer.
var slips = []struct {
	mark          func(line []byte) bool
	shape         *regexp.Regexp
	message, hint string
}{
	{
		func(line []byte) bool {
			return bytes.Contains(line, []byte("] ")) || bytes.Contains(line, []byte("]\t"))
		},
		regexp.MustCompile(`(!?\[[^\[\]]{2,}\])[ \t]+\(` + addressLike + `\)`),
		"there is a space between the two brackets, so they make no %s", "write %s(%s)",
	},
	{
		blankInBrackets,
		regexp.MustCompile(`(!?\[[^\[\]]*\])\([ \t]*([^\s()<>"']+(?:[ \t]+[^\s()<>"']+)+)[ \t]*\)`),
		"there is a space in the address, so it makes no %s", "write %s(<%s>)",
	},
	{
		func(line []byte) bool { return bytes.LastIndexByte(line, ')') < bytes.LastIndex(line, []byte("](")) },
		regexp.MustCompile(`(!?\[[^\[\]]+\])\(` + addressLike + `(?:[ \t][^)]*)?$`),
		"the bracket around the address is not closed, so it makes no %s", "write %s(%s)",
	},
	{
		func(line []byte) bool { return bytes.Contains(line, []byte(")[")) },
		regexp.MustCompile(`\(([^()\[\]]+)\)\[` + addressLike + `\]`),
		"the two brackets have changed places, so they make no %s", "write [%s](%s)",
	},
}

// blankInBrackets reports whether a line has a blank between ]( and the next ).
func blankInBrackets(line []byte) bool {
	for {
		_, rest, found := bytes.Cut(line, []byte("]("))
		if !found {
			return false
		}
		inside, _, _ := bytes.Cut(rest, []byte(")"))
		if bytes.ContainsAny(inside, " \t") {
			return true
		}
		line = rest
	}
}

var codeInLine = regexp.MustCompile("`+[^`]*`+")

// checkBrackets reports brackets of a line that were meant to be a link or a
// picture, and returns where they are.
func (d *document) checkBrackets(line []byte, at int) (found []span) {
	if bytes.IndexByte(line, '[') < 0 || !bytes.Contains(line, []byte("](")) && !bytes.Contains(line, []byte("] (")) && !bytes.Contains(line, []byte(")[")) {
		return nil
	}
	if bytes.IndexByte(line, '`') >= 0 {
		line = codeInLine.ReplaceAllFunc(line, func(code []byte) []byte { return bytes.Repeat([]byte("`"), len(code)) })
	}
	for _, s := range slips {
		if !s.mark(line) {
			continue
		}
		for _, m := range s.shape.FindAllSubmatchIndex(line, -1) {
			words, address := string(line[m[2]:m[3]]), string(line[m[4]:m[5]])
			what := "link"
			if words[0] == '!' {
				what = "picture"
			}
			d.list.Add(diag.LinkText, d.at(at+m[0], m[1]-m[0]), fmt.Sprintf(s.hint, words, address), s.message, what)
			found = append(found, span{at + m[0], at + m[1]})
		}
	}
	return found
}

// bareAddress matches the start of an address in plain text.
var bareAddress = regexp.MustCompile(`(?:https?://|www\.)[A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9.+-]*@[A-Za-z0-9-]+\.[A-Za-z]`)

// mayBeAddress is false for most texts, in which there is no need to look for
// bareAddress: that takes much longer.
func mayBeAddress(text []byte) bool {
	return bytes.IndexByte(text, '@') >= 0 || bytes.Contains(text, []byte("://")) || bytes.Contains(text, []byte("www."))
}

// checkWords reports addresses in the plain text of a paragraph, which nobody can
// follow, and stars that are left over. Addresses within known stretches have
// been reported.
func (d *document) checkWords(parent ast.Node, known []span) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Text:
			d.checkStars(n)
			d.checkOtherBrackets(n.Segment.Value(d.source), n.Segment.Start)
			text := n.Segment.Value(d.source)
			if !d.mayHold.address || !mayBeAddress(text) {
				continue
			}
			if m := bareAddress.FindIndex(text); m != nil {
				d.reportAddress(n.Segment.Start+m[0], known)
			}
		case *ast.Emphasis:
			d.checkWords(n, known)
		}
	}
}

// checkStars reports two stars that are shown as they are, the first time in
// each paragraph.
func (d *document) checkStars(n *ast.Text) {
	if !d.mayHold.stars {
		return
	}
	i := bytes.Index(n.Segment.Value(d.source), []byte("**"))
	at := n.Segment.Start + i
	if i < 0 || at > 0 && d.source[at-1] == '\\' || d.starred == n.Parent() {
		return
	}
	d.starred = n.Parent()
	d.list.Add(diag.MarkdownEmphasis, d.at(at, 2), "type two stars right before the first letter and right after the last: **important**",
		`"**" is shown as it is here and makes nothing bold`)
}

func (d *document) reportAddress(at int, known []span) {
	for _, s := range known {
		if at >= s.from && at < s.to {
			return
		}
	}
	end := at + bytes.IndexAny(append(bytes.Clone(d.source[at:min(at+200, len(d.source))]), '\n'), " \t\n<>\"()[]*|")
	shown := strings.TrimRight(string(d.source[at:end]), ".,;:!?'’_")
	whole := shown
	if strings.HasPrefix(shown, "www.") {
		whole = "https://" + shown
	}
	d.list.Add(diag.LinkText, d.at(at, len(shown)), "write <"+whole+">, or words and the address: [our page]("+mailed(whole)+")",
		`nobody can follow "%s", because it is plain text`, clip(shown, 60))
}

// mailed puts mailto: before an e-mail address.
func mailed(address string) string {
	if strings.Contains(address, "@") && !strings.Contains(address, "://") {
		return "mailto:" + address
	}
	return address
}

// checkUnderline reports a paragraph that a line of hyphens or equals signs under
// it turns into a heading against its author's will: one of several lines, of
// many words or with a full stop. It returns whether it did.
func (d *document) checkUnderline(n *ast.Heading) bool {
	lines := n.Lines()
	if lines.Len() == 0 || d.source[max(n.Pos(), 0)] == '#' {
		return false
	}
	last := lines.At(lines.Len() - 1)
	text := bytes.TrimSpace(last.Value(d.source))
	const most = 12
	if lines.Len() == 1 && len(bytes.Fields(text)) <= most && !bytes.HasSuffix(text, []byte(".")) {
		return false
	}
	at := last.Stop
	if i := bytes.IndexByte(d.source[at-1:], '\n'); i >= 0 {
		at += i
	}
	length := len(bytes.TrimRight(firstOf(d.source[at:]), " \t"))
	d.list.Add(diag.MarkdownHeading, d.at(at, length), "put an empty line above it", "this line turns the text above it into a heading")
	return true
}

// firstOf returns the first line of a text.
func firstOf(text []byte) []byte {
	line, _, _ := bytes.Cut(text, []byte("\n"))
	return line
}

// checkIndent reports words that are taken for code because of the blanks before
// them.
func (d *document) checkIndent(n *ast.CodeBlock) {
	const fewest = 3
	line, at := d.line(n, 0)
	words := bytes.FieldsFunc(line, func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' && r != '’' })
	if len(words) < fewest {
		return
	}
	d.list.Add(diag.MarkdownCode, d.at(at, len(line)), "delete the spaces or the tab before the text; for code, put a line of ``` above and below it",
		"this text is shown as code, because it starts four spaces or more to the right")
}

// checkFence reports a block of code that nothing ends.
func (d *document) checkFence(n *ast.FencedCodeBlock) {
	lines := n.Lines()
	if lines.Len() == 0 {
		return
	}
	next := bytes.TrimLeft(firstOf(d.source[lines.At(lines.Len()-1).Stop:]), " \t>")
	if bytes.HasPrefix(next, []byte("```")) || bytes.HasPrefix(next, []byte("~~~")) {
		return
	}
	end := bytes.LastIndexByte(d.source[:lines.At(0).Start], '\n')
	start := bytes.LastIndexByte(d.source[:max(end, 0)], '\n') + 1
	d.list = slices.DeleteFunc(d.list, func(p diag.Diagnostic) bool { return p.Code == diag.MarkdownFootnote }) // its text may be among the code
	mark := "```"
	if !bytes.Contains(d.source[start:max(end, start)], []byte(mark)) {
		mark = "~~~"
	}
	d.list.Add(diag.MarkdownCode, d.at(start, max(end-start, 3)), "type "+mark+" on a line of its own where the code ends, or delete this line",
		"all that follows this line is shown as code")
}
