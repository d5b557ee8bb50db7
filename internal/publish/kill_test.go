package publish

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// TestMain lets the test binary be the build that is killed.
func TestMain(m *testing.M) {
	if role := os.Getenv("PUBLISH_ROLE"); role != "" {
		if err := play(role, os.Getenv("PUBLISH_DIR"), os.Getenv("PUBLISH_ARG")); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// play is what a child does: "die WAY" stops itself at an operation, "publish"
// publishes a version, "hold" publishes when its standard input ends.
func play(role, dir, arg string) error {
	n, err := strconv.Atoi(arg)
	if err != nil {
		return err
	}
	switch role {
	case "publish":
		fmt.Println("begun")
		_, err = Dir(dir, version(n).outputs(), Options{})
	case "hold":
		_, err = Dir(dir, []Output{{Path: "index.html", Source: "test", Bytes: func(*bytes.Buffer) ([]byte, error) {
			fmt.Println("begun")
			return io.ReadAll(os.Stdin)
		}}}, Options{})
	default:
		_, way, _ := strings.Cut(role, " ")
		_, err = publish(dir, siteAfter.outputs(), Options{}, hook(func(i int, op, name string) error {
			if i == n {
				die()
			}
			return force(Swap(way))(op, name)
		}))
	}
	return err
}

// die is kill -9 from within: nothing that was deferred runs.
func die() {
	self, err := os.FindProcess(os.Getpid())
	if err == nil {
		err = self.Kill()
	}
	if err != nil {
		panic(err)
	}
	select {}
}

// child is a build in another process, which has begun when this returns.
func child(t *testing.T, role, dir string, arg int) (cmd *exec.Cmd, in io.Closer) {
	t.Helper()
	cmd = exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "PUBLISH_ROLE="+role, "PUBLISH_DIR="+dir, "PUBLISH_ARG="+strconv.Itoa(arg))
	cmd.Stderr = os.Stderr
	in, errIn := cmd.StdinPipe()
	out, errOut := cmd.StdoutPipe()
	if err := errors.Join(errIn, errOut, cmd.Start()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill() })
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "begun\n" && role[:3] != "die" {
		t.Fatalf("child: %q, error %v", line, err)
	}
	return cmd, in
}

// A build is killed before each of its operations in turn.
func TestKill_everyOperation(t *testing.T) {
	before, after := siteBefore.published().with(siteOwn), siteAfter.published().with(siteOwn)
	for _, way := range []Swap{Exchange, Renames, Files} {
		t.Run(string(way), func(t *testing.T) {
			for k := 0; ; k++ {
				dir := prepared(t)
				cmd, _ := child(t, "die "+string(way), dir, k)
				done := cmd.Wait() == nil
				got, what := read(t, dir), fmt.Sprintf("killed at operation %d", k)
				switch {
				case done:
					same(t, "not killed", got, after)
				case way == Files:
					checkMixed(t, what, got, before, after)
				case way == Renames && got == nil:
					// the moment between the two renames
				case !equal(got, after):
					same(t, what, got, before)
				}
				mustDir(t, dir, siteAfter)
				same(t, what+": after the next build", read(t, dir), after)
				onlyOutput(t, dir)
				if t.Failed() {
					return
				}
				if done {
					t.Logf("killed at each of %d operations", k)
					return
				}
			}
		})
	}
}

// version is one of a row of sites in which a third of the pages change, some
// come and go, and a folder changes its name.
func version(v int) files {
	site := files{
		"index.html": page("index", v),
		"about.html": page("about", 0),
	}
	for i := range 350 {
		if (i+v)%10 != 0 {
			site[fmt.Sprintf("pages/%03d.html", i)] = page(i, (i+v)/3)
		}
	}
	for i := range 50 {
		site[fmt.Sprintf("section-%d/%03d.html", v%2, i)] = page(i, 0)
	}
	return site
}

// page is long enough to be seen half-written.
func page(name any, v int) string {
	return fmt.Sprintf("<p>%v version %d\n%s</html>\n", name, v, strings.Repeat("All work and no play. ", 500))
}

// kills is how many builds are killed at random in each place; "make kills" asks
// for more.
func kills() int {
	if n, err := strconv.Atoi(os.Getenv("PUBLISH_KILLS")); err == nil {
		return n
	}
	return 20
}

// Builds are killed at random moments, in memory and on the disk, while a visitor
// reads: a third of the pages change each time, some come and go, and a folder
// changes its name.
func TestKill_random(t *testing.T) {
	t.Run("memory", func(t *testing.T) { killAtRandom(t, quickDir(t)) })
	t.Run("disk", func(t *testing.T) { killAtRandom(t, t.TempDir()) })
}

func killAtRandom(t *testing.T, top string) {
	dir, own := filepath.Join(top, "public"), files{"CNAME": "lp.example"}
	mustDir(t, dir, version(0))
	own.put(t, dir)
	begun := time.Now()
	way := mustDir(t, dir, version(1)).Swap
	longest := time.Since(begun)
	stop, reads := watch(t, dir, way == Exchange)
	current, changed := 1, 0
	dice := rand.New(rand.NewPCG(1, 2))
	for v := 2; v < 2+kills(); v++ {
		cmd, _ := child(t, "publish", dir, v)
		time.Sleep(time.Duration(dice.Int64N(int64(longest))))
		cmd.Process.Kill()
		cmd.Wait()
		old, next := version(current).published().with(own), version(v).published().with(own)
		got := read(t, dir)
		switch {
		case equal(got, next):
			current, changed = v, changed+1
		case way != Exchange && got == nil:
		case !equal(got, old):
			t.Fatalf("after kill %d the folder is neither version %d nor %d", v-1, current, v)
		}
	}
	close(stop)
	t.Logf("%d kills, %d of them after the swap, %d reads meanwhile, none missed", kills(), changed, reads.Load())
	if reads.Load() == 0 {
		t.Error("nobody was reading")
	}
	mustDir(t, dir, version(1000))
	same(t, "after the last build", read(t, dir), version(1000).published().with(own))
	onlyOutput(t, dir)
}

