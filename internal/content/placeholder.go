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

// words are letters that other placeholders have; most lines have none.
var words = [][]byte{[]byte("TBC"), []byte("tbc"), []byte("Tbc"), []byte("XXX"), []byte("orem "), []byte("LOREM"), []byte("lick or tap")}

// starts are what a placeholder has after its bracket, in small letters.
var starts = []string{
	"note:", "insert", "enter", "add", "describe", "delete as", "name of", "your", "school name", "school's name",
	"pupil name", "teacher name", "tbc", "tba", "to be confirmed", "placeholder", "xx", "type",
}

// placeholders reports places that were left to be filled in, in the text of the
// front matter and in the body outside code.
func placeholders(src *diag.Source, f front) diag.List {
	if !mayHold(src.Text[f.from:]) {
		return nil
	}
	var problems diag.List
	fenced := ""
	for offset := f.from; offset < len(src.Text); {
		line := src.Text[offset:]
		if end := bytes.IndexByte(line, '\n'); end >= 0 {
			line = line[:end]
		}
		inBody := offset >= f.body
		if inBody {
			fenced = codeFence(line, fenced)
		}
		if fenced == "" && mayHold(line) {
			problems = append(problems, placeholdersIn(src, offset, line, inBody)...)
		}
		offset += len(line) + 1
	}
	return problems
}

// mayHold reports whether it is worth looking at a line, or at a whole text,
// closely.
func mayHold(text []byte) bool {
	for _, bracket := range []byte("[<") {
		for at := range places(text, bracket) {
			if startsFold(bytes.TrimLeft(text[at+1:], " \t\n\f\r"), starts) {
				return true
			}
		}
	}
	for _, w := range words {
		if bytes.Contains(text, w) {
			return true
		}
	}
	return false
}

// codeFence follows the fences of code blocks. It returns the fence that is open
// after the line.
func codeFence(line []byte, open string) string {
	text := bytes.TrimLeft(line[:min(len(line), 40)], " >\t")
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

func placeholdersIn(src *diag.Source, offset int, line []byte, inBody bool) diag.List {
	var problems diag.List
	text := line
	if inBody {
		text = codeSpan.ReplaceAllFunc(bytes.Clone(line), func(code []byte) []byte { return bytes.Repeat([]byte{' '}, len(code)) })
	} else if i := bytes.IndexByte(line, '#'); i == 0 || i > 0 && line[i-1] == ' ' && !bytes.ContainsAny(line[:i], `"'`) {
		text = line[:i]
	}
	for _, at := range placeholder.FindAllIndex(text, -1) {
		found := string(text[at[0]:at[1]])
		if at[1] < len(text) && (strings.IndexByte("([:", text[at[1]]) >= 0) && found[0] == '[' {
			continue // the words of a link
		}
		problems.Add(diag.CheckPlaceholder, src.At(offset+at[0], len(found)), "type what belongs here, or delete it", "%q has been left to be filled in", found)
	}
	return problems
}
