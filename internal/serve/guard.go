package serve

import (
	"net"
	"net/http"
	"net/netip"
	"os"
	"strings"
)

// guard decides who is answered. A server on a developer's own machine can be
// reached by every page open in the browser beside it: a page of another site
// may send requests here, and a name that its owner controls may be made to
// lead here (DNS rebinding). Neither may read anything.
type guard struct {
	// names are the hosts that may be asked for, in lower case.
	names map[string]bool
	// addresses says that any address in figures will do: no name can be made
	// to lead to one.
	addresses bool
}

// newGuard allows this machine's own names, and those of the address that the
// server is bound to.
func newGuard(bind string) guard {
	g := guard{names: map[string]bool{"localhost": true, "127.0.0.1": true, "::1": true}}
	if bind != "" {
		g.names[strings.ToLower(bind)] = true
	}
	if loopback(bind) {
		return g
	}
	g.addresses = true
	if name, err := os.Hostname(); err == nil {
		g.names[strings.ToLower(name)] = true
	}
	return g
}

// loopback reports whether an address can be reached from this machine alone.
func loopback(bind string) bool {
	ip, err := netip.ParseAddr(bind)
	return bind == "" || bind == "localhost" || err == nil && ip.IsLoopback()
}

// refuse returns why a request is not answered, or 0.
func (g guard) refuse(r *http.Request) (status int, why string) {
	switch {
	case !g.allows(r.Host):
		return http.StatusForbidden, "this server does not answer for that name"
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		return http.StatusMethodNotAllowed, "only GET and HEAD are answered"
	case foreign(r):
		return http.StatusForbidden, "pages of other sites are not answered"
	}
	return 0, ""
}

func (g guard) allows(host string) bool {
	name := hostName(host)
	if g.names[strings.ToLower(name)] {
		return true
	}
	_, err := netip.ParseAddr(name)
	return g.addresses && err == nil
}

// hostName returns a Host header without its port and brackets; it is empty if
// the header is not well formed.
func hostName(host string) string {
	if strings.HasSuffix(host, "]") || !strings.Contains(host, ":") {
		host += ":80"
	}
	name, port, err := net.SplitHostPort(host)
	brackets, colons := strings.HasPrefix(host, "["), strings.Contains(name, ":")
	if err != nil || port == "" || strings.Trim(port, "0123456789") != "" || brackets != colons {
		return ""
	}
	return name
}

// foreign reports whether a page of another site asks. A link on one that leads
// here may be followed; nothing may be read, drawn or run there.
func foreign(r *http.Request) bool {
	if origin, sent := r.Header["Origin"]; sent {
		if len(origin) != 1 || !strings.EqualFold(origin[0], "http://"+r.Host) {
			return true
		}
	}
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "same-origin", "none":
		return false
	}
	followed := r.Header.Get("Sec-Fetch-Mode") == "navigate" && r.Header.Get("Sec-Fetch-Dest") == "document"
	return !followed || strings.HasPrefix(r.URL.Path, ownFolder)
}

// protect sets the headers that every answer has.
func protect(h http.Header) {
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Cache-Control", "no-cache")
}
