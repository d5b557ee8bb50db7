package markdown

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Brackets that look like markers: a code and a level with something other than
// a space and the word between them, a code with a space in it or around it,
// several codes in one bracket, and a code with the title of the standard.
var (
	almostLevel = regexp.MustCompile(`^\[\s*(?:([A-Za-z0-9-]+)/\s?)?([A-Za-z]{1,8})[ -]?([0-9]{1,3})[\s,;:.(–—-]*(?i:at )?(?i:levels?|lvl|lev|l)[\s.:=-]*([1-9]|(?i:one|two|three|four|five))[\s)]*\]`)
	almostCode  = regexp.MustCompile(`^\[\s*(?:([A-Za-z0-9-]+) ?[/:] ?)?([A-Za-z]{1,8})[ -]?([0-9]{1,3})\s*()\]`)
	almostList  = regexp.MustCompile(`^\[\s*[A-Za-z]{1,8} ?[0-9]{1,3}(?: level [1-9])?(?:\s*(?:,\s*and\b|[,;/&+]|and\b)\s*[A-Za-z]{1,8} ?[0-9]{1,3}(?: level [1-9])?)+\s*\]`)
	almostTitle = regexp.MustCompile(`^\[\s*(?:([A-Za-z0-9-]+)/)?([A-Za-z]{1,8})([0-9]{1,3})[\s:,–—-]+\pL[^\[\]]*()\]`)
	listed      = regexp.MustCompile(`()\b([A-Za-z]{1,8}) ?([0-9]{1,3})(?: level ([1-9]))?`)
)

// checkAlmost notes a bracket at the start of a line that may have been meant as
// markers.
func (d *document) checkAlmost(line []byte, at int) {
	source, found := readAlmost(line[:min(len(line), longestMarker)])
	if source == "" || d.isLink(line, len(source), false) {
		return
	}
	d.almost = append(d.almost, AlmostMarker{Markers: found, Source: source, Pos: d.at(at, len(source)).Place()})
}

// readAlmost returns the bracket at the start of a text and the markers that it
// may stand for, or nothing.
func readAlmost(text []byte) (source string, found []Marker) {
	end := bytes.IndexByte(text, ']')
	if end < 0 || !bytes.ContainsAny(text[:end], "0123456789") {
		return "", nil
	}
	inside := string(text[:end+1])
	for _, shape := range []*regexp.Regexp{almostLevel, almostCode} {
		if m := shape.FindStringSubmatch(inside); m != nil {
			return inside, []Marker{almost(m)}
		}
	}
	if !almostList.MatchString(inside) {
		if m := almostTitle.FindStringSubmatch(inside); m != nil {
			return inside, []Marker{almost(m)}
		}
		return "", nil
	}
	for _, m := range listed.FindAllStringSubmatch(inside, -1) {
		found = append(found, almost(m))
	}
	return inside, found
}

var numerals = []string{"0", "one", "two", "three", "four", "five"}

// almost makes a marker of the framework, the letters, the figures and the level
// of a match.
func almost(m []string) Marker {
	level, _ := strconv.Atoi(m[4]) // no digits is no level
	level = max(level, slices.Index(numerals, strings.ToLower(m[4])))
	return Marker{Framework: m[1], Code: m[2] + m[3], Level: max(level, 0)}
}

// otherBrackets matches a code in brackets that make no marker: round or curly
// ones, or square ones with the backslashes that converters from Word put there.
var otherBrackets = regexp.MustCompile(`(?:[({]|\\\[)(?:([A-Za-z0-9-]+)/)?([A-Za-z]{1,8})([0-9]{1,3})(?: (?i:level) ([1-9]))?(?:[)}]|\\\])`)

// mayBeCode is false for most texts, in which there is no need to look for
// otherBrackets: that takes much longer.
func mayBeCode(text []byte) bool {
	for _, bracket := range []string{"(", "{", `\[`} {
		for rest := text; ; {
			i := bytes.Index(rest, []byte(bracket))
			if i < 0 {
				break
			}
			if rest = rest[i+len(bracket):]; startsCode(rest) {
				return true
			}
		}
	}
	return false
}

// startsCode reports whether a text starts with letters, hyphens, strokes and
// figures that end in a figure, and then what ends a code.
func startsCode(text []byte) bool {
	n := 0
	for n < len(text) && (isAlphanumeric(text[n]) || text[n] == '-' || text[n] == '/') {
		n++
	}
	return n > 1 && n < len(text) && text[n-1] >= '0' && text[n-1] <= '9' && bytes.IndexByte([]byte(`)} \`), text[n]) >= 0
}

// checkOtherBrackets notes codes in other brackets in the text of a paragraph.
func (d *document) checkOtherBrackets(value []byte, at int) {
	if !d.mayHold.brackets || !mayBeCode(value) {
		return
	}
	for _, i := range otherBrackets.FindAllSubmatchIndex(value, -1) {
		part := func(n int) string {
			if i[2*n] < 0 {
				return ""
			}
			return string(value[i[2*n]:i[2*n+1]])
		}
		mark := almost([]string{part(0), part(1), part(2), part(3), part(4)})
		d.almost = append(d.almost, AlmostMarker{Markers: []Marker{mark}, Source: part(0), Loose: true, Pos: d.at(at+i[0], i[1]-i[0]).Place()})
	}
}
