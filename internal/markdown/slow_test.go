//go:build !race

package markdown

import "time"

// slow is longer than any text may take.
const slow = time.Second
