package publish

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
)

// swap puts the new site in the old one's place.
func (s *stage) swap() (Swap, error) {
	s.close()
	way, err := s.replace()
	switch {
	case err == nil:
		return way, nil
	case isMountError(err):
		return way, mounted(s.d.at.given)
	case isHeld(err):
		return way, &Refused{
			Kind:    Busy,
			Message: fmt.Sprintf("another program has something open in %v", s.d.at),
			Hint:    "close the editor, viewer or window that shows the folder, and build again",
			Err:     err,
		}
	}
	return way, err
}

// replace takes the best way that the file system has.
func (s *stage) replace() (Swap, error) {
	d := s.d
	if !s.old.exists {
		return Exchange, d.rename(d.nextName(), d.at.base)
	}
	way, err := Exchange, d.exchange(d.nextName(), d.at.base)
	if cannotExchange(err) {
		way, err = Renames, s.renames()
	}
	if isImmovable(err) {
		way, err = Files, s.piecemeal()
	}
	return way, err
}

// renames moves the old site away and the new one into its place, or the old one
// back.
func (s *stage) renames() error {
	d := s.d
	if err := d.rename(d.at.base, d.oldName()); err != nil {
		return err
	}
	err := d.rename(d.nextName(), d.at.base)
	if err == nil {
		return nil
	}
	if back := d.rename(d.oldName(), d.at.base); back != nil {
		return &Refused{
			Kind:    Stranded,
			Message: fmt.Sprintf("the old site could not be put back and is in %s", d.at.beside(d.oldName())),
			Hint:    "build again, which brings it back first",
			Err:     errors.New(err.Error() + "; " + back.Error()),
		}
	}
	return err
}

// piecemeal changes the old site file by file. The list of files comes first, as
// that of both sites, so that a build which finds the work half-done knows all of
// them for its own.
func (s *stage) piecemeal() error {
	d := s.d
	list, listed := path.Join(d.stageName(), "both.json"), path.Join(d.at.base, ManifestPath)
	if err := d.write(d.root, list, s.union().encode()); err != nil {
		return err
	}
	if err := d.mkdirs(d.at.base, path.Dir(ManifestPath)); err != nil {
		return err
	}
	if err := d.rename(list, listed); err != nil {
		return err
	}
	if err := s.shuffle(); err != nil {
		return &Refused{
			Kind:    Stranded,
			Message: fmt.Sprintf("%v is partly the old site and partly the new one", d.at),
			Hint:    "build again, which goes on from here",
			Err:     err,
		}
	}
	return nil
}

// union lists the files of both sites; a file of both, as it was.
func (s *stage) union() Manifest {
	both := map[string]File{}
	for _, f := range s.files {
		both[f.Path] = f
	}
	maps.Copy(both, s.old.listed)
	byPath := func(a, b File) int { return cmp.Compare(a.Path, b.Path) }
	return Manifest{Version: manifestVersion, Files: slices.SortedFunc(maps.Values(both), byPath)}
}

// shuffle removes the old files that are no longer made and moves in the new.
func (s *stage) shuffle() error {
	d := s.d
	for _, name := range s.removed {
		if err := d.remove(path.Join(d.at.base, name)); err != nil {
			return err
		}
		for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
			if d.root.Remove(path.Join(d.at.base, dir)) != nil {
				break // there is more in it
			}
		}
	}
	for i, f := range s.files {
		if s.same[i] {
			continue
		}
		if err := s.moveIn(f.Path); err != nil {
			return err
		}
	}
	if err := s.moveIn(ManifestPath); err != nil {
		return err
	}
	return d.syncFolders(d.at.base)
}

func (s *stage) moveIn(name string) error {
	d := s.d
	if err := d.mkdirs(d.at.base, path.Dir(name)); err != nil {
		return err
	}
	return d.rename(path.Join(d.nextName(), name), path.Join(d.at.base, name))
}

// syncSwap brings the swap to the disk.
func (d *disk) syncSwap() error {
	return errors.Join(d.syncPath("."), d.syncPath(d.stageName()))
}

