package document

import (
	"bytes"
	"encoding/hex"
	"regexp"
	"slices"
	"strconv"
	"unicode/utf16"
)

// pdfFont says which letters the codes of a font are.
type pdfFont struct {
	// width is the length of a code in bytes.
	width   int
	letters map[string]string
}

// readFont reads a map to Unicode (9.10.3): lists of a code and its letters, and of
// the first and last code with the letters of the first.
func readFont(cmap []byte) *pdfFont {
	font := &pdfFont{width: 1, letters: map[string]string{}}
	var args [][]byte
	inRange := false
	for s := (scanner{data: cmap}); ; {
		token, ok := s.next()
		switch {
		case !ok:
			return font
		case token.kind == stringToken:
			args = append(args, token.text)
		case string(token.text) == "beginbfrange", string(token.text) == "beginbfchar":
			inRange, args = string(token.text) == "beginbfrange", nil
		case string(token.text) == "endbfchar":
			for ; len(args) > 1; args = args[2:] {
				font.put(args[0], fromUTF16(args[1]))
			}
		case inRange && string(token.text) == "]" && len(args) > 2:
			for i, letters := range args[2:] {
				font.put(after(args[0], i), fromUTF16(letters))
			}
			args = nil
		case inRange && string(token.text) == "[", string(token.text) == "endbfrange":
			for ; len(args) > 2; args = args[3:] {
				font.putRange(args[0], args[1], []rune(fromUTF16(args[2])))
			}
		}
	}
}

// mostCodes is how many codes of one font are kept.
const mostCodes = 1 << 16

func (f *pdfFont) put(code []byte, letters string) {
	f.width = max(len(code), 1)
	f.letters[string(code)] = letters
}

func (f *pdfFont) putRange(first, last []byte, letters []rune) {
	for i := 0; len(f.letters) < mostCodes && len(letters) > 0; i++ {
		code := after(first, i)
		f.put(code, string(letters))
		if letters[len(letters)-1]++; bytes.Compare(code, last) >= 0 {
			return
		}
	}
}

// after returns the code that follows another after n.
func after(code []byte, n int) []byte {
	code = slices.Clone(code)
	for i := len(code) - 1; i >= 0 && n > 0; i-- {
		n += int(code[i])
		code[i] = byte(n)
		n >>= 8
	}
	return code
}

func fromUTF16(data []byte) string {
	units := make([]uint16, 0, len(data)/2)
	for ; len(data) > 1; data = data[2:] {
		units = append(units, uint16(data[0])<<8|uint16(data[1]))
	}
	return string(utf16.Decode(units))
}

// shownText is what a stream shows. Pieces that stand beside each other in a line are
// joined in one reading, since letters are moved apart for their looks, and have a
// space between them in the other, since some programs place each word.
type shownText struct {
	joined, apart []byte
	lost          int // codes that no font explains
}

// shown reads the strings that a content stream shows, with the first fonts of each
// name, then with the second, and so on.
func (f *pdfFile) shown(o pdfObject) []shownText {
	if !bytes.Contains(o.stream, []byte("Tj")) && !bytes.Contains(o.stream, []byte("TJ")) || notShown.Match(o.head) {
		return nil
	}
	most := 1
	for _, fonts := range f.fonts {
		most = max(most, len(fonts))
	}
	var list []shownText
	for i := range most {
		p := pdfPage{scanner: scanner{data: o.stream}, font: func(name string) *pdfFont {
			if fonts := f.fonts[name]; len(fonts) > 0 {
				return fonts[i%len(fonts)]
			}
			return nil
		}}
		list = append(list, p.read())
	}
	return list
}

// notShown knows pictures and fonts, whose bytes may look like text.
var notShown = regexp.MustCompile(`/(Image|Length1|Length2|Type1C|CIDFontType0C|OpenType|XML|ObjStm|XRef)\b`)

// pdfPage reads one content stream (9.4).
type pdfPage struct {
	scanner
	font    func(name string) *pdfFont
	current *pdfFont
	args    []token
	inArray bool
	within  int // dictionaries, whose strings are not shown
	y       string
	out     shownText
}

func (p *pdfPage) read() shownText {
	for {
		t, ok := p.next()
		if !ok {
			return p.out
		}
		switch {
		case t.kind == wordToken && string(t.text) == "<<":
			p.within++
		case t.kind == wordToken && string(t.text) == ">>":
			p.within = max(p.within-1, 0)
		case p.within > 0:
		case string(t.text) == "[" && t.kind == wordToken:
			p.inArray = true
		case string(t.text) == "]" && t.kind == wordToken:
			p.inArray = false
			p.between()
		case t.kind == stringToken:
			p.show(t.text)
			if !p.inArray {
				p.between()
			}
		case p.inArray:
			p.gap(string(t.text))
		case t.kind == argToken:
			p.args = append(p.args, t)
		default:
			p.do(string(t.text))
			p.args = p.args[:0]
		}
	}
}

// do follows the operators that choose a font or begin a line.
func (p *pdfPage) do(operator string) {
	arg := func(fromEnd int) string {
		if len(p.args) < fromEnd {
			return ""
		}
		return string(p.args[len(p.args)-fromEnd].text)
	}
	switch operator {
	case "Tf":
		p.current = nil
		if name := arg(2); len(name) > 1 {
			p.current = p.font(name[1:])
		}
	case "Td", "TD":
		if y, err := strconv.ParseFloat(arg(1), 64); err == nil && y != 0 {
			p.space()
		}
	case "T*", "'", `"`:
		p.space()
	case "Tm":
		if y := arg(1); y != p.y {
			p.y = y
			p.space()
		}
	}
}

