// Command serving measures "exemplar serve" as its users meet it.
//
// In come the program and a site's folder, of which it makes a copy. Out come
// the time from the start to the first page, the times from the save of a case
// study to the answer with its new text, as a browser on that page would get it,
// and the resident memory of the program. It never changes the site itself.
package main

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

func main() {
	exemplar := flag.String("exemplar", "exemplar", "the program to measure")
	site := flag.String("site", "", "the folder of a site with case studies")
	edits := flag.Int("edits", 50, "how many edits; the median is printed")
	pause := flag.Duration("pause", 500*time.Millisecond, "the time between an answer and the next edit")
	flag.Parse()
	if err := measure(*exemplar, *site, *edits, *pause); err != nil {
		fmt.Fprintln(os.Stderr, "serving:", err)
		os.Exit(1)
	}
}

func measure(exemplar, site string, edits int, pause time.Duration) error {
	work, err := os.MkdirTemp("", "exemplar-serving-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	if err := os.CopyFS(filepath.Join(work, "content"), os.DirFS(filepath.Join(site, "content"))); err != nil {
		return err
	}
	settings, err := os.ReadFile(filepath.Join(site, "exemplar.yaml"))
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(work, "exemplar.yaml"), settings, 0o644); err != nil {
		return err
	}
	studies, err := filepath.Glob(filepath.Join(work, "content", "case-studies", "*.md"))
	if err != nil || len(studies) == 0 {
		return errors.Join(errors.New("no case studies"), err)
	}
	s, err := start(exemplar, work)
	if err != nil {
		return err
	}
	defer s.stop()
	return s.measure(studies, edits, pause)
}

// server is the program under measurement.
type server struct {
	cmd     *exec.Cmd
	address string
	began   time.Time
	// changes has what the program tells open pages.
	changes *bufio.Scanner
	stream  io.Closer
}

var announced = regexp.MustCompile(`http://\S+/`)

func start(exemplar, dir string) (*server, error) {
	s := &server{cmd: exec.Command(exemplar, "serve", "-s", dir, "-p", "0"), began: time.Now()}
	errs, err := s.cmd.StderrPipe()
	if err != nil {
		return nil, err
	}
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(errs)
	for s.address == "" && lines.Scan() {
		s.address = announced.FindString(lines.Text())
	}
	if s.address == "" {
		s.stop()
		return nil, errors.New("the program names no address")
	}
	go func() {
		for lines.Scan() {
		}
	}()
	return s, nil
}

func (s *server) stop() {
	if s.stream != nil {
		_ = s.stream.Close() // the program goes too
	}
	_ = s.cmd.Process.Kill()
	_ = s.cmd.Wait()
}

func (s *server) measure(studies []string, edits int, pause time.Duration) error {
	if _, err := s.get(""); err != nil {
		return err
	}
	fmt.Printf("%d case studies\n", len(studies))
	fmt.Printf("first page after %d ms\n", time.Since(s.began).Milliseconds())
	if err := s.listen(); err != nil {
		return err
	}
	time.Sleep(4 * pause) // for what is done after the first page
	fmt.Printf("memory %s at rest\n", s.memory())
	var times, waits []time.Duration
	for i := range edits {
		took, wait, err := s.edit(studies[i*len(studies)/edits], i)
		if err != nil {
			return err
		}
		times, waits = append(times, took), append(waits, wait)
		time.Sleep(pause)
	}
	slices.Sort(times)
	slices.Sort(waits)
	fmt.Printf("save to new bytes: median %s, fastest %s, slowest %s of %d edits; the request itself %s\n",
		ms(times[edits/2]), ms(times[0]), ms(times[edits-1]), edits, ms(waits[edits/2]))
	time.Sleep(4 * pause)
	fmt.Printf("memory %s after the edits; processor %s\n", s.memory(), s.processor())
	return nil
}

func ms(d time.Duration) string { return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000) }

// listen opens the stream of changes, as a page does.
func (s *server) listen() error {
	answer, err := http.Get(s.address + "-/events")
	if err != nil {
		return err
	}
	s.stream, s.changes = answer.Body, bufio.NewScanner(answer.Body)
	return nil
}

// edit saves a case study with a word more, and returns the time to the answer
// that has it, and how much of that was the request.
func (s *server) edit(file string, n int) (took, wait time.Duration, err error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return 0, 0, err
	}
	word := fmt.Sprintf("measuring%dmeasured", n)
	page := "case-studies/" + strings.TrimSuffix(filepath.Base(file), ".md") + ".html"
	began := time.Now()
	if err := os.WriteFile(file, append(text, "\nA word more, "+word+".\n"...), 0o644); err != nil {
		return 0, 0, err
	}
	for s.changes.Scan() {
		if !strings.HasPrefix(s.changes.Text(), "data: ") {
			continue
		}
		asked := time.Now()
		answer, err := s.get(page)
		if err != nil {
			return 0, 0, err
		}
		if strings.Contains(answer, word) {
			return time.Since(began), time.Since(asked), nil
		}
	}
	return 0, 0, errors.Join(fmt.Errorf("%s: no change was told", file), s.changes.Err())
}

func (s *server) get(page string) (string, error) {
	answer, err := http.Get(s.address + page)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if answer.StatusCode != http.StatusOK {
		return "", fmt.Errorf("%s: %s", page, answer.Status)
	}
	return string(text), err
}

// memory reads what Linux says of the program: proc_pid_status(5).
func (s *server) memory() string {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		return "unknown"
	}
	return field(status, "VmRSS:") + " MB, at most " + field(status, "VmHWM:") + " MB,"
}

func field(status []byte, name string) string {
	_, rest, _ := strings.Cut(string(status), name)
	words := strings.Fields(rest)
	if len(words) == 0 {
		return "?"
	}
	kib, err := strconv.Atoi(words[0])
	if err != nil {
		return "?"
	}
	return strconv.Itoa(kib >> 10)
}

// processor is the time that the program computed so far: proc_pid_stat(5), in
// hundredths of a second.
func (s *server) processor() string {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.cmd.Process.Pid))
	if err != nil {
		return "unknown"
	}
	_, rest, _ := strings.Cut(string(stat), ") ")
	words := strings.Fields(rest)
	if len(words) < 13 {
		return "unknown"
	}
	user, _ := strconv.Atoi(words[11])
	system, _ := strconv.Atoi(words[12])
	return fmt.Sprintf("%.1f s", float64(user+system)/100)
}
