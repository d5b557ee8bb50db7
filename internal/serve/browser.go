package serve

import (
	"fmt"
	"os/exec"
	"runtime"
	"time"
)

// opening is how long a program may take to find that it cannot open an address.
// One that ends later was the browser itself.
const opening = 10 * time.Second

// OpenBrowser shows an address in the browser that the system is set to. It does
// not wait for it; that there is none is reported once the server runs.
func (s *Server) OpenBrowser(url string) {
	go func() {
		start := time.Now()
		if err := opener(url).Run(); err != nil && time.Since(start) < opening {
			s.report(Report{Notice: fmt.Sprintf("no browser could be opened (%v); open the address yourself", err)})
		}
	}()
}

// opener is the system's own program for opening an address.
func opener(url string) *exec.Cmd {
	switch runtime.GOOS {
	case "darwin":
		return exec.Command("open", url)
	case "windows":
		return exec.Command("rundll32", "url.dll,FileProtocolHandler", url)
	}
	return exec.Command("xdg-open", url)
}