// gap reads a gap within an array, in thousandths of the letters' size: one of a tenth
// may part two words or be for the looks of one; one of a fifth parts two.
func (p *pdfPage) gap(size string) {
	switch n, err := strconv.ParseFloat(size, 64); {
	case err != nil || n > -100:
	case n > -200:
		p.between()
	default:
		p.space()
	}
}

func (p *pdfPage) space() {
	p.out.joined = append(p.out.joined, ' ')
	p.out.apart = append(p.out.apart, ' ')
}

func (p *pdfPage) between() { p.out.apart = append(p.out.apart, ' ') }

// show adds a string in the font at hand; without a map its bytes are letters.
func (p *pdfPage) show(codes []byte) {
	if p.current == nil {
		letters := fromWindows(codes)
		p.out.joined, p.out.apart = append(p.out.joined, letters...), append(p.out.apart, letters...)
		return
	}
	for width := p.current.width; len(codes) > 0; codes = codes[min(width, len(codes)):] {
		letters, ok := p.current.letters[string(codes[:min(width, len(codes))])]
		if !ok {
			p.out.lost++
		}
		p.out.joined, p.out.apart = append(p.out.joined, letters...), append(p.out.apart, letters...)
	}
}

// tokenKind is what a token of a content stream or a map is.
type tokenKind int

const (
	wordToken   tokenKind = iota // an operator, or a bracket
	argToken                     // a number or a name
	stringToken                  // a string, decoded
)

type token struct {
	kind tokenKind
	text []byte
}

// scanner cuts a stream into tokens (7.2 and 7.3).
type scanner struct {
	data []byte
	at   int
}

func (s *scanner) next() (token, bool) {
	s.skipSpace()
	if s.at >= len(s.data) {
		return token{}, false
	}
	from := s.at
	switch c := s.data[s.at]; {
	case c == '(':
		return token{stringToken, s.literal()}, true
	case bytes.HasPrefix(s.data[s.at:], []byte("<<")), bytes.HasPrefix(s.data[s.at:], []byte(">>")):
		s.at += 2
		return token{wordToken, s.data[from:s.at]}, true
	case c == '<':
		s.skipTo(">")
		text := s.data[from+1 : s.at]
		s.at = min(s.at+1, len(s.data))
		return token{stringToken, fromHex(text)}, true
	case bytes.IndexByte([]byte("[])>{}"), c) >= 0:
		s.at++
		return token{wordToken, s.data[from:s.at]}, true
	}
	s.at++
	s.skipTo("\x00\t\n\f\r <>{}[]()/%")
	kind := wordToken
	if c := s.data[from]; c == '/' || c == '+' || c == '-' || c == '.' || '0' <= c && c <= '9' {
		kind = argToken
	}
	return token{kind, s.data[from:s.at]}, true
}

// skipSpace passes over white space and comments.
func (s *scanner) skipSpace() {
	for ; s.at < len(s.data); s.at++ {
		if s.data[s.at] == '%' {
			s.skipTo("\r\n")
		} else if bytes.IndexByte([]byte("\x00\t\n\f\r "), s.data[s.at]) < 0 {
			return
		}
	}
}

func (s *scanner) skipTo(any string) {
	for s.at < len(s.data) && bytes.IndexByte([]byte(any), s.data[s.at]) < 0 {
		s.at++
	}
}

func fromHex(text []byte) []byte {
	digits := slices.DeleteFunc(slices.Clone(text), func(c byte) bool { return bytes.IndexByte([]byte("0123456789abcdefABCDEF"), c) < 0 })
	if len(digits)%2 == 1 {
		digits = append(digits, '0')
	}
	out, _ := hex.AppendDecode(nil, digits) // digits alone
	return out
}

// literal reads a string in brackets, which may hold others and escapes.
func (s *scanner) literal() []byte {
	var out []byte
	depth := 0
	for ; s.at < len(s.data); s.at++ {
		switch c := s.data[s.at]; {
		case c == '\\' && s.at+1 < len(s.data):
			s.at++
			out = s.escape(out)
			continue
		case c == '(':
			if depth++; depth == 1 {
				continue
			}
		case c == ')':
			if depth--; depth == 0 {
				s.at++
				return out
			}
		}
		out = append(out, s.data[s.at])
	}
	return out
}

// escape adds what stands for the characters after a backslash, and stays at the
// last of them.
func (s *scanner) escape(out []byte) []byte {
	c := s.data[s.at]
	if at := bytes.IndexByte([]byte("nrtbf"), c); at >= 0 {
		return append(out, "\n\r\t\b\f"[at])
	}
	if c == '\n' || c == '\r' {
		return out
	}
	if c < '0' || c > '7' {
		return append(out, c)
	}
	value := 0
	for n := 0; n < 3 && s.at < len(s.data) && '0' <= s.data[s.at] && s.data[s.at] <= '7'; n++ {
		value = value*8 + int(s.data[s.at]-'0')
		s.at++
	}
	s.at--
	return append(out, byte(value))
}
