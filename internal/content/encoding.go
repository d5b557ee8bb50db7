package content

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/exemplar-lp/exemplar/internal/diag"
	"github.com/exemplar-lp/exemplar/internal/markdown"
)

const saveAsUTF8 = "save it again as UTF-8: in Notepad, File, Save as, Encoding: UTF-8; in Word, Save as plain text, Other encoding: Unicode (UTF-8)"

// Normalise turns the bytes of a file into text: UTF-8 in Unicode's form NFC,
// with line feeds only and without a byte order mark. A file that starts with
// the mark of UTF-16 is converted. Any other encoding is refused, because a guess
// could show people the wrong letters; control characters are refused too.
//
// Columns count characters after composition, which is what an editor shows;
// lines are those of the file. The source may hold on to the bytes, and is never nil: where the list has an
// error it holds the text as far as it can be shown.
func Normalise(file string, raw []byte) (*diag.Source, diag.List) {
	if isPlain(raw) {
		return diag.NewSource(file, raw), nil
	}
	text, problems := decodeText(file, raw)
	if bytes.IndexByte(text, '\r') >= 0 {
		text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
		text = bytes.ReplaceAll(text, []byte("\r"), []byte("\n"))
	}
	if !norm.NFC.IsNormal(text) {
		text = norm.NFC.Bytes(text)
	}
	src := diag.NewSource(file, text)
	if !problems.HasErrors() {
		problems = append(problems, invisible(src)...)
		problems = append(problems, garbled(src)...)
	}
	return src, problems
}

// isPlain reports whether bytes are ASCII without control characters, in which
// nothing can be wrong.
func isPlain(raw []byte) bool {
	for len(raw) > 0 {
		line, rest, _ := bytes.Cut(raw, []byte("\n"))
		if !markdown.IsASCIIText(line) && !arePlain(line) { // as a line with a tab is
			return false
		}
		raw = rest
	}
	return true
}

func arePlain(raw []byte) bool {
	for _, c := range raw {
		if (c < ' ' || c >= 0x7F) && c != '\n' && c != '\t' {
			return false
		}
	}
	return true
}

// decodeText finds out the encoding and returns UTF-8.
func decodeText(file string, raw []byte) ([]byte, diag.List) {
	var problems diag.List
	refuse := func(name string) ([]byte, diag.List) {
		problems.Add(diag.FileEncoding, diag.Position{File: file, Line: 1}, saveAsUTF8, "the file is saved as %s, not as UTF-8", name)
		return bytes.ToValidUTF8(bytes.ReplaceAll(raw, []byte{0}, nil), []byte("\uFFFD")), problems
	}
	switch {
	case bytes.HasPrefix(raw, []byte("\xEF\xBB\xBF")):
		raw = raw[3:]
	case bytes.HasPrefix(raw, []byte("\xFF\xFE\x00\x00")), bytes.HasPrefix(raw, []byte("\x00\x00\xFE\xFF")):
		return refuse("UTF-32")
	case bytes.HasPrefix(raw, []byte("\xFF\xFE")):
		return fromUTF16(file, raw[2:], binary.LittleEndian)
	case bytes.HasPrefix(raw, []byte("\xFE\xFF")):
		return fromUTF16(file, raw[2:], binary.BigEndian)
	case looksUTF16(raw):
		return refuse("UTF-16")
	}
	if at := firstInvalid(raw); at >= 0 {
		problems = append(problems, notUTF8(file, raw, at))
		return bytes.ToValidUTF8(raw, []byte("\uFFFD")), problems
	}
	return raw, problems
}

// fromUTF16 converts text whose byte order is known from its mark.
func fromUTF16(file string, raw []byte, order binary.ByteOrder) ([]byte, diag.List) {
	units := make([]uint16, len(raw)/2)
	for i := range units {
		units[i] = order.Uint16(raw[2*i:])
	}
	text := []byte(string(utf16.Decode(units)))
	var problems diag.List
	if len(raw)%2 != 0 || bytes.ContainsRune(text, utf8.RuneError) {
		problems.Add(diag.FileEncoding, diag.Position{File: file, Line: 1}, saveAsUTF8, "the file is saved as UTF-16 and is damaged")
	}
	return text, problems
}

// looksUTF16 reports whether every other byte of the start is zero, as in
// Western text in UTF-16.
func looksUTF16(raw []byte) bool {
	start := raw[:min(len(raw), 64)&^1]
	var even, odd int
	for i, b := range start {
		if b == 0 && i%2 == 0 {
			even++
		} else if b == 0 {
			odd++
		}
	}
	return len(start) >= 4 && max(even, odd) > len(start)/4
}

