// Package receipt knows whether a build would make again what the last one made.
//
// In come the files of a site as a build reads them, whatever else it depends on,
// in words, and the folder that it wrote. Out comes a receipt, and later the
// answer whether all of it is still as it was. It never says so of files that it
// has not read again, and never trusts the time of a file that people write.
package receipt

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"maps"
	"os"
	"runtime"
	"slices"
	"strconv"
	"sync"

	"golang.org/x/sync/errgroup"
)

// Receipt is what is known of a build that published a site.
type Receipt struct {
	// Facts are what the build depended on beside files.
	Facts []string `json:"facts"`
	// Reads has what the build found in each place of the site that it looked at.
	Reads map[string]string `json:"reads"`
	// Outputs is a sum over the published files.
	Outputs string `json:"outputs"`
	// Said is what the build told its user.
	Said Said `json:"said"`
}

// Said is what a build told its user.
type Said struct {
	Stdout string `json:"stdout"`
	Stderr string `json:"stderr"`
	// Title is the site's; Files is how many were published; Tally is how many
	// problems there were, in words.
	Title string `json:"title"`
	Files int    `json:"files"`
	Tally string `json:"tally"`
}

// Read returns the receipt in a file, or an empty one, which never holds.
func Read(folder *os.Root, name string) Receipt {
	var r Receipt
	if raw, err := folder.ReadFile(name); err != nil || json.Unmarshal(raw, &r) != nil {
		return Receipt{}
	}
	return r
}

// Write puts the receipt into a file, whole or not at all.
func (r Receipt) Write(folder *os.Root, name string) error {
	raw, err := json.Marshal(r)
	if err != nil {
		return err
	}
	half := name + ".new"
	if err := folder.WriteFile(half, raw, 0o644); err != nil {
		return err
	}
	return folder.Rename(half, name)
}

// Holds reports whether a build of the site with the same facts would read the
// same and find the output folder as it left it.
func (r Receipt) Holds(site, output fs.FS, facts []string) bool {
	if len(r.Reads) == 0 || !slices.Equal(r.Facts, facts) {
		return false
	}
	sum, err := Sum(output)
	return err == nil && sum == r.Outputs && r.sameReads(site)
}

var errChanged = errors.New("changed")

func (r Receipt) sameReads(site fs.FS) bool {
	var group errgroup.Group
	parts := runtime.GOMAXPROCS(0)
	keys := slices.Sorted(maps.Keys(r.Reads))
	for part := range parts {
		group.Go(func() error {
			for i := part; i < len(keys); i += parts {
				if look(site, keys[i]) != r.Reads[keys[i]] {
					return errChanged
				}
			}
			return nil
		})
	}
	return group.Wait() == nil
}

// Sum is a sum over the names, sizes and times of all files below a folder. Only
// builds write there, so that times are enough.
func Sum(folder fs.FS) (string, error) {
	var files []fs.DirEntry
	var names []string
	err := fs.WalkDir(folder, ".", func(name string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			files, names = append(files, e), append(names, name)
		}
		return err
	})
	if err != nil {
		return "", err
	}
	lines, err := describe(files, names)
	h := sha256.New()
	for _, part := range lines {
		h.Write(part)
	}
	return hex.EncodeToString(h.Sum(nil)), err
}

// describe writes a line about each file, as many parts at a time as there are
// processors: to ask the system takes the time.
func describe(files []fs.DirEntry, names []string) ([][]byte, error) {
	parts := make([][]byte, runtime.GOMAXPROCS(0))
	var group errgroup.Group
	for part := range parts {
		from, to := part*len(files)/len(parts), (part+1)*len(files)/len(parts)
		group.Go(func() error {
			var lines []byte
			for i := from; i < to; i++ {
				info, err := files[i].Info()
				if err != nil {
					return err
				}
				lines = fmt.Appendf(lines, "%q %v %d %d\n", names[i], info.Mode(), info.Size(), info.ModTime().UnixNano())
			}
			parts[part] = lines
			return nil
		})
	}
	return parts, group.Wait()
}

// The ways to look at a place; a key of Reads is one of them and a path.
const (
	asFile   = "="
	asFolder = "/"
	asEntry  = "?"
)

// look says in a few letters what there is in a place.
func look(site fs.FS, key string) string {
	name := key[1:]
	switch key[:1] {
	case asFile:
		return lookAtFile(site, name)
	case asFolder:
		return listed(fs.ReadDir(site, name))
	}
	return found(fs.Lstat(site, name))
}

func lookAtFile(site fs.FS, name string) string {
	file, err := site.Open(name)
	if err != nil {
		return failed(err)
	}
	defer file.Close()
	if info, err := file.Stat(); err != nil || info.IsDir() {
		return found(info, err)
	}
	h := sha256.New()
	if _, err := io.Copy(h, file); err != nil {
		return failed(err)
	}
	return hex.EncodeToString(h.Sum(nil))
}

