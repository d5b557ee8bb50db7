package asset

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"io/fs"
	"maps"
	"os"
	"slices"
	"sync"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

// Maker makes the variants of planned pictures. It may be used from many
// goroutines.
type Maker struct {
	fsys  fs.FS
	cache cache
	room  *room
	jobs  map[string]*job // by the path of each variant
}

// job is the making of all variants of equal pictures.
type job struct {
	picture  *Picture
	variants []Variant

	mu sync.Mutex
	// made are the variants that nobody has asked for yet.
	made map[string][]byte
}

// NewMaker returns a Maker of the pictures of a Plan of the same folder. cache
// is a folder that keeps what was made for the next build; nil for none.
func NewMaker(fsys fs.FS, pictures []*Picture, cacheFolder *os.Root) *Maker {
	m := &Maker{fsys: fsys, cache: cache{cacheFolder}, room: newRoom(), jobs: map[string]*job{}}
	byKey := map[string]*job{}
	for _, p := range pictures {
		j := byKey[p.key]
		if j == nil {
			j = &job{picture: p, made: map[string][]byte{}}
			byKey[p.key] = j
		}
		for _, v := range p.Variants {
			if m.jobs[v.Path] == nil {
				m.jobs[v.Path] = j
				j.variants = append(j.variants, v)
			}
		}
	}
	return m
}

// Bytes returns the whole file of the variant with an output path. Equal
// pictures give equal bytes. All variants of a picture are made from one
// decoding when the first is asked for; those that the cache does not take are
// held until they are asked for too. The error is an [*Error] where the picture
// is to blame.
func (m *Maker) Bytes(path string) ([]byte, error) {
	j := m.jobs[path]
	if j == nil {
		return nil, fmt.Errorf("no picture is published as %q", path)
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if data, ok := j.made[path]; ok {
		delete(j.made, path)
		return data, nil
	}
	if data, ok := m.cache.load(path); ok {
		return data, nil
	}
	made, refused := m.make(j)
	if refused != nil {
		return nil, &Error{refused.diagnostic(j.picture.Source)}
	}
	for i, v := range j.variants {
		if !m.cache.store(v.Path, made[i]) && v.Path != path {
			j.made[v.Path] = made[i]
		}
	}
	return made[slices.IndexFunc(j.variants, func(v Variant) bool { return v.Path == path })], nil
}

// Prune deletes what the cache holds of pictures that are no longer in the
// plan, such as one that was withdrawn.
func (m *Maker) Prune() error {
	return m.cache.prune(maps.Keys(m.jobs))
}

// make returns the bytes of the variants, one for one. The file is read again
// and must be the one that was planned: only that one is known to be within the
// limits, and its hash is in the names.
func (m *Maker) make(j *job) ([][]byte, *refusal) {
	p := j.picture
	data, refused := readPicture(m.fsys, p.Source, p.limits)
	if refused != nil {
		return nil, refused
	}
	if keyOf(data) != p.key {
		return nil, refuse(diag.FileUnreadable, "build again", "was changed during the build")
	}
	cost := p.facts.area * p.facts.perPixel
	m.room.enter(cost)
	defer m.room.leave(cost)
	made, err := variantsOf(data, &p.facts, j.variants)
	if err != nil {
		return nil, broken(err)
	}
	return made, nil
}

var errSize = errors.New("its size is not what its header says")

// variantsOf decodes a picture and encodes each variant.
func variantsOf(data []byte, f *facts, variants []Variant) ([][]byte, error) {
	out := f.form()
	if out == gifForm {
		file, err := animate(data, f)
		return [][]byte{file}, err
	}
	img, err := codecs[f.format].decode(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	if img.Bounds().Dx() != f.width || img.Bounds().Dy() != f.height {
		return nil, errSize
	}
	base := prepare(img, f)
	files, errs := make([][]byte, len(variants)), make([]error, len(variants))
	var workers sync.WaitGroup
	for i, v := range variants {
		workers.Go(func() {
			width, height := f.turned(v.Width, v.Height)
			files[i], errs[i] = out.encode(turn(resize(base, width, height), f.orientation))
		})
	}
	workers.Wait()
	return files, errors.Join(errs...)
}

// prepare returns what all variants are scaled from: the picture in the colours
// of the web, less than twice as large as the largest variant that it may have,
// whichever are asked for.
func prepare(img image.Image, f *facts) *image.RGBA {
	all := f.variants("")
	width, height := f.turned(all[len(all)-1].Width, all[len(all)-1].Height)
	base := shrink(img, min(f.width/width, f.height/height), f.form() == jpegForm)
	if c := newColours(f.profile); c != nil {
		c.apply(base)
	}
	return base
}

// room lets pictures be decoded at the same time only as far as there is memory
// for them.
type room struct {
	mu   sync.Mutex
	free int
	left sync.Cond
}

// memory is how many bytes pictures may take together while they are decoded. A
// single picture may take more: 800 MB for 50 million pixels of progressive JPEG.
const memory = 200 * million

func newRoom() *room {
	r := &room{free: memory}
	r.left.L = &r.mu
	return r
}

// enter waits until there is room for so many bytes, or nobody else inside.
func (r *room) enter(bytes int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for r.free < min(bytes, memory) {
		r.left.Wait()
	}
	r.free -= min(bytes, memory)
}

func (r *room) leave(bytes int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.free += min(bytes, memory)
	r.left.Broadcast()
}
