//go:build !race

package markdown

import "time"

// slow is longer than any text may take.
const slow = time.Second

// sizes are those of the texts tried, up to the most that a page may have.
var sizes = []int{5 << 10, 20 << 10, 80 << 10, 256 << 10}

// thorough says that tests of every one of many cases try them all.
const thorough = true
