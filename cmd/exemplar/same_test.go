package main

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/exemplar-lp/exemplar/internal/shuffle"
)

// elsewhere is the program on another machine, whose clock shows CLOCK, in seconds
// since 1970, and whose disk lists folders in an order of its own for each SEED.
func elsewhere() {
	seconds, noClock := strconv.ParseInt(os.Getenv("CLOCK"), 10, 64)
	seed, noSeed := strconv.ParseUint(os.Getenv("SEED"), 10, 64)
	if err := errors.Join(noClock, noSeed); err != nil {
		panic(err)
	}
	os.Exit(run(os.Args[1:], &environment{
		stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, getenv: os.Getenv,
		now: func() time.Time { return time.Unix(seconds, 0) },
		open: func(dir string) (fs.FS, error) {
			files, err := openRoot(dir)
			return shuffle.New(files, seed), err
		},
	}))
}

const (
	aDay        = 24 * 60 * 60
	dayOfBuilds = 1795219200 // 21 November 2026, 0:00 UTC
)

// TestBuildIsReproducible builds the example portal twenty times: in other places
// with other times of files, by other clocks, in other time zones and locales, with
// other numbers of processors, and from folders listed in other orders. All make
// the same bytes, since all are told one day, in each of the three ways.
func TestBuildIsReproducible(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	zones := []string{"Pacific/Kiritimati", "America/New_York", "Pacific/Chatham", "Pacific/Pago_Pago", "Europe/London", "UTC"} // east and west by turns
	locales := []string{"C", "cy_GB.UTF-8", "tr_TR.UTF-8", "en_GB.ISO-8859-1", "ja_JP.UTF-8"}
	var first map[string]string
	var place string
	for n := range builds {
		random := rand.New(rand.NewPCG(uint64(n), 0))
		if n < 2 || n%8 == 0 {
			place = exampleElsewhere(t, random)
		}
		dest := filepath.Join(t.TempDir(), "public")
		cmd := exec.Command(self, "build", "-s", place, "-d", dest)
		cmd.Args[0] = "elsewhere"
		clock := random.Int64N(130 * 365 * aDay) // to the year 2100
		extra := []string{fmt.Sprint("SEED=", n), fmt.Sprint("GOMAXPROCS=", 1+random.IntN(16)),
			"TZ=" + zones[n/3%len(zones)], "LC_ALL=" + locales[n%len(locales)], "LANG=" + locales[n%len(locales)]}
		switch n % 3 {
		case 0:
			cmd.Args = append(cmd.Args, "--as-of", "2026-11-21")
		case 1:
			extra = append(extra, fmt.Sprint("SOURCE_DATE_EPOCH=", dayOfBuilds+random.IntN(aDay)))
		case 2:
			clock = dayOfBuilds + random.Int64N(aDay/8) // in the west it is still yesterday
			if n/3%2 == 0 {
				clock += aDay - aDay/8 // in the east it is tomorrow
			}
		}
		extra = append(extra, fmt.Sprint("CLOCK=", clock))
		cmd.Env = append(os.Environ(), extra...)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v: %v\n%s", extra, err, out)
		}
		got := hashes(t, dest)
		if first == nil {
			first = got
		}
		if !maps.Equal(got, first) {
			t.Errorf("%v: %s", extra, difference(first, got))
		}
	}
}

// exampleElsewhere copies the example portal to another place, where its files
// have other times.
func exampleElsewhere(t *testing.T, random *rand.Rand) string {
	t.Helper()
	dir := t.TempDir()
	for _, part := range []string{"content", "themes"} {
		if err := os.CopyFS(filepath.Join(dir, part), os.DirFS(filepath.Join(root, part))); err != nil {
			t.Fatal(err)
		}
	}
	settings, err := os.ReadFile(filepath.Join(root, "exemplar.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(dir, "exemplar.yaml"), string(settings))
	err = filepath.WalkDir(dir, func(name string, _ fs.DirEntry, err error) error {
		when := time.Unix(random.Int64N(130*365*aDay), 0)
		return errors.Join(err, os.Chtimes(name, when, when))
	})
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// difference names the files that two sites do not have alike.
func difference(a, b map[string]string) string {
	var names []string
	all := maps.Clone(a)
	maps.Copy(all, b)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if a[name] != b[name] {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ") + " differ"
}
