package content_test

import (
	"bytes"
	"encoding/binary"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"

	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/diag"
)

var update = flag.Bool("update", false, "write what is expected into the testkit")

// separator ends the header of a kit file; the file to read follows it.
const separator = "====\n"

// vector is one file of the testkit: a small content file, and every problem
// that reading it must give.
//
//	file: content/about.md          its path (this one unless said)
//	newline: crlf                   crlf or cr instead of line feeds
//	encoding: utf-16le              how its text is stored; see encode
//	escapes: yes                    \xNN and \uNNNN in it stand for characters
//	expect: error front/syntax 2:8  a problem: severity, code, line and column
//	hint: words                     the hint of the problem above has these words
//	expect: ok                      no problem at all
//	value: Title=007                a field of the entry, as fmt prints it
//	====
type vector struct {
	file, newline, encoding string
	escapes                 bool
	expect, values          []string
	text                    string
}

func readVector(t *testing.T, name string) vector {
	t.Helper()
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	header, text, ok := strings.Cut(string(raw), separator)
	if !ok {
		t.Fatalf("%s has no line ====", name)
	}
	v := vector{file: "content/about.md", text: text}
	for line := range strings.Lines(header) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		switch key {
		case "file":
			v.file = value
		case "newline":
			v.newline = value
		case "encoding":
			v.encoding = value
		case "escapes":
			v.escapes = true
		case "value":
			v.values = append(v.values, value)
		case "expect", "hint":
			v.expect = append(v.expect, key+": "+value)
		default:
			t.Fatalf("%s: header line %q", name, line)
		}
	}
	return v
}

// bytes returns the content file itself.
func (v vector) bytes(t *testing.T) []byte {
	text := v.text
	if v.escapes {
		text = unescape(t, text)
	}
	text = strings.ReplaceAll(text, "\n", map[string]string{"": "\n", "crlf": "\r\n", "cr": "\r"}[v.newline])
	return encode(t, text, v.encoding)
}

func unescape(t *testing.T, text string) string {
	var b strings.Builder
	for i := 0; i < len(text); {
		var size int
		switch {
		case strings.HasPrefix(text[i:], `\x`):
			size = 2
		case strings.HasPrefix(text[i:], `\u`):
			size = 4
		default:
			b.WriteByte(text[i])
			i++
			continue
		}
		var n rune
		if _, err := fmt.Sscanf(text[i+2:i+2+size], "%x", &n); err != nil {
			t.Fatal(err)
		}
		if size == 2 {
			b.WriteByte(byte(n))
		} else {
			b.WriteRune(n)
		}
		i += 2 + size
	}
	return b.String()
}

