// Command release makes what a release consists of: for each system an archive
// with the program, a list of what the program is made of, and the sums of all.
//
// In comes the repository's folder. Out come the archives, an SBOM for each and
// SHA256SUMS; the same commit and the same Go give the same bytes, wherever and
// whenever it runs. It never publishes or signs anything.
package main

import (
	"crypto/sha256"
	"debug/buildinfo"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"
)

// systems are those that a release is for.
var systems = []string{
	"darwin/amd64", "darwin/arm64", "linux/amd64", "linux/arm64", "windows/amd64", "windows/arm64",
}

// papers are the files that go with the program.
var papers = []string{"CHANGELOG.md", "LICENSE", "README.md"}

func main() {
	source := flag.String("source", ".", "the repository")
	out := flag.String("out", "dist", "the folder to write to; what is in it goes")
	version := flag.String("version", "", "the version in the names; git describe if empty")
	only := flag.String("only", "", "systems, with commas between them; all if empty")
	flag.Parse()
	r := release{source: *source, out: *out, version: *version, systems: systems}
	if *only != "" {
		r.systems = strings.Split(*only, ",")
	}
	if err := r.make(); err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
}

// release is one run.
type release struct {
	source, out, version string
	systems              []string
	// at is the time of everything in the archives.
	at time.Time
}

func (r *release) make() error {
	if err := r.settle(); err != nil {
		return err
	}
	if err := os.RemoveAll(r.out); err != nil {
		return err
	}
	if err := os.MkdirAll(r.out, 0o777); err != nil {
		return err
	}
	work, err := os.MkdirTemp("", "exemplar-release-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	for _, system := range r.systems {
		if err := r.forSystem(system, work); err != nil {
			return fmt.Errorf("%s: %w", system, err)
		}
	}
	return writeSums(r.out)
}

// settle fills in the version and the time: that of SOURCE_DATE_EPOCH, or of the
// commit.
func (r *release) settle() error {
	if r.version == "" {
		said, err := r.git("describe", "--tags", "--always")
		if err != nil {
			return err
		}
		r.version = said
	}
	epoch := os.Getenv("SOURCE_DATE_EPOCH")
	if epoch == "" {
		said, err := r.git("log", "-1", "--format=%ct")
		if err != nil {
			return err
		}
		epoch = said
	}
	seconds, err := strconv.ParseInt(epoch, 10, 64)
	r.at = time.Unix(seconds, 0).UTC()
	return err
}

func (r *release) git(args ...string) (string, error) {
	cmd := exec.Command("git", args...)
	cmd.Dir, cmd.Stderr = r.source, os.Stderr
	said, err := cmd.Output()
	return strings.TrimSpace(string(said)), err
}

// forSystem makes the archive and the SBOM of one system.
func (r *release) forSystem(system, work string) error {
	goos, goarch, ok := strings.Cut(system, "/")
	if !ok {
		return fmt.Errorf("a system is written like linux/amd64")
	}
	program := "exemplar"
	if goos == "windows" {
		program += ".exe"
	}
	file := filepath.Join(work, program)
	if err := r.build(goos, goarch, file); err != nil {
		return err
	}
	name := "exemplar-" + r.version + "-" + goos + "-" + goarch
	list, err := r.contents(name, program, file)
	if err != nil {
		return err
	}
	if err := r.pack(name, goos, list); err != nil {
		return err
	}
	info, err := buildinfo.ReadFile(file)
	if err != nil {
		return err
	}
	bill, err := sbom(r.version, info)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(r.out, name+".cdx.json"), bill, 0o666)
}

// build compiles the program without anything of this machine in it.
func (r *release) build(goos, goarch, file string) error {
	cmd := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w -X main.release="+r.version, "-o", file, "./cmd/exemplar")
	cmd.Dir, cmd.Stdout, cmd.Stderr = r.source, os.Stderr, os.Stderr
	cmd.Env = append(slices.DeleteFunc(os.Environ(), func(v string) bool {
		return strings.HasPrefix(v, "GOFLAGS=") || strings.HasPrefix(v, "GOAMD64=") || strings.HasPrefix(v, "GOARM64=")
	}), "CGO_ENABLED=0", "GOOS="+goos, "GOARCH="+goarch, "GOTOOLCHAIN="+runtime.Version())
	return cmd.Run()
}

// contents is what goes into an archive, sorted by name.
func (r *release) contents(folder, program, file string) ([]packed, error) {
	list := []packed{{name: folder + "/" + program, mode: 0o755, from: file}}
	for _, p := range papers {
		list = append(list, packed{name: folder + "/" + p, mode: 0o644, from: filepath.Join(r.source, p)})
	}
	slices.SortFunc(list, func(a, b packed) int { return strings.Compare(a.name, b.name) })
	for i := range list {
		data, err := os.ReadFile(list[i].from)
		if err != nil {
			return nil, err
		}
		list[i].data = data
	}
	return list, nil
}

// pack writes a zip for Windows and a tar.gz for the others.
func (r *release) pack(name, goos string, list []packed) error {
	archive, ending := tarred, ".tar.gz"
	if goos == "windows" {
		archive, ending = zipped, ".zip"
	}
	data, err := archive(list, r.at)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(r.out, name+ending), data, 0o666)
}

// writeSums writes SHA256SUMS as sha256sum --check reads it.
func writeSums(dir string) error {
	files, err := os.ReadDir(dir) // sorted
	if err != nil {
		return err
	}
	var sums strings.Builder
	for _, f := range files {
		data, err := os.ReadFile(filepath.Join(dir, f.Name()))
		if err != nil {
			return err
		}
		fmt.Fprintf(&sums, "%x  %s\n", sha256.Sum256(data), f.Name())
	}
	return os.WriteFile(filepath.Join(dir, "SHA256SUMS"), []byte(sums.String()), 0o666)
}
