package asset

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"path"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

// Plan says what will be published of each picture, from its header alone. The
// pictures come in the order of their paths, without those that have an error;
// so do the problems. The folder is read from several goroutines. known may be
// nil.
func Plan(fsys fs.FS, paths []string, limits Limits, known *Memory) ([]*Picture, diag.List) {
	limits = limits.withDefaults()
	found := make([]planned, len(paths))
	var workers sync.WaitGroup
	var next atomic.Int64
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(paths); i = int(next.Add(1)) - 1 {
				found[i] = known.plan(fsys, paths[i], limits)
			}
		})
	}
	workers.Wait()
	var pictures []*Picture
	var problems diag.List
	for _, p := range found {
		problems = append(problems, p.problems...)
		if p.picture != nil {
			pictures = append(pictures, p.picture)
		}
	}
	return pictures, problems
}

// Unshown finds pictures that no page shows and that say where they were taken:
// they are not published, but the folder may be. The folder is read from several
// goroutines. known may be nil.
func Unshown(fsys fs.FS, paths []string, limits Limits, known *Memory) diag.List {
	_, found := Plan(fsys, paths, limits, known)
	var problems diag.List
	for _, d := range found {
		if d.Code == diag.ImageGPS {
			d.Hint = "no page shows it, but whoever gets this folder can read the place; clean the file or delete it: in Windows, right-click it, Properties, Details, \"Remove Properties and Personal Information\""
			problems = append(problems, d)
		}
	}
	return problems
}

// planned is what a Plan says of one file; picture is nil where it has an error.
type planned struct {
	picture  *Picture
	problems diag.List
}

func plan(fsys fs.FS, source string, limits Limits) planned {
	data, refused := readPicture(fsys, source, limits)
	if refused == nil {
		var f facts
		if f, refused = look(data, limits); refused == nil {
			refused = f.mislabelled(source)
		}
		if refused == nil {
			return planned{newPicture(source, data, f, limits), f.warnings(source)}
		}
	}
	return planned{problems: diag.List{refused.diagnostic(source)}}
}

// mislabelled refuses a picture whose name has the ending of another format. It
// would be published well, but whoever opens the file later is told that it is
// damaged, and a name that is wrong about this may be that of another file.
func (f *facts) mislabelled(source string) *refusal {
	ending := path.Ext(source)
	named, ok := endings[strings.ToLower(ending)]
	if !ok || named == f.format {
		return nil
	}
	better := "." + strings.ToLower(string(f.format))
	if f.format == jpegFormat {
		better = ".jpg"
	}
	return refuse(diag.ImageFormat, "see whether it is the right file; then rename it to "+strings.TrimSuffix(path.Base(source), ending)+better+", here and where a page shows it",
		"is a %s picture, not a %s as its name says", f.format, named)
}

// endings are the formats that the ends of names stand for.
var endings = map[string]format{
	".jpg": jpegFormat, ".jpeg": jpegFormat, ".png": pngFormat, ".gif": gifFormat, ".webp": webpFormat,
}

// readPicture returns the bytes of a picture's file.
func readPicture(fsys fs.FS, source string, limits Limits) ([]byte, *refusal) {
	info, refused := stat(fsys, source)
	if refused != nil {
		return nil, refused
	}
	most := int64(limits.FileMB) * million
	if info.Size() > most {
		return nil, refuse(diag.ImageTooLarge, "make it smaller, or raise image_mb under limits in exemplar.yaml",
			"is %.1f MB; the limit is %d MB", float64(info.Size())/million, limits.FileMB)
	}
	return read(fsys, source, most)
}

func newPicture(source string, data []byte, f facts, limits Limits) *Picture {
	key := keyOf(data)
	variants := f.variants(key)
	full := variants[len(variants)-1]
	return &Picture{
		Source: source, Width: full.Width, Height: full.Height, Variants: variants,
		key: key, facts: f, limits: limits,
	}
}

// keyOf names a file's bytes in the names of its variants. Nobody who does not
// have the file can tell from it what it shows.
func keyOf(data []byte) string {
	h := sha256.New()
	h.Write([]byte("exemplar picture " + recipe + "\x00"))
	h.Write(data)
	return hex.EncodeToString(h.Sum(nil)[:10])
}

func variantPath(key string, width int, f form) string {
	return "media/" + key + "-" + strconv.Itoa(width) + f.extension
}

// warnings are the problems of a picture that is published all the same.
func (f *facts) warnings(source string) diag.List {
	var list diag.List
	warn := func(code diag.Code, hint, what string, args ...any) {
		list = append(list, refuse(code, hint, what, args...).diagnostic(source))
	}
	if f.located {
		warn(diag.ImageGPS, "the published picture does not; clean the file as well: in Windows, right-click it, Properties, Details, \"Remove Properties and Personal Information\"",
			"says where it was taken")
	}
	if f.frames > 1 && !f.moves() {
		hint := "save it as a GIF that runs for at most five seconds, or link to a film"
		if f.format == gifFormat {
			warn(diag.ImageMoving, hint, "runs for %.1f seconds; only its first picture is shown", float64(f.length)/100)
		} else {
			warn(diag.ImageMoving, hint, "is an animated %s; only its first picture is shown", f.format)
		}
	}
	return list
}

// Memory lets a later Plan skip the files that have not changed, by size and
// time of change. It is for a program that plans again and again; the zero
// value is ready to use, for one folder.
type Memory struct {
	mu    sync.Mutex
	files map[string]remembered
}

type remembered struct {
	size    int64
	changed time.Time
	limits  Limits
	planned planned
}

func (m *Memory) plan(fsys fs.FS, source string, limits Limits) planned {
	if m == nil {
		return plan(fsys, source, limits)
	}
	info, refused := stat(fsys, source)
	if refused != nil {
		return planned{problems: diag.List{refused.diagnostic(source)}}
	}
	m.mu.Lock()
	old, ok := m.files[source]
	m.mu.Unlock()
	if ok && old.size == info.Size() && old.changed.Equal(info.ModTime()) && old.limits == limits {
		return old.planned
	}
	now := remembered{info.Size(), info.ModTime(), limits, plan(fsys, source, limits)}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.files == nil {
		m.files = map[string]remembered{}
	}
	m.files[source] = now
	return now.planned
}
