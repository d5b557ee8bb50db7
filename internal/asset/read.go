package asset

import (
	"errors"
	"io"
	"io/fs"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

// stat describes a file of the site that is a file and nothing else: a link,
// also to a file of the site, could publish what nobody meant to publish, and
// a device or a pipe never ends.
func stat(fsys fs.FS, name string) (fs.FileInfo, *refusal) {
	if !fs.ValidPath(name) {
		return nil, refuse(diag.FileUnreadable, "move it into the site's folder", "is outside the site")
	}
	var info fs.FileInfo
	for end, r := range name + "/" {
		if r != '/' {
			continue
		}
		var err error
		if info, err = fs.Lstat(fsys, name[:end]); err != nil {
			return nil, unreadable(err)
		}
		if info.Mode()&fs.ModeSymlink != 0 {
			return nil, refuse(diag.FileSymlink, "put the file itself there", "is reached through a link, which is not followed")
		}
	}
	if !info.Mode().IsRegular() {
		return nil, refuse(diag.FileUnreadable, "put a file there", "is not a file")
	}
	return info, nil
}

// read returns the bytes of a file, at most limit of them.
func read(fsys fs.FS, name string, limit int64) ([]byte, *refusal) {
	file, err := fsys.Open(name)
	if err != nil {
		return nil, unreadable(err)
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, limit+1))
	if err != nil {
		return nil, unreadable(err)
	}
	if int64(len(data)) > limit {
		return nil, refuse(diag.FileUnreadable, "wait until it is saved, then try again", "grows while it is read")
	}
	return data, nil
}

func unreadable(err error) *refusal {
	var where *fs.PathError
	if errors.As(err, &where) {
		err = where.Err
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return refuse(diag.FileUnreadable, "check the name, capitals and all", "is not there")
	case errors.Is(err, fs.ErrPermission):
		return refuse(diag.FileUnreadable, "ask for the right to read it", "may not be read")
	}
	return refuse(diag.FileUnreadable, "close it in other programs, then try again", "cannot be read: %v", err)
}
