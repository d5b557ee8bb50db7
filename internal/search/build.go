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
)

// bundleBytes is the size up to which a whole index is one file.
const bundleBytes = 24 << 10

// leastShard and most pages of a text group bound the files' sizes.
const (
	leastShard   = 1000
	textGroup    = 64
	bigTextGroup = 256
	manyPages    = 20000
	// learnFrom is the number of pages that the codebook learns from.
	learnFrom = 400
)

// builder collects the files of an index.
type builder struct {
	files []File
	names map[string][32]byte
	size  int
}

// build makes the index of pages with their facets.
func build(pages []*page, facets []facet, opts Options) *Index {
	a := newAnalyser(opts.Language)
	workers := cmp.Or(opts.Workers, runtime.GOMAXPROCS(0))
	l := invert(pages, a, workers)
	terms := l.sorted()
	average := l.averages()
	postings := make([]packedList, len(terms))
	inParallel(workers, len(terms), func() func(int) {
		return func(i int) { postings[i] = l.pack(terms[i], average); terms[i].runs = nil }
	})
	list := lexicon(terms, postings)

	b := &builder{names: map[string][32]byte{}}
	m := &manifest{Format: formatVersion, Pages: len(pages), Stems: a.stems, Endings: a.endings, Stop: strings.Join(sortedKeys(a.stop), " ")}
	m.kinds(pages)
	b.shards(m, cut(list, len(pages), shardTarget(postings, len(pages))), workers)
	b.spellings(m, list)
	b.facets(m, facets, workers)
	m.Synonyms = usefulSynonyms(opts.Synonyms, list, a)
	m.Texts = texts(opts)
	b.pageTexts(m, pages)
	return b.finish(m, len(pages))
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

// add names a file by its content and keeps it. It returns the name without the
// letter in front.
func (b *builder) add(letter, content string) string {
	sum := sha256.Sum256([]byte(content))
	name := hex.EncodeToString(sum[:4])
	for n := 5; ; n++ {
		other, taken := b.names[letter+name]
		if !taken || other == sum {
			break
		}
		name = hex.EncodeToString(sum[:n])
	}
	if _, twice := b.names[letter+name]; !twice {
		b.names[letter+name] = sum
		data := script(letter+name, content)
		b.keep(letter+name, len(data), func() []byte { return data })
	}
	return name
}

func (b *builder) keep(name string, size int, data func() []byte) {
	b.files = append(b.files, File{Path: Dir + "/" + name + ".js", Bytes: data})
	b.size += size
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
	// the shards' names, one more.
	Bounds string `json:"b"`
	Shards string `json:"w"`
	// Completions and Spellings name the files that help with beginnings of
	// words and with misspellings: one for each length of word, or one for all.
	Completions string   `json:"c,omitempty"`
	Spellings   []string `json:"s"`
	Facets      []head   `json:"f"`
	// Kinds has the kinds in order of page number, each with the first page after
	// them.
	Kinds []kindRange `json:"k"`
	// Group is the number of pages whose texts share a folder; Groups has the
	// folders' names.
	Group  int    `json:"g"`
	Groups string `json:"t"`
	// Words and Chars are the codebook of the texts.
	Words    codeTable         `json:"h"`
	Chars    codeTable         `json:"hc"`
	Synonyms []string          `json:"y,omitempty"`
	Stop     string            `json:"x,omitempty"`
	Texts    map[string]string `json:"u"`
}

type head struct {
	ID     string `json:"id"`
	Label  string `json:"l"`
	File   string `json:"f"`
	Values int    `json:"n"`
}

type kindRange struct {
	ID    string `json:"id"`
	Label string `json:"l"`
	End   int    `json:"n"`
}

type codeTable struct {
	Symbols string `json:"s"`
	Counts  []int  `json:"n"`
}

func tableOf(c code) codeTable {
	return codeTable{Symbols: strings.Join(c.symbols, "\x7f"), Counts: c.counts}
}

func (b *builder) shards(m *manifest, shards [][]entry, workers int) {
	contents := make([]string, len(shards))
	inParallel(workers, len(shards), func() func(int) {
		z := newZipper()
		return func(i int) { contents[i] = z.deflate(encodeShard(shards[i])) }
	})
	var bounds, names []string
	var crowded []string
	for i, s := range shards {
		names = append(names, b.add("w", contents[i]))
		if i > 0 {
			bounds = append(bounds, between(shards[i-1][len(shards[i-1])-1].word, s[0].word))
		}
	}
	m.Bounds, m.Shards = strings.Join(bounds, " "), strings.Join(names, " ")
	if crowded = completions(shards, bounds); len(crowded) > 0 {
		m.Completions = b.add("c", newZipper().deflate([]byte(strings.Join(crowded, "\n"))))
	}
}

// between returns the shortest beginning of next that sorts after last.
func between(last, next string) string {
	for n := 1; ; n++ {
		if s := beginning(next, n); s > last || s == next {
			return s
		}
	}
}

// pageTexts makes the file of each page: what a result shows, in words of the
// codebook. A group of pages shares a folder named by what they say.
func (b *builder) pageTexts(m *manifest, pages []*page) {
	book := newCodebook(sample(pages))
	m.Words, m.Chars = tableOf(book.words), tableOf(book.chars)
	m.Group = textGroup
	if len(pages) > manyPages {
		m.Group = bigTextGroup
	}
	table, err := json.Marshal([]codeTable{m.Words, m.Chars})
	if err != nil {
		panic(err) // strings and numbers only
	}
	var names []string
	for at := 0; at < len(pages); at += m.Group {
		group := pages[at:min(at+m.Group, len(pages))]
		sum := sha256.New()
		sum.Write(table)
		for _, p := range group {
			p.writeText(sum)
		}
		name := hex.EncodeToString(sum.Sum(nil)[:4])
		names = append(names, name)
		for i, p := range group {
			b.text(book, "t"+name+"/"+number36(i), p)
		}
	}
	m.Groups = strings.Join(names, " ")
}

func (b *builder) text(book *codebook, name string, p *page) {
	b.keep(name, p.textSize()/2, func() []byte { return script(name, book.encode(p.text())) })
}

// sample picks at most learnFrom texts, evenly.
func sample(pages []*page) []string {
	step := max(1, len(pages)/learnFrom)
	var list []string
	for i := 0; i < len(pages); i += step {
		list = append(list, pages[i].text())
	}
	return list
}

func (m *manifest) kinds(pages []*page) {
	for i, p := range pages {
		if n := len(m.Kinds); n == 0 || m.Kinds[n-1].ID != p.kind.String() {
			m.Kinds = append(m.Kinds, kindRange{ID: p.kind.String(), Label: p.card.kind})
		}
		m.Kinds[len(m.Kinds)-1].End = i + 1
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
	first := script("m", newZipper().deflate(text.Bytes()))
	slices.SortFunc(b.files, func(a, c File) int { return strings.Compare(a.Path, c.Path) })
	if b.size+len(first) > bundleBytes {
		return &Index{Pages: pages, Files: append([]File{{manifestPath, func() []byte { return first }}}, b.files...)}
	}
	for _, f := range b.files {
		first = append(first, f.Bytes()...)
	}
	return &Index{Pages: pages, Files: []File{{manifestPath, func() []byte { return first }}}}
}
