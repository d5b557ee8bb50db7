// Command bench measures Exemplar beside other generators on the same pages, in
// one run, because machines differ and drift: only the ratios mean something.
//
// In comes a folder with corpus.py, hugo/ and floor/ (see docs/performance.md).
// Out comes a table of medians of wall time, processor time and peak memory, or with
// -large how the cost grows. It never keeps what it builds.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"text/tabwriter"
	"time"
)

// contender is one way of building the site; its commands run in turn.
type contender struct {
	name     string
	prepare  func() error // before each run, not measured
	commands [][]string
	dir      string
}

// cost is what one run took.
type cost struct {
	wall, cpu time.Duration
	peak      int64 // bytes
}

func main() {
	material := flag.String("material", "", "the folder with corpus.py, hugo/ and floor/")
	studies := flag.Int("studies", 1000, "how many case studies")
	large := flag.Int("large", 0, "compare with a site of so many case studies instead, built in between")
	runs := flag.Int("runs", 3, "how many runs of each; the median is printed")
	exemplar := flag.String("exemplar", "exemplar", "the program to measure")
	hugo := flag.String("hugo", "", "Hugo's program; it is left out without one")
	pagefind := flag.String("pagefind", "", "Pagefind's program; it is left out without one")
	floor := flag.String("floor", "", "floor's program; it is left out without one")
	flag.Parse()
	run := func() error { return measure(*material, *studies, *runs, *exemplar, *hugo, *pagefind, *floor) }
	if *large > 0 {
		run = func() error { return grow(*material, *studies, *large, *runs, *exemplar) }
	}
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func measure(material string, studies, runs int, exemplar, hugo, pagefind, floor string) error {
	work, err := os.MkdirTemp("", "exemplar-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	flavours := []string{"exemplar"}
	if hugo != "" {
		flavours = append(flavours, "hugo")
	}
	for _, flavour := range flavours {
		if err := corpus(material, studies, work, flavour); err != nil {
			return err
		}
	}
	if hugo != "" {
		if err := os.CopyFS(filepath.Join(work, "hugo"), os.DirFS(filepath.Join(material, "hugo"))); err != nil {
			return err
		}
	}
	list := contenders(work, exemplar, hugo, pagefind, floor)
	costs := make([][]cost, len(list))
	for range runs { // in turn, so that a slow moment falls on all
		for i, c := range list {
			one, err := c.run()
			if err != nil {
				return fmt.Errorf("%s: %w", c.name, err)
			}
			costs[i] = append(costs[i], one)
		}
	}
	return report(list, costs, studies, work)
}

// corpus makes the pages of one generator in a folder of its name.
func corpus(material string, studies int, work, flavour string) error {
	err := exec.Command("python3", filepath.Join(material, "corpus.py"), "--studies", strconv.Itoa(studies),
		"--out", filepath.Join(work, flavour), "--flavour", flavour).Run()
	if err != nil {
		return fmt.Errorf("corpus.py: %w", err)
	}
	return nil
}

// eachSide is how many builds of the small site there are before and after each one
// of the large: a machine that others use, too, is quick at one moment and slow at
// the next.
const eachSide = 3

// grow builds a small and a large site in turn, without search and with it, and
// prints how many times as much the large one takes.
func grow(material string, small, large, runs int, exemplar string) error {
	work, err := os.MkdirTemp("", "exemplar-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	var of [2][]contender
	for i, studies := range []int{small, large} {
		dir := filepath.Join(work, strconv.Itoa(i))
		if err := corpus(material, studies, dir, "exemplar"); err != nil {
			return err
		}
		of[i] = contenders(dir, exemplar, "", "", "")
	}
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(w, "\t%d: wall s\tCPU s\t%d: wall s\tCPU s\tpeak MB\twall ÷ wall\tCPU ÷ CPU\t\n", small, large)
	for i := range 2 { // the cold ones
		a, b, err := alternate(of[0][i], of[1][i], runs)
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "%s\t%.2f\t%.2f\t%.2f\t%.2f\t%d\t%.2f\t%.2f\t\n", of[0][i].name, a.wall.Seconds(), a.cpu.Seconds(),
			b.wall.Seconds(), b.cpu.Seconds(), b.peak>>20, b.wall.Seconds()/a.wall.Seconds(), b.cpu.Seconds()/a.cpu.Seconds())
	}
	return w.Flush()
}

// alternate runs the large one with small ones on either side, and returns the
// medians. What the large one made is gone when a small one begins.
func alternate(small, large contender, runs int) (a, b cost, err error) {
	var smalls, larges []cost
	add := func(list *[]cost, c contender, times int) {
		for range times {
			if err == nil {
				var one cost
				one, err = c.run()
				*list = append(*list, one)
			}
		}
		if err == nil {
			err = c.prepare()
		}
	}
	for range runs {
		add(&smalls, small, eachSide)
		add(&larges, large, 1)
		add(&smalls, small, eachSide)
	}
	return median(smalls), median(larges), err
}

func contenders(work, exemplar, hugo, pagefind, floor string) []contender {
	site := filepath.Join(work, "exemplar")
	public := filepath.Join(site, "public")
	clean := func(dir string) func() error { return func() error { return os.RemoveAll(dir) } }
	anew := func() error { return errors.Join(os.RemoveAll(public), os.RemoveAll(filepath.Join(site, ".exemplar"))) }
	list := []contender{
		{"exemplar, cold, no search", anew, [][]string{{exemplar, "build", "--no-search"}}, site},
		{"exemplar, cold", anew, [][]string{{exemplar, "build"}}, site},
		{"exemplar, unchanged", func() error { return nil }, [][]string{{exemplar, "build"}}, site},
	}
	hugoSite := filepath.Join(work, "hugo")
	hugoOut := clean(filepath.Join(hugoSite, "public"))
	if hugo != "" {
		list = append(list, contender{"hugo --minify", hugoOut, [][]string{{hugo, "--quiet", "--minify"}}, hugoSite})
	}
	if hugo != "" && pagefind != "" {
		list = append(list, contender{"hugo + pagefind", hugoOut, [][]string{{hugo, "--quiet", "--minify"}, {pagefind, "--site", "public"}}, hugoSite})
	}
	if floor != "" {
		out := filepath.Join(work, "floor-out")
		list = append(list, contender{"floor", clean(out), [][]string{{floor, "-in", filepath.Join(site, "content"), "-out", out, "-minify"}}, work})
	}
	return list
}

// run builds once and adds up the commands; the peak is the highest of them.
func (c contender) run() (cost, error) {
	if err := c.prepare(); err != nil {
		return cost{}, err
	}
	var total cost
	for _, args := range c.commands {
		cmd := exec.Command(args[0], args[1:]...)
		cmd.Dir = c.dir
		start := time.Now()
		if out, err := cmd.CombinedOutput(); err != nil {
			return cost{}, fmt.Errorf("%w: %s", err, out)
		}
		total.wall += time.Since(start)
		total.cpu += cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
		if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
			total.peak = max(total.peak, usage.Maxrss<<10) // Linux counts in KiB
		}
	}
	return total, nil
}

func report(list []contender, costs [][]cost, studies int, work string) error {
	files, size, err := measureTree(filepath.Join(work, "exemplar", "public"))
	if err != nil {
		return err
	}
	fmt.Printf("%d case studies; exemplar writes %d files, %.1f MB\n\n", studies, files, float64(size)/1e6)
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "\twall s\tCPU s\tpeak MB\twall ÷ first\tpeak ÷ first\t")
	var first cost
	for i, c := range list {
		m := median(costs[i])
		if i == 0 {
			first = m
		}
		fmt.Fprintf(w, "%s\t%.2f\t%.2f\t%d\t%.2f\t%.2f\t\n", c.name, m.wall.Seconds(), m.cpu.Seconds(), m.peak>>20,
			m.wall.Seconds()/first.wall.Seconds(), float64(m.peak)/float64(first.peak))
	}
	return w.Flush()
}

// median takes each figure's own median.
func median(list []cost) cost {
	middle := func(value func(cost) int64) int64 {
		var values []int64
		for _, c := range list {
			values = append(values, value(c))
		}
		slices.Sort(values)
		return values[len(values)/2]
	}
	return cost{
		wall: time.Duration(middle(func(c cost) int64 { return int64(c.wall) })),
		cpu:  time.Duration(middle(func(c cost) int64 { return int64(c.cpu) })),
		peak: middle(func(c cost) int64 { return c.peak }),
	}
}

func measureTree(dir string) (files int, size int64, err error) {
	err = filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.Contains(name, ".exemplar") {
			return err
		}
		info, err := d.Info()
		if err == nil {
			files, size = files+1, size+info.Size()
		}
		return err
	})
	return files, size, err
}
