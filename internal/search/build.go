package search

import (
	"bytes"
	"cmp"
	"encoding/hex"
	"encoding/json"
	"math"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"crypto/sha256"

	"github.com/exemplar-lp/exemplar/internal/shelf"
)

// bundleBytes is the size up to which a whole index is one file.
const bundleBytes = 24 << 10

// leastShard bounds the files' sizes.
const (
	leastShard = 1000
	// learnFrom is the number of pages that the codebook learns from.
	learnFrom = 150
)

// builder collects the files of an index.
type builder struct {
	shelf  *shelf.Shelf
	zipper *zipper
	files  []File
	names  map[string][32]byte
	size   int
}

// Index makes the search index. Equal entries give equal files.
func (c *Collection) Index() *Index {
	opts := c.opts
	a := newAnalyser(opts.Language)
	workers := cmp.Or(opts.Workers, runtime.GOMAXPROCS(0))
	b := &builder{shelf: opts.Shelf, zipper: newZipper(), names: map[string][32]byte{}}
	m := &manifest{Format: formatVersion, Pages: len(c.entries), Stems: a.stems, Endings: a.endings, Stop: strings.Join(sortedKeys(a.stop), " ")}
	if m.Group = perFolder; len(c.entries) > manyPages {
		m.Group = manyPerFolder
	}
	m.kinds(c.entries, opts)
	book := m.learn(c)
	g := reading{Collection: c, analyser: a, book: book, layout: m.layout(), perFolder: m.Group, shelf: b.shelf, workers: workers, room: workerRoom}
	l, folders := g.invert()
	for i := range folders {
		m.Texts = appendWord(m.Texts, b.folder("t", &folders[i]))
	}
	list := b.terms(m, l, workers)
	b.spellings(m, list)
	b.facets(m, c, book, workers)
	m.Synonyms = usefulSynonyms(opts.Synonyms, list, a)
	m.Says = texts(opts)
	return b.finish(m, len(c.entries))
}

// terms makes the lexicon with the postings.
func (b *builder) terms(m *manifest, l *lists, workers int) []entry {
	terms := l.sorted()
	average := l.averages()
	postings := make([]packedList, len(terms))
	inParallel(workers, len(terms), func() func(int) {
		room := new(packing)
		return func(i int) { postings[i] = l.pack(room, terms[i], average); terms[i].runs = nil }
	})
	list := lexicon(terms, postings)
	b.shards(m, cut(list, m.Pages, shardTarget(postings, m.Pages)), workers)
	return list
}

// shardTarget balances the list of shards, which every visitor loads, against
// the neighbours of a word, which a query loads without need: with about ten
// bytes for each shard in the list and two words in a query the sum is least at
// twice the root of all postings.
func shardTarget(postings []packedList, pages int) int {
	all := 0
	for i := range postings {
		all += postings[i].size(pages)
	}
	return max(leastShard, 2*int(math.Sqrt(float64(all))))
}

// inParallel does a job for every number below n. Each goroutine makes a worker
// of its own.
func inParallel(workers, n int, newWorker func() func(i int)) {
	var next atomic.Int64
	var wait sync.WaitGroup
	for range min(workers, n) {
		wait.Go(func() {
			work := newWorker()
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				work(i)
			}
		})
	}
	wait.Wait()
}

// name makes a name of a sum, and says whether it has been made before.
func (b *builder) name(letter string, sum [32]byte) (name string, twice bool) {
	for n := 4; ; n++ {
		name = hex.EncodeToString(sum[:n])
		other, taken := b.names[letter+name]
		if !taken || other == sum {
			b.names[letter+name] = sum
			return name, taken
		}
	}
}

// add names a file by its content and keeps it. It returns the name without the
// letter in front.
func (b *builder) add(letter string, content []byte) string {
	name, twice := b.name(letter, sha256.Sum256(content))
	if !twice {
		f := &folder{ends: []int32{int32(len(content))}, shelf: b.shelf}
		f.put(content)
		b.keep(letter+name, f, 0)
	}
	return name
}

// keep keeps a file of a folder under its name.
func (b *builder) keep(name string, f *folder, at int) {
	b.files = append(b.files, File{Dir + "/" + name + fileEnding, f, at})
	b.size += scriptBytes + len(name) + int(f.ends[at]-f.start(at))
}

