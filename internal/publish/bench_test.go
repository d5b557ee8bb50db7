package publish

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// site is n outputs of 10 kB in 20 folders; a salt changes the bytes of each.
func site(n int, salt string) []Output {
	outputs := make([]Output, n)
	for i := range outputs {
		outputs[i] = Output{
			Path:   fmt.Sprintf("section-%02d/page-%05d.html", i%20, i),
			Source: fmt.Sprintf("content/page-%05d.md", i),
			Bytes: func(*bytes.Buffer) ([]byte, error) {
				line := fmt.Sprintf("%s %05d\n", salt, i)
				return bytes.Repeat([]byte(line), 10_000/len(line)), nil
			},
		}
	}
	return outputs
}

// benchmarkSize is the number of files; PUBLISH_FILES asks for another.
func benchmarkSize(b *testing.B) int {
	n, err := strconv.Atoi(os.Getenv("PUBLISH_FILES"))
	if err != nil {
		return 1000
	}
	b.Logf("%d files", n)
	return n
}

func BenchmarkDir(b *testing.B) {
	n := benchmarkSize(b)
	old, changed := site(n, "old"), site(n, "new")
	one := append(append([]Output{}, changed[:1]...), old[1:]...)
	for _, bench := range []struct {
		name          string
		before, after []Output
		opts          Options
	}{
		{name: "first", after: old},
		{name: "first sync", after: old, opts: Options{Sync: true}},
		{name: "all changed", before: old, after: changed},
		{name: "one changed", before: old, after: one},
		{name: "unchanged", before: old, after: old},
	} {
		b.Run(bench.name, func(b *testing.B) {
			top := b.TempDir()
			for i := 0; b.Loop(); i++ {
				b.StopTimer()
				dir := filepath.Join(top, strconv.Itoa(i))
				if bench.before != nil {
					if _, err := Dir(dir, bench.before, Options{}); err != nil {
						b.Fatal(err)
					}
				}
				b.StartTimer()
				if _, err := Dir(dir, bench.after, bench.opts); err != nil {
					b.Fatal(err)
				}
				b.StopTimer()
				if err := os.RemoveAll(dir); err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
			}
		})
	}
}
