package markdown

// arena lends values of one type, which serve one body after another: a body has
// hundreds of pieces of text, of which nothing is left when it is read. Taking
// each from the heap was a third of the memory that reading asks for.
type arena[T any] struct {
	blocks [][]T
	used   int
}

const (
	arenaBlock = 64 // values taken from the heap together
	arenaKept  = 64 // blocks that are kept for the next body
)

// next lends a value, empty. It stays where it is until the arena is emptied.
func (a *arena[T]) next() *T {
	if a.used == len(a.blocks)*arenaBlock {
		a.blocks = append(a.blocks, make([]T, arenaBlock))
	}
	value, none := &a.blocks[a.used/arenaBlock][a.used%arenaBlock], *new(T)
	*value = none
	a.used++
	return value
}

// empty takes everything back.
func (a *arena[T]) empty() {
	a.used = 0
	a.blocks = a.blocks[:min(len(a.blocks), arenaKept)]
}
