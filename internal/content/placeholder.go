package content

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

// placeholder matches what templates leave to be filled in.
var placeholder = regexp.MustCompile(`(?i:\[\s*(?:note:|(?:insert|enter|add|describe|delete as|name of|your|school name|school's name|pupil name|teacher name|tbc|tba|to be confirmed|placeholder|xx+)\b)[^\]\n]{0,200}\])` +
	`|(?i:<\s*(?:insert|enter|add|type|your|name of)\b[^>\n]{0,200}>)` +
	`|\b[Tt][Bb][Cc]\b|\bX{3,}\b|(?i:\blorem ipsum\b)|(?i:click or tap (?:here )?to (?:enter|add) [a-z]+)`)

// starts are what a placeholder has after its bracket, in small letters.
var starts = []string{
	"note:", "insert", "enter", "add", "describe", "delete as", "name of", "your", "school name", "school's name",
	"pupil name", "teacher name", "tbc", "tba", "to be confirmed", "placeholder", "xx", "type",
}

// codeFence follows the fences of code blocks. It returns the fence that is open
// after the line.
func codeFence(line []byte, open string) string {
	text := line[:min(len(line), 40)]
	for len(text) > 0 && (text[0] == ' ' || text[0] == '>' || text[0] == '\t') {
		text = text[1:]
	}
	if len(text) < 3 || text[0] != '`' && text[0] != '~' {
		return open
	}
	for _, mark := range []string{"```", "~~~"} {
		if !bytes.HasPrefix(text, []byte(mark)) {
			continue
		}
		switch open {
		case "":
			return mark
		case mark:
			return ""
		}
	}
	return open
}

// codeSpan matches code in a line of text.
var codeSpan = regexp.MustCompile("`[^`]+`|``.+?``")

// placeholders reports places that were left to be filled in, in a line of the
// front matter or of the body, that without its code.
func (p *proseReader) placeholders(offset int, line []byte, inBody bool) {
	if i := bytes.IndexByte(line, '#'); !inBody && (i == 0 || i > 0 && line[i-1] == ' ' && !bytes.ContainsAny(line[:i], `"'`)) {
		line = line[:i]
	}
	for _, at := range placeholder.FindAllIndex(line, -1) {
		found := string(line[at[0]:at[1]])
		if at[1] < len(line) && (strings.IndexByte("([:", line[at[1]]) >= 0) && found[0] == '[' {
			continue // the words of a link
		}
		p.slips.Add(diag.CheckPlaceholder, p.src.At(offset+at[0], len(found)), "type what belongs here, or delete it", "%q has been left to be filled in", found)
	}
}
