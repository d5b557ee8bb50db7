// Pictures takes the pictures of the README.
//
// In comes the folder of a built site; out come PNG files of its home page and
// of a coverage matrix, as Chromium shows them to a visitor. It never builds the
// site, nor asks the network for anything.
package main

import (
	"flag"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
)

// picture is a page as a window of some size shows it.
type picture struct {
	name, page    string
	width, height int
}

// pictures are those that the README shows.
var pictures = []picture{
	{"home.png", "index.html", 1280, 1640},
	{"coverage.png", "coverage/school.html", 1280, 1480},
}

// programs are the names under which Chromium is installed.
var programs = []string{"chromium", "chromium-browser", "google-chrome", "chrome"}

func main() {
	site := flag.String("site", "public", "the folder of the built `site`")
	out := flag.String("out", "docs/images", "the `folder` to write to")
	flag.Parse()
	if err := takeAll(*site, *out); err != nil {
		fmt.Fprintln(os.Stderr, "pictures:", err)
		os.Exit(1)
	}
}

func takeAll(site, out string) error {
	program, err := find()
	if err != nil {
		return err
	}
	for _, p := range pictures {
		if err := take(program, filepath.Join(site, filepath.FromSlash(p.page)), filepath.Join(out, p.name), p.width, p.height); err != nil {
			return err
		}
	}
	return nil
}

func find() (string, error) {
	for _, name := range programs {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("Chromium is not installed; run: make tools")
}

// take writes what a window of width by height CSS px shows of a page.
func take(program, page, to string, width, height int) error {
	page, err := filepath.Abs(page)
	if err != nil {
		return err
	}
	if _, err := os.Stat(page); err != nil {
		return err
	}
	if to, err = filepath.Abs(to); err != nil {
		return err
	}
	profile, err := os.MkdirTemp("", "pictures-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(profile)
	address := url.URL{Scheme: "file", Path: filepath.ToSlash(page)}
	cmd := exec.Command(program, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--hide-scrollbars", "--force-device-scale-factor=1",
		"--host-resolver-rules=MAP * ~NOTFOUND", "--user-data-dir="+profile,
		fmt.Sprintf("--window-size=%d,%d", width, height), "--screenshot="+to, address.String())
	if text, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", filepath.Base(page), err, text)
	}
	_, err = os.Stat(to)
	return err
}