func listed(entries []fs.DirEntry, err error) string {
	if err != nil {
		return failed(err)
	}
	var lines []byte
	for _, e := range entries {
		lines = strconv.AppendQuote(lines, e.Name())
		lines = append(append(lines, ' '), found(e.Info())...) // the size of a file may matter that is not read
		lines = append(lines, '\n')
	}
	sum := sha256.Sum256(lines)
	return hex.EncodeToString(sum[:])
}

func found(info fs.FileInfo, err error) string {
	switch {
	case err != nil:
		return failed(err)
	case info.Mode().IsRegular():
		return "file " + strconv.FormatInt(info.Size(), 10)
	}
	return info.Mode().Type().String()
}

func failed(err error) string {
	if errors.Is(err, fs.ErrNotExist) {
		return "nothing"
	}
	return "error: " + err.Error()
}

// Recorder is a site's folder that notes what is read of it. Many may read at
// once.
type Recorder struct {
	site  fs.FS
	mu    sync.Mutex
	sums  map[string]sum    // of files, by name: a large site has very many
	reads map[string]string // what else was found
}

// sum is the SHA-256 of a file.
type sum = [sha256.Size]byte

// Record returns a recorder of a site's folder.
func Record(site fs.FS) *Recorder {
	return &Recorder{site: site, sums: map[string]sum{}, reads: map[string]string{}}
}

// Reads returns what was found in each place that was looked at. Nobody may read
// any more.
func (r *Recorder) Reads() map[string]string {
	reads := make(map[string]string, len(r.sums)+len(r.reads))
	for name, s := range r.sums {
		reads[asFile+name] = hex.EncodeToString(s[:])
	}
	maps.Copy(reads, r.reads)
	return reads
}

// note keeps what was found the first time: should it change while the build
// reads it again, the receipt will not hold.
func (r *Recorder) note(key, found string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, ok := r.reads[key]; !ok {
		r.reads[key] = found
	}
}

// noteFile is note for a file that was read.
func (r *Recorder) noteFile(name string, s sum) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, ok := r.sums[name]; !ok {
		r.sums[name] = s
	}
}

// Open opens a file or folder. What is in a file is noted when it is closed.
func (r *Recorder) Open(name string) (fs.File, error) {
	file, err := r.site.Open(name)
	if err != nil {
		r.note(asFile+name, failed(err))
		return nil, err
	}
	info, err := file.Stat()
	if err != nil || info.IsDir() {
		r.note(asFile+name, found(info, err))
		return file, nil
	}
	return &recorded{File: file, info: info, recorder: r, name: name, sum: sha256.New()}, nil
}

// recorded is a file that sums up what is read of it.
type recorded struct {
	fs.File
	info     fs.FileInfo
	recorder *Recorder
	name     string
	sum      hash.Hash
	whole    bool // the end was read
	failed   error
}

// Stat describes the file as it was opened.
func (f *recorded) Stat() (fs.FileInfo, error) { return f.info, nil }

// Read reads on.
func (f *recorded) Read(p []byte) (int, error) {
	n, err := f.File.Read(p)
	f.sum.Write(p[:n])
	switch {
	case errors.Is(err, io.EOF):
		f.whole = true
	case err != nil:
		f.failed = err
	}
	return n, err
}

// Close notes what is in the file, also in the part that nobody read.
func (f *recorded) Close() error {
	if err := f.readOn(); err != nil {
		f.recorder.note(asFile+f.name, failed(err))
	} else {
		f.recorder.noteFile(f.name, sum(f.sum.Sum(nil)))
	}
	return f.File.Close()
}

// readOn sums up the part that nobody read.
func (f *recorded) readOn() error {
	if f.whole || f.failed != nil {
		return f.failed
	}
	_, err := io.Copy(f.sum, f.File)
	return err
}

// ReadFile reads a whole file.
func (r *Recorder) ReadFile(name string) ([]byte, error) {
	data, err := fs.ReadFile(r.site, name)
	if err != nil {
		r.note(asFile+name, lookAtFile(r.site, name))
		return data, err
	}
	r.noteFile(name, sha256.Sum256(data))
	return data, nil
}

// ReadDir lists a folder.
func (r *Recorder) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(r.site, name)
	r.note(asFolder+name, listed(entries, err))
	return entries, err
}

// Stat describes what is in a place; links are not followed by what Exemplar
// reads, so that this notes the same as Lstat.
func (r *Recorder) Stat(name string) (fs.FileInfo, error) {
	r.note(asEntry+name, look(r.site, asEntry+name))
	return fs.Stat(r.site, name)
}

// Lstat describes what is in a place without following a link.
func (r *Recorder) Lstat(name string) (fs.FileInfo, error) {
	info, err := fs.Lstat(r.site, name)
	r.note(asEntry+name, found(info, err))
	return info, err
}

// ReadLink returns where a link leads, which nobody asks for.
func (r *Recorder) ReadLink(name string) (string, error) { return fs.ReadLink(r.site, name) }
