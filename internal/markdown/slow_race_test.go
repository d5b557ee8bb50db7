//go:build race

package markdown

import "time"

// slow is longer than any text may take under the race detector, which slows
// some texts twentyfold.
const slow = 20 * time.Second
