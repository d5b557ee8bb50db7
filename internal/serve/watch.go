package serve

import (
	"errors"
	"io/fs"
	"path/filepath"
	"syscall"

	"github.com/fsnotify/fsnotify"
)

// watcher tells of changes.
type watcher struct {
	// hints is closed after close.
	hints <-chan hint
	// watch watches one folder, without those in it. The error is that the
	// system watches no more.
	watch func(folder string) error
	// forget stops watching folders under names that they no longer have. It
	// must be done before they are watched under their new ones.
	forget func(folders []string)
	close  func()
}

// listener turns what the system tells of folders into hints.
type listener struct {
	root   string
	notify *fsnotify.Watcher
	hints  chan hint
}

// newWatcher listens for changes below root, an absolute path.
func newWatcher(root string) (*watcher, error) {
	notify, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, err
	}
	l := &listener{root: root, notify: notify, hints: make(chan hint)}
	go l.listen()
	return &watcher{
		hints:  l.hints,
		watch:  l.watch,
		forget: l.forget,
		close:  func() { _ = notify.Close() }, // it closes the hints
	}, nil
}

func (l *listener) path(folder string) string {
	return filepath.Join(l.root, filepath.FromSlash(folder))
}

// watch takes no offence at a folder that has gone by now, of which its parent
// tells, or that may not be read.
func (l *listener) watch(folder string) error {
	err := l.notify.Add(l.path(folder))
	for _, harmless := range []error{fs.ErrNotExist, fs.ErrPermission, syscall.ENOTDIR} {
		if errors.Is(err, harmless) {
			return nil
		}
	}
	return err
}

// reason is why the system does not watch, in brackets. It is empty where the
// system's limit is reached, for which some systems have words that tell of a full
// disk.
func reason(err error) string {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EMFILE) {
		return ""
	}
	return " (" + err.Error() + ")"
}

func (l *listener) forget(folders []string) {
	for _, folder := range folders {
		_ = l.notify.Remove(l.path(folder)) // the system may have forgotten it already
	}
}

// listen passes on events, and that events were lost, until the watcher is
// closed.
func (l *listener) listen() {
	defer close(l.hints)
	for {
		select {
		case e, ok := <-l.notify.Events:
			if !ok {
				return
			}
			if h, ok := l.hint(e); ok {
				l.hints <- h
			}
		case _, ok := <-l.notify.Errors:
			if !ok {
				return
			}
			// Whatever went wrong, an event may be missing.
			l.hints <- hint{lost: true}
		}
	}
}

// hint translates an event. A change of permissions is one too: it may make a
// file readable.
func (l *listener) hint(e fsnotify.Event) (hint, bool) {
	rel, err := filepath.Rel(l.root, e.Name)
	name := filepath.ToSlash(rel)
	if err != nil || !tracked(name) {
		return hint{}, false
	}
	return hint{path: name, replaced: e.Has(fsnotify.Create) || e.Has(fsnotify.Remove) || e.Has(fsnotify.Rename)}, true
}
