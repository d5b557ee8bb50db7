package publish

import (
	"bytes"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
)

// stage is a new site in the making, beside the old one.
type stage struct {
	d   *disk
	old survey
	// was is the output folder; nil where there is none.
	was *os.Root
	// next is the folder that the new site is made in; nil until begin.
	next *os.Root
	// begin makes the staging folder, once, when there is something to put there.
	begin func() error

	outputs []Output // sorted by path
	// For each output: what it is now, whether it is what it was, and whether
	// what it was had been changed by hand.
	files  []File
	same   []bool
	edited []bool
	// removed is the old files that are no longer made, sorted.
	removed []string

	// rooms are buffers for outputs to be made in, one after another.
	rooms sync.Pool

	// full is set when the disk is; from then on outputs are only measured.
	full atomic.Bool
	// needed is the size of all that has to be written, in bytes.
	needed atomic.Int64
}

func newStage(d *disk, old survey, outputs []Output) (*stage, error) {
	s := &stage{
		d: d, old: old, outputs: outputs,
		files:   make([]File, len(outputs)),
		same:    make([]bool, len(outputs)),
		edited:  make([]bool, len(outputs)),
		removed: old.without(outputs),
	}
	s.begin = sync.OnceValue(s.open)
	s.rooms.New = func() any { return new(bytes.Buffer) }
	if !old.exists {
		return s, nil
	}
	var err error
	s.was, err = d.root.OpenRoot(d.at.base)
	return s, err
}

// close lets go of both folders, which Windows wants before they are renamed.
func (s *stage) close() {
	if s.was != nil {
		s.was.Close()
	}
	if s.next != nil {
		s.next.Close()
	}
	s.was, s.next = nil, nil
}

// publish makes every output, and replaces the old site if any of it changed.
func (s *stage) publish(progress func(done, total int)) (Result, error) {
	res, err := s.prepare(progress)
	if err == nil && res.Swap != Nothing {
		res.Swap, err = s.swap()
	}
	s.close()
	if isFull(err) {
		err = s.noRoom(err)
	}
	if err != nil {
		_ = s.d.repair() // what cannot be tidied up now, the next build does
		return Result{}, err
	}
	if res.Swap == Nothing {
		return res, nil
	}
	if err := s.d.syncSwap(); err != nil {
		return Result{}, err // the old site stays in the staging folder for now
	}
	if s.settle(res.Swap) != nil {
		res.Leftover = filepath.Join(s.d.at.above, s.d.stageName())
	}
	return res, nil
}

// prepare makes the new site ready to swap in, or finds that nothing changed.
func (s *stage) prepare(progress func(done, total int)) (Result, error) {
	if err := s.make(progress); err != nil {
		return Result{}, err
	}
	res, err := s.count()
	if err != nil {
		return Result{}, err
	}
	manifest := Manifest{Version: manifestVersion, Files: s.files}.encode()
	if res.Written == 0 && res.Removed == 0 && bytes.Equal(manifest, s.old.manifest) {
		res.Swap = Nothing
		return res, nil
	}
	return res, s.fill(manifest)
}

// make asks every output for its bytes and writes those that changed.
func (s *stage) make(progress func(done, total int)) error {
	var (
		lock sync.Mutex
		done int
	)
	err := each(len(s.outputs), func(i int) error {
		if err := s.output(i); err != nil || progress == nil {
			return err
		}
		lock.Lock()
		defer lock.Unlock()
		done++
		progress(done, len(s.outputs))
		return nil
	})
	if err == nil && s.full.Load() {
		return s.noRoom(nil)
	}
	return err
}

func (s *stage) output(i int) error {
	room := s.rooms.Get().(*bytes.Buffer)
	defer s.rooms.Put(room)
	room.Reset()
	o := s.outputs[i]
	data, err := o.Bytes(room)
	if err != nil {
		return &sourceError{output: o, err: err}
	}
	s.files[i] = describe(o.Path, data)
	if s.old.ours[o.Path] {
		was, err := s.was.ReadFile(o.Path)
		if err != nil {
			return err
		}
		if s.same[i] = bytes.Equal(was, data); s.same[i] {
			return nil
		}
		s.edited[i] = s.isEdited(o.Path, was)
	}
	return s.put(i, data)
}

// isEdited reports whether an old file is not what the last build wrote.
func (s *stage) isEdited(name string, was []byte) bool {
	return describe(name, was) != s.old.listed[name]
}

func (s *stage) put(i int, data []byte) error {
	s.needed.Add(int64(len(data)))
	if s.full.Load() {
		return nil
	}
	err := s.begin()
	if err == nil {
		err = s.d.write(s.next, s.outputs[i].Path, data)
	}
	if isFull(err) {
		s.full.Store(true)
		return nil
	}
	return err
}

// open makes the staging folder and every folder of the new site.
func (s *stage) open() error {
	d := s.d
	if err := d.mkdir(d.root, d.stageName()); err != nil {
		return err
	}
	if err := d.write(d.root, d.markName(), []byte(markText)); err != nil {
		return err
	}
	if err := d.probe(d.markName()); err != nil {
		return err
	}
	if err := d.mkdir(d.root, d.nextName()); err != nil {
		return err
	}
	var err error
	if s.next, err = d.root.OpenRoot(d.nextName()); err != nil {
		return err
	}
	for _, dir := range foldersOf(s.outputs) {
		if err := d.mkdir(s.next, dir); err != nil {
			return err
		}
	}
	return nil
}