// manifest is the first file of the index, in JSON. The short names keep it
// small; docs/search.md explains them.
type manifest struct {
	Format int  `json:"v"`
	Pages  int  `json:"n"`
	Stems  bool `json:"stem"`
	// Endings are those that a word of a query may change.
	Endings string `json:"e,omitempty"`
	// Bounds are the beginnings that divide the lexicon into shards, and Shards
	// the shards' folders.
	Bounds string `json:"b"`
	Shards string `json:"w"`
	// Completions and Spellings name the files that help with beginnings of
	// words and with misspellings: one for each length of word, or one for all.
	Completions string   `json:"c,omitempty"`
	Spellings   []string `json:"s"`
	Facets      []head   `json:"f"`
	// Kinds has the kinds in order of page number.
	Kinds []kindRange `json:"k"`
	// Group is the number of files in a folder; Texts has the folders of the
	// texts.
	Group int    `json:"g"`
	Texts string `json:"t"`
	// Words and Chars are the codebook of the texts.
	Words    codeTable `json:"h"`
	Chars    codeTable `json:"hc"`
	Synonyms []string  `json:"y,omitempty"`
	Stop     string    `json:"x,omitempty"`
	// Says are the words of the interface.
	Says map[string]string `json:"u"`
}

type head struct {
	ID     string `json:"id"`
	Label  string `json:"l"`
	File   string `json:"f"`
	Values int    `json:"n"`
}

// kindRange is the pages of a kind: those up to End, Each to a file of texts.
type kindRange struct {
	ID    string `json:"id"`
	Label string `json:"l"`
	End   int    `json:"n"`
	Each  int    `json:"p"`
}

type codeTable struct {
	Symbols string `json:"s"`
	Counts  []int  `json:"n"`
}

func tableOf(c code) codeTable {
	return codeTable{Symbols: strings.Join(c.symbols, "\x7f"), Counts: c.counts}
}

// shards writes the parts of the lexicon.
func (b *builder) shards(m *manifest, shards [][]entry, workers int) {
	groups := slices.Collect(slices.Chunk(shards, m.Group))
	folders := make([]folder, len(groups))
	inParallel(workers, len(groups), func() func(int) {
		z, w := newZipper(), shardWriter{shelf: b.shelf, number: map[*group]int{}}
		var contents []byte
		return func(i int) {
			f := folder{sum: sha256.New(), shelf: b.shelf, ends: make([]int32, 0, len(groups[i]))}
			contents = contents[:0]
			for _, s := range groups[i] {
				contents = z.deflate(contents, w.encode(s))
				f.end(contents)
			}
			f.put(contents)
			folders[i] = f
		}
	})
	for i := range folders {
		m.Shards = appendWord(m.Shards, b.folder("w", &folders[i]))
	}
	var bounds []string
	for i, s := range shards[1:] {
		bounds = append(bounds, between(shards[i][len(shards[i])-1].word, s[0].word))
	}
	m.Bounds = strings.Join(bounds, " ")
	if crowded := completions(shards, bounds); len(crowded) > 0 {
		m.Completions = b.add("c", b.zipper.deflate(nil, []byte(strings.Join(crowded, "\n"))))
	}
}

func appendWord(list, word string) string {
	if list == "" {
		return word
	}
	return list + " " + word
}

// between returns the shortest beginning of next that sorts after last.
func between(last, next string) string {
	for n := 1; ; n++ {
		if s := beginning(next, n); s > last || s == next {
			return s
		}
	}
}

// finish writes the manifest, and for a small site every other file behind it.
func (b *builder) finish(m *manifest, pages int) *Index {
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	if err := e.Encode(m); err != nil {
		panic(err) // strings and numbers only
	}
	content := b.zipper.deflate(nil, text.Bytes())
	first := script(new(bytes.Buffer), "m", len(content), func(b []byte) []byte { return append(b, content...) })
	slices.SortFunc(b.files, func(a, c File) int { return strings.Compare(a.Path, c.Path) })
	if b.size+len(first) > bundleBytes {
		return &Index{Pages: pages, Files: slices.Insert(b.files, 0, NewFile(manifestPath, first))}
	}
	for _, f := range b.files {
		first = append(first, f.Bytes(new(bytes.Buffer))...)
	}
	return &Index{Pages: pages, Files: []File{NewFile(manifestPath, first)}}
}