// settle saves what the owner put into the old site while the new one was made,
// and deletes the rest of it.
func (s *stage) settle(way Swap) error {
	switch {
	case way == Exchange && s.old.exists:
		if err := s.rescue(s.d.nextName()); err != nil {
			return err
		}
	case way == Renames:
		if err := s.rescue(s.d.oldName()); err != nil {
			return err
		}
	}
	return s.d.clear()
}

func (s *stage) rescue(from string) error {
	root, err := s.d.root.OpenRoot(from)
	if err != nil {
		return err
	}
	defer root.Close()
	now := survey{listed: s.old.listed, ours: map[string]bool{}}
	if err := now.walk(s.d, root); err != nil {
		return err
	}
	known := map[string]bool{}
	for _, e := range s.old.theirs {
		known[e.path] = true
	}
	for _, e := range now.theirs {
		if known[e.path] {
			continue
		}
		if err := s.d.carry(from, s.d.at.base, e); err != nil {
			return err
		}
	}
	return nil
}

// lock keeps every other build away from the same output folder.
func (d *disk) lock() (unlock func(), err error) {
	if err := d.fault("lock", d.lockName()); err != nil {
		return nil, d.explain(err)
	}
	unlock, err = takeLock(d.root, d.lockName())
	if err != nil && isBusy(err) {
		return nil, &Refused{
			Kind:    Busy,
			Message: fmt.Sprintf("another build is writing %v", d.at),
			Hint:    "wait until it is done, or stop it, and build again",
		}
	}
	if err != nil {
		return nil, d.explain(err)
	}
	return unlock, nil
}

// repair undoes what a build that was stopped left behind. The lock is held, so
// no build is running.
func (d *disk) repair() error {
	info, err := d.lstat(d.stageName())
	if info == nil || err != nil {
		return err
	}
	if err := d.checkStage(info); err != nil {
		return err
	}
	if err := d.restore(); err != nil {
		return err
	}
	return d.clear()
}

// checkStage refuses a folder with the staging folder's name that no build made:
// one with something in it, but not the mark.
func (d *disk) checkStage(info fs.FileInfo) error {
	inTheWay := &Refused{
		Kind:    Stranded,
		Message: fmt.Sprintf("%s is in the way, and exemplar did not make it", d.at.beside(d.stageName())),
		Hint:    "move or delete it",
	}
	if !info.IsDir() {
		return inTheWay
	}
	marked, err := d.lstat(d.markName())
	if marked != nil || err != nil {
		return err
	}
	entries, err := fs.ReadDir(d.root.FS(), d.stageName())
	if err == nil && len(entries) > 0 {
		return inTheWay
	}
	return err
}

// restore brings back an old site that was moved away and not yet replaced.
func (d *disk) restore() error {
	old, err := d.lstat(d.oldName())
	if old == nil || err != nil {
		return err
	}
	out, err := d.lstat(d.at.base)
	if err != nil {
		return err
	}
	if out == nil {
		return d.rename(d.oldName(), d.at.base)
	}
	done, err := d.lstat(path.Join(d.at.base, ManifestPath))
	if done != nil || err != nil {
		return err
	}
	return &Refused{
		Kind:    Stranded,
		Message: fmt.Sprintf("a build was stopped just as it replaced %v, and the old site is in %s", d.at, d.at.beside(d.oldName())),
		Hint:    fmt.Sprintf("delete or rename %v and build again, which brings the old site back first", d.at),
	}
}

// clear deletes the staging folder, its mark last, so that a build which is
// stopped here too leaves one that the next knows for its own.
func (d *disk) clear() error {
	entries, err := fs.ReadDir(d.root.FS(), d.stageName())
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.Name() == mark {
			continue
		}
		if err := d.removeAll(path.Join(d.stageName(), e.Name())); err != nil {
			return err
		}
	}
	if err := d.remove(d.markName()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return d.remove(d.stageName())
}
