package publish

import "golang.org/x/sys/windows"

const (
	errFull      = windows.ERROR_DISK_FULL
	errImmovable = windows.ERROR_NOT_SAME_DEVICE
)