// watch reads two pages that every version has, over and over, and fails the
// test if one is missing or torn.
func watch(t *testing.T, dir string, whole bool) (stop chan struct{}, reads *atomic.Int64) {
	stop, reads = make(chan struct{}), new(atomic.Int64)
	ended := make(chan struct{})
	t.Cleanup(func() { <-ended })
	go func() {
		defer close(ended)
		for {
			select {
			case <-stop:
				return
			case <-time.After(100 * time.Microsecond):
			}
			for _, name := range []string{"index.html", "about.html"} {
				b, err := os.ReadFile(filepath.Join(dir, name))
				if err != nil && (whole || !errors.Is(err, fs.ErrNotExist)) {
					t.Errorf("a visitor's read: %v", err)
				}
				if err == nil && !strings.HasSuffix(string(b), "</html>\n") {
					t.Errorf("a visitor reads a torn %s of %d bytes", name, len(b))
				}
				reads.Add(1)
			}
		}
	}()
	return stop, reads
}

// Visitors read while one build after another replaces the site.
func TestSwap_visitorsMissNothing(t *testing.T) {
	dir := filepath.Join(quickDir(t), "public")
	mustDir(t, dir, version(0))
	way := mustDir(t, dir, version(1)).Swap
	stop, reads := watch(t, dir, way == Exchange)
	for v := range 20 {
		mustDir(t, dir, version(v))
	}
	close(stop)
	t.Logf("%d reads", reads.Load())
}

func TestLock_anotherProcess(t *testing.T) {
	dir := outputDir(t)
	mustDir(t, dir, twoPages)
	cmd, in := child(t, "hold", dir, 0)
	begun := time.Now()
	_, err := Dir(dir, siteAfter.outputs(), Options{})
	if r := refusal(t, err, Busy); !strings.Contains(r.Message, "another build is writing") {
		t.Errorf("message %q", r.Message)
	}
	if waited := time.Since(begun); waited > 5*time.Second {
		t.Errorf("the second build waited %v", waited)
	}
	same(t, "folder", read(t, dir), twoPages.published())
	if err := errors.Join(in.Close(), cmd.Wait()); err != nil {
		t.Fatal(err)
	}
	same(t, "folder after the first build", read(t, dir), files{"index.html": ""}.published())
	mustDir(t, dir, siteAfter)
	onlyOutput(t, dir)
}

func TestLock_ofAKilledBuild(t *testing.T) {
	dir := outputDir(t)
	cmd, _ := child(t, "hold", dir, 0)
	cmd.Process.Kill()
	cmd.Wait()
	mustDir(t, dir, twoPages)
	onlyOutput(t, dir)
}

// Many want the lock, which is removed each time it is given up.
func TestLock_exclusive(t *testing.T) {
	root, err := os.OpenRoot(quickDir(t))
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	var (
		inside atomic.Int64
		taken  atomic.Int64
		work   sync.WaitGroup
	)
	for range 8 {
		work.Go(func() {
			for range 2000 {
				release, err := takeLock(root, "lock")
				if err != nil {
					continue
				}
				taken.Add(1)
				if inside.Add(1) != 1 {
					t.Error("two hold the lock")
				}
				runtime.Gosched()
				inside.Add(-1)
				release()
			}
		})
	}
	work.Wait()
	if taken.Load() == 0 {
		t.Error("nobody got the lock")
	}
}

// Outputs that are neighbours do not wait for each other.
func TestLock_neighbours(t *testing.T) {
	dir := outputDir(t)
	child(t, "hold", dir, 0)
	neighbour := filepath.Join(filepath.Dir(dir), "public-cy")
	mustDir(t, neighbour, twoPages)
	same(t, "neighbour", read(t, neighbour), twoPages.published())
}

func TestLock_manyBuilds(t *testing.T) {
	dir, own := filepath.Join(quickDir(t), "public"), files{"CNAME": "lp.example"}
	mustDir(t, dir, version(0))
	own.put(t, dir)
	const builds, rounds = 8, 5
	results := make(chan error, builds)
	for round := range rounds {
		for i := range builds {
			go func() {
				_, err := Dir(dir, version(round*builds+i).outputs(), Options{})
				results <- err
			}()
		}
		published := 0
		for range builds {
			err := <-results
			if err == nil {
				published++
				continue
			}
			refusal(t, err, Busy)
		}
		if published == 0 {
			t.Error("no build of a round published")
		}
		checkSomeVersion(t, read(t, dir), own)
	}
	onlyOutput(t, dir)
}

func checkSomeVersion(t *testing.T, got, own files) {
	t.Helper()
	for v := range 50 {
		if equal(got, version(v).published().with(own)) {
			return
		}
	}
	t.Error("the folder is of no version")
}
