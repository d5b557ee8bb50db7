//go:build unix && !linux

package publish

import (
	"os"
	"syscall"
)

// isMount reports whether a folder is on another device than one it stands under.
func isMount(folder, above *os.File) bool {
	a, errA := folder.Stat()
	b, errB := above.Stat()
	if errA != nil || errB != nil {
		return false
	}
	sa, okA := a.Sys().(*syscall.Stat_t)
	sb, okB := b.Sys().(*syscall.Stat_t)
	return okA && okB && sa.Dev != sb.Dev
}
