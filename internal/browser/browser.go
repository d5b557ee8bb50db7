// Package browser prints a page with the Chromium that is installed.
//
// In come the path of an HTML file on this machine and the path of a PDF file.
// Out comes the PDF, or why there is none. It never fetches a page from the
// network, and is started by nothing but a person's own command.
package browser

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// ErrNone says that no browser was found.
var ErrNone = errors.New("there is no Chromium, Chrome or Edge on this computer")

// patience is how long the browser may take.
const patience = 2 * time.Minute

// names are what the browsers are called where they are on the path.
var names = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge", "microsoft-edge"}

// usual are the places of the browsers on macOS and, below a folder of programs,
// on Windows.
var usual = map[string][]string{
	"darwin": {
		"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
		"/Applications/Chromium.app/Contents/MacOS/Chromium",
		"/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
	},
	"windows": {`Google\Chrome\Application\chrome.exe`, `Chromium\Application\chrome.exe`, `Microsoft\Edge\Application\msedge.exe`},
}

// Find returns the path of a browser that can print. Named is one that the
// person asked for, or "".
func Find(named string) (string, error) {
	if named != "" {
		return exec.LookPath(named)
	}
	for _, name := range names {
		if found, err := exec.LookPath(name); err == nil {
			return found, nil
		}
	}
	for _, place := range places() {
		if _, err := os.Stat(place); err == nil {
			return place, nil
		}
	}
	return "", ErrNone
}

func places() []string {
	if runtime.GOOS != "windows" {
		return usual[runtime.GOOS]
	}
	var list []string
	for _, folder := range []string{"ProgramFiles", "ProgramFiles(x86)", "LocalAppData"} {
		for _, place := range usual["windows"] {
			if at := os.Getenv(folder); at != "" {
				list = append(list, filepath.Join(at, place))
			}
		}
	}
	return list
}

// Print lets a browser write an HTML file as PDF. The browser has a profile of
// its own, which is deleted afterwards, and may not reach the network.
func Print(program, page, pdf string) error {
	page, err := filepath.Abs(page)
	if err != nil {
		return err
	}
	pdf, err = filepath.Abs(pdf)
	if err != nil {
		return err
	}
	profile, err := os.MkdirTemp("", "exemplar-print-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(profile)
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	said, err := exec.CommandContext(ctx, program, arguments(page, pdf, profile)...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s did not print the page: %w\n%s", program, err, strings.TrimSpace(string(said)))
	}
	if _, err := os.Stat(pdf); err != nil {
		return fmt.Errorf("%s wrote no file: %w", program, err)
	}
	return nil
}

func arguments(page, pdf, profile string) []string {
	list := []string{
		"--headless", "--disable-gpu", "--disable-extensions", "--disable-background-networking", "--no-first-run",
		"--host-resolver-rules=MAP * ~NOTFOUND", "--user-data-dir=" + profile,
		"--no-pdf-header-footer", "--generate-pdf-document-outline", "--print-to-pdf=" + pdf,
	}
	if os.Geteuid() == 0 { // Chromium's sandbox refuses to start for root
		list = append(list, "--no-sandbox")
	}
	return append(list, fileURL(page))
}

// fileURL is the address of a file on this machine.
func fileURL(path string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // C:/…
	}
	return (&url.URL{Scheme: "file", Path: path}).String()
}
