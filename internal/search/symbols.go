package search

// Columns of small numbers are written by a range coder (Martin, 1979; the carry
// as in Schindler's, 1998): a number takes as many bits as it is rare among those
// before it. Half of a portal's filters are nearly even, where deflate can save
// nothing and whole bits waste some.

// steps are how much a number that has come counts, against firstCount of one
// that has not. The writer takes what comes out shortest; the first is for
// numbers that are all as likely.
var steps = [...]uint32{0, 1, 6, 40}

const (
	firstCount = 4
	// mostTotal bounds the counts of an alphabet, leastRange what is divided by
	// them.
	mostTotal  = 1 << 16
	leastRange = 1 << 24
)

// packSymbols writes small numbers. The first byte is the number of different
// ones that there may be, 0 for 256, and the second which of the steps.
func packSymbols(list []byte) []byte {
	if len(list) == 0 {
		return nil
	}
	alphabet := 0
	for _, s := range list {
		alphabet = max(alphabet, int(s)+1)
	}
	if alphabet == 1 {
		return []byte{1}
	}
	var best, other []byte
	for n, step := range steps {
		e := rangeEncoder{out: append(other[:0], byte(alphabet), byte(n)), width: 1<<32 - 1}
		c := newCounts(alphabet, step)
		for _, s := range list {
			e.write(c.below(s), c.count[s], c.total)
			c.add(s)
		}
		if other = e.end(); best == nil || len(other) < len(best) {
			best, other = other, best
		}
	}
	return best
}

// symbolsIn reads what packSymbols wrote: n numbers, or none where nothing was
// written.
func symbolsIn(b []byte, n int) []byte {
	if len(b) == 0 {
		return nil
	}
	list := make([]byte, n)
	if b[0] == 1 {
		return list
	}
	alphabet := int(b[0])
	if alphabet == 0 {
		alphabet = 256
	}
	c := newCounts(alphabet, steps[b[1]])
	d := rangeDecoder{in: b[2:], width: 1<<32 - 1}
	for range 4 {
		d.code = d.code<<8 | uint64(d.next())
	}
	for i := range list {
		list[i] = d.read(c)
		c.add(list[i])
	}
	return list
}

// symbolCounts is how often each number has come.
type symbolCounts struct {
	count       []uint32
	total, step uint32
}

func newCounts(alphabet int, step uint32) *symbolCounts {
	c := &symbolCounts{count: make([]uint32, alphabet), total: uint32(firstCount * alphabet), step: step}
	for s := range c.count {
		c.count[s] = firstCount
	}
	return c
}

// below is the sum of the counts of lower numbers.
func (c *symbolCounts) below(s byte) (sum uint32) {
	for _, n := range c.count[:s] {
		sum += n
	}
	return sum
}

func (c *symbolCounts) add(s byte) {
	c.count[s] += c.step
	c.total += c.step
	if c.total <= mostTotal {
		return
	}
	c.total = 0
	for i, n := range c.count {
		c.count[i] = (n + 1) / 2
		c.total += c.count[i]
	}
}

// rangeEncoder narrows a range down to one number, and writes the leading bytes
// as they become certain.
type rangeEncoder struct {
	out   []byte
	low   uint64
	width uint32
	// held is the byte that a carry may still raise, with so many bytes 255 after.
	held  byte
	after int
	begun bool
}

func (e *rangeEncoder) write(below, count, total uint32) {
	part := e.width / total
	e.low += uint64(below) * uint64(part)
	e.width = count * part
	for e.width < leastRange {
		e.width <<= 8
		e.shift()
	}
}

// shift moves the highest byte out.
func (e *rangeEncoder) shift() {
	if top := byte(e.low >> 24); top < 255 || e.low>>32 > 0 {
		carry := byte(e.low >> 32)
		if e.begun {
			e.out = append(e.out, e.held+carry)
		}
		for ; e.after > 0; e.after-- {
			e.out = append(e.out, 255+carry)
		}
		e.held, e.begun = top, true
	} else {
		e.after++
	}
	e.low = e.low << 8 & (1<<32 - 1)
}

// end writes the shortest number in the range; the reader takes what is missing
// for zeros.
func (e *rangeEncoder) end() []byte {
	for keep := uint64(leastRange); keep > 0; keep >>= 8 {
		if v := (e.low + keep - 1) &^ (keep - 1); v < e.low+uint64(e.width) {
			e.low = v
			break
		}
	}
	for range 5 {
		e.shift()
	}
	for e.out[len(e.out)-1] == 0 && len(e.out) > 2 {
		e.out = e.out[:len(e.out)-1]
	}
	return e.out
}

// rangeDecoder finds the way that the encoder went.
type rangeDecoder struct {
	in          []byte
	code, width uint64
}

func (d *rangeDecoder) next() (b byte) {
	if len(d.in) > 0 {
		b, d.in = d.in[0], d.in[1:]
	}
	return b
}

func (d *rangeDecoder) read(c *symbolCounts) byte {
	part := d.width / uint64(c.total)
	at, below, s := d.code/part, uint64(0), 0
	for s < len(c.count)-1 && below+uint64(c.count[s]) <= at {
		below += uint64(c.count[s])
		s++
	}
	d.code -= below * part
	d.width = uint64(c.count[s]) * part
	for d.width < leastRange {
		d.code = d.code<<8 | uint64(d.next())
		d.width <<= 8
	}
	return byte(s)
}
