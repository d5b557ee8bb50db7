package document

import (
	"bytes"
	"compress/zlib"
	"io"
	"regexp"
	"slices"
	"strconv"
)

// This file finds the words in a PDF (ISO 32000-1). Its objects, also those packed
// in others, are listed by their numbers; each font says by its map to Unicode which
// letters its codes are; the strings of pages are read with them.

// pdfObject is one object: its dictionary, and its stream unpacked.
type pdfObject struct{ head, stream []byte }

// pdfFile is what can be read of a PDF.
type pdfFile struct {
	objects []pdfObject
	numbers map[int]int // the place in objects of the last object of a number
	fonts   map[string][]*pdfFont
	left    int // bytes that may still be unpacked or read as maps
}

var (
	objectStart = regexp.MustCompile(`(?:^|[^0-9])(\d{1,8})[ \r\n]+\d{1,5}[ \r\n]+obj\b`)
	reference   = regexp.MustCompile(`/([^\s/<>\[\]()]+)\s+(\d{1,8})\s+\d{1,5}\s+R`)
	toUnicode   = regexp.MustCompile(`/ToUnicode\s+(\d{1,8})\s+\d{1,5}\s+R`)
	firstOffset = regexp.MustCompile(`/First\s+(\d{1,8})`)
)

// pdfTexts returns the texts of a PDF: the file as it is, with its information; each
// stream unpacked; and what the streams show, in each way in which it may be read.
func pdfTexts(data []byte) []Text {
	list := []Text{{data, Plain}}
	file := readPDF(data)
	for _, o := range file.objects {
		if said := saidIn(o.head); len(said) > 0 {
			list = append(list, Text{said, Plain})
		}
		if len(o.stream) == 0 {
			continue
		}
		list = append(list, Text{o.stream, Plain})
		for _, r := range file.shown(o) {
			list = append(list, Text{r.apart, Plain}, Text{r.joined, Plain})
		}
	}
	return list
}

// saidIn returns the strings of a dictionary: the file's information, bookmarks,
// notes and what was typed into forms.
func saidIn(head []byte) []byte {
	var out []byte
	for s := (scanner{data: head}); ; {
		t, ok := s.next()
		if !ok {
			return out
		}
		if t.kind == stringToken && len(t.text) > 0 {
			out = append(append(out, readable(t.text)...), '\n')
		}
	}
}

// readPDF lists the objects and the fonts of a file. It unpacks no more than
// packedMost bytes.
func readPDF(data []byte) *pdfFile {
	file := &pdfFile{numbers: map[int]int{}, fonts: map[string][]*pdfFont{}, left: packedMost}
	starts := objectStart.FindAllSubmatchIndex(data, -1)
	for i, at := range starts {
		end := len(data)
		if i+1 < len(starts) {
			end = starts[i+1][0]
		}
		number, _ := strconv.Atoi(string(data[at[2]:at[3]])) // figures alone
		o := pdfObject{head: data[at[1]:end]}
		if from := bytes.Index(o.head, []byte("stream")); from >= 0 {
			o.stream = inflate(bytes.TrimLeft(o.head[from+len("stream"):], "\r\n"), int64(file.left))
			o.head = o.head[:from]
			file.left -= len(o.stream)
		}
		file.add(number, o)
		if bytes.Contains(o.head, []byte("/ObjStm")) {
			file.addPacked(o)
		}
	}
	file.findFonts()
	return file
}

// inflate unpacks a stream; what is not packed stays as it is, and what there is of a
// damaged one counts.
func inflate(stream []byte, most int64) []byte {
	r, err := zlib.NewReader(bytes.NewReader(stream))
	if err != nil {
		end := bytes.Index(stream, []byte("endstream"))
		if end < 0 {
			end = len(stream)
		}
		return stream[:end]
	}
	text, _ := io.ReadAll(io.LimitReader(r, most)) // see above
	return text
}

func (f *pdfFile) add(number int, o pdfObject) {
	f.numbers[number] = len(f.objects)
	f.objects = append(f.objects, o)
}

// addPacked adds the objects within an object stream (7.5.7): pairs of a number and
// an offset, then the objects.
func (f *pdfFile) addPacked(o pdfObject) {
	m := firstOffset.FindSubmatch(o.head)
	if m == nil {
		return
	}
	first, _ := strconv.Atoi(string(m[1])) // figures alone
	if first > len(o.stream) {
		return
	}
	pairs := bytes.Fields(o.stream[:first])
	for i := 0; i+1 < len(pairs); i += 2 {
		number, err := strconv.Atoi(string(pairs[i]))
		from, err2 := strconv.Atoi(string(pairs[i+1]))
		to := len(o.stream) - first
		if i+3 < len(pairs) {
			to, _ = strconv.Atoi(string(pairs[i+3])) // a damaged one is passed over below
		}
		if err == nil && err2 == nil && 0 <= from && from <= to && to <= len(o.stream)-first {
			f.add(number, pdfObject{head: o.stream[first+from : first+to]})
		}
	}
}

// findFonts notes the fonts that pages call by a name. Two pages may call two fonts
// by one name.
func (f *pdfFile) findFonts() {
	known := map[int]*pdfFont{}
	for _, o := range f.objects {
		for _, m := range reference.FindAllSubmatch(o.head, -1) {
			number, _ := strconv.Atoi(string(m[2])) // figures alone
			font, ok := known[number]
			if !ok {
				font = f.font(number)
				known[number] = font
			}
			if name := string(m[1]); font != nil && !slices.Contains(f.fonts[name], font) && len(f.fonts[name]) < mostFonts {
				f.fonts[name] = append(f.fonts[name], font)
			}
		}
	}
}

// mostFonts is how many fonts of one name are tried.
const mostFonts = 4

// font returns the font of an object's number, or nil where there is none whose
// codes are anything but letters.
func (f *pdfFile) font(number int) *pdfFont {
	at, ok := f.numbers[number]
	if !ok {
		return nil
	}
	head := f.objects[at].head
	if m := toUnicode.FindSubmatch(head); m != nil {
		number, _ := strconv.Atoi(string(m[1])) // figures alone
		if at, ok := f.numbers[number]; ok && f.left > 0 {
			f.left -= len(f.objects[at].stream)
			return readFont(f.objects[at].stream)
		}
	}
	if bytes.Contains(head, []byte("/Type0")) {
		return &pdfFont{width: 2}
	}
	return nil
}
