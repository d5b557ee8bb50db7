package content

import (
	"bytes"
	"regexp"
	"unicode"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

// This file guesses whether a paragraph is in Welsh or in English, from the small
// words that no text of either language can do without.

// Passage is the first paragraph of a body in a language that is not the page's,
// where its author has not said which language it is in.
type Passage struct {
	// Lang is cy or en.
	Lang string
	// Opening is its first words.
	Opening string
	Pos     diag.Place
}

// language is Welsh or English.
type language byte

const (
	welsh language = iota + 1
	english
)

// smallWords are those of each language that the other does not have.
var smallWords = bothLanguages(
	setOf("yn y yr ac mae oedd wedi ein eu gan hefyd bod nad sydd gyda roedd fel hyn hynny pan rydym nid ond mewn bydd dros drwy rhwng mae'r i'r o'r a'r wrth ei sy'n dim neu chi"),
	setOf("the of and to in that was were is for with we they our it this had have on as at be by not are but from their which you when more"),
)

func bothLanguages(ofWelsh, ofEnglish map[string]bool) map[string]language {
	all := map[string]language{}
	for w := range ofWelsh {
		all[w] = welsh
	}
	for w := range ofEnglish {
		all[w] = english
	}
	return all
}

// fewestSmallWords is how many small words show a language; so many more must
// there be than of the other's.
const fewestSmallWords = 3

// languageSaid matches what ends a paragraph whose author says its language.
var languageSaid = regexp.MustCompile(`\{[^{}]*lang=[^{}]*\}\s*$`)

// passages finds the first paragraph of a body in Welsh and the first in English
// that are not in the language of the page, without those whose author says the
// language.
func passages(src *diag.Source, f front, page string) []Passage {
	text := src.Text[f.body:]
	seeksWelsh := page != "cy" && bytes.Contains(text, []byte(" yn "))
	seeksEnglish := page != "en" && (bytes.Contains(text, []byte(" the ")) || bytes.Contains(text, []byte(" and ")))
	var list []Passage
	fenced := ""
	for at := 0; at < len(text) && (seeksWelsh || seeksEnglish); {
		if text[at] == '\n' {
			at++
			continue
		}
		block := blockAt(text[at:])
		start := at
		at += len(block)
		fenced = codeFence(block, fenced)
		if fenced != "" || languageSaid.Match(block) {
			continue
		}
		lang := languageOf(block)
		if lang == "cy" && seeksWelsh || lang == "en" && seeksEnglish {
			first, _, _ := bytes.Cut(bytes.TrimRight(block, "\n"), []byte("\n"))
			list = append(list, Passage{lang, opening(first), src.At(f.body+start, len(first)).Place()})
			seeksWelsh, seeksEnglish = seeksWelsh && lang != "cy", seeksEnglish && lang != "en"
		}
	}
	return list
}

// blockAt returns the first line and those up to the next empty one, heading, item
// of a list or fence of code.
func blockAt(text []byte) []byte {
	for at := 0; ; {
		n := bytes.IndexByte(text[at:], '\n')
		if n < 0 {
			return text
		}
		at += n + 1
		rest := bytes.TrimLeft(text[at:], " \t>")
		if len(rest) == 0 || bytes.IndexByte([]byte("\n#-*+`~|"), rest[0]) >= 0 {
			return text[:at]
		}
	}
}

// languageOf returns cy, en or "" for a text that shows neither.
func languageOf(text []byte) string {
	var found [english + 1]int
	var word [8]byte
	n := 0
	for i := 0; i <= len(text); i++ {
		if i < len(text) {
			c := text[i]
			if c >= 'A' && c <= 'Z' {
				c += 'a' - 'A'
			}
			if c >= 'a' && c <= 'z' || c >= 0x80 || c == '\'' && n > 0 {
				if n < len(word) {
					word[n] = c
				}
				n++
				continue
			}
		}
		if n > 0 && n < len(word) {
			found[smallWords[string(word[:n])]]++
		}
		n = 0
	}
	switch {
	case found[welsh] >= fewestSmallWords && found[welsh] >= 2*found[english]:
		return "cy"
	case found[english] >= fewestSmallWords && found[english] >= 2*found[welsh]:
		return "en"
	}
	return ""
}

// opening is the first words of a line, without what makes it a quote or an item.
func opening(line []byte) string {
	text := bytes.TrimLeftFunc(line, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	const most = 6
	words := make([][]byte, 0, most)
	for word := range bytes.FieldsSeq(text) {
		if len(words) == most {
			return string(bytes.Join(words, []byte(" "))) + " …"
		}
		words = append(words, word)
	}
	return string(bytes.Join(words, []byte(" ")))
}
