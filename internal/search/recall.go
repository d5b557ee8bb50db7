package search

// recall remembers what was found out about words, so that a word that comes
// again costs one look. It forgets everything when it is full; what it is asked
// must depend on the word alone. The asker hashes the word while cutting it, with
// hashByte from hashStart on.
type recall[V any] struct {
	cells []cell[V]
	used  int
}

type cell[V any] struct {
	hash  uint32
	word  string
	value V
}

// The sizes of a memory: powers of two, at most half full.
const (
	firstCells = 1 << 10
	mostCells  = 1 << 17
)

// FNV-1a (Fowler, Noll and Vo).
const hashStart = 2166136261

func hashByte(h uint32, c byte) uint32 { return (h ^ uint32(c)) * 16777619 }

// find returns what is known of a word.
func (r *recall[V]) find(hash uint32, word string) (v V, ok bool) {
	mask := uint32(len(r.cells) - 1)
	for i := hash ^ hash>>15; len(r.cells) > 0; i++ {
		c := &r.cells[i&mask]
		if c.word == "" {
			break
		}
		if c.hash == hash && c.word == word {
			return c.value, true
		}
	}
	return v, false
}

// put remembers a word that find did not know. A word is not empty.
func (r *recall[V]) put(hash uint32, word string, value V) {
	if 2*r.used >= len(r.cells) {
		r.grow()
	}
	mask := uint32(len(r.cells) - 1)
	i := hash ^ hash>>15
	for r.cells[i&mask].word != "" {
		i++
	}
	r.cells[i&mask] = cell[V]{hash, word, value}
	r.used++
}

func (r *recall[V]) grow() {
	old := r.cells
	r.used = 0
	if len(old) == mostCells {
		clear(old)
		return
	}
	r.cells = make([]cell[V], max(firstCells, 2*len(old)))
	for _, c := range old {
		if c.word != "" {
			r.put(c.hash, c.word, c.value)
		}
	}
}
