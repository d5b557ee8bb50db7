//go:build race

package markdown

import "time"

// slow is longer than any text may take under the race detector, which slows
// some texts twentyfold.
const slow = 20 * time.Second

// sizes are small, for each shape is tried in its full size without the race
// detector.
var sizes = []int{5 << 10, 20 << 10}

// thorough says that tests of every one of many cases try them all; a sixteenth
// is enough for the race detector.
const thorough = false
