//go:build !linux && !darwin

package publish

import (
	"errors"
	"os"
)

// exchange is not to be had here.
func exchange(_ *os.File, _, _ string) error { return errors.ErrUnsupported }

func cannotExchange(err error) bool { return errors.Is(err, errors.ErrUnsupported) }
