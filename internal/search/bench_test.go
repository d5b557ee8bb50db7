package search

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/exemplar-lp/exemplar/internal/shelf"
)

// The site whose index the benchmarks make, and where they leave it:
//
//	go test ./internal/search -run '^$' -bench Build -site DIR -framework ID -out DIR
var (
	benchSite = flag.String("site", "../..", "the site to index")
	benchLP   = flag.String("framework", "glf-lp", "its own framework")
	benchOut  = flag.String("out", "", "a folder in which to leave the index")
)

// BenchmarkBuild makes the index with the bytes of every file. Of the heap it
// reports what the index has of it when all is done, and the most that there was,
// garbage too, beyond what the catalogue takes.
func BenchmarkBuild(b *testing.B) {
	var texts shelf.Shelf
	defer texts.Close()
	cat, _ := link(b, *benchSite, *benchLP, &texts)
	base, stop, most := heapNow(true), make(chan bool), make(chan uint64)
	go func() {
		top := base
		for {
			select {
			case <-stop:
				most <- top
				return
			case <-time.After(20 * time.Millisecond):
				top = max(top, heapNow(false))
			}
		}
	}()
	var files, size int
	var kept uint64
	for b.Loop() {
		ix := Collect(cat, Options{Shelf: &texts}).Index()
		files, size = len(ix.Files), 0
		for _, f := range ix.Files {
			data := f.Bytes(new(bytes.Buffer))
			size += len(data)
			keep(b, f.Path, data)
		}
		b.StopTimer()
		kept = heapNow(true) - base
		runtime.KeepAlive(ix)
		b.StartTimer()
	}
	stop <- true
	b.ReportMetric(float64(int64(kept))/1e6, "MB-kept") // less than nothing where reading left garbage
	b.ReportMetric(float64(<-most-base)/1e6, "MB-most")
	b.ReportMetric(float64(files), "files")
	b.ReportMetric(float64(size)/1e6, "MB-index")
	runtime.KeepAlive(cat)
}

func heapNow(collect bool) uint64 {
	if collect {
		runtime.GC()
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func keep(b *testing.B, path string, data []byte) {
	if *benchOut == "" {
		return
	}
	name := filepath.Join(*benchOut, filepath.FromSlash(path))
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(name, data, 0o644); err != nil {
		b.Fatal(err)
	}
}