func firstInvalid(raw []byte) int {
	if utf8.Valid(raw) {
		return -1
	}
	for i := 0; i < len(raw); {
		if raw[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRune(raw[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}

// notUTF8 names the first byte that is not UTF-8 and the letter that Windows
// most likely meant by it.
func notUTF8(file string, raw []byte, at int) diag.Diagnostic {
	before := raw[:at]
	line := 1 + bytes.Count(before, []byte("\n"))
	if line == 1 {
		line += bytes.Count(before, []byte("\r"))
	}
	start := bytes.LastIndexAny(before, "\r\n") + 1
	place := diag.Position{File: file, Line: line, Column: utf8.RuneCount(before[start:]) + 1, Length: 1}
	letter := windows1252(raw[at])
	if letter == 0 {
		return diag.New(diag.FileEncoding, place, saveAsUTF8, "the file is not text that is saved as UTF-8")
	}
	return diag.New(diag.FileEncoding, place, saveAsUTF8, "the file is not saved as UTF-8; this is most likely \"%c\", saved in the old way of Windows", letter)
}

// windows1252 returns the character of a byte above 7F in code page 1252, or 0.
func windows1252(b byte) rune {
	if b >= 0xA0 {
		return rune(b)
	}
	special := []rune("€\x00‚ƒ„…†‡ˆ‰Š‹Œ\x00Ž\x00\x00‘’“”•–—˜™š›œ\x00žŸ")
	if b < 0x80 {
		return 0
	}
	return special[b-0x80]
}

// mostReports is how many places of one sort are reported in a file.
const mostReports = 10

// invisible reports control characters.
func invisible(src *diag.Source) diag.List {
	var problems diag.List
	for i := 0; i < len(src.Text) && len(problems) < mostReports; {
		b := src.Text[i]
		if b >= ' ' && b < 0x7F {
			i++
			continue
		}
		size := 1
		if b >= utf8.RuneSelf {
			var r rune
			r, size = utf8.DecodeRune(src.Text[i:])
			if r >= 0x80 && r < 0xA0 && r != 0x85 {
				problems = append(problems, controlAt(src, i, size, r))
			}
		} else if b < 0x20 && b != '\n' && b != '\t' || b == 0x7F {
			problems = append(problems, controlAt(src, i, 1, rune(b)))
		}
		i += size
	}
	return problems
}

func controlAt(src *diag.Source, offset, size int, r rune) diag.Diagnostic {
	hint := "delete it; it cannot be seen, so delete the letters on both sides and type them again"
	if r == 0x0B {
		hint = "delete it and start a new line; it comes from Shift and Enter in Word"
	}
	return diag.New(diag.FileEncoding, src.At(offset, size), hint, "there is a control character here (U+%04X), which is not text", r)
}

// scars are what UTF-8 looks like after a program took it for Windows' own
// encoding, with what it was.
var scars = []struct{ scar, was string }{
	{"â€™", "’"}, {"â€˜", "‘"}, {"â€œ", "“"}, {"â€\u009d", "”"}, {"â€“", "–"}, {"â€”", "—"}, {"â€¦", "…"}, {"â€¢", "•"},
	{"Ã©", "é"}, {"Ã¨", "è"}, {"Ã¢", "â"}, {"Ã´", "ô"}, {"Ã¶", "ö"}, {"Ã¼", "ü"}, {"Ã±", "ñ"}, {"Ã§", "ç"}, {"Â£", "£"}, {"Â ", "a space"},
	{"ï¿½", "lost"}, {"\uFFFD", "lost"},
}

// garbled reports text that was damaged before it came here.
func garbled(src *diag.Source) diag.List {
	var problems diag.List
	const latin, replaced = 0xC3, 0xEF // the first byte of each scar
	if bytes.IndexByte(src.Text, latin) < 0 && bytes.IndexByte(src.Text, replaced) < 0 {
		return nil
	}
	for _, s := range scars {
		from := 0
		for len(problems) < mostReports {
			i := bytes.Index(src.Text[from:], []byte(s.scar))
			if i < 0 {
				break
			}
			hint := fmt.Sprintf("type %s in its place", s.was)
			if s.was == "lost" {
				hint = "type the letter that was there; it was lost when the file was saved"
			}
			problems.Add(diag.FileGarbled, src.At(from+i, len(s.scar)), hint, "%q looks like a letter that was read in the wrong encoding", s.scar)
			from += i + len(s.scar)
		}
	}
	return problems
}