func encode(t *testing.T, text, encoding string) []byte {
	wide := func(order binary.ByteOrder, mark string) []byte {
		b := []byte(mark)
		for _, unit := range utf16.Encode([]rune(text)) {
			b = append(b, 0, 0)
			order.PutUint16(b[len(b)-2:], unit)
		}
		return b
	}
	switch encoding {
	case "":
		return []byte(text)
	case "utf-8-bom":
		return []byte("\xEF\xBB\xBF" + text)
	case "utf-16le":
		return wide(binary.LittleEndian, "\xFF\xFE")
	case "utf-16be":
		return wide(binary.BigEndian, "\xFE\xFF")
	case "utf-16le-bare":
		return wide(binary.LittleEndian, "")
	case "utf-16be-bare":
		return wide(binary.BigEndian, "")
	case "utf-16-odd":
		return append(wide(binary.LittleEndian, "\xFF\xFE"), 'x')
	case "utf-32":
		return append([]byte("\xFF\xFE\x00\x00"), wide(binary.LittleEndian, "")...)
	case "windows-1252":
		b, err := charmap.Windows1252.NewEncoder().Bytes([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	t.Fatalf("encoding %q", encoding)
	return nil
}

// describe writes problems as expect and hint lines. Hints are only compared
// where the vector has a line for them, and all are written into a new one.
func describe(problems diag.List, expect []string) []string {
	if len(problems) == 0 {
		return []string{"expect: ok"}
	}
	var got []string
	for _, p := range problems {
		at := fmt.Sprint(p.Position.Line)
		if p.Position.Column > 0 {
			at += fmt.Sprintf(":%d", p.Position.Column)
		}
		got = append(got, fmt.Sprintf("expect: %s %s %s", p.Severity, p.Code, at))
		next := len(got)
		if *update {
			got = append(got, "hint: "+p.Hint)
		} else if next < len(expect) {
			if words, ok := strings.CutPrefix(expect[next], "hint: "); ok && strings.Contains(p.Hint, words) {
				got = append(got, "hint: "+words)
			}
		}
	}
	return got
}

func TestKit(t *testing.T) {
	count := 0
	err := filepath.WalkDir("testdata/kit", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		count++
		t.Run(strings.TrimSuffix(filepath.ToSlash(name[len("testdata/kit/"):]), ".txt"), func(t *testing.T) { runVector(t, name) })
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if count < 180 {
		t.Errorf("the kit has %d files", count)
	}
}

func runVector(t *testing.T, name string) {
	v := readVector(t, name)
	raw := v.bytes(t)
	entry, problems := content.Parse(v.file, raw, content.Options{})
	got := describe(problems, v.expect)
	if *update {
		rewrite(t, name, got)
		return
	}
	if d := cmp.Diff(v.expect, got); d != "" {
		var b bytes.Buffer
		src, _ := content.Normalise(v.file, raw)
		if err := (diag.Printer{W: &b, Line: func(_ string, n int) string { return src.Line(n) }}).Print(problems); err != nil {
			t.Fatal(err)
		}
		t.Errorf("-want +got\n%s\n%s", d, b.String())
	}
	for _, p := range problems {
		checkManners(t, p)
	}
	for _, value := range v.values {
		field, want, _ := strings.Cut(value, "=")
		if entry == nil {
			t.Fatalf("there is no entry for %s", value)
		}
		if got := fmt.Sprint(lookup(reflect.ValueOf(entry).Elem(), field)); got != want {
			t.Errorf("%s is %q, want %q", field, got, want)
		}
	}
}

// lookup follows Impact.0.After and Bundle through structs, lists and methods.
func lookup(v reflect.Value, path string) any {
	for step := range strings.SplitSeq(path, ".") {
		if v.Kind() == reflect.Slice {
			var i int
			if _, err := fmt.Sscan(step, &i); err != nil {
				panic(err)
			}
			v = v.Index(i)
			continue
		}
		field := reflect.Indirect(v).FieldByName(step)
		if !field.IsValid() { // what is not kept is asked for
			field = v.Addr().MethodByName(step).Call(nil)[0]
		}
		v = field
	}
	return v.Interface()
}

// checkManners holds every message to the house rules: lower case, no full stop,
// none of the library's words, and a hint.
func checkManners(t *testing.T, p diag.Diagnostic) {
	t.Helper()
	if p.Hint == "" {
		t.Errorf("%q has no hint", p.Message)
	}
	for _, text := range []string{p.Message, p.Hint} {
		for _, word := range []string{"go-yaml", "scanner", "mapping values", "node content", "expected key", "strconv", "unmarshal", "%!", "sequence entries"} {
			if strings.Contains(text, word) {
				t.Errorf("%q has %q in it", text, word)
			}
		}
		if strings.HasSuffix(text, ".") && !strings.HasSuffix(text, "...") {
			t.Errorf("%q ends with a full stop", text)
		}
		if strings.ContainsAny(text, "\n\r") {
			t.Errorf("%q has a line feed in it", text)
		}
	}
	if first, _ := utf8.DecodeRuneInString(p.Message); unicode.IsUpper(first) {
		t.Errorf("%q starts with a capital", p.Message)
	}
}

// rewrite puts the problems found into a vector, and keeps the rest of it.
func rewrite(t *testing.T, name string, expect []string) {
	t.Helper()
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	header, text, _ := strings.Cut(string(raw), separator)
	var b strings.Builder
	for line := range strings.Lines(header) {
		if !strings.HasPrefix(line, "expect: ") && !strings.HasPrefix(line, "hint: ") && !strings.HasPrefix(line, "value: ") {
			b.WriteString(line)
		}
	}
	for _, line := range expect {
		b.WriteString(line + "\n")
	}
	for line := range strings.Lines(header) {
		if strings.HasPrefix(line, "value: ") {
			b.WriteString(line)
		}
	}
	if err := os.WriteFile(name, []byte(b.String()+separator+text), 0o644); err != nil {
		t.Fatal(err)
	}
}
