package search

import (
	"hash"
	"strconv"

	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/shelf"
)

// Many files of the index are read each by few visitors, and to name each by its
// content would take more of the manifest than they do of a query. So they lie in
// folders that are named by all their files together, and are numbered there.

// The number of files in a folder, and that on a site of more than manyPages.
const (
	perFolder     = 64
	manyPerFolder = 256
	manyPages     = 20000
)

// folder is the contents of files that were put away together, mostly those that
// share a folder.
type folder struct {
	sum   hash.Hash // until the folder is named
	ends  []int32   // of each file in their joined contents
	files shelf.Slip
	shelf *shelf.Shelf
	// whole says that the content is that of the file, and no script's.
	whole bool
}

// end ends a file: the contents are joined up to here.
func (f *folder) end(contents []byte) {
	f.sum.Write(contents[f.start(len(f.ends)):])
	f.sum.Write([]byte{'\n'})
	f.ends = append(f.ends, int32(len(contents)))
}

func (f *folder) start(file int) int32 {
	if file == 0 {
		return 0
	}
	return f.ends[file-1]
}

// put puts the contents away.
func (f *folder) put(contents []byte) { f.files = f.shelf.Put(contents) }

// folder names a folder and keeps its files. It returns the name without the
// letter in front.
func (b *builder) folder(letter string, f *folder) string {
	name, _ := b.name(letter, [32]byte(f.sum.Sum(nil)))
	f.sum = nil
	for i := range f.ends {
		b.keep(letter+name+"/"+number36(i), f, i)
	}
	return name
}

// A file of texts holds several pages where a kind's pages say little: about
// textBytes, and at most mostTexts pages. A query loads the file of each result,
// so pages of some length have a file of their own.
const (
	textBytes = 2400
	mostTexts = 16
	// textEnd stands between the texts of a file.
	textEnd = '.'
)

// pageRange is pages by number, the last one not among them.
type pageRange struct{ from, to int }

// sample picks the pages that the codebook learns from and the sizes are judged
// by: at most learnFrom, evenly, and the first of each kind.
func sample(c *Collection) []int {
	step := max(1, len(c.entries)/learnFrom)
	var list []int
	for i, e := range c.entries {
		if i%step == 0 || e.Common().Kind != c.entries[i-1].Common().Kind {
			list = append(list, i)
		}
	}
	return list
}

// learn makes the codebook, and says how many pages of each kind share a file.
func (m *manifest) learn(c *Collection) *codebook {
	picked := sample(c)
	texts := make([][]byte, len(picked))
	var s sheet
	pages := c.newPager()
	for i, n := range picked {
		s.write(pages.whole(n))
		texts[i] = s.copy()
	}
	book := newCodebook(texts)
	m.Words, m.Chars = tableOf(book.words), tableOf(book.chars)
	w := newCodeWriter(book)
	for k := range m.Kinds {
		size, n := 0, 0
		for i, page := range picked {
			if c.entries[page].Common().Kind.String() == m.Kinds[k].ID {
				w.out = w.out[:0]
				w.write(texts[i])
				size, n = size+len(w.out), n+1
			}
		}
		m.Kinds[k].Each = min(mostTexts, max(1, textBytes*n/max(1, size)))
	}
	return book
}

// kinds notes where each kind ends.
func (m *manifest) kinds(entries []catalog.Entry, opts Options) {
	for i, e := range entries {
		id := e.Common().Kind.String()
		if n := len(m.Kinds); n == 0 || m.Kinds[n-1].ID != id {
			m.Kinds = append(m.Kinds, kindRange{ID: id, Label: opts.label("kind", id)})
		}
		m.Kinds[len(m.Kinds)-1].End = i + 1
	}
}

// layout divides the pages into files of texts.
func (m *manifest) layout() []pageRange {
	var list []pageRange
	from := 0
	for _, k := range m.Kinds {
		for ; from < k.End; from = list[len(list)-1].to {
			list = append(list, pageRange{from, min(k.End, from+k.Each)})
		}
	}
	return list
}

// textFile returns the number of the file that has a page's text, and the text's
// place in it.
func (m *manifest) textFile(page int) (file, place int) {
	from := 0
	for _, k := range m.Kinds {
		if page < k.End {
			return file + (page-from)/k.Each, (page - from) % k.Each
		}
		file, from = file+(k.End-from+k.Each-1)/k.Each, k.End
	}
	return file, 0
}

// fileIn returns the name of a numbered file of the folders.
func (m *manifest) fileIn(letter string, folders []string, n int) string {
	if folder := n / m.Group; folder < len(folders) {
		return letter + folders[folder] + "/" + number36(n%m.Group)
	}
	return ""
}

func number36(n int) string { return strconv.FormatInt(int64(n), 36) }
